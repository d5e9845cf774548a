"""Word files as a reader sees them: text, numbers, marks, tables, pictures, and what must not come through."""

from __future__ import annotations

from typing import Any

import pytest
from tests.readers.documents.containers.docx_files import (
    PNG,
    docx,
    level,
    numbering,
    numbers,
    p,
    part,
    r,
    style,
    styles,
    table,
)

from deckpress.readers.documents.blocks import Cell, Document, Line
from deckpress.readers.documents.containers.docx import read_docx


def read(*body: str, **options: Any) -> Document:
    return read_docx(docx(*body, **options), "bank.docx")


def texts(*body: str, **options: Any) -> list[str]:
    return [line.text for line in read(*body, **options).lines]


def marked(line: Line) -> list[tuple[str, str]]:
    """The marked stretches: their text, and the style with its value."""
    return [(line.text[mark.start : mark.end], mark.style + (f" {mark.value}" if mark.value else "")) for mark in line.marks]


def field(instruction: str, result: str = "", form: str = "") -> str:
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def drawn(xml: str) -> str:
    return f"<w:r><w:drawing>{xml}</w:drawing></w:r>"


def box(text: str) -> str:
    return f"<w:txbxContent>{p(text)}</w:txbxContent>"


def picture(relation: str, key: str = "r:embed") -> str:
    return drawn(f'<a:graphic><a:blip {key}="{relation}"/></a:graphic>')


def either(choice: str, fallback: str) -> str:
    return f"<mc:AlternateContent><mc:Choice>{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"


CHECK_BOX = (
    '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"
)

PARAGRAPHS: dict[str, tuple[str, list[str]]] = {
    "runs": (p(r("春天"), r("来了")), ["春天来了"]),
    "spaces": (p(r("  A. tea "), r("B. milk")), ["  A. tea B. milk"]),
    "line feed in the XML": (p("<w:r><w:t>one\n      two</w:t></w:r>"), ["one two"]),
    "tab": (p("<w:r><w:t>A</w:t><w:tab/><w:t>B</w:t></w:r>"), ["A\tB"]),
    "breaks": (p("<w:r><w:t>A</w:t><w:br/><w:t>B</w:t><w:cr/><w:t>C</w:t></w:r>"), ["A", "B", "C"]),
    "hyphens": (p("<w:r><w:t>x</w:t><w:noBreakHyphen/><w:t>y</w:t><w:softHyphen/><w:t>z</w:t></w:r>"), ["x-yz"]),
    "ticks": (p(*(f'<w:r><w:sym w:font="Wingdings" w:char="{c}"/></w:r>' for c in ("F0FC", "F0FE", "F0FB", "F0A8", "00FE"))), ["✓☑✗☐☑"]),
    "ticks of Wingdings 2": (p(*(f'<w:r><w:sym w:font="Wingdings 2" w:char="{c}"/></w:r>' for c in ("F050", "F052", "F0A3"))), ["✓☑☐"]),
    "Greek of Symbol": (p('<w:r><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'), ["α≥"]),
    "no such sign": (p('<w:r><w:sym w:font="Wingdings" w:char="D800"/><w:sym w:char="x"/></w:r>'), ["\ufffd\ufffd"]),
    "letters in Wingdings": (p('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>þü</w:t></w:r>'), ["☑✓"]),
    "private signs": (p(r("\uf0fe 对 \uf0a8 错")), ["☑ 对 ☐ 错"]),
    "link": (p(r("见 "), f"<w:hyperlink>{r('说明')}</w:hyperlink>"), ["见 说明"]),
    "smart tag": (p(f"<w:smartTag><w:smartTagPr/>{r('北京')}</w:smartTag>"), ["北京"]),
    "content control": (p(f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{r('七')}</w:sdtContent></w:sdt>"), ["七"]),
    "check boxes": (p(CHECK_BOX.format(1), r(" 是 "), CHECK_BOX.format(0), r(" 否")), ["☑ 是 ☐ 否"]),
    "field": (p(field(' HYPERLINK "http://example.org" ', "水果")), ["水果"]),
    "field in a field": (p(field(f" IF {field('PAGE', '9')} ", "yes")), ["yes"]),
    "simple field": (p(f'<w:fldSimple w:instr="DATE">{r("today")}</w:fldSimple>'), ["today"]),
    "circled number": (p(field(r" eq \o\ac(○,3) "), r("猫")), ["③猫"]),
    "circled letter": (p(field(r"EQ \o \ac(○,B)")), ["Ⓑ"]),
    "fraction": (p(r("x="), field(r"EQ \f(1,2)")), ["x=1/2"]),
    "form check box": (p(field("FORMCHECKBOX", form='<w:ffData><w:checkBox><w:checked w:val="1"/></w:checkBox></w:ffData>')), ["☑"]),
    "symbol field": (p(field(r'SYMBOL 254 \f "Wingdings" \s 12')), ["☑"]),
    "broken field": (p(r("a"), '<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p("b"), ["a", "b"]),
    "choice": (p(f"<w:r>{either('<w:t>new</w:t>', '<w:t>old</w:t>')}</w:r>"), ["new"]),
    "empty choice": (p(f"<w:r>{either('<w:other/>', '<w:t>old</w:t>')}</w:r>"), ["old"]),
    "text box": (p(r("stem"), drawn(box("boxed"))) + p("next"), ["stem", "boxed", "next"]),
    "text box once": (p(either(drawn(box("here")), drawn(box("here")))), ["", "here"]),
    "word art": (p('<w:r><w:pict><v:shape><v:textpath string="期末 考试"/></v:shape></w:pict></w:r>'), ["", "期末 考试", ""]),
    "ruby": (
        p(f"<w:r><w:ruby><w:rt>{r('hàn')}</w:rt><w:rubyBase>{r('汉')}</w:rubyBase></w:ruby></w:r>", r("字")),
        ["汉字"],
    ),
    "deleted and inserted": (
        p(r("红"), "<w:del><w:r><w:delText>黄</w:delText></w:r></w:del>", f"<w:ins>{r('绿')}</w:ins>"),
        ["红绿"],
    ),
    "moved": (p(f"<w:moveFrom>{r('x')}</w:moveFrom>", f"<w:moveTo>{r('y')}</w:moveTo>"), ["y"]),
    "deleted paragraph mark": (p(r("前"), xml="<w:rPr><w:del/></w:rPr>") + p("后") + p("完"), ["前后", "完"]),
    "deleted mark at the end": (p(r("前"), xml="<w:rPr><w:del/></w:rPr>"), ["前"]),
    "comment": (p(r("a"), "<w:r><w:commentReference w:id='0'/></w:r>", r("b")), ["ab"]),
    "blank lines": (p("一") + p() + p("二"), ["一", "", "二"]),
    "blocks in a control": (f"<w:sdt><w:sdtContent>{p('inside')}{table('a|b')}</w:sdtContent></w:sdt>", ["inside", "a", "b"]),
    "choice of blocks": (either(p("new"), p("old")), ["new"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_text_is_what_a_reader_sees(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>", "(a+b)/2"),
        ("<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>", "x^2"),
        ("<m:sSub><m:e><m:r><m:t>H</m:t></m:r></m:e><m:sub><m:r><m:t>n+1</m:t></m:r></m:sub></m:sSub>", "H_(n+1)"),
        ("<m:rad><m:deg/><m:e><m:r><m:t>x+1</m:t></m:r></m:e></m:rad>", "√(x+1)"),
        ('<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e><m:r><m:t>0</m:t></m:r></m:e></m:d>', "[0]"),
        (
            (
            '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub><m:r><m:t>i=1</m:t></m:r></m:sub>'
            "<m:sup><m:r><m:t>n</m:t></m:r></m:sup><m:e><m:r><m:t>i</m:t></m:r></m:e></m:nary>"
            ),
            "∑_(i=1)^n i",
        ),
        ("<m:func><m:fName><m:r><m:t>sin</m:t></m:r></m:fName><m:e><m:r><m:t>x</m:t></m:r></m:e></m:func>", "sin x"),
        ("<m:m><m:mr><m:e><m:r><m:t>1</m:t></m:r></m:e><m:e><m:r><m:t>2</m:t></m:r></m:e></m:mr></m:m>", "[1, 2]"),
    ],
)  # fmt: skip
def test_formulas_are_written_in_a_line(xml: str, text: str) -> None:
    assert texts(p(r("y="), f"<m:oMath>{xml}</m:oMath>"), p(f"<m:oMathPara><m:oMath>{xml}</m:oMath></m:oMathPara>")) == [f"y={text}", text]


def test_a_table_is_read_by_cells() -> None:
    lines = read(p("前"), table("题目|答案", "一年有几季/请选|四"), p("后")).lines
    assert [(line.number, line.text, line.cell) for line in lines] == [
        (1, "前", None),
        (2, "题目", Cell(0, 0, 0)), (3, "答案", Cell(0, 0, 1)),
        (4, "一年有几季", Cell(0, 1, 0)), (5, "请选", Cell(0, 1, 0)), (6, "四", Cell(0, 1, 1)),
        (7, "后", None),
    ]  # fmt: skip


def test_merged_header_and_nested_cells() -> None:
    body = (
        f'<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("题")}</w:tc>'
        f"<w:tc>{p('答')}</w:tc></w:tr>"
        f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{p()}</w:tc><w:tc>{table('甲|乙')}{p()}</w:tc><w:tc>{p('C')}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('gone')}</w:tc></w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc><w:tcPr><w:shd w:fill="FFFF00"/></w:tcPr>{p("D")}</w:tc></w:tr></w:tbl>'
    )
    lines = read(body, table("E")).lines
    assert [(line.text, line.cell) for line in lines] == [
        ("题", Cell(0, 0, 0, header=True)), ("答", Cell(0, 0, 2, header=True)),
        ("甲", Cell(1, 0, 0)), ("乙", Cell(1, 0, 1)), ("C", Cell(0, 1, 2)), ("D", Cell(0, 2, 1)), ("E", Cell(2, 0, 0)),
    ]  # fmt: skip
    assert marked(lines[5]) == [("D", "highlight FFFF00")]


def test_hidden_text_has_its_own_line() -> None:
    lines = read(p(r("首都是？"), r("北京", "vanish")), p(r("all", "vanish"))).lines
    assert [(line.text, line.role, line.number) for line in lines] == [("首都是？", "text", 1), ("北京", "hidden", 1), ("all", "hidden", 2)]


def test_pages() -> None:
    page = '<w:r><w:br w:type="page"/></w:r>'
    drawn = "<w:r><w:lastRenderedPageBreak/><w:t>{}</w:t></w:r>"
    lines = read(p("a"), p(drawn.format("b")), p(r("c"), page), p(drawn.format("d")), p("e", properties="pageBreakBefore")).lines
    assert [(line.text, line.page) for line in lines] == [("a", 1), ("b", 2), ("c", 2), ("", 3), ("d", 3), ("e", 4)]
    assert [line.page for line in read(p("a"), p("b")).lines] == [0, 0]


def test_pictures_stay_with_their_line() -> None:
    document = read(
        p(r("看图"), picture("i1")), p(picture("i1"), picture("i2")), p(picture("i3")), p(picture("i4")), p(picture("i5", "r:link")),
        parts={"media/a.png": PNG, "media/b.bin": b"\xff\xd8\xff\xe0", "media/c.emf": b"\1\0\0\0"},
        relations="i1=image:media/a.png i2=image:media/b.bin i3=image:media/c.emf i4=image:media/none.png i5=image:http://example.org/x.png",
    )  # fmt: skip
    assert [line.images for line in document.lines] == [("image1.png",), ("image1.png", "image2.jpg"), (), (), ()]
    assert dict(document.images) == {"image1.png": PNG, "image2.jpg": b"\xff\xd8\xff\xe0"}
    assert [finding.message for finding in document.diagnostics] == [
        "1 picture is of a kind that Anki does not show (emf): paragraph 3",
        "1 picture is missing from the file: paragraph 4",
        "1 picture is linked, not in the file, and nothing is fetched: paragraph 5",
    ]


def test_headers_footers_and_contents_are_furniture() -> None:
    document = read(
        p(field(r'TOC \o "1-3"', "第一章\t1")), p("一、选择题"), p("第二章\t2", properties="pStyle=t"),
        parts={
            "header1.xml": part("hdr", p("内部资料")), "header2.xml": part("hdr", p("内部资料")),
            "footer1.xml": part("ftr", p(r("第"), field("PAGE", "1"), r("页"))),
            "styles.xml": styles(style("t", "toc 1")),
        },
        relations="h1=header:header1.xml h2=header:header2.xml f=footer:footer1.xml",
    )  # fmt: skip
    assert [(line.text, line.left_out) for line in document.lines] == [
        ("内部资料", "furniture"), ("第1页", "furniture"), ("第一章\t1", "furniture"), ("一、选择题", ""), ("第二章\t2", "furniture"),
    ]  # fmt: skip


def test_notes_follow_at_the_end() -> None:
    notes = f'<w:footnote w:id="0" w:type="separator">{p("-")}</w:footnote><w:footnote w:id="2">{p(" 见第三章")}</w:footnote>'
    document = read(
        p(r("水的沸点"), '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        parts={"footnotes.xml": part("footnotes", notes)}, relations="f=footnotes:footnotes.xml"
    )  # fmt: skip
    assert [(line.text, line.label, line.number) for line in document.lines] == [("水的沸点[1]", "", 1), ("[1] 见第三章", "[1] ", 2)]


@pytest.mark.parametrize(
    ("title", "expected"), [("动物常识题库", "动物常识题库"), ("Word Document", ""), ("文档1", ""), ("", ""), ("x" * 300, "")]
)
def test_title(title: str, expected: str) -> None:
    core = f'<c:coreProperties xmlns:c="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></c:coreProperties>'
    assert read(p("x"), parts={"/docProps/core.xml": core}).title == expected


def test_the_strict_form_reads_the_same() -> None:
    options: dict[str, Any] = {
        "parts": {"numbering.xml": numbering({1: level(0, "upperLetter", "%1.")})},
        "relations": "n=numbering:numbering.xml",
    }
    body = p(r("茶", "b"), xml=numbers(1)), table("一|二")
    assert read(*body, strict=True, **options).lines == read(*body, **options).lines


def test_macros_are_not_read() -> None:
    document = read(p("x"), parts={"vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert [finding.code for finding in document.diagnostics] == ["macros-ignored"]


def test_embedded_files_are_said() -> None:
    document = read(p("x"), '<w:altChunk r:id="a"/>')
    assert [finding.code for finding in document.diagnostics] == ["embedded-part"]
