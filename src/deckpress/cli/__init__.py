"""The command line: thin commands, each of which parses, calls one function and prints. The only import of click.

`main` is the one place that maps exceptions to exit codes: 0 fine, 1 findings, 2 usage, 3 a bug of ours, 4 environment, 130 interrupted.
"""

from __future__ import annotations

import _thread
import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module

import click

from deckpress.errors import DeckpressError, FindingsError

__all__ = ["COMMANDS", "cli", "main"]

COMMANDS = {
    "new": "Make a folder with a sample bank, ready to build.",
    "import": "Read documents (Word, PDF, spreadsheets, text) into a bank.",
    "build": "Build banks into .apkg decks.",
    "check": "Check banks and say everything that is wrong with them.",
    "release": "Prove decks in the real Anki and write a folder to publish: decks, changes, download page.",
    "diff": "Show what differs between two decks, banks, releases or git revisions.",
    "preview": "Show the cards in the browser as Anki's clients draw them.",
    "tags": "Show the tags of banks, with the search to paste into Anki.",
    "stats": "Show what a collection holds: questions, topics, balance, length.",
    "verify": "Import decks into the real Anki and check them.",
    "share": "Serve decks to the phones on the local network, with a QR code.",
    "push": "Build banks and bring them into a running Anki.",
    "study": "Make a filtered review of a tag expression in a running Anki.",
    "fmt": "Bring banks into canonical order and layout.",
    "schema": "Print the JSON Schema of the bank format.",
}
"""Every command with its short help; its module is imported when it is called."""
_MODULES = {"import": "import_"}
"""The modules that can't be called like their command."""


class _Commands(click.Group):
    """Imports a command when it is needed, so that `deckpress --help` imports none."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"deckpress.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            hint = f" Did you mean '{near[0]}'?" if near else f" Commands: {', '.join(COMMANDS)}."
            raise click.UsageError(f"There is no command '{args[0]}'.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(None, "--version", "-V", package_name="deckpress")
def cli() -> None:
    """deckpress turns question banks into Anki decks that people trust."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command and ends the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # banks are Chinese: a console of another encoding must not end the command
            stream.reconfigure(errors="replace")
    sys.exit(_run(arguments))


def _terminated(*_: object) -> None:
    raise KeyboardInterrupt


_INTERRUPT_AGAIN = 0.02
"""Seconds after which a lost Ctrl-C is repeated."""


@contextmanager
def _no_interrupt_lost() -> Iterator[None]:
    """Ctrl-C that arrives while Python runs a finaliser is printed as "Exception ignored in …" and forgotten: here it comes once more."""
    before = sys.unraisablehook

    def hook(unraisable: sys.UnraisableHookArgs) -> None:
        if not issubclass(unraisable.exc_type, KeyboardInterrupt):
            before(unraisable)
            return
        again = threading.Timer(_INTERRUPT_AGAIN, _thread.interrupt_main)
        again.daemon = True
        again.start()

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = before


_OF_THE_MACHINE = {errno.ENOSPC, errno.EIO, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""Errors of writing that bear no file's name: the disk is full, or broken."""


def _run(arguments: Sequence[str] | None) -> int:
    with suppress(ValueError):  # not in the main thread: somebody's program calls us
        signal.signal(signal.SIGTERM, _terminated)
    try:
        with _no_interrupt_lost():
            status = cli.main(args=None if arguments is None else list(arguments), prog_name="deckpress", standalone_mode=False)
        if sys.stdout is not None:  # it is None where the caller closed it
            sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("deckpress: interrupted; each deck and lock is the old or the new one, whole", err=True)
        return 130
    except FindingsError as error:
        for finding in error.report:
            click.echo(finding.as_text(), err=True)
        click.echo(f"deckpress: {error}", err=True)
        return error.exit_code
    except DeckpressError as error:
        click.echo(f"deckpress: {error}", err=True)
        return error.exit_code
    except (BrokenPipeError, SystemExit):  # the reader of our output went away (`deckpress tags | head`); click exits for that alone
        with suppress(OSError, ValueError, AttributeError):  # what is left in the buffer has no reader
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.filename is None and error.errno not in _OF_THE_MACHINE:
            return _bug(error)
        click.echo(f"deckpress: {f'{error.filename}: ' if error.filename else ''}{error.strerror}", err=True)
        return 4
    except Exception as error:
        return _bug(error)


def _bug(error: Exception) -> int:
    import traceback

    traceback.print_exception(type(error), error, error.__traceback__)
    click.echo("deckpress: this is a bug in deckpress. Please report it with the lines above and the bank that caused it.", err=True)
    return 3
