"""Zip containers of Office files (ECMA-376 part 2), read within the limits of `limits`, and their XML, read without a DTD.

Reads   parts stored or deflated, named in any case and with either slash; XML in any encoding that has ASCII as a part, or UTF-16.
Refuses encrypted parts, other methods of compression, bombs, damage, a DOCTYPE, XML nested deeper than 256 elements. Nothing is
        written to disk, so names with ``..`` do no harm.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import IO, Literal

from deckpress.readers.documents.containers.safe_xml import Element, XmlStream, check_prolog, xml_root
from deckpress.readers.documents.limits import MAX_FILE, MAX_RATIO, MAX_UNPACKED, DocumentError

__all__ = ["MAX_MEMBERS", "Archive", "Program", "refuse_ole"]

MAX_MEMBERS = 10_000
"""Parts of a zip container."""
_CHUNK = 1 << 17
_RATIO_FROM = 2**20
_WHOLE_XML = 32 * 2**20
"""Bytes of XML that is read as one tree (styles, numbering)."""
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, IndexError, OverflowError)
"""What zipfile raises on damaged files; RuntimeError also covers NotImplementedError and a missing password."""

Program = Literal["Word", "Excel"]
_SUFFIX: dict[Program, tuple[str, str]] = {"Word": (".doc", ".docx"), "Excel": (".xls", ".xlsx")}


class Archive:
    """An Office file opened as a zip. Everything read from it counts against `MAX_UNPACKED`, by its real size."""

    def __init__(self, data: bytes, name: str, program: Program = "Word") -> None:
        """Raises DocumentError where ``data`` is no zip, is encrypted, is damaged or has too many parts."""
        self.name, self.program = name, program
        self._left = MAX_UNPACKED
        self._suffix = _SUFFIX[program][1]
        refuse_ole(data, name, program)
        if len(data) > MAX_FILE:
            raise self.error(f"the file is larger than {MAX_FILE // 2**20} MB", "split it into parts")
        if not data.startswith(b"PK"):
            raise self.error(f"this is no {program} file: a {self._suffix} begins with 'PK'", f"save it as {self._suffix} in {program}")
        # Before zipfile builds an object for each: the signature of an entry of the central directory (APPNOTE.TXT 4.3.12).
        if data.count(b"PK\x01\x02") > MAX_MEMBERS:
            raise self.error(f"the file has more than {MAX_MEMBERS} parts", f"open it in {program} and save it again")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _DAMAGE as damage:
            raise self.damaged(damage) from damage
        self._members = {_part_name(info.filename): info for info in self._zip.infolist() if not info.is_dir()}

    def __contains__(self, part: str) -> bool:
        return _part_name(part) in self._members

    @property
    def names(self) -> list[str]:
        """The parts' names in lower case, with ``/`` between folders and none in front."""
        return list(self._members)

    def chunks(self, part: str, limit: int = MAX_UNPACKED) -> Iterator[bytes]:
        """A part's bytes in pieces. Raises DocumentError where it is missing, damaged, encrypted, a bomb or over ``limit`` bytes."""
        info = self._members.get(_part_name(part))
        if info is None:
            raise self.error(f"the part {part!r} is missing", f"the file is incomplete: save it again in {self.program}")
        if info.flag_bits & 1:
            raise self.password()
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # the others unpack without a bound
            raise self.error(f"the part {part!r} is packed in a way that Office files never use", f"save it again in {self.program}")
        try:
            with self._zip.open(info) as stream:
                yield from self._bounded(stream, info, limit)
        except _DAMAGE as damage:
            raise self.damaged(damage) from damage

    def _bounded(self, stream: IO[bytes], info: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
        size, most = 0, max(_RATIO_FROM, info.compress_size * MAX_RATIO)
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            self._left -= len(chunk)
            if self._left < 0 or size > most or size > limit:
                raise self.error(
                    f"the part {info.filename!r} unpacks to far more than a document needs", "if you trust it, split it into smaller files"
                )
            yield chunk

    def read(self, part: str, limit: int = MAX_UNPACKED) -> bytes:
        """A part's bytes. Raises as `chunks` does."""
        return b"".join(self.chunks(part, limit))

    def xml(self, part: str) -> Element:
        """The root of an XML part of up to 32 MB. Raises DocumentError also where it is no XML or has a DOCTYPE."""
        return xml_root(self.read(part, _WHOLE_XML), f"{self.name}: {part}")

    def stream(self, part: str, tags: Iterable[str]) -> XmlStream:
        """An XML part of any size, element by element."""
        return XmlStream(self.chunks(part), tags, f"{self.name}: {part}")

    def check(self) -> None:
        """Unpacks every part, keeping none: for a library that reads the file by itself. Raises DocumentError as `chunks` does,
        and on a DOCTYPE in a part that looks like XML."""
        for part in self._members:
            chunks = self.chunks(part)
            head = next(chunks, b"")
            if part.endswith((".xml", ".rels", ".vml")):
                check_prolog(head, f"{self.name}: {part}")
            for _ in chunks:
                pass
        self._left = MAX_UNPACKED

    def error(self, what: str, hint: str) -> DocumentError:
        """A refusal that names this file."""
        return DocumentError(f"{self.name}: {what}\n  {hint}")

    def password(self) -> DocumentError:
        """The refusal of an encrypted file."""
        return self.error("the file has a password", f"open it in {self.program} and save it without one")

    def damaged(self, damage: Exception) -> DocumentError:
        """The refusal of a truncated or broken file."""
        return self.error(f"the file is damaged or cut off ({damage})", f"copy it again, or open it in {self.program} and save it")


def refuse_ole(data: bytes, name: str, program: Program) -> None:
    """Raises DocumentError where ``data`` is an OLE container: the format before 2007, or one encrypted (MS-OFFCRYPTO 2.3.4.4)."""
    if not data.startswith(_OLE):
        return
    old, new = _SUFFIX[program]
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise DocumentError(f"{name}: the file has a password\n  open it in {program} and save it without one")
    raise DocumentError(f"{name}: this is the old {program} format ({old})\n  open it in {program} or WPS and save it as {new}")


def _part_name(name: str) -> str:
    # Part names are equal regardless of case (ECMA-376 part 2, 6.2.2.3); some programs write backslashes.
    return name.replace("\\", "/").lstrip("/").lower()
