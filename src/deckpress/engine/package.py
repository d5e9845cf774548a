"""What a package says of itself: the notes, cards and media files that its own tables list.

Read without Anki, so that it can be compared with what Anki makes of it. The database is opened read-only, and only
where it holds plain tables: views and triggers run code of the file's maker.
"""

from __future__ import annotations

import importlib
import io
import json
import re
import sqlite3
import struct
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from deckpress.engine.archive import MAX_DATABASE, MAX_FILE, MAX_MEDIA_MAP, Archive, BadPackageError, check_ratio, zstd_bound
from deckpress.errors import MissingLibrary

__all__ = ["Contents", "NoteRow", "media_name_problem", "note_rows", "open_database", "read_contents", "unpack_database"]

_SECONDS = 60.0
_MODERN = "collection.anki21b"
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?", re.IGNORECASE)
Query = Callable[[str], Any]


class NoteRow(NamedTuple):
    """A row of the table ``notes``: ``id`` in Unix milliseconds, ``mod`` in Unix seconds, ``tags`` as stored."""

    id: int
    guid: str
    mod: int
    tags: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What the package's tables list; ``None`` where this machine cannot unpack them. ``media`` holds the names that
    notes know the files by; ``absent`` those among them whose file is missing; ``stray`` files that no name belongs to."""

    notes: list[NoteRow] | None
    cards: int | None
    media: tuple[str, ...] | None
    absent: tuple[str, ...] = ()
    stray: tuple[str, ...] = ()
    newest_card: int = 0


def read_contents(path: Path, folder: Path) -> Contents:
    """Measures and reads a package; ``folder`` takes the unpacked database for a moment.

    Raises `BadPackageError` where it must not reach Anki, `OSError` where the file cannot be read.
    """
    with Archive(path) as archive:
        archive.check_contents()
        name = _database(archive)
        database = folder / "database"
        try:
            if name != _MODERN:
                archive.extract(name, database)
                return _contents(archive, database, _legacy_media(archive))
            return _modern(archive, database)
        finally:
            database.unlink(missing_ok=True)


def _database(archive: Archive) -> str:
    """The database that Anki would read, by the same rules."""
    name = "collection.anki21" if "collection.anki21" in archive.entries else "collection.anki2"
    if "meta" in archive.entries:
        meta = archive.read("meta", 1 << 16)
        name = {b"\x08\x01": "collection.anki2", b"\x08\x02": "collection.anki21", b"\x08\x03": _MODERN}.get(meta[:2], "")
        if not name:
            raise BadPackageError("unknown-version", "the package is of a version that is not known here")
    if name not in archive.entries:
        raise BadPackageError("no-database", f"the package holds no {name!r}", "an .apkg made by Anki or deckpress is expected")
    return name


def unpack_database(archive: Archive, target: Path) -> None:
    """Writes the database that Anki would read to a file of ours. Raises `BadPackageError`, and `MissingLibrary` without one for zstd."""
    name = _database(archive)
    if name != _MODERN:
        archive.extract(name, target)
        return
    packed = archive.read(_MODERN, MAX_DATABASE)
    _check_zstd(_MODERN, packed, MAX_DATABASE)
    unpack = _zstd()
    if unpack is None:
        raise MissingLibrary("zstandard", "zstd", "a package in Anki's newer format")
    target.write_bytes(unpack(packed))


def _modern(archive: Archive, database: Path) -> Contents:
    media = archive.read("media", MAX_MEDIA_MAP) if "media" in archive.entries else b""
    packed = archive.read(_MODERN, MAX_DATABASE)
    _check_zstd(_MODERN, packed, MAX_DATABASE)
    _check_zstd("media", media, MAX_MEDIA_MAP)
    for name in archive.entries:
        if name.isascii() and name.isdigit():
            _check_zstd(name, archive.read(name, MAX_FILE), MAX_FILE)
    unpack = _zstd()
    if unpack is None:
        return Contents(notes=None, cards=None, media=None)
    database.write_bytes(unpack(packed))
    names = _media_entries(unpack(media))
    return _contents(archive, database, {str(number): name for number, name in enumerate(names)})


def _check_zstd(name: str, packed: bytes, limit: int) -> None:
    try:
        bound = zstd_bound(packed)
    except ValueError as error:
        raise BadPackageError("damaged", f"{name!r} in the package is damaged: {error}", "build or download it again") from error
    if bound > limit + (1 << 17):
        raise BadPackageError("zip-bomb", f"{name!r} in the package may unpack to more than {limit >> 20} MiB")
    check_ratio(name, len(packed), bound)


def _zstd() -> Callable[[bytes], bytes] | None:
    """A function that unpacks zstd data (whose size `zstd_bound` has shown to be harmless), if a library is there."""
    try:
        standard = importlib.import_module("compression.zstd")
        return lambda data: bytes(standard.decompress(data))
    except ImportError:
        pass
    try:
        library = importlib.import_module("zstandard")
    except ImportError:
        return None
    return lambda data: bytes(library.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True).read())


def _contents(archive: Archive, database: Path, media: dict[str, str]) -> Contents:
    for name in media.values():
        problem = media_name_problem(name)
        if problem:
            raise BadPackageError("media-name", f"the media file name {name[:120]!r} {problem}", "Anki would refuse or rename it")
    names = tuple(media.values())
    [(common, count)] = Counter(names).most_common(1) or [("", 0)]
    if count > 1:
        raise BadPackageError("media-name", f"{count} media files have the name {common!r}")
    numbered = {entry for entry in archive.entries if not entry.startswith("collection.") and entry not in ("media", "meta")}
    rows, cards, newest = _read_database(database)
    return Contents(
        notes=rows, cards=cards, media=names, newest_card=newest,
        absent=tuple(name for number, name in media.items() if number not in numbered),
        stray=tuple(sorted(numbered - media.keys())),
    )  # fmt: skip


def _legacy_media(archive: Archive) -> dict[str, str]:
    if "media" not in archive.entries:
        raise BadPackageError("no-media-map", "the package holds no 'media' list, which Anki requires", "build it again")
    try:
        media = json.loads(archive.read("media", MAX_MEDIA_MAP))
    except (ValueError, RecursionError) as error:
        raise BadPackageError("damaged", f"the package's list of media files is damaged: {error}") from error
    if not isinstance(media, dict) or not all(isinstance(name, str) for name in media.values()):
        raise BadPackageError("damaged", "the package's list of media files is damaged: it maps no numbers to names")
    return media


def _media_entries(data: bytes) -> list[str]:
    """The names in the newer list of media files, a protobuf message: ``repeated {1: name, 2: size, 3: sha1}``."""
    try:
        return [
            bytes(value).decode()
            for tag, entry in _protobuf(data)
            if tag == 1 and isinstance(entry, bytes)
            for inner, value in _protobuf(entry)
            if inner == 1 and isinstance(value, bytes)
        ]
    except (IndexError, ValueError, struct.error) as error:
        raise BadPackageError("damaged", "the package's list of media files is damaged") from error


def _protobuf(data: bytes) -> list[tuple[int, int | bytes]]:
    fields: list[tuple[int, int | bytes]] = []
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        value, at = _varint(data, at)
        if key & 7 == 0:
            fields.append((key >> 3, value))
        elif key & 7 == 2 and at + value <= len(data):
            fields.append((key >> 3, data[at : at + value]))
            at += value
        else:
            raise ValueError("a field of no expected kind")
    return fields


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("a number without end")


def media_name_problem(name: str) -> str:
    """Why a media file cannot have this name; empty where it can. A name is one path component of at most 120 bytes."""
    if not name or name in (".", ".."):
        return "is no file name"
    if any(c in '/\\:*?"<>|' or c < " " or c == "\x7f" for c in name):
        return "has a path or a character in it that is forbidden in file names"
    if name.endswith((" ", ".")) or name.startswith(" ") or _RESERVED.fullmatch(name):
        return "is not possible on every system"
    if unicodedata.normalize("NFC", name) != name:
        return "is not in Unicode's composed form (NFC)"
    try:
        size = len(name.encode())
    except UnicodeEncodeError:
        return "is no valid Unicode"
    return f"takes {size} bytes, more than 120" if size > 120 else ""


@contextmanager
def open_database(path: Path) -> Iterator[sqlite3.Connection]:
    """An unpacked database, read-only, of plain tables, for a bounded time. Raises `BadPackageError`, also for what the block reads."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True)
    limit = time.monotonic() + _SECONDS
    connection.set_progress_handler(lambda: int(time.monotonic() > limit), 100_000)
    try:
        connection.execute("pragma trusted_schema = off")
        odd = connection.execute(
            "select type, name from sqlite_master where type in ('view', 'trigger') or sql like 'create virtual%'"
        ).fetchone()
        if odd:
            raise BadPackageError("wrong-database", f"the package's database has a {odd[0]} {odd[1]!r}; Anki's has plain tables only")
        tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
        if not {"col", "notes", "cards"} <= tables:
            raise BadPackageError("wrong-database", "the package's database is no Anki collection", "an .apkg made by Anki is expected")
        # The newer schema sorts by a collation that only Anki has, so SQLite cannot check those tables.
        health = "ok" if "notetypes" in tables else connection.execute("pragma quick_check(1)").fetchone()[0]
        if health != "ok":
            raise BadPackageError("damaged", f"the package's database is damaged: {health}", "build or download it again")
        yield connection
    except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
        raise BadPackageError("wrong-database", f"the package's database cannot be read: {error}") from error
    finally:
        connection.close()


def _read_database(path: Path) -> tuple[list[NoteRow], int, int]:
    with open_database(path) as connection:
        cards, newest = connection.execute("select count(), coalesce(max(id), 0) from cards").fetchone()
        return note_rows(connection.execute), int(cards), int(newest)


def note_rows(query: Query) -> list[NoteRow]:
    """The table ``notes`` through a function that runs SQL, by id."""
    return [NoteRow(int(i), str(g), int(m), str(t)) for i, g, m, t in query("select id, guid, mod, tags from notes order by id")]
