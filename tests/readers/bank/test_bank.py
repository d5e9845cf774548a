"""A whole bank: its own keys, chapters, parts in several files, and that everything wrong shows at once."""

from __future__ import annotations

import pytest

from deckpress.diagnostics import Report
from deckpress.model import Bank
from deckpress.readers.bank import read_bank
from deckpress.source import Source

HEAD = "deckpress: 1\nid: b\ntitle: t\n"
QUESTIONS = "questions:\n  - id: x\n    stem: 问\n    answer: 答\n"


def read(*texts: str) -> tuple[Bank | None, list[str]]:
    report = Report()
    bank = read_bank([Source(f"{number}.yaml", text) for number, text in enumerate(texts, 1)], report)
    return bank, [f"{finding.file}:{finding.line}:{finding.column} {finding.code}" for finding in report]


def good(*texts: str) -> Bank:
    bank, said = read(*texts)
    assert said == []
    assert bank is not None
    return bank


def test_what_a_bank_says_of_itself() -> None:
    bank = good(
        f"{HEAD}language: zh-CN\ndeck: '客户 :: 服务'\ndescription: d\nlicense: CC0\nauthors: [甲, 乙]\ntags: x\n"
        f"subdecks: true\nmarkup: plain\n{QUESTIONS}"
    )
    assert (bank.id, bank.title, bank.language, bank.deck) == ("b", "t", "zh-CN", "客户::服务")
    assert (bank.description, bank.license, bank.authors, bank.tags) == ("d", "CC0", ("甲", "乙"), ("x",))
    assert (bank.subdecks, bank.markup, bank.questions[0].markup) == (True, "plain", "plain")


def test_what_it_leaves_out_has_a_default() -> None:
    bank = good(HEAD + QUESTIONS)
    assert (bank.deck, bank.language, bank.markup, bank.subdecks, bank.tags) == ("t", "en", "markdown", False, ())


def test_chapters_in_order_and_direct_questions_before_them() -> None:
    bank = good(
        f"{HEAD}{QUESTIONS}chapters:\n  - id: 第一章\n    title: 甲\n    topics: [a]\n    context: c\n    questions:\n"
        "      - id: y\n        stem: s\n        answer: z\n  - id: two\n    markup: plain\n    questions: []\n"
    )
    assert [(chapter.id, chapter.title, len(chapter.questions)) for chapter in bank.chapters] == [
        ("", "", 1),
        ("第一章", "甲", 1),
        ("two", "two", 0),
    ]
    assert (bank.chapters[1].topics, bank.chapters[1].context) == (("a",), "c")
    assert [question.number for question in bank.questions] == [1, 2]


@pytest.mark.parametrize(
    "listed",
    [
        "questions: [{id: x, stem: 问, answer: 答}]\n",
        "questions: # 全部\n- id: x\n  stem: 问\n  answer: 答\n",
        "questions:\n-\n  id: x\n  stem: 问\n  answer: 答\n",
        '"questions":\n- {id: x, stem: 问, answer: 答}\n',
    ],
)
def test_questions_in_any_layout(listed: str) -> None:
    assert [question.id for question in good(HEAD + listed).questions] == ["x"]
    inner = "".join(f"    {line}\n" for line in listed.splitlines())
    assert [question.id for question in good(f"{HEAD}chapters:\n  - id: c\n{inner}").questions] == ["x"]


def test_everything_in_one_json_line() -> None:
    assert (
        good('{"deckpress": 1, "id": "b", "title": "t", "questions": [{"id": "x", "stem": "s", "answer": "a"}]}').questions[0].stem == "s"
    )


def test_parts_are_one_bank() -> None:
    second = "deckpress: 1\nid: b\npart: 2\nquestions:\n  - id: y\n    stem: 又问\n    answer: 答\n"
    bank = good(f"{HEAD}part: 1\n{QUESTIONS}", second)
    assert [question.id for question in bank.questions] == ["x", "y"]
    assert bank.files == ("1.yaml", "2.yaml")


def test_an_id_that_another_part_has() -> None:
    second = "deckpress: 1\nid: b\npart: 2\nquestions:\n  - id: x\n    stem: 又问\n    answer: 答\n"
    bank, said = read(f"{HEAD}part: 1\n{QUESTIONS}", second)
    assert bank is None
    assert said == ["2.yaml:5:9 duplicate-id"]


def test_a_part_that_cannot_be_read_hides_no_finding_of_the_other() -> None:
    bank, said = read(f"{HEAD}part: 1\nquestions:\n  - stem: x\n    answer: y\n", "a: 'b\n")
    assert bank is None
    assert [line.partition(" ")[2] for line in said] == ["missing-id", "yaml-syntax"]


def test_ids_that_differ_in_case_alone_are_two() -> None:
    assert len(good(f"{HEAD}questions:\n  - {{id: a, stem: s, answer: z}}\n  - {{id: A, stem: s2, answer: z}}\n").questions) == 2


@pytest.mark.parametrize("character", ["а", "ａ", "á", "1 2", "-a", ".a", "a/b", "a#b", "a:b", "\u200ba", "👍", "a" * 101])
def test_an_id_of_other_characters_is_an_error(character: str) -> None:
    _, said = read(f"{HEAD}questions:\n  - id: '{character}'\n    stem: s\n    answer: z\n")
    assert said == ["1.yaml:5:9 bad-id"]


@pytest.mark.parametrize("identifier", ["a", "0", "9" * 100, "a.b_c-d", "A1"])
def test_an_id_of_the_right_characters(identifier: str) -> None:
    assert good(f"{HEAD}questions:\n  - id: {identifier}\n    stem: s\n    answer: z\n").questions[0].id == identifier


def test_all_findings_at_once_in_the_order_of_the_text() -> None:
    text = (
        "id: b\ntitle: t\nlanguage: 中文\nquestions:\n  - stem: 没有编号\n    answer: a\n  - id: y\n    answer: b\n  - id: z\n    stem: s\n"
        "    options: [a]\n    answer: B\n  - id: z\n    stem: {{坏}}\n  - id: w\n    stem: s\n    points: x\n"
    )
    _, said = read(text)
    codes = [line.partition(" ")[2] for line in said]
    expected = {
        "missing-version",
        "bad-language",
        "missing-id",
        "missing-stem",
        "few-options",
        "answer-no-option",
        "yaml-key",
        "bad-number",
    }
    assert set(codes) >= expected
    assert said == sorted(said, key=lambda line: [int(number) for number in line.split()[0].split(":")[1:]])


def test_one_bad_question_hides_none_of_the_others() -> None:
    _, said = read(f"{HEAD}questions:\n  - id: a\n    stem: 'open\n  - id: b\n    answer: x\n  - id: c\n    stem: y\n    points: z\n")
    assert [line.partition(" ")[2] for line in said] == ["yaml-syntax", "missing-stem", "bad-number"]
