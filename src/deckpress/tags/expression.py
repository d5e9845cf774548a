"""Tag expressions as trees: what they match, their canonical text, the same as a search in Anki.

A tag in an expression matches itself and its children, in any case; ``*`` stands for any characters, ``::`` among them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field

from deckpress.tags.search import anki_term, join_terms

__all__ = ["KEYWORDS", "And", "Expression", "Not", "Or", "Tag"]

KEYWORDS = frozenset({"and", "or", "not"})


class Expression(ABC):
    """A tag expression. ``str()`` gives text that parses to an equal expression."""

    __slots__ = ()

    def matches(self, tags: Iterable[str]) -> bool:
        """Whether a note with these normalised tags is meant. Takes linear time, whatever the pattern."""
        return self._holds(_haystack(tags))

    @abstractmethod
    def to_anki(self) -> str:
        """The search that finds the same notes in Anki's browser."""

    @abstractmethod
    def _holds(self, haystack: str) -> bool:
        """As ``matches``, of tags that ``_haystack`` has laid out."""


@dataclass(frozen=True, slots=True)
class Tag(Expression):
    """A tag or a pattern: ``pieces`` are the normalised texts between the wildcards, so ``a*b`` is ``("a", "b")``.

    Of several pieces only the first and the last may be empty.
    """

    pieces: tuple[str, ...]
    _folded: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.pieces or self.pieces == ("",) or not all(self.pieces[1:-1]):
            raise ValueError(f"no tag and no pattern: {self.pieces!r}")
        object.__setattr__(self, "_folded", tuple(map(_fold, self.pieces)))

    def __str__(self) -> str:
        text = "*".join(piece.replace("\\", "\\\\").replace("*", "\\*") for piece in self.pieces)
        if text[0] == "'" or text.lower() in KEYWORDS or any(c in "()（）" or c.isspace() for c in text):
            return f'"{text}"'
        return text

    def to_anki(self) -> str:
        """The search that finds the same notes in Anki's browser."""
        return anki_term(self.pieces)

    def _holds(self, haystack: str) -> bool:
        folded = self._folded
        if len(folded) == 1:
            return f"\n{folded[0]}::" in haystack
        return any(_fits(folded, line) for line in haystack.split("\n")[1:-1])


@dataclass(frozen=True, slots=True)
class Not(Expression):
    """Matches what ``operand`` does not."""

    operand: Expression

    def __str__(self) -> str:
        return f"not {_text(self.operand, And, Or)}"

    def to_anki(self) -> str:
        """The search that finds the same notes in Anki's browser."""
        return f"-{_search(self.operand, Not, And, Or)}"

    def _holds(self, haystack: str) -> bool:
        return not self.operand._holds(haystack)


@dataclass(frozen=True, slots=True)
class And(Expression):
    """Matches what all of two or more ``operands`` match."""

    operands: tuple[Expression, ...]

    def __post_init__(self) -> None:
        _at_least_two(self.operands)

    def __str__(self) -> str:
        return " and ".join(_text(operand, And, Or) for operand in self.operands)

    def to_anki(self) -> str:
        """The search that finds the same notes in Anki's browser."""
        return join_terms([_search(operand, And, Or) for operand in self.operands], " ")

    def _holds(self, haystack: str) -> bool:
        return all(operand._holds(haystack) for operand in self.operands)


@dataclass(frozen=True, slots=True)
class Or(Expression):
    """Matches what one or more of two or more ``operands`` match."""

    operands: tuple[Expression, ...]

    def __post_init__(self) -> None:
        _at_least_two(self.operands)

    def __str__(self) -> str:
        return " or ".join(_text(operand, Or) for operand in self.operands)

    def to_anki(self) -> str:
        """The search that finds the same notes in Anki's browser."""
        return join_terms([_search(operand, And, Or) for operand in self.operands], " or ")

    def _holds(self, haystack: str) -> bool:
        return any(operand._holds(haystack) for operand in self.operands)


def _at_least_two(operands: tuple[Expression, ...]) -> None:
    if len(operands) < 2:
        raise ValueError(f"expected two operands or more, got {len(operands)}")


def _text(operand: Expression, *bracketed: type[Expression]) -> str:
    return f"({operand})" if isinstance(operand, bracketed) else str(operand)


def _search(operand: Expression, *bracketed: type[Expression]) -> str:
    return f"({operand.to_anki()})" if isinstance(operand, bracketed) else operand.to_anki()


def _haystack(tags: Iterable[str]) -> str:
    """One folded text of all tags, each as a line that ends in ``::``, so that one search finds a tag and its children."""
    lines = "::\n".join(tags)
    return _fold(f"\n{lines}::\n") if lines else "\n"


def _fits(pieces: tuple[str, ...], line: str) -> bool:
    """Whether a line of the haystack begins with the pattern and the pattern ends where a component does.

    Taking the leftmost place for each piece is enough: a later one leaves less room for those after it.
    """
    if not line.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:-1]:
        found = line.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return line.find(f"{pieces[-1]}::", at) >= 0


def _fold(text: str) -> str:
    """Unicode's simple case folding, by which Anki's search compares (full folding would make ``ß`` equal to ``ss``)."""
    if text.isascii():
        return text.lower()
    folded = text.casefold()
    if len(folded) == len(text):
        return folded
    return "".join(map(_fold_character, text))


def _fold_character(character: str) -> str:
    if character == "ﬆ":
        return "ﬅ"
    folded = character.casefold()
    if len(folded) > 1:  # full folding only
        folded = character.lower()
    return folded if len(folded) == 1 else character
