"""A table of questions that was printed as text: the rows of a PDF without the lines and gaps between their columns.

A line of the columns' names heads it: a number first, the answer last or second, the question and others between. A row begins with
the next number and may wrap over several lines; its options stand in the question. What neighbouring rows begin with is the column
of the chapter. The header, and a line that stands beside it, may come back on each page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.answers import read_letters, read_truth
from deckpress.readers.documents.recognise.furniture import is_furniture
from deckpress.readers.documents.recognise.options import find_options
from deckpress.readers.documents.recognise.result import Found, PieceRole
from deckpress.readers.documents.recognise.shadow import shadow
from deckpress.readers.documents.recognise.strip import Strip, join_wrapped
from deckpress.readers.documents.recognise.table_above import Above, Headings
from deckpress.readers.documents.recognise.table_answers import choose, write
from deckpress.readers.documents.recognise.table_codes import Kind
from deckpress.readers.documents.recognise.table_words import column_of, kind_named
from deckpress.readers.documents.recognise.tables import is_heading_text

__all__ = ["PrintedTable", "printed_tables"]

_LEAST_ROWS = 5
_SURE = 0.8
"""Of the rows, how many must have an answer that fits them."""
_LONGEST_HEADER = 80
_LONGEST_ROW = 60
"""Lines of a row; behind more without the next number the table has ended."""
_MOST_BEHIND = 8
"""Lines of the page between a row's answer and the next row."""
_MOST_WORDS = 12
"""Words of a chapter's name."""
_LONGEST_ANSWER = 16
_NUMBER_SIGNS = frozenset("序编編题題号號试試考小项項#№番번")
_NUMBER_WORDS = frozenset({"no", "no.", "nr", "nr.", "num", "number", "num.", "id", "s.no", "s.no.", "sr.no", "qid", "index", "n°", "número", "номер"})
_NUMBER = re.compile(r"\s{0,40}(\d{1,5})[.、．]?(?=\s|$)")
_WORD = re.compile(r"\S+")
_CHOICES = frozenset({"single", "multiple", "truefalse"})


@dataclass(slots=True)
class PrintedTable:
    """Questions, pieces and lines of a table in the document's own indices; pieces name the questions by their place here."""

    first: int
    last: int
    questions: list[Found] = field(default_factory=list)
    pieces: list[tuple[int, int, int, PieceRole, int]] = field(default_factory=list)


class _Header(NamedTuple):
    """``text`` without doubled spaces. ``leads``: the answer stands before the question. ``kind``, ``chapter``: columns between them."""

    text: str
    leads: bool
    kind: bool
    chapter: bool


@dataclass(slots=True)
class _Row:
    """A row from its number (``at`` of its first line) to the next row; ``lines`` are those that are not of the page."""

    number: str
    at: int
    lines: list[int]


class _Place(NamedTuple):
    """Where an answer stands: ``row`` counts the lines of its row."""

    row: int
    start: int
    end: int


def printed_tables(lines: Sequence[Line], taken: Set[int]) -> Iterator[PrintedTable]:
    """The printed tables in the lines that are not ``taken``. Linear; a line that is no header costs a look at its first character."""
    at = 0
    headings: Headings | None = None
    while at < len(lines):
        header = _header(lines[at]) if at not in taken else None
        if header is None:
            at += 1
            continue
        table = _Table(lines, at, header)
        at = table.scan(taken)
        if len(table.rows) >= _LEAST_ROWS:
            headings = headings or Headings(lines)
            if (printed := table.read(headings.above(table.first))) is not None:
                yield printed


def _header(line: Line) -> _Header | None:
    text = line.text[: _LONGEST_HEADER + 1].strip()
    if not text or len(text) > _LONGEST_HEADER or len(line.text) > 2 * _LONGEST_HEADER or line.cell is not None or line.left_out:
        return None
    names = text.split()
    if not 3 <= len(names) <= 8 or not (names[0][0] in _NUMBER_SIGNS or names[0].casefold() in _NUMBER_WORDS):
        return None
    columns = [column_of(name) for name in names]
    roles = [column.role if column is not None and not column.vague else "" for column in columns]
    if roles[0] != "number" or roles.count("stem") != 1 or roles.count("answer") != 1 or roles.count("") > min(2, len(roles) - 3):
        return None
    answer, stem = roles.index("answer"), roles.index("stem")
    if answer not in (1, len(roles) - 1) or "option" in roles:
        return None
    between = roles[1 + (answer == 1) : stem]
    kind = between[:1] == ["kind"]
    return _Header(" ".join(names), answer < stem, kind, len(between) > kind)


class _Table:
    """The rows below one header. ``noise``: lines of the page, that come back beside the header."""

    def __init__(self, lines: Sequence[Line], first: int, header: _Header) -> None:
        self.lines = lines
        self.first = self.last = first
        self.header = header
        self.heads: list[int] = []
        self.rows: list[_Row] = []
        self.noise: set[int] = set()

    # --- rows

    def scan(self, taken: Set[int]) -> int:
        """Finds the rows; returns the line behind them, or the header of another table."""
        pending = at = -1
        for at in range(self.first, len(self.lines)):
            line = self.lines[at]
            if at in taken or line.cell is not None or at - (self.rows[-1].lines[0] if self.rows else self.first) > _LONGEST_ROW:
                break
            header = _header(line)
            if header is not None and header != self.header:
                break
            if header is not None:
                self.heads.append(at)
            elif line.text and not line.text.isspace() and not line.left_out:
                pending = self.line(at, pending)
        else:
            at += 1
        self.last = at
        return max(at, self.first + 1)

    def line(self, at: int, pending: int) -> int:
        """A line of a row, or the beginning of the next; ``pending``: a line that may begin it, though the row has no answer yet."""
        found = _NUMBER.match(self.lines[at].text)
        value = int(found[1]) if found is not None else -1
        if found is None or not self.rows:
            if found is not None:
                self.rows.append(_Row(found[1], found.end(), [at]))
            elif self.rows:
                self.rows[-1].lines.append(at)
            return pending
        row = self.rows[-1]
        step = value - int(row.number)
        if step == 0 and self.is_lone(row):
            self.rows[-1] = _Row(found[1], found.end(), [at])  # the number before was that of a page
            return -1
        answered = step in (1, 2) or value == 1
        answered = answered and self.answer_of(row, self.header.leads) is not None
        if answered and step == 2 and pending >= 0:
            self.part(pending)
        elif not answered:
            row.lines.append(at)
            return at if step == 1 and pending < 0 else pending
        self.rows.append(_Row(found[1], found.end(), [at]))
        return -1

    def part(self, pending: int) -> None:
        """Parts the last row in two: the first has no answer."""
        row = self.rows[-1]
        cut = row.lines.index(pending)
        found = _NUMBER.match(self.lines[pending].text)
        if found is not None:
            self.rows.append(_Row(found[1], found.end(), row.lines[cut:]))
            del row.lines[cut:]

    def is_lone(self, row: _Row) -> bool:
        return len(row.lines) == 1 and not self.lines[row.lines[0]].text[row.at :].strip()

    # --- answers

    def answer_of(self, row: _Row, leads: bool) -> _Place | None:
        """The answer behind the number, or the last that ends a line."""
        if not leads:
            last = len(row.lines) - 1
            return next((place for i in range(last, max(-1, last - _MOST_BEHIND), -1) if (place := self.ends_in_answer(row, i))), None)
        for i, number in enumerate(row.lines[:2]):
            word = _WORD.search(self.lines[number].text, row.at if not i else 0)
            if word is not None:
                return _Place(i, word.start(), word.end()) if _is_answer(word[0]) else None
        return None

    def ends_in_answer(self, row: _Row, i: int) -> _Place | None:
        """The answer at a line's end; several letters with spaces between them only alone on their line."""
        text = self.lines[row.lines[i]].text.rstrip()
        low = row.at if not i else 0
        alone = text[low:].lstrip()
        if len(alone) <= _LONGEST_ANSWER and _is_answer(alone):
            return _Place(i, len(text) - len(alone), len(text))
        tail = text[max(low, len(text) - _LONGEST_ANSWER - 1) :]
        word = tail.split()[-1] if tail else ""
        parted = len(word) < len(tail)
        return _Place(i, len(text) - len(word), len(text)) if parted and _is_answer(word) else None

    def first_answer(self, row: _Row, least: int) -> _Place | None:
        """The answer of the last row, behind which anything may stand: the first behind ``least`` options."""
        for i in range(len(row.lines)):
            place = self.ends_in_answer(row, i)
            if place is not None and (not least or len(_options(self.strip(row, place))) >= least):
                return place
        return None

    # --- questions

    def read(self, above: Above) -> PrintedTable | None:
        """The table's questions; None if too few rows have an answer that fits them."""
        self.mark_noise()
        places = [self.answer_of(row, self.header.leads) for row in self.rows]
        counts = [len(_options(self.strip(row, place))) for row, place in zip(self.rows[:-1], places, strict=False)]
        usual = Counter(counts).most_common(1)[0][0]
        self.end(places, usual)
        strips = [self.strip(row, place) for row, place in zip(self.rows, places, strict=True)]
        heads = [_words(strip.text) for strip in strips]
        kinds = [kind_named(words[0][0])[0] if self.header.kind and words else None for words in heads]
        starts = [1 if kind else 0 for kind in kinds]
        cuts = _chapters(heads, starts) if self.header.chapter else starts
        table = PrintedTable(self.first, self.last)
        for i, strip in enumerate(strips):
            at = heads[i][cuts[i] - 1][1] if cuts[i] else 0
            begin = heads[i][0][1] if starts[i] else 0
            self.question(table, self.rows[i], places[i], strip, (begin, at), above._replace(kind=Kind(kinds[i]) if kinds[i] else above.kind))
            if self.header.chapter and cuts[i] == starts[i] and 2 * sum(c > s for c, s in zip(cuts, starts, strict=True)) > len(cuts):
                table.questions[i].review.append("the chapter may stand in the stem")
        if sum(map(_is_sure, table.questions)) < max(_LEAST_ROWS, _SURE * len(self.rows)):
            return None
        self.book_rest(table)
        return table

    def mark_noise(self) -> None:
        """Takes the lines of the page out of the rows: page numbers beside the header, sites, what comes back beside the header."""
        beside = [at + step for at in self.heads for step in (-1, 1) if self.first < at + step < self.last]
        counts = Counter(self.lines[at].text.strip() for at in beside)
        least = max(2, len(self.heads) / 2)
        again = {text for text, count in counts.items() if count >= least and len(text) > _LONGEST_ANSWER / 4 and not _NUMBER.match(text)}
        near = set(beside)
        for row in self.rows:
            noise = {at for at in row.lines[1:] if self.is_noise(self.lines[at].text, again, near=at in near)}
            self.noise |= noise
            row.lines = [at for at in row.lines if at not in noise]

    def is_noise(self, text: str, again: Set[str], *, near: bool) -> bool:
        return text.strip() in again or (near and text.strip().isdecimal()) or (len(text) < 400 and is_furniture(shadow(text), None))

    def end(self, places: list[_Place | None], usual: int) -> None:
        """Where the last row ends, and with it the table."""
        row = self.rows[-1]
        if self.header.leads:
            longest = max(len(other.lines) for other in self.rows[:-1])
            kept = next((i for i in range(1, len(row.lines)) if row.lines[i] - row.lines[i - 1] > 1 + self.is_spaced()), longest)
            del row.lines[max(kept, 1) :]
        else:
            places[-1] = self.first_answer(row, usual)
            if (last := places[-1]) is not None:
                del row.lines[last.row + 1 :]
        self.last = row.lines[-1] + 1
        self.noise = {at for at in self.noise if at < self.last}

    def is_spaced(self) -> bool:
        """Whether blank lines stand within the rows."""
        return any(b - a > 1 for row in self.rows[:-1] for a, b in zip(row.lines, row.lines[1:], strict=False))

    def strip(self, row: _Row, place: _Place | None) -> Strip:
        """The row's text without its number and answer, and what stands behind that."""
        strip = Strip("", "", [], [], [])
        texts = []
        at = 0
        for i, number in enumerate(row.lines):
            low, high = row.at if not i else 0, len(self.lines[number].text)
            if place is not None and i == place.row:
                low, high = (place.end, high) if self.header.leads else (low, place.start)
            elif place is not None and i < place.row and self.header.leads:
                low = high
            strip.starts.append(at)
            strip.lines.append(number)
            strip.shifts.append(low)
            texts.append(self.lines[number].text[low:high])
            at += high - low + 1
            if place is not None and i == place.row and not self.header.leads:
                break
        strip.text = "\n".join(texts)
        strip.shadow = shadow(strip.text)
        return strip
