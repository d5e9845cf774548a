"""Images of a bank: looked up beside it, stored under the hash of their content, so that a changed picture reaches every learner."""

from __future__ import annotations

import hashlib
import re
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
    (re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->|<!DOCTYPE[^>]{0,300}>|\s){0,8}<svg[\s>]", re.S), "svg"),
)


class MediaFolder:
    """Resolves the image paths of one bank file and keeps what it found: ``files`` maps names in the package to paths."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, Path] = {}
        self._names: dict[str, str] = {}

    def __call__(self, path: str) -> str:
        """The name in the package of the image at ``path``. Raises `MediaError` where there is none that may be used."""
        name = self._names.get(path)
        if name is None:
            name = self._names[path] = self._find(path)
        return name

    def _find(self, path: str) -> str:
        try:
            file = (self.folder / path).resolve()
            inside = file.is_relative_to(self.folder.resolve())
            found = inside and file.is_file()
        except (OSError, ValueError):  # a name too long, a NUL in it
            raise MediaError(f"the image path '{path[:60]}' is no file name") from None
        if not inside:
            raise MediaError(f"the image '{path[:60]}' lies outside the bank's folder: put it beside the bank")
        if not found:
            raise MediaError(f"there is no image '{path[:60]}' beside the bank: looked for {self.folder / path}")
        if file.stat().st_size > MAX_IMAGE_BYTES:
            raise MediaError(f"the image '{path[:60]}' is larger than {MAX_IMAGE_BYTES // 2**20} MB: make it smaller")
        data = file.read_bytes()
        extension = next((extension for pattern, extension in _MAGIC if pattern.match(data)), None)
        if extension is None:
            raise MediaError(f"'{path[:60]}' is no image that all clients show: use PNG, JPEG, GIF, WebP, AVIF or SVG")
        name = f"dp-{hashlib.sha256(data).hexdigest()[:20]}.{extension}"
        self.files[name] = file
        return name
