"""``deckpress new``: what it makes works at once, and it never leaves half a folder behind."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import pytest
import yaml

from deckpress.errors import UsageError
from deckpress.model import Kind
from deckpress.project import scaffold
from deckpress.project.build import build
from deckpress.project.check import check
from deckpress.project.formatting import format_banks
from deckpress.project.results import BankResult, BuildResult
from deckpress.project.scaffold import SAMPLE_FILES, WORKFLOW, make_project
from deckpress.readers.bank import keys

SAMPLE = Path(scaffold.__file__).with_name("sample")
PINNED = "deckpress[release]==1.0"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project, and the current folder in it."""
    make_project(tmp_path / "my-banks", PINNED)
    monkeypatch.chdir(tmp_path / "my-banks")
    return tmp_path / "my-banks"


def everything_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_it_names_every_file_as_one_would_type_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert make_project(Path("my-banks"), PINNED) == [f"my-banks/{name}" for name in everything_in(tmp_path / "my-banks")]
    assert everything_in(tmp_path / "my-banks") == [
        ".gitattributes",
        ".github/workflows/nightly.yml",
        ".gitignore",
        "README.md",
        "decks/deckpress.yaml",
        "decks/images/triangle.svg",
        "decks/sample.lock",
        "decks/sample.yaml",
    ]


def test_every_sample_file_is_shipped() -> None:
    assert everything_in(SAMPLE) == sorted(SAMPLE_FILES)


@pytest.mark.usefixtures("project")
def test_the_sample_has_nothing_to_complain_about() -> None:
    result = check()
    assert result.findings == []
    assert result.questions >= len(get_args(Kind))


@pytest.mark.usefixtures("project")
def test_the_sample_is_in_canonical_layout() -> None:
    result = format_banks(write=False)
    assert (result.changed, result.findings) == ([], [])


@pytest.mark.usefixtures("project")
def test_a_locked_build_works_at_once_and_holds_every_kind() -> None:
    result = build(locked=True, jobs=1)
    assert result.ok
    assert [bank.output for bank in result.banks] == ["build/sample.apkg"]
    assert result.banks[0].kinds.keys() == set(get_args(Kind))
    assert (result.banks[0].new, result.banks[0].changed, result.banks[0].unanswered) == ([], [], [])


def test_the_sample_shows_every_key(project: Path) -> None:
    bank = yaml.safe_load((project / "decks" / "sample.yaml").read_text("utf-8"))
    # These are for banks of another shape; 'markup' stands on a question.
    assert keys.BANK_KEYS.keys() - bank.keys() == {"part", "show_count", "markup", "questions"}
    used = {name for chapter in bank["chapters"] for question in chapter["questions"] for name in question}
    assert keys.QUESTION_KEYS.keys() - used == set()
    assert keys.CHAPTER_KEYS.keys() - {name for chapter in bank["chapters"] for name in chapter} == {"markup"}


def test_its_files_end_lines_alike_on_every_system(project: Path) -> None:
    assert [name for name in everything_in(project) if b"\r" in (project / name).read_bytes()] == []


def test_the_workflow_asks_for_few_rights_and_no_secrets(project: Path) -> None:
    text = (project / ".github" / "workflows" / "nightly.yml").read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}  # the job that publishes has more
    assert "secrets." not in text
    assert {"push", "schedule", "workflow_dispatch"} <= workflow[True].keys()  # YAML 1.1 reads 'on' as true
    steps = [step["run"] for step in workflow["jobs"]["build"]["steps"] if "run" in step]
    assert steps[:2] == ['pip install "$DECKPRESS"', "deckpress check --format github"]


@pytest.mark.parametrize("requirement", ["", PINNED, f"deckpress[release] @ git+https://example.org/me/deckpress@{'0' * 40}"])
def test_the_workflow_installs_what_it_is_told(tmp_path: Path, requirement: str) -> None:
    make_project(tmp_path / "new", requirement)
    workflow = yaml.safe_load((tmp_path / "new" / WORKFLOW).read_text("utf-8"))
    assert workflow["env"] == {"DECKPRESS": requirement}


def test_an_empty_folder_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert make_project(Path(), PINNED)[0] == ".gitattributes"
    assert "decks/sample.lock" in everything_in(tmp_path)


def test_folders_above_are_made(tmp_path: Path) -> None:
    make_project(tmp_path / "a" / "b" / "c", PINNED)
    assert "a/b/c/decks/sample.yaml" in everything_in(tmp_path)


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="is not empty"):
        make_project(tmp_path, PINNED)
    assert everything_in(tmp_path) == ["notes.txt"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="is a file"):
        make_project(tmp_path / "taken", PINNED)
    assert (tmp_path / "taken").read_text("utf-8") == "mine"


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_dangling_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="is a file"):
        make_project(tmp_path / "link", PINNED)


@pytest.mark.parametrize("below", ["new", "new/deeper"])
def test_a_failed_build_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str) -> None:
    def interrupted(*_: object, **__: object) -> BuildResult:
        raise KeyboardInterrupt

    monkeypatch.setattr(scaffold, "build", interrupted)
    with pytest.raises(KeyboardInterrupt):
        make_project(tmp_path / below, PINNED)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_half_way_leaves_an_empty_folder_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename
    calls: list[Path] = []

    def failing(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "No space left on device", str(target))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="No space left"):
        make_project(tmp_path, PINNED)
    assert len(calls) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_sample_that_does_not_build_is_a_bug_and_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from deckpress.diagnostics import Diagnostic

    finding = Diagnostic(code="some-code", severity="error", message="broken", file="sample.yaml")
    result = BuildResult([BankResult(name="sample.yaml", diagnostics=[finding])])
    monkeypatch.setattr(scaffold, "build", lambda *_, **__: result)
    with pytest.raises(AssertionError, match="some-code"):
        make_project(tmp_path / "new", PINNED)
    assert list(tmp_path.iterdir()) == []
