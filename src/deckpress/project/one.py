"""One bank: from its bytes to its package and lock."""

from __future__ import annotations

from pathlib import Path

from deckpress.diagnostics import Report
from deckpress.project.cache import Cache, file_hash, key_of
from deckpress.project.collector import without_gc
from deckpress.project.discover import BankFiles, report_shared, shown
from deckpress.project.files import BankBytes, read_files
from deckpress.project.inspect import inspect_bank
from deckpress.project.results import BankResult, BuildOptions
from deckpress.project.rows import Rows, deck_rows, fill, settle, why_empty
from deckpress.project.workspace import Workspace, write_whole
from deckpress.writers.apkg import write_package

__all__ = ["build_bank"]


def build_bank(item: tuple[BankFiles, BankFiles | None], *, workspace: Workspace, options: BuildOptions, cache: Cache) -> BankResult:
    """One bank, from its bytes to its package and lock. Everything wrong with it is in the result."""
    files, first = item
    report = Report()
    result = BankResult(name=files.name)
    if first is not None:
        report_shared(files, first, report)
    with without_gc():
        data = read_files(files, report) if first is None else None
        if data is not None:
            _build(data, report, result, workspace, options, cache)
    result.diagnostics = list(report)
    return result


def _build(data: BankBytes, report: Report, result: BankResult, workspace: Workspace, options: BuildOptions, cache: Cache) -> None:
    found = inspect_bank(data, report, include_unanswered=options.include_unanswered)
    if found is None:
        return
    rows = Rows.of(found, options)
    target = workspace.output / f"{found.bank.id}.apkg"
    try:
        lock, digest = _write(data, rows, target, result, workspace, options)
    except OSError as error:  # the disk is full, a program has the package open, an image changed: the other banks are still to be built
        where = f" ({error.filename})" if error.filename else ""
        hint = "free space on the disk, close the program that has it open, or check the rights"
        report.about_file("not-written", "error", f"{error.strerror or error}{where}", shown(target), hint)
        return
    if result.output:
        result.diagnostics = list(report)
        key = key_of(data.files.name, data.texts, lock, options)
        cache.put(data.files.lock.as_posix(), key, result, found.image_hashes() | {target: digest})
    report.extend(rows.news)


def _write(data: BankBytes, rows: Rows, target: Path, result: BankResult, workspace: Workspace, options: BuildOptions) -> tuple[bytes, str]:
    """Writes package and lock, unless rendering the notes finds errors; the lock's bytes and the hash of the package."""
    report = rows.found.report
    with workspace.scratch() as folder:
        aside = folder / target.name
        info = write_package(aside, deck_rows(rows.found), rows, rows.media)
        fill(result, rows, info)
        lock = settle(data, rows, options)
        changes = rows.update.changes
        result.new, result.changed, result.retired = changes.new, changes.changed, changes.retired
        if not info.notes:
            left = f"; {shown(target)} is from an earlier build" if target.exists() else ""
            report.about_file("empty-deck", "warning", f"no package: {why_empty(options)}{left}", result.name)
        digest = file_hash(aside)  # before anybody else can write there
        if report.errors:
            return lock, digest
        # The lock first: a build that is killed in between gives the same package again, from the same lock.
        if lock != data.lock:
            write_whole(data.files.lock, lock.decode())
        if info.notes:
            aside.replace(target)
            result.output = shown(target)
    return lock, digest
