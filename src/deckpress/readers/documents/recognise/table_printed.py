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
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.furniture import is_furniture
from deckpress.readers.documents.recognise.options import OptionSpan, find_options
from deckpress.readers.documents.recognise.result import Found, FoundKind, PieceRole
from deckpress.readers.documents.recognise.shadow import shadow
from deckpress.readers.documents.recognise.strip import Strip, join_wrapped
from deckpress.readers.documents.recognise.table_above import Above, Headings
from deckpress.readers.documents.recognise.table_answers import choose, write
from deckpress.readers.documents.recognise.table_codes import NO_KIND, Kind
from deckpress.readers.documents.recognise.table_printed_rows import Place, Row, Rows, header_of
from deckpress.readers.documents.recognise.table_words import kind_named
from deckpress.readers.documents.recognise.tables import is_heading_text

__all__ = ["PrintedTable", "printed_tables"]

_LEAST_ROWS = 5
_SURE = 0.8
"""Of the rows, how many must have an answer that fits them."""
_MOST_WORDS = 12
"""Words of a chapter's name."""
_SAMPLE = 200
"""Rows whose options are counted to know the last row's."""
_SHORTEST_NOISE = 5
_LONGEST_NOISE = 400
_WORD = re.compile(r"\S+")
_OF_QUESTION = re.compile(r"[?？。_]|[(（]\s?[A-HＡ-Ｈ]\s?[)）]|^[(（]|^[A-H][.、．)）]")
"""A word that is of a question, not of a chapter's name."""
_OPTION: PieceRole = "option"
_CHOICES: frozenset[FoundKind | None] = frozenset({"single", "multiple", "truefalse"})


@dataclass(slots=True)
class PrintedTable:
    """Questions, pieces and lines (from ``first`` to before ``last``) in the document's indices; pieces count the questions here."""

    first: int
    last: int
    questions: list[Found] = field(default_factory=list)
    pieces: list[tuple[int, int, int, PieceRole, int]] = field(default_factory=list)


class _Cells(NamedTuple):
    """A row's text without its number and answer, its first words with their ends; ``lead`` of them are the column of the ``kind``."""

    strip: Strip
    words: list[tuple[str, int]]
    kind: Kind
    lead: int


def printed_tables(lines: Sequence[Line], taken: Set[int]) -> Iterator[PrintedTable]:
    """The printed tables in the lines that are not ``taken``. Linear; a line that is no header costs a look at its beginning."""
    at = 0
    outside: list[Line] = []
    headings: Headings | None = None
    while at < len(lines):
        header = header_of(lines[at]) if at not in taken else None
        if header is None:
            at += 1
            continue
        rows = Rows(lines, at, header)
        rows.scan(taken)
        at = max(rows.last, at + 1)
        if len(rows.rows) < _LEAST_ROWS:
            continue
        if headings is None:
            outside = list(lines)
            headings = Headings(outside)
        if (table := _Table(rows, headings.above(rows.first)).read()) is not None:
            yield table
            at = table.last
            outside[table.first : at] = [Line(text="", number=0)] * (at - table.first)  # a row heads no table below


class _Table:
    def __init__(self, rows: Rows, above: Above) -> None:
        self.rows = rows
        self.above = above
        self.lines = rows.lines
        self.noise = set(rows.strays)
        self.chapter = ""

    def read(self) -> PrintedTable | None:
        """The table's questions; None if too few rows have an answer that fits them."""
        rows = self.rows.rows
        self.drop_noise()
        places = [self.rows.answer_of(row) for row in rows]
        self.end(places)
        table = PrintedTable(self.rows.first, self.rows.last)
        cells = [self.cells(row, place) for row, place in zip(rows, places, strict=True)]
        cuts = _chapters(cells) if self.rows.header.chapter else [cell.lead for cell in cells]
        told = 2 * sum(cut > cell.lead for cut, cell in zip(cuts, cells, strict=True)) > len(cells)
        for row, place, cell, cut in zip(rows, places, cells, cuts, strict=True):
            found = self.question(table, row, place, cell, cut)
            if told and cut == cell.lead:
                found.review.append("the chapter may stand in the stem")
        if sum(map(_is_sure, table.questions)) < max(_LEAST_ROWS, _SURE * len(rows)):
            return None
        table.pieces += [(at, 0, len(self.lines[at].text), "heading", -1) for at in self.rows.heads if at < table.last]
        table.pieces += [(at, 0, len(self.lines[at].text), "furniture", -1) for at in self.noise if at < table.last]
        return table

    # --- the page

    def drop_noise(self) -> None:
        """Takes the lines of the page out of the rows: those of sites, numbers beside the header, what comes back beside it."""
        rows = self.rows
        beside = {at + step for at in rows.heads for step in (-1, 1) if rows.first < at + step < rows.last}
        counts = Counter(self.lines[at].text.strip() for at in beside if not rows.next_number(at))
        least = max(2, len(rows.heads) / 2)
        again = {text for text, count in counts.items() if count >= least and len(text) >= _SHORTEST_NOISE}
        for row in rows.rows:
            noise = {at for at in row.lines[1:] if self.is_noise(self.lines[at].text, again, beside=at in beside)}
            row.lines = [at for at in row.lines if at not in noise]
            self.noise |= noise

    def is_noise(self, text: str, again: Set[str], *, beside: bool) -> bool:
        bare = text.strip()
        return bare in again or (beside and bare.isdecimal()) or (len(bare) <= _LONGEST_NOISE and is_furniture(shadow(bare), None))

    def end(self, places: list[Place | None]) -> None:
        """Where the last row ends, behind which anything may stand: at its answer, or at a gap."""
        rows, row = self.rows.rows, self.rows.rows[-1]
        if self.rows.header.leads:
            spaced = any(self.gap(other) < len(other.lines) for other in rows[:-1])
            longest = max(len(other.lines) for other in rows[:-1])
            del row.lines[longest if spaced else min(longest, self.gap(row)) :]
        else:
            counts = Counter(len(_options(self.strip(row, place))) for row, place in zip(rows[:-1][:_SAMPLE], places, strict=False))
            places[-1] = self.first_answer(row, counts.most_common(1)[0][0])
            if (place := places[-1]) is not None:
                del row.lines[place.row + 1 :]
        self.rows.last = row.lines[-1] + 1

    def gap(self, row: Row) -> int:
        """How many of a row's lines stand above a blank line."""
        blank = (i for i, at in enumerate(row.lines[1:], 1) if not self.lines[at - 1].text.strip())
        return next(blank, len(row.lines))

    def first_answer(self, row: Row, least: int) -> Place | None:
        """The first answer behind ``least`` options."""
        places = filter(None, (self.rows.ends_in_answer(row, i) for i in range(len(row.lines))))
        return next((place for place in places if len(_options(self.strip(row, place))) >= least), None)

    # --- rows

    def strip(self, row: Row, place: Place | None) -> Strip:
        """The row's text without its number and answer, up to an answer at its end."""
        strip, texts, at = Strip("", "", [], [], []), [], 0
        leads = self.rows.header.leads
        for i, number in enumerate(row.lines):
            low, high = row.at if not i else 0, len(self.lines[number].text)
            if place is not None and i == place.row:
                low, high = (place.end, high) if leads else (low, place.start)
            elif place is not None and i > place.row and not leads:
                break
            strip.starts.append(at)
            strip.lines.append(number)
            strip.shifts.append(low)
            texts.append(self.lines[number].text[low:high])
            at += high - low + 1
        strip.text = "\n".join(texts)
        strip.shadow = shadow(strip.text)
        return strip

    def cells(self, row: Row, place: Place | None) -> _Cells:
        strip = self.strip(row, place)
        words = [(word[0], word.end()) for word in islice(_WORD.finditer(strip.text), _MOST_WORDS)]
        kind = Kind(*kind_named(shadow(words[0][0]))) if self.rows.header.kind and words else NO_KIND
        return _Cells(strip, words, kind, 0 if kind.kind is None else 1)

    def question(self, table: PrintedTable, row: Row, place: Place | None, cell: _Cells, cut: int) -> Found:
        above, strip, index = self.above, cell.strip, len(table.questions)
        lead, at = (cell.words[n - 1][1] if n else 0 for n in (cell.lead, cut))
        spans = _options(strip, at)
        begin = min((span.start for span in spans), default=len(strip.text))
        kind = cell.kind if cell.lead else above.kind
        answer = self.lines[row.lines[place.row]].text[place.start : place.end] if place is not None else ""
        found = Found(
            kind="short",
            stem=join_wrapped(strip.text[at:begin], 1).strip(),
            options=[join_wrapped(strip.text[span.begin : span.end], 1).strip() for span in spans],
            chapter=join_wrapped(strip.text[lead:at], 1).strip() or self.chapter or above.chapter,
            headings=tuple(filter(None, (*above.titles, above.chapter, self.chapter, above.section))),
            number=row.number,
            line=row.lines[0],
            images=[name for at in row.lines for name in self.lines[at].images],
        )
        answers = [answer] if answer else []
        if kind.kind in _CHOICES or spans:
            choose(found, kind.kind, answers, (), strict=kind.strict, numbered=False)
        else:
            write(found, kind.kind, answers)
        if not answers and "no answer found" not in found.review:
            found.review.append("no answer found")
        table.questions.append(found)
        self.book(table, row, place, index)
        roles: list[tuple[int, int, PieceRole]] = [(0, at, "label"), (at, begin, "stem")]
        for start, end, role in (*roles, *((span.start, span.end, _OPTION) for span in spans)):
            table.pieces += [(line, a, b, role, index) for line, a, b in strip.spans(start, end)]
        return found

    def book(self, table: PrintedTable, row: Row, place: Place | None, index: int) -> None:
        """The pieces of a row's number and answer, and of the lines behind an answer at its end."""
        table.pieces.append((row.lines[0], 0, row.at, "label", index))
        if place is None:
            return
        table.pieces.append((row.lines[place.row], place.start, place.end, "answer", index))
        for at in row.lines[place.row + 1 :] if not self.rows.header.leads else ():
            text = self.lines[at].text
            heads = is_heading_text(text.strip())
            self.chapter = text.strip() if heads else self.chapter
            role: PieceRole = "heading" if heads else "furniture" if text.strip().isdecimal() else "unrecognised"
            table.pieces.append((at, 0, len(text), role, -1))


def _options(strip: Strip, at: int = 0) -> list[OptionSpan]:
    return find_options(strip.shadow, at, len(strip.shadow))


def _is_sure(found: Found) -> bool:
    if isinstance(found.answer, tuple):
        return bool(found.answer) and found.answer[-1] < len(found.options)
    return isinstance(found.answer, bool)


def _chapters(cells: Sequence[_Cells]) -> list[int]:
    """How many words of each row are its chapter: those that it begins with as a neighbour does."""
    heads = [tuple(word for word, _ in cell.words[cell.lead :]) for cell in cells]
    shared = [(), *(_common(a, b) for a, b in pairwise(heads)), ()]
    counts = Counter(shared)
    return [cell.lead + _cut(heads[i], len(_likelier(shared[i], shared[i + 1], counts))) for i, cell in enumerate(cells)]


def _cut(head: tuple[str, ...], cut: int) -> int:
    """Back to a capital where small letters follow: questions that begin alike (``Kitchen Which of these | is …``)."""
    if cut < 2 or not ("a" <= head[cut][0] <= "z"):
        return cut
    return next((i for i in range(cut - 1, 0, -1) if head[i][0].isupper()), cut)


def _common(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    pairs = zip(first[:-1], second[:-1], strict=False)  # something is left for the question
    return tuple(a for a, _ in takewhile(lambda pair: pair[0] == pair[1] and not _OF_QUESTION.search(pair[0]), pairs))


def _likelier(first: tuple[str, ...], second: tuple[str, ...], counts: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    """The longer, unless that is seldom: two questions of a chapter may begin with the same words."""
    short, long = sorted((first, second), key=len)
    return short if short and counts[short] > 2 * counts[long] else long
