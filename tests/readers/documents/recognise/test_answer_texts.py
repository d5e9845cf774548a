"""Answers given as options' texts, the answers of several blanks, and answers of a megabyte."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckpress.readers.documents.recognise.answers import match_options, read_answer, split_blanks
from deckpress.readers.documents.recognise.result import FoundKind

FRUIT = ("苹果", "香蕉", "葡萄", "西瓜")
BIRDS = ("The robin sings at dawn", "An owl hunts at night", "Penguins swim", "Storks build on chimneys")
HOSTILE = ("(", "A", " ", "A,", "1.", "(1)", "①", "'", "\\'", "对", "以上", "甲；", "\n", "错，", "$", "\0", "\ud800", "…")


@pytest.mark.parametrize(
    ("text", "options", "indices"),
    [
        ("香 蕉。", FRUIT, (1,)),
        ("香蕉，苹果", FRUIT, (0, 1)),
        ("苹果、葡萄\n西瓜", FRUIT, (0, 2, 3)),
        ('["苹果", "it\'s"]', ("苹果", "it's"), (0, 1)),
        ("红，黄；蓝", ("红，黄", "蓝", "绿"), (0, 1)),
        ("Ｐｅｎｇｕｉｎｓ ｓｗｉｍ", BIRDS, (2,)),
        ("a-b", ("a+b", "a-b"), (1,)),
        (">=", (">", ">=", "<"), (1,)),
        ("US", ("us", "US"), (1,)),
        ("苹果┋苹果", FRUIT, None),
        ("苹", FRUIT, None),
        ("苹果汁", FRUIT, None),
        ("U.S.", ("us", "u.s"), None),
        ("The…", BIRDS, None),
        ("", FRUIT, None),
        ("苹果", (), None),
    ],
)
def test_option_texts(text: str, options: tuple[str, ...], indices: tuple[int, ...] | None) -> None:
    assert match_options(text, options) == indices


@pytest.mark.parametrize(
    ("text", "blanks", "parts"),
    [
        ("春天", 1, ["春天"]),
        ("春天/春季；春", 1, ["春天/春季；春"]),
        ("", 1, []),
        ("", 2, []),
        ("春；夏", 2, ["春", "夏"]),
        ("春;夏;", 2, ["春", "夏"]),
        ("春、夏；秋、冬", 2, ["春、夏", "秋、冬"]),
        ("春、夏；秋、冬", 3, ["春、夏", "秋、冬"]),
        ("春、夏、秋", 3, ["春", "夏", "秋"]),
        ("春，夏", 2, ["春", "夏"]),
        ("春|夏", 2, ["春", "夏"]),
        ("春/夏", 2, ["春", "夏"]),
        ("春┋夏", 2, ["春", "夏"]),
        ("春\t夏", 2, ["春", "夏"]),
        ("春  夏", 2, ["春", "夏"]),
        ("春 夏", 2, ["春", "夏"]),
        ("春\n夏", 2, ["春", "夏"]),
        ("春@@夏", 2, ["春", "夏"]),
        ("(1) 春 (2) 夏", 2, ["春", "夏"]),
        ("（1）春；（2）夏。", 2, ["春", "夏。"]),
        ("①春 ②夏", 2, ["春", "夏"]),
        ("第一空：春；第二空：夏", 2, ["春", "夏"]),
        ("1.春 2.夏 3.秋", 3, ["春", "夏", "秋"]),
        ("1、2", 2, ["1", "2"]),
        ("1,000；2,000", 2, ["1,000", "2,000"]),
        ("3.14；2.5", 2, ["3.14", "2.5"]),
        ("['New York', 'Rome']", 2, ["New York", "Rome"]),
        ("New York", 2, ["New York"]),
        ("New York, Rome", 2, ["New York", "Rome"]),
    ],
)
def test_blanks(text: str, blanks: int, parts: list[str]) -> None:
    assert split_blanks(text, blanks) == parts


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_megabyte_takes_no_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    started = time.process_time()
    for sample in (text, f"[{text}]", f"A. {text}"):
        read_answer(sample, FRUIT)
        read_answer(sample, (sample[:500_000], sample[500_000:]), "multiple")
        read_answer(sample, (), "truefalse")
        split_blanks(sample, 3)
    assert time.process_time() - started < 10


KINDS: list[FoundKind | None] = [None, "single", "multiple", "truefalse", "cloze", "short", "case"]
SIGNS = st.text(alphabet="ABCde АБВ对错√×TF()（）[]【】'\"、，；;.。:：①②12 \n\t┋|…以上都答案选解析苹果\ud800\0ア가", max_size=24)


@given(SIGNS, st.lists(SIGNS, max_size=4), st.sampled_from(KINDS))
def test_any_answer_has_a_reading(text: str, options: list[str], kind: FoundKind | None) -> None:
    answer = read_answer(text, options, kind)
    assert answer.text == text.strip()
    assert answer.rest in text
    assert answer.choice is None or list(answer.choice) == sorted(set(answer.choice))
    if answer.choice and options and answer.choice[-1] >= len(options):
        assert answer.doubt
    assert all(part.strip() == part for part in split_blanks(text, 2) if not text.strip().startswith("["))
