"""Questions of a table that belong together: rows (1), (2) … below a row with the text that they share, their answers in one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.recognise.table_grid import Row
from deckpress.readers.documents.recognise.table_questions import Group

__all__ = ["settle_shared"]

_NUMBER = re.compile(r"[(（]\s?(\d{1,2})\s?[)）]\s{0,3}")
_ANSWER = re.compile(r"\s*[(（]\s?(\d{1,2})\s?[)）]\s{0,3}([A-Ha-h]{1,8}|[√×对错對錯])\s*[,，;；、]?")
_LONGEST = 400


def settle_shared(groups: Sequence[Group]) -> dict[int, int]:
    """Gives groups of rows their shared text, numbers and answers. Which groups are such a text and no question: index → first of its own."""
    contexts: dict[int, int] = {}
    start = 0
    while start < len(groups):
        end = _end(groups, start)
        if end - start < 2:
            start += 1
            continue
        members = groups[start:end]
        if start and _is_text_only(groups[start - 1]) and start - 1 not in contexts:
            contexts[start - 1] = start
            for member in members:
                member.context = _stem(groups[start - 1])
        _deal_out(members)
        start = end
    return contexts


def _end(groups: Sequence[Group], start: int) -> int:
    """Where the run (1), (2), … that begins at ``start`` ends; ``start`` if none does."""
    at = start
    while at < len(groups) and (mark := _NUMBER.match(_stem(groups[at]))) is not None and int(mark[1]) == at - start + 1:
        at += 1
    return at


def _stem(group: Group) -> str:
    row = group.rows[0]
    return "\n".join(row[place].text for place in group.layout.places("stem") if place in row)


def _is_text_only(group: Group) -> bool:
    asked = ("option", "options", "answer", "flag", "letter", "wrong")
    return not any(place in row for row in group.rows for role in asked for place in group.layout.places(role))  # type: ignore[arg-type]


def _deal_out(members: Sequence[Group]) -> None:
    answers = next((found for row in members[-1].rows if (found := _answers(row, len(members)))), [])
    for index, member in enumerate(members):
        mark = _NUMBER.match(_stem(member))
        if mark is not None and (answers or member.context):
            member.number, member.cut = mark[0].strip(), mark.end()
        if answers:
            member.answer = answers[index]


def _answers(row: Row, count: int) -> list[str]:
    """The answers of a cell such as ``(1)D(2)C`` with ``count`` of them."""
    for cell in row.values():
        if len(cell.text) > _LONGEST or cell.text[:1] not in "(（":
            continue
        found, at = [], 0
        while (mark := _ANSWER.match(cell.text, at)) is not None and int(mark[1]) == len(found) + 1:
            found.append(mark[2])
            at = mark.end()
        if len(found) == count and at == len(cell.text):
            return found
    return []
