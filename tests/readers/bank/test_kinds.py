"""What a question becomes: its kind, its answer in every form that people write, its scalars as written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckpress.diagnostics import Report
from deckpress.model import Bank, Case, Cloze, Match, Multiple, Option, Order, Question, Short, Single, TrueFalse
from deckpress.readers.bank import read_bank
from deckpress.source import Source

HEAD = "deckpress: 1\nid: b\ntitle: t\n"


def read(text: str) -> tuple[Bank | None, list[str]]:
    report = Report()
    bank = read_bank([Source("x.yaml", text)], report)
    return bank, [finding.code for finding in report]


def question(*lines: str) -> Question:
    """The one question with these lines, which must have nothing wrong with it."""
    body = "".join(f"    {line}\n" for line in lines)
    bank, codes = read(f"{HEAD}questions:\n  - id: q\n{body}")
    assert codes == []
    assert bank is not None
    return bank.questions[0]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["stem: x", "options: [一, 二]", "answer: B"], Single),
        (["stem: x", "options: [一, 二]", "answer: AB"], Multiple),
        (["stem: x", "options: [一, 二]", "answer: [A, B]"], Multiple),
        (["stem: x", "options: [一, 二]", "answer: [A]"], Single),
        (["stem: x", "options: [一, 二]"], Single),
        (["stem: x", "options: [一, 二]", "answer: 二"], Single),
        (["stem: x", "options: [Monday, Tuesday, Friday]", "answer: Friday"], Single),
        (["stem: x", "options: ['Yes', 'No']", "answer: 'No'"], Single),
        (["stem: x", "type: multiple", "options: [一, 二]", "answer: A"], Multiple),
        (["stem: x", "pairs: [[a, b], [c, d]]"], Match),
        (["stem: x", "items: [a, b]"], Order),
        (["stem: x", "parts: [{stem: y, answer: z}]"], Case),
        (["stem: x", "rubric: [y]"], Case),
        (["stem: x", "answer: true"], TrueFalse),
        (["stem: x", "answer: 错"], TrueFalse),
        (["stem: x", "answer: √"], TrueFalse),
        (["stem: x", "answer: T"], TrueFalse),
        (["stem: 'a {{b}}'"], Cloze),
        (["stem: a ____", "answer: b"], Cloze),
        (["stem: a ＿＿", "answer: b"], Cloze),
        (["stem: a __ b", "answer: b"], Short),
        (["stem: x", "answer: y"], Short),
        (["stem: x", "answer: [y, z]"], Short),
        (["stem: x"], Short),
        (["stem: x", "answer: 'No'"], Short),
        (["stem: x", "answer: A"], Short),
    ],
)
def test_the_kind_is_inferred(lines: list[str], kind: type) -> None:
    assert type(question(*lines)) is kind


def test_a_choice_in_review_may_wait_for_its_options() -> None:
    waiting = question("type: single", "stem: x", "answer: D", "review: the document prints no options")
    assert isinstance(waiting, Short)
    assert waiting.answer == ("D",)
    assert read(f"{HEAD}questions:\n  - {{id: q, type: single, stem: x, answer: D}}\n")[1] == ["few-options"]


@pytest.mark.parametrize(
    ("answer", "indices"),
    [
        ("ABD", (0, 1, 3)),
        ("DBA", (0, 1, 3)),
        ("[A, B, D]", (0, 1, 3)),
        ("[D, A]", (0, 3)),
        ("'A,B'", (0, 1)),
        ("A B", (0, 1)),
        ("A，B", (0, 1)),
        ("A、B、D", (0, 1, 3)),
        ("A/B", (0, 1)),
        ("A；B", (0, 1)),
        ("ＡＢＤ", (0, 1, 3)),
        ("ａｂ", (0, 1)),
        ("abd", (0, 1, 3)),
        ("c", (2,)),
        ("Ｃ", (2,)),
        ("' C '", (2,)),
        ("[AB, D]", (0, 1, 3)),
        ("[甲的选项, D]", (0, 3)),
        ("乙的选项", (1,)),
        ("Three", (2,)),
        ("One", (3,)),
        ("[Three, One]", (2, 3)),
        ("''", ()),
        ("[]", ()),
        ("", ()),
    ],
)
def test_an_answer_names_options_in_any_form(answer: str, indices: tuple[int, ...]) -> None:
    read_as = question("type: multiple", "stem: x", "options: [甲的选项, 乙的选项, Three, One]", f"answer: {answer}")
    assert isinstance(read_as, Multiple)
    assert read_as.answer == indices
    assert read_as.answered is bool(indices)


@pytest.mark.parametrize(("answer", "right"), [(w, True) for w in ("true", "True", "TRUE", "对", "正确", "√", "T", "t")]
    + [(w, False) for w in ("false", "错", "错误", "×", "F", "False")])  # fmt: skip
def test_a_boolean_in_the_words_of_the_format(answer: str, right: bool) -> None:
    for value in (answer, f"'{answer}'", f'"{answer}"'):
        read_as = question("stem: x", f"answer: {value}")
        assert isinstance(read_as, TrueFalse)
        assert read_as.answer is right


SCALARS = [
    "No",
    "yes",
    "1.10",
    "08",
    "2026-11-22",
    "0x1F",
    "~",
    "12:30",
    "1e3",
    "null",
    "Null",
    "on",
    "1_000",
    "0o17",
    ".inf",
    "+1",
    "=",
    "<<",
]


@pytest.mark.parametrize("scalar", SCALARS)
@pytest.mark.parametrize("quote", ["", "'", '"'])
@pytest.mark.parametrize("flow", [True, False])
def test_a_scalar_is_the_text_as_written(scalar: str, quote: str, flow: bool) -> None:
    written = f"{quote}{scalar}{quote}"
    lines = [f"options: [{written}, other]"] if flow else ["options:", f"  - {written}", "  - other"]
    read_as = question(f"stem: {written}", *lines, "answer: A", f"explanation: {written}", f"context: {written}")
    assert isinstance(read_as, Single)
    assert read_as.options == (Option(scalar), Option("other"))
    assert (read_as.stem, read_as.explanation, read_as.context) == (scalar,) * 3


@pytest.mark.parametrize("scalar", ["08", "1.10", "2026-11-22", "null", "No", "1e3"])
def test_an_id_is_the_text_as_written(scalar: str) -> None:
    bank, codes = read(f"deckpress: 1\nid: b\ntitle: {scalar}\nquestions:\n  - id: {scalar}\n    stem: x\n    answer: y\n")
    assert codes == []
    assert bank is not None
    assert (bank.title, bank.questions[0].id) == (scalar, scalar)


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=60))
def test_a_quoted_text_survives(text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    report = Report()
    bank = read_bank([Source("x", f"{HEAD}questions:\n  - id: q\n    stem: x\n    type: short\n    answer: {quoted}\n")], report)
    if not text.strip():
        assert [finding.code for finding in report] == ["empty-answer"]
        return
    assert bank is not None, list(report)
    answer: Any = bank.questions[0]
    assert answer.answer == (text.rstrip(),)


@pytest.mark.parametrize("count", [2, 26])
def test_two_to_twenty_six_options(count: int) -> None:
    letter = chr(64 + count)
    read_as = question("stem: x", f"options: [{', '.join(f'o{n}' for n in range(count))}]", f"answer: {letter}")
    assert isinstance(read_as, Single)
    assert read_as.answer == (count - 1,)


@pytest.mark.parametrize("kind", ["match", "order"])
def test_a_kind_that_holds_its_answer_takes_none(kind: str) -> None:
    body = "pairs: [[a, b], [c, d]]" if kind == "match" else "items: [a, b]"
    _, codes = read(f"{HEAD}questions:\n  - id: q\n    stem: x\n    {body}\n    answer: y\n")
    assert codes == ["key-not-for-kind"]


def test_option_notes_pairs_and_parts() -> None:
    single = question("stem: x", "options: [{text: a, note: n}, b]", "answer: A", "keep_order: true")
    assert isinstance(single, Single)
    assert single.options == (Option("a", "n"), Option("b"))
    assert single.keep_order
    match = question("stem: x", "pairs:", "  - [a, b]", "  - c: d")
    assert isinstance(match, Match)
    assert match.pairs == (("a", "b"), ("c", "d"))
    case = question("stem: x", "parts:", "  - {id: p, stem: y, answer: [1, 2]}", "  - stem: z", "    rubric: [{text: r, points: 2}]")
    assert isinstance(case, Case)
    assert [(part.key, part.stem, part.answer) for part in case.parts] == [("p", "y", ("1", "2")), ("2", "z", ())]
    assert case.parts[1].rubric[0].points == "2"
