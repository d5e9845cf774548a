"""Banks → packages and locks."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from deckpress.diagnostics import Report
from deckpress.errors import UsageError
from deckpress.project.cache import Cache, file_hash, key_of
from deckpress.project.discover import BankFiles, find_banks, report_shared, shown, unique
from deckpress.project.inspect import BankBytes, inspect_bank, read_files
from deckpress.project.pool import each, job_count
from deckpress.project.results import BankResult, BuildOptions, BuildResult
from deckpress.project.rows import Rows, deck_rows, fill, settle, without_gc
from deckpress.project.together import build_together
from deckpress.project.workspace import Workspace, write_whole
from deckpress.tags import parse
from deckpress.writers.apkg import write_package

__all__ = ["build", "current_time"]

Progress = Callable[[BankResult], None]


LAST_TIME = 4_102_444_800
"""The year 2100: a later time is milliseconds, or a slip, and would keep every later fix from reaching anybody."""


def current_time() -> int:
    """Unix seconds: ``SOURCE_DATE_EPOCH`` where it is set, as reproducible builds ask, else the clock. Raises `UsageError`."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not given:
        return int(time.time())
    if not given.isdecimal() or not given.isascii() or not 0 < len(given) < 12 or not 0 < int(given) < LAST_TIME:
        raise UsageError(f"SOURCE_DATE_EPOCH is '{given[:40]}': it must be Unix seconds, like 1764000000")
    return int(given)


def build(
    paths: Sequence[Path | str] = ("decks",),
    output: Path | str = "build",
    *,
    tags: str = "",
    locked: bool = False,
    one_deck: bool = False,
    include_unanswered: bool = False,
    now: int | None = None,
    jobs: int | None = None,
    cache: bool = True,
    started: Callable[[int], None] | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Builds the banks of files and folders into ``output``, one ``.apkg`` a bank, and brings their locks up to date.

    ``tags`` is a tag expression: only notes that match it go into the packages. ``locked`` changes no lock and fails banks whose lock
    is out of date. ``one_deck`` writes one package with all banks. ``now`` is the time of the build in Unix seconds (default:
    ``SOURCE_DATE_EPOCH``, else the clock); ``jobs`` the number of processes; ``started`` is called with the number of banks,
    ``progress`` with each result as it comes.
    A bank with errors is not built and keeps its last package; the others are. Raises `UsageError`, and `ExpressionError` for ``tags``.
    """
    time_of_build = current_time() if now is None else now
    if not 0 < time_of_build < LAST_TIME:
        raise UsageError(f"the time of the build, {time_of_build}, is no Unix time in seconds")
    options = BuildOptions(now=time_of_build, tags=tags, locked=locked, include_unanswered=include_unanswered)
    if tags:
        parse(tags)  # before any work is done
    banks = find_banks([Path(path) for path in paths])
    workspace = Workspace(Path(output))
    workspace.prepare()
    if started:
        started(len(banks))
    if one_deck:
        return build_together(banks, workspace, options, progress)
    store = Cache(workspace.cache, cache)
    items = unique(banks)
    known = [reuse(files, options, store) if first is None else None for files, first in items]
    pending = [item for item, result in zip(items, known, strict=True) if result is None]
    count = job_count([files.files for files, _ in pending], jobs)
    built = each(partial(build_bank, workspace=workspace, options=options, cache=store), pending, count)
    results: list[BankResult] = []
    try:
        for result in known:
            results.append(next(built) if result is None else result)
            if progress:
                progress(results[-1])
    finally:
        workspace.clean()
    return BuildResult(results)


def reuse(files: BankFiles, options: BuildOptions, cache: Cache) -> BankResult | None:
    """The result of the last build, where nothing that went into it has changed since."""
    if not cache.has(files.name):
        return None
    data = read_files(files, Report())
    return cache.get(files.name, key_of(files.name, data.texts, data.lock, options)) if data is not None else None


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
    with workspace.scratch() as folder:
        aside = folder / target.name
        info = write_package(aside, deck_rows(found), rows, found.media)
        fill(result, rows, info)
        lock = settle(data, rows, options)
        changes = rows.update.changes
        result.new, result.changed, result.retired = changes.new, changes.changed, changes.retired
        if not info.notes:
            report.about_file("empty-deck", "warning", f"no package: {_why_empty(options)}", result.name)
        if report.errors:
            return
        # The lock first: a build that is killed in between gives the same package again, from the same lock.
        if lock != data.lock:
            write_whole(data.files.lock, lock.decode())
        if info.notes:
            aside.replace(target)
            result.output = shown(target)
    result.diagnostics = list(report)
    inputs = [*found.media().values(), *([target] if info.notes else [])]
    key = key_of(data.files.name, data.texts, lock, options)
    cache.put(data.files.name, key, result, {path: file_hash(path) for path in inputs})


def _why_empty(options: BuildOptions) -> str:
    return f"no question matches {options.tags}" if options.tags else "the bank has no question with an answer"
