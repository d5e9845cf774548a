"""What an argument of ``deckpress diff`` means: a package, a release folder, a folder of packages, banks, or banks at a git revision."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from deckpress.diagnostics import Report
from deckpress.diff.banks import bank_snapshot
from deckpress.diff.compare import Difference, compare
from deckpress.diff.revisions import checked_out, commit_of, missing_history, top_folder
from deckpress.diff.snapshot import Snapshot, side_note
from deckpress.engine.archive import BadPackageError
from deckpress.engine.reading import read_notes
from deckpress.errors import FindingsError, UsageError
from deckpress.project.discover import shown

__all__ = ["diff", "package_snapshot", "snapshot_of"]

_MAX_MANIFEST = 256 << 20
_PACKAGES = (".apkg", ".colpkg")


def diff(old: str, new: str = "", path: str = "") -> Difference:
    """Compares two of: package, release folder, bank, folder of banks, git revision (of ``path``, default ``decks``).

    A revision beside a bank or a folder of banks is that of these banks; a revision alone is compared with the working folder. Raises
    `UsageError`, `FindingsError` where a bank has errors or a package can't be read, `MissingLibrary`.
    """
    if not new:
        if Path(old).exists():
            raise UsageError(f"{old} alone: name what to compare it with, a package, a folder, banks or a git revision")
        new = path or _default_banks()
    banks = path or next(filter(_holds_banks, (old, new)), "") or _default_banks()
    return compare(snapshot_of(old, banks), snapshot_of(new, banks))


def snapshot_of(name: str, banks: str) -> Snapshot:
    """One side; a revision is that of the path ``banks``."""
    path = Path(name)
    if path.suffix.lower() in _PACKAGES and path.is_file():
        return package_snapshot([path], name)
    if path.is_dir() and (packages := _packages(path)):
        return package_snapshot(packages, name)
    if path.exists():
        return bank_snapshot(path, name)
    if not commit_of(name, Path.cwd()):
        raise UsageError(f"'{name}' is no file, no folder and no git revision{missing_history(Path.cwd())}")
    with TemporaryDirectory(prefix="deckpress-") as folder:
        found = checked_out(name, Path(banks), Path(folder))
        with _named(f"{name}:", shown(Path(folder))):
            return bank_snapshot(found, name)


@contextmanager
def _named(revision: str, folder: str) -> Iterator[None]:
    """Errors of the block name files in ``folder`` as git does: by revision and path in the repository."""

    def named(text: str) -> str:
        return text.replace(f"{folder}/", revision)

    try:
        yield
    except FindingsError as error:
        findings = [
            replace(each, file=named(each.file), message=named(each.message), hint=named(each.hint)) for each in error.report.diagnostics
        ]
        raise FindingsError(str(error), Report(findings)) from error
    except UsageError as error:
        raise UsageError(named(str(error))) from error


def _holds_banks(name: str) -> bool:
    """Whether a side is a bank or a folder of banks, which a revision beside it then stands for."""
    path = Path(name)
    return path.exists() and path.suffix.lower() not in _PACKAGES and not (path.is_dir() and _packages(path))


def _default_banks() -> str:
    """``decks`` of the working folder, else of the nearest folder above it in the repository."""
    here = Path(os.path.realpath(Path.cwd()))
    top = top_folder(here)
    above = [folder for folder in (here, *here.parents) if top is not None and folder.is_relative_to(top)]
    found = next((folder for folder in above if (folder / "decks").is_dir()), top or here)
    return Path(os.path.relpath(found, here), "decks").as_posix()


def package_snapshot(paths: list[Path], name: str) -> Snapshot:
    """The notes of packages together. Raises `FindingsError` where one can't be read."""
    snapshot, report = Snapshot(name), Report()
    for path in paths:
        try:
            notes = read_notes(path)
        except BadPackageError as bad:
            report.about_file(bad.code, "error", bad.message, shown(path), bad.hint)
            continue
        snapshot.add(map(side_note, notes))
    if report.errors:
        raise FindingsError(f"{name} can't be read", report)
    return snapshot


def _packages(folder: Path) -> list[Path]:
    """The packages of a release folder (those of whole banks), or all of a folder of packages; none for a folder of banks."""
    manifest = folder / "manifest.json"
    if manifest.is_file() and manifest.stat().st_size < _MAX_MANIFEST:
        try:
            decks = json.loads(manifest.read_text("utf-8"))["decks"]
            return [folder / Path(deck["file"]).name for deck in decks if deck["kind"] == "bank"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise UsageError(f"{shown(manifest)} is no manifest of a release: {error}") from error
    return sorted(folder.glob("*.apkg"))
