"""The renderer's output in the real Anki: which cards it makes, and what it shows on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from deckpress.markup import cloze_numbers, render, render_cloze
from deckpress.model import Blank, Markup

anki_collection = pytest.importorskip("anki.collection")


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path: Path = tmp_path_factory.mktemp("anki") / "collection.anki2"
    opened = anki_collection.Collection(str(path))
    yield opened
    opened.close()


def blank(content: str | Blank, number: int = 1, hint: str = "") -> Blank:
    return Blank((number,), (content,), hint)


def image(path: str) -> str:
    return path


def cloze_note(collection: Any, text: str, extra: str = "") -> Any:
    note = collection.new_note(collection.models.by_name("Cloze"))
    note["Text"], note["Back Extra"] = text, extra
    return note


def numbers_in(collection: Any, note: Any) -> tuple[int, ...]:
    return tuple(sorted(collection._backend.cloze_numbers_in_note(note._to_backend_note())))


def sides(note: Any, number: int = 1) -> tuple[str, str]:
    """Question and answer of a card as Anki renders them; neither may play or draw anything."""
    card = note.ephemeral_card(number - 1)
    output = card.render_output()
    assert output.question_av_tags == []
    assert output.answer_av_tags == []
    assert "latex" not in re.findall(r"<img class=(\w+)", output.question_text + output.answer_text)
    return output.question_text, output.answer_text


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


@pytest.mark.parametrize(
    ("content", "question", "answer"),
    [
        (["a ", blank("b"), " c"], "a [...] c", "a b c"),
        (["a ", blank("b", 1, "h")], "a [h]", "a b"),
        (["**", blank("bold"), " text**"], "[...] text", "bold text"),
        (["**a ", blank("b** c")], "a [...][...]", "a b c"),
        (["a ", blank("b\n\nc"), " d"], "a [...][...] d", "a bc d"),
        ([Blank((1,), ("a ", blank("b", 2), " c"))], "[...]", "a b c"),
        ([blank("std::vector", 1, "a::b")], "[a::b]", "std::vector"),
        ([blank("x}} {{y")], "[...]", "x}} {{y"),
        ([blank("a:", 1, ":h")], "[:h]", "a:"),
        (["{{c2::x}} ", blank("{{c3::y}}")], "{{c2::x}} [...]", "{{c2::x}} {{c3::y}}"),
        (["{{", blank("a"), "}}"], "{{[...]}}", "{{a}}"),
        (["{", blank("a"), "}"], "{[...]}", "{a}"),
        ([blank("x {{c2", 1, "h")], "[h]", "x {{c2"),
        ([blank("image-occlusion:rect:left=1")], "[...]", "image-occlusion:rect:left=1"),
        (["{{c１::x}} {{c1,2::y}} ", blank("z")], "{{c１::x}} {{c1,2::y}} [...]", "{{c１::x}} {{c1,2::y}} z"),
        (["`a", blank("b"), "`"], "a[...]", "ab"),
        (["- a ", blank("b"), "\n- c"], "a [...]c", "a bc"),
        (["|a|\n|-|\n|", blank("b"), "|"], "a[...]", "ab"),
        (["$a+", blank("b", 1, "h"), "$"], r"\(a+[\text{h} ]\)", r"\(a+b\)"),
        (["$x^", blank("10"), "$"], r"\(x^{ [...] }\)", r"\(x^{ 10 }\)"),
        ([blank(r"$\frac{1}{\sqrt{2}}$")], "[...]", r"\(\frac{1}{\sqrt{2} }\)"),
        ([r"$\frac{", blank(r"\frac{1}{2}"), "}{2}$"], r"\(\frac{[...]}{2}\)", r"\(\frac{\frac{1}{2} }{2}\)"),
        (["$a<b$ ", blank("c")], r"\(a< b\) [...]", r"\(a< b\) c"),
        (["[so", blank("und:x"), "]"], "[so[...]]", "[sound:x]"),
        ([blank("x", 1, "sound:y"), " ", blank("x", 1, "latex]"), "z[/latex]"], "[sound:y] [latex]]z[/latex]", "x xz[/latex]"),
        ([blank("x", 1, "$]y[/$")], r"[\(]y[/\)]", "x"),
    ],
)
def test_the_question_hides_what_the_answer_shows(collection: Any, content: list[str | Blank], question: str, answer: str) -> None:
    note = cloze_note(collection, render_cloze(content, markup="markdown"))
    assert numbers_in(collection, note) == cloze_numbers(content)
    shown = sides(note)
    assert (words(shown[0].split("</style>")[-1]), words(shown[1].split("</style>")[-1])) == (question, answer)


def test_each_number_is_a_card(collection: Any) -> None:
    content = [Blank((1, 3), ("a",)), blank("b", 2), blank(blank("c", 5), 4), blank("**d**\n\ne", 20)]
    for kind in ("markdown", "plain"):
        markup: Markup = "markdown" if kind == "markdown" else "plain"
        assert numbers_in(collection, cloze_note(collection, render_cloze(content, markup=markup))) == (1, 2, 3, 4, 5, 20)


def test_a_picture_in_a_blank(collection: Any) -> None:
    question, answer = sides(cloze_note(collection, render_cloze(["a ", blank("![b](c.png)")], markup="markdown", media=image)))
    assert not re.search("<img", question)
    assert '<span class="cloze" data-ordinal="1"><img src="c.png" alt="b"></span>' in answer


@pytest.mark.parametrize("kind", ["markdown", "plain"])
def test_other_fields_make_no_cards(collection: Any, kind: Markup) -> None:
    note = cloze_note(collection, "{{c1::a}}", render("{{c2::b}} {{c3,4::c}} {{c５::d}}", markup=kind))
    assert numbers_in(collection, note) == (1,)


LIVE = [
    "[sound:a.mp3]", r"\[sound:a.mp3]", "&#91;sound:a.mp3]", "`[sound:a.mp3]`", "[sound:a\nb]", "[x](https://a.b '[sound:a]')",
    "![[sound:a]](b.png)", "[anki:tts lang=en_US]a[/anki:tts]", "[latex]a[/latex]", "[LATEX]a[/Latex]", "[$]a[/$]", "[$$]a[/$$]",
    r"[\$]a[/\$]", "$[sound:a]$", r"$$\\[sound:a]$$", "$$sound:a]$$", "$$latex]a[/latex]$$", "[so\x1fund:a]", "[so\ufdd0und:a]",
]  # fmt: skip


@pytest.mark.parametrize("kind", ["markdown", "plain"])
@pytest.mark.parametrize("source", LIVE)
def test_nothing_plays_or_draws(collection: Any, source: str, kind: Markup) -> None:
    note = collection.new_note(collection.models.by_name("Basic"))
    note["Front"], note["Back"] = render(source, markup=kind, media=image), "b"
    sides(note)
    contents: list[list[str | Blank]] = [["a ", blank(source, 1, source), source], ["[", blank(source, 2), blank("x")]]
    for content in contents:
        for number in cloze_numbers(content):
            sides(cloze_note(collection, render_cloze(content, markup=kind, media=image)), number)


def test_the_live_ones_would_be_live(collection: Any) -> None:
    """What the test above proves rests on Anki acting upon the bare text."""
    note = collection.new_note(collection.models.by_name("Basic"))
    note["Front"] = "[sound:a.mp3]"
    assert len(note.ephemeral_card(0).render_output().question_av_tags) == 1
    note["Front"] = "[LaTeX]a[/latex]"
    assert "<img class=latex" in note.ephemeral_card(0).render_output().question_text


@pytest.mark.parametrize(
    "source", ["{{FrontSide}}", "{{#Tags}}x{{/Tags}}", "{{Tags}}", "{{c1::a}}", "{{hint:Front}}", "{{=<% %>=}}", "<!-- x -->"]
)
def test_template_syntax_is_text(collection: Any, source: str) -> None:
    note = collection.new_note(collection.models.by_name("Basic"))
    note["Front"], note["Back"] = render(source, markup="plain"), "b"
    question, _ = sides(note)
    assert words(question.split("</style>")[-1]) == source


@pytest.mark.parametrize("source", ["a\x1fb", "**&#x338;a** > \u0338", "e\u0301 \u212b", "a\x00b", "<b>&amp;"])
def test_a_field_is_stored_as_it_was_rendered(collection: Any, source: str) -> None:
    for kind in ("markdown", "plain"):
        html = render(source, markup="markdown" if kind == "markdown" else "plain")
        note = collection.new_note(collection.models.by_name("Basic"))
        note["Front"] = html
        collection.add_note(note, collection.decks.id("Default"))
        assert collection.get_note(note.id)["Front"] == html


def test_markup_in_a_formula_stays_text(collection: Any) -> None:
    content: list[str | Blank] = ["$a<img src=x onerror=y> \\text{</span><script>}$ ", blank("b")]
    for side in sides(cloze_note(collection, render_cloze(content, markup="markdown"))):
        assert not re.search(r"<(?:img|script)", side.split("</style>")[-1])
