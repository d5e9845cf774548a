"""The short ways that most lines and questions take give what the long ways give: documents made at random are read with and without."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.containers import text
from deckpress.readers.documents.recognise import choices, finish, key_openers, recognise, scan, shadow, stems, words

NEVER, ALWAYS = re.compile("(?!)"), re.compile("")
LONG_WAYS: tuple[tuple[ModuleType, str, object], ...] = (
    (scan, "_PLAIN_ANSWER", NEVER),
    (choices, "_PLAIN_LEADS", {}),
    (choices, "_OF_OPTIONS_WORD", ALWAYS),
    (stems, "_DIGIT", ALWAYS),
    (stems, "_LETTER", ALWAYS),
    (stems, "NOISE", ALWAYS),
    (finish, "_PLAIN", NEVER),
    (key_openers, "_DIGIT", ALWAYS),
    (shadow, "_FOLDED", ALWAYS),
)
"""What asks for a short way, and what to put there so that none is taken."""
STEMS = (
    *(
        "水的颜色是（ ）",
        "水是（B）",
        "水有____种颜色。",
        "What is a bird?",
        "Which one (page 3) p.12",
        "水是什么？(2分)",
        "下列正确的是：选项",
    ),
    *(
        "[多选] 哪些是鸟",
        "(单选题, 1.0 分) 哪些",
        "满分值：2.0分",
        "水会流动。（√）",
        "Choose one option",
        "第3题 A 是谁？",
        "哪项是A类：AB",
    ),
    *("", " ", "题目：水", "得分 2", "权(quán)利（ ）", "答案", "3.5千克的水（ ） (5分)", "水（ ）B", "正确的是 ACD", "知识点：水"),
)
TEXTS = (
    "水",
    "A",
    "Ａ．水",
    "√ 水",
    "水 √",
    "水（正确）",
    "1",
    "b",
    "水、火",
    "",
    "【水】",
    "A.水",
    "x*",
    "B类",
    "[x] 水",
    "对",
    "not given",
    "选项",
)
MARKS = (".", "、", "．", ")", ":", " ", "", "）", " . ")
ANSWERS = (
    "A",
    "ABD",
    "a",
    "B。",
    "对",
    "√",
    "A 水",
    "1",
    "CC",
    "",
    "水",
    "H",
    "ABCDEFGHI",
    "A、B",
    "I",
    " A",
    "C\n解析：水",
    "1-5 ABCDA",
    "AB BC",
)
LABELS = ("答案：", "答案:", "正确答案：", "参考答案：", "标准答案:", "Answer: ", "【答案】", "答案 ", "你的答案：", "解答：", "本题答案：")
OTHERS = (
    "",
    "第一章 水",
    "一、单选题",
    "参考答案",
    "1. A",
    "二、判断题",
    "第 3 页 共 9 页",
    "12",
    "3 votes",
    "解析：水会流动",
    "难度：易",
    "第一类：水",
)


def _lines(dice: random.Random) -> Iterator[str]:
    """A bank by nobody: mostly questions in the usual form, with something odd in some of them."""
    odd = dice.choice((0.0, 0.1, 0.5))
    for number in range(1, dice.randint(3, 12)):
        if dice.random() < odd:
            yield dice.choice(OTHERS)
        yield f"{number}{dice.choice(('、', '. ', '.'))}{dice.choice(STEMS)}"
        mark = dice.choice(MARKS)
        for letter in "ABCDEFGH"[: dice.choice((0, 2, 3, 4, 4, 4, 8))]:
            own = dice.choice(MARKS) if dice.random() < odd else mark
            sign = dice.choice(("√", " ", "*", "选项", "• ")) if dice.random() < odd else ""
            yield f"{sign}{letter}{own}{dice.choice(TEXTS) if dice.random() < odd else dice.choice('水火土木金') * dice.randint(1, 4)}"
            if dice.random() < odd / 4:
                yield dice.choice(STEMS)
        label, answer = (dice.choice(LABELS), dice.choice(ANSWERS)) if dice.random() < odd else ("答案：", dice.choice("ABCD"))
        if dice.random() < 0.9:
            yield from f"{label}{answer}".split("\n")


@pytest.mark.parametrize("seed", range(150))
def test_a_document_read_the_long_way_is_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = list(_lines(random.Random(seed)))  # noqa: S311 - nothing secret
    lines = [Line(text=row, number=number) for number, row in enumerate(rows, 1)]
    document = Document(name="a.txt", format="text", unit="line", lines=lines)
    short = recognise(document)
    for module, name, value in LONG_WAYS:
        monkeypatch.setattr(module, name, value)
    long = recognise(document)
    assert short.questions == long.questions
    assert short.pieces == long.pieces


@pytest.mark.parametrize("label", ["答案", "正确答案", "参考答案", "标准答案"])
@pytest.mark.parametrize("colon", ":：")
@pytest.mark.parametrize("letters", ["A", "E", "H", "AB", "BDF", "ABCDEFGH", "DIE"])
@pytest.mark.parametrize("above", ["", "D. 水", "1、水（ ）", "答案：A", "一、单选题"])
def test_an_answer_line_offers_what_its_parts_offer(
    label: str, colon: str, letters: str, above: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [Line(text=above, number=1), Line(text=f"{label}{colon}{letters}", number=2), Line(text="2、火（ ）", number=3)]
    short = scan.scan(lines)
    monkeypatch.setattr(scan, "_PLAIN_ANSWER", NEVER)
    assert short == scan.scan(lines)


def test_what_is_no_label_of_noise_is_known_at_once() -> None:
    dice = random.Random(1)  # noqa: S311 - nothing secret
    signs = [*" \n:：=】【[]()1", "难度", "知识点", "分值", "答案", "得分", "points", "Topic", "水", "我的答案"]
    for _ in range(20_000):
        s = "".join(dice.choices(signs, k=dice.randint(1, 6)))
        found = words.LABELS.match(s)
        if found is not None and found.lastgroup == "noise":
            assert words.NOISE.match(s), s


def test_a_text_in_which_nothing_hides_is_cleaned_all_the_same() -> None:
    for code in range(0x11000):
        character = chr(code)
        assert text.clean(f"水{character}火") == text._INVISIBLE.sub("", f"水{character}火"), hex(code)
