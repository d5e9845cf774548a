"""The nightly workflow through three nights, what may go wrong in them, and what it promises."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tests.release.conftest import KIWI, OWL, TIT
from tests.release.repository import ACTION, ROOT, WORKFLOW, Repository, empty_repository, read  # noqa: F401 - a fixture
from tests.release.workflow import Runner, filled

from deckpress.engine import ScratchCollection
from deckpress.project.scaffold import make_project

SAMPLE = ROOT / "src" / "deckpress" / "project" / "sample" / "dot-github" / "workflows" / "nightly.yml"
NIGHTLY = WORKFLOW.relative_to(ROOT)
CI = WORKFLOW.with_name("ci.yml")
RELEASING = ROOT / "docs" / "releasing.md"

pytestmark = pytest.mark.skipif(os.name == "nt" or shutil.which("bash") is None, reason="the workflow needs bash")


@pytest.mark.parametrize("shards", [[1], [1, 2]], ids=["as it is", "two shards"])
def test_three_nights(repository: Repository, tmp_path: Path, shards: list[int]) -> None:
    workflow, runner = read(WORKFLOW), Runner(repository.project.folder, tmp_path / "github")
    repository.commit([KIWI, OWL, TIT])
    assert runner.run(workflow, shards)["join"] == {"changed": "true"}
    assert any("the first release" in text for text in runner.log)
    repository.commit([KIWI | {"stem": "The kiwi is a bird."}, TIT])
    assert runner.run(workflow, shards)["join"] == {"changed": "true"}
    assert any(text.endswith("since 2025.06.16: 1 changed, 1 retired\n") for text in runner.log)
    runner.log.clear()
    assert runner.run(workflow, shards).keys() == {"before"}
    assert runner.log[1] == "nothing has changed since decks-2025.06.17: no release\n"
    first, second = (runner.releases / f"decks-{version}" for version in ("2025.06.16", "2025.06.17"))
    assert sorted(runner.releases.iterdir()) == [first, second]
    assert runner.attested == sorted(path.name for path in second.iterdir()) == sorted(path.name for path in runner.pages.iterdir())
    changes = json.loads((second / "changes.json").read_text("utf-8"))
    assert [(change["kind"], change["key"]) for bank in changes["banks"] for change in bank["changes"]] == [
        ("changed", "kiwi"),
        ("retired", "owl"),
    ]
    assert "~~brid~~**bird**" in (runner.folder / "notes" / "decks-2025.06.17.md").read_text("utf-8")
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
        runner.run(read(WORKFLOW))
    assert list(runner.releases.iterdir()) == []


def test_other_files_change_no_release(repository: Repository, tmp_path: Path) -> None:
    workflow, runner = read(WORKFLOW), Runner(repository.project.folder, tmp_path / "github")
    repository.commit([KIWI])
    runner.run(workflow)
    (repository.project.folder / "README.md").write_text("Birds.", "utf-8")
    repository.commit([KIWI])
    shutil.rmtree(runner.pages)
    assert runner.run(workflow) == {
        "before": {"tag": "decks-2025.06.16", "same": "false", "private": "false"}, "build": {}, "join": {"changed": "false"},
    }  # fmt: skip
    assert runner.log[-1] == "nothing has changed since 2025.06.16: no release\n"
    assert [path.name for path in runner.releases.iterdir()] == ["decks-2025.06.16"]
    assert not runner.pages.exists()


@pytest.mark.parametrize("requirement", ["deckpress[release]", "deckpress[release] @ git+https://example.org/deckpress@main"])
def test_a_night_ends_early_only_where_deckpress_is_pinned(repository: Repository, tmp_path: Path, requirement: str) -> None:
    workflow, runner = read(WORKFLOW), Runner(repository.project.folder, tmp_path / "github")
    repository.commit([KIWI])
    runner.run(workflow)
    assert runner.run(workflow | {"env": {"DECKPRESS": requirement}})["join"] == {"changed": "false"}


def test_a_page_that_was_not_deployed_is_deployed_on_demand(repository: Repository, tmp_path: Path) -> None:
    workflow, runner = read(WORKFLOW), Runner(repository.project.folder, tmp_path / "github", failing={"actions/deploy-pages"})
    repository.commit([KIWI])
    assert runner.run(workflow).keys() == {"before", "build", "join", "publish", "pages"}
    assert re.match(r"::warning [\s\S]*Settings > Pages[\s\S]*run this workflow by hand", runner.log[-1])
    (release,) = runner.releases.iterdir()
    runner.failing.clear()
    assert runner.run(workflow, event="workflow_dispatch").keys() == {"before", "build", "join", "pages"}
    assert [path.name for path in runner.releases.iterdir()] == [release.name]
    assert {path.name: path.read_bytes() for path in runner.pages.iterdir()} == {path.name: path.read_bytes() for path in release.iterdir()}


@pytest.mark.parametrize(("event", "ref"), [("push", "main"), ("pull_request", "main"), ("workflow_dispatch", "idea")])
def test_only_the_default_branch_is_published(repository: Repository, tmp_path: Path, event: str, ref: str) -> None:
    runner = Runner(repository.project.folder, tmp_path / "github")
    repository.commit([KIWI])
    done = runner.run(read(WORKFLOW), event=event, ref=ref)
    assert done.keys() == {"before", "build"} | ({"join"} if event == "workflow_dispatch" else set())
    assert not list(runner.releases.iterdir())
    assert not runner.pages.exists()


def test_the_release_before_is_the_one_published_last(repository: Repository, tmp_path: Path) -> None:
    workflow, runner = read(WORKFLOW), Runner(repository.project.folder, tmp_path / "github")
    for birds in ([KIWI], [KIWI, TIT]):
        repository.commit(birds)
        runner.run(workflow)
    runner.published("decks-2025.06.16", createdAt="2025-07-01T00:00:00Z")
    runner.published("decks-2025.05.01", createdAt="2025-05-01T00:00:00Z", publishedAt="2025-05-01T00:00:00Z")
    runner.published("decks-2030.01.01", createdAt="2030-01-01T00:00:00Z", publishedAt="2030-01-01T00:00:00Z", draft=True)
    runner.published("v2", createdAt="2030-01-01T00:00:00Z", publishedAt="2030-01-01T00:00:00Z")
    repository.commit([KIWI, OWL, TIT])
    assert runner.run(workflow)["before"]["tag"] == "decks-2025.06.17"


def test_a_release_before_that_is_not_whole_fails_the_night(repository: Repository, tmp_path: Path) -> None:
    workflow, runner = read(WORKFLOW), Runner(repository.project.folder, tmp_path / "github")
    repository.commit([KIWI])
    runner.run(workflow)
    (runner.releases / "decks-2025.06.16" / "plants.apkg").unlink()
    repository.commit([KIWI, TIT])
    with pytest.raises(AssertionError, match=r"::error title=The release decks-2025\.06\.16 can't be had whole::[\s\S]*put them back"):
        runner.run(workflow)


@pytest.mark.parametrize("private", [True, False])
def test_decks_are_published_where_they_can_not_be_attested(repository: Repository, tmp_path: Path, private: bool) -> None:
    runner = Runner(repository.project.folder, tmp_path / "github", private=private, failing={"actions/attest"})
    repository.commit([KIWI])
    assert "publish" in runner.run(read(WORKFLOW))
    assert [path.name for path in runner.releases.iterdir()] == ["decks-2025.06.16"]
    assert any(text.startswith("::warning title=The decks are not attested::") for text in runner.log) is not private


def test_long_notes_are_cut_between_lines(tmp_path: Path) -> None:
    runner, place = Runner(tmp_path, tmp_path / "github"), tmp_path / "place"
    (place / "release").mkdir(parents=True)
    (place / "release" / "manifest.json").write_text('{"version": "1"}', "utf-8")
    lines = [f"- {number}: {'鸟' * 100}" for number in range(1000)]
    (place / "release" / "CHANGES.md").write_text("\n".join(lines) + "\n", "utf-8")
    steps = [step for step in read(WORKFLOW)["jobs"]["publish"]["steps"] if step.get("name") == "Publish the release"]
    runner.steps(steps, place, {"github.token": "token", "github.repository": "me/decks", "github.sha": "HEAD"}, {})
    data = (runner.folder / "notes" / "decks-1.md").read_bytes()
    found = data.decode("utf-8").splitlines()
    assert found == [*lines[: len(found) - 2], "", "… CHANGES.md"]
    assert 99_000 < len(data) < 100_100


def test_a_new_project_installs_what_made_it(repository: Repository, tmp_path: Path) -> None:
    wanted = f"deckpress[release] @ git+https://example.org/me/deckpress@{'0123456789' * 4}"
    make_project(tmp_path / "new", wanted)
    repository.commit([KIWI])
    runner = Runner(repository.project.folder, tmp_path / "github")
    runner.run(read(tmp_path / "new" / NIGHTLY), event="push")
    assert runner.installed == [wanted]
    assert str(Requirement(runner.installed[0]).url).startswith("git+https://")


def test_a_new_project_asks_where_deckpress_comes_from(repository: Repository, tmp_path: Path) -> None:
    make_project(tmp_path / "new", "")
    repository.commit([KIWI])
    runner = Runner(repository.project.folder, tmp_path / "github")
    with pytest.raises(AssertionError, match=r"::error file=\.github/workflows/nightly\.yml,[\s\S]*Fill in the line 'DECKPRESS:'"):
        runner.run(read(tmp_path / "new" / NIGHTLY), event="push")
    assert len(runner.log) == 1


@pytest.mark.parametrize(("event", "group"), [("schedule", "a"), ("workflow_dispatch", "a"), ("push", "b"), ("pull_request", "c")])
def test_a_push_does_not_take_the_place_of_a_night_that_waits(event: str, group: str) -> None:
    pattern = read(WORKFLOW)["concurrency"]["group"]
    groups = {"a": "nightly-workflow_dispatch-R", "b": "nightly-push-R", "c": "nightly-pull_request-R"}
    assert filled(pattern, {"github.event_name": event, "github.ref": "R"}) == groups[group]


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


def test_new_projects_get_the_same_workflow() -> None:
    lines = [path.read_text("utf-8").splitlines() for path in (WORKFLOW, SAMPLE)]
    assert [pair for pair in zip(*lines, strict=True) if pair[0] != pair[1]] == [('  DECKPRESS: ".[release]"', '  DECKPRESS: ""')]


@pytest.mark.parametrize("path", [WORKFLOW, CI, ACTION, RELEASING], ids=lambda path: path.name)
def test_actions_are_pinned_by_their_hash(path: Path) -> None:
    used = re.findall(r"uses: (actions/\S+)(.*)", path.read_text("utf-8"))
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", name) and re.fullmatch(r" # v\d+\.\d+\.\d+", note) for name, note in used)
    assert set(used) <= set(re.findall(r"uses: (actions/\S+)(.*)", WORKFLOW.read_text("utf-8")))


def test_the_rights_are_the_least() -> None:
    workflow = read(WORKFLOW)
    assert workflow["permissions"] == {"contents": "read"}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job} == {
        "publish": {"contents": "write", "id-token": "write", "attestations": "write"},
        "pages": {"pages": "write", "id-token": "write"},
    }
    assert "secrets." not in WORKFLOW.read_text("utf-8")


def test_what_is_installed_gets_neither_rights_nor_the_token() -> None:
    jobs = read(WORKFLOW)["jobs"]
    installing = {name for name, job in jobs.items() if any("pip install" in step.get("run", "") for step in job["steps"])}
    assert installing == {"build", "join"}
    assert not [name for name in installing if "permissions" in jobs[name] or "github.token" in str(jobs[name])]
    assert {step["uses"].partition("@")[0] for name in ("publish", "pages") for step in jobs[name]["steps"] if "uses" in step} == {
        "actions/download-artifact", "actions/attest", "actions/deploy-pages",
    }  # fmt: skip
