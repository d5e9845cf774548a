"""A folder takes the place of another whole, on every kind of system; a release that is killed leaves the old one or the new one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.release.conftest import KIWI, OWL, TIT, Garden

from deckpress.errors import UsageError
from deckpress.release import publish as module
from deckpress.release.publish import is_whole, publish, recover, write_sums

KILLS = 8
Bytes = Callable[[Path], dict[str, bytes]]


def folder_of(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "a.txt").write_text(text, "utf-8")
    write_sums(path)
    return path


@pytest.fixture(params=[True, False], ids=["exchange", "two steps"])
def exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """With and without a system that can exchange two folders."""
    if not request.param:
        monkeypatch.setattr(module, "_exchanged", lambda *_: False)
    return bool(request.param)


@pytest.mark.usefixtures("exchange")
def test_the_new_folder_takes_the_place_of_the_old(tmp_path: Path) -> None:
    old, new = folder_of(tmp_path / "old", "1"), folder_of(tmp_path / "new", "2")
    publish(new, old, tmp_path / "aside")
    assert (old / "a.txt").read_text("utf-8") == "2"
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    publish(folder_of(tmp_path / "new", "3"), tmp_path / "first", tmp_path / "aside")
    assert is_whole(tmp_path / "first")


def test_what_was_moved_away_by_a_killed_release_comes_back(tmp_path: Path) -> None:
    folder_of(tmp_path / "aside", "1")
    recover(tmp_path / "release", tmp_path / "aside")
    assert is_whole(tmp_path / "release")
    recover(tmp_path / "release", tmp_path / "aside")
    assert is_whole(tmp_path / "release")


def test_a_file_in_the_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "release").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="is a file"):
        publish(folder_of(tmp_path / "new", "2"), tmp_path / "release", tmp_path / "aside")


@pytest.mark.parametrize("damage", ["gone", "more", "changed", "no sums"])
def test_a_folder_that_is_not_whole(tmp_path: Path, damage: str) -> None:
    folder = folder_of(tmp_path / "release", "1")
    assert is_whole(folder)
    match damage:
        case "gone":
            (folder / "a.txt").unlink()
        case "more":
            (folder / "b.txt").write_text("x", "utf-8")
        case "changed":
            (folder / "a.txt").write_text("x", "utf-8")
        case _:
            (folder / "SHA256SUMS").unlink()
    assert not is_whole(folder)


@pytest.mark.skipif(os.name == "nt", reason="needs signals of POSIX")
def test_a_release_or_build_that_is_killed_leaves_the_old_or_the_new_one_whole(garden: Garden, bytes_of: Bytes) -> None:
    garden.release()
    old, target = garden.last, garden.folder / "out" / "release"
    garden.birds([KIWI | {"stem": "The kiwi is a bird."}, TIT, OWL])
    garden.build()
    env = os.environ | {"SOURCE_DATE_EPOCH": str(garden.at(2)), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "deckpress", "release", str(garden.decks), "--out", str(target), "--previous", str(old)]
    started = time.monotonic()
    subprocess.run(command, env=env, check=True, capture_output=True)  # noqa: S603 - our own command
    length, new = time.monotonic() - started, bytes_of(target)
    locks = garden.project.lock("birds.lock")
    chance = random.Random(7)  # noqa: S311 - moments, no secrets
    seen = set()
    for index in range(KILLS):
        subprocess.run(["rm", "-rf", str(target)], check=True)  # noqa: S603, S607
        subprocess.run(["cp", "-r", str(old), str(target)], check=True)  # noqa: S603, S607
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
        time.sleep(length * (0.5 + 0.6 * chance.random() if index % 2 else chance.random()))
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = bytes_of(target)
        assert found in (bytes_of(old), new)
        seen.add(found == new)
        assert garden.project.lock("birds.lock") == locks
    assert False in seen
    subprocess.run(command, env=env, check=True, capture_output=True)  # noqa: S603
    assert bytes_of(target) == new


_KILLED = """
import os, signal, sys
from pathlib import Path
from deckpress.release import publish as module
from deckpress.release.publish import publish

where, staged, target, aside = sys.argv[1], *map(Path, sys.argv[2:])
exchanged, rename, steps = module._exchanged, Path.rename, []

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def counted(path, to):
    steps.append(path)
    if where == f"step {len(steps)}":
        die()
    return rename(path, to)

if where == "before":
    module._exchanged = die
elif where == "after":
    module._exchanged = lambda *paths: (exchanged(*paths), die())
else:
    module._exchanged = lambda *_: False
    Path.rename = counted
publish(staged, target, aside)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a system that exchanges folders")
@pytest.mark.parametrize(("where", "expected"), [("before", "1"), ("after", "2"), ("step 1", "1"), ("step 2", None)])
def test_killed_at_each_step_of_the_exchange(tmp_path: Path, where: str, expected: str | None) -> None:
    target, aside = folder_of(tmp_path / "release", "1"), tmp_path / "aside"
    staged = folder_of(tmp_path / "staged", "2")
    command = [sys.executable, "-c", _KILLED, where, str(staged), str(target), str(aside)]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, check=False)  # noqa: S603
    assert done.returncode == -signal.SIGKILL
    if expected is None:  # a system that can't exchange folders: the next release puts the old one back
        assert not target.exists()
        recover(target, aside)
        expected = "1"
    assert is_whole(target)
    assert (target / "a.txt").read_text("utf-8") == expected
