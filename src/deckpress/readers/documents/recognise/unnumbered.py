"""Questions without numbers: several readings of a region, each scored by how much of it it explains; the best holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.facts import Facts
from deckpress.readers.documents.recognise.segments import Segment, segments
from deckpress.readers.documents.recognise.unnumbered_cards import read_cards, read_records, read_terms
from deckpress.readers.documents.recognise.unnumbered_headings import read_headings
from deckpress.readers.documents.recognise.unnumbered_lines import read_alternating, read_truths
from deckpress.readers.documents.recognise.unnumbered_options import read_options
from deckpress.readers.documents.recognise.unnumbered_pairs import read_pairs
from deckpress.readers.documents.recognise.unnumbered_rows import Proposal, Region, read_rows

__all__ = ["outdoes", "read_alone", "read_region"]

_READINGS: tuple[Callable[[Region], Proposal | None], ...] = (
    read_pairs, read_options, read_truths, read_records, read_cards, read_headings, read_terms, read_alternating,
)  # fmt: skip
_LEAST = 2
"""Rows that a region needs to hold a question."""


def read_region(region: Sequence[Segment], lines: Sequence[Line], facts: Sequence[Facts], wrap: int, *, alone: bool) -> list[Draft]:
    """The questions in consecutive segments outside of numbered questions and answer keys, in document order.

    ``alone`` says that the document has no or hardly any numbered questions; else only strong evidence counts. Linear in the region.
    """
    whole = Region(read_rows(region, lines, facts), lines, facts, wrap, alone)
    found: list[Draft] = []
    stretches = [whole]
    readings = list(_READINGS)
    while stretches and readings:
        best = _best(stretches, readings)
        if best is None:
            break
        reading, proposals = best
        readings.remove(reading)
        stretches = [part for stretch, proposal in zip(stretches, proposals, strict=True) for part in _apply(stretch, proposal, found)]
    return sorted(found, key=lambda draft: (draft.line, draft.strip.shifts[0] if draft.strip.shifts else 0))


def read_alone(lines: Sequence[Line], facts: Sequence[Facts], wrap: int) -> list[Draft]:
    """The questions of a document read as if nothing in it were numbered, so that answers with numbers inside stay whole."""
    return read_region(list(segments(lines, facts, [])), lines, facts, wrap, alone=True)


def outdoes(alone: Sequence[Draft], numbered: Sequence[Draft]) -> bool:
    """Whether a document is better read by `read_alone` than by its numbers: more of it explained, or as much by far more questions."""
    if len(alone) < 3 or _answered(alone) < 0.5:
        return False
    ours, theirs = _claimed(alone), _claimed(numbered)
    if len(alone) >= 2 * len(numbered):
        return ours >= 0.95 * theirs
    return len(alone) >= 0.6 * len(numbered) and ours >= 1.4 * theirs


def _answered(drafts: Sequence[Draft]) -> float:
    return sum(bool(draft.answer or draft.inline or draft.ticked) for draft in drafts) / max(1, len(drafts))


def _claimed(drafts: Sequence[Draft]) -> int:
    total = 0
    for draft in drafts:
        at = 0
        for start, end, _ in sorted(draft.roles):
            total += max(0, end - max(start, at))
            at = max(at, end)
    return total


_Reading = Callable[[Region], Proposal | None]


def _best(stretches: Sequence[Region], readings: Sequence[_Reading]) -> tuple[_Reading, list[Proposal | None]] | None:
    """The reading that explains most of the stretches, with its proposal for each."""
    best: tuple[_Reading, list[Proposal | None]] | None = None
    most = 0.0
    rows = sum(len(stretch.rows) for stretch in stretches)
    for reading in readings:
        proposals = [reading(stretch) for stretch in stretches]
        score = sum(proposal.score for proposal in proposals if proposal is not None)
        if score > most:
            best, most = (reading, proposals), score
        if most >= 0.9 * rows:
            break
    return best


def _apply(stretch: Region, proposal: Proposal | None, found: list[Draft]) -> list[Region]:
    """Builds the questions of a proposal; returns what of the stretch is left over."""
    if proposal is None:
        return [stretch]
    rest: list[Region] = []
    at = 0
    for claim in proposal.claims:
        draft = proposal.build(claim)
        if draft is None or not (draft.stem.strip() or draft.options):
            continue
        if claim.first - at >= _LEAST:
            rest.append(stretch.part(at, claim.first))
        found.append(draft)
        at = claim.last
    if len(stretch.rows) - at >= _LEAST:
        rest.append(stretch.part(at, len(stretch.rows)))
    return rest
