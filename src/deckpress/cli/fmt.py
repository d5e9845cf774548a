"""``deckpress fmt``."""

from __future__ import annotations

from pathlib import Path

import click

from deckpress.cli.report import paths_argument, show_findings


@click.command(name="fmt")
@paths_argument
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit code 1 where a bank would change.")
def command(paths: tuple[Path, ...], only_check: bool) -> int:
    """Bring banks into canonical order and layout.

    Keys in the order of the documentation, two-space indent, a blank line between questions. Comments and every text stay as they are.
    A bank that can't be read is left alone.
    """
    from deckpress.project.formatting import format_banks

    result = format_banks(paths or (Path("decks"),), write=not only_check)
    show_findings(result.findings)
    for name in result.changed:
        click.echo(f"{name}: {'would change' if only_check else 'formatted'}")
    return 1 if result.findings or (only_check and result.changed) else 0
