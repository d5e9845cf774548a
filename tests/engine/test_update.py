"""`verify_update`: what is wrong with a package over the one before it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.engine.conftest import RELEASED, Packages

from deckpress.engine import verify_update

pytest.importorskip("anki")
OLD = [("g1", "Owl", "270"), ("g2", "Tit", "seeds")]


@pytest.fixture
def old(packages: Packages) -> Path:
    return packages.make(OLD, name="old.apkg")


def codes(old: Path, new: Path, tag: str = "") -> list[str]:
    return [finding.code for finding in verify_update(old, new, "new.apkg", tag=tag)]


def test_a_good_update(packages: Packages, old: Path) -> None:
    notes = [("g1", "Owl", "280", ["release::2"]), *OLD[1:], ("g3", "Emu", "no", ["release::2"])]
    new = packages.make(notes, name="new.apkg", timestamp=RELEASED)
    packages.sql(new, "update notes set mod = mod + 9 where guid = 'g1'")
    assert codes(old, new, "release::2") == []


def test_a_change_without_a_later_time(packages: Packages, old: Path) -> None:
    [finding] = verify_update(old, packages.make([("g1", "Owl", "280"), OLD[1]], name="new.apkg"), "new.apkg")
    assert (finding.code, finding.file) == ("change-not-taken", "new.apkg")
    assert "'g1'" in finding.message


def test_a_tag_of_what_did_not_change(packages: Packages, old: Path) -> None:
    assert codes(old, packages.make([*OLD, ("g3", "Emu", "no")], name="new.apkg"), "release::2") == ["release-search"]


def test_a_package_that_cannot_be_read(packages: Packages, old: Path) -> None:
    new = packages.make(OLD, name="new.apkg")
    new.write_bytes(new.read_bytes()[:200])
    assert codes(old, new) == ["truncated"]


def test_another_note_type_under_the_same_id(packages: Packages, old: Path) -> None:
    new = packages.make([("g1", "Owl", "280"), OLD[1]], name="new.apkg", timestamp=RELEASED + 9)

    def renamed(model: dict[str, object]) -> None:
        fields = model["flds"]
        assert isinstance(fields, list)
        fields[0]["name"] = "Question"
        templates = model["tmpls"]
        assert isinstance(templates, list)
        templates[0]["qfmt"] = "{{Question}}"

    assert "change-not-taken" in codes(old, packages.models(new, renamed))
