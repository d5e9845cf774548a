"""Questions without numbers."""

from __future__ import annotations

from collections.abc import Sequence

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.scan import Facts
from deckpress.readers.documents.recognise.segments import Segment

__all__ = ["read_region"]


def read_region(region: Sequence[Segment], lines: Sequence[Line], facts: Sequence[Facts], wrap: int, *, alone: bool) -> list[Draft]:
    return []
