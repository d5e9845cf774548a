"""Tables in the stream: those of questions, those of answers, and tables written with tabs or bars in plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from deckpress.readers.documents.blocks import Cell, Line
from deckpress.readers.documents.recognise.answers import read_letters, read_truth
from deckpress.readers.documents.recognise.keys import Entry, Keyed
from deckpress.readers.documents.recognise.result import Found, PieceRole
from deckpress.readers.documents.recognise.strip import Place
from deckpress.readers.documents.recognise.tables import read_table

__all__ = ["Grids", "read_grids"]


@dataclass(slots=True)
class Grids:
    """What tables gave: questions and pieces (in the document's lines), entries of keys, and the lines that are thereby explained."""

    questions: list[Found] = field(default_factory=list)
    pieces: list[tuple[int, int, int, PieceRole, int]] = field(default_factory=list)
    entries: list[Keyed] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)


def read_grids(lines: Sequence[Line]) -> Grids:
    """Reads every table of the document."""
    grids = Grids()
    for first, last in _tables(lines):
        if not _read_key(lines, first, last, grids):
            _read_questions(lines, first, last, grids)
    for first, last, separator in _text_tables(lines):
        _read_text_table(lines, first, last, separator, grids)
    return grids


def _tables(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    start = -1
    for number, line in enumerate(lines):
        cell = line.cell
        if start >= 0 and (cell is None or cell.table != lines[start].cell.table):  # type: ignore[union-attr]
            yield start, number
            start = -1
        if start < 0 and cell is not None:
            start = number
    if start >= 0:
        yield start, len(lines)


def _read_questions(lines: Sequence[Line], first: int, last: int, grids: Grids) -> None:
    reading = read_table(lines[first:last], first)
    if reading is None:
        return
    shift = len(grids.questions)
    grids.questions += reading.questions
    for piece in reading.pieces:
        grids.pieces.append((piece.line, piece.start, piece.end, piece.role, piece.question + shift if piece.question >= 0 else -1))
    grids.taken.update(range(first, last))


def _read_key(lines: Sequence[Line], first: int, last: int, grids: Grids) -> bool:
    """A table of numbers and answers: rows ``题号 1 2 3`` / ``答案 A B C``, or a number and an answer side by side."""
    rows: dict[int, dict[int, tuple[int, str]]] = {}
    for number in range(first, last):
        line = lines[number]
        if line.cell is not None and line.text.strip():
            if line.cell.column in rows.setdefault(line.cell.row, {}):
                return False
            rows[line.cell.row][line.cell.column] = (number, line.text.strip())
    if not rows or len(rows) > 400:
        return False
    found = _stacked(rows) or _paired(rows)
    cells = sum(len(row) for row in rows.values())
    if len(found) < 3 or len(found) * 2 < 0.7 * cells:
        return False
    for value, text, number, line_number in found:
        spans = [(n, 0, len(lines[n].text)) for n in {number, line_number}]
        grids.entries.append((Entry(value, text, "", Place(first, 0), spans), -2 - first, None, ""))
    for row in rows.values():
        for number, _ in row.values():
            grids.pieces.append((number, 0, len(lines[number].text), "key", -1))
    grids.taken.update(range(first, last))
    return True


_Pair = tuple[int, str, int, int]


def _number(text: str) -> int:
    digits = text.strip(" .、．()（）第题*PQpq")
    return int(digits) if digits.isdecimal() and len(digits) <= 4 else 0


def _is_value(text: str) -> bool:
    return len(text) <= 12 and (read_letters(text) is not None or read_truth(text) is not None)


def _stacked(rows: dict[int, dict[int, tuple[int, str]]]) -> list[_Pair]:
    found: list[_Pair] = []
    order = sorted(rows)
    for above, below in zip(order, order[1:], strict=False):
        numbers, values = rows[above], rows[below]
        shared = [c for c in numbers if _number(numbers[c][1]) and c in values and _is_value(values[c][1])]
        if len(shared) >= 2 and len(shared) >= len(numbers) - 1:
            found += [(_number(numbers[c][1]), values[c][1], numbers[c][0], values[c][0]) for c in shared]
    return found


def _paired(rows: dict[int, dict[int, tuple[int, str]]]) -> list[_Pair]:
    found: list[_Pair] = []
    for row in rows.values():
        columns = sorted(row)
        at = 0
        while at + 1 < len(columns):
            one, other = row[columns[at]], row[columns[at + 1]]
            if _number(one[1]) and _is_value(other[1].strip("*")):
                found.append((_number(one[1]), other[1].strip("*"), one[0], other[0]))
                at += 2
            else:
                at += 1
    return found


_LEAST_ROWS = 4


def _text_tables(lines: Sequence[Line]) -> Iterator[tuple[int, int, str]]:
    """Stretches of plain lines that are rows of cells between tabs or bars."""
    for separator in ("\t", "|"):
        start, count = -1, 0
        for number, line in enumerate(lines):
            cells = _cells(line.text, separator) if line.cell is None and not line.left_out and line.role == "text" else 0
            if start >= 0 and cells < 3 and line.text.strip():
                if number - start >= _LEAST_ROWS and count >= _LEAST_ROWS:
                    yield start, number, separator
                start = -1
            if cells >= 3:
                if start < 0:
                    start, count = number, 0
                count += 1
        if start >= 0 and count >= _LEAST_ROWS:
            yield start, len(lines), separator


def _cells(text: str, separator: str) -> int:
    return text.strip("| ").count(separator) + 1 if separator in text else 0


def _read_text_table(lines: Sequence[Line], first: int, last: int, separator: str, grids: Grids) -> None:
    cells: list[Line] = []
    places: list[tuple[int, int]] = []
    for number in range(first, last):
        text = lines[number].text
        at = 0
        for column, part in enumerate(text.split(separator)):
            if part.strip():
                shift = at + len(part) - len(part.lstrip())
                cells.append(Line(text=part.strip(), number=lines[number].number, page=lines[number].page, cell=Cell(first, number - first, column)))
                places.append((number, shift))
            at += len(part) + 1
    reading = read_table(cells, 0)
    if reading is None or len(reading.questions) < _LEAST_ROWS:
        return
    shift = len(grids.questions)
    for question in reading.questions:
        question.line = places[question.line][0]
    grids.questions += reading.questions
    for piece in reading.pieces:
        number, offset = places[piece.line]
        grids.pieces.append((number, offset + piece.start, offset + piece.end, piece.role, piece.question + shift if piece.question >= 0 else -1))
    grids.taken.update(range(first, last))

