"""`deckpress push` and `deckpress study` against the real add-on AnkiConnect, in Anki's own desktop client.

The add-on is free software under the GPL and not part of this project: the variable DECKPRESS_ANKICONNECT names its folder.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import uuid
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import RELEASED
from tests.desktop.driver import Desktop, not_installed, not_loadable

from deckpress.ankiconnect import AnkiConnectError, Client, RunningAnki
from deckpress.cli import main

if TYPE_CHECKING:
    from tests.conftest import Project

VARIABLE = "DECKPRESS_ANKICONNECT"
FOLDER = os.environ.get(VARIABLE, "")

if reason := not_installed():
    pytest.skip(reason, allow_module_level=True)
if not FOLDER:
    pytest.skip(f"{VARIABLE} names no folder of AnkiConnect: see CONTRIBUTING.md", allow_module_level=True)

CODE = "2055492159"
"""What Anki calls the folder of this add-on."""
QUESTIONS: list[dict[str, Any]] = [
    {"id": "fly", "stem": "Which can't fly?", "options": ["swallow", "ostrich <b>", "kestrel"], "answer": "B", "topics": ["flight"]},
    {"id": "neck", "stem": "An owl turns its head by {{270}} & {{c2::more}}.", "topics": ["flight"]},
    {"id": "kiwi", "stem": "The kiwi is a bird. 题", "answer": True},
]


class Author:
    """Somebody who pushes a bank into the client by the command, each time a day later."""

    def __init__(self, url: str, bank: str, project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.anki, self.url, self.bank, self.project = Client(url), url, bank, project
        self.questions = deepcopy(QUESTIONS)
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self._days = 0

    def push(self, *options: str) -> str:
        """What a user reads, but for the bank's file name."""
        self._days += 1
        self._monkeypatch.setenv("SOURCE_DATE_EPOCH", str(RELEASED + self._days * 86_400))
        path = self.project.questions(self.questions, id=self.bank, title=self.bank)
        return self.run("push", str(path), "-o", str(self.project.output), *options).partition(": ")[2]

    def run(self, *arguments: str) -> str:
        """What a command that ends well prints."""
        with pytest.raises(SystemExit) as end:
            main((*arguments, "--url", self.url))
        told = self._capsys.readouterr()
        assert end.value.code == 0, told.err
        return told.out

    def notes(self, question: str = "*") -> list[dict[str, Any]]:
        """The notes of a question in Anki, the oldest first, as the add-on tells them."""
        numbers = self.anki.call("findNotes", query=f'"ID:{self.bank}/{question}"')
        found: list[dict[str, Any]] = self.anki.call("notesInfo", notes=sorted(numbers))
        return found

    def suspended(self, question: str) -> list[bool]:
        """Of each card of a question's notes, whether it is suspended."""
        found: list[bool] = self.anki.call("areSuspended", cards=[card for note in self.notes(question) for card in note["cards"]])
        return found


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the add-on listens, in one client for all tests of this file."""
    folder = tmp_path_factory.mktemp("anki")
    if reason := not_loadable(folder):
        pytest.skip(reason)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    add_on = folder / "addons21" / CODE
    shutil.copytree(FOLDER, add_on)
    config = add_on / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text("utf-8")) | {"webBindPort": port}), "utf-8")
    desktop = Desktop(folder)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        desktop.close()


@pytest.fixture
def author(url: str, project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Author:
    return Author(url, f"bank-{uuid.uuid4().hex[:8]}", project, monkeypatch, capsys)


def test_the_add_on_lets_us_in(url: str) -> None:
    Client(url).connect()


def test_a_bank_arrives_is_edited_and_arrives_again(author: Author) -> None:
    assert author.push("--dry-run").startswith("3 new, 0 changed, 0 unchanged, 0 retired\n")
    assert author.notes() == []
    assert author.push() == "3 new, 0 changed, 0 unchanged, 0 retired\n"
    assert len(author.notes()) == 3
    assert author.push() == "0 new, 0 changed, 3 unchanged, 0 retired\n"
    author.questions[2] |= {"stem": "The kiwi is no bird.", "answer": False}
    foreseen = f"0 new, 1 changed, 2 unchanged, 0 retired\n  changed: {author.bank}/kiwi\nDry run: nothing was changed.\n"
    assert author.push("--dry-run") == foreseen
    assert author.push() == "0 new, 1 changed, 2 unchanged, 0 retired\n"
    [kiwi] = author.notes("kiwi")
    assert kiwi["fields"]["Stem"]["value"] == "The kiwi is no bird."


def test_what_was_edited_in_anki_is_kept(author: Author) -> None:
    author.push()
    [kiwi] = author.notes("kiwi")
    author.anki.call("updateNoteFields", note={"id": kiwi["noteId"], "fields": {"Stem": "mine"}})
    author.questions[2]["stem"] = "The kiwi is a fruit."
    assert f"  kept as they are in Anki, where they were edited later: {author.bank}/kiwi\n" in author.push()
    assert [note["fields"]["Stem"]["value"] for note in author.notes("kiwi")] == ["mine"]


def test_retired_notes_are_suspended(author: Author) -> None:
    author.push()
    author.questions[1]["retired"] = "wrong"
    assert "  would suspend 2 cards of retired notes\n" in author.push("--retired", "suspend", "--dry-run")
    assert author.suspended("neck") == [False, False]
    assert "  suspended 2 cards of retired notes\n" in author.push("--retired", "suspend")
    assert (author.suspended("neck"), author.suspended("fly")) == ([True, True], [False])
    assert "  retired notes: nothing left to suspend in Anki\n" in author.push("--retired", "suspend")


def test_retired_notes_are_deleted_and_stay_away(author: Author) -> None:
    author.push()
    author.questions[1]["retired"] = "wrong"
    assert "  would delete 1 retired note\n" in author.push("--retired", "delete", "--dry-run")
    assert len(author.notes("neck")) == 1
    assert "  deleted 1 retired note\n" in author.push("--retired", "delete")
    for options in ((), ("--dry-run",)):
        assert "  retired notes: nothing left to delete in Anki\n" in author.push("--retired", "delete", *options)
        assert (len(author.notes()), author.notes("neck")) == (2, [])
    assert f"(came anew, without history): {author.bank}/neck\n" in author.push()
    assert len(author.notes("neck")) == 1


@pytest.mark.parametrize(("retired", "notes"), [("keep", 2), ("suspend", 2), ("delete", 1)])
def test_a_question_of_another_kind_gets_another_note(author: Author, retired: str, notes: int) -> None:
    author.push()
    author.questions[2] = {"id": "kiwi", "stem": "What bird is it?", "answer": "a kiwi"}
    told = author.push("--retired", retired)
    assert told.startswith("1 new, 0 changed, 2 unchanged, 0 retired\n")
    assert f"{author.bank}/kiwi\n" in told
    assert len(author.notes("kiwi")) == notes
    assert author.suspended("kiwi") == {"keep": [False, False], "suspend": [True, False], "delete": [False]}[retired]


def test_study_opens_the_browser(author: Author) -> None:
    author.questions = [author.questions[0] | {"topics": [author.bank]}, author.questions[2]]
    author.push()
    told = author.run("study", f"topic::{author.bank}")
    assert told.startswith(f"1 card matches tag:topic::{author.bank}\n")
    assert "Create Filtered Deck (Ctrl+G)" in told
    [fly] = author.notes("fly")
    assert author.anki.call("guiSelectedNotes") == [fly["noteId"]]


def test_an_import_that_anki_refuses_says_what_to_do(author: Author, tmp_path: Path) -> None:
    package = tmp_path / "no-package.apkg"
    package.write_bytes(b"no package")
    with pytest.raises(AnkiConnectError, match=r"did not import .*no-package\.apkg: .+\n.*File > Import$"):
        RunningAnki(author.anki).import_package(package)
