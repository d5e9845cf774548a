"""Automatic numbers of Word files as a reader sees them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.readers.documents.containers.docx_files import (
    docx,
    level,
    numbering,
    numbers,
    p,
    r,
    style,
    styles,
)

from deckpress.readers.documents.blocks import Document, Mark
from deckpress.readers.documents.containers.docx import read_docx


def read(*body: str, **options: Any) -> Document:
    return read_docx(docx(*body, **options), "bank.docx")


FORMS = {
    "decimal": "1 2 3 12", "decimalZero": "01 02 03 12", "lowerLetter": "a b c l", "upperLetter": "A B C L", "lowerRoman": "i ii iii xii",
    "upperRoman": "I II III XII", "chineseCounting": "一 二 三 十二", "chineseCountingThousand": "一 二 三 十二",
    "ideographTraditional": "甲 乙 丙 乙", "chineseLegalSimplified": "壹 贰 叁 壹拾贰", "japaneseCounting": "一 二 三 十二",
    "taiwaneseCounting": "一 二 三 十二", "ideographDigital": "一 二 三 一二", "decimalEnclosedCircle": "① ② ③ ⑫",
    "decimalEnclosedCircleChinese": "① ② ③ ⑫", "decimalFullWidth": "１ ２ ３ １２", "decimalEnclosedParen": "⑴ ⑵ ⑶ ⑿",
    "ganada": "가 나 다 타", "chosung": "ㄱ ㄴ ㄷ ㅌ", "russianLower": "а б в м", "russianUpper": "А Б В М", "unheardOf": "1 2 3 12",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_number_formats(form: str) -> None:
    lists = numbering({1: level(0, form, "%1、"), 2: level(0, form, "%1、", start=12)})
    document = read(*(p("x", xml=numbers(n)) for n in (1, 1, 1, 2)), parts={"numbering.xml": lists})
    assert [line.text for line in document.lines] == [f"{shown}、\tx" for shown in FORMS[form].split()]


@pytest.mark.parametrize(
    ("form", "value", "shown"),
    [
        ("chineseCountingThousand", 101, "一百零一"), ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 2005, "二千零五"),
        ("chineseCountingThousand", 10, "十"), ("chineseCountingThousand", 20, "二十"), ("japaneseCounting", 110, "百十"),
        ("upperLetter", 28, "BB"), ("upperLetter", 10**9, "1000000000"), ("upperRoman", 1994, "MCMXCIV"), ("upperRoman", 30000, "30000"),
        ("decimalEnclosedCircle", 36, "㊱"), ("decimalEnclosedCircle", 77, "77"), ("ordinal", 22, "22nd"), ("upperLetter", 0, "0"),
    ],
)  # fmt: skip
def test_large_numbers(form: str, value: int, shown: str) -> None:
    lists = numbering({1: level(0, form, "%1", start=value, xml="").replace("</w:lvl>", '<w:suff w:val="nothing"/></w:lvl>')})
    (line,) = read(p(xml=numbers(1)), parts={"numbering.xml": lists}).lines
    assert (line.text, line.label) == (shown, shown)


DEEP = level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2") + level(2, "upperLetter", "%3.")
LEGAL = level(0, "upperRoman", "%1") + level(1, "decimal", "%1.%2", xml="<w:isLgl/>")
NEVER = level(0, "decimal", "%1") + level(1, "decimal", "(%2)", xml='<w:lvlRestart w:val="0"/>')
START = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
LETTER = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
CUSTOM = (
    '<mc:AlternateContent><mc:Choice><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
    '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
)

LISTS: dict[str, tuple[str, list[tuple[int, int]], list[str]]] = {
    "levels restart": (
        numbering({1: DEEP}), [(1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)],
        ["第一章", "一.1", "一.2", "A.", "B.", "一.3", "A.", "第二章", "二.1"],
    ),
    "a skipped level counts": (numbering({1: DEEP}), [(1, 1), (1, 1), (1, 0)], ["一.1", "一.2", "第二章"]),
    "two lists of one kind go on": (
        numbering({1: DEEP}, {1: (1, ""), 2: (1, "")}), [(1, 0), (2, 0), (1, 0)], ["第一章", "第二章", "第三章"],
    ),
    "start anew": (numbering({1: DEEP}, {1: (1, ""), 2: (1, START)}), [(1, 0), (2, 0), (2, 0)], ["第一章", "第五章", "第六章"]),
    "another format": (numbering({1: DEEP}, {1: (1, LETTER)}), [(1, 0), (1, 0)], ["A)", "B)"]),
    "legal": (numbering({1: LEGAL}), [(1, 0), (1, 1)], ["I", "1.1"]),
    "never restarts": (numbering({1: NEVER}), [(1, 0), (1, 1), (1, 0), (1, 1)], ["1", "(1)", "2", "(2)"]),
    "custom": (numbering({1: f'<w:lvl w:ilvl="0">{CUSTOM}<w:start w:val="7"/><w:lvlText w:val="%1"/></w:lvl>'}), [(1, 0)], ["007"]),
    "no list": (numbering({1: DEEP}), [(0, 0), (9, 0)], ["", ""]),
    "none": (numbering({1: level(0, "none", "题")}), [(1, 0)], ["题"]),
    "tick as bullet": (numbering({1: level(0, "bullet", "\uf0fc", xml='<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>')}), [(1, 0)], ["✓"]),
}  # fmt: skip


@pytest.mark.parametrize(("lists", "paragraphs", "labels"), LISTS.values(), ids=LISTS)
def test_lists_count_as_in_word(lists: str, paragraphs: list[tuple[int, int]], labels: list[str]) -> None:
    document = read(*(p("x", xml=numbers(*where)) for where in paragraphs), parts={"numbering.xml": lists})
    assert [line.label.rstrip("\t") for line in document.lines] == labels
    assert all(line.text == f"{line.label}x" for line in document.lines)


def test_a_list_item() -> None:
    lists = numbering({1: level(0, "upperLetter", "%1."), 2: level(1, "bullet", "•")})
    body = p(r("茶", "b"), "<w:r><w:br/><w:t>绿茶</w:t></w:r>", xml=numbers(1)) + p("milk", xml=numbers(2, 1))
    first, second, bullet = read(body, parts={"numbering.xml": lists}).lines
    assert (first.text, first.label, first.role, first.level, first.marks) == ("A.\t茶", "A.\t", "item", 1, (Mark(3, 4, "bold"),))
    assert (second.text, second.label, second.role) == ("绿茶", "", "text")
    assert (bullet.text, bullet.label, bullet.role, bullet.level) == ("milk", "", "item", 2)


def test_a_style_numbers_its_paragraphs() -> None:
    lists = numbering({1: level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2", xml='<w:pStyle w:val="Sub"/>')})
    names = styles(style("Top", xml=numbers(1)), style("Sub", xml='<w:numPr><w:numId w:val="1"/></w:numPr>'), style("Own", parent="Top"))
    body = [p("x", properties=f"pStyle={name}") for name in ("Top", "Sub", "Sub", "Own")]
    body.append(p("x", properties="pStyle=Top", xml='<w:numPr><w:numId w:val="0"/></w:numPr>'))
    document = read(*body, parts={"numbering.xml": lists, "styles.xml": names})
    assert [line.text for line in document.lines] == ["1.\tx", "1.1\tx", "1.2\tx", "2.\tx", "x"]


def test_a_list_style_holds_the_levels() -> None:
    lists = numbering({1: '<w:numStyleLink w:val="List"/>', 2: '<w:styleLink w:val="List"/>' + level(0, "lowerLetter", "%1)")})
    names = styles(style("List", kind="numbering", xml='<w:numPr><w:numId w:val="2"/></w:numPr>'))
    (line,) = read(p("x", xml=numbers(1)), parts={"numbering.xml": lists, "styles.xml": names}).lines
    assert line.text == "a)\tx"
