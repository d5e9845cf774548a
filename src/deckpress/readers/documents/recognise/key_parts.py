"""A part of an answer key, between two of its headings: what its rows hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from deckpress.readers.documents.recognise.facts import Candidate
from deckpress.readers.documents.recognise.key_heads import Head
from deckpress.readers.documents.recognise.key_lexer import EXPLAINS, Row, Start, bare_values, chain, is_rows, starts
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.strip import Place

__all__ = ["Evidence", "KeyPart", "fill_part", "read_rows_of_part"]

_EXPLANATIONS = re.compile(r"\W{0,4}(?:[\u4e00-\u9fff]{0,6}(?:解析|详解)|explanations?|rationales?)\W{0,4}", re.IGNORECASE)
_DENSE = 0.8
"""Share of mere values among the entries from which a part is a list of values, and what stands below its last line no part of it."""


@dataclass(slots=True)
class KeyPart:
    """A part of a key from ``start`` to ``end``.

    ``entries`` are numbers that begin one answer (or explanation) each, ``rows`` where text without such numbers begins. ``opens``: a new
    key begins here. ``name``, ``near``: the chapter or paper that the key names, and its line (see `Head`). ``asked``: the numbers of
    the questions that it seems to answer, empty if unknown.
    """

    start: Place
    end: Place
    head: Head | None
    opens: bool
    near: int = -1
    name: str = ""
    asked: list[int] = field(default_factory=list)
    entries: list[Candidate] = field(default_factory=list)
    rows: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class Evidence:
    """What a part holds: entries, explanations of entries that stand elsewhere, rows of ranges, values without numbers, table cells."""

    entries: list[Start] = field(default_factory=list)
    notes: list[Start] = field(default_factory=list)
    ranges: list[Place] = field(default_factory=list)
    bare: int = 0
    table: bool = False
    whole: bool = False
    """The rows are one answer."""

    @property
    def values(self) -> int:
        """How many entries are mere values."""
        return sum(start.value for start in self.entries)


def read_rows_of_part(rows: Sequence[Row], code: AbstractSet[int], kind: FoundKind | None, asked: Sequence[int]) -> Evidence:
    """What rows hold. ``code``: lines without numbers of their own; ``asked``: the numbers of the questions that wait for answers."""
    found = Evidence(table=any(not row.text for row in rows))
    seen: list[Start] = []
    told = explains = False
    for row in rows:
        if not row.text or row.line in code:
            continue
        told = told or _EXPLANATIONS.fullmatch(row.text[:40]) is not None
        if is_rows(row.text):
            found.ranges.append(Place(row.line, row.start))
            continue
        begun = starts(row, further=kind in ("cloze", None))
        if told and begun:
            explains = _counts_anew(begun[0], seen, answered=found.table or bool(found.ranges))
            told = explains
        if explains:
            found.notes += begun[:1]
        else:
            seen += begun
    found.entries = chain(seen, max(asked, default=0))
    if len(asked) == 1 and kind in ("short", "case") and not found.values:
        found.whole = [start.number for start in seen if start.first][:1] != [asked[0]] or _lists(seen)
    if not seen and not found.ranges and bare_values(next((row.text for row in rows if row.text), "")):
        found.bare = sum(len(bare_values(row.text, 0, kind == "multiple")) for row in rows)
    return found


def _lists(seen: Sequence[Start]) -> bool:
    """Whether numbers count on in one style, as the points of one answer do."""
    return [start.number for start in seen if start.style == seen[0].style][:2] == [1, 2]


def _counts_anew(start: Start, seen: Sequence[Start], *, answered: bool) -> bool:
    """Whether a number below the word for explanations begins a list of them, and not the next answer."""
    return start.number <= seen[-1].number if seen else answered or not start.value


def fill_part(part: KeyPart, rows: Sequence[Row], found: Evidence) -> None:
    """Writes down where the entries of a part begin, and where it ends."""
    part.entries = [_candidate(start) for start in found.entries] + [_candidate(start, EXPLAINS) for start in found.notes]
    part.rows = found.ranges
    if found.whole:
        row = rows[0]
        part.entries = [Candidate(row.line, row.start, row.start, "", part.asked[0], True)]
        return
    if not part.entries and not part.rows:
        part.rows = [Place(row.line, row.start) for row in rows[:1]]
    if part.rows or found.notes or not found.entries or found.values <= _DENSE * len(found.entries):
        return
    lines = {start.line for start in found.entries}
    last = found.entries[-1].line
    between = sum(row.line not in lines and row.line < last for row in rows)
    trailing = next((row for row in rows if row.line > last), None)
    if trailing is not None and between * 2 < len(lines):
        part.end = Place(trailing.line, trailing.start)


def _candidate(start: Start, prefix: str = "") -> Candidate:
    return Candidate(start.line, start.start, start.end, f"k{start.style}", start.number, start.first, 0.0, prefix)
