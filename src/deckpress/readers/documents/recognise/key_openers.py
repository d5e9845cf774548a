"""Where answer keys may begin: at a key's heading, at a label with several answers behind it, at rows of ranges, at chosen entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.facts import Candidate, Facts
from deckpress.readers.documents.recognise.key_heads import Head, key_heading
from deckpress.readers.documents.recognise.key_lexer import RANGE, Row, bare_values, is_rows, starts
from deckpress.readers.documents.recognise.runs import Choice
from deckpress.readers.documents.recognise.words import KEY_HEADING

__all__ = ["Opener", "openers"]

_LONGEST_ROW = 20_000
_LONGEST_NAME = 40
_RANGE_AHEAD = re.compile(r"\s*[(\[【]?(?:第\s?)?\d{1,4}\s{0,3}题?\s{0,3}(?:[-~—至到]|\.\.)")
_DIGIT = re.compile(r"\d")


class Opener(NamedTuple):
    """A key may begin at ``start`` of a line. ``head``: a label that is its heading. ``sure``: a heading says that it is a key."""

    line: int
    start: int
    head: Head | None
    sure: bool


def openers(lines: Sequence[Line], facts: Sequence[Facts], chosen: Sequence[tuple[Candidate, Choice]]) -> Iterator[Opener]:
    """The places where keys may begin, in document order."""
    keyed = {c.line: c.start for c, choice in reversed(chosen) if choice == "key"}
    for number, fact in enumerate(facts):
        if fact.first >= len(fact.shadow):
            continue
        if fact.heading is not None or fact.inner or fact.labels:
            headings = _headings(fact, lines[number])
            yield from (Opener(number, start, None, True) for start in headings)
            if headings:
                continue
        end = _label_end(fact) or _name_end(fact)
        if end:
            yield Opener(number, fact.first, Head(number, fact.first, end, "key"), False)
        elif number in keyed:
            yield Opener(number, keyed[number], None, False)
        elif _may_be_rows(fact) and is_rows(fact.shadow):
            yield Opener(number, fact.first, None, False)


def _may_be_rows(fact: Facts) -> bool:
    """Whether a line begins like a range; a look at its first character says no of most lines."""
    s = fact.shadow
    begins = s[fact.first].isdecimal() or s[fact.first] in "([【第"
    return begins and len(s) < _LONGEST_ROW and _RANGE_AHEAD.match(s) is not None


def _headings(fact: Facts, line: Line) -> list[int]:
    found = [heading.start for heading in [fact.heading, *fact.inner] if heading is not None and heading.sort == "key"]
    if not found and fact.labels:
        lost = key_heading(fact, line)
        if lost is not None and lost.sort == "key" and (lost.kind or line.role == "heading"):
            return [lost.start]
    return found


def _label_end(fact: Facts) -> int:
    """Where a label ``答案:`` ends that begins a line and has nothing or several answers behind it, else 0."""
    label = fact.labels[0] if fact.labels else None
    if label is None or label.name != "answer" or label.start != fact.first:
        return 0
    alone = label.end >= len(fact.shadow.rstrip())
    return label.end if alone or _holds_several(fact.shadow[label.end :]) else 0


def _name_end(fact: Facts) -> int:
    """Where the entries begin in a line such as ``Clave de respuestas: 1-B 2-D``, else 0."""
    colon = fact.shadow.find(":", fact.first, fact.first + _LONGEST_NAME)
    name = fact.shadow[fact.first : colon].strip() if colon > 0 else ""
    if not name or colon + 2 >= len(fact.shadow):
        return 0  # at most one character is no several answers
    return colon + 1 if KEY_HEADING.fullmatch(name) and _holds_several(fact.shadow[colon + 1 :]) else 0


def _holds_several(text: str) -> bool:
    """Whether a text begins with several answers: a range, numbers with values, a row of values."""
    if _DIGIT.search(text) is None:
        return len(text) > 1 and len(bare_values(text)) > 1
    if RANGE.match(text.lstrip()):
        return True
    pairs = starts(Row(0, 0, text), further=False)
    return sum(start.value for start in pairs) > 1 or len(bare_values(text)) > 1
