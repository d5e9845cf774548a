"""Which column of a table holds what, by its header row."""

from __future__ import annotations

from dataclasses import dataclass, field

from deckpress.readers.documents.recognise.table_grid import Row
from deckpress.readers.documents.recognise.table_words import Column, ColumnRole, column_of

__all__ = ["MOST_COLUMNS", "Layout", "layout_of", "settled", "with_second_header"]

MOST_COLUMNS = 250
"""Of a table of questions; wider rows are something else."""
_MOST_OPTIONS = 16
_LONGEST_NAME = 40
"""Characters of a field's name in a header most of whose fields are unknown."""


@dataclass(slots=True)
class Layout:
    """What each known column holds. ``review`` is what to say of every question: how sure the layout is.

    ``options`` are the columns of options in the options' order; ``numbered``: answers may name them by numbers. ``parts`` are the
    layouts of questions that stand side by side in one row (题目 | 答案 | 题目 | 答案), none for one question a row.
    """

    columns: dict[int, Column]
    review: str = ""
    parts: tuple[Layout, ...] = ()
    by_role: dict[ColumnRole, list[int]] = field(init=False)
    options: list[int] = field(init=False)
    numbered: bool = field(init=False)

    def __post_init__(self) -> None:
        self.by_role = {}
        for place, column in sorted(self.columns.items()):
            self.by_role.setdefault(column.role, []).append(place)
        self.options = sorted(self.by_role.get("option", []), key=lambda place: self.columns[place].which)
        self.numbered = any(self.columns[place].numbered for place in self.options)

    def places(self, role: ColumnRole) -> list[int]:
        """The columns of a role, from left to right."""
        return self.by_role.get(role, [])


def layout_of(row: Row) -> Layout | None:
    """The layout that a header row states; None for a row that is no header of questions."""
    if not 2 <= len(row) <= MOST_COLUMNS or any(len(cell.text) > 120 for cell in row.values()):
        return None
    columns = {place: column for place, cell in row.items() if (column := column_of(cell.text)) is not None}
    if len(columns) * 2 < len(row) and not _is_wide_header(row, columns):
        return None
    columns |= _spanned(row, columns)
    bare_numbers = {place for place in columns if place in row and row[place].text.isdigit()}
    columns = settled(columns, bare_numbers)
    layout = Layout(columns, parts=_side_by_side(columns))
    options = layout.places("option")
    if not layout.places("stem"):
        return None
    answered = len(options) > 1 or any(layout.places(role) for role in ("answer", "options", "flag", "letter", "kind"))
    if not answered:
        return None
    return layout if len(set(options) - bare_numbers) > 1 or not bare_numbers or layout.places("answer") else None


def _is_wide_header(row: Row, columns: dict[int, Column]) -> bool:
    """Whether a row names a question's own fields among many others: short names, no two alike, stem and answer or options sure."""
    texts = [cell.text for cell in row.values()]
    roles = [column.role for column in columns.values() if not column.vague]
    named = "stem" in roles and ("answer" in roles or roles.count("option") > 1)
    return named and len(columns) > 2 and len(set(texts)) == len(texts) and max(map(len, texts)) <= _LONGEST_NAME


def _side_by_side(columns: dict[int, Column]) -> tuple[Layout, ...]:
    """The layouts of a header that says the same fields again and again, in one order."""
    known = sorted(columns.items())
    count = sum(column.role == "stem" for _, column in known)
    size, rest = divmod(len(known), max(count, 1))
    if count < 2 or rest or size < 2:
        return ()
    parts = [dict(known[start : start + size]) for start in range(0, len(known), size)]
    fields = [[(column.role, column.which) for column in part.values()] for part in parts]
    return tuple(map(Layout, parts)) if all(names == fields[0] for names in fields) else ()


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
    numbered = [place for place in options if columns[place].vague and columns[place].numbered and place not in bare_numbers]
    if 0 < len(numbered) <= len(options) - 2 and "answer" not in roles:
        columns |= dict.fromkeys(numbered, Column("answer"))  # A | B | C | D | Answer 1 | Answer 2
        roles.add("answer")
    elif len(options) == 1 and "answer" not in roles and columns[options[0]].vague and options[0] not in bare_numbers:
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
    if not options and not roles & {"answer", "options", "flag", "letter", "kind", "wrong"}:
        columns |= _meanings(columns)
    for place, column in list(columns.items()):
        if column.vague and column.role in {"stem", "answer"}:
            del columns[place]
        elif column.role == "flag" and column.which < 0 and place - 1 in columns and columns[place - 1].role == "option":
            columns[place] = Column("flag", columns[place - 1].which)
    return columns


def _meanings(columns: dict[int, Column]) -> dict[int, Column]:
    """The columns of a word and of what it means, in a table without answers: the one explanation is the answer."""
    explained = [place for place, column in columns.items() if column.role == "explanation"]
    if len(explained) != 1:
        return {}
    stem = _first_vague(columns, "stem") if all(c.role != "stem" or c.vague for c in columns.values()) else None
    return {explained[0]: Column("answer")} | ({stem: Column("stem")} if stem is not None else {})


def _first_vague(columns: dict[int, Column], role: ColumnRole) -> int | None:
    return next((place for place, column in columns.items() if column.role == role and column.vague), None)
