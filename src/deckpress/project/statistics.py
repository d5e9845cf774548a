"""The counts of the banks of files and folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deckpress.diagnostics import Report
from deckpress.errors import FindingsError
from deckpress.project.content import collection_of
from deckpress.project.discover import find_banks, report_shared, unique
from deckpress.project.files import read_files
from deckpress.project.inspect import inspect_bank
from deckpress.project.workspace import write_whole
from deckpress.stats import Stats, bank_stats, collect

__all__ = ["collection_stats", "write_stats_page"]


def collection_stats(paths: Sequence[Path | str] = ("decks",)) -> Stats:
    """Counts the questions of banks by bank, chapter, kind, difficulty and topic, and how evenly answers are spread.

    Topics and the title are those of the `deckpress.yaml` beside or above the banks; of several such files, all topics and the first title.
    Raises `UsageError`, and `FindingsError` where a bank has errors.
    """
    where = [Path(path) for path in paths]
    report = Report()
    counted = []
    topics: dict[str, str] = {}
    title = ""
    for files, first in unique(find_banks(where)):
        if first is not None:
            report_shared(files, first, report)
            continue
        data = read_files(files, report)
        found = inspect_bank(data, report) if data is not None else None
        if found is not None:
            counted.append(bank_stats(found.bank))
        collection = collection_of(files, where)
        if collection is not None:
            topics |= collection.topics
            title = title or collection.title
    if report.errors:
        raise FindingsError("the banks have errors: they can't be counted", report)
    return collect(counted, topics, title or (counted[0].title if len(counted) == 1 else ""))


def write_stats_page(stats: Stats, path: Path | str) -> None:
    """Writes the counts as one HTML page, whole or not at all."""
    from deckpress.writers.stats_page import stats_page

    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, stats_page(stats))
