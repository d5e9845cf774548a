"""What a package is called on the list of `deckpress share`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deckpress.project import titles

if TYPE_CHECKING:
    from tests.conftest import Project

QUESTIONS = [{"id": "a", "stem": "Is it?", "answer": True}]


@pytest.mark.parametrize(
    ("decks", "title"),
    [
        (["Work::Service"], "Work › Service"),
        (["Work::Service", "Work::Complaints"], "Work"),
        (["Work", "Worms"], "Work, Worms"),
        (["A", "B", "C::D", "E"], "A, B, C, …"),
        (["x" * 300], "x" * 160 + "…"),
    ],
)
def test_a_package_is_called_by_what_its_decks_share(monkeypatch: pytest.MonkeyPatch, decks: list[str], title: str) -> None:
    monkeypatch.setattr(titles, "read_deck_names", lambda *_: decks)
    assert titles.package_title(Path("any.apkg")) == title


def test_only_decks_with_cards_count(project: Project) -> None:
    chapters = [{"id": "one", "title": "One", "questions": QUESTIONS}]
    project.write({"deckpress": 1, "id": "bank", "title": "Bank", "subdecks": True, "deck": "Work::鸟", "chapters": chapters})
    assert titles.package_title(project.release()) == "Work › 鸟 › One"


@pytest.mark.parametrize("content", [b"", b"PK" + bytes(500), b"no package"])
def test_what_cannot_be_read_has_no_title(project: Project, content: bytes) -> None:
    project.questions(QUESTIONS)
    package = project.release()
    package.write_bytes(content or package.read_bytes()[:200])
    assert titles.package_title(package) == ""
    assert titles.package_title(Path(project.folder, "none.apkg")) == ""


def test_a_database_above_the_bound_is_not_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.questions(QUESTIONS)
    package = project.release()
    assert titles.package_title(package) == "Bank"
    monkeypatch.setattr(titles, "_MOST_BYTES", 1000)
    assert titles.package_title(package) == ""
