"""The counts of an import. They add up to the document: each line that is not blank has one fate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from deckpress.readers.documents.blocks import Document
from deckpress.readers.documents.recognise.result import LEFT_OUT, Found, FoundKind, PieceRole, Reading

__all__ = ["FATES", "KINDS", "ROLES", "Fate", "KindCount", "Summary", "answered", "line_fates", "summary"]

Fate = Literal["question", "heading", "key", "unrecognised", "article", "furniture"]
"""What became of a line: the last three are left out."""

FATES: tuple[Fate, ...] = get_args(Fate)
"""The most important first: a line with several pieces has the fate of the first one here."""
KINDS: tuple[FoundKind, ...] = get_args(FoundKind)
ROLES: tuple[PieceRole, ...] = get_args(PieceRole)

_RANKS: dict[PieceRole, int] = {
    role: next((rank for rank, fate in enumerate(FATES) if fate == role), FATES.index("question")) for role in ROLES
}
_NO_PIECE = len(FATES)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """Of the ``found`` questions of a kind, how many have a whole answer, and how many a person must look at."""

    kind: FoundKind
    found: int
    answered: int
    review: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """``kinds`` holds the kinds that were found. ``lines`` are the document's lines that are not blank, the sum of ``fates``.

    ``fates`` holds every fate, also with 0. A table's cell is a line of its own.
    """

    kinds: tuple[KindCount, ...]
    lines: int
    fates: Mapping[Fate, int]

    @property
    def found(self) -> int:
        return sum(count.found for count in self.kinds)

    @property
    def answered(self) -> int:
        return sum(count.answered for count in self.kinds)

    @property
    def review(self) -> int:
        return sum(count.review for count in self.kinds)

    @property
    def left_out(self) -> dict[Fate, int]:
        """The lines in no question, heading or key, by reason; only reasons that occur."""
        return {fate: count for fate, count in self.fates.items() if fate in LEFT_OUT and count}

    @property
    def used(self) -> float:
        """The share of lines that are not left out, 0 to 1; 1 for an empty document."""
        return 1 - sum(self.left_out.values()) / self.lines if self.lines else 1.0


def summary(reading: Reading, document: Document) -> Summary:
    """Counts what became of the questions and of the lines."""
    questions = reading.questions
    found = Counter(question.kind for question in questions)
    complete = Counter(question.kind for question in questions if answered(question))
    review = Counter(question.kind for question in questions if question.review)
    fates = Counter(fate for fate in line_fates(reading, document) if fate)
    return Summary(
        kinds=tuple(KindCount(kind=kind, found=found[kind], answered=complete[kind], review=review[kind]) for kind in KINDS if found[kind]),
        lines=fates.total(),
        fates={fate: fates[fate] for fate in FATES},
    )


def answered(question: Found) -> bool:
    """Whether nothing of the answer is missing: each blank of a cloze, each part of a case without an answer of its own."""
    match question.answer:
        case bool():
            return True
        case str() as text if text.strip():
            return True
        case tuple() as options if options:
            return True
        case list() as blanks if blanks:
            return all(blank.strip() for blank in blanks)
        case _:
            return bool(question.parts) and all(part.answer.strip() for part in question.parts)


def line_fates(reading: Reading, document: Document) -> list[Fate | None]:
    """The fate of each of the document's lines, None for a blank one. A line that no piece covers is unrecognised."""
    lines = document.lines
    best = [_NO_PIECE] * len(lines)
    for index, start, end, role, _ in reading.pieces:
        if 0 <= index < len(lines) and _RANKS[role] < best[index] and lines[index].text[max(start, 0) : max(end, 0)].strip():
            best[index] = _RANKS[role]
    fates: tuple[Fate, ...] = (*FATES, "unrecognised")
    return [fates[rank] if line.text.strip() else None for line, rank in zip(lines, best, strict=True)]
