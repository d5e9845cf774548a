"""Which texts of two lists say nearly the same: the old and the new wording of a question.

As in `deckpress.lint.duplicates`, texts that hardly differ are sought as neighbours in sorted order, not by comparing every pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz.fuzz import ratio

from deckpress.lint.duplicates import told_apart

__all__ = ["Likeness", "similar_pairs"]

_LONGEST = 500
"""Characters of a text that are compared."""
_AROUND = 3
"""How many neighbours in each order are looked at."""
Likeness = tuple[float, int, int]
"""How alike (0 to 1) the text at an index of the first list and one of the second are."""


def similar_pairs(new: Sequence[str], old: Sequence[str], near: Iterable[tuple[int, int, float]], least: float = 0.85) -> list[Likeness]:
    """Pairs that are alike by ``least`` or more, the most alike first.

    ``near`` are pairs to be compared whatever they look like, as they stand at the same place, each with the least likeness that it needs.
    Others are sought among all texts and must not differ in what changes the question (figures, negations). Takes n log n time in the
    number of texts.
    """
    found: dict[tuple[int, int], float] = {}
    for i, j, enough in near:
        _compare(new, old, i, j, enough, found)
    for i, j in _neighbours(new, old):
        if (i, j) not in found and not told_apart(new[i][:_LONGEST], old[j][:_LONGEST]):
            _compare(new, old, i, j, least, found)
    return sorted(((score, i, j) for (i, j), score in found.items()), key=lambda one: (-one[0], one[1], one[2]))


def _compare(new: Sequence[str], old: Sequence[str], i: int, j: int, least: float, found: dict[tuple[int, int], float]) -> None:
    score = ratio(new[i][:_LONGEST], old[j][:_LONGEST], score_cutoff=least * 100) / 100
    if score >= least:
        found[i, j] = score


def _neighbours(new: Sequence[str], old: Sequence[str]) -> set[tuple[int, int]]:
    """Pairs of indices that stand close to each other in one of three orders: by beginning, by end, by second half."""
    texts = [text[:_LONGEST] for text in (*new, *old)]
    pairs: set[tuple[int, int]] = set()
    keys = (texts, [text[::-1] for text in texts], [text[len(text) // 2 :] for text in texts])
    for key in keys:
        order = sorted(range(len(texts)), key=key.__getitem__)
        for step in range(1, _AROUND + 1):
            for one, other in zip(order, order[step:], strict=False):
                first, second = min(one, other), max(one, other)
                if first < len(new) <= second:
                    pairs.add((first, second - len(new)))
    return pairs
