"""Which column of a table holds what: by its header row, or by what stands in it where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from deckpress.readers.documents.recognise.answers import read_letters, read_truth
from deckpress.readers.documents.recognise.table_grid import Row
from deckpress.readers.documents.recognise.table_words import Column, ColumnRole, column_of, kind_named

__all__ = ["Layout", "infer_layout", "layout_of", "settled", "with_second_header"]

_SAMPLE = 60
"""Rows that are looked at to infer columns."""
_SURE = 0.9
_MOST_OPTIONS = 16
_SHORTEST_VOCABULARY = 4
"""Rows of a table without a header that may be words and their meanings."""


@dataclass(slots=True)
class Layout:
    """What each known column holds. ``review`` is what to say of every question: how sure the layout is."""

    columns: dict[int, Column]
    review: str = ""
    by_role: dict[ColumnRole, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_role = {}
        for place, column in sorted(self.columns.items()):
            self.by_role.setdefault(column.role, []).append(place)

    def places(self, role: ColumnRole) -> list[int]:
        """The columns of a role, from left to right."""
        return self.by_role.get(role, [])


def layout_of(row: Row) -> Layout | None:
    """The layout that a header row states; None for a row that is no header of questions."""
    if len(row) < 2 or any(len(cell.text) > 120 for cell in row.values()):
        return None
    columns = {place: column for place, cell in row.items() if (column := column_of(cell.text)) is not None}
    if len(columns) * 2 < len(row):
        return None
    columns |= _spanned(row, columns)
    bare_numbers = {place for place in columns if place in row and row[place].text.isdigit()}
    columns = settled(columns, bare_numbers)
    layout = Layout(columns)
    options = layout.places("option")
    if not layout.places("stem"):
        return None
    answered = layout.places("answer") or len(options) > 1 or layout.places("options") or layout.places("flag") or layout.places("letter")
    if not answered and not layout.places("kind"):
        return None
    return layout if len(set(options) - bare_numbers) > 1 or not bare_numbers or layout.places("answer") else None


def with_second_header(layout: Layout, header: Row, row: Row) -> Layout | None:
    """The layout of a header in two rows (选项 above A, B, C, D); None if the second row is none."""
    stem = layout.places("stem")[0]
    if stem in row or len(row) < 2:
        return None
    columns = [column_of(cell.text) for cell in row.values()]
    if any(column is None or column.role not in {"option", "flag"} for column in columns):
        return None
    return layout_of({**header, **row})


def _spanned(row: Row, columns: dict[int, Column]) -> dict[int, Column]:
    """The columns below a header 选项 that spans several: the empty places behind it, if there are two or more."""
    place = next((place for place, column in columns.items() if column.role == "options"), -1)
    following = min((other for other in row if other > place), default=place)
    if place < 0 or not 3 <= following - place <= _MOST_OPTIONS:
        return {}
    return {place + index: Column("option", index) for index in range(following - place)}


def settled(columns: dict[int, Column], bare_numbers: set[int]) -> dict[int, Column]:
    """Vague words read by what stands beside them."""
    roles = {column.role for column in columns.values() if not column.vague}
    options = [place for place, column in columns.items() if column.role == "option"]
    columns = dict(columns)
    flags = [place for place, column in columns.items() if column.role == "flag" and column.which < 0]
    if len(flags) == 1 and not roles & {"answer", "options", "letter"}:
        columns[flags[0]] = Column("answer")  # one 正误 for the whole row
        roles.add("answer")
    if len(options) == 1 and "answer" not in roles and columns[options[0]].vague and options[0] not in bare_numbers:
        columns[options[0]] = Column("answer")  # Q | A
        roles.add("answer")
    elif options and not roles & {"answer", "flag"} and all(columns[place].vague and columns[place].numbered for place in options):
        for place in set(options) - bare_numbers:
            columns[place] = Column("answer")  # 答案1 | 答案2: one a blank
        roles.add("answer")
    if "answer" not in roles and len(options) < 2 and (answer := _first_vague(columns, "answer")) is not None:
        columns[answer] = Column("answer")
        roles.add("answer")
    if "stem" not in roles and (roles & {"answer", "options"} or len(options) > 1) and (stem := _first_vague(columns, "stem")) is not None:
        columns[stem] = Column("stem")
    for place, column in list(columns.items()):
        if column.vague and column.role in {"stem", "answer"}:
            del columns[place]
        elif column.role == "flag" and column.which < 0 and place - 1 in columns and columns[place - 1].role == "option":
            columns[place] = Column("flag", columns[place - 1].which)
    return columns


def _first_vague(columns: dict[int, Column], role: ColumnRole) -> int | None:
    return next((place for place, column in columns.items() if column.role == role and column.vague), None)


# --- without a header


def infer_layout(rows: Sequence[Row]) -> Layout | None:
    """The layout that the content shows, only where it is clear: letters that fit the options, true and false, or a front and a back."""
    sample = list(islice((row for row in rows if len(row) > 1), _SAMPLE))
    if len(sample) < 2 or any((column := column_of(cell.text)) is not None and column.role != "option" for cell in sample[0].values()):
        return None
    texts: dict[int, list[str]] = {}
    for row in sample:
        for place, cell in row.items():
            texts.setdefault(place, []).append(cell.text)
    used = sorted(place for place, column in texts.items() if len(column) * 3 >= len(sample))
    answers = [place for place in used if _share(texts[place], _is_value) >= _SURE]
    prose = [place for place in used if place not in answers and _share(texts[place], _is_prose) >= 0.5]
    if answers and prose:
        return _with_values(texts, used, answers[-1], prose, sample)
    return _front_and_back(texts, used, prose, len(sample))


def _share(texts: Sequence[str], test: object) -> float:
    return sum(1 for text in texts if test(text)) / max(1, len(texts)) if callable(test) else 0.0


def _is_value(text: str) -> bool:
    return len(text) <= 20 and (_letters(text) is not None or read_truth(text) is not None)


def _letters(text: str) -> tuple[int, ...] | None:
    letters = read_letters(text) if len(text) <= 20 and text.isupper() else None
    return letters if letters is not None and letters[-1] < 8 else None


def _is_prose(text: str) -> bool:
    return any(sign.isalpha() for sign in text[:200]) and kind_named(text)[0] is None if len(text) < 12 else True


def _with_values(texts: dict[int, list[str]], used: list[int], answer: int, prose: list[int], sample: list[Row]) -> Layout | None:
    columns: dict[int, Column] = {answer: Column("answer")}
    stem = prose[0]
    columns[stem] = Column("stem")
    options = [place for place in sorted(texts) if stem < place and (place < answer or answer < stem)]
    highest = max((letters[-1] for text in texts[answer] if (letters := _letters(text)) is not None), default=-1)
    letters_only = _share(texts[answer], lambda text: _letters(text) is not None) >= _SURE
    if letters_only and len(options) <= highest:
        return None
    if letters_only or (len(options) > 1 and highest >= 0):
        columns |= {place: Column("option", index) for index, place in enumerate(options[: max(highest + 1, 8)])}
    elif len(sample) < 3 or _share(texts[stem], lambda text: len(text) >= 6) < 0.8:
        return None
    for place in used:
        if place < stem and place != answer:
            if _share(texts[place], lambda text: text.rstrip(".、").isdigit()) >= _SURE:
                columns[place] = Column("number")
            elif _share(texts[place], lambda text: kind_named(text)[0] is not None) >= _SURE:
                columns[place] = Column("kind")
    return Layout(columns)


def _front_and_back(texts: dict[int, list[str]], used: list[int], prose: list[int], rows: int) -> Layout | None:
    """Two columns of words, perhaps with a number before them: a vocabulary."""
    numbers = [place for place in used if _share(texts[place], lambda text: text.rstrip(".、").isdigit()) >= _SURE]
    words = [place for place in used if place not in numbers]
    if len(words) != 2 or prose != words or len(texts) > len(words) + len(numbers) or rows < _SHORTEST_VOCABULARY:
        return None
    front, back = words
    if min(len(texts[front]), len(texts[back])) < rows * _SURE or len(set(texts[front])) < len(texts[front]) * _SURE:
        return None
    columns = {front: Column("stem"), back: Column("answer")} | {place: Column("number") for place in numbers if place < front}
    return Layout(columns, review="columns guessed")
