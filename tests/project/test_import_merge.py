"""A second import of a corrected document: ids stay, what a person edited stays, nothing is deleted, nothing else moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deckpress.errors import DeckpressError, FindingsError, UsageError
from deckpress.lint.similar import similar_pairs
from deckpress.model import Single
from deckpress.project.check import check
from deckpress.project.importing import ImportResult, import_document
from deckpress.project.inspect import load_bank
from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.recognise.result import Found, Reading

BANK = Path("decks/garden.yaml")
RECORD = Path("decks/garden.import.jsonl")
Import = Callable[..., ImportResult]


def single(stem: str, *options: str, answer: int | None = 0, **keys: Any) -> Found:
    return Found(kind="single", stem=stem, options=list(options), answer=None if answer is None else (answer,), line=0, **keys)


def short(stem: str, answer: str | None = "Yes.", **keys: Any) -> Found:
    return Found(kind="short", stem=stem, answer=answer, line=0, **keys)


ROSE = single("Which flower smells sweet in summer?", "rose", "grass", "stone")
BEAN = single("What do beans need to climb?", "a pole", "a boat", "a lamp")
RAIN = short("Why does a garden like rain?", "Plants drink.", explanation="Through their roots.")
SOIL = short("What is compost made of?", "Leaves and peel.")
DOCUMENT = [ROSE, BEAN, RAIN, SOIL]


@pytest.fixture
def read_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Imports questions into ``decks/garden.yaml`` as if a document held them."""
    monkeypatch.chdir(tmp_path)

    def run(questions: Sequence[Found], name: str = "garden.txt", **options: Any) -> ImportResult:
        made = [replace(question, line=index) for index, question in enumerate(questions)]
        lines = [Line(text=question.stem, number=index + 1) for index, question in enumerate(made)]
        document = Document(name=name, format="text", unit="line", lines=lines)
        monkeypatch.setattr("deckpress.readers.documents.containers.read_document", lambda *_, **__: document)
        monkeypatch.setattr("deckpress.readers.documents.recognise.recognise", lambda _: Reading(list(made)))
        Path(name).write_text("the text does not matter here", "utf-8")
        return import_document(name, **{"output": BANK, **options})

    return run


def edit(*changes: tuple[str, str]) -> None:
    """Edits the bank as a person would."""
    text = BANK.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    BANK.write_text(text, "utf-8", newline="\n")


def stems() -> list[str]:
    assert [finding.as_text() for finding in check([BANK]).findings if finding.severity == "error"] == []
    return [question.stem for question in load_bank(BANK).questions]


def test_the_same_document_changes_nothing(read_in: Import) -> None:
    read_in(DOCUMENT)
    before = BANK.read_bytes(), RECORD.read_bytes()
    result = read_in(DOCUMENT)
    assert (result.updated, result.written, result.matched) == (True, False, 4)
    assert (BANK.read_bytes(), RECORD.read_bytes()) == before


def test_what_the_document_corrects_is_taken_over(read_in: Import) -> None:
    ids = read_in(DOCUMENT).added
    beans = replace(BEAN, stem="What do beans need to climb up?")
    result = read_in([replace(ROSE, answer=(1,)), beans, RAIN, replace(SOIL, answer="Leaves.")])
    assert (result.added, result.changed, result.conflicts) == ([], [ids[0], ids[1], ids[3]], [])
    bank = load_bank(BANK)
    assert [question.id for question in bank.questions] == ids
    assert isinstance(bank.questions[0], Single)
    assert bank.questions[0].answer == (1,)
    assert bank.questions[1].stem == "What do beans need to climb up?"
    assert not any(question.review for question in bank.questions)


def test_a_corrected_question_keeps_its_id_for_ever(read_in: Import) -> None:
    ids = read_in(DOCUMENT).added
    corrected = replace(BEAN, stem="What do climbing beans need to climb up?", options=["a pole", "a boat", "a lamp", "a hat"])
    for document in ([ROSE, corrected, RAIN, SOIL], [ROSE, corrected, RAIN, SOIL], DOCUMENT):
        read_in(document)
        assert [question.id for question in load_bank(BANK).questions] == ids


def test_what_a_person_edited_stays(read_in: Import) -> None:
    ids = read_in(DOCUMENT).added
    edit(
        ("stem: Which flower", "# The best one.\n    stem:   Which lovely flower  # mine"),
        ("answer: Plants drink.", "answer: Plants drink it.\n    hint: Think of roots."),
        ("- a pole", "- text: a pole\n        note: Or a string."),
    )
    before = BANK.read_text("utf-8")
    assert not read_in(DOCUMENT).written
    assert BANK.read_text("utf-8") == before
    result = read_in([ROSE, BEAN, RAIN, replace(SOIL, answer="Leaves, peel, time.")])
    assert (result.changed, result.conflicts) == ([ids[3]], [])
    assert BANK.read_text("utf-8") == before.replace("Leaves and peel.", "Leaves, peel, time.")


def test_what_both_changed_is_marked(read_in: Import) -> None:
    ids = read_in(DOCUMENT).added
    edit(("answer: Plants drink.", "answer: Plants drink it."), ("answer: A", "answer: B"))
    corrected = [replace(ROSE, answer=(2,)), BEAN, replace(RAIN, answer="They drink."), SOIL]
    result = read_in(corrected)
    assert result.conflicts == [ids[0], ids[2]]
    bank = load_bank(BANK)
    marks = [question.review for question in bank.questions]
    assert marks == ["the document now has answer: C", "", "the document now has answer: They drink.", ""]
    assert isinstance(bank.questions[0], Single)
    assert bank.questions[0].answer == (1,)
    edit(("    review: 'the document now has answer: C'\n", ""))
    before = BANK.read_text("utf-8")
    assert not read_in(corrected).written  # looked at once, and settled
    assert BANK.read_text("utf-8") == before


def test_a_review_mark_that_a_person_removed_stays_away(read_in: Import) -> None:
    doubtful = [ROSE, replace(BEAN, review=["number 3 is missing"])]
    read_in(doubtful)
    edit(("    review: number 3 is missing\n", ""))
    read_in(doubtful)
    assert load_bank(BANK).questions[1].review == ""
    read_in([ROSE, replace(BEAN, review=["the answer is cut off"])])
    assert load_bank(BANK).questions[1].review == "the answer is cut off"


NEW = short("How often do you water a cactus?", "Seldom.")


@pytest.mark.parametrize("place", range(5))
def test_new_questions_come_where_the_document_has_them(read_in: Import, place: int) -> None:
    read_in(DOCUMENT)
    document = [*DOCUMENT[:place], NEW, short("And a fern?", "Often."), *DOCUMENT[place:]]
    result = read_in(document)
    assert len(result.added) == 2
    assert stems() == [question.stem for question in document]


def test_nothing_is_deleted(read_in: Import) -> None:
    ids = read_in(DOCUMENT).added
    result = read_in([ROSE, SOIL])
    assert (result.missing, result.written) == ([ids[1], ids[2]], False)
    assert len(stems()) == 4


def test_what_a_person_deleted_stays_out(read_in: Import) -> None:
    ids = read_in(DOCUMENT).added
    text = BANK.read_text("utf-8")
    start = text.index(f"  - id: {ids[1]}")
    BANK.write_text(text[:start] + text[text.index(f"  - id: {ids[2]}") :], "utf-8", newline="\n")
    for _ in range(2):
        result = read_in(DOCUMENT)
        assert (result.deleted, result.written) == ([ids[1]], False)


def test_a_line_more_above_changes_no_question(read_in: Import) -> None:
    read_in(DOCUMENT)
    before = BANK.read_text("utf-8")
    read_in([NEW, *DOCUMENT])
    after = BANK.read_text("utf-8")
    assert after.endswith(before.partition("questions:\n")[2])


def test_chapters_are_found_again_and_added(read_in: Import) -> None:
    def placed(chapter: str, question: Found) -> Found:
        return replace(question, chapter=chapter)

    read_in([placed("One", ROSE), placed("Two", SOIL)])
    edit(("title: One", "title: The first one"))
    read_in([placed("One", ROSE), placed("One", BEAN), placed("Between", NEW), placed("Two", RAIN), placed("Two", SOIL)])
    chapters = [(chapter.id, [question.stem for question in chapter.questions]) for chapter in load_bank(BANK).chapters]
    assert chapters == [("one", [ROSE.stem, BEAN.stem]), ("between", [NEW.stem]), ("two", [RAIN.stem, SOIL.stem])]


def test_chapters_come_to_a_bank_without_any(read_in: Import) -> None:
    read_in([ROSE])
    read_in([ROSE, replace(BEAN, chapter="One"), replace(SOIL, chapter="Two"), replace(RAIN, chapter="One")])
    assert [(chapter.id, len(chapter.questions)) for chapter in load_bank(BANK).chapters] == [("", 1), ("one", 2), ("two", 1)]


def test_a_question_that_becomes_another_kind(read_in: Import) -> None:
    ids = read_in([single("Pick the tree.", "oak"), RAIN]).added
    assert load_bank(BANK).questions[0].kind == "short"
    read_in([single("Pick the tree.", "oak", "brick"), RAIN])
    question = load_bank(BANK).questions[0]
    assert (question.kind, question.stem, question.review, question.id) == ("single", "Pick the tree.", "", ids[0])


BY_HAND = """\
# My own bank.
deckpress: 1
id: my-garden
title: My garden
questions:
- id: rose
  stem: Which flower smells sweet in summer?
  options: [rose, grass, stone]   # three
  answer: B

- id: soil
  stem: 'What is **compost** made of?'

# Below: weather.
- id: rain
  stem: Why does a garden like rain?
  answer: Plants drink.
"""


def test_a_bank_written_by_hand_is_added_to(read_in: Import) -> None:
    BANK.parent.mkdir()
    BANK.write_text(BY_HAND, "utf-8")
    result = read_in([ROSE, SOIL, NEW, RAIN])
    assert (result.matched, len(result.added), result.id, result.title) == (3, 1, "my-garden", "My garden")
    bank = load_bank(BANK)
    assert [question.id for question in bank.questions] == ["rose", "soil", *result.added, "rain"]
    assert bank.questions[0].review == "the document now has answer: A"
    text = BANK.read_text("utf-8")
    assert text.startswith("# My own bank.\ndeckpress: 1\n")
    assert "# three" in text
    assert "# Below: weather.\n- id: rain\n" in text
    assert "  markup: plain\n" in text
    before = BANK.read_bytes()
    read_in([ROSE, SOIL, NEW, RAIN])
    assert BANK.read_bytes() == before


@pytest.mark.parametrize(
    "layout",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("questions:\n", "questions:\n\n  # above\n") + "\n# below everything\n",
        lambda text: text.replace("title: garden\n", "") + "title: garden\n",
    ],
)
def test_any_layout_is_edited_and_kept(read_in: Import, layout: Callable[[str], str]) -> None:
    read_in(DOCUMENT)
    BANK.write_bytes(layout(BANK.read_text("utf-8")).encode())
    read_in([*DOCUMENT[:2], NEW, RAIN, replace(SOIL, answer="Peel."), short("The end?", "The end.")])
    assert len(stems()) == 6
    data = BANK.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == layout("x\n").startswith("\ufeff")
    assert data.count(b"\r\n") in (0, data.count(b"\n"))


def test_a_bank_in_flow_style_is_brought_into_layout(read_in: Import) -> None:
    BANK.parent.mkdir()
    flow = "deckpress: 1\nid: flow\ntitle: Flow\nquestions: [{id: a, stem: 'Why does a garden like rain?', answer: Plants drink.}]\n"
    BANK.write_text(flow, "utf-8")
    read_in([RAIN, NEW])
    assert stems() == [RAIN.stem, NEW.stem]


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("just: something\n", FindingsError, "no bank without errors"),
        ("deckpress: 1\nid: x\n  stem: [", FindingsError, "no bank without errors"),
        ("- a list", FindingsError, "no bank without errors"),
        ("", FindingsError, "no bank without errors"),
    ],
)
def test_a_file_that_is_no_bank_is_not_touched(read_in: Import, text: str, error: type[Exception], words: str) -> None:
    BANK.parent.mkdir()
    BANK.write_text(text, "utf-8")
    with pytest.raises(error, match=words):
        read_in(DOCUMENT)
    assert BANK.read_text("utf-8") == text
    assert list(BANK.parent.iterdir()) == [BANK]


def test_another_id_is_refused(read_in: Import) -> None:
    read_in(DOCUMENT)
    with pytest.raises(UsageError, match="has the id 'garden', not 'other'"):
        read_in(DOCUMENT, id="other")


@pytest.mark.parametrize("record", ["{", "[1]\n", '{"id": "x"}\n', "[" * 100_000])
def test_a_broken_record_is_refused(read_in: Import, record: str) -> None:
    read_in(DOCUMENT)
    before = BANK.read_bytes()
    RECORD.write_text(record, "utf-8")
    with pytest.raises(DeckpressError, match="no record of an import"):
        read_in([*DOCUMENT, NEW])
    assert BANK.read_bytes() == before


def test_without_a_record_the_bank_counts_as_edited(read_in: Import) -> None:
    read_in(DOCUMENT)
    RECORD.unlink()
    read_in([ROSE, BEAN, replace(RAIN, answer="They drink."), SOIL])
    question = load_bank(BANK).questions[2]
    assert question.review == "the document now has answer: They drink."


def test_copies_with_equal_words_keep_their_order(read_in: Import) -> None:
    twins = [replace(ROSE, answer=(0,)), BEAN, replace(ROSE, answer=(1,))]
    ids = read_in(twins).added
    assert not read_in(twins).written
    assert ids[2] == f"{ids[0]}-2"


def test_a_new_question_that_only_looks_like_an_old_one_is_added(read_in: Import) -> None:
    old = [short(f"How many legs do {count} cats have together in a room?", str(count * 4)) for count in range(1, 9)]
    read_in(old)
    result = read_in([*old, short("How many legs do 99 cats have together in a room?", "396")])
    assert (len(result.added), result.changed) == (1, [])


def test_a_slip_in_every_question_is_corrected(read_in: Import) -> None:
    old = [short(f"What is kept on shelf number {number} of the gardne shed?", str(number)) for number in range(300)]
    ids = read_in(old).added
    result = read_in([replace(question, stem=question.stem.replace("gardne", "garden")) for question in old])
    assert (result.added, result.changed) == ([], ids)


def test_alike_texts_are_found_among_many() -> None:
    old = [f"question {chr(97 + n % 26)}{chr(97 + n // 26)} asks about the garden and its walls" for n in range(600)]
    new = [text.replace("garden", "gardens") for text in old]
    best: dict[int, int] = {}
    for _, i, j in similar_pairs(new, old, []):
        best.setdefault(i, j)
    assert sum(best.get(i) == i for i in range(600)) > 590


def test_one_file_of_a_bank_of_several(read_in: Import) -> None:
    BANK.parent.mkdir()
    head = "deckpress: 1\nid: parts\npart: {}\n{}questions:\n  - id: {}\n    stem: {}\n    answer: Yes.\n"
    BANK.write_text(head.format(1, "title: Parts\n", "one", "Is this the first?"), "utf-8")
    other = BANK.with_name("other.yaml")
    other.write_text(head.format(2, "", "two", "Is this the second?"), "utf-8")
    result = read_in([ROSE])
    again = read_in([ROSE], output=other)
    assert (result.title, again.title) == ("Parts", "Parts")
    assert again.added == [f"{result.added[0]}-2"]
    assert [finding for finding in check([BANK.parent]).findings if finding.severity == "error"] == []


WORDS = ("alder", "birch", "cedar", "elder", "hazel", "larch", "maple", "olive", "poplar", "rowan", "spruce", "willow")
QUESTION = st.builds(
    lambda word, number, kind, answer, chapter: Found(
        kind=kind,
        stem=f"What does the {WORDS[word]} need most in its {number}. year?{' ____' * (kind == 'cloze')}",
        options=["light", "water", f"{WORDS[word]} friends"] if kind == "single" else [],
        answer=(answer,) if kind == "single" else [str(answer)] if kind == "cloze" else str(answer),
        chapter=chapter,
        line=0,
    ),
    word=st.integers(0, len(WORDS) - 1),
    number=st.integers(1, 3),
    kind=st.sampled_from(["single", "short", "cloze"]),
    answer=st.integers(0, 2),
    chapter=st.sampled_from(["", "", "One", "Two", "Three"]),
)


@given(first=st.lists(QUESTION, min_size=1, max_size=7), second=st.lists(QUESTION, max_size=4), data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_changes_nothing_is_lost_and_it_settles(
    read_in: Import, first: list[Found], second: list[Found], data: st.DataObject
) -> None:
    for path in (BANK, RECORD):
        path.unlink(missing_ok=True)
    read_in(first)
    before = {question.id for question in load_bank(BANK).questions}
    document = data.draw(st.permutations([*first[data.draw(st.integers(0, len(first))) :], *second]))
    if not document:
        return
    if data.draw(st.booleans()):
        edit(("answer: ", "explanation: Mine.  # by me\n__answer: ".replace("__", " " * _column(BANK.read_text("utf-8")))))
    result = read_in(document)
    after = [question.id for question in load_bank(BANK).questions]
    assert before | set(result.added) == set(after)
    assert len(after) == len(set(after)) == len(before) + len(result.added)
    assert result.matched + len(result.added) == len(document)
    text = BANK.read_bytes()
    assert not read_in(document).written
    assert BANK.read_bytes() == text


def _column(text: str) -> int:
    line = next(line for line in text.splitlines() if line.lstrip().startswith("answer: "))
    return len(line) - len(line.lstrip())


def test_rules_that_a_person_turned_off_stay_off(read_in: Import) -> None:
    read_in(DOCUMENT)
    edit(("    options:\n", "    lint:\n      longest-answer: a quotation  # checked\n    options:\n"))
    text = BANK.read_text("utf-8").replace("title:", "lint:\n  answer-balance: three questions\ntitle:", 1)
    BANK.write_text(text, "utf-8", newline="\n")
    read_in([replace(ROSE, options=["rose", "grass", "a stone"]), BEAN, RAIN, SOIL])
    bank = load_bank(BANK)
    assert bank.lint == (("answer-balance", "three questions"),)
    first = bank.questions[0]
    assert isinstance(first, Single)
    assert (first.lint, first.options[2].text) == ((("longest-answer", "a quotation"),), "a stone")
    assert "longest-answer: a quotation  # checked\n" in BANK.read_text("utf-8")
