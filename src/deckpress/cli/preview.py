"""``deckpress preview``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckpress.cli.report import paths_argument, plural, show_findings

if TYPE_CHECKING:
    from deckpress.project.preview import LivePreview
    from deckpress.project.preview_server import PreviewServer


@click.command(name="preview")
@paths_argument
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write one page that works offline, instead of serving."
)
@click.option("--tags", metavar="EXPR", help="Only notes that match this tag expression.")
@click.option("--include-unanswered", is_flag=True, help="Also show questions without an answer, as 'build' with the same option does.")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="N", help="Port to serve on; 0 takes a free one.  [default: 8765, or a free one]"
)
@click.option("--open/--no-open", "open_browser", default=True, show_default=True, help="Open the page in the browser.")
def command(
    paths: tuple[Path, ...], html: Path | None, tags: str | None, include_unanswered: bool, port: int | None, open_browser: bool
) -> int:
    """Show the cards of banks in the browser as Anki's clients draw them.

    PATHS are bank files or folders of them; without any, decks/ is shown. The page follows every change of a bank, and shows what is wrong
    with a question in place of its card. Served on this machine alone, until Ctrl-C. With --html the exit code is 1 where a bank has
    errors; the page is written all the same, with the errors in it.
    """
    if tags is not None and not tags.strip():
        raise click.BadParameter("the expression is empty", param_hint="--tags")
    where = paths or (Path("decks"),)
    if html is not None:
        return _write(where, html, tags or "", include_unanswered)
    from threading import Thread

    from deckpress.project.preview import LivePreview
    from deckpress.project.preview_server import PreviewServer

    live = LivePreview(where, tags or "", include_unanswered)
    live.check()
    with PreviewServer(live, port) as server:
        click.echo(f"{server.url}  (Ctrl-C ends it)")
        if open_browser:
            click.launch(server.url)
        Thread(target=_read, args=(server,), daemon=True).start()  # while the browser starts
        try:
            server.serve_forever()
        except KeyboardInterrupt:  # the way to end it
            click.echo("")
    return 0


def _read(server: PreviewServer) -> None:
    server.look()
    click.echo(_told(server.live))


def _write(paths: tuple[Path, ...], target: Path, tags: str, include_unanswered: bool) -> int:
    from deckpress.project.preview import write_preview

    live = write_preview(paths, target, tags=tags, include_unanswered=include_unanswered)
    show_findings(finding for bank in live.preview.banks for finding in bank.findings)
    click.echo(f"{target.as_posix()}: {_told(live)}, {target.stat().st_size / 1000:,.0f} kB")
    return 1 if live.counts().errors else 0


def _told(live: LivePreview) -> str:
    counts = live.counts()
    told = f"{plural(counts.banks, 'bank')}, {plural(counts.cards, 'card')}"
    return told + "".join(f", {plural(count, thing)}" for count, thing in ((counts.errors, "error"), (counts.warnings, "warning")) if count)
