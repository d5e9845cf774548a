"""Any bank whose texts hold whatever people write: it builds, the real Anki takes all of it, and the cards say what the author wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from deckpress.engine import ScratchCollection, ScratchNote, verify_package

if TYPE_CHECKING:
    from tests.conftest import Project

Words = Callable[[str], str]
NewProject = Callable[[], "Project"]
Question = dict[str, Any]

# Each example builds a deck: shrinking one that fails is worth its time, explaining it is not.
QUICK = settings(
    deadline=None, max_examples=40, suppress_health_check=list(HealthCheck), phases=[phase for phase in Phase if phase is not Phase.explain]
)

# What has a meaning to YAML, Markdown, HTML, Anki, its templates, MathJax or SQLite, and scripts that letters alone do not show.
PIECES = [
    "<b>", "</b>", "<script>alert(1)</script>", "<img src=x onerror=y>", "<!--", "-->", "&amp;", "&#91;", "& ", "a < b", "x<y>z",
    "*", "**", "_", "~~", "`", "```", "# ", "- ", "1. ", "> ", "| a | b |", "[a](b)", "[a]: http://b", "http://a.b/?c=d&e", "---",
    '"', "'", "''", '\\"', "“”", "「」", "{{", "}}", "{{c1::x}}", "{{c9::", "{{Stem}}", "{{#Tags}}", "{{/Tags}}", "{{FrontSide}}",
    "::", ":", ": ", " #", "[sound:x.mp3]", "[latex]", "[/latex]", "[$]", "[/$]", "[anki:tts lang=en]", "$", "$$", "$x^2$", "\\(", "\\)",
    "\\[", "\\", "\\\\", "\\n", "%", "\u3000", "\u00a0", "\t", "\n", "\n\n", "  ", "...", "---\n", "? ", "! ", "!x", "@", "null", "~",
    "true", "1.10", "08", "12:30", "投诉", "日本語", "한국어", "עברית", "العربية", "\u200f", "\u202e", "😀", "👩‍👩‍👧", "e\u0301", "\u0338",
    "ß", "İ", "\ufeff", "\u2028", "word", "two words", "A", "B", "[...]", ";", ",", "=", "+", "^", "(", ")", "/*", "*/",
]  # fmt: skip
LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"])
TEXTS = (
    st.lists(st.sampled_from(PIECES) | st.text(LETTERS, max_size=4), min_size=1, max_size=7).map("".join).filter(lambda t: bool(shown(t)))
)
# A piece around blanks, which must not bring blanks of its own.
AROUND = TEXTS.filter(lambda text: not re.search(r"\{\{|__|＿＿", f"_{text}_") and "\\" not in text)


def shown(text: str) -> str:
    """A text as a plain one is shown: normalised as Unicode asks, white space collapsed. An overlay may have got a joiner before it, which
    keeps it from melting with a tag."""
    return " ".join(normalize("NFC", text).replace("\u034f\u0338", "\u0338").split())


def distinct(size: int) -> st.SearchStrategy[list[str]]:
    """Different texts."""
    return st.lists(TEXTS, min_size=2, max_size=size, unique_by=str.strip)


CHOICES = distinct(5).flatmap(
    lambda texts: st.fixed_dictionaries({
        "options": st.tuples(*(st.just(text) | st.fixed_dictionaries({"text": st.just(text), "note": TEXTS}) for text in texts)).map(list),
        "answer": st.sets(st.sampled_from([chr(65 + index) for index in range(len(texts))]), min_size=1).map(sorted),
    })
)  # fmt: skip
KINDS: dict[str, st.SearchStrategy[Question]] = {
    "single": CHOICES.map(lambda choice: choice | {"answer": choice["answer"][0]}),
    "multiple": CHOICES,
    "truefalse": st.fixed_dictionaries({"answer": st.booleans()}),
    "short": st.fixed_dictionaries({"answer": TEXTS | st.lists(TEXTS, min_size=1, max_size=3)}),
    "cloze": st.lists(AROUND, min_size=2, max_size=4).flatmap(
        lambda around: st.fixed_dictionaries(
            {"stem": st.just("____".join(around)), "answer": st.lists(TEXTS, min_size=len(around) - 1, max_size=len(around) - 1)}
        )
    ),
    "match": distinct(4).flatmap(
        lambda left: st.fixed_dictionaries({"pairs": st.tuples(*(st.tuples(st.just(a), TEXTS).map(list) for a in left)).map(list)})
    ),
    "order": st.fixed_dictionaries({"items": distinct(4)}),
    "case": st.fixed_dictionaries({
        "parts": st.lists(
            st.fixed_dictionaries({"stem": TEXTS}, optional={"explanation": TEXTS})
            .flatmap(lambda part: TEXTS.map(lambda answer: part | {"answer": answer})),
            min_size=1, max_size=2,
        )
    }),
}  # fmt: skip
COMMON = st.fixed_dictionaries(
    {"stem": TEXTS}, optional={"explanation": TEXTS, "hint": TEXTS, "context": TEXTS, "tags": st.lists(TEXTS, max_size=3)}
)
QUESTIONS = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: st.tuples(COMMON, KINDS[kind]).map(lambda both: both[0] | both[1] | {"type": kind})
)
BANKS = st.lists(QUESTIONS, min_size=1, max_size=6)


def numbered(questions: list[Question]) -> list[Question]:
    """The questions with ids."""
    return [{"id": f"q{number}"} | question for number, question in enumerate(questions)]


def expected_notes(questions: list[Question]) -> list[str]:
    """The ID fields of the notes, in order."""
    ids: list[str] = []
    for question in questions:
        parts = range(1, len(question["parts"]) + 1) if question["type"] == "case" else [0]
        ids += [f"bank/{question['id']}" + (f"#{part}" if part else "") for part in parts]
    return ids


def cards_in(questions: list[Question]) -> int:
    """The number of cards."""
    sizes = {"case": "parts", "cloze": "answer"}
    return sum(len(question[sizes[question["type"]]]) if question["type"] in sizes else 1 for question in questions)


def items(html: str) -> list[str]:
    """The texts of a list's items, as plain texts are shown."""
    return [text_of(item) for item in re.findall(r"<li[^>]*>(.*?)</li>", html, re.DOTALL)]


def text_of(html: str) -> str:
    """The text behind the HTML of a plain text, white space collapsed: line breaks and guarding spans are all the markup it may hold."""
    bare = re.sub(r"</?span(?: class=\"[lr]\")?>", "", html.replace("<br>", "\n"))
    assert "<" not in bare
    assert ">" not in bare
    assert normalize("NFC", html) == html
    return shown(unescape(bare))


def check_note(question: Question, note: ScratchNote) -> None:
    """That the fields of a note, other than a fill-in's, give back the author's texts."""
    fields = note.fields
    for key, name in (("hint", "Hint"), ("stem", "Stem")):
        if note.notetype != "deckpress cloze" or key != "stem":
            assert text_of(fields[name]) == shown(question.get(key, ""))
    kind = question["type"]
    if kind in ("single", "multiple"):
        options = [option if isinstance(option, dict) else {"text": option} for option in question["options"]]
        assert items(fields["Options"]) == [shown(option["text"]) for option in options]
        assert items(fields["Notes"]) == [shown(option["note"]) for option in options if "note" in option]
        assert fields["Key"].split() == list(question["answer"])
    elif kind == "short":
        answers = question["answer"] if isinstance(question["answer"], list) else [question["answer"]]
        assert (items(fields["Answer"]) or [text_of(fields["Answer"])]) == [shown(answer) for answer in answers]
    elif kind == "match":
        assert items(fields["Left"]) == [shown(left) for left, _ in question["pairs"]]
        right = items(fields["Right"])
        assert [right[ord(letter) - 65] for letter in fields["Key"].split()] == [shown(right) for _, right in question["pairs"]]
    elif kind == "order":
        assert items(fields["Answer"]) == [shown(item) for item in question["items"]]
        scrambled = items(fields["Items"])
        assert [scrambled[ord(letter) - 65] for letter in fields["Key"].split()] == items(fields["Answer"])


def as_asked(question: Question, note: ScratchNote) -> Question:
    """What a note asks: the question, or one part of a case."""
    if question["type"] != "case":
        return question
    part = question["parts"][int(note.fields["ID"].rpartition("#")[2]) - 1]
    return {"type": "short", "stem": part["stem"], "answer": part["answer"], "hint": question.get("hint", "")}


def check_cloze(question: Question, cards: list[tuple[str, str]], words: Words) -> None:
    """That each card of a fill-in hides its answer and no other."""
    around, answers = question["stem"].split("____"), question["answer"]

    def filled(hidden: int) -> str:
        parts = [around[0]]
        for number, (answer, rest) in enumerate(zip(answers, around[1:], strict=True)):
            parts += ["[...]" if number == hidden else answer.rstrip(), rest]
        return shown("".join(parts).rstrip())

    for number, sides in enumerate(cards):
        texts = [re.search(r'<div class="stem text"[^>]*>(.*?)</div>', html, re.DOTALL) for html in sides]
        assert [shown(words(found[1])) for found in texts if found] == [filled(number), filled(-1)]


@QUICK
@given(questions=BANKS.map(numbered), title=TEXTS)
def test_plain_texts_come_back_as_the_author_wrote_them(
    new_project: NewProject, words: Words, questions: list[Question], title: str
) -> None:
    project = new_project()
    project.questions(questions, markup="plain", title=title, deck="Deck")
    with ScratchCollection() as scratch:
        package = project.release()
        assert scratch.import_package(package).counts == {"new": len(expected_notes(questions))}
        notes = scratch.notes()
        assert [note.fields["ID"] for note in notes] == expected_notes(questions)
        by_id = {question["id"]: question for question in questions}
        for note in notes:
            question = by_id[note.fields["ID"].removeprefix("bank/").partition("#")[0]]
            check_note(as_asked(question, note), note)
            if question["type"] == "cloze":
                sides = [scratch.render(card) for card in scratch.cards(note.guid)]
                check_cloze(question, [(side.question, side.answer) for side in sides], words)
        assert scratch.check() == []


@QUICK
@given(questions=BANKS.map(numbered), markup=st.sampled_from(["plain", "markdown"]))
def test_whatever_is_written_builds_and_proves_itself(new_project: NewProject, questions: list[Question], markup: str) -> None:
    assume(markup == "plain" or "![" not in repr(questions))  # no image lies there
    project = new_project()
    for question in questions:
        if question["type"] == "cloze" and markup == "markdown":  # there a blank may end up where nothing can be hidden, as in a link
            question["stem"] = "____".join(["word"] * (len(question["answer"]) + 1))
    project.questions(questions, markup=markup)
    package: Path = project.release()
    result = verify_package(package, now=2_000_000_000, isolated=False)
    assert [finding.as_text() for finding in result.findings] == []
    assert (result.notes, result.cards) == (len(expected_notes(questions)), cards_in(questions))
    assert project.release(60, cache=False).read_bytes() == package.read_bytes()
