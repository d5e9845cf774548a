"""The collection files of the folders that a command works on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deckpress.diagnostics import Diagnostic, Report
from deckpress.project.discover import COLLECTION_FILE, shown
from deckpress.readers.collection import Collection, read_collection
from deckpress.readers.text import decode_bank, read_bytes

__all__ = ["check_collections", "load_collection"]


def load_collection(folder: Path, report: Report) -> Collection | None:
    """The collection of a folder; None where it has none, or one that can't be read."""
    path = folder / COLLECTION_FILE
    if not path.is_file():
        return None
    data = read_bytes(path, shown(path), report)
    source = decode_bank(data, shown(path), report) if data is not None else None
    return None if source is None else read_collection(source, report)


def check_collections(paths: Sequence[Path]) -> list[Diagnostic]:
    """What is wrong with the collection files of folders, and of the folders of files."""
    report = Report()
    for folder in dict.fromkeys(path if path.is_dir() else path.parent for path in paths):
        load_collection(folder, report)
    return list(report)
