"""What only all questions of a table together show: that their stems begin with numbers, that rows disagree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.recognise.answer_match import key
from deckpress.readers.documents.recognise.result import Found

__all__ = ["compare", "number_stems"]

_LEADING_NUMBER = re.compile(r"[(（]?(\d{1,5})\s?[.、．)）:：]\s{0,4}(?=\D)")
_DISAGREES = "the same question has another answer"


def number_stems(questions: Sequence[Found]) -> list[tuple[int, int]]:
    """Takes the number off the stems where nearly all of them begin with one; gives the line and the length of each."""
    found = [(question, mark) for question in questions if (mark := _LEADING_NUMBER.match(question.stem)) is not None]
    if len(found) < 2 or len(found) < len(questions) * 0.8:
        return []
    for question, mark in found:
        question.number = question.number or mark[1]
        question.stem = question.stem[mark.end() :]
    return [(question.line, mark.end()) for question, mark in found]


def compare(questions: Sequence[Found]) -> None:
    """Marks rows that ask the same with the same options and answer differently."""
    alike: dict[str, list[Found]] = {}
    for question in questions:
        alike.setdefault(key(question.stem), []).append(question)
    for stem, found in alike.items():
        if not stem or len(found) < 2:
            continue
        seen: dict[tuple[str, ...], Found] = {}
        for question in found:
            before = seen.setdefault(tuple(sorted(map(key, question.options))), question)
            if before is not question and _meaning(before) != _meaning(question):
                for one in (before, question):
                    if _DISAGREES not in one.review:
                        one.review.append(_DISAGREES)


def _meaning(question: Found) -> object:
    if isinstance(question.answer, tuple):
        return sorted(question.options[index] if index < len(question.options) else str(index) for index in question.answer)
    return question.answer
