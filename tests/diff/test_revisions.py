"""Git revisions as sides of a comparison: what they stand for, from where, and what a repository can hold."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Project

from deckpress.diff.revisions import checked_out
from deckpress.diff.sources import diff
from deckpress.errors import FindingsError, UsageError

KIWI: dict[str, Any] = {"id": "kiwi", "stem": "Can a kiwi fly?", "answer": "false"}
OWL: dict[str, Any] = {"id": "owl", "stem": "An owl turns its head by {{270}} degrees."}
PIC: dict[str, Any] = {"id": "pic", "stem": "What is it? ![it](pic.svg)", "answer": "a bird"}
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


def git(*arguments: str, data: bytes | None = None) -> bytes:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "protocol.file.allow=always"]
    return subprocess.run(["git", *identity, *arguments], check=True, capture_output=True, input=data).stdout.strip()  # noqa: S603, S607


def commit(text: str = "more") -> None:
    git("add", "-A")
    git("commit", "-qm", text)


def outline(old: str, new: str = "", path: str = "") -> list[tuple[str, str]]:
    return [(change.kind, change.key) for change in diff(old, new, path)]


@pytest.fixture
def repository(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A repository whose one commit holds a bank with an image; another question is not committed yet."""
    monkeypatch.chdir(project.folder)
    git("init", "-q", "-b", "main")
    project.write(SVG, "pic.svg")
    project.questions([KIWI, PIC])
    commit()
    project.questions([KIWI, PIC, OWL])
    return project


def test_a_revision_beside_a_package_or_a_release_is_that_of_the_banks(repository: Project) -> None:
    package = repository.release()
    assert outline("HEAD", str(package)) == [("added", "owl")]
    assert outline(str(package), "HEAD") == [("removed", "owl")]
    assert outline("HEAD", str(repository.output)) == [("added", "owl")], "a folder of packages"
    assert outline("HEAD", str(package), "decks/bank.yaml") == [("added", "owl")]


@pytest.mark.parametrize("below", ["decks", "decks/sub", "docs"])
def test_from_a_folder_inside(repository: Project, monkeypatch: pytest.MonkeyPatch, below: str) -> None:
    (repository.folder / below).mkdir(exist_ok=True, parents=True)
    monkeypatch.chdir(repository.folder / below)
    assert outline("HEAD") == [("added", "owl")]
    assert diff("HEAD").new == ("../../decks" if below == "decks/sub" else "../decks")


def test_files_that_an_archive_leaves_out_count(repository: Project) -> None:
    (repository.folder / ".gitattributes").write_text("*.svg export-ignore\nbank.yaml export-subst\n", "utf-8")
    commit()
    assert outline("HEAD", "decks") == []


def test_links_are_the_files_that_they_lead_to_and_never_others(repository: Project, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_bytes(SVG)
    os.renames(repository.decks / "pic.svg", repository.decks / "images" / "owl.svg")
    (repository.decks / "pic.svg").symlink_to("images/owl.svg")
    for name, target in (("out", secret), ("gone", Path("nowhere.svg")), ("folder", Path("images")), ("loop", Path("loop"))):
        (repository.decks / name).symlink_to(target)
    commit()
    assert outline("HEAD", "decks") == []
    found = checked_out("HEAD", Path("decks"), tmp_path / "target")
    files = [path.relative_to(found).as_posix() for path in found.rglob("*") if not path.is_dir()]
    assert sorted(files) == ["bank.yaml", "images/owl.svg", "pic.svg"]
    assert not (found / "pic.svg").is_symlink()


def test_an_image_in_git_lfs_is_the_image(repository: Project) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    filters = {"clean": f"printf '{pointer.decode()}'", "smudge": f'printf "{SVG.decode()}"'}
    for name, program in filters.items():
        git("config", f"filter.lfs.{name}", program.replace("\n", "\\n"))
    (repository.folder / ".gitattributes").write_text("*.svg filter=lfs\n", "utf-8")
    (repository.decks / "pic.svg").touch()
    git("add", "--renormalize", ".")
    commit()
    assert git("show", "HEAD:decks/pic.svg") == pointer.strip()
    assert outline("HEAD", "decks") == []


@pytest.mark.usefixtures("repository")
def test_a_submodule_is_left_out(tmp_path: Path) -> None:
    other = tmp_path / "other"
    git("clone", "-q", ".", str(other))
    git("submodule", "add", "-q", str(other), "decks/other")
    commit()
    assert outline("HEAD", "decks/bank.yaml") == []


def test_names_that_lead_out_are_not_written(repository: Project, tmp_path: Path) -> None:
    blob = git("hash-object", "-w", "--stdin", data=b"out").decode()
    inner = git("mktree", data=f"100644 blob {blob}\tescaped.yaml\n".encode()).decode()
    tree = git("mktree", data=f"100644 blob {blob}\tbank.yaml\n040000 tree {inner}\t..\n".encode()).decode()
    top = git("mktree", data=f"040000 tree {tree}\tdecks\n".encode()).decode()
    evil = git("commit-tree", top, "-m", "x").decode()
    assert b"decks/../escaped.yaml" in git("ls-tree", "-r", evil)
    target = tmp_path / "target"
    checked_out(evil, Path("decks"), target / "below")
    assert sorted(path.name for path in target.rglob("*") if path.is_file()) == ["bank.yaml"]
    assert repository.folder.is_dir()


def test_a_commit_that_holds_too_much_is_refused(repository: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckpress.diff.revisions._MAX_BYTES", 100)
    with pytest.raises(UsageError, match="holds more than"):
        diff("HEAD", str(repository.decks))


def test_findings_name_files_as_git_does(repository: Project) -> None:
    repository.write("deckpress: 1\nid: bank\ntitle: Bank\nquestions: [{id: x, stem: x, kind: nonsense}]\n")
    commit()
    with pytest.raises(FindingsError) as caught:
        diff("HEAD", "HEAD")
    assert {finding.file for finding in caught.value.report} == {"HEAD:decks/bank.yaml"}
    assert "deckpress-" not in "".join(finding.as_text() for finding in caught.value.report)
    (repository.decks / "bank.yaml").unlink()
    commit()
    with pytest.raises(UsageError, match="no banks in HEAD:decks"):
        diff("HEAD", "HEAD", "decks")


def test_a_shallow_clone_says_how_to_get_more(repository: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit()
    git("clone", "-q", "--depth", "1", repository.folder.as_uri(), str(tmp_path / "shallow"))
    with pytest.raises(UsageError) as whole:
        diff("HEAD~9")
    assert "shallow" not in str(whole.value)
    monkeypatch.chdir(tmp_path / "shallow")
    with pytest.raises(UsageError, match=r"'HEAD~1' is no file[\s\S]*git fetch --deepen[\s\S]*fetch-depth: 0"):
        diff("HEAD~1")
