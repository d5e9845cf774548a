"""Which question of a document is which of a bank that exists already."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from deckpress.lint.similar import Likeness, similar_pairs
from deckpress.readers.documents.recognise.copies import core_text

__all__ = ["Known", "match_questions"]

_ALIKE = 0.85
"""The likeness from which two questions of a kind are one."""
_ALONE = 0.65
"""The same for the only two between questions that are matched, of whatever kind: one that was corrected, most likely."""
_TIE = 0.02
"""Two candidates closer than this are equally good: then their order decides."""
_GAP = 16
"""How many questions of a gap between two matched ones a new one there is compared with."""
_CHOICES = frozenset({"single", "multiple"})


class Known:
    """A question of either side as matching sees it: ``names`` are ids it may be known by, the surest first."""

    __slots__ = ("data", "kind", "names")

    def __init__(self, names: Sequence[str], data: dict[str, Any]) -> None:
        self.names, self.data = names, data
        kind = data.get("type", "")
        self.kind = "choice" if kind in _CHOICES else kind

    @property
    def core(self) -> str:
        """The words that make the question: the same for two copies, however they are written. Most are never asked for it."""
        return _core(self.data)


def _core(data: dict[str, Any]) -> str:
    texts = [data.get("stem", ""), *_texts(data.get("options")), data.get("context", ""), *_texts(data.get("parts"))]
    return "\n".join(core_text(text) if isinstance(text, str) else "" for text in texts)


def _texts(items: Any) -> list[Any]:
    listed = items if isinstance(items, list) else []
    return [(item.get("text") or item.get("stem")) if isinstance(item, dict) else item for item in listed]


def match_questions(new: Sequence[Known], old: Sequence[Known]) -> dict[int, int]:
    """Indices into ``old`` by indices into ``new``, each at most once: by name, by equal words, by likeness.

    Copies with equal words are matched in their order. Likeness counts within a kind, from 0.85 on; of several candidates the most alike
    is taken, and of those about equally alike the one that stands nearest to where the document has it.
    """
    found = _by_name(new, old)
    _by_words(new, old, found)
    _by_likeness(new, old, found)
    return found


def _by_name(new: Sequence[Known], old: Sequence[Known]) -> dict[int, int]:
    found: dict[int, int] = {}
    taken: set[int] = set()
    for rank in (0, 1):  # what the last import called it counts more than what the bank calls it
        places = {one.names[rank]: index for index, one in enumerate(old) if rank < len(one.names) and one.names[rank]}
        for index, one in enumerate(new):
            place = places.get(one.names[0]) if index not in found else None
            if place is not None and place not in taken:
                found[index] = place
                taken.add(place)
    return found


def _by_words(new: Sequence[Known], old: Sequence[Known], found: dict[int, int]) -> None:
    taken = set(found.values())
    places: dict[str, list[int]] = {}
    if len(found) < len(new):
        for index in range(len(old) - 1, -1, -1):
            if index not in taken:
                places.setdefault(old[index].core, []).append(index)
    for index, one in enumerate(new):
        if index not in found and places and places.get(core := one.core):
            found[index] = places[core].pop()


def _by_likeness(new: Sequence[Known], old: Sequence[Known], found: dict[int, int]) -> None:
    taken = set(found.values())
    left, right = [i for i in range(len(new)) if i not in found], [j for j in range(len(old)) if j not in taken]
    if not left or not right:
        return
    at = {"new": {i: n for n, i in enumerate(left)}, "old": {j: n for n, j in enumerate(right)}}
    near, alone = _same_gap(len(new), len(old), found)
    asked = [(at["new"][i], at["old"][j], _ALONE if (i, j) in alone else _ALIKE) for i, j in near]
    pairs = similar_pairs([new[i].core for i in left], [old[j].core for j in right], asked, _ALIKE)
    named = [(score, left[a], right[b]) for score, a, b in pairs]
    alike = [(score, i, j) for score, i, j in named if new[i].kind == old[j].kind or (i, j) in alone]
    order = _order_of(len(new), found)
    used: set[int] = set()
    for _, i, j in _best_first(alike, order):
        if i not in found and j not in used:
            found[i] = j
            used.add(j)


def _best_first(pairs: Sequence[Likeness], order: Sequence[int]) -> list[Likeness]:
    """The most alike first; among those that are about equally alike, those that stand closest to where the order puts them."""
    return sorted(pairs, key=lambda pair: (-int(pair[0] / _TIE), abs(pair[2] - order[pair[1]]), pair[1], pair[2]))


def _order_of(count: int, found: dict[int, int]) -> list[int]:
    """Where each new question would stand in the old order: right after the matched one before it."""
    order: list[int] = []
    last = -1
    for index in range(count):
        last = found.get(index, last + 1)
        order.append(last)
    return order


def _same_gap(new: int, old: int, found: dict[int, int]) -> tuple[list[tuple[int, int]], set[tuple[int, int]]]:
    """Pairs of questions that stand between the same two matched ones, without those of a large gap that stand far apart in it; and which
    of them are alone there.
    """
    taken = set(found.values())
    free = [j for j in range(old) if j not in taken]
    pairs: list[tuple[int, int]] = []
    alone: set[tuple[int, int]] = set()
    start = after = 0
    for end in range(new + 1):
        if end < new and end not in found:
            continue
        stop = found[end] if end < new else old
        if start < end:
            first, last = bisect_left(free, after), bisect_left(free, stop)
            if last - first == end - start == 1:
                alone.add((start, free[first]))
            for offset, i in enumerate(range(start, end)):
                low = first + max(0, offset - _GAP // 2)
                pairs += [(i, j) for j in free[low : min(last, low + _GAP)]]
        start, after = end + 1, stop + 1
    return pairs, alone
