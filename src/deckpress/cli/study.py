"""``deckpress study``."""

from __future__ import annotations

import click

from deckpress.cli.push import key_option, url_option
from deckpress.cli.report import plural


@click.command(name="study")
@click.argument("expression", metavar="EXPR")
@click.option("--name", metavar="TEXT", help="Name of the filtered deck.  [default: the expression]")
@click.option("--limit", type=click.IntRange(1, 9999), default=100, show_default=True, help="Most cards in it.")
@click.option("--keep-schedule", is_flag=True, help="Answers change no schedule: for an extra round before an exam.")
@url_option
@key_option
def command(expression: str, name: str | None, limit: int, keep_schedule: bool, url: str, key: str) -> int:
    """Make a filtered review of a tag expression in a running Anki.

    Needs Anki on this computer, open, with the add-on AnkiConnect (code 2055492159). AnkiConnect itself can't make filtered decks: with
    it, Anki's browser opens with the cards, and you make the deck there with one key. Where the add-on offers 'createFilteredDeck', as
    some relatives of AnkiConnect do, the deck is made at once.
    """
    from deckpress.ankiconnect import Client, RunningAnki
    from deckpress.tags import parse

    search = parse(expression).to_anki()
    client = Client(url, key)
    client.connect()
    title = (name or f"Study: {expression}").replace("::", "/").strip()
    result = RunningAnki(client).study(search, title, limit, reschedule=not keep_schedule)
    if not result.cards:
        click.echo(
            f"No card in Anki matches {search}\nIs the deck there? 'deckpress push' brings it; 'deckpress tags' shows the tags.", err=True
        )
        return 1
    found = f"{plural(result.cards, 'card')} match{'es' * (result.cards == 1)}"
    if result.made:
        click.echo(f"{found} {search}\nAnki has the filtered deck '{title}' now: study it.")
        return 0
    untick = ", untick 'Reschedule cards based on my answers in this deck'" if keep_schedule else ""
    click.echo(
        f"{found} {search}\nAnki's browser shows them. There, make the filtered deck: Edit > Create Filtered"
        f" Deck (Ctrl+G){untick}, set the limit to {limit:,}, Build."
    )
    return 0
