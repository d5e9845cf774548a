"""PDF: reading order, columns, furniture, running lines, styles; damaged and hostile files."""

from __future__ import annotations

import sys
import zlib
from pathlib import Path

import pytest
from tests.readers.documents.containers.pdf_files import At, content, objects, pdf, stream, text_pdf

from deckpress.errors import MissingLibrary
from deckpress.readers.documents.blocks import Document
from deckpress.readers.documents.containers import pdf_process
from deckpress.readers.documents.containers.pdf import laid_out, read_pdf
from deckpress.readers.documents.containers.pdf_characters import normalised
from deckpress.readers.documents.containers.pdf_process import extract_here
from deckpress.readers.documents.limits import DocumentError


def read(data: bytes) -> Document:
    """As `read_pdf`, without the time that another process takes to start."""
    return laid_out(extract_here(data, "quiz.pdf"), "quiz.pdf")


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines if not line.left_out and line.text]


def column(x: float, top: float, lines: list[str], step: float = 14) -> list[At]:
    return [At(x, top - step * index, line) for index, line in enumerate(lines)]


def test_reads_lines_in_order_whatever_the_order_of_drawing() -> None:
    document = read_pdf(text_pdf([At(72, 660, "B. Flour"), At(72, 700, "1. 做馒头要用什么？（ B ）"), At(72, 680, "A. Sand")]), "quiz.pdf")
    assert texts(document) == ["1. 做馒头要用什么？（ B ）", "A. Sand", "B. Flour"]
    assert [(line.number, line.page) for line in document.lines] == [(1, 1), (2, 1), (3, 1)]
    assert (document.format, document.unit, document.diagnostics) == ("pdf", "line", [])


def test_gaps_are_spaces() -> None:
    document = read(text_pdf([At(72, 700, "A."), At(84, 700, "Tea"), At(200, 700, "B. Milk")]))
    (line,) = texts(document)
    assert line.split() == ["A.", "Tea", "B.", "Milk"]
    assert "Tea  " in line


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"{number}. Where does the spoon number {number} go" for number in range(1, 11)]
    right = [f"{number}. Where does the fork number {number} go" for number in range(11, 21)]
    title = At(72, 780, "A title that goes across the whole page and both of its columns, and still goes on for a while")
    assert texts(read(text_pdf([title, *column(72, 740, left), *column(320, 740, right)]))) == [title.text, *left, *right]


def test_options_side_by_side_are_no_columns() -> None:
    page = []
    for index in range(8):
        page += [At(72, 760 - 60 * index, f"{index + 1}. Stem"), At(72, 740 - 60 * index, "A. one"), At(320, 740 - 60 * index, "B. two")]
        page += [At(72, 720 - 60 * index, "C. three"), At(320, 720 - 60 * index, "D. four")]
    assert [line.split() for line in texts(read(text_pdf(page)))][:3] == [
        ["1.", "Stem"],
        ["A.", "one", "B.", "two"],
        ["C.", "three", "D.", "four"],
    ]


@pytest.mark.parametrize("number", ["{}", "- {} -", "第{}页 共4页", "第 {} 页", "Page {} of 4", "{} / 4", "{} | Page"])
def test_headers_and_page_numbers_are_furniture(number: str) -> None:
    header = At(72, 810, "Kitchen quiz, 2nd term")
    pages = [
        [header, *column(72, 760, [f"{page}{at}. 第{page}{at}个问题 {'x' * at}" for at in range(9)]), At(290, 30, number.format(page))]
        for page in range(1, 5)
    ]
    document = read(text_pdf(*pages))
    left_out = [line.text for line in document.lines if line.left_out == "furniture"]
    assert left_out == [text for page in range(1, 5) for text in ("Kitchen quiz, 2nd term", number.format(page))]
    assert len(texts(document)) == 36


def test_what_repeats_in_a_quiz_with_a_question_a_page_is_no_furniture() -> None:
    below = [At(72, 90, "Think it over"), At(72, 40, "答案：B"), At(72, 20, "Tea quiz")]
    pages = [[*column(72, 800, [f"{page}. Is cup number {page} full", "A. Yes", "B. No"]), *below] for page in range(9)]
    assert {line.text for line in read(text_pdf(*pages)).lines if line.left_out} == {"Tea quiz"}


def test_lines_that_go_on_are_soft() -> None:
    long = "The kettle stands on the stove and whistles as soon as the water in it boils, which takes up to"
    lines = [long, "seven minutes.", "A. Yes", long, "eight minutes.", "B. No", long, "nine minutes."]
    document = read(text_pdf(column(72, 760, lines)))
    assert [line.soft for line in document.lines] == [True, False, False, True, False, False, True, False]


def test_a_chinese_line_goes_on_without_a_space() -> None:
    full, rest = "煮饺子时水开以后要加几次凉水才能让皮不破而馅又熟透，请从下面各个选项里选出最", "合适的一项（ ）"
    document = read(text_pdf(column(72, 760, [full, rest, "A．一次", "B．三次"] * 3)))
    assert [line.soft for line in document.lines][:4] == [True, False, False, False]


def test_white_space_between_paragraphs_is_a_blank_line() -> None:
    document = read(text_pdf([At(72, 700, "One"), At(72, 688, "two"), At(72, 640, "Three")]))
    assert [line.text for line in document.lines] == ["One", "two", "", "Three"]


def test_styles() -> None:
    page = [
        At(72, 700, "A. plain"),
        At(72, 680, "B. bold", font="B"),
        At(72, 660, "C. red", extra="1 0 0 rg"),
        At(72, 640, "D. dark", extra="0.1 g"),
    ]
    assert [[mark[2:] for mark in line.marks] for line in read(text_pdf(page)).lines] == [[], [("bold", "")], [("colour", "FF0000")], []]


def test_a_ruled_gap_is_a_blank() -> None:
    page = [At(72, 700, "Water boils at"), At(240, 700, "degrees."), At(72, 660, "Underlined answer")]
    document = read(text_pdf(page, drawing="150 699 m 230 699 l S 72 658 100 0.5 re f"))
    first, second = (line for line in document.lines if line.text)
    assert first.text == "Water boils at ____ degrees."
    assert [(mark.style, first.text[mark.start : mark.end]) for mark in first.marks] == [("underline", "____")]
    assert second.marks[0].style == "underline"


@pytest.mark.parametrize(("written", "read_as"), [("⼀⽤⽔⻚", "一用水页"), ("ﬁre", "fire"), ("２", "２")])
def test_characters(written: str, read_as: str) -> None:
    assert texts(read(text_pdf([At(72, 700, written)]))) == [read_as]


def test_ticks_of_symbol_fonts() -> None:
    assert [normalised(code) for code in (0xF0FC, 0xF0FE, 0xF0A8, 0, 2, 0xD800)] == ["✓", "☑", "☐", "", "-", ""]


def test_a_page_on_its_side_is_read_upright() -> None:
    turned = "0 1 -1 0 400 100 cm"
    page = [At(0, 0, "1. Which way is up?", extra=turned), At(0, -20, "A. This way", extra=turned)]
    assert texts(read(text_pdf(page, page_keys="/Rotate 90"))) == ["1. Which way is up?", "A. This way"]


def test_a_watermark_is_furniture() -> None:
    slanted = At(0, 0, "SAMPLE", size=60, extra="0.7 0.7 -0.7 0.7 100 300 cm 0.8 g")
    document = read(text_pdf([slanted, *column(72, 700, ["1. How long does bread bake?", "A. One hour", "B. One day"])]))
    assert texts(document) == ["1. How long does bread bake?", "A. One hour", "B. One day"]
    assert [line.text for line in document.lines if line.left_out] == ["SAMPLE"]


@pytest.mark.parametrize(
    ("title", "shown"), [("家务常识", "家务常识"), ("Microsoft Word - a.doc", ""), ("quiz.docx", ""), ("", ""), ("--", ""), ("无标题", "")]
)
def test_the_title_is_no_leftover(title: str, shown: str) -> None:
    assert read(text_pdf([At(72, 700, "x")], title=title)).title == shown


def test_a_title_of_half_a_character_is_none() -> None:
    assert read(text_pdf([At(72, 700, "x")], title="茶").replace("茶".encode("utf-16-be").hex().encode(), b"D800")).title == ""


IMAGE = b"BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI"
GOOD = text_pdf([At(72, 700, "1. Is it good?")])
PAGE = "/Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]"


def test_scanned_pages_are_named() -> None:
    document = read(pdf([content([At(72, 700, "text")]), IMAGE, IMAGE, b""]))
    assert [(d.code, d.severity, d.message) for d in document.diagnostics] == [
        ("scanned-page", "warning", "2 pages (2, 3) are each a scanned picture: no text in it")
    ]
    assert "ocrmypdf" in document.diagnostics[0].hint


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pdf([IMAGE, IMAGE]), "scanned"),
        (pdf([b""]), "no text"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 99, "damaged"),
        (GOOD[: len(GOOD) // 2], "damaged"),
        (b"", "damaged"),
        (objects([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 3 >>"]), "no text"),
        (objects([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 99999 >>"]), "99,999 pages"),
        (
            objects(
                [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"],
                trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >> /ID [<00> <00>]",
            ),
            "password",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as refusal:
        read(data)
    assert str(refusal.value).startswith("quiz.pdf: ")
    assert "\n  " in str(refusal.value)


@pytest.mark.parametrize(
    "data",
    [
        b"junk\n" * 100 + GOOD,
        GOOD.replace(b"/Count 1", b"/Count 2000000000"),
        GOOD.replace(b"startxref", b"startxxxx"),
        GOOD.replace(b"[0 0 595 842]", b"[0 0 0 0]"),
        GOOD.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
    ],
    ids=["junk before", "count lies", "no xref", "page of no size", "script"],
)
def test_a_slip_in_the_file_does_no_harm(data: bytes) -> None:
    assert texts(read(data)) == ["1. Is it good?"]


def test_damaged_pages_are_named() -> None:
    document = read(GOOD.replace(b"/Count 1", b"/Count 40"))
    assert [(d.code, d.message[:20]) for d in document.diagnostics] == [("damaged-page", "39 pages (2, 3, 4, 5")]


@pytest.mark.parametrize("text", ["(((((", "1.1.1.1.", "AAAA", "    ."])
def test_a_long_line_takes_no_long_time(text: str) -> None:
    assert read(text_pdf([At(0, 700, text * 20_000)], [At(0, y % 800, text) for y in range(2_000)])).lines


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "_MEMORY", 2**28)
    with pytest.raises(DocumentError, match="needs more memory"):
        read_pdf(pdf([zlib.compress(b"q " * 5_000_000, 1)], keys="/Filter /FlateDecode"), "quiz.pdf")


def test_what_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "_SECONDS", 0)
    with pytest.raises(DocumentError, match="takes more than 0 seconds"):
        read_pdf(GOOD, "quiz.pdf")


def test_a_module_beside_the_document_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json.py", "deckpress.py", "pypdfium2.py"):
        (tmp_path / name).write_text("raise SystemExit(9)", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert texts(read_pdf(GOOD, "quiz.pdf")) == ["1. Is it good?"]


def test_a_crash_of_the_library_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "_BOOT", "import os; os.abort()")
    with pytest.raises(DocumentError, match="breaks the PDF library"):
        read_pdf(GOOD, "quiz.pdf")


def test_a_fault_of_ours_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "_BOOT", "raise KeyError('ours')")
    with pytest.raises(RuntimeError, match="KeyError: 'ours'"):
        read_pdf(GOOD, "quiz.pdf")


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "find_spec", lambda _: None)
    with pytest.raises(MissingLibrary, match=r"deckpress\[documents\]"):
        read_pdf(GOOD, "quiz.pdf")


def test_a_file_without_its_end_is_doubted() -> None:
    document = read_pdf(GOOD + b" " * 4096, "quiz.pdf")
    assert [d.code for d in document.diagnostics] == ["cut-off"]


def test_a_page_of_forms_is_read() -> None:
    form = stream(
        content([At(72, 700, "In a form")]), "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /H 6 0 R >> >>"
    )
    page = f"<< {PAGE} /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>".encode()
    data = objects(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, stream(b"/F Do"), form,
         b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    )  # fmt: skip
    assert texts(read(data)) == ["In a form"]
