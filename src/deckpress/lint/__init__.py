"""Bank → findings. Rules look at a whole bank; they change nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from deckpress.diagnostics import Report
from deckpress.lint.blanks import check_cloze_numbers
from deckpress.lint.registry import RULES
from deckpress.lint.rules import Rule, Sample, Setting
from deckpress.lint.switches import run_rules, unknown_rule
from deckpress.lint.tag_names import check_tags
from deckpress.model import Bank

__all__ = ["RULES", "Rule", "Sample", "Setting", "lint_bank", "unknown_rule"]


def lint_bank(
    bank: Bank, report: Report, published_cards: Mapping[str, Collection[int]] | None = None, content: Setting | None = None
) -> None:
    """Every rule over one bank; those of content, which are opinions, only with ``content``, and over a bank without errors.

    ``published_cards`` are the cloze numbers that learners have, by question id (from the lock).
    """
    check_cloze_numbers(bank, report, published_cards or {})
    check_tags(bank, report)
    run_rules(bank, report, content if not report.errors else None)
