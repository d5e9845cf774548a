"""Excel workbooks (.xlsx, ECMA-376 part 1, 18) → a line for each line of each cell.

Read     all sheets, hidden ones too; numbers as shown, dates as ISO 8601; the stored values of formulas, which are never run;
         bold, coloured, filled cells and stretches of text; strict and transitional files.
Not read pictures, charts, comments (their rows are reported), conditional formats; a merged cell's text stands in its first cell.

With lxml alone: openpyxl refuses files for a slip in their styles and takes three times as long, calamine knows no styles.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from deckpress.diagnostics import Diagnostic, Severity
from deckpress.readers.documents.blocks import Cell, Document, Line, Mark
from deckpress.readers.documents.containers.archive import Archive
from deckpress.readers.documents.containers.cells import cell_lines
from deckpress.readers.documents.containers.safe_xml import Element
from deckpress.readers.documents.containers.sheet_styles import CellStyle, Look, Styles, font_looks, local, number_shown, read_styles
from deckpress.readers.documents.containers.text import clean
from deckpress.readers.documents.limits import MAX_LINE, MAX_LINES, DocumentError

__all__ = ["read_xlsx"]

_ROWS, _COLUMNS = 1_048_576, 16_384
_MOST_SHEETS, _MOST_PLACES = 1_000, 20
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|tabelle|feuil|hoja|лист|シート|表|табл)\s?\d{0,3}", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

_Text = tuple[str, tuple[Mark, ...]]


def read_xlsx(data: bytes, name: str) -> Document:
    """The cells of a workbook; a line's number is its row from 1, ``cell.table`` counts the sheets, ``cell.row`` the sheet's rows.

    Raises DocumentError where the file is no workbook, damaged, hostile or too large; MissingLibrary.
    """
    return _Workbook(Archive(data, name, "Excel")).document()


@dataclass(slots=True)
class _Sheet:
    """``hidden_rows`` and ``formulas`` (without a stored value) are row numbers; columns count from 0."""

    name: str
    part: str
    index: int
    hidden: bool
    lines: list[Line] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    in_hidden: set[int] = field(default_factory=set)
    formulas: list[int] = field(default_factory=list)


class _Workbook:
    def __init__(self, archive: Archive) -> None:
        self.archive, self.name = archive, archive.name
        main = next((part for part in self.targets("", "/officeDocument") if part in archive), "xl/workbook.xml")
        self.part, root = main, archive.xml(main)
        self.first_day = datetime(1899, 12, 30)  # right from March 1900 on (18.17.4.1)
        for properties in root.iter("{*}workbookPr"):
            if properties.get("date1904") in ("1", "true"):
                self.first_day = datetime(1904, 1, 1)
        self.sheets = list(self.find_sheets(root))
        self.styles = read_styles(self.one("/styles"), self.one("/theme"))
        self.texts = self.shared_texts()
        self.diagnostics: list[Diagnostic] = []
        self.count = 0

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """Of a part: id, type, target part. Targets outside of the file are left out."""
        folder, base = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if relations not in self.archive:
            return []
        found = []
        for entry in self.archive.xml(relations):
            if entry.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target") or ""))
                found.append((entry.get("Id") or "", entry.get("Type") or "", target.lstrip("/")))
        return found

    def targets(self, part: str, kind: str) -> list[str]:
        return [target for _, type_, target in self.relations(part) if type_.endswith(kind)]

    def one(self, kind: str) -> Element | None:
        return next((self.archive.xml(part) for part in self.targets(self.part, kind) if part in self.archive), None)

    def find_sheets(self, root: Element) -> Iterator[_Sheet]:
        parts = {identifier: target for identifier, type_, target in self.relations(self.part) if type_.endswith("/worksheet")}
        for index, sheet in enumerate(root.iter("{*}sheet")):
            if index >= _MOST_SHEETS:
                raise self.archive.error(f"the workbook has more than {_MOST_SHEETS} sheets", "split it into smaller files")
            part = parts.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or "")
            if part:  # a chart is a sheet too
                hidden = sheet.get("state") in ("hidden", "veryHidden")
                yield _Sheet(clean(sheet.get("name") or ""), part, index, hidden)

    def shared_texts(self) -> list[_Text]:
        texts: list[_Text] = []
        for part in self.targets(self.part, "/sharedStrings"):
            if part not in self.archive:
                continue
            stream = self.archive.stream(part, ["{*}si"])
            for event, element in stream:
                if event == "end":
                    texts.append(_rich_text(element, self.styles))
                    stream.forget(element)
        return texts

    def document(self) -> Document:
        document = Document(name=self.name, format="xlsx", unit="row", diagnostics=self.diagnostics)
        for sheet in self.sheets:
            self.read(sheet)
            self.report(sheet)
        filled = [sheet for sheet in self.sheets if sheet.lines]
        for sheet in filled:
            if len(filled) > 1 or not _DEFAULT_NAME.fullmatch(sheet.name.strip()):
                document.lines.append(Line(text=sheet.name, number=1, role="heading", level=1))
            document.lines.extend(sheet.lines)
        if not filled:
            raise self.archive.error("no cell of the workbook holds anything", "check that this is the right file")
        return document

    def read(self, sheet: _Sheet) -> None:
        stream = self.archive.stream(sheet.part, ["{*}row", "{*}col"])
        row = 0
        for event, element in stream:
            if event == "start":
                continue
            if local(element) == "col":
                _note_hidden(element, sheet)
            else:
                row = _whole(element.get("r"), row + 1)
                if not 0 < row <= _ROWS:
                    raise self.archive.error(f"sheet {sheet.name!r} has a row {row}, beyond {_ROWS:,}", "save it again in Excel")
                self.read_row(sheet, element, row)
            stream.forget(element)

    def read_row(self, sheet: _Sheet, element: Element, row: int) -> None:
        before, column = len(sheet.lines), -1
        for cell in element:
            column = _column(cell.get("r"), column + 1)
            text, marks = self.cell_text(cell, sheet, row)
            if not text.strip():
                continue
            if len(text) > MAX_LINE or column >= _COLUMNS:
                raise self.archive.error(f"sheet {sheet.name!r}, row {row}: a cell is too long or too far right", "save it again in Excel")
            sheet.lines.extend(cell_lines(text, row, Cell(sheet.index, row - 1, column), marks))
            if column in sheet.hidden_columns:
                sheet.in_hidden.add(column)
        added = len(sheet.lines) - before
        self.count += added
        if self.count > MAX_LINES:
            raise DocumentError(f"{self.name}: more than {MAX_LINES:,} cells.\n  Split the workbook into parts and import each.")
        if added and element.get("hidden") in ("1", "true"):
            sheet.hidden_rows.append(row)

    def cell_text(self, cell: Element, sheet: _Sheet, row: int) -> _Text:
        kind, value, formula = cell.get("t") or "n", None, False
        for child in cell:
            tag = local(child)
            if tag == "v":
                value = child.text
            elif tag == "is":
                return self.styled(cell, _rich_text(child, self.styles))
            else:
                formula = formula or tag == "f"
        if value is None:
            if formula and kind != "str":
                sheet.formulas.append(row)
            return "", ()
        if kind == "s":
            index = _whole(value, -1)
            return self.styled(cell, self.texts[index] if 0 <= index < len(self.texts) else ("", ()))
        if kind == "b":
            return self.styled(cell, ("TRUE" if value.strip() in ("1", "true") else "FALSE", ()))
        if kind == "n":
            return self.styled(cell, (number_shown(value.strip(), self.style(cell), self.first_day), ()))
        return self.styled(cell, (clean(_unescaped(value)), ()))

    def style(self, cell: Element) -> CellStyle:
        index = _whole(cell.get("s"), 0)
        return self.styles.cells[index] if index < len(self.styles.cells) else CellStyle()

    def styled(self, cell: Element, text: _Text) -> _Text:
        looks = self.style(cell).looks
        if not looks:
            return text
        shown, marks = text
        return shown, (*(Mark(0, len(shown), style, value) for style, value in looks if not marks or style == "highlight"), *marks)

    def report(self, sheet: _Sheet) -> None:
        if sheet.hidden and sheet.lines:
            self.say("hidden-cells", "note", f"the sheet {sheet.name!r} is hidden; it was read too")
        if sheet.hidden_rows:
            self.say("hidden-cells", "note", f"sheet {sheet.name!r}: hidden rows were read too: {_listed(sheet.hidden_rows)}")
        if sheet.in_hidden:
            letters = _listed([_letters(column) for column in sorted(sheet.in_hidden)])
            self.say("hidden-cells", "note", f"sheet {sheet.name!r}: hidden columns were read too: {letters}")
        if sheet.formulas:
            rows = _listed(sheet.formulas)
            self.say("no-value", "warning", f"sheet {sheet.name!r}: formulas without a stored value, row {rows}", "save it in Excel")
        pictures = self.picture_rows(sheet)
        if pictures:
            rows = _listed(pictures)
            self.say("picture", "warning", f"sheet {sheet.name!r}: pictures in row {rows} were not read", "add them to the bank by hand")

    def say(self, code: str, severity: Severity, message: str, hint: str = "") -> None:
        self.diagnostics.append(Diagnostic(code=code, severity=severity, message=message, file=self.name, hint=hint))

    def picture_rows(self, sheet: _Sheet) -> list[int]:
        """The rows at which pictures of a sheet are anchored (20.5.2)."""
        rows = set[int]()
        for drawing in self.targets(sheet.part, "/drawing"):
            if drawing not in self.archive:
                continue
            for start in self.archive.xml(drawing).iter("{*}from"):
                anchor = start.getparent()
                if anchor is not None and next(anchor.iter("{*}pic"), None) is not None:
                    rows.update(_whole(child.text, -1) + 1 for child in start if local(child) == "row")
        return sorted(rows)


def _rich_text(element: Element, styles: Styles) -> _Text:
    """The text of an ``si`` or ``is``, without its phonetic guide, and how its runs look."""
    text, marks = "", list[Mark]()
    for child in element:
        tag = local(child)
        if tag == "t":
            text += clean(_unescaped(child.text or ""))
        elif tag == "r":
            looks: tuple[Look, ...] = ()
            start = len(text)
            for part in child:
                if local(part) == "rPr":
                    looks = font_looks(part, styles)
                elif local(part) == "t":
                    text += clean(_unescaped(part.text or ""))
            if len(text) > start:
                marks.extend(Mark(start, len(text), style, value) for style, value in looks)
    return text, tuple(marks)


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written ``_x000D_`` (22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _note_hidden(column: Element, sheet: _Sheet) -> None:
    if column.get("hidden") in ("1", "true"):
        first, last = _whole(column.get("min"), 1), _whole(column.get("max"), 1)
        sheet.hidden_columns.update(range(first - 1, min(last, _COLUMNS)))


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else default


def _column(reference: str | None, default: int) -> int:
    """The column of ``AB12``, from 0."""
    number = 0
    for sign in (reference or "")[:4].upper():
        if not "A" <= sign <= "Z":
            break
        number = number * 26 + ord(sign) - 64
    return number - 1 if number else default


def _letters(column: int) -> str:
    letters, left = "", column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def _listed(places: list[int] | list[str]) -> str:
    shown = ", ".join(map(str, places[:_MOST_PLACES]))
    return shown + (f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else "")
