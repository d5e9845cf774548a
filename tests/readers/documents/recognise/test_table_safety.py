"""Tables that nobody meant to be read: every line is accounted for, in bounded time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckpress.readers.documents.blocks import Cell, Line
from deckpress.readers.documents.recognise.grids import read_grids
from deckpress.readers.documents.recognise.tables import read_table

HEADER = ("题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析")


def lines_of(rows: Sequence[Sequence[str]]) -> list[Line]:
    return [
        Line(text=text, number=number + 1, cell=Cell(0, number, column))
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
        for text in cell.split("\n")
    ]


CELLS = st.sampled_from(
    ["", " ", "题干", "答案", "选项A", "B", "A", "对", "____", "A.甲\nB.乙", "第一章", "1", "\0", "\ud800", "is correct", "x" * 200]
)


@given(st.lists(st.lists(CELLS | st.text(max_size=8), max_size=6), max_size=8))
def test_every_line_of_any_table_is_in_one_piece(rows: list[list[str]]) -> None:
    lines = lines_of(rows)
    reading = read_table(lines, 0)
    if reading is None:
        return
    covered: dict[int, list[tuple[int, int]]] = {}
    for piece in reading.pieces:
        covered.setdefault(piece.line, []).append((piece.start, piece.end))
        assert -1 <= piece.question < len(reading.questions)
    assert list(covered) == [index for index, line in enumerate(lines) if line.text.strip()]
    for index, stretches in covered.items():
        assert stretches[0][0] == 0
        assert stretches[-1][1] == len(lines[index].text)
        assert all(before[1] == after[0] for before, after in pairwise(stretches))


@pytest.mark.parametrize("unit", ["(", "1.", "A.", "A", " ", "__", "（ ", "|", "'", "*", "…"])
def test_a_megabyte_in_a_cell_takes_no_time(unit: str) -> None:
    text = unit * (500_000 // len(unit)) + "。"
    started = time.process_time()
    read_table(lines_of([("题干", "选项", "答案", "解析"), (text, text, text, text)]), 0)
    read_table(lines_of([HEADER, ("填空题", text, text, text, text, text, text, text)]), 0)
    read_table(lines_of([(text, text)] * 3), 0)
    assert time.process_time() - started < 10


def test_many_rows_take_linear_time() -> None:
    rows = [HEADER, *(("单选题", f"第{number}种茶是（ ）。", "发酵茶", f"茶{number}", "花茶", "", "B", "") for number in range(2_000))]
    started = time.process_time()
    reading = read_table(lines_of(rows), 0)
    assert reading is not None
    assert len(reading.questions) == 2_000
    assert time.process_time() - started < 3


def test_a_cell_of_many_lines_takes_linear_time() -> None:
    started = time.process_time()
    assert read_table(lines_of([("题干", "答案"), ("怎样泡茶？", "先烧水\n" * 50_000)]), 0) is not None
    assert time.process_time() - started < 5


@pytest.mark.parametrize("unit", ["[", '["', "{", '{"a":', "(1)A", "1.A ", "\\u0041'", "\t", "|", "A\t", "题\t"])
def test_hostile_cells_and_lines_take_no_time(unit: str) -> None:
    text = unit * (500_000 // len(unit))
    started = time.process_time()
    cells = [("题型", "题干", "选项", "答案"), ("1", "[" + text + "]", "[" + text + "]", "[" + text + "]"), ("1", "(1)茶", "", text)]
    read_grids(lines_of(cells))
    read_grids(lines_of([("题号", "答案"), ("1", text), ("2", text)]))
    read_grids([Line(text=text, number=number) for number in range(6)])
    assert time.process_time() - started < 10


def test_lines_without_tables_cost_a_look() -> None:
    lines = [Line(text=f"{number}. 这是一行普通的文字，没有表格。", number=number) for number in range(100_000)]
    started = time.process_time()
    assert not read_grids(lines).taken
    assert time.process_time() - started < 0.5


def test_many_small_tables_take_linear_time() -> None:
    lines = [
        Line(text=text, number=row, cell=Cell(table, row, column))
        for table in range(1_000)
        for row, texts in enumerate((("题号", "1", "2"), ("答案", "A", "B")))
        for column, text in enumerate(texts)
    ]
    started = time.process_time()
    assert len(read_grids(lines).entries) == 2_000
    assert time.process_time() - started < 2


CODES = st.sampled_from(
    ["MC", "TF", "NewQuestion", "Option", "题号", "答案", "1", "A", "(1)茶", "(1)A(2)B", "correct", "题目", "\ud800", '["a"]']
)


@given(st.lists(st.lists(CODES | CELLS, max_size=6), max_size=8), st.sampled_from(["\t", "|"]))
def test_pieces_of_any_table_do_not_overlap(rows: list[list[str]], separator: str) -> None:
    for lines in (lines_of(rows), [Line(text=separator.join(row), number=number) for number, row in enumerate(rows)]):
        grids = read_grids(lines)
        ends: dict[int, int] = {}
        for line, start, end, _, question in sorted(grids.pieces):
            assert ends.get(line, 0) <= start < end <= len(lines[line].text)
            assert -1 <= question < len(grids.questions)
            ends[line] = end
        assert {line for line, *_ in grids.pieces} == {line for line in grids.taken if lines[line].text.strip()}
