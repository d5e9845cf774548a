"""The output folder: where unfinished files live, and how finished ones appear, whole or not at all."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

__all__ = ["Workspace", "write_bytes_whole", "write_whole"]

_PRIVATE = ".deckpress"
_STALE_SECONDS = 6 * 3600
_YOUNG_SECONDS = 600
"""Below this age nothing is cleared: its process may run on another machine, or in a container with numbers of its own."""


class Workspace:
    """An output folder. Everything unfinished and the cache lie in its hidden ``.deckpress``, which can be deleted at any time."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.private = output / _PRIVATE
        self.cache = self.private / "cache"
        self.prefix = f"build-{os.getpid()}-{uuid4().hex[:8]}-"

    def prepare(self) -> None:
        """Makes the folders, and clears what a killed build left behind."""
        self.cache.mkdir(parents=True, exist_ok=True)
        ignore = self.private / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", "utf-8")
        for left in self.private.glob("build-*"):
            with suppress(OSError):  # another build may be removing it at this moment
                age = time.time() - left.stat().st_mtime
                if age > (_STALE_SECONDS if _runs(left.name.split("-")[1]) else _YOUNG_SECONDS):
                    shutil.rmtree(left, ignore_errors=True)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for unfinished files, on the same file system as the outputs, removed afterwards."""
        with TemporaryDirectory(dir=self.private, prefix=self.prefix, ignore_cleanup_errors=True) as name:
            yield Path(name)

    def clean(self) -> None:
        """Removes what stopped processes of this build left."""
        for left in self.private.glob(f"{self.prefix}*"):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: str) -> bool:
    """Whether a process of this machine still runs; True where that can't be known."""
    if os.name != "posix" or not process.isdecimal():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True


def write_whole(path: Path, text: str) -> None:
    """Replaces a file's text at once: a reader, or a build that is killed, finds the old one or the new one."""
    write_bytes_whole(path, text.encode("utf-8"))


def write_bytes_whole(path: Path, data: bytes) -> None:
    """Replaces a file's bytes at once."""
    if path.exists():  # a link stays a link, but one to nowhere must not make a file there
        path = Path(os.path.realpath(path))
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        aside.write_bytes(data)
        with suppress(OSError):  # a new file, or a system without rights
            shutil.copymode(path, aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    for left in path.parent.glob(f".{path.name}.*.tmp"):  # of a process that was killed
        with suppress(OSError):  # another build may be removing it at this moment
            if not _runs(left.name.split(".")[-2]) and time.time() - left.stat().st_mtime > _YOUNG_SECONDS:
                left.unlink()
