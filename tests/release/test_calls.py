"""How `deckpress release` is called: what it refuses, what it says, which date and version it takes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.release.conftest import KIWI, OWL, TIT, Garden

from deckpress.cli import main
from deckpress.errors import UnavailableError, UsageError
from deckpress.project.build import build
from deckpress.release import run

FIXED = KIWI | {"stem": "The kiwi is a bird."}

DAMAGES: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("birds.apkg", lambda data: data + b"x", "is not what its manifest says"),
    ("manifest.json", lambda data: data[:-30], "is no manifest"),
    ("manifest.json", lambda data: data.replace(b'"schema": 1', b'"schema": 2'), "update deckpress"),
    ("manifest.json", lambda data: data.replace(b'"birds.apkg"', b'"../birds.apkg"'), r"decks\[1\].file has another form"),
    ("manifest.json", lambda data: data.replace(b'"mod": ', b'"mod": -'), r"banks\['birds'\].notes\[.*\].mod is out of its range"),
    ("manifest.json", lambda data: b"\xff" + data, "no UTF-8"),
]


def test_a_release_before_that_is_damaged_is_refused(garden: Garden) -> None:
    garden.release()
    garden.birds([FIXED, OWL, TIT])
    for name, change, message in DAMAGES:
        path = garden.last / name
        data = path.read_bytes()
        path.write_bytes(change(data))
        with pytest.raises((UsageError, UnavailableError), match=message):
            garden.release()
        path.write_bytes(data)
    assert garden.night == 1


def test_a_call_that_is_off(garden: Garden) -> None:
    garden.release()
    calls: list[tuple[dict[str, str], str]] = [
        ({"version": "no good"}, "at most 40 letters"),
        ({"version": "2025.06.16"}, "give this one another --version"),
        ({"shard": "3/2"}, "write i/n"),
        ({"shard": "x"}, "write i/n"),
        ({"previous": "nowhere"}, "it is no release"),
    ]
    for options, message in calls:
        with pytest.raises(UsageError, match=message):
            run.release([garden.decks], garden.folder / "out", **({"previous": str(garden.last)} | options))  # type: ignore[arg-type]
    assert not (garden.folder / "out").exists()


def test_two_releases_of_one_day_have_two_versions(garden: Garden) -> None:
    garden.release()
    garden.birds([FIXED, OWL, TIT])
    garden.build()
    versions = []
    for night in (1, 2):
        result = run.release(
            [garden.decks], garden.folder / f"again-{night}", previous=str(garden.last if night == 1 else garden.folder / "again-1")
        )
        versions.append(result.version)
    assert versions == ["2025.06.16.2", "2025.06.16.3"]


def test_a_folder_of_something_else_is_refused_before_anything_is_done(garden: Garden, monkeypatch: pytest.MonkeyPatch) -> None:
    garden.build()
    garden.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(garden.at(1)))
    photos = garden.folder / "mine" / "photos"
    photos.mkdir(parents=True)
    (photos / "me.jpg").write_bytes(b"x")
    (photos / "SHA256SUMS").write_text(f"{'0' * 64}  me.jpg\n", "utf-8")
    monkeypatch.setattr("deckpress.release.work.collect", lambda *_: pytest.fail("a bank was read"))
    with pytest.raises(UsageError, match="holds something that is no release"):
        run.release([garden.decks], photos)
    assert sorted(path.name for path in photos.iterdir()) == ["SHA256SUMS", "me.jpg"]
    assert [path.name for path in photos.parent.iterdir()] == ["photos"]


def test_a_call_that_is_refused_leaves_nothing(garden: Garden) -> None:
    garden.build()
    garden.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(garden.at(1)))
    target = garden.folder / "deep" / "out"
    calls: list[tuple[Path, dict[str, str], str]] = [
        (garden.decks, {"version": "a\nb"}, "at most 40 letters"),
        (garden.decks, {"previous": "nowhere"}, "it is no release"),
        (garden.folder / "none", {}, "there is no such file or folder"),
        (garden.decks / "deckpress.yaml", {}, "is no bank: it holds what the banks of its folder share"),
    ]
    for path, options, message in calls:
        with pytest.raises(UsageError, match=message):
            run.release([path], target, **options)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="no shard"):
        run.release((), target, join=[garden.folder])
    assert not target.parent.exists()


def test_without_a_commit_there_is_no_date(garden: Garden) -> None:
    garden.build()
    garden.monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    garden.monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(garden.folder.parent))
    with pytest.raises(UsageError, match="takes its date from the commit"):
        run.release([garden.decks], garden.folder / "out")


def test_the_date_of_a_commit_that_is_not_what_is_released(garden: Garden) -> None:
    garden.build()
    garden.monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for arguments in (["init", "-q"], ["add", "-A"], ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "one"]):
        date = {"GIT_COMMITTER_DATE": f"{garden.at(1)} +0000"}
        subprocess.run(["git", *arguments], cwd=garden.folder, env=os.environ | date, check=True)  # noqa: S603, S607
    (garden.folder / "notes.txt").write_text("beside the banks", "utf-8")
    result = run.release([garden.decks], garden.folder / "one")
    assert (result.version, [finding.code for finding in result.findings]) == ("2025.06.16", ["empty-preset"])
    garden.birds([FIXED, OWL, TIT])
    garden.build()
    result = run.release([garden.decks], garden.folder / "two")
    assert (result.ok, result.version) == (True, "2025.06.16")
    assert ("note", "uncommitted") in [(finding.severity, finding.code) for finding in result.findings]


def test_the_command_says_what_is_left_where_it_fails(garden: Garden, capsys: pytest.CaptureFixture[str]) -> None:
    garden.birds([KIWI, OWL])
    garden.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(garden.at(1)))
    garden.monkeypatch.chdir(garden.folder)
    for said in ("deckpress: no release was written\n", "deckpress: no release was written; what was in out is as it was\n"):
        with pytest.raises(SystemExit) as end:
            main(["release", "--out", "out"])
        assert end.value.code == 1
        assert capsys.readouterr().err.endswith(said)
        Path("out").mkdir(exist_ok=True)


def test_the_command(garden: Garden, capsys: pytest.CaptureFixture[str]) -> None:
    build([garden.decks], garden.folder / "build", now=garden.at(1))
    garden.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(garden.at(1)))
    garden.monkeypatch.chdir(garden.folder)
    with pytest.raises(SystemExit) as end:
        main(["release", "--locked"])
    assert end.value.code == 0
    assert capsys.readouterr().out == "build/release: 2025.06.16, 4 decks, 4 notes, proved in Anki; the first release\n"
    with pytest.raises(SystemExit) as end:
        main(["release", "--previous", "build/release", "--out", "next", "--if-changed", "--version", "9"])
    assert capsys.readouterr().out == "nothing has changed since 2025.06.16: no release\n"
    assert not Path("next").exists()


def test_a_bank_that_was_only_not_named_is_not_taken_for_a_deleted_one(garden: Garden) -> None:
    garden.release()
    garden.build()
    with pytest.raises(UsageError, match=r"plants\.yaml: the release before holds this bank, .*\n.*retired"):
        run.release([garden.decks / "birds.yaml"], garden.folder / "out", version="2", previous=str(garden.last))
    below = garden.decks / "below"
    below.mkdir()
    for name in ("birds.yaml", "birds.lock"):
        (garden.decks / name).rename(below / name)
    with pytest.raises(UsageError, match=r"plants\.yaml: the release before holds this bank"):
        run.release([below], garden.folder / "out", version="2", previous=str(garden.last))
    for name in ("birds.yaml", "birds.lock"):
        (below / name).rename(garden.decks / name)
    assert not (garden.folder / "out").exists()
    assert run.release(
        [garden.decks / "birds.yaml", garden.decks / "plants.yaml"], garden.folder / "out", version="2", previous=str(garden.last)
    ).ok


def test_a_release_is_not_replaced_by_one_that_does_not_follow_it(garden: Garden) -> None:
    garden.release()
    before = (garden.last / "manifest.json").read_bytes()
    result = run.release([garden.decks], garden.last)
    assert result.ok, "the same again is no loss"
    garden.birds([KIWI, TIT])
    garden.build()
    for night in (0, 1):  # of the same day, and of another
        garden.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(garden.at(1 + night)))
        with pytest.raises(UsageError, match=r"holds another release, and no --previous is given.*\n.*--previous"):
            run.release([garden.decks], garden.last)
    assert (garden.last / "manifest.json").read_bytes() == before


def test_a_release_does_not_go_into_another(garden: Garden) -> None:
    garden.release()
    with pytest.raises(UsageError, match=r"lies in the release .*night-1: name a folder beside it"):
        run.release([garden.decks], garden.last / "below")
    assert not (garden.last / "below").exists()


def test_a_first_release_tells_of_questions_that_were_deleted_before(garden: Garden) -> None:
    garden.build()
    garden.birds([KIWI, TIT])
    result = garden.release()
    assert result.ok
    [finding] = [finding for finding in result.findings if finding.code == "not-retired"]
    assert (finding.severity, "1 deleted question," in finding.message) == ("warning", True)
