"""Questions of one bank that say the same in nearly the same words.

Two texts that hardly differ begin alike, end alike, or are alike from the middle on. So the questions are sorted three ways (by their
stem, by the stem read backwards, by its second half) and each is compared with the next: a bank of ten thousand takes a fraction of
a second, not the fifty million comparisons of every pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.fuzz import ratio
from rapidfuzz.utils import default_process

from deckpress.lint.rules import Finding, Setting, live
from deckpress.model import Bank, Match, Multiple, Order, Question, Single

__all__ = ["HINT", "NEAR_DUPLICATE", "SIMILAR", "near_duplicate", "rest_of", "same_rest", "told_apart"]

NEAR_DUPLICATE = "near-duplicate"
HINT = "keep one of them, or make the difference clear in the stem"
SIMILAR = 92.0
"""Similarity, 0 to 100, from which two stems count as one (by edit distance)."""
SIMILAR_REST = 85.0
"""The same for what else they ask: options, pairs, items."""
_SHORTEST, _LONGEST = 8, 20_000
"""Length, in characters, of the stems that are compared: shorter ones are alike by chance, longer ones take too long."""


def near_duplicate(bank: Bank, setting: Setting) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes it
    """Two questions say nearly the same.

    In one bank: stems that differ by a slip of the pen (92 of 100 by edit distance), with the same options, pairs or items; this is looked
    for at each check and build. Across the banks of a check, where rules of content are on: the same, or questions of one kind whose stems
    and answers are alike (see the limits in `deckpress.lint.across`). Questions that differ in a figure, a negation or a single letter are
    different ones. A switch in either of the two questions holds for both.

    Passes:

        - {stem: How much is 3 times 4 in all?, answer: '12'}
        - {stem: How much is 3 times 5 in all?, answer: '15'}

    Fails:

        - {stem: 客户投诉处理的第一步应当做什么？, answer: 倾听。}
        - {stem: 客户投诉处理的第一步应该做什么？, answer: 倾听。}
    """
    questions = live(bank)
    texts = [default_process(question.stem) for question in questions]
    long = [index for index, text in enumerate(texts) if _SHORTEST <= len(text) <= _LONGEST]
    twins = _copies(questions)
    for one, other in _neighbours(texts, long):
        if not ratio(texts[one], texts[other], score_cutoff=SIMILAR) or one == twins.get(other):
            continue
        if not told_apart(texts[one], texts[other]) and same_rest(rest_of(questions[one]), rest_of(questions[other])):
            twins[other] = min(one, twins.get(other, one))
    for index in sorted(twins):
        question, first = questions[index], questions[twins[index]]
        place = f"line {first.span.position.line}"
        if first.span.source is not question.span.source:
            place = f"{first.span.source.name}, {place}"
        if all(name != NEAR_DUPLICATE for name, _ in first.lint):
            yield Finding(question=question, message=f"'{question.id}' says nearly the same as '{first.id}' ({place})", hint=HINT)


def _copies(questions: list[Question]) -> dict[int, int]:
    """Questions that are the same to the letter, however short, each with the first of them."""
    first: dict[tuple[str, str, str], int] = {}
    copies: dict[int, int] = {}
    for index, question in enumerate(questions):
        key = (question.kind, question.stem, rest_of(question))
        if (known := first.setdefault(key, index)) != index:
            copies[index] = known
    return copies


def _neighbours(texts: list[str], indices: list[int]) -> set[tuple[int, int]]:
    """Pairs of indices, the lower first, that stand next to each other in one of the three orders."""
    pairs: set[tuple[int, int]] = set()
    for order in (
        sorted(indices, key=lambda index: texts[index]),
        sorted(indices, key=lambda index: texts[index][::-1]),
        sorted(indices, key=lambda index: texts[index][len(texts[index]) // 2 :]),
    ):
        pairs.update([(a, b) if a < b else (b, a) for a, b in pairwise(order)])
    return pairs


def same_rest(one: str, other: str) -> bool:
    """Whether what two questions ask beside their stems is nearly the same."""
    return ratio(one, other, score_cutoff=SIMILAR_REST) >= SIMILAR_REST


_TELLING = re.compile(
    r"\d+|[一二三四五六七八九十百千不非无無没沒未否错錯误誤正反]|\b(?:not?|never|except|least|most|false|wrong|incorrect|without)\b"
    r"|(?<![a-z])[a-z](?![a-z])"
)
_LATIN = re.compile(r"[a-z]+")


def told_apart(text: str, other: str) -> bool:
    """Whether the words differ that change what is asked: figures, negations, a single letter; in Chinese text any foreign word."""
    if _TELLING.findall(text) != _TELLING.findall(other):
        return True
    return not (text.isascii() or other.isascii()) and _LATIN.findall(text) != _LATIN.findall(other)


def rest_of(question: Question) -> str:
    """What a question asks beside its stem."""
    if isinstance(question, (Single, Multiple)):
        return "\n".join(sorted(option.text for option in question.options))
    if isinstance(question, Match):
        return "\n".join(sorted(f"{left}\t{right}" for left, right in question.pairs))
    if isinstance(question, Order):
        return "\n".join(sorted(question.items))
    return question.context
