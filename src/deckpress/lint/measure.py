"""Sizes and shares that rules and statistics speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from unicodedata import east_asian_width

from deckpress.model import Blank, Case, Cloze, Match, Multiple, Order, Question, Short, Single

__all__ = ["CJK", "Share", "answer_text", "blanks_of", "columns", "letter_shares", "longest_is_right", "prose", "texts_of", "words_of"]

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese characters, for a class of a pattern."""
_NOISE = re.compile(
    r"```.*?```|~~~.*?~~~|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$|!\[[^\]\n]{0,300}\]\([^)\n]{0,300}\)|\]\([^)\n]{0,300}\)|https?://[!-~]+"
    r"|\{\{c\d+(?:,\d+)*::|\{\{|\}\}|::|^ *(?:\d{1,9}[.)]|[-*+>]|#{1,6}) +",
    re.S | re.M,
)
_MARKS = re.compile(r"[*_\[\]\\]")


def prose(text: str) -> str:
    """A text without code, formulas, pictures, addresses, list marks and the signs of blanks."""
    return _NOISE.sub(" ", text)


def columns(text: str) -> int:
    """How wide a text is shown, in columns of which a Chinese character takes two; signs of markup take none."""
    shown = " ".join(_MARKS.sub("", prose(text)).split()) or text
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in shown)


def texts_of(question: Question) -> Iterator[str]:
    """All texts of a question that a learner reads."""
    yield from (question.stem, question.context, question.explanation, question.hint)
    if isinstance(question, (Single, Multiple)):
        for option in question.options:
            yield from option
    elif isinstance(question, Short):
        yield from question.answer
    elif isinstance(question, Match):
        for pair in question.pairs:
            yield from pair
    elif isinstance(question, Order):
        yield from question.items
    elif isinstance(question, Case):
        for part in question.parts:
            yield from (part.stem, part.explanation, *part.answer, *(item.text for item in part.rubric))


def blanks_of(content: Iterable[str | Blank]) -> Iterator[Blank]:
    """The blanks of a fill-in, those inside of others too."""
    for piece in content:
        if isinstance(piece, Blank):
            yield piece
            yield from blanks_of(piece.content)


def words_of(content: Iterable[str | Blank], hidden: int = 0) -> str:
    """What a fill-in shows on the card ``hidden``; with 0 all of its words."""
    return "".join(
        piece if isinstance(piece, str) else " […] " if hidden in piece.numbers else words_of(piece.content, hidden) for piece in content
    )


def answer_text(question: Question) -> str:
    """What is to be known: the right options, blanks, points, pairs, in one text."""
    match question:
        case Single() | Multiple():
            return "\n".join(question.options[index].text for index in question.answer)
        case Cloze():
            return "\n".join(words_of(blank.content) for blank in blanks_of(question.content))
        case Short():
            return "\n".join(question.answer)
        case Case():
            return "\n".join("\n".join(part.answer or [item.text for item in part.rubric]) for part in question.parts)
        case Match():
            return "\n".join("\t".join(pair) for pair in question.pairs)
        case Order():
            return "\n".join(question.items)
        case _:
            return "" if question.answer is None else str(question.answer)


@dataclass(frozen=True, slots=True)
class Share:
    """How often something is so (``found``) of ``of`` questions, and how often chance would make it so, with the standard deviation."""

    name: str
    found: int
    of: int
    expected: float
    deviation: float

    @property
    def surprise(self) -> float:
        """Standard deviations between what is found and what was expected; below 0 where it is too seldom."""
        return (self.found - self.expected) / self.deviation if self.deviation else 0.0

    @property
    def ratio(self) -> float:
        """How many times the expected is found."""
        return self.found / self.expected if self.expected else 1.0

    @property
    def share(self) -> float:
        """The found of all, 0 to 1."""
        return self.found / self.of if self.of else 0.0


def _share(name: str, found: int, chances: Sequence[float]) -> Share:
    return Share(name, found, len(chances), sum(chances), sqrt(sum(chance * (1 - chance) for chance in chances)))


def letter_shares(questions: Iterable[Single | Multiple]) -> list[Share]:
    """How often each letter is right, against a bank whose right options stand anywhere. Letters that few questions have are left out."""
    known = [question for question in questions if question.answer and len(question.options) >= 2]
    out = []
    for index in range(max((len(question.options) for question in known), default=0)):
        having = [question for question in known if len(question.options) > index]
        if 2 * len(having) < len(known):
            break
        chances = [len(question.answer) / len(question.options) for question in having]
        out.append(_share(chr(65 + index), sum(index in question.answer for question in having), chances))
    return out


def longest_is_right(questions: Iterable[Single]) -> Share:
    """How often the right option is longer than every other one, against chance."""
    known = [question for question in questions if question.answer and len(question.options) >= 2]
    hits = 0
    for question in known:
        widths = [columns(option.text) for option in question.options]
        right = widths.pop(question.answer[0])
        hits += right > max(widths)
    return _share("longest", hits, [1 / len(question.options) for question in known])
