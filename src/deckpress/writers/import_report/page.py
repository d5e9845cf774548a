"""The report of an import as one HTML page that works offline, from a file.

The page holds plain data as JSON and draws what is in view, so that a document of half a million lines opens at once. Nothing
of the document is ever read as HTML: it goes through JSON without ``<`` into text nodes; a policy in the page allows its own
script and style by their hash and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import lru_cache
from importlib import resources
from typing import Any

from deckpress.readers.documents.blocks import Document
from deckpress.readers.documents.recognise.result import Reading
from deckpress.writers.import_report.counts import Summary, summary
from deckpress.writers.import_report.data import data_parts

__all__ = ["import_report"]

_SCRIPTS = ("list.js", "views.js", "overview.js", "sides.js", "page.js")
_MOST_TITLE = 200
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,5}")
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def import_report(document: Document, reading: Reading, *, bank: str, title: str, language: str = "en") -> str:
    """The page: the document line by line beside the questions found in it, linked both ways.

    ``bank`` is the bank file's name. ``language`` is the document's BCP 47 tag; of a Chinese document the page speaks Chinese.
    """
    words = _words("zh" if language.lower().split("-")[0] == "zh" else "en")
    counts = summary(reading, document)
    style, script = _file("page.css"), "\n".join(map(_file, _SCRIPTS))
    texts = {
        **{key: html.escape(word) for key, word in words.items() if isinstance(word, str)},
        "title": html.escape(_visible(title)),
        "file": html.escape(_visible(document.name)),
        "bank": html.escape(_visible(bank)),
        "text_language": language if _LANGUAGE.fullmatch(language) else "",
        "counts": html.escape(_plain(counts, words)),
        "policy": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'",
        "style": style,
        "script": script,
    }
    before, after = (_PLACEHOLDER.sub(lambda match: texts[match[1]], half) for half in _file("page.html").split("{{data}}"))
    return "".join((before, *data_parts(document, reading, counts, words, language), after))


@lru_cache(maxsize=8)
def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8").replace("\r\n", "\n")


def _words(language: str) -> dict[str, Any]:
    words: dict[str, Any] = json.loads(_file("words.json"))[language]
    return words


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _visible(text: str) -> str:
    """A short text with the signs shown that have no shape of their own: some turn the text around them."""
    return _UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text[:_MOST_TITLE])


def _plain(counts: Summary, words: dict[str, Any]) -> str:
    """The counts as text, for a browser that runs no script."""
    kinds = [
        f"{words['kinds'][kind.kind]}: {words['found']} {kind.found}, {words['answered']} {kind.answered}, {words['review']} {kind.review}"
        for kind in counts.kinds
    ]
    fates = [f"{words['fates'][fate]}: {count}" for fate, count in counts.fates.items()]
    return "\n".join([*kinds, "", f"{words['nonblank']}: {counts.lines}", *fates])
