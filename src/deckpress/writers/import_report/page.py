"""The report of an import as one HTML page that works offline, from a file.

The page holds plain data as JSON and draws what is in view, so that a document of half a million lines opens at once. Nothing
of the document is ever read as HTML: it goes through JSON without ``<`` into text nodes; a policy in the page allows its own
script and style by their hash and nothing else.
"""

from __future__ import annotations

import html
import re
from typing import Any

from deckpress.pages import fill, page_file, page_words, policy, visible
from deckpress.readers.documents.blocks import Document
from deckpress.readers.documents.recognise.result import Reading
from deckpress.writers.import_report.counts import Summary, summary
from deckpress.writers.import_report.data import data_parts

__all__ = ["import_report"]

_SCRIPTS = ("list.js", "views.js", "overview.js", "sides.js", "page.js")
_MOST_TITLE = 200
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,5}")


def import_report(document: Document, reading: Reading, *, bank: str, title: str, language: str = "en") -> str:
    """The page: the document line by line beside the questions found in it, linked both ways.

    ``bank`` is the bank file's name. ``language`` is the document's BCP 47 tag; of a Chinese document the page speaks Chinese.
    """
    words = page_words(__package__, language)
    counts = summary(reading, document)
    style = page_file(__package__, "page.css")
    script = "\n".join([page_file("deckpress.writers", "elements.js"), *(page_file(__package__, name) for name in _SCRIPTS)])
    texts = {
        **{key: html.escape(word) for key, word in words.items() if isinstance(word, str)},
        "title": _short(title),
        "file": _short(document.name),
        "bank": _short(bank),
        "text_language": language if _LANGUAGE.fullmatch(language) else "",
        "counts": html.escape(_plain(counts, words)),
        "policy": policy(style, script),
        "style": style,
        "script": script,
    }
    before, after = (fill(half, texts) for half in page_file(__package__, "page.html").split("{{data}}"))
    return "".join((before, *data_parts(document, reading, counts, words, language), after))


def _short(text: str) -> str:
    return html.escape(visible(text[:_MOST_TITLE]))


def _plain(counts: Summary, words: dict[str, Any]) -> str:
    """The counts as text, for a browser that runs no script."""
    kinds = [
        f"{words['kinds'][kind.kind]}: {words['found']} {kind.found}, {words['answered']} {kind.answered}, {words['review']} {kind.review}"
        for kind in counts.kinds
    ]
    fates = [f"{words['fates'][fate]}: {count}" for fate, count in counts.fates.items()]
    return "\n".join([*kinds, "", f"{words['nonblank']}: {counts.lines}", *fates])
