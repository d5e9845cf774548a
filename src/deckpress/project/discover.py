"""Which banks the arguments of a command mean, and where their locks lie."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deckpress.diagnostics import Report
from deckpress.errors import UsageError

__all__ = ["COLLECTION_FILE", "BankFiles", "find_banks", "report_shared", "shown", "unique"]

COLLECTION_FILE = "deckpress.yaml"
"""What the banks of a folder share; no bank itself."""
_SUFFIXES = (".yaml", ".yml")
_HEAD = 64 * 1024
_ID = re.compile(rb"^id:[ \t]+([\"']?)([a-z0-9-]{1,100})\1[ \t]*(?:#.*)?\r?$", re.M)
_SLUG = re.compile(r"[a-z0-9-]{1,100}")
_PART = re.compile(rb"^part:[ \t]+[\"']?\d+", re.M)


@dataclass(frozen=True, slots=True)
class BankFiles:
    """One bank: its files in order, and its lock (which need not exist yet).

    ``id`` is the bank's id as its first lines say it, empty where they don't; ``several`` says whether it is one of several files.
    """

    files: tuple[Path, ...]
    lock: Path
    id: str = ""
    several: bool = False

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
    files: dict[str, Path] = {}  # by real path: one file may be given under two names
    for path in paths:
        if path.is_dir():
            found = _in_folder(path)
            if not found:
                raise UsageError(f"no banks in {shown(path)}: a bank is a .yaml file.\n  'deckpress new' makes a folder with a sample")
            for file in found:
                files.setdefault(os.path.realpath(file), file)
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
            files.setdefault(os.path.realpath(path), path)
    return _grouped(files.values())


def unique(banks: Sequence[BankFiles]) -> list[tuple[BankFiles, BankFiles | None]]:
    """Each bank with the earlier one whose id or lock it takes, if there is one: two banks can't share one identity."""
    ids: dict[str, BankFiles] = {}
    locks: dict[str, BankFiles] = {}
    out: list[tuple[BankFiles, BankFiles | None]] = []
    for bank in banks:
        first = ids.setdefault(bank.id, bank) if bank.id else bank
        if first is bank:
            first = locks.setdefault(os.path.realpath(bank.lock), bank)
        out.append((bank, None if first is bank else first))
    return out


def report_shared(bank: BankFiles, first: BankFiles, report: Report) -> None:
    """The finding that a bank has the id or the lock of another."""
    if bank.id == first.id:
        message = f"this bank has the same id as {first.name}"
        hint = "give it an id of its own; files of one bank lie in one folder and each say which 'part' they are"
        report.about_file("duplicate-bank", "error", message, bank.name, hint)
    else:
        message = f"this bank would share the lock {shown(bank.lock)} with {first.name}"
        report.about_file("duplicate-lock", "error", message, bank.name, "rename one of the two files")


def _in_folder(folder: Path) -> list[Path]:
    found: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(root, name) for name in names if _is_bank(name)]
    return sorted(found, key=lambda path: path.as_posix())


def _is_bank(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES) and name != COLLECTION_FILE and not name.startswith(".")


def _grouped(files: Iterable[Path]) -> list[BankFiles]:
    """Files that are parts of one bank together: same folder, same id, each with a ``part``."""
    banks: dict[tuple[Path, str], BankFiles] = {}
    for file in files:
        identifier, several = _first_lines(file)
        if not several:
            banks[file, ""] = BankFiles((file,), _lock(file, identifier), identifier)
        elif (file.parent, identifier) not in banks:
            # A part brings its siblings: without them, their questions would count as removed.
            parts = tuple(other for other in _siblings(file) if _first_lines(other) == (identifier, True))
            banks[file.parent, identifier] = BankFiles(parts, file.with_name(f"{identifier}.lock"), identifier, several=True)
    return list(banks.values())


def _lock(file: Path, identifier: str) -> Path:
    """The lock of a bank: named like its file; or like its id, if that is the one there (the file was renamed)."""
    lock = file.with_suffix(".lock")
    other = file.with_name(f"{identifier}.lock")
    return other if identifier and not lock.exists() and other.exists() and not _has_bank(other) else lock


def _has_bank(lock: Path) -> bool:
    return any(lock.with_suffix(suffix).exists() for suffix in _SUFFIXES)


def _siblings(file: Path) -> list[Path]:
    return sorted((other for other in file.parent.iterdir() if _is_bank(other.name)), key=lambda path: path.as_posix())


def _first_lines(file: Path) -> tuple[str, bool]:
    """The id of the bank, empty where the first lines don't say it, and whether the file is one of its parts.

    A bank is known by its first lines before it is read, as a hundred banks must be told apart in no time; `inspect` holds it to that.
    """
    try:
        if not file.is_file():
            return "", False
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError:  # reported, with its place, when the bank is read
        return "", False
    found = _ID.search(head)
    return (found[2].decode(), _PART.search(head) is not None) if found else _parsed(file)


def _parsed(file: Path) -> tuple[str, bool]:
    """The same of a bank whose first lines don't show it: JSON, quoted keys."""
    from deckpress.readers.bank.raw import load_raw
    from deckpress.readers.text import decode_bank, read_bytes

    report = Report()  # what is wrong with the file is said when the bank is read
    data = read_bytes(file, file.name, report)
    source = decode_bank(data, file.name, report) if data is not None else None
    raw = load_raw(source, report) if source is not None else None
    identifier = raw.head.data.get("id") if raw is not None else None
    if raw is None or not isinstance(identifier, str) or not _SLUG.fullmatch(identifier):
        return "", False
    return identifier, bool(raw.head.data.get("part"))
