"""``deckpress tags``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from deckpress.cli.report import paths_argument, plural


@click.command(name="tags")
@paths_argument
@click.option(
    "--tags", "expression", metavar="EXPR", default="", help="Count only notes that match this tag expression, and print its Anki search."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print.")
def command(paths: tuple[Path, ...], expression: str, form: str) -> int:
    """Show the tags of banks, with the search to paste into Anki.

    Counts are notes; a tag's count includes those below it, as a search for it does.
    """
    from deckpress.project.tagging import count_tags

    tree = count_tags(paths or (Path("decks"),), expression)
    if form == "json":
        click.echo(json.dumps(tree.as_json(), ensure_ascii=False, indent=2))
        return 0
    if expression:
        click.echo(f"{plural(tree.notes, 'note')} match{'es' * (tree.notes == 1)}\nAnki search: {tree.search}\n")
    width = max((2 * entry.depth + _width(entry.label) for entry in tree.entries), default=0)
    for entry in tree.entries:
        pad = " " * (width - 2 * entry.depth - _width(entry.label))
        click.echo(f"{'  ' * entry.depth}{entry.label}{pad}  {entry.count:>7,}  {entry.search}")
    return 0


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
