"""The runs of a page → its lines in reading order: rows, columns, words, and how they are drawn."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final

from deckpress.readers.documents.blocks import Mark
from deckpress.readers.documents.containers.pdf_blanks import underlined
from deckpress.readers.documents.containers.pdf_glyphs import Page
from deckpress.readers.documents.containers.pdf_runs import Look, Rule, Run

__all__ = ["Row", "in_columns", "rows_of"]

_BINS: Final = 200
"""Strips across a page in which a gutter is looked for."""
_FEWEST: Final = 6
"""Rows that each of two columns has."""
_WIDE: Final = 1.0
"""A gap between columns in line heights."""
_OPTION = re.compile(r"[(（【\[]?([A-Ha-h])[)）】\].．、:：\s]")
_MOST_RULES: Final = 100
"""Lines under one row that are looked at."""


@dataclass(slots=True)
class Row:
    """Runs side by side, from left to right; after columns were told apart, a line of one of them.

    ``column`` is 0 in the full width, else 1 or 2. ``rules`` are the lines drawn right under it.
    """

    page: int
    runs: list[Run]
    column: int = 0
    rules: list[Rule] = field(default_factory=list)
    left: float = field(init=False)
    right: float = field(init=False)
    bottom: float = field(init=False)
    top: float = field(init=False)

    def __post_init__(self) -> None:
        self.left, self.right = min(run.left for run in self.runs), max(run.right for run in self.runs)
        self.bottom, self.top = min(run.bottom for run in self.runs), max(run.top for run in self.runs)

    @property
    def height(self) -> float:
        """Of its tallest run, in points."""
        return max(run.height for run in self.runs)

    def text_and_marks(self) -> tuple[str, tuple[Mark, ...]]:
        """The line, with gaps as spaces and ruled gaps as ``____``, and how its parts are drawn."""
        text, lefts, looks = "", list[float](), list[tuple[int, Look]]()
        before: Run | None = None
        for run in self.runs:
            if before is not None and not text[-1:].isspace():
                gap = " " * _spaces(run.left - before.right, before.height)
                lefts += (before.right + at * (run.left - before.right) / len(gap) for at in range(len(gap)))
                text += gap
            looks += ((len(text) + offset, look) for offset, look in run.looks)
            text += run.text
            lefts += run.lefts
            before = run
        end = len(text.rstrip()) if not self.rules else len(text)
        marks = list(_marks(looks, end))
        text = text[:end]
        return underlined(text, marks, _ruled([*lefts[:end], self.right], self.rules)) if self.rules else (text, tuple(marks))


def rows_of(page: Page) -> list[Row]:
    """The page's rows from top to bottom, columns not yet told apart."""
    rows: list[list[Run]] = []
    for run in sorted(page.runs, key=lambda run: (-(run.top + run.bottom), run.left)):
        anchor = rows[-1][0] if rows else None
        if anchor and min(anchor.top, run.top) - max(anchor.bottom, run.bottom) > 0.5 * min(anchor.height, run.height):
            rows[-1].append(run)
        else:
            rows.append([run])
    found = [Row(page.number, sorted(runs, key=lambda run: run.left)) for runs in rows]
    _give_rules(found, page.rules)
    return found


def _give_rules(rows: list[Row], rules: list[Rule]) -> None:
    """To each row the lines that lie where an underline does: above the bottom of its letters, or a little below."""
    ordered = sorted(rules, key=lambda rule: -rule.y)
    heights = [-rule.y for rule in ordered]
    for row in rows:
        anchor = max(row.runs, key=lambda run: run.height)
        first = bisect_left(heights, -(anchor.bottom + 0.4 * anchor.height))
        last = bisect_right(heights, -(anchor.bottom - 0.05 * anchor.height))
        row.rules = [rule for rule in ordered[first : min(last, first + _MOST_RULES)] if rule.right > row.left]


def _ruled(edges: list[float], rules: list[Rule]) -> list[tuple[int, int]]:
    """The stretches of characters, whose left ``edges`` and last right edge are given, that lie on a line."""
    found = []
    middles = [(one + two) / 2 for one, two in pairwise(edges)]
    for rule in sorted(rules):
        inside = [index for index, middle in enumerate(middles) if rule.left <= middle <= rule.right]
        if inside:
            found.append((inside[0], inside[-1] + 1))
    return found


def in_columns(rows: list[Row], width: float) -> Iterator[Row]:
    """The rows in reading order: where two columns stand beside each other, first all of the left one."""
    gutter = _gutter(rows, width)
    if gutter is None or _are_options([row for row in rows if not _crosses(row, gutter)], gutter):
        yield from rows
        return
    for crossing, zone in groupby(rows, key=lambda row: _crosses(row, gutter)):
        members = list(zone)
        left = [_part(row, gutter, 1) for row in members]
        right = [_part(row, gutter, 2) for row in members]
        lefts, rights = [row for row in left if row], [row for row in right if row]
        if crossing or min(len(lefts), len(rights)) < _FEWEST:
            yield from members
        else:
            yield from lefts
            yield from rights


def _gutter(rows: list[Row], width: float) -> float | None:
    """The middle of the strip between two columns, if the page has any."""
    if len(rows) < _FEWEST or width <= 0:
        return None
    covered = [0] * (_BINS + 1)
    bin_width = width / _BINS
    for row in rows:
        for first, last in _stretches(row):
            start, end = (min(max(int(edge / bin_width), 0), _BINS - 1) for edge in (first, last))
            covered[start] += 1
            covered[end + 1] -= 1
    total, counts = 0, []
    for change in covered[:_BINS]:
        total += change
        counts.append(total)
    middle = range(int(_BINS * 0.3), int(_BINS * 0.7))
    least = min(counts[index] for index in middle)
    if least > 0.5 * len(rows):
        return None
    best = max(_spans(index for index in middle if counts[index] <= least), key=len)
    return (best[0] + best[-1] + 1) / 2 * bin_width


def _stretches(row: Row) -> Iterator[tuple[float, float]]:
    """From where to where a row has text; words close together count as one stretch."""
    start, end = row.runs[0].left, row.runs[0].right
    for run in row.runs[1:]:
        if run.left - end > _WIDE * run.height:
            yield start, end
            start = run.left
        end = max(end, run.right)
    yield start, end


def _spans(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Numbers that follow one another, together."""
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        yield [number for _, number in group]


def _crosses(row: Row, gutter: float) -> bool:
    """Whether a row has text on both sides of the gutter without a gap there."""
    return any(first < gutter < last for first, last in _stretches(row))


def _are_options(rows: list[Row], gutter: float) -> bool:
    """Whether the gap is one between options that stand side by side: right of it the letters mostly go on from those left of it."""
    both = [(left, right) for row in rows if (left := _part(row, gutter, 1)) and (right := _part(row, gutter, 2))]
    going_on = 0
    for left, right in both:
        before = next((found[1] for run in reversed(left.runs) if (found := _OPTION.match(run.text.lstrip()))), "")
        after = _OPTION.match(right.runs[0].text.lstrip())
        going_on += bool(before and after and ord(after[1].upper()) == ord(before.upper()) + 1)
    return 2 * going_on > len(both)


def _part(row: Row, gutter: float, column: int) -> Row | None:
    runs = [run for run in row.runs if (run.left < gutter) == (column == 1)]
    return Row(row.page, runs, column, row.rules) if runs else None


def _spaces(gap: float, height: float) -> int:
    """How many spaces show a gap: one between words, more where something stands in columns."""
    em = max(height, 0.1)
    return 0 if gap < 0.1 * em else 1 if gap < em else max(2, min(8, round(gap / (0.5 * em))))


def _marks(looks: list[tuple[int, Look]], end: int) -> Iterator[Mark]:
    """Equal neighbours merged."""
    bounds = [offset for offset, _ in looks] + [end]
    stretches = [(bounds[index], bounds[index + 1], look) for index, (_, look) in enumerate(looks)]
    for style in ("bold", "italic", "colour"):
        for value, group in groupby(stretches, key=lambda part: getattr(part[2], style)):
            members = list(group)
            if value and members[0][0] < min(members[-1][1], end):
                yield Mark(members[0][0], min(members[-1][1], end), style, value if style == "colour" else "")
