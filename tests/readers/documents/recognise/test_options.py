"""Options in the notations that documents write them in, and the signs beside them."""

from __future__ import annotations

import time

import pytest

from deckpress.readers.documents.containers import read_bytes_document
from deckpress.readers.documents.recognise import recognise
from deckpress.readers.documents.recognise.draft import Draft, Section
from deckpress.readers.documents.recognise.option_letters import in_latin
from deckpress.readers.documents.recognise.options import find_options
from deckpress.readers.documents.recognise.result import Found
from deckpress.readers.documents.recognise.strip import Strip

QUESTIONS = (
    ("Which fruit grows on a palm?", ("apple", "date", "plum", "cherry"), 1),
    ("哪一种水果最酸？", ("柠檬", "西瓜", "香蕉", "葡萄"), 0),
    ("Which one has a stone?", ("kiwi", "fig", "peach", "melon"), 2),
    ("做果酱要加什么？", ("盐", "醋", "酱油", "白糖"), 3),
)


def found_in(text: str) -> list[Found]:
    """The questions of a text file."""
    return recognise(read_bytes_document(text.encode(), "fruit.txt")).questions


def written(option: str, between: str, answer: str) -> str:
    """The four questions in one notation. ``{A}`` is the option's letter, ``{t}`` its text, ``{star}`` … a sign at the right one alone."""
    lines = []
    for number, (stem, texts, right) in enumerate(QUESTIONS, 1):
        shown = [
            option.format(
                A="ABCD"[i], a="abcd"[i], t=text, star="*" * (i == right), tick="√" * (i == right),
                dot="●" if i == right else "○", x="x" if i == right else " ",
            )
            for i, text in enumerate(texts)
        ]  # fmt: skip
        lines += [f"{number}. {stem}", between.join(shown), answer.format(A="ABCD"[right], t=texts[right]), ""]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("option", "between", "answer"),
    [
        ("{A}. {t}", "\n", "Answer: {A}"),
        ("{A} – {t}", "\n", "Réponse : {A}"),
        ("{A} - {t}", "\n", "Answer: {A}"),
        ("{A} — {t}", "\n", "Answer: {A}"),
        ("{A}- {t}", "\n", "Answer: {A}"),
        ("{A}-{t}", "\n", "Answer: {A}"),
        ("- {A}. {t}", "\n", "Answer: {A}"),
        ("* {a}) {t}", "\n", "Answer: {A}"),
        ("• {A}、{t}", "\n", "答案：{A}"),
        ("○ {A}. {t}", "\n", "Answer: {A}"),
        ("□{A}.{t}", "\n", "答案：{A}"),
        ("○{A}.{t}", "  ", "答案：{A}"),
        ("[ ] {A}. {t}", "\n", "Answer: {A}"),
        ("Option {A}: {t}", "\n", "Answer: {A}"),
        ("选项{A}：{t}", "\n", "答案：{A}"),
        ("{A}：【{t}】", "\n", "答案：【{t}】"),
        ("{A}  \n{t}", "\n", "答案：{A}"),
        ("{a} {t}", "\n", "Answer: {A}"),
        ("{t}", "\n", "Correct answer: {t}"),
        ("- {t}", "\n", "Answer: {t}"),
        ("• {t}", "\n", "答案：{t}"),
        ("○{t}", "\n", "答案：{t}"),
        ("{star}{A}. {t}", "\n", ""),
        ("{star} {A}) {t}", "\n", ""),
        ("{star}{A}. {t}", "  ", ""),
        ("{A}. {t}{star}", "  ", ""),
        ("{A}. {t} {star}", "\n", ""),
        ("{tick}{A}、{t}", "\n", ""),
        ("{tick}{A}、{t}", "  ", ""),
        ("{A}、{t} {tick}", "  ", ""),
        ("- {tick} {A}. {t}", "\n", ""),
        ("{dot} {A}. {t}", "\n", ""),
        ("[{x}] {A}. {t}", "\n", ""),
        ("{star}{t}", "\n", ""),
    ],
)
def test_options_in_many_notations(option: str, between: str, answer: str) -> None:
    found = found_in(written(option, between, answer))
    assert [(f.stem, tuple(f.options), f.answer) for f in found] == [(stem, texts, (right,)) for stem, texts, right in QUESTIONS]
    assert not any(f.review for f in found)


def test_a_sign_beside_several_options_makes_several_answers() -> None:
    (found,) = found_in("1. 哪些是蔬菜？\n□A.白菜(正确答案)\n□B.石头\n□C.萝卜(正确答案)\n□D.木板\n")
    assert (found.kind, found.options, found.answer) == ("multiple", ["白菜", "石头", "萝卜", "木板"], (0, 2))


@pytest.mark.parametrize(
    "rows",
    [
        ("A. oak      C. fern", "B. birch    D. moss"),
        ("a. oak  c. fern", "b. birch  d. moss"),
        ("A. oak\tC. fern", "B. birch\tD. moss"),
        ("(A) oak  (C) fern", "(B) birch  (D) moss"),
    ],
)
def test_two_printed_columns_are_read_down(rows: tuple[str, str]) -> None:
    text = "\n".join(["1. Which plant has cones?", *rows, "Answer: B", "2. Which one is red?", "A. rose", "B. grass", "Answer: A"])
    first, _ = found_in(text)
    assert (first.options, first.answer, first.review) == (["oak", "birch", "fern", "moss"], (1,), [])


@pytest.mark.parametrize(
    ("lines", "options", "review"),
    [
        (("A. rain", "B. snow", "D. hail"), ["rain", "snow", "hail"], ["the option C is missing in the document"]),
        (("A. rain", "B. snow", "fog", "D. hail"), ["rain", "snow", "fog", "hail"], ["the letter of option C is missing in the document"]),
        (("、rain", "B. snow", "C. fog", "D. ice"), ["rain", "snow", "fog", "ice"], ["the letter of option A is missing in the document"]),
        (("rain", "B. snow", "C. fog"), ["rain", "snow", "fog"], ["the letter of option A is missing in the document"]),
        (
            ("A. rain", "B. snow", "D. hail", "E. dew"),
            ["rain", "snow", "", "hail", "dew"],
            ["the option C is missing in the document", "an option is empty"],
        ),
    ],
)
def test_a_lost_letter_is_reviewed(lines: tuple[str, ...], options: list[str], review: list[str]) -> None:
    first, *_ = found_in("\n".join(["1. What falls in winter?", *lines, "Answer: B", "2. What is dry?", "A. sand", "B. tea", "Answer: A"]))
    assert (first.options, first.answer, first.review) == (options, (1,), review)


@pytest.mark.parametrize("between", ["\n", "  "])
def test_signs_can_be_the_options(between: str) -> None:
    options = between.join(["A. √", "B. ×", "C. ○", "D. □"])
    first, _ = found_in(f"1. 对的记号是哪个？\n{options}\n答案：A\n2. 圆的记号是哪个？\n{options}\n答案：C\n")
    assert (first.options, first.answer, first.review) == (["√", "×", "○", "□"], (0,), [])


def test_options_out_of_order_beside_wide_gaps() -> None:
    first, _ = found_in("1. 谁会游泳？\nA. 鸭子  D. 椅子\nB. 石头  C. 书本\n答案：A\n2. 谁会飞？\nA. 燕子\nB. 桌子\n答案：A\n")
    assert (first.options, first.review) == (["鸭子", "石头", "书本", "椅子"], ["the options stand out of order in the document"])


def test_an_article_is_no_option() -> None:
    text = "1. A cat that purrs is A. angry B. content C. ill D. deaf\nAnswer: B\n2. A dog barks at A. guests B. grass\nAnswer: A\n"
    found, *_ = found_in(text)
    assert (found.stem, found.options) == ("A cat that purrs is", ["angry", "content", "ill", "deaf"])


def test_numbers_are_options_where_the_answer_is_one_of_them() -> None:
    first = "Q.1 What do you water first?\n1) stones\n2) seedlings\n3) tools\nAns: 2\n\n"
    found = found_in(first + "Q.2 What cuts a hedge?\n1) shears\n2) a rake\n3) soap\nAns: 1\n")
    assert [(f.kind, f.options, f.answer) for f in found] == [
        ("single", ["stones", "seedlings", "tools"], (1,)), ("single", ["shears", "a rake", "soap"], (0,)),
    ]  # fmt: skip


def test_numbers_are_no_options_where_the_question_counts() -> None:
    found, *_ = found_in("Q.1 How many of these are trees?\n1) oak\n2) beech\n3) lamp\nAns: 2\n\nQ.2 Who cuts wood?\nAns: The forester\n")
    assert (found.options, found.answer) == ([], "2")


def test_tasks_of_a_written_exam_are_no_options() -> None:
    text = "1. A garden is 8 m long and 5 m wide. (4 marks)\n(a) Calculate its area.\n(b) How many plants fit, four to a square metre?\n"
    first, _ = found_in(text + "\n2. Name three tools of a gardener. (3 marks)\n")
    assert (first.kind, first.options) == ("case", [])
    assert [part.stem for part in first.parts] == ["Calculate its area.", "How many plants fit, four to a square metre?"]


def test_questions_can_be_options() -> None:
    text = "1. Choose the polite sentence.\na) What do you want?\nb) How may I help you?\nAnswer: b\n"
    found, *_ = found_in(f"{text}2. Pick one.\na) x\nb) y\nAnswer: a\n")
    assert (found.kind, found.options, found.answer) == ("single", ["What do you want?", "How may I help you?"], (1,))


def test_the_word_above_the_options_is_no_part_of_the_stem() -> None:
    found = found_in("1. 谁先下车？\n选项：\nA：老人\nB：司机\n答案：A\n2. 谁买票？\n选择一项：\nA：乘客\nB：路人\n答案：A\n")
    assert [f.stem for f in found] == ["谁先下车？", "谁买票？"]


@pytest.mark.parametrize(
    ("marks", "answer", "latin"),
    [
        ("абвг", "в", "C"),
        ("АБВГ", "В", "C"),
        ("АБВГ", "А, В", "A, C"),
        ("АБВГ", "Б. на столе", "B. на столе"),
        ("АБВГ", "на столе", "на столе"),
        ("1234", "3", "C"),
        ("1234", "1, 4", "A, D"),
        ("1234", "3 metres", "3 metres"),
        ("ABCD", "B", "B"),
        ("ABCD", "2", "2"),
    ],
)
def test_an_answer_is_written_in_the_letters_of_the_options(marks: str, answer: str, latin: str) -> None:
    text = "".join(f"{mark}) text {i}\n" for i, mark in enumerate(marks))
    draft = Draft(Strip(text, text, [0], [0], [0]), 0, Section())
    for span in find_options(text, 0, len(text), digits=True):
        draft.roles.append((span.start, span.end, "option"))
        draft.option_spans.append((span.begin, span.end))
        draft.options.append(text[span.begin : span.end].strip())
    assert in_latin(draft, answer) == latin


@pytest.mark.parametrize(
    "piece", ["(", "1.1.1.", "A", "A ", "A. ", "A. B. D. ", "*", "*A. ", "\n- [ ] A. x", " ", "\n", "□A", "A - ", "A\n", "-√ "]
)
def test_long_and_odd_lines_take_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    before = time.perf_counter()
    find_options(text, 0, len(text), digits=True)
    assert time.perf_counter() - before < 2.0
