"""The composite action and the hooks for pre-commit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests.release.conftest import KIWI, OWL, TIT
from tests.release.repository import ACTION, ROOT, Repository, empty_repository, read  # noqa: F401 - a fixture
from tests.release.workflow import Runner

from deckpress.cli import main

pytestmark = pytest.mark.skipif(os.name == "nt" or shutil.which("bash") is None, reason="the action needs bash")


class Action:
    """The composite action in a repository; a call runs it with these inputs and gives its output ``changed``."""

    def __init__(self, repository: Repository, folder: Path) -> None:
        self.action, self.place, self.runner = read(ACTION), repository.project.folder, Runner(repository.project.folder, folder)

    def __call__(self, **inputs: str) -> str:
        """Underlines stand for hyphens."""
        defaults = {f"inputs.{name}": each["default"] for name, each in self.action["inputs"].items()}
        given = {f"inputs.{name.replace('_', '-')}": text for name, text in inputs.items()}
        assert given.keys() <= defaults.keys()
        table = defaults | given | {"github.action_path": str(ROOT)}
        return self.runner.steps(self.action["runs"]["steps"], self.place, table, {})["steps.release.outputs.changed"]


def test_the_composite_action(repository: Repository, tmp_path: Path) -> None:
    repository.commit([KIWI, TIT])
    act = Action(repository, tmp_path / "github")
    assert act(url="https://example.org/") == "true"
    release = act.place / "build" / "release"
    shutil.copytree(release, tmp_path / "before")
    # What lies there may never have been published: it counts what was.
    assert act(previous=str(tmp_path / "before"), out="build/next", url="https://example.org/") == "false"
    assert not (act.place / "build" / "next").exists()
    repository.commit([KIWI, OWL, TIT])
    assert act(previous=str(tmp_path / "before")) == "true"
    assert act(previous=str(tmp_path / "before")) == "true"
    assert json.loads((release / "manifest.json").read_text("utf-8"))["version"] == "2025.06.17"
    assert act(previous="build/release") == "false"
    assert act.runner.installed == [f"{ROOT}[release]"] * 5
    status = subprocess.run(["git", "status", "--porcelain"], cwd=act.place, capture_output=True, text=True, check=True)  # noqa: S607
    assert status.stdout == ""


def test_the_action_takes_a_bank_in_each_line(repository: Repository, tmp_path: Path) -> None:
    repository.commit([KIWI])
    folder = repository.project.folder
    shutil.move(folder / "decks" / "plants.yaml", folder / "more decks.yaml")
    shutil.move(folder / "decks" / "plants.lock", folder / "more decks.lock")
    assert Action(repository, tmp_path / "github")(banks="decks\n\n  more decks.yaml\n") == "true"
    assert (folder / "build" / "release" / "birds.apkg").is_file()
    assert (folder / "build" / "release" / "plants.apkg").is_file()


def test_the_action_replaces_no_folder_that_is_no_release(repository: Repository, tmp_path: Path) -> None:
    repository.commit([KIWI])
    (repository.project.folder / "mine").mkdir()
    (repository.project.folder / "mine" / "thesis.txt").write_text("All I have.", "utf-8")
    with pytest.raises(AssertionError, match=r"::error title=This folder is not replaced::mine holds something that is no release"):
        Action(repository, tmp_path / "github")(out="mine")
    assert (repository.project.folder / "mine" / "thesis.txt").is_file()


@pytest.mark.skipif(shutil.which("curl") is None, reason="the action asks with curl")
def test_the_first_run_of_the_action_has_to_be_called_so(repository: Repository, tmp_path: Path, address: str) -> None:
    repository.commit([KIWI, OWL])
    act = Action(repository, tmp_path / "github")
    with pytest.raises(AssertionError, match="answers 404"):
        act(previous=address)
    assert act(previous=address, first="true") == "true"
    shutil.copytree(act.place / "build" / "release", tmp_path / "served", dirs_exist_ok=True)
    repository.commit([KIWI])
    # It is no beginning where something is published.
    assert act(previous=address, first="true", out="build/next") == "true"
    assert json.loads((act.place / "build" / "next" / "manifest.json").read_text("utf-8"))["previous"] == "2025.06.16"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of a server for ``tmp_path / "served"``."""
    (tmp_path / "served").mkdir()

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path / "served"))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_the_hooks_of_pre_commit_call_commands_that_exist(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit([KIWI | {"stem": "![A rose](rose.svg) is a bird."}])
    monkeypatch.chdir(repository.project.folder)
    hooks = read(ROOT / ".pre-commit-hooks.yaml")
    assert [hook["id"] for hook in hooks] == ["deckpress-check", "deckpress-locks"]
    codes = []
    for _ in range(2):
        codes.append([ended(hook["entry"].split()[1:] + hook["args"]) for hook in hooks])
        (repository.project.decks / "rose.svg").unlink(missing_ok=True)
    assert codes == [[0, 0], [1, 1]]


def test_the_hooks_of_pre_commit_run_also_where_only_an_image_was_deleted() -> None:
    # Deleted files are in no list of changed ones, so no pattern would match.
    hooks = read(ROOT / ".pre-commit-hooks.yaml")
    assert [(hook["always_run"], hook["pass_filenames"]) for hook in hooks] == [(True, False)] * 2


def ended(arguments: list[str]) -> object:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    return end.value.code
