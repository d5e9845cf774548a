"""What two copies of one question in a document say about each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from deckpress.readers.documents.recognise.result import Found

__all__ = ["core_text", "settle_copies"]

_NO_WORD = re.compile(r"[\W_]+")
_SHORTEST = 8
"""Characters from which on a stem belongs to one question: ``以下正确的是`` begins many."""
_CHOICES = ("single", "multiple")


def core_text(text: str) -> str:
    """The letters and digits of a text alone: what two copies share whose spaces, punctuation and full-width forms differ.

    A text without any (a formula, a picture) is its own core.
    """
    folded = normalize("NFKC", text)
    return (folded if folded.isalnum() else _NO_WORD.sub("", folded)).casefold() or text.strip()


def settle_copies(questions: Sequence[Found], loose: int) -> set[int]:
    """Indices, below ``loose``, of choices that lost options, and stand in the document once more, whole and with the same answer.

    Adds to ``review`` of the other choices with the same stem, some of whose options are the same and some are not: one of them is torn.
    Copies without any option in common are other questions that begin alike.
    """
    torn: set[int] = set()
    for copies in _by_stem(questions):
        whole = [i for i in copies if len(questions[i].options) > 1 and not questions[i].review]
        given_up = [i for i in copies if i < loose and questions[i].review and any(_holds(questions[j], questions[i]) for j in whole)]
        torn.update(given_up)
        _mark_different(questions, [i for i in copies if i not in given_up])
    return torn


def _mark_different(questions: Sequence[Found], copies: Sequence[int]) -> None:
    options = {i: frozenset(map(core_text, questions[i].options)) for i in copies}
    for i in copies:
        other = next((j for j in copies if options[j] != options[i] and options[j] & options[i]), None)
        if other is not None:
            questions[i].review.append(f"the question on line {questions[other].line + 1} has the same text and other options")


def _holds(whole: Found, torn: Found) -> bool:
    """Whether a copy says all that the other does, and more."""
    options = {core_text(option) for option in whole.options}
    return (
        len(whole.options) > len(torn.options)
        and options.issuperset(map(core_text, torn.options))
        and (torn.answer is None or not torn.options or _texts(torn) <= _texts(whole))
        and len(torn.explanation) <= len(whole.explanation)
    )


def _texts(question: Found) -> set[str]:
    """The options that are right, as texts: the letters of a torn copy count from another first option."""
    if not isinstance(question.answer, tuple):
        return set()
    return {core_text(question.options[i]) for i in map(int, question.answer) if i < len(question.options)}


def _by_stem(questions: Sequence[Found]) -> list[list[int]]:
    """Indices of the choices that share a stem, where several do."""
    groups: dict[str, list[int]] = {}
    for i, question in enumerate(questions):
        if question.kind in _CHOICES:
            groups.setdefault("".join(question.stem.split()), []).append(i)
    return [group for stem, group in groups.items() if len(group) > 1 and len(stem) >= _SHORTEST]
