"""Banks → counts: what a collection holds, and how evenly. Retired questions are counted as such and nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median
from typing import Any

from deckpress.lint.measure import Share, answer_text, columns, letter_shares, longest_is_right
from deckpress.lint.wording import unexplained
from deckpress.model import Bank, Case, Multiple, Question, Single, TrueFalse

__all__ = ["KINDS", "LEVELS", "BankStats", "ChapterStats", "Lengths", "Stats", "TopicStats", "bank_stats", "collect"]

KINDS = ("single", "multiple", "truefalse", "cloze", "short", "case", "match", "order")
LEVELS = (1, 2, 3, 4, 5)
"""Difficulties, the easiest first; 0 is none given."""
GAPS = ("unanswered", "unexplained", "unlevelled", "untopical", "review", "retired")
"""What may be amiss with a question: no answer, explanation, difficulty, topic; marked for a person; no longer asked."""


@dataclass(slots=True, kw_only=True)
class ChapterStats:
    """A chapter: its questions by kind, and by difficulty (0 where none is given)."""

    id: str
    title: str
    kinds: Counter[str] = field(default_factory=Counter)
    levels: Counter[int] = field(default_factory=Counter)

    @property
    def questions(self) -> int:
        """How many questions it holds."""
        return self.kinds.total()


@dataclass(slots=True)
class Lengths:
    """Widths of texts in columns (a Chinese character takes two)."""

    stem: list[int] = field(default_factory=list)
    answer: list[int] = field(default_factory=list)
    explanation: list[int] = field(default_factory=list)

    def extend(self, other: Lengths) -> None:
        """Takes in the widths of other texts."""
        for name in self.__slots__:
            getattr(self, name).extend(getattr(other, name))

    def as_json(self) -> dict[str, dict[str, float]]:
        """For each sort of text: how many, the median, the width that nine of ten keep to, the widest."""
        return {name: _spread(getattr(self, name)) for name in self.__slots__}


def _spread(widths: Sequence[int]) -> dict[str, float]:
    ordered = sorted(widths)
    if not ordered:
        return {"count": 0, "median": 0, "most": 0, "longest": 0}
    return {"count": len(ordered), "median": median(ordered), "most": ordered[ceil(0.9 * len(ordered)) - 1], "longest": ordered[-1]}


@dataclass(slots=True, kw_only=True)
class BankStats:
    """A bank. ``letters`` and ``several`` say how often each letter is right (in single choices, in those with several right options),
    ``longest`` how often the longest option is; ``true`` and ``false`` count statements, ``topics`` questions by topic, ``gaps`` by `GAPS`.
    """

    id: str
    title: str
    language: str
    chapters: list[ChapterStats] = field(default_factory=list)
    letters: list[Share] = field(default_factory=list)
    several: list[Share] = field(default_factory=list)
    longest: Share | None = None
    true: int = 0
    false: int = 0
    lengths: Lengths = field(default_factory=Lengths)
    topics: Counter[str] = field(default_factory=Counter)
    gaps: Counter[str] = field(default_factory=Counter)
    placed: list[frozenset[str]] = field(default_factory=list, repr=False)

    @property
    def kinds(self) -> Counter[str]:
        """Questions by kind."""
        return sum((chapter.kinds for chapter in self.chapters), Counter())

    @property
    def levels(self) -> Counter[int]:
        """Questions by difficulty."""
        return sum((chapter.levels for chapter in self.chapters), Counter())

    @property
    def questions(self) -> int:
        """How many questions it holds."""
        return sum(chapter.questions for chapter in self.chapters)


@dataclass(frozen=True, slots=True)
class TopicStats:
    """A topic. ``own`` counts the questions that name it, ``all`` those that name it or one below; ``listed``: it is the collection's."""

    id: str
    title: str
    own: int
    all: int
    listed: bool

    @property
    def depth(self) -> int:
        """Levels above it."""
        return self.id.count("::")


@dataclass(slots=True)
class Stats:
    """A collection. ``language`` is that of most of its questions."""

    title: str
    language: str
    banks: list[BankStats]
    topics: list[TopicStats]

    @property
    def questions(self) -> int:
        """How many questions all banks hold."""
        return sum(bank.questions for bank in self.banks)

    @property
    def lengths(self) -> Lengths:
        """The widths of all texts."""
        out = Lengths()
        for bank in self.banks:
            out.extend(bank.lengths)
        return out

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "title": self.title,
            "language": self.language,
            "questions": self.questions,
            "banks": [_bank_json(bank) for bank in self.banks],
            "topics": [
                {"id": topic.id, "title": topic.title, "own": topic.own, "all": topic.all, "listed": topic.listed} for topic in self.topics
            ],
            "lengths": self.lengths.as_json(),
        }


def _bank_json(bank: BankStats) -> dict[str, Any]:
    return {
        "id": bank.id,
        "title": bank.title,
        "language": bank.language,
        "questions": bank.questions,
        "kinds": {kind: bank.kinds[kind] for kind in KINDS},
        "levels": {str(level): bank.levels[level] for level in (*LEVELS, 0)},
        "chapters": [
            {
                "id": chapter.id,
                "title": chapter.title,
                "questions": chapter.questions,
                "kinds": {kind: chapter.kinds[kind] for kind in KINDS},
                "levels": {str(level): chapter.levels[level] for level in (*LEVELS, 0)},
            }
            for chapter in bank.chapters
        ],
        "letters": _shares(bank.letters),
        "several": _shares(bank.several),
        "longest": _shares([bank.longest])[0] if bank.longest else None,
        "true": bank.true,
        "false": bank.false,
        "lengths": bank.lengths.as_json(),
        "gaps": {gap: bank.gaps[gap] for gap in GAPS},
    }


def _shares(shares: Iterable[Share]) -> list[dict[str, Any]]:
    return [{"name": one.name, "found": one.found, "of": one.of, "expected": round(one.expected, 2)} for one in shares]


def bank_stats(bank: Bank) -> BankStats:
    """The counts of one bank."""
    stats = BankStats(id=bank.id, title=bank.title, language=bank.language)
    live: list[Question] = []
    for chapter in bank.chapters:
        part = ChapterStats(id=chapter.id, title=chapter.title)
        stats.chapters.append(part)
        for question in chapter.questions:
            if question.retired:
                stats.gaps["retired"] += 1
                continue
            live.append(question)
            part.kinds[question.kind] += 1
            part.levels[question.difficulty] += 1
            topics = frozenset((*chapter.topics, *question.topics))
            stats.placed.append(topics)
            stats.topics.update(topics)
            _count_gaps(question, topics, stats.gaps)
            _count_lengths(question, stats.lengths)
    singles = [question for question in live if isinstance(question, Single)]
    stats.letters = letter_shares(singles)
    stats.several = letter_shares(question for question in live if isinstance(question, Multiple))
    longest = longest_is_right(singles)
    stats.longest = longest if longest.of else None
    statements = [question.answer for question in live if isinstance(question, TrueFalse)]
    stats.true, stats.false = statements.count(True), statements.count(False)
    return stats


def _count_gaps(question: Question, topics: frozenset[str], gaps: Counter[str]) -> None:
    for gap, missing in (
        ("unanswered", not question.answered),
        ("unexplained", unexplained(question)),
        ("unlevelled", not question.difficulty),
        ("untopical", not topics),
        ("review", bool(question.review)),
    ):
        gaps[gap] += missing


def _count_lengths(question: Question, lengths: Lengths) -> None:
    lengths.stem.append(columns(question.stem))
    if isinstance(question, Case):
        lengths.answer += [columns("\n".join(part.answer)) for part in question.parts if part.answer]
    elif not isinstance(question, TrueFalse) and (answer := answer_text(question)):
        lengths.answer.append(columns(answer))
    if question.explanation.strip():
        lengths.explanation.append(columns(question.explanation))


def collect(banks: Sequence[BankStats], topics: Mapping[str, str], title: str = "") -> Stats:
    """The counts of several banks. ``topics`` are the collection's, id to title: those without a question are told too."""
    spoken: Counter[str] = Counter()
    for bank in banks:
        spoken[bank.language] += bank.questions
    language = spoken.most_common(1)[0][0] if spoken else "en"
    own: Counter[str] = Counter()
    below: Counter[str] = Counter()
    for placed in (placed for bank in banks for placed in bank.placed):
        own.update(placed)
        below.update({level for topic in placed for level in _levels(topic)})
    names = _in_tree_order({**dict.fromkeys(topics), **dict.fromkeys(sorted(own.keys() - topics.keys()))})
    listed = [TopicStats(name, topics.get(name, ""), own[name], below[name], name in topics) for name in names]
    return Stats(title, language, list(banks), listed)


def _levels(topic: str) -> list[str]:
    parts = topic.split("::")
    return ["::".join(parts[: end + 1]) for end in range(len(parts))]


def _in_tree_order(names: Iterable[str]) -> list[str]:
    """Each name below the one above it, else in the order given."""
    given = {name: number for number, name in enumerate(names)}
    last = len(given)
    return sorted(given, key=lambda name: [(given.get(level, last), level) for level in _levels(name)])
