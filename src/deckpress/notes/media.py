"""Images of a bank: looked up beside it, stored under the hash of their content, so that a changed picture reaches every learner."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from deckpress.markup import MediaError

__all__ = ["MAX_IMAGE_BYTES", "MediaFolder"]

MAX_IMAGE_BYTES = 20 * 1024 * 1024
"""Largest image taken; AnkiWeb refuses media over 100 MB, phones suffer long before."""
_MAGIC: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF....WEBP", re.S), "webp"),
    (re.compile(rb"....ftypavi[fs]", re.S), "avif"),
)


_SVG_START = re.compile(rb"<svg[\s>]")
_SVG_PROLOGUE = re.compile(rb"<\?xml[^>]{0,200}\?>|<!DOCTYPE[^>\[]{0,300}>")
_MAX_PROLOGUE = 40
"""Comments and declarations looked past for the ``<svg`` tag."""


def _extension(data: bytes) -> str:
    """The extension of an image's format, by its content; empty for what not every client shows."""
    for pattern, extension in _MAGIC:
        if pattern.match(data):
            return extension
    at = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    for _ in range(_MAX_PROLOGUE):
        at = len(data) - len(data[at:].lstrip())
        if _SVG_START.match(data, at):
            return "svg"
        prologue = _SVG_PROLOGUE.match(data, at)
        end = prologue.end() if prologue else data.find(b"-->", at) + 3 if data.startswith(b"<!--", at) else 0
        if end <= at:
            break
        at = end
    return ""


class MediaFolder:
    """Resolves the image paths of one bank file and keeps what it found.

    ``files`` maps names in the package to paths as written, ``hashes`` those paths to the SHA-256 of the bytes that were read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, Path] = {}
        self.hashes: dict[Path, str] = {}
        self._names: dict[str, str] = {}

    def __call__(self, path: str) -> str:
        """The name in the package of the image at ``path``. Raises `MediaError` where there is none that may be used."""
        name = self._names.get(path)
        if name is None:
            name = self._names[path] = self._find(path)
        return name

    def _find(self, path: str) -> str:
        written = self.folder / path
        try:
            file = written.resolve()
            if not file.is_relative_to(self.folder.resolve()):
                raise MediaError(f"the image '{path[:60]}' lies outside the bank's folder: put it beside the bank")
            if not file.is_file():
                raise MediaError(f"there is no image '{path[:60]}' beside the bank: looked for {written.as_posix()}")
            if file.stat().st_size > MAX_IMAGE_BYTES:
                raise MediaError(f"the image '{path[:60]}' is larger than {MAX_IMAGE_BYTES // 2**20} MB: make it smaller")
            data = file.read_bytes()
        except OSError as error:  # no rights, or a name too long
            raise MediaError(f"the image '{path[:60]}' can't be read: {error.strerror or error}") from None
        except ValueError as error:
            if isinstance(error, MediaError):
                raise
            raise MediaError(f"the image path '{path[:60]}' is no file name") from None  # a NUL in it
        extension = _extension(data)
        if not extension:
            raise MediaError(f"'{path[:60]}' is no image that all clients show: use PNG, JPEG, GIF, WebP, AVIF or SVG")
        digest = sha256(data).hexdigest()
        name = f"dp-{digest[:20]}.{extension}"
        self.files[name] = written
        self.hashes[written] = digest
        return name
