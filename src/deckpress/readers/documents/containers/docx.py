"""Word documents (.docx, ECMA-376 in both forms; also of WPS, LibreOffice and Google Docs) as lines.

Reads   text with its breaks, tabs and signs; automatic numbers; tables, text boxes, links, fields, content controls, ruby (the
        base), formulas as linear text, foot- and endnotes, pictures; bold, italic, underline, strike, colour, highlight, super- and
        subscript, through styles; headings; headers, footers and contents (left out as furniture); hidden text; page numbers.
        Tracked changes are accepted.
Leaves  comments, macros, what stands for a table's style, charts and SmartArt, text numbered by ``SEQ`` fields without a result,
        parts embedded as another file (``altChunk``; reported), pictures that no browser shows (reported).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from deckpress.diagnostics import Diagnostic
from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.containers.archive import Archive
from deckpress.readers.documents.containers.docx_body import Body, Table
from deckpress.readers.documents.containers.docx_names import attr, child, child_value, children, qualified, short
from deckpress.readers.documents.containers.docx_numbering import Numbering
from deckpress.readers.documents.containers.docx_package import Package, Part, Pictures
from deckpress.readers.documents.containers.docx_runs import Inline, chosen
from deckpress.readers.documents.containers.docx_styles import Styles
from deckpress.readers.documents.containers.safe_xml import Element, XmlStream

__all__ = ["read_docx"]

_BLOCKS = ("w:p", "w:tr", "mc:AlternateContent", "w:altChunk")
"""The elements that are read and freed one at a time, where they do not stand inside each other."""


def read_docx(data: bytes, name: str) -> Document:
    """The lines of a Word document.

    ``Line.number`` counts all paragraphs from 1 in the order of the text, those in tables too (python-docx's ``paragraphs`` leaves
    them out); a text box has the number of the paragraph that it hangs on; notes follow at the end, headers and footers stand in
    front with number 1. Tables count from 0, those inside others too. Raises DocumentError, and MissingLibrary without lxml.
    """
    package = Package(Archive(data, name, "Word"))
    return _Reader(package).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package, self.archive = package, package.archive
        self.pictures = Pictures(self.archive)
        self.styles = Styles(self._root("styles"))
        self.numbering = Numbering(self._root("numbering"), self.styles)
        self.inline = Inline(self.styles, package.main, self.pictures)
        self.body = Body(self.archive.name, self.styles, self.numbering, self.inline)
        self.diagnostics: list[Diagnostic] = []

    def read(self) -> Document:
        furniture = self._furniture()
        self._read_main()
        self._read_notes()
        lines = self.body.lines
        if self.body.pages.number == 1:
            for line in lines:
                line.page = 0
        if any("vbaproject" in part for part in self.archive.names):
            self._note("note", "macros-ignored", "the document holds macros: they were neither run nor read", "")
        return Document(
            name=self.archive.name, format="docx", unit="paragraph", lines=[*furniture, *lines], title=self.package.title(),
            images=self.pictures.files, diagnostics=[*self.diagnostics, *self.pictures.findings()],
        )  # fmt: skip

    def _root(self, kind: str) -> Element | None:
        name = self.package.find(kind)
        return self.archive.xml(name) if name else None

    def _note(self, severity: str, code: str, message: str, hint: str) -> None:
        self.diagnostics.append(
            Diagnostic(
                code=code, severity="warning" if severity == "warning" else "note", message=message, file=self.archive.name, hint=hint
            )
        )

    def _read_main(self) -> None:
        stream = self.archive.stream(self.package.main.name, chain.from_iterable(map(qualified, (*_BLOCKS, "w:tbl"))))
        table: Table | None = None
        embedded = 0
        for block in _blocks(stream):
            tag = short(block.tag)
            if tag == "w:p":
                self.body.paragraph(block, left_out="furniture" if _in_contents(block) else "")
            elif tag == "w:tr" and table is not None:
                self.body.row(block, table)
            elif tag == "w:tbl":
                self.body.flush()
                table = self.body.begin_table()
            elif tag == "mc:AlternateContent":
                self._read_choice(block)
            else:
                embedded += 1
        self.body.flush()
        if embedded:
            self._embedded()

    def _read_choice(self, element: Element) -> None:
        branch = chosen(element)
        if branch is not None:
            self.body.blocks(branch)

    def _embedded(self) -> None:
        hint = "open it in Word and save it as .docx: Word then takes that text over"
        if not any(line.text.strip() for line in self.body.lines):
            raise self.archive.error("its text is another file inside it, which only Word unfolds", hint)
        self._note("warning", "embedded-part", "a part of the text is another file inside this one, and is not read", hint)

    def _furniture(self) -> list[Line]:
        """The lines of all headers and footers, each text once."""
        found: dict[str, Line] = {}
        for kind in ("header", "footer"):
            for name in dict.fromkeys(self.package.main.targets(kind)):
                if name in self.archive:
                    for line in self._aside(self.archive.xml(name), self.package.part(name)):
                        if line.text.strip():
                            found.setdefault(line.text, line)
        return list(found.values())

    def _aside(self, element: Element, part: Part) -> list[Line]:
        body = Body(self.archive.name, self.styles, Numbering(None, self.styles), Inline(self.styles, part, None))
        body.blocks(element)
        return [Line(text=line.text, number=1, page=0, marks=line.marks, left_out="furniture") for line in body.lines]

    def _read_notes(self) -> None:
        """The notes that the text calls, in the order of their numbers."""
        for kind, tag in (("footnotes", "w:footnote"), ("endnotes", "w:endnote")):
            called = {key[1]: shown for key, shown in self.inline.notes.items() if key[0] == f"{tag}Reference"}
            name = self.package.find(kind) if called else ""
            if not name:
                continue
            self.inline.part = self.package.part(name)
            texts = {attr(element, "w:id"): element for element in children(self.archive.xml(name), tag)}
            for identity, shown in called.items():
                if identity in texts:
                    self._read_note(texts[identity], f"[{shown}] ")

    def _read_note(self, element: Element, label: str) -> None:
        first = len(self.body.lines)
        self.body.blocks(element)
        for line in self.body.lines[first : first + 1]:
            text = line.text.lstrip()
            shift = len(label) - (len(line.text) - len(text))
            line.marks = tuple(mark._replace(start=max(len(label), mark.start + shift), end=mark.end + shift) for mark in line.marks)
            line.text, line.label = label + text, label


def _blocks(stream: XmlStream) -> Iterator[Element]:
    """The blocks of the body, each freed when the next is asked for; a ``w:tbl`` when it begins, before its rows."""
    depth = 0
    for event, element in stream:
        if element.tag in _TABLES:
            if event == "start" and not depth:
                yield element
            continue
        depth += 1 if event == "start" else -1
        if event == "end" and not depth:
            yield element
            stream.forget(element)


_TABLES = qualified("w:tbl")


def _in_contents(paragraph: Element) -> bool:
    """Whether it stands in a content control that Word makes for a table of contents."""
    parent = paragraph.getparent()
    if parent is None or short(parent.tag) == "w:body":
        return False
    for control in paragraph.iterancestors(*qualified("w:sdt")):
        gallery = child_value(child(child(control, "w:sdtPr"), "w:docPartObj"), "w:docPartGallery")
        if gallery == "Table of Contents":
            return True
    return False
