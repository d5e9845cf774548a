"""``deckpress check``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from deckpress.cli.report import paths_argument, plural, show_findings
from deckpress.diagnostics import Diagnostic


@click.command(name="check")
@paths_argument
@click.option("--fix", is_flag=True, help="Write missing ids into the files, touching nothing else.")
@click.option("--content", is_flag=True, help="Run the rules of content too, over banks whose deckpress.yaml does not ask for them.")
@click.option("--explain", metavar="RULE", help="Print what a rule of content looks for, with samples, and check nothing.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note"]),
    default="error",
    show_default=True,
    help="The lightest finding that makes the exit code 1.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True, help="How to print findings."
)
def command(paths: tuple[Path, ...], fix: bool, content: bool, explain: str | None, fail_on: str, form: str) -> int:
    """Check banks and say everything that is wrong with them.

    PATHS are bank files or folders of them; without any, decks/ is checked. Nothing is built. The exit code is 1 where there are errors,
    0 where there are none (warnings are no errors, unless --fail-on says so).

    Rules of content, which are opinions on what makes a good question, run where 'lint: strict' stands in the deckpress.yaml beside the
    banks, or with --content.
    """
    if explain is not None:
        click.echo(_explained(explain))
        return 0
    from deckpress.project.check import check

    result = check(paths or (Path("decks"),), fix=fix, content=content)
    findings = result.findings
    if form == "json":
        click.echo(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False, indent=2))
    elif form == "github":
        for finding in findings:
            click.echo(finding.as_github())
    else:
        for name, count in result.fixed.items():
            click.echo(f"{name}: {plural(count, 'id')} written")
        show_findings(findings)
        counts = _counts(findings) if findings else "nothing to complain about"
        click.echo(f"{plural(result.banks, 'bank')}, {plural(result.questions, 'question')}: {counts}")
    failing = _SEVERITIES[: _SEVERITIES.index(fail_on) + 1]
    return 1 if any(finding.severity in failing for finding in findings) else 0


_SEVERITIES = ("error", "warning", "note")


def _counts(findings: list[Diagnostic]) -> str:
    """``1 error, 2 warnings``, and notes where there are some."""
    counts = {severity: sum(finding.severity == severity for finding in findings) for severity in _SEVERITIES}
    return ", ".join(plural(count, severity) for severity, count in counts.items() if count or severity != "note")


def _explained(name: str) -> str:
    """A rule's text and samples."""
    from textwrap import fill, indent

    from deckpress.lint import RULES, unknown_rule

    rule = RULES.get(name)
    if rule is None:
        raise click.UsageError(f"There is no rule '{name}': {unknown_rule(name)}")
    paragraphs = [f"{rule.name} ({rule.severity})", *(fill(text, 100) for text in (rule.summary, *rule.description.split("\n\n")))]
    for sample in rule.samples:
        remark = f", {sample.remark}" if sample.remark else ""
        paragraphs.append(f"{'Passes' if sample.passes else 'Fails'}{remark}:\n\n{indent(sample.text.rstrip(), '    ')}")
    owner = "the bank" if rule.of_bank else "the question, or of the bank"
    paragraphs.append(f"Turn it off, with the reason, by a key of {owner}:\n\n    lint:\n      {rule.name}: why it is meant so")
    return "\n\n".join(paragraphs)
