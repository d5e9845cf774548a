"""A case that begins behind the last option of a choice question, without a heading between them."""

from __future__ import annotations

from deckpress.readers.documents.recognise.case_build import Reader
from deckpress.readers.documents.recognise.case_cuts import cut_cases
from deckpress.readers.documents.recognise.case_words import has_scenario, has_tasks, tokens
from deckpress.readers.documents.recognise.draft import Draft

__all__ = ["take_tail"]

_LEAST = 60
_KNOWN_BY = 12
"""Characters by which the beginning of the case is found again in the explanation."""


def take_tail(draft: Draft, reader: Reader) -> Draft | None:
    """The case in what was read as the explanation of a choice question, taken away from it; None without the words of a case."""
    role = next(((a, b) for a, b, role in draft.roles if role == "explanation" and b - a >= _LEAST), None) if draft.options else None
    if role is None:
        return None
    start, end = role
    strip = draft.strip
    inside = strip.shadow[start:end]
    if not has_scenario(inside) or not has_tasks(inside):
        return None
    found = [token for token in tokens(strip.shadow, strip.labels(reader.facts)) if start <= token.start < end]
    cuts = cut_cases(strip.shadow, found, strong=False, opened=None, paragraph=lambda offset: offset, known=frozenset(), stops=(end,))
    cut = next((cut for cut in cuts if cut.worded and len(cut.tasks) > 1), None)
    case = reader.case(strip, cut, draft.section) if cut is not None else None
    if cut is None or case is None:
        return None
    at = draft.explanation.find(strip.text[cut.start : cut.start + _KNOWN_BY].split("\n")[0])
    draft.explanation = draft.explanation[: max(0, at)].rstrip()
    draft.roles = [
        (a, min(b, cut.start) if role == "explanation" else b, role) for a, b, role in draft.roles if a < cut.start or role != "explanation"
    ]
    return case
