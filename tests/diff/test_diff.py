"""``deckpress diff`` over banks, packages of any program, folders and git revisions."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import genanki
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from tests.conftest import Project
from tests.release.conftest import closed

from deckpress.cli import main
from deckpress.diff.compare import Difference
from deckpress.diff.render import as_markdown, as_text
from deckpress.diff.sources import diff
from deckpress.engine import ScratchCollection
from deckpress.errors import FindingsError, UsageError
from deckpress.release.schemas import release_schema

KIWI: dict[str, Any] = {"id": "kiwi", "stem": "The kiwi is a brid.", "answer": "true"}
OWL: dict[str, Any] = {"id": "owl", "stem": "An owl turns its head by {{270}} degrees."}
TIT: dict[str, Any] = {
    "id": "tit",
    "stem": "What does a tit eat?",
    "options": ["seeds", "fish"],
    "answer": "A",
    "explanation": "It is small.",
}


def outline(difference: Difference) -> list[tuple[str, str]]:
    return [(change.kind, change.key) for change in difference]


@pytest.fixture
def two(project: Project) -> tuple[str, str]:
    """A package and the bank as it is afterwards: one question of each fate."""
    project.questions(
        [KIWI, OWL, TIT, {"id": "gone", "stem": "Gone?", "answer": "yes it is"}, {"id": "old", "stem": "Old?", "answer": "x"}]
    )
    package = project.release()
    new = {"id": "new", "stem": "New?", "answer": "indeed"}
    changed = TIT | {"options": ["seeds and nuts", "fish"], "tags": ["food"]}
    bank = project.questions(
        [KIWI | {"stem": "The kiwi is a bird."}, OWL, changed, {"id": "old", "stem": "Old?", "answer": "x", "retired": "2026"}, new]
    )
    return str(package), str(bank)


def test_each_fate_has_its_name(two: tuple[str, str]) -> None:
    difference = diff(*two)
    assert outline(difference) == [("changed", "kiwi"), ("changed", "tit"), ("retired", "old"), ("added", "new"), ("removed", "gone")]
    assert [group.unchanged for group in difference.groups] == [1]


def test_the_words_that_changed_are_shown(two: tuple[str, str]) -> None:
    text = as_text(diff(*two))
    assert "Stem: The kiwi is a [-brid-]{+bird+}." in text
    assert "Options: seeds{+ and nuts+}" in text
    assert "      tag +food" in text
    assert "  + new: New?" in text
    assert "  - gone: Gone?" in text
    assert "Key:" not in text
    page = as_markdown(diff(*two))
    assert "Stem: The kiwi is a ~~brid~~**bird**." in page
    assert "### Changed: 2" in page


def test_a_chapter_left_is_a_move(project: Project) -> None:
    def bank(first: list[Any], second: list[Any]) -> dict[str, Any]:
        chapters = [{"id": "a", "title": "One", "questions": first}, {"id": "b", "title": "Two", "questions": second}]
        return {"deckpress": 1, "id": "bank", "title": "Bank", "chapters": chapters}

    project.write(bank([KIWI, OWL], [TIT]))
    package = project.release()
    path = project.write(bank([OWL], [KIWI, TIT]))
    difference = diff(str(package), str(path))
    assert [(change.kind, change.key, change.place) for change in difference] == [("moved", "kiwi", ("One", "Two"))]
    assert "from One to Two" in as_markdown(difference)


def test_a_deck_that_bears_another_name_is_no_move(project: Project) -> None:
    project.questions([KIWI, OWL])
    package = project.release()
    path = project.questions([KIWI, OWL], title="Fowl")
    difference = diff(str(package), str(path))
    assert outline(difference) == []
    assert difference
    assert "only names changed" in as_text(difference)
    assert "  = The deck is now called Fowl (was Bank).\n" in as_text(difference)
    assert "The deck is now called Fowl (was Bank)." in as_markdown(difference)
    assert [group.title for group in difference.groups] == ["Fowl"]
    assert [group.title for group in diff(str(path), str(package)).groups] == ["Bank"]
    assert list(Draft202012Validator(closed(release_schema("changes"))).iter_errors(difference.as_json())) == []


def test_subdecks_in_a_deck_of_another_name_are_told_once(project: Project) -> None:
    chapters = [{"id": "a", "title": "One", "questions": [KIWI]}, {"id": "b", "title": "Two", "questions": [OWL]}]
    bank = {"deckpress": 1, "id": "bank", "title": "Bank", "subdecks": True, "chapters": chapters}
    project.write(bank)
    package = project.release()
    [group] = diff(str(package), str(project.write(bank | {"title": "Fowl"}))).groups
    assert [tuple(each) for each in group.renamed] == [("deck", "Bank", "Fowl")]


def test_a_card_moved_by_hand_is_a_move(project: Project, tmp_path: Path) -> None:
    ExportAnkiPackageOptions = pytest.importorskip("anki.collection").ExportAnkiPackageOptions  # noqa: N806 - a class
    project.questions([KIWI, OWL])
    package = project.release()
    moved = tmp_path / "moved.apkg"
    with ScratchCollection() as scratch:
        scratch.import_package(package)
        scratch.col.set_deck(scratch.col.find_cards("kiwi"), scratch.col.decks.id("Mine"))
        options = ExportAnkiPackageOptions(with_scheduling=False, with_media=False, legacy=True)
        scratch.col.export_anki_package(out_path=str(moved), options=options, limit=None)
    assert [(change.kind, change.key, change.place) for change in diff(str(package), str(moved))] == [("moved", "kiwi", ("Bank", "Mine"))]


def test_a_bank_and_its_package_do_not_differ(project: Project) -> None:
    bank = project.questions([KIWI, OWL, TIT])
    assert not diff(str(project.release()), str(bank))
    assert as_text(diff(str(bank), str(bank))).endswith("nothing changed\n")


def foreign(path: Path, notes: list[tuple[str, str, str]]) -> Path:
    """A package of another tool."""
    model = genanki.Model(
        1_607_392_319, "Mine", fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[{"name": "Card", "qfmt": "{{Front}}", "afmt": "{{Back}}"}],
    )  # fmt: skip
    deck = genanki.Deck(1_700_000_001, "Birds::North")
    for guid, front, back in notes:
        deck.add_note(genanki.Note(model, [front, back], guid=guid))
    genanki.Package(deck).write_to_file(str(path), timestamp=1_700_000_000.0)
    return path


def test_packages_of_other_tools(tmp_path: Path) -> None:
    old = foreign(tmp_path / "old.apkg", [("g1", "Owl <b>x</b>", "270"), ("g2", "Tit", "seeds")])
    new = foreign(tmp_path / "new.apkg", [("g1", "Owl <i>x</i>", "270"), ("g2", "Tit", "seeds, nuts")])
    difference = diff(str(old), str(new))
    assert [group.id for group in difference.groups] == ["Birds::North"]
    text = as_text(difference)
    assert "Front: (the same text, shown in another way)" in text
    assert "Back: seeds{+, nuts+}" in text


def test_the_newer_format_of_anki(tmp_path: Path, scratch_export: Callable[[Path, Path, bool], None]) -> None:
    old = foreign(tmp_path / "old.apkg", [("g1", "Owl", "270"), ("g2", "Tit", "seeds")])
    for legacy in (True, False):
        new = tmp_path / f"exported-{legacy}.apkg"
        scratch_export(old, new, legacy)
        assert not diff(str(old), str(new)), as_text(diff(str(old), str(new)))
    [note, _] = (
        diff(str(foreign(tmp_path / "else.apkg", [("g9", "Owl", "270")])), str(tmp_path / "exported-False.apkg")).groups[0].of("added")
    )
    assert (note.key, note.title) == ("g1", "Owl")


def test_a_damaged_package_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.apkg").write_bytes(b"PK no")
    with pytest.raises(FindingsError) as caught:
        diff(str(tmp_path / "bad.apkg"), str(tmp_path / "bad.apkg"))
    assert [finding.code for finding in caught.value.report] == ["truncated"]


def test_a_package_whose_database_is_empty_is_named(tmp_path: Path) -> None:
    package = foreign(tmp_path / "old.apkg", [("g1", "Owl", "270")])
    database = tmp_path / "collection.anki2"
    with ZipFile(package) as archive:
        archive.extract("collection.anki2", tmp_path)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("delete from col")
        connection.commit()
    with ZipFile(tmp_path / "empty.apkg", "w") as archive:
        archive.write(database, "collection.anki2")
        archive.writestr("media", "{}")
    with pytest.raises(FindingsError) as caught:
        diff(str(tmp_path / "empty.apkg"), str(package))
    assert [finding.message for finding in caught.value.report] == ["the package's database tells no note types and decks"]


@pytest.fixture
def repository(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A git repository of two commits, and a change that is not committed."""
    monkeypatch.chdir(project.folder)
    git("init", "-q", "-b", "main")
    project.write(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "pic.svg")
    image = TIT | {"stem": "What is it? ![it](pic.svg)"}
    for index, questions in enumerate([[KIWI], [KIWI, OWL, image], [KIWI | {"stem": "The kiwi is a bird."}, OWL, image]]):
        project.questions(questions)
        if index < 2:
            git("add", "-A")
            git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", f"commit {index}")
    return project


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)  # noqa: S603, S607


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("HEAD",), [("changed", "kiwi")]),
        (("HEAD~1", "HEAD"), [("added", "owl"), ("added", "tit")]),
        (("HEAD~1", "HEAD", "decks/bank.yaml"), [("added", "owl"), ("added", "tit")]),
        (("HEAD", "decks"), [("changed", "kiwi")]),
        (("decks/bank.yaml", "main"), [("changed", "kiwi")]),
    ],
)
def test_git_revisions(arguments: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert outline(diff(*arguments)) == expected


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere", "decks"), "is no file, no folder and no git revision"),
        (("--output=x", "decks"), "is no file"),
        (("decks",), "alone"),
        (("HEAD", "HEAD", "elsewhere"), "holds no elsewhere"),
        (("HEAD", "HEAD", "../.."), "lies outside"),
    ],
)
def test_what_can_not_be_compared(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        diff(*arguments)


def test_the_command(two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["diff", *two, "--format", "json", "--exit-code"])
    assert end.value.code == 1
    data = json.loads(capsys.readouterr().out)
    assert list(Draft202012Validator(closed(release_schema("changes"))).iter_errors(data)) == []
    assert data["counts"] == {"added": 1, "changed": 2, "moved": 0, "retired": 1, "removed": 1, "unchanged": 1}
    assert data["banks"][0]["changes"][0]["fields"] == [
        {"field": "Stem", "pieces": [["same", "The kiwi is a "], ["removed", "brid"], ["added", "bird"], ["same", "."]]}
    ]


def test_signs_that_command_a_terminal_are_shown(tmp_path: Path) -> None:
    old = foreign(tmp_path / "old.apkg", [("g1", "Owl", "\x1b[31m red")])
    new = foreign(tmp_path / "new.apkg", [("g1", "Owl", "\x1b[32m green \u202e")])
    assert "\x1b" not in as_text(diff(str(old), str(new)))
    assert "\u202e" not in as_markdown(diff(str(old), str(new)))


def test_a_text_calls_nobody_on_a_release_page(tmp_path: Path) -> None:
    old = foreign(tmp_path / "old.apkg", [("g1", "Owl", "Nothing")])
    new = foreign(tmp_path / "new.apkg", [("g1", "Owl", "What does @Override do? Ask me@b.com")])
    page = as_markdown(diff(str(old), str(new)))
    assert "@\u200bOverride" in page
    assert "me@b.com" in page


def test_what_is_retired_on_the_one_side_alone_is_not_called_new(project: Project) -> None:
    """As when a commit is compared with a release, which sends deleted questions as retired ones."""
    owl = {"id": "owl", "stem": "What?", "answer": "An owl."}
    project.questions([owl])
    old = project.release()
    project.questions([owl, {"id": "tit", "stem": "Who?", "answer": "A tit.", "retired": "wrong"}])
    difference = diff(str(old), str(project.release(at=60)))
    assert [(change.kind, change.key) for change in difference] == [("retired", "tit")]
