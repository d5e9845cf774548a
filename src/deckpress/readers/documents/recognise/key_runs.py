"""Runs of questions: what a group of a key's entries may answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.strip import Place

__all__ = ["Run", "mask_of", "runs_of"]

_HIGHEST = 9_999


@dataclass(slots=True)
class Run:
    """Questions of one section whose numbers rise. ``members`` are indices of drafts, ``numbers`` theirs, ``mask`` the same as bits."""

    members: list[int]
    numbers: list[int]
    mask: int
    place: Place
    kind: FoundKind | None
    wanted: str
    chapter: str
    open: bool
    links: bool = False
    """Whether its numbers go on from the run before."""


def runs_of(drafts: Sequence[Draft]) -> list[Run]:
    """The questions in document order, cut where a section begins or numbers fall."""
    found: list[list[int]] = []
    last: Draft | None = None
    for i in sorted(range(len(drafts)), key=lambda i: drafts[i].strip.place(0)):
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
    return Run(members, numbers, mask_of(numbers), first.strip.place(0), kind, wanted, first.section.chapter, unanswered)


def mask_of(numbers: Sequence[int]) -> int:
    """Numbers as bits, so that two lots of them are quickly compared."""
    mask = 0
    for number in numbers:
        mask |= 1 << min(number, _HIGHEST)
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
