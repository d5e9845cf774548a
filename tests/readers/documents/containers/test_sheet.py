"""Excel workbooks: what each cell shows, how it is styled, what is said of it; hostile files."""

from __future__ import annotations

import pytest
from tests.readers.documents.containers.xlsx_files import cells, package, rows, xlsx

from deckpress.readers.documents.blocks import Cell, Document
from deckpress.readers.documents.containers.sheet import read_xlsx
from deckpress.readers.documents.limits import DocumentError

STRICT = ("http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships")


def one(xml: str, **parts: object) -> Document:
    return read_xlsx(xlsx({"Sheet1": xml}, **parts), "bank.xlsx")  # type: ignore[arg-type] # the maker's own names


def shown(xml: str, **parts: object) -> list[str]:
    return [line.text for line in one(xml, **parts).lines]


def data(row: str) -> str:
    return f"<sheetData><row>{row}</row></sheetData>"


def test_a_cell_is_a_line_with_its_place() -> None:
    document = one(rows(["题干", "答案"], [], ["茶壶放在哪里？", "", "桌上"]))
    assert [(line.text, line.number, line.cell) for line in document.lines] == [
        ("题干", 1, Cell(0, 0, 0)), ("答案", 1, Cell(0, 0, 1)), ("茶壶放在哪里？", 3, Cell(0, 2, 0)), ("桌上", 3, Cell(0, 2, 2)),
    ]  # fmt: skip
    assert (document.format, document.unit, document.diagnostics) == ("xlsx", "row", [])


def test_addresses_place_cells() -> None:
    xml = '<sheetData><row r="7"><c r="C7"><v>1</v></c><c><v>2</v></c><c r="AA7"><v>3</v></c></row><row><c><v>4</v></c></row></sheetData>'
    assert [line.cell for line in one(xml).lines] == [Cell(0, 6, 2), Cell(0, 6, 3), Cell(0, 6, 26), Cell(0, 7, 0)]


def test_line_feeds_in_a_cell_are_lines_of_it() -> None:
    document = one(rows(["A．碗\nB．筷子\r\n\nC．勺"]))
    assert [(line.text, line.number, line.cell) for line in document.lines] == [
        (text, 1, Cell(0, 0, 0)) for text in ("A．碗", "B．筷子", "", "C．勺")
    ]


@pytest.mark.parametrize(
    ("format_", "stored", "text"),
    [
        ("General", "1", "1"), ("General", "1.0", "1"), ("General", "0.10000000000000001", "0.1"), ("General", "1e3", "1000"),
        ("General", "not", "not"), ("General", "1e999", "1e999"), ("0", "3.0000000001", "3"), ("000", "7", "007"), ("0.00", "2.5", "2.50"),
        ("0%", "0.5", "50%"), ("yyyy-mm-dd", "45413", "2024-05-01"), ('m"月"d"日"', "45413", "2024-05-01"),
        ("m/d/yy h:mm", "45413.5", "2024-05-01 12:00"), ("General", "1_000", "1_000"),
        ("[$-804]yyyy/m/d;@", "45413", "2024-05-01"), ("h:mm", "0.75", "18:00"), ("[h]:mm", "1.25", "30:00"), ("yyyy", "1e300", "1e+300"),
        ('"题"0', "4", "4"), ("@", "12", "12"), ("#,##0", "1200", "1200"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_shown(format_: str, stored: str, text: str) -> None:
    code = format_.replace('"', "&quot;")
    styles = f'<numFmts><numFmt numFmtId="170" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs>'
    assert shown(data(f'<c s="0"><v>{stored}</v></c>'), styles=styles) == [text]


def test_dates_of_the_mac() -> None:
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    assert shown(data('<c s="0"><v>43951</v></c>'), styles=styles, properties='<workbookPr date1904="1"/>') == ["2024-05-01"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c t="b"><v>1</v></c>', "TRUE"), ('<c t="b"><v>0</v></c>', "FALSE"), ('<c t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c t="str"><f>A1&amp;"x"</f><v>tea x</v></c>', "tea x"), ('<c><f>1+1</f><v>2</v></c>', "2"), ('<c t="s"><v>0</v></c>', "cup"),
        ('<c t="s"><v>1</v></c>', "漢字"), ('<c t="str"><v>a_x000D_b_x005F_</v></c>', "a"),
    ],
)  # fmt: skip
def test_kinds_of_cells(cell: str, text: str) -> None:
    assert shown(data(cell), shared=["<t>cup</t>", "<r><t>漢</t></r><rPh><t>かん</t></rPh><r><t>字</t></r>"])[0] == text


@pytest.mark.parametrize("cell", ['<c t="s"><v>9</v></c>', '<c t="s"><v>-1</v></c>', '<c s="99"/>', "<c><v/></c>", cells(" ", "\u3000")])
def test_cells_of_nothing(cell: str) -> None:
    assert shown(data(cell + cells("last"))) == ["last"]


def test_styles_of_cells_and_of_stretches() -> None:
    styles = """<fonts><font/><font><b/><color rgb="FFFF0000"/></font><font><b val="0"/><color rgb="FF101010"/></font>
        <font><color theme="1"/></font></fonts>
        <fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill></fills>
        <cellXfs><xf/><xf fontId="1"/><xf fontId="2" fillId="1"/><xf fontId="3"/></cellXfs>"""
    shared = ["<t>one\ntwo</t>", '<r><t>tea </t></r><r><rPr><color indexed="10"/><u/></rPr><t>or milk</t></r>']
    xml = data("".join(f'<c t="s" s="{style}"><v>{text}</v></c>' for style, text in ((1, 0), (2, 0), (3, 0), (0, 1))))
    found = [(line.text, [tuple(mark) for mark in line.marks]) for line in one(xml, styles=styles, shared=shared).lines]
    red, yellow = [(0, 3, "bold", ""), (0, 3, "colour", "FF0000")], [(0, 3, "highlight", "FFFF00")]
    assert found == [
        ("one", red), ("two", red), ("one", yellow), ("two", yellow), ("one", []), ("two", []),
        ("tea or milk", [(4, 11, "colour", "FF0000"), (4, 11, "underline", "")]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "headings"),
    [
        ({"Sheet1": rows(["a"])}, []),
        ({"工作表1": rows(["a"]), "Sheet2": "<sheetData/>"}, []),
        ({"厨房": rows(["a"])}, ["厨房"]),
        ({"Sheet1": rows(["a"]), "Sheet2": rows(["b"])}, ["Sheet1", "Sheet2"]),
    ],
)
def test_names_of_sheets_are_headings(sheets: dict[str, str], headings: list[str]) -> None:
    lines = read_xlsx(xlsx(sheets), "bank.xlsx").lines
    assert [line.text for line in lines if line.role == "heading"] == headings
    assert all(line.level == 1 for line in lines if line.role == "heading")
    assert [line.cell.table for line in lines if line.cell] == list(range(len(lines) - len(headings)))


def test_hidden_cells_are_read_and_reported() -> None:
    xml = '<cols><col min="2" max="3" hidden="1"/></cols>'
    xml += '<sheetData><row hidden="1"><c><v>1</v></c></row><row><c/><c><v>2</v></c></row></sheetData>'
    document = read_xlsx(xlsx({"a": xml, "b": rows(["3"])}, states={"b": "hidden"}), "bank.xlsx")
    assert [line.text for line in document.lines if line.cell] == ["1", "2", "3"]
    assert [d.message for d in document.diagnostics] == [
        "sheet 'a': hidden rows were read too: 1", "sheet 'a': hidden columns were read too: B", "the sheet 'b' is hidden; it was read too",
    ]  # fmt: skip


def test_what_is_lost_is_reported() -> None:
    relation = '<Relationship Id="d" Type="http://schemas.openxmlformats.org/x/drawing" Target="../drawings/d.xml"/>'
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="x">{relation}</Relationships>',
        "xl/drawings/d.xml": "<d><a><from><col>0</col><row>4</row></from><pic/></a><a><from><row>6</row></from></a></d>",
    }
    document = one(data("<c><f>1+1</f></c><c><v>2</v></c>"), more=more)
    assert [(d.severity, d.message) for d in document.diagnostics] == [
        ("warning", "sheet 'Sheet1': formulas without a stored value, row 1"),
        ("warning", "sheet 'Sheet1': pictures in row 5 were not read"),
    ]


def test_strict_files() -> None:
    assert shown(data(cells("tea")), main=STRICT[0], relations=STRICT[1]) == ["tea"]


def test_a_claim_of_many_empty_cells_costs_nothing() -> None:
    xml = '<dimension ref="A1:XFD1048576"/><cols><col min="1" max="999999999" hidden="1"/></cols>'
    xml += '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert [(line.text, line.number) for line in one(xml).lines] == [("1", 1_048_576)]


@pytest.mark.parametrize("text", ["(((((", "1.1.1.1.", "AAAA", "_x00", "   .", "a\n"])
def test_long_texts_take_no_long_time(text: str) -> None:
    assert one(rows([text * (1_000_000 // len(text))])).lines


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"PK\x03\x04 and no more", "damaged"),
        (b"not a zip", "no Excel file"),
        (xlsx({"Sheet1": "<sheetData/>"}), "no cell"),
        (xlsx({"Sheet1": rows(["a"])})[:-40], "damaged"),
        (xlsx({"Sheet1": "<sheetData><row>"}), "proper XML"),
        (xlsx({"Sheet1": '<sheetData><row r="9999999"><c><v>1</v></c></row></sheetData>'}), "beyond 1,048,576"),
        (xlsx({"Sheet1": '<sheetData><row><c r="ZZZZ1"><v>1</v></c></row></sheetData>'}), "too far right"),
        (package({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'}), "DOCTYPE"),
        (package({"other.xml": "<a/>"}), "missing"),
        (package({"xl/workbook.xml": b" " * 30_000_000}), "unpacks to far more"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 999, "old Excel format"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_cannot_be_read_is_refused(file: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as refusal:
        read_xlsx(file, "bank.xlsx")
    assert str(refusal.value).startswith("bank.xlsx: ")
    assert "\n  " in str(refusal.value)
