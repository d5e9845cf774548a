"""Lines that mean harm to recognition: a document four times as long takes about four times as long, and nothing of it is lost.

The tests compare times with each other, so that they hold on any machine.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.recognise import recognise

STEP = 4
"""How many times longer each document is than the one before."""
WORST = 8.0
"""How many times the time a document of `STEP` times the length may take: 4 where it is linear, 16 where it is quadratic."""
ENOUGH = 0.1
"""Seconds that can be measured on a busy machine."""
LONGEST = 32_000
"""Characters of the longest line."""
MOST = 6_400
"""Lines of the longest document."""

REPEATED = (
    *("(", "( )", "[", "【", "】", "1.1.", "1、", "AAAA", "A", "A.", "a|", "|", "____", "...", "…", ":::", "**", "`", "#", "√", "第"),
    *("第1题", "题", "一、", "(1)(2)", "①②", "(5分)", "1-5 ABCDE ", "A.a B.b C.c D.d ", "答案:", "【答案】A", "参考答案", "解析:"),
    *("Q: A: ", "Question 1 ", "权(quán)", "1. a? A. b B. c 答案:A ", "1.a____b ", "- [ ] ", "![](", " ", "\t", "\u3000", "\xa0", "\x00"),
    *("\ud800", "\u200b", "İ"),
)  # fmt: skip
RUNS = ("{n}、a ", "({n}) a", "{n}. a? A. b B. c 答案:A ", "{n}、a 答案:A 解析:b ", "{n}.A ", "{n}.{n}.", "第{n}题 ")
LINES = (
    *("1", "1.", "A.x", "答案:A", "解析:x", "√", "____", "什么是x？", "1-5 ABCDE", "Q: a", "一、单选题", "参考答案", "第一章 x"),
    *("(1) a？", "(1～3题共用题干)", "{n}. a", "第{n}章 x", "1. a? A. b B. c 答案:A", "{n}. a( )", "(1) a/(2) b", "什么是x？/x是y。"),
    *("{n}. a?/A. b/B. c/答案:A", "一、单选题/1. a?/A. b/B. c/参考答案/1.A", "案例一/材料：x/(1) a？/(2) b？/答案："),
    *("(1～2题共用备选答案)/A. x/B. y/1. a/2. b", "第{n}章 x/1. a/A. b", "1. 海是什么颜色？/2. 天是什么颜色？", "1. a/答案：(1) b/(2) c"),
    *("\u3000\u3000x", "1、a( )"),
)  # fmt: skip


def time_of(texts: list[str]) -> float:
    """Seconds of processor time that recognition of a document of these lines takes."""
    document = Document(name="a.txt", format="text", unit="line", lines=[Line(text=text, number=at) for at, text in enumerate(texts, 1)])
    start = process_time()
    reading = recognise(document)
    taken = process_time() - start
    assert sum(piece.end - piece.start for piece in reading.pieces) >= sum(len("".join(text.split())) for text in texts)
    return taken


def growth(make: Callable[[int], list[str]], most: int) -> float:
    """How many times longer the longest of these documents takes than one a quarter as long; 1 where no time can be measured.

    The first that takes long enough to be measured is the longest.
    """
    size, before = most // STEP**3, 0.0
    while (taken := time_of(make(size))) < ENOUGH:
        if size >= most:
            return 1.0
        size, before = size * STEP, taken
    if taken >= WORST * before:  # another program may have held us up
        before, taken = max(before, time_of(make(size // STEP))), min(taken, time_of(make(size)))
    return taken / max(before, 1e-6)


def repeated(text: str, size: int) -> list[str]:
    """A line of nothing else, one with a question around it, and one where the text comes to nothing."""
    long = (text * (size // len(text) + 1))[:size]
    return [long, f"1. 水{long}。", f"A.{long}\x01B"]


def run(text: str, size: int) -> list[str]:
    """A line of the text with rising numbers."""
    return ["".join(text.format(n=n) for n in range(1, size // len(text) + 1))]


def lines(block: str, size: int) -> list[str]:
    """A document of the same lines again and again, numbers rising."""
    parts = block.split("/")
    return [part.format(n=n) for n in range(1, size // len(parts) + 1) for part in parts]


@pytest.mark.parametrize("text", REPEATED, ids=ascii)
def test_a_long_line(text: str) -> None:
    assert growth(lambda size: repeated(text, size), LONGEST) < WORST


@pytest.mark.parametrize("text", RUNS)
def test_a_long_line_of_rising_numbers(text: str) -> None:
    assert growth(lambda size: run(text, size), LONGEST) < WORST


@pytest.mark.parametrize("block", LINES)
def test_many_short_lines(block: str) -> None:
    assert growth(lambda size: lines(block, size), MOST) < WORST


def test_a_line_of_questions_with_many_labels_behind_them() -> None:
    def line(count: int) -> list[str]:
        return ["".join(f"{n}. a? A. b B. c 答案:A " for n in range(1, count)) + f"{count}. x " + "答案:" * (10 * count)]

    short, long = time_of(line(400)), time_of(line(1600))
    assert long < WORST * max(short, ENOUGH)


@pytest.mark.parametrize("middle", [" ", "\n", "\u3000"], ids=ascii)
def test_questions_above_and_their_key_below(middle: str) -> None:
    def document(size: int) -> list[str]:
        count = size // 2
        key = middle.join(f"{n}.{'AB'[n % 2]}" for n in range(1, count))
        return [*(f"{n}. a? A. b B. c" for n in range(1, count)), "参考答案", *key.split("\n")]

    assert growth(document, MOST) < WORST


def test_sections_above_and_their_keys_below() -> None:
    def document(size: int) -> list[str]:
        sections = range(1, size // 6)
        above = [line for n in sections for line in (f"第{n}章 x", "一、单选题", "1. a? A. b B. c")]
        return [*above, "参考答案", *(line for n in sections for line in (f"第{n}章 x", "一、单选题", "1.A"))]

    assert growth(document, MOST) < WORST
