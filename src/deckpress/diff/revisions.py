"""What a path held at a git revision."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from pathlib import Path

from deckpress.errors import UsageError

__all__ = ["checked_out", "commit_of", "commit_time", "git"]

_SECONDS = 120
_MAX_BYTES = 1 << 30


def git(folder: Path, *arguments: str) -> bytes | None:
    """What a git command prints; None where it fails, or there is no git."""
    try:
        done = subprocess.run(  # noqa: S603 - git with arguments that are no options of the caller's
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the user's own git
            capture_output=True, timeout=_SECONDS, check=False, env=os.environ | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


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


def checked_out(revision: str, path: Path, target: Path) -> Path:
    """Writes what ``path`` (a file or folder, which need not exist any more) held at a revision into ``target``; its path there.

    Raises `UsageError` where the revision does not hold it.
    """
    folder = Path.cwd()
    top = git(folder, "rev-parse", "--show-toplevel")
    commit = commit_of(revision, folder)
    if top is None or not commit:
        raise UsageError(f"'{revision}' is neither a file nor a git revision")
    root = Path(top.decode().rstrip("\n"))
    try:
        inside = Path(os.path.normpath(Path(os.path.realpath(folder)) / path)).relative_to(os.path.realpath(root))
    except ValueError:
        raise UsageError(f"{path} lies outside of the git repository {root}") from None
    # A bank's images and the other files of it lie beside it.
    wanted = inside.parent if inside.suffix else inside
    data = git(root, "archive", "--format=tar", commit, "--", wanted.as_posix())
    if data is None or len(data) > _MAX_BYTES:
        raise UsageError(f"{revision} holds no {inside.as_posix()}")
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            place = target / member.name
            if member.isfile() and place.resolve().is_relative_to(target.resolve()):
                place.parent.mkdir(parents=True, exist_ok=True)
                source = archive.extractfile(member)
                place.write_bytes(source.read() if source is not None else b"")
    if not (target / inside).exists():
        raise UsageError(f"{revision} holds no {inside.as_posix()}")
    return target / inside
