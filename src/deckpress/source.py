"""Where a text came from, and places in it.

Offsets count characters of ``Source.text`` from 0; lines and columns count from 1, columns in characters.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import east_asian_width

__all__ = ["Position", "Source", "Span"]

_WIDEST, _BEFORE = 160, 60
"""Characters of a line that an excerpt shows at most, and how many of them before the place."""


class Position(NamedTuple):
    """A place for people: both counted from 1."""

    line: int
    column: int


@dataclass(slots=True, eq=False)
class Source:
    """A text and the name under which people know it (usually its path)."""

    name: str
    text: str = field(repr=False)
    _breaks: list[int] | None = field(default=None, repr=False)

    def position(self, offset: int) -> Position:
        """The line and column of a character."""
        breaks = self._line_breaks()
        row = bisect_right(breaks, offset - 1)
        start = breaks[row - 1] + 1 if row else 0
        return Position(row + 1, offset - start + 1)

    def line(self, number: int) -> str:
        """The text of a line (counted from 1), without its line break; empty past the end."""
        start, end = self._bounds(number)
        return self.text[start:end].rstrip("\r")

    def line_start(self, number: int) -> int:
        """The offset at which a line (counted from 1) begins."""
        return self._bounds(number)[0]

    def line_length(self, number: int) -> int:
        """The number of characters of a line (counted from 1)."""
        start, end = self._bounds(number)
        return end - start

    def excerpt(self, start: int, end: int) -> str:
        """The source line of ``start``, and a caret under each character up to ``end`` (two under a wide one).

        Of a long line (a whole bank may be one) only the surroundings of the place.
        """
        line, column = self.position(start)
        first, last = self._bounds(line)
        if last - first > _WIDEST:
            cut = max(0, column - 1 - _BEFORE)
            first, last, column = first + cut, min(last, first + cut + _WIDEST), column - cut
        text = self.text[first:last].rstrip("\r")
        before, marked = text[: column - 1], text[column - 1 : column - 1 + max(1, end - start)]
        pad = "".join("\t" if c == "\t" else " " * _width(c) for c in before)
        return f"{text}\n{pad}{'^' * max(1, sum(map(_width, marked)))}"

    def _bounds(self, number: int) -> tuple[int, int]:
        breaks, length = self._line_breaks(), len(self.text)
        if number - 2 >= len(breaks):
            return length, length
        start = breaks[number - 2] + 1 if number > 1 else 0
        return start, breaks[number - 1] if number - 1 < len(breaks) else length

    def _line_breaks(self) -> list[int]:
        if self._breaks is None:
            text, at, breaks = self.text, -1, []
            while (at := text.find("\n", at + 1)) >= 0:
                breaks.append(at)
            self._breaks = breaks
        return self._breaks


def _width(character: str) -> int:
    return 2 if east_asian_width(character) in "WF" else 1


class Span(NamedTuple):
    """A stretch of a source: ``text[start:end]``."""

    source: Source
    start: int
    end: int

    @property
    def position(self) -> Position:
        """Where it starts."""
        return self.source.position(self.start)
