"""`deckpress push` and `deckpress study`: real packages, a collection of the real Anki, and an AnkiConnect between them."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.ankiconnect.fake import FakeAnkiConnect

from deckpress.ankiconnect import AnkiConnectError, Client, client
from deckpress.cli import main
from deckpress.engine import ScratchCollection
from deckpress.errors import UsageError
from deckpress.project.pushing import PushResult, push

if TYPE_CHECKING:
    from tests.conftest import Project

QUESTIONS: list[dict[str, Any]] = [
    {"id": "fly", "stem": "Which can't fly?", "options": ["swallow", "ostrich <b>", "kestrel"], "answer": "B", "topics": ["flight"]},
    {"id": "neck", "stem": "An owl turns its head by {{270}} & {{c2::more}}.", "difficulty": 4},
    {"id": "kiwi", "stem": "The kiwi is a bird. 题", "answer": True, "topics": ["flight"]},
    {"id": "dodo", "stem": "What became of it?", "parts": [{"stem": "When?", "answer": "1662"}, {"stem": "Why?", "answer": "us"}]},
]


@pytest.fixture
def scratch() -> Iterator[ScratchCollection]:
    pytest.importorskip("anki")
    with ScratchCollection() as collection:
        yield collection


@pytest.fixture
def fake(scratch: ScratchCollection) -> Iterator[FakeAnkiConnect]:
    with FakeAnkiConnect(scratch) as running:
        yield running


class Author:
    """Somebody who pushes a bank now and then, each time a day later."""

    def __init__(self, project: Project, fake: FakeAnkiConnect, monkeypatch: pytest.MonkeyPatch) -> None:
        self.project, self.fake, self.monkeypatch = project, fake, monkeypatch
        self.questions = deepcopy(QUESTIONS)
        self.days = 0

    def later(self) -> None:
        self.days += 1
        self.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_750_000_000 + self.days * 86_400))
        self.project.questions(self.questions)

    def push(self, **options: Any) -> PushResult:
        self.later()
        [result] = push([self.project.decks], self.project.output, Client(self.fake.url), **options)
        return result

    def guid(self, name: str) -> str:
        """The GUID of a note in Anki, by its question."""
        [guid] = self.fake.scratch.search(f'"ID:bank/{name}"')
        return guid


@pytest.fixture
def author(project: Project, fake: FakeAnkiConnect, monkeypatch: pytest.MonkeyPatch) -> Author:
    return Author(project, fake, monkeypatch)


@pytest.fixture
def told(author: Author, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """A function: pushes the bank by the command, a day later, and gives what a user reads."""

    def push_it(*options: str) -> str:
        author.later()
        assert run("push", str(author.project.decks), "-o", str(author.project.output), "--url", author.fake.url, *options) == 0
        return capsys.readouterr().out

    return push_it


def test_a_bank_arrives_whole_and_is_then_unchanged(author: Author) -> None:
    first = author.push()
    assert first.ok
    assert first.plan is not None
    assert first.plan.new == ["bank/fly", "bank/neck", "bank/kiwi", "bank/dodo#1", "bank/dodo#2"]
    assert len(author.fake.scratch.notes()) == 5
    again = author.push()
    assert again.plan is not None
    assert (again.plan.new, again.plan.changed, len(again.plan.unchanged)) == ([], [], 5)
    assert again.kept == again.missing == []


def test_a_correction_arrives_and_schedules_stay(author: Author) -> None:
    author.push()
    scratch = author.fake.scratch
    [card] = scratch.cards(author.guid("kiwi"))
    studied = scratch.answer(card, 4)
    author.questions[2]["stem"] = "The kiwi is no bird."
    author.questions[2]["answer"] = False
    result = author.push()
    assert result.plan is not None
    assert result.plan.changed == ["bank/kiwi"]
    assert scratch.note(author.guid("kiwi")).fields["Stem"] == "The kiwi is no bird."
    assert scratch.cards(author.guid("kiwi")) == [studied]


@pytest.mark.parametrize("tells_mod", [False, True])
def test_what_somebody_edited_in_anki_is_kept_and_named(author: Author, tells_mod: bool) -> None:
    author.fake.tells_mod = tells_mod
    author.push()
    author.fake.scratch.edit(author.guid("kiwi"), "Stem", "mine")
    author.questions[2]["explanation"] = author.questions[0]["explanation"] = "later"
    plan = author.push(dry_run=True).plan
    assert plan is not None
    assert (plan.changed, plan.kept) == ((["bank/fly"], ["bank/kiwi"]) if tells_mod else (["bank/fly", "bank/kiwi"], []))
    result = author.push()
    assert result.plan is not None
    assert (result.ok, result.plan.changed, result.kept) == (True, ["bank/fly"], ["bank/kiwi"])
    assert author.fake.scratch.note(author.guid("kiwi")).fields["Stem"] == "mine"


def test_a_changed_tag_is_a_change(author: Author) -> None:
    author.push()
    author.questions[0]["topics"] = ["walking"]
    plan = author.push(dry_run=True).plan
    assert plan is not None
    assert plan.changed == ["bank/fly"]


def test_marks_of_anki_and_of_releases_are_no_change(author: Author) -> None:
    author.push()
    for tag in ("marked", "release::2026.11.22"):
        author.fake.scratch.add_tag(author.guid("kiwi"), tag)
    result = author.push()
    assert result.plan is not None
    assert (result.kept, len(result.plan.unchanged)) == ([], 5)


def test_a_dry_run_changes_nothing_anywhere(author: Author) -> None:
    author.push()
    lock, package = author.project.lock(), (author.project.output / "bank.apkg").read_bytes()
    before = author.fake.scratch.rows("select * from notes")
    author.questions[0]["stem"] = "Which one can't fly?"
    author.questions[1]["retired"] = "wrong"
    del author.questions[2]
    author.questions.append({"id": "emu", "stem": "An emu?", "answer": True})
    author.fake.asked.clear()
    plan = author.push(dry_run=True, retired="delete").plan
    assert plan is not None
    assert (plan.new, plan.changed, plan.gone, plan.retired) == (["bank/emu"], ["bank/fly"], ["bank/kiwi"], ["bank/neck"])
    assert set(author.fake.asked) == {"requestPermission", "findNotes", "notesInfo"}
    assert author.fake.scratch.rows("select * from notes") == before
    assert (author.project.lock(), (author.project.output / "bank.apkg").read_bytes()) == (lock, package)


def test_retired_notes_are_kept_unless_asked(author: Author) -> None:
    author.push()
    author.questions[1]["retired"] = "wrong"
    result = author.push()
    assert (result.suspended, result.deleted) == (0, 0)
    assert "retired" in author.fake.scratch.note(author.guid("neck")).tags
    assert {card.queue for card in author.fake.scratch.cards(author.guid("neck"))} == {0}


def test_retired_notes_are_suspended(author: Author) -> None:
    author.push()
    author.questions[1]["retired"] = "wrong"
    result = author.push(retired="suspend")
    assert result.suspended == 2
    suspended = author.fake.scratch.rows("select n.guid from cards c join notes n on n.id = c.nid where c.queue = -1 group by n.id")
    assert suspended == [[author.guid("neck")]]
    assert author.push(retired="suspend").suspended == 0


def test_retired_notes_are_deleted_and_no_others(author: Author) -> None:
    author.push()
    scratch = author.fake.scratch
    strange = scratch.col.new_note(scratch.col.models.by_name("Basic"))
    strange.fields, strange.tags = ["mine", "back"], ["retired"]
    scratch.col.add_note(strange, 1)
    author.questions[1]["retired"] = "wrong"
    assert author.push(retired="delete").deleted == 1
    assert {note.fields.get("ID") for note in scratch.notes()} == {"bank/fly", "bank/kiwi", "bank/dodo#1", "bank/dodo#2", None}
    again = author.push(retired="delete")
    assert again.plan is not None
    assert (again.deleted, again.plan.new) == (0, [])
    assert len(scratch.notes()) == 5


def test_what_is_deleted_is_not_imported_again(author: Author, told: Callable[..., str]) -> None:
    author.push()
    author.questions[1]["retired"] = "wrong"
    assert "0 new, 0 changed, 4 unchanged, 1 retired\n  retired: bank/neck\n  would delete 1 retired note\n" in told(
        "--retired", "delete", "--dry-run"
    )
    assert told("--retired", "delete").endswith("4 unchanged, 1 retired\n  deleted 1 retired note\n")
    scratch = author.fake.scratch
    graves = scratch.rows("select count() from graves")
    nothing = (
        "4 unchanged, 1 retired\n{}  retired, and not in Anki before (left out): bank/neck\n"
        "  retired notes: nothing left to delete in Anki\n"
    )
    assert nothing.format("  retired: bank/neck\n") in told("--retired", "delete", "--dry-run")
    assert told("--retired", "delete").endswith(nothing.format(""))
    assert scratch.rows("select count() from graves") == graves
    back = "0 new, 0 changed, 4 unchanged, 1 retired\n{}  retired, and not in Anki before ({} anew, without history): bank/neck\n"
    assert back.format("  retired: bank/neck\n", "come") in told("--dry-run")
    assert told().endswith(back.format("", "came"))
    assert len(scratch.notes()) == 5


def test_a_bank_of_retired_questions_alone_leaves_nothing(author: Author) -> None:
    author.questions = [author.questions[2] | {"retired": "wrong"}]
    author.push()
    for deleted in (1, 0):
        result = author.push(retired="delete")
        assert (result.ok, result.deleted, result.missing) == (True, deleted, [])
        assert author.fake.scratch.notes() == []


def test_a_question_back_from_retirement_is_not_deleted(author: Author) -> None:
    author.questions[1]["retired"] = "wrong"
    author.push()
    del author.questions[1]["retired"]
    author.fake.tells_mod = True
    for dry_run in (True, False):
        assert author.push(retired="delete", dry_run=dry_run).deleted == 0
    assert len(author.fake.scratch.notes()) == 5


@pytest.mark.parametrize("retired", ["keep", "suspend", "delete"])
def test_a_question_that_changes_its_kind_leaves_a_note_behind(author: Author, told: Callable[..., str], retired: str) -> None:
    author.push()
    scratch = author.fake.scratch
    old = scratch.note(author.guid("kiwi")).guid
    author.questions[2] = {"id": "kiwi", "stem": "What bird is it?", "answer": "a kiwi"}
    left = {
        "keep": (
            "  changed their kind, and the notes from before are still in Anki, with their schedules: bank/kiwi\n"
            "    Suspend or delete those: --retired suspend, or --retired delete\n"
        ),
        "suspend": "  suspended 1 card of replaced notes: changed their kind: bank/kiwi\n",
        "delete": "  deleted 1 replaced note: changed their kind: bank/kiwi\n",
    }[retired]
    foreseen = left.replace("suspended", "would suspend").replace("deleted", "would delete")
    assert f"1 new, 0 changed, 4 unchanged, 0 retired\n  new: bank/kiwi\n{foreseen}" in told("--retired", retired, "--dry-run")
    assert told("--retired", retired).endswith(f"1 new, 0 changed, 4 unchanged, 0 retired\n{left}")
    guids = set(scratch.search('"ID:bank/kiwi"'))
    assert (old in guids, len(guids)) == ((False, 1) if retired == "delete" else (True, 2))
    if retired != "delete":
        assert {card.queue for card in scratch.cards(old)} == {-1 if retired == "suspend" else 0}
    assert {card.queue for guid in guids - {old} for card in scratch.cards(guid)} == {0}
    again = told()
    assert "0 new, 0 changed, 5 unchanged" in again
    assert ("changed their kind" in again) == (retired == "keep")


def test_what_another_note_should_have_replaced_stays_until_it_did(author: Author) -> None:
    author.push()
    author.questions[2] = {"id": "kiwi", "stem": "What bird is it?", "answer": "a kiwi"}
    author.fake.imports = False
    result = author.push(retired="delete")
    assert (result.ok, result.missing, result.deleted) == (False, ["bank/kiwi"], 0)
    assert len(author.fake.scratch.notes()) == 5


def test_a_copy_that_somebody_made_is_left_alone(author: Author) -> None:
    author.push()
    scratch = author.fake.scratch
    original = scratch.col.get_note(scratch.col.find_notes('"ID:bank/neck"')[0])
    copy = scratch.col.new_note(original.note_type())
    copy.fields, copy.tags = list(original.fields), ["retired"]
    scratch.col.add_note(copy, 1)
    author.questions[1]["retired"] = "wrong"
    for deleted in (1, 0):
        assert author.push(retired="delete").deleted == deleted
        assert [int(number) for number in scratch.col.find_notes('"ID:bank/neck"')] == [copy.id]


def test_banks_with_like_names_are_not_mixed_up(author: Author, project: Project) -> None:
    project.write({"deckpress": 1, "id": "bank-2", "title": "B", "questions": [{"id": "q", "stem": "x", "answer": True}]}, "b.yaml")
    project.questions(author.questions)
    results = push([project.decks], project.output, Client(author.fake.url))
    assert [len(result.plan.new) for result in results if result.plan] == [1, 5]
    assert all(result.plan and not result.plan.gone for result in push([project.decks], project.output, Client(author.fake.url)))


def test_a_bank_with_errors_keeps_no_other_from_going(author: Author, project: Project) -> None:
    project.write("deckpress: 1\nid: bad\nquestions: 7\n", "bad.yaml")
    project.questions(author.questions)
    for dry_run in (True, False):
        results = push([project.decks], project.output, Client(author.fake.url), dry_run=dry_run)
        bad, good = sorted(results, key=lambda result: result.ok)
        assert (bad.plan, bad.ok, good.ok) == (None, False, True)
    assert len(author.fake.scratch.notes()) == 5


def test_an_anki_that_cannot_read_our_files_is_handed_the_package(author: Author) -> None:
    author.fake.reads_files = False
    assert author.push().ok
    assert len(author.fake.scratch.notes()) == 5
    assert not any(name.endswith(".apkg") for name in author.fake.scratch.media())


def test_what_did_not_arrive_is_not_passed_over(author: Author) -> None:
    author.fake.imports = False
    result = author.push()
    assert (result.ok, len(result.missing)) == (False, 5)


def test_nothing_is_built_where_anki_does_not_answer(project: Project) -> None:
    project.questions(QUESTIONS)
    with pytest.raises(AnkiConnectError, match="no Anki at"):
        push([project.decks], project.output, Client("http://127.0.0.1:1"))
    assert not project.output.exists()
    assert not (project.decks / "bank.lock").exists()


def test_an_anki_that_dies_is_not_taken_for_another_program(author: Author) -> None:
    author.fake.dies_at = "importPackage"
    with pytest.raises(AnkiConnectError) as error:
        author.push()
    assert f"Anki at {author.fake.url} has gone away during 'importPackage'" in str(error.value)
    assert "Start it, wait until it shows the decks, and do this again" in str(error.value)
    assert "is not AnkiConnect" not in str(error.value)


def test_an_import_that_fails_says_what_to_do(author: Author) -> None:
    author.fake.import_error = "unable to open database file"
    with pytest.raises(AnkiConnectError) as error:
        author.push()
    assert re.search(r"Anki did not import \S+bank\.apkg: unable to open database file\.\n  Close .* File > Import$", str(error.value))


def test_a_refusal_says_what_to_do(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(author.fake, "lacks", {"findNotes"})
    with pytest.raises(AnkiConnectError, match=r"refused 'findNotes': unsupported action\.\n.*Check for Updates"):
        author.push()


def failure(fake: FakeAnkiConnect, key: str = "") -> str:
    with pytest.raises(AnkiConnectError) as error:
        Client(fake.url, key).connect()
    assert error.value.exit_code == 4
    return str(error.value)


def test_a_closed_anki_is_told_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(AnkiConnectError) as error:
        Client(f"http://127.0.0.1:{port}").connect()
    assert "Is Anki open?" in str(error.value)
    assert "code 2055492159" in str(error.value)


def test_a_key_is_asked_for_and_used(fake: FakeAnkiConnect) -> None:
    fake.key = "secret"
    assert "asks for an API key" in failure(fake)
    Client(fake.url, "secret").connect()
    with pytest.raises(AnkiConnectError, match="does not accept this API key"):
        Client(fake.url, "wrong").call("findNotes", query="")


def test_a_refused_permission_is_told(fake: FakeAnkiConnect) -> None:
    fake.permission = "denied"
    assert "refused permission" in failure(fake)
    fake.raw = lambda: (403, b"")
    assert "refused permission (403)" in failure(fake)


def test_an_old_add_on_is_told(fake: FakeAnkiConnect) -> None:
    fake.version = 5
    assert "too old: API version 5, API version 6 is needed.\n  In Anki: Tools > Add-ons > Check for Updates" in failure(fake)
    fake.lacks = {"requestPermission"}
    assert "too old" in failure(fake)


def test_an_anki_without_an_open_profile_is_told(fake: FakeAnkiConnect) -> None:
    fake.raw = lambda: (200, json.dumps({"result": None, "error": "collection is not available"}).encode())
    assert "Choose a profile" in failure(fake)


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"<html>a router</html>"),
        (200, b""),
        (200, b"[1]"),
        (200, b'{"result": 6}'),
        (200, b'{"result": 6, "error": null}'),
        (200, b'{"result": {}, "error": null}'),
        (200, b"[" * 200_000),
        (200, b"\xff\xfe"),
        (500, b"{}"),
        (302, b"elsewhere"),
    ],
)
def test_something_else_on_the_port_is_told(fake: FakeAnkiConnect, answer: tuple[int, bytes]) -> None:
    fake.raw = lambda: answer
    assert "is not AnkiConnect" in failure(fake)
    assert "webBindPort" in failure(fake)


@pytest.mark.parametrize("sent", [b"SSH-2.0-x\r\n", b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", b"HTTP/1.1 x\r\n\r\n"])
def test_what_speaks_no_http_is_told(sent: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(sent)

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(AnkiConnectError, match="is not AnkiConnect"):
            Client(f"127.0.0.1:{listener.getsockname()[1]}").connect()
        thread.join()


def test_an_anki_that_is_busy_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_ANSWER_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(AnkiConnectError, match="Close the dialogs"):
        Client(f"127.0.0.1:{listener.getsockname()[1]}").call("version", 0.2)


@pytest.mark.parametrize("result", [7, None, ["x"], [True], {"a": 1}])
def test_results_of_another_shape_are_not_believed(author: Author, monkeypatch: pytest.MonkeyPatch, result: object) -> None:
    monkeypatch.setattr(author.fake, "do_findNotes", lambda **_: result, raising=False)
    with pytest.raises(AnkiConnectError, match="answer to 'findNotes'"):
        author.push()


@pytest.mark.parametrize("info", [7, {"noteId": 1}, {"noteId": "x", "fields": {"ID": {}}, "tags": [], "cards": []}, {"fields": []}])
def test_notes_of_another_shape_are_not_believed(author: Author, monkeypatch: pytest.MonkeyPatch, info: object) -> None:
    monkeypatch.setattr(author.fake, "do_findNotes", lambda **_: [1], raising=False)
    monkeypatch.setattr(author.fake, "do_notesInfo", lambda **_: [info], raising=False)
    with pytest.raises(AnkiConnectError, match="answer to 'notesInfo'"):
        author.push()


@pytest.mark.parametrize("url", ["https://127.0.0.1:8765", "ftp://x", "http://", "http://a:b@c", "http://x:99999", "http://x/path", ""])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="--url takes the address"):
        Client(url)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert isinstance(end.value.code, int)
    return end.value.code


def test_the_command_says_what_it_did(author: Author, project: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = str(project.questions(QUESTIONS))
    options = ("--url", author.fake.url, "-o", str(tmp_path / "out"))
    assert run("push", path, "--dry-run", *options) == 0
    told = capsys.readouterr().out
    assert "bank.yaml: 5 new, 0 changed, 0 unchanged, 0 retired\n  new: bank/fly, bank/neck," in told
    assert told.endswith("Dry run: nothing was changed.\n")
    assert not (tmp_path / "out").exists()
    assert run("push", path, *options) == 0
    assert run("push", path, *options) == 0
    assert capsys.readouterr().out.endswith("bank.yaml: 0 new, 0 changed, 5 unchanged, 0 retired\n")
    assert run("push", path, "--url", "http://127.0.0.1:1") == 4


def test_the_key_comes_from_the_environment(
    fake: FakeAnkiConnect, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.key = "secret"
    path = str(project.questions(QUESTIONS))
    options = ("push", path, "--url", fake.url, "-o", str(tmp_path / "out"))
    assert run(*options) == 4
    monkeypatch.setenv("DECKPRESS_ANKICONNECT_KEY", "secret")
    assert run(*options) == 0


STUDY = "topic::flight and not retired"


def test_study_shows_the_cards_where_the_add_on_makes_no_decks(author: Author, capsys: pytest.CaptureFixture[str]) -> None:
    author.push()
    assert run("study", STUDY, "--url", author.fake.url) == 0
    assert author.fake.browsed == ["tag:topic::flight -tag:retired"]
    told = capsys.readouterr().out
    assert "2 cards match tag:topic::flight -tag:retired\n" in told
    assert "Create Filtered Deck (Ctrl+G), set the limit to 100, Build" in told


def test_study_makes_the_deck_where_the_add_on_can(author: Author, capsys: pytest.CaptureFixture[str]) -> None:
    author.push()
    author.fake.lacks = set()
    arguments = ("study", STUDY, "--name", "Exam", "--limit", "1", "--keep-schedule", "--url", author.fake.url)
    assert run(*arguments) == 0
    assert "filtered deck 'Exam'" in capsys.readouterr().out
    assert author.fake.scratch.decks()["Exam"] == 1
    deck = author.fake.scratch.col.decks.by_name("Exam")
    assert (deck["dyn"], deck["resched"]) == (1, False)
    assert run(*arguments) == 4
    assert "a deck 'Exam' already" in capsys.readouterr().err


def test_study_of_nothing_makes_nothing(author: Author, capsys: pytest.CaptureFixture[str]) -> None:
    author.push()
    assert run("study", "topic::swimming", "--url", author.fake.url) == 1
    assert "No card in Anki matches tag:topic::swimming" in capsys.readouterr().err
    assert not author.fake.browsed


def test_a_slip_in_an_expression_needs_no_anki(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("study", "topic::a and (", "--url", "http://127.0.0.1:1") == 2
    assert "^" in capsys.readouterr().err
