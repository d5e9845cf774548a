"""Headers, footers and page numbers of a PDF: what stands at the same place on page after page."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final, NamedTuple

from deckpress.readers.documents.containers.pdf_layout import Row

__all__ = ["furniture"]

_DEEP: Final = 3
"""Rows from the top and from the bottom of a page that may be furniture."""
_SHARE: Final = 0.3
"""Of the pages; a header may stand on the odd ones alone, and not in each chapter."""
_NEAR: Final = 8.0
"""Points within which two places are the same."""
_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(
    r"[\W_]{0,6}(?:(?:第|page|seite|página|стр\.?|p\.)?\s{0,3}(\d{1,4})\s{0,3}(?:页|頁|ページ|쪽)?)"
    r"(?:[\s,，/／|·-]{0,5}(?:共|of|von|de|из|总)?\s{0,3}\d{1,4}\s{0,3}(?:页|頁)?)?[\W_]{0,6}",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(
    r"第\s{0,3}\d{1,4}\s{0,3}[页頁]|page\s{1,3}\d{1,4}\s{1,3}of|^\s{0,3}[-–—]\s{0,3}\d{1,4}\s{0,3}[-–—]\s{0,3}$", re.IGNORECASE
)
"""Page numbers that can be nothing else, also on a single page."""


class _Place(NamedTuple):
    page: int
    row: int
    y: float


def furniture(pages: list[list[Row]]) -> set[tuple[int, int]]:
    """(page, row), both indices, of what repeats: the same text but for its digits at the same height, or a number that counts pages."""
    found: set[tuple[int, int]] = set()
    same: dict[str, list[_Place]] = defaultdict(list)
    counting: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, rows in enumerate(pages):
        for index in _edges(len(rows)):
            text = rows[index].text_and_marks()[0]
            if (count := _page_number(text)) is not None and (index in (0, 1) or index >= len(rows) - 2):
                if _EXPLICIT.search(text):
                    found.add((number, index))
                counting[count - number].append((number, index))
            same[_SPACES.sub(" ", _DIGITS.sub("#", text)).strip()].append(_Place(number, index, rows[index].bottom))
    for members in counting.values():
        if len({page for page, _ in members}) >= min(3, max(2, len(pages))):
            found.update(members)
    least = max(min(3, len(pages)), 2, _SHARE * len(pages))
    for text, places in same.items():
        if any(character.isalnum() for character in text):
            found.update(_repeated(places, least))
    return found


def _edges(count: int) -> list[int]:
    return sorted({*range(min(_DEEP, count)), *range(max(0, count - _DEEP), count)})


def _page_number(text: str) -> int | None:
    match = _NUMBER.fullmatch(text.strip()[:60]) if len(text) < 60 else None
    return int(match[1]) if match else None


def _repeated(places: list[_Place], least: float) -> set[tuple[int, int]]:
    """Those at a height that enough pages share."""
    places = sorted(places, key=lambda place: place.y)
    found: set[tuple[int, int]] = set()
    group: list[_Place] = []
    for place in (*places, None):
        if group and (place is None or place.y - group[0].y > _NEAR):
            if len({member.page for member in group}) >= least:
                found.update((member.page, member.row) for member in group)
            group = []
        if place is not None:
            group.append(place)
    return found
