"""A site's word above each question: ``Topic 1``, the name of the paper. It came with the number and says nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.words import IMPERATIVE

__all__ = ["drop_stem_labels"]

_DIGITS = re.compile(r"\d+")
_SAYS = re.compile(r"[。？?！!；;，,：:.…]\s*$|_{2,}|[(（]\s*[)）]")
_LONGEST, _LEAST, _SHARE = 24, 3, 0.6


def drop_stem_labels(drafts: Sequence[Draft]) -> None:
    """Takes the first line off stems where most questions of the document have the same, numbers aside. Linear."""
    above = [_first_line(draft) for draft in drafts]
    counts = Counter(text for text in above if text)
    if not counts:
        return
    common, count = counts.most_common(1)[0]
    if count < max(_LEAST, _SHARE * len(drafts)):
        return
    for draft, text in zip(drafts, above, strict=True):
        if text == common:
            _drop(draft)


def _first_line(draft: Draft) -> str:
    """The first line of a stem of several lines, with # for its numbers; nothing where it may be of the question."""
    head, feed, rest = draft.stem.partition("\n")
    if not feed or not rest.strip() or len(head) > _LONGEST or _SAYS.search(head) or IMPERATIVE.search(head):
        return ""
    return _DIGITS.sub("#", head.strip())


def _drop(draft: Draft) -> None:
    head, _, rest = draft.stem.partition("\n")
    draft.stem = rest.lstrip()
    start, end = draft.stem_span
    at = draft.strip.text.find(head.strip(), start, end)
    if at < 0:
        return
    behind = at + len(head.strip())
    draft.stem_span = (behind, end)
    draft.roles = [
        piece
        for a, b, role in draft.roles
        for piece in ([(a, behind, "label" if role == "stem" else role), (behind, b, role)] if a <= at and behind < b else [(a, b, role)])
    ]
