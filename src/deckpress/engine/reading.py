"""The notes of any package, with their fields by name: what a comparison of two packages needs. Reads without Anki.

Read: Anki's older format (schema 11, note types and decks as JSON) and its newer one (``.anki21b``, zstd, tables of their own). Of a note
in several decks the deck of its first card counts. Not read: schedules, media (but `read_media`).
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deckpress.engine.archive import MAX_FILE, MAX_MEDIA_MAP, Archive, BadPackageError
from deckpress.engine.package import open_database, unpack_database

__all__ = ["PackageNote", "read_deck_names", "read_media", "read_notes"]

_NO_FIELD = "Field {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageNote:
    """A note of a package: ``fields`` are HTML by name, in the order of the note type; ``mod`` in Unix seconds;
    ``deck`` has ``::`` between levels, and is empty for a note without cards."""

    guid: str
    notetype: str
    fields: dict[str, str]
    tags: tuple[str, ...]
    deck: str
    mod: int


def read_notes(path: Path) -> list[PackageNote]:
    """The notes of a package, by id. Raises `BadPackageError`, `MissingLibrary` where zstd is needed and absent, `OSError`."""
    with tempfile.TemporaryDirectory(prefix="deckpress-") as folder, Archive(path) as archive:
        archive.check_contents()
        database = Path(folder, "database")
        unpack_database(archive, database)
        with open_database(database) as connection:
            return _notes(connection)


def read_media(path: Path) -> dict[str, bytes]:
    """The media files of a package in the older format, by name. Raises as `read_notes` does."""
    with Archive(path) as archive:
        try:
            names = json.loads(archive.read("media", MAX_MEDIA_MAP)) if "media" in archive.entries else {}
        except (ValueError, RecursionError) as error:
            raise BadPackageError("damaged", f"the package's list of media files is damaged: {error}") from error
        if not isinstance(names, dict):
            raise BadPackageError("damaged", "the package's list of media files is damaged: it maps no numbers to names")
        return {str(name): archive.read(number, MAX_FILE) for number, name in names.items() if number in archive.entries}


def read_deck_names(path: Path, most_bytes: int) -> list[str]:
    """The names of the decks that hold cards, sorted. Raises as `read_notes` does, also where the database is above ``most_bytes``.

    Only the database is unpacked: damage in other files of the package is not found.
    """
    with tempfile.TemporaryDirectory(prefix="deckpress-") as folder, Archive(path) as archive:
        if any(info.file_size > most_bytes for name, info in archive.entries.items() if name.startswith("collection.")):
            raise BadPackageError("too-large", f"the package's database takes more than {most_bytes:,} bytes")
        database = Path(folder, "database")
        unpack_database(archive, database)
        with open_database(database) as connection:
            modern = connection.execute("select 1 from sqlite_master where name = 'notetypes'").fetchone()
            _, decks = _modern_names(connection) if modern else _legacy_names(connection)
            held = {int(home or deck) for deck, home in connection.execute("select distinct did, odid from cards")}
    return sorted(decks[deck] for deck in held & decks.keys())


def _notes(connection: sqlite3.Connection) -> list[PackageNote]:
    modern = connection.execute("select 1 from sqlite_master where name = 'notetypes'").fetchone()
    types, decks = _modern_names(connection) if modern else _legacy_names(connection)
    homes: dict[int, int] = {}
    for note, deck, home in connection.execute("select nid, did, odid from cards order by nid, ord desc"):
        homes[int(note)] = int(home or deck)
    found = []
    for number, guid, model, mod, tags, fields in connection.execute("select id, guid, mid, mod, tags, flds from notes order by id"):
        name, names = types.get(int(model), (f"note type {model}", []))
        texts = str(fields).split("\x1f")
        names = names + [_NO_FIELD.format(index + 1) for index in range(len(names), len(texts))]
        deck = decks.get(homes.get(int(number), 0), "")
        pairs = dict(zip(names, texts, strict=False))
        found.append(PackageNote(guid=str(guid), notetype=name, fields=pairs, tags=tuple(str(tags).split()), deck=deck, mod=int(mod)))
    return found


def _legacy_names(connection: sqlite3.Connection) -> tuple[dict[int, tuple[str, list[str]]], dict[int, str]]:
    row = connection.execute("select models, decks from col").fetchone()
    if row is None:
        raise BadPackageError("wrong-database", "the package's database tells no note types and decks", "an .apkg made by Anki is expected")
    models, decks = map(_object, row)
    types = {int(key): (str(model["name"]), _fields(model)) for key, model in models.items() if isinstance(model, dict) and "name" in model}
    names = {int(key): str(deck.get("name", "")) for key, deck in decks.items() if isinstance(deck, dict)}
    return types, names


def _fields(model: dict[str, Any]) -> list[str]:
    fields = model.get("flds", [])
    return [str(each.get("name", "")) if isinstance(each, dict) else "" for each in fields] if isinstance(fields, list) else []


def _object(text: object) -> dict[str, Any]:
    try:
        data = json.loads(str(text))
    except RecursionError as error:
        raise ValueError("it nests too deep") from error
    if not isinstance(data, dict):
        raise ValueError("its note types or decks are no objects")
    return data


def _modern_names(connection: sqlite3.Connection) -> tuple[dict[int, tuple[str, list[str]]], dict[int, str]]:
    types: dict[int, tuple[str, list[str]]] = {
        int(number): (str(name), []) for number, name in connection.execute("select id, name from notetypes")
    }
    rows = sorted((int(kind), int(place), str(name)) for kind, place, name in connection.execute("select ntid, ord, name from fields"))
    for kind, _, name in rows:
        types.setdefault(kind, ("", []))[1].append(name)
    decks = {int(number): str(name).replace("\x1f", "::") for number, name in connection.execute("select id, name from decks")}
    return types, decks
