"""Which rules run over a bank, and what of their findings is turned off by a key ``lint``."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from deckpress.diagnostics import Report
from deckpress.lint.registry import RULES
from deckpress.lint.rules import Finding, Rule, Setting
from deckpress.model import Bank, Question
from deckpress.source import Span

__all__ = ["run_rules", "unknown_rule"]


def run_rules(bank: Bank, report: Report, setting: Setting | None) -> None:
    """Reports what the rules find: those that always run, and with a ``setting`` all that it doesn't turn off."""
    _check_names(bank, report)
    off = {name for name, _ in bank.lint} | ({} if setting is None else setting.off).keys()
    used: set[tuple[int, str]] = set()
    for rule in RULES.values():
        if rule.name in off or not (rule.always or setting is not None):
            continue
        for finding in rule.check(bank, setting or Setting()):
            question = finding.question
            if question is not None and any(name == rule.name for name, _ in question.lint):
                used.add((id(question), rule.name))
            else:
                _tell(finding, rule, bank, report)
    if setting is not None:
        _check_idle(bank, report, used, off)


def _tell(finding: Finding, rule: Rule, bank: Bank, report: Report) -> None:
    owner = "bank" if finding.question is None else "question or the bank"
    hint = f"{finding.hint}; if it is meant so, 'lint: {{{rule.name}: why}}' in the {owner} ('deckpress check --explain {rule.name}')"
    if finding.span is not None:
        report.add(rule.name, rule.severity, finding.message, finding.span, hint)
    elif finding.question is not None:
        report.add(rule.name, rule.severity, finding.message, _place(finding.question, finding.word), hint)
    else:
        report.about_file(rule.name, rule.severity, finding.message, bank.files[0], hint)


def _place(question: Question, word: str) -> Span:
    """Where a word stands in a question's text; where the question begins if it is written there in another way."""
    source, start, end = question.span
    at = source.text.find(word, start, end) if word else -1
    return Span(source, at, at + len(word)) if at >= 0 else question.span


def unknown_rule(name: str) -> str:
    """What to do where there is no rule of this name."""
    near = get_close_matches(name, RULES, 1, 0.6)
    return f"did you mean '{near[0]}'?" if near else f"rules: {', '.join(RULES)}"


def _check_names(bank: Bank, report: Report) -> None:
    for name in _unknown(bank.lint):
        report.about_file("unknown-rule", "warning", f"there is no rule '{name}' to turn off", bank.files[0], unknown_rule(name))
    for question in bank.questions:
        for name in _unknown(question.lint):
            report.warning("unknown-rule", f"there is no rule '{name}' to turn off", _place(question, f"{name}:"), unknown_rule(name))


def _unknown(lint: Iterable[tuple[str, str]]) -> list[str]:
    return [name for name, _ in lint if name not in RULES]


def _check_idle(bank: Bank, report: Report, used: set[tuple[int, str]], off: set[str]) -> None:
    """Names the switches of questions that turn nothing off any more. One for near-duplicates may be meant for another bank."""
    for question in bank.questions:
        for name, _ in question.lint:
            if name in RULES and not RULES[name].always and name not in off and (id(question), name) not in used:
                message = f"the rule '{name}' finds nothing here any more"
                report.add("idle-switch", "note", message, _place(question, f"{name}:"), "remove it from 'lint'")
