"""Rules of content: each finds what its samples say, and leaves alone what only looks like it."""

from __future__ import annotations

import pytest
from tests.lint.samples import SETTING, codes, found, sample_codes

from deckpress.lint import RULES, Rule, Sample, Setting

SAMPLES = [pytest.param(rule, sample, id=f"{rule.name}-{number}") for rule in RULES.values() for number, sample in enumerate(rule.samples)]


@pytest.mark.parametrize(("rule", "sample"), SAMPLES)
def test_samples_of_the_docstrings(rule: Rule, sample: Sample) -> None:
    assert sample_codes(sample, rule.name)[:1] == ([] if sample.passes else [rule.name])


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_every_rule_tells_what_it_is(rule: Rule) -> None:
    assert {sample.passes for sample in rule.samples} == {True, False}
    assert rule.summary.endswith(".")
    assert len(rule.description) > 60


def test_rules_of_content_are_off_unless_asked_for() -> None:
    text = "- {stem: 服务补救, answer: 挽回客户。}\n- {stem: 客户投诉处理的第一步应当做什么？, answer: 听}\n"
    assert codes(text + "- {stem: 客户投诉处理的第一步应该做什么？, answer: 听}", setting=None) == ["near-duplicate"]


def test_a_finding_has_its_place_and_its_ways_out() -> None:
    (finding,) = (one for one in found("- {stem: 客服必须写完小结。, answer: false}") if one.code == "absolute-word")
    assert (finding.severity, finding.line, finding.column, finding.end_column) == ("note", 5, 12, 14)
    assert finding.excerpt.endswith("^^^^")
    assert "lint: {absolute-word: why}" in finding.hint
    assert "check --explain absolute-word" in finding.hint


def choice(right: str, *wrong: str, stem: str = "哪一项正确？", more: str = "") -> str:
    options = "".join(f"\n    - '{text}'" for text in (right, *wrong))
    return f"- stem: '{stem}'\n  options:{options}\n  answer: A\n{more}"


@pytest.mark.parametrize(
    "text",
    [
        choice("倾听", "解释", "道歉"),
        choice("先倾听再道歉", "解释", "道歉", "转接"),  # longer, but by little
        choice("耐心听对方把话说完", "马上向对方解释规定", "请同事来听"),
        choice("All of these choices are correct", "text", "voice", "data"),
        choice("`a_very_long_name_in_code()`", "`b_very_long_name_in_code()`", "`c`"),
    ],
)
def test_options_alike_in_length(text: str) -> None:
    assert codes(text, "longest-answer") == []


def test_long_options_by_what_is_shown() -> None:
    link = "[官网](https://example.org/a/very/long/address/that/nobody/sees)"
    assert codes(choice(link, "电话", "微信"), "longest-answer") == []
    several = "- stem: 哪些正确？\n  options: [耐心听对方把话全部说完整, 详细记录对方的全部诉求, 解释, 道歉]\n  answer: AB\n"
    assert codes(several, "longest-answer") == ["longest-answer"]
    assert codes(several.replace("解释", "先向对方解释全部的规定"), "longest-answer") == []


@pytest.mark.parametrize(
    "text",
    [
        choice("国家标准由谁批准", "企业标准", "行业标准", stem="下列关于国家标准的说法，错误的是哪一项？"),
        choice("先看数据", "先问客户", "先报上级", stem="发现数据异常时先做什么？"),  # three characters or fewer in common
        choice("Missing her birthday must be hard.", "We are sorry.", "Call us.", stem="You missed her birthday. What do you say?"),
        choice("“预计明天到，我再查。”", "“等着吧。”", "“不知道。”", stem="客户问“预计明天能到吗？”怎样回答？"),
        choice("the clerk", "the customer", "the driver", stem="Does the clerk or the customer sign?"),
        "- stem: 'NPS 是{{推荐者}}占比减去贬损者占比。'",
        "- stem: '接通率 = {{30}} ÷ 30，即 100%。'",
        "- stem: '先{{c1::倾听}}，后{{c2::复述}}；再{{c1::倾听}}。'",
        "- stem: 'The {{art}} of starting a call.'",
    ],
)
def test_stems_that_give_nothing_away(text: str) -> None:
    assert codes(text, "answer-in-stem") == []


def test_the_subject_of_a_bank_gives_nothing_away() -> None:
    stem = "客户关系管理的第{}步由谁来做？"
    names = "甲乙丙丁戊己庚辛"
    same = "".join(choice(f"客户关系管理部{name}组", f"财务中心{name}组", f"法务中心{name}组", stem=stem.format(name)) for name in names)
    assert codes(same, "answer-in-stem") == []
    assert codes(choice("客户关系管理部", "财务中心", "法务中心", stem=stem.format("一")), "answer-in-stem") == ["answer-in-stem"]


@pytest.mark.parametrize(
    "stem",
    [
        "客户满意不一定带来忠诚。",
        "道歉并不能完全代替补偿。",
        "服务补救要求在一定时间内答复。",
        "企业说“我们绝对可靠”，客户就会放心。",
        "客户未必都愿意等待。",
        "Customers do not always complain.",
        "首问负责制要求第一位接待者跟进到底。",
    ],
)
def test_words_that_are_not_absolute(stem: str) -> None:
    assert codes(f"- {{stem: '{stem}', answer: false}}", "absolute-word") == []


@pytest.mark.parametrize("stem", ["客服必須在當天回覆。", "凡是投诉都要赔偿。", "Agents must never apologise.", "只要满意，就会忠诚。"])
def test_absolute_words(stem: str) -> None:
    assert codes(f"- {{stem: '{stem}', answer: false}}", "absolute-word") == ["absolute-word"]
    assert codes(f"- {{stem: '{stem}', answer: true}}", "absolute-word") == []


@pytest.mark.parametrize(
    "text",
    [
        choice("甲", "乙", stem="客户满意度的计算公式"),  # the options go on
        choice("甲", "乙", stem="服务质量差距模型由____提出。"),
        choice("甲", "乙", stem="客户最先看到的是（　）。"),
        choice("a", "b", stem="Complete the sentence."),
        "- {stem: 'A customer is upset. Reassure her.', answer: I hear you.}",
        "- {stem: 提出两条更合理的做法。, answer: [先听, 后说]}",
        "- {stem: '客户发火了。', parts: [{stem: 当面安抚他。, answer: 您请讲。}]}",
        "- {stem: '把下面的话改得得体：“不行。”', answer: 我来想办法。}",
        "- {stem: 名词解释：服务补救, answer: 挽回客户。}",
        "- {stem: '列出三种客户类型。', answer: [甲, 乙, 丙]}",
        "- {stem: 'Explain service recovery.', answer: Winning a customer back.}",
        "- {stem: 服务补救}",  # without an answer there is more amiss
        "- {stem: '客户发火了。', parts: [{stem: '你先说什么？', answer: 您请讲。}]}",
    ],
)
def test_stems_that_ask(text: str) -> None:
    assert codes(text, "open-stem") == []


def test_a_part_of_a_case_must_ask_too() -> None:
    assert codes("- {stem: '客户发火了。', parts: [{stem: 安抚客户, answer: 您请讲。}]}", "open-stem") == ["open-stem"]


@pytest.mark.parametrize(
    "stem",
    [
        "服务时间是 9:00–18:00，对吗？",
        "比例为3:1，对吗？",
        "“AHT, FCR, CSAT”指什么？",
        "在 `a, b` 里，`f(中)` 是什么？",
        "公式 $x_{中, 文}$ 是什么？",
        "见 [说明](https://example.org/a,b)，对吗？",
        "客户满意度（CSAT）是什么？",
        "1. 倾听",
        "提升 3.5 倍，对吗？",
    ],
)
def test_punctuation_that_is_right(stem: str) -> None:
    assert codes(f"language: zh-CN\nquestions:\n  - {{stem: '{stem}', answer: 对对}}", "mixed-punctuation") == []


@pytest.mark.parametrize("stem", ["客户说,我等", "满意度(CSAT)是什么？", "您好!请讲", '他说"好"。', "第一步.第二步", "问:谁？"])
def test_half_width_punctuation(stem: str) -> None:
    assert codes(f"language: zh-CN\nquestions:\n  - {{stem: '{stem}', answer: 对对}}", "mixed-punctuation") == ["mixed-punctuation"]
    assert codes(f"language: ja\nquestions:\n  - {{stem: '{stem}', answer: 对对}}", "mixed-punctuation") == []


def test_chinese_words_in_an_english_bank_keep_their_punctuation() -> None:
    assert codes("- {stem: 'What does “您好，请讲” mean?', answer: Hello.}", "mixed-punctuation") == []


@pytest.mark.parametrize(
    ("language", "stem", "wrong"),
    [
        ("zh-TW", "客服應當先說什麼？皇后、公里、台北、麵與面、才能", False),
        ("zh-TW", "客服应当先说什么？", True),
        ("zh-Hant", "蘑菇與邯鄲", False),
        ("zh-HK", "他坐着，温度和税", False),
        ("zh-TW", "他坐着", True),
        ("zh-CN", "客服应当先说什么？乾坤、瞭望、王玥、皇后", False),
        ("zh", "以後", True),
        ("zh-CN", "客服應當先說什麼？", True),
        ("ja", "客服應當先說什麼？", False),
        ("en", "什麼 and 什么", False),
    ],
)
def test_scripts(language: str, stem: str, wrong: bool) -> None:
    assert codes(f"language: {language}\nquestions:\n  - {{stem: '{stem}', answer: OK}}", "mixed-script") == ["mixed-script"] * wrong


def test_a_script_finding_shows_the_characters() -> None:
    (finding,) = (one for one in found("language: zh-TW\nquestions:\n  - {stem: 客服应当先说？, answer: 好}") if one.code == "mixed-script")
    assert finding.message == "Simplified characters in a Traditional bank: 应当说"
    assert finding.excerpt.split("\n")[0][finding.column - 1 : finding.end_column - 1] == "应"


def test_topics() -> None:
    chapters = (
        "chapters:\n  - id: one\n    topics: [burn]\n    questions:\n      - {stem: 'Hot?', answer: Yes it is, topics: ['burns::chemical']}"
    )
    (finding,) = (one for one in found(chapters) if one.code == "unknown-topic")
    assert (finding.line, finding.message) == (6, "the collection has no topic 'burn', of the chapter 'one'")
    assert finding.hint.startswith("did you mean 'burns'?")
    assert codes(chapters, "unknown-topic", setting=Setting()) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("answer: '" + "好" * 139 + "'", False),
        ("answer: '" + "好" * 141 + "'", True),
        ("answer: '" + "x" * 279 + "'", False),
        ("answer: [一, 二, 三, 四, 五]", False),
        ("answer: [一, 二, 三, 四, 五, 六]", True),
        ("answer: ['" + "', '".join(["好" * 39] * 5) + "']", False),
        ("answer: ['" + "', '".join(["好" * 41] * 5) + "']", True),
    ],
)
def test_how_long_an_answer_may_be(text: str, wrong: bool) -> None:
    assert codes(f"- stem: 为什么？\n  {text}", "long-answer") == ["long-answer"] * wrong


def test_what_counts_as_an_explanation() -> None:
    case = "- {{stem: 案例, parts: [{{stem: 怎么办？, answer: 听{}}}]}}"
    assert codes(case.format(""), "missing-explanation") == ["missing-explanation"]
    assert codes(case.format(", rubric: [听完]"), "missing-explanation") == []
    assert codes(case.format(", explanation: 先情绪后事情"), "missing-explanation") == []
    assert codes("- {stem: 为什么？}", "missing-explanation") == []


def test_retired_questions_are_left_alone() -> None:
    text = choice("先听对方把话说完，再表示理解", "解释", "道歉", stem="说完，再表示理解是什么", more="  retired: 2026\n")
    assert codes(text, setting=SETTING) == []


def test_balance_needs_many_questions_and_looks_at_shuffled_ones() -> None:
    seven = "".join(choice("甲", "乙", "丙", "丁", stem=f"第 {n} 题？") for n in range(7))
    assert codes(seven, "answer-balance") == []
    assert codes(seven + choice("甲", "乙", "丙", "丁", stem="第 8 题？"), "answer-balance") == ["answer-balance"]
    kept = "".join(choice("甲", "乙", "丙", "丁", stem=f"第 {n} 题？", more="  keep_order: true\n") for n in range(12))
    assert codes(kept, "answer-balance") == []
    several = "".join(f"- {{stem: 第 {n} 题？, options: [甲, 乙, 丙, 丁], answer: AB}}\n" for n in range(20))
    assert codes(several, "answer-balance") == ["answer-balance"]


@pytest.mark.parametrize("piece", ["![", "](", "“", "`", "$", "$$", "```", "{ ", "只要", "（", "[a](", "客户", "ab ", "中,", ": ", "\\"])
def test_hostile_texts_are_gone_through(piece: str) -> None:
    text = (piece * 20_000).replace("'", "")
    found = codes(
        f"language: zh-CN\nquestions:\n  - {{stem: '{text}', answer: false}}\n  - stem: '{text}?'\n    answer: A\n"
        f"    options: ['{text}', '{text}x', y]\n  - {{stem: '{text}', answer: '{text}'}}\n"
    )
    assert "missing-explanation" in found
