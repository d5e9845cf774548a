"""``deckpress check``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from deckpress.cli.report import paths_argument, plural, show_findings


@click.command(name="check")
@paths_argument
@click.option("--fix", is_flag=True, help="Write missing ids into the files, touching nothing else.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True, help="How to print findings."
)
def command(paths: tuple[Path, ...], fix: bool, form: str) -> int:
    """Check banks and say everything that is wrong with them.

    PATHS are bank files or folders of them; without any, decks/ is checked. Nothing is built. The exit code is 1 where there are errors,
    0 where there are none (warnings are no errors).
    """
    from deckpress.project.check import check

    result = check(paths or (Path("decks"),), fix=fix)
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
        errors = sum(1 for finding in findings if finding.severity == "error")
        warnings = sum(1 for finding in findings if finding.severity == "warning")
        counts = f"{plural(errors, 'error')}, {plural(warnings, 'warning')}" if findings else "nothing to complain about"
        click.echo(f"{plural(result.banks, 'bank')}, {plural(result.questions, 'question')}: {counts}")
    return 1 if any(finding.severity == "error" for finding in findings) else 0
