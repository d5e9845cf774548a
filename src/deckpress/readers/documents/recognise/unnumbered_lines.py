"""Unmarked lines whose order tells: a question line and its answer line in turn, statements with their truth."""

from __future__ import annotations

import re
from dataclasses import replace

from deckpress.readers.documents.recognise.draft import Draft, Section
from deckpress.readers.documents.recognise.unnumbered_rows import MAX_LOOK, Claim, Proposal, Region

__all__ = ["read_alternating", "read_truths"]

_TITLE, _QUESTION, _ANSWER, _MORE, _OTHER = range(5)
_STATES = range(5)
_NEVER = float("-inf")
_FOLLOWS: tuple[tuple[int, ...], ...] = (
    (_TITLE, _ANSWER, _MORE, _OTHER),  # before a title
    (_TITLE, _ANSWER, _MORE, _OTHER),  # before a question
    (_QUESTION,),  # before an answer
    (_ANSWER, _MORE),  # before an answer's next line
    (_TITLE, _ANSWER, _MORE, _OTHER),  # before anything else
)


def read_alternating(region: Region) -> Proposal | None:
    """Questions that end in a mark or a blank, each with its answer in the next line (or two); short titles between."""
    if not region.alone or len(region.rows) < 8:
        return None
    states = _best_states(region)
    claims, titles = _pairs(states)
    if len(claims) < 4:
        return None
    spread = claims[-1].last - claims[0].first
    inside = sum(claim.last - claim.first for claim in claims)
    asking = sum(1 for claim in claims if region.asks(claim.first) >= 3)
    single = sum(1 for claim in claims if claim.last - claim.first == 2)
    if asking < 0.75 * len(claims) or single < 0.7 * len(claims):
        return None
    if inside + len(titles) < 0.85 * spread or inside < 0.5 * len(region.rows):
        return None
    sections = _sections(region, claims, titles)
    return Proposal(claims, 0.6, lambda claim: _pair(region, claim, sections))


def _best_states(region: Region) -> list[int]:
    """The likeliest state of each row: a best path over all rows."""
    trails = [bytearray() for _ in _STATES]
    scores = [0.0, _NEVER, 0.0, _NEVER, 0.0]  # as if an answer had just ended
    for index in range(len(region.rows)):
        gains = _gains(region, index)
        before = [max(_FOLLOWS[state], key=scores.__getitem__) for state in _STATES]
        scores = [scores[before[state]] + gains[state] for state in _STATES]
        for state in _STATES:
            trails[state].append(before[state])
    state = max((_TITLE, _ANSWER, _MORE, _OTHER), key=scores.__getitem__)
    states = []
    for index in range(len(region.rows) - 1, -1, -1):
        states.append(state)
        state = trails[state][index]
    states.reverse()
    return states


def _gains(region: Region, index: int) -> tuple[float, float, float, float, float]:
    row = region.rows[index]
    size = len(row.shadow.strip())
    if row.role in ("code", "cell") or row.label is not None or size > MAX_LOOK:
        return (_NEVER, _NEVER, -0.5, -0.5, -0.3)
    if row.heading is not None and row.heading.sort != "group":
        return (1.0, 0.4 if region.asks(index) >= 3 else _NEVER, -1.0, -1.0, 0.0)
    asked = region.asks(index)
    question = 1.0 if asked >= 3 else 0.1 if asked else -0.9
    answer = -1.5 if asked >= 3 and size > 8 else 0.5 if size <= 120 else 0.1
    title = -2.0 if asked >= 3 or size > 40 else 0.3 if row.gap else -0.6
    more = -1.5 if asked >= 3 else -0.3
    return (title, question, answer - (0.4 if row.gap else 0.0), more - (0.4 if row.gap else 0.0), -0.2)


def _pairs(states: list[int]) -> tuple[list[Claim], list[int]]:
    claims: list[Claim] = []
    titles = []
    for index, state in enumerate(states):
        if state == _QUESTION:
            claims.append(Claim(index, index + 1, (index + 1,)))
        elif state in (_ANSWER, _MORE) and claims:
            claims[-1] = claims[-1]._replace(last=index + 1)
        elif state == _TITLE:
            titles.append(index)
    return claims, titles


def _sections(region: Region, claims: list[Claim], titles: list[int]) -> dict[int, Section]:
    """The section of each question: the region's, below the title line above."""
    sections: dict[int, Section] = {}
    at = 0
    title: int | None = None
    for claim in claims:
        while at < len(titles) and titles[at] < claim.first:
            title = titles[at]
            at += 1
        own = region.rows[claim.first].section
        if title is not None and region.rows[title].heading is None:
            own = replace(own, headings=(*own.headings, region.rows[title].shadow.strip()))
        sections[claim.first] = own
    return sections


def _pair(region: Region, claim: Claim, sections: dict[int, Section]) -> Draft | None:
    return region.body(claim, section=sections[claim.first], answer=(claim.splits[0], 0))


_TRUTH_WORD = "正确|错误|true|false|verdadero|falso|richtig|falsch|vrai|faux"
_TRUTH_END = re.compile(
    rf"(?:\s*[(\[【]\s{{0,6}}(?P<v>[√×✓✗✔✘对错TFX]|{_TRUTH_WORD})\s{{0,6}}[)\]】]"
    rf"|(?:\s*(?:[-—:|\t=]|->|→)\s{{0,6}}|\s{{2,9}}|[。.?]\s{{0,3}})(?P<w>[√×✓✗✔✘对错TF]|{_TRUTH_WORD})|(?P<s>[√×✓✗✔✘]))\s{{0,9}}[.。]?\s*$",
    re.IGNORECASE,
)


def read_truths(region: Region) -> Proposal | None:
    """Statements a line each, with √ or ×, true or false at the end."""
    claims = []
    values = set()
    plain = 0
    for index, row in enumerate(region.rows):
        plausible = row.heading is None and row.role not in ("code", "cell") and len(row.shadow) > 8
        found = _TRUTH_END.search(row.shadow[-80:].rstrip()) if plausible else None
        if found is None:
            plain += row.heading is None
            continue
        values.add((found["v"] or found["w"] or found["s"]).lower())
        claims.append(Claim(index, index + 1, ()))
    enough = 3 if region.alone else 5
    kind = claims and region.rows[claims[0].first].section.kind == "truefalse"
    if len(claims) < enough or len(values) < 2 or (not kind and plain > 0.25 * len(claims)):
        return None
    return Proposal(claims, 1.0, lambda claim: _statement(region, claim))


def _statement(region: Region, claim: Claim) -> Draft | None:
    strip = region.strip(claim.first, claim.last)
    tail = max(0, len(strip.shadow.rstrip()) - 80)
    found = _TRUTH_END.search(strip.shadow.rstrip()[tail:])
    if found is None:
        return None
    row = region.rows[claim.first]
    at = tail + found.start() + (found[0][0] in "。.?")
    mark = "( )" if found["v"] else ""
    stem = f"{strip.text[:at].strip()}{mark}"
    return Draft(
        strip, row.line, row.section, kind="truefalse", stem=stem, stem_span=(0, at), answer=found["v"] or found["w"] or found["s"],
        roles=[(0, at, "stem"), (at, len(strip.text), "answer")],
    )  # fmt: skip
