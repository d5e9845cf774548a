"""Which rules of content run over a bank: what the collection beside it, or above it, says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deckpress.diagnostics import Report
from deckpress.lint import Setting
from deckpress.project.collection import load_collection
from deckpress.project.discover import COLLECTION_FILE, BankFiles
from deckpress.readers.collection import Collection

__all__ = ["collection_of", "setting_of"]


def setting_of(bank: BankFiles, paths: Sequence[Path], *, content: bool) -> Setting | None:
    """The rules for a bank, None where they are not asked for; ``content`` asks for them whatever the collection says."""
    collection = collection_of(bank, paths)
    if collection is None:
        return Setting() if content else None
    if collection.lint is None and not content:
        return None
    return Setting(topics=dict(collection.topics) or None, off=dict(collection.lint or {}))


def collection_of(bank: BankFiles, paths: Sequence[Path]) -> Collection | None:
    """The collection that a bank belongs to: that of its folder, or the nearest above up to a folder of the command's ``paths``."""
    folders = {path.resolve() for path in paths if path.is_dir()}
    folder = bank.files[0].parent
    for above in (folder, *folder.resolve().parents):
        if (above / COLLECTION_FILE).is_file():
            return load_collection(above, Report())  # what is wrong with it is said once, by check_collections
        if above.resolve() in folders or not folders.intersection(above.resolve().parents):
            return None
    return None
