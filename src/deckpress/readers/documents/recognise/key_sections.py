"""The stretches of questions between headings, as far as the choice of numbers knows them: what an answer key may answer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from deckpress.readers.documents.recognise.facts import Candidate, Facts
from deckpress.readers.documents.recognise.key_heads import Head, ordinal_of
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.runs import Choice
from deckpress.readers.documents.recognise.words import kind_of

__all__ = ["Stretch", "Stretches"]


@dataclass(slots=True)
class Stretch:
    """The numbers of the questions below one heading, and how many labels of answers stand among them.

    ``paper`` counts chapters and titles.
    """

    line: int
    paper: int
    kind: FoundKind | None = None
    ordinal: int = 0
    numbers: list[int] = field(default_factory=list)
    answered: int = 0
    lines: list[int] = field(default_factory=list)
    """Where the questions stand."""
    labels: list[int] = field(default_factory=list)
    """Where the labels stand."""

    def between(self, floor: int, line: int) -> Stretch:
        """The part of the stretch from a line up to (not with) another."""
        low, high = bisect_left(self.lines, floor), bisect_left(self.lines, line)
        first, last = bisect_left(self.labels, floor), bisect_left(self.labels, line)
        numbers, lines, labels = self.numbers[low:high], self.lines[low:high], self.labels[first:last]
        return Stretch(self.line, self.paper, self.kind, self.ordinal, numbers, last - first, lines, labels)

    @property
    def open(self) -> bool:
        """Whether most of the questions have no answer of their own."""
        return bool(self.numbers) and self.answered * 2 < len(self.numbers)


class Stretches:
    """All stretches of a document, in their order."""

    def __init__(self, facts: Sequence[Facts], chosen: Sequence[tuple[Candidate, Choice]]) -> None:
        self.all: list[Stretch] = [Stretch(-1, 0)]
        cursor = 0
        for number, fact in enumerate(facts):
            for heading in ([fact.heading] if fact.heading is not None else []) + fact.inner:
                if heading.sort != "group":
                    self._open(number, fact.shadow[heading.start : heading.end], heading.sort, heading.kind)
            last = self.all[-1]
            answers = sum(label.name == "answer" for label in fact.labels)
            last.answered += answers
            last.labels += [number] * answers
            while cursor < len(chosen) and chosen[cursor][0].line == number:
                candidate, choice = chosen[cursor]
                if choice == "question":
                    last.numbers.append(candidate.value)
                    last.lines.append(number)
                cursor += 1
        self.lines = [stretch.line for stretch in self.all]
        self._filled: list[int] = []
        """For each stretch the last one, not below it, that has questions."""
        for at, stretch in enumerate(self.all):
            self._filled.append(at if stretch.numbers or not at else self._filled[-1])
        self._pool: dict[tuple[int, int, int, int], Stretch | None] = {}

    def _open(self, line: int, text: str, sort: str, kind: FoundKind | None) -> None:
        paper = self.all[-1].paper + (sort in ("chapter", "title"))
        if sort == "title" and text.rstrip(" :：").endswith("题"):
            kind = kind_of(text)
        self.all.append(Stretch(line, paper, kind, ordinal_of(text)))

    def before(self, line: int, floor: int) -> Stretch:
        """The questions right above a line and not above ``floor``: those of its stretch, or of the last one that has any."""
        return self.all[self._filled[max(0, bisect_left(self.lines, line) - 1)]].between(floor, line)

    def asked(self, head: Head | None, near: int, floor: int, line: int, used: set[int]) -> Stretch | None:
        """What a part of a key below ``head`` probably answers: open questions of its kind or ordinal between ``floor`` and ``line``.

        ``near`` is the line of the paper that the key names, or -1. ``used`` holds the lines of stretches that have been named before.
        """
        if head is None or (head.kind is None and not head.ordinal):
            key = (near, floor, line, len(used))
            if key not in self._pool:
                parts = (self._part(stretch, near, floor, line) for stretch in self._between(near, floor, line, used))
                self._pool[key] = _together([part for part in parts if part.numbers], line)
            return self._pool[key]
        for test in (_same, _same_kind, _same_ordinal):
            for stretch in self._between(near, floor, line, used):
                if stretch.numbers and test(stretch, head) and (part := self._part(stretch, near, floor, line)).numbers:
                    used.add(stretch.line)
                    return part
        return None

    def _between(self, near: int, floor: int, line: int, used: set[int]) -> Iterator[Stretch]:
        """The stretches of the paper at line ``near``, or all between ``floor`` and ``line``, but the used ones."""
        at = bisect_left(self.lines, near) if near >= 0 else max(0, bisect_left(self.lines, floor) - 1)
        paper = self.all[at].paper if near >= 0 and at < len(self.all) else -1
        while at < len(self.all) and self.lines[at] < line and paper in (-1, self.all[at].paper):
            if self.lines[at] not in used:
                yield self.all[at]
            at += 1

    @staticmethod
    def _part(stretch: Stretch, near: int, floor: int, line: int) -> Stretch:
        return stretch.between(floor if near < 0 else 0, line)


def _same(stretch: Stretch, head: Head) -> bool:
    return stretch.kind == head.kind and stretch.ordinal == head.ordinal


def _same_kind(stretch: Stretch, head: Head) -> bool:
    return head.kind is not None and stretch.kind == head.kind


def _same_ordinal(stretch: Stretch, head: Head) -> bool:
    return bool(head.ordinal) and stretch.ordinal == head.ordinal


def _together(pool: Sequence[Stretch], line: int) -> Stretch | None:
    if not pool:
        return None
    kinds = {stretch.kind for stretch in pool}
    numbers = [number for stretch in pool for number in stretch.numbers]
    return Stretch(line, 0, kinds.pop() if len(kinds) == 1 else None, 0, numbers, sum(stretch.answered for stretch in pool))
