"""Near-duplicates: slips of the pen are found, questions that only look alike are not."""

from __future__ import annotations

import random

import pytest

from deckpress.diagnostics import Diagnostic, Report
from deckpress.lint import lint_bank
from deckpress.readers.bank import read_bank
from deckpress.source import Source

HEAD = "deckpress: 1\nid: b\ntitle: t\nquestions:\n"


def found(*questions: str) -> list[Diagnostic]:
    """The findings about questions given as flow mappings without their id."""
    report = Report()
    bank = read_bank([Source("x.yaml", HEAD + "".join(f"  - id: q{n}\n    {q}\n" for n, q in enumerate(questions)))], report)
    assert bank is not None, [finding.as_text() for finding in report]
    lint_bank(bank, report)
    return list(report)


def pairs(*stems: str) -> list[str]:
    return [finding.message.partition(" (")[0] for finding in found(*(f"stem: '{stem}'" for stem in stems))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("客户投诉处理的第一步应当做什么？", "客户投诉处理的第一步应该做什么？"),
        ("What is the main goal of customer service?", "What is the main goal of custommer service?"),
        ("What is the main goal of customer service?", "what is the main goal of customer service"),
        ("What is the main goal of customer service?", "Whta is the main goal of customer service?"),
        ("What is the main goal of customer service?", "What is the main goal of customer servise?"),
        ("以下哪一项是服务的特性？", "以下哪一项是服务的特性？"),
        ("以下哪一项是服务的特性？", "以下哪一项，是服务的特性"),
    ],
)
def test_twins_that_differ_by_a_slip(one: str, other: str) -> None:
    assert pairs(one, other) == ["'q1' says nearly the same as 'q0'"]


def test_the_finding_names_the_place_of_the_first() -> None:
    (finding,) = found("stem: 客户投诉处理的第一步应当做什么？", "stem: 服务的四个特性？", "stem: 客户投诉处理的第一步应该做什么？")
    assert (finding.code, finding.severity, finding.line) == ("near-duplicate", "warning", 9)
    assert finding.message == "'q2' says nearly the same as 'q0' (line 5)"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("计算 12+13 的结果是多少？", "计算 12+14 的结果是多少？"),
        ("How much is 3 times 4 in all?", "How much is 3 times 5 in all?"),
        ("一项服务的第 1 步是什么？", "一项服务的第 2 步是什么？"),
        ("x² 的导数应当怎么计算？", "x³ 的导数应当怎么计算？"),
        ("短题一", "短题二"),
        ("服务是什么？为什么重要？", "投诉是什么？怎样处理好？"),
        ("接听客户电话时应当首先报出姓名的说法正确吗？", "接听客户电话时不应当首先报出姓名的说法正确吗？"),
        ("下列关于客户满意度调查的说法中正确的是哪一项？", "下列关于客户满意度调查的说法中错误的是哪一项？"),
        ("Which of these is a goal of customer service?", "Which of these is not a goal of customer service?"),
        ("会员制度中的 A 类客户应当怎样接待才合适？", "会员制度中的 B 类客户应当怎样接待才合适？"),
        ("在数据库中执行 INSERT 语句之后应当做什么？", "在数据库中执行 UPDATE 语句之后应当做什么？"),
    ],
)
def test_questions_that_differ(one: str, other: str) -> None:
    assert pairs(one, other) == []


def test_the_same_stem_with_other_options_is_another_question() -> None:
    stem = "stem: 以下哪一项说法是正确的？"
    assert not found(f"{stem}\n    options: [服务无形, 服务有形]", f"{stem}\n    options: [先听后说, 先说后听]")
    assert found(f"{stem}\n    options: [服务无形, 服务有形]", f"{stem}\n    options: [服务有形, 服务无形]")
    assert not found(f"{stem}\n    items: [甲先来, 乙后到]", f"{stem}\n    items: [服务, 投诉]")
    assert not found(f"{stem}\n    pairs: [[甲, 乙], [丙, 丁]]", f"{stem}\n    pairs: [[服务, 无形], [产品, 有形]]")
    assert not found(f"{stem}\n    context: 材料一讲的是航空公司", f"{stem}\n    context: 这里写着一家小餐馆的账")


def test_retired_questions_are_left_alone() -> None:
    stem = "stem: 客户投诉处理的第一步应当做什么？"
    assert not found(f"{stem}\n    retired: 2026-01-01", stem)


def test_triplets_all_point_to_one() -> None:
    stem = "客户投诉处理的第一步应当做什么"
    assert pairs(stem, stem + "呢", stem + "吗") == ["'q1' says nearly the same as 'q0'", "'q2' says nearly the same as 'q0'"]


def test_a_slip_is_found_in_a_large_bank() -> None:
    chooser = random.Random(7)  # noqa: S311 - text, not a secret
    words = [
        "service",
        "customer",
        "desk",
        "complaint",
        "answer",
        "listen",
        "price",
        "agent",
        "phone",
        "letter",
        "order",
        "return",
        "refund",
        "polite",
        "urgent",
        "closing",
    ]
    stems = [f"{' '.join(chooser.choices(words, k=12))}" for _ in range(2_000)]
    for place in (0, len(stems[5]) // 2, len(stems[5]) - 2):
        twin = stems[5][:place] + "#x" + stems[5][place + 1 :]
        assert "'q2000' says nearly the same as 'q5'" in pairs(*stems, twin)
