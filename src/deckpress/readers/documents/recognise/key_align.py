"""The alignment itself: groups of a key's entries against runs of questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

__all__ = ["Pair", "Score", "Shares", "Spans", "align"]

Pair = tuple[int, tuple[int, int]]
"""A group, and the runs from the first number up to (not with) the second that it answers together."""
Score = Callable[[int, int, int], float]
"""What it is worth that a group answers the runs from … up to …; 0 where it can't."""

Spans = Callable[[int, int], Sequence[int]]
"""The first runs of stretches that end with a run and are worth a look for a group (the run by itself always is)."""
Shares = Callable[[int], bool]
"""Whether a group may answer other questions of the run that the group before it answers."""

_CELLS = 120_000
"""Pairs of groups and runs that one alignment looks at; beyond, only those near the diagonal."""
_FREE = 10_000
"""Pairs up to which the order of groups and runs may differ."""
_GAIN = 0.5
"""How much better a reading must be that does not keep the order."""
_SHARE, _SKIP = -1, -2


@dataclass(slots=True)
class _Row:
    """The choices of one group, by the number of runs passed (at most ``high``): where its first run is, `_SHARE` or `_SKIP`."""

    high: int
    moves: dict[int, int] = field(default_factory=dict)
    matched: dict[int, tuple[float, int]] = field(default_factory=dict)


def align(groups: int, runs: int, score: Score, spans: Spans, shares: Shares) -> list[Pair]:
    """The best pairs in order, or regardless of order where that is clearly better."""
    if not groups or not runs:
        return []
    total, pairs = _in_order(groups, runs, score, spans, shares)
    if groups * runs <= _FREE:
        other, free = _any_order(groups, runs, score, shares)
        if other > total + _GAIN:
            return free
    return pairs


def _in_order(groups: int, runs: int, score: Score, spans: Spans, shares: Shares) -> tuple[float, list[Pair]]:
    best = [0.0] * (runs + 1)  # of the groups so far with the first so many runs, right up to `high`
    rows: list[_Row] = []
    high = runs
    for group in range(groups):
        low, end_of_band = _band(group, groups, runs)
        best[high + 1 : end_of_band + 1] = [best[high]] * (end_of_band - high)
        high = end_of_band
        now = best[:]
        row = _Row(high)
        for end in range(low + 1, high + 1):
            if now[end - 1] > now[end]:
                now[end], row.moves[end] = now[end - 1], _SKIP
            options = [(best[first] + gain, first) for first in (end - 1, *spans(group, end - 1)) if (gain := score(group, first, end))]
            if options and rows and end in rows[-1].matched and shares(group):
                options.append((rows[-1].matched[end][0] + score(group, end - 1, end), _SHARE))
            if options:
                row.matched[end] = top = max(options)
                if top[0] > now[end]:
                    now[end], row.moves[end] = top
        rows.append(row)
        best = now
    return best[high], list(_trace(rows, runs))


def _band(group: int, groups: int, runs: int) -> tuple[int, int]:
    width = max(20, _CELLS // groups)
    low = max(0, min(group * runs // groups - width // 2, runs - width))
    return low, min(runs, low + width)


def _trace(rows: Sequence[_Row], runs: int) -> Iterator[Pair]:
    group, end, forced = len(rows) - 1, runs, False
    while group >= 0 and end > 0:
        row = rows[group]
        end = min(end, row.high)
        move = row.matched[end][1] if forced else row.moves.get(end)
        forced = False
        if move is None:
            group -= 1
        elif move == _SKIP:
            end -= 1
        elif move == _SHARE:
            yield group, (end - 1, end)
            group, forced = group - 1, True
        else:
            yield group, (move, end)
            group, end = group - 1, move


def _any_order(groups: int, runs: int, score: Score, shares: Shares) -> tuple[float, list[Pair]]:
    cells = ((group, run) for group in range(groups) for run in range(runs))
    pairs = sorted(((gain, -abs(group - run), group, run) for group, run in cells if (gain := score(group, run, run + 1))), reverse=True)
    done: set[int] = set()
    taken: dict[int, int] = {}
    found: list[Pair] = []
    total = 0.0
    for gain, _, group, run in pairs:
        if group in done or (run in taken and not (taken[run] == group - 1 and shares(group))):
            continue
        done.add(group)
        taken[run] = group
        total += gain
        found.append((group, (run, run + 1)))
    return total, found
