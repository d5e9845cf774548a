"""Where a document's answer keys stand, their parts, and the entries in them.

A key begins at its heading, at a label with several answers behind it (``答案:1.A 2.B``), at a row of ranges, or where the choice of numbers
has found an entry. It is cut at the headings inside it, and each part is judged by what it holds: numbers with letters are entries; numbered
texts are entries where questions of the same kind stand unanswered above. A question with options or blanks ends the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.facts import Candidate, Facts
from deckpress.readers.documents.recognise.key_heads import Head, Namesakes, heads_of, key_heading
from deckpress.readers.documents.recognise.key_lexer import EXPLAINS, RANGE, Row, Start, bare_values, chain, is_rows, starts
from deckpress.readers.documents.recognise.key_sections import Stretch, Stretches
from deckpress.readers.documents.recognise.runs import Choice
from deckpress.readers.documents.recognise.strip import Place
from deckpress.readers.documents.recognise.words import KEY_HEADING

__all__ = ["KeyPart", "find_keys"]


@dataclass(slots=True)
class KeyPart:
    """A part of a key from ``start`` to ``end``. ``entries`` are numbers that begin one answer each; ``rows`` are where text without such numbers
    begins. ``opens``: a new key begins here. ``count``: how many questions it seems to answer, 0 if unknown. ``near``: see `Head`."""

    start: Place
    end: Place
    head: Head | None
    opens: bool
    near: int = -1
    name: str = ""
    count: int = 0
    entries: list[Candidate] = field(default_factory=list)
    rows: list[Place] = field(default_factory=list)


class _Opener(NamedTuple):
    line: int
    start: int
    head: Head | None
    sure: bool


def find_keys(lines: Sequence[Line], facts: Sequence[Facts], chosen: Sequence[tuple[Candidate, Choice]]) -> list[KeyPart]:
    """The parts of all keys, in document order, without overlap. Pure; linear in the document."""
    openers = list(_openers(lines, facts, chosen))
    if not openers:
        return []
    search = _Search(lines, facts, chosen)
    parts: list[KeyPart] = []
    floor = Place(0, 0)
    for opener in openers:
        if (opener.line, opener.start) < floor:
            continue
        found = search.region(opener)
        if not found and search.read > _PATIENCE:
            floor = Place(search.at, 0)
        if found:
            parts += found
            floor = found[-1].end
            search.close(floor)
    return parts


_PATIENCE = 20_000
"""Characters that may be read in vain for one opener before the next ones inside them are passed over."""
_RANGE_AHEAD = re.compile(r"\s*[(\[【]?(?:第\s?)?\d{1,4}\s{0,3}题?\s{0,3}(?:[-~—至到]|\.\.)")


def _openers(lines: Sequence[Line], facts: Sequence[Facts], chosen: Sequence[tuple[Candidate, Choice]]) -> Iterator[_Opener]:
    keyed = {c.line: c.start for c, choice in reversed(chosen) if choice == "key"}
    for number, fact in enumerate(facts):
        if fact.first >= len(fact.shadow):
            continue
        heads = [h for h in [fact.heading, *fact.inner] if h is not None and h.sort == "key"]
        if not heads and fact.labels and (lost := key_heading(fact, lines[number])) is not None and lost.sort == "key" and (lost.kind or lines[number].role == "heading"):
            heads = [lost]
        for heading in heads:
            yield _Opener(number, heading.start, None, True)
        if heads:
            continue
        label = fact.labels[0] if fact.labels and fact.labels[0].start == fact.first and fact.labels[0].name == "answer" else None
        if label is not None and (label.end >= len(fact.shadow.rstrip()) or _holds_several(fact.shadow, label.end)):
            yield _Opener(number, label.start, Head(number, label.start, label.end, "key"), False)
        elif (named := _named_key(fact)) is not None:
            yield _Opener(number, fact.first, Head(number, fact.first, named, "key"), False)
        elif number in keyed:
            yield _Opener(number, keyed[number], None, False)
        elif len(fact.shadow) < 20_000 and _RANGE_AHEAD.match(fact.shadow) and is_rows(fact.shadow):
            yield _Opener(number, fact.first, None, False)


def _named_key(fact: Facts) -> int | None:
    """Where the entries begin in a line such as ``Clave de respuestas: 1-B 2-D``."""
    colon = fact.shadow.find(":", fact.first, fact.first + 40)
    name = fact.shadow[fact.first : colon].strip() if colon > 0 else ""
    return colon + 1 if name and KEY_HEADING.fullmatch(name) and _holds_several(fact.shadow, colon + 1) else None


def _holds_several(s: str, at: int) -> bool:
    """Whether a line has several answers behind a place: a range, numbers with values, a row of values."""
    rest = s[at:]
    if not rest.strip():
        return False
    return bool(RANGE.match(rest.lstrip())) or sum(start.value for start in starts(Row(0, 0, rest), further=False)) >= 2 or len(bare_values(rest)) >= 2


_BLANK = re.compile(r"_{2,}|\(\s{0,40}\)|【\s{0,40}】")
_OPTIONS = re.compile(r"(?:^|[^A-Za-z])A\s?[.、):][^\n]{0,200}?[^A-Za-z]B\s?[.、):]")
_ASKS = re.compile(r"[?？]\s*$")
_EXPLANATIONS = re.compile(r"\W{0,4}(?:[\u4e00-\u9fff]{0,6}(?:解析|详解|解答说明)|explanations?|rationales?)\W{0,4}", re.IGNORECASE)
_SOLE_OPTION = re.compile(r"\s*[(\[]?[Aa]\s?[.、):)\]]")


class _Search:
    def __init__(self, lines: Sequence[Line], facts: Sequence[Facts], chosen: Sequence[tuple[Candidate, Choice]]) -> None:
        self.lines, self.facts = lines, facts
        self.questions: dict[int, list[Candidate]] = {}
        for candidate, choice in chosen:
            if choice == "question":
                self.questions.setdefault(candidate.line, []).append(candidate)
        self.stretches = Stretches(facts, chosen)
        self.names = Namesakes(facts)
        self.floor = 0
        self.read = self.at = 0

    def close(self, end: Place) -> None:
        """Keys up to ``end`` are known: the next one asks for what stands below."""
        self.floor = self.names.floor = end.line

    def region(self, opener: _Opener) -> list[KeyPart]:
        """The parts of the key that begins at ``opener``, none where it is no key."""
        self.read = 0
        if not opener.sure and opener.head is None and not self._begins_well(opener):
            return []
        parts: list[KeyPart] = []
        waiting: list[KeyPart] = []
        used: set[int] = set()
        near, name = -1, ""
        level = 0
        for head, rows, end in self._stretches_of_key(opener):
            if head is not None and head.near >= 0:
                near, name = head.near, head.text
            if head is not None and head.sort == "key":
                level = head.level or level
            if head is not None and head.sort in ("chapter", "title") and head.near < 0:
                near, name = -1, head.text
            begin = Place(head.line, head.start) if head is not None else Place(opener.line, opener.start)
            part = KeyPart(begin, end, head, (head is None or head.sort == "key") and not waiting, near, name)
            verdict = self._judge(part, rows, opener, used)
            if verdict is None:
                waiting.append(part)
            elif verdict:
                parts += [*waiting, part]
                waiting = []
            else:
                break
        if parts:
            parts[0].opens = True
        return parts

    def _begins_well(self, opener: _Opener) -> bool:
        text = self.facts[opener.line].shadow[opener.start :]
        return is_rows(text) or any(start.value for start in starts(Row(opener.line, opener.start, text), further=False)[:1])

    def _stretches_of_key(self, opener: _Opener) -> Iterator[tuple[Head | None, list[Row], Place]]:
        """The heads of a key, each with the rows below it and where they end, up to the first question."""
        head: Head | None = opener.head
        rows: list[Row] = []
        number, begin = opener.line, opener.head.end if opener.head is not None else opener.start
        fresh = head is None
        end = Place(number, begin)
        while number < len(self.facts):
            fact = self.facts[number]
            self.at = number
            self.read += len(fact.shadow) - begin
            if self._visible(number):
                stop = self._question_at(number, begin)
                row = Row(number, begin, fact.shadow[begin:stop])
                for found in heads_of(row, fact, self.lines[number], self.names):
                    if found.start > begin:
                        rows.append(Row(number, begin, fact.shadow[begin : found.start]))
                    if not fresh or rows:
                        yield head, rows, Place(number, found.start)
                    head, rows, fresh, begin = found, [], False, found.end
                if begin < stop and fact.shadow[begin:stop].strip():
                    rows.append(Row(number, begin, fact.shadow[begin:stop]))
                end = Place(number, stop)
                if stop < len(fact.shadow):
                    break
            elif self.lines[number].cell is not None and not fact.shadow and self.lines[number].text.strip():
                rows.append(Row(number, 0, ""))
            number, begin = number + 1, 0
        else:
            end = Place(len(self.facts), 0)
        yield head, rows, end

    def _visible(self, number: int) -> bool:
        fact = self.facts[number]
        return fact.first < len(fact.shadow) and not self.lines[number].left_out

    def _question_at(self, number: int, begin: int) -> int:
        """Where in a line the first sure question begins, the line's length for nowhere."""
        s = self.facts[number].shadow
        found = self.questions.get(number, ())
        for i, candidate in enumerate(found):
            if candidate.start >= begin:
                stop = found[i + 1].start if i + 1 < len(found) else len(s)
                if self._is_question(candidate, stop):
                    return candidate.start
        return len(s)

    def _is_question(self, c: Candidate, stop: int) -> bool:
        s = self.facts[c.line].shadow
        text = s[c.start : min(stop, c.start + 600)]
        begun = starts(Row(c.line, c.start, text[:200]), further=False)
        if begun and begun[0].value:
            return False
        if _BLANK.search(text) or _OPTIONS.search(text):
            return True
        if stop < len(s):
            return False
        for number in range(c.line + 1, min(c.line + 9, len(self.facts))):
            below = self.facts[number]
            if any(x.at_start for x in below.candidates) or (below.heading is not None and below.heading.sort != "title"):
                return False
            if below.opens and (_SOLE_OPTION.match(below.shadow) or _OPTIONS.search(below.shadow[:600])):
                return True
        return False

    def _judge(self, part: KeyPart, rows: list[Row], opener: _Opener, used: set[int]) -> bool | None:
        """Whether a part is one of a key, filling it; None where it is only a heading."""
        if not rows:
            return None if part.head is not None else False
        asked = self.stretches.asked(part.head, part.near, self.floor, opener.line, used)
        if not any(row.text for row in rows):
            above = self.stretches.before(opener.line, self.floor)
            return True if opener.sure or (above.open and len(above.numbers) > 1) else None
        kind = (part.head.kind if part.head is not None else None) or (asked.kind if asked is not None else None)
        limit = max(asked.numbers) if asked is not None else 0
        part.count = len(asked.numbers) if asked is not None else 0
        seen: list[Start] = []
        explained: set[int] = set()
        ranges = 0
        bare = 0
        for row in rows:
            if self.lines[row.line].role == "code" or not row.text:
                continue
            if _EXPLANATIONS.fullmatch(row.text[:40]):
                explained = {row.line}
            elif explained:
                explained.add(row.line)
            if is_rows(row.text):
                ranges += 1
                part.rows.append(Place(row.line, row.start))
            else:
                seen += starts(row, further=kind in ("cloze", None))
        if not seen and not ranges:
            values = [value for row in rows for value in bare_values(row.text, 0, kind == "multiple")]
            bare = len(values) if all(bare_values(row.text) for row in rows[:1]) else 0
        notes = [start for start in seen if start.line in explained and start.first]
        entries = chain([start for start in seen if start.line not in explained], limit)
        values = sum(start.value for start in entries)
        if notes and not entries:
            part.entries = [self._candidate(start, EXPLAINS) for start in notes]
            return True
        if not self._holds(part, opener, asked, entries, values, ranges, bare):
            return False
        self._fill(part, rows, entries, dense=values > 0.8 * len(entries) and not notes)
        part.entries += [self._candidate(start, EXPLAINS) for start in notes]
        return True

    def _holds(self, part: KeyPart, opener: _Opener, asked: Stretch | None, entries: list[Start], values: int, ranges: int, bare: int) -> bool:
        if not opener.sure and part.head is opener.head and not self._is_key_line(opener, entries, values, ranges, bare):
            return False
        if ranges or (values and values * 2 >= len(entries)):
            return True
        if bare:
            return bare >= 2 and (asked is None or bare <= len(asked.numbers) + 2 or part.head is None)
        if not entries or asked is None or not asked.open:
            return False
        known = set(asked.numbers)
        common = sum(start.number in known for start in entries)
        if sum(bool(_ASKS.search(self.facts[start.line].shadow[start.end :])) for start in entries) * 2 > len(entries):
            return False
        return common * 3 >= 2 * len(entries) and (len(known) > 1 or (part.head is not None and part.head.kind is not None))

    def _is_key_line(self, opener: _Opener, entries: list[Start], values: int, ranges: int, bare: int) -> bool:
        """Whether a line that only looks like a key is one: it answers several questions above that have no answers of their own."""
        above = self.stretches.before(opener.line, self.floor)
        if opener.head is None:
            return bool(ranges or values)
        own = above.answered
        if len(above.numbers) < 2 or own * 2 >= len(above.numbers):
            return False
        if ranges:
            return True
        if bare:
            return bare in (len(above.numbers), len(above.numbers) + 1) or bare > 8
        numbers = {start.number for start in entries}
        if entries and not values:
            return not own and numbers >= set(above.numbers) and len(numbers) <= len(above.numbers) + 1
        return values >= 2 and len(entries) <= len(above.numbers) + 2 and sum(s.number in above.numbers for s in entries) >= 2

    def _fill(self, part: KeyPart, rows: list[Row], entries: list[Start], *, dense: bool) -> None:
        part.entries = [self._candidate(start) for start in entries]
        if not entries and not part.rows:
            part.rows.append(Place(rows[0].line, rows[0].start))
        if dense and entries and not part.rows:
            lines = {start.line for start in entries}
            last = entries[-1].line
            between = sum(row.line not in lines and row.line < last for row in rows)
            trailing = [row for row in rows if row.line > last]
            if trailing and between * 2 < len(lines):
                part.end = Place(trailing[0].line, trailing[0].start)

    def _candidate(self, s: Start, prefix: str = "") -> Candidate:
        return Candidate(s.line, s.start, s.end, f"k{s.style}", s.number, s.first, 0.0, prefix)
