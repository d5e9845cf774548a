"""The rows of one question → the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.answers import Answer, match_options, option_truths, read_answer, read_truth, split_blanks
from deckpress.readers.documents.recognise.result import Found, FoundKind
from deckpress.readers.documents.recognise.table_grid import Row, is_striking
from deckpress.readers.documents.recognise.table_layout import Layout
from deckpress.readers.documents.recognise.table_options import is_flagged, own_letters_off, split_options, starred
from deckpress.readers.documents.recognise.table_words import ColumnRole, difficulty_of, kind_named

__all__ = ["Group", "question_of"]

_UNDERSCORES = re.compile(r"_{2,}")
_BRACKETS = re.compile(r"[(（【\[][\s\u3000]{0,40}[)）】\]]")
_FILLED = re.compile(r"[(（【]\s{0,9}([A-HＡ-Ｈ](?:[、,，\s]{0,3}[A-HＡ-Ｈ]){0,7}|[√×✓✗]|[对错])\s{0,9}[)）】]")
_SHORTEST_EXPLANATION = 6
"""Characters behind an answer's value that explain it; less is a page or a slip."""


@dataclass(slots=True)
class Group:
    """The rows of one question, under ``headings``, in a section of ``kind``."""

    layout: Layout
    rows: list[Row]
    chapter: str = ""
    section: str = ""
    kind: FoundKind | None = None
    strict: bool = False
    numbered: bool = False
    review: list[str] = field(default_factory=list)


def question_of(group: Group, lines: Sequence[Line]) -> Found:
    """The question of a group; ``line`` is an offset into ``lines``."""
    head = group.rows[0]
    stem_cells = [head[place] for place in group.layout.places("stem") if place in head]
    kind, strict = _kind(group)
    options, right = _options(group, lines)
    stem, answer_text = "\n".join(cell.text for cell in stem_cells), _text(group, "answer")
    if not answer_text and not right and (len(options) > 1 or kind in {"single", "multiple", "truefalse"}):
        stem, answer_text = _answer_in(stem)
    found = Found(
        kind="short",
        stem=stem,
        options=options,
        explanation=_text(group, "explanation"),
        points=_text(group, "points"),
        difficulty=difficulty_of(_text(group, "difficulty")),
        topics=[part for text in _texts(group, "topic") for part in re.split(r"[,，;；、\n]\s*", text) if part],
        chapter=" / ".join(_texts(group, "chapter")) or group.chapter,
        headings=tuple(filter(None, (group.chapter, group.section))),
        number=_text(group, "number"),
        line=stem_cells[0].lines[0],
        review=[group.layout.review] if group.layout.review else [],
    )
    found.images = [name for row in group.rows for cell in row.values() for offset in cell.lines for name in lines[offset].images]
    if kind in {"single", "multiple", "truefalse"} or (kind is None and len(options) > 1):
        _choose(found, kind, answer_text, right, strict=strict, numbered=_numbered(group))
    else:
        _write(found, kind, answer_text)
    return found


def _answer_in(stem: str) -> tuple[str, str]:
    """A stem with its last filled bracket emptied, and the letters or the sign that stood in it."""
    filled = max(_FILLED.finditer(stem), key=lambda found: found.start(), default=None)
    return (stem, "") if filled is None else (stem[: filled.start(1)] + stem[filled.end(1) :], filled[1])


def _texts(group: Group, role: ColumnRole) -> list[str]:
    return [row[place].text for row in group.rows for place in group.layout.places(role) if place in row]


def _text(group: Group, role: ColumnRole) -> str:
    texts = _texts(group, role)
    return texts[0] if len(texts) == 1 else "\n".join(texts)


def _kind(group: Group) -> tuple[FoundKind | None, bool]:
    named = _text(group, "kind")
    return kind_named(named) if named else (group.kind, group.strict)


def _numbered(group: Group) -> bool:
    return any(group.layout.columns[place].numbered for place in group.layout.places("option"))


# --- options


def _options(group: Group, lines: Sequence[Line]) -> tuple[list[str], tuple[int, ...]]:
    """The options, and those that are marked as right beside them or by their style."""
    places = sorted(group.layout.places("option"), key=lambda place: group.layout.columns[place].which)
    if places:
        options, right = _in_columns(group, places, lines)
    else:
        options, right = _in_cells(group, lines)
    if not right:
        options, right = starred(options)
    return own_letters_off(options), right


def _in_columns(group: Group, places: Sequence[int], lines: Sequence[Line]) -> tuple[list[str], tuple[int, ...]]:
    row = group.rows[0]
    options = ["\n".join(row[place].text for row in group.rows if place in row) for place in places]
    while options and not options[-1]:
        options.pop()
    flags = {group.layout.columns[place].which for place in group.layout.places("flag") if place in row and is_flagged(row[place].text)}
    right = tuple(number for number, place in enumerate(places[: len(options)]) if group.layout.columns[place].which in flags)
    return options, right or _by_style([row[place].lines if place in row else () for place in places[: len(options)]], lines)


def _in_cells(group: Group, lines: Sequence[Line]) -> tuple[list[str], tuple[int, ...]]:
    cells = [(row, row[place]) for row in group.rows for place in group.layout.places("options") if place in row]
    cells += [(row, row[place]) for row in group.rows[1:] for place in group.layout.places("stem") if place in row]
    if not cells:
        return [], ()
    flag = group.layout.places("flag")
    if len(cells) == 1:
        cell = cells[0][1]
        options = split_options(cell.text)
        return options, _by_style([(offset,) for offset in cell.lines], lines) if len(options) == len(cell.lines) else ()
    right = tuple(index for index, (row, _) in enumerate(cells) if any(place in row and is_flagged(row[place].text) for place in flag))
    return [cell.text for _, cell in cells], right or _by_style([cell.lines for _, cell in cells], lines)


def _by_style(options: Sequence[tuple[int, ...]], lines: Sequence[Line]) -> tuple[int, ...]:
    """The options that stand out, if not all do."""
    right = tuple(index for index, offsets in enumerate(options) if offsets and all(is_striking(lines[offset]) for offset in offsets))
    return right if len(right) < len(options) else ()


# --- answers


def _choose(found: Found, kind: FoundKind | None, text: str, right: tuple[int, ...], *, strict: bool, numbered: bool) -> None:
    truths = option_truths(found.options) is not None
    wanted = kind if kind != "single" or strict else None
    answer = read_answer(text, found.options, wanted)
    choice, doubt = answer.choice, answer.doubt
    if not text and right:
        choice = right
    if numbered and doubt == "answer is a number" and choice == _as_numbers(text):
        doubt = ""
    if kind == "truefalse" or (kind is None and truths):
        _set_truth(found, answer, choice)
    else:
        several = choice is not None and len(choice) > 1
        found.kind = "multiple" if kind == "multiple" or (several and not strict) else "single"
        found.answer = choice
        if choice is None and not found.options and answer.truth is not None:
            found.kind, found.answer = "truefalse", answer.truth
    _explain(found, answer)
    _note(found, doubt if text else "")
    if "" in found.options:
        _note(found, "an option is empty")


def _as_numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(number) - 1 for number in re.findall(r"\d{1,2}", text[:100])))


def _set_truth(found: Found, answer: Answer, choice: tuple[int, ...] | None) -> None:
    found.kind = "truefalse"
    truths = [read_truth(option) for option in found.options]
    found.answer = answer.truth
    if answer.truth is None and choice is not None and len(choice) == 1 and choice[0] < len(truths):
        found.answer = truths[choice[0]]
    if None not in truths:
        found.options = []
    elif found.options:
        _note(found, "true or false, but with other options")


def _write(found: Found, kind: FoundKind | None, text: str) -> None:
    """A question that is answered in words; without a kind the blanks and the answer say which."""
    blanks = _blanks(found.stem)
    answer = read_answer(text)
    if kind is None and not found.options and answer.truth is not None:
        found.kind, found.answer = "truefalse", answer.truth
    elif kind is None and answer.choice is not None and text:
        found.kind, found.answer = ("multiple" if len(answer.choice) > 1 else "single"), answer.choice
        _explain(found, answer)
        if len(found.options) < 2:
            _note(found, "no options found")
    elif kind == "cloze" or (kind is None and blanks and text):
        _fill(found, text)
    else:
        found.kind = kind or "short"
        if len(found.options) > 1 and text and (named := read_answer(text, found.options)).choice is not None:
            found.kind, found.answer = ("multiple" if len(named.choice) > 1 else "single"), named.choice
            _note(found, "options in a question that is answered in words")
        else:
            found.answer = text or None
            _note(found, "" if text else "no answer found")
        return
    _note(found, "")


def _blanks(stem: str) -> int:
    return len(_UNDERSCORES.findall(stem)) or len(_BRACKETS.findall(stem))


def _fill(found: Found, text: str) -> None:
    found.kind = "cloze"
    stem = found.stem.replace("＿", "_").replace("﹍", "_")
    pattern = _UNDERSCORES if _UNDERSCORES.search(stem) else _BRACKETS
    found.stem, blanks = pattern.subn("____", stem)
    parts = split_blanks(text, blanks) if text else [option for option in found.options if option]
    if parts and not text:
        found.options = []
    found.answer = parts or None
    if parts and blanks != len(parts):
        _note(found, f"{blanks} blanks, but {len(parts)} answers" if blanks else "no blank in the stem")


def _explain(found: Found, answer: Answer) -> None:
    """What follows the answer's letter explains it, unless it repeats the option."""
    if found.explanation or len(answer.rest) < _SHORTEST_EXPLANATION:
        return
    named = match_options(answer.rest, found.options)
    if named is None and not any(option and answer.rest.startswith(option) for option in found.options):
        found.explanation = answer.rest


def _note(found: Found, doubt: str) -> None:
    """Adds why a person must look; without an answer, that too."""
    if doubt and doubt not in found.review:
        found.review.append(doubt)
    if found.answer is None and not doubt and "no answer found" not in found.review and not found.review:
        found.review.append("no answer found")
