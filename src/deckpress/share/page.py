"""The page of a folder that brings none: its decks, to be tapped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import quote

from deckpress.pages import file_size, fill, page_file, page_words, visible

__all__ = ["list_page"]

_WISH = re.compile(r"([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,4})(?:\s*;\s*q=([01](?:\.\d{0,3})?))?")
_SPOKEN = ("en", "zh")
_MOST_WISHES = 20


def list_page(decks: Iterable[tuple[str, int]], titles: Mapping[str, str], languages: str = "") -> bytes:
    """The page as UTF-8; ``decks`` are file names with their sizes in bytes, ``titles`` those known by file name, ``languages`` is what
    the visitor's browser says it reads (the header Accept-Language, RFC 9110, section 12.5.4)."""
    rows = [_row(name, size, titles.get(name, "")) for name, size in decks]
    words = {name: escape(word) for name, word in page_words(__package__, _language(languages)).items()}
    return fill(page_file(__package__, "page.html"), words | {"decks": "\n".join(rows)}).encode()


def _row(name: str, size: int, title: str) -> str:
    stem = name.rpartition(".")[0]
    file = f"<small>{escape(visible(name))}</small>" if title and title != stem else ""
    link = f'<a href="{quote(name, safe="")}" download>'
    return f"<li>{link}<b>{escape(visible(title or stem))}{file}</b> <span>{file_size(size)}</span></a></li>"


def _language(languages: str) -> str:
    """The tag that is wished for most of those that the page has words for."""
    wishes = [_WISH.fullmatch(wish.strip()) for wish in languages.split(",", _MOST_WISHES)]
    known = [(float(wish[2] or 1), wish[1]) for wish in wishes if wish and float(wish[2] or 1) and wish[1].lower().split("-")[0] in _SPOKEN]
    return max(known, key=lambda each: each[0], default=(1.0, "en"))[1]
