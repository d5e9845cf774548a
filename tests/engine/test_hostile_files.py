"""Files that must not reach Anki: damaged, hostile, or something else. Each is a finding, none a crash."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from deckpress.engine import verify_package

from .conftest import Packages

Make = Callable[[Packages], Path]


def truncated(packages: Packages) -> Path:
    path = packages.make()
    path.write_bytes(path.read_bytes()[:-400])
    return path


def damaged(packages: Packages) -> Path:
    path = packages.make()
    data = bytearray(path.read_bytes())
    data[len(data) // 2 - 200 : len(data) // 2] = bytes(200)
    data[500:4000] = bytes(reversed(data[500:4000]))
    path.write_bytes(data)
    return path


def written(content: bytes) -> Make:
    def make(packages: Packages) -> Path:
        path = packages.folder / "deck.apkg"
        path.write_bytes(content)
        return path

    return make


def bomb(packages: Packages) -> Path:
    return packages.entry(packages.make(), "0", lambda _: bytes(40 << 20))


def lying_bomb(packages: Packages) -> Path:
    """The directory declares a hundredth of what the entry unpacks to."""
    path = packages.entry(packages.make(), "0", lambda _: bytes(1_000_000))
    data = path.read_bytes().replace(struct.pack("<I", 1_000_000), struct.pack("<I", 10_000))
    path.write_bytes(data)
    return path


def huge_claim(packages: Packages) -> Path:
    path = packages.entry(packages.make(), "0", lambda _: bytes(1_000_000))
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 1_000_000), struct.pack("<I", 3 << 30)))
    return path


def directory_claim(packages: Packages) -> Path:
    path = packages.make()
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.rfind(b"PK\x05\x06") + 12, 1 << 30)
    path.write_bytes(data)
    return path


def recompressed(method: int) -> Make:
    def make(packages: Packages) -> Path:
        path = packages.make()
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w", method) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return path

    return make


def twice(packages: Packages) -> Path:
    path = packages.make()
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("media", "{}")
    return path


def media_map(text: str) -> Make:
    return lambda p: p.entry(p.make(), "media", lambda _: text.encode())


def database(content: bytes) -> Make:
    return lambda p: p.entry(p.make(), "collection.anki2", lambda _: content)


VIEW = "create view v as with recursive r(x) as (select 1 union all select x + 1 from r) select * from r"
BROKEN_FILES: dict[str, tuple[Make, str]] = {
    "empty": (written(b""), "empty-file"),
    "not a zip": (written(b"deckpress: 1\nid: x\n" * 50), "not-a-package"),
    "one byte": (written(b"P"), "not-a-package"),
    "only the end of a zip": (written(b"PK\x05\x06" + bytes(18)), "no-database"),
    "random end record": (written(b"PK\x05\x06" + b"\xff" * 18), "damaged"),
    "truncated": (truncated, "truncated"),
    "damaged": (damaged, "damaged"),
    "zip bomb": (bomb, "zip-bomb"),
    "zip bomb that lies": (lying_bomb, "zip-bomb"),
    "huge claim": (huge_claim, "too-large"),
    "huge directory": (directory_claim, "too-large"),
    "bzip2": (recompressed(zipfile.ZIP_BZIP2), "compression"),
    "an entry twice": (twice, "duplicate-entry"),
    "no database": (lambda p: p.entry(p.make(), "collection.anki2", lambda _: None), "no-database"),
    "no media list": (lambda p: p.entry(p.make(), "media", lambda _: None), "no-media-map"),
    "unknown version": (lambda p: p.entry(p.make(), "meta", lambda _: b"\x08\x63"), "unknown-version"),
    "modern, not zstd": (
        lambda p: p.entry(p.entry(p.make(), "meta", lambda _: b"\x08\x03"), "collection.anki21b", lambda _: b"x" * 99),
        "damaged",
    ),
    "modern, a bomb": (
        lambda p: p.entry(p.entry(p.make(), "meta", lambda _: b"\x08\x03"), "collection.anki21b", lambda _: zstd_bomb()),
        "zip-bomb",
    ),
    "media list is no JSON": (media_map("{"), "damaged"),
    "media list too deep": (media_map("[" * 100_000), "damaged"),
    "media list is a list": (media_map("[]"), "damaged"),
    "media path": (media_map('{"0": "../x.png"}'), "media-name"),
    "media path of Windows": (media_map('{"0": "C:\\\\x.png"}'), "media-name"),
    "media name of Windows": (media_map('{"0": "con.png"}'), "media-name"),
    "media name too long": (media_map('{"0": "%s.png"}' % ("图" * 60)), "media-name"),
    "media name decomposed": (media_map('{"0": "e\u0301.png"}'), "media-name"),
    "media name with a surrogate": (media_map('{"0": "\\ud800.png"}'), "media-name"),
    "media name twice": (media_map('{"0": "x.png", "1": "x.png"}'), "media-name"),
    "database is a text": (database(b"hello" * 1000), "wrong-database"),
    "database is empty": (database(b""), "wrong-database"),
    "database with a view": (lambda p: p.sql(p.make(), VIEW), "wrong-database"),
    "notes are a view": (lambda p: p.sql(p.make(), "drop table notes", VIEW.replace("view v", "view notes")), "wrong-database"),
    "database with a trigger": (
        lambda p: p.sql(p.make(), "create trigger t after insert on notes begin delete from notes; end"),
        "wrong-database",
    ),
    "no table of notes": (lambda p: p.sql(p.make(), "drop table notes"), "wrong-database"),
    "texts are no texts": (lambda p: p.sql(p.make(), "update notes set tags = cast(x'ff' as text)"), "wrong-database"),
    "a separator in a field": (lambda p: p.sql(p.make(), "update notes set flds = flds || x'1f'"), "import-refused"),
    "a note of no note type": (lambda p: p.sql(p.make(), "update notes set mid = 5"), "import-refused"),
}


def zstd_bomb() -> bytes:
    """A frame that repeats one byte 2 GiB times."""
    block = (1 << 17) << 3 | 1 << 1
    blocks = (block.to_bytes(3, "little") + b"\0") * (1 << 14)
    return struct.pack("<IBB", 0xFD2FB528, 0, 0x58) + blocks + (block | 1).to_bytes(3, "little") + b"\0"


@pytest.mark.parametrize("name", BROKEN_FILES)
def test_a_file_that_must_not_reach_anki(name: str, packages: Packages) -> None:
    make, code = BROKEN_FILES[name]
    result = verify_package(make(packages), isolated=False)
    assert [finding.code for finding in result.findings] == [code], [finding.as_text() for finding in result.findings]
    assert not result.ok
    assert (result.notes, result.cards, result.decks) == (0, 0, ())
