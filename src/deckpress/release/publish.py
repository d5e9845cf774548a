"""A folder appears at once, whole, in the place of another."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from deckpress.errors import UsageError
from deckpress.project.cache import file_hash
from deckpress.project.discover import shown
from deckpress.project.workspace import Workspace
from deckpress.release.manifest import MANIFEST, parse_manifest
from deckpress.release.shards import SHARD, read_shard
from deckpress.release.sums import SUMS, unlisted

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["publish", "recover", "refuse_foreign"]

_AT_CWD, _EXCHANGE, _SWAP = -100, 2, 2
_SHOWN = 5


def refuse_foreign(target: Path) -> None:
    """Raises `UsageError` where a release must not take the place of what is there: only an empty folder, or a release or shard and
    nothing else, may be replaced. Nor may it lie in another one."""
    within = next((above for above in target.parents if (above / SUMS).is_file() and (above / MANIFEST).is_file()), None)
    if within is not None:
        raise UsageError(f"{shown(target)} lies in the release {shown(within)}: name a folder beside it with --out")
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(f"{shown(target)} is a file: a release is a folder")
    if target.is_mount():  # no folder can take its place
        raise UsageError(f"{shown(target)} is where another disk begins: name a folder in it with --out")
    names = sorted(path.name for path in target.iterdir())
    if not names:
        return
    way_out = "\n  The whole folder would be replaced: name another one with --out, or move this one away"
    if SUMS not in names or not {MANIFEST, SHARD} & set(names):
        raise UsageError(f"{shown(target)} holds something that is no release: {_some(names)}{way_out}")
    try:
        if MANIFEST in names:
            parse_manifest((target / MANIFEST).read_text("utf-8"), shown(target / MANIFEST))
        else:
            read_shard(target / SHARD)
        foreign = unlisted(target)
    except (UsageError, ValueError) as error:
        raise UsageError(f"{shown(target)} holds something that is no release: {error}{way_out}") from error
    if foreign:
        raise UsageError(f"{shown(target)} holds something that is no part of its release: {_some(foreign)}{way_out}")


def publish(staged: Path, target: Path, workspace: Workspace, over: str = "") -> None:
    """Puts ``staged`` in the place of ``target``; both on the workspace's file system. What was there ends in the place of ``staged``, for
    the caller to remove.

    Where the system can exchange two folders (Linux, macOS), somebody who looks, or a process that is killed, finds the old folder or
    the new one. Elsewhere there are two steps, and `recover` undoes the first where the second did not come. ``over`` is the SHA-256 of the
    manifest that must still lie in ``target``. Raises `UsageError` where it does not, where ``target`` is in use, and as `refuse_foreign`
    does.
    """
    with _alone(target, workspace):
        _recover(target, workspace)
        refuse_foreign(target)
        if over and file_hash(target / MANIFEST) != over:
            raise UsageError(f"another release has taken its place in {shown(target)} meanwhile: start this one again")
        if not target.exists():
            staged.rename(target)
        elif not _exchanged(staged, target):
            _in_two_steps(staged, target, workspace)


def recover(target: Path, workspace: Workspace) -> None:
    """Puts back a folder that a killed `publish` had moved away, or removes it where the new one had come already."""
    if _left(target, workspace):
        with _alone(target, workspace):
            _recover(target, workspace)


def _in_two_steps(staged: Path, target: Path, workspace: Workspace) -> None:
    aside = workspace.private / f"{_moved(target)}{uuid4().hex}"
    try:
        target.rename(aside)
        staged.rename(target)
    except OSError as error:
        _recover(target, workspace)
        raise UsageError(f"{shown(target)} can't be replaced, a program may have it open: {error.strerror}") from error
    with suppress(OSError):  # in use: a later `recover` removes it
        aside.rename(staged)


def _recover(target: Path, workspace: Workspace) -> None:
    for left in _left(target, workspace):
        if not target.exists():
            left.rename(target)
            continue
        # Under another name first: half removed it must not come back.
        waste = workspace.private / f"{workspace.prefix}{left.name}"
        with suppress(OSError):  # in use: a later release removes it
            left.rename(waste)
            shutil.rmtree(waste, ignore_errors=True)


def _left(target: Path, workspace: Workspace) -> list[Path]:
    return sorted(path for path in workspace.private.glob("replaced-*") if path.name[:-32] == _moved(target))


def _moved(target: Path) -> str:
    """How the name of a folder begins that was moved away from ``target``; 32 hexadecimal digits follow."""
    return f"replaced-{target.name}-"


@contextmanager
def _alone(target: Path, workspace: Workspace) -> Iterator[None]:
    """Of several processes one at a time; the system lets go for one that is killed."""
    with (workspace.private / f"{target.name}.lock").open("ab") as file:
        with suppress(OSError):  # a file system that knows no locks
            _lock(file)
        yield


def _lock(file: BinaryIO) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step; False where the system or the file system can't."""
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            failed = library.renameat2(_AT_CWD, first, _AT_CWD, second, ctypes.c_uint(_EXCHANGE))
        elif sys.platform == "darwin":
            failed = library.renamex_np(first, second, ctypes.c_uint(_SWAP))
        else:
            return False
    except (AttributeError, OSError, TypeError):
        return False
    if failed and ctypes.get_errno() not in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))
    return not failed


def _some(names: list[str]) -> str:
    """The first of them, harmless to print."""
    text = ", ".join(name if name.isprintable() else ascii(name) for name in names[:_SHOWN])
    return text + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
