"""``deckpress schema``."""

from __future__ import annotations

import json

import click


@click.command(name="schema")
def command() -> int:
    """Print the JSON Schema of the bank format.

    Editors complete and check banks with it: save it beside your banks and begin each with
    '# yaml-language-server: $schema=bank.schema.json'.
    """
    from deckpress.readers.bank.schema import bank_schema

    click.echo(json.dumps(bank_schema(), ensure_ascii=False, indent=2))
    return 0
