"""The document cut at its headings and chosen numbers: stretches of questions, of key entries, and of neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.draft import Section
from deckpress.readers.documents.recognise.facts import Candidate, Facts, Heading
from deckpress.readers.documents.recognise.key_regions import KeyPart, find_keys
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.runs import Choice
from deckpress.readers.documents.recognise.shadow import shadow
from deckpress.readers.documents.recognise.strip import Place

__all__ = ["Segment", "segments"]


@dataclass(slots=True)
class Segment:
    """A stretch from ``start`` to ``end``. ``text`` (neither question nor entry) follows a heading, or opens the document.

    ``key`` is the number of the answer key that an entry, or a text below a key's heading, belongs to, -1 outside of keys.
    """

    sort: Literal["question", "entry", "text", "heading"]
    start: Place
    end: Place
    section: Section
    candidate: Candidate | None = None
    heading: Heading | None = None
    key: int = -1
    key_kind: FoundKind | None = None
    key_chapter: str = ""
    group: int = -1
    key_near: int = -1
    """The line that names the paper or chapter which the key names too, -1 for none."""
    key_count: int = 0
    """How many questions the key seems to answer, 0 if unknown."""

    @property
    def begun(self) -> Candidate:
        """The number that a question or an entry begins with."""
        if self.candidate is None:
            raise TypeError("a text begins with no number")
        return self.candidate


_EACH = re.compile(
    r"每[小]?[题空]\s*(\d{1,3}(?:\.\d)?)\s*分|(\d{1,3}(?:\.\d)?)\s*分\s*/\s*[题个]|\(\s*(\d{1,2})\s*分\s*[*×xX]\s*\d+|\(\s*\d{1,2}\s*[*×xX]\s*(\d{1,3})\s*[=)]|\(\s*(\d{1,2})\s*[*×xX]\s*\d+\s*分"
    r"|(\d{1,2}(?:\.\d)?)\s*points? each",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[【][^()\[\]【】]*[)\]】]")


def segments(lines: Sequence[Line], facts: Sequence[Facts], chosen: Sequence[tuple[Candidate, Choice]]) -> Iterator[Segment]:
    """The stretches in document order; together they are the whole document."""
    begun = [(c, choice) for c, choice in chosen if choice != "none"]
    parts = find_keys(lines, facts, begun) if begun else []
    events = _events(facts, begun, parts)
    cutter = _Cutter(lines, facts, begun)
    for number, found in events:
        for place, event in found:
            match event:
                case Heading():
                    if event.sort == "title" and any(type(other) is tuple for _, other in found):
                        continue  # a heading that is a numbered question
                    yield from cutter.heading(number, event)
                case KeyPart():
                    yield from cutter.key_part(event)
                case Place():
                    yield from cutter.leave_key(event)
                case None:
                    yield from cutter.key_rows(place)
                case _:
                    yield from cutter.begin(place, *event)
    yield from cutter.close(Place(len(facts), 0))


_Begun = tuple[Candidate, Choice]
_Event = Heading | _Begun | KeyPart | Place | None
"""``None``: rows of a key begin; a place: a key ends."""


def _events(facts: Sequence[Facts], begun: Sequence[_Begun], parts: Sequence[KeyPart]) -> Iterator[tuple[int, list[tuple[Place, _Event]]]]:
    """Where stretches begin, line by line; inside keys what their own parts say, elsewhere headings and chosen numbers."""
    starts, keys = iter(begun), iter(_key_events(parts))
    pending, own = next(starts, None), next(keys, None)
    cursor = 0
    for number, fact in enumerate(facts):
        begins = (pending is not None and pending[0].line == number) or (own is not None and own[0].line == number)
        if not begins and fact.heading is None and not fact.inner:
            continue
        headings = ([fact.heading] if fact.heading is not None else []) + fact.inner
        found: list[tuple[Place, int, _Event]] = [(Place(number, h.start), 2, h) for h in headings]
        while pending is not None and pending[0].line == number:
            found.append((Place(number, pending[0].start), 3, pending))
            pending = next(starts, None)
        if cursor < len(parts):
            free = []
            for event in sorted(found, key=lambda e: e[:2]):
                while cursor < len(parts) and parts[cursor].end <= event[0]:
                    cursor += 1
                if cursor >= len(parts) or event[0] < parts[cursor].start:
                    free.append(event)
            found = free
        while own is not None and own[0].line == number:
            found.append(own)
            own = next(keys, None)
        if found:
            found.sort(key=lambda event: event[:2])
            yield number, [(place, event) for place, _, event in found]


def _key_events(parts: Sequence[KeyPart]) -> Iterator[tuple[Place, int, _Event]]:
    for i, part in enumerate(parts):
        yield part.start, 1, part
        inner: list[tuple[Place, int, _Event]] = [(Place(c.line, c.start), 3, (c, "key")) for c in part.entries]
        inner += [(place, 2, None) for place in part.rows]
        yield from sorted(inner, key=lambda event: event[:2])
        if i + 1 == len(parts) or parts[i + 1].start != part.end:
            yield part.end, 0, part.end


class _Cutter:
    def __init__(self, lines: Sequence[Line], facts: Sequence[Facts], chosen: Sequence[tuple[Candidate, Choice]]) -> None:
        self.lines, self.facts, self.chosen, self.cursor = lines, facts, chosen, 0
        self.section = Section()
        self.open = Segment("text", Place(0, 0), Place(0, 0), self.section)
        self.key = self.keys = -1
        self.key_kind: FoundKind | None = None
        self.key_chapter = ""
        self.titles: list[tuple[int, str]] = []
        self.count = 0
        self.groups = 0
        self.group: tuple[int, int, int] | None = None
        self.part: KeyPart | None = None

    def close(self, place: Place) -> Iterator[Segment]:
        if (self.open.start.line, self.open.start.offset) < (place.line, place.offset):
            self.open.end = place
            yield self.open

    def begin(self, place: Place, candidate: Candidate, choice: Choice) -> Iterator[Segment]:
        yield from self.close(place)
        if choice == "question":
            if self.key >= 0:
                self.key, self.key_kind = -1, None
                self._section(kind=self.section.kind)
            group = self.group
            if group is not None and group[2] and not group[1] <= candidate.value <= group[2]:
                group = self.group = None
            self.open = Segment("question", place, place, self.section, candidate, group=group[0] if group is not None else -1)
        else:
            if self.key < 0:
                self._open_key()
            self.open = self._in_key("entry", place, candidate)

    def _in_key(self, sort: Literal["entry", "text"], place: Place, candidate: Candidate | None = None) -> Segment:
        segment = Segment(sort, place, place, self.section, candidate, None, self.key, self.key_kind, self.key_chapter)
        if self.part is not None:
            segment.key_near, segment.key_count = self.part.near, len(self.part.asked)
        return segment

    def key_part(self, part: KeyPart) -> Iterator[Segment]:
        """A part of an answer key, with its heading if it has one."""
        yield from self.close(part.start)
        if part.opens or self.key < 0:
            self._open_key()
        behind = part.start
        head = part.head
        if head is not None:
            behind = Place(head.line, head.end)
            sort = head.sort if head.sort != "ordinal" else "kind"
            yield Segment(
                "heading", part.start, behind, self.section, None, Heading(head.start, head.end, sort, head.kind, head.level), self.key
            )
        self.part, self.group = part, None
        self.key_kind = head.kind if head is not None else None
        self.key_chapter = part.name
        self.open = self._in_key("text", behind)

    def key_rows(self, place: Place) -> Iterator[Segment]:
        """Rows of values inside a key."""
        if self.open.sort != "text" or self.open.key != self.key:
            yield from self.close(place)
            self.open = self._in_key("text", place)

    def leave_key(self, place: Place) -> Iterator[Segment]:
        """The end of an answer key."""
        yield from self.close(place)
        self.key, self.key_kind, self.part = -1, None, None
        self._section(kind=self.section.kind)
        self.open = Segment("text", place, place, self.section)

    def heading(self, number: int, heading: Heading) -> Iterator[Segment]:
        open_ = self.open
        if (heading.sort == "title" and self._belongs(open_, heading)) or (heading.sort == "group" and self.key >= 0):
            return
        place, behind = Place(number, heading.start), Place(number, heading.end)
        yield from self.close(place)
        text = self.lines[number].text[heading.start : heading.end].strip(" \t\u3000:：")
        yield Segment("heading", place, behind, self.section, None, heading, self.key)
        if heading.sort == "group":
            self.group = (self.groups, heading.first, heading.last)
            self.open = Segment("text", behind, behind, self.section, None, heading, -1, None, "", self.groups)
            self.groups += 1
            return
        self.group = None
        if heading.sort == "key":
            self._open_key()
            self.key_kind = heading.kind
            self.key_chapter = text
        elif heading.sort == "kind" and self.key >= 0 and self._is_key_part(number, heading):
            self.key_kind = heading.kind
        else:
            self._new_section(heading, text)
        self.open = Segment("text", behind, behind, self.section, None, None, self.key, self.key_kind, self.key_chapter)

    def _belongs(self, open_: Segment, heading: Heading) -> bool:
        """A heading deeper than the one that is itself the question belongs to the question."""
        if open_.sort == "question" and open_.candidate is not None:
            own = self.lines[open_.candidate.line]
            return own.role == "heading" and heading.level > own.level
        return False

    def _is_key_part(self, number: int, heading: Heading) -> bool:
        """Whether what follows a kind's heading inside a key are entries: the cut decides by what the next chosen number begins."""
        place = (number, heading.start)
        while self.cursor < len(self.chosen) and (self.chosen[self.cursor][0].line, self.chosen[self.cursor][0].start) < place:
            self.cursor += 1
        return self.cursor >= len(self.chosen) or self.chosen[self.cursor][1] != "question"

    def _open_key(self) -> None:
        self.keys += 1
        self.key = self.keys
        self.key_kind = None

    def _section(self, **changes: object) -> None:
        self.count += 1
        old = self.section
        self.section = Section(self.count, changes.get("kind", old.kind), old.chapter, old.headings, old.points, old.text)  # type: ignore[arg-type]

    def _new_section(self, heading: Heading, text: str) -> None:
        self.key, self.key_kind = -1, None
        self.count += 1
        old = self.section
        clean = _BRACKETS.sub("", text).strip(" :：-—–") or text
        each = _EACH.search(shadow(text))
        points = next((g for g in each.groups() if g), "") if each is not None else ""
        if heading.sort == "chapter":
            self.titles = []
            self.section = Section(self.count, None, clean, (clean,), "", text)
        elif heading.sort == "kind":
            base = (old.chapter,) if old.chapter else tuple(t for _, t in self.titles)
            self.section = Section(self.count, heading.kind, old.chapter, (*base, clean), points, text)
        else:
            self.titles = [(level, title) for level, title in self.titles if level < heading.level] + [(heading.level, clean)]
            self.section = Section(self.count, heading.kind, old.chapter, tuple(t for _, t in self.titles), "", text)
