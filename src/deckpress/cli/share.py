"""``deckpress share``."""

from __future__ import annotations

import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckpress.cli.report import plural

if TYPE_CHECKING:
    from deckpress.share import Served


@click.command(name="share")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("build/release"), metavar="[FOLDER]")
@click.option(
    "--bind", metavar="ADDRESS", default="", help="Address of this computer to listen on. Without it, the one on the local network."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes any free one. Without it 9000, or any where that is taken."
)
@click.option("--no-qr", is_flag=True, help="Print the address without a QR code.")
def command(folder: Path, bind: str, port: int | None, no_qr: bool) -> int:
    """Serve a folder of decks to the phones on the local network.

    FOLDER is a release (default: build/release), or any folder with .apkg files. Scan the code with the phone's camera, tap a deck,
    open it with Anki. The address holds a secret that is new each time; whoever has it can fetch the files of this folder, change nothing,
    and see nothing else. Ctrl-C ends it.
    """
    from deckpress.project.discover import shown
    from deckpress.project.titles import package_title
    from deckpress.share import Limits, Server, Shelf, listen, room_for

    shelf = Shelf(folder, package_title)
    shelf.titles()  # before the first phone asks
    fetched: list[Served] = []

    def told(served: Served) -> None:
        fetched.append(served)
        click.echo(f"{time.strftime('%H:%M:%S')}  {served.caller}  {served.name}  {_amount(served)}")

    limits = Limits(connections=room_for(Limits().connections))
    with Server(shelf, listen(bind, port), told, limits) as server:
        code = "" if no_qr or not sys.stdout.isatty() else f"\n{_code(server.url)}\n"
        reach = "to this computer alone" if server.place.alone else "on the local network"
        click.echo(f"Sharing {shown(folder)} ({plural(len(shelf.decks()), 'deck')}) {reach}:\n{code}\n  {server.url}\n")
        if not server.place.alone:
            click.echo("The phone must be in the same network. No connection? Allow Python in this computer's firewall, or try --bind.")
        click.echo("Ctrl-C ends it.")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            server.serve()
    click.echo(f"\nEnded: {plural(sum(served.whole for served in fetched), 'download')}.")
    return 0


def _amount(served: Served) -> str:
    """What was sent, and whether that makes a download."""
    if served.whole and not served.part:
        return f"{served.size:,} bytes"
    end = ", the rest" if served.whole else ", broken off" if served.cut else ", a part"
    return f"{served.size:,} of {served.total:,} bytes{end}"


def _code(url: str) -> str:
    """The address as a QR code for this terminal, or why there is none."""
    from deckpress.share import qr_lines, qr_width

    lines = qr_lines(url, sys.stdout.encoding or "ascii")
    width, columns = qr_width(lines), shutil.get_terminal_size().columns
    if width > columns:
        return (
            f"No QR code: it takes {width} columns here, and this terminal has {columns}.\n"
            "  Make the window wider and share again, or type the address into the phone:"
        )
    return lines
