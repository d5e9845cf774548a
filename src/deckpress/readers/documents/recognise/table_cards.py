"""Tables that name their fields in the first column: a card of rows a question (题目 | …, 选项A | …, 答案 | …)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deckpress.readers.documents.recognise.table_grid import GridCell, Row
from deckpress.readers.documents.recognise.table_layout import Layout, settled
from deckpress.readers.documents.recognise.table_words import Column, column_of

__all__ = ["Card", "cards_of", "turned"]

_SHARE = 0.6
"""Of the rows that begin with a field's name."""
_LEAST_COLUMNS = 3
_MOST_FIELDS = 60
_SHORTEST_STEM = 3
_GOES_ON = frozenset({"options", "answer", "explanation"})


class Card(NamedTuple):
    """``row`` holds the values by ``layout``; ``names`` are the cells with the fields' names."""

    layout: Layout
    row: Row
    names: list[GridCell]


def cards_of(rows: Sequence[Row]) -> list[Card]:
    """The cards of a table, none if it holds anything else. A field that comes again begins the next card."""
    named = [(row, column) for row in rows if len(row) > 1 and (column := column_of(row[min(row)].text)) is not None]
    roles = {column.role for _, column in named}
    if any(column.role == "stem" and not _is_text(row) for row, column in named):
        return []
    if len(named) < len(rows) * _SHARE or "stem" not in roles or not (roles & {"answer", "options"} or len(named) > 3):
        return []
    cards: list[list[tuple[Row, Column]]] = []
    seen: set[tuple[str, int]] = set()
    for row, column in named:
        field = (column.role, column.which)
        if not cards or (field in seen and column.role not in _GOES_ON):
            cards.append([])
            seen = set()
        seen.add(field)
        cards[-1].append((row, column))
    return [card for card in map(_card, cards) if card.layout.places("stem")]


def _is_text(row: Row) -> bool:
    """Whether one cell stands behind the field's name, with words in it: not the row of numbers in a key."""
    value = row[max(row)].text
    return len(row) == 2 and len(value) > 1 and not value.isdigit()


def _card(fields: Sequence[tuple[Row, Column]]) -> Card:
    columns = settled({place: column for place, (_, column) in enumerate(fields)}, set())
    row: Row = {}
    for place, (cells, _) in enumerate(fields):
        values = [cells[column] for column in sorted(cells)[1:]]
        row[place] = GridCell("\n".join(cell.text for cell in values), tuple(offset for cell in values for offset in cell.lines))
    return Card(Layout(columns), row, [cells[min(cells)] for cells, _ in fields])


def turned(rows: Sequence[Row]) -> list[Row]:
    """The rows of a table that names its fields in the first column and holds a question in each other; none for another table."""
    if not 2 <= len(rows) <= _MOST_FIELDS or any(len(row) < 2 for row in rows) or max(map(len, rows)) < _LEAST_COLUMNS:
        return []
    first = min(map(min, rows))
    named = [(row, column_of(row[first].text)) for row in rows if first in row]
    stems = [row for row, column in named if column is not None and column.role == "stem"]
    if len(stems) != 1 or sum(column is not None for _, column in named) < len(rows) * _SHARE:
        return []
    texts = [cell.text for place, cell in stems[0].items() if place != first]
    if any(len(text) < _SHORTEST_STEM or text.isdigit() for text in texts):
        return []
    places = sorted({place for row in rows for place in row})
    return [{number: row[place] for number, row in enumerate(rows) if place in row} for place in places]
