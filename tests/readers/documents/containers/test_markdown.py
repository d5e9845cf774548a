"""Markdown as lines: what a reader of the rendered page sees, one source line at a time."""

from __future__ import annotations

import pytest

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.containers.markdown import read_markdown


def read(text: str) -> list[Line]:
    return read_markdown(text.encode(), "bank.md").lines


def shown(text: str) -> list[tuple[str, str]]:
    return [(line.left_out or line.role, line.text) for line in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 第一章", [("heading", 1, "第一章")]),
        ("###第三节 ###", [("heading", 3, "第三节")]),
        ("## C# ##", [("heading", 2, "C#")]),
        ("#标题", [("heading", 1, "标题")]),
        ("#1 What is it?", [("text", 0, "#1 What is it?")]),
        ("厨房常识\n====", [("heading", 1, "厨房常识"), ("text", 0, "")]),
        ("Kitchen\n---", [("heading", 2, "Kitchen"), ("text", 0, "")]),
        ("A. 锅\n---", [("text", 0, "A. 锅"), ("text", 0, "---")]),
        ("> > 引用", [("text", 0, "引用")]),
        ("- 锅\n  - 铲\n* 碗", [("item", 1, "锅"), ("item", 2, "铲"), ("item", 1, "碗")]),
        ("1. 题目\n   - 选项", [("text", 0, "1. 题目"), ("item", 2, "选项")]),
        ("-5 度", [("text", 0, "-5 度")]),
        ("  B. 缩进的选项", [("text", 0, "  B. 缩进的选项")]),
    ],
)
def test_blocks(text: str, expected: list[tuple[str, int, str]]) -> None:
    assert [(line.role, line.level, line.text) for line in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [ ] 盐", (False, "盐")),
        ("- [x] 糖", (True, "糖")),
        ("* [X] sugar", (True, "sugar")),
        ("1. [x] 醋", (True, "醋")),
        ("[ ] A. 油", (False, "A. 油")),
    ],
)
def test_boxes(text: str, expected: tuple[bool, str]) -> None:
    (line,) = read(text)
    assert (line.role, line.checked, line.text) == ("choice", *expected)


@pytest.mark.parametrize(
    ("text", "expected", "marks"),
    [
        ("水的沸点是**一百度**。", "水的沸点是一百度。", ["bold:一百度"]),
        ("**注意：**先洗手", "注意：先洗手", ["bold:注意："]),
        ("*a* and __b__ and ***c***", "a and b and c", ["italic:a", "bold:b", "bold:c", "italic:c"]),
        ("**a *b***", "a b", ["bold:a b", "italic:b"]),
        ("<u>面粉</u>和<mark>水</mark>", "面粉和水", ["underline:面粉", "highlight:水"]),
        ("~~旧~~ ==新==", "旧 新", ["strike:旧", "highlight:新"]),
        ("<font color=red>红</font>", "红", ["colour FF0000:红"]),
        ("<span style='font-weight:bold'>粗</span>", "粗", ["bold:粗"]),
        ("用 `a*b*c` 与 **`d`**", "用 `a*b*c` 与 `d`", ["code:`a*b*c`", "bold:`d`", "code:`d`"]),
        ("首都是____，河是__，山是___。", "首都是____，河是__，山是___。", []),
        ("(__)和（__）、“__”", "(__)和（__）、“__”", []),
        ("2*3*4 = 24，见注*", "2*3*4 = 24，见注*", []),
        ("a * b * c == d == e", "a * b * c == d == e", []),
        (r"\*原样\* 1\. x", r"\*原样\* 1\. x", []),
        ("snake_case_name $a_1 * b_2$", "snake_case_name $a_1 * b_2$", []),
        ("[见_这里_](http://x.y/_a_) ![图](p_q_.png)", "[见_这里_](http://x.y/_a_) ![图](p_q_.png)", []),
        ("List<String> &lt;b&gt; &nbsp;x", "List<String> <b> \u00a0x", []),
    ],
)
def test_within_a_line(text: str, expected: str, marks: list[str]) -> None:
    (line,) = read(text)
    assert line.text == expected
    assert [f"{m.style}{' ' + m.value if m.value else ''}:{line.text[m.start : m.end]}" for m in line.marks] == marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```python\nx = **1**\n```\n后", [("text", ""), ("code", "x = **1**"), ("text", ""), ("text", "后")]),
        ("  ~~~\n    a\n  ~~~", [("text", ""), ("code", "  a"), ("text", "")]),
        ("```\n没有结尾\n1. 题", [("text", "```"), ("text", "没有结尾"), ("text", "1. 题")]),
        ("题<br>A. 甲<br/>B. 乙", [("text", "题"), ("text", "A. 甲"), ("text", "B. 乙")]),
        ("<details><summary>答案</summary>B</details>", [("text", "答案"), ("text", "B")]),
        ("<!-- 备注\n第二行 -->\n题", [("furniture", "<!-- 备注"), ("furniture", "第二行 -->"), ("text", "题")]),
        ("题<!-- 备注 -->干", [("text", "题干")]),
        ("a\n\n---\n\n* * *", [("text", "a"), ("text", ""), ("furniture", "---"), ("text", ""), ("furniture", "* * *")]),
        ("______", [("text", "______")]),
    ],
)
def test_what_is_code_a_break_a_remark(text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(text) == expected


def test_the_parts_of_a_line_share_its_number() -> None:
    assert [(line.number, line.text) for line in read("x\n甲<br>乙\ny")] == [(1, "x"), (2, "甲"), (2, "乙"), (3, "y")]


def test_a_table() -> None:
    lines = read("| 题干 | 答案 |\n|:---|---|\n| 1\\|2 | **A** |\n| 三 | |\n\n不在 | 表里")
    cells = [(tuple(line.cell), line.number, line.text) for line in lines if line.cell]
    assert cells == [
        ((0, 0, 0, True), 1, "题干"),
        ((0, 0, 1, True), 1, "答案"),
        ((0, 1, 0, False), 3, "1|2"),
        ((0, 1, 1, False), 3, "A"),
        ((0, 2, 0, False), 4, "三"),
        ((0, 2, 1, False), 4, ""),
    ]
    assert lines[-1].text == "不在 | 表里"


def test_front_matter() -> None:
    document = read_markdown("---\ntitle: '厨房题库'\ntags: [a]\n---\n1. 题".encode(), "x.md")
    assert document.title == "厨房题库"
    assert [line.left_out for line in document.lines] == ["furniture"] * 4 + [""]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert shown("---\n1. 题：水？\n答案！\n---")[1] == ("text", "1. 题：水？")


@pytest.mark.parametrize(
    "piece", ["(((((", "1.1.1.1.", "AAAA", "    ", "*", "**a", "_", "`", "`` ` ",
    "[", "![a](", "[x](a(b", "$ a", "<a ", "<!--", "&", "~~", "|-", "> "]
)  # fmt: skip
def test_a_hostile_line_takes_no_longer_than_any(piece: str) -> None:
    assert read_markdown((piece * (10**5 // len(piece)) + "\n终").encode(), "x").lines[-1].text == "终"
    assert read_markdown(((piece + "\n") * 3000 + "终").encode(), "x").lines[-1].text.endswith("终")
