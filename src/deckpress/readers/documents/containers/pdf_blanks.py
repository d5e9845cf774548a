"""Underlines of a PDF, which are drawings beside the text: styled text, or a blank to fill in."""

from __future__ import annotations

from collections.abc import Sequence

from deckpress.readers.documents.blocks import Mark

__all__ = ["underlined"]

_BLANK = "____"


def underlined(text: str, marks: Sequence[Mark], stretches: Sequence[tuple[int, int]]) -> tuple[str, tuple[Mark, ...]]:
    """A line with its underlined ``stretches`` marked; one of two or more spaces is a blank and becomes ``____``.

    A blank at a stretch's end, where an answer was written into the blank, is left as it is.
    """
    pieces, at = list[tuple[int, int, bool]](), 0
    for start, end in stretches:
        if start >= at:
            pieces.append((start, end, end - start >= 2 and not text[start:end].strip()))
            at = end
    shown, shift, moves = "", 0, list[tuple[int, int]]()
    at = 0
    new_marks = []
    for start, end, blank in pieces:
        shown += text[at:start]
        new_start = len(shown)
        shown += _BLANK if blank else text[start:end]
        if shown[new_start:].strip():
            new_marks.append(Mark(new_start, len(shown), "underline"))
        shift += len(shown) - new_start - (end - start)
        moves.append((end, shift))
        at = end
    shown = (shown + text[at:]).rstrip()
    moved = (Mark(_moved(mark.start, moves), min(_moved(mark.end, moves), len(shown)), mark.style, mark.value) for mark in marks)
    return shown, tuple(mark for mark in (*moved, *new_marks) if mark.start < mark.end)


def _moved(place: int, moves: list[tuple[int, int]]) -> int:
    """Where a place is after blanks before it changed their length."""
    return place + next((shift for end, shift in reversed(moves) if end <= place), 0)
