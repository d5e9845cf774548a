"""Bank → findings. Rules look at a whole bank; they change nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from deckpress.diagnostics import Report
from deckpress.lint.blanks import check_cloze_numbers
from deckpress.lint.duplicates import check_near_duplicates
from deckpress.lint.tag_names import check_tags
from deckpress.model import Bank

__all__ = ["lint_bank"]


def lint_bank(bank: Bank, report: Report, published_cards: Mapping[str, Collection[int]] | None = None) -> None:
    """Every rule over one bank. ``published_cards`` are the cloze numbers that learners have, by question id (from the lock)."""
    check_cloze_numbers(bank, report, published_cards or {})
    check_near_duplicates(bank, report)
    check_tags(bank, report)
