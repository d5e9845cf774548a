"""Tables whose rows are questions, in many layouts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from deckpress.readers.documents.blocks import Cell, Line, Mark
from deckpress.readers.documents.recognise.result import Found
from deckpress.readers.documents.recognise.tables import TableReading, read_table

Rows = Sequence[Sequence[str]]
FIRST = 7
"""Index of the table's first line in its document."""


def lines_of(rows: Rows, *, bold: str = "") -> list[Line]:
    """A table's lines; a line feed in a cell makes several lines; ``bold`` is the text of lines that are bold."""
    return [
        Line(
            text=text,
            number=number + 1,
            cell=Cell(0, number, column),
            marks=(Mark(0, len(text), "bold"),) if text and text == bold else (),
        )
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
        for text in cell.split("\n")
    ]


def read(rows: Rows, *, bold: str = "") -> TableReading:
    reading = read_table(lines_of(rows, bold=bold), FIRST)
    assert reading is not None
    return reading


def only(rows: Rows, *, bold: str = "") -> Found:
    (question,) = read(rows, bold=bold).questions
    return question


HEADER = ("题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析")
TEA = ("单选题", "绿茶属于（ ）。", "发酵茶", "不发酵茶", "后发酵茶", "花茶", "B", "绿茶不经发酵。")


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (HEADER, TEA),
        (("*题目（必填）", "试题类型", "A", "B", "C", "D", "正确答案", "答案解析"), (TEA[1], "单选", *TEA[2:])),
        (("解析", "标准答案", "选项4", "选项3", "选项2", "选项1", "题目内容", "类型"), (TEA[7], "B", *TEA[5:1:-1], TEA[1], "单选")),
        (
            ("Question", "Type", "Option A", "Option B", "Option C", "Option D", "Correct Answer", "Explanation"),
            (TEA[1], "single choice", *TEA[2:]),
        ),
        (
            ("Question Text", "Type", "Option 1", "Option 2", "Option 3", "Option 4", "Correct Answer", "Feedback"),
            (TEA[1], "SC", *TEA[2:6], "2", TEA[7]),
        ),
        (
            ("Question - max 120 characters", "Time", "Answer 1 - max 75", "Answer 2", "Answer 3", "Answer 4", "Correct answer(s)", "Note"),
            (TEA[1], "20", *TEA[2:6], "2", TEA[7]),
        ),
        (("Frage", "Typ", "Antwort A", "Antwort B", "Antwort C", "Antwort D", "richtige Antwort", "Erklärung"), (TEA[1], "", *TEA[2:])),
        (("Pregunta", "Tipo", "Opción A", "Opción B", "Opción C", "Opción D", "Respuesta correcta", "Explicación"), (TEA[1], "", *TEA[2:])),
        (("Вопрос", "Тип", "Вариант 1", "Вариант 2", "Вариант 3", "Вариант 4", "Правильный ответ", "Пояснение"), (TEA[1], "", *TEA[2:])),
        (("問題", "番号", "選択肢1", "選択肢2", "選択肢3", "選択肢4", "正解", "解説"), (TEA[1], "", *TEA[2:6], "2", TEA[7])),
        (("문제", "번호", "보기1", "보기2", "보기3", "보기4", "정답", "해설"), (TEA[1], "", *TEA[2:6], "②", TEA[7])),
        (("題目", "題型", "選項A", "選項B", "選項C", "選項D", "正確答案", "解析"), (TEA[1], "单选", *TEA[2:])),
        (HEADER, (*TEA[:6], "不发酵茶", TEA[7])),
        (HEADER, (*TEA[:6], "B. 不发酵茶", TEA[7])),
        (HEADER, (*TEA[:2], "A、发酵茶", "B、不发酵茶", "C、后发酵茶", "D、花茶", "(B)", TEA[7])),
        (("题干", "选项", "答案", "解析"), (TEA[1], "A.发酵茶\nB.不发酵茶\nC.后发酵茶\nD.花茶", "B", TEA[7])),
        (("题干", "选项", "答案", "解析"), (TEA[1], "A.发酵茶 B.不发酵茶 C.后发酵茶 D.花茶", "B", TEA[7])),
        (("题干", "选项", "答案", "解析"), (TEA[1], "发酵茶|不发酵茶|后发酵茶|花茶", "B", TEA[7])),
        (("题干", "选项", "答案", "解析"), (TEA[1], "发酵茶┋不发酵茶┋后发酵茶┋花茶", "不发酵茶", TEA[7])),
        (("题干", "选项", "答案", "解析"), (TEA[1], "发酵茶$;$不发酵茶$;$后发酵茶$;$花茶", "B", TEA[7])),
        (("题干", "备选答案", "答案", "解析"), (TEA[1], "['发酵茶', '不发酵茶', '后发酵茶', '花茶']", "['不发酵茶']", TEA[7])),
        (
            ("题干", "选项A", "*", "选项B", "*", "选项C", "选项D", "B正确", "解析"),
            (TEA[1], "发酵茶", "", "不发酵茶", "", "后发酵茶", "花茶", "√", TEA[7]),
        ),
        (
            ("题干", "选项A", "是否正确", "选项B", "是否正确", "选项C", "是否正确", "选项D", "是否正确", "解析"),
            (TEA[1], "发酵茶", "0", "不发酵茶", "1", "后发酵茶", "", "花茶", "", TEA[7]),
        ),
        (("题干", "选项A", "选项B", "选项C", "选项D", "解析"), (TEA[1], "发酵茶", "*不发酵茶", "后发酵茶", "花茶", TEA[7])),
    ],
)  # fmt: skip
def test_one_question_in_many_layouts(header: Sequence[str], row: Sequence[str]) -> None:
    question = only([header, row])
    assert (question.kind, question.stem, question.options) == ("single", "绿茶属于（ ）。", ["发酵茶", "不发酵茶", "后发酵茶", "花茶"])
    assert (question.answer, question.explanation, question.review) == ((1,), "绿茶不经发酵。", [])


@pytest.mark.parametrize(
    "rows",
    [
        [("题库：茶的常识",), ("说明：红色为必填",), (), HEADER, TEA],
        [("题型", "题干", "选项", "", "", "", "答案", "解析"), TEA],
        [("题目", TEA[1]), *zip(("A", "B", "C", "D"), TEA[2:6], strict=True), ("答案", "B"), ("解析", TEA[7])],
        [("题型", "单选题"), ("题干", TEA[1]), ("选项", "A.发酵茶 B.不发酵茶 C.后发酵茶 D.花茶"), ("正确答案", "B"), ("答案解析", TEA[7])],
        [("题型", "题干", "选项", "", "", "", "答案", "解析"), ("", "", "A", "B", "C", "D", "", ""), TEA],
        [("", "", "", "", "", "", "", ""), HEADER, ("", "", "", "", "", "", "", ""), TEA],
        [("题干", "选项", "答案", "解析"), (TEA[1], "发酵茶", "B", TEA[7]), ("", "不发酵茶"), ("", "后发酵茶"), ("", "花茶")],
        [
            ("题干", "选项标号", "选项内容", "是否正确", "解析"),
            (TEA[1], "A", "发酵茶", "", TEA[7]), ("", "B", "不发酵茶", "√"), ("", "C", "后发酵茶"), ("", "D", "花茶"),
        ],
        [("题干", "答案", "解析"), (TEA[1], "B", TEA[7]), ("A. 发酵茶",), ("B. 不发酵茶",), ("C. 后发酵茶",), ("D. 花茶",)],
    ],
)  # fmt: skip
def test_rows_that_belong_together(rows: Rows) -> None:
    question = only(rows)
    assert (question.stem, question.options, question.answer, question.review) == (TEA[1], list(TEA[2:6]), (1,), [])
    assert question.explanation == TEA[7]


def test_bold_option_is_the_answer_where_there_is_no_answer_column() -> None:
    rows = [HEADER[1:6], TEA[1:6]]
    assert only(rows, bold="不发酵茶").answer == (1,)
    assert only(rows).review == ["no answer found"]
    in_one_cell = [("题干", "选项"), (TEA[1], "A.发酵茶\nB.不发酵茶\nC.后发酵茶")]
    assert only(in_one_cell, bold="B.不发酵茶").answer == (1,)


@pytest.mark.parametrize(
    ("row", "kind", "answer", "options"),
    [
        (("多选题", "哪些是水果？", "梨", "碗", "桃", "", "AC", ""), "multiple", (0, 2), 3),
        (("多选题", "哪些是水果？", "梨", "碗", "勺", "", "A", ""), "multiple", (0,), 3),
        (("", "哪些是水果？", "梨", "碗", "桃", "", "A、C", ""), "multiple", (0, 2), 3),
        (("不定项选择题", "哪些是水果？", "梨", "碗", "勺", "", "A", ""), "multiple", (0,), 3),
        (("选择题", "哪些是水果？", "梨", "碗", "桃", "", "AC", ""), "multiple", (0, 2), 3),
        (("判断题", "水在零度结冰。", "", "", "", "", "√", ""), "truefalse", True, 0),
        (("判断题", "水在零度结冰。", "对", "错", "", "", "A", ""), "truefalse", True, 0),
        (("判断题", "水在零度结冰。", "错误", "正确", "", "", "A", ""), "truefalse", False, 0),
        (("判断题", "水在零度结冰。", "", "", "", "", "FALSE", ""), "truefalse", False, 0),
        (("", "水在零度结冰。", "", "", "", "", "错", ""), "truefalse", False, 0),
        (("", "水在零度结冰。", "正确", "错误", "", "", "正确", ""), "truefalse", True, 0),
        (("填空题", "一年有（  ）季，春天之后是____。", "", "", "", "", "夏天", ""), "cloze", ["夏天"], 0),
        (("填空题", "一年有（  ）季，春天之后是（ ）。", "", "", "", "", "四；夏天", ""), "cloze", ["四", "夏天"], 0),
        (("填空题", "一年有（  ）季，春天之后是（ ）。", "四", "夏天", "", "", "", ""), "cloze", ["四", "夏天"], 0),
        (("", "春天之后是____。", "", "", "", "", "夏天", ""), "cloze", ["夏天"], 0),
        (("简答题", "怎样泡茶？", "", "", "", "", "烧水。\n放茶叶。", ""), "short", "烧水。\n放茶叶。", 0),
        (("名词解释", "茶道", "", "", "", "", "泡茶的礼仪。", ""), "short", "泡茶的礼仪。", 0),
        (("案例分析题", "茶馆里……怎么办？", "", "", "", "", "先道歉。", ""), "case", "先道歉。", 0),
        (("", "怎样泡茶？", "", "", "", "", "先烧水", ""), "short", "先烧水", 0),
        (("essay", "How is tea made?", "", "", "", "", "Boil water.", ""), "short", "Boil water.", 0),
        (("TF", "Ice floats.", "True", "False", "", "", "True", ""), "truefalse", True, 0),
    ],
)
def test_kinds(row: Sequence[str], kind: str, answer: object, options: int) -> None:
    question = only([HEADER, row])
    assert (question.kind, question.answer, len(question.options), question.review) == (kind, answer, options, [])
    if kind == "cloze" and isinstance(answer, list):
        assert question.stem.count("____") == len(answer)


@pytest.mark.parametrize(
    ("row", "review"),
    [
        (("单选题", "哪个是水果？", "梨", "碗", "", "", "", ""), "no answer found"),
        (("单选题", "哪个是水果？", "梨", "碗", "", "", "D", ""), "answer letter D, but there are 2 options"),
        (("单选题", "哪个是水果？", "梨", "碗", "桃", "", "AC", ""), "single choice, but the answer is AC"),
        (("单选题", "哪个是水果？", "梨", "碗", "桃", "", "2", ""), "answer is a number"),
        (("单选题", "哪个是水果？", "梨", "", "桃", "", "A", ""), "an option is empty"),
        (("填空题", "一年有（  ）季，春天之后是（ ）。", "", "", "", "", "四", ""), "2 blanks, but 1 answers"),
        (("填空题", "一年有几季", "", "", "", "", "四", ""), "no blank in the stem"),
        (("简答题", "怎样泡茶？", "", "", "", "", "", ""), "no answer found"),
        (("判断题", "水在零度结冰。", "", "", "", "", "也许", ""), "answer is neither true nor false"),
    ],
)
def test_review(row: Sequence[str], review: str) -> None:
    assert only([HEADER, row]).review == [review]


def test_rows_that_disagree_are_both_marked() -> None:
    other = [*TEA[:6], "C", ""]
    first, second, third = read([HEADER, TEA, other, ["单选题", "别的", *TEA[2:]]]).questions
    assert [bool(question.review) for question in (first, second, third)] == [True, True, False]


def test_the_other_columns() -> None:
    header = ("序号", "章节", "知识点", "难度", "分值", "题干", "答案", "出题人")
    question = only([header, ("12", "第一章 茶", "绿茶,泡茶", "较难", "2.0", "怎样泡茶？", "先烧水", "王")])
    assert (question.number, question.chapter, question.topics) == ("12", "第一章 茶", ["绿茶", "泡茶"])
    assert (question.difficulty, question.points) == (4, "2.0")


@pytest.mark.parametrize(
    ("rows", "answers"),
    [
        ([("题目", "A", "B"), ("茶是（B）。", "果", "叶"), ("水（ A ）冰。", "成", "非"), ("茶（  ）。", "果", "叶")], [(1,), (0,), None]),
        ([("Question", "Answer A", "Answer B", "Correct"), ("Ice?", "sinks", "floats", "B")], [(1,)]),
        ([("题目", "正误"), ("冰浮在水上。", "√"), ("冰比水重。", "×")], [True, False]),
        ([("一、判断题",), ("序号", "题目", "答案"), ("1", "冰浮在水上。", "T")], [True]),
        ([("Question", "A", "B", "Answer"), ("Which axis is upright?", "x", "y", "B")], [(1,)]),
    ],
)
def test_where_the_answer_stands(rows: Rows, answers: list[object]) -> None:
    questions = read(rows).questions
    assert [question.answer for question in questions] == answers
    assert not any("B" in question.stem or "A" in question.stem for question in questions)


GRADES = {"易": 1, "简单": 1, "中": 3, "一般": 3, "难": 5, "困难": 5, "easy": 2, "Medium": 3, "hard": 4, "3": 3, "?": 0}


@pytest.mark.parametrize(("word", "grade"), GRADES.items())
def test_difficulty(word: str, grade: int) -> None:
    assert only([("题干", "答案", "难度"), ("怎样泡茶？", "先烧水", word)]).difficulty == grade


def test_heading_rows_and_repeated_headers() -> None:
    rows = [
        ("题干", "A", "B", "答案"),
        ("第一章 茶", "", "", ""),
        ("一、单选题", "", "", ""),
        ("绿茶是什么颜色？", "绿", "红", "A"),
        ("二、判断题", "", "", ""),
        ("红茶是绿色的。", "", "", "×"),
        ("题干", "A", "B", "答案"),
        ("白茶是什么颜色？", "绿", "白", "B"),
        ("序号", "题目", "参考答案", "解析"),
        ("1", "怎样泡茶？", "先烧水", "水要开。"),
    ]
    reading = read(rows)
    assert [question.stem for question in reading.questions] == ["绿茶是什么颜色？", "红茶是绿色的。", "白茶是什么颜色？", "怎样泡茶？"]
    assert [question.kind for question in reading.questions[:2]] == ["single", "truefalse"]
    assert reading.questions[0].headings == ("第一章 茶", "一、单选题")
    assert reading.questions[3].explanation == "水要开。"
    assert sum(piece.role == "heading" for piece in reading.pieces) == 15


def test_cards_of_rows() -> None:
    card = [("题目", "怎样泡茶？"), ("答案", "先烧水"), ("解析", "水要开。")]
    reading = read([*card, ("题目", "怎样喝茶？"), ("答案", "慢饮")])
    assert [(question.stem, question.answer) for question in reading.questions] == [("怎样泡茶？", "先烧水"), ("怎样喝茶？", "慢饮")]
    assert [piece.role for piece in reading.pieces[:4]] == ["label", "stem", "label", "answer"]


def test_numbers_in_the_stems() -> None:
    questions = read([("题目", "答案"), ("1. 怎样泡茶？", "烧水"), ("2、怎样喝茶？", "慢饮"), ("3．茶叶怎样保存？", "密封")]).questions
    found = [(question.number, question.stem) for question in questions]
    assert found == [("1", "怎样泡茶？"), ("2", "怎样喝茶？"), ("3", "茶叶怎样保存？")]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([("1", "绿茶什么色？", "绿", "红", "A"), ("2", "红茶什么色？", "绿", "红", "B"), ("3", "哪种能喝？", "都", "无", "A")], "single"),
        (
            [("绿茶什么色？", "绿", "红", "白", "A"), ("红茶什么色？", "绿", "红", "白", "B"), ("哪些发酵？", "绿", "红", "黑", "BC")],
            "single",
        ),
        ([("绿茶是一种红色的茶。", "错"), ("红茶是发酵而成的茶。", "对"), ("泡茶的水越冷越好。", "错")], "truefalse"),
    ],
)
def test_no_header_but_clear_content(rows: Rows, kind: str) -> None:
    reading = read(rows)
    assert len(reading.questions) == 3
    assert reading.questions[0].kind == kind
    assert not any(question.review for question in reading.questions)


def test_front_and_back_without_a_header() -> None:
    questions = read([("kettle", "水壶"), ("spoon", "勺子"), ("cup", "杯子"), ("tea leaf", "茶叶")]).questions
    assert (questions[1].kind, questions[1].stem, questions[1].answer) == ("short", "spoon", "勺子")
    assert {tuple(question.review) for question in questions} == {("columns guessed",)}


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("姓名", "得分"), ("王", "90"), ("李", "80")],
        [("题号", "一", "二", "三", "总分"), ("得分", "", "", "", "")],
        [("题号", "答案"), ("1", "A"), ("2", "B")],
        [("项目", "内容"), ("时间", "周一"), ("地点", "东门"), ("联系人", "王老师")],
        [("题目", "1", "2", "3"), ("答案", "A", "B", "C")],
        [("1", "A"), ("2", "B"), ("3", "C")],
        [("早餐", "午餐", "晚餐"), ("粥", "面", "饭"), ("蛋", "汤", "菜")],
        [("one cell",)],
        [("2020", "3.5"), ("2021", "4.5"), ("2022", "5.5")],
    ],
)
def test_no_table_of_questions(rows: Rows) -> None:
    assert read_table(lines_of(rows), 0) is None


def test_pieces_name_the_lines_of_the_document() -> None:
    reading = read([("茶的题库",), HEADER, TEA, ("", "", "", "", "", "", "", ""), ("单选题", "1. 茶？", "a", "b", "", "", "A", "")])
    assert [question.line for question in reading.questions] == [FIRST + 10, FIRST + 26]
    roles = [piece.role for piece in reading.pieces if piece.question == 0]
    assert roles == ["label", "stem", "option", "option", "option", "option", "answer", "explanation"]
