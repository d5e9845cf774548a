"""What becomes of questions and banks that are gone, as learners have them in the real Anki."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.release.conftest import KIWI, OWL, ROSE, TIT, Garden, complaints

from deckpress.engine import ScratchCollection
from deckpress.release import run

Bytes = Callable[[Path], dict[str, bytes]]
GONE = [("warning", "bank-gone", "plants.apkg")]


def told(result: run.ReleaseResult) -> list[tuple[str, str, str]]:
    """The findings, without that on the preset that chooses nothing."""
    return [(each.severity, each.code, each.file) for each in result.findings if each.code != "empty-preset"]


def ids(scratch: ScratchCollection, search: str) -> list[str]:
    """What a search finds, as bank and question."""
    return sorted(scratch.note(guid).fields["ID"] for guid in scratch.search(search))


def remove_plants(garden: Garden) -> None:
    for path in garden.decks.glob("plants.*"):
        path.unlink()


def test_a_deleted_question_that_once_had_more_blanks(garden: Garden) -> None:
    garden.release()
    first = garden.last
    garden.birds([KIWI, OWL | {"stem": "An owl turns its head by {{270}} degrees."}, TIT])
    assert garden.release().ok
    garden.birds([KIWI, TIT])
    result = garden.release()
    assert (result.ok, told(result)) == (True, [])
    with ScratchCollection() as scratch:
        for folder in (first, garden.last):
            scratch.import_package(folder / "all_banks.apkg")
        assert ids(scratch, "tag:retired") == ["birds/owl"]


def test_a_deleted_question_keeps_the_cards_that_share_a_blank(garden: Garden) -> None:
    shared = OWL | {"stem": "{{c1,2::Both}} eyes of an owl are {{c2::fixed}}, {{c3,4::as}} ours are not."}
    garden.birds([KIWI, shared, TIT])
    garden.release()
    garden.birds([KIWI, TIT])
    assert garden.release().ok
    with ScratchCollection() as scratch:
        scratch.import_package(garden.last / "birds.apkg")
        [owl] = scratch.search("tag:retired")
        assert [card.ord for card in scratch.cards(owl)] == [0, 1, 2, 3]


def test_a_lost_lock_loses_no_retirement(garden: Garden) -> None:
    garden.release()
    garden.birds([KIWI, TIT])
    (garden.decks / "birds.lock").unlink()
    assert garden.release().ok
    assert garden.changes() == [("retired", "owl")]
    with ScratchCollection() as scratch:
        scratch.import_package(garden.last / "birds.apkg")
        [owl] = scratch.search("tag:retired")
        assert scratch.note(owl).fields["Notice"] == '<div class="retired">Retired: 2025-06-17</div>'


def test_the_questions_of_a_bank_that_is_gone_are_retired(garden: Garden) -> None:
    garden.release()
    first = garden.last
    remove_plants(garden)
    result = garden.release()
    assert (result.ok, told(result)) == (True, GONE)
    [finding] = [each for each in result.findings if each.code == "bank-gone"]
    assert "no bank has the id 'plants' any more, the release before had it: its question goes out as retired" in finding.message
    assert "write 'id: plants' again" in finding.hint
    assert garden.changes() == [("retired", "rose")]
    assert complaints(garden.last) == []
    manifest = garden.manifest()
    assert [(deck["file"], deck["title"], deck["notes"], deck["retired"]) for deck in manifest["decks"]] == [
        ("all_banks.apkg", "Nature", 4, 1), ("birds.apkg", "Birds", 3, 0), ("plants.apkg", "Plants", 1, 1),
        ("preset_easy.apkg", "Easy ones", 2, 0),
    ]  # fmt: skip
    changes = (garden.last / "CHANGES.md").read_text("utf-8")
    searches = ["tag:release::2025.06.17 tag:retired", "tag:release::2025.06.17 tag:chapter::plants"]
    for name in ("all_banks.apkg", "plants.apkg"):
        with ScratchCollection() as scratch:
            scratch.import_package(first / name)
            studied = {guid: scratch.answer(scratch.cards(guid)[0], 3) for guid in scratch.search("")}
            scratch.import_package(garden.last / name)
            assert {guid: scratch.cards(guid)[0] for guid in studied} == studied
            assert all(search in changes and ids(scratch, search) == ["plants/rose"] for search in searches)
            [rose] = scratch.search("tag:retired")
            assert scratch.note(rose).fields["Notice"] == '<div class="retired">Retired: 2025-06-17</div>'
            assert len(scratch.media()) == 1, "its image comes from the release before"


def test_a_bank_that_is_gone_is_forgotten_and_can_come_back(garden: Garden) -> None:
    garden.release()
    with ScratchCollection() as scratch:
        scratch.import_package(garden.last / "all_banks.apkg")
        remove_plants(garden)
        assert told(garden.release(forget_after=1)) == GONE
        scratch.import_package(garden.last / "all_banks.apkg")
        assert told(garden.release(forget_after=0, if_changed=True)) == [], "that is said once"
        assert garden.night == 2, "and nothing is new"
        assert garden.release(forget_after=1).ok
        assert garden.changes() == [("removed", "rose")]
        assert [deck["file"] for deck in garden.manifest()["decks"]] == ["all_banks.apkg", "birds.apkg", "preset_easy.apkg"]
        held = garden.manifest()["banks"]["plants"]
        assert (held["title"], held["notes"], len(held["forgotten"])) == ("Plants", {}, 1)
        assert garden.release(forget_after=1, if_changed=True).unchanged
        assert garden.release(forget_after=1).ok
        assert garden.manifest()["banks"]["plants"] == held
        garden.plants([ROSE])
        assert garden.release(forget_after=1).ok
        scratch.import_package(garden.last / "all_banks.apkg")
        [rose] = [note for note in scratch.notes() if note.fields["ID"] == "plants/rose"]
        assert (rose.fields["Notice"], "retired" in rose.tags) == ("", False)
        assert garden.manifest()["banks"]["plants"]["forgotten"] == {}


def test_a_bank_that_changed_its_id(garden: Garden) -> None:
    garden.release()
    remove_plants(garden)
    garden.project.questions([ROSE], "flora.yaml", id="flora", title="Flora")
    assert told(garden.release()) == GONE
    with ScratchCollection() as scratch:
        scratch.import_package(garden.folder / "night-1" / "all_banks.apkg")
        scratch.import_package(garden.last / "all_banks.apkg")
        assert (ids(scratch, "tag:retired"), ids(scratch, "tag:chapter::flora")) == (["plants/rose"], ["flora/rose"])


@pytest.mark.parametrize("count", [2, 3])
def test_a_bank_that_is_gone_belongs_to_one_shard(garden: Garden, bytes_of: Bytes, tmp_path: Path, count: int) -> None:
    garden.project.questions([KIWI], "apes.yaml", id="apes", title="Apes")
    garden.release()
    remove_plants(garden)
    (garden.decks / "apes.yaml").unlink()
    garden.birds([KIWI, TIT])
    assert garden.release().ok
    previous = str(garden.folder / "night-1")
    findings = []
    for number in range(1, count + 1):
        shard = run.release([garden.decks], tmp_path / "shards" / str(number), previous=previous, shard=f"{number}/{count}")
        findings += [each.file for each in shard.findings if each.code == "bank-gone"]
    joined = run.release((), tmp_path / "joined", previous=previous, join=[tmp_path / "shards"])
    assert joined.ok
    assert sorted(findings) == ["apes.apkg", "plants.apkg"]
    assert bytes_of(tmp_path / "joined") == bytes_of(garden.last)


def easy(garden: Garden) -> list[tuple[str, bool]]:
    """What the preset of the last release sends: bank and question, and whether that is retired."""
    with ScratchCollection() as scratch:
        scratch.import_package(garden.last / "preset_easy.apkg")
        return sorted((note.fields["ID"], "retired" in note.tags) for note in scratch.notes())


def test_whoever_took_a_preset_hears_of_a_question_that_is_withdrawn(garden: Garden) -> None:
    garden.release()
    for _ in range(2):  # as long as it is in the bank
        garden.birds([KIWI | {"retired": "wrong", "explanation": f"{garden.night}"}, OWL, TIT])
        assert garden.release().ok
        assert easy(garden) == [("birds/kiwi", True), ("birds/tit", False)]
    garden.birds([KIWI | {"retired": "wrong", "difficulty": "5"}, OWL, TIT])
    assert garden.release().ok
    assert easy(garden) == [("birds/tit", False)], "the preset means it no more, retired or not"


def test_a_preset_all_of_whose_questions_are_retired_goes_out_with_them(garden: Garden) -> None:
    garden.release()
    first = garden.last / "preset_easy.apkg"
    garden.birds([KIWI | {"retired": "wrong"}, OWL])
    assert garden.release().ok
    with ScratchCollection() as scratch:
        scratch.import_package(first)
        scratch.import_package(garden.last / "preset_easy.apkg")
        assert ids(scratch, "tag:retired") == ["birds/kiwi", "birds/tit"]


def test_a_new_preset_sends_out_no_retired_questions(garden: Garden) -> None:
    collection = garden.decks / "deckpress.yaml"
    text = collection.read_text("utf-8")
    collection.write_text("title: Nature\n", "utf-8")
    garden.release()
    garden.birds([KIWI | {"retired": "wrong"}, OWL, TIT, {"id": "emu", "stem": "Can it fly?", "answer": "No.", "difficulty": "1"}])
    garden.release()
    garden.birds([KIWI | {"retired": "wrong"}, OWL, {"id": "emu", "stem": "Can it fly?", "answer": "No.", "difficulty": "1"}])
    collection.write_text(text, "utf-8")
    assert garden.release().ok
    assert easy(garden) == [("birds/emu", False)]
