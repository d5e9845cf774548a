"""The preview fills in templates as the real Anki does: for every kind of question, and for everything that the template language has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import genanki
import pytest
from tests.anki.test_kinds import BANK, png

from deckpress.engine import ScratchCollection
from deckpress.notes.types import field_names, note_type
from deckpress.project.inspect import notes_of
from deckpress.writers.preview.template import CardPlace, Sides, Template, html_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Project

    from deckpress.notes.build import Note

BLANKS = r"""
  - id: blanks
    title: Blanks
    questions:
      - {id: simple, stem: "Capitals: {{Paris::city}} & {{Rome}} <b>"}
      - {id: maths, stem: "The root \\({{\\frac{1}{\\sqrt{2}}}}\\) of {{`a::b`}}", hint: "**think**", explanation: "as \\(x\\)"}
      - {id: numbered, stem: "{{c1::both {{c2::inner}} }} and {{c1,2::shared}}"}
"""
_HINT_ID = re.compile(r"hint[0-9a-f]{8,16}")


class Deck(NamedTuple):
    scratch: ScratchCollection
    bank: Path


@pytest.fixture(scope="module")
def deck(new_project: Callable[[], Project]) -> Iterator[Deck]:
    """A bank with every kind, built and imported."""
    project = new_project()
    path = project.write(BANK + BLANKS)
    project.write(png(), "images/logo.png")
    with ScratchCollection() as scratch:
        scratch.import_package(project.release())
        yield Deck(scratch, path)


def drawn(note: Note, ordinal: int, deck: str, number: int) -> Sides:
    """A card of a note as the preview draws it."""
    kind = note_type(note.note_type)
    names = field_names(note.note_type)
    template = Template(kind.front, kind.back, fields=names, note_type=kind.name, cloze=kind.cloze)
    place = CardPlace(ordinal=ordinal, deck=deck, tags=note.tags, number=number)
    return template.sides(dict(zip(names, note.fields, strict=True)), place)


def test_every_kind_is_drawn_as_anki_draws_it(deck: Deck) -> None:
    notes = notes_of(deck.bank)
    compared = set()
    for note in notes:
        for card in deck.scratch.cards(note.guid):
            sides = drawn(note, card.ord, card.deck, card.id)
            real = deck.scratch.render(card)
            assert html_of(sides.front) == real.question, note.key
            assert html_of(sides.back) == real.answer, note.key
            compared.add((note.question.kind, card.ord))
    assert {kind for kind, _ in compared} == {"single", "multiple", "truefalse", "cloze", "short", "case", "match", "order"}
    assert ("cloze", 1) in compared


TEXT = """A {{c1::one <b>two</b>::hint}} &amp; {{c2::in {{c1::side}} out}}
\\(x + {{c1::<i>y</i>}}\\) {{c1,2::α "q" 中\xa0_}} }} {{c12::no}}"""
ALL = (
    "<!-- {{Front}} -->|{{text:Back}}|{{hint:Back}}|{{type:nc:Back}}|{{type:Back}}|{{{Back}}}|{{ Back }}|{{unknown:Back}}"
    "|{{#Back}}yes{{#Empty}}no{{/Empty}}{{^Empty}}empty{{/Empty}}{{/Back}}|{{#Tags}}{{Tags}}{{/Tags}}|{{Type}}|{{Deck}}|{{Subdeck}}"
    "|{{Card}}|{{CardFlag}}|{{CardID}}|{{hint:Empty}}|<script>const a = {b: 1};</script>"
)
ONLY_CLOZE = "|{{cloze:Front}}|{{cloze-only:Front}}|{{type:cloze:Front}}|{{#c1}}first{{/c1}}{{^c1}}other{{/c1}}"


@pytest.mark.parametrize("cloze", [False, True], ids=["basic", "cloze"])
@pytest.mark.parametrize("empty", ["", " <br> \n<div></div>", "&nbsp;"], ids=["nothing", "line-breaks", "a-blank"])
def test_the_whole_template_language(tmp_path: Path, cloze: bool, empty: str) -> None:
    front = "{{Front}}" + ALL + ONLY_CLOZE * cloze
    back = "{{FrontSide}}<hr id=answer>" + front
    names = ["Front", "Back", "Empty"]
    model = genanki.Model(
        1_607_392_500 + cloze, "Preview test", fields=[{"name": name} for name in names],
        templates=[{"name": "The card", "qfmt": front, "afmt": back}],
        model_type=genanki.Model.CLOZE if cloze else genanki.Model.FRONT_BACK,
    )  # fmt: skip
    fields = [TEXT, "the <b>back</b><!-- gone -->", empty]
    deck = genanki.Deck(1_700_000_001, "Top::Sub deck")
    deck.add_note(genanki.Note(model, fields, guid="g", tags=["b::c", "a"]))
    genanki.Package(deck).write_to_file(str(tmp_path / "deck.apkg"), timestamp=1_700_000_000.0)
    template = Template(front, back, fields=names, note_type="Preview test", cloze=cloze, card="The card")
    with ScratchCollection() as scratch:
        scratch.import_package(tmp_path / "deck.apkg")
        cards = scratch.cards("g")
        assert len(cards) == (3 if cloze else 1)
        for card in cards:
            place = CardPlace(ordinal=card.ord, deck=card.deck, tags=("a", "b::c"), number=card.id)
            sides, real = template.sides(dict(zip(names, fields, strict=True)), place), scratch.render(card)
            assert _HINT_ID.sub("hint", html_of(sides.front)) == _HINT_ID.sub("hint", real.question)
            assert _HINT_ID.sub("hint", html_of(sides.back)) == _HINT_ID.sub("hint", real.answer)
