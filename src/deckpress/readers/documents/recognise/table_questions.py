"""The rows of one question → the question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.result import Found, FoundKind
from deckpress.readers.documents.recognise.table_answers import choose, write
from deckpress.readers.documents.recognise.table_codes import NO_KIND, Kind, Kinds
from deckpress.readers.documents.recognise.table_data import listed_options
from deckpress.readers.documents.recognise.table_grid import GridCell, Row, is_striking
from deckpress.readers.documents.recognise.table_layout import Layout
from deckpress.readers.documents.recognise.table_options import (
    is_flagged,
    is_unflagged,
    options_in_stem,
    own_letters_off,
    split_options,
    starred,
)
from deckpress.readers.documents.recognise.table_words import ColumnRole, difficulty_of

__all__ = ["Group", "question_of"]

_FILLED = re.compile(r"[(（【]\s{0,9}([A-HＡ-Ｈ](?:[、,，\s]{0,3}[A-HＡ-Ｈ]){0,7}|[√×✓✗]|[对错])\s{0,9}[)）】]")
_LETTERS_ONLY = re.compile(r"[A-H](?:[\s,，、;；|]{0,3}[A-H]){0,7}")
_NO_TOLERANCE = re.compile(r"0(?:\.0+)?")
_CHOICES: frozenset[FoundKind | None] = frozenset({"single", "multiple", "truefalse"})


@dataclass(slots=True)
class Group:
    """The rows of one question, under ``headings`` in a section of ``kind``.

    ``answer`` and ``context`` are what other rows say of it; ``cut`` characters of the stem are its ``number``.
    """

    layout: Layout
    rows: list[Row]
    chapter: str = ""
    headings: tuple[str, ...] = ()
    kind: Kind = NO_KIND
    context: str = ""
    answer: str = ""
    number: str = ""
    cut: int = 0
    review: list[str] = field(default_factory=list)


def question_of(group: Group, lines: Sequence[Line], kinds: Kinds | None = None) -> Found:
    """The question of a group; ``line`` is an offset into ``lines``. ``kinds`` are what the table's cells of kinds mean."""
    head = group.rows[0]
    stem_cells = [head[place] for place in group.layout.places("stem") if place in head]
    kind = _kind(group, kinds or {})
    stem, answers = "\n".join(cell.text for cell in stem_cells)[group.cut :], [group.answer] if group.answer else _texts(group, "answer")
    options, right = _options(group, lines, styled=not answers)
    if (flagged := _flagged_answers(group)) is not None:
        options, right, answers = own_letters_off(flagged[0]), flagged[1], []
    if not answers and not right and (len(options) > 1 or kind.kind in _CHOICES):
        stem, answers = _answer_in(stem)
    if wrong := _wrong(group):
        options, right, answers = [*answers, *wrong], tuple(range(len(answers))), []
    elif not options and (kind.kind in {"single", "multiple"} or any(map(_LETTERS_ONLY.fullmatch, answers))):
        stem, options = options_in_stem(stem) or (stem, options)
    found = Found(
        kind="short",
        stem=stem,
        options=options,
        explanation=_text(group, "explanation"),
        context="\n".join(filter(None, (group.context, _text(group, "context")))),
        rubric=_rubric(group),
        points=_text(group, "points"),
        difficulty=difficulty_of(_text(group, "difficulty")),
        topics=[part for text in _texts(group, "topic") for part in re.split(r"[,，;；、\n]\s*", text) if part],
        chapter=" / ".join(_texts(group, "chapter")) or group.chapter,
        headings=group.headings,
        number=group.number or _text(group, "number"),
        line=stem_cells[0].lines[0],
        review=[text for text in (group.layout.review, kind.review, *group.review) if text],
    )
    found.images = [name for row in group.rows for cell in row.values() for offset in cell.lines for name in lines[offset].images]
    if kind.kind in _CHOICES or (kind.kind is None and len(options) > 1):
        choose(found, kind.kind, answers, right, strict=kind.strict, numbered=group.layout.numbered)
    else:
        write(found, kind.kind, answers)
    return found


def _answer_in(stem: str) -> tuple[str, list[str]]:
    """A stem with its last filled bracket emptied, and the letters or the sign that stood in it."""
    filled = max(_FILLED.finditer(stem), key=lambda found: found.start(), default=None)
    return (stem, []) if filled is None else (stem[: filled.start(1)] + stem[filled.end(1) :], [filled[1]])


def _texts(group: Group, role: ColumnRole) -> list[str]:
    places = group.layout.by_role.get(role)
    return [row[place].text for row in group.rows for place in places if place in row] if places else []


def _text(group: Group, role: ColumnRole) -> str:
    texts = _texts(group, role)
    return texts[0] if len(texts) == 1 else "\n".join(texts)


def _kind(group: Group, kinds: Mapping[str, Kind]) -> Kind:
    named = next(iter(_texts(group, "kind")), "")
    return kinds.get(named, NO_KIND) if named else group.kind


def _rubric(group: Group) -> list[str]:
    rubric = [part for text in _texts(group, "rubric") for part in text.split("\n")]
    return rubric + [f"± {text}" for text in _texts(group, "tolerance") if not _NO_TOLERANCE.fullmatch(text)]


# --- options


def _options(group: Group, lines: Sequence[Line], *, styled: bool) -> tuple[list[str], tuple[int, ...]]:
    """The options, and those that are marked as right beside them or, where ``styled``, by their style."""
    if group.layout.options:
        options, right, cells = _in_columns(group, group.layout.options)
    else:
        options, right, cells = _in_cells(group)
    if styled and not right and len(cells) == len(options):
        right = _by_style(cells, lines)
    options = own_letters_off(options)
    if not right:
        options, right = starred(options)
    return own_letters_off(options), right


def _flagged_answers(group: Group) -> tuple[list[str], tuple[int, ...]] | None:
    """Answers one a row, of which a second answers' column marks the right ones; None for another table."""
    places = [*group.layout.places("answer"), *group.layout.places("flag")]
    if len(places) != 2 or not group.layout.places("answer") or len(group.rows) < 2 or group.layout.options:
        return None
    texts, marks = places if all(places[0] in row for row in group.rows) else places[::-1]
    said = [row[marks].text if marks in row else "" for row in group.rows]
    right = tuple(index for index, text in enumerate(said) if text and is_flagged(text))
    if any(texts not in row for row in group.rows) or not 0 < len(right) < len(group.rows):
        return None
    if any(text and not is_flagged(text) and not is_unflagged(text) for text in said):
        return None
    return [row[texts].text for row in group.rows], right


def _wrong(group: Group) -> list[str]:
    """The wrong options of a table that sets them apart from the right one."""
    texts = _texts(group, "wrong")
    return [option for text in texts for option in (split_options(text) if len(texts) == 1 else [text])]


Read = tuple[list[str], tuple[int, ...], list[tuple[int, ...]]]
"""Options, those that are marked beside them, and the lines of each (as many only if they can be told apart)."""


def _in_columns(group: Group, places: Sequence[int]) -> Read:
    row = group.rows[0]
    if len(group.rows) == 1:
        options = [row[place].text if place in row else "" for place in places]
    else:
        options = ["\n".join(row[place].text for row in group.rows if place in row) for place in places]
    while options and not options[-1]:
        options.pop()
    flags = {group.layout.columns[place].which for place in group.layout.places("flag") if place in row and is_flagged(row[place].text)}
    used = places[: len(options)]
    right = tuple(number for number, place in enumerate(used) if group.layout.columns[place].which in flags) if flags else ()
    return options, right, [row[place].lines if place in row else () for place in used]


def _in_cells(group: Group) -> Read:
    cells = [(row, row[place]) for row in group.rows for place in group.layout.places("options") if place in row]
    cells += [(row, row[place]) for row in group.rows[1:] for place in group.layout.places("stem") if place in row]
    if len(cells) < 2:
        cell = cells[0][1] if cells else GridCell("", ())
        if (listed := listed_options(cell.text)) is not None:
            return *listed, []
        return split_options(cell.text) if cells else [], (), [(offset,) for offset in cell.lines]
    flag = group.layout.places("flag")
    right = tuple(index for index, (row, _) in enumerate(cells) if any(place in row and is_flagged(row[place].text) for place in flag))
    return [cell.text for _, cell in cells], right, [cell.lines for _, cell in cells]


def _by_style(options: Sequence[tuple[int, ...]], lines: Sequence[Line]) -> tuple[int, ...]:
    """The options that stand out, if not all do."""
    right = tuple(index for index, offsets in enumerate(options) if offsets and all(is_striking(lines[offset]) for offset in offsets))
    return right if len(right) < len(options) else ()
