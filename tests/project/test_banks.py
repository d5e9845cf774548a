"""A folder of banks: what belongs together, what one broken bank does to the others, and that nothing is left half-written."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deckpress.errors import UsageError
from deckpress.lock import parse_lock
from deckpress.project.build import build, current_time
from deckpress.project.check import check
from deckpress.project.discover import find_banks
from deckpress.project.formatting import format_banks
from deckpress.project.results import BuildResult
from deckpress.project.tagging import count_tags

if TYPE_CHECKING:
    from tests.conftest import Project

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def bank(identifier: str, *ids: str, title: str = "t", more: str = "") -> str:
    questions = "".join(f"  - id: {name}\n    stem: what is {name}\n    answer: it is {name}\n" for name in ids or ("x",))
    return f"deckpress: 1\nid: {identifier}\ntitle: {title}\n{more}questions:\n{questions}"


@pytest.fixture
def decks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ``decks`` folder, and the current folder beside it."""
    folder = tmp_path / "decks"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return folder


def built(*paths: str | Path, now: int = 1_700_000_000) -> BuildResult:
    return build(paths or ("decks",), "build", now=now, jobs=1)


def codes(result: BuildResult) -> dict[str, list[str]]:
    return {one.name: [finding.code for finding in one.diagnostics] for one in result.banks}


def outputs() -> list[str]:
    return sorted(path.name for path in Path("build").iterdir() if path.is_file())


def test_a_broken_bank_hides_no_other(decks: Path) -> None:
    for name, text in {"a": bank("a"), "b": bank("b") + "  - stem: 'x\n", "c": bank("c")}.items():
        (decks / f"{name}.yaml").write_text(text, "utf-8")
    result = built()
    assert codes(result) == {"decks/a.yaml": [], "decks/b.yaml": ["yaml-syntax"], "decks/c.yaml": []}
    assert outputs() == ["a.apkg", "c.apkg"]
    assert sorted(path.name for path in decks.glob("*.lock")) == ["a.lock", "c.lock"]


def test_a_bank_that_breaks_keeps_its_last_package_and_lock(decks: Path) -> None:
    path = decks / "a.yaml"
    path.write_text(bank("a"), "utf-8")
    assert built().ok
    before = {file: file.read_bytes() for file in (Path("build/a.apkg"), decks / "a.lock")}
    for broken in (bank("a", "x", "x"), bank("a", "x", "Y Z"), "", bank("a") + "    explanation: '![](gone.png)'\n", "\0"):
        path.write_text(broken, "utf-8")
        assert not built(now=1_800_000_000).ok
        assert {file: file.read_bytes() for file in before} == before
        assert not [left for left in (*decks.iterdir(), *Path("build").rglob("build-*")) if left.name.startswith((".", "build-"))]


@pytest.mark.parametrize(
    "second",
    [
        bank("same", "y"),
        bank("same", "y").replace("id: same", '"id": same'),
        bank("same", "y").replace("id: same", "id : same"),
        bank("same", "y").replace("id: same", "id: 'same'"),
        bank("same", "y").replace("id: same", "id:\n  same"),
        bank("same", "y").replace("id: same", "id: &i same"),
        "\ufeffid: same\ndeckpress: 1\ntitle: t\nquestions:\n  - id: y\n    stem: s\n    answer: a\n",
        "{deckpress: 1, id: same, title: t, questions: [{id: y, stem: s, answer: a}]}\n",
        "# " + "x" * 70_000 + "\n" + bank("same", "y"),
    ],
)
def test_two_banks_cannot_share_an_id(decks: Path, second: str) -> None:
    (decks / "a.yaml").write_text(bank("same"), "utf-8")
    (decks / "b.yaml").write_text(second, "utf-8")
    assert codes(built())["decks/b.yaml"] == ["duplicate-bank"]
    assert "duplicate-bank" in {finding.code for finding in check(jobs=1).findings}
    assert not (decks / "b.lock").exists()


def test_parts_are_found_by_any_of_them_and_share_a_lock(decks: Path) -> None:
    (decks / "one.yaml").write_text(bank("big", "x", more="part: 1\n"), "utf-8")
    (decks / "two.yaml").write_text(bank("big", "y", more="part: 2\n"), "utf-8")
    for paths in ([decks], [decks / "two.yaml"], [decks / "one.yaml", decks / "two.yaml"]):
        (found,) = find_banks(paths)
        assert [path.name for path in found.files] == ["one.yaml", "two.yaml"]
        assert found.lock == decks / "big.lock"
    assert built().banks[0].kinds == {"short": 2}


def test_a_file_given_twice_is_built_once(decks: Path) -> None:
    (decks / "a.yaml").write_text(bank("a"), "utf-8")
    for again in ("decks/a.yaml", "./decks/a.yaml", "decks/../decks/a.yaml", str(decks / "a.yaml"), "decks"):
        result = built("decks/a.yaml", again)
        assert result.ok, codes(result)
        assert len(result.banks) == 1


def test_folders_files_and_what_is_no_bank(decks: Path) -> None:
    (decks / "sub dir").mkdir()
    for name in ("b.yml", "a.yaml", "sub dir/客户 服务.yaml"):
        (decks / name).write_text(bank(f"id-{len(name)}"), "utf-8")
    for name in (".hidden.yaml", "deckpress.yaml", "notes.txt", "x.yaml.bak"):
        (decks / name).write_text("title: x\n", "utf-8")
    (decks / "folder.yaml").mkdir()
    assert [found.name for found in find_banks([Path("decks")])] == ["decks/a.yaml", "decks/b.yml", "decks/sub dir/客户 服务.yaml"]


@pytest.mark.parametrize("argument", ["gone", "gone.yaml", "decks", "decks/notes.txt"])
def test_arguments_that_mean_no_bank(decks: Path, argument: str) -> None:
    (decks / "notes.txt").touch()
    for command in (build, check, count_tags, format_banks):
        with pytest.raises(UsageError):
            command([argument])


def test_a_bank_deleted_between_runs(decks: Path) -> None:
    for name in ("a", "b"):
        (decks / f"{name}.yaml").write_text(bank(name), "utf-8")
    assert built().ok
    (decks / "b.yaml").unlink()
    result = built()
    assert [(one.name, one.ok) for one in result.banks] == [("decks/a.yaml", True)]
    assert (decks / "b.lock").exists()


def test_a_question_that_leaves_is_retired_once_and_its_id_stays_known(decks: Path) -> None:
    (decks / "a.yaml").write_text(bank("a", "x", "y"), "utf-8")
    assert built().banks[0].new == ["x", "y"]
    (decks / "a.yaml").write_text(bank("a", "x"), "utf-8")
    assert built(now=1_700_000_100).banks[0].retired == ["y"]
    assert built(now=1_700_000_200).banks[0].retired == []
    assert {entry.id: entry.retired for entry in parse_lock((decks / "a.lock").read_text("utf-8")).entries.values()} == {
        "x": 0,
        "y": 1_700_000_100,
    }


@pytest.mark.parametrize("lock", ["<<<<<<< HEAD\n", "{}\n", "no json", "\0", '{"id": "x"}\n'])
def test_a_corrupt_lock_stops_its_bank_and_stays_as_it_is(decks: Path, lock: str) -> None:
    (decks / "a.yaml").write_text(bank("a"), "utf-8")
    (decks / "b.yaml").write_text(bank("b"), "utf-8")
    (decks / "a.lock").write_text(lock, "utf-8")
    assert codes(built()) == {"decks/a.yaml": ["bad-lock"], "decks/b.yaml": []}
    assert (decks / "a.lock").read_text("utf-8") == lock
    assert [finding.code for finding in check(jobs=1).findings] == ["bad-lock"]
    (decks / "a.lock").write_bytes(b"\xff\xfe")
    assert codes(built())["decks/a.yaml"] == ["bad-lock"]


def test_a_locked_build_changes_no_lock(decks: Path) -> None:
    (decks / "a.yaml").write_text(bank("a"), "utf-8")
    assert codes(build(output="build", locked=True, now=1, jobs=1)) == {"decks/a.yaml": ["lock-outdated"]}
    assert not (decks / "a.lock").exists()
    assert outputs() == []
    assert built().ok
    assert build(output="build", locked=True, now=9, jobs=1).ok


def test_the_time_of_a_build_is_an_input(decks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567890")
    assert current_time() == 1234567890
    (decks / "a.yaml").write_text(bank("a"), "utf-8")
    assert build(output="build", jobs=1).ok
    assert {entry.changed for entry in parse_lock((decks / "a.lock").read_text("utf-8")).entries.values()} == {1234567890}
    first = Path("build/a.apkg").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1334567890")
    assert build(output="again", jobs=1, cache=False).ok
    assert Path("again/a.apkg").read_bytes() == first


@pytest.mark.parametrize("given", ["1764000000000", "9" * 30, "-5", "soon", "１２", "1.5", ""])
def test_a_time_that_is_none_never_poisons_the_lock(decks: Path, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    (decks / "a.yaml").write_text(bank("a"), "utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    try:
        result = build(output="build", jobs=1)
    except UsageError:
        assert not (decks / "a.lock").exists()
        return
    assert result.ok
    again = build(output="build", jobs=1, cache=False)
    assert again.ok, codes(again)


def test_what_a_build_writes_it_can_read(decks: Path) -> None:
    blanks = "____ " * 10_001
    answers = ", ".join(["a"] * 10_001)
    (decks / "a.yaml").write_text(f"{bank('a')}  - id: y\n    stem: '{blanks}'\n    answer: [{answers}]\n", "utf-8")
    if built().ok:
        assert build(output="build", now=2, jobs=1, cache=False).ok


@pytest.mark.parametrize("target", ["file.txt", "file.txt/below"])
def test_an_output_folder_that_cannot_be(decks: Path, target: str) -> None:
    (decks / "a.yaml").write_text(bank("a"), "utf-8")
    Path("file.txt").touch()
    with pytest.raises(OSError, match=r"file\.txt"):
        build(output=target, jobs=1)
    assert not (decks / "a.lock").exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": 1}', "\0", '{"key": "x", "files": [], "result": {}}'])
def test_a_cache_that_lies_is_not_believed(decks: Path, content: str) -> None:
    (decks / "a.yaml").write_text(bank("a"), "utf-8")
    assert built().ok
    good = Path("build/a.apkg").read_bytes()
    (entry,) = Path("build/.deckpress/cache").iterdir()
    entry.write_text(content, "utf-8")
    Path("build/a.apkg").write_bytes(b"other")
    assert not built().banks[0].reused
    assert Path("build/a.apkg").read_bytes() == good
    assert built().banks[0].reused
    Path("build/a.apkg").unlink()
    assert not built().banks[0].reused
    assert Path("build/a.apkg").read_bytes() == good


def run_check(folder: Path) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        import resource  # not on Windows, where these tests do not run

        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))

    command = [sys.executable, "-m", "deckpress", "check", "."]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=8, preexec_fn=limit, check=False)  # noqa: S603


@POSIX
@pytest.mark.parametrize("kind", ["pipe", "socket", "endless device", "link to itself", "dangling link"])
def test_a_file_that_is_no_file_is_a_finding(decks: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    (decks / "good.yaml").write_text(bank("good"), "utf-8")
    path = decks / "odd.yaml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        monkeypatch.chdir(decks)  # a socket's path must be short
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("odd.yaml")
    else:
        targets = {"endless device": Path("/dev/zero"), "link to itself": path, "dangling link": decks / "gone.yaml"}
        path.symlink_to(targets[kind])
    done = run_check(decks)
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("odd.yaml: error unreadable: ")
    assert "2 banks, 1 question" in done.stdout


def test_all_in_one_package_or_none(decks: Path) -> None:
    for name in ("a", "b"):
        (decks / f"{name}.yaml").write_text(bank(name, title=name), "utf-8")
    result = build(output="build", one_deck=True, now=1, jobs=1)
    assert (result.ok, outputs()) == (True, [Path(result.package).name])
    before = {path: path.read_bytes() for path in (Path(result.package), *decks.glob("*.lock"))}
    (decks / "a.yaml").write_text(bank("a", "x", "new"), "utf-8")
    (decks / "b.yaml").write_text("broken: '", "utf-8")
    assert not build(output="build", one_deck=True, now=2, jobs=1).ok
    assert {path: path.read_bytes() for path in before} == before


def test_the_tags_of_all_banks_with_what_lies_below_counted(decks: Path) -> None:
    (decks / "a.yaml").write_text(bank("a", "x", "y") + "    topics: [甲::乙]\n", "utf-8")
    tree = count_tags()
    counts = {entry.tag: entry.count for entry in tree.entries}
    assert (tree.notes, counts["topic"], counts["topic::甲"], counts["topic::甲::乙"], counts["type::short"]) == (2, 1, 1, 1, 2)
    assert count_tags(expression="topic::甲").notes == 1
    assert count_tags(expression="not topic").notes == 1


def test_a_published_bank_keeps_its_id(project: Project) -> None:
    project.questions([{"id": "a", "stem": "Which?", "options": ["x", "y"], "answer": "A"}], id="birds")
    assert project.build().ok
    path = project.questions([{"id": "a", "stem": "Which?", "options": ["x", "y"], "answer": "A"}], id="birdz")
    [finding] = check([path]).findings
    assert (finding.code, finding.severity) == ("bank-id-changed", "error")
    assert not project.build(60).ok
    project.questions([{"id": "a", "stem": "Which?", "options": ["x", "y"], "answer": "A"}], id="birds")
    assert project.build(60).ok
