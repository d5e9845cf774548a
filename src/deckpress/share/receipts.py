"""Who has got what: a file may be fetched in parts, and only their sum is a download."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from deckpress.share.shelf import Item

__all__ = ["Receipts", "Served"]

_MOST_FILES = 1_000
_MOST_SPANS = 64
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An answer with a file, or with a ``part`` of it: ``size`` counts the bytes sent, ``total`` those of the file.

    ``cut`` says that it ended early; ``whole`` that the caller has had every byte now, with the parts that came before.
    """

    caller: str
    name: str
    size: int
    total: int
    part: bool = False
    cut: bool = False
    whole: bool = False


class Receipts:
    """What each caller has had of each file, as long as it is not whole. May be used from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._had: dict[tuple[str, str, str], list[Span]] = {}

    def served(self, caller: str, item: Item, start: int, end: int, sent: int) -> Served:
        """Takes down that ``sent`` bytes from ``start`` went out, of those to ``end`` that were asked for."""
        with self._lock:
            key = caller, item.name, item.tag
            had = _joined([*self._had.pop(key, []), (start, start + sent)])
            whole = had == [(0, item.size)]
            if not whole:
                self._had[key] = had[-_MOST_SPANS:]
                if len(self._had) > _MOST_FILES:
                    del self._had[next(iter(self._had))]  # the one that nobody has asked for longest
        part = (start, end) != (0, item.size)
        return Served(caller=caller, name=item.name, size=sent, total=item.size, part=part, cut=sent < end - start, whole=whole)


def _joined(spans: list[Span]) -> list[Span]:
    """Spans that overlap or touch made one, in order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
