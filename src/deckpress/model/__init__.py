"""The bank as data: what every reader makes and every writer takes. Plain, frozen, typed.

The eight kinds are a closed union, `Question`; `match` on it is checked for exhaustiveness.
Texts are as the author wrote them (Markdown or plain, see ``markup``), never HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, TypeVar

from deckpress.source import Span

Record = TypeVar("Record")

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: object) -> object:
        return lambda decorator: decorator


__all__ = [
    "Bank", "Blank", "Case", "Chapter", "Cloze", "ImportedFrom", "Kind", "Markup", "Match", "Multiple", "Option", "Order", "Part",
    "Question", "QuestionBase", "RubricItem", "Short", "Single", "TrueFalse",
]  # fmt: skip

Kind = Literal["single", "multiple", "truefalse", "cloze", "short", "case", "match", "order"]
Markup = Literal["markdown", "plain"]


@dataclass_transform(kw_only_default=True, frozen_default=True)
def _record(cls: type[Record]) -> type[Record]:
    """A keyword-only dataclass, frozen for the type checker alone: at run time that would make each object three times as dear."""
    return dataclass(slots=True, kw_only=True)(cls)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFrom:
    """Where an imported question stood: a file's name, a line or a page counted from 1."""

    file: str = ""
    line: str = ""
    page: str = ""


class Option(NamedTuple):
    """One option of a choice question; ``note`` says why it is right or wrong."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RubricItem:
    """What a good answer contains; ``points`` is a number as written, or empty."""

    text: str
    points: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One task of a case. ``key`` names it in the note's identity: its own ``id``, else its number counted from 1."""

    key: str
    stem: str
    answer: tuple[str, ...] = ()
    rubric: tuple[RubricItem, ...] = ()
    explanation: str = ""
    points: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank of a fill-in. ``numbers`` are the cards that ask for it; ``content`` may hold further blanks."""

    numbers: tuple[int, ...]
    content: tuple[str | Blank, ...]
    hint: str = ""


@_record
class QuestionBase:
    """What all kinds share. ``span`` is where the stem stands; ``number`` counts the bank's questions from 1.

    ``answered`` is false where the bank gives no answer: such a question is left out of decks unless asked for. ``lint`` names rules of
    content that are turned off, each with the reason.
    """

    kind: ClassVar[Kind]
    id: str
    stem: str
    span: Span
    number: int
    markup: Markup = "markdown"
    context: str = ""
    explanation: str = ""
    hint: str = ""
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    difficulty: int = 0
    points: str = ""
    source: ImportedFrom | None = None
    review: str = ""
    retired: str = ""
    lint: tuple[tuple[str, str], ...] = ()
    answered: bool = True


@_record
class Single(QuestionBase):
    """One right option; ``answer`` holds its index from 0."""

    kind: ClassVar[Kind] = "single"
    options: tuple[Option, ...]
    answer: tuple[int, ...]
    keep_order: bool = False


@_record
class Multiple(QuestionBase):
    """Several right options; ``answer`` holds their indices from 0, rising."""

    kind: ClassVar[Kind] = "multiple"
    options: tuple[Option, ...]
    answer: tuple[int, ...]
    keep_order: bool = False


@_record
class TrueFalse(QuestionBase):
    """A statement that holds or does not."""

    kind: ClassVar[Kind] = "truefalse"
    answer: bool | None


@_record
class Cloze(QuestionBase):
    """A fill-in. ``content`` is the stem cut at its blanks; ``stem`` is the text as written. ``typed``: the card asks to type it."""

    kind: ClassVar[Kind] = "cloze"
    content: tuple[str | Blank, ...]
    typed: bool = False


@_record
class Short(QuestionBase):
    """A free answer: one text, or points to recall one by one. ``typed``: the card asks to type the one text."""

    kind: ClassVar[Kind] = "short"
    answer: tuple[str, ...]
    listed: bool = False
    typed: bool = False


@_record
class Case(QuestionBase):
    """A scenario (the stem) and its tasks. ``whole`` is true where the scenario is itself the one task."""

    kind: ClassVar[Kind] = "case"
    parts: tuple[Part, ...]
    whole: bool = False


@_record
class Match(QuestionBase):
    """Pairs that belong together, left and right."""

    kind: ClassVar[Kind] = "match"
    pairs: tuple[tuple[str, str], ...]


@_record
class Order(QuestionBase):
    """Items in their right order."""

    kind: ClassVar[Kind] = "order"
    items: tuple[str, ...]


Question = Single | Multiple | TrueFalse | Cloze | Short | Case | Match | Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter; a bank that lists questions directly has one with an empty id and title."""

    id: str
    title: str
    topics: tuple[str, ...] = ()
    context: str = ""
    markup: Markup = "markdown"
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """A question bank. ``files`` are the paths it was read from, in order; images are looked up beside each.

    ``parts`` are the part numbers that the files give themselves, empty texts for a bank of one file. ``lint`` is as in a question.
    """

    id: str
    title: str
    language: str = "en"
    deck: str
    description: str = ""
    license: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    subdecks: bool = False
    show_count: bool = False
    lint: tuple[tuple[str, str], ...] = ()
    markup: Markup = "markdown"
    chapters: tuple[Chapter, ...] = ()
    files: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in bank order."""
        return tuple(q for chapter in self.chapters for q in chapter.questions)
