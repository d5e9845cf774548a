"""What rows of a table say of others: a text that (1), (2) … below it share, their answers in one cell, a cell joined over several rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.recognise.table_grid import GridCell, Row
from deckpress.readers.documents.recognise.table_questions import Group
from deckpress.readers.documents.recognise.table_words import ColumnRole

__all__ = ["fill_down", "settle_shared"]

_NUMBER = re.compile(r"[(（]\s?(\d{1,2})\s?[)）]\s{0,3}")
_ANSWER = re.compile(r"\s*[(（]\s?(\d{1,2})\s?[)）]\s{0,3}([A-Ha-h]{1,8}|[√×对错對錯])\s*[,，;；、]?")
_LONGEST = 400
_MOST_LAYOUTS = 40
_FILLED_DOWN: tuple[ColumnRole, ...] = ("chapter", "kind", "context")
"""Columns whose cells may be joined over several rows, so that the rows below the first are empty."""


def settle_shared(groups: Sequence[Group]) -> dict[int, int]:
    """Gives groups their shared text, numbers and answers; the groups that are such a text and no question: index → first of its own."""
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
    """Neither answer nor options; one cell of an option may hold a source."""
    held = [group.layout.columns[place].role for row in group.rows for place in row if place in group.layout.columns]
    return not {"options", "answer", "flag", "letter", "wrong"} & set(held) and held.count("option") < 2


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
        found: list[str] = []
        at = 0
        while (mark := _ANSWER.match(cell.text, at)) is not None and int(mark[1]) == len(found) + 1:
            found.append(mark[2])
            at = mark.end()
        if len(found) == count and at == len(cell.text):
            return found
    return []


def fill_down(groups: Sequence[Group]) -> None:
    """Gives the rows below a joined cell its text, where a column of groups or kinds is filled in less than half of the rows."""
    layouts = {id(group.layout): group.layout for group in groups}
    for layout in layouts.values():
        own = [group for group in groups if group.layout is layout] if len(layouts) < _MOST_LAYOUTS else []
        for place in [place for role in _FILLED_DOWN for place in layout.places(role)]:
            filled = sum(place in group.rows[0] for group in own)
            if not filled or filled * 2 >= len(own):
                continue
            text = ""
            for group in own:
                text = group.rows[0][place].text if place in group.rows[0] else text
                if text:
                    group.rows[0].setdefault(place, GridCell(text, ()))
