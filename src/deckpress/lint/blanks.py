"""Cloze numbers: without gaps, unless the missing card was once published."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from deckpress.diagnostics import Report
from deckpress.markup import cloze_numbers
from deckpress.model import Bank, Cloze

__all__ = ["check_cloze_numbers"]


def check_cloze_numbers(bank: Bank, report: Report, published: Mapping[str, Collection[int]]) -> None:
    """``c1`` and ``c3`` without ``c2`` is a slip, or a blank taken out later: then the others must keep their numbers, as learners'
    schedules hang on them. The lock tells the two apart."""
    for question in bank.questions:
        if not isinstance(question, Cloze):
            continue
        numbers = cloze_numbers(question.content)
        if not numbers or numbers[-1] == len(numbers):
            continue
        missing = sorted(set(range(1, min(numbers[-1], 1000))) - set(numbers) - set(published.get(question.id, ())))
        if missing:
            names = ", ".join(f"c{number}" for number in missing[:5])
            report.error(
                "cloze-gap", f"the blanks of '{question.id}' skip {names}", question.span,
                "number them c1, c2, … without a gap (learners' cards hang on the numbers of a published question: those stay)",
            )  # fmt: skip
