"""Plain text → lines: the line ends of every system, form feeds as page breaks, nothing invisible."""

from __future__ import annotations

import re

from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.containers.encoding import decode
from deckpress.readers.documents.limits import MAX_LINE, MAX_LINES, DocumentError

__all__ = ["check_size", "clean", "read_text", "split_lines"]

_JOINS = "\u0600-\u08ff\u0900-\u0dff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
"""Scripts and signs in which a joiner changes what one sees: Arabic, the scripts of India, emoji."""
_INVISIBLE = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
    f"|[\u200c\u200d](?![{_JOINS}])|(?<![{_JOINS}])[\u200c\u200d]"
)
"""Controls, zero-width characters, direction marks, soft hyphens, halves of a character."""
_MAY_HIDE = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
"""All of these, joiners wherever they stand; quick to say that a text has none."""
_ANY_BREAK = re.compile("[\v\f\x1c-\x1f\x85\u2028\u2029]")
"""Line ends that no editor counts: the lines they part share a number."""


def read_text(data: bytes, name: str, encoding: str = "") -> Document:
    """Plain text in any encoding. ``page`` counts form feeds, from 1 (0 where there is none).

    Raises DocumentError for what is no text, too long, or in an unknown ``encoding``.
    """
    decoded = decode(data, name, encoding)
    rows = split_lines(decoded.text, name)
    if _ANY_BREAK.search(decoded.text) is None:
        lines = [Line(text=row, number=number) for number, row in enumerate(rows, 1)]
    else:
        lines = _broken(rows, 1 if "\f" in decoded.text else 0)
    return Document(name=name, format="text", unit="line", lines=lines, encoding=decoded.encoding, diagnostics=decoded.diagnostics)


def split_lines(text: str, name: str) -> list[str]:
    """The lines of a decoded text, without what nobody sees. Raises DocumentError where there are too many, or too long ones."""
    rows = clean(text).split("\n")
    if rows and not rows[-1]:
        rows.pop()
    check_size(rows, name)
    return rows


def clean(text: str) -> str:
    """The text without zero-width and control characters; white space and line ends stay."""
    return _INVISIBLE.sub("", text) if _MAY_HIDE.search(text) else text


def check_size(rows: list[str], name: str) -> None:
    """Raises DocumentError for more or longer lines than a document may have."""
    if len(rows) > MAX_LINES:
        raise DocumentError(f"{name}: the document has more than {MAX_LINES:,} lines.\n  Split it into parts and import each.")
    if max(map(len, rows), default=0) > MAX_LINE:
        number = next(i for i, row in enumerate(rows, 1) if len(row) > MAX_LINE)
        raise DocumentError(f"{name}:{number}: the line is longer than {MAX_LINE:,} characters.\n  Break it into lines and try again.")


def _broken(rows: list[str], page: int) -> list[Line]:
    """Lines of a text with other breaks than line feeds in it."""
    lines = []
    for number, row in enumerate(rows, 1):
        at = 0
        for found in _ANY_BREAK.finditer(row):
            lines.append(Line(text=row[at : found.start()], number=number, page=page))
            at = found.end()
            page += found[0] == "\f"
        lines.append(Line(text=row[at:], number=number, page=page))
    return lines
