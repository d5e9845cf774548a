"""How the text of Word files looks: marks, styles, blanks, headings."""

from __future__ import annotations

from typing import Any

import pytest
from tests.readers.documents.containers.docx_files import (
    docx,
    p,
    r,
    style,
    styles,
)

from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.containers.docx import read_docx


def read(*body: str, **options: Any) -> Document:
    return read_docx(docx(*body, **options), "bank.docx")


def marked(line: Line) -> list[tuple[str, str]]:
    """The marked stretches: their text, and the style with its value."""
    return [(line.text[mark.start : mark.end], mark.style + (f" {mark.value}" if mark.value else "")) for mark in line.marks]


MARKS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "plain": (p(r("x", "color=auto"), r("y", "color=000000"), r("z", "u=none b=0 highlight=none shd=auto")), []),
    "near black": (p(r("x", "color=333333")), []),
    "all": (p(r("x", "b i u=wave strike color=ff0000 highlight=yellow vertAlign=superscript")), [
        ("x", "bold"), ("x", "colour FF0000"), ("x", "highlight FFFF00"), ("x", "italic"), ("x", "strike"), ("x", "superscript"),
        ("x", "underline"),
    ]),
    "double strike": (p(r("x", "dstrike")), [("x", "strike")]),
    "shade": (p(r("x", "shd=00B050")), [("x", "highlight 00B050")]),
    "white shade": (p(r("x", "shd=FFFFFF")), []),
    "shaded paragraph": (p(r("甲"), r("乙", "shd=FFFFFF"), properties="shd=FFF2CC"), [("甲", "highlight FFF2CC")]),
    "touching marks are one": (p(r("A.", "b"), r(" 苹果", "b"), r("好")), [("A. 苹果", "bold")]),
    "one mark over two looks": (p(r("a", "b"), r("b", "b i")), [("ab", "bold"), ("b", "italic")]),
    "theme black": (p('<w:r><w:rPr><w:color w:val="808080" w:themeColor="text1"/></w:rPr><w:t>x</w:t></w:r>'), []),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), MARKS.values(), ids=MARKS)
def test_marks(body: str, expected: list[tuple[str, str]]) -> None:
    (line,) = read(body).lines
    assert marked(line) == expected


LOOKS = styles(
    '<w:docDefaults><w:rPrDefault><w:rPr><w:i/></w:rPr></w:rPrDefault></w:docDefaults>',
    style("Base", run="b color=C00000", default=True),
    style("Child", parent="Base", run="color=0070C0"),
    style("Strong", kind="character", run="b"),
    style("Loud", kind="character", parent="Strong", run="u=single"),
    style("Round", parent="Trip", run="strike"),
    style("Trip", parent="Round"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("x"), ["bold", "colour C00000", "italic"]),
        (p("x", properties="pStyle=Child"), ["bold", "colour 0070C0", "italic"]),
        (p(r("x", "b=0 i=0 color=auto"), properties="pStyle=Child"), []),
        (p(r("x", "rStyle=Loud")), ["colour C00000", "italic", "underline"]),  # bold twice is not bold
        (p("x", properties="pStyle=Round"), ["italic", "strike"]),
        (p("x", properties="pStyle=missing"), ["bold", "colour C00000", "italic"]),
    ],
)
def test_styles_are_inherited(body: str, expected: list[str]) -> None:
    (line,) = read(body, parts={"styles.xml": LOOKS}).lines
    assert [name for _, name in marked(line)] == expected


@pytest.mark.parametrize(
    ("runs", "text", "marks"),
    [
        ((r("长江在"), r("    ", "u=single"), r("入海")), "长江在____入海", [("____", "underline")]),
        ((r("a"), r(" ", "u=single"), r("  ", "u=single")), "a____", [("____", "underline")]),
        ((r("a "), r("\u3000", "u=single")), "a ____", [("____", "underline")]),
        ((r("a"), r(" ", "u=single"), r("b")), "a b", [(" ", "underline")]),
        ((r("在"), r("  ", "u=single"), r("上海", "u=single"), r("  ", "u=single")), "在  上海  ", [("  上海  ", "underline")]),
        ((r("a"), r("    "), r("b")), "a    b", []),
    ],
)
def test_an_underlined_gap_is_a_blank(runs: tuple[str, ...], text: str, marks: list[tuple[str, str]]) -> None:
    (line,) = read(p(*runs)).lines
    assert (line.text, marked(line)) == (text, marks)


@pytest.mark.parametrize(
    ("properties", "level_"),
    [
        ("pStyle=a1", 1), ("pStyle=a2", 2), ("pStyle=mine", 2), ("pStyle=top", 1), ("outlineLvl=2", 3), ("outlineLvl=9", 0),
        ("pStyle=a1 outlineLvl=9", 0), ("pStyle=body", 0), ("pStyle=zh", 4),
    ],
)  # fmt: skip
def test_headings(properties: str, level_: int) -> None:
    names = styles(
        style("a1", "heading 1"), style("a2", xml='<w:outlineLvl w:val="1"/>'), style("mine", parent="a2"), style("top", "Title"),
        style("body", "Normal"), style("zh", "标题 4"),
    )  # fmt: skip
    (line,) = read(p("第一章", properties=properties), parts={"styles.xml": names}).lines
    assert (line.role, line.level) == (("heading", level_) if level_ else ("text", 0))
