"""What recognition makes of a document: questions, and what became of every line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

__all__ = ["LEFT_OUT", "Found", "FoundKind", "FoundPart", "Piece", "PieceRole", "Reading", "Truth"]

FoundKind = Literal["single", "multiple", "truefalse", "cloze", "short", "case"]

PieceRole = Literal[
    "stem", "context", "option", "answer", "explanation", "rubric", "part", "label",  # of a question
    "heading", "key",  # of the document: headings and section instructions, answer keys
    "furniture", "article", "unrecognised",  # left out, and why
]  # fmt: skip
LEFT_OUT: frozenset[PieceRole] = frozenset({"furniture", "article", "unrecognised"})

Truth = bool


class Piece(NamedTuple):
    """A stretch ``lines[line].text[start:end]`` and what became of it. ``question`` is an index into `Reading.questions`, or -1.

    ``label`` covers a question's number, kind label, points, and what somebody else answered. A key's entries and a shared
    ``context`` name the first question that they serve.
    """

    line: int
    start: int
    end: int
    role: PieceRole
    question: int = -1


@dataclass(slots=True, kw_only=True)
class FoundPart:
    """A task of a case."""

    stem: str
    answer: str = ""
    explanation: str = ""
    points: str = ""


@dataclass(slots=True, kw_only=True)
class Found:
    """A recognised question.

    ``answer`` depends on the kind: option indices from 0, rising (single, multiple); a boolean (truefalse); a text a blank (cloze);
    the model answer, lines joined by a line feed (short, case). None where the document gives none (or ``parts`` hold it).
    The stem of a cloze has ``____`` for each blank, in every kind without the answer that the document wrote into it.
    ``headings`` is the path of headings above the question, the chapter first, as in the document without their numbers' points.
    ``number`` is the number as written, empty without one. ``line`` is an index into `Document.lines`.
    ``review`` says why a person must look.
    """

    kind: FoundKind
    stem: str
    options: list[str] = field(default_factory=list)
    answer: tuple[int, ...] | bool | list[str] | str | None = None
    explanation: str = ""
    context: str = ""
    rubric: list[str] = field(default_factory=list)
    parts: list[FoundPart] = field(default_factory=list)
    points: str = ""
    difficulty: int = 0
    topics: list[str] = field(default_factory=list)
    chapter: str = ""
    headings: tuple[str, ...] = ()
    number: str = ""
    line: int
    images: list[str] = field(default_factory=list)
    review: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """The questions in document order, and the pieces in document order.

    Every character that is not white space lies in exactly one piece: nothing is lost silently.
    """

    questions: list[Found] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
