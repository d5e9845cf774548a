"""Delimited text: which delimiter, which cells, which rows."""

from __future__ import annotations

import pytest

from deckpress.readers.documents.blocks import Cell, Document
from deckpress.readers.documents.containers.csv_file import is_table, read_csv

HEADER = ["题干", "选项A", "选项B", "答案"]


def read(text: str, name: str = "bank.csv") -> Document:
    return read_csv(text.encode(), name)


def table(text: str, name: str = "bank.csv") -> list[list[str]]:
    """The rows that have cells; the lines of a cell joined by ``|``."""
    rows: dict[int, dict[int, str]] = {}
    for line in read(text, name).lines:
        if line.cell:
            row = rows.setdefault(line.cell.row, {})
            row[line.cell.column] = f"{row[line.cell.column]}|{line.text}" if line.cell.column in row else line.text
    return [list(row.values()) for row in rows.values()]


def test_a_cell_is_a_line_with_its_place() -> None:
    document = read('题干,答案\n\n"茶壶,\n还是锅？",锅\n')
    assert [(line.text, line.number, line.cell) for line in document.lines] == [
        ("题干", 1, Cell(0, 0, 0)), ("答案", 1, Cell(0, 0, 1)),
        ("茶壶,", 3, Cell(0, 2, 0)), ("还是锅？", 3, Cell(0, 2, 0)), ("锅", 3, Cell(0, 2, 1)),
    ]  # fmt: skip
    assert (document.format, document.unit, document.encoding) == ("csv", "row", "UTF-8")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_the_delimiter_is_found(delimiter: str, quote: str) -> None:
    rows = [HEADER, ["洗碗、擦桌、扫地", "是", "否", "A"], ["Tea. Or milk", "yes", "no", "B"]]
    assert table("\r\n".join(delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in rows)) == rows


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("题目\t选项\t答案\n杯,盘,碗,哪个大？\tA;B\tA\n锅,铲,勺,哪个重？\tA;B\tB", ["题目", "选项", "答案"]),
        ('question,options,answer\n"a;b;c;d",A;B;C;D,A\nx,A;B;C;D,B\n', ["question", "options", "answer"]),
        ("question;answer\nTea, milk, or water?;Tea\nSalt, or sugar?;Salt\nWhich?;Both", ["question", "answer"]),
        ("one column\nand no more", ["one column"]),
    ],
)
def test_delimiters_inside_of_cells(text: str, first: list[str]) -> None:
    assert table(text)[0] == first


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a,"b ""c"" d",e', [["a", 'b "c" d', "e"]]),
        ('"三个"的用法,A\nx,B', [['"三个"的用法', "A"], ["x", "B"]]),
        ('5" nails,A\nx,B', [['5" nails', "A"], ["x", "B"]]),
        ('"never closed,A\nx,B', [['"never closed', "A"], ["x", "B"]]),
        ('a,"",b\nx,y,z', [["a", "b"], ["x", "y", "z"]]),
        ('a,"b\n\nc",d', [["a", "b||c", "d"]]),
        ('a,"b"', [["a", "b"]]),
        ("a,b,\nc", [["a", "b"], ["c"]]),
        ("a,b\n,,,,\nc,d,e,f", [["a", "b"], ["c", "d", "e", "f"]]),
        ("a\ufeff,b\u200b", [["a", "b"]]),
    ],
)
def test_quotes_and_ragged_rows(text: str, rows: list[list[str]]) -> None:
    assert table(text) == rows


def test_a_quote_that_is_never_closed_is_reported() -> None:
    document = read('a,b\n"c,d\ne,f\n' + "g,h\n" * 2000 + 'i",j')
    assert [(d.code, d.line) for d in document.diagnostics] == [("unclosed-quote", 2)]
    assert len({line.number for line in document.lines}) == 2004


def test_what_excel_writes_first() -> None:
    document = read("sep=;\na,b;c\n")
    assert [(line.text, line.number, line.left_out) for line in document.lines] == [("sep=;", 1, "furniture"), ("a,b", 2, ""), ("c", 2, "")]


def test_an_export_of_anki() -> None:
    text = "#separator:tab\n#html:true\n#columns:Front\tBack\n#tags column:3\nTea &lt; <b>milk</b>?<br>Or not\tMilk\tfood\n"
    document = read(text, "deck.txt")
    assert table(text) == [["Front", "Back"], ["Tea < milk?|Or not", "Milk", "food"]]
    assert [line.cell for line in document.lines if line.cell and line.cell.header] == [Cell(0, 0, 0, True), Cell(0, 0, 1, True)]
    assert {line.number for line in document.lines if line.cell} == {3, 5}


def test_html_stays_where_it_is_text() -> None:
    assert table("question,answer\nWhat is <b>?,&amp;\nx,y")[1] == ["What is <b>?", "&amp;"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding: str) -> None:
    text = "题干,选项,答案\n早饭以前应当先做哪一件事情？,洗手和刷牙,正确\n" * 20
    document = read_csv(text.encode(encoding), "bank.csv")
    assert [line.text for line in document.lines[:3]] == ["题干", "选项", "答案"]


@pytest.mark.parametrize(
    ("text", "table_"),
    [
        ("题干,选项A,答案\na,b,c\nd,e,f\n", True),
        ("#separator:tab\na\tb\n", True),
        ("Question\tAnswer\nHow?\tSo\nWhy?\tNo\n", True),
        ("题干,答案\na,b\n", False),
        ("1. Tea, or milk?\nA. Tea, hot\nB. Milk, cold\nAnswer: A, surely\n", False),
        ("题目一，茶还是奶\n答案：茶\n解析：略\n", False),
        ("", False),
    ],
)
def test_a_table_of_unknown_kind(text: str, table_: bool) -> None:
    assert is_table(text) is table_


@pytest.mark.parametrize("text", ["(((((", '"', '"""', '",', '"",', "1.1.1.1.", "AAAA", "   .", ",", '"\n', "a,\n", "<", "&#", "a\0"])
def test_long_texts_take_no_long_time(text: str) -> None:
    for head in ("", "#separator:comma\n#html:true\n"):
        read(head + "a" + text * (200_000 // len(text)))
