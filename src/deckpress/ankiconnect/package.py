"""The notes of a package that deckpress has just made, to compare them with those of a running Anki."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["PackedNote", "read_package"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedNote:
    """A note: ``id`` is its ID field (``bank/question``), ``fields`` by name, ``mod`` Unix seconds."""

    id: str
    fields: dict[str, str]
    tags: tuple[str, ...]
    mod: int


def read_package(path: Path) -> list[PackedNote]:
    """The notes of a package of `deckpress build`, in its order."""
    with TemporaryDirectory(prefix="deckpress-") as name:
        database = Path(name, "collection.anki2")
        with zipfile.ZipFile(path) as package, package.open("collection.anki2") as source, database.open("wb") as target:
            shutil.copyfileobj(source, target)
        with closing(sqlite3.connect(database)) as connection:
            [(models,)] = connection.execute("select models from col")
            names = {int(key): [field["name"] for field in model["flds"]] for key, model in json.loads(models).items()}
            rows = connection.execute("select mid, mod, tags, flds from notes order by rowid").fetchall()
    notes = []
    for model, mod, tags, texts in rows:
        fields = dict(zip(names[model], texts.split("\x1f"), strict=True))
        notes.append(PackedNote(id=fields["ID"], fields=fields, tags=tuple(tags.split()), mod=mod))
    return notes
