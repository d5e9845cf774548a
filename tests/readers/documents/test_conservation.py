"""Whatever lines a document holds: every visible character ends in one piece, nothing is invented, and the bank made of it checks."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.readers.documents.golden import documents

from deckpress.project.check import check
from deckpress.project.import_bank import Read, draft_of, dump_draft
from deckpress.readers.documents.blocks import Cell, Document, Line, Mark, Role, Style
from deckpress.readers.documents.containers import read_document
from deckpress.readers.documents.recognise import recognise
from deckpress.readers.documents.recognise.result import LEFT_OUT, Found, PieceRole, Reading
from deckpress.writers.import_report import summary

GOLDEN = [path for language in ("en", "zh") for path in documents(Path(__file__).with_name("golden") / language)]
OF_A_QUESTION: frozenset[PieceRole] = frozenset({"stem", "context", "option", "answer", "explanation", "rubric", "part", "label"})

# What texts are made of. The signs of layouts, the words that mean something to recognition, and what breaks naive code:
# NUL, half characters, white space that `str.split` knows and regular expressions don't, letters whose lower case is longer.
SIGNS = """
1. 2、 3． （1） (2) 2) 第1题 第２题 题目3 Q1. Q: A: 12 1.1 ① 6~8 99999999 A. B、 C) (D) Ａ． Ｂ: a) b) E * ABC ㄱ. 가. ア. А. [x]
- #### ## ( ) （ ） ( （ ） ) (B) （AC） (√) [×] ____ __水__ …… 【】 【B】 √ × 对 错 正确 T F True | |---| ``` ** :: ? 。 ， ; /
\\ {{ <b> &amp; $x$ 答案： 答案 【答案】 正确答案:B 参考答案 Answer: Answers 回答:D 查看答案 <details> 解答 解析： 【解析】
Explanation: 评分标准 要点: 答题要点 Marks 难度：3 章节： 考点: (5分) （每题2分，共20分） P75 第三章 第一节 一、单选题
二、多选题(每题2分) 三、判断题 四、填空题 五、简答题 名词解释 案例分析题 材料： （1～3题共用题干） (4-5题共用备选答案) 背景 问题:
任务1 阅读下面的文字 選項A 題 權(quán) 錯(cuò)誤 选项A 题干 题型 序号 question answer 单选题 多选 判断 填空 简答 1/20
www.example.org 上一篇 相关文档 版权所有 Copyright 厨房里的盐放在哪里 猫喜欢在窗台上睡觉。 什么是豆腐？ 下列哪一种水果最甜
早上浇花。 honey kettle
"""
WORDS = """\
- [x] |1-5 ABCDE|#### Q12|Answer Key|True or False|Multiple Choice|Part II|## Chapter 4|Section A|option b|第 1 页 共 9 页|- 3 -
Page 2 of 4|What do bees make?|The kettle is hot.|bread and butter| | |  |\t|\u3000"""
ODD = (
    *("\u00a0", "\u2003", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\r", "\u200b", "\ufeff", "\u202e", "\x00", "\x07", "\ud800", "\udfff"),
    *("İ", "ß", "ﬁ", "㍿", "½", "²", "Ⅳ", "e\u0301", "𠮷", "👩\u200d🌾", "\ufe0f", "\U000e0041", "\ufffe"),
)
TOKENS = (*SIGNS.split(), *re.split(r"[|\n]", WORDS), *ODD)
LINES = """\
{n}. 豆腐用什么做？
{n}、喝茶前先做什么（ ）。
({n}) 冬天要浇水吗？
第{n}题 面包怎么保存
{n}. The cat sleeps. ({l})
{n}. 茶的故乡是____，咖啡的故乡是____。
{n}. a? A. b B. c 答案:A
{n}. 面粉：用麦子磨的粉。
{n}. 对
{n}.{l}
{n}-{m} ABCDA
{l}. 黄豆
{l}、冷水
({l}) salt
{l}. tea  {k}. milk
A. 米 B. 面 C. 油 D. 盐
答案：{l}
【答案】{l}{k}
Answer: {l}
解析：因为{l}是热的。
一、单选题
二、判断题（每题{n}分）
三、名词解释
第{n}章 厨房
## Chapter {n}
参考答案
Answer key
案例{n} 小店开张
（{n}）说明做法。（{m}分）
Q: 水几度开？
A: 一百度。
什么是{l}？
窗台上有花。

√
×"""

numbers = st.integers(1, 12)
letters = st.sampled_from("ABCDE")
made = st.lists(st.sampled_from(TOKENS), max_size=6).map("".join)
any_text = st.text(st.characters(exclude_characters="\n"), max_size=8)
usual = st.builds(
    lambda line, n, m, a, b: line.format(n=n, m=m, l=a, k=b), st.sampled_from(LINES.split("\n")), numbers, numbers, letters, letters
)
texts = st.one_of(usual, usual, usual, made, made, st.tuples(usual, made).map("".join), any_text)
roles: st.SearchStrategy[Role] = st.sampled_from(("text", "text", *get_args(Role)))
styles: st.SearchStrategy[Style] = st.sampled_from(get_args(Style))


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A line as a container may make it."""
    text = draw(texts)
    if draw(st.integers(0, 2)):
        return Line(text=text, number=1)
    cuts = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(cuts, cuts, styles), max_size=2))
    return Line(
        text=text,
        number=1,
        page=draw(st.integers(0, 2)),
        role=draw(roles),
        level=draw(st.integers(0, 3)),
        label=text[: draw(cuts)] if draw(st.booleans()) else "",
        checked=draw(st.sampled_from((None, True, False))),
        marks=tuple(Mark(min(a, b), max(a, b), style, "FF0000" if style == "colour" else "") for a, b, style in pairs),
        images=draw(st.sampled_from(((), (), ("a.png",)))),
        soft=draw(st.sampled_from((None, None, True, False))),
        left_out=draw(st.sampled_from(("", "", "", "furniture"))),
    )


@st.composite
def tables(draw: st.DrawFn) -> list[Line]:
    """The cells of a table, some of several lines, some missing."""
    width, number = draw(st.integers(1, 5)), draw(st.integers(0, 3))
    rows = draw(st.lists(st.lists(st.lists(texts, max_size=2), min_size=width, max_size=width), min_size=1, max_size=5))
    header = draw(st.booleans())
    return [
        Line(text=text, number=1, cell=Cell(number, row, column, header and row == 0))
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        for text in cell
    ]


def document(found: list[Line]) -> Document:
    """The lines, numbered, and each table a table of its own."""
    table, before = -1, None
    numbered = []
    for number, line in enumerate(found, 1):
        cell = line.cell
        if cell is not None:
            table += before is None or cell.table != before.table or cell[1:3] < before[1:3]
        before = cell
        numbered.append(replace(line, number=number, cell=cell and cell._replace(table=table)))
    images = {name: b"" for line in found for name in line.images}
    return Document(name="厨房.txt", format="text", unit="line", lines=numbered, images=images)


blocks = st.one_of(lines().map(lambda line: [line]), lines().map(lambda line: [line]), lines().map(lambda line: [line]), tables())
made_documents = st.lists(blocks, max_size=30).map(lambda found: document([line for block in found for line in block]))


@st.composite
def worn_documents(draw: st.DrawFn) -> Document:
    """A document with questions in it to which something has happened: lines lost, doubled, exchanged, glued, cut, or written into."""
    found = list(read_document(draw(st.sampled_from(GOLDEN))).lines)
    for _ in range(draw(st.integers(1, 12))):
        if not found:
            break
        at, other = draw(st.integers(0, len(found) - 1)), draw(st.integers(0, len(found) - 1))
        line = found[at]
        where = draw(st.integers(0, len(line.text)))
        match draw(st.sampled_from(("lose", "double", "exchange", "glue", "cut", "write", "turn", "block"))):
            case "lose":
                del found[at : at + draw(st.integers(1, 4))]
            case "double":
                found[other:other] = found[at : at + draw(st.integers(1, 8))]
            case "exchange":
                found[at], found[other] = found[other], found[at]
            case "glue":
                found[at : at + 2] = [_plain(line, " ".join(one.text for one in found[at : at + 2]))]
            case "cut":
                found[at : at + 1] = [_plain(line, line.text[:where]), _plain(line, line.text[where:])]
            case "write":
                found[at] = _plain(line, line.text[:where] + draw(st.sampled_from(TOKENS)) + line.text[where:])
            case "turn":
                found[at] = replace(line, role=draw(roles), left_out=draw(st.sampled_from(("", "furniture"))))
            case "block":
                found[at:at] = draw(blocks)
    return document(found)


def _plain(line: Line, text: str) -> Line:
    return replace(line, text=text, label="", marks=())


any_document = st.one_of(made_documents, worn_documents())


def visible(text: str) -> str:
    """A text without white space, which recognition may set anew, and without underlines, which it writes for any blank."""
    return re.sub(r"[\s_]+", "", text)


def runs_through(text: str, within: str) -> bool:
    """Whether the characters of ``text`` stand in ``within`` in this order."""
    rest = iter(within)
    return all(character in rest for character in text)


def check_pieces(found: Document, reading: Reading) -> None:
    """The pieces lie in order within their lines, cover all that is visible once, and name questions that are there."""
    places = [(piece.line, piece.start, piece.end) for piece in reading.pieces]
    assert all(0 <= line < len(found.lines) and 0 <= start < end <= len(found.lines[line].text) for line, start, end in places)
    assert all((a[0], a[2]) <= (b[0], b[1]) for a, b in pairwise(places))
    covered = [bytearray(len(line.text)) for line in found.lines]
    for line, start, end in places:
        covered[line][start:end] = b"\1" * (end - start)
    lost = [line.text for line, marks in zip(found.lines, covered, strict=True) if visible_without(line.text, marks)]
    assert lost == []
    for piece in reading.pieces:
        assert -1 <= piece.question < len(reading.questions)
        assert piece.question == -1 or piece.role not in LEFT_OUT
    assert {piece.question for piece in reading.pieces if piece.role in OF_A_QUESTION} >= set(range(len(reading.questions)))


def visible_without(text: str, covered: bytearray) -> str:
    """The visible characters of a text that no piece covers."""
    return "".join(character for character, mark in zip(text, covered, strict=True) if not mark).strip()


def check_question(question: Found, found: Document, whole: str) -> None:
    """The question stands where it says, has an answer of its kind's form, and no text that the document does not hold."""
    assert 0 <= question.line < len(found.lines)
    assert {*question.images} <= {*found.images}
    answer = question.answer
    match question.kind:
        case "single" | "multiple":
            assert answer is None or (isinstance(answer, tuple) and answer == tuple(sorted(set(answer))) and min(answer) >= 0)
        case "truefalse":
            assert answer is None or isinstance(answer, bool)
        case "cloze":
            assert answer is None or (isinstance(answer, list) and answer)
        case _:
            assert answer is None or (isinstance(answer, str) and answer.strip())
    for option in question.options:
        assert runs_through(visible(option), whole)
    held = [*(answer if isinstance(answer, list) else [answer] if isinstance(answer, str) else []), question.stem, question.explanation]
    held += [question.context, *question.rubric, *(text for part in question.parts for text in (part.stem, part.answer, part.explanation))]
    letters_ = set(whole) | {"-"}  # the dash before an item of a list, which the container has taken for a bullet
    assert set(visible("".join(held))) <= letters_


def check_reading(found: Document) -> Reading:
    """Everything that holds for any document at all."""
    reading = recognise(found)
    check_pieces(found, reading)
    whole = visible("".join(line.text for line in found.lines))
    for question in reading.questions:
        check_question(question, found, whole)
    counts = summary(reading, found)
    assert counts.lines == sum(counts.fates.values()) == sum(bool(line.text.strip()) for line in found.lines)
    assert sum(counts.left_out.values()) == sum(counts.fates[fate] for fate in counts.fates if fate in LEFT_OUT)
    assert counts.found == len(reading.questions)
    assert recognise(found) == reading
    return reading


def check_bank(found: Document, folder: Path) -> None:
    """The bank made of a document has no errors, and holds each of its questions."""
    reading = recognise(found)
    draft = draft_of([Read(found, reading)], {"deckpress": 1, "id": "kitchen", "title": "厨房", "markup": "plain"}, str)
    if not draft.entries:
        return
    bank = folder / "kitchen.yaml"
    bank.write_text(dump_draft(draft), "utf-8")
    result = check([bank], jobs=1)
    assert [finding.as_text() for finding in result.findings if finding.severity == "error"] == []
    assert result.questions == len(reading.questions)


quick = settings(max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@quick
@given(made_documents)
def test_nothing_is_lost_or_invented(found: Document) -> None:
    check_reading(found)


@quick
@given(worn_documents())
def test_nothing_is_lost_or_invented_in_a_worn_document(found: Document) -> None:
    check_reading(found)


@settings(quick, max_examples=40)
@given(any_document)
def test_the_bank_of_any_document_has_no_errors(found: Document) -> None:
    with TemporaryDirectory() as folder:
        check_bank(found, Path(folder))
