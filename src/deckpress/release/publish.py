"""A folder appears at once, whole, in the place of another."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from deckpress.errors import UsageError

__all__ = ["SUMS", "is_whole", "publish", "recover", "write_sums"]

SUMS = "SHA256SUMS"
_AT_CWD, _EXCHANGE, _SWAP = -100, 2, 2


def write_sums(folder: Path) -> None:
    """Writes ``SHA256SUMS`` over all other files of a folder, as ``sha256sum -c`` reads them."""
    lines = [f"{_digest(folder / name)}  {name}" for name in _files(folder) if name != SUMS]
    (folder / SUMS).write_text("\n".join(lines) + "\n", "utf-8")


def is_whole(folder: Path) -> bool:
    """Whether a folder holds exactly the files of its ``SHA256SUMS``, each with its sum."""
    try:
        listed = {line[66:]: line[:64] for line in (folder / SUMS).read_text("utf-8").splitlines()}
        return _files(folder) == sorted([*listed, SUMS]) and all(_digest(folder / name) == digest for name, digest in listed.items())
    except (OSError, ValueError):
        return False


def publish(staged: Path, target: Path, aside: Path) -> None:
    """Puts ``staged`` in the place of ``target``, whose content ends in ``aside``; all on one file system.

    Where the system can exchange two folders (Linux, macOS), somebody who looks, or a process that is killed, finds the old folder or
    the new one. Elsewhere there are two steps, and `recover` undoes the first where the second did not come. Raises `UsageError` where
    ``target`` is in use or no release.
    """
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file: a release is a folder")
    if target.is_dir() and any(target.iterdir()) and not (target / SUMS).is_file():
        raise UsageError(f"{target} holds something that is no release: name another folder with --out")
    if not target.exists():
        staged.rename(target)
    elif _exchanged(staged, target):
        staged.rename(aside)
    else:
        try:
            target.rename(aside)
            staged.rename(target)
        except OSError as error:
            recover(target, aside)
            raise UsageError(f"{target} can't be replaced, a program may have it open: {error.strerror}") from error
    shutil.rmtree(aside, ignore_errors=True)


def recover(target: Path, aside: Path) -> None:
    """Puts back a folder that `publish` had moved away when it was ended."""
    if aside.is_dir() and not target.exists() and is_whole(aside):
        with suppress(OSError):
            aside.rename(target)


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


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            digest.update(data)
    return digest.hexdigest()
