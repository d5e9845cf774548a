"""What the commands print: findings, a line a bank, the arguments they share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from deckpress.diagnostics import Diagnostic
from deckpress.project.results import BankResult, BuildResult

__all__ = ["bank_line", "paths_argument", "plural", "show_findings", "summary_line"]

paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATHS]...")
_KINDS = ("single", "multiple", "truefalse", "cloze", "short", "case", "match", "order")


def show_findings(findings: Iterable[Diagnostic]) -> None:
    """Prints findings to the error stream, coloured where that is a terminal."""
    for finding in findings:
        head, _, rest = finding.as_text().partition("\n")
        colour = {"error": "red", "warning": "yellow", "note": "blue"}[finding.severity]
        mark = f" {finding.severity} "
        place, _, text = head.partition(mark)
        click.echo(place + click.style(mark, fg=colour, bold=True) + text + (f"\n{rest}" if rest else ""), err=True)


def plural(count: int, thing: str) -> str:
    """``1 card``, ``2 cards``."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def bank_line(result: BankResult) -> str:
    """One line on one bank."""
    if not result.ok:
        errors = sum(1 for finding in result.diagnostics if finding.severity == "error")
        return f"{result.name}: not built, {plural(errors, 'error')}"
    if not result.output or not result.notes:
        return f"{result.name}: nothing to build"
    kinds = ", ".join(f"{result.kinds[kind]:,} {kind}" for kind in _KINDS if kind in result.kinds)
    parts = [f"{plural(sum(result.kinds.values()), 'question')} ({kinds})", plural(result.cards, "card")]
    if result.size:
        parts.append(_size(result.size))
    changes = [
        f"{len(keys):,} {word}" for keys, word in ((result.new, "new"), (result.changed, "changed"), (result.retired, "retired")) if keys
    ]
    if result.unanswered:
        changes.append(f"{len(result.unanswered):,} without an answer")
    return f"{result.output if result.size else result.name}: {', '.join(parts)}; {', '.join(changes) or 'unchanged'}"


def summary_line(result: BuildResult) -> str:
    """The last line of a build of several banks."""
    built = [bank for bank in result.banks if bank.ok and bank.output]
    failed = sum(1 for bank in result.banks if not bank.ok)
    cards = plural(sum(bank.cards for bank in built), "card")
    text = f"{plural(len(built), 'bank')}, {cards}"
    if result.package:
        text += f" in {result.package}"
    return text + (f"; {plural(failed, 'bank')} not built" if failed else "")


def _size(size: int) -> str:
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1e6:.1f} MB"
