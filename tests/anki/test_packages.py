"""Packages as files: the same bytes everywhere, whole at every moment, and never from a cache that lies."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sqlite3
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deckpress.engine import verify_package
from deckpress.lock import parse_lock
from deckpress.project.results import BuildResult
from deckpress.writers import apkg

if TYPE_CHECKING:
    from tests.conftest import Project

NewProject = Callable[[], "Project"]
DECKS = Path(__file__).resolve().parents[2] / "decks"
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


def question(kind: str, number: int, text: str) -> dict[str, Any]:
    """A question of a kind, with a text in every field."""
    asked = {
        "id": f"q{number}",
        "stem": f"Question *{number}* {text}?",
        "explanation": text,
        "tags": ["b", "客服", "a"],
        "topics": ["x::y"],
    }
    match kind:
        case "choice":
            return asked | {"options": [f"{text} {place}" for place in range(4)], "answer": "ACD"}
        case "cloze":
            return asked | {"stem": f"Question {number}: {{{{c1::{text}}}}} or {{{{c2::{number}}}}}"}
        case "order":
            return asked | {"items": [f"{text} {place}" for place in range(6)]}
        case _:
            return asked | {"answer": text}


def some_questions(count: int = 40, text: str = "文本") -> list[dict[str, Any]]:
    """Questions of several kinds."""
    kinds = ("choice", "cloze", "order", "short")
    return [question(kinds[number % 4], number, f"{text} {number * 7919}") for number in range(count)]


def write_banks(project: Project) -> None:
    """Two banks, one with an image."""
    pictured = {"id": "picture", "stem": "![one](one.gif) ![two](two.gif)?", "answer": "yes"}
    project.questions([*some_questions(), pictured], "a.yaml", id="bank-a")
    project.questions(some_questions(20, "text"), "b.yaml", id="bank-b", title="Other", description="About *it*")
    project.write(GIF, "one.gif")
    project.write(GIF + b"2", "two.gif")


def outputs(project: Project) -> dict[str, bytes]:
    """Packages and locks by name: all that a build leaves for people."""
    files = [*project.output.glob("*.apkg"), *project.decks.rglob("*.lock")]
    return {path.name: path.read_bytes() for path in sorted(files)}


def command(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs deckpress in a folder."""
    return subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-m", "deckpress", *arguments], cwd=folder, env=os.environ | environment, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip


# -- the same bytes -----------------------------------------------------------------------------------------------------------------------

PLACES: list[tuple[list[str], dict[str, str]]] = [
    (["--jobs", "1"], {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"}),
    (["--jobs", "2"], {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}),
    (["--jobs", "2", "--no-cache", "--quiet"], {"PYTHONHASHSEED": "77", "TZ": "America/St_Johns", "PYTHONUTF8": "1", "HOME": "/nowhere"}),
]


def test_every_place_gives_the_same_bytes(new_project: NewProject) -> None:
    found: list[dict[str, bytes]] = []
    for index, (arguments, environment) in enumerate(PLACES):
        project = new_project()
        write_banks(project)
        for file in project.decks.iterdir():
            os.utime(file, (1_000_000_000 + index, 1_100_000_000 + index))
        before = os.umask((0o022, 0o077, 0o002)[index])
        try:
            done = command(project.folder, "build", *arguments, SOURCE_DATE_EPOCH="1750000000", **environment)
        finally:
            os.umask(before)
        assert (done.returncode, done.stderr) == (0, "")
        found.append(outputs(project))
    assert sorted(found[0]) == ["a.lock", "b.lock", "bank-a.apkg", "bank-b.apkg"]
    assert found[1] == found[0]
    assert found[2] == found[0]


def test_another_day_gives_the_same_bytes(project: Project) -> None:
    write_banks(project)
    project.build()
    first = outputs(project)
    project.build(86_400 * 365, cache=False)
    assert outputs(project) == first


def test_one_package_of_all_banks_is_reproducible_too(new_project: NewProject) -> None:
    built = []
    for jobs in (1, 2):
        project = new_project()
        write_banks(project)
        built.append(Path(project.build(one_deck=True, jobs=jobs, cache=jobs == 1).package).read_bytes())
    assert built[0] == built[1]


def test_the_content_hash_holds_where_another_zlib_compresses_differently(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    write_banks(project)
    hashes, packages = [], []
    for level in (1, 9):
        monkeypatch.setattr(apkg, "_COMPRESSION", level)
        hashes.append([bank.content_hash for bank in project.build(cache=False).banks])
        packages.append(outputs(project)["bank-a.apkg"])
    assert packages[0] != packages[1]
    assert hashes[0] == hashes[1]
    assert len({*hashes[0]}) == 2


def test_the_content_hash_sees_every_change(new_project: NewProject) -> None:
    variants: list[Callable[[Project], object]] = [
        lambda project: None,  # noqa: ARG005 - the bank as it is
        lambda project: project.write(GIF + b"3", "two.gif"),
        lambda project: project.questions([*some_questions(19, "text"), question("short", 19, "new")], "a.yaml", id="bank-a"),
        lambda project: project.questions(some_questions(20, "text")[::-1], "a.yaml", id="bank-a"),
        lambda project: project.questions(some_questions(20, "text"), "a.yaml", id="bank-a", title="New"),
        lambda project: project.questions(some_questions(20, "text"), "a.yaml", id="bank-a", description="New"),
        lambda project: project.questions(some_questions(20, "text"), "a.yaml", id="bank-a", language="de"),
    ]
    hashes = []
    for change in variants:
        project = new_project()
        write_banks(project)
        change(project)
        hashes.append(project.build().banks[0].content_hash)
    assert len(set(hashes)) == len(variants)


def test_nothing_in_the_zip_tells_where_or_when_it_was_made(project: Project) -> None:
    write_banks(project)
    package = project.output / "bank-a.apkg"
    project.build()
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        entries = archive.infolist()
        assert [entry.filename for entry in entries] == ["collection.anki2", "media", "0", "1"]
        for entry in entries:
            assert (entry.date_time, entry.create_system, entry.external_attr) == ((1980, 1, 1, 0, 0, 0), 3, 0o644 << 16)
            assert (entry.compress_type, entry.extra, entry.comment) == (zipfile.ZIP_DEFLATED, b"", b"")
        assert archive.comment == b""
        names = json.loads(archive.read("media"))
        for number, name in names.items():
            assert hashlib.sha256(archive.read(number)).hexdigest()[:20] in name
        header = archive.read("collection.anki2")[:100]
    assert header[:16] == b"SQLite format 3\0"
    assert (struct.unpack_from(">I", header, 24), struct.unpack_from(">II", header, 92)) == ((1,), (1, 3_040_000))
    assert str(project.folder).encode() not in package.read_bytes()


# -- the cache ----------------------------------------------------------------------------------------------------------------------------


def reused(result: BuildResult) -> list[bool]:
    """Which banks came from the cache."""
    assert result.ok
    return [bank.reused for bank in result.banks]


def test_an_unchanged_bank_is_not_built_again_and_its_bytes_stay(project: Project) -> None:
    write_banks(project)
    assert reused(project.build()) == [False, False]
    first = outputs(project)
    before = {path: path.stat().st_mtime_ns for path in project.output.glob("*.apkg")}
    again = project.build(60)
    assert reused(again) == [True, True]
    assert outputs(project) == first
    assert {path: path.stat().st_mtime_ns for path in before} == before
    project.questions(some_questions(21, "text"), "b.yaml", id="bank-b", title="Other")
    assert reused(project.build(120)) == [True, False]


def test_the_cache_says_the_same_as_a_build(project: Project) -> None:
    write_banks(project)
    project.questions([*some_questions(3), {"id": "open", "stem": "No answer?"}], "c.yaml", id="bank-c")
    fresh, cached = ([bank.as_json() for bank in project.build(at).banks] for at in (0, 60))
    for one, other in zip(fresh, cached, strict=True):
        assert (one.pop("reused"), other.pop("reused")) == (False, True)
        assert one.pop("new")
        assert other.pop("new") == []
        assert one == other


def test_deleting_the_cache_changes_nothing(project: Project) -> None:
    write_banks(project)
    project.build()
    first = outputs(project)
    for entry in [path for path in (project.output / ".deckpress").rglob("*") if path.is_file()]:
        entry.unlink()
    assert reused(project.build(60)) == [False, False]
    assert outputs(project) == first
    assert reused(project.build(120)) == [True, True]


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-100]),
    "one bit": lambda path: path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_package_is_built_again(project: Project, damage: str) -> None:
    write_banks(project)
    project.build()
    first = outputs(project)
    DAMAGES[damage](project.output / "bank-a.apkg")
    assert reused(project.build(60)) == [False, True]
    assert outputs(project) == first


@pytest.mark.parametrize("damage", ["emptied", "cut off", "one bit", "longer"])
def test_a_damaged_cache_counts_as_none(project: Project, damage: str) -> None:
    write_banks(project)
    project.build()
    first = outputs(project)
    for entry in (project.output / ".deckpress" / "cache").iterdir():
        DAMAGES[damage](entry)
    assert reused(project.build(60)) == [False, False]
    assert outputs(project) == first


@pytest.mark.parametrize("entry", ["[]", "null", "{}", '{"key": 1}', '{"key": "x", "files": [], "result": {}}', "[" * 100_000, "1" * 5_000])
def test_a_cache_entry_of_another_shape_counts_as_none(project: Project, entry: str) -> None:
    project.questions(some_questions(4))
    project.build()
    for path in (project.output / ".deckpress" / "cache").iterdir():
        path.write_text(entry, "utf-8")
    assert reused(project.build(60)) == [False]


def test_a_changed_image_is_packed_and_an_absent_one_is_an_error(project: Project) -> None:
    write_banks(project)
    project.build()
    project.write(GIF + b"new", "two.gif")
    assert reused(project.build(60)) == [False, True]
    with zipfile.ZipFile(project.output / "bank-a.apkg") as archive:
        assert GIF + b"new" in {archive.read("0"), archive.read("1")}
    good = outputs(project)
    (project.decks / "two.gif").unlink()
    result = project.build(120)
    assert [finding.code for finding in result.banks[0].diagnostics] == ["missing-image"]
    assert outputs(project) == good


def test_other_options_are_not_answered_from_the_cache(project: Project) -> None:
    project.questions([*some_questions(4), {"id": "open", "stem": "No answer?"}])
    for options in ({}, {"tags": "type::cloze"}, {"include_unanswered": True}, {}):
        assert reused(project.build(**options)) == [False]
        assert reused(project.build(**options)) == [True]


def test_a_changed_lock_is_not_answered_from_the_cache(project: Project) -> None:
    project.questions(some_questions(4))
    project.build()
    lock = project.decks / "bank.lock"
    lock.unlink()
    assert reused(project.build(60)) == [False]
    assert min(entry.changed for entry in parse_lock(lock.read_text("utf-8")).entries.values()) == 1_750_000_060


# -- locked builds ------------------------------------------------------------------------------------------------------------------------


def everything(folder: Path) -> dict[str, bytes]:
    """All files but the cache's."""
    files = [path for path in folder.rglob("*") if path.is_file() and ".deckpress" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


CHANGES: dict[str, Callable[[list[dict[str, Any]]], object]] = {
    "changed": lambda questions: questions[3].update(answer="something else"),
    "added": lambda questions: questions.append({"id": "fresh", "stem": "A fresh one?", "answer": "yes"}),
    "removed": lambda questions: questions.pop(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_locked_build_fails_where_the_lock_would_change_and_changes_nothing(project: Project, change: str) -> None:
    questions = some_questions(8)
    project.questions(questions)
    project.questions(some_questions(4, "other"), "other.yaml", id="other")
    project.build()
    CHANGES[change](questions)
    project.questions(questions)
    before = everything(project.folder)
    done = command(project.folder, "build", "--locked")
    assert done.returncode == 1
    assert "lock-outdated" in done.stderr
    assert everything(project.folder) == before
    assert command(project.folder, "build").returncode == 0
    assert command(project.folder, "build", "--locked").returncode == 0


def test_a_locked_build_without_a_lock_fails(project: Project) -> None:
    project.questions(some_questions(4))
    assert not project.build(locked=True).ok
    assert not project.build(locked=True, one_deck=True).ok
    assert outputs(project) == {}


def test_a_locked_build_on_a_fresh_checkout_gives_the_published_bytes(new_project: NewProject) -> None:
    first, second = new_project(), new_project()
    write_banks(first)
    assert first.build().ok
    for path in first.decks.iterdir():
        second.write(path.read_bytes(), path.name)
    assert second.build(86_400 * 30, locked=True).ok
    assert outputs(second) == outputs(first)


# -- banks that could get in each other's way ---------------------------------------------------------------------------------------------

one, two = ({"deckpress": 1, "id": bank, "title": bank, "questions": [question("short", 1, bank)]} for bank in ("one", "two"))
NEIGHBOURS: dict[str, dict[str, dict[str, Any]]] = {
    "two suffixes": {"same.yaml": one, "same.yml": two},
    "a bank named like a bank of parts": {"two.yaml": one, "part.yaml": two | {"part": 1}},
    "a bank named like the package of all": {"a.yaml": one | {"id": "all-banks"}, "b.yaml": two},
}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_neighbours_share_no_lock_and_no_package(project: Project, name: str) -> None:
    """Either each has files of its own, or the clash is an error."""
    for file, bank in NEIGHBOURS[name].items():
        project.write(bank, file)
    first = project.build()
    separate = project.build(60)
    packages = {path.name: path.read_bytes() for path in project.output.glob("*.apkg")}
    together = project.build(120, one_deck=True)
    if first.ok and together.ok:
        assert [(bank.new, bank.changed, bank.retired) for bank in separate.banks] == [([], [], [])] * 2
        assert {name: (project.output / name).read_bytes() for name in packages} == packages


@pytest.mark.parametrize(
    "key", ["id: one", "'id': one", '"id": "one"', "id : one", "id:   one", "id: &name one", "? id\n: one", '"\\x69d": one']
)
def test_two_banks_of_one_id_are_an_error_however_it_is_written(project: Project, key: str) -> None:
    for name in ("a", "b"):
        project.write(
            f"deckpress: 1\n{key}\ntitle: {name}\nquestions:\n- {{id: {name}, stem: What is {name}, answer: yes}}\n", f"{name}.yaml"
        )
    result = project.build()
    assert [bank.ok for bank in result.banks] == [True, False]
    assert [finding.code for finding in result.banks[1].diagnostics] == ["duplicate-bank"]
    assert [path.name for path in project.output.glob("*.apkg")] == ["one.apkg"]
    assert not project.build(one_deck=True).ok


# -- interrupted builds -------------------------------------------------------------------------------------------------------------------

# A build, over and over, of a bank that bears its version in every question. Its files are replaced at once, as git does.
ENDLESS = """
import os, sys
from pathlib import Path
from deckpress.project.build import build

def version(number):
    lines = ["deckpress: 1", "id: bank", "title: Bank", "questions:"]
    for index in range(150):
        lines += [f"- id: q{index}", f"  stem: 'Question {index}: **version {number}**?'", f"  answer: version {number}"]
    return "\\n".join(lines)

build(["decks"], "build", now=1_750_000_000, jobs=1)
print("ready", flush=True)
number = int(sys.argv[1])
while True:
    number += 1
    Path("bank.new").write_text(version(number), "utf-8")
    os.replace("bank.new", "decks/bank.yaml")
    build(["decks"], "build", now=1_750_000_000 + number, jobs=1)
"""


def versions(package: Path) -> set[str]:
    """The versions that the notes of a package bear; the package and its database must be whole."""
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        data = archive.read("collection.anki2")
    database = package.with_suffix(".check")
    database.write_bytes(data)
    try:
        with closing(sqlite3.connect(database)) as connection:
            assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
            rows = connection.execute("select flds from notes").fetchall()
    finally:
        database.unlink()
    assert len(rows) == 150
    return {row[0].split("\x1f")[1] for row in rows}


def locked_at(lock: Path) -> set[int]:
    """The times that the lines of a lock bear."""
    entries = parse_lock(lock.read_text("utf-8")).entries.values()
    assert len(entries) == 150
    return {entry.changed for entry in entries}


def test_a_killed_build_leaves_the_old_or_the_new_files_whole(project: Project) -> None:
    chance = random.Random(5)  # noqa: S311 - no secret
    lines = ["deckpress: 1", "id: bank", "title: Bank", "questions:"]
    lines += [f"- {{id: q{number}, stem: 'Question {number}: **version 0**?', answer: version 0}}" for number in range(150)]
    bank = project.write("\n".join(lines))
    project.build()
    number = 0
    for _ in range(12):
        with subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-c", ENDLESS, str(number)], cwd=project.folder, stdout=subprocess.PIPE
        ) as child:
            assert child.stdout
            assert child.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0.0, 0.08))
            child.kill()
        now = int(bank.read_text("utf-8").rpartition(" ")[2].strip(" }]'\n"))
        (packed,) = versions(project.output / "bank.apkg")
        (times,) = locked_at(project.decks / "bank.lock")
        assert int(packed.removeprefix("version ")) in (now, now - 1)
        assert times - 1_750_000_000 in (now, now - 1)
        number = now
    assert number > 0
    result = project.build(number)
    assert result.ok
    assert versions(project.output / "bank.apkg") == {f"version {number}"}
    assert locked_at(project.decks / "bank.lock") == {1_750_000_000 + number}
    assert verify_package(project.output / "bank.apkg", isolated=False).findings == ()


def many_banks(project: Project, text: str) -> None:
    """Banks that take a build a while."""
    for bank in range(8):
        lines = ["deckpress: 1", f"id: bank-{bank}", f"title: Bank {bank}", "questions:"]
        for number in range(600):
            lines += [f"- id: q{number}", f"  stem: Question **{number * 7919}** {text}?", f"  answer: '*{text}* {number}'"]
        project.write("\n".join(lines) + "\n", f"bank-{bank}.yaml")


def heed_ctrl_c() -> None:
    """A process started in the background is told to ignore Ctrl-C, and hands that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to send Ctrl-C to")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_leaves_the_last_good_outputs(project: Project, jobs: str) -> None:
    many_banks(project, "old")
    assert project.build(jobs=2).ok
    old = outputs(project)
    many_banks(project, "new")
    scratch = project.output / ".deckpress"
    with subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-m", "deckpress", "build", "--jobs", jobs], cwd=project.folder, start_new_session=True,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1750000060"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=heed_ctrl_c,
    ) as child:  # fmt: skip
        while child.poll() is None and not any(scratch.glob("build-*")):
            time.sleep(0.001)
        os.killpg(child.pid, signal.SIGINT)
        _, errors = child.communicate(timeout=30)
    assert (child.returncode, errors.strip()) == (130, "deckpress: interrupted; each deck and lock is the old or the new one, whole")
    assert list(scratch.glob("build-*")) == []
    after = outputs(project)
    assert after.keys() == old.keys()
    assert any(after[name] == old[name] for name in old if name.endswith(".apkg"))
    assert project.build(60, jobs=2).ok
    new = outputs(project)
    assert all(after[name] in (old[name], new[name]) for name in old)
    assert list(project.decks.glob(".*")) == []


STOPS = {
    "in the database": ("sqlite3", "connect"),
    "in the zip": ("zipfile", "ZipFile"),
    "at a rename": ("pathlib.Path", "replace"),
}


@pytest.mark.parametrize("place", STOPS)
@pytest.mark.parametrize("one_deck", [False, True])
def test_an_interruption_at_the_worst_moments_leaves_the_last_good_outputs(
    project: Project, monkeypatch: pytest.MonkeyPatch, place: str, one_deck: bool
) -> None:
    write_banks(project)
    project.build(one_deck=one_deck)
    old = outputs(project)
    project.questions(some_questions(30, "new"), "a.yaml", id="bank-a")
    module, name = STOPS[place]

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"{module}.{name}", interrupted)
        with pytest.raises(KeyboardInterrupt):
            project.build(60, one_deck=one_deck)
    assert outputs(project) == old
    assert [path for path in project.folder.rglob("*") if path.suffix == ".tmp" or path.name.startswith("build-")] == []
    assert project.build(60, one_deck=one_deck).ok
    assert outputs(project) != old


# -- the banks of this repository ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own_decks(new_project: NewProject) -> list[Path]:
    """The packages of the banks in ``decks/``, built from a copy."""
    project = new_project()
    for path in DECKS.rglob("*"):
        if path.is_file():
            project.write(path.read_bytes(), path.relative_to(DECKS).as_posix())
    result = project.build(locked=True)
    assert [finding.as_text() for bank in result.banks for finding in bank.diagnostics] == []
    return [Path(bank.output) for bank in result.banks]


def test_the_banks_of_this_repository_prove_themselves(own_decks: list[Path]) -> None:
    assert own_decks
    for package in own_decks:
        result = verify_package(package, isolated=False)
        assert [finding.as_text() for finding in result.findings] == []
        assert result.notes >= 40
