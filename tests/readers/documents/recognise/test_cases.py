"""Cases: scenarios with tasks, their answers, rubrics, terms; in small documents as they are found in the wild."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from deckpress.readers.documents.blocks import Document, Line, Role
from deckpress.readers.documents.recognise import recognise
from deckpress.readers.documents.recognise.case_answers import divide, found_parts, numbered, rubric_items
from deckpress.readers.documents.recognise.case_cuts import Cut, cut_cases
from deckpress.readers.documents.recognise.case_words import asks, tokens
from deckpress.readers.documents.recognise.result import Found, Reading

FLOWERS = "一家花店在节日前进了很多玫瑰,结果下雨,客人很少,花都枯了,老板损失不小。"
LUGGAGE = "一位司机把客人的行李忘在车上,客人第二天要出国,非常着急,打了六次电话。"
BAKERY = "Maria runs a small bakery in a seaside town. In winter she has few guests. Last week two employees left."
WHY, HOW = "花店损失的原因是什么?", "以后应当怎样进货?"
FIRST, PAY = "司机应当先做什么?", "公司应当怎样赔偿?"


def document(text: str, headings: dict[str, int] | None = None) -> Document:
    """A document of lines; ``headings`` are lines that the container marks so, with their levels."""
    levels = headings or {}
    lines = []
    for number, line in enumerate(text.strip("\n").split("\n"), 1):
        role: Role = "heading" if line in levels else "text"
        lines.append(Line(text=line, number=number, role=role, level=levels.get(line, 0)))
    return Document(name="bank.txt", format="text", unit="line", lines=lines)


def read(text: str, headings: dict[str, int] | None = None) -> Reading:
    return recognise(document(text, headings))


def cases(reading: Reading) -> list[Found]:
    return [question for question in reading.questions if question.parts]


@dataclass(frozen=True)
class Layout:
    """A document, and the scenario and tasks of each case in it."""

    text: str
    cases: Sequence[tuple[str, Sequence[str]]]
    headings: tuple[tuple[str, int], ...] = ()


LAYOUTS = {
    "tasks (1) below a word": Layout(f"三、案例分析(30分)\n{FLOWERS}\n问题:\n(1){WHY}\n(2){HOW}", [(FLOWERS, [WHY, HOW])]),
    "scenario of two paragraphs, tasks without a word": Layout(
        f"案例分析题\n\n{FLOWERS}\n\n老板想关店。\n\n(1){WHY}\n\n(2){HOW}",
        [(f"{FLOWERS}\n老板想关店。", [WHY, HOW])],
    ),
    "tasks 1. that demand": Layout(
        f"五、案例题\n{FLOWERS}\n要求:\n1.分析损失的原因。\n2.设计一个方案。\n3.说明风险。",
        [(FLOWERS, ["分析损失的原因。", "设计一个方案。", "说明风险。"])],
    ),
    "all in one line": Layout(
        f"社区考试 一、名词解释(每题5分) 1.花店 2.花期 三、案例分析(30分) {FLOWERS}问题: (1) {WHY} (2) {HOW}",
        [(FLOWERS, [WHY, HOW])],
    ),
    "numbered cases, tasks in their line": Layout(
        f"四、案例分析题\n1. {FLOWERS}问题:(1){WHY}(2){HOW}\n2. {LUGGAGE}问题:(1){FIRST}(2){PAY}",
        [(FLOWERS, [WHY, HOW]), (LUGGAGE, [FIRST, PAY])],
    ),
    "numbered cases, tasks below": Layout(
        f"四、案例分析题\n1. {FLOWERS}\n问题:\n(1){WHY}\n(2){HOW}\n2. {LUGGAGE}\n问题:\n(1){FIRST}\n(2){PAY}",
        [(FLOWERS, [WHY, HOW]), (LUGGAGE, [FIRST, PAY])],
    ),
    "several without numbers": Layout(
        f"四、案例分析\n\n{FLOWERS}\n\n问题:\n1. {WHY}\n2. {HOW}\n\n{LUGGAGE}\n\n问题:\n1. {FIRST}\n2. {PAY}",
        [(FLOWERS, [WHY, HOW]), (LUGGAGE, [FIRST, PAY])],
    ),
    "a word opens each": Layout(
        f"二、案例题\n案例:{FLOWERS}\n(1){WHY}\n(2){HOW}\n案例:{LUGGAGE}\n(1){FIRST}\n(2){PAY}",
        [(FLOWERS, [WHY, HOW]), (LUGGAGE, [FIRST, PAY])],
    ),
    "no heading, words for both": Layout(
        f"技能抽查 编号:1-2 背景资料: {FLOWERS} 客人说: ⑴太贵; ⑵太旧。 测试任务: (1)原因 {WHY}\n\n(2)办法 {HOW}",
        [(f"{FLOWERS} 客人说: ⑴太贵; ⑵太旧。", [f"原因 {WHY}", f"办法 {HOW}"])],
    ),
    "behind a choice question": Layout(
        f"一、单选题\n1. 哪种花最香?( A )\nA. 茉莉 B. 仙人掌 C. 草 D. 苔\n\n背景资料:{FLOWERS} 任务: (1){WHY}\n(2){HOW}",
        [(FLOWERS, [WHY, HOW])],
    ),
    "a short question with a list of tasks": Layout(
        f"四、简答题\n1. 什么是花期?\n答:开花的时间。\n2. {FLOWERS}要求:①分析原因;②提出办法。",
        [(FLOWERS, ["分析原因", "提出办法。"])],
    ),
    "named tasks": Layout(
        f"三、情景模拟题\n{LUGGAGE}\n任务一:说明你会怎样安慰客人。\n任务二:安排行李的运送。",
        [(LUGGAGE, ["说明你会怎样安慰客人。", "安排行李的运送。"])],
    ),
    "traditional": Layout(
        "三、案例分析題\n小林在圖書館借了三本書,其中一本被雨淋濕。\n問題:\n(1)小林應否賠償?\n(2)圖書館可以怎樣處理?",
        [("小林在圖書館借了三本書,其中一本被雨淋濕。", ["小林應否賠償?", "圖書館可以怎樣處理?"])],
    ),
    "English below a heading": Layout(
        f"Case study\n\n{BAKERY}\n\nQuestions:\n1. What are her problems?\n2. How could she find guests?",
        [(BAKERY, ["What are her problems?", "How could she find guests?"])],
    ),
    "English, lettered tasks": Layout(
        f"Case studies\n\n{BAKERY}\n\nTasks:\n(a) Name her problems.\n(b) Suggest a way to find guests.",
        [(BAKERY, ["Name her problems.", "Suggest a way to find guests."])],
    ),
    "English scenarios": Layout(
        f"Scenario 1\n{BAKERY}\nQuestions:\n1. What are her problems?\n2. How could she find guests?\n\n"
        "Scenario 2\nA guest has lost a ring in the pool.\nQuestions:\n1. What do you do first?\n2. Whom do you tell?",
        [
            (BAKERY, ["What are her problems?", "How could she find guests?"]),
            ("A guest has lost a ring in the pool.", ["What do you do first?", "Whom do you tell?"]),
        ],
    ),
    "headings of the container": Layout(
        f"案例一 花店\n\n{FLOWERS}\n\n问题\n\n1. {WHY}\n2. {HOW}\n\n案例二 行李\n\n{LUGGAGE}\n\n问题\n\n1. {FIRST}\n2. {PAY}",
        [(FLOWERS, [WHY, HOW]), (LUGGAGE, [FIRST, PAY])],
        (("案例一 花店", 2), ("案例二 行李", 2), ("问题", 3)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_scenario_and_its_tasks_are_one_case(layout: Layout) -> None:
    reading = read(layout.text, dict(layout.headings))
    assert [(case.stem, [part.stem for part in case.parts]) for case in cases(reading)] == [
        (stem, list(parts)) for stem, parts in layout.cases
    ]
    assert all(case.kind == "case" for case in cases(reading))
    lost = [piece for piece in reading.pieces if piece.role == "unrecognised"]
    assert not any(FLOWERS[:9] in document(layout.text).lines[piece.line].text[piece.start : piece.end] for piece in lost)


def test_numbers_and_sections_of_cases_stay() -> None:
    reading = read(LAYOUTS["numbered cases, tasks below"].text)
    assert [(case.number, case.headings) for case in reading.questions] == [("1", ("四、案例分析题",)), ("2", ("四、案例分析题",))]


def test_a_missing_number_does_not_join_two_cases() -> None:
    text = f"四、案例题\n1. {FLOWERS}\n问题:(1){WHY}(2){HOW}\n3. {LUGGAGE}\n问题:(1){FIRST}(2){PAY}"
    assert [(case.number, case.stem) for case in cases(read(text))] == [("1", FLOWERS), ("3", LUGGAGE)]


HEAD = f"三、案例分析题\n{FLOWERS}\n问题:\n"
ANSWERED = {
    "together, a line each": f"{HEAD}(1){WHY}\n(2){HOW}\n答案:\n(1)没看天气。\n(2)少量多次。",
    "together, in one line": f"{HEAD}(1){WHY}\n(2){HOW}\n答案:(1)没看天气。(2)少量多次。",
    "each below its task": f"{HEAD}(1){WHY}\n答:没看天气。\n(2){HOW}\n答:少量多次。",
    "in a key, the case with a number": f"三、案例分析题\n1. {FLOWERS}\n问题:\n(1){WHY}\n(2){HOW}\n"
    f"2. {LUGGAGE}\n问题:\n(1){FIRST}\n(2){PAY}\n参考答案\n三、案例分析题\n1. (1)没看天气。\n(2)少量多次。\n2. (1)联系客人。\n(2)退车费。",
}


@pytest.mark.parametrize("text", ANSWERED.values(), ids=ANSWERED)
def test_each_task_gets_its_share_of_the_answer(text: str) -> None:
    case = cases(read(text))[0]
    assert [(part.stem, part.answer) for part in case.parts] == [(WHY, "没看天气。"), (HOW, "少量多次。")]
    assert case.answer is None
    assert not case.review


def test_an_answer_that_is_not_divided_stays_whole() -> None:
    case = cases(read(f"{HEAD}(1){WHY}\n(2){HOW}\n答案:先看天气,再进货。"))[0]
    assert case.answer == "先看天气,再进货。"
    assert [part.answer for part in case.parts] == ["", ""]


def test_a_single_task_stays_in_the_stem_and_the_list_below_it_answers() -> None:
    text = f"案例分析题\n\n{FLOWERS}\n\n老板应当怎样进货?请给出建议。\n\n(1)先看天气。\n\n(2)少量多次,\n①每天进货;\n②晚上降价。"
    (question,) = read(text).questions
    assert (question.kind, question.parts) == ("case", [])
    assert question.stem == f"{FLOWERS}\n老板应当怎样进货?请给出建议。"
    assert question.answer == "(1)先看天气。\n(2)少量多次,\n①每天进货;\n②晚上降价。"


def test_points_of_tasks() -> None:
    case = cases(read(f"{HEAD}(1){WHY}(10分)\n(2){HOW}(20分)"))[0]
    assert [(part.stem, part.points) for part in case.parts] == [(WHY, "10"), (HOW, "20")]


def test_choice_questions_below_a_scenario_get_it_as_context() -> None:
    text = f"三、案例分析题\n{LUGGAGE}\n1. 司机应当( A )。\nA. 联系客人 B. 等待 C. 下班 D. 关机\n"
    text += "2. 行李应当( B )。\nA. 卖掉 B. 送回 C. 扔掉 D. 留下"
    reading = read(text)
    assert [(q.kind, q.context, q.answer) for q in reading.questions] == [("single", LUGGAGE, (0,)), ("single", LUGGAGE, (1,))]
    assert [piece.role for piece in reading.pieces if piece.line == 1] == ["context"]


PLAIN = {
    "steps in a short question": ("二、简答题\n1. 洗手有三步:(1)湿手;(2)抹肥皂;(3)冲水。哪一步最重要?\n2. 为什么要洗手?", 2),
    "an answer in points": ("二、简答题\n1. 茶叶有哪些种类?\n答:(1)绿茶;(2)红茶。\n2. 为什么喝茶?\n答:解渴。", 2),
    "a choice question with the word": ("一、单选题\n1. 阅读材料。问题:哪种茶不发酵?( A )\nA. 绿茶 B. 红茶 C. 黑茶 D. 青茶", 1),
    "an instruction above cases": (
        "四、案例分析题\n要求:阅读下列案例,回答问题,每题15分。\n1. 路口没有红绿灯,应当怎样通过?\n答:推行。\n2. 怎样处理纸箱?\n答:搬走。",
        2,
    ),
    "questions below an introduction": (
        "Welcome to the reading club.\n\nQuestions\n\n1. What is a novel?\nAnswer: A long story.\n2. What is a poem?\nAnswer: Verse.",
        2,
    ),
}


@pytest.mark.parametrize(("text", "count"), PLAIN.values(), ids=PLAIN)
def test_other_questions_are_not_taken_for_cases(text: str, count: int) -> None:
    questions = read(text).questions
    assert len(questions) == count
    assert not any(question.parts for question in questions)


def test_a_rubric_becomes_its_criteria() -> None:
    text = f"三、情景题\n1. 情景:\n{LUGGAGE}\n评分标准:(1)态度亲切(5分);(2)安排合理(5分)。\n"
    text += f"2. 情景:\n{FLOWERS}\n评分标准:\n(1)分析(4分)(2)办法(6分)"
    assert [q.rubric for q in read(text).questions] == [["态度亲切(5分)", "安排合理(5分)"], ["分析(4分)", "办法(6分)"]]


TERMS = {
    "regular": (
        "一、名词解释\n1. 酵母：使面团发起来的微生物。\n2. 面筋：面粉加水揉出的蛋白质。\n3. 醒面：让面团休息。",
        ["酵母", "面筋", "醒面"],
    ),
    "English": ("Definitions\n1. Yeast: makes dough rise.\n2. Gluten: a protein of flour.", ["Yeast", "Gluten"]),
    "not regular": ("一、名词解释\n1. 酵母\n2. 面筋：蛋白质\n3. 醒面", ["酵母", "面筋：蛋白质", "醒面"]),
    "answered below": ("一、名词解释\n1. 酵母：概念\n答:一种微生物。\n2. 面筋：概念\n答:一种蛋白质。", ["酵母：概念", "面筋：概念"]),
}


@pytest.mark.parametrize(("text", "stems"), TERMS.values(), ids=TERMS)
def test_terms_are_split_at_a_regular_colon(text: str, stems: list[str]) -> None:
    assert [question.stem for question in read(text).questions] == stems


def test_the_explanation_of_a_term_is_its_answer() -> None:
    assert [q.answer for q in read(TERMS["regular"][0]).questions] == ["使面团发起来的微生物。", "面粉加水揉出的蛋白质。", "让面团休息。"]


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("(1)甲。(2)乙。", 2, ["甲。", "乙。"]),
        ("1. first\n2. second\n3. third", 3, ["first", "second", "third"]),
        ("①甲;②乙", 2, ["甲;", "乙"]),
        ("问题1:甲\n问题2:乙", 2, ["甲", "乙"]),
        ("a) one\nb) two", 2, ["one", "two"]),
        ("(2) only the second", 2, ["", "only the second"]),
        ("前言(1)甲。(2)乙。", 2, []),
        ("(1)甲\n(1)子\n(2)丑\n(2)乙", 2, []),
        ("一个完整的答案。", 2, []),
        ("见图(1)和图(2)", 2, []),
        ("", 2, []),
    ],
)
def test_dividing_an_answer(text: str, count: int, expected: list[str]) -> None:
    assert divide(text, count) == expected


def test_numbered_texts_divide_again() -> None:
    assert divide(numbered(["甲", "", "丙"]), 3) == ["甲", "", "丙"]


def test_parts_take_their_points_answers_and_explanations() -> None:
    parts, answer, explanation = found_parts(["说明原因。(5分)", "提出办法。(10 points)"], "(1)甲\n(2)乙", "看全文")
    assert [(p.stem, p.points, p.answer, p.explanation) for p in parts] == [("说明原因。", "5", "甲", ""), ("提出办法。", "10", "乙", "")]
    assert (answer, explanation) == (None, "看全文")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["(1)态度(5分)", "(2)办法(5分)。"], ["态度(5分)", "办法(5分)"]),
        (["(1)态度(5分)(2)办法(5分)"], ["态度(5分)", "办法(5分)"]),
        (["态度亲切(5分)", "办法可行"], ["态度亲切(5分)", "办法可行"]),
    ],
)
def test_rubric_items(items: list[str], expected: list[str]) -> None:
    assert rubric_items(items) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("应当怎样进货?", True), ("请设计方案。", True), ("What next", True), ("花是红色的。", False)]
)
def test_asking(text: str, expected: bool) -> None:
    assert asks(text) is expected


@pytest.mark.parametrize(
    "part", ["(((((", "1.1.1.1.", "AAAA", " ", "\x00", "\ud800", "问题:(1)", "案例:甲问题:(1)乙(2)丙", "(1)", "问题:\n(1)"]
)
def test_hostile_texts_take_time_in_proportion(part: str) -> None:
    text = FLOWERS + part * (60_000 // len(part))
    found = tokens(text, [])
    for strong in (False, True):
        opened = Cut(0, 0) if strong else None
        cuts = cut_cases(text, found, strong=strong, opened=opened, paragraph=lambda offset: offset, known=frozenset(), stops=())
        assert all(cut.start <= cut.begin <= cut.end for cut in cuts)
    assert len(divide(text, 50)) in (0, 50)
