"""Numbered lists that are no questions become text again, before what stands around them is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.body import is_bold
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.segments import Segment
from deckpress.readers.documents.recognise.sift import sift

__all__ = ["give_back"]

_ASKS_BOLD = re.compile(r"[?？][^\w]{0,12}\Z")
"""Stars and other signs may stand behind the question mark."""


def _runs_into_questions(stretch: Segment, lines: Sequence[Line]) -> bool:
    """Whether a plain numbered line has several questions in bold below it: it is a list inside the answer to one of them."""
    if is_bold(lines[stretch.start.line]) or lines[stretch.start.line].role == "heading":
        return False
    bold = 0
    for number in range(stretch.start.line + 1, stretch.end.line):
        line = lines[number]
        bold += bool(line.marks) and is_bold(line) and _ASKS_BOLD.search(line.text.rstrip()) is not None
    return bold >= 2


def give_back(stretches: Sequence[Segment], read: Mapping[int, list[Draft]], document: Sequence[Line]) -> set[int]:
    """Numbered lists that are no questions become text again, so that what they stand in is read as one.

    Not in a document with a key: there a bare statement may be a question that the key answers. Returns their lines.
    """
    lines: set[int] = set()
    if any(segment.key >= 0 for segment in stretches):
        return lines
    lists = {i for i in read if stretches[i].group < 0 and _runs_into_questions(stretches[i], document)}
    owners = [i for i, drafts in read.items() if i not in lists for _ in drafts]
    kept = sift([draft for i, drafts in read.items() if i not in lists for draft in drafts])
    questions = {i for i, keep in zip(owners, kept, strict=True) if keep}
    for i in read:
        if i not in questions and stretches[i].group < 0:
            stretches[i].sort, stretches[i].candidate = "text", None
            lines.update(number for draft in read[i] for number in draft.strip.lines)
    return lines
