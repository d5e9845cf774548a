"""Near-duplicates across banks: found whatever their number, and not where questions only look alike."""

from __future__ import annotations

import random

import pytest
from tests.lint.samples import bank_of

from deckpress.diagnostics import Diagnostic
from deckpress.lint.across import check_across, prints_of


def across(*texts: str) -> list[Diagnostic]:
    """What is found in banks a, b, c …, a list of questions each."""
    return check_across([one for name, text in zip("abc", texts, strict=False) for one in prints_of(bank_of(text, name))])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{id: x, stem: 客户投诉处理的第一步应当做什么？, answer: 倾听}", "{id: y, stem: 客户投诉处理的第一步应该做什么？, answer: 倾听}"),
        ("{id: x, stem: 服务补救的首要一步是哪一项？, answer: 倾听}", "{id: y, stem: 服务补救的首要步骤是哪项？, answer: 倾听}"),
        (  # other words, the same answer
            "{id: x, stem: '服务质量差距模型由哪三位学者提出？', options: [帕拉休拉曼等人, 科特勒等人, 波特等人], answer: A}",
            "{id: y, stem: '提出服务质量差距模型的是哪三位学者？', options: [德鲁克等人, 帕拉休拉曼等人, 菲茨等人], answer: B}",
        ),
        ("{id: x, stem: 'NPS 等于{{推荐者}}占比减去贬损者占比。'}", "{id: y, stem: 'NPS 等于推荐者占比减去{{贬损者}}占比。'}"),
    ],
)
def test_the_same_question_in_two_banks(one: str, other: str) -> None:
    (finding,) = across(f"- {one}", f"- {other}")
    assert (finding.code, finding.severity, finding.file, finding.line) == ("near-duplicate", "warning", "b.yaml", 5)
    assert finding.message == "'y' says nearly the same as 'x' (a.yaml, line 5)"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{id: x, stem: 客户服务产品管理工作标准有哪些？, answer: 甲}", "{id: y, stem: 客户服务产品管理工作流程有哪些？, answer: 乙}"),
        ("{id: x, stem: 客户服务的特点是什么呢？, answer: 无形}", "{id: y, stem: 客户服务的特点不是什么呢？, answer: 无形}"),
        ("{id: x, stem: 通话时长为 3 分钟时的应答率, answer: 高}", "{id: y, stem: 通话时长为 4 分钟时的应答率, answer: 高}"),
        (
            "{id: x, stem: 客户投诉处理的第一步是倾听。, answer: true}",
            "{id: y, stem: '客户投诉处理的第一步是{{倾听}}。'}",
        ),  # recognition, recall
        (
            "{id: x, stem: 下列说法正确的是哪一项？, options: [甲一, 乙二], answer: A}",
            "{id: y, stem: 下列说法正确的是哪一项？, options: [丙三, 丁四], answer: A}",
        ),
        ("{id: x, stem: 以下关于客户满意的说法，哪一项正确？}", "{id: y, stem: 以下关于客户忠诚的说法，哪一项正确？}"),
    ],
)
def test_questions_that_differ(one: str, other: str) -> None:
    assert across(f"- {one}", f"- {other}") == []


def test_other_words_in_one_bank() -> None:
    one = "- {id: x, stem: 服务质量差距模型由哪三位学者提出？, answer: 帕拉休拉曼等人}\n"
    other = "- {id: y, stem: 提出服务质量差距模型的是哪三位学者？, answer: 帕拉休拉曼等人}\n"
    assert [finding.message for finding in across(one + other)] == ["'y' says nearly the same as 'x' (a.yaml, line 5)"]


def test_a_switch_in_either_holds() -> None:
    one, other = (
        "- {id: x, stem: 客户投诉处理的第一步应当做什么？, answer: 听}",
        "- {id: y, stem: 客户投诉处理的第一步应该做什么？, answer: 听}",
    )
    off = ", lint: {near-duplicate: 不同考试各考一次}}"
    assert len(across(one, other)) == 1
    assert across(one[:-1] + off, other) == across(one, other[:-1] + off) == []
    assert across(f"lint: {{near-duplicate: 合集}}\nquestions:\n{one}", other) == []


def test_it_is_found_among_thousands() -> None:
    chooser = random.Random(3)  # noqa: S311 - text, not a secret
    words = ["客户", "服务", "投诉", "倾听", "复述", "补救", "满意", "忠诚", "质量", "标准", "流程", "回访", "工单", "升级", "坐席", "指标"]
    stems = ["".join(chooser.choices(words, k=12)) for _ in range(3_000)]
    first = "".join(f"- {{id: q{n}, stem: {stem}, answer: 答案{n}号}}\n" for n, stem in enumerate(stems))
    twin = f"- {{id: twin, stem: 请问{stems[1234]}呢, answer: 答案1234号}}\n"
    assert [finding.message for finding in across(first, twin)] == ["'twin' says nearly the same as 'q1234' (a.yaml, line 1239)"]
