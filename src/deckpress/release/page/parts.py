"""Pieces of the page that several sections use. Every text goes through `escape`: nothing of a bank is ever read as HTML."""

from __future__ import annotations

from html import escape

from deckpress.pages import visible
from deckpress.release.words import PageWords

__all__ = ["copyable", "plural", "shown_text", "size_of"]


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


def plural(words: PageWords, name: str, count: int) -> str:
    """``1 question``, ``2 questions`` in the language of the page; ``name`` without its s."""
    text = words.texts.get(name) if count == 1 else None
    return text or words.texts[f"{name}s"].format(n=f"{count:,}")


def size_of(size: int) -> str:
    """A size for people."""
    return f"{max(1, round(size / 1000)):,} kB" if size < 1_000_000 else f"{size / 1e6:.1f} MB"
