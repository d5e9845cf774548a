"""Questions of one bank that say the same in nearly the same words.

Each stem is cut into overlapping pieces of `PIECE` characters; the `KEPT` pieces with the lowest checksums stand for it (a bottom-k
sketch, after Broder 1997). Stems that share one are compared letter by letter. So ten thousand questions take a second, not the
fifty million comparisons of every pair.
"""

from __future__ import annotations

import heapq
from zlib import crc32

from deckpress.diagnostics import Report
from deckpress.model import Bank, Match, Multiple, Order, Question, Single

__all__ = ["SIMILAR", "check_near_duplicates"]

PIECE = 4
KEPT = 3
SIMILAR = 92.0
"""Similarity, 0 to 100, from which two questions count as one (of their text with options, by edit distance)."""
_MAX_BUCKET = 40
_SHORTEST = 8
_STRIP = {ord(c): None for c in " \t\n\r　,.;:!?，。；：！？、（）()[]【】「」『』“”‘’\"'_*`《》<>—-…~·"}


def check_near_duplicates(bank: Bank, report: Report) -> None:
    """A warning at the later of two questions that hardly differ."""
    buckets: dict[int, list[int]] = {}
    texts: list[str] = []
    questions = [question for question in bank.questions if not question.retired]
    for index, question in enumerate(questions):
        text = question.stem.translate(_STRIP)
        if text.isascii():
            text = text.lower()
        texts.append(text)
        if len(text) < _SHORTEST:
            continue
        data = text.encode("utf-16-le")
        sketch = heapq.nsmallest(KEPT, {crc32(data[at : at + 2 * PIECE]) for at in range(0, len(data) - 2 * PIECE + 2, 2)})
        twin = -1
        for piece in sketch:
            bucket = buckets.setdefault(piece, [])
            if twin < 0 and bucket:
                twin = _twin(index, bucket[-_MAX_BUCKET:], questions, texts)
            bucket.append(index)
        if twin >= 0:
            first = questions[twin]
            place = first.span.position.line if first.span.source is question.span.source else first.span.source.name
            report.warning(
                "near-duplicate", f"'{question.id}' says nearly the same as '{first.id}' (line {place})", question.span,
                "keep one of them, or make the difference clear in the stem",
            )  # fmt: skip


def _twin(index: int, others: list[int], questions: list[Question], texts: list[str]) -> int:
    """The first of ``others`` that says nearly the same as the question at ``index``; -1 where there is none."""
    from rapidfuzz.fuzz import ratio

    text = texts[index]
    for other in others:
        longest, shortest = max(len(text), len(texts[other])), min(len(text), len(texts[other]))
        if shortest * 2 < longest or ratio(text, texts[other], score_cutoff=SIMILAR) < SIMILAR:
            continue
        if _numbers_differ(text, texts[other]):
            continue
        if ratio(_rest(questions[index]), _rest(questions[other]), score_cutoff=SIMILAR - 7) >= SIMILAR - 7:
            return other
    return -1


def _numbers_differ(one: str, other: str) -> bool:
    """Whether the digits differ: the same sum with other figures is another question."""
    return [c for c in one if c.isdigit()] != [c for c in other if c.isdigit()]


def _rest(question: Question) -> str:
    """What a question asks beside its stem."""
    if isinstance(question, (Single, Multiple)):
        return "\n".join(sorted(option.text for option in question.options))
    if isinstance(question, Match):
        return "\n".join(sorted(f"{left}\t{right}" for left, right in question.pairs))
    if isinstance(question, Order):
        return "\n".join(sorted(question.items))
    return question.context
