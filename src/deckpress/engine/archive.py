"""An .apkg opened with mistrust: everything is measured before anything of it reaches Anki.

Supported: zip files (zip64 too), entries stored or deflated, the database as ``collection.anki2``, ``collection.anki21``
or, zstd-compressed, ``collection.anki21b``. Anki reads no other compression and no encryption.

The zip directory's sizes are claims of the file's maker, so every entry is also inflated, with a limit, and compared.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import IO

__all__ = ["Archive", "BadPackageError", "zstd_bound"]

MAX_PACKAGE = 4 << 30
MAX_DIRECTORY = 64 << 20
MAX_ENTRIES = 200_000
MAX_DATABASE = 512 << 20
MAX_MEDIA_MAP = 16 << 20
MAX_FILE = 256 << 20
MAX_TOTAL = 4 << 30
# Text and SQLite pages shrink to a tenth or so; deflate can reach 1:1032, zstd far more.
MAX_RATIO = 200
RATIO_MATTERS_FROM = 16 << 20

_DATABASES = frozenset({"collection.anki2", "collection.anki21", "collection.anki21b"})
_CHUNK = 1 << 18
_END = b"PK\x05\x06"
_ENTRY = b"PK\x03\x04"


class BadPackageError(Exception):
    """A reason to stop: the package must not reach Anki. Becomes a finding."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


_AGAIN = "build or download it again"


def mib(size: int) -> str:
    """A size for people."""
    return f"{size / (1 << 20):.1f} MiB"


class Archive:
    """An open package whose entries are known to be harmless in number, size and compression.

    Raises `BadPackageError` where they are not, `OSError` where the file cannot be read. Close it, or use ``with``.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        try:
            self._zip = _open(self._file)
            self.entries = {info.filename: info for info in self._zip.infolist()}
            self._check_directory()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()
        self._file.close()

    def check_contents(self) -> None:
        """Inflates every entry, keeping nothing. Raises `BadPackageError` where one is not what the directory says."""
        for info in self._zip.infolist():
            self._inflate(info, None)

    def read(self, name: str, limit: int) -> bytes:
        """An entry's content. Raises `BadPackageError` where it is larger than ``limit`` bytes."""
        info = self.entries[name]
        if info.file_size > limit:
            raise BadPackageError("too-large", f"{name!r} takes {mib(info.file_size)} unpacked; at most {mib(limit)} are read")
        content = bytearray()
        self._inflate(info, content)
        return bytes(content)

    def extract(self, name: str, target: Path) -> None:
        """Writes an entry's content to a file of ours."""
        with target.open("wb") as out:
            self._inflate(self.entries[name], out)

    def _check_directory(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > MAX_ENTRIES:
            raise BadPackageError("too-large", f"the package has {len(infos):,} files; at most {MAX_ENTRIES:,} are read")
        twice = [name for name, count in Counter(info.filename for info in infos).items() if count > 1]
        if twice:
            raise BadPackageError("duplicate-entry", f"the package holds {twice[0]!r} more than once", _AGAIN)
        for info in infos:
            _check_entry(info)
        total = sum(info.file_size for info in infos)
        if total > MAX_TOTAL:
            raise BadPackageError("zip-bomb", f"the package would unpack to {mib(total)}; at most {mib(MAX_TOTAL)} are read")

    def _inflate(self, info: zipfile.ZipInfo, out: bytearray | IO[bytes] | None) -> None:
        left, size, checksum = info.compress_size, 0, 0
        engine = zlib.decompressobj(-zlib.MAX_WBITS) if info.compress_type == zipfile.ZIP_DEFLATED else None
        self._file.seek(self._start(info))
        pending = b""
        while True:
            if not pending and left:
                pending = self._file.read(min(_CHUNK, left))
                if not pending:
                    break
                left -= len(pending)
            try:
                data = pending if engine is None else engine.decompress(pending, _CHUNK)
            except zlib.error as error:
                raise BadPackageError("damaged", f"{info.filename!r} in the package is damaged: {error}", _AGAIN) from error
            pending = b"" if engine is None else engine.unconsumed_tail
            size, checksum = size + len(data), zlib.crc32(data, checksum)
            if size > info.file_size:
                raise BadPackageError("zip-bomb", f"{info.filename!r} unpacks to more than the {info.file_size:,} bytes it declares")
            if isinstance(out, bytearray):
                out += data
            elif out is not None:
                out.write(data)
            if (engine is not None and engine.eof) or (not left and not pending and not data):
                break
        if size != info.file_size or checksum != info.CRC or (engine is not None and not engine.eof):
            raise BadPackageError("damaged", f"{info.filename!r} in the package is damaged: its checksum or size is wrong", _AGAIN)

    def _start(self, info: zipfile.ZipInfo) -> int:
        self._file.seek(info.header_offset)
        header = self._file.read(30)
        if len(header) < 30 or not header.startswith(_ENTRY):
            raise BadPackageError("damaged", f"the zip directory points past {info.filename!r}", _AGAIN)
        name, extra = struct.unpack_from("<HH", header, 26)
        return int(info.header_offset + 30 + name + extra)


def _check_entry(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if info.flag_bits & 0x1:
        raise BadPackageError("encrypted", f"{name!r} in the package is encrypted; Anki cannot read that")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadPackageError(
            "compression",
            f"{name!r} in the package is compressed by method {info.compress_type}; Anki reads only stored and deflated files",
        )
    limit = MAX_DATABASE if name in _DATABASES else MAX_MEDIA_MAP if name == "media" else MAX_FILE
    if info.file_size > limit:
        raise BadPackageError("too-large", f"{name!r} declares {mib(info.file_size)} unpacked; at most {mib(limit)} are read")
    check_ratio(name, info.compress_size, info.file_size)


def check_ratio(name: str, packed: int, unpacked: int) -> None:
    """Raises `BadPackageError` where a file swells more than anything honest does."""
    if unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * max(packed, 1):
        raise BadPackageError("zip-bomb", f"{name!r} in the package swells from {packed:,} bytes to {mib(unpacked)}: a zip bomb")


def _open(file: IO[bytes]) -> zipfile.ZipFile:
    """Looks at the end of the file before the library does, which reads the whole directory into memory."""
    size = file.seek(0, 2)
    if size == 0:
        raise BadPackageError("empty-file", "the file is empty", _AGAIN)
    if size > MAX_PACKAGE:
        raise BadPackageError("too-large", f"the package is {mib(size)} large; at most {mib(MAX_PACKAGE)} are read")
    file.seek(max(0, size - (1 << 16) - 22 - 76))
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < 22:
        file.seek(0)
        if file.read(2) == b"PK":
            raise BadPackageError("truncated", "the package is cut off: the directory at its end is missing", _AGAIN)
        hint = "an .apkg is expected; a bank is checked with 'deckpress check', and 'deckpress build' makes a deck of it"
        raise BadPackageError("not-a-package", "this is no Anki package (no zip file)", hint)
    (directory,) = struct.unpack_from("<I", tail, end + 12)
    if directory == 0xFFFFFFFF:
        directory = _zip64_directory(file, tail, end)
    if directory > MAX_DIRECTORY:
        raise BadPackageError("too-large", f"the package's directory takes {mib(directory)}; at most {mib(MAX_DIRECTORY)} are read")
    file.seek(0)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error, OverflowError) as error:
        raise BadPackageError("damaged", f"the zip file is damaged: {error}", _AGAIN) from error


def _zip64_directory(file: IO[bytes], tail: bytes, end: int) -> int:
    if end < 20 or tail[end - 20 : end - 16] != b"PK\x06\x07":
        raise BadPackageError("damaged", "the zip file is damaged: its directory cannot be found", _AGAIN)
    (offset,) = struct.unpack_from("<Q", tail, end - 12)
    if offset < MAX_PACKAGE:
        file.seek(offset)
        record = file.read(56)
        if len(record) == 56 and record.startswith(b"PK\x06\x06"):
            return int(struct.unpack_from("<Q", record, 40)[0])
    raise BadPackageError("damaged", "the zip file is damaged: its directory cannot be found", _AGAIN)


def zstd_bound(data: bytes) -> int:
    """An upper bound of what zstd data unpacks to, in bytes, found by walking its blocks without unpacking any.

    Exact for stored and repeated blocks; a compressed one counts as the format's largest, 128 KiB. Raises `ValueError`
    where the data is no complete zstd frame.
    """
    total, at = 0, 0
    try:
        while at < len(data):
            (magic,) = struct.unpack_from("<I", data, at)
            if magic & 0xFFFFFFF0 == 0x184D2A50:
                at += 8 + int(struct.unpack_from("<I", data, at + 4)[0])
                continue
            if magic != 0xFD2FB528:
                raise ValueError("no zstd frame")
            total, at = _walk_frame(data, at + 4, total)
    except (struct.error, IndexError) as error:
        raise ValueError("a zstd frame is cut off") from error
    if at != len(data):
        raise ValueError("a zstd frame is cut off")
    return total


def _walk_frame(data: bytes, at: int, total: int) -> tuple[int, int]:
    flags = data[at]
    single, checksum = flags >> 5 & 1, flags >> 2 & 1
    at += 1 + (0 if single else 1) + (0, 1, 2, 4)[flags & 3] + ((single, 2, 4, 8)[flags >> 6])
    while True:
        header = int.from_bytes(data[at : at + 3], "little")
        if at + 3 > len(data):
            raise IndexError
        last, kind, size = header & 1, header >> 1 & 3, header >> 3
        if kind == 3:
            raise ValueError("a zstd block of no known kind")
        total += 1 << 17 if kind == 2 else size
        at += 3 + (1 if kind == 1 else size)
        if last:
            return total, at + 4 * checksum
