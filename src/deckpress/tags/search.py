"""Tags as search terms of Anki, to paste into its browser.

In Anki's tag search ``*`` and ``_`` are wildcards, ``\\`` escapes, the first ``re:`` or ``nc:`` starts another kind of search,
``none`` alone means "no tags", and parentheses, quotes and blanks end a term that is not quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["anki_search_for_tag", "anki_term", "join_terms"]

_SPECIAL = re.compile(r"[\\_*\"]")
_LONE_COLON = re.compile("(?<!:):(?!:)")
# SQLite refuses expressions nested deeper than 1,000, and Anki nests once for each term of a flat list.
_MOST_IN_A_ROW = 100


def anki_search_for_tag(tag: str) -> str:
    """The search that finds the notes with a normalised ``tag`` or a child of it. Raises ValueError where it is empty."""
    if not tag:
        raise ValueError("an empty tag has no search")
    return anki_term((tag,))


def anki_term(pieces: Sequence[str]) -> str:
    """The search for a pattern, given as the literal texts between its wildcards."""
    if tuple(pieces) == ("none",):
        return "tag:None"  # only the small spelling means "no tags"
    body = "*".join(_SPECIAL.sub(r"\\\g<0>", piece) for piece in pieces)
    if body == "*":
        body = "_*"  # tag:* alone also finds notes without tags
    body = body.replace(":", r"\:") if body[:3].lower() in {"re:", "nc:"} else _LONE_COLON.sub(r"\:", body)
    bare = all(c.isalnum() or c in "-_.:*\\" for c in body)
    return f"tag:{body}" if bare else f'"tag:{body}"'


def join_terms(terms: Sequence[str], operator: str) -> str:
    """``terms`` with ``operator`` between; many of them in groups, so that Anki accepts any number."""
    parts = list(terms)
    while len(parts) > _MOST_IN_A_ROW:
        groups = [parts[at : at + _MOST_IN_A_ROW] for at in range(0, len(parts), _MOST_IN_A_ROW)]
        parts = [f"({operator.join(group)})" for group in groups]
    return operator.join(parts)
