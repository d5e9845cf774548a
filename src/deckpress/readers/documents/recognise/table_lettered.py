"""Tables without a header whose rows are a numbered question and, below it, its lettered options: ``1 | stem | B``, ``A | text``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from deckpress.readers.documents.recognise.table_grid import Row
from deckpress.readers.documents.recognise.table_layout import Layout
from deckpress.readers.documents.recognise.table_options import is_flagged
from deckpress.readers.documents.recognise.table_words import Column

__all__ = ["Lettered", "lettered_rows"]

_NUMBER = re.compile(r"(?:第|Q|题)?\s?(\d{1,5})\s?题?[.、)）]?")
_LETTER = re.compile(r"[(（]?([A-Ha-h])[)）]?[.、:：]?")
_ANSWER = re.compile(r"(?:正确|参考|标准)?答案|answer|key|lösung|antwort|respuesta|réponse|ответ|解答|정답", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Ha-h](?:[\s,，、;；]{0,2}[A-Ha-h]){0,7}")
_LONGEST_LETTER = 8


class Lettered(NamedTuple):
    """A question's rows, the first with its stem, the rest with an option each."""

    layout: Layout
    rows: list[Row]
    number: str
    answer: str


def lettered_rows(rows: Sequence[Row]) -> list[Lettered]:
    """The questions of such a table, none where any row is of another form."""
    found: list[Lettered] = []
    number = ""
    stem, options, answer = -1, list[Row](), ""
    for row in [*rows, {}]:
        head = row.get(0)
        text = head.text if head is not None and len(head.text) <= _LONGEST_LETTER else ""
        letter = _LETTER.fullmatch(text)
        if letter is not None and stem >= 0 and 1 in row and ord(letter[1].upper()) - 65 == len(options):
            options.append(row)
        elif text and stem >= 0 and options and _ANSWER.fullmatch(text) and 1 in row and _LETTERS.fullmatch(row[1].text):
            answer = row[1].text
        elif not row or (_NUMBER.fullmatch(text) and 1 in row):
            if stem >= 0:
                if len(options) < 2:
                    return []
                found.append(_question(rows[stem], options, number, answer))
            if not row:
                break
            number = _NUMBER.sub(r"\1", text)
            stem, options, answer = next(i for i in range(stem + 1, len(rows)) if rows[i] is row), [], ""
        else:
            return []
    return found


def _question(stem: Row, options: list[Row], number: str, answer: str) -> Lettered:
    columns = {0: Column("letter"), 1: Column("stem")}
    beside = [row[2].text for row in options if 2 in row]
    if beside and all(map(is_flagged, beside)) and len(beside) < len(options):
        columns[2] = Column("flag")
    elif 2 in stem and _LETTERS.fullmatch(stem[2].text):
        columns[2] = Column("answer")
        answer = answer or stem[2].text
    return Lettered(Layout(columns), [stem, *options], number, answer)
