"""All banks in one package."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from deckpress.diagnostics import Report
from deckpress.project.discover import BankFiles, report_shared, shown, unique
from deckpress.project.files import BankBytes, read_files
from deckpress.project.inspect import inspect_bank
from deckpress.project.results import BankResult, BuildOptions, BuildResult
from deckpress.project.rows import Rows, deck_rows, fill, settle, why_empty
from deckpress.project.workspace import Workspace, write_whole
from deckpress.writers.apkg import NoteRow, PackageInfo, write_package

__all__ = ["PACKAGE_NAME", "build_together"]

PACKAGE_NAME = "all_banks.apkg"
"""The one package; no bank can be called so, as ids hold no underline."""


def build_together(
    banks: list[BankFiles], workspace: Workspace, options: BuildOptions, progress: Callable[[BankResult], None] | None
) -> BuildResult:
    """One package with every bank, each in its own deck, the same notes as in packages of their own.

    A bank with errors keeps the package from being written, and every lock as it was.
    """
    results: list[BankResult] = []
    ready: list[tuple[BankBytes, Rows, BankResult]] = []
    for files, first in unique(banks):
        report, result = Report(), BankResult(name=files.name)
        results.append(result)
        if first is not None:
            report_shared(files, first, report)
        data = read_files(files, report) if first is None else None
        found = inspect_bank(data, report, include_unanswered=options.include_unanswered) if data is not None else None
        if data is not None and found is not None:
            ready.append((data, Rows.of(found, options), result))
        result.diagnostics = list(report)
    target = workspace.output / PACKAGE_NAME
    with workspace.scratch() as folder:
        aside = folder / target.name
        decks = [deck for _, rows, _ in ready for deck in deck_rows(rows.found)]
        if decks:
            info = write_package(aside, decks, _chained(ready), lambda: {n: p for _, rows, _ in ready for n, p in rows.media().items()})
        locks = [_finish(data, rows, result, options) for data, rows, result in ready]
        good = all(result.ok for result in results) and bool(decks)
        done = good and info.notes > 0
        for (data, _, result), lock in zip(ready, locks, strict=True):
            if not result.notes:
                report = Report()
                report.about_file("empty-deck", "warning", f"nothing of it is in the package: {why_empty(options)}", result.name)
                result.diagnostics += report
            if good and lock != data.lock:
                write_whole(data.files.lock, lock.decode())
            result.output = shown(target) if done and result.notes else ""
        if done:
            aside.replace(target)
    if progress:
        for result in results:
            progress(result)
    return BuildResult(results, shown(target) if done else "")


def _chained(ready: list[tuple[BankBytes, Rows, BankResult]]) -> Iterator[NoteRow]:
    """The rows of all banks, one bank after the other: new cards come in that order."""
    due = 0
    for _, rows, result in ready:
        last = due
        notes = cards = 0
        for row in rows:
            row.due = due = last + row.due
            notes, cards = notes + 1, cards + len(row.cards)
            yield row
        fill(result, rows, PackageInfo(notes=notes, cards=cards, size=0, content_hash=""))


def _finish(data: BankBytes, rows: Rows, result: BankResult, options: BuildOptions) -> bytes:
    lock = settle(data, rows, options)
    changes = rows.update.changes
    result.new, result.changed, result.retired = changes.new, changes.changed, changes.retired
    result.diagnostics = [*rows.found.report, *rows.news]
    return lock
