"""Checking banks: everything a build would complain about, and nothing written (but missing ids, if asked for)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deckpress.diagnostics import Diagnostic, Report
from deckpress.project.collection import check_collections
from deckpress.project.collector import without_gc
from deckpress.project.discover import BankFiles, find_banks, report_shared, unique
from deckpress.project.files import read_files
from deckpress.project.fix import write_missing_ids
from deckpress.project.inspect import inspect_bank, render_all
from deckpress.project.pool import each, job_count

__all__ = ["CheckResult", "check"]


@dataclass(slots=True)
class CheckResult:
    """``findings`` in the order of the banks; ``fixed`` counts the ids written, by file; ``questions`` those of banks without errors."""

    banks: int = 0
    questions: int = 0
    findings: list[Diagnostic] = field(default_factory=list)
    fixed: dict[str, int] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether there are no errors."""
        return not any(finding.severity == "error" for finding in self.findings)


def check(paths: Sequence[Path | str] = ("decks",), *, fix: bool = False, jobs: int | None = None) -> CheckResult:
    """Checks the banks of files and folders. ``fix`` first writes missing ids into the files. Raises `UsageError`."""
    where = [Path(path) for path in paths]
    banks = find_banks(where)
    result = CheckResult(banks=len(banks))
    if fix:
        report = Report()
        for bank in banks:
            result.fixed.update(write_missing_ids(bank, report))
        result.findings += report
    result.findings += check_collections(where)
    for count, findings in each(check_bank, unique(banks), job_count([bank.files for bank in banks], jobs)):
        result.questions += count
        result.findings += findings
    return result


def check_bank(item: tuple[BankFiles, BankFiles | None]) -> tuple[int, list[Diagnostic]]:
    """The number of questions of one bank (0 where it can't be read) and all findings."""
    files, first = item
    report = Report()
    if first is not None:
        report_shared(files, first, report)
    with without_gc():
        data = read_files(files, report)
        found = inspect_bank(data, report) if data is not None else None
        count = 0
        if found is not None:
            count = len(found.bank.questions)
            render_all(found)
    return count, list(report)
