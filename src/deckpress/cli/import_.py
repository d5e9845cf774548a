"""``deckpress import``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from deckpress.cli.report import plural, show_findings

if TYPE_CHECKING:
    from deckpress.project.importing import DocumentFormat, ImportResult, Script

_FORMATS = ("auto", "text", "markdown", "html", "docx", "pdf", "xlsx", "csv")
_SHOWN_IDS = 8


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="BANK",
    help="The bank to write, or to bring up to date. Several files go into it together. Default: a bank in decks/ for each file.",
)
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="auto", show_default=True, help="What the file is, where its content misleads."
)
@click.option("--encoding", default="", metavar="E", help="The encoding of a text file, such as gb18030. Default: found out.")
@click.option("--title", default="", metavar="T", help="Title of a new bank. Default: the document's.")
@click.option("--id", "identifier", default="", metavar="SLUG", help="Id of a new bank: lower-case letters, digits, '-'.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Also write a page that shows what became of every line.")
@click.option("--simplified", "script", flag_value="simplified", help="Write Chinese texts in simplified characters.")
@click.option("--traditional", "script", flag_value="traditional", help="Write Chinese texts in traditional characters.")
@click.option("--dedupe", is_flag=True, help="Keep one of identical copies of a question.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but findings.")
def command(
    files: tuple[Path, ...],
    output: Path | None,
    form: str,
    encoding: str,
    title: str,
    identifier: str,
    report: Path | None,
    script: str | None,
    dedupe: bool,
    quiet: bool,
) -> int:
    """Read documents (Word, PDF, spreadsheets, web pages, text) into a bank.

    What the document leaves in doubt carries 'review' in the bank. A bank that is there already is brought up to date: questions keep
    their ids, what you edited stays, nothing is deleted. The record of the import, beside the bank, is to be kept with it.
    The exit code is 1 where no question was found.
    """
    from deckpress.project.importing import import_document
    from deckpress.readers.documents.limits import DocumentError

    if output is None and len(files) > 1 and (identifier or title or report):
        raise click.UsageError("--id, --title and --report are for one bank: import one file, or name the bank with -o")
    ok = True
    for group in [files] if output else [(file,) for file in files]:
        try:
            result = import_document(
                group,
                output,
                format=cast("DocumentFormat", form),
                encoding=encoding,
                title=title,
                id=identifier,
                report=report,
                script=cast("Script", script or ""),
                dedupe=dedupe,
            )
        except DocumentError as error:  # the other documents are read all the same
            click.echo(f"deckpress: {error}", err=True)
            ok = False
            continue
        show_findings(result.findings)
        ok = ok and result.questions > 0
        if not result.questions:
            click.echo("\n".join(_nothing(group, result)), err=True)
        elif not quiet:
            click.echo("\n".join(_told(result)))
    return 0 if ok else 1


def _nothing(files: tuple[Path, ...], result: ImportResult) -> list[str]:
    """What to say where no question was found."""
    lines = [f"{', '.join(map(str, files))}: no question was found in {plural(result.lines, 'line')}; no bank was written"]
    lines += [f"  {_left_out(result)}"] if result.left_out else []
    report = _reports(result) or ["  --report report.html shows what was read"]
    return [*lines, *report, "  --format and --encoding help where a file is taken for something it is not"]


def _told(result: ImportResult) -> list[str]:
    """What to say about a bank."""
    bank = result.bank.as_posix()
    lines = [_headline(bank, result), *_table(result)]
    if result.left_out:
        lines.append(_left_out(result))
    lines += _copies(result) + _changes(result) + _reports(result)
    if result.chosen:
        lines.append(f"The bank's id, '{result.id}', was made from the file's name. --id SLUG chooses another, before you publish it.")
    path = shlex.quote(bank)
    if sum(result.review.values()):
        lines.append(f"Look at what is marked 'review' in {bank}, and remove the mark.")
    return [*lines, "Next:", f"  deckpress check {path}", f"  deckpress build {path}"]


def _headline(bank: str, result: ImportResult) -> str:
    count = plural(result.questions, "question")
    if not result.updated:
        return f"{bank}: {count}"
    if not result.written:
        return f"{bank}: {count}, nothing changed"
    return f"{bank}: {count}, {len(result.added):,} new, {len(result.changed):,} changed"


def _table(result: ImportResult) -> list[str]:
    rows = [(kind, count, result.answered[kind], result.review[kind]) for kind, count in result.found.items()]
    if len(rows) > 1:
        rows.append(("all", result.questions, sum(result.answered.values()), sum(result.review.values())))
    head = f"  {'kind':<10}{'found':>9}{'answered':>10}{'to review':>11}"
    return [head, *(f"  {kind:<10}{found:>9,}{answered:>10,}{review:>11,}" for kind, found, answered, review in rows)]


def _left_out(result: ImportResult) -> str:
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in result.left_out.items())
    return f"Left out: {sum(result.left_out.values()):,} of {plural(result.lines, 'line')} ({reasons})"


def _copies(result: ImportResult) -> list[str]:
    if result.dropped:
        return [f"Copies left out: {result.dropped:,}"]
    return [f"Copies of other questions: {result.copies:,}; --dedupe keeps one of each"] if result.copies else []


def _changes(result: ImportResult) -> list[str]:
    told = (
        (result.conflicts, "changed here and in the document: yours stay, marked 'review'"),
        (result.missing, "no longer in the document: kept"),
        (result.deleted, "taken out of the bank by hand: not put back"),
    )
    lines = [f"{plural(len(ids), 'question')} {words} ({_some(ids)})" for ids, words in told if ids]
    if result.updated and not result.matched:
        lines.append("No question of the document was in the bank before: if they don't belong together, name another bank with -o.")
    return lines


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:_SHOWN_IDS]) + (", …" if len(ids) > _SHOWN_IDS else "")


def _reports(result: ImportResult) -> list[str]:
    return [f"Report: {path.as_posix()}" for path in result.reports]
