"""A table whose rows are questions: a spreadsheet, a CSV file, a table in a document or on a page.

Columns are known by their header row, in any order and language, below title rows, in one row or two, repeated or changed
further down; without a header by their content where that is clear. Options stand in columns, in one cell, or in rows below
their question. A table may also hold a question in a card of rows that begin with their fields' names. Rows of a chapter's or
kind's name are headings. Not read: tables with a question in each column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.answer_match import key
from deckpress.readers.documents.recognise.result import Found, FoundKind, Piece, PieceRole
from deckpress.readers.documents.recognise.table_cards import cards_of
from deckpress.readers.documents.recognise.table_grid import Row, rows_of
from deckpress.readers.documents.recognise.table_layout import Layout, infer_layout, layout_of, with_second_header
from deckpress.readers.documents.recognise.table_questions import Group, question_of
from deckpress.readers.documents.recognise.table_words import ColumnRole, kind_named, may_head_stems

__all__ = ["TableReading", "read_table"]

_TITLES = 60
"""Rows that may stand above the header."""
_LONGEST_HEADING = 80
_LONGEST_KIND = 12
_CONTENT: tuple[ColumnRole, ...] = ("stem", "option", "options", "letter", "flag", "answer", "explanation")
_HEADING = re.compile(
    r"第?\s?[一二三四五六七八九十百]{1,4}\s?[、.．:：章节篇部编单元]|[（(][一二三四五六七八九十]{1,3}[)）]|第\s?\d{1,3}\s?[章节篇部编单]|"
    r"(?:chapter|part|unit|section|module|lesson|kapitel|teil|capítulo|chapitre|глава|раздел)\s+[\dIVX]{1,4}\b",
    re.IGNORECASE,
)
_OPTION_START = re.compile(r"[(（]?([A-H])[)）]?\s?[.、．:：)）]\s?\S")
_LEADING_NUMBER = re.compile(r"[(（]?(\d{1,5})\s?[.、．)）:：]\s{0,4}(?=\D)")
_ROLES: dict[ColumnRole, PieceRole] = {
    "stem": "stem", "option": "option", "options": "option", "letter": "option",
    "flag": "answer", "answer": "answer", "explanation": "explanation",
}  # fmt: skip


@dataclass(slots=True)
class TableReading:
    """The questions of a table, and its lines' pieces; both count lines in the whole document."""

    questions: list[Found] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def read_table(lines: Sequence[Line], first: int) -> TableReading | None:
    """Reads the lines of one table, of which ``first`` is the index of the first in its document; None if it holds no questions."""
    rows = rows_of(lines)
    table = _Table(lines)
    table.read(rows)
    if not table.groups:
        return None
    questions = [question_of(group, lines) for group in table.groups]
    _number_stems(questions, table)
    _compare(questions)
    for question in questions:
        question.line += first
    return TableReading(questions, table.pieces(first))


class _Table:
    """Parts rows into questions, headings and the rest; ``roles`` and ``owners`` (a question's index) go by the offset of a line."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.groups: list[Group] = []
        self.roles: dict[int, PieceRole] = {}
        self.owners: dict[int, int] = {}
        self.cuts: dict[int, int] = {}
        self.chapter = self.section = ""
        self.kind: FoundKind | None = None
        self.strict = False

    def read(self, rows: Sequence[Row]) -> None:
        start = self.header_at(rows)
        if start is None and self.cards(rows):
            return
        layout = layout_of(rows[start]) if start is not None else infer_layout(rows)
        if layout is None:
            return
        for row in rows[: start or 0]:
            self.above(row)
        second = False
        for index in range(start or 0, len(rows)):
            row = rows[index]
            may_head = index == start or (start is not None and any(may_head_stems(cell.text) for cell in row.values()))
            changed = layout_of(row) if may_head else None
            if changed is not None:
                layout, second = changed, True
                self.name(row, "heading")
            elif second and (merged := with_second_header(layout, rows[index - 1], row)) is not None:
                layout, second = merged, False
                self.name(row, "heading")
            else:
                second = False
                self.row(row, layout)

    def cards(self, rows: Sequence[Row]) -> bool:
        cards = cards_of(rows)
        for row in rows if cards else ():
            self.name(row, "heading" if len(row) == 1 else "unrecognised")
        for card in cards:
            self.groups.append(Group(card.layout, [card.row]))
            self.own(card.row, card.layout)
            for cell in card.names:
                self.roles.update(dict.fromkeys(cell.lines, "label"))
                self.owners.update(dict.fromkeys(cell.lines, len(self.groups) - 1))
        return bool(cards)

    def above(self, row: Row) -> None:
        """A row over the header: a title, or the heading of a chapter or a kind."""
        text = next(iter(row.values())).text
        if len(text) <= _LONGEST_HEADING and len({cell.text for cell in row.values()}) == 1 and _HEADING.match(text):
            self.heading(row, text)
        else:
            self.name(row, "heading" if len(row) == 1 else "unrecognised")

    def header_at(self, rows: Sequence[Row]) -> int | None:
        return next((index for index, row in enumerate(rows[:_TITLES]) if layout_of(row) is not None), None)

    def name(self, row: Row, role: PieceRole) -> None:
        for cell in row.values():
            self.roles.update(dict.fromkeys(cell.lines, role))

    def row(self, row: Row, layout: Layout) -> None:
        stems = [place for place in layout.places("stem") if place in row]
        text = next(iter(row.values())).text
        alone = len(row) == 1 or len({cell.text for cell in row.values()}) == 1
        if alone and _is_heading(row, layout):
            self.heading(row, text)
        elif stems and not (len(row) == 1 and self.goes_on(text, layout)):
            self.groups.append(Group(layout, [row], self.chapter, self.section, self.kind, self.strict))
            self.own(row, layout)
        elif stems or any(place in row for role in _CONTENT for place in layout.places(role)):
            self.continuation(row, layout)
        else:
            self.name(row, "heading" if alone and len(text) <= _LONGEST_HEADING else "unrecognised")

    def goes_on(self, text: str, layout: Layout) -> bool:
        """Whether a lone text in the stem's column is an option of the question above."""
        return bool(self.groups and not layout.places("option") and not layout.places("options") and _OPTION_START.match(text))

    def continuation(self, row: Row, layout: Layout) -> None:
        if not self.groups or self.groups[-1].layout is not layout:
            self.name(row, "unrecognised")
            return
        self.groups[-1].rows.append(row)
        self.own(row, layout)

    def heading(self, row: Row, text: str) -> None:
        kind, strict = kind_named(text)
        if kind is not None:
            self.section, self.kind, self.strict = text, kind, strict
        else:
            self.chapter, self.section, self.kind = text, "", None
        self.name(row, "heading")

    def own(self, row: Row, layout: Layout) -> None:
        owner = len(self.groups) - 1
        for place, cell in row.items():
            column = layout.columns.get(place)
            role = _ROLES.get(column.role, "label") if column else "label"
            if role == "stem" and len(self.groups[owner].rows) > 1:
                role = "option"
            for offset in cell.lines:
                self.roles[offset] = role
                self.owners[offset] = owner

    def pieces(self, first: int) -> list[Piece]:
        """One piece a line, two where a number leads the stem."""
        pieces = []
        for offset, line in enumerate(self.lines):
            if not line.text.strip():
                continue
            role: PieceRole = "furniture" if line.left_out else self.roles.get(offset, "unrecognised")
            owner, cut = self.owners.get(offset, -1), self.cuts.get(offset, 0)
            if cut:
                pieces.append(Piece(first + offset, 0, cut, "label", owner))
            pieces.append(Piece(first + offset, cut, len(line.text), role, owner))
        return pieces


def _is_heading(row: Row, layout: Layout) -> bool:
    """Whether a row with one text heads the rows below: by its words, or since no column of a question holds it."""
    place, cell = next(iter(row.items()))
    if len(cell.text) > _LONGEST_HEADING or cell.text.endswith(("?", "？")):
        return False
    if _HEADING.match(cell.text) or len(row) > 1 or (len(cell.text) <= _LONGEST_KIND and kind_named(cell.text)[0] is not None):
        return True
    column = layout.columns.get(place)
    return column is None or column.role not in _CONTENT


def _number_stems(questions: Sequence[Found], table: _Table) -> None:
    """Takes the number off the stems where nearly all of them begin with one."""
    found = [(question, mark) for question in questions if (mark := _LEADING_NUMBER.match(question.stem)) is not None]
    if len(found) < 2 or len(found) < len(questions) * 0.8:
        return
    for question, mark in found:
        line = table.lines[question.line].text
        question.number = question.number or mark[1]
        question.stem = question.stem[mark.end() :]
        table.cuts[question.line] = min(len(line) - len(line.lstrip("\u00a0\u200b \t\u3000")) + mark.end(), len(line))


def _compare(questions: Sequence[Found]) -> None:
    """Marks rows that ask the same with the same options and answer differently."""
    seen: dict[tuple[str, ...], Found] = {}
    for question in questions:
        asked = (key(question.stem), *sorted(map(key, question.options)))
        before = seen.setdefault(asked, question)
        if before is not question and asked[0] and _meaning(before) != _meaning(question):
            for one in (before, question):
                if "the same question has another answer" not in one.review:
                    one.review.append("the same question has another answer")


def _meaning(question: Found) -> object:
    if isinstance(question.answer, tuple):
        return sorted(question.options[index] if index < len(question.options) else str(index) for index in question.answer)
    return question.answer
