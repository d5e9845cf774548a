"""Containers: a document's bytes → its neutral stream of lines, whatever kind of file it is.

One literal table says what reads what; a reader is imported when it is first needed, and brings its library with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Literal

from deckpress.diagnostics import Diagnostic
from deckpress.errors import UsageError
from deckpress.readers.documents.blocks import Document, Format
from deckpress.readers.documents.containers.detect import detect, named
from deckpress.readers.documents.limits import MAX_FILE, DocumentError

__all__ = ["FORMATS", "detect", "read_bytes_document", "read_document"]

_Read = Callable[[bytes, str, str], Document]
"""The bytes, the name for people, the encoding (empty: find it out) → the document."""


def _text(data: bytes, name: str, encoding: str) -> Document:
    from deckpress.readers.documents.containers.text import read_text

    return read_text(data, name, encoding)


def _markdown(data: bytes, name: str, encoding: str) -> Document:
    from deckpress.readers.documents.containers.markdown import read_markdown

    return read_markdown(data, name, encoding)


def _html(data: bytes, name: str, encoding: str) -> Document:
    from deckpress.readers.documents.containers.html import read_html
    from deckpress.readers.documents.containers.mhtml import is_mhtml, page_of

    if not is_mhtml(data):
        return read_html(data, name, encoding)
    page, declared = page_of(data, name)
    return read_html(page, name, encoding or declared)


def _docx(data: bytes, name: str, _: str) -> Document:
    from deckpress.readers.documents.containers.docx import read_docx

    return read_docx(data, name)


def _pdf(data: bytes, name: str, _: str) -> Document:
    from deckpress.readers.documents.containers.pdf import read_pdf

    return read_pdf(data, name)


def _xlsx(data: bytes, name: str, _: str) -> Document:
    from deckpress.readers.documents.containers.sheet import read_xlsx

    return read_xlsx(data, name)


def _csv(data: bytes, name: str, encoding: str) -> Document:
    from deckpress.readers.documents.containers.csv_file import read_csv

    return read_csv(data, name, encoding)


FORMATS: Mapping[Format, _Read] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "docx": _docx,
    "pdf": _pdf,
    "xlsx": _xlsx,
    "csv": _csv,
}


def read_document(path: Path, *, format: Format | Literal["auto"] = "auto", encoding: str = "") -> Document:  # noqa: A002 # the option's name
    """The document in a file. ``encoding`` is for the formats that are text; empty finds it out.

    Raises UsageError where ``path`` names no file, DocumentError where its content can't be read, MissingLibrary.
    """
    return read_bytes_document(_bytes(path), path.name, format=format, encoding=encoding)


def read_bytes_document(data: bytes, name: str, *, format: Format | Literal["auto"] = "auto", encoding: str = "") -> Document:  # noqa: A002
    """The document in ``data``; ``name`` is its file name, for messages and as a hint of its kind.

    Raises DocumentError where the content can't be read, MissingLibrary.
    """
    if len(data) > MAX_FILE:
        raise _too_large(name)
    if not data.strip(b"\0 \t\r\n"):
        raise DocumentError(f"{name}: the file is empty.\n  Check that it was saved or downloaded completely.")
    if format != "auto":
        return FORMATS[format](data, name, encoding)
    found = detect(data, name, encoding)
    document = FORMATS[found](data, name, encoding)
    expected = named(name)
    if expected not in (None, found):
        document.diagnostics.insert(0, _other_kind(name, found))
    return document


def _other_kind(name: str, found: Format) -> Diagnostic:
    return Diagnostic(
        code="other-kind", severity="note", message=f"the file is named {Path(name).suffix} but holds {found}: read as {found}",
        file=name, hint="name the format yourself if that is wrong: --format",
    )  # fmt: skip


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if S_ISDIR(status.st_mode):
            raise UsageError(f"{path}: this is a folder.\n  Name the documents in it, one by one.")
        if not S_ISREG(status.st_mode):
            raise UsageError(f"{path}: this is no regular file.\n  Save the document to a file first.")
        if status.st_size > MAX_FILE:
            raise _too_large(path.name)
        with path.open("rb") as file:
            return file.read(MAX_FILE + 1)
    except FileNotFoundError as error:
        raise UsageError(f"{path}: no such file.\n  Check the path.") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageError(f"{path}: the file can't be read: {reason}.\n  Check its path and rights.") from error


def _too_large(name: str) -> DocumentError:
    return DocumentError(f"{name}: the file is larger than {MAX_FILE // 2**20} MB.\n  Split it into parts and import each.")
