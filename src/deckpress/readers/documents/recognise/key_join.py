"""Which questions a key's groups of entries answer: an alignment of groups with runs of questions that keeps their order where it can."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deckpress.readers.documents.recognise.answers import read_letters, read_truth
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.key_align import align
from deckpress.readers.documents.recognise.key_assign import agreement, assign
from deckpress.readers.documents.recognise.key_groups import Group
from deckpress.readers.documents.recognise.key_runs import Run, mask_of, runs_of
from deckpress.readers.documents.recognise.strip import Place
from deckpress.readers.documents.recognise.words import cn_number

__all__ = ["join_keys"]

_LEAST = 0.9
"""Score from which a group may answer a run."""
_MEMORY = 5_000
"""Runs without a key that later keys may still answer."""


class _Side(NamedTuple):
    """What a group is compared by."""

    group: Group
    mask: int
    size: int
    nature: str
    several: float


def join_keys(drafts: Sequence[Draft], groups: Sequence[Group]) -> None:
    """Gives each question the answer that its key holds. Changes drafts and entries.

    Linear in the document but for each key's groups × the runs still unmatched above it, of which a band is looked at.
    """
    runs = runs_of(drafts)
    sides = [_side(group) for group in groups if group.entries]
    nears = sorted({side.group.near for side in sides if side.group.near >= 0})
    places = [run.place for run in runs]
    waiting: list[int] = []
    left: list[_Side] = []
    seen = 0
    floor = Place(-1, 0)
    for block in _blocks(sides, places):
        place = block[0].group.place
        above = bisect_left(places, place)
        waiting = [*waiting[-_MEMORY:], *range(seen, above)]
        seen = above
        for part in _papers(block):
            low, high = _zone(part[0].group.near, nears, places, above)
            pool = [r for r in waiting if low <= r < high]
            pairs = _align(drafts, part, [runs[r] for r in pool], floor)
            for side, chosen in pairs:
                answered = [runs[pool[r]] for r in chosen]
                assign(drafts, [i for run in answered for i in run.members], side.group, shifted=_shifted(side, answered))
            taken = {pool[r] for _, chosen in pairs for r in chosen}
            waiting = [r for r in waiting if r not in taken]
            matched = {id(side) for side, _ in pairs}
            left += [side for side in part if id(side) not in matched]
        floor = place
    _join_below(drafts, runs, left)


def _join_below(drafts: Sequence[Draft], runs: Sequence[Run], left: Sequence[_Side]) -> None:
    """Keys that stand above all questions."""
    left = [side for side in left if runs and side.group.place < runs[0].place]
    pool = [run for run in runs if all(drafts[i].answer is None and drafts[i].inline is None for i in run.members)]
    for side, chosen in _align(drafts, left, pool, pool[-1].place) if left and pool else []:
        assign(drafts, [i for r in chosen for i in pool[r].members], side.group, shifted=False)


def _blocks(sides: Sequence[_Side], places: Sequence[Place]) -> Iterator[list[_Side]]:
    """Groups between which no questions stand."""
    block: list[_Side] = []
    at = -1
    for side in sides:
        above = bisect_left(places, side.group.place)
        if block and above != at:
            yield block
            block = []
        at = above
        block.append(side)
    if block:
        yield block


def _papers(block: Sequence[_Side]) -> Iterator[list[_Side]]:
    """The groups of a block by the paper that they name; those that name none together."""
    papers: dict[int, list[_Side]] = {}
    for side in block:
        papers.setdefault(side.group.near, []).append(side)
    yield from (papers[near] for near in sorted(papers, key=lambda near: (near < 0, near)))


def _zone(near: int, nears: Sequence[int], places: Sequence[Place], end: int) -> tuple[int, int]:
    """From which run up to (not with) which a paper named at line ``near`` reaches; up to ``end`` without one."""
    if near < 0:
        return 0, end
    after = bisect_left(nears, near + 1)
    high = bisect_left(places, (nears[after], 0)) if after < len(nears) else end
    return bisect_left(places, (near, 0)), min(high, end)


def _side(group: Group) -> _Side:
    texts = [entry.text for entry in group.entries]
    letters = sum(read_letters(text) is not None for text in texts)
    several = sum(len(found) > 1 for text in texts if (found := read_letters(text)))
    return _Side(group, mask_of([entry.value for entry in group.entries]), len(texts), _nature(texts, letters), several / len(texts))


_LEADING = re.compile(r"\s*[(\[]?[A-Ha-h][)\].、,，:：\s(]")


def _nature(texts: Sequence[str], letters: int) -> str:
    truths = sum(read_truth(text) is not None for text in texts)
    if truths > 0.8 * len(texts):
        return "truth" if truths >= letters else "letters"
    if letters > 0.7 * len(texts):
        return "letters"
    if sum(_LEADING.match(text) is not None for text in texts) > 0.7 * len(texts):
        return ""
    return "text" if letters + truths < 0.3 * len(texts) else ""


def _score(drafts: Sequence[Draft], side: _Side, run: Run, floor: Place) -> float:
    """How well a group fits a run, 0 where it can't."""
    group = side.group
    kinds = group.kind is not None and run.kind is not None
    score = _numbers(side, run)
    if not score and kinds and group.kind == run.kind and side.size == len(run.members):
        score = 1.0  # counted anew, or on
    if not score:
        return 0.0
    if kinds:
        score += 1.5 if group.kind == run.kind else -1.0
    chapters = _same_chapter(run.chapter, group.chapter) if group.near < 0 else None
    if chapters is not None:
        score += 1.0 if chapters else -0.5
    score += _natures(side, run)
    score += 0.3 if run.place > floor else 0.0
    if not run.open:
        score += agreement(drafts, run.members, group) - 0.6
    return score if score > _LEAST else 0.0


def _numbers(side: _Side, run: Run) -> float:
    """What numbers in common are worth, at most 2.5; for values without numbers, how many they are."""
    size = max(side.size, len(run.members))
    if side.group.bare:
        return 2.0 * min(side.size, len(run.members)) / size
    common = (side.mask & run.mask).bit_count()
    return 2.0 * common / size + 0.5 * common / side.size


def _natures(side: _Side, run: Run) -> float:
    """What it is worth that the answers are of the sort that the questions ask for: letters, several letters, a verdict, a text."""
    gain = 0.0
    if run.kind == "single" and side.several > 0.5:
        gain -= 0.8
    elif run.kind == "multiple" and side.size > 2 and not side.several and side.nature == "letters":
        gain -= 0.4
    if not side.nature or not run.wanted:
        return gain
    if side.nature == run.wanted:
        return gain + 0.6
    if {side.nature, run.wanted} == {"truth", "letters"} and not side.several:  # A for true
        return gain - (0.3 if side.group.kind == "truefalse" == run.kind else 1.4)
    return gain - 2.0


_DIGITS = re.compile(r"\d+|[一二三四五六七八九十百]+")


def _same_chapter(one: str, other: str) -> bool | None:
    first, second = _DIGITS.search(one), _DIGITS.search(other)
    if first is None or second is None:
        return None
    return _number(first[0]) == _number(second[0])


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else cn_number(text)


def _shifted(side: _Side, runs: Sequence[Run]) -> bool:
    """Whether a group answers its questions by their order and not by their numbers."""
    mask = 0
    for run in runs:
        mask |= run.mask
    return side.group.bare or not side.mask & mask or (len(runs) > 1 and not all(run.links for run in runs[1:]))


def _align(drafts: Sequence[Draft], sides: Sequence[_Side], runs: Sequence[Run], floor: Place) -> list[tuple[_Side, range]]:
    """Pairs of a group and the runs that it answers."""
    first_new = next((i for i, run in enumerate(runs) if run.place > floor), 0)
    total = sum(len(run.members) for run in runs[first_new:])

    def score(group: int, first: int, end: int) -> float:
        if end - first == 1:
            return _score(drafts, sides[group], runs[first], floor)
        return _together(drafts, sides[group], runs[first:end], floor)

    def spans(group: int, run: int) -> Sequence[int]:
        side = sides[group]
        if run and runs[run].links:
            if not side.mask & runs[run].mask:
                return ()
            first = run
            while first and runs[first].links and runs[first].numbers[0] > side.group.entries[0].value:
                first -= 1
            return (first,) if first < run else ()
        return (first_new,) if run == len(runs) - 1 > first_new and side.size == total else ()

    def shares(group: int) -> bool:
        one, other = sides[group - 1], sides[group]
        return not one.mask & other.mask and not other.group.bare and not one.group.bare

    return [(sides[group], range(*chosen)) for group, chosen in align(len(sides), len(runs), score, spans, shares)]


def _together(drafts: Sequence[Draft], side: _Side, part: Sequence[Run], floor: Place) -> float:
    """The score of a group with consecutive runs as one: numbers that go on, or as many questions as entries."""
    numbers = [number for run in part for number in run.numbers]
    restarts = not all(run.links for run in part[1:])
    if restarts and (side.size != len(numbers) or side.group.entries[-1].value - side.group.entries[0].value != side.size - 1):
        return 0.0
    kinds, natures = {run.kind for run in part}, {run.wanted for run in part}
    kind, wanted = kinds.pop() if len(kinds) == 1 else None, natures.pop() if len(natures) == 1 else ""
    members = [i for run in part for i in run.members]
    mask = side.mask if restarts else mask_of(numbers)
    whole = Run(members, numbers, mask, part[-1].place, kind, wanted, part[0].chapter, any(run.open for run in part))
    return _score(drafts, side, whole, floor) - (0.5 if restarts else 0.0)
