"""Tables in a document: the templates of platforms, keys, tables in plain text, what stands above and around them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from deckpress.readers.documents.blocks import Cell, Line
from deckpress.readers.documents.recognise.grids import Grids, read_grids

Rows = Sequence[Sequence[str]]
Found = tuple[str, str, list[str], object]
"""Kind, stem, options, answer."""


def cells_of(rows: Rows, table: int = 0) -> list[Line]:
    """Lines of a table; empty cells give none, as in a sheet."""
    return [
        Line(text=text, number=number + 1, cell=Cell(table, number, column))
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
        if cell
        for text in cell.split("\n")
    ]


def plain(text: str) -> list[Line]:
    return [Line(text=line, number=number) for number, line in enumerate(text.split("\n"), 1)]


def found_in(grids: Grids) -> list[Found]:
    return [(question.kind, question.stem, question.options, question.answer) for question in grids.questions]


TEA: Found = ("single", "Which tea is not fermented?", ["black", "green", "dark"], (1,))
ICE: Found = ("truefalse", "Ice floats on water.", [], True)
FRUIT: Found = ("multiple", "Which are fruits?", ["pear", "bowl", "plum"], (0, 2))
_A = "Clouds cool down."
RAIN: Found = ("short", "Why does it rain?", [], _A)
_T, _I, _F, _R = TEA[1], ICE[1], FRUIT[1], RAIN[1]
_TO, _FO = TEA[2], FRUIT[2]

TEMPLATES: dict[str, tuple[Rows, list[Found]]] = {
    "kahoot": (
        [
            ("", "Quiz template"), ("", "Add questions, at least two answer alternatives, time limit and the correct answers"),
            ("", "Question - max 120 characters", "Answer 1 - max 75 characters", "Answer 2 - max 75 characters",
             "Answer 3 - max 75 characters", "Time limit (sec) – 5, 10, 20 secs", "Correct answer(s) - choose at least one"),
            ("1", _T, *_TO, "20", "2"), ("2", _F, *_FO, "20", "1,3"), ("3", _I, "True", "False", "", "20", "1"),
        ],
        [TEA, FRUIT, ICE],
    ),
    "quizizz": (
        [
            ("Question Text", "Question Type", "Option 1", "Option 2", "Option 3", "Correct Answer", "Time in seconds", "Image Link",
             "Answer explanation"),
            (_T, "Multiple Choice", *_TO, "2", "30"), (_F, "Checkbox", *_FO, "1,3", "30"),
            ("Tea grows on a ____.", "Fill-in-the-Blank", "bush", "", "", "", "30"),
        ],
        [TEA, FRUIT, ("cloze", "Tea grows on a ____.", [], ["bush"])],
    ),
    "blooket": (
        [
            ("Blooket Import Template",),
            ("Question #", "Question Text", "Answer 1", "Answer 2", "Answer 3\n(Optional)", "Time Limit (sec)\n(Max: 300 seconds)",
             "Correct Answer(s)\n(Only include Answer #)"),
            ("1", _T, *_TO, "20", "2"), ("2", _F, *_FO, "20", "1,3"),
        ],
        [TEA, FRUIT],
    ),
    "gimkit": (
        [
            ("Question", "Correct Answer", "Incorrect Answer 1", "Incorrect Answer 2 (Optional)"),
            ("Which is a fruit?", "plum", "bowl", "cup"), ("Which is a tool?", "saw", "sea"),
        ],
        [("single", "Which is a fruit?", ["plum", "bowl", "cup"], (0,)), ("single", "Which is a tool?", ["saw", "sea"], (0,))],
    ),
    "trivia": (
        [
            ("category", "type", "difficulty", "question", "correct_answer", "incorrect_answers"),
            ("Kitchen", "multiple", "easy", "Which is a fruit?", "plum", '["bowl", "cup"]'),
            ("Nature", "boolean", "easy", _I, "True", '["False"]'),
        ],
        [("single", "Which is a fruit?", ["plum", "bowl", "cup"], (0,)), ICE],
    ),
    "考试宝": (
        [
            ("填写说明：题干和正确答案必填",),
            ("题干（必填）", "题型 （必填）", "选项 A", "选项 B", "选项 C", "正确答案（必填）", "解析", "章节", "难度"),
            ("哪种茶不发酵？", "单选题", "红茶", "绿茶", "黑茶", "B", "", "茶", "易"),
            ("冰浮在水上。", "判断题", "正确", "错误", "", "A", "", "水", "易"),
            ("一年有____季，夏天之前是____。", "填空题", "", "", "", "四|春天", "", "", ""),
        ],
        [
            ("single", "哪种茶不发酵？", ["红茶", "绿茶", "黑茶"], (1,)),
            ("truefalse", "冰浮在水上。", [], True),
            ("cloze", "一年有____季，夏天之前是____。", [], ["四", "春天"]),
        ],
    ),
    "学习通": (
        [
            ("目录", "题目类型", "大题题干", "小题题型", "小题题干", "正确答案", "答案解析", "难易度", "知识点", "选项数", "A", "B", "C"),
            ("茶", "单选题", "", "", "哪种茶不发酵？", "B", "", "易", "分类", "3", "红茶", "绿茶", "黑茶"),
            ("茶", "多选题", "", "", "哪些能喝？", "AC", "", "易", "用途", "3", "红茶", "木碗", "黑茶"),
        ],
        [("single", "哪种茶不发酵？", ["红茶", "绿茶", "黑茶"], (1,)), ("multiple", "哪些能喝？", ["红茶", "木碗", "黑茶"], (0, 2))],
    ),
    "问卷星": (
        [
            ("题型", "题目", "选项1", "选项2", "选项3", "答案", "分数", "答案解析"),
            ("单选", "哪种茶不发酵？", "红茶", "绿茶", "黑茶", "绿茶", "5"), ("判断", "冰浮在水上。", "对", "错", "", "对", "5"),
        ],
        [("single", "哪种茶不发酵？", ["红茶", "绿茶", "黑茶"], (1,)), ("truefalse", "冰浮在水上。", [], True)],
    ),
    "优考试": (
        [
            ("试题类型", "试题内容", "选项（多个选项用|隔开）", "标准答案", "试题解析", "分值", "难度"),
            ("单选题", "哪种茶不发酵？", "红茶|绿茶|黑茶", "B", "", "2", "中"), ("问答题", "怎样泡茶？", "", "先烧水。", "", "5", "难"),
        ],
        [("single", "哪种茶不发酵？", ["红茶", "绿茶", "黑茶"], (1,)), ("short", "怎样泡茶？", [], "先烧水。")],
    ),
    "雨课堂": (
        [
            ("题目类型", "题干", "A", "B", "C", "D", "答案", "分值", "解析"),
            ("单选题", "哪种茶不发酵？", "红茶", "绿茶", "黑茶", "", "B", "1"),
        ],
        [("single", "哪种茶不发酵？", ["红茶", "绿茶", "黑茶"], (1,))],
    ),
    "moodle": (
        [
            ("questionname", "questiontext", "A", "B", "C", "Answer 1", "Answer 2", "answernumbering", "correctfeedback"),
            ("Q1", _T, *_TO, "B", "", "ABCD", "Well done"), ("Q2", _F, *_FO, "A", "C", "ABCD", "Well done"),
        ],
        [TEA, FRUIT],
    ),
    "google forms": (
        [
            ("Title", "Question", "Question Type", "Required", "Choice", "Choice", "Choice", "Correct Answer", "Points"),
            ("", _T, "Multiple choice", "TRUE", *_TO, "green", "1"), ("", _F, "Checkboxes", "TRUE", *_FO, "pear, plum", "1"),
        ],
        [TEA, FRUIT],
    ),
    "blackboard": (
        [
            ("MC", _T, "black", "incorrect", "green", "correct", "dark", "incorrect"),
            ("MA", _F, "pear", "correct", "bowl", "incorrect", "plum", "correct"),
            ("TF", _I, "true"), ("ESS", _R, _A), ("FIB", "Tea grows on a ____.", "bush"),
            ("NUM", "How many legs has a cat?", "4", "0.5"), ("MAT", "Match cups and drinks.", "mug", "tea", "glass", "water"),
        ],
        [
            TEA, FRUIT, ICE, RAIN, ("cloze", "Tea grows on a ____.", [], ["bush"]), ("short", "How many legs has a cat?", [], "4"),
            ("short", "Match cups and drinks.", [], "mug — tea\nglass — water"),
        ],
    ),
    "canvas": (
        [("MC", "", "1", _T, "2", *_TO), ("MR", "", "1", _F, "1,3", *_FO), ("TF", "", "1", _I, "T"), ("ES", "", "1", _R, _A)],
        [TEA, FRUIT, ICE, RAIN],
    ),
    "brightspace": (
        [
            ("NewQuestion", "MC"), ("ID", "T-1"), ("Title", "Tea"), ("QuestionText", _T), ("Points", "1"),
            ("Option", "0", "black"), ("Option", "100", "green"), ("Option", "0", "dark"), ("Feedback", "It is not fermented."),
            ("NewQuestion", "TF"), ("QuestionText", _I), ("TRUE", "100"), ("FALSE", "0"),
            ("NewQuestion", "WR"), ("QuestionText", _R), ("AnswerKey", _A),
        ],
        [TEA, ICE, RAIN],
    ),
    "socrative": (
        [
            ("Question Type", "Question", "Answer A", "Answer B", "Answer C", "Correct Answer(s)"),
            ("Multiple choice", _T, *_TO, "B"), ("True_false", _I, "", "", "", "True"), ("Open-ended", _R, "", "", "", _A),
        ],
        [TEA, ICE, RAIN],
    ),
    "one field a row, a question a column": (
        [("Question", _T, "Which is a fruit?"), ("A", "black", "plum"), ("B", "green", "bowl"), ("C", "dark", "cup"), ("Answer", "B", "A")],
        [TEA, ("single", "Which is a fruit?", ["plum", "bowl", "cup"], (0,))],
    ),
    "side by side": (
        [("题目", "答案", "题目", "答案"), ("冰浮在水上。", "√", "铁浮在水上。", "×"), ("茶是叶子。", "√")],
        [("truefalse", "冰浮在水上。", [], True), ("truefalse", "铁浮在水上。", [], False), ("truefalse", "茶是叶子。", [], True)],
    ),
    "options in the stem's cell": (
        [("题目", "答案"), ("哪种茶不发酵？\nA. 红茶\nB. 绿茶", "B"), ("哪些能喝？（ ）A、红茶 B、木碗 C、黑茶", "AC")],
        [("single", "哪种茶不发酵？", ["红茶", "绿茶"], (1,)), ("multiple", "哪些能喝？（ ）", ["红茶", "木碗", "黑茶"], (0, 2))],
    ),
    "metadata on both sides, lower-case letter and text": (
        [
            ("question_id", "region", "exam_part", "question_number", "question_text", "option_a", "option_b", "option_c", "correct_letter",
             "correct_option_text", "flags", "page_in_pdf", "source_pdf", "key_pdf", "checksum", "import_batch"),
            ("x1", "north", "main", "1", _T, *_TO, "b", "green", "", "3", "a.pdf", "b.pdf", "77", "2"),
        ],
        [TEA],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates(name: str) -> None:
    rows, expected = TEMPLATES[name]
    lines = cells_of(rows)
    grids = read_grids(lines)
    assert found_in(grids) == expected
    assert not [question.review for question in grids.questions if question.review]
    assert grids.taken == set(range(len(lines)))


def test_codes_of_kinds_are_read_from_the_rows() -> None:
    listed = '[{"optionContent":"红茶"},{"optionContent":"绿茶"},{"optionContent":"黑茶"}]'
    rows = [
        ("questionAnswer", "questionContent", "optionContent", "questionType"),
        ("1", "冰浮在水上。", "", "1"), ("2", "铁浮在水上。", "", "1"),
        ("B", "哪种茶不发酵？", listed, "2"), ("A,C", "哪些茶发酵？", listed, "3"),
    ]  # fmt: skip
    questions = read_grids(cells_of(rows)).questions
    assert [(question.kind, question.answer) for question in questions] == [
        ("truefalse", True), ("truefalse", False), ("single", (1,)), ("multiple", (0, 2)),
    ]  # fmt: skip
    assert questions[2].options == ["红茶", "绿茶", "黑茶"]
    numbered = "true or false as a number: 1 read as true, 2 as false"
    assert [question.review for question in questions] == [[numbered], [numbered], [], []]


@pytest.mark.parametrize(
    ("cell", "options", "answer"),
    [
        ('["红茶","绿茶"]', ["红茶", "绿茶"], None),
        ('{"A":"红茶","B":"绿茶"}', ["红茶", "绿茶"], None),
        ('[{"label":"A","text":"红茶","isCorrect":false},{"label":"B","text":"绿茶","isCorrect":true}]', ["红茶", "绿茶"], (1,)),
        ("['红茶', '绿\\u8336']", ["红茶", "绿茶"], None),
        ("[[1,2],[3]]", ["[[1,2],[3]]"], None),
    ],
)
def test_options_as_data(cell: str, options: list[str], answer: object) -> None:
    (question,) = read_grids(cells_of([("题型", "题干", "选项", "答案"), ("单选题", "哪种茶不发酵？", cell, "")])).questions
    assert (question.options, question.answer) == (options, answer)


def test_letter_and_text_that_disagree() -> None:
    rows = [("Question", "A", "B", "Answer", "Answer text"), (_T, "black", "green", "b", "black")]
    assert read_grids(cells_of(rows)).questions[0].review == ["two answers: b and black"]


def test_tolerance_rubric_and_shared_text() -> None:
    rows = [
        ("材料", "题干", "答案", "误差", "评分标准"),
        ("一壶水有两升。", "几杯？", "8", "1", "写出过程\n单位正确"), ("", "几升？", "2", "0", ""), ("", "几壶？", "1", "", ""),
    ]  # fmt: skip
    questions = read_grids(cells_of(rows)).questions
    assert [question.context for question in questions] == ["一壶水有两升。"] * 3
    assert [question.rubric for question in questions] == [["写出过程", "单位正确", "± 1"], [], []]


def test_cells_joined_over_rows() -> None:
    header = ("章节", "题型", "题干", "答案")
    rows = [header, ("茶", "判断题", "茶是叶子。", "A"), ("", "", "冰浮在水上。", "A"), ("", "", "铁浮在水上。", "B")]
    questions = read_grids(cells_of(rows)).questions
    assert {(question.chapter, question.kind) for question in questions} == {("茶", "truefalse")}


# --- without a header


def test_a_column_behind_the_options_that_is_none() -> None:
    rows = [
        ("哪种茶不发酵？", "红茶", "绿茶", "黑茶", "春季卷", "B"), ("哪种是水果？", "", "", "", "春季卷", "A"),
        *((f"第{number}杯是什么茶？", f"红{number}", f"绿{number}", f"黑{number}", "秋季卷", "ABC"[number % 3]) for number in range(9)),
    ]  # fmt: skip
    questions = read_grids(cells_of(rows)).questions
    assert [len(question.options) for question in questions] == [3, 0, *[3] * 9]


def test_numbers_categories_question_answer() -> None:
    rows = [
        ("6", category, "2", "", f"Who baked the {thing}?", f"The {thing} baker")
        for category, things in (("Bread", "roll loaf bun bagel"), ("Cake", "tart pie muffin scone"))
        for thing in things.split()
    ]
    grids = read_grids(cells_of(rows))
    assert found_in(grids)[0] == ("short", "Who baked the roll?", [], "The roll baker")
    assert {question.chapter for question in grids.questions} == {"Bread", "Cake"}


@pytest.mark.parametrize(("prose", "expected"), [(1, 5), (40, 0)])
def test_words_without_a_header_only_where_tables_are_the_document(prose: int, expected: int) -> None:
    table = cells_of([("kettle", "水壶"), ("spoon", "勺子"), ("cup", "杯子"), ("leaf", "叶子"), ("bowl", "木碗")])
    lines = [*(Line(text="这是一段正文。", number=1) for _ in range(prose)), *table]
    assert len(read_grids(lines).questions) == expected


# --- around the table


def test_headings_above_a_table() -> None:
    lines = [
        Line(text="Sheet1", number=1, role="heading", level=1),
        Line(text="第二章 茶", number=2),
        Line(text="二、多选题", number=3),
        *cells_of([("题干", "A", "B", "答案"), ("哪些能喝？", "红茶", "木碗", "A")]),
        Line(text="TRUE_FALSE", number=4, role="heading", level=1),
        *cells_of([("题干", "答案"), ("冰浮在水上。", "B")], 1),
    ]
    first, second = read_grids(lines).questions
    assert (first.kind, first.chapter, first.headings) == ("multiple", "第二章 茶", ("第二章 茶", "二、多选题"))
    assert (second.kind, second.answer) == ("truefalse", False)


@pytest.mark.parametrize(
    "rows",
    [
        [("题号", "一", "二", "三", "总分"), ("得分", "", "", "", "")],
        [("题号", "1", "2", "3", "4"), ("答案", "", "", "", "")],
        [("Timestamp", "Email", "Score", "Which tea?"), ("1 May", "a@b.c", "3 / 5", "the first"), ("2 May", "d@e.f", "4 / 5", "no")],
        [("type", "code", "note"), ("knowledge", "TEA-1", "create it"), ("exam", "TEA-2", "exists")],
        [("1. 哪种茶不发酵？\nA. 红茶\nB. 绿茶\n答案：B",)],
        [("1", "哪种茶不发酵？\nA. 红茶\nB. 绿茶"), ("2", "哪种是水果？\nA. 梨\nB. 碗")],
    ],
)
def test_tables_that_are_left_to_the_rest(rows: Rows) -> None:
    grids = read_grids(cells_of(rows))
    assert (grids.questions, grids.entries, grids.taken) == ([], [], set())


# --- keys


@pytest.mark.parametrize(
    ("rows", "answers"),
    [
        ([("题号", "1", "2", "3"), ("答案", "A", "B", "C")], {1: "A", 2: "B", 3: "C"}),
        ([("题号", "1", "2"), ("答案", "A", ""), ("题号", "3", "4"), ("答案", "C", "BD")], {1: "A", 3: "C", 4: "BD"}),
        ([("题号", "1", "2"), ("答案", "春天", "二十四节气")], {1: "春天", 2: "二十四节气"}),
        ([("题号", "答案"), ("1", "√"), ("2", "×"), ("3", "")], {1: "√", 2: "×"}),
        ([("题号", "答案", "题号", "答案"), ("1", "A", "3", "C"), ("2", "B", "4", "D")], {1: "A", 2: "B", 3: "C", 4: "D"}),
        ([("Question", "Answer", "Skill"), ("P1", "C", "cups"), ("P2", "B", "pots")], {1: "C", 2: "B"}),
        ([("P1", "**C**", "P2", "B"), ("P3", "A", "P4", "D")], {1: "C", 2: "B", 3: "A", 4: "D"}),
        ([("1", "2", "3"), ("A", "B", "C")], {1: "A", 2: "B", 3: "C"}),
        ([("1.A", "2.B", "3.CD"), ("4.A", "5.B", "")], {1: "A", 2: "B", 3: "CD", 4: "A", 5: "B"}),
    ],
)
def test_keys(rows: Rows, answers: dict[int, str]) -> None:
    grids = read_grids([Line(text="一、单选题", number=1), *cells_of(rows)])
    assert {entry.value: entry.text for entry, *_ in grids.entries} == answers
    assert [entry.value for entry, *_ in grids.entries] == sorted(answers)
    assert {kind for _, _, kind, _ in grids.entries} == {"single"}
    assert not grids.questions


def test_kinds_of_keys() -> None:
    lines = [
        Line(text="参考答案", number=1),
        Line(text="一、单选题", number=2),
        *cells_of([("题号", "1", "2"), ("答案", "A", "B")], 0),
        Line(text="", number=3),
        *cells_of([("题号", "3", "4"), ("答案", "A", "B")], 1),
        Line(text="二、判断题", number=4),
        *cells_of([("题号", "1", "2"), ("答案", "√", "×")], 2),
        *cells_of([("单选题", "单选题"), ("题号", "答案"), ("1", "D"), ("判断题", "判断题"), ("1", "×")], 3),
    ]
    entries = read_grids(lines).entries
    kinds = ["single"] * 4 + ["truefalse"] * 2 + ["single", "truefalse"]
    assert [kind for _, _, kind, _ in entries] == kinds
    keys = [key for _, key, _, _ in entries]
    assert len(set(keys[:4])) == 1
    assert keys[3] != keys[4]


def test_explanations_of_keys() -> None:
    ((entry, *_), _) = read_grids(cells_of([("题号", "答案", "解析"), ("1", "A", "水会结冰。"), ("2", "B", "")])).entries
    assert (entry.text, entry.explanation) == ("A", "水会结冰。")


# --- plain text


def test_rows_with_tabs_and_a_group() -> None:
    rows = (f"第{number}杯是什么茶？\t红{number}\t绿{number}\t黑{number}\t秋季卷{number % 2}\tB" for number in range(8))
    text = "\n".join(["茶的题库", *rows]) + "\n\n二、题组\n泡一壶茶要三步。\t秋季卷1\n"
    text += "(1)第一步是什么？\t烧水\t倒茶\t喝茶\n(2)最后一步是什么？\t烧水\t倒茶\t喝茶\t(1)A(2)C"
    lines = plain(text)
    grids = read_grids(lines)
    assert len(grids.questions) == 10
    assert [question.options for question in grids.questions[:2]] == [["红0", "绿0", "黑0"], ["红1", "绿1", "黑1"]]
    found = [(question.number, question.stem, question.context, question.answer) for question in grids.questions[8:]]
    assert found == [
        ("(1)", "第一步是什么？", "泡一壶茶要三步。", (0,)),
        ("(2)", "最后一步是什么？", "泡一壶茶要三步。", (2,)),
    ]
    written = {(lines[line].text[start:end], role) for line, start, end, role, _ in grids.pieces}
    assert {("泡一壶茶要三步。", "context"), ("(1)", "label"), ("第一步是什么？", "stem"), ("二、题组", "heading")} <= written


def test_cards_with_tabs() -> None:
    lines = plain("#separator:tab\n#html:false\nkettle\t水壶\nspoon\t勺子\ncup\t杯子\nleaf\t叶子")
    assert [question.answer for question in read_grids(lines).questions] == ["水壶", "勺子", "杯子", "叶子"]


def test_rows_with_bars() -> None:
    lines = plain("序号 | 题目 | 参考答案\n" + "\n".join(f"{number} | 第{number}步做什么？ | 第{number}件事。" for number in range(1, 6)))
    assert [question.answer for question in read_grids(lines).questions][:2] == ["第1件事。", "第2件事。"]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{number}.\t哪种茶不发酵？\nA.\t红茶\tB.\t绿茶" for number in range(1, 9)),
        "\n".join("A. 红茶\tB. 绿茶\tC. 黑茶" for _ in range(9)),
        "a | b | c\nd | e | f\n",
    ],
)
def test_lines_with_tabs_that_are_no_table(text: str) -> None:
    assert not read_grids(plain(text)).taken
