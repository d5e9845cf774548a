"""Fields are spelt as a browser spells HTML, so that a look at a note in Anki's editor, which writes them anew, changes nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.markup.test_safety import PAYLOADS, PIECES, TAG_TRICKS, image, valid

from deckpress.diagnostics import Report
from deckpress.markup import render, render_cloze
from deckpress.model import Blank, Markup
from deckpress.notes.build import build_notes, render_description
from deckpress.notes.media import MediaFolder
from deckpress.readers.bank import read_bank
from deckpress.source import Source

DECKS = Path(__file__).parents[2] / "decks"
BANKS = sorted(path for path in DECKS.glob("*.yaml") if path.name != "deckpress.yaml")


def changed(page: Page, fields: Sequence[str]) -> list[tuple[str, str]]:
    """Those that are spelt otherwise once they have been in a page, with that spelling."""
    spelt: list[str] = page.evaluate(
        """fields => fields.map((html) => {
          const holder = document.createElement("template");
          holder.innerHTML = html;
          return holder.innerHTML;
        })""",
        list(fields),
    )
    return [(before, after) for before, after in zip(fields, spelt, strict=True) if before != after]


@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.stem)
def test_the_fields_of_our_decks(page: Page, path: Path) -> None:
    bank = read_bank([Source(path.name, path.read_text("utf-8"))], Report())
    assert bank is not None
    media = [MediaFolder(DECKS)]
    notes = list(build_notes(bank, media, Report()))
    assert changed(page, [field for note in notes for field in note.fields]) == []
    assert changed(page, [render_description(bank, media[0])]) == []


SOURCES = [
    *TAG_TRICKS, *PAYLOADS,
    '"a" & b', "a\u00a0b", "a\xadb", "**\u0338a** \u0338", "a\n\u0338b", "| a |\n|:-:|\n| \u00a0 |", "```\n\n a\n```",
    "- [ ] a\n- [x] b", "3. a\n4. b", "a  \nb", "> a\n>\n> b\n\n---\n\n# c",
    "![a\u00a0<b> \"c\" {{c1::d}} \\(e\\) f::g}}](x.png)", "[a](https://b.c/std::vector?d={{e}}&f=[g] '<h>\u00a0\"')",
    "$a::b}} < c & d$", "$$\n\\begin{aligned} a &= b \\\\ &< c\n\\end{aligned}\n$$", "* a\n\n  b\n* c",
    "~~a~~ `b<c>&\"d\"`", "    a::b }}\n",
]  # fmt: skip


def hostile() -> list[str]:
    """Texts of pieces that mean something to Markdown, HTML, Anki or MathJax, the same in each run."""
    dice = random.Random(20261123)  # noqa: S311 - not for secrets
    return ["".join(dice.choices(PIECES, k=dice.randint(2, 12))) for _ in range(4_000)]


@pytest.mark.parametrize("markup", ["markdown", "plain"])
def test_any_text(page: Page, markup: Markup) -> None:
    sources = [source for source in (*SOURCES, *hostile()) if valid(source, markup)]
    assert len(sources) > 2_000
    assert changed(page, [render(source, markup=markup, media=image) for source in sources]) == []


@pytest.mark.parametrize("markup", ["markdown", "plain"])
def test_any_fill_in(page: Page, markup: Markup) -> None:
    fields = []
    for source in (*SOURCES, *hostile()):
        if valid(source, markup) and valid(f"a {source} b", markup):
            hint = source if valid(source, markup) and "\n" not in source else ""
            fields.append(render_cloze(["a ", Blank((1,), (source,), hint), " b"], markup=markup, media=image))
    assert len(fields) > 2_000
    assert changed(page, fields) == []
