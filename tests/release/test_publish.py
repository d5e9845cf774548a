"""A folder takes the place of another whole, on every kind of system; a release that is killed leaves the old one or the new one."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.release.conftest import KIWI, OWL, TIT, Garden
from tests.release.test_page import manifest

from deckpress.errors import UsageError
from deckpress.project.workspace import Workspace
from deckpress.release import publish as module
from deckpress.release.manifest import manifest_text
from deckpress.release.publish import publish, recover, refuse_foreign
from deckpress.release.sums import is_whole, write_sums

KILLS = 8
Bytes = Callable[[Path], dict[str, bytes]]


def folder_of(path: Path, text: str) -> Path:
    """A folder that is a release, as far as publishing goes."""
    (path / "media").mkdir(parents=True)
    (path / "a.txt").write_text(text, "utf-8")
    (path / "media" / "b.txt").write_text(text, "utf-8")
    data = manifest(banks={}, collection="0" * 64)
    for deck in data["decks"]:
        deck |= {"content_hash": "0" * 64, "inputs": "0" * 64}
    (path / "manifest.json").write_text(manifest_text(data), "utf-8")
    write_sums(path)
    return path


def workspace_in(folder: Path) -> Workspace:
    workspace = Workspace(folder)
    workspace.prepare()
    return workspace


def put(staged: Path, target: Path) -> None:
    """Publishes as a release does: what was there is removed with the scratch folder."""
    workspace = workspace_in(target.parent)
    with workspace.scratch() as scratch:
        publish(staged.rename(scratch / "release"), target, workspace)


def left_over(folder: Path) -> list[str]:
    """What lies in the private folder beside what may always lie there."""
    return sorted(path.name for path in (folder / ".deckpress").iterdir() if path.name not in ("cache", ".gitignore", "release.lock"))


@pytest.fixture(params=[True, False], ids=["exchange", "two steps"])
def exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """With and without a system that can exchange two folders."""
    if not request.param:
        monkeypatch.setattr(module, "_exchanged", lambda *_: False)
    return bool(request.param)


@pytest.mark.usefixtures("exchange")
def test_the_new_folder_takes_the_place_of_the_old(tmp_path: Path) -> None:
    target = folder_of(tmp_path / "release", "1")
    put(folder_of(tmp_path / "new", "2"), target)
    assert (target / "a.txt").read_text("utf-8") == "2"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".deckpress", "release"]
    assert left_over(tmp_path) == []
    put(folder_of(tmp_path / "new", "3"), tmp_path / "other" / "first")
    assert is_whole(tmp_path / "other" / "first")


@pytest.mark.usefixtures("exchange")
def test_releases_that_end_together_leave_one_of_them_whole(tmp_path: Path) -> None:
    target, failed = folder_of(tmp_path / "release", "0"), []

    def one(number: int) -> None:
        try:
            put(folder_of(tmp_path / f"new-{number}", str(number)), target)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(1, 13)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert is_whole(target)
    assert left_over(tmp_path) == []


def test_a_target_that_is_in_use_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_exchanged", lambda *_: False)
    target, staged, rename = folder_of(tmp_path / "release", "1"), folder_of(tmp_path / "new", "2"), Path.rename

    def refused(path: Path, to: Path) -> Path:
        if path == staged:
            raise PermissionError(13, "in use")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(UsageError, match="a program may have it open: in use"):
        publish(staged, target, workspace_in(tmp_path))
    assert (target / "a.txt").read_text("utf-8") == "1"
    assert left_over(tmp_path) == []


def test_a_file_in_the_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "release").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="is a file"):
        refuse_foreign(tmp_path / "release")


FOREIGN = ["notes.txt", ".hidden", "media/mine.txt", "mine/", ".git/config", "link"]


@pytest.mark.parametrize("name", FOREIGN)
def test_a_release_with_something_of_somebody_else_in_it_is_not_replaced(tmp_path: Path, name: str) -> None:
    target = folder_of(tmp_path / "release", "1")
    path = target / name
    if name == "link":
        path.symlink_to(tmp_path)
    elif name.endswith("/"):
        path.mkdir()
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine", "utf-8")
    message = rf"no part of its release: {name.split('/config')[0]}.*\n.*name another one with --out"
    with pytest.raises(UsageError, match=message):
        refuse_foreign(target)
    with pytest.raises(UsageError, match=message):
        put(folder_of(tmp_path / "new", "2"), target)
    assert path.exists()


def test_what_a_file_manager_left_behind_is_nobodys(tmp_path: Path) -> None:
    target = folder_of(tmp_path / "release", "1")
    (target / ".DS_Store").write_bytes(b"\0")
    put(folder_of(tmp_path / "new", "2"), target)
    assert not (target / ".DS_Store").exists()


def test_sums_alone_make_no_release(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "me.jpg").write_bytes(b"x")
    write_sums(photos)
    with pytest.raises(UsageError, match=r"holds something that is no release: SHA256SUMS, me\.jpg"):
        refuse_foreign(photos)
    for name, text in (("manifest.json", '{"name": "web app"}'), ("shard.json", "[]"), ("shard.json", '{"common": 1}')):
        (photos / name).write_text(text, "utf-8")
        write_sums(photos)
        with pytest.raises(UsageError, match=r"holds something that is no release: [\s\S]*--out"):
            refuse_foreign(photos)
        (photos / name).unlink()


def test_an_empty_folder_and_a_shard_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refuse_foreign(tmp_path / "empty")
    (tmp_path / "empty" / "shard.json").write_text(json.dumps({"shard": [1, 1], "common": {"schema": 1}, "decks": {}}), "utf-8")
    write_sums(tmp_path / "empty")
    refuse_foreign(tmp_path / "empty")


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


def wait_for_the_exchange(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Waits until the new folder lies ready, or the process has ended."""
    while process.poll() is None and not any(folder.glob(f".deckpress/build-{process.pid}-*/release/SHA256SUMS")):
        time.sleep(0.001)


@pytest.mark.skipif(os.name == "nt", reason="needs signals of POSIX")
def test_a_release_that_is_killed_leaves_the_old_or_the_new_one_whole(garden: Garden, bytes_of: Bytes) -> None:
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
        if index % 2:  # while the folder is put in place
            wait_for_the_exchange(process, target.parent)
            time.sleep(chance.uniform(0, 0.03))
        else:
            time.sleep(length * (index + 2 * chance.random()) / KILLS)
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
from deckpress.project.workspace import Workspace
from deckpress.release import publish as module

where, target = sys.argv[1], Path(sys.argv[2])
exchanged, unlink, rename = module._exchanged, os.unlink, Path.rename
steps = []

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def counted(path, to):
    steps.append(path)
    if where == f"before step {len(steps)}":
        die()
    return rename(path, to)

def removed(path, **options):
    steps.append(path)
    return die() if len(steps) == 2 else unlink(path, **options)

workspace = Workspace(target.parent)
workspace.prepare()
if where == "before":
    module._exchanged = die
elif where == "after":
    module._exchanged = lambda *paths: (exchanged(*paths), die())
elif "step" in where:
    module._exchanged = lambda *_: False
    Path.rename = counted
with workspace.scratch() as scratch:
    staged = rename(target.with_name("staged"), scratch / "release")
    module.publish(staged, target, workspace)
    if where == "removal":
        os.unlink = removed
die()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a system that exchanges folders")
@pytest.mark.parametrize(
    ("where", "expected"),
    [("before", "1"), ("after", "2"), ("removal", "2"), ("before step 1", "1"), ("before step 2", None), ("before step 3", "2")],
)
def test_killed_at_each_step_of_the_exchange(tmp_path: Path, where: str, expected: str | None) -> None:
    target = folder_of(tmp_path / "release", "1")
    folder_of(tmp_path / "staged", "2")
    command = [sys.executable, "-c", _KILLED, where, str(target)]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, check=False)  # noqa: S603
    assert done.returncode == -signal.SIGKILL
    if expected is None:  # a system that can't exchange folders: the next release puts the old one back
        assert not target.exists()
        recover(target, workspace_in(tmp_path))
        expected = "1"
    assert is_whole(target)
    assert (target / "a.txt").read_text("utf-8") == expected
    put(folder_of(tmp_path / "new", "3"), target)
    assert is_whole(target)
    assert (target / "a.txt").read_text("utf-8") == "3"
    assert [name for name in left_over(tmp_path) if not name.startswith("build-")] == []
    shutil.rmtree(target)
    recover(target, workspace_in(tmp_path))
    assert not target.exists(), "nothing half removed comes back"


def test_the_root_of_a_disk_is_refused() -> None:
    with pytest.raises(UsageError, match="where another disk begins"):
        refuse_foreign(Path(Path.cwd().anchor))
