"""Checking banks: everything a build would complain about, and nothing written (but missing ids, if asked for)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deckpress.diagnostics import Diagnostic, Report
from deckpress.lint import Setting
from deckpress.lint.across import Print, check_across, prints_of
from deckpress.project.collection import check_collections
from deckpress.project.collector import without_gc
from deckpress.project.content import setting_of
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


def check(paths: Sequence[Path | str] = ("decks",), *, fix: bool = False, content: bool = False, jobs: int | None = None) -> CheckResult:
    """Checks the banks of files and folders. ``fix`` first writes missing ids into the files.

    Rules of content run over banks whose `deckpress.yaml` asks for them, with ``content`` over all. Raises `UsageError`.
    """
    where = [Path(path) for path in paths]
    banks = find_banks(where)
    result = CheckResult(banks=len(banks))
    if fix:
        report = Report()
        for bank in banks:
            result.fixed.update(write_missing_ids(bank, report))
        result.findings += report
    result.findings += check_collections(where)
    items = [(bank, first, setting_of(bank, where, content=content)) for bank, first in unique(banks)]
    prints: list[Print] = []
    for checked in each(check_bank, items, job_count([bank.files for bank in banks], jobs)):
        result.questions += checked.questions
        result.findings += checked.findings
        prints += checked.prints
    result.findings += check_across(prints)
    return result


@dataclass(slots=True)
class Checked:
    """One bank: its ``questions`` (0 where it can't be read), all findings, and what of it is compared with other banks."""

    questions: int = 0
    findings: list[Diagnostic] = field(default_factory=list)
    prints: list[Print] = field(default_factory=list)


def check_bank(item: tuple[BankFiles, BankFiles | None, Setting | None]) -> Checked:
    """Checks one bank; the second is an earlier one that has its identity already."""
    files, first, setting = item
    report, checked = Report(), Checked()
    if first is not None:
        report_shared(files, first, report)
    with without_gc():
        data = read_files(files, report)
        found = inspect_bank(data, report, content=setting) if data is not None else None
        if found is not None:
            checked.questions = len(found.bank.questions)
            render_all(found)
            if setting is not None and "near-duplicate" not in setting.off:
                checked.prints = prints_of(found.bank)
    checked.findings = list(report)
    return checked
