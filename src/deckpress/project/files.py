"""The bytes of a bank and its lock. Light: what is unchanged since the last build needs no more than this."""

from __future__ import annotations

from dataclasses import dataclass

from deckpress.diagnostics import Report
from deckpress.project.discover import BankFiles, shown
from deckpress.readers.text import read_bytes

__all__ = ["BankBytes", "read_files"]


@dataclass(frozen=True, slots=True)
class BankBytes:
    """A bank's files as they are on disk; ``lock`` is empty where there is none yet."""

    files: BankFiles
    texts: tuple[bytes, ...]
    lock: bytes


def read_files(files: BankFiles, report: Report) -> BankBytes | None:
    """The bytes of a bank and its lock; None, and findings, where one can't be read."""
    texts = [read_bytes(path, shown(path), report) for path in files.files]
    lock = read_bytes(files.lock, shown(files.lock), report) if files.lock.exists() else b""
    if lock is None or None in texts:
        return None
    return BankBytes(files, tuple(text for text in texts if text is not None), lock)
