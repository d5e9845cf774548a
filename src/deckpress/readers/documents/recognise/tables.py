"""A table whose rows are questions: a spreadsheet, a CSV file, a table in a document or on a page.

Columns are known by their header row, in any order and language, below title rows, in one row or two, repeated or changed
further down; without a header by their content where that is clear. Options stand in columns, in one cell, or in rows below
their question. A table may also hold a question in a card of rows that begin with their fields' names, a question in each column
(the first names the fields), several questions side by side, or rows that begin with a platform's code. Rows of a chapter's or
kind's name are headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.result import Found, Piece, PieceRole
from deckpress.readers.documents.recognise.table_above import NOTHING_ABOVE, Above
from deckpress.readers.documents.recognise.table_cards import cards_of, turned
from deckpress.readers.documents.recognise.table_checks import compare, number_stems
from deckpress.readers.documents.recognise.table_coded import coded_rows
from deckpress.readers.documents.recognise.table_codes import NO_KIND, Kind, kinds_of
from deckpress.readers.documents.recognise.table_grid import GridCell, Row, rows_of
from deckpress.readers.documents.recognise.table_guess import GUESSED, infer_layout
from deckpress.readers.documents.recognise.table_layout import Layout, layout_of, with_second_header
from deckpress.readers.documents.recognise.table_lettered import lettered_rows
from deckpress.readers.documents.recognise.table_questions import Group, question_of
from deckpress.readers.documents.recognise.table_shared import fill_down, settle_shared
from deckpress.readers.documents.recognise.table_words import ColumnRole, kind_named, may_head

__all__ = ["TableReading", "is_heading_text", "read_table"]

_TITLES = 60
"""Rows that may stand above the header."""
_LONGEST_HEADING = 80
_MOST_ALIKE = 60
_LONGEST_KIND = 12
_CONTENT: tuple[ColumnRole, ...] = ("stem", "option", "options", "letter", "flag", "answer", "wrong", "explanation", "context", "rubric")
_HEADING = re.compile(
    r"第?\s?[一二三四五六七八九十百]{1,4}\s?[、.．:：章节篇部编单元]|[（(][一二三四五六七八九十]{1,3}[)）]|第\s?\d{1,3}\s?[章节篇部编单]|"
    r"(?:chapter|part|unit|section|module|lesson|kapitel|teil|capítulo|chapitre|глава|раздел)\s+[\dIVX]{1,4}\b",
    re.IGNORECASE,
)
_OPTION_START = re.compile(r"[(（]?([A-H])[)）]?\s?[.、．:：)）]\s?\S")
_ROLES: dict[ColumnRole, PieceRole] = {
    "stem": "stem", "option": "option", "options": "option", "letter": "option",
    "flag": "answer", "answer": "answer", "wrong": "option", "explanation": "explanation", "context": "context",
    "rubric": "rubric", "tolerance": "rubric",
}  # fmt: skip


@dataclass(slots=True)
class TableReading:
    """The questions of a table, and its lines' pieces; both count lines in the whole document.

    ``guessed``: only the content suggests which column is which.
    """

    questions: list[Found] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    guessed: bool = False


def read_table(lines: Sequence[Line], first: int, above: Above = NOTHING_ABOVE, rows: Sequence[Row] | None = None) -> TableReading | None:
    """Reads the lines of one table, of which ``first`` is the index of the first in its document; None if it holds no questions.

    ``rows`` are what `rows_of` gives for the lines, where the caller has them.
    """
    table = _Table(lines, above)
    table.read(rows_of(lines) if rows is None else rows)
    if not table.groups:
        return None
    table.settle()
    kinds = kinds_of((group.layout, group.rows[0]) for group in table.groups)
    questions = [question_of(group, lines, kinds) for group in table.groups]
    for offset, length in number_stems(questions):
        table.cut(offset, length)
    compare(questions)
    for question in questions:
        question.line += first
    return TableReading(questions, table.pieces(first), table.groups[0].layout.review == GUESSED)


class _Table:
    """Parts rows into questions, headings and the rest; ``roles`` and ``owners`` (a question's index) go by the offset of a line."""

    def __init__(self, lines: Sequence[Line], above: Above) -> None:
        self.lines = lines
        self.groups: list[Group] = []
        self.roles: dict[int, PieceRole] = {}
        self.owners: dict[int, int] = {}
        self.cuts: dict[int, int] = {}
        self.titles, self.chapter, self.section, self.kind = above

    def read(self, rows: Sequence[Row]) -> None:
        start = self.header_at(rows)
        if start is None and (self.lettered(rows) or self.coded(rows) or self.cards(rows)):
            return
        if start is None and (columns := turned(rows)):
            rows, start = columns, 0
        layout = layout_of(rows[start]) if start is not None else infer_layout(rows)
        if layout is None:
            return
        for row in rows[: start or 0]:
            self.above(row)
        self.body(rows, start, layout)

    def body(self, rows: Sequence[Row], start: int | None, layout: Layout) -> None:
        second = False
        for index in range(start or 0, len(rows)):
            row = rows[index]
            is_header = index == start or (start is not None and may_head(row.values()))
            changed = layout_of(row) if is_header else None
            if changed is not None:
                layout, second = changed, True
                self.name(row, "heading")
            elif second and (merged := with_second_header(layout, rows[index - 1], row)) is not None:
                layout, second = merged, False
                self.name(row, "heading")
            else:
                second = False
                self.row(row, layout)

    def lettered(self, rows: Sequence[Row]) -> bool:
        """Rows of numbered questions with their lettered options below them."""
        found = lettered_rows(rows)
        for part in found:
            self.group(part.layout, part.rows[0], self.kind)
            group = self.groups[-1]
            group.number, group.answer = part.number, part.answer
            for row in part.rows[1:]:
                group.rows.append(row)
                self.own(row, part.layout)
        owned = {id(row) for part in found for row in part.rows}
        for row in rows if found else ():
            if id(row) not in owned:
                self.label(list(row.values()))
        return bool(found)

    def coded(self, rows: Sequence[Row]) -> bool:
        coded = coded_rows(rows)
        for row in rows if coded else ():
            self.name(row, "unrecognised")
        for found in coded:
            self.group(found.layout, found.row, found.kind)
            self.label(found.names)
        return bool(coded)

    def cards(self, rows: Sequence[Row]) -> bool:
        cards = cards_of(rows)
        for row in rows if cards else ():
            self.name(row, "heading" if len(row) == 1 else "unrecognised")
        for card in cards:
            self.group(card.layout, card.row, self.kind)
            self.label(card.names)
        return bool(cards)

    def group(self, layout: Layout, row: Row, kind: Kind) -> None:
        headings = tuple(filter(None, (*self.titles, self.chapter, self.section)))
        self.groups.append(Group(layout, [row], self.chapter, headings, kind))
        self.own(row, layout)

    def label(self, cells: Sequence[GridCell]) -> None:
        for cell in cells:
            self.roles.update(dict.fromkeys(cell.lines, "label"))
            self.owners.update(dict.fromkeys(cell.lines, len(self.groups) - 1))

    def above(self, row: Row) -> None:
        """A row over the header: a title, or the heading of a chapter or a kind."""
        text = next(iter(row.values())).text
        if len({cell.text for cell in row.values()}) == 1 and is_heading_text(text):
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
        alone = len(row) == 1 or (len(row) < _MOST_ALIKE and len({cell.text for cell in row.values()}) == 1)
        if alone and _is_heading(row, layout):
            self.heading(row, text)
        elif layout.parts and stems:
            self.side_by_side(row, layout)
        elif stems and not (len(row) == 1 and self.goes_on(text, layout)):
            self.group(layout, row, self.kind)
        elif stems or any(place in row for role in _CONTENT for place in layout.places(role)):
            self.continuation(row, layout)
        else:
            self.name(row, "heading" if alone and len(text) <= _LONGEST_HEADING else "unrecognised")

    def side_by_side(self, row: Row, layout: Layout) -> None:
        self.name(row, "unrecognised")
        for part in layout.parts:
            cells = {place: row[place] for place in part.columns if place in row}
            if any(place in cells for place in part.places("stem")):
                self.group(part, cells, self.kind)

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
            self.section, self.kind = text, Kind(kind, strict)
        else:
            self.chapter, self.section, self.kind = text, "", NO_KIND
        self.name(row, "heading")

    def own(self, row: Row, layout: Layout) -> None:
        owner = len(self.groups) - 1
        further = len(self.groups[owner].rows) > 1
        for place, cell in row.items():
            column = layout.columns.get(place)
            role = _ROLES.get(column.role, "label") if column else "label"
            if role == "stem" and further:
                role = "option"
            for offset in cell.lines:
                self.roles[offset] = role
                self.owners[offset] = owner

    def settle(self) -> None:
        """What rows say of each other: texts that several share, and cells that stand for the empty ones below them."""
        contexts = settle_shared(self.groups)
        fill_down(self.groups)
        for group in self.groups:
            if group.cut:
                stem = next(group.rows[0][place] for place in group.layout.places("stem") if place in group.rows[0])
                self.cut(stem.lines[0], group.cut)
        if not contexts:
            return
        places = {old: new for new, old in enumerate(index for index in range(len(self.groups)) if index not in contexts)}
        for offset, owner in self.owners.items():
            if owner in contexts and self.roles[offset] == "stem":
                self.roles[offset] = "context"
            self.owners[offset] = places[contexts.get(owner, owner)]
        self.groups = [group for index, group in enumerate(self.groups) if index not in contexts]

    def cut(self, offset: int, length: int) -> None:
        """The first ``length`` visible characters of a line are a number."""
        line = self.lines[offset].text
        self.cuts[offset] = min(len(line) - len(line.lstrip("\u00a0\u200b \t\u3000")) + length, len(line))

    def pieces(self, first: int) -> list[Piece]:
        """One piece a line, two where a number leads the stem."""
        pieces = []
        roles, owners, cuts = self.roles, self.owners, self.cuts
        for offset, line in enumerate(self.lines):
            text = line.text
            if not text or text.isspace():
                continue
            role: PieceRole = "furniture" if line.left_out else roles.get(offset, "unrecognised")
            owner = owners.get(offset, -1)
            cut = cuts.get(offset, 0) if cuts else 0
            if cut:
                pieces.append(Piece(first + offset, 0, cut, "label", owner))
            pieces.append(Piece(first + offset, cut, len(text), role, owner))
        return pieces


def is_heading_text(text: str) -> bool:
    """Whether a text that stands alone is worded as the heading of a chapter or a kind (第二章 …, 一、单选题)."""
    return len(text) <= _LONGEST_HEADING and _HEADING.match(text) is not None


def _is_heading(row: Row, layout: Layout) -> bool:
    """Whether a row with one text heads the rows below: by its words, or since no column of a question holds it."""
    place, cell = next(iter(row.items()))
    if len(cell.text) > _LONGEST_HEADING or cell.text.endswith(("?", "？")):
        return False
    if _HEADING.match(cell.text) or len(row) > 1 or (len(cell.text) <= _LONGEST_KIND and kind_named(cell.text)[0] is not None):
        return True
    column = layout.columns.get(place)
    return column is None or column.role not in _CONTENT
