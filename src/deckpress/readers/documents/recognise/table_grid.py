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
    rows: dict[int, dict[int, list[int]]] = {}
    for offset, line in enumerate(lines):
        if line.cell is not None and not line.left_out and line.text.strip():
            rows.setdefault(line.cell.row, {}).setdefault(line.cell.column, []).append(offset)
    return [{column: _cell(lines, cells[column]) for column in sorted(cells)} for _, cells in sorted(rows.items())]


def _cell(lines: Sequence[Line], offsets: list[int]) -> GridCell:
    if len(offsets) == 1:
        return GridCell(_trimmed(lines[offsets[0]].text), tuple(offsets))
    return GridCell("\n".join(_trimmed(lines[offset].text) for offset in offsets), tuple(offsets))


def _trimmed(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u200b", "").strip()


def is_striking(line: Line) -> bool:
    """Most of the line is styled so that it stands out: bold, underlined, highlighted or in a colour other than black."""
    marked = sum(
        mark.end - mark.start for mark in line.marks if mark.style in _STRIKING and not (mark.style == "colour" and mark.value == "000000")
    )
    return marked * 2 > len(line.text.strip()) or line.checked is True
