"""Which banks the arguments of a command mean, and where their locks lie."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deckpress.errors import UsageError

__all__ = ["COLLECTION_FILE", "BankFiles", "find_banks"]

COLLECTION_FILE = "deckpress.yaml"
"""What the banks of a folder share; no bank itself."""
_SUFFIXES = (".yaml", ".yml")
_HEAD = 64 * 1024
_ID = re.compile(rb"^id:[ \t]*[\"']?([a-z0-9-]+)", re.M)
_PART = re.compile(rb"^part:[ \t]*\d+", re.M)


@dataclass(frozen=True, slots=True)
class BankFiles:
    """One bank: its files in order, and its lock (which need not exist yet)."""

    files: tuple[Path, ...]
    lock: Path

    @property
    def name(self) -> str:
        """The name that people know the bank by: its file, or the folder of its parts."""
        return shown(self.files[0] if len(self.files) == 1 else self.files[0].parent)

    def quick_id(self) -> bytes:
        """The bank's id as its first lines have it, before the bank is read; empty where they don't say."""
        found = _ID.search(_head(self.files[0]))
        return found[1] if found else b""


def shown(path: Path) -> str:
    """A path as it is shown: relative to the working folder where it lies inside, with '/' on every system."""
    try:
        return Path(os.path.relpath(path)).as_posix() if not path.is_absolute() or path.is_relative_to(Path.cwd()) else path.as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def find_banks(paths: Sequence[Path]) -> list[BankFiles]:
    """The banks of files and folders, each once, in the order given (inside a folder: by path). Raises `UsageError`."""
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found = _in_folder(path)
            if not found:
                raise UsageError(f"no banks in {shown(path)}: a bank is a .yaml file.\n  'deckpress new' makes a folder with a sample")
            files.update(dict.fromkeys(found))
        elif not path.exists():
            hint = "'deckpress new' makes a folder with a sample" if path.name == "decks" else "check the path"
            raise UsageError(f"{shown(path)}: there is no such file or folder.\n  {hint}")
        elif path.name == COLLECTION_FILE:
            where = shown(path.parent)
            raise UsageError(
                f"{shown(path)} is no bank: it holds what the banks of its folder share.\n  'deckpress check {where}' checks it"
            )
        elif path.suffix.lower() not in _SUFFIXES:
            raise UsageError(f"{shown(path)} is no bank: banks are .yaml files")
        else:
            files[path] = None
    return _grouped(files)


def _in_folder(folder: Path) -> list[Path]:
    found: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(root, name) for name in sorted(names) if name.endswith(_SUFFIXES) and name != COLLECTION_FILE and name[0] != "."]
    return sorted(found)


def _grouped(files: Iterable[Path]) -> list[BankFiles]:
    """Files that are parts of one bank together: same folder, same id, each with a ``part``."""
    banks: dict[tuple[Path, bytes | Path], list[Path]] = {}
    for file in files:
        identifier = _part_of(file)
        if identifier is None:
            banks[file.parent, file] = [file]
            continue
        key = (file.parent, identifier)
        if key not in banks:  # a part brings its siblings: without them, their questions would count as removed
            banks[key] = [other for other in _siblings(file) if _part_of(other) == identifier]
    return [BankFiles(tuple(parts), _lock(key, parts)) for key, parts in banks.items()]


def _siblings(file: Path) -> list[Path]:
    return sorted(other for other in file.parent.iterdir() if other.suffix.lower() in _SUFFIXES and other.name != COLLECTION_FILE)


def _part_of(file: Path) -> bytes | None:
    """The id of the bank that this file says it is a part of; None for a bank of one file."""
    head = _head(file)
    found = _ID.search(head)
    return found[1] if found and _PART.search(head) else None


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_HEAD)
    except OSError:  # reported, with its place, when the bank is read
        return b""


def _lock(key: tuple[Path, bytes | Path], parts: Sequence[Path]) -> Path:
    folder, identifier = key
    return folder / f"{identifier.decode()}.lock" if isinstance(identifier, bytes) else parts[0].with_suffix(".lock")
