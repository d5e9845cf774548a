"""Bringing bank files into canonical layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deckpress.diagnostics import Diagnostic, Report
from deckpress.project.discover import find_banks, shown
from deckpress.project.workspace import write_whole
from deckpress.readers.text import decode_bank, read_bytes
from deckpress.writers.fmt import FormatRefused, format_bank

__all__ = ["FormatResult", "format_banks"]


@dataclass(slots=True)
class FormatResult:
    """``changed`` names the files whose layout was not canonical; ``findings`` say which were left alone, and why."""

    changed: list[str] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)


def format_banks(paths: Sequence[Path | str] = ("decks",), *, write: bool = True) -> FormatResult:
    """Formats the banks of files and folders, in place unless ``write`` is false. Raises `UsageError`."""
    result = FormatResult()
    for bank in find_banks([Path(path) for path in paths]):
        for path in bank.files:
            report = Report()
            data = read_bytes(path, shown(path), report)
            if data is not None and decode_bank(data, shown(path), report) is not None:
                text = data.decode("utf-8")
                try:
                    formatted = format_bank(text, shown(path))
                except FormatRefused as refused:
                    report.about_file("not-formatted", "error", str(refused), shown(path), "the file is as it was")
                else:
                    if formatted != text:
                        result.changed.append(shown(path))
                        if write:
                            write_whole(path, formatted)
            result.findings += report
    return result
