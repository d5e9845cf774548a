"""`ScratchCollection`: a learner's collection for a moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckpress.engine import PackageRefusedError, ScratchCollection
from deckpress.errors import UsageError

from .conftest import CLOZE, RELEASED, Packages, model


def test_what_lies_in_a_package_can_be_read(packages: Packages) -> None:
    with ScratchCollection() as scratch:
        result = scratch.import_package(packages.make([("g1", "q", "a", ["b", "a::c"]), ("g2", "r", "b")]))
        assert result.counts == {"new": 2}
        note = scratch.note("g1")
        assert (note.id, note.notetype, note.fields, note.tags) == (result.new[0], "Test basic", {"Front": "q", "Back": "a"}, ("a::c", "b"))
        assert note.mod == RELEASED
        assert [note.guid for note in scratch.notes()] == ["g1", "g2"]
        assert scratch.search("tag:a") == ["g1"]
        assert scratch.search("deck:Test::Deck -tag:a") == ["g2"]
        assert scratch.decks() == {"Default": 0, "Test": 0, "Test::Deck": 2}
        [card] = scratch.cards("g2")
        assert (card.deck, card.ord, card.queue, card.reps) == ("Test::Deck", 0, 0, 0)
        assert scratch.render(card)[:2] == ("r", "r<hr id=answer>b")
        assert scratch.check() == []
        for lookup in (scratch.note, scratch.cards):
            with pytest.raises(LookupError, match="nowhere"):
                lookup("nowhere")


def test_a_cloze_has_a_card_a_number(packages: Packages) -> None:
    with ScratchCollection() as scratch:
        scratch.import_package(packages.make([("g1", "{{c1::a}} {{c3::b}}", "")], of=model(CLOZE, CLOZE, css=".x {}", cloze=True)))
        cards = scratch.cards("g1")
        assert [card.ord for card in cards] == [0, 2]
        question, answer, css = scratch.render(cards[1])
        assert "[...]" in question
        assert "b</span>" in answer
        assert css == ".x {}"


@pytest.mark.parametrize(("update", "text"), [("if_newer", "mine"), ("never", "mine"), ("always", "old")])
def test_an_edit_of_the_user_against_an_older_package(packages: Packages, update: str, text: str) -> None:
    path = packages.make([("g1", "old", "a")])
    with ScratchCollection() as scratch:
        scratch.import_package(path)
        scratch.edit("g1", "Front", "mine")
        scratch.add_tag("g1", "kept")
        again = scratch.import_package(path, update=update)  # type: ignore[arg-type]  # pytest gives plain texts
        assert again.counts == ({"updated": 1} if update == "always" else {"duplicate": 1})
        assert scratch.note("g1").fields["Front"] == text
        assert scratch.note("g1").tags == (() if update == "always" else ("kept",))


def test_a_studied_card_keeps_its_schedule_through_an_update(packages: Packages) -> None:
    with ScratchCollection() as scratch:
        scratch.import_package(packages.make([("g1", "old", "a")]))
        [card] = scratch.cards("g1")
        studied = scratch.answer(card, 4)
        assert (studied.reps, studied.queue) == (1, 2)
        assert studied.ivl > 0
        assert scratch.import_package(packages.make([("g1", "new", "a")], timestamp=RELEASED + 1)).counts == {"updated": 1}
        assert scratch.note("g1").fields["Front"] == "new"
        assert scratch.cards("g1") == [studied]


def test_templates_are_fresh_after_an_update(packages: Packages) -> None:
    with ScratchCollection() as scratch:
        scratch.import_package(packages.make())
        [card] = scratch.cards("g1")
        assert scratch.render(card).question == "question"
        scratch.import_package(packages.make(of=model("new: {{Front}}"), timestamp=RELEASED + 1))
        assert scratch.render(card).question == "new: question"
        assert scratch.notetypes()[0]["tmpls"][0]["qfmt"] == "new: {{Front}}"


def test_media_present_and_missing(packages: Packages) -> None:
    path = packages.make([("g1", "<img src=a.png><img src=b.png>", "x")], media={"a.png": b"1"})
    with ScratchCollection() as scratch:
        [note_id] = scratch.import_package(path).new
        assert scratch.media() == {"a.png"}
        assert scratch.missing_media() == {"b.png": [note_id]}


def test_refusals(packages: Packages, tmp_path: Path) -> None:
    path = packages.sql(packages.make(), "update notes set flds = flds || x'1f'")
    with ScratchCollection() as scratch:
        with pytest.raises(PackageRefusedError, match="note has 3 fields, expected 2"):
            scratch.import_package(path)
        with pytest.raises(UsageError, match="no such file"):
            scratch.import_package(tmp_path / "nowhere.apkg")
        with pytest.raises(UsageError, match="does not understand"):
            scratch.search("(deck:x")
        scratch.import_package(packages.make())
        with pytest.raises(KeyError):
            scratch.edit("g1", "Nope", "x")


def test_the_folder_is_removed_even_after_an_error(tmp_path: Path) -> None:
    def fail() -> None:
        with ScratchCollection(tmp_path):
            assert len(list(tmp_path.iterdir())) == 1
            raise KeyError("x")

    with pytest.raises(KeyError):
        fail()
    assert list(tmp_path.iterdir()) == []
