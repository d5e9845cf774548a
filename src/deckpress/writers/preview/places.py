"""Where findings stand among the cards: at the card that they speak of, or where the card would be that they keep from being made."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deckpress.diagnostics import Diagnostic
from deckpress.model import Question
from deckpress.notes.build import Note
from deckpress.source import Source, Span

if TYPE_CHECKING:
    from deckpress.writers.preview.data import PreviewBank

__all__ = ["Placed", "place_findings"]

_AROUND = 400
"""Characters on either side of a place whose lines are shown, where it is in no question."""


@dataclass(slots=True, eq=False)
class Placed:
    """A row: a card of a note (``ordinal`` from 0), or, without a note, findings where a card would be.

    ``line`` counts from 1, 0 where a whole file is meant; ``span`` is the question's YAML, where it can be told.
    """

    file: str
    line: int
    span: Span | None
    note: Note | None = None
    ordinal: int = 0
    findings: list[Diagnostic] = field(default_factory=list)

    @property
    def key(self) -> str:
        """A name of the row that stays when others come and go."""
        return self.note.key if self.note is not None else f"{self.file}:{self.findings[0].code}:{self.findings[0].message[:60]}"


def place_findings(bank: PreviewBank) -> Iterator[Placed]:
    """The rows of a bank: its cards in their order, each with its findings, and between them what became no card.

    An error in a question takes the place of all of its cards: they would be wrong.
    """
    questions = _Questions(bank.bank.questions if bank.bank is not None else ())
    own: dict[int, list[Diagnostic]] = defaultdict(list)
    loose: list[Diagnostic] = []
    for finding in bank.findings:
        question = questions.at(finding.file, finding.line)
        (own[question.number] if question is not None else loose).append(finding)
    cards: dict[int, list[Note]] = defaultdict(list)
    for note in bank.notes:
        cards[note.question.number].append(note)
    before = _by_question(loose, questions)
    yield from (_entry([finding], questions) for finding in before.pop(None, []))
    for question in questions.all:
        yield from (_entry([finding], questions) for finding in before.pop(question.number, []))
        findings = own.get(question.number, [])
        notes = cards.get(question.number, [])
        if findings and (not notes or any(finding.severity == "error" for finding in findings)):
            yield Placed(findings[0].file, findings[0].line, question.span, findings=findings)
            continue
        line = question.span.position.line
        for note in notes:
            yield from (Placed(question.span.source.name, line, question.span, note, ordinal, findings) for ordinal in note.cards)
    for left in before.values():
        yield from (_entry([finding], questions) for finding in left)


class _Questions:
    """Questions by place."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.all = questions
        self.files: dict[str, tuple[list[int], list[Question]]] = {}
        for question in questions:
            lines, known = self.files.setdefault(question.span.source.name, ([], []))
            lines.append(question.span.position.line)
            known.append(question)

    def source(self, file: str) -> Source | None:
        known = self.files.get(file)
        return known[1][0].span.source if known else None

    def at(self, file: str, line: int) -> Question | None:
        """The question that a line belongs to."""
        lines, known = self.files.get(file, ([], []))
        place = bisect_right(lines, line) - 1
        if place < 0 or not line:
            return None
        question = known[place]
        source, start, end = question.span
        text = source.text[start:end].rstrip()
        return question if line <= source.position(start + max(0, len(text) - 1)).line else None

    def after(self, file: str, line: int) -> int | None:
        """The number of the first question of a file behind a line; None for what stands above all of them, or in no file of questions."""
        lines, known = self.files.get(file, ([], []))
        place = bisect_right(lines, line)
        if not known or place == 0:
            return None
        return known[place].number if place < len(known) else -known[-1].number


def _by_question(findings: Sequence[Diagnostic], questions: _Questions) -> dict[int | None, list[Diagnostic]]:
    """Findings outside of questions by the number of the question that they stand before; below 0 those behind a file's last one."""
    out: dict[int | None, list[Diagnostic]] = defaultdict(list)
    for finding in sorted(findings, key=lambda found: (found.file, found.line, found.column)):
        out[questions.after(finding.file, finding.line)].append(finding)
    return out


def _entry(findings: list[Diagnostic], questions: _Questions) -> Placed:
    first = findings[0]
    source = questions.source(first.file)
    span = None
    if source is not None and first.line:
        at = source.line_start(first.line)
        start = source.text.rfind("\n", 0, max(0, at - _AROUND)) + 1
        span = Span(source, start, min(len(source.text), at + _AROUND))
    return Placed(first.file, first.line, span, findings=findings)
