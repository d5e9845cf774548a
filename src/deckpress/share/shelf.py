"""What may be fetched of a folder. Nothing else of the machine can be named by an address.

A folder with an ``index.html`` (a release) is served whole: its regular files, in subfolders too. Of any other folder only the
``.apkg`` files that lie right in it are, with a list of them as the first page. Hidden files, symbolic links and what is no file never are.
"""

from __future__ import annotations

import io
import os
import stat
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from unicodedata import category
from urllib.parse import unquote_to_bytes

from deckpress.errors import UsageError
from deckpress.share.page import list_page

__all__ = ["Item", "Shelf"]

_INDEX = "index.html"
_DECK = ".apkg"
_TEXT = "text/plain; charset=utf-8"
_TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".gif": "image/gif", ".webp": "image/webp", ".ico": "image/x-icon", ".woff2": "font/woff2",
    ".txt": _TEXT, ".md": _TEXT, ".yaml": _TEXT, ".yml": _TEXT,
}  # fmt: skip
_PLAIN_NAMES = frozenset({"SHA256SUMS", "LICENSE"})
_DOWNLOAD = "application/octet-stream"
"""Phones offer Anki for a file of this type that is called .apkg; types of its own they don't know."""
_MOST_LEVELS = 8
_TITLES_SECONDS = 1.5


@dataclass(slots=True, kw_only=True)
class Item:
    """Something to send: ``file`` is open for reading and has ``size`` bytes; ``tag`` changes when they do."""

    name: str
    file: IO[bytes]
    size: int
    type: str
    tag: str
    download: bool
    own_page: bool = False


class Shelf:
    """A folder to fetch from. Raises `UsageError` where there is nothing in it to share.

    ``title`` gives what a deck is called, by its path, and an empty string where that can't be told.
    """

    def __init__(self, folder: Path, title: Callable[[Path], str] | None = None) -> None:
        self.folder, self._title = folder, title
        self._titles: dict[tuple[str, int, int], str] = {}
        self._reading = threading.Lock()
        if not folder.is_dir():
            what = "is a file, not a folder" if folder.exists() else "there is no such folder"
            raise UsageError(
                f"{folder}: {what}.\n  Make the decks first ('deckpress release', or 'deckpress build'), then name their folder:"
                " deckpress share build"
            )
        if not self.decks() and not self.has_page():
            raise UsageError(f"{folder}: no .apkg in it.\n  'deckpress build' makes decks; then: deckpress share build")

    def has_page(self) -> bool:
        """Whether the folder brings its own first page, and so is served whole."""
        return self._plain_file(_INDEX)

    def decks(self) -> list[tuple[str, int]]:
        """The decks right in the folder by name, with their sizes in bytes."""
        with os.scandir(self.folder) as entries:
            found = [entry for entry in entries if _may_be_named(entry.name) and entry.name.lower().endswith(_DECK)]
            return sorted((entry.name, entry.stat().st_size) for entry in found if entry.is_file(follow_symlinks=False))

    def titles(self) -> dict[str, str]:
        """What the decks are called, by file name, each read once. Takes a moment at most: the next call reads on."""
        if self._title is None:
            return {}
        keys = {name: key for name, _ in self.decks() if (key := self._version(name))}
        if self._reading.acquire(blocking=False):  # else another caller reads them; nobody has to wait for it
            try:
                end = time.monotonic() + _TITLES_SECONDS
                known = {key: self._titles[key] for key in keys.values() if key in self._titles}
                for name, key in keys.items():
                    if key not in known and time.monotonic() < end:
                        known[key] = self._title(self.folder / name)
                self._titles = known
            finally:
                self._reading.release()
        return {name: title for name, key in keys.items() if (title := self._titles.get(key))}

    def get(self, path: str, languages: str = "") -> Item | None:
        """What the part of an address behind the secret names, percent-encoded as it came; None where that is nothing to share.
        ``languages`` is the header Accept-Language."""
        names = _names(path)
        if names is None:
            return None
        if not names and not self.has_page():
            return self._list(languages)
        if not self.has_page() and (len(names) != 1 or not names[0].lower().endswith(_DECK)):
            return None
        if path == "" or path.endswith("/"):
            names = [*names, _INDEX]
        return self._file(names)

    def _list(self, languages: str) -> Item | None:
        try:
            data = list_page(self.decks(), self.titles(), languages)
        except OSError:  # the folder went away; it may be on its way back
            return None
        return Item(name=_INDEX, file=io.BytesIO(data), size=len(data), type=_TYPES[".html"], tag="", download=False, own_page=True)

    def _version(self, name: str) -> tuple[str, int, int] | None:
        try:
            found = (self.folder / name).lstat()
        except OSError:  # gone since
            return None
        return name, found.st_mtime_ns, found.st_size

    def _plain_file(self, name: str) -> bool:
        path = self.folder / name
        return path.is_file() and not path.is_symlink()

    def _file(self, names: Sequence[str]) -> Item | None:
        path = self.folder
        for place, name in enumerate(names, 1):
            if not _lies_in(path, name, folder_wanted=place < len(names)):
                return None
            path /= name
        if not path.resolve().is_relative_to(self.folder.resolve()):  # junctions of Windows, for one
            return None
        try:
            # A pipe that took the file's place must not make us wait for it.
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
            file = os.fdopen(os.open(path, flags), "rb")
        except OSError:  # gone since, or not ours to read
            return None
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            file.close()
            return None
        suffix = path.suffix.lower()
        kind = _TEXT if path.name in _PLAIN_NAMES else _TYPES.get(suffix, _DOWNLOAD)
        tag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
        return Item(name=path.name, file=file, size=found.st_size, type=kind, tag=tag, download=kind == _DOWNLOAD)


def _names(path: str) -> list[str] | None:
    """The names in a path; None where one of them could mean something else than a file or folder that is called so."""
    try:
        text = unquote_to_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        return None
    names = text.removesuffix("/").split("/") if text else []
    return names if len(names) <= _MOST_LEVELS and all(map(_may_be_named, names)) else None


def _may_be_named(name: str) -> bool:
    return bool(name) and len(name) <= 255 and name[0] != "." and not any(category(character) in ("Cc", "Cs") for character in name)


def _lies_in(folder: Path, name: str, *, folder_wanted: bool) -> bool:
    """Whether the folder lists exactly this name, and not as a link: systems open files by other names too (case, ``FILE~1``, ``NUL``)."""
    try:
        with os.scandir(folder) as entries:
            entry = next((entry for entry in entries if entry.name == name), None)
            if entry is None or entry.is_symlink():
                return False
            return entry.is_dir(follow_symlinks=False) if folder_wanted else entry.is_file(follow_symlinks=False)
    except OSError:  # the folder went away
        return False
