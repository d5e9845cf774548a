"""Banks → packages and locks."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path

from deckpress.diagnostics import Report
from deckpress.errors import UsageError
from deckpress.project.cache import Cache, key_of
from deckpress.project.discover import BankFiles, find_banks, unique
from deckpress.project.files import read_files
from deckpress.project.pool import each, in_threads, job_count
from deckpress.project.results import BankResult, BuildOptions, BuildResult
from deckpress.project.workspace import Workspace

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
        from deckpress.tags import parse

        parse(tags)  # before any work is done
    banks = find_banks([Path(path) for path in paths])
    workspace = Workspace(Path(output))
    workspace.prepare()
    if started:
        started(len(banks))
    if one_deck:
        from deckpress.project.together import build_together

        return build_together(banks, workspace, options, progress)
    store = Cache(workspace.cache, cache)
    items = unique(banks)
    known = in_threads(lambda item: reuse(item[0], options, store) if item[1] is None else None, items)
    pending = [item for item, result in zip(items, known, strict=True) if result is None]
    results: list[BankResult] = []
    built = _build_all(pending, workspace, options, store, jobs)
    try:
        for result in known:
            results.append(next(built) if result is None else result)
            if progress:
                progress(results[-1])
    finally:
        built.close()  # ends the processes, where there are some left
        workspace.clean()
    return BuildResult(results)


def _build_all(
    items: list[tuple[BankFiles, BankFiles | None]], workspace: Workspace, options: BuildOptions, cache: Cache, jobs: int | None
) -> Generator[BankResult]:
    if items:
        # Here and not above: where nothing has changed, loading the parser and the renderer would be most of the time. And before
        # processes are forked, so that they share it.
        from deckpress.project.one import build_bank

        count = job_count([files.files for files, _ in items], jobs)
        yield from each(partial(build_bank, workspace=workspace, options=options, cache=cache), items, count)


def reuse(files: BankFiles, options: BuildOptions, cache: Cache) -> BankResult | None:
    """The result of the last build, where nothing that went into it has changed since."""
    if not cache.has(files.lock.as_posix()):
        return None
    data = read_files(files, Report())
    return cache.get(files.lock.as_posix(), key_of(files.name, data.texts, data.lock, options)) if data is not None else None
