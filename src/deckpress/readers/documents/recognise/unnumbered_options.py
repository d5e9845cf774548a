"""Questions known by their options alone: a stem, then A B C D, or boxes, or a list with a tick."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.draft import Draft, Section
from deckpress.readers.documents.recognise.facts import Candidate
from deckpress.readers.documents.recognise.unnumbered_groups import Group, lettered_groups, listed_groups, ticks
from deckpress.readers.documents.recognise.unnumbered_rows import MAX_LOOK, Claim, Overlay, Proposal, Region, parents

__all__ = ["read_options"]

_MAX_STEM = 12
"""Rows that a stem takes at most, where nothing above it says how many."""


def read_options(region: Region) -> Proposal | None:
    """The questions that the option groups of a region show."""
    groups = lettered_groups(region)
    taken = {row for group in groups for row in range(group.first, group.last)}
    groups = sorted(groups + [g for g in listed_groups(region) if not any(row in taken for row in range(g.first, g.last))])
    groups = _sure(region, groups)
    if not groups:
        return None
    stems = _heading_stems(region, groups)
    level = max((region.rows[row].level for row in stems.values()), default=0)
    sections = parents(region, list(stems.values()), level) if stems else {}
    claims = _claims(region, groups, stems)
    numbers = _numbers(region, claims)
    claims = [claim._replace(first=numbers[claim.splits[0]][0]) if claim.splits[0] in numbers else claim for claim in claims]
    by_first = {claim.splits[0]: group for claim, group in zip(claims, groups, strict=True)}

    def build(claim: Claim) -> Draft | None:
        number = numbers.get(claim.splits[0])
        return _build(region, claim, by_first[claim.splits[0]], sections.get(claim.first), number[1] if number is not None else None)

    return Proposal(claims, 1.0, build)


def _numbers(region: Region, claims: Sequence[Claim]) -> dict[int, tuple[int, Candidate]]:
    """The numbers of the questions (by their options' row) and the rows they open: where nearly all have one, rising by one.

    They are left where the choice of runs passes them over (``P1.``, ``P2.``).
    """
    found: dict[int, tuple[int, Candidate]] = {}
    for claim in claims:
        rows = [(index, _number_of(region, index)) for index in range(claim.first, claim.splits[0] + 1)]
        last = next(((index, candidate) for index, candidate in reversed(rows) if candidate is not None), None)
        if last is not None:
            found[claim.splits[0]] = last
    values = [candidate.value for _, candidate in found.values()]
    rising = sum(after == before + 1 for before, after in pairwise(values))
    return found if len(found) >= max(3, 0.8 * len(claims)) and rising >= 0.7 * (len(found) - 1) else {}


_CODE = re.compile(r"\s*[A-Z]{1,3}-?(\d{1,4})\s?[.:)、]\s")


def _number_of(region: Region, index: int) -> Candidate | None:
    row = region.rows[index]
    first = next(iter(region.facts[row.line].candidates), None)
    if first is not None and first.at_start and first.start >= row.start and first.style not in ("bare", "glued", "alone", "cn"):
        return first
    code = _CODE.match(row.shadow)
    return Candidate(row.line, row.start, row.start + code.end(), "code", int(code[1]), True) if code is not None else None


def _sure(region: Region, groups: list[Group]) -> list[Group]:
    """The groups that are options: lettered ones with an answer or many of them; lists where most have a tick or an asking stem."""
    lettered = [g for g in groups if g.lettered]
    evidence = [_evidence(region, g) for g in lettered]
    strong = sum(value >= 1.0 for value in evidence)
    least, share = (1, 0.2) if region.alone else (2, 0.5)
    letters_count = sum(evidence) >= 0.6 * len(lettered) and strong >= max(least, share * len(lettered))
    listed = [g for g in groups if not g.lettered]
    good = [g for g in listed if g.first and _may_ask(region, g.first - 1) and (g.ticked or _answered(region, g))]
    among = 1 if letters_count and strong >= 2 else 2 if region.alone else 3
    lists_count = len(good) >= among and len(good) >= 0.6 * len(listed)
    kept = [g for g in lettered if letters_count and (g.size >= 3 or region.alone or g.ticked or _answered(region, g))]
    kept += [g for g in listed if lists_count and (g.ticked or _answered(region, g) or _asks_above(region, g))]
    return sorted(g for g in kept if g.inline or (g.first and region.rows[g.first - 1].label in (None, "noise")))


def _may_ask(region: Region, row: int) -> bool:
    heading = region.rows[row].heading
    return heading is None or (heading.sort == "title" and region.rows[row].level > 0)


def _answered(region: Region, group: Group) -> bool:
    below = any(row.label == "answer" for row in region.rows[group.last : group.last + 2])
    return below or _BRACKET_ANSWER.search(_stem_text(region, group)) is not None


_BRACKET_ANSWER = re.compile(r"[(【]\s{0,3}[A-H](?:[、,]?[A-H]){0,7}\s{0,3}[)】]")


def _evidence(region: Region, group: Group) -> float:
    """How surely lettered rows are a question's options: 1 with an answer or under a question, less under an open end."""
    if group.ticked or _answered(region, group):
        return 1.0
    stem = _stem_text(region, group)
    asked = region.asks(group.first if group.inline else max(0, group.first - 1))
    if asked >= 3:
        return 1.0 if group.size >= 3 else 0.7
    return 0.5 if asked or (stem.rstrip().endswith(":") and not stem.isascii()) else 0.0


def _asks_above(region: Region, group: Group) -> bool:
    return region.asks(group.first if group.inline else max(0, group.first - 1)) >= 3 or _stem_text(region, group).rstrip().endswith(":")


def _stem_text(region: Region, group: Group) -> str:
    return region.rows[group.first if group.inline else group.first - 1].shadow[:MAX_LOOK] if group.first or group.inline else ""


def _heading_stems(region: Region, groups: Sequence[Group]) -> dict[int, int]:
    """The heading above each group (by its first row), where each has its own of one level and these ask or stand right above."""
    above: dict[int, int] = {}
    low = near = 0
    for group in groups:
        headings = [i for i in range(low, group.first) if region.rows[i].level and _may_ask(region, i)]
        if headings:
            above[group.first] = headings[-1]
            near += headings[-1] == group.first - 1 or region.asks(headings[-1]) > 0
        low = group.last
    levels = Counter(region.rows[row].level for row in above.values())
    level, count = levels.most_common(1)[0] if levels else (0, 0)
    if count < max(2, 0.8 * len(groups)) or near < 0.6 * len(groups):
        return {}
    return {first: row for first, row in above.items() if region.rows[row].level == level}


def _claims(region: Region, groups: Sequence[Group], stems: dict[int, int]) -> list[Claim]:
    """Each question from its stem's first row to the next one's."""
    usual = _usual_stem(region, groups)
    starts: list[int] = []
    for number, group in enumerate(groups):
        low = groups[number - 1].last if number else 0
        start = stems.get(group.first)
        starts.append(start if start is not None else _stem_start(region, low, group, usual, first=number == 0))
    claims = []
    for number, group in enumerate(groups):
        end = starts[number + 1] if number + 1 < len(groups) else len(region.rows)
        claims.append(Claim(starts[number], _end(region, group, end, last=number + 1 == len(groups)), (group.first,)))
    return claims


def _after_labels(region: Region, low: int, high: int) -> tuple[int, bool]:
    """The first row behind the labels in ``low`` to ``high``, and whether the last label's text may go on in the rows that follow."""
    at, open_ended = low, False
    for index in range(low, high):
        label = region.rows[index].label
        if region.rows[index].heading is not None:
            at, open_ended = index + 1, False
        elif label is not None:
            at = index + 1
            open_ended = label not in ("answer", "own", "noise") or not region.rows[index].shadow[region.rows[index].label_end :].strip()
    return at, open_ended


def _usual_stem(region: Region, groups: Sequence[Group]) -> int:
    sizes: Counter[int] = Counter()
    for before, group in pairwise(groups):
        at, open_ended = _after_labels(region, before.last, group.first)
        if not open_ended and group.first - at <= _MAX_STEM:
            sizes[group.first - at + group.inline] += 1
    return max(1, min((size for size, count in sizes.items() if count >= max(sizes.values()) * 0.9), default=1))


def _stem_start(region: Region, low: int, group: Group, usual: int, *, first: bool) -> int:
    """Where the stem above a group begins: behind the labels of the question before, at the last gap, or as long as stems are here."""
    end = group.first + (1 if group.inline else 0)
    at, open_ended = _after_labels(region, low, group.first)
    if at >= end:
        return group.first
    gaps = [i for i in range(at, end) if region.rows[i].gap]
    doubled = bool(gaps) and len(gaps) >= 0.9 * (end - at) and end - at > 1
    if open_ended or first or end - at > max(_MAX_STEM, 3 * usual):
        block = [i for i in gaps if i < end]
        at = max(at, end - usual) if doubled or not block else max(at, block[-1])
    return at


def _end(region: Region, group: Group, limit: int, *, last: bool) -> int:
    """Where a question ends: before the next stem or heading; the last one at the first gap behind its labels."""
    at = group.last
    labelled = False
    while at < limit and region.rows[at].heading is None:
        row = region.rows[at]
        if row.label is not None:
            labelled = True
        elif last and row.gap and (not labelled or region.rows[at - 1].label in ("answer", "own", "noise")):
            break
        at += 1
    return at


def _build(region: Region, claim: Claim, group: Group, section: Section | None, number: Candidate | None) -> Draft | None:
    lines: Sequence[Line] = region.lines
    if not group.lettered:
        right = set(ticks(region, group.first, group.last))
        numbers = {region.rows[i].line: i in right for i in range(group.first, group.last)}
        lines = Overlay(lines, {number: replace(lines[number], role="choice", checked=tick) for number, tick in numbers.items()})
    begin = number.end - region.rows[claim.first].start if number is not None else 0
    draft = region.body(claim, begin=begin, lines=lines, section=section)
    if len(draft.options) < 2:
        return None
    if number is not None:
        draft.number, draft.value, draft.style = str(number.value), number.value, number.style
    if not group.lettered:
        draft.options = [_plain(option) for option in draft.options]
    else:
        _read_stars(draft)
    draft.stem = _unstarred(draft.stem)
    return draft


_SIGNS = re.compile(r"(?:\s|[-+•·○●◦▪■□☐☑✓✔√✗✘❌✅🗸\ufe0f]|\[[ xX√✓]\](?=\s)|\*\*|\*(?=\s)|__(?=[^\W_]))+")
_END_SIGNS = re.compile(r"(?:\s|\*\*|[✅☑✓✔√🗸\ufe0f]|[(\[【]\s*(?:correct|正确(?:答案)?|right|richtig)\s*[)\]】]){1,9}$", re.IGNORECASE)


def _plain(option: str) -> str:
    """An option of a list without its bullet, tick and stars."""
    lead = _SIGNS.match(option)
    text = option[lead.end() :] if lead is not None else option
    tail = _END_SIGNS.search(text[-60:])
    if tail is not None:
        text = text[: len(text) - min(60, len(text)) + tail.start()]
    return text or option.strip()


_STAR_REST = re.compile(r"\s{0,9}(?:\n\s{0,9})?\*{0,2}\s{0,3}(?:-\s{0,3})?\*{0,2}$")


def _read_stars(draft: Draft) -> None:
    """Options in raw ``**bold**``, whose stars may stand in the text before: ``- a. x **b. y**- c. z``."""
    shadow = draft.strip.shadow
    if not any("**" in shadow[start:end] for start, end in draft.option_spans):
        return
    starred = []
    for index, (begin, end) in enumerate(draft.option_spans):
        mark = shadow.rfind("**", max(0, begin - 12), begin)
        opened = mark >= 0 and re.fullmatch(r"\*\*\s*[(\[]?[A-Za-z][)\].:、]\s*", shadow[mark:begin]) is not None
        closing = shadow.find("**", begin, end)
        if closing >= 0 and (opened or shadow[begin:end].lstrip().startswith("**")):
            starred.append(index)
    draft.options = [_unstarred(_STAR_REST.sub("", option)) for option in draft.options]
    draft.ticked = tuple(starred) if 0 < len(starred) < len(draft.options) else ()


_LONE_BULLET = re.compile(r"\n[ ]{0,9}[-*+•●]$")


def _unstarred(text: str) -> str:
    """A text without the stars around the whole of it."""
    bare = _LONE_BULLET.sub("", text.strip())
    if bare.startswith("**") and bare.endswith("**") and len(bare) > 4 and "**" not in bare[2:-2]:
        return bare[2:-2].strip()
    return bare if bare.count("**") != 1 else bare.replace("**", "").strip()
