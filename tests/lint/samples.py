"""The samples of a rule's docstring, as banks."""

from __future__ import annotations

from deckpress.diagnostics import Diagnostic, Report
from deckpress.lint import Sample, Setting, lint_bank
from deckpress.model import Bank
from deckpress.readers.bank import read_anyway
from deckpress.source import Source

SETTING = Setting(topics={"burns": "Burns", "burns::chemical": "Chemical burns"})
"""What the collection of the samples says."""


def bank_of(text: str, identifier: str = "sample") -> Bank:
    """The bank of a list of questions, or of further keys of a bank. Its questions need no ids."""
    head = f"deckpress: 1\nid: {identifier}\ntitle: Sample\n"
    body = f"questions:\n{text}" if text.startswith("-") else text
    report = Report()
    bank = read_anyway([Source(f"{identifier}.yaml", head + body)], report)
    assert [finding.as_text() for finding in report if finding.code != "missing-id"] == []
    assert bank is not None
    return bank


def found(text: str, setting: Setting | None = SETTING) -> list[Diagnostic]:
    """What lint finds in it with every rule on."""
    report = Report()
    lint_bank(bank_of(text), report, content=setting)
    return list(report)


def codes(text: str, *only: str, setting: Setting | None = SETTING) -> list[str]:
    """The codes of what is found, or those of them that are asked for."""
    return [finding.code for finding in found(text, setting) if not only or finding.code in only]


def sample_codes(sample: Sample, name: str) -> list[str]:
    """The findings of one rule in one of its samples."""
    return codes(sample.text, name)
