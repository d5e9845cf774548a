"""Tables for the import of a learning platform whose rows begin with a code and not with a header.

Blackboard: ``MC⇥stem⇥option⇥correct⇥option⇥incorrect``, ``TF⇥stem⇥true``, ``ESS⇥stem⇥model answer``, ``FIB⇥stem⇥answer⇥answer``,
``MAT⇥stem⇥term⇥match``, ``NUM⇥stem⇥answer⇥tolerance`` (Blackboard Learn help, "Upload questions").
Canvas converters: ``MC,,1,stem,2,option,option`` (code, unused, points, stem, number of the right option, options).
Brightspace: rows of one field each, ``NewQuestion,MC`` … ``QuestionText,stem`` … ``Option,100,text`` (D2L's sample question import file).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from deckpress.readers.documents.recognise.table_codes import NO_KIND, Kind
from deckpress.readers.documents.recognise.table_grid import GridCell, Row
from deckpress.readers.documents.recognise.table_layout import Layout
from deckpress.readers.documents.recognise.table_words import Column, ColumnRole

__all__ = ["Coded", "coded_rows"]

_KINDS: dict[str, Kind] = {
    "MC": Kind("single", True), "MA": Kind("multiple"), "MR": Kind("multiple"), "MS": Kind("multiple"), "TF": Kind("truefalse"),
    "ESS": Kind("short"), "ES": Kind("short"), "WR": Kind("short"), "LA": Kind("short"), "SR": Kind("short"), "SA": Kind("short"),
    "NUM": Kind("short"), "MAT": Kind("short"), "MT": Kind("short"), "M": Kind("short"), "ORD": Kind("short"), "O": Kind("short"),
    "FIB": Kind("cloze"), "FIB_PLUS": Kind("cloze"), "FMB": Kind("cloze"), "OP": Kind("short"),
}  # fmt: skip
_FLAGS = frozenset({"correct", "incorrect"})
_PAIRED = frozenset({"MAT", "MT"})
_SHARE = 0.8
_LEAST = 2
_RIGHT = re.compile(r"[A-Ha-h]|[TF]|\d{1,2}(?:\s?[,;|]\s?\d{1,2}){0,9}|[A-Ha-h](?:\s?[,;|]\s?[A-Ha-h]){1,9}|true|false", re.IGNORECASE)
_BEGIN = "newquestion"
_FIELDS: dict[str, ColumnRole] = {
    "questiontext": "stem", "points": "points", "difficulty": "difficulty", "feedback": "explanation", "answerkey": "answer",
    "id": "number", "title": "other", "image": "other", "hint": "other", "initialtext": "other", "scoring": "other",
}  # fmt: skip


class Coded(NamedTuple):
    """One question: ``row`` holds its values by ``layout``, ``names`` are the cells with codes and fields' names."""

    layout: Layout
    row: Row
    kind: Kind
    names: list[GridCell]


def coded_rows(rows: Sequence[Row]) -> list[Coded]:
    """The questions of a table without a header whose rows begin with codes; empty for any other table."""
    if rows and 0 in rows[0] and rows[0][0].text.casefold() == _BEGIN:
        return _fields(rows)
    coded = [row for row in rows if len(row) > 1 and 0 in row and row[0].text.upper() in _KINDS]
    if len(coded) < _LEAST or len(coded) < _SHARE * len(rows):
        return []
    return [found for found in map(_coded, coded) if found is not None]


def _coded(row: Row) -> Coded | None:
    code = row[0].text.upper()
    kind = _KINDS[code]
    places = [place for place in row if place > 0]
    stem = next((place for place in places if any(sign.isalpha() for sign in row[place].text) and len(row[place].text) > 3), -1)
    behind = [place for place in places if place > stem]
    if stem < 0:
        return None
    columns: dict[int, Column] = {stem: Column("stem")}
    columns |= {place: Column("points") for place in places if place < stem and place == stem - 1}
    if kind.kind in {"single", "multiple"}:
        columns |= _flagged(row, behind) or _answered(row, behind)
    elif code in _PAIRED:
        row = {0: row[0], stem: row[stem], behind[0] if behind else stem + 1: _pairs([row[place] for place in behind])}
        columns |= {place: Column("answer") for place in row if place > stem}
    elif code == "NUM":
        columns |= {place: Column(role) for place, role in zip(behind, ("answer", "tolerance"), strict=False)}  # type: ignore[arg-type]
    elif kind.kind == "truefalse":
        columns |= {place: Column("answer") for place in behind[:1]}
    else:
        columns |= {place: Column("answer") for place in behind}
    return Coded(Layout(columns), row, kind, [row[0]])


def _flagged(row: Row, places: Sequence[int]) -> dict[int, Column]:
    """Option and ``correct`` or ``incorrect`` in turn."""
    columns: dict[int, Column] = {}
    for index, (option, flag) in enumerate(zip(places[::2], places[1::2], strict=False)):
        if row[flag].text.casefold() not in _FLAGS:
            return {}
        columns |= {option: Column("option", index), flag: Column("flag", index)}
    return columns


def _answered(row: Row, places: Sequence[int]) -> dict[int, Column]:
    """The answer, then the options; or the answer last."""
    if len(places) < 3:
        return {}
    if _RIGHT.fullmatch(row[places[0]].text):
        answer, options = places[0], places[1:]
    elif _RIGHT.fullmatch(row[places[-1]].text):
        answer, options = places[-1], places[:-1]
    else:
        return {place: Column("option", index) for index, place in enumerate(places)}
    return {answer: Column("answer")} | {place: Column("option", index, numbered=True) for index, place in enumerate(options)}


def _pairs(cells: Sequence[GridCell]) -> GridCell:
    lines = tuple(offset for cell in cells for offset in cell.lines)
    pairs = (" — ".join(cell.text for cell in cells[at : at + 2]) for at in range(0, len(cells), 2))
    return GridCell("\n".join(pairs), lines)


# --- one field a row


def _fields(rows: Sequence[Row]) -> list[Coded]:
    found: list[Coded] = []
    card: list[Row] = []
    for row in rows:
        name = row[0].text.casefold() if 0 in row else ""
        if name == _BEGIN:
            found += _card(card)
            card = []
        card.append(row)
    return found + _card(card)


def _card(rows: Sequence[Row]) -> list[Coded]:
    columns: dict[int, Column] = {}
    values: Row = {}
    names: list[GridCell] = []
    pairs: list[GridCell] = []
    options = 0
    for row in rows:
        cells = [cell for place, cell in row.items() if place > 0]
        name = row[0].text.casefold() if 0 in row else ""
        names += [row[0]] if 0 in row else []
        place = len(values)
        if name in {"option", "true", "false"} and cells:
            option = cells[1] if name == "option" and len(cells) > 1 else row[0]
            values |= {place: option, place + 1: cells[0]}
            columns |= {place: Column("option", options), place + 1: Column("flag", options)}
            options += 1
        elif name in {"choice", "match", "item", "answer"} and cells:
            pairs += cells[1:2] or cells[:1]
        elif name in _FIELDS and cells:
            values[place], columns[place] = cells[0], Column(_FIELDS[name])
    if pairs:
        values[len(values)], columns[len(values)] = _joined(pairs), Column("answer")
    layout = Layout(columns)
    code = next((row[1].text.upper() for row in rows if 1 in row), "")
    return [Coded(layout, values, _KINDS.get(code, NO_KIND), names)] if layout.places("stem") else []


def _joined(cells: Sequence[GridCell]) -> GridCell:
    return GridCell("\n".join(cell.text for cell in cells), tuple(offset for cell in cells for offset in cell.lines))
