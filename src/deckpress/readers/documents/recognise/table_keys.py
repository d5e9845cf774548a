"""Tables of answers: rows ``题号 1 2 3`` above ``答案 A B C``, numbers beside their answers, or both in one cell (``1. A``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from deckpress.readers.documents.recognise.answers import read_letters, read_truth
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.table_grid import GridCell, Row
from deckpress.readers.documents.recognise.table_words import ColumnRole, column_of, kind_named

__all__ = ["KeyEntry", "key_entries"]

_LONGEST_VALUE = 12
"""Characters of letters, of true or false; a table that says 题号 and 答案 may hold any text."""
_MOST_ROWS = 3_000
_SHARE = 0.7
"""Of the cells that must be explained as numbers and answers."""
_LEAST = 3
_LEAST_NAMED = 2
_NUMBER = re.compile(r"(?:第\s?|[PQNpqn](?:o\.)?\s?|[(（\[])?\s?(\d{1,4})\s?[)）\]]?\s?题?\s?[.、．:：]?")
_WITH_VALUE = re.compile(r"[(（]?(\d{1,4})[)）]?\s{0,3}[.、．:：)）-]?\s{0,3}([A-Ha-h]{1,8}|[√×✓✗✔✘对错TF]|正确|错误)")
_NUMBERS: frozenset[ColumnRole] = frozenset({"number", "stem"})
_WORDS = frozenset({"题目", "question", "questions", "pregunta", "frage", "domanda", "вопрос", "問題", "题", "문제", "item"})


class KeyEntry(NamedTuple):
    """An answer of a key; ``lines`` are offsets into the table's lines."""

    value: int
    text: str
    explanation: str
    kind: FoundKind | None
    lines: tuple[int, ...]


def key_entries(rows: Sequence[Row], kind: FoundKind | None) -> list[KeyEntry]:
    """The answers of a table, below a heading of ``kind``, by their numbers; empty for a table that is no key. Linear."""
    if not rows or len(rows) > _MOST_ROWS or _has_stems(rows):
        return []
    for read in (_named, _bare, _together):
        found = read(rows, kind)
        if found:
            return _in_order(found)
    return []


def _has_stems(rows: Sequence[Row]) -> bool:
    """Whether a column is headed as that of the questions, and holds more than their numbers."""
    for index, row in enumerate(rows[:3]):
        for column, cell in row.items():
            if _role(cell.text) == "stem":
                below = [other[column].text for other in rows[index + 1 :] if column in other]
                return len(below) > 1 and sum(not _number(text) for text in below) > len(below) / 2
    return False


def _in_order(found: list[KeyEntry]) -> list[KeyEntry]:
    """Sorted by number within each kind, where no number comes twice: a table read by rows may count down its columns."""
    kinds = list(dict.fromkeys(entry.kind for entry in found))
    ordered: list[KeyEntry] = []
    for kind in kinds:
        own = [entry for entry in found if entry.kind == kind]
        values = {entry.value for entry in own}
        ordered += sorted(own, key=lambda entry: entry.value) if len(values) == len(own) else own
    return ordered


def _number(text: str) -> int:
    found = _NUMBER.fullmatch(text.strip("* ")) if len(text) <= _LONGEST_VALUE else None
    return int(found[1]) if found else 0


def _is_value(text: str) -> bool:
    return len(text) <= _LONGEST_VALUE and (read_letters(text) is not None or read_truth(text) is not None)


def _is_numbers_name(text: str) -> bool:
    column = column_of(text) if len(text) <= _LONGEST_VALUE else None
    return column is not None and column.role in _NUMBERS and (column.role == "number" or text.strip().casefold() in _WORDS)


def _role(text: str) -> ColumnRole | None:
    column = column_of(text) if len(text) <= 24 else None
    return column.role if column is not None else None


def _heads(row: Row) -> tuple[bool, FoundKind | None]:
    """Whether a row is the name of a kind or a part over all columns, and the kind."""
    texts = {cell.text for cell in row.values()}
    text = next(iter(texts))
    kind = kind_named(text)[0] if len(texts) == 1 and len(text) <= 24 else None
    return kind is not None or (len(texts) == 1 and len(row) > 1 and not _is_value(text)), kind


# --- tables that say 题号 and 答案


def _named(rows: Sequence[Row], kind: FoundKind | None) -> list[KeyEntry]:
    down = _down(rows, kind)
    return down if down else _across(rows, kind)


def _across(rows: Sequence[Row], kind: FoundKind | None) -> list[KeyEntry]:
    """Pairs of rows that begin with a name: 题号 | 1 | 2 above 答案 | A | B."""
    found: list[KeyEntry] = []
    numbers: dict[int, int] = {}
    lines: dict[int, tuple[int, ...]] = {}
    explained = 0
    for row in rows:
        headed, own = _heads(row)
        place = min(row)
        role = _role(row[place].text)
        behind = [column for column in row if column != place]
        if _is_numbers_name(row[place].text) and behind and all(_number(row[column].text) for column in behind):
            numbers = {column: _number(row[column].text) for column in behind}
            lines = {column: row[column].lines for column in behind}
            explained += len(row)
        elif role == "answer" and numbers:
            shared = [column for column in behind if column in numbers]
            found += [KeyEntry(numbers[column], row[column].text, "", kind, (*lines[column], *row[column].lines)) for column in shared]
            explained += len(row)
            numbers = {}
        elif headed:
            kind = own or kind
            explained += len(row)
    cells = sum(map(len, rows))
    return found if len(found) >= _LEAST_NAMED and explained >= _SHARE * cells else []


def _down(rows: Sequence[Row], kind: FoundKind | None) -> list[KeyEntry]:
    """A header 题号 | 答案 (again and again in one row), numbers and answers below."""
    start = next((index for index, row in enumerate(rows[:4]) if _pairs_of(row)), -1)
    if start < 0:
        return []
    pairs = _pairs_of(rows[start])
    found: list[KeyEntry] = []
    for row in rows[:start]:
        kind = _heads(row)[1] or kind
    for row in rows[start + 1 :]:
        headed, own = _heads(row)
        if headed and not any(_number(row[place].text) for place, _, _ in pairs if place in row):
            kind = own or kind
            continue
        if _pairs_of(row):
            continue
        for place, answer, explanation in pairs:
            if place not in row:
                continue
            value = _number(row[place].text)
            if not value:
                return []
            if answer in row:
                told = row.get(explanation, _NO_CELL)
                found.append(KeyEntry(value, row[answer].text, told.text, kind, (*row[place].lines, *row[answer].lines, *told.lines)))
    return found if len(found) >= _LEAST_NAMED else []


_NO_CELL = GridCell("", ())


def _pairs_of(header: Row) -> list[tuple[int, int, int]]:
    """The columns of number, answer and explanation (-1 for none) that a header names; none if it names no such pair."""
    pairs: list[tuple[int, int, int]] = []
    places = list(header)
    for index, place in enumerate(places):
        if not _is_numbers_name(header[place].text):
            continue
        behind = []
        for other in places[index + 1 :]:
            if _is_numbers_name(header[other].text):
                break
            behind.append((other, _role(header[other].text)))
        answer = next((other for other, role in behind if role == "answer"), -1)
        if answer < 0:
            return []
        pairs.append((place, answer, next((other for other, role in behind if role == "explanation"), -1)))
    return pairs


# --- tables of numbers and letters alone


def _bare(rows: Sequence[Row], kind: FoundKind | None) -> list[KeyEntry]:
    found = _stacked(rows, kind) or _paired(rows, kind)
    explained = 2 * len(found) + sum(len(row) for row in rows if _heads(row)[0])
    return found if len(found) >= _LEAST and explained >= _SHARE * sum(map(len, rows)) else []


def _stacked(rows: Sequence[Row], kind: FoundKind | None) -> list[KeyEntry]:
    found: list[KeyEntry] = []
    for index in range(len(rows) - 1):
        numbers, values = rows[index], rows[index + 1]
        kind = _heads(numbers)[1] or kind
        counted = {place: value for place, cell in numbers.items() if (value := _number(cell.text))}
        shared = [place for place in counted if place in values and _is_value(values[place].text)]
        if len(shared) >= 2 and len(counted) >= len(numbers) - 1:
            pairs = [(place, numbers[place].lines + values[place].lines) for place in shared]
            found += [KeyEntry(counted[place], values[place].text, "", kind, lines) for place, lines in pairs]
    return found


def _paired(rows: Sequence[Row], kind: FoundKind | None) -> list[KeyEntry]:
    found: list[KeyEntry] = []
    for row in rows:
        kind = _heads(row)[1] or kind
        cells = list(row.values())
        at = 0
        while at + 1 < len(cells):
            one, other = cells[at], cells[at + 1]
            value = _number(one.text)
            if value and _is_value(text := other.text.strip("* ")):
                found.append(KeyEntry(value, text, "", kind, (*one.lines, *other.lines)))
                at += 1
            at += 1
    return found


def _together(rows: Sequence[Row], kind: FoundKind | None) -> list[KeyEntry]:
    """Number and answer in one cell, row by row."""
    found: list[KeyEntry] = []
    explained = 0
    for row in rows:
        headed, own = _heads(row)
        kind = own or kind
        explained += len(row) if headed else 0
        for cell in row.values():
            if len(cell.text) <= _LONGEST_VALUE and (mark := _WITH_VALUE.fullmatch(cell.text)) is not None:
                found.append(KeyEntry(int(mark[1]), mark[2], "", kind, cell.lines))
                explained += 1
    return found if len(found) >= _LEAST and explained >= _SHARE * sum(map(len, rows)) else []
