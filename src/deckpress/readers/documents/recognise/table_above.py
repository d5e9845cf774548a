"""What the headings above a table say of the questions or answers in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.facts import Heading
from deckpress.readers.documents.recognise.headings import read_heading
from deckpress.readers.documents.recognise.shadow import shadow
from deckpress.readers.documents.recognise.table_codes import NO_KIND, Kind
from deckpress.readers.documents.recognise.table_words import kind_named

__all__ = ["NOTHING_ABOVE", "Above", "Headings"]

_FARTHEST = 300
"""Lines above a table in which its headings are looked for."""
_LONGEST = 80
_NAMELESS = re.compile(r"(?:sheet|tabelle|hoja|feuil|foglio|planilha|лист|工作表|シート|시트|worksheet)\s?\d*", re.IGNORECASE)
"""A sheet's name that says nothing."""


class Above(NamedTuple):
    """What the headings above a table say: ``titles`` are the path of those that are no chapter."""

    titles: tuple[str, ...] = ()
    chapter: str = ""
    section: str = ""
    kind: Kind = NO_KIND


NOTHING_ABOVE = Above()


class Headings:
    """The headings that hold at a table. Tables are asked for in document order; each line is looked at once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._at = 0
        self._titles: list[tuple[int, str]] = []
        self._chapter = self._section = ""
        self._kind = NO_KIND

    def above(self, first: int) -> Above:
        """What holds at the table whose first line is ``first``."""
        if first - self._at > _FARTHEST:
            self._titles, self._chapter, self._section, self._kind = [], "", "", NO_KIND
        for number in range(max(self._at, first - _FARTHEST), first):
            line = self._lines[number]
            text = line.text.strip()
            if not text or len(text) > _LONGEST or line.cell is not None or line.left_out:
                continue
            if (heading := read_heading(shadow(line.text), line)) is not None:
                self._enter(heading, text.strip(" :：#*"))
        self._at = first
        return Above(tuple(title for _, title in self._titles), self._chapter, self._section, self._kind)

    def _enter(self, heading: Heading, text: str) -> None:
        if heading.sort == "chapter":
            self._titles, self._chapter, self._section, self._kind = [], text, "", NO_KIND
        elif heading.sort in {"kind", "key"}:
            strict = kind_named(text)[1]
            self._section, self._kind = text if heading.sort == "kind" else "", Kind(heading.kind, strict)
        elif heading.sort == "title":
            kind, strict = kind_named(text) if len(text) <= 24 else (None, False)
            self._section, self._kind = text if kind else "", Kind(kind, strict)
            self._titles = [(level, title) for level, title in self._titles if level < heading.level]
            if kind is None and not _NAMELESS.fullmatch(text):
                self._titles.append((heading.level, text))
