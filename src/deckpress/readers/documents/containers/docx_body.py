"""Paragraphs and tables of a Word file, in the order of their text, as lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from deckpress.readers.documents.blocks import Cell, Line, Mark, Role
from deckpress.readers.documents.containers.docx_lines import Pages, Row, rows
from deckpress.readers.documents.containers.docx_names import attr, child, child_value, is_on, number, short
from deckpress.readers.documents.containers.docx_numbering import Label, Numbering
from deckpress.readers.documents.containers.docx_runs import Inline, Piece, chosen
from deckpress.readers.documents.containers.docx_styles import PLAIN, ParagraphStyle, Styles, over, shade_of
from deckpress.readers.documents.containers.safe_xml import Element
from deckpress.readers.documents.limits import MAX_LINE, MAX_LINES, DocumentError

__all__ = ["Body", "Table"]

_MOST_COLUMNS = 1_000
_TRANSPARENT = frozenset({"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"})
"""What may stand around paragraphs, tables, rows and cells."""


@dataclass(slots=True)
class Table:
    """A table whose rows are read one by one."""

    index: int
    row: int = -1


@dataclass(slots=True)
class _Joined:
    """Text whose paragraph mark a tracked change deletes: it belongs to the next paragraph (ECMA-376 part 1, 17.13.5.15)."""

    pieces: list[Piece] = field(default_factory=list)
    number: int = 0


class Body:
    """Turns blocks into `lines`. ``count`` is the number of the paragraph read last, ``tables`` that of the tables begun."""

    def __init__(self, name: str, styles: Styles, numbering: Numbering, inline: Inline) -> None:
        self.lines: list[Line] = []
        self.pages = Pages()
        self.count = self.tables = 0
        self._name, self._styles, self._numbering, self._inline = name, styles, numbering, inline
        self._fixed = 0
        self._joined = _Joined()

    def begin_table(self) -> Table:
        """A new table."""
        self.tables += 1
        return Table(self.tables - 1)

    def blocks(self, container: Element, cell: Cell | None = None) -> None:
        """All paragraphs and tables of a cell, a text box, a note. Nested tables and boxes go at most as deep as the XML, 256."""
        for block in _flat(container, ("w:p", "w:tbl")):
            if short(block.tag) == "w:p":
                self.paragraph(block, cell)
            else:
                table = self.begin_table()
                for row in _flat(block, ("w:tr",)):
                    self.row(row, table)
        self.flush(cell)

    def row(self, element: Element, table: Table) -> None:
        """A row of a table. Each paragraph of a cell is a line; a cell that goes on from above or is empty gives none."""
        properties = child(element, "w:trPr")
        if child(properties, "w:del") is not None:
            return
        table.row += 1
        column = _columns(child_value(properties, "w:gridBefore"), 0)
        header = is_on(child(properties, "w:tblHeader"))
        for cell in _flat(element, ("w:tc",)):
            own = child(cell, "w:tcPr")
            if child(own, "w:cellDel") is None:
                self._cell(cell, Cell(table.index, table.row, min(column, _MOST_COLUMNS), header), shade_of(child(own, "w:shd")))
            column += _columns(child_value(own, "w:gridSpan"), 1)

    def _cell(self, element: Element, cell: Cell, shade: str) -> None:
        first = len(self.lines)
        self.blocks(element, cell)
        found = self.lines[first:]
        while found and _is_blank(found[-1]):
            found.pop()
        while found and _is_blank(found[0]):
            found.pop(0)
        if shade:
            found = [_shaded(line, shade) for line in found]
        self.lines[first:] = found

    def paragraph(self, element: Element, cell: Cell | None = None, left_out: str = "") -> None:
        """A paragraph, then the text boxes in it."""
        if not self._fixed:
            self.count += 1
        own = _read_own(child(element, "w:pPr"))
        style = self._styles.paragraph(own.style)
        number_ = self._fixed or self.count
        pieces = self._inline.read(element, own.style, number_)
        if own.joined:
            self._joined.pieces += pieces
            self._joined.number = self._joined.number or number_
        else:
            if self._joined.pieces:
                pieces, number_ = self._joined.pieces + pieces, self._joined.number
            self._joined = _Joined()
            if own.new_page and self.lines:
                self.pages.turn(drawn=False)
            if style.contents or self._inline.fields.in_contents:
                left_out = left_out or _contents(pieces, style)
            outline = style.outline if own.outline is None else own.outline
            pieces = _backed(pieces, style.shade if own.shade is None else own.shade)
            self._write(pieces, _Place(outline, number_, cell, left_out), self._label(own, style))
        if self._inline.boxes:
            self._read_boxes(cell)

    def flush(self, cell: Cell | None = None) -> None:
        """Writes what waits for a next paragraph that does not come."""
        if self._joined.pieces:
            joined, self._joined = self._joined, _Joined()
            self._write(joined.pieces, _Place(0, joined.number, cell, ""), None)

    def _read_boxes(self, cell: Cell | None) -> None:
        boxes, self._inline.boxes = self._inline.boxes, []
        joined, self._joined = self._joined, _Joined()
        fixed, self._fixed = self._fixed, self._fixed or self.count
        for box in boxes:
            self.blocks(box, cell)
        self._fixed, self._joined = fixed, joined

    def _label(self, own: _Own, style: ParagraphStyle) -> Label | None:
        num_id, level = own.num_id, own.num_level
        if not num_id:
            num_id, level = style.num_id, level or style.num_level
        return self._numbering.label(num_id, level) if num_id and num_id != "0" else None

    def _write(self, pieces: list[Piece], place: _Place, label: Label | None) -> None:
        for index, row in enumerate(rows(pieces, self.pages)):
            line = place.line(row, label if not index else None, first=not index)
            if len(line.text) > MAX_LINE:
                limit = MAX_LINE // 2**20
                raise DocumentError(
                    f"{self._name}: paragraph {line.number} is longer than {limit} million characters\n  split the document"
                )
            self.lines.append(line)
        if len(self.lines) > MAX_LINES:
            raise DocumentError(f"{self._name}: the document has more than {MAX_LINES:,} lines\n  split it into smaller ones")


class _Own(NamedTuple):
    """What a paragraph says of itself; None and empty where it leaves that to its style. ``joined``: its mark is deleted."""

    style: str = ""
    num_id: str = ""
    num_level: str = ""
    outline: int | None = None
    shade: str | None = None
    new_page: bool = False
    joined: bool = False


_NOTHING = _Own()


def _read_own(properties: Element | None) -> _Own:
    if properties is None:
        return _NOTHING
    found = {short(element.tag): element for element in properties}
    own = _Own(attr(found["w:pStyle"])) if "w:pStyle" in found else _NOTHING
    if (numbers := found.get("w:numPr")) is not None:
        own = own._replace(num_id=child_value(numbers, "w:numId"), num_level=child_value(numbers, "w:ilvl"))
    if (outline := found.get("w:outlineLvl")) is not None:
        own = own._replace(outline=(number(attr(outline)) + 1) % 10)
    if (shade := found.get("w:shd")) is not None:
        own = own._replace(shade=shade_of(shade))
    if is_on(found.get("w:pageBreakBefore")):
        own = own._replace(new_page=True)
    if (mark := found.get("w:rPr")) is not None and any(short(change.tag) in ("w:del", "w:moveFrom") for change in mark):
        own = own._replace(joined=True)
    return own


class _Place(NamedTuple):
    """What the lines of a paragraph have in common."""

    outline: int
    number: int
    cell: Cell | None
    left_out: str

    def line(self, row: Row, label: Label | None, first: bool) -> Line:
        """One line of it. Only the first is the list's item; a heading is one on all its lines."""
        role: Role = "hidden" if row.hidden else "heading" if self.outline > 0 else "item" if label else "text"
        text = label.text if label and first and not row.hidden else ""
        return Line(
            text=text + row.text,
            number=self.number,
            page=row.page,
            role=role,
            level=self.outline if role == "heading" else label.level if label and role == "item" else 0,
            label=text,
            cell=self.cell,
            marks=tuple([mark._replace(start=mark.start + len(text), end=mark.end + len(text)) for mark in row.marks])
            if text
            else row.marks,
            images=row.images,
            left_out=self.left_out,
        )


def _flat(container: Element, wanted: tuple[str, ...]) -> Iterator[Element]:
    """The elements of these names, also inside content controls and the like."""
    open_ = [iter(container)]
    while open_:
        inner = next(open_[-1], None)
        if inner is None:
            open_.pop()
            continue
        tag = short(inner.tag)
        if tag in wanted:
            yield inner
        elif tag in _TRANSPARENT:
            open_.append(iter(inner))
        elif tag == "mc:AlternateContent" and (branch := chosen(inner)) is not None:
            open_.append(iter(branch))


def _backed(pieces: list[Piece], shade: str) -> list[Piece]:
    """With the background of the paragraph under text that has none of its own."""
    if not shade:
        return pieces
    under = PLAIN._replace(shade=shade)
    return [piece._replace(look=over(under, piece.look)) for piece in pieces]


def _shaded(line: Line, shade: str) -> Line:
    """With the background of its cell where it has none of its own."""
    if not line.text or any(mark.style == "highlight" for mark in line.marks):
        return line
    return replace(line, marks=tuple(sorted([*line.marks, Mark(0, len(line.text), "highlight", shade)])))


def _is_blank(line: Line) -> bool:
    return not line.text.strip() and not line.images


def _contents(pieces: list[Piece], style: ParagraphStyle) -> str:
    """``furniture`` for a line of a table of contents: in its field and in one of its styles, or ending in a page number."""
    end = "".join([piece.text for piece in pieces[-4:]]).rstrip()[-1:]
    return "furniture" if style.contents or end.isdecimal() else ""


def _columns(text: str, default: int) -> int:
    return max(default, min(_MOST_COLUMNS, number(text, default)))
