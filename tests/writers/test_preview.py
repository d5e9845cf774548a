"""The preview's templates and words: what is refused, what is escaped, and that every language says the same things."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deckpress.notes.types import NOTE_TYPES, note_type
from deckpress.pages import page_words
from deckpress.writers.preview.data import encode
from deckpress.writers.preview.template import CardPlace, Template, TemplateError, html_of


def template(front: str, back: str = "", *, cloze: bool = False) -> Template:
    return Template(front, back, fields=["Front", "Back"], note_type="Test", cloze=cloze)


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("{{Fornt}}", "names the field 'Fornt'"),
        ("{{#Back}}x", "never closes 'Back'"),
        ("x{{/Back}}", "closes 'Back', which is not open"),
        ("{{#Back}}{{#Front}}x{{/Back}}{{/Front}}", "closes 'Back', which is not open"),
        ("{{furigana:Front}}", "can't draw the filter 'furigana'"),
        ("{{tts en_US:Front}}", "can't draw the filter 'tts'"),
        ("{{#c1}}x{{/c1}}", "names the field 'c1'"),
    ],
)
def test_what_anki_would_refuse_or_draw_otherwise_is_refused(front: str, message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        template(front)


@pytest.mark.parametrize("name", NOTE_TYPES)
def test_the_templates_of_the_package_can_be_drawn(name: Any) -> None:
    kind = note_type(name)
    made = Template(kind.front, kind.back, fields=[field for field, _ in kind.fields], note_type=kind.name, cloze=kind.cloze)
    place = CardPlace(ordinal=0, deck="Deck", tags=(), number=1)
    sides = made.sides({field: f"{{{{c1::{field}}}}}" for field, _ in kind.fields}, place)
    literals = set(made.literals)
    assert all(piece.text in literals for piece in (*sides.front, *sides.back) if piece.sort == "template")
    assert html_of(sides.front)
    assert html_of(sides.back)


def test_many_open_blanks_take_linear_time() -> None:
    made = template("{{cloze:Front}}", cloze=True)
    place = CardPlace(ordinal=0, deck="Deck", tags=(), number=1)
    assert html_of(made.sides({"Front": "{{c1::" * 100_000, "Back": ""}, place).front) == ""


def test_data_can_end_no_script() -> None:
    text = encode({"x": "</script><!-- \u2028 \ud800"})
    assert "<" not in text
    assert "\u2028" not in text
    assert text.isprintable()
    assert json.loads(text) == {"x": "</script><!-- \u2028 \ud800"}


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [("zh-CN", "zh-CN"), ("zh", "zh-CN"), ("zh-TW", "zh-TW"), ("zh-Hant-HK", "zh-TW"), ("zh-Hans-HK", "zh-CN"), ("fr", "en"), ("", "en")],
)
def test_the_page_speaks_the_banks_language(tag: str, spoken: str) -> None:
    assert page_words("deckpress.writers.preview", tag)["lang"] == spoken
