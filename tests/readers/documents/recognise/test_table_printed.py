"""Tables of questions that were printed as text: rows that wrap, page breaks in them, and what is none."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.recognise import recognise
from deckpress.readers.documents.recognise.grids import Grids, read_grids
from deckpress.readers.documents.recognise.result import Reading

QUESTIONS = (
    ("下列何者不是水果？", ("蘋果", "石頭", "香蕉", "葡萄"), "B"),
    ("煮一壺綠茶，水溫以多少為宜？", ("30度", "50度", "80度", "120度"), "C"),
    ("彩虹通常有幾種顏色？", ("三種", "五種", "六種", "七種"), "D"),
    ("哪一種動物會結網？", ("蜘蛛", "母雞", "山羊", "青蛙"), "A"),
    ("騎腳踏車時應戴什麼？", ("圍裙", "安全帽", "領帶", "手套"), "B"),
    ("春天之後是哪一個季節？", ("夏天", "冬天", "秋天", "雨天"), "A"),
)
HEADER = "序號 單元名稱 題目 答案"


def document(text: str) -> Document:
    lines = [Line(text=line, number=number) for number, line in enumerate(text.split("\n"), 1)]
    return Document(name="quiz.txt", format="text", unit="line", lines=lines)


def grids_of(text: str) -> Grids:
    return read_grids(document(text).lines)


def options_of(options: Sequence[str]) -> str:
    return "".join(f"({letter}){text}" for letter, text in zip("ABCD", options, strict=True))


def row(number: int, *, chapter: str = "第一單元：日常生活 ", wrapped: bool = False) -> str:
    stem, options, answer = QUESTIONS[(number - 1) % len(QUESTIONS)]
    if not wrapped:
        return f"{number} {chapter}{stem}{options_of(options)} {answer}"
    text = f"{stem}{options_of(options)}"
    return f"{number} {chapter.strip()}\n{text[:7]}\n{text[7:19]}\n{text[19:]}\n{answer}"


def table(count: int = 6, header: str = HEADER) -> str:
    return "\n".join([header, *(row(number, wrapped=number % 2 == 0) for number in range(1, count + 1))])


def expect_all(grids: Grids) -> None:
    got = [(found.stem, tuple(found.options), found.answer) for found in grids.questions]
    assert got == [(stem, options, ("ABCD".index(answer),)) for stem, options, answer in QUESTIONS]


PAGE = f"\n3\n{HEADER}\n"
LAYOUTS = {
    "plain": table(),
    "blank lines": table().replace("\n", "\n\n"),
    "text around": f"生活常識題庫\n\n{table()}\n\n以上題目僅供參考\n祝考試順利",
    "header between rows": table().replace("\n4 ", f"{PAGE}4 "),
    "header within a row": table().replace("80度", f"80{PAGE}度"),
    "running title": table().replace("\n3 ", f"\n{HEADER}\n生活常識甲版\n3 ").replace("\n5 ", f"\n{HEADER}\n生活常識甲版\n5 "),
    "page number before the row of that number": table().replace("\n4 ", "\n4\n4 "),
    "page number before the first row": table().replace("\n1 ", "\n7\n1 "),
    "site": table().replace("\n3 ", "\nhttps://example.org/quiz/page-1\n3 "),
    "simplified": table(header="序号 章节 题目 答案"),
    "two columns between": table(header="編號 單元 來源 題目 答案"),
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_rows_are_questions(text: str) -> None:
    grids = grids_of(text)
    expect_all(grids)
    assert {found.chapter for found in grids.questions} == {"第一單元：日常生活"}
    assert not any(found.review for found in grids.questions)
    assert [found.number for found in grids.questions] == list("123456")


def test_the_whole_document() -> None:
    reading = recognise(document(LAYOUTS["text around"]))
    assert len(reading.questions) == len(QUESTIONS)


def test_a_table_without_chapters() -> None:
    expect_all(grids_of("\n".join(["題號 題目 答案", *(row(number, chapter="") for number in range(1, 7))])))


def test_the_answer_before_the_question() -> None:
    rows = [f"{n} {answer} {stem}\n{options_of(options)}" for n, (stem, options, answer) in enumerate(QUESTIONS, 1)]
    expect_all(grids_of("\n".join(["題號 答案 題目", *rows, "", "以上為全部題目"])))


def test_chapters_change_and_may_wrap() -> None:
    rows = [row(n, chapter="第一單元 廚房與\n餐桌上的事\n" if n < 4 else "第二單元 戶外 ") for n in range(1, 7)]
    grids = grids_of("\n".join([HEADER, *rows]))
    expect_all(grids)
    assert [found.chapter for found in grids.questions] == ["第一單元\n廚房與餐桌上的事".replace("\n", " ")] * 3 + ["第二單元 戶外"] * 3


def test_english_rows_join_with_spaces() -> None:
    stems = ["Which of these is\na tool?", "Which of these can\nboil?", "Name the\nhot one."]
    rows = [f"{n} Kitchen {stems[n % 3]} (A) a soup\nladle (B) a cloud (C) a song\nA" for n in range(1, 7)]
    grids = grids_of("\n".join(["No. Unit Question Answer", *rows]))
    assert [found.options for found in grids.questions] == [["a soup ladle", "a cloud", "a song"]] * 6
    assert [found.stem for found in grids.questions[:2]] == ["Which of these can boil?", "Name the hot one."]


def test_equal_questions_are_no_chapter() -> None:
    rows = [f"{n} 廚房 何者可食？ (A)湯{n} (B)鍋 (C)碗\nA" for n in range(1, 7)]
    grids = grids_of("\n".join([HEADER, *rows]))
    assert [(found.chapter, found.stem, len(found.options)) for found in grids.questions] == [("廚房", "何者可食？", 3)] * 6


def test_true_and_false_with_a_column_of_kinds() -> None:
    facts = ["冰會浮在水上。", "太陽從西邊升起。", "貓會游泳。", "一年有十三個月。", "鐵會生鏽。"]
    rows = [f"{n} 是非題 {text} {'×' if n % 2 == 0 else '○'}" for n, text in enumerate(facts, 1)]
    grids = grids_of("\n".join(["題號 題型 題目 答案", *rows]))
    assert [(found.kind, found.stem, found.answer) for found in grids.questions] == [
        ("truefalse", text, n % 2 == 1) for n, text in enumerate(facts, 1)
    ]


def test_several_answers() -> None:
    text = table().replace("(D)葡萄 B", "(D)葡萄\nA C").replace("(D)七種 D", "(D)七種 BD")
    assert [found.answer for found in grids_of(text).questions[:3]] == [(0, 2), (2,), (1, 3)]


def test_statements_numbered_in_a_row_are_no_rows() -> None:
    listed = "3 哪些可以吃？\n4 米飯\n5 木頭\n(A)4 (B)5 (C)4、5 (D)皆非 A"
    rows = [listed if n == 3 else row(n, chapter="") for n in range(1, 7)]
    grids = grids_of("\n".join(["題號 題目 答案", *rows]))
    assert [found.number for found in grids.questions] == list("123456")
    assert grids.questions[2].answer == (0,)


@pytest.mark.parametrize("number", [1, 3, 5, 6])
def test_a_row_without_an_answer_is_reviewed(number: int) -> None:
    rows = [row(n) if n != number else row(n)[:-2] for n in range(1, 7)]
    grids = grids_of("\n".join([HEADER, *rows]))
    assert [(found.number, found.answer) for found in grids.questions if found.review] == [(str(number), None)]


def test_a_heading_between_rows_is_the_chapter_of_those_below() -> None:
    rows = [("第二章 出門\n" if n == 4 else "") + row(n, chapter="") for n in range(1, 7)]
    grids = grids_of("\n".join(["第一章 在家", "題號 題目 答案", *rows]))
    expect_all(grids)
    assert [found.chapter for found in grids.questions] == ["第一章 在家"] * 3 + ["第二章 出門"] * 3


def test_numbers_begin_again() -> None:
    again = "\n".join([table(), *(row(n) for n in range(1, 7))])
    assert [found.number for found in grids_of(again).questions] == list("123456123456")


NONE = {
    "few rows": table(4),
    "no header": table().partition("\n")[2],
    "no answers": "\n".join([HEADER, *(row(n)[:-2] for n in range(1, 7))]),
    "contents": "\n".join(["題號 題目 答案 頁碼", *(f"{n} 常識題 {n * 3}" for n in range(1, 9))]),
    "words in a sentence": "\n".join(["題號 題目 答案 請寫清楚，否則不計分，謝謝各位", *(row(n) for n in range(1, 7))]),
    "long lines": "\n".join([HEADER, *(f"{n} {'茶' * 5000} A" for n in range(1, 9))]),
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_no_printed_table(text: str) -> None:
    assert not grids_of(text).questions


def covered(reading: Reading, lines: Sequence[Line]) -> list[str]:
    left = [list(line.text) for line in lines]
    for line, start, end, _, _ in reading.pieces:
        left[line][start:end] = [" "] * (end - start)
    return ["".join(text).strip() for text in left]


@pytest.mark.parametrize("text", [*LAYOUTS.values(), *NONE.values()], ids=[*LAYOUTS, *NONE])
def test_every_character_is_in_a_piece(text: str) -> None:
    doc = document(text)
    assert not any(covered(recognise(doc), doc.lines))


def test_what_the_pieces_say() -> None:
    text = LAYOUTS["running title"]
    grids, lines = grids_of(text), text.split("\n")
    expected = {("heading", HEADER), ("furniture", "生活常識甲版"), ("label", "第一單元：日常生活"), ("answer", "D"), ("option", "(A)蘋果")}
    said = {(role, lines[line][start:end].strip()) for line, start, end, role, _ in grids.pieces}
    assert said >= expected


HOSTILE = {
    "headers": "\n".join([HEADER] * 40_000),
    "headers that alternate": "\n".join([HEADER, "題號 題目 答案"] * 20_000),
    "numbers": "\n".join([HEADER, *(f"{n} A" for n in range(8_000))]),
    "one number": "\n".join([HEADER, *(["1 A"] * 8_000)]),
    "small tables": "\n".join(table(5, header) for header in ("題號 題目 答案", HEADER) * 300),
    "options": "\n".join([HEADER, *(f"{n} 茶？{'(A)' * 1000} A" for n in range(1, 60))]),
    "brackets in a line": HEADER + "\n1 " + "(" * 1_000_000,
    "signs": "\n".join([HEADER, *(f"{n} \x00 \ud800 A" for n in range(1, 9))]),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_tables_end(text: str) -> None:
    started = time.process_time()
    grids_of(text)
    assert time.process_time() - started < 3
