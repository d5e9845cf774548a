"""Tables in the stream: those of questions, those of answers, and tables written with tabs or bars in plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.keys import Entry, Keyed
from deckpress.readers.documents.recognise.result import Found, FoundKind, Piece, PieceRole
from deckpress.readers.documents.recognise.strip import Place
from deckpress.readers.documents.recognise.table_above import Above, Headings
from deckpress.readers.documents.recognise.table_grid import Row, rows_of
from deckpress.readers.documents.recognise.table_keys import key_entries
from deckpress.readers.documents.recognise.table_printed import PrintedTable, printed_tables
from deckpress.readers.documents.recognise.table_text import TextTable, text_tables
from deckpress.readers.documents.recognise.tables import read_table

__all__ = ["Grids", "read_grids"]

_LEAST_QUESTIONS = 4
"""Of a table in plain text; fewer may be lines that only look like rows."""


@dataclass(slots=True)
class Grids:
    """What tables gave: questions and pieces (in the document's lines), entries of keys, and the lines that are thereby explained."""

    questions: list[Found] = field(default_factory=list)
    pieces: list[tuple[int, int, int, PieceRole, int]] = field(default_factory=list)
    entries: list[Keyed] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)


def read_grids(lines: Sequence[Line]) -> Grids:
    """Reads every table of the document. Linear in its lines; a document without tables costs a look at each."""
    reader = _Reader(lines)
    for first, last in _tables(lines):
        reader.table(first, last)
    for table in text_tables(lines):
        reader.text_table(table)
    for printed in printed_tables(lines, reader.grids.taken):
        reader.printed(printed)
    return reader.grids


def _tables(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    start, table = -1, -1
    for number, line in enumerate(lines):
        cell = line.cell
        if cell is None:
            if start >= 0:
                yield start, number
                start = -1
        elif start < 0 or cell.table != table:
            if start >= 0:
                yield start, number
            start, table = number, cell.table
    if start >= 0:
        yield start, len(lines)


def _moved(piece: Piece, shift: int) -> Piece:
    return piece._replace(question=piece.question + shift) if piece.question >= 0 else piece


class _Reader:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.grids = Grids()
        self.headings = Headings(lines)
        self.mostly: bool | None = None
        self.key: tuple[int, FoundKind | None, str] = (-1, None, "")
        self.key_last = -1

    def table(self, first: int, last: int) -> None:
        lines = self.lines[first:last]
        rows = rows_of(lines)
        above = self.headings.above(first)
        found = key_entries(rows, above.kind.kind)
        if not found:
            self.questions(lines, rows, first, above)
            return
        for entry in found:
            goes_on = self.key[1:] == (entry.kind, above.chapter) and entry.value == self.key_last + 1
            self.key = self.key if goes_on else (-2 - first, entry.kind, above.chapter)
            self.key_last = entry.value
            spans = [(first + offset, 0, len(lines[offset].text)) for offset in dict.fromkeys(entry.lines)]
            self.grids.entries.append((Entry(entry.value, entry.text, entry.explanation, Place(first, 0), spans), *self.key))
        for offset, line in enumerate(lines):
            if line.text.strip():
                self.grids.pieces.append((first + offset, 0, len(line.text), "key", -1))
        self.grids.taken.update(range(first, last))

    def questions(self, lines: Sequence[Line], rows: Sequence[Row], first: int, above: Above) -> None:
        reading = read_table(lines, first, above, rows)
        if reading is None or (reading.guessed and not self.is_mostly_tables()):
            return
        shift = len(self.grids.questions)
        self.grids.questions += reading.questions
        self.grids.pieces += reading.pieces if not shift else [_moved(piece, shift) for piece in reading.pieces]
        self.grids.taken.update(range(first, first + len(lines)))

    def is_mostly_tables(self) -> bool:
        """Whether most lines stand in tables: a sheet, a list of words, not a table inside of a text."""
        if self.mostly is None:
            texts = [line for line in self.lines if line.text and not line.text.isspace() and not line.left_out]
            cells = sum(line.cell is not None for line in texts)
            self.mostly = cells * 2 > len(texts)
        return self.mostly

    def text_table(self, table: TextTable) -> None:
        reading = read_table(table.cells, 0, self.headings.above(table.first))
        if reading is None or len(reading.questions) < _LEAST_QUESTIONS:
            return
        shift = len(self.grids.questions)
        for found in reading.questions:
            found.line = table.places[found.line][0]
        self.grids.questions += reading.questions
        places = table.places
        for offset, start, end, role, question in reading.pieces:
            number, at = places[offset]
            self.grids.pieces.append((number, at + start, at + end, role, question + shift if question >= 0 else -1))
        self.grids.taken.update(range(table.first, table.last))

    def printed(self, table: PrintedTable) -> None:
        shift = len(self.grids.questions)
        self.grids.questions += table.questions
        self.grids.pieces += [(*piece[:4], piece[4] + shift if piece[4] >= 0 else -1) for piece in table.pieces]
        self.grids.taken.update(range(table.first, table.last))
