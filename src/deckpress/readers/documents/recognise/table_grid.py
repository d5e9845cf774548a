"""The lines of a table as rows of cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deckpress.readers.documents.blocks import Line, Style

__all__ = ["GridCell", "Row", "is_striking", "rows_of"]

_STRIKING: frozenset[Style] = frozenset({"bold", "underline", "colour", "highlight"})


class GridCell(NamedTuple):
    """``text`` is trimmed, its lines joined by line feeds; ``lines`` are offsets into the table's lines."""

    text: str
    lines: tuple[int, ...]


Row = dict[int, GridCell]
"""Cells by column, none of them blank; the columns rise."""


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """The rows that hold any text, in order. Lines that are left out or stand in no cell are none of it."""
    rows: dict[int, Row] = {}
    further: dict[tuple[int, int], list[int]] = {}
    unsorted: set[int] = set()
    last = (-1, -1)
    for offset, line in enumerate(lines):
        place = line.cell
        if place is None or line.left_out or not (text := _trimmed(line.text)):
            continue
        row = rows.setdefault(place.row, {})
        if place.column in row:
            further.setdefault((place.row, place.column), []).append(offset)
            continue
        row[place.column] = GridCell(text, (offset,))
        if (place.row, place.column) < last:
            unsorted.add(place.row)
        last = (place.row, place.column)
    for (number, column), offsets in further.items():
        first = rows[number][column]
        texts = [first.text, *(_trimmed(lines[offset].text) for offset in offsets)]
        rows[number][column] = GridCell("\n".join(texts), (*first.lines, *offsets))
    for number in unsorted:
        rows[number] = dict(sorted(rows[number].items()))
    return [rows[number] for number in sorted(rows)]


def _trimmed(text: str) -> str:
    return (text if text.isascii() else text.replace("\u00a0", " ").replace("\u200b", "")).strip()


def is_striking(line: Line) -> bool:
    """Most of the line is styled so that it stands out: bold, underlined, highlighted or in a colour other than black."""
    if not line.marks:
        return line.checked is True
    marked = sum(
        mark.end - mark.start for mark in line.marks if mark.style in _STRIKING and not (mark.style == "colour" and mark.value == "000000")
    )
    return marked * 2 > len(line.text.strip()) or line.checked is True
