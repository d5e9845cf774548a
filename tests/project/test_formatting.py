"""Formatting banks in place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deckpress.project.formatting import format_banks

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights and needs a privilege to make links")


@pytest.fixture
def decks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ``decks`` folder, and the current folder beside it."""
    folder = tmp_path / "decks"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    return folder


def test_formatting_changes_the_layout_alone(decks: Path) -> None:
    path = decks / "a.yaml"
    path.write_text("id: a\ndeckpress: 1\ntitle: t\nquestions:\n- answer: b # c\n  stem: a\n  id: x\n", "utf-8")
    (decks / "b.yaml").write_text("a: 'x\n", "utf-8")
    before = path.read_bytes()
    result = format_banks(write=False)
    assert (result.changed, path.read_bytes()) == (["decks/a.yaml"], before)
    result = format_banks()
    assert (result.changed, [finding.code for finding in result.findings]) == (["decks/a.yaml"], ["not-formatted"])
    assert path.read_text("utf-8").startswith("deckpress: 1\nid: a\ntitle: t\n")
    assert format_banks().changed == []
    assert sorted(path.name for path in decks.iterdir()) == ["a.yaml", "b.yaml"]


@POSIX
def test_formatting_keeps_rights_and_links(decks: Path) -> None:
    path, link = decks / "a.yaml", decks.parent / "link.yaml"
    path.write_text("id: a\ndeckpress: 1\ntitle: t\nquestions: []\n", "utf-8")
    path.chmod(0o600)
    link.symlink_to(path)
    assert format_banks([link]).changed
    assert (link.is_symlink(), path.stat().st_mode & 0o777) == (True, 0o600)
    assert path.read_text("utf-8").startswith("deckpress: 1")
