"""``deckpress new``."""

from __future__ import annotations

import shlex
from pathlib import Path

import click


@click.command(name="new")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> int:
    """Make a folder with a sample bank, ready to build.

    FOLDER must not exist yet, or be empty. On GitHub its workflow builds and publishes the decks every night, with this deckpress.
    """
    from deckpress.project.origin import requirement
    from deckpress.project.scaffold import WORKFLOW, make_project

    origin = requirement()
    for path in make_project(folder, origin):
        click.echo(f"  {path}")
    click.echo(
        f"\nNext:\n  cd {shlex.quote(str(folder))}\n  deckpress build\nThen import build/sample.apkg into Anki, and edit decks/sample.yaml."
    )
    if not origin:
        click.echo(
            f"For the nightly build on GitHub, fill in the line 'DECKPRESS:' of {WORKFLOW}: this deckpress was installed\n"
            "from a copy, which GitHub can't reach."
        )
    return 0
