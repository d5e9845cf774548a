"""Small collections that are released again and again, at dates that a test chooses."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from tests.conftest import RELEASED, Project

from deckpress.release.run import ReleaseResult, release
from deckpress.release.schemas import release_schema

DAY = 86_400

KIWI: dict[str, Any] = {"id": "kiwi", "stem": "The kiwi is a brid.", "answer": "true", "difficulty": "2", "topics": ["flying::not"]}
OWL: dict[str, Any] = {"id": "owl", "stem": "An owl turns its head by {{270}} degrees, {{both::how}} ways."}
TIT: dict[str, Any] = {
    "id": "tit", "stem": "What does a tit eat?", "options": ["seeds", "fish"], "answer": "A", "difficulty": "1", "topics": ["flying"]
}  # fmt: skip
ROSE: dict[str, Any] = {"id": "rose", "stem": "Is a rose a bird?", "answer": "No, ![a rose](rose.svg) it is not."}
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>"
COLLECTION = """
title: Nature
presets:
  easy:
    title: Easy ones
    tags: (difficulty::1 or difficulty::2) and not retired
  none:
    title: Nothing
    tags: topic::nothing
"""


class Garden:
    """A project of two banks, ``birds`` and ``plants``; each `release` goes to a folder of its own over the one before."""

    def __init__(self, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        self.project, self.monkeypatch = project, monkeypatch
        self.folder, self.decks = project.folder, project.decks
        self.night = 0
        project.write(SVG, "rose.svg")
        (project.decks / "deckpress.yaml").write_text(COLLECTION, "utf-8")
        self.birds([KIWI, OWL, TIT])
        self.plants([ROSE])

    def birds(self, questions: Sequence[Mapping[str, Any]], **keys: Any) -> None:
        """Writes the one bank."""
        self.project.questions(questions, "birds.yaml", **({"id": "birds", "title": "Birds"} | keys))

    def plants(self, questions: Sequence[Mapping[str, Any]]) -> None:
        """Writes the other."""
        self.project.questions(questions, "plants.yaml", id="plants", title="Plants")

    @property
    def last(self) -> Path:
        """The folder of the last release."""
        return self.folder / f"night-{self.night}"

    def at(self, night: int) -> int:
        """The Unix time of a night, counted from 1."""
        return RELEASED + night * DAY

    def build(self) -> None:
        """Builds, which brings the locks up to date."""
        assert self.project.build(at=(self.night + 1) * DAY).ok

    def release(self, *, build: bool = True, previous: bool = True, **options: Any) -> ReleaseResult:
        """Builds, then releases over the last release; a night passes where something was written."""
        if build:
            self.build()
        self.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(self.at(self.night + 1)))
        before = {"previous": str(self.last)} if previous and self.night else {}
        target = self.folder / f"night-{self.night + 1}"
        result = release([self.decks], target, **(before | options))
        if target.exists():
            self.night += 1
        return result

    def manifest(self) -> dict[str, Any]:
        """The manifest of the last release."""
        data: dict[str, Any] = json.loads((self.last / "manifest.json").read_text("utf-8"))
        return data

    def changes(self) -> list[tuple[str, str]]:
        """What the last release says has changed: kind and question."""
        data = json.loads((self.last / "changes.json").read_text("utf-8"))
        return [(change["kind"], change["key"]) for bank in data["banks"] for change in bank["changes"]]


def closed(schema: Any) -> Any:
    """The schema as it would be if no other keys were allowed: so none is forgotten in it."""
    if isinstance(schema, dict):
        extra = {"additionalProperties": False} if isinstance(schema.get("properties"), dict) and "required" in schema else {}
        return {key: closed(value) for key, value in schema.items()} | extra
    return [closed(each) for each in schema] if isinstance(schema, list) else schema


def complaints(folder: Path) -> list[str]:
    """What the schemas find wrong with a release's files for programs."""
    found = []
    for name in ("manifest", "changes"):
        schema = release_schema(name)
        Draft202012Validator.check_schema(schema)
        data = json.loads((folder / f"{name}.json").read_text("utf-8"))
        found += [f"{name}: {error.json_path}: {error.message}" for error in Draft202012Validator(closed(schema)).iter_errors(data)]
    return found


@pytest.fixture
def garden(project: Project, monkeypatch: pytest.MonkeyPatch) -> Garden:
    """Two banks, not released yet."""
    pytest.importorskip("anki")
    return Garden(project, monkeypatch)


@pytest.fixture
def bytes_of() -> Callable[[Path], dict[str, bytes]]:
    """A function: a folder to its files' bytes by name."""
    return lambda folder: {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
