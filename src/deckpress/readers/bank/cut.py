"""A bank's text cut at its questions, so that each can be read by itself.

Most of a bank is questions, most of them written one way. `cut` finds the lists of questions and takes them out of the text, so that
the remaining *skeleton* (titles, chapters) is small; `scan.scan_item` reads a question of the common layout directly. Both may say "not
this one" at any time, and never guess: what they don't take goes to `tree.compose`, question by question, and if a piece does not parse
alone, the text as a whole. So the outcome is that of the YAML parser at a fraction of its time and memory (a property test holds the
two together).

Why a cut is safe: a question's lines stand deeper than its ``-``. A quotation or bracket that crosses a cut leaves a piece that
ends in the middle of it, which is no YAML; an alias whose anchor stands in another piece is undefined. Either sends the whole text
to the parser. A ``questions:`` inside a block of text is no key of the skeleton, which the caller checks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

__all__ = ["Cut", "Region", "cut"]

_KEY = "questions:"
_QUESTIONS = re.compile(r"( *(?:- +)?)questions: *\n(?: *(?:#[^\n]*)?\n)*( *)- ")
_MAX_COLUMN = 100
_USUAL_BYTES = bytes(range(0x20, 0x7F)) + b"\n" + bytes(range(0x80, 0x100))
# In UTF-8: U+0080 to U+009F (among them YAML's line break U+0085), U+2028, U+2029, U+FEFF, the noncharacters of the BMP, surrogates.
_UNUSUAL = re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef(?:\xbb\xbf|\xbf[\xbe\xbf]|\xb7[\x90-\xaf])|\xed[\xa0-\xbf]")


@dataclass(frozen=True, slots=True)
class Region:
    """One list of questions: ``key`` is the offset of its ``questions`` key, ``items`` the offsets of the items and of the end."""

    key: int
    indent: int
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """``skeleton`` is the text without the regions; ``offset`` maps a place in it back to the text."""

    skeleton: str
    regions: tuple[Region, ...]
    _memo: list[tuple[list[int], list[int]]] = field(default_factory=list, repr=False, compare=False)

    def offset(self, at: int) -> int:
        """The place in the whole text of a place in the skeleton."""
        starts, shifts = self._moves
        return at + shifts[bisect_right(starts, at)]

    @property
    def _moves(self) -> tuple[list[int], list[int]]:
        """Where in the skeleton each region was taken out, and how far what follows has moved by then."""
        if not self._memo:
            starts, shifts, moved = [], [0], 0
            for region in self.regions:
                starts.append(region.items[0] - moved)
                moved += region.items[-1] - region.items[0]
                shifts.append(moved)
            self._memo.append((starts, shifts))
        return self._memo[0]


@lru_cache(maxsize=32)
def _end_of_items(indent: int) -> re.Pattern[str]:
    """Finds the line break before the first line that is less indented than the items' dashes, or stands in their column and is none."""
    less = rf" {{0,{indent - 1}}}[^ \n#]|" if indent else ""
    return re.compile(rf"\n(?:{less} {{{indent}}}(?!- )[^ \n#])")


def cut(text: str) -> Cut | None:
    """The text cut at its questions; None where it holds tabs, line breaks that only YAML knows, or what YAML refuses."""
    data = text.encode("utf-8", "surrogatepass")
    if data.translate(None, _USUAL_BYTES) or (not text.isascii() and _UNUSUAL.search(data)):
        return None
    regions: list[Region] = []
    pieces: list[str] = []
    at = looked = 0
    while (key := text.find(_KEY, looked)) >= 0:
        looked = key + len(_KEY)
        line = text.rfind("\n", max(0, key - _MAX_COLUMN), key) + 1
        match = _QUESTIONS.match(text, line)
        if match is None or match.end(1) != key or len(match[2]) < len(match[1]):
            continue
        first, indent = match.start(2), len(match[2])
        stop = _end_of_items(indent).search(text, first)
        end = stop.start() + 1 if stop else len(text)
        items = [first]
        dash = f"\n{' ' * indent}- "
        while (found := text.find(dash, items[-1], end)) >= 0:
            items.append(found + 1)
        regions.append(Region(key, indent, (*items, end)))
        pieces.append(text[at:first])
        at = looked = end
    pieces.append(text[at:])
    return Cut("".join(pieces), tuple(regions))
