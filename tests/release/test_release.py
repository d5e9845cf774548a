"""Releases one after the other, as files and as what learners have in the real Anki."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.release.conftest import KIWI, OWL, ROSE, TIT, Garden, complaints

from deckpress.engine import ScratchCollection
from deckpress.errors import UsageError
from deckpress.release import run
from deckpress.release.sums import is_whole

FIXED = KIWI | {"stem": "The kiwi is a bird."}
NEW = {"id": "emu", "stem": "Can an emu fly?", "answer": "No."}
Bytes = Callable[[Path], dict[str, bytes]]


def test_a_first_release(garden: Garden) -> None:
    result = garden.release()
    assert [finding.code for finding in result.findings] == ["empty-preset"]
    assert (result.ok, result.version, result.decks, result.notes) == (True, "2025.06.16", 4, 4)
    assert sorted(path.name for path in garden.last.iterdir()) == [
        "CHANGES.md", "SHA256SUMS", "all_banks.apkg", "birds.apkg", "changes.json", "index.html", "manifest.json", "plants.apkg",
        "preset_easy.apkg",
    ]  # fmt: skip
    assert is_whole(garden.last)
    manifest = garden.manifest()
    assert [(deck["file"], deck["notes"], deck["cards"]) for deck in manifest["decks"]] == [
        ("all_banks.apkg", 4, 5), ("birds.apkg", 3, 4), ("plants.apkg", 1, 1), ("preset_easy.apkg", 2, 2),
    ]  # fmt: skip
    for deck in manifest["decks"]:
        data = (garden.last / deck["file"]).read_bytes()
        assert (deck["size"], deck["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    one = {"notes": 1, "cards": 1}
    assert manifest["decks"][0]["kinds"] == {"cloze": {"notes": 1, "cards": 2}, "short": one, "single": one, "truefalse": one}
    assert manifest["decks"][0]["topics"] == {"flying": {"notes": 2, "cards": 2}, "flying::not": one}, "a topic counts what lies below"
    assert json.loads((garden.last / "changes.json").read_text("utf-8"))["previous"] is None
    assert complaints(garden.last) == []
    assert "first release: 4 questions in 2 banks" in (garden.last / "CHANGES.md").read_text("utf-8")


def test_learners_get_the_changes_and_keep_their_schedules(garden: Garden) -> None:
    garden.release()
    first = garden.last
    garden.birds([FIXED, TIT, NEW])
    result = garden.release()
    assert result.ok, [finding.as_text() for finding in result.findings]
    assert garden.changes() == [("changed", "kiwi"), ("added", "emu"), ("retired", "owl")]
    assert complaints(garden.last) == []
    page = (garden.last / "CHANGES.md").read_text("utf-8")
    assert "The kiwi is a ~~brid~~**bird**" in page
    assert "`tag:release::2025.06.17 tag:chapter::birds`" in page
    with ScratchCollection() as scratch:
        scratch.import_package(first / "all_banks.apkg")
        notes = {note.fields["ID"]: note for note in scratch.notes()}
        for note in notes.values():
            for card in scratch.cards(note.guid):
                scratch.answer(card, 3)
        cards = {name: scratch.cards(note.guid) for name, note in notes.items()}
        scratch.import_package(garden.last / "all_banks.apkg")
        after = {note.fields["ID"]: note for note in scratch.notes()}
        assert {name: scratch.cards(note.guid) for name, note in notes.items()} == cards
        assert (after["birds/tit"], after["plants/rose"]) == (notes["birds/tit"], notes["plants/rose"])
        names = {note.guid: name for name, note in after.items()}
        assert sorted(names[guid] for guid in scratch.search("tag:release::2025.06.17")) == ["birds/emu", "birds/kiwi", "birds/owl"]
        assert [names[guid] for guid in scratch.search("tag:retired tag:release::2025.06.17")] == ["birds/owl"]
        owl = after["birds/owl"]
        assert owl.fields["Notice"] == '<div class="retired">Retired: 2025-06-17</div>'
        assert owl.fields["Text"] == notes["birds/owl"].fields["Text"]
        assert "Retired: 2025-06-17" in scratch.render(scratch.cards(owl.guid)[0]).question


def test_two_decks_of_one_release_make_no_duplicates(garden: Garden) -> None:
    garden.release()
    with ScratchCollection() as scratch:
        for name in ("preset_easy.apkg", "birds.apkg", "plants.apkg", "all_banks.apkg"):
            scratch.import_package(garden.last / name)
        assert len(scratch.notes()) == 4


def test_a_deleted_question_goes_out_again_until_it_is_forgotten_and_can_come_back(garden: Garden) -> None:
    garden.release()
    with ScratchCollection() as scratch:
        scratch.import_package(garden.last / "all_banks.apkg")
        garden.birds([KIWI, TIT])
        garden.plants([ROSE | {"answer": "No."}])
        sent = []
        for tags in (["a"], ["b"], ["c"]):
            garden.release(forget_after=2)
            scratch.import_package(garden.last / "all_banks.apkg")
            marks = garden.manifest()["banks"]["birds"]
            sent.append([mark.get("sent") for mark in marks["notes"].values() if mark["key"] == "owl"])
            garden.birds([KIWI | {"tags": tags}, TIT])
        assert sent == [[1], [2], []]
        assert list(garden.manifest()["banks"]["birds"]["forgotten"]) == [
            note.guid for note in scratch.notes() if note.fields["ID"] == "birds/owl"
        ]
        garden.birds([KIWI, TIT, OWL])
        garden.release(forget_after=2)
        assert ("added", "owl") in garden.changes()
        scratch.import_package(garden.last / "all_banks.apkg")
        [owl] = [note for note in scratch.notes() if note.fields["ID"] == "birds/owl"]
        assert (owl.fields["Notice"], "retired" in owl.tags) == ("", False)
        assert garden.manifest()["banks"]["birds"]["forgotten"] == {}


def test_a_retired_question_brings_the_image_that_is_gone(garden: Garden) -> None:
    garden.release()
    (garden.decks / "rose.svg").unlink()
    garden.plants([{"id": "lily", "stem": "Is a lily a bird?", "answer": "No."}])
    result = garden.release()
    assert result.ok, [finding.as_text() for finding in result.findings]
    with ScratchCollection() as scratch:
        scratch.import_package(garden.last / "plants.apkg")
        [name] = scratch.media()
        [rose] = scratch.search("tag:retired")
        assert name in scratch.note(rose).fields["Answer"]


def test_whoever_took_a_preset_hears_of_a_deleted_question(garden: Garden) -> None:
    garden.release()
    garden.birds([TIT, OWL])
    assert garden.release().ok
    with ScratchCollection() as scratch:
        scratch.import_package(garden.last / "preset_easy.apkg")
        assert len(scratch.search("tag:retired")) == 1


def test_what_did_not_change_is_taken_from_the_release_before(garden: Garden, bytes_of: Bytes) -> None:
    garden.release()
    before = bytes_of(garden.last)
    garden.birds([FIXED, OWL, TIT])
    result = garden.release()
    assert result.reused == 1
    assert bytes_of(garden.last)["plants.apkg"] == before["plants.apkg"]
    marks = {mark["key"]: mark["releases"] for mark in garden.manifest()["banks"]["birds"]["notes"].values()}
    assert marks == {"kiwi": ["2025.06.17"], "owl": [], "tit": []}


def test_nothing_new_is_said_and_nothing_written(garden: Garden) -> None:
    garden.release()
    result = garden.release(if_changed=True)
    assert (result.ok, result.unchanged, result.output, garden.night) == (True, True, "", 1)
    collection = garden.decks / "deckpress.yaml"
    collection.write_text(collection.read_text("utf-8").replace("title: Nature", "title: Nature\nlint: strict"), "utf-8")
    assert garden.release(if_changed=True).unchanged, "learners see nothing of it"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Easy ones", "The easy ones"),
        ("difficulty::2) and not retired", "difficulty::2)"),
        ("title: Nature", "title: Birds and plants"),
        ("title: Nature", "title: Nature\nlanguage: zh-Hans"),
        ("title: Nature", "title: Nature\nurl: https://example.org/decks/"),
        ("title: Nature", "title: Nature\ntopics:\n  flying: In the air"),
    ],
)
def test_what_the_page_shows_is_new_too(garden: Garden, old: str, new: str) -> None:
    garden.release()
    collection = garden.decks / "deckpress.yaml"
    collection.write_text(collection.read_text("utf-8").replace(old, new), "utf-8")
    result = garden.release(if_changed=True)
    assert (result.ok, result.unchanged, garden.night) == (True, False, 2)


def test_the_last_releases_that_changed_a_note_stay_its_tags(garden: Garden) -> None:
    garden.release()
    for word in ("one", "two", "three", "four"):
        garden.birds([KIWI | {"explanation": word}, OWL, TIT])
        assert garden.release().ok
    marks = {mark["key"]: mark["releases"] for mark in garden.manifest()["banks"]["birds"]["notes"].values()}
    assert marks["kiwi"] == ["2025.06.20", "2025.06.19", "2025.06.18"]


def test_the_same_commit_gives_the_same_bytes_also_in_shards(garden: Garden, bytes_of: Bytes, tmp_path: Path) -> None:
    garden.release()
    garden.birds([FIXED, TIT, NEW])
    garden.plants([{"id": "lily", "stem": "Is a lily a bird?", "answer": "No."}])
    assert garden.release().ok
    whole, previous = garden.last, str(garden.folder / "night-1")
    again = run.release([garden.decks], tmp_path / "elsewhere" / "again", previous=previous)
    assert again.ok
    for number in (1, 2, 3):
        shard = run.release([garden.decks], tmp_path / "shards" / str(number), previous=previous, shard=f"{number}/3")
        assert shard.ok
    joined = run.release((), tmp_path / "joined", previous=previous, join=[tmp_path / "shards"])
    assert joined.ok
    assert bytes_of(tmp_path / "elsewhere" / "again") == bytes_of(whole)
    assert bytes_of(tmp_path / "joined") == bytes_of(whole)
    stamps = {path.name: path.stat().st_mtime_ns for path in whole.iterdir()}
    assert run.release([garden.decks], whole, previous=previous).ok
    assert {path.name: path.stat().st_mtime_ns for path in whole.iterdir()} == stamps


def test_shards_that_do_not_belong_together_are_refused(garden: Garden, tmp_path: Path) -> None:
    garden.build()
    garden.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(garden.at(2)))
    for number, version in ((1, "1.0"), (2, "2.0")):
        run.release([garden.decks], tmp_path / str(number), version=version, shard=f"{number}/2")
    with pytest.raises(UsageError, match="belongs to another release"):
        run.release((), tmp_path / "out", join=[tmp_path / "1", tmp_path / "2"])
    with pytest.raises(UsageError, match="of 2 shards these are here: 1"):
        run.release((), tmp_path / "out", join=[tmp_path / "1"])
    with pytest.raises(UsageError, match=r"no shard\.json"):
        run.release((), tmp_path / "out", join=[tmp_path / "none"])
    (tmp_path / "1" / "birds.apkg").write_bytes(b"damaged")
    run.release([garden.decks], tmp_path / "2", version="1.0", shard="2/2")
    with pytest.raises(UsageError, match=r"birds\.apkg is not what the shard says"):
        run.release((), tmp_path / "out", join=[tmp_path])
    assert not (tmp_path / "out").exists()


def test_a_lock_out_of_date_fails_with_the_command_that_mends_it(garden: Garden, bytes_of: Bytes) -> None:
    garden.release()
    before, locks = bytes_of(garden.last), garden.project.lock("birds.lock")
    garden.birds([FIXED, OWL, TIT])
    result = garden.release(build=False)
    assert [(finding.code, finding.hint) for finding in result.findings] == [
        ("lock-outdated", f"run 'deckpress build {garden.decks.as_posix()}/birds.yaml' and commit the lock")
    ]
    assert (result.ok, garden.night, bytes_of(garden.last), garden.project.lock("birds.lock")) == (False, 1, before, locks)


def test_a_deck_that_anki_does_not_take_fails_the_release(garden: Garden, bytes_of: Bytes) -> None:
    garden.release()
    before = bytes_of(garden.last)
    lock = garden.decks / "birds.lock"
    lock.write_text(re.sub(r'"changed":\d+', '"changed":4102440000', lock.read_text("utf-8")), "utf-8")
    result = run.release([garden.decks], garden.last)
    assert [(finding.code, finding.file) for finding in result.findings if finding.severity == "error"] == [("future-mod", "birds.apkg")]
    assert not result.ok
    assert bytes_of(garden.last) == before
    assert not list((garden.folder / ".deckpress").glob("build-*"))


def test_a_release_over_itself_takes_its_place(garden: Garden) -> None:
    garden.release()
    garden.birds([FIXED, OWL, TIT])
    garden.build()
    garden.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(garden.at(2)))
    assert run.release([garden.decks], garden.last, previous=str(garden.last)).ok
    assert garden.manifest()["previous"] == "2025.06.16"
    assert is_whole(garden.last)


def test_the_release_before_may_lie_on_a_server(garden: Garden, bytes_of: Bytes, tmp_path: Path) -> None:
    garden.release()
    garden.birds([FIXED, TIT])

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(garden.last)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        garden.build()
        garden.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(garden.at(2)))
        assert run.release([garden.decks], tmp_path / "out", previous=address).ok
        with pytest.raises(UsageError, match="404"):
            run.release([garden.decks], tmp_path / "out2", previous=f"{address}/nowhere/")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert garden.release().ok
    assert bytes_of(tmp_path / "out") == bytes_of(garden.last)
    with pytest.raises(UsageError, match="only fetched over https"):
        run.release([garden.decks], tmp_path / "out3", previous="http://example.org/decks")
