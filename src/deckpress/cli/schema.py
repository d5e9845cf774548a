"""``deckpress schema``."""

from __future__ import annotations

import json

import click


@click.command(name="schema")
@click.argument("form", type=click.Choice(["bank", "manifest", "changes"]), default="bank", metavar="[bank|manifest|changes]")
def command(form: str) -> int:
    """Print the JSON Schema of the bank format, or of a file of a release.

    Editors complete and check banks with it: save it beside your banks and begin each with
    '# yaml-language-server: $schema=bank.schema.json'. Programs check manifest.json and changes.json with the other two.
    """
    from deckpress.readers.bank.schema import bank_schema
    from deckpress.release.schemas import release_schema

    click.echo(json.dumps(bank_schema() if form == "bank" else release_schema(form), ensure_ascii=False, indent=2))
    return 0
