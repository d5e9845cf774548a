"""From lines to questions: the steps of recognition in their order.

1. Tables whose rows are questions or answers are read (`tables`, `grids`) and taken out of the stream.
2. Each other line's candidates are noted (`scan`), and the runs of numbers chosen (`runs`).
3. The document is cut at headings and chosen numbers (`segments`); each question is read (`body`).
   What has no number is read by `unnumbered`.
4. Shared options and texts are dealt out (`groups`), styles read as answers (`styles`), keys joined (`keys`).
   Lists of articles are taken out again (`sift`).
5. Each draft is finished (`finish`), and every character of the document put down to a piece (`pieces`).
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.recognise.body import read_body
from deckpress.readers.documents.recognise.cases import settle_cases
from deckpress.readers.documents.recognise.copies import settle_copies
from deckpress.readers.documents.recognise.doubts import mark_doubts
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.facts import Facts
from deckpress.readers.documents.recognise.finish import finish
from deckpress.readers.documents.recognise.given_back import give_back
from deckpress.readers.documents.recognise.grids import Grids, read_grids
from deckpress.readers.documents.recognise.groups import Shared, adopt_children, read_shared, settle_groups
from deckpress.readers.documents.recognise.keys import Keyed, group_entries, join_keys, read_entry, read_key_text
from deckpress.readers.documents.recognise.matching import settle_matching
from deckpress.readers.documents.recognise.pieces import Ledger
from deckpress.readers.documents.recognise.platforms import read_platform
from deckpress.readers.documents.recognise.result import Found, Reading
from deckpress.readers.documents.recognise.runs import choose_runs
from deckpress.readers.documents.recognise.scan import scan
from deckpress.readers.documents.recognise.segments import Segment, segments
from deckpress.readers.documents.recognise.sift import lettered_runs, sift, truth_runs
from deckpress.readers.documents.recognise.split import split_question
from deckpress.readers.documents.recognise.stem_labels import drop_stem_labels
from deckpress.readers.documents.recognise.strip import Place, Strip
from deckpress.readers.documents.recognise.styles import read_styles
from deckpress.readers.documents.recognise.tails import cut_tails
from deckpress.readers.documents.recognise.unnumbered import outdoes, read_alone, read_region

__all__ = ["recognise"]


@dataclass(slots=True)
class _Parts:
    """What a document was taken apart into."""

    drafts: list[Draft] = field(default_factory=list)
    entries: list[Keyed] = field(default_factory=list)
    shared: list[Shared] = field(default_factory=list)
    regions: list[list[Segment]] = field(default_factory=list)
    headings: list[Strip] = field(default_factory=list)
    cut: set[int] = field(default_factory=set)


def recognise(document: Document) -> Reading:
    """The questions of a document, and what became of each of its lines. Pure; linear in the document."""
    with _collector_paused():
        lines = read_platform(document.lines)
        shifts = _indents(lines)
        if not shifts:
            return _recognise(lines)
        reading = _recognise([_dedented(line, shifts[i]) if i in shifts else line for i, line in enumerate(lines)])
        for i, piece in enumerate(reading.pieces):
            shift = shifts.get(piece.line, 0)
            if shift:
                reading.pieces[i] = piece._replace(start=piece.start + shift, end=piece.end + shift)
        return reading


_INDENT = "\u3000\u00a0 \t"
"""Of what indents are made. One with a wide or hard space in it is that of a Chinese paragraph: it says nothing, wherever it stands."""


def _indents(lines: Sequence[Line]) -> dict[int, int]:
    """How many characters each indented line is indented by."""
    found: dict[int, int] = {}
    for i, line in enumerate(lines):
        if line.text[:1] not in _INDENT or line.role == "code":
            continue
        width = len(line.text) - len(line.text.lstrip(_INDENT))
        if width < len(line.text) and not line.text[width].isspace() and not line.text[:width].isascii():
            found[i] = width
    return found


def _dedented(line: Line, by: int) -> Line:
    marks = tuple(m._replace(start=max(0, m.start - by), end=m.end - by) for m in line.marks if m.end > by)
    return replace(line, text=line.text[by:], marks=marks)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Millions of small objects without cycles: looking for cycles among them takes a tenth of the time and finds none."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _recognise(lines: Sequence[Line]) -> Reading:
    grids = read_grids(lines)
    facts = scan(lines, grids.taken)
    wrap = wrap_width(lines)
    parts = _take_apart(lines, facts, wrap)
    parts.entries += grids.entries
    _read_regions(parts, lines, facts, wrap)
    drop_stem_labels(parts.drafts)
    drafts = adopt_children(parts.drafts, parts.shared)
    drafts = parts.drafts = settle_cases(drafts, parts.regions, lines, facts, wrap, groups=parts.shared)
    settle_groups(drafts, parts.shared)
    settle_matching(drafts)
    read_styles(drafts, lines)
    groups = group_entries(sorted(parts.entries, key=lambda keyed: keyed[0].place))
    join_keys(drafts, groups)
    truth_runs(drafts)
    lettered_runs(drafts)
    kept = sift(drafts)
    if not grids.questions and not parts.entries and (alone := _read_alone(lines, facts, wrap, drafts, kept)) is not None:
        parts, groups = alone, []
        drafts, kept = parts.drafts, [True] * len(parts.drafts)
    finished = {i: finish(draft) for i, draft in enumerate(drafts) if kept[i]}
    mark_doubts([drafts[i] for i in finished], list(finished.values()))
    torn = _without_torn(finished, grids.questions)
    kept = [keep and i not in torn for i, keep in enumerate(kept)]
    order = sorted(
        [(d.strip.place(0), 0, i) for i, d in enumerate(drafts) if kept[i]] + [((q.line, 0), 1, i) for i, q in enumerate(grids.questions)]
    )
    places = {(sort, i): position for position, (_, sort, i) in enumerate(order)}
    ledger = _book(Ledger(lines, {i for i, fact in enumerate(facts) if fact.furniture}, parts.cut), parts, grids, places, torn)
    for group in groups:
        for entry in group.entries:
            served = places.get((0, entry.used), -1)
            for line, start, end in entry.spans:
                ledger.add(line, start, end, "key" if served >= 0 else "unrecognised", served)
    questions: list[Found] = [finished[i] if sort == 0 else grids.questions[i] for _, sort, i in order]
    return Reading(questions, ledger.pieces())


def _read_alone(lines: Sequence[Line], facts: Sequence[Facts], wrap: int, drafts: Sequence[Draft], kept: Sequence[bool]) -> _Parts | None:
    """The document read as if its numbers were lists inside of answers, where that explains far more of it."""
    numbered = [draft for draft, keep in zip(drafts, kept, strict=True) if keep]
    sure = sum(len(draft.options) > 1 or bool(draft.inline or draft.blanks) for draft in numbered)
    if sure >= _SURE and sure >= len(numbered) / 2:
        return None
    found = read_alone(lines, facts, wrap)
    if not outdoes(found, numbered):
        return None
    read_styles(found, lines)
    parts = _Parts(drafts=found)
    parts.headings = [Strip.cut(lines, facts, s.start, s.end) for s in segments(lines, facts, []) if s.sort == "heading"]
    return parts


_SURE = 5
"""Numbered questions with options or an answer in the stem, from which on a document is not read without its numbers."""


def _without_torn(finished: dict[int, Found], others: Sequence[Found]) -> set[int]:
    """Takes out the drafts of which the document has a better copy, and marks copies that disagree. Returns what it took out."""
    keys = list(finished)
    torn = {keys[i] for i in settle_copies([*finished.values(), *others], len(keys))}
    for i in torn:
        del finished[i]
    return torn


def _book(ledger: Ledger, parts: _Parts, grids: Grids, places: dict[tuple[int, int], int], torn: AbstractSet[int]) -> Ledger:
    for index, draft in enumerate(parts.drafts):
        if (0, index) in places:
            ledger.draft(places[0, index], draft)
        else:
            ledger.left_out(draft, "unrecognised" if index in torn else "article")
    for shared in parts.shared:
        first = places.get((0, shared.members[0]), -1) if shared.members else -1
        for start, end, role in shared.roles:
            for line, a, b in shared.strip.spans(start, end):
                ledger.add(line, a, b, role, first)
    for line, start, end, role, question in grids.pieces:
        ledger.add(line, start, end, role, places.get((1, question), -1))
    for strip in parts.headings:
        for line, a, b in strip.spans(0, len(strip.text)):
            ledger.add(line, a, b, "heading", -1)
    return ledger


def _take_apart(lines: Sequence[Line], facts: Sequence[Facts], wrap: int) -> _Parts:
    candidates = [candidate for fact in facts for candidate in fact.candidates]
    chosen = list(zip(candidates, choose_runs(candidates, facts), strict=True))
    parts = _Parts()
    region: list[Segment] = []
    stretches, parts.cut = cut_tails(list(segments(lines, facts, chosen)), lines, facts)
    read = {i: _questions(segment, lines, facts, wrap) for i, segment in enumerate(stretches) if segment.sort == "question"}
    parts.cut |= give_back(stretches, read, lines)
    for number, segment in enumerate(stretches):
        free = segment.sort in ("text", "heading") and segment.key < 0 and segment.group < 0
        if free:
            region.append(segment)
        elif region:
            parts.regions.append(region)
            region = []
        if segment.sort == "question":
            drafts = read[number]
            if 0 <= segment.group < len(parts.shared):
                parts.shared[segment.group].members += range(len(parts.drafts), len(parts.drafts) + len(drafts))
            parts.drafts += drafts
            continue
        strip = Strip.cut(lines, facts, segment.start, segment.end)
        if segment.sort == "heading":
            parts.headings.append(strip)
        elif segment.group >= 0:
            parts.shared.append(read_shared(strip, wrap))
        elif segment.sort == "entry":
            parts.entries.append((read_entry(segment, strip, wrap), segment.key, segment.key_kind, segment.key_chapter))
        elif segment.key >= 0:
            parts.entries += read_key_text(segment, strip)
    if region:
        parts.regions.append(region)
    return parts


def _read_regions(parts: _Parts, lines: Sequence[Line], facts: Sequence[Facts], wrap: int) -> None:
    numbered = sum(bool(draft.options or draft.answer or draft.inline) for draft in parts.drafts)
    alone = numbered < 2
    for region in parts.regions:
        parts.drafts += read_region(region, lines, facts, wrap, alone=alone)


def _questions(segment: Segment, lines: Sequence[Line], facts: Sequence[Facts], wrap: int) -> list[Draft]:
    """The question of a segment; several where others without a number of their own stand in it."""
    c = segment.begun
    whole = Strip.cut(lines, facts, segment.start, segment.end)
    drafts = []
    for start, end, at, context in split_question(whole, c.end - c.start, segment, facts):
        strip = whole if (start, end) == (segment.start, segment.end) else Strip.cut(lines, facts, start, end)
        before = _LEAD.match(strip.shadow[:at])
        lead = next((g for g in before.groups() if g), "").strip() if before is not None else ""
        draft = read_body(strip, at, lines, facts, segment.section, wrap=wrap, lead=lead)
        draft.number, draft.value, draft.style = (str(c.value), c.value, c.style) if at or context else ("", 0, c.style)
        draft.context = context
        draft.images, missing = _pictures(lines, facts, start, end)
        draft.review += [f"a picture is missing: {name}" for name in missing]
        drafts.append(draft)
    return drafts


def _pictures(lines: Sequence[Line], facts: Sequence[Facts], start: Place, end: Place) -> tuple[list[str], list[str]]:
    """The pictures that the document holds between two places, and the paths of those that it only names."""
    names: list[str] = []
    missing: list[str] = []
    for number in range(start.line, min(end.line + (end.offset > 0), len(lines))):
        names += lines[number].images
        if facts[number].picture:
            missing.append(facts[number].picture)
    return names, missing


_LEAD = re.compile(
    r"\s*(?:\(\s*([A-Za-z1-8√×╳✓✗✔✘○对错是否正误确\s]{1,8})\)|_{1,8}\s?([A-Za-z√×]{1,5})\s?_{0,8}|([TF√×○])(?=\s+\d))"
    r"\s*[.、]?\s*(?=[\d第])"
)
"""An answer before a question's number: ``( √ ) 1.``, ``__T__ 1.``."""


def wrap_width(lines: Sequence[Line]) -> int:
    """The columns at which the document breaks its lines, 0 where it does not seem to."""
    counts: dict[int, int] = {}
    total = 0
    for line in lines:
        text = line.text.strip()
        if text and not line.left_out:
            total += 1
            size = len(text) if text.isascii() else len(text.encode("gb18030", "replace"))
            counts[size] = counts.get(size, 0) + 1
    if total < 20:
        return 0
    longest = sorted(counts, reverse=True)
    for size in longest[:400]:
        near = sum(counts.get(size - d, 0) for d in range(5))
        if size >= 40 and near >= max(4, 0.05 * total):
            longer = sum(count for other, count in counts.items() if other > size + 2)
            return size - 5 if longer < 0.02 * total else 0
    return 0
