"""What an argument of ``deckpress diff`` means: a package, a release folder, a folder of packages, banks, or banks at a git revision."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from deckpress.diff.banks import bank_snapshot
from deckpress.diff.compare import Difference, compare
from deckpress.diff.revisions import checked_out, commit_of
from deckpress.diff.snapshot import Snapshot, side_note
from deckpress.engine.archive import BadPackageError
from deckpress.engine.reading import read_notes
from deckpress.errors import FindingsError, UsageError
from deckpress.project.discover import shown

__all__ = ["diff", "package_snapshot", "snapshot_of"]

_MAX_MANIFEST = 256 << 20


def diff(old: str, new: str = "", path: str = "") -> Difference:
    """Compares two of: package, release folder, bank, folder of banks, git revision (of ``path``, default ``decks``).

    A revision beside a path of banks is that of these banks; a revision alone is compared with the working folder. Raises `UsageError`,
    `FindingsError` where a bank has errors or a package can't be read, `MissingLibrary`.
    """
    if not new:
        if Path(old).exists():
            raise UsageError(f"{old} alone: name what to compare it with, a package, a folder, banks or a git revision")
        new = path or "decks"
    banks = path or next((side for side in (old, new) if Path(side).exists()), "decks")
    return compare(snapshot_of(old, banks), snapshot_of(new, banks))


def snapshot_of(name: str, banks: str) -> Snapshot:
    """One side; a revision is that of the path ``banks``."""
    path = Path(name)
    if path.suffix.lower() in (".apkg", ".colpkg") and path.is_file():
        return package_snapshot([path], name)
    if path.is_dir() and (packages := _packages(path)):
        return package_snapshot(packages, name)
    if path.exists():
        return bank_snapshot(path, name)
    if not commit_of(name, Path.cwd()):
        raise UsageError(f"'{name}' is no file, no folder and no git revision")
    with TemporaryDirectory(prefix="deckpress-") as folder:
        return bank_snapshot(checked_out(name, Path(banks), Path(folder)), name)


def package_snapshot(paths: list[Path], name: str) -> Snapshot:
    """The notes of packages together. Raises `FindingsError` where one can't be read."""
    from deckpress.diagnostics import Report

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
