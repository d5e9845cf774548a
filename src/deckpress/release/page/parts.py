"""Pieces of the page that several sections use. Every text goes through `escape`: nothing of a bank is ever read as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from deckpress.pages import visible
from deckpress.release.words import PageWords
from deckpress.writers.stats_page.charts import bar, row

__all__ = ["LEVELS", "bar_chart", "by_count", "copyable", "live_search", "saved_name", "shown_text"]

LEVELS = ("1", "2", "3", "4", "5")
"""Of difficulty; a tag may name another."""

_NOT_IN_NAMES = re.compile(r'[\s\\/:*?"<>|]+')
_LONGEST_NAME = 60


def shown_text(text: str) -> str:
    """Text → HTML, with the signs shown that have no shape of their own."""
    return escape(visible(text))


def live_search(search: str) -> str:
    """A search without retired questions, which may still be in a collection."""
    if "tag:retired" in search:
        return search
    return f"({search}) -tag:retired" if " or " in search else f"{search} -tag:retired"


def copyable(search: str, words: PageWords) -> str:
    """A search with the button that copies it; lines break between its terms."""
    terms = " ".join(f"<span>{shown_text(term)}</span>" for term in search.split(" "))
    return (
        f'<span class="search"><code>{terms}</code>'
        f'<button type="button" data-copy="{shown_text(search)}">{escape(words.texts["copy"])}</button></span>'
    )


def by_count(counts: Mapping[str, Mapping[str, int]]) -> list[tuple[str, int]]:
    """Names with their notes, the most first."""
    return sorted(((name, found["notes"]) for name, found in counts.items()), key=lambda item: (-item[1], item[0]))


def bar_chart(title: str, rows: Sequence[tuple[str, int]]) -> str:
    """A chart of horizontal bars: a label and a count each; empty where there is nothing to show. ``title`` may be empty."""
    most = max((count for _, count in rows), default=0)
    if not most:
        return ""
    caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
    lines = (row(visible(label), bar(count, most, f"{visible(label)}: {count:,}"), f"{count:,}") for label, count in rows)
    return f'<figure class="chart">{caption}{"".join(lines)}</figure>'


def saved_name(deck: Mapping[str, Any]) -> str:
    """The name under which a browser saves a deck: the title of a preset whose own name can't be a file's, else the file's name."""
    if deck["kind"] != "preset" or deck["file"] == f"preset_{deck['id']}.apkg":
        return str(deck["file"])
    name = _NOT_IN_NAMES.sub(" ", "".join(sign for sign in deck["title"] if sign.isprintable())).strip(" .")[:_LONGEST_NAME].rstrip(" .")
    return f"{name}.apkg" if name else str(deck["file"])
