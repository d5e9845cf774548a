"""Which column of a table without a header holds what, by what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from deckpress.readers.documents.recognise.answers import read_letters, read_truth
from deckpress.readers.documents.recognise.table_data import listed_options
from deckpress.readers.documents.recognise.table_grid import Row
from deckpress.readers.documents.recognise.table_layout import Layout
from deckpress.readers.documents.recognise.table_options import split_options
from deckpress.readers.documents.recognise.table_words import Column, ColumnRole, column_of, kind_named

__all__ = ["GUESSED", "infer_layout"]

GUESSED = "columns guessed"
"""The review of every question of a layout that only the content suggests."""
_SAMPLE = 200
"""Rows that are looked at."""
_MOST_COLUMNS = 60
_SURE = 0.9
_LEAST_WORDS = 4
"""Rows of a table that may be words and their meanings."""
_LEAST_REPEATED = 6
"""Rows in which a column of few different texts is seen as one of groups, not of answers."""
_LONGEST_GROUP = 40
_ENOUGH = 20
"""Rows in which an option that is never the answer is none."""

Texts = dict[int, list[str]]


def infer_layout(rows: Sequence[Row]) -> Layout | None:
    """The layout that the content shows, only where it is clear: letters that fit the options, true and false, or a front and a back."""
    sample = list(islice((row for row in rows if len(row) > 1), _SAMPLE))
    if len(sample) < 2 or max(map(len, sample)) > _MOST_COLUMNS:
        return None
    if any((column := column_of(cell.text)) is not None and column.role != "option" for cell in sample[0].values()):
        return None
    texts: Texts = {}
    for row in sample:
        for place, cell in row.items():
            texts.setdefault(place, []).append(cell.text)
    used = sorted(place for place, column in texts.items() if len(column) * 3 >= len(sample))
    answers = [place for place in used if _share(texts[place], _is_value) >= _SURE]
    prose = [place for place in used if place not in answers and _share(texts[place], _is_prose) >= 0.5]
    if answers and prose:
        return _with_values(texts, used, answers[-1], prose, sample)
    return _front_and_back(texts, used, prose, sample)


def _share(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / max(1, len(texts))


def _is_value(text: str) -> bool:
    return len(text) <= 20 and (_letters(text) is not None or read_truth(text) is not None)


def _letters(text: str) -> tuple[int, ...] | None:
    written = len(text) <= 20 and (text.isupper() or (len(text) == 1 and text.isalpha()))
    letters = read_letters(text) if written else None
    return letters if letters is not None and letters[-1] < 8 else None


def _is_prose(text: str) -> bool:
    return any(sign.isalpha() for sign in text[:200]) and kind_named(text)[0] is None if len(text) < 12 else True


def _is_number(text: str) -> bool:
    return text.rstrip(".、").replace(".", "", 1).isdecimal()


def _is_kind(text: str) -> bool:
    return len(text) <= 12 and kind_named(text)[0] is not None


def _asks(text: str) -> bool:
    return text.endswith(("?", "？"))


def _split(text: str) -> list[str]:
    return listed[0] if (listed := listed_options(text)) is not None else split_options(text)


def _repeats(texts: Sequence[str]) -> bool:
    """A column of few, short texts: a category, an exam's name."""
    few = len(set(texts)) <= max(1, 0.35 * len(texts))
    return few and len(texts) >= _LEAST_REPEATED and max(map(len, texts)) <= _LONGEST_GROUP


# --- a column of letters, or of true and false


def _with_values(texts: Texts, used: list[int], answer: int, prose: list[int], sample: list[Row]) -> Layout | None:
    columns: dict[int, Column] = {answer: Column("answer")}
    stem = next((place for place in prose if not _repeats(texts[place])), prose[0])
    columns[stem] = Column("stem")
    highest = max((letters[-1] for text in texts[answer] if (letters := _letters(text)) is not None), default=-1)
    lettered = _share(texts[answer], lambda text: _letters(text) is not None) >= _SURE
    options = _option_places(texts, stem, answer, highest, sample)
    joined = next((place for place in options if _share(texts[place], lambda text: len(_split(text)) > max(highest, 1)) >= _SURE), -1)
    if lettered and joined >= 0:
        columns[joined] = Column("options")
    elif lettered and len(options) <= highest:
        return None
    elif lettered or (len(options) > 1 and highest >= 0):
        columns |= {place: Column("option", index) for index, place in enumerate(options[: max(highest + 1, 8)])}
    elif len(sample) < 3 or _share(texts[stem], lambda text: len(text) >= 6) < 0.8:
        return None
    return Layout(columns | _around(texts, used, columns))


def _option_places(texts: Texts, stem: int, answer: int, highest: int, sample: list[Row]) -> list[int]:
    """The columns behind the stem that hold options; those at both ends that no answer names and that look like something else are none."""
    places = [place for place in sorted(texts) if stem < place and (place < answer or answer < stem)]
    while len(places) > max(highest + 1, 2) and _is_extra(texts, places, -1, sample):
        places.pop()
    while len(places) > max(highest + 1, 2) and (_share(texts[places[0]], _is_kind) >= _SURE or _is_extra(texts, places, 0, sample)):
        places.pop(0)
    return places


def _is_extra(texts: Texts, places: list[int], end: int, sample: list[Row]) -> bool:
    place, others = places[end], places[:-1] if end else places[1:]
    beside = others[end]
    alone = sum(place in row and beside not in row for row in sample)
    if end and alone and alone >= 0.02 * len(sample):
        return True  # D empty, but E filled: no row of options
    if _repeats(texts[place]) and not all(_repeats(texts[other]) for other in others):
        return True
    return bool(end) and len(sample) >= _ENOUGH and len(texts[place]) >= 0.95 * len(sample)


def _around(texts: Texts, used: list[int], known: dict[int, Column]) -> dict[int, Column]:
    """What the other columns hold: numbers, kinds, groups, an explanation."""
    stem = next(place for place, column in known.items() if column.role == "stem")
    found: dict[int, Column] = {}
    roles: set[str] = set()
    for place in used:
        role = _role_of(texts[place], before=place < stem) if place not in known else None
        if role is not None and role not in roles:
            roles.add(role)
            found[place] = Column(role)
    return found


def _role_of(texts: list[str], *, before: bool) -> ColumnRole | None:
    if _share(texts, _is_kind) >= _SURE:
        return "kind"
    if _share(texts, _is_number) >= _SURE:
        return "number" if before and len(set(texts)) > 0.9 * len(texts) else None
    if before:
        return "chapter" if _repeats(texts) else None
    return "explanation" if _share(texts, _is_prose) >= _SURE and not _repeats(texts) and len(set(texts)) > 1 else None


# --- a front and a back


def _front_and_back(texts: Texts, used: list[int], prose: list[int], sample: list[Row]) -> Layout | None:
    """Two columns of texts, perhaps with numbers and groups before them: a vocabulary, questions and answers."""
    rows = len(sample)
    numbers = [place for place in used if _share(texts[place], _is_number) >= _SURE]
    words = [place for place in used if place not in numbers]
    groups = [place for place in words if _repeats(texts[place])] if len(words) > 2 else []
    words = [place for place in words if place not in groups]
    if len(words) != 2 or not set(words) <= set(prose) or rows < _LEAST_WORDS or len(texts) > len(used) + 1:
        return None
    front, back = words
    if min(len(texts[front]), len(texts[back])) < rows * _SURE or len(set(texts[front])) < len(texts[front]) * _SURE:
        return None
    if any(place > front for place in (*numbers, *groups)) or any(place > front and place not in used for place in texts):
        return None
    if _share(texts[back], _asks) > 0.5 and _share(texts[front], _asks) < 0.1:
        front, back = back, front
    columns = {front: Column("stem"), back: Column("answer")}
    columns |= {place: Column("number") for place in numbers if len(set(texts[place])) > 0.9 * rows}
    columns |= {place: Column("chapter") for place in groups[:1]}
    return Layout(columns, review=GUESSED)
