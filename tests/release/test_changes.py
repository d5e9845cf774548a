"""``CHANGES.md`` and the page: what they list is what their searches find in the real Anki, and names are told apart from notes."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from tests.release.conftest import KIWI, OWL, ROSE, TIT, Garden, complaints

from deckpress.engine import ScratchCollection

FIXED = KIWI | {"stem": "The kiwi is a bird."}


def chapters(garden: Garden, title: str, first: list[Any], second: list[Any], **keys: Any) -> None:
    """Writes the bank ``birds`` with two chapters."""
    parts = [{"id": "near", "title": "Near", "questions": first}, {"id": "far", "title": "Far", "questions": second}]
    garden.project.write({"deckpress": 1, "id": "birds", "title": title, "chapters": parts} | keys, "birds.yaml")


def page(garden: Garden) -> str:
    return (garden.last / "CHANGES.md").read_text("utf-8")


@pytest.mark.parametrize("keys", [{}, {"subdecks": True}])
def test_the_searches_find_what_is_listed_and_nothing_else(garden: Garden, keys: dict[str, Any]) -> None:
    new = {"id": "new", "stem": "New?", "answer": "indeed"}
    chapters(garden, "Birds", [KIWI, OWL], [TIT], **keys)
    assert garden.release().ok
    first = garden.last
    chapters(garden, "All birds", [FIXED, new], [TIT, OWL], **keys)
    garden.plants([ROSE | {"id": "lily"}])
    assert garden.release().ok
    assert garden.changes() == [("changed", "kiwi"), ("added", "new"), ("moved", "owl"), ("added", "lily"), ("retired", "rose")]
    assert complaints(garden.last) == []
    text = page(garden)
    assert "The deck is now called All birds (was Birds). Your cards stay in the deck where they are." in text
    assert "from Near to Far" in text
    listed = {f"{bank['id']}/{change['key']}": change["kind"] for bank in changes(garden)["banks"] for change in bank["changes"]}
    with ScratchCollection() as scratch:
        scratch.import_package(first / "all_banks.apkg")
        scratch.import_package(garden.last / "all_banks.apkg")

        def found(search: str) -> set[str]:
            return {scratch.col.get_note(number)["ID"] for number in scratch.col.find_notes(search)}

        everything, retired, birds, plants = re.findall(r"^`?(tag:release[^`\n]*)`?$", text, re.M)
        assert found(everything) == set(listed)
        assert found(retired) == {name for name, kind in listed.items() if kind == "retired"}
        assert found(birds) == {name for name in listed if name.startswith("birds/")}
        assert found(plants) == {name for name in listed if name.startswith("plants/")}


def changes(garden: Garden) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((garden.last / "changes.json").read_text("utf-8"))
    return data


@pytest.mark.parametrize(
    ("keys", "what", "line"),
    [
        ({}, "deck", "The deck is now called Fowl (was Birds). Your cards stay in the deck where they are."),
        ({"deck": "Zoo"}, "title", "The bank is now called Fowl (was Birds)."),
    ],
)
def test_a_new_name_alone_is_told_and_counts_nowhere(garden: Garden, keys: dict[str, str], what: str, line: str) -> None:
    garden.birds([KIWI, OWL], **keys)
    garden.release()
    garden.birds([KIWI, OWL], **({"title": "Fowl"} | keys))
    result = garden.release()
    assert result.ok
    assert result.difference is not None
    data = changes(garden)
    assert complaints(garden.last) == []
    assert data["counts"] == {"added": 0, "changed": 0, "moved": 0, "retired": 0, "removed": 0, "unchanged": 3}
    assert [(bank["id"], bank["renamed"], bank["changes"]) for bank in data["banks"]] == [
        ("birds", [{"what": what, "from": "Birds", "to": "Fowl"}], [])
    ]
    html = (garden.last / "index.html").read_text("utf-8")
    assert line in html
    assert "No question has changed since 2025.06.16." in html
    text = page(garden)
    assert text.count(line) == 1
    assert "No question has changed since 2025.06.16." in text
    assert "tag:release" not in text, "a search that finds nothing is not shown"


def test_a_new_title_of_the_collection_is_told(garden: Garden) -> None:
    garden.release()
    settings = garden.decks / "deckpress.yaml"
    settings.write_text(settings.read_text("utf-8").replace("Nature", "All nature"), "utf-8")
    assert garden.release().ok
    assert "The collection is now called All nature (was Nature)." in page(garden)
    assert "The collection is now called All nature (was Nature)." in (garden.last / "index.html").read_text("utf-8")
    assert changes(garden)["renamed"] == {"what": "title", "from": "Nature", "to": "All nature"}
    assert complaints(garden.last) == []


def test_a_title_made_of_the_banks_titles_is_not_told_twice(garden: Garden) -> None:
    (garden.decks / "deckpress.yaml").unlink()
    garden.release()
    garden.birds([KIWI, OWL, TIT], title="Fowl")
    assert garden.release().ok
    assert "The collection" not in page(garden)
    assert "The deck is now called Fowl (was Birds)." in page(garden)
    (garden.decks / "plants.yaml").unlink()
    for _ in range(2):
        assert garden.release().ok
        assert "The collection" not in page(garden)


def test_what_is_no_longer_sent_has_no_search(garden: Garden) -> None:
    garden.release()
    (garden.decks / "plants.yaml").unlink()
    assert garden.release(forget_after=1).ok
    assert garden.changes() == [("retired", "rose")]
    assert garden.release(forget_after=1).ok
    assert garden.changes() == [("removed", "rose")]
    assert "## Plants\n\n### No longer in the deck: 1" in page(garden)
    assert "tag:release" not in page(garden)


def test_learners_are_told_to_suspend_what_is_retired_and_why_not_to_delete_it(garden: Garden) -> None:
    garden.release()
    first = garden.last
    garden.birds([KIWI, TIT])
    garden.release()
    second = garden.last
    advice = (
        "to suspend them (Browse, select all, Toggle Suspend); deleted ones come back as new cards as long as the deck still sends them"
    )
    assert advice in page(garden)
    assert advice in (garden.last / "index.html").read_text("utf-8")
    garden.birds([KIWI | {"stem": "The kiwi is a bird."}, TIT])
    garden.release()
    with ScratchCollection() as scratch:
        scratch.import_package(first / "birds.apkg")
        scratch.import_package(second / "birds.apkg")
        scratch.col.sched.suspend_cards(scratch.col.find_cards("tag:retired"))
        scratch.import_package(garden.last / "birds.apkg")
        assert len(scratch.col.find_cards("tag:retired is:suspended")) == len(scratch.col.find_cards("tag:retired")) == 2
        scratch.col.remove_notes(scratch.col.find_notes("tag:retired"))
        scratch.import_package(garden.last / "birds.apkg")
        assert len(scratch.col.find_cards("tag:retired is:new")) == 2, "what the advice warns of"


def test_live_questions_are_counted_the_same_way_everywhere(garden: Garden) -> None:
    (garden.decks / "plants.yaml").unlink()
    garden.birds([KIWI, OWL | {"retired": "wrong"}])
    garden.release()
    assert "The first release: 1 question in 1 bank." in page(garden)
    html = (garden.last / "index.html").read_text("utf-8")
    assert "1 question · 1 card · 1 retired" in html
    assert re.search(r"The whole deck</span><span class=\"n\">1 question<", html)
    assert "1 question in 1 bank" in html


def test_titles_show_answers_and_descriptions(garden: Garden) -> None:
    garden.release()
    garden.birds([KIWI, OWL | {"explanation": "Yes."}, TIT, {"id": "pic", "stem": "![an owl](rose.svg) What is it?", "answer": "owl"}])
    garden.release()
    html = (garden.last / "index.html").read_text("utf-8")
    for shown in ("An owl turns its head by [270] degrees, [both] ways.", "[an owl] What is it?"):
        assert shown in html
        assert shown.replace("[", r"\[").replace("]", r"\]") in page(garden)
    titles = [change["title"] for bank in changes(garden)["banks"] for change in bank["changes"]]
    assert titles == ["An owl turns its head by [270] degrees, [both] ways.", "[an owl] What is it?"]


def test_searches_of_the_page_find_what_they_count_in_any_collection(garden: Garden) -> None:
    """Also where the deck has its old name, cards were moved, and retired notes are still there."""
    garden.birds([KIWI, OWL, TIT], deck="Nature::Birds")
    garden.release()
    first = garden.last
    garden.birds([KIWI, TIT], deck="Zoo::Fowl")
    garden.release()
    html = (garden.last / "index.html").read_text("utf-8")
    rows = re.findall(r'class="n">([0-9,]+) questions?</span>.*?data-copy="([^"]*)"', html)
    assert len(rows) >= 8
    with ScratchCollection() as scratch:
        for folder in (first, garden.last):
            scratch.import_package(folder / "all_banks.apkg")
        scratch.col.set_deck(scratch.col.find_cards("tag:type::truefalse"), int(scratch.col.decks.id("Mine") or 0))
        assert [(count, search) for count, search in rows if len(scratch.search(unescape(search))) != int(count)] == []


def test_what_comes_back_can_be_found_to_be_unsuspended(garden: Garden) -> None:
    garden.release()
    folders = [garden.last]
    for questions in ([KIWI, TIT], [KIWI, OWL | {"stem": "An owl turns its head by {{270}} degrees, {{both::how}} ways!"}, TIT]):
        garden.birds(questions)
        assert garden.release().ok
        folders.append(garden.last)
    search = changes(garden)["searches"]["returned"]
    assert "are back. If you suspended them" in page(garden)
    assert search in page(garden)
    assert search in unescape((garden.last / "index.html").read_text("utf-8"))
    assert "are back" not in (folders[1] / "CHANGES.md").read_text("utf-8")
    with ScratchCollection() as scratch:
        for folder in folders:
            scratch.import_package(folder / "all_banks.apkg")
            scratch.col.sched.suspend_cards(scratch.col.find_cards("tag:retired"))
        assert [scratch.note(guid).fields["ID"] for guid in scratch.search(search)] == ["birds/owl"]
