"""Notes → ``.apkg``: a zip of an SQLite collection (schema 11) and the media.

Rows are written in bulk in bank order, indexes after them. Nothing in the file comes from a clock, the environment or chance: ids
follow from the lock's times, zip entries bear one fixed date, the fields of the SQLite header that name the writing library are fixed.
Where two zlib builds compress differently the files differ, but `PackageInfo.content_hash` is the same.
"""

from __future__ import annotations

import errno
import hashlib
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha1
from html import unescape
from pathlib import Path
from typing import IO, Any

from deckpress.lock import LockEntry
from deckpress.notes.anki import COLLECTION_ROW, SCHEMA, column, deck_record, note_type_record
from deckpress.notes.types import NOTE_TYPES, note_type

__all__ = ["DeckRow", "NoteRow", "PackageInfo", "deck_id", "write_package"]

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_COMPRESSION = 4
_HEADER_PATCHES = ((24, 1), (92, 1), (96, 3_040_000))
"""Offsets in the SQLite header: change counter, the counter that the version is valid for, version of the writing library."""
_EARLIER = 900
"""Seconds before a note's time at which its ids begin, so that the ids of 900,000 notes published at once lie in the past."""
_TAGS = re.compile(r"<[^>]*>")
_INDEX = re.compile(r"^\s*CREATE INDEX", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckRow:
    """A deck: ``name`` with ``::`` between levels, ``description`` HTML. Its ``mod`` is that of the note changed last."""

    id: int
    name: str
    description: str


@dataclass(slots=True, eq=False)
class NoteRow:
    """A note with its place in the package: ``fields`` are joined by U+001F, ``tags`` by spaces,
    ``cards`` are ordinals from 0, ``deck`` is an id, ``due`` counts the notes of its bank from 1."""

    cards: tuple[int, ...]
    entry: LockEntry
    fields: str
    tags: str
    deck: int
    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageInfo:
    """What was written. ``content_hash`` is SHA-256 over everything that an import reads, equal on any machine."""

    notes: int
    cards: int
    size: int
    content_hash: str


def deck_id(name: str) -> int:
    """An id for a deck, from its name: Anki matches decks by name, the id only has to be the same in every build."""
    digest = hashlib.sha256(f"deckpress deck {name.casefold()}".encode()).digest()
    return 1_600_000_000_000 + int.from_bytes(digest[:5], "big") % 100_000_000_000


def write_package(target: Path, decks: Sequence[DeckRow], rows: Iterable[NoteRow], media: Callable[[], Mapping[str, Path]]) -> PackageInfo:
    """Writes the package to ``target``, a path that nobody looks at yet: the caller renames it when all is well.

    ``media`` (names in the package to files) is asked for after ``rows`` have been written: making them may find more.
    """
    digest = hashlib.sha256()
    database = target.with_suffix(".anki2")
    try:
        notes, cards = _write_database(database, decks, rows, digest)
        _write_zip(target, database, media(), digest)
    finally:
        database.unlink(missing_ok=True)
    return PackageInfo(notes=notes, cards=cards, size=target.stat().st_size, content_hash=digest.hexdigest())


@lru_cache(maxsize=1)
def _empty_collection() -> tuple[str, str, tuple[Any, ...]]:
    """The SQL of the tables, the SQL of the indexes, and the one row of ``col``."""
    statements = [statement for statement in SCHEMA.split(";") if statement.strip()]
    tables = ";".join(statement for statement in statements if not _INDEX.match(statement))
    indexes = ";".join(statement for statement in statements if _INDEX.match(statement))
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(tables + ";" + COLLECTION_ROW)
        row = connection.execute("select * from col").fetchone()
    connection.close()
    return tables, indexes, row


def _write_database(path: Path, decks: Sequence[DeckRow], rows: Iterable[NoteRow], digest: hashlib._Hash) -> tuple[int, int]:
    tables, indexes, col = _empty_collection()
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(
            "pragma page_size = 4096; pragma encoding = 'UTF-8'; pragma auto_vacuum = none; pragma journal_mode = off;"
            f"pragma synchronous = off; pragma locking_mode = exclusive; begin; {tables}"
        )
        writer = _Rows(connection, digest)
        writer.write(rows)
        models = {
            note_type(name).id: note_type_record(note_type(name), decks[0].id)
            for name in NOTE_TYPES
            if note_type(name).id in writer.note_types
        }
        last = writer.last
        stored = json.loads(col[10]) | {str(deck.id): deck_record(deck.id, deck.name, deck.description, last) for deck in decks}
        deck_column, model_column = column({int(key): value for key, value in stored.items()}), column(models)
        digest.update(f"{deck_column}\n{model_column}\n".encode())
        values = (1, last - last % 86400, last * 1000, last * 1000, *col[4:9], model_column, deck_column, *col[11:])
        connection.execute("insert into col values (?,?,?,?,?,?,?,?,?,?,?,?,?)", values)
        connection.execute("commit")
        connection.executescript(f"begin; {indexes}; commit")
    except sqlite3.OperationalError as error:  # the disk is full
        raise OSError(errno.EIO, str(error), str(path)) from error
    finally:
        connection.close()
    _fix_header(path)
    return writer.notes, writer.cards


class _Rows:
    """Writes rows in batches, in the order given."""

    BATCH = 2000

    def __init__(self, connection: sqlite3.Connection, digest: hashlib._Hash) -> None:
        self.connection, self.digest = connection, digest
        self.note_types: set[int] = set()
        self.notes = self.cards = self.last = 0
        self.next_id: dict[int, int] = {}
        self.used: set[int] = set()

    def write(self, rows: Iterable[NoteRow]) -> None:
        ids: dict[str, int] = {name: note_type(name).id for name in NOTE_TYPES}
        note_batch: list[tuple[Any, ...]] = []
        card_batch: list[tuple[Any, ...]] = []
        text: list[str] = []
        for row in rows:
            entry, cards = row.entry, row.cards
            number = self._number(entry.added, len(cards))
            first = _stripped(row.fields.partition("\x1f")[0])
            checksum = int(sha1(first.encode(), usedforsecurity=False).hexdigest()[:8], 16)
            note_batch.append((number, entry.guid, ids[entry.type], entry.changed, -1, f" {row.tags} ", row.fields, first, checksum, 0, ""))
            for place, ordinal in enumerate(cards):
                card_batch.append((number + place, number, row.deck, ordinal, entry.changed, row.due))
            text.append(f"{entry.guid} {entry.hash} {entry.type} {entry.changed} {row.due} {cards} {row.deck}\n")
            if len(note_batch) >= self.BATCH:
                self._flush(note_batch, card_batch, text)
        self._flush(note_batch, card_batch, text)

    def _number(self, added: int, cards: int) -> int:
        """The note's id, milliseconds since 1970 when it was first published, one apart for each card; Anki shows it as its creation."""
        number = self.next_id.get(added) or max(1, added - _EARLIER) * 1000
        used = self.used
        if cards == 1:
            while number in used:
                number += 1
            used.add(number)
            self.next_id[added] = number + 1
            return number
        numbers = range(number, number + max(1, cards))
        while not used.isdisjoint(numbers):
            numbers = range(numbers.start + 1, numbers.stop + 1)
        used.update(numbers)
        self.next_id[added] = numbers.stop
        return numbers.start

    def _flush(self, notes: list[tuple[Any, ...]], cards: list[tuple[Any, ...]], text: list[str]) -> None:
        self.connection.executemany("insert into notes values (?,?,?,?,?,?,?,?,?,?,?)", notes)
        self.connection.executemany("insert into cards values (?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')", cards)
        self.digest.update("".join(text).encode())
        self.note_types.update([row[2] for row in notes])
        self.last = max([self.last, *(row[3] for row in notes)])
        self.notes, self.cards = self.notes + len(notes), self.cards + len(cards)
        for batch in (notes, cards, text):
            batch.clear()


def _stripped(html: str) -> str:
    """A first field as Anki sorts by it and checks it for duplicates: without markup."""
    if "<" in html or "&" in html:
        return unescape(_TAGS.sub("", html)).strip()
    return html


def _fix_header(path: Path) -> None:
    with path.open("r+b") as file:
        for offset, value in _HEADER_PATCHES:
            file.seek(offset)
            file.write(value.to_bytes(4, "big"))


def _write_zip(path: Path, database: Path, media: Mapping[str, Path], digest: hashlib._Hash) -> None:
    names = sorted(media)
    with zipfile.ZipFile(path, "w") as package:
        with database.open("rb") as source:
            _entry(package, "collection.anki2", _chunks(source))
        listing = json.dumps({str(index): name for index, name in enumerate(names)}, ensure_ascii=False)
        digest.update(listing.encode())
        _entry(package, "media", [listing.encode()])
        for index, name in enumerate(names):
            data = media[name].read_bytes()
            if not name.startswith(f"dp-{hashlib.sha256(data).hexdigest()[:20]}"):
                raise OSError(errno.EAGAIN, "an image changed while it was packed: build again", str(media[name]))
            _entry(package, str(index), [data])


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while data := source.read(1 << 20):
        yield data


def _entry(package: zipfile.ZipFile, name: str, data: Iterable[bytes]) -> None:
    info = zipfile.ZipInfo(name, _ZIP_DATE)
    info.create_system, info.external_attr = 3, 0o644 << 16
    info.compress_type, info._compresslevel = zipfile.ZIP_DEFLATED, _COMPRESSION  # type: ignore[attr-defined]
    with package.open(info, "w") as target:
        for chunk in data:
            target.write(chunk)
