"""``deckpress verify``."""

from __future__ import annotations

from pathlib import Path

import click

from deckpress.cli.report import plural, show_findings


@click.command(name="verify")
@click.argument("decks", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DECK.apkg...")
def command(decks: tuple[Path, ...]) -> int:
    """Import decks into the real Anki and check them.

    Each deck is imported into a scratch collection, which is thrown away: your own Anki is not touched. Needs the extra 'verify'
    (pip install 'deckpress[verify]').
    """
    from deckpress.engine import verify_package
    from deckpress.project.discover import shown

    good = True
    for deck in decks:
        result = verify_package(deck)
        show_findings(result.findings)
        good &= result.ok
        verdict = "good" if result.ok else "NOT good"
        counts = f"{plural(result.notes, 'note')}, {plural(result.cards, 'card')}, {plural(result.media, 'image')}"
        click.echo(f"{shown(deck)}: {verdict} in Anki {result.anki_version}: {counts}")
    return 0 if good else 1
