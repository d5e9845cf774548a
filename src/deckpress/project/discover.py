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
_ID = re.compile(rb"^id:[ \t]+([\"']?)([a-z0-9-]+)\1[ \t]*(?:#.*)?\r?$", re.M)
_PART = re.compile(rb"^part:[ \t]+[\"']?\d+", re.M)


@dataclass(frozen=True, slots=True)
class BankFiles:
    """One bank: its files in order, and its lock (which need not exist yet).

    ``id`` is the bank's id as its first lines say it, empty where they don't; ``several`` says whether it is one of several files.
    The lock bears the id, so that a file may be renamed.
    """

    files: tuple[Path, ...]
    id: str = ""
    several: bool = False

    @property
    def lock(self) -> Path:
        """Where the lock lies."""
        return self.files[0].with_name(f"{self.id}.lock") if self.id else self.files[0].with_suffix(".lock")

    @property
    def name(self) -> str:
        """The name that people know the bank by: its file, or the folder of its parts."""
        return shown(self.files[0].parent if self.several else self.files[0])


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
    banks: dict[tuple[Path, str], BankFiles] = {}
    for file in files:
        identifier, several = _first_lines(file)
        if not several:
            banks[file, ""] = BankFiles((file,), identifier)
        elif (file.parent, identifier) not in banks:
            # A part brings its siblings: without them, their questions would count as removed.
            parts = tuple(other for other in _siblings(file) if _first_lines(other) == (identifier, True))
            banks[file.parent, identifier] = BankFiles(parts, identifier, several=True)
    return list(banks.values())


def _siblings(file: Path) -> list[Path]:
    return sorted(other for other in file.parent.iterdir() if other.suffix.lower() in _SUFFIXES and other.name != COLLECTION_FILE)


def _first_lines(file: Path) -> tuple[str, bool]:
    """The id of the bank, empty where the first lines don't say it, and whether the file is one of its parts.

    A bank is known by its first lines before it is read, as a hundred banks must be told apart in no time; `inspect` holds it to that.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError:  # reported, with its place, when the bank is read
        return "", False
    found = _ID.search(head)
    return (found[2].decode(), _PART.search(head) is not None) if found else ("", False)
