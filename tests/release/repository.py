"""A git repository of banks, for what runs on GitHub."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conftest import RELEASED, Project
from tests.release.conftest import DAY, SVG

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "nightly.yml"
ACTION = ROOT / "action.yml"


def read(path: Path) -> Any:
    """The data of a YAML file."""
    return yaml.safe_load(path.read_text("utf-8"))


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
        """Runs git, on the day of the last commit."""
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


@pytest.fixture(name="repository")
def empty_repository(project: Project, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty repository with what it needs to be released."""
    pytest.importorskip("anki")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return Repository(project)
