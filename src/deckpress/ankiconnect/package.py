"""The notes of a package that deckpress has just made, to compare them with those of a running Anki."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from deckpress.notes.types import NOTE_TYPES, field_names

__all__ = ["Key", "PackedNote", "kind_of", "read_package"]

Key = tuple[str, str]
"""What tells a note from all others of its bank: its ID field and its `kind_of`. A question that changes its kind becomes another note."""


def kind_of(fields: Iterable[str]) -> str:
    """Which of our note types has these fields, by its short name; empty for none. The type's own name can be changed in Anki."""
    names = set(fields)
    return next((kind for kind in NOTE_TYPES if names.issuperset(field_names(kind))), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedNote:
    """A note: ``id`` is its ID field (``bank/question``), ``note`` its number in Unix milliseconds, ``mod`` in seconds."""

    id: str
    note: int
    fields: dict[str, str]
    tags: tuple[str, ...]
    mod: int

    @property
    def key(self) -> Key:
        """ID and kind."""
        return self.id, kind_of(self.fields)


def read_package(path: Path) -> list[PackedNote]:
    """The notes of a package of `deckpress build`, in its order."""
    with TemporaryDirectory(prefix="deckpress-") as name:
        database = Path(name, "collection.anki2")
        with zipfile.ZipFile(path) as package, package.open("collection.anki2") as source, database.open("wb") as target:
            shutil.copyfileobj(source, target)
        with closing(sqlite3.connect(database)) as connection:
            [(models,)] = connection.execute("select models from col")
            names = {int(key): [field["name"] for field in model["flds"]] for key, model in json.loads(models).items()}
            rows = connection.execute("select id, mid, mod, tags, flds from notes order by rowid").fetchall()
    notes = []
    for number, model, mod, tags, texts in rows:
        fields = dict(zip(names[model], texts.split("\x1f"), strict=True))
        notes.append(PackedNote(id=fields["ID"], note=number, fields=fields, tags=tuple(tags.split()), mod=mod))
    return notes
