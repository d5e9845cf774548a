"""``deckpress new``."""

from __future__ import annotations

import shlex
from pathlib import Path

import click


@click.command(name="new")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> int:
    """Make a folder with a sample bank, ready to build.

    FOLDER must not exist yet, or be empty.
    """
    from deckpress.project.scaffold import make_project

    for path in make_project(folder):
        click.echo(f"  {path}")
    click.echo(
        f"\nNext:\n  cd {shlex.quote(str(folder))}\n  deckpress build\nThen import build/sample.apkg into Anki, and edit decks/sample.yaml."
    )
    return 0
