"""A stretch of the document as one text, each character of which still knows its line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.facts import Facts, Label
from deckpress.readers.documents.recognise.shadow import cjk

__all__ = ["Place", "Strip", "join_wrapped"]


class Place(NamedTuple):
    """A character of the document: an index into its lines, and an offset in that line."""

    line: int
    offset: int


@dataclass(slots=True)
class Strip:
    """``text`` and its ``shadow``, lines joined by line feeds.

    ``starts`` are the offsets at which ``lines`` (indices) begin, ``shifts`` the offsets in those lines.
    """

    text: str
    shadow: str
    starts: list[int]
    lines: list[int]
    shifts: list[int]

    @classmethod
    def cut(cls, document: Sequence[Line], facts: Sequence[Facts], start: Place, end: Place) -> Strip:
        """The text from one place to another, without blank lines and those that the container left out."""
        strip = cls("", "", [], [], [])
        texts: list[str] = []
        shadows: list[str] = []
        at = 0
        first, last = start.line, end.line
        for number in range(first, min(last + 1, len(document))):
            fact = facts[number]
            line = document[number]
            s = fact.shadow
            if fact.first >= len(s) or line.left_out:
                continue
            low = start.offset if number == first else 0
            high = end.offset if number == last else len(s)
            skip, behind = fact.skip
            if behind > skip and low <= skip:
                low = behind
            if low >= high:
                continue
            if texts:
                glue = "" if fact.joins else "\n"  # a page mark cuts words apart
                texts.append(glue)
                shadows.append(glue)
                at += len(glue)
            texts.append(line.text[low:high])
            shadows.append(s[low:high])
            strip.starts.append(at)
            strip.lines.append(number)
            strip.shifts.append(low)
            at += high - low
        strip.text, strip.shadow = "".join(texts), "".join(shadows)
        return strip

    def place(self, offset: int) -> Place:
        """Where a character of the strip stands in the document."""
        row = bisect_right(self.starts, offset) - 1
        return Place(self.lines[row], self.shifts[row] + offset - self.starts[row])

    def spans(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """``(line, start, end)`` in the document of each line's share of ``text[start:end]``; no share is empty."""
        starts = self.starts
        row = max(0, bisect_right(starts, start) - 1)
        found = []
        while row < len(starts) and starts[row] < end:
            low = starts[row]
            a, b = start if start > low else low, self.row_end(row)
            b = end if end < b else b
            if a < b:
                shift = self.shifts[row] - low
                found.append((self.lines[row], shift + a, shift + b))
            row += 1
        return found

    def row_end(self, row: int) -> int:
        """Where a line's share of the strip ends."""
        if row + 1 >= len(self.starts):
            return len(self.text)
        end = self.starts[row + 1]
        return end - 1 if self.text[end - 1] == "\n" else end

    def labels(self, facts: Sequence[Facts]) -> list[Label]:
        """The labels that lie in the strip, in its own offsets."""
        found = []
        for row, number in enumerate(self.lines):
            labels = facts[number].labels  # in their order in the line; a line may hold a whole bank
            if not labels:
                continue
            shift = self.shifts[row]
            limit = self.row_end(row)
            for i in range(bisect_left(labels, shift, key=_start), len(labels)):
                label = labels[i]
                a = self.starts[row] + label.start - shift
                if a >= limit:
                    break
                found.append(Label(a, a + label.end - label.start, label.name))
        return found

    def line_start(self, offset: int) -> bool:
        """Whether nothing visible stands before a character in its line (as far as an indent goes)."""
        at = offset - 1
        while at >= 0 and offset - at <= _LONGEST_INDENT and self.text[at] in " \t\u00a0\u3000":
            at -= 1
        return at < 0 or self.text[at] == "\n"


_LONGEST_INDENT = 40

_start = attrgetter("start")


def join_wrapped(text: str, wrap: int = 0, keep: bool = False) -> str:
    """A text without the line breaks of its page.

    A line of at least ``wrap`` columns (0: none is known) that ends in no full stop goes on in the next line.
    ``keep``: code, all breaks stay.
    """
    line, _, more = text.partition("\n")
    if not more:  # one line, as most options are
        line = line.strip(" \t\u00a0\u3000") if not keep else line.rstrip()
        return line if line.strip() else ""
    lines = [line.strip(" \t\u00a0\u3000") if not keep else line.rstrip() for line in text.split("\n")]
    lines = [line for line in lines if line.strip()]
    if keep or len(lines) < 2:
        return "\n".join(lines)
    parts = [lines[0]]
    for before, line in pairwise(lines):
        if wrap and _columns(before) >= wrap and before[-1] not in "。！？!?；;：:.":
            parts.append(("" if cjk(before[-1]) or cjk(line[0]) else " ") + line)
        elif wrap and _columns(before) >= wrap:
            parts.append(("" if cjk(before[-1]) else " ") + line)
        else:
            parts.append("\n" + line)
    return "".join(parts)


def _columns(text: str) -> int:
    return len(text) if text.isascii() else len(text) + sum(map(cjk, text))
