"""Pieces of a paragraph → lines: text, marks, pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from deckpress.readers.documents.blocks import Mark, Style
from deckpress.readers.documents.containers.docx_runs import Piece
from deckpress.readers.documents.containers.docx_styles import Look, marks_of

__all__ = ["BLANK", "Pages", "Row", "rows"]


BLANK = "____"
"""What an underlined gap is written as."""
_WIDE = {"\t": 8, "\u3000": 2}


class Row(NamedTuple):
    """A line before it knows its place."""

    text: str
    marks: tuple[Mark, ...]
    images: tuple[str, ...]
    page: int
    hidden: bool


@dataclass(slots=True)
class Pages:
    """Counts pages by the breaks in the text."""

    number: int = 1
    _turned: bool = False

    def turn(self, *, drawn: bool) -> None:
        """A page break: the author's, or where Word last ``drawn`` one, which follows the author's as well."""
        if drawn and self._turned:
            self._turned = False
            return
        self.number += 1
        self._turned = not drawn

    def write(self) -> int:
        """The page of text that comes now."""
        self._turned = False
        return self.number


def rows(pieces: Iterable[Piece], pages: Pages) -> list[Row]:
    """The lines of a paragraph, split at its breaks: at least one. Hidden text follows in a row of its own behind what is seen."""
    found = []
    for group in _split(pieces):
        page = _page(group, pages)
        if not any(piece.look.hidden for piece in group):
            found.append(_row(group, page, hidden=False))
            continue
        seen = [piece for piece in group if not piece.look.hidden]
        unseen = [piece for piece in group if piece.look.hidden and piece.kind == "text" and piece.text.strip()]
        if seen or not unseen:
            found.append(_row(seen, page, hidden=False))
        if unseen:
            found.append(_row(unseen, page, hidden=True))
    return found


def _split(pieces: Iterable[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind == "break":
            groups.append([])
        elif piece.kind == "page":
            groups.append([piece])
        else:
            groups[-1].append(piece)
    return groups


def _page(pieces: list[Piece], pages: Pages) -> int:
    """The page on which a line begins."""
    first = 0
    for piece in pieces:
        if piece.kind in ("page", "drawn page"):
            pages.turn(drawn=piece.kind == "drawn page")
        else:
            first = first or pages.write()
    return first or pages.number


def _row(pieces: list[Piece], page: int, hidden: bool) -> Row:
    runs = _fill_gaps([(piece.text, piece.look) for piece in pieces if piece.kind == "text"])
    images = tuple([piece.text for piece in pieces if piece.kind == "picture"])
    return Row("".join([text for text, _ in runs]), _marks(runs), images, page, hidden)


def _fill_gaps(runs: list[tuple[str, Look]]) -> list[tuple[str, Look]]:
    """White space that is underlined, two characters wide or more, with no underlined text beside it, is a blank to fill in."""
    if not any(look.underline and not text.strip() for text, look in runs):
        return runs
    filled: list[tuple[str, Look]] = []
    at = 0
    while at < len(runs):
        end = at + 1
        if runs[at][1].underline:
            while end < len(runs) and runs[end][1].underline:
                end += 1
            stretch = "".join([text for text, _ in runs[at:end]])
            if not stretch.strip() and sum(_WIDE.get(character, 1) for character in stretch) > 1:
                filled.append((BLANK, runs[at][1]))
                at = end
                continue
        filled.extend(runs[at:end])
        at = end
    return filled


def _marks(runs: list[tuple[str, Look]]) -> tuple[Mark, ...]:
    """Equal marks that touch are one. In order of their beginning."""
    done: list[Mark] = []
    open_: dict[tuple[Style, str], int] = {}
    at = 0
    for text, look in runs:
        now = marks_of(look)
        if open_ or now:
            done += [Mark(open_.pop(key), at, *key) for key in [key for key in open_ if key not in now]]
            for key in now:
                open_.setdefault(key, at)
        at += len(text)
    done += [Mark(start, at, *key) for key, start in open_.items()]
    return tuple(sorted(done)) if done else ()
