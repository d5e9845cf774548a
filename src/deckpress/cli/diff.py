"""``deckpress diff``."""

from __future__ import annotations

import json

import click


@click.command(name="diff")
@click.argument("old")
@click.argument("new", required=False, default="")
@click.argument("path", required=False, default="")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True, help="How to print.")
@click.option("--exit-code", is_flag=True, help="End with 1 where something differs.")
def command(old: str, new: str, path: str, form: str, exit_code: bool) -> int:
    """Show what differs between two versions of decks: questions added, changed (word by word), moved, retired, removed.

    OLD and NEW are two of: a package (.apkg of any program), a release folder or another folder of packages, a bank or folder of banks, a
    git revision. A revision stands for the banks of PATH at that commit (default: the banks on the other side, else decks/ here or in the
    nearest folder above); alone it is compared with the working folder: 'deckpress diff HEAD~5 -- decks/'.
    """
    from deckpress.diff.render import as_markdown, as_text
    from deckpress.diff.sources import diff
    from deckpress.diff.words import Piece

    difference = diff(old, new, path)

    def mark(piece: Piece) -> str:
        if piece.kind == "same":
            return piece.text
        removed = piece.kind == "removed"
        return click.style(f"[-{piece.text}-]" if removed else f"{{+{piece.text}+}}", fg="red" if removed else "green")

    if form == "json":
        click.echo(json.dumps(difference.as_json(), ensure_ascii=False, indent=2))
    elif form == "markdown":
        click.echo(as_markdown(difference), nl=False)
    else:
        click.echo(as_text(difference, mark), nl=False)
    return 1 if exit_code and difference else 0
