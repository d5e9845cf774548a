"""A cell of a table as lines, for the containers whose cells are plain strings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from deckpress.readers.documents.blocks import Cell, Line, Mark

__all__ = ["cell_lines"]

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1f\x85\u2028\u2029]")


def cell_lines(text: str, number: int, cell: Cell, marks: Iterable[Mark] = ()) -> Iterator[Line]:
    """The lines of a cell's text (cleaned already), all with the same place; none of a blank cell. ``marks`` count in ``text``."""
    if not text.strip():
        return
    all_marks = tuple(marks)
    if text.isprintable():
        yield Line(text=text, number=number, cell=cell, marks=all_marks)
        return
    start = 0
    for found in (*_BREAK.finditer(text), None):
        end = found.start() if found else len(text)
        yield Line(text=text[start:end], number=number, cell=cell, marks=_within(all_marks, start, end))
        start = found.end() if found else end


def _within(marks: tuple[Mark, ...], start: int, end: int) -> tuple[Mark, ...]:
    return tuple(
        Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.style, mark.value)
        for mark in marks
        if mark.start < end and mark.end > start
    )
