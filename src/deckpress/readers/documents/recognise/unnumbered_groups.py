"""Where options stand among unnumbered lines: rows with A, B, C …, boxes, lists with a tick."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.option_marks import option_marks
from deckpress.readers.documents.recognise.unnumbered_rows import BULLET, MAX_LOOK, Region

__all__ = ["Group", "lettered_groups", "listed_groups", "ticks"]


class Group(NamedTuple):
    """The options of a question: rows ``first`` to ``last`` (exclusive). ``inline``: they begin in the stem's own row."""

    first: int
    last: int
    size: int
    lettered: bool
    inline: bool = False
    ticked: bool = False


_MAX_OPTIONS = 10
_LEAD = re.compile(r"(?:\s|[-*+•·○●>√✓✔☑✅_\ufe0f])*")
_TICK = re.compile(r"[✅☑✓✔√🗸]|\[[xX√✓]\]|\*\*\s*-?\s*$|(?:[(\[【]\s*(?:correct|正确(?:答案)?|right|richtig)\s*[)\]】])\s*$", re.IGNORECASE)
_STARRED = re.compile(r"\s*(?:[-+•]\s+)?(?:\*\*|__)\S.*?\S?(?:\*\*|__)")


def lettered_groups(region: Region) -> list[Group]:
    """Groups whose rows carry A, B, C …, one or several a row."""
    groups: list[Group] = []
    first = last = -1
    following = 0
    inline = False

    def close() -> None:
        if following >= 2:
            groups.append(Group(first, last + 1, following, True, inline, _marked(region, first, last + 1)))

    for index, row in enumerate(region.rows):
        if row.heading is not None or row.label is not None or row.role in ("code", "cell"):
            if row.role != "code" or index - last > 8:
                close()
                following = 0
            continue
        at_start, letters = _letters(row.shadow)
        if at_start and following and letters[0] == following:
            following, last = _advance(following, letters), index
        elif letters and letters[0] == 0 and (at_start or _advance(0, letters) >= 2):
            close()
            first = last = index
            following, inline = _advance(0, letters), not at_start
        elif following and (index - last > 3 or (row.gap and not region.rows[last].gap)):
            close()
            following = 0
    close()
    return groups


def _marked(region: Region, first: int, last: int) -> bool:
    """Whether a sign, or raw stars around one of them, marks an option."""
    rows = [row.shadow[:MAX_LOOK] for row in region.rows[first:last]]
    starred = sum("**" in s for s in rows)
    return 0 < starred < len(rows) or any(_TICK.search(s) is not None for s in rows)


def _letters(s: str) -> tuple[bool, list[int]]:
    """Whether an option's mark begins the row, and the letters of its marks from the first that may begin options."""
    lead = _LEAD.match(s)
    begin = lead.end() if lead is not None else 0
    if begin >= len(s) or begin > 40:
        return False, []
    marks = [m for m in option_marks(s[:MAX_LOOK], 0, min(len(s), MAX_LOOK)) if m.start == begin or m.style != "glued"]
    if not marks:
        return False, []
    if marks[0].start == begin and (len(s) > marks[0].end or marks[0].style == "dot"):
        return True, [m.letter for m in marks]
    first = next((i for i, m in enumerate(marks) if m.letter == 0), None)
    return (False, [m.letter for m in marks[first:]]) if first is not None else (False, [])


def _advance(following: int, letters: Sequence[int]) -> int:
    for letter in letters:
        if letter == following:
            following += 1
    return following


def listed_groups(region: Region) -> list[Group]:
    """Groups of boxes or of a list's items, without letters."""
    groups: list[Group] = []
    index, rows = 0, region.rows
    while index < len(rows):
        kind = _item_kind(region, index)
        if not kind:
            index += 1
            continue
        first = index
        index += 1
        while index < len(rows) and not rows[index].gap and _same_kind(region, index, kind):
            index += 1
        if first and kind == "bullet" and not rows[first].gap and _starred(region, first - 1):
            first -= 1  # the first option is the bold one: it has lost its bullet
        if 2 <= index - first <= _MAX_OPTIONS:
            groups.append(Group(first, index, index - first, False, False, kind == "choice" or bool(ticks(region, first, index))))
    return groups


def _starred(region: Region, index: int) -> bool:
    return region.rows[index].heading is None and _STARRED.match(region.rows[index].shadow[:MAX_LOOK]) is not None


def _item_kind(region: Region, index: int) -> str:
    row = region.rows[index]
    if row.heading is not None or row.label is not None:
        return ""
    if row.role in ("choice", "item"):
        return row.role
    return "bullet" if row.role == "text" and BULLET.match(row.shadow) is not None else ""


def _same_kind(region: Region, index: int, kind: str) -> bool:
    return _item_kind(region, index) == kind or (kind == "bullet" and _starred(region, index))


def ticks(region: Region, first: int, last: int) -> list[int]:
    """The rows of a list that a box marks as right; or a sign or a style, where it does not mark all."""
    rows = range(first, last)
    boxes = [i for i in rows if region.lines[region.rows[i].line].checked]
    if boxes:
        return boxes
    signs = [i for i in rows if _TICK.search(region.rows[i].shadow[:MAX_LOOK]) is not None]
    starred = [i for i in rows if _starred(region, i)]
    styled = [i for i in rows if region.rows[i].bold or _coloured(region.lines[region.rows[i].line])]
    return next((found for found in (signs, starred, styled) if 0 < len(found) < last - first), [])


def _coloured(line: Line) -> bool:
    size = max(1, len(line.text.strip()) - 3)
    return any(mark.style in ("highlight", "underline", "colour") and mark.end - mark.start >= size for mark in line.marks)
