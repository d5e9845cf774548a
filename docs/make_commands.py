"""Makes `docs/commands.md` from the commands themselves: ``python docs/make_commands.py``.

Works from click's parameters, not from its printed help, so that the page is the same under every version of click.
"""

from __future__ import annotations

from inspect import cleandoc
from pathlib import Path

import click

from deckpress.cli import COMMANDS, cli

PAGE = Path(__file__).resolve().with_name("commands.md")
_HEAD = """
<!-- Made by docs/make_commands.py from the commands' own help. Edit that, then run: python docs/make_commands.py -->

# Commands

Every command has `--help`. Where a command takes `[PATHS]...`, these are bank files or folders of them; without any it takes `decks/`.
Tag expressions (`EXPR`) are told in [tags.md](tags.md).
"""
_TAIL = """
## Exit codes

| code | meaning |
| --- | --- |
| 0 | fine; warnings may have been printed |
| 1 | something is wrong with a bank or a deck: each finding was printed with its place |
| 2 | the call was off: an option that does not exist, a file that is not there |
| 3 | a bug in deckpress; please report it |
| 4 | this machine lacks something: a library, a right, room on the disk |
| 130 | interrupted with Ctrl-C; the last good decks are as they were |

Findings go to the error stream, results to the output stream. Where the environment variable `SOURCE_DATE_EPOCH` is set (Unix seconds),
`build` takes it for the time of new lines in a lock.
"""


def commands_page() -> str:
    """The text of `docs/commands.md`."""
    lines = [_HEAD.strip(), "", "| command | |", "| --- | --- |"]
    lines += [f"| [`{name}`](#deckpress-{name}) | {short} |" for name, short in COMMANDS.items()]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        lines += ["", *_section(name, command)] if command else []
    return "\n".join([*lines, "", _TAIL.strip(), ""])


def _section(name: str, command: click.Command) -> list[str]:
    arguments = [parameter for parameter in command.params if isinstance(parameter, click.Argument)]
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    usage = " ".join([f"deckpress {name}", *(["[OPTIONS]"] if options else []), *map(_argument, arguments)])
    lines = [f"## deckpress {name}", "", "```text", usage, "```", ""]
    for paragraph in cleandoc(command.help or "").split("\n\n"):
        lines += [" ".join(paragraph.split()), ""]
    if options:
        lines += ["| option | |", "| --- | --- |", *map(_option, options), ""]
    return lines[:-1]


def _argument(argument: click.Argument) -> str:
    if argument.metavar:
        return argument.metavar
    return (argument.name or "").upper()


def _option(option: click.Option) -> str:
    value = "" if option.is_flag else f" {_value(option)}"
    names = ", ".join(f"`{flag}{value if flag.startswith('--') else ''}`" for flag in option.opts)
    text = " ".join((option.help or "").split())
    if option.show_default and not option.is_flag:
        text += f" Default: `{option.default}`."
    return f"| {names} | {text} |".replace("[default: as many as pay]", "Default: as many as pay.")


def _value(option: click.Option) -> str:
    if option.metavar:
        return option.metavar
    if isinstance(option.type, click.Choice):
        return "\\|".join(map(str, option.type.choices))
    return option.type.name.upper()


if __name__ == "__main__":
    PAGE.write_text(commands_page(), encoding="utf-8", newline="\n")
