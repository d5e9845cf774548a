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
_MARGIN: Final = 0.15
"""Of the page's height, at its top and at its bottom."""
_NEAR: Final = 8.0
"""Points within which two places are the same."""
_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_LABEL = re.compile(r"[(（【\[]?(?:[A-Ha-h]|\d{1,4})[)）】\].．、:：]|答案|正确答案|参考答案|answer\b", re.IGNORECASE)
"""What an option, a question or an answer begins with."""
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


def furniture(pages: list[list[Row]], heights: list[float]) -> set[tuple[int, int]]:
    """(page, row), both indices, of what repeats in the margins of the pages, whose ``heights`` are given.

    That is the same text at the same height, also with a number in it that counts the pages, or a bare number that does. Inside of it
    stands text: what repeats there, as the answer of a quiz with one question a page, is no furniture.
    """
    found: set[tuple[int, int]] = set()
    same: dict[tuple[str, int], list[_Place]] = defaultdict(list)
    counting: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, rows in enumerate(pages):
        for index in _edges(rows, heights[number]):
            text = rows[index].text_and_marks()[0]
            if (count := _page_number(text)) is not None:
                if _EXPLICIT.search(text):
                    found.add((number, index))
                counting[count - number].append((number, index))
            elif not _LABEL.match(text):
                place = _Place(number, index, rows[index].bottom)
                for key in _keys(text, number):
                    same[key].append(place)
    for members in counting.values():
        if len({page for page, _ in members}) >= min(3, max(2, len(pages))):
            found.update(members)
    least = max(min(3, len(pages)), 2, _SHARE * len(pages))
    for places in same.values():
        found.update(_repeated(places, least))
    return {(page, row) for page, row in found if _outermost(page, row, len(pages[page]), found)}


def _edges(rows: list[Row], height: float) -> list[int]:
    """The first and the last rows, as far as they stand in the margins."""
    nearest = sorted({*range(min(_DEEP, len(rows))), *range(max(0, len(rows) - _DEEP), len(rows))})
    return [at for at in nearest if not _MARGIN * height < (rows[at].top + rows[at].bottom) / 2 < (1 - _MARGIN) * height]


def _keys(text: str, page: int) -> set[tuple[str, int]]:
    """What a text has in common with its like on other pages: itself, or but for its numbers what one of them is more than the page."""
    if not any(character.isalpha() for character in text):
        return set()
    plain = _SPACES.sub(" ", text).strip()
    masked = _DIGITS.sub("#", plain)
    return {(plain, 0)} | {(masked, int(digits) - page) for digits in _DIGITS.findall(plain)[:4] if len(digits) < 6}


def _outermost(page: int, row: int, count: int, found: set[tuple[int, int]]) -> bool:
    """Whether nothing but furniture stands between a row and the page's edge."""
    above, below = range(row), range(row + 1, count)
    return any(len(side) < _DEEP and all((page, other) in found for other in side) for side in (above, below))


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
