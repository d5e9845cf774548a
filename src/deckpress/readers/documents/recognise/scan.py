"""What each line offers: headings, labels, candidate numbers, the beginnings of options. Nothing is decided here."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate
from typing import Any

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.facts import Facts, Heading, Label
from deckpress.readers.documents.recognise.furniture import is_furniture, mark_running_lines
from deckpress.readers.documents.recognise.headings import GROUP_STARTS, heading_at, may_head, read_group, read_heading
from deckpress.readers.documents.recognise.labels import find_labels
from deckpress.readers.documents.recognise.mending import (
    label_numbered_answers,
    mend_misread,
    mend_torn,
    number_kind_lines,
    settle_lone_labels,
    skip_page_marks,
)
from deckpress.readers.documents.recognise.numbers import inline_candidates, start_candidate
from deckpress.readers.documents.recognise.roman_sections import mark_roman_sections
from deckpress.readers.documents.recognise.run_on import INNER_CHAPTER, heading_before, inner_headings
from deckpress.readers.documents.recognise.shadow import shadow
from deckpress.readers.documents.recognise.titles import mark_copies, mark_returns, mark_series, mark_titles

__all__ = ["scan"]

_OPTION_A = re.compile(
    r"\s*(?:[*•√✓✔-]\s*)?(?:[(\[【]\s*[Aa]\s*[)\]】]|[Aa]\s{0,2}[.、):,]|[Aa]\s+\S|A[^\x00-\x7f]|[Аа]\s?[.)]"
    r"|[アァ㋐]\s*[.、):]|ㄱ\s*[.)]|가\s*[.)]|①|✓?\[[ xX]\])"
)
_A_THEN_B = re.compile(r"(?:^|[^A-Za-z])A(?![A-Za-z])[.、): ]?[^\n]{1,600}?[^A-Za-z]B(?![A-Za-z])[.、): ]?\S")


def scan(lines: Sequence[Line], taken: AbstractSet[int] = frozenset()) -> list[Facts]:
    """The facts of each line; those that the container left out have none but their shadow, ``taken`` ones (indices) are blank."""
    facts: list[Facts] = []
    above: Facts | None = None
    for index, line in enumerate(lines):
        if index in taken:
            facts.append(Facts("", 0))
            continue
        s = shadow(line.text)
        if line.role == "text" and not line.left_out and _PLAIN_OPTION.fullmatch(s):
            above = Facts(s, 0, inner=_NOTHING, labels=_NOTHING, candidates=_NOTHING, opens=s[0] in "Aa(" and "A" in s[:3].upper())
            facts.append(above)
            continue
        if line.role == "text" and not line.left_out and (answer := _PLAIN_ANSWER.fullmatch(s)) is not None:
            above = Facts(s, 0, inner=_NOTHING, labels=[Label(0, answer.end(1), "answer")], candidates=_NOTHING)
            facts.append(above)
            continue
        stripped = s.lstrip()
        fact = Facts(s, len(s) - len(stripped))
        facts.append(fact)
        if stripped and len(stripped) < 320 and line.role != "code" and is_furniture(s, above):
            fact.furniture, fact.first = True, len(s)
        elif stripped.startswith("![") and (picture := _PICTURE.fullmatch(stripped)) is not None:
            fact.picture, fact.first = picture[1], len(s)
        elif stripped and not line.left_out:
            _fill(fact, line, index)
        if stripped:
            above = fact
    mark_running_lines(facts, lines)
    settle_lone_labels(facts)
    _mark_reveals(facts)
    number_kind_lines(facts)
    mark_titles(facts, lines)
    mark_series(facts, lines)
    mark_returns(facts, lines)
    mark_roman_sections(facts, lines)
    mend_torn(facts)
    mend_misread(facts)
    label_numbered_answers(facts)
    skip_page_marks(facts)
    mark_copies(facts)
    return facts


_PLAIN_OPTION = re.compile(r"(?:[A-H]|\([A-H]\))[.、)]?(?![0-9A-Za-z])[^0-9:\]】》\n]{2,120}")
"""Most lines of most banks: an option with nothing else in it."""
_PLAIN_ANSWER = re.compile(r"((?:正确|参考|标准)?答案:)[A-H]{1,8}")
"""The line below their options: an answer's letters and nothing else."""
_PICTURE = re.compile(r"!\[[^\[\]]{0,200}\]\(([^()\s]{1,300})[^()]{0,100}\)\s*")
_NOTHING: list[Any] = []
"""Shared by all plain lines, of which a large bank has hundreds of thousands; never changed."""
_LISTED = re.compile(r"\s*[(（]?([A-H])[)）]?\s?[.、)）:]\s*(?=\S)")


_REVEAL = re.compile(
    r"\s*(?:点击)?(?:查看|显示|点击查看)(?:参考)?答案(?:与解析)?\s*[:：]?\s*|\s*(?:show|view|see|reveal) (?:the )?answers?\s*[:：]?\s*",
    re.IGNORECASE,
)
_REVEALED = re.compile(r"\s*[(\[【]?(?:[A-H](?:\s?[,、]?\s?[A-H]){0,6}|[√×✓✗✔✘]|正确|错误|对|错)[)\]】]?\s*(?:[.。,，:：]|$|\s)")


def _mark_reveals(facts: list[Facts]) -> None:
    """``查看答案`` is a button of the page, but a label where an answer stands right below it."""
    for number, fact in enumerate(facts):
        if fact.furniture and _REVEAL.fullmatch(fact.shadow):
            below = next((f for f in facts[number + 1 : number + 4] if f.first < len(f.shadow)), None)
            if below is not None and _REVEALED.match(below.shadow):
                fact.furniture, fact.first = False, len(fact.shadow) - len(fact.shadow.lstrip())
                fact.labels = [Label(fact.first, len(fact.shadow), "answer")]


def _fill(fact: Facts, line: Line, index: int) -> None:
    if line.role == "code":
        return
    s, first = fact.shadow, fact.first
    at = _read_beginning(fact, line)
    start = start_candidate(s, index, at)
    if start is not None:
        if line.role == "heading":
            start.style = f"h{start.style}"  # numbers inside the answer below are another run
        listed = _LISTED.match(s, start.end)
        if listed is not None and ord(listed[1]) - 64 == start.value:
            fact.skip = (start.start, start.end)  # "2. B、text": an option in an ordered list
            fact.opens = start.value == 1
            return
        fact.candidates.append(start)
        at = start.end
    if len(s) > 60:
        fact.inner += inner_headings(s, at)
    if len(s) - at > 3:
        _read_inside(fact, index, at)
    fact.opens = (
        line.role == "choice"
        or (s[first] in "Aa([【*√✓✔•-АаアァㄱㄴＡ가①㋐" and _OPTION_A.match(s) is not None)
        or ("B" in s and "A" in s and _A_THEN_B.search(s[:2000]) is not None)
    )


def _read_beginning(fact: Facts, line: Line) -> int:
    """Finds the heading and the labels; returns where a number may begin."""
    s, first = fact.shadow, fact.first
    at = first
    if len(s) < _LONGEST_HEADED:
        fact.heading = read_heading(s, line) if line.role == "heading" or may_head(s, first) else None
        if fact.heading is not None and fact.heading.sort != "title":
            at = len(s) if fact.heading.sort == "chapter" else fact.heading.end
        elif fact.heading is None and (s[first] in GROUP_STARTS or "题" in s or s[first].isascii()):
            fact.heading = read_group(s)
    fact.labels = find_labels(s, first)
    if not fact.labels or fact.labels[0].start != first:
        return at
    if fact.heading is not None and fact.heading.sort == "title":
        fact.heading = None  # "#### Answer: D"
    inner = heading_at(s, fact.labels[0].end) if fact.labels[0].name == "answer" and at == first else None
    if inner is not None:  # "答案:一、单选题:1、B"
        fact.inner += [Heading(first, fact.labels[0].end, "key", None), inner]
        at = inner.end
    return at


def _read_inside(fact: Facts, index: int, at: int) -> None:
    """Numbers in the middle of a line, and the headings right before them."""
    s = fact.shadow
    found = inline_candidates(s, index, at)
    if not found and len(s) <= 60 and not fact.inner:
        return
    taken = _Taken(fact.inner)
    for candidate in found:
        if not taken.covers(candidate.start, candidate.start + 1):
            _add_heading(fact, taken, at, candidate.start)
            fact.candidates.append(candidate)
            at = candidate.end
    if fact.candidates and len(s) > 60:
        _add_heading(fact, taken, at, len(s))
    fact.inner.sort(key=lambda h: h.start)


def _add_heading(fact: Facts, taken: _Taken, floor: int, end: int) -> None:
    """Adds the heading right before a number; it cannot touch one added before, which lies below ``floor``."""
    heading = heading_before(fact.shadow, floor, end)
    if heading is None or taken.covers(heading.start, heading.end):
        return
    chapter = INNER_CHAPTER.search(fact.shadow, max(floor, heading.start - 60), heading.start)
    if chapter is not None:
        fact.inner.append(Heading(chapter.start(1), heading.start, "chapter", None))
    fact.inner.append(heading)


class _Taken:
    """The headings known inside a line: a hostile line has as many as numbers, so they are looked up, not walked."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        spans = sorted((h.start, h.end) for h in headings)
        self.starts = [start for start, _ in spans]
        self.ends = list(accumulate((end for _, end in spans), max))

    def covers(self, start: int, end: int) -> bool:
        """Whether a heading shares a character with a stretch."""
        before = bisect_left(self.starts, end)
        return before > 0 and self.ends[before - 1] > start


_LONGEST_HEADED = 400
"""Characters of a line that may begin with a heading."""
