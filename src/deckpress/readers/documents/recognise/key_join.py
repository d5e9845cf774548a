"""Which questions a key's groups of entries answer: an alignment of groups with runs of questions that keeps their order where it can."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from deckpress.readers.documents.recognise.answers import read_letters, read_truth
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.key_align import align
from deckpress.readers.documents.recognise.key_assign import agreement, assign
from deckpress.readers.documents.recognise.key_groups import Group
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.words import cn_number

__all__ = ["join_keys"]

_LEAST = 0.9
"""Score from which a group may answer a run."""


@dataclass(slots=True)
class Run:
    """Questions of one section whose numbers rise. ``members`` are indices of drafts, ``numbers`` theirs, ``mask`` the same as bits."""

    members: list[int]
    numbers: list[int]
    mask: int
    line: int
    kind: FoundKind | None
    wanted: str
    chapter: str
    open: bool
    links: bool = False
    """Whether its numbers go on from the run before."""


class _Side(NamedTuple):
    """What a group is compared by."""

    group: Group
    mask: int
    size: int
    nature: str
    several: float


def join_keys(drafts: Sequence[Draft], groups: Sequence[Group]) -> None:
    """Gives each question the answer that its key holds. Changes drafts and entries; nearly linear (a band of each key's groups × runs)."""
    runs = _runs(drafts)
    sides = [_side(group) for group in groups if group.entries]
    taken: set[int] = set()
    floor = -1
    nears = sorted({side.group.near for side in sides if side.group.near >= 0})
    lines = [run.line for run in runs]
    left: list[_Side] = []
    for block in _blocks(sides, lines):
        line = block[0].group.place.line
        for part in _papers(block):
            zone = _zone(part[0].group.near, nears, lines, bisect_left(lines, line))
            pool = [r for r in zone if r not in taken]
            pairs = _align(drafts, part, [runs[r] for r in pool], floor)
            for side, chosen in pairs:
                taken.update(pool[r] for r in chosen)
                answered = [runs[pool[r]] for r in chosen]
                assign(drafts, [i for run in answered for i in run.members], side.group, shifted=_shifted(side, answered))
            matched = {id(side) for side, _ in pairs}
            left += [side for side in part if id(side) not in matched]
        floor = line
    _join_below(drafts, runs, left, taken, lines)


def _join_below(drafts: Sequence[Draft], runs: list[Run], left: list[_Side], taken: set[int], lines: list[int]) -> None:
    """Keys that stand above all their questions."""
    left = [side for side in left if not any(run.line < side.group.place.line for run in runs)]
    pool = [r for r in range(len(runs)) if r not in taken and runs[r].open]
    for side, chosen in _align(drafts, left, [runs[r] for r in pool], lines[-1] if lines else 0) if left else []:
        assign(drafts, [i for r in chosen for i in runs[pool[r]].members], side.group, shifted=False)


def _blocks(sides: Sequence[_Side], lines: Sequence[int]) -> Iterator[list[_Side]]:
    """Groups between which no questions stand."""
    block: list[_Side] = []
    at = -1
    for side in sides:
        above = bisect_left(lines, side.group.place.line)
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


def _zone(near: int, nears: Sequence[int], lines: Sequence[int], end: int) -> range:
    """The runs that a paper named at line ``near`` holds; all up to ``end`` without one."""
    if near < 0:
        return range(end)
    after = bisect_left(nears, near + 1)
    high = bisect_left(lines, nears[after]) if after < len(nears) else end
    return range(bisect_left(lines, near), max(min(high, end), 0))


def _runs(drafts: Sequence[Draft]) -> list[Run]:
    found: list[list[int]] = []
    last: Draft | None = None
    for i in sorted(range(len(drafts)), key=lambda i: (drafts[i].line, i)):
        draft = drafts[i]
        if last is None or not _goes_on(last, draft):
            found.append([])
        found[-1].append(i)
        last = draft
    runs: list[Run] = []
    for members in found:
        run = _run(drafts, members)
        run.links = bool(runs and drafts[members[0]].value and runs[-1].numbers[-1] + 1 == run.numbers[0])
        runs.append(run)
    return runs


def _goes_on(last: Draft, draft: Draft) -> bool:
    return last.section.number == draft.section.number and bool(last.value) == bool(draft.value) and last.value <= draft.value


def _run(drafts: Sequence[Draft], members: list[int]) -> Run:
    """The run of some questions; those that lost their numbers are counted from 1."""
    first = drafts[members[0]]
    numbers = [drafts[i].value for i in members] if first.value else list(range(1, len(members) + 1))
    unanswered = any(drafts[i].answer is None and drafts[i].inline is None and not drafts[i].ticked for i in members)
    kind, wanted = _kind(drafts, members), _wanted(drafts, members)
    return Run(members, numbers, _mask(numbers), first.line, kind, wanted, first.section.chapter, unanswered)


def _mask(numbers: Sequence[int]) -> int:
    mask = 0
    for number in numbers:
        mask |= 1 << min(number, 9_999)
    return mask


def _kind(drafts: Sequence[Draft], members: Sequence[int]) -> FoundKind | None:
    first = drafts[members[0]]
    return first.section.kind or (first.kind if all(drafts[i].kind == first.kind for i in members) else None)


def _wanted(drafts: Sequence[Draft], members: Sequence[int]) -> str:
    """The nature of the answers that questions ask for."""
    kind = _kind(drafts, members)
    if kind == "truefalse":
        return "truth"
    if sum(bool(drafts[i].options) for i in members) > len(members) / 2 or kind in ("single", "multiple"):
        return "letters"
    return "text" if kind in ("cloze", "short", "case") else ""


def _side(group: Group) -> _Side:
    texts = [entry.text for entry in group.entries]
    letters = sum(read_letters(text) is not None for text in texts)
    several = sum(len(found) > 1 for text in texts if (found := read_letters(text)))
    return _Side(group, _mask([entry.value for entry in group.entries]), len(texts), _nature(texts, letters), several / len(texts))


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


def _score(drafts: Sequence[Draft], side: _Side, run: Run, floor: int) -> float:
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
    score += 0.3 if run.line > floor else 0.0
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


def _align(drafts: Sequence[Draft], sides: Sequence[_Side], runs: Sequence[Run], floor: int) -> list[tuple[_Side, range]]:
    """Pairs of a group and the runs that it answers."""
    first_new = next((i for i, run in enumerate(runs) if run.line > floor), 0)
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


def _together(drafts: Sequence[Draft], side: _Side, part: Sequence[Run], floor: int) -> float:
    """The score of a group with consecutive runs as one: numbers that go on, or as many questions as entries."""
    numbers = [number for run in part for number in run.numbers]
    restarts = not all(run.links for run in part[1:])
    if restarts and (side.size != len(numbers) or side.group.entries[-1].value - side.group.entries[0].value != side.size - 1):
        return 0.0
    kinds, natures = {run.kind for run in part}, {run.wanted for run in part}
    kind, wanted = kinds.pop() if len(kinds) == 1 else None, natures.pop() if len(natures) == 1 else ""
    members = [i for run in part for i in run.members]
    mask = side.mask if restarts else _mask(numbers)
    whole = Run(members, numbers, mask, part[-1].line, kind, wanted, part[0].chapter, any(run.open for run in part))
    return _score(drafts, side, whole, floor) - (0.5 if restarts else 0.0)
