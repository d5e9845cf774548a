"""A web page → lines: its visible text in reading order, as a browser breaks it.

Read: blocks, lists with their numbers, tables, form fields (a box's text is a choice), marks from elements and their own
``style``, preformatted text, pictures in ``data:`` addresses, TeX of formulas. Hidden text and the text in hidden fields come as
``hidden`` lines, menus and the like as furniture. Not read: style sheets, scripts, frames; nothing is ever fetched.
Elements close as https://html.spec.whatwg.org/multipage/syntax.html#optional-tags says; broken markup never loses text.
"""

from __future__ import annotations

import re

from deckpress.diagnostics import Diagnostic
from deckpress.readers.documents.blocks import Document
from deckpress.readers.documents.containers.encoding import decode
from deckpress.readers.documents.containers.html_elements import Reader
from deckpress.readers.documents.containers.html_fields import squeezed
from deckpress.readers.documents.containers.html_furniture import settle_furniture
from deckpress.readers.documents.containers.html_tokens import tokens
from deckpress.readers.documents.containers.text import clean

__all__ = ["read_html"]

_CHARSET = re.compile(rb"(?:charset|<\?xml[^<>]{1,99}encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{2,40})", re.IGNORECASE)
_HEAD = 8192
"""Bytes in which a page says its encoding; browsers look at 1,024, servers of old write more before it."""


def read_html(data: bytes, name: str, encoding: str = "") -> Document:
    """A web page; ``Line.number`` is the source line on which the line's text begins.

    Raises DocumentError for what is no text, too long, or in an unknown ``encoding``.
    """
    said = _CHARSET.search(data[:_HEAD])
    decoded = decode(data, name, encoding, said[1].decode("ascii", "replace") if said else "")
    reader = Reader(name)
    for token in tokens(decoded.text):
        reader.take(token)
    reader.end()
    lines = [line for line in reader.flow.lines if line.left_out != "empty"]
    settle_furniture(lines)
    document = Document(
        name=name, format="html", unit="line", lines=lines, title=squeezed(clean(reader.title)).strip(),
        encoding=decoded.encoding, images=reader.images, diagnostics=decoded.diagnostics,
    )  # fmt: skip
    if reader.remote:
        document.diagnostics.append(_remote_pictures(reader.remote, name))
    return document


def _remote_pictures(count: int, name: str) -> Diagnostic:
    return Diagnostic(
        code="picture-missing", severity="note", file=name,
        message=f"{count} picture{'s lie' if count > 1 else ' lies'} outside the page: the description stands for it, if there is one",
        hint="save the page with its pictures as a Word file, and import that, if questions need them",
    )  # fmt: skip
