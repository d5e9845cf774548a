"""``deckpress release``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckpress.cli.report import paths_argument, plural, show_findings

if TYPE_CHECKING:
    from deckpress.release.run import ReleaseResult


@click.command(name="release")
@paths_argument
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/release"),
    show_default=True,
    help="Folder of the release.",
)
@click.option("--version", metavar="V", default="", help="Version, as in 2026.11.22.  [default: the day of the commit]")
@click.option("--previous", metavar="URL|FOLDER", default="", help="The release before: what changed is told and proved against it.")
@click.option(
    "--forget-retired-after", "forget_after", type=click.IntRange(min=0), metavar="N", default=0,
    help="Send out a deleted question, as a retired one, in N releases, then no more.  [default: in all]",
)  # fmt: skip
@click.option("--url", metavar="URL", default="", help="Where the page will be, for its QR code; also 'url' in deckpress.yaml.")
@click.option("--if-changed", is_flag=True, help="Write nothing where nothing differs from the release before.")
@click.option("--locked", is_flag=True, help="Says what holds anyway: a release changes no lock, and fails where one is out of date.")
@click.option("--shard", metavar="I/N", default="", help="Build and prove only the I-th of N parts, to be joined.")
@click.option("--join", is_flag=True, help="PATHS are folders that --shard wrote, or one that holds them: make the release of them.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but findings.")
def command(
    paths: tuple[Path, ...],
    out: Path,
    version: str,
    previous: str,
    forget_after: int,
    url: str,
    if_changed: bool,
    locked: bool,  # noqa: ARG001 - a release is always locked
    shard: str,
    join: bool,
    quiet: bool,
) -> int:
    """Build every bank, prove the decks in the real Anki, and write a folder that can be published as it is.

    In it: an .apkg for each bank, for all together and for each preset of deckpress.yaml; index.html, a download page; CHANGES.md and
    changes.json, what changed against the release before; manifest.json and SHA256SUMS. The folder appears whole, and only if Anki takes
    every deck, into an empty collection and over the release before; otherwise the last good one stays. A question deleted from its bank
    goes out as a retired one. The same commit gives the same bytes. Needs the extra 'release'.
    """
    from deckpress.release.run import release

    if join and (shard or version or url or forget_after):
        raise click.UsageError("--join takes version, address and the like from the shards")
    folders = paths or (Path("build/shards"),)
    result = release(
        () if join else paths or (Path("decks"),), out, version=version, previous=previous, forget_after=forget_after,
        if_changed=if_changed, shard=shard, join=folders if join else (), url=url,
    )  # fmt: skip
    show_findings(result.findings)
    if not result.ok:
        click.echo(f"deckpress: no release was written{f'; what was in {out.as_posix()} is as it was' if out.exists() else ''}", err=True)
        return 1
    if quiet:
        return 0
    if result.unchanged:
        click.echo(f"nothing has changed since {result.previous}: no release")
        return 0
    counts = f"{result.output}: {result.version}, {plural(result.decks, 'deck')}, {plural(result.notes, 'note')}, proved in Anki"
    click.echo(f"{counts}; shard {shard}" if shard else f"{counts}; {_told(result)}")
    return 0


def _told(result: ReleaseResult) -> str:
    """What changed, in a few words."""
    from deckpress.diff.compare import KINDS

    if result.difference is None:
        return "the first release"
    changes = [f"{count:,} {kind}" for kind in KINDS if (count := result.difference.count(kind))]
    return f"since {result.previous}: {', '.join(changes) or 'nothing changed'}"
