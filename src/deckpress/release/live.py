"""What of a deck is to be learned: the counts that people are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["Live", "live"]


class Live(NamedTuple):
    """Questions and their cards, without retired ones."""

    notes: int
    cards: int


def live(deck: Mapping[str, Any]) -> Live:
    """Counts an entry of the manifest's ``decks``; its kinds leave retired questions out."""
    return Live(deck["notes"] - deck["retired"], sum(found["cards"] for found in deck["kinds"].values()))
