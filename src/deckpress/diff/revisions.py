"""What a path held at a git revision."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from threading import Timer
from typing import IO, cast

from deckpress.errors import UsageError

__all__ = ["checked_out", "commit_of", "commit_time", "git", "missing_history", "top_folder"]

_SECONDS = 120
_MAX_BYTES = 1 << 30
_FILE, _LINK = ("100644", "100755"), "120000"
_LFS = b"version https://git-lfs.github.com/spec/v1\n"


def git(folder: Path, *arguments: str) -> bytes | None:
    """What a git command prints; None where it fails, or there is no git."""
    try:
        done = subprocess.run(  # noqa: S603 - git with arguments that are no options of the caller's
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the user's own git
            capture_output=True, timeout=_SECONDS, check=False, env=_environment(),
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _environment() -> dict[str, str]:
    return os.environ | {"GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}


def commit_of(revision: str, folder: Path) -> str:
    """The hash of the commit that a revision names; empty where it names none."""
    if not revision or revision.startswith("-") or "\0" in revision:
        return ""
    found = git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return found.decode().strip() if found else ""


def commit_time(folder: Path) -> int:
    """The Unix time of the commit that is checked out; 0 outside of a repository."""
    found = git(folder, "show", "-s", "--format=%ct", "HEAD")
    return int(found) if found and found.strip().isdigit() else 0


def top_folder(folder: Path) -> Path | None:
    """The real path of the repository's top folder; None outside of one."""
    found = git(folder, "rev-parse", "--show-toplevel")
    return Path(os.path.realpath(os.fsdecode(found.rstrip(b"\n")))) if found else None


def missing_history(folder: Path) -> str:
    """What to do where a revision may be missing because the clone has only the last commits; empty in a whole one."""
    if (git(folder, "rev-parse", "--is-shallow-repository") or b"").strip() != b"true":
        return ""
    return (
        "\n  This clone is shallow, older commits are not in it: 'git fetch --deepen=100' gets more, 'git fetch --unshallow' all;"
        "\n  in GitHub Actions give actions/checkout 'fetch-depth: 0'"
    )


def checked_out(revision: str, path: Path, target: Path) -> Path:
    """Writes what ``path`` (a file or folder, which need not exist any more) held at a revision into ``target``; its path there.

    Links are written as the files that they lead to. Raises `UsageError` where the revision does not hold it, or too much.
    """
    folder = Path.cwd()
    root, commit = top_folder(folder), commit_of(revision, folder)
    if root is None or not commit:
        raise UsageError(f"'{revision}' is neither a file nor a git revision{missing_history(folder)}")
    try:
        inside = Path(os.path.normpath(Path(os.path.realpath(folder)) / path)).relative_to(root)
    except ValueError:
        raise UsageError(f"{path} lies outside of the git repository {root}") from None
    # A bank's images and the other files of it lie beside it.
    wanted = inside.parent if inside.suffix else inside
    with _blobs(root) as read:
        left = _MAX_BYTES
        for file, name in _files(root, commit, wanted):
            data = read(name, left)
            if data is None:
                continue
            left -= len(data)
            if data.startswith(_LFS):
                data = git(root, "cat-file", "--filters", f"{commit}:{file}") or data
            _write(target, file, data)
    if not (target / inside).exists():
        raise UsageError(f"{revision} holds no {inside.as_posix()}")
    return target / inside


def _files(root: Path, commit: str, wanted: Path) -> Iterator[tuple[str, str]]:
    """The files and links of a commit below a path, and what `git cat-file` knows them by. What lies in other repositories (submodules)
    is not among them."""
    below = [] if wanted == Path() else [wanted.as_posix()]
    for line in (git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *below) or b"").split(b"\0"):
        facts, _, name = line.partition(b"\t")
        mode, _, blob = facts.decode().split() if name else ("", "", "")
        path = os.fsdecode(name)
        if mode in _FILE:
            yield path, blob
        elif mode == _LINK and "\n" not in path:
            yield path, f"{commit}:{path}"


@contextmanager
def _blobs(root: Path) -> Iterator[Callable[[str, int], bytes | None]]:
    """A function that reads a file of the repository: by its name for `git cat-file`, of at most so many bytes."""
    with subprocess.Popen(  # noqa: S603 - git with arguments of its own
        ["git", "-C", str(root), "cat-file", "--batch", "--follow-symlinks"],  # noqa: S607 - the user's own git
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(),
    ) as process:  # fmt: skip
        timer = Timer(_SECONDS, process.kill)
        timer.start()
        try:
            yield partial(_blob, cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout))
        finally:
            timer.cancel()
            process.kill()


def _blob(requests: IO[bytes], answers: IO[bytes], name: str, limit: int) -> bytes | None:
    """A file; None for a link that leads to none inside of the commit."""
    try:
        requests.write(os.fsencode(name) + b"\n")
        requests.flush()
        facts = answers.readline().split()
        if not facts or facts[-1] == b"missing":
            raise UsageError(f"git can't read {name}: 'git fsck' says what is damaged, 'git fetch --refetch' gets it again")
        size = int(facts[-1])
        if size > limit:
            raise UsageError(f"the revision holds more than {_MAX_BYTES >> 30} GiB there: name a folder or bank in it")
        data = answers.read(size + 1)[:-1]
        if len(data) < size:
            raise UsageError(f"git took more than {_SECONDS} s to read the revision, or broke off at {name}")
    except OSError as error:
        raise UsageError(f"git can't read {name}: {error}") from error
    return data if facts[1] == b"blob" else None


def _write(target: Path, name: str, data: bytes) -> None:
    """Writes a file of a commit below ``target``, and nowhere else, whatever its name is."""
    parts = PurePosixPath(name).parts
    place = target.joinpath(*parts)
    if ".." in parts or not place.resolve().is_relative_to(target.resolve()):
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{name} of the revision can't be written here: {error.strerror}") from error
