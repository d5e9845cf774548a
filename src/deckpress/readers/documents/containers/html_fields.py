"""What form fields and pictures of a page carry: text in hidden fields, pictures in ``data:`` addresses."""

from __future__ import annotations

import base64
import binascii
import html
import re
from urllib.parse import unquote_to_bytes

from deckpress.readers.documents.containers.html_rules import BREAKING
from deckpress.readers.documents.containers.html_tokens import tokens
from deckpress.readers.documents.containers.text import clean
from deckpress.readers.documents.limits import MAX_IMAGE

__all__ = ["decoded_again", "is_language", "picture", "plain_lines", "squeezed"]

_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_WORDS = re.compile(r"[^\W\d_]{2,40}(?:[ ,;:'\"-]{1,4}[^\W\d_]{1,40}){2}")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_TWICE = re.compile(r"&(?:#(\d{3,7})|#[xX]([0-9a-fA-F]{2,6})|(?:[lr][ds]quo|hellip|[mn]dash|middot|times|divide|bull|deg));")
_DATA = re.compile(r"\s*data:image/(png|jpeg|jpg|gif|webp|svg\+xml)((?:;[\w=.-]{1,40}){0,4}),", re.IGNORECASE)
_ENDINGS = {"jpeg": "jpg", "svg+xml": "svg"}


def squeezed(text: str) -> str:
    """Runs of white space as one space, as a browser shows them; no-break and wide spaces stay."""
    return _SPACE.sub(" ", text)


def decoded_again(text: str) -> str:
    """Text whose character references were escaped twice (``&amp;#65292;``), read as meant.

    Only references that nobody writes for their own sake: of characters beyond ASCII, and of typography.
    """
    if "&" not in text or _TWICE.search(text) is None:
        return text
    return _TWICE.sub(_reference, text).replace("&nbsp;", "\u00a0")


def _reference(found: re.Match[str]) -> str:
    code = int(found[1]) if found[1] else int(found[2], 16) if found[2] else 128
    return html.unescape(found[0]) if code > 127 else found[0]


def is_language(text: str) -> bool:
    """Whether a hidden value is text for people: two East Asian characters, or three words in a row."""
    han = _HAN.search(text)
    return (han is not None and _HAN.search(text, han.end()) is not None) or _WORDS.search(text) is not None


def plain_lines(markup: str) -> list[str]:
    """The lines of a value that holds (perhaps escaped) rich text; empty where they are no language."""
    if not is_language(html.unescape(markup) if "&" in markup else markup):
        return []
    if "<" not in markup and "&lt;" in markup:
        markup = html.unescape(markup)
    parts = [""]
    for token in tokens(markup):
        if token.kind == "text":
            parts[-1] += html.unescape(token.text)
        elif token.text in BREAKING:
            parts.append("")
    lines = [squeezed(clean(part)).strip(" ") for part in parts]
    return [line for line in lines if line] if is_language(" ".join(lines)) else []


def picture(address: str) -> tuple[str, bytes] | None:
    """The ending and the bytes of a picture in a ``data:`` address; None for another address, a broken or oversized picture."""
    found = _DATA.match(address[:200])
    if not found or len(address) > 2 * MAX_IMAGE:
        return None
    kind, rest = found[1].lower(), address[found.end() :]
    try:
        data = (
            base64.b64decode(_SPACE.sub("", unquote_to_bytes(rest).decode("ascii")))
            if "base64" in found[2].lower()
            else unquote_to_bytes(rest)
        )
    except (binascii.Error, ValueError):
        return None
    return (_ENDINGS.get(kind, kind), data) if 0 < len(data) <= MAX_IMAGE else None
