"""Pieces of the page that several sections use. Every text goes through `escape`: nothing of a bank is ever read as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from deckpress.pages import visible
from deckpress.release.words import PageWords

__all__ = ["by_count", "copyable", "plural", "shown_text"]


def shown_text(text: str) -> str:
    """Text → HTML, with the signs shown that have no shape of their own."""
    return escape(visible(text))


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


def plural(words: PageWords, name: str, count: int) -> str:
    """``1 question``, ``2 questions`` in the language of the page; ``name`` without its s."""
    text = words.texts.get(name) if count == 1 else None
    return text or words.texts[f"{name}s"].format(n=f"{count:,}")
