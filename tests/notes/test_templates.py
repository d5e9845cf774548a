"""The card templates and their stylesheet: small, offline, complete in every language, readable, and right in the real Anki."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from anki.collection import Collection

from deckpress.notes.types import NOTE_TYPES, field_names, note_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deckpress.notes.types import NoteTypeName

SPECIALS = {"Tags", "Deck", "Subdeck"}
AFTER_ANSWERING = {"Answer", "Key", "Notes", "Rubric", "Explanation", "Meta", "Tags"}
LANGUAGES = ("zh-CN", "zh-TW", "zh-Hant", "en", "ja", "ko", "es", "de", "fr", "ru", "pt-BR")
TEXTS = ("ink", "dim", "accent", "good", "bad", "warn")
SURFACES = ("paper", "soft", "tint", "alert")
CSS = note_type("choice").css
KEYLESS = {name: {"Key"} if name == "choice" else set[str]() for name in NOTE_TYPES}
"""The right options of a choice are marked in its field of options."""
SIDES = [(name, side) for name in NOTE_TYPES for side in ("front", "back")]


def markup(name: NoteTypeName, side: str) -> str:
    kind = note_type(name)
    return kind.front if side == "front" else kind.back


def rules() -> Iterator[tuple[list[str], dict[str, str]]]:
    """Each rule of the stylesheet: its selectors, and its declarations."""
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)):
        pairs = (declaration.split(":", 1) for declaration in body.split(";"))
        yield [part.strip() for part in selectors.split(",")], {key.strip(): value.strip() for key, value in pairs}


def custom_properties(*wanted: str) -> dict[str, str]:
    """The custom properties that an element has which these selectors match, later rules winning."""
    found: dict[str, str] = {}
    for selectors, declarations in rules():
        if set(wanted) & set(selectors):
            found |= {key[2:]: value for key, value in declarations.items() if key.startswith("--")}
    return found


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_stylesheet_is_small_and_shared() -> None:
    assert len(CSS.encode()) <= 10 * 1024
    assert {note_type(name).css for name in NOTE_TYPES} == {CSS}


def test_the_script_is_small_shared_and_no_template_to_anki() -> None:
    scripts = {text for case in SIDES for text in re.findall(r"<script>(.*?)</script>", markup(*case), re.DOTALL)}
    assert len(scripts) == 1
    [script] = scripts
    assert len(script.encode()) <= 15 * 1024
    assert not re.search(r"\{\{|<|https?:|fetch|XMLHttpRequest|import\s*\(|eval|document\.write", script.replace(" < ", ""))


@pytest.mark.parametrize("text", [CSS, *(markup(*case) for case in SIDES)], ids=["css", *map("-".join, SIDES)])
def test_nothing_is_fetched_and_nothing_runs(text: str) -> None:
    markup = text.split("<script>")[0]  # the one script is at the end, and has tests of its own
    assert not re.search(r"//|url\(|@import|@font-face|<script|<link|<img|javascript:|\bon\w+=|</style", markup, re.IGNORECASE)


@pytest.mark.parametrize(("name", "side"), SIDES)
def test_fields_exist_and_sections_nest(name: NoteTypeName, side: str) -> None:
    open_sections: list[str] = []
    used = set()
    for sign, field in re.findall(r"\{\{([#/^]?)(?:type:)?(?:cloze:)?([^{}]*)\}\}", markup(name, side)):
        used.add(field)
        if sign == "/":
            assert open_sections.pop() == field
        elif sign:
            open_sections.append(field)
    assert not open_sections
    assert used <= {*field_names(name), *SPECIALS}
    early = {"Key"} if name == "order" else set()  # the items must not stand in their right order by chance
    assert used & AFTER_ANSWERING == (early if side == "front" else AFTER_ANSWERING & {*field_names(name), "Tags"} - (KEYLESS[name]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_has_words_in_every_language(language: str) -> None:
    tags = ["-".join(language.split("-")[:count]) for count in (1, 2)]
    own = custom_properties(*(f".dp:lang({tag})" for tag in tags))
    english = custom_properties(".dp")
    labels = {*re.findall(r"(?:content|--kind|--label):var\(--(\w+)\)", CSS)} - {"kind", "label"}
    assert len(labels) >= 12
    assert labels <= english.keys()
    if language != "en":
        assert labels - own.keys() <= {"pt"}  # " pt" is right in several languages
    assert all(re.fullmatch(r'"[^"\\]+"', own.get(label, english[label])) for label in labels)


def test_every_variable_is_defined() -> None:
    defined = {key for _, declarations in rules() for key in declarations if key.startswith("--")}
    assert set(re.findall(r"var\((--\w+)\)", CSS)) <= defined


@pytest.mark.parametrize(("text", "surface"), [*itertools.product(TEXTS, SURFACES)])
def test_text_is_readable_by_day_and_by_night(text: str, surface: str) -> None:
    day, night = custom_properties(":root"), custom_properties(".nightMode")
    assert night == custom_properties(".night_mode")
    assert night.keys() == day.keys() == {*TEXTS, *SURFACES, "line"}
    assert contrast(day[text], day[surface]) >= 4.5
    assert contrast(night[text], night[surface]) >= 4.5


def test_only_those_colours_are_used() -> None:
    for selectors, declarations in rules():
        if "color" in declarations:
            covered = any("[aria-expanded=false]" in selector for selector in selectors)
            assert (
                covered
                or declarations["color"] in {*(f"var(--{name})" for name in TEXTS), "var(--row, var(--dim))", "var(--row)"}
                or (
                    (declarations["background"], declarations["color"]) == ("var(--accent)", "var(--paper)")  # as readable as the reverse
                )
            )
        if "background" in declarations and not {".dp img", ".dp .go"} & {*selectors}:
            assert declarations["background"] in {*(f"var(--{name})" for name in SURFACES), "var(--line)"}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    col = Collection(str(Path(tmp_path_factory.mktemp("anki")) / "collection.anki2"))
    yield col
    col.close()


def render(col: Collection, name: NoteTypeName, values: dict[str, str]) -> tuple[str, str]:
    """The front and back that Anki makes of a note with these fields."""
    kind = note_type(name)
    base = "Cloze" if kind.cloze else "Basic"
    model = col.models.by_name(base)
    assert model is not None
    model = col.models.copy(model, add=False)
    model["name"] = kind.name
    model["flds"] = [col.models.new_field(field) for field, _ in kind.fields]
    model["tmpls"][0] |= {"qfmt": kind.front, "afmt": kind.back}
    note = col.new_note(col.models.get(col.models.add_dict(model).id))
    for field, value in values.items():
        note[field] = value
    col.add_note(note, 1)
    (card,) = note.cards()
    output = card.render_output()
    return output.question_text, output.answer_text


REQUIRED: dict[NoteTypeName, dict[str, str]] = {
    "choice": {"Stem": "Which?", "Options": '<ol class="options"><li>x</li></ol>', "Answer": "THE-ANSWER", "Key": "A"},
    "cloze": {"Text": "Say {{c1::THE-ANSWER}}."},
    "basic": {"Stem": "What?"},
    "match": {"Stem": "Match.", "Left": "<ol></ol>", "Right": "<ol></ol>", "Answer": "THE-ANSWER", "Key": "A"},
    "order": {"Stem": "Order.", "Items": "<ol></ol>", "Answer": "THE-ANSWER", "Key": "A"},
}


@pytest.mark.parametrize("name", NOTE_TYPES)
def test_anki_draws_a_card_with_nothing_but_what_it_needs(collection: Collection, name: NoteTypeName) -> None:
    front, back = render(collection, name, REQUIRED[name])
    assert "THE-ANSWER" not in front
    assert ("THE-ANSWER" in back) == (name != "basic")
    for part in ("context", "hint", "notice", "explanation", "remarks", "scoring", "meta", "tags"):
        assert f'class="{part}"' not in front + back


@pytest.mark.parametrize("name", NOTE_TYPES)
def test_anki_draws_every_field_on_its_side(collection: Collection, name: NoteTypeName) -> None:
    unseen = {"Typed", "Spare 1", "Spare 2", "Spare 3", "Spare 4", *KEYLESS[name]}
    values = {field: f"[{field}]" for field in field_names(name) if field not in unseen}
    if name == "cloze":
        values["Text"] = "{{c1::[Text]}}"
    front, back = render(collection, name, values)
    assert {field for field, value in values.items() if value not in back and field != "Text"} == set()
    hidden = AFTER_ANSWERING - ({"Key"} if name == "order" else set()) | ({"Text"} if name == "cloze" else set())
    assert {field for field in values if f"[{field}]" not in front} == hidden & values.keys()
    assert f'<div class="dp {name} front [Flags]" lang="[Language]" data-id="[ID]" data-kind="{name}"' in front
