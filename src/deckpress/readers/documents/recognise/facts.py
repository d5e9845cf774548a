"""What one line offers, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from deckpress.readers.documents.recognise.result import FoundKind

__all__ = ["Candidate", "Facts", "Heading", "Label", "LabelName"]

LabelName = Literal["answer", "own", "explanation", "rubric", "noise"]


class Label(NamedTuple):
    """A label ``shadow[start:end]`` of a line; the value begins at ``end``."""

    start: int
    end: int
    name: LabelName


class Heading(NamedTuple):
    """A heading ``shadow[start:end]``. ``sort``: a chapter, the kind of the questions below, a key of answers,
    the shared options or text of a group (questions ``first`` to ``last``, 0 where it does not say), or another title."""

    start: int
    end: int
    sort: Literal["chapter", "kind", "key", "title", "group"]
    kind: FoundKind | None
    level: int = 0
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class Candidate:
    """A number that may begin a question or a key's entry: ``text`` begins at ``end``."""

    line: int
    start: int
    end: int
    style: str
    value: int
    at_start: bool
    weight: float = 0.0
    prefix: str = ""


@dataclass(slots=True)
class Facts:
    """One line's shadow and what was seen in it. ``first`` is the offset of its first visible character, its length where blank."""

    shadow: str
    first: int
    heading: Heading | None = None
    inner: list[Heading] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    opens: bool = False
    """An option A begins here, or A and B stand in the line."""
    skip: tuple[int, int] = (0, 0)
    """A stretch that is no text of its line: a page mark, a torn digit."""
    joins: bool = False
    """The line goes on the word that the one above breaks off: a page mark stood between them."""
    picture: str = ""
    """Where the picture lies that the line shows (Markdown); the line counts as blank."""
    furniture: bool = False
    """The line belongs to the site or page; it counts as blank."""
