"""Where a text came from, and places in it.

Offsets count characters of ``Source.text`` from 0; lines and columns count from 1, columns in characters.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import east_asian_width

__all__ = ["Position", "Source", "Span"]


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
        breaks = self._line_breaks()
        start = breaks[number - 2] + 1 if number > 1 and number - 2 < len(breaks) else 0
        if number > 1 and number - 2 >= len(breaks):
            return ""
        end = breaks[number - 1] if number - 1 < len(breaks) else len(self.text)
        return self.text[start:end].rstrip("\r")

    def excerpt(self, start: int, end: int) -> str:
        """The source line of ``start`` and, below it, a caret under each character up to ``end`` (two under a wide one)."""
        line, column = self.position(start)
        text = self.line(line)
        if len(text) > 160:  # a whole bank in one line: show the surroundings of the place
            cut = max(0, column - 1 - 60)
            text, column = text[cut : cut + 160], column - cut
        before, marked = text[: column - 1], text[column - 1 : column - 1 + max(1, end - start)]
        pad = "".join("\t" if c == "\t" else " " * _width(c) for c in before)
        return f"{text}\n{pad}{'^' * max(1, sum(map(_width, marked)))}"

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
