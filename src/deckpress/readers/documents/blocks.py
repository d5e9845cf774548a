"""The neutral stream between a container (Word, PDF, web page …) and the recognition of questions.

A container reader turns its file into a `Document`: lines in reading order, as a reader of the file sees them, with where each
stands and how it is styled. It understands nothing of questions and drops nothing that is visible: what it knows to be no
content (a page header, a menu) it marks with ``Line.left_out`` and keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from deckpress.diagnostics import Diagnostic

__all__ = ["Cell", "Document", "Format", "Line", "Mark", "Role", "Style", "Unit"]

Format = Literal["text", "markdown", "html", "docx", "pdf", "xlsx", "csv"]

Unit = Literal["line", "paragraph", "row"]
"""What `Line.number` counts."""

Style = Literal["bold", "italic", "underline", "strike", "colour", "highlight", "code", "superscript", "subscript"]

Role = Literal["text", "heading", "item", "choice", "code", "hidden"]
"""
``text``     a line of running text
``heading``  a heading of the container (``#``, ``<h2>``, a Word heading style); ``level`` from 1
``item``     a list item; ``level`` from 1
``choice``   a line behind a radio button or check box; ``checked`` says whether it is ticked
``code``     a line of a code block, with its own spaces
``hidden``   text that the file carries and its page shows by a script alone (the value of a hidden form field)
"""


class Mark(NamedTuple):
    """A styled stretch ``text[start:end]`` of a line. ``value`` is a colour as ``RRGGBB`` in capitals, else empty."""

    start: int
    end: int
    style: Style
    value: str = ""


class Cell(NamedTuple):
    """Where a line stands in a table; all counted from 0 in the document, the table, the row. ``header``: marked so by the container."""

    table: int
    row: int
    column: int
    header: bool = False


@dataclass(slots=True, kw_only=True)
class Line:
    """One line as a reader sees it: no line feed in it, automatic numbers written out, white space as in the file.

    ``number`` counts from 1 in the unit of the document. ``label`` is the part of ``text`` (its beginning) that the container
    made itself: an automatic number with the white space behind it. ``checked`` is None where there is no box.
    ``left_out`` is empty, or why this line is no content: ``furniture`` (header, footer, page number, menu).
    ``images`` are names in `Document.images`, shown at this line. ``soft`` is true where the container broke a running
    paragraph for the width of its page, so that this line goes on in the next (a PDF's line), None where it does not know.
    """

    text: str
    number: int
    page: int = 0
    role: Role = "text"
    level: int = 0
    label: str = ""
    checked: bool | None = None
    cell: Cell | None = None
    marks: tuple[Mark, ...] = ()
    images: tuple[str, ...] = ()
    soft: bool | None = None
    left_out: str = ""


@dataclass(slots=True, kw_only=True)
class Document:
    """A file as a stream of lines. Blank lines are kept: they separate.

    ``name`` is the file's name without its folder. ``images`` holds bytes by a name of the form ``<anything>.<png|jpg|gif|svg|webp>``.
    ``diagnostics`` are what the reader has to say: wrong bytes with their place, a scanned page, a picture of an unknown kind.
    """

    name: str
    format: Format
    unit: Unit
    lines: list[Line] = field(default_factory=list)
    title: str = ""
    encoding: str = ""
    images: Mapping[str, bytes] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
