"""Where a document's answer keys stand, their parts, and the entries in them.

A key is cut at the headings inside it, and each part is judged by what it holds: numbers with letters are entries; numbered texts are
entries where questions of the same kind stand unanswered above. A question with options or blanks ends the key, and so does a part that
is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.facts import Candidate, Facts
from deckpress.readers.documents.recognise.key_heads import Head, Namesakes, heads_of
from deckpress.readers.documents.recognise.key_lexer import Row, is_rows, starts
from deckpress.readers.documents.recognise.key_openers import Opener, openers
from deckpress.readers.documents.recognise.key_parts import Evidence, KeyPart, fill_part, read_rows_of_part
from deckpress.readers.documents.recognise.key_sections import Stretch, Stretches
from deckpress.readers.documents.recognise.runs import Choice
from deckpress.readers.documents.recognise.strip import Place

__all__ = ["KeyPart", "find_keys"]

_PATIENCE = 20_000
"""Characters that may be read in vain for one opener before the next ones inside them are passed over."""
_MANY = 8
"""Values in a row from which it is a key whatever stands above."""
_REACH = 9
"""Lines below a number within which its options begin."""
_BLANK = re.compile(r"_{2,}|\(\s{0,40}\)|【\s{0,40}】")
_OPTIONS = re.compile(r"(?:^|[^A-Za-z])A\s?[.、):][^\n]{0,200}?[^A-Za-z]B\s?[.、):]")
_OPTION_A = re.compile(r"\s*[(\[]?[Aa]\s?[.、):)\]]")
_ASKS = re.compile(r"[?？]\s*$")


def find_keys(lines: Sequence[Line], facts: Sequence[Facts], chosen: Sequence[tuple[Candidate, Choice]]) -> list[KeyPart]:
    """The parts of all keys, in document order, without overlap. Pure; linear in the document."""
    found = list(openers(lines, facts, chosen))
    if not found:
        return []
    search = _Search(lines, facts, chosen)
    parts: list[KeyPart] = []
    floor = Place(0, 0)
    for opener in found:
        if (opener.line, opener.start) < floor:
            continue
        region = search.region(opener)
        if region:
            parts += region
            floor = region[-1].end
            search.close(floor)
        elif search.read > _PATIENCE:
            floor = Place(search.at, 0)
    return parts


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

    def region(self, opener: Opener) -> list[KeyPart]:
        """The parts of the key that begins at ``opener``, none where it is no key."""
        self.read = 0
        if not opener.sure and opener.head is None and not self._begins_well(opener):
            return []
        parts: list[KeyPart] = []
        waiting: list[KeyPart] = []
        used: set[int] = set()
        near, name = paper = -1, ""
        for head, rows, end in self._cut(opener):
            if head is not None and (head.near >= 0 or head.sort in ("chapter", "title")):
                near, name = head.near, head.text
            begin = Place(head.line, head.start) if head is not None else Place(opener.line, opener.start)
            opens = (head is None or head.sort == "key") and not waiting
            part = KeyPart(begin, end, head, opens, near, name)
            if head is not None and head.sectional:
                near, name = paper
            else:
                paper = near, name
            verdict = self._judge(part, rows, opener, used)
            waiting.append(part)
            if verdict is False:
                break
            if verdict:
                parts += waiting
                waiting = []
        if parts:
            parts[0].opens = True
        return parts

    def _begins_well(self, opener: Opener) -> bool:
        text = self.facts[opener.line].shadow[opener.start :]
        return is_rows(text) or any(start.value for start in starts(Row(opener.line, opener.start, text), further=False)[:1])

    def _cut(self, opener: Opener) -> Iterator[tuple[Head | None, list[Row], Place]]:
        """The heads of a key, each with the rows below it and where they end, up to the first question."""
        head = opener.head
        rows: list[Row] = []
        number, begin = opener.line, head.end if head is not None else opener.start
        end = Place(number, begin)
        begun = head is not None
        while number < len(self.facts):
            self.at = number
            shadow = self.facts[number].shadow
            self.read += len(shadow) - begin
            stop = self._question_at(number, begin)
            for found in self._heads(number, begin, stop):
                if found.start > begin:
                    rows.append(Row(number, begin, shadow[begin : found.start]))
                if begun or rows:
                    yield head, rows, Place(number, found.start)
                head, rows, begun, begin = found, [], True, found.end
            rows += self._rows(number, begin, stop)
            if stop < len(shadow):
                end = Place(number, stop)
                break
            number, begin = number + 1, 0
            end = Place(number, 0)
        yield head, rows, end

    def _heads(self, number: int, begin: int, stop: int) -> list[Head]:
        if not self._visible(number):
            return []
        return heads_of(Row(number, begin, self.facts[number].shadow[begin:stop]), self.facts[number], self.lines[number], self.names)

    def _rows(self, number: int, begin: int, stop: int) -> list[Row]:
        """What a line holds for a key; an empty row for the cell of a table that is read elsewhere."""
        shadow = self.facts[number].shadow
        if self._visible(number):
            return [Row(number, begin, shadow[begin:stop])] if shadow[begin:stop].strip() else []
        line = self.lines[number]
        return [Row(number, 0, "")] if line.cell is not None and not shadow and line.text.strip() else []

    def _visible(self, number: int) -> bool:
        fact = self.facts[number]
        return fact.first < len(fact.shadow) and not self.lines[number].left_out

    def _question_at(self, number: int, begin: int) -> int:
        """Where in a line the first sure question begins, the line's length for nowhere."""
        length = len(self.facts[number].shadow)
        found = self.questions.get(number, ())
        for i, candidate in enumerate(found):
            stop = found[i + 1].start if i + 1 < len(found) else length
            if candidate.start >= begin and self._is_question(candidate, stop):
                return candidate.start
        return length

    def _is_question(self, c: Candidate, stop: int) -> bool:
        s = self.facts[c.line].shadow
        text = s[c.start : min(stop, c.start + 600)]
        begun = starts(Row(c.line, c.start, text[:200]), further=False)
        if begun and begun[0].value:
            return False
        if _BLANK.search(text) or _OPTIONS.search(text):
            return True
        return stop >= len(s) and self._has_options_below(c.line)

    def _has_options_below(self, line: int) -> bool:
        for below in self.facts[line + 1 : line + _REACH]:
            if any(x.at_start for x in below.candidates) or (below.heading is not None and below.heading.sort != "title"):
                return False
            if below.opens and (_OPTION_A.match(below.shadow) or _OPTIONS.search(below.shadow[:600])):
                return True
        return False

    def _judge(self, part: KeyPart, rows: list[Row], opener: Opener, used: set[int]) -> bool | None:
        """Whether a part is one of a key, filling it; None where it is only a heading."""
        if not rows:
            return None if part.head is not None else False
        asked = self.stretches.asked(part.head, part.near, self.floor, opener.line, used)
        kind = part.head.kind if part.head is not None else None
        kind = kind or (asked.kind if asked is not None else None)
        part.asked = asked.numbers if asked is not None else []
        code = {row.line for row in rows if self.lines[row.line].role == "code"}
        found = read_rows_of_part(rows, code, kind, part.asked)
        if not self._holds(part, rows, found, opener, asked):
            return False
        fill_part(part, rows, found)
        return True

    def _holds(self, part: KeyPart, rows: list[Row], found: Evidence, opener: Opener, asked: Stretch | None) -> bool:
        """Whether what a part holds are answers to the questions above."""
        above = self.stretches.before(opener.line, self.floor)
        own = part.head is opener.head
        if found.table and not found.entries:
            return opener.sure or (above.open and len(above.numbers) > 1)
        if found.notes and not found.entries:
            return not own
        if not opener.sure and own and not self._holds_unsure(opener, rows, found, above):
            return False
        if found.ranges or (found.values and found.values * 2 >= len(found.entries)):
            return True
        if found.bare:
            return found.bare > 1 and (asked is None or found.bare <= len(asked.numbers) + 2 or part.head is None)
        if asked is None or not asked.open:
            return False
        if found.whole:
            return not own
        return self._answers_texts(part, found, asked, above)

    def _holds_unsure(self, opener: Opener, rows: list[Row], found: Evidence, above: Stretch) -> bool:
        """The same for what stands behind a mere label: it must answer several questions that have no answers of their own."""
        if opener.head is None:
            return bool(found.ranges or found.values)
        if len(above.numbers) < 2 or not above.open:
            return False
        if found.ranges:
            return True
        if found.bare:
            return found.bare in (len(above.numbers), len(above.numbers) + 1) or found.bare > _MANY
        if not found.entries or found.entries[0].line > rows[0].line:
            return False
        numbers = {start.number for start in found.entries}
        if not found.values:
            return not above.answered and numbers >= set(above.numbers) and len(numbers) <= len(above.numbers) + 1
        return found.values > 1 and len(numbers & set(above.numbers)) > 1 and len(found.entries) <= len(above.numbers) + 2

    def _answers_texts(self, part: KeyPart, found: Evidence, asked: Stretch, above: Stretch) -> bool:
        """Whether numbered texts answer what is asked: their numbers are those of the questions, and they ask nothing themselves."""
        numbers = [start.number for start in found.entries]
        asks = sum(bool(_ASKS.search(self.facts[start.line].shadow[start.end :])) for start in found.entries)
        if not numbers or asks * 2 > len(numbers):
            return False
        if sum(number in set(asked.numbers) for number in numbers) * 3 < 2 * len(numbers):
            return False
        if part.near >= 0 or (part.head is not None and part.head.kind is not None):
            return True
        if part.head is not None and part.head.ordinal and not part.opens and numbers == asked.numbers:
            return True  # "三、1.text" further down in a key: all that section three asks
        return len(above.numbers) > 1 and len(set(above.numbers) & set(numbers)) * 2 >= len(above.numbers)
