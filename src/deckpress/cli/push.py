"""``deckpress push``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckpress.cli.report import paths_argument, plural, show_findings

if TYPE_CHECKING:
    from deckpress.project.pushing import PushResult

url_option = click.option("--url", default="http://127.0.0.1:8765", show_default=True, help="Address of AnkiConnect.")
key_option = click.option(
    "--key", default="", metavar="KEY", envvar="DECKPRESS_ANKICONNECT_KEY",
    help="API key of AnkiConnect, where one is set. The variable DECKPRESS_ANKICONNECT_KEY does the same.",
)  # fmt: skip
_NAMED = 10


@click.command(name="push")
@paths_argument
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("build"), show_default=True,
    help="Folder for the decks.",
)  # fmt: skip
@click.option(
    "--retired", type=click.Choice(["keep", "suspend", "delete"]), default="keep", show_default=True,
    help="What becomes of notes tagged 'retired', and of those from before a question changed its kind.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would change; build and change nothing.")
@url_option
@key_option
def command(paths: tuple[Path, ...], output: Path, retired: str, dry_run: bool, url: str, key: str) -> int:
    """Build banks and bring them into a running Anki.

    Needs Anki on this computer, open, with the add-on AnkiConnect (code 2055492159). Schedules stay, and so do notes that you have
    edited in Anki since. With --retired, notes of these banks that are tagged 'retired' are suspended or deleted, and so are those that
    a question left behind when it changed its kind; deleting takes their review history with it.
    """
    from deckpress.ankiconnect import Client
    from deckpress.project.pushing import push

    def told(result: PushResult) -> None:
        show_findings(result.diagnostics)
        for line in _lines(result, retired, dry_run=dry_run):
            click.echo(line)

    results = push(paths or (Path("decks"),), output, Client(url, key), retired=retired, dry_run=dry_run, told=told)  # type: ignore[arg-type]
    if dry_run:
        click.echo("Dry run: nothing was changed.")
    return 0 if all(result.ok for result in results) else 1


def _lines(result: PushResult, retired: str, *, dry_run: bool) -> list[str]:
    plan = result.plan
    if plan is None:
        return [f"{result.name}: {'nothing to push' if result.ok else 'not pushed, it has errors'}"]
    counts = [(plan.new, "new"), (plan.changed, "changed"), (plan.unchanged, "unchanged"), (plan.retired, "retired")]
    lines = [f"{result.name}: {', '.join(f'{len(names):,} {word}' for names, word in counts)}"]
    if dry_run:
        lines += [f"  {word}: {_names(names)}" for names, word in counts if names and word != "unchanged"]
    if plan.absent:
        where = "left out" if retired == "delete" else "come anew, without history" if dry_run else "came anew, without history"
        lines.append(f"  retired, and not in Anki before ({where}): {_names(plan.absent)}")
    if result.kept:
        lines.append(f"  kept as they are in Anki, where they were edited later: {_names(result.kept)}")
    if plan.gone:
        lines.append(f"  in Anki, but no longer in the bank (left alone): {_names(plan.gone)}")
    if result.replaced:
        lines.append(
            f"  changed their kind, and the notes from before are still in Anki, with their schedules: {_names(result.replaced)}\n"
            "    Suspend or delete those: --retired suspend, or --retired delete"
        )
    lines += _outdated(result, retired, dry_run=dry_run)
    if result.missing:
        lines.append(f"  NOT in Anki after the import: {_names(result.missing)}\n  Import the deck by hand: Anki says why")
    return lines


def _outdated(result: PushResult, retired: str, *, dry_run: bool) -> list[str]:
    """What became of retired notes, and of those that another note replaced."""
    plan = result.plan
    if plan is None or retired == "keep" or not (plan.retired or plan.replaced):
        return []
    count, thing, done = (result.suspended, "card", "suspend") if retired == "suspend" else (result.deleted, "note", "delete")
    kinds = " and ".join(kind for kind, names in (("retired", plan.retired), ("replaced", plan.replaced)) if names)
    what = f"{plural(count, thing)} of {kinds} notes" if thing == "card" else f"{count:,} {kinds} note{'s' * (count != 1)}"
    if not count:
        return [f"  {kinds} notes: nothing left to {done} in Anki"]
    replaced = f": changed their kind: {_names(plan.replaced)}" if plan.replaced else ""
    return [f"  would {done} {what}{replaced}" if dry_run else f"  {done.removesuffix('e')}ed {what}{replaced}"]


def _names(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
