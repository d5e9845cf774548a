"""From what was recognised to a bank file: whatever a document holds, the bank checks, builds and loses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deckpress.errors import UsageError
from deckpress.model import Bank, Cloze, Multiple, Short, Single, TrueFalse
from deckpress.project.check import check
from deckpress.project.import_bank import Read, draft_of, dump_draft
from deckpress.project.import_ids import bank_slug
from deckpress.project.import_language import language_of
from deckpress.project.import_question import escape_markdown, question_data
from deckpress.project.importing import ImportResult, import_document
from deckpress.project.inspect import load_bank, notes_of
from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.recognise.result import Found, FoundPart, Piece, Reading
from deckpress.writers.yaml_bank import dump_bank

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
Import = Callable[..., ImportResult]


def document_of(questions: Sequence[Found], name: str = "fruit.txt", **keys: Any) -> Document:
    lines = [Line(text=question.stem.replace("\n", " ") or "-", number=index + 1) for index, question in enumerate(questions)]
    for index, question in enumerate(questions):
        question.line = index
    return Document(name=name, format="text", unit="line", lines=[*lines, Line(text="An advertisement.", number=len(lines) + 1)], **keys)


def reading_of(questions: Sequence[Found], document: Document) -> Reading:
    pieces = [Piece(index, 0, len(document.lines[index].text), "stem", index) for index in range(len(questions))]
    return Reading(list(questions), [*pieces, Piece(len(questions), 0, 17, "furniture")])


@pytest.fixture
def read_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Imports recognised questions as if a document held them."""
    monkeypatch.chdir(tmp_path)

    def run(questions: Sequence[Found], *, name: str = "fruit.txt", document: dict[str, Any] | None = None, **options: Any) -> ImportResult:
        made = document_of(questions, name, **(document or {}))
        monkeypatch.setattr("deckpress.readers.documents.containers.read_document", lambda *_, **__: made)
        monkeypatch.setattr("deckpress.readers.documents.recognise.recognise", lambda found: reading_of(questions, found))
        Path(name).write_text("the text does not matter here", "utf-8")
        return import_document(name, **options)

    return run


def found(kind: str, stem: str, options: Sequence[str] = (), answer: Any = None, **keys: Any) -> Found:
    return Found(kind=kind, stem=stem, options=list(options), answer=answer, line=0, **keys)  # type: ignore[arg-type]


def the_bank(result: ImportResult) -> Bank:
    findings = [finding for finding in check([result.bank]).findings if finding.severity == "error"]
    assert findings == []
    return load_bank(result.bank)


def test_questions_of_every_kind(read_in: Import) -> None:
    result = read_in([
        found("single", "哪种水果是黄色的？", ["苹果", "香蕉", "葡萄"], (1,), points="2", difficulty=3, topics=["水果 颜色"]),
        found("multiple", "哪些是蔬菜？", ["白菜", "萝卜", "石头"], (0, 1)),
        found("truefalse", "西瓜比葡萄大。", answer=True),
        found("cloze", "一年有____个月，一周有____天。", answer=["十二", "七"]),
        found("short", "为什么会下雨？", answer="水汽凝结\n落到地面", context="读一读短文。"),
        found("case", "小明感冒了。", parts=[FoundPart(stem="怎么办？", answer="多喝水", points="3"), FoundPart(stem="吃什么？")]),
        found("case", "写一封信。", answer="略", rubric=["格式正确", "语句通顺"]),
    ])  # fmt: skip
    bank = the_bank(result)
    single, multiple, truefalse, cloze, short, case, _ = bank.questions
    assert isinstance(single, Single)
    assert (single.answer, single.points, single.difficulty, single.topics) == ((1,), "2", 3, ("水果-颜色",))
    assert isinstance(multiple, Multiple)
    assert multiple.answer == (0, 1)
    assert isinstance(truefalse, TrueFalse)
    assert truefalse.answer is True
    assert isinstance(cloze, Cloze)
    assert cloze.answered
    assert isinstance(short, Short)
    assert (short.answer, short.context) == (("水汽凝结\n落到地面",), "读一读短文。")
    assert [part.stem for part in getattr(case, "parts")] == ["怎么办？", "吃什么？"]  # noqa: B009 - the class is checked by its kind
    assert (bank.id, bank.title, bank.language) == ("fruit", "fruit", "zh-CN")
    assert single.source is not None
    assert (single.source.file, single.source.line) == ("fruit.txt", "1")
    assert (result.found["case"], result.answered["case"], result.lines, dict(result.left_out)) == (2, 2, 8, {"furniture": 1})


ODD: list[tuple[Found, str, list[str]]] = [
    (found("single", "Pick one.", ["red"], (0,)), "a choice with 1 option", ["Pick one.", "red"]),
    (found("single", "Pick one.", ["red", "red"], (0,)), "two options are the same", ["red"]),
    (found("single", "Pick one.", ["red", " "], (1,)), "option B has no text", ["red"]),
    (found("single", "Pick.", [f"colour {n}" for n in range(30)], (2,)), "a choice with 30 options", ["colour 29"]),
    (found("single", "Pick one.", ["red", "red"], (0,), review=["options B and A are equal"] * 2), "options B and A are equal", ["red"]),
    (found("single", "Pick one.", [], (3,)), "a choice without options", ["type: single", "answer: D"]),
    (found("cloze", "What is blue?", answer=["sky"]), "", ["type: cloze", "What is blue? ____", "[sky]"]),
    (found("cloze", "____ is blue.", answer=["sky", "sea"]), "1 blank, 2 answers", ["type: cloze", "____ is blue. ____", "[sky, sea]"]),
    (found("single", "Pick one.", ["red", "blue"], (4,)), "the answer names an option that is not there", ["red"]),
    (found("single", "Pick one.", ["red", "blue"], "see page 4"), "the answer is no letter of an option", ["see page 4"]),
    (found("cloze", "The sky is ____ and ____.", answer=["blue"]), "2 blanks, 1 answer", ["blue"]),
    (found("cloze", "The sky is blue.", answer=["blue"]), "0 blanks, 1 answer", ["blue"]),
    (found("cloze", "The sky is ____.", answer=[" "]), "a blank has no answer", ["The sky"]),
    (found("cloze", "The sky is ____.", ["red", "blue"], answer=["blue"]), "a fill-in that can't be written as one", ["red"]),
    (found("short", "", answer="blue"), "the question has no text", ["blue"]),
    (found("short", "Why?", answer="So.", points="two"), "points: two", ["So."]),
    (found("short", "Why?\x00\ud800\x0b", answer="So.\u2028And so.", review=["number 3 is missing"]), "number 3 is missing", ["And so."]),
    (found("short", "a" * 60_000, answer="So."), "a text is too long for a card, and cut", ["aaaa"]),
    (found("single", "Pick one.", ["red", "blue"], (0,), rubric=["a reason"], parts=[]), "", ["a reason"]),
    (found("case", "A story.", answer="whole answer", parts=[FoundPart(stem="", answer="one")], rubric=["tells why"]), "", ["tells why"]),
    (found("truefalse", "It rains.", answer="perhaps"), "", ["perhaps"]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "review", "words"), ODD, ids=[str(number) for number in range(len(ODD))])
def test_a_question_that_is_no_whole_one_is_kept_and_doubted(read_in: Import, question: Found, review: str, words: list[str]) -> None:
    bank = the_bank(read_in([question, found("short", "Another?", answer="Yes.")]))
    assert bank.questions[0].review == review
    text = Path("decks/fruit.yaml").read_text("utf-8")
    assert all(word in text for word in words)


TEXTS = st.text(st.sampled_from("甲乙ab1 _{}*#-:[]()|>'\"\\`$<&\n\t\x00\ud800＿√"), max_size=12)
INDICES = st.lists(st.integers(-1, 5), max_size=3, unique=True).map(lambda indices: tuple(sorted(indices)))
ANSWERS = st.one_of(st.none(), st.booleans(), TEXTS, st.lists(TEXTS, max_size=3), INDICES)
QUESTIONS = st.builds(
    Found,
    kind=st.sampled_from(["single", "multiple", "truefalse", "cloze", "short", "case"]),
    stem=TEXTS,
    options=st.lists(TEXTS, max_size=4),
    answer=ANSWERS,
    explanation=TEXTS,
    context=TEXTS,
    rubric=st.lists(TEXTS, max_size=2),
    parts=st.lists(st.builds(FoundPart, stem=TEXTS, answer=TEXTS, points=TEXTS), max_size=2),
    points=st.sampled_from(["", "2", "0.5", "x"]),
    chapter=TEXTS,
    topics=st.lists(TEXTS, max_size=2),
    review=st.lists(TEXTS, max_size=2),
    line=st.just(0),
    images=st.lists(st.just("a.png"), max_size=1),
)


@given(questions=st.lists(QUESTIONS, min_size=1, max_size=4), dedupe=st.booleans())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_questions_make_a_bank_that_checks(tmp_path: Path, questions: list[Found], dedupe: bool) -> None:
    document = document_of(questions)
    head = {"deckpress": 1, "id": "any", "title": "Any", "markup": "plain"}
    (tmp_path / "a.png").write_bytes(PNG)
    text = dump_draft(draft_of([Read(document, reading_of(questions, document), {"a.png": "a.png"})], head, str, dedupe=dedupe))
    bank = tmp_path / "any.yaml"
    bank.write_text(text, "utf-8", newline="\n")
    assert [finding.as_text() for finding in check([bank], jobs=1).findings if finding.severity == "error"] == []


@given(questions=st.lists(QUESTIONS, min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_a_large_bank_is_written_as_a_small_one(questions: list[Found]) -> None:
    document = document_of(questions)
    draft = draft_of([Read(document, reading_of(questions, document))], {"deckpress": 1, "id": "any", "title": "Any"}, str)
    for entry in draft.entries:
        entry.chapter = ""
    assert dump_draft(draft) == dump_bank({**draft.head, "questions": [entry.data for entry in draft.entries]})


def test_text_that_looks_like_markup_is_shown_as_it_is(read_in: Import) -> None:
    texts = ["用 {{花括号}} 和 *星号* 的是什么？", "A __x__ & <b> {{c1::y}} is ____ `code`."]
    result = read_in([found("short", texts[0], answer="<i>字</i>"), found("cloze", texts[1], answer=["it"])])
    short, cloze = notes_of(result.bank)
    assert short.fields[0] == texts[0]
    assert short.fields[1] == "&lt;i&gt;字&lt;/i&gt;"
    assert cloze.cards == (0,)
    assert "A __x__ &amp; &lt;b&gt;" in cloze.fields[0]
    assert "{{c1::it}}" in cloze.fields[0]


def test_escaped_text_is_plain_text_to_markdown() -> None:
    assert escape_markdown("# 1. *a*\n  - b_c ____") == "\\# 1. \\*a\\*\n\u00a0\u00a0- b\\_c \\_\\_\\_\\_"
    assert escape_markdown("1. a_b ____\n12) c\n---", blanks=True) == "1\\. a\\_b ____\n12\\) c\n\\---"


def test_pictures_come_with_the_bank(read_in: Import) -> None:
    questions = [found("single", "Which *flag* is it?", ["a", "b"], (0,), images=["one.png", "two.png"])]
    result = read_in(questions, document={"images": {"one.png": PNG, "two.png": b"no picture", "three.png": PNG}})
    bank = the_bank(result)
    [picture] = Path("decks/images/fruit").iterdir()
    assert picture.read_bytes() == PNG
    assert bank.questions[0].stem == f"Which \\*flag\\* is it?\n\n![](images/fruit/{picture.name})"
    assert [finding.code for finding in result.findings] == ["left-out-picture"]
    assert "<img src=" in notes_of(result.bank)[0].fields[0]


def chapters_of(result: ImportResult) -> list[tuple[str, str, int]]:
    return [(chapter.id, chapter.title, len(chapter.questions)) for chapter in the_bank(result).chapters]


@pytest.mark.parametrize(
    ("places", "chapters"),
    [
        ([("第一章 果", ()), ("第二章 菜", ())], [("第一章-果", "第一章 果", 1), ("第二章-菜", "第二章 菜", 1)]),
        ([("A & B", ()), ("a b", ()), ("A & B", ())], [("a-b", "A & B", 2), ("a-b-2", "a b", 1)]),
        ([("", ("一、单选题",)), ("", ("二、判断题",))], [("", "", 2)]),
        ([("", ("Part I", "Choices")), ("", ("Part II",))], [("part-i", "Part I", 1), ("part-ii", "Part II", 1)]),
        ([("", ("Only one",)), ("", ("Only one",))], [("", "", 2)]),
        ([("", ()), ("***", ())], [("", "", 1), ("chapter", "***", 1)]),
    ],
)
def test_chapters(read_in: Import, places: list[tuple[str, tuple[str, ...]]], chapters: list[tuple[str, str, int]]) -> None:
    questions = [
        found("short", f"Question {'x' * number}?", answer="Yes.", chapter=chapter, headings=headings)
        for number, (chapter, headings) in enumerate(places)
    ]
    assert chapters_of(read_in(questions)) == chapters


def test_the_same_document_gives_the_same_ids(read_in: Import) -> None:
    questions = [found("single", "哪种水果？", ["苹果", "梨"], (0,)), found("single", "哪种 水果?", ["苹果", "梨"], (1,))]
    first, again = read_in(questions, output="a.yaml").added, read_in(questions, output="b.yaml").added
    assert first == again
    assert first[1] == f"{first[0]}-2"


@pytest.mark.parametrize(
    ("copies", "answers", "marked"),
    [
        ([((0,), ""), ((0,), "why")], ["A"], 0),
        ([(None, ""), ((1,), "")], ["B"], 0),
        ([((0,), ""), ((1,), "")], ["A", "B"], 2),
    ],
)
def test_dedupe_keeps_one_of_each(read_in: Import, copies: list[tuple[Any, str]], answers: list[str], marked: int) -> None:
    questions = [found("single", "Which?", ["red", "blue"], answer, explanation=why) for answer, why in copies]
    result = read_in(questions, dedupe=True)
    bank = the_bank(result)
    assert ["AB"[question.answer[0]] for question in bank.questions if isinstance(question, Single)] == answers
    assert sum(bool(question.review) for question in bank.questions) == marked
    assert (result.copies, result.dropped) == (1, 2 - len(answers))


def test_script_is_converted_and_ids_stay(read_in: Import) -> None:
    questions = [found("single", "電腦是什麼？", ["機器", "動物"], (0,), chapter="第一章 電")]
    plain, simplified = read_in(questions, output="a.yaml"), read_in(questions, output="b.yaml", script="simplified")
    bank = the_bank(simplified)
    assert bank.questions[0].stem == "电脑是什么？"
    assert bank.chapters[0].title == "第一章 电"
    assert (the_bank(plain).language, bank.language) == ("zh-TW", "zh-CN")
    assert plain.added == simplified.added


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Fire Safety 2024", "fire-safety-2024"),
        ("消防 exam", "exam"),
        ("ＡＢＣ题", "abc"),
        ("题库", r"bank-[0-9a-f]{8}"),
        ("A1", r"bank-[0-9a-f]{8}"),
    ],
)
def test_bank_ids_from_file_names(name: str, slug: str) -> None:
    assert re.fullmatch(slug, bank_slug(name))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("下列哪个选项是对的？", "zh-CN"),
        ("下列哪個選項是對的？", "zh-TW"),
        ("次のうち正しいものはどれですか", "ja"),
        ("다음 중 옳은 것은?", "ko"),
        ("Что верно?", "ru"),
        ("Which of the following is right?", "en"),
        ("Welche Antwort ist nicht richtig und was wird gemessen?", "de"),
        ("Quelle est la réponse dans les documents?", "fr"),
        ("¿Cuál es el color de los árboles?", "es"),
        ("", "en"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of([text]) == language


@pytest.mark.parametrize(
    ("options", "words"),
    [({"id": "No Slug"}, "lower-case"), ({"output": "bank.txt"}, "no bank"), ({"name": "deep.pdf", "output": Path("x.json")}, "no bank")],
)
def test_a_call_that_is_off(read_in: Import, options: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_in([found("short", "Why?", answer="So.")], **options)


def test_nothing_found_writes_nothing_but_the_report(read_in: Import) -> None:
    result = read_in([], report="report.html")
    assert (result.questions, result.written, result.lines) == (0, False, 1)
    assert not Path("decks").exists()
    assert "An advertisement." in Path("report.html").read_text("utf-8")


def test_a_letter_that_is_also_an_option(read_in: Import) -> None:
    vowels = found("multiple", "Which letters are vowels?", ["A", "E", "AB"], (0, 1))
    bank = the_bank(read_in([vowels, found("multiple", "Which?", ["C", "AB", "D"], (0, 1))]))
    assert [getattr(question, "answer", None) for question in bank.questions] == [(0, 1), (0, 1)]


def test_the_answer_of_a_question_without_its_kind_is_kept() -> None:
    data = question_data(found("single", "Which?", ["red"], (0,)), [], str)
    assert (data["type"], data["answer"]) == ("short", "A. red")
