"""The lines outside of numbered questions as rows, and how a reading of them says which rows are a question."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar, overload

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.body import read_body
from deckpress.readers.documents.recognise.draft import Draft, Section
from deckpress.readers.documents.recognise.facts import Facts, Heading, Label, LabelName
from deckpress.readers.documents.recognise.segments import Segment
from deckpress.readers.documents.recognise.strip import Place, Strip
from deckpress.readers.documents.recognise.words import IMPERATIVE

__all__ = ["BULLET", "MAX_LOOK", "QUESTION_MARK", "Claim", "Overlay", "Proposal", "Region", "Row", "asks", "parents", "read_rows"]

_T = TypeVar("_T")

MAX_LOOK = 4000
"""Characters of a row that a reading looks at: what a row is shows at its beginning and its end."""

_Q_WORD = (
    "q|questions?|ques|问题|问|提问|题目|面试题|试题|frage|pregunta|domanda|pergunta|quest[aã]o|вопрос|質問|問題|問|질문|문제|문|"
    "pytanie|vraag|soru|quiz|front|vorderseite|正面"
)
QUESTION_MARK = re.compile(
    rf"\s*(?:[-*•>]\s+)?(?:\*\*|__)?\s*(?:#\s?Q(?=\s)|[\[【(]?(?:{_Q_WORD})[\]】)]?\s*(?:\*\*|__)?\s*(?::\s*(?:\*\*|__)?|$))",
    re.IGNORECASE,
)
"""What opens a question that has no number: ``Q:``, ``问：``, ``#Q``, ``Question`` alone on its line. For shadows."""
BULLET = re.compile(r"\s*(?:[-*+•·○●◦▪■□☐☑☒✓✔√✗✘❌✅]\ufe0f?\s*|\[[ xX√✓]\]\s*)")


@dataclass(slots=True, frozen=True, kw_only=True)
class Row:
    """A visible line, or the part ``start`` to ``end`` of it. ``gap``: a blank line, or the region's edge, stands above."""

    line: int
    start: int
    end: int
    shadow: str
    section: Section
    gap: bool
    heading: Heading | None = None
    level: int = 0
    role: str = "text"
    bold: bool = False
    label: LabelName | None = None
    label_end: int = 0


class Claim(NamedTuple):
    """Rows ``first`` to ``last`` (exclusive) are one question. ``splits`` are rows inside that the reading needs to build it."""

    first: int
    last: int
    splits: tuple[int, ...] = ()


@dataclass(slots=True, frozen=True)
class Proposal:
    """One reading of a region: its questions in order, how sure it is (0 to 1), and how a question becomes a draft."""

    claims: Sequence[Claim]
    confidence: float
    build: Callable[[Claim], Draft | None]

    @property
    def score(self) -> float:
        """How many rows it explains, by how surely."""
        return self.confidence * sum(claim.last - claim.first for claim in self.claims)


class Overlay(Sequence[_T]):
    """A sequence in which a few items are replaced."""

    def __init__(self, items: Sequence[_T], changes: Mapping[int, _T]) -> None:
        self._items, self._changes = items, changes

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_T]: ...
    def __getitem__(self, index: int | slice) -> _T | Sequence[_T]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        changed = self._changes.get(index)
        return self._items[index] if changed is None else changed

    def __len__(self) -> int:
        return len(self._items)


@dataclass(slots=True)
class Region:
    """Rows of a region, with the document that they lie in. ``alone``: the document has no numbered questions."""

    rows: Sequence[Row]
    lines: Sequence[Line]
    facts: Sequence[Facts]
    wrap: int
    alone: bool
    _asks: dict[int, int] = field(default_factory=dict)

    def part(self, first: int, last: int) -> Region:
        """The region of rows ``first`` to ``last`` (exclusive)."""
        return Region(self.rows[first:last], self.lines, self.facts, self.wrap, self.alone)

    def asks(self, row: int) -> int:
        """`asks` of a row, remembered."""
        known = self._asks.get(row)
        if known is None:
            known = self._asks[row] = asks(self.rows[row].shadow)
        return known

    def strip(self, first: int, last: int) -> Strip:
        """The text of rows ``first`` to ``last`` (exclusive)."""
        head, tail = self.rows[first], self.rows[last - 1]
        return Strip.cut(self.lines, self.facts, Place(head.line, head.start), Place(tail.line, tail.end))

    def offset(self, strip: Strip, row: int) -> int:
        """Where a row begins in a strip."""
        if row >= len(self.rows):
            return len(strip.text)
        place = self.rows[row]
        at = bisect_left(strip.lines, place.line)
        return strip.starts[at] + place.start - strip.shifts[at] if at < len(strip.lines) else len(strip.text)

    def body(
        self,
        claim: Claim,
        *,
        begin: int = 0,
        section: Section | None = None,
        answer: tuple[int, int] | None = None,
        lines: Sequence[Line] | None = None,
    ) -> Draft:
        """The question of a claim whose number or mark takes ``begin`` characters.

        ``answer`` is a row that begins with the answer although no label says so, and the length of its mark.
        """
        strip = self.strip(claim.first, claim.last)
        facts = self.facts
        if answer is not None:
            facts = self._labelled(claim, answer)
        return read_body(strip, begin, lines or self.lines, facts, section or self.rows[claim.first].section, wrap=self.wrap)

    def _labelled(self, claim: Claim, answer: tuple[int, int]) -> Overlay[Facts]:
        row = self.rows[answer[0]]
        changes = {row.line: replace(self.facts[row.line], labels=[Label(row.start, row.start + answer[1], "answer")])}
        for number in range(answer[0] + 1, claim.last):  # labels inside of a long answer are its own words
            line = self.rows[number].line
            fact = self.facts[line]
            if fact.labels and line not in changes:
                changes[line] = replace(fact, labels=[label for label in fact.labels if _EXPLAINS.match(fact.shadow, label.start)])
        return Overlay(self.facts, changes)

    def text(self, first: int, last: int) -> str:
        """The text of rows ``first`` to ``last`` (exclusive), a line each, code with its spaces, items with a dash."""
        parts = []
        for row in self.rows[first:last]:
            text = self.lines[row.line].text[row.start : row.end]
            bullet = "- " if row.role == "item" and not self.lines[row.line].label else ""
            parts.append(text.rstrip() if row.role == "code" else bullet + text.strip())
        return "\n".join(parts)


_EXPLAINS = re.compile(r"[【\[(]?(?:答案|试题|题目)?(?:解析|详解)|[【\[(]?explanation", re.IGNORECASE)


def read_rows(region: Sequence[Segment], lines: Sequence[Line], facts: Sequence[Facts]) -> list[Row]:
    """The rows of consecutive segments. A mark such as ``Question:`` that looks like a heading of a kind stays in its line."""
    rows: list[Row] = []
    before = -2  # the last line with something in it
    merged: tuple[Section, Section] | None = None  # the section that such a mark has opened, and the one that holds
    for index, segment in enumerate(region):
        opens = segment.sort == "heading" and segment.heading is not None
        section = merged[1] if merged is not None and segment.section.number == merged[0].number else segment.section
        for number in range(segment.start.line, min(segment.end.line + 1, len(lines))):
            s, line = facts[number].shadow, lines[number]
            low = segment.start.offset if number == segment.start.line else 0
            high = segment.end.offset if number == segment.end.line else len(s)
            if low >= high or line.left_out or not s[low:high].strip() or (len(s) <= MAX_LOOK and _RULE.fullmatch(s) is not None):
                continue
            if rows and rows[-1].line == number and rows[-1].heading is not None and QUESTION_MARK.match(s, rows[-1].start):
                merged = (segment.section, rows[-1].section)
                section = rows[-1].section
                rows[-1] = _row(number, rows[-1].start, high, line, facts[number], section, rows[-1].gap, None)
                continue
            mark = opens and QUESTION_MARK.fullmatch(s[low:high].rstrip()) is not None
            heading = segment.heading if opens and not (mark and high >= len(s.rstrip())) else None
            if mark and heading is None:
                merged = (region[min(index + 1, len(region) - 1)].section, section)
            rows.append(_row(number, low, high, line, facts[number], section, number - before > 1, heading))
            before = number
    return rows


_RULE = re.compile(r"\s*[-*_=─—~]{3,}\s*")
"""A line drawn across the page: it separates as a blank line does."""


def _row(number: int, low: int, high: int, line: Line, fact: Facts, section: Section, gap: bool, heading: Heading | None) -> Row:
    label = next((label for label in fact.labels if label.start >= low and not fact.shadow[low : label.start].strip(" *_-•>")), None)
    return Row(
        line=number, start=low, end=high, shadow=fact.shadow[low:high], section=section, gap=gap, heading=heading,
        level=line.level if line.role == "heading" else 0, role="cell" if line.cell is not None else line.role, bold=_whole_bold(line),
        label=label.name if label is not None else None, label_end=label.end - low if label is not None else 0,
    )  # fmt: skip


def parents(region: Region, members: Sequence[int], level: int) -> dict[int, Section]:
    """The section of each of ``members``, headings of one level (0: lines in bold): what the last heading above that level opened."""
    found: dict[int, Section] = {}
    stack: list[tuple[int, Section]] = [(-1, region.rows[0].section)]
    own = set(members)
    for index, row in enumerate(region.rows):
        if index in own:
            if not level:
                found[index] = row.section
                continue
            while len(stack) > 1 and stack[-1][0] >= row.level:
                stack.pop()
            found[index] = stack[-1][1]
        elif row.heading is not None:
            while len(stack) > 1 and (stack[-1][0] >= row.level or not row.level):
                stack.pop()
            stack.append((row.level, region.rows[min(index + 1, len(region.rows) - 1)].section))
    return found


_RAW_BOLD = re.compile(r"\s*(?:\*\*|__)(?=\S)[^*]{1,400}(?:\*\*|__)\s*[:：]?\s*$")


def _whole_bold(line: Line) -> bool:
    """Whether a line is bold from end to end (its signs and spaces aside)."""
    text = line.text
    if line.role == "code":
        return False
    covered = sum(len(text[mark.start : mark.end].strip()) for mark in line.marks if mark.style == "bold")
    size = len(text.strip()) - len(line.label.strip())
    return covered >= max(2, size - 3) or _RAW_BOLD.match(text[:420]) is not None


_BLANK = re.compile(
    r"(?<![A-Za-z0-9_])_{2,}(?![A-Za-z0-9_])|_{4,}|(?<![A-Za-z0-9_\]>])\([ ]{0,30}\)(?!\s{0,9}(?:=>|[{;.]))|【[ ]{0,30}】|…{3,}"
)
_TRAIL = "*_~\"'”’)】」』 "
_OPEN_END = re.compile(r"(?:[是为指叫有:]|包括|分为|属于|called|is|are)$")


def _bare_end(s: str) -> int:
    """Where the words of a text end: behind its last letter or mark that is no quote, star, space or picture sign."""
    end = len(s)
    while end and (s[end - 1] in _TRAIL or unicodedata.category(s[end - 1]) in ("So", "Sk", "Mn", "Cf", "Zs")):
        end -= 1
    return end


def asks(s: str) -> int:
    """How plainly a shadow asks: 3 by a question mark at its end or a blank, 1 by a question word or an open end, 0 not at all."""
    if len(s) > MAX_LOOK:
        return 0
    end = _bare_end(s[-200:])
    tail = s[-200:][:end]
    if tail.endswith("?"):
        return 3
    if _BLANK.search(s) is not None:
        return 3 if not s.isascii() or s.count(" ") >= 3 else 0  # "name ()" is code
    if len(s) <= 300 and (IMPERATIVE.search(s[:200]) is not None or _OPEN_END.search(tail[-12:]) is not None):
        return 1
    return 0
