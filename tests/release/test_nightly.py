"""The nightly workflow through three nights, the composite action, and what both promise."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conftest import RELEASED, Project
from tests.release.conftest import DAY, KIWI, OWL, SVG, TIT
from tests.release.workflow import Runner

from deckpress.engine import ScratchCollection

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "nightly.yml"
SAMPLE = ROOT / "src" / "deckpress" / "project" / "sample" / "dot-github" / "workflows" / "nightly.yml"
ACTION = ROOT / "action.yml"

pytestmark = pytest.mark.skipif(os.name == "nt" or shutil.which("bash") is None, reason="the workflow runs on Linux")


def read(path: Path) -> dict[Any, Any]:
    data: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    return data


class Repository:
    """A git repository of two banks, with a commit a day."""

    def __init__(self, project: Project) -> None:
        self.project, self.day = project, 0
        self.git("init", "-q", "-b", "main")
        (project.folder / ".gitignore").write_text("build/\n", "utf-8")
        project.write(SVG, "rose.svg")
        plants = [{"id": "rose", "stem": "Is a rose a bird?", "answer": "No."}]
        project.questions(plants, "plants.yaml", id="plants", title="Plants")

    def git(self, *arguments: str) -> None:
        date = f"{RELEASED + self.day * DAY} +0000"
        env = os.environ | {"GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date}
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=self.project.folder, env=env, check=True, capture_output=True)  # noqa: S603, S607

    def commit(self, birds: list[dict[str, Any]]) -> None:
        """A day's work on the bank of birds: edit, build, commit."""
        self.day += 1
        self.project.questions(birds, "birds.yaml", id="birds", title="Birds")
        assert self.project.build(at=self.day * DAY).ok
        self.git("add", "-A")
        self.git("commit", "-qm", f"day {self.day}")


@pytest.fixture
def repository(project: Project, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pytest.importorskip("anki")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return Repository(project)


@pytest.mark.parametrize("shards", [[1], [1, 2]], ids=["as it is", "two shards"])
def test_three_nights(repository: Repository, tmp_path: Path, shards: list[int]) -> None:
    workflow, runner = read(WORKFLOW), Runner(repository.project.folder, tmp_path / "github")
    repository.commit([KIWI, OWL, TIT])
    assert runner.night(workflow, shards)["release"] == {"changed": "true"}
    assert any("the first release" in text for text in runner.log)
    repository.commit([KIWI | {"stem": "The kiwi is a bird."}, TIT])
    assert runner.night(workflow, shards)["release"] == {"changed": "true"}
    assert runner.log[-2].endswith("since 2025.06.16: 1 changed, 1 retired\n")
    assert runner.night(workflow, shards)["release"] == {"changed": "false"}
    assert runner.log[-1] == "nothing has changed since 2025.06.17: no release\n"
    first, second = (runner.releases / f"decks-{version}" for version in ("2025.06.16", "2025.06.17"))
    assert sorted(path.name for path in runner.releases.iterdir()) == [first.name, second.name, "notes"]
    changes = json.loads((second / "changes.json").read_text("utf-8"))
    assert [(change["kind"], change["key"]) for bank in changes["banks"] for change in bank["changes"]] == [
        ("changed", "kiwi"),
        ("retired", "owl"),
    ]
    assert "~~brid~~**bird**" in (runner.releases / "notes" / "decks-2025.06.17.md").read_text("utf-8")
    assert "https://me.github.io/decks/" in (second / "index.html").read_text("utf-8")
    assert_a_learner_gets_it(first, second)


def assert_a_learner_gets_it(first: Path, second: Path) -> None:
    with ScratchCollection() as scratch:
        scratch.import_package(first / "all_banks.apkg")
        before = {note.fields["ID"]: note for note in scratch.notes()}
        studied = {name: scratch.answer(scratch.cards(note.guid)[0], 3) for name, note in before.items()}
        scratch.import_package(second / "all_banks.apkg")
        after = {note.fields["ID"]: note for note in scratch.notes()}
        assert after.keys() == before.keys() == {"birds/kiwi", "birds/owl", "birds/tit", "plants/rose"}
        assert after["birds/kiwi"].fields["Stem"] == "The kiwi is a bird."
        assert "retired" in after["birds/owl"].tags
        assert [after[name] for name in ("birds/tit", "plants/rose")] == [before[name] for name in ("birds/tit", "plants/rose")]
        assert {name: scratch.cards(note.guid)[0] for name, note in after.items()} == studied


def test_a_lock_that_was_not_committed_fails_the_night(repository: Repository, tmp_path: Path) -> None:
    repository.commit([KIWI, TIT])
    repository.project.questions([TIT], "birds.yaml", id="birds", title="Birds")
    repository.git("commit", "-qam", "without a build")
    runner = Runner(repository.project.folder, tmp_path / "github")
    with pytest.raises(AssertionError, match=r"lock-outdated[\s\S]*run 'deckpress build decks/birds\.yaml' and commit the lock"):
        runner.night(read(WORKFLOW), [1])
    assert list(runner.releases.iterdir()) == []


def test_two_clones_give_the_same_bytes(repository: Repository, tmp_path: Path) -> None:
    repository.commit([KIWI, OWL, TIT])
    folders = []
    for seed, place in (("1", "one"), ("2", "two/deeper")):
        clone = tmp_path / place
        subprocess.run(["git", "clone", "-q", str(repository.project.folder), str(clone)], check=True)  # noqa: S603, S607
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path), "TZ": f"Etc/GMT+{seed}"}
        subprocess.run([sys.executable, "-m", "deckpress", "release"], cwd=clone, env=env, check=True, capture_output=True)
        folders.append({path.name: path.read_bytes() for path in (clone / "build" / "release").iterdir()})
    assert folders[0] == folders[1]
    assert len(folders[0]) == 8


def test_the_composite_action(repository: Repository, tmp_path: Path) -> None:
    repository.commit([KIWI, TIT])
    action, runner = read(ACTION), Runner(repository.project.folder, tmp_path / "github")
    table = {f"inputs.{name}": each["default"] for name, each in action["inputs"].items()} | {"github.action_path": str(ROOT)}
    table["inputs.url"] = "https://example.org/"
    place = repository.project.folder
    done = runner.steps(action["runs"]["steps"], place, dict(table), {})
    assert done["steps.release.outputs.changed"] == "true"
    shutil.copytree(place / "build" / "release", tmp_path / "before")
    again = table | {"inputs.previous": str(tmp_path / "before"), "inputs.out": "build/next"}
    assert runner.steps(action["runs"]["steps"], place, again, {})["steps.release.outputs.changed"] == "false"
    assert not (place / "build" / "next").exists()


def test_new_projects_get_the_same_workflow() -> None:
    lines = [path.read_text("utf-8").splitlines() for path in (WORKFLOW, SAMPLE)]
    assert [pair for pair in zip(*lines, strict=True) if pair[0] != pair[1]] == [
        ('  DECKPRESS: ".[release]"', '  DECKPRESS: "deckpress[release]"')
    ]


@pytest.mark.parametrize("path", [WORKFLOW, ACTION], ids=lambda path: path.name)
def test_actions_are_pinned_by_their_hash(path: Path) -> None:
    used = re.findall(r"uses: (\S+)(.*)", path.read_text("utf-8").partition("\nname:")[2])
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", name) and re.fullmatch(r" # v[\d.]+", note) for name, note in used)


def test_the_rights_are_the_least() -> None:
    workflow = read(WORKFLOW)
    assert workflow["permissions"] == {"contents": "read"}
    assert {name: job.get("permissions") for name, job in workflow["jobs"].items()} == {
        "build": None,
        "release": {"contents": "write", "id-token": "write", "attestations": "write"},
        "pages": {"pages": "write", "id-token": "write"},
    }
    assert "secrets." not in WORKFLOW.read_text("utf-8")


def test_the_hooks_of_pre_commit_call_commands_that_exist(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    from deckpress.cli import main

    repository.commit([KIWI])
    monkeypatch.chdir(repository.project.folder)
    hooks = read(ROOT / ".pre-commit-hooks.yaml")
    assert [hook["id"] for hook in hooks] == ["deckpress-check", "deckpress-locks"]
    for hook in hooks:
        with pytest.raises(SystemExit) as end:
            main(hook["entry"].split()[1:])
        assert end.value.code == 0
