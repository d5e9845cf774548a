"""What stands behind the last question of a bank and does not belong to it: an article, a list of links, the page of the next bank.

Nothing but the run itself can say so: what is usual behind its other questions is usual behind its last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.draft import Section
from deckpress.readers.documents.recognise.facts import Facts
from deckpress.readers.documents.recognise.furniture import heads_links
from deckpress.readers.documents.recognise.segments import Segment
from deckpress.readers.documents.recognise.shadow import width
from deckpress.readers.documents.recognise.strip import Place
from deckpress.readers.documents.recognise.words import CN_NUMBER

__all__ = ["cut_tails"]

_OPTION = re.compile(r"\s*[(\[【]?[A-Ha-hА-Еа-е][)\]】]?(?:\s?[.、):]|\s+\S|\s*$|(?=[^\x00-\x7f]))|\s*[①-⑧]")
_ARTICLE = re.compile(r"\s*A\s+[a-z]")
"""The English word, not a second option A."""
_SENTENCE = re.compile(r"[。？?！!；;，,：:、.…]\s*$")
_LETTERS = re.compile(r"\s*[(\[【]?[A-Ha-h√×✓✗对错TF,、 ]{1,12}[)\]】.。]?\s*$")
_OTHERS = 2
"""Questions that a run has at least besides its last one, to say what is usual."""
_MANY_OTHERS, _MANY_ROWS = 4, 3
_TITLE_WIDTH, _SHORT_LINE = 60, 50


@dataclass(slots=True)
class _Shape:
    """The visible lines of a question: ``anchor`` is the last that is surely of it, ``gap`` the most blank lines above it.

    ``closed``: the anchor ends the question (an option, a letter); else text may follow it.
    ``breaks`` are the rows behind the anchor with the blank lines above each. ``links`` is the first row below a list of links.
    """

    anchor: int
    gap: int
    closed: bool
    breaks: list[tuple[int, int]]
    links: int = -1


def cut_tails(parts: Sequence[Segment], lines: Sequence[Line], facts: Sequence[Facts]) -> tuple[list[Segment], set[int]]:
    """The segments with foreign text cut off as segments of their own, and the lines that these hold."""
    _trim_ends(parts, lines)
    result: list[Segment] = []
    cut: set[int] = set()
    for run in _runs(parts):
        last = run[-1]
        row = _foreign([_shape(part, lines, facts) for part in run], lines, facts) if last.sort in ("question", "entry") else -1
        result += run
        if row >= 0:
            place = Place(row, 0)
            section = Section(last.section.number, None, last.section.chapter, last.section.headings)
            result.append(Segment("text", place, last.end, section))
            cut.update(range(row, last.end.line + (last.end.offset > 0)))
            last.end = place
    return result, cut


_INLINE_PAGE = re.compile(
    r"(?<=[。；！？.;!?\s])(?:第\s?\d{1,4}\s?[页頁](?:\s?共\s?\d{1,4}\s?[页頁])?|page \d{1,4}(?: of \d{1,4})?)\s*$",
    re.IGNORECASE,
)
_SECTION_END = re.compile(rf"(?:(?<![第\w])|(?<=[A-H确误对错√×])){CN_NUMBER}\s?[、.．]\s*$")
_END = 24
"""Characters at the end of a stretch in which a page mark or the number of the next section may stand."""


def _trim_ends(parts: Sequence[Segment], lines: Sequence[Line]) -> None:
    """Where lines are run together, a page mark ends no question, and the number before a heading is the heading's."""
    for part, following in pairwise(parts):
        end = part.end
        if part.sort not in ("question", "entry") or not end.offset:
            continue
        floor = max(end.offset - _END, part.start.offset + 1 if part.start.line == end.line else 0)
        text = lines[end.line].text[floor : end.offset]
        pattern = _SECTION_END if following.sort == "heading" else _INLINE_PAGE
        found = pattern.search(text)
        if found is not None:
            part.end = Place(end.line, floor + found.start())
            if following.sort == "heading" and following.start == end:
                following.start = part.end


def _runs(parts: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Questions (or entries) that stand one behind the other and count on; other segments alone."""
    run: list[Segment] = []
    for part in parts:
        if run and not (part.sort == run[-1].sort and part.sort in ("question", "entry") and part.begun.value > run[-1].begun.value):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _shape(part: Segment, lines: Sequence[Line], facts: Sequence[Facts]) -> _Shape:
    rows: list[tuple[int, int]] = []
    opened = False
    anchor: Facts | None = None
    empty, links, shape = 0, -1, _Shape(part.start.line, 0, False, [])
    for number in range(part.start.line, min(part.end.line + (part.end.offset > 0), len(facts))):
        fact = facts[number]
        text = lines[number].text
        if not text or text.isspace():  # stops at the first character; a line may hold many segments
            empty += 1
        elif lines[number].left_out or fact.first >= len(fact.shadow):
            if fact.furniture and heads_links(fact.shadow):
                links = number
        else:
            rows.append((number, empty))
            empty = 0
            if links >= 0 and shape.links < 0:
                shape.links = number
            again = opened and fact.shadow[fact.first] == "A" and _ARTICLE.match(fact.shadow) is not None
            opened = opened or fact.opens
            if number == part.start.line or (part.sort == "question" and not again and _is_own(fact, lines[number])):
                shape.anchor, anchor = number, fact
                if shape.links >= 0:
                    shape.links = links = -1
    shape.closed = anchor is not None and _closes(part, anchor)
    shape.gap = max((gap for number, gap in rows[1:] if number <= shape.anchor), default=0)
    shape.breaks = [(number, gap) for number, gap in rows if number > shape.anchor]
    return shape


def _is_own(fact: Facts, line: Line) -> bool:
    return fact.opens or bool(fact.labels) or line.role == "choice" or bool(line.images) or _OPTION.match(fact.shadow) is not None


def _closes(part: Segment, fact: Facts) -> bool:
    """Whether nothing needs to follow a line: an option, an answer's letters; not an explanation or a text."""
    if fact.labels:
        last = fact.labels[-1]
        return last.name in ("answer", "own") and _LETTERS.match(fact.shadow, last.end) is not None
    if part.sort == "entry":
        return _LETTERS.match(fact.shadow, part.begun.end) is not None
    return fact.opens or _OPTION.match(fact.shadow) is not None


def _foreign(run: Sequence[_Shape], lines: Sequence[Line], facts: Sequence[Facts]) -> int:
    """The line from which on the last question's text is foreign, -1 for none."""
    *others, last = run
    if last.links >= 0:
        return last.links
    if len(others) < _OTHERS or not last.breaks:
        return -1
    inner = max(shape.gap for shape in run)
    usual = max((gap for shape in others for _, gap in shape.breaks), default=0)
    for number, gap in last.breaks:
        if gap > max(inner, usual) and (last.closed or _is_title(facts[number], lines[number])):
            return number
    first = last.breaks[0][0]
    plain = len(others) >= _MANY_OTHERS and not any(shape.breaks for shape in others) and len(last.breaks) >= _MANY_ROWS
    short = width(facts[last.anchor].shadow.strip()) < _SHORT_LINE
    return first if plain and last.closed and short and _is_title(facts[first], lines[first]) else -1


def _is_title(fact: Facts, line: Line) -> bool:
    """Whether a line looks like a title: short, without a full stop, and no item of a list."""
    s = fact.shadow.strip()
    if line.role not in ("text", "heading") or not 3 < width(s) <= _TITLE_WIDTH or s[0].isdecimal() or s[0] in "(-•*·":
        return False
    return not _SENTENCE.search(s)
