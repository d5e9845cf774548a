"""Tables that plain text writes with tabs or bars between the cells: copied from a spreadsheet, exported for a platform or for cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deckpress.readers.documents.blocks import Cell, Line
from deckpress.readers.documents.recognise.table_layout import MOST_COLUMNS
from deckpress.readers.documents.recognise.tables import is_heading_text

__all__ = ["TextTable", "text_tables"]

_LEAST_ROWS = 4
_LEAST_CELLS = 3
_MOSTLY = 0.8
"""Of a document's lines that must be rows where rows have two cells."""
_COMMENT = "#"
"""Begins the lines that tell Anki how to read a text file (``#separator:tab``)."""


class TextTable(NamedTuple):
    """Rows as the lines of cells; ``places`` say where each begins in the document: (line, offset)."""

    first: int
    last: int
    cells: list[Line]
    places: list[tuple[int, int]]


def text_tables(lines: Sequence[Line]) -> Iterator[TextTable]:
    """The stretches of plain lines that are rows of cells. Lines without a tab or bar cost a look."""
    for separator in ("\t", "|"):
        numbers = [number for number, line in enumerate(lines) if separator in line.text and _is_plain(line)]
        if len(numbers) < _LEAST_ROWS:
            continue
        least = 2 if separator == "\t" and _is_most(lines, len(numbers)) else _LEAST_CELLS
        for first, last in _stretches(lines, numbers, separator, least):
            yield _table(lines, first, last, separator)


def _is_plain(line: Line) -> bool:
    return line.cell is None and line.role == "text" and not line.left_out


def _is_most(lines: Sequence[Line], rows: int) -> bool:
    filled = sum(1 for line in lines if line.text and not line.text.isspace() and line.text[0] != _COMMENT)
    return rows >= _MOSTLY * filled


def _cells(text: str, separator: str) -> int:
    return text.strip("| ").count(separator) + 1


def _stretches(lines: Sequence[Line], numbers: Sequence[int], separator: str, least: int) -> Iterator[tuple[int, int]]:
    """First line and line after the last of each table; the heading of a chapter or a kind may stand between its rows."""
    first = previous = -1
    count = 0
    for number in numbers:
        cells = _cells(lines[number].text, separator)
        if not 2 <= cells <= MOST_COLUMNS:
            continue
        if first >= 0 and not _is_passed_over(lines, previous + 1, number):
            if count >= _LEAST_ROWS:
                yield first, previous + 1
            first, count = -1, 0
        if first < 0 and cells < least:
            continue
        first = number if first < 0 else first
        count += cells >= least
        previous = number
    if first >= 0 and count >= _LEAST_ROWS:
        yield first, previous + 1


def _is_passed_over(lines: Sequence[Line], start: int, end: int) -> bool:
    return all(not (text := lines[number].text.strip()) or is_heading_text(text) for number in range(start, end))


def _table(lines: Sequence[Line], first: int, last: int, separator: str) -> TextTable:
    cells: list[Line] = []
    places: list[tuple[int, int]] = []
    for number in range(first, last):
        line = lines[number]
        at = 0
        for column, part in enumerate(line.text.split(separator)):
            if text := part.strip():
                cells.append(Line(text=text, number=line.number, page=line.page, cell=Cell(first, number - first, column)))
                places.append((number, at + len(part) - len(part.lstrip())))
            at += len(part) + 1
    return TextTable(first, last, cells, places)
