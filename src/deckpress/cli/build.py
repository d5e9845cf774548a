"""``deckpress build``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from deckpress.cli.report import bank_line, paths_argument, plural, show_findings, summary_line


@click.command(name="build")
@paths_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Folder for the decks.",
)
@click.option("--tags", metavar="EXPR", help="Only notes that match this tag expression, e.g. 'topic::complaints and not type::case'.")
@click.option("--locked", is_flag=True, help="Change no lock; fail where one is out of date. For CI.")
@click.option("--one-deck", is_flag=True, help="One .apkg with all banks instead of one each.")
@click.option(
    "--include-unanswered", is_flag=True, help="Take in questions without an answer as cards to check oneself (choices excepted)."
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Number of processes.  [default: as many as pay]")
@click.option("--no-cache", is_flag=True, help="Build every bank anew, changed or not.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but findings.")
def command(
    paths: tuple[Path, ...],
    output: Path,
    tags: str | None,
    locked: bool,
    one_deck: bool,
    include_unanswered: bool,
    jobs: int | None,
    no_cache: bool,
    quiet: bool,
) -> int:
    """Build banks into .apkg decks.

    PATHS are bank files or folders of them; without any, decks/ is built. A document (Word, PDF, spreadsheet, text) is imported into a
    bank in the output folder first, and built from there. A bank's lock (beside it) is brought up to date: commit it, it
    is how an update reaches every learner without touching their schedule. A bank with errors keeps its last deck, the others are built.
    """
    from deckpress.project.build import build
    from deckpress.project.results import BankResult

    if tags is not None and not tags.strip():  # an unset variable of a script must not choose everything
        raise click.BadParameter("the expression is empty", param_hint="--tags")
    banks = _imported(paths, output, quiet=quiet)
    show_bar = sys.stderr.isatty() and not quiet
    lines: list[str] = []
    with click.progressbar(length=1, label="building", file=sys.stderr, hidden=not show_bar) as bar:

        def progress(result: BankResult) -> None:
            bar.label = Path(result.name).stem[:30]
            bar.update(1)
            lines.append(bank_line(result))

        def started(count: int) -> None:
            bar.length = count

        result = build(
            banks or (Path("decks"),),
            output,
            tags=tags or "",
            locked=locked,
            one_deck=one_deck,
            include_unanswered=include_unanswered,
            jobs=jobs,
            cache=not no_cache,
            started=started,
            progress=progress,
        )
    show_findings(finding for bank in result.banks for finding in bank.diagnostics)
    if not quiet:
        for line in lines:
            click.echo(line)
        if len(lines) > 1 or result.package:
            click.echo(summary_line(result))
        if tags:
            from deckpress.tags import parse

            click.echo(f"The same in Anki's search: {parse(tags).to_anki()}")
    return 0 if result.ok else 1


def _imported(paths: tuple[Path, ...], output: Path, *, quiet: bool) -> tuple[Path, ...]:
    """The paths with documents replaced by the banks that they were read into."""
    if all(path.suffix.lower() in (".yaml", ".yml", "") for path in paths):  # without loading what reads documents
        return paths
    from deckpress.project.importing import import_for_build

    banks, results = import_for_build(paths, output)
    for result in results:
        show_findings(result.findings)
        if not quiet:
            click.echo(f"{result.bank.as_posix()}: {plural(result.questions, 'question')}, {sum(result.review.values()):,} to review")
    return tuple(banks)
