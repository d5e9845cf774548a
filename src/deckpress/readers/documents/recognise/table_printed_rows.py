"""The header, the rows and the answers of a table that was printed as text (see `table_printed`)."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.answers import read_letters, read_truth
from deckpress.readers.documents.recognise.options import find_options
from deckpress.readers.documents.recognise.shadow import shadow
from deckpress.readers.documents.recognise.table_words import column_of

__all__ = ["Header", "Place", "Row", "Rows", "header_of"]

_LONGEST_HEADER = 80
_LONGEST_LINE = 4000
_LONGEST_ROW = 60
"""Lines of a row; behind more without the next number the table has ended."""
_MOST_BEHIND = 8
"""Lines of the page between a row's answer and the next row."""
_LONGEST_ANSWER = 16
_MOST_OPTIONS = 12
_MOST_PENDING = 5
_NUMBER_SIGNS = frozenset("序编編题題号號试試考小项項#№番번")
_NUMBER_WORDS = frozenset({"no", "no.", "nr", "nr.", "num", "num.", "number", "id", "s.no", "s.no.", "sr.no", "qid", "index"})
_NUMBER = re.compile(r"\s{0,40}(\d{1,5})[.、．]?(?=\s|$)")
_WORD = re.compile(r"\S+")


class Header(NamedTuple):
    """``text`` has single spaces. ``leads``: the answer stands before the question. ``kind``, ``chapter``: columns between them."""

    text: str
    leads: bool
    kind: bool
    chapter: bool


@dataclass(slots=True)
class Row:
    """A row: its number, behind which it goes on at ``at`` of its first line, and its lines."""

    number: str
    at: int
    lines: list[int]


class Place(NamedTuple):
    """Where an answer stands: ``row`` counts the lines of its row."""

    row: int
    start: int
    end: int


def header_of(line: Line) -> Header | None:
    """The columns that a line names; None for a line that heads no printed table."""
    if len(line.text) > 2 * _LONGEST_HEADER or line.cell is not None or line.left_out:
        return None
    text = line.text.strip()
    if not text or len(text) > _LONGEST_HEADER:
        return None
    names = text.split()
    if not 3 <= len(names) <= 8 or not (names[0][0] in _NUMBER_SIGNS or names[0].casefold() in _NUMBER_WORDS):
        return None
    columns = [column_of(name) for name in names]
    roles = ["" if column is None or column.vague else column.role for column in columns]
    if roles[0] != "number" or roles.count("stem") != 1 or roles.count("answer") != 1 or len(roles) - roles.count("") < 3:
        return None
    answer, stem = roles.index("answer"), roles.index("stem")
    if answer not in (1, len(roles) - 1) or "option" in roles or roles.count("") > 2:
        return None
    between = roles[1 + (answer < stem) : stem]
    kind = between[:1] == ["kind"]
    return Header(" ".join(names), answer < stem, kind, len(between) > kind)


class Rows:
    """The rows below a header: ``heads`` are its lines, ``last`` is the line behind the table."""

    def __init__(self, lines: Sequence[Line], first: int, header: Header) -> None:
        self.lines = lines
        self.first = self.last = first
        self.header = header
        self.heads: list[int] = []
        self.rows: list[Row] = []
        self.strays: list[int] = []
        """Numbers alone on their line that are not of a row but of a page."""
        self._pending: list[int] = []
        """Lines that may begin the next rows, though this one has no answer yet."""

    def scan(self, taken: Set[int]) -> None:
        """Finds the rows, up to the header of another table, a line that is ``taken``, or a row that has no end."""
        for at in range(self.first, len(self.lines)):
            line = self.lines[at]
            begun = self.rows[-1].lines[0] if self.rows else self.first
            if at in taken or line.cell is not None or at - begun > _LONGEST_ROW or len(line.text) > _LONGEST_LINE:
                break
            header = header_of(line)
            if header is not None and header != self.header:
                break
            self.last = at + 1
            if header is not None:
                self.heads.append(at)
            elif line.text and not line.text.isspace() and not line.left_out:
                self._read(at)
        self._settle()

    def _read(self, at: int) -> None:
        found = _NUMBER.match(self.lines[at].text)
        if not self.rows:
            if found is not None:
                self._begin(at, found)
            return
        row = self.rows[-1]
        step = int(found[1]) - int(row.number) if found is not None else 0
        waiting = len(self._pending)
        if found is not None and (step == 0 or (found[1] == "1" and len(self.rows) == 1)) and self._is_lone(row):
            self.strays += self.rows.pop().lines
            self._begin(at, found)
        elif found is not None and (0 < step <= waiting + 2 or found[1] == "1") and self.answer_of(row) is not None:
            self._settle()
            self._begin(at, found)
        else:
            row.lines.append(at)
            if step == waiting + 1 and waiting < _MOST_PENDING:
                self._pending.append(at)

    def _begin(self, at: int, found: re.Match[str]) -> None:
        self.rows.append(Row(found[1], found.end(), [at]))

    def _settle(self) -> None:
        """Parts the last row where another begins behind it, that has options as it has."""
        for at in self._pending:
            row = self.rows[-1]
            cut = row.lines.index(at)
            found = _NUMBER.match(self.lines[at].text)
            if found is not None and self._has_options(row.lines[:cut]) and self._has_options(row.lines[cut:]):
                self.rows.append(Row(found[1], found.end(), row.lines[cut:]))
                del row.lines[cut:]
        self._pending = []

    def _has_options(self, numbers: Sequence[int]) -> bool:
        s = shadow("\n".join(self.lines[number].text for number in numbers))
        return len(find_options(s, 0, len(s))) > 1

    def _is_lone(self, row: Row) -> bool:
        return len(row.lines) == 1 and not self.lines[row.lines[0]].text[row.at :].strip()

    def answer_of(self, row: Row) -> Place | None:
        """Where a row's answer stands: behind its number, or last in it but for lines of the page."""
        if not self.header.leads:
            last = len(row.lines) - 1
            return next((place for i in range(last, max(-1, last - _MOST_BEHIND), -1) if (place := self.ends_in_answer(row, i))), None)
        for i, number in enumerate(row.lines[:2]):
            word = _WORD.search(self.lines[number].text, row.at if not i else 0)
            if word is not None:
                return Place(i, word.start(), word.end()) if _is_answer(word[0]) else None
        return None

    def ends_in_answer(self, row: Row, i: int) -> Place | None:
        """The answer at a line's end; letters with spaces between them only alone on their line."""
        text = self.lines[row.lines[i]].text.rstrip()
        low = row.at if not i else 0
        alone = text[low:].strip()
        if _is_answer(alone):
            return Place(i, len(text) - len(alone), len(text))
        tail = text[max(low, len(text) - _LONGEST_ANSWER - 1) :]
        word = tail.split()[-1] if tail.split() else ""
        return Place(i, len(text) - len(word), len(text)) if len(word) < len(tail) and _is_answer(word) else None

    def next_number(self, at: int) -> bool:
        """Whether a line begins with a number as a row does."""
        return _NUMBER.match(self.lines[at].text) is not None


def _is_answer(text: str) -> bool:
    if not text or len(text) > _LONGEST_ANSWER or text.isdecimal():
        return False
    letters = read_letters(text)
    lettered = letters is not None and letters[-1] < _MOST_OPTIONS and not text[0].islower() and any(map(str.isalpha, text))
    return lettered or read_truth(text) is not None
