"""The page of a folder that brings none: its decks, to be tapped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib import resources
from string import Template
from urllib.parse import quote

__all__ = ["list_page", "size_text"]


def list_page(decks: Iterable[tuple[str, int]]) -> bytes:
    """The page as UTF-8; ``decks`` are file names with their sizes in bytes."""
    rows = [
        f'<li><a href="{quote(name, safe="")}" download>{escape(name.rpartition(".")[0])} <span>{size_text(size)}</span></a></li>'
        for name, size in decks
    ]
    template = resources.files(__package__).joinpath("page.html").read_text("utf-8")
    return Template(template).substitute(decks="\n".join(rows)).encode()


def size_text(size: int) -> str:
    """A number of bytes for people."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB" if size else "0 kB"
    return f"{size / 1e6:.1f} MB"
