"""Where this deckpress came from, as what pip would install elsewhere."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from deckpress.cli import main
from deckpress.project import origin

COMMIT = "0123456789" * 4
GIT = {"url": "https://example.org/me/deckpress.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT, "requested_revision": "main"}}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Plays an installed deckpress 1.2 with this ``direct_url.json``, or with none."""

    def install(data: dict[str, Any] | None) -> None:
        (tmp_path / "METADATA").write_text("Metadata-Version: 2.1\nName: deckpress\nVersion: 1.2\n", "utf-8")
        if data is not None:
            (tmp_path / "direct_url.json").write_text(json.dumps(data), "utf-8")
        monkeypatch.setattr(origin, "distribution", lambda _: metadata.PathDistribution(tmp_path))

    return install


def test_from_git_it_is_the_commit(installed: Any) -> None:
    installed(GIT)
    assert origin.requirement() == f"deckpress[release] @ git+https://example.org/me/deckpress.git@{COMMIT}"
    assert Requirement(origin.requirement()).extras == {"release"}


def test_from_an_index_it_is_the_version(installed: Any) -> None:
    installed(None)
    assert origin.requirement() == "deckpress[release]==1.2"
    assert str(Requirement(origin.requirement()).specifier) == "==1.2"


@pytest.mark.parametrize(
    "data",
    [
        {"url": "file:///home/me/deckpress", "dir_info": {"editable": True}},
        {"url": "file:///home/me/deckpress-1.2.whl", "archive_info": {"hash": "sha256=00"}},
        {"url": "https://example.org/deckpress-1.2.tar.gz", "archive_info": {}},
        GIT | {"url": "file:///home/me/deckpress"},
        GIT | {"url": "ssh://git@example.org/me/deckpress"},
        GIT | {"url": "https://me:secret@example.org/me/deckpress"},
        GIT | {"url": 'https://example.org/me/deckpress" --index-url "https://example.com'},
        {"url": GIT["url"], "vcs_info": {"vcs": "hg", "commit_id": "tip"}},
    ],
    ids=["folder", "wheel", "archive", "local git", "key", "password", "quotes", "no commit"],
)
def test_what_github_can_not_install_is_left_to_fill_in(installed: Any, data: dict[str, Any]) -> None:
    installed(data)
    assert origin.requirement() == ""


def test_without_an_installed_package_it_is_left_to_fill_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> metadata.Distribution:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(origin, "distribution", missing)
    assert origin.requirement() == ""


@pytest.mark.parametrize(("data", "asked"), [(GIT, False), ({"url": "file:///home/me/deckpress", "dir_info": {}}, True)])
def test_the_command_says_what_is_left_to_fill_in(
    installed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: dict[str, Any], asked: bool
) -> None:
    installed(data)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["new", "banks"])
    text = "fill in the line 'DECKPRESS:' of .github/workflows/nightly.yml"
    assert (text in capsys.readouterr().out) is asked
    assert f'  DECKPRESS: "{origin.requirement()}"\n' in Path("banks/.github/workflows/nightly.yml").read_text("utf-8")
