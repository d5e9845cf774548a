"""Terms and their explanations in one line: ``1. term: explanation`` below a heading of terms."""

from __future__ import annotations

import re
from collections.abc import Iterable

from deckpress.readers.documents.recognise.case_words import TERMS
from deckpress.readers.documents.recognise.draft import Draft

__all__ = ["settle_terms"]

_TERM = re.compile(r"\s{0,40}(?P<term>[^:。?!;,\n]{1,40}?)\s{0,8}(?::|-{2,}| - |——)\s{0,8}(?=\S)")
_REGULAR = 0.8
"""The share of a section's questions that have this form where it holds for all that have it."""


def settle_terms(drafts: Iterable[Draft]) -> None:
    """Splits the questions of each section of terms at their colon, where nearly all have one and none an answer. Changes the drafts."""
    sections: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.section.headings and TERMS.search(draft.section.headings[-1]) and (draft.kind or draft.section.kind) in (None, "short"):
            sections.setdefault(draft.section.number, []).append(draft)
    for members in sections.values():
        if any(draft.answer or draft.inline or draft.options or draft.parts for draft in members):
            continue
        split = [(draft, match) for draft in members if (match := _TERM.match(draft.strip.shadow, *draft.stem_span)) is not None]
        if len(split) >= 2 and len(split) >= _REGULAR * len(members):
            for draft, match in split:
                _split(draft, match)


def _split(draft: Draft, match: re.Match[str]) -> None:
    """The offsets are those of the strip; the joined stem is cut where its own first colon stands."""
    start, end = draft.stem_span
    size = len(draft.strip.text[start : match.end()].strip())
    term = draft.strip.text[match.start("term") : match.end("term")].strip()
    draft.answer = draft.stem[size:].strip()
    draft.stem = term
    draft.stem_span = (start, match.end("term"))
    draft.roles = [role for role in draft.roles if role != (start, end, "stem")]
    draft.roles += [(start, match.end("term"), "stem"), (match.end("term"), end, "answer")]
