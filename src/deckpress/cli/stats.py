"""``deckpress stats``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckpress.cli.report import plural

if TYPE_CHECKING:
    from deckpress.lint.measure import Share
    from deckpress.stats import Stats

_BAR = 24
"""Widest bar, in columns."""
_HEADS = {"truefalse": "t/f"}
_GAPS = {
    "unanswered": "no answer",
    "unexplained": "no explanation",
    "unlevelled": "no difficulty",
    "untopical": "no topic",
    "review": "to review",
    "retired": "retired",
}


@click.command(name="stats")
@click.argument("banks", nargs=-1, type=click.Path(path_type=Path), metavar="[BANK]...")
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write a page with charts instead.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print.")
def command(banks: tuple[Path, ...], page: Path | None, form: str) -> int:
    """Show what a collection holds: questions, topics, balance, length.

    BANK is a bank file or a folder of them; without any, decks/ is counted. Widths are in columns, of which a Chinese character takes two
    and a phone shows about 40 a line. The page works offline and speaks the collection's language (Chinese or English).
    """
    from deckpress.project.statistics import collection_stats, write_stats_page

    counted = collection_stats(banks or (Path("decks"),))
    if page is not None:
        write_stats_page(counted, page)
        click.echo(f"{page.as_posix()}: {plural(len(counted.banks), 'bank')}, {plural(counted.questions, 'question')}")
        return 0
    if form == "json":
        click.echo(json.dumps(counted.as_json(), ensure_ascii=False, indent=2))
        return 0
    parts = (_banks(counted), _chapters(counted), _topics(counted), _balance(counted), _lengths(counted), _gaps(counted))
    click.echo("\n\n".join(part for part in parts if part))
    return 0


def _banks(stats: Stats) -> str:
    from deckpress.stats import KINDS

    kinds = [kind for kind in KINDS if any(bank.kinds[kind] for bank in stats.banks)]
    rows = [[bank.id, *(bank.kinds[kind] for kind in kinds), bank.questions] for bank in stats.banks]
    if len(rows) > 1:
        rows.append(["all", *(sum(bank.kinds[kind] for bank in stats.banks) for kind in kinds), stats.questions])
    return _table("Questions", [*(_HEADS.get(kind, kind) for kind in kinds), "all"], rows)


def _chapters(stats: Stats) -> str:
    from deckpress.stats import LEVELS

    rows = []
    for bank in stats.banks:
        rows.append([bank.id, *(bank.levels[level] for level in (*LEVELS, 0)), bank.questions])
        rows += [
            [f"  {chapter.title or chapter.id}", *(chapter.levels[level] for level in (*LEVELS, 0)), chapter.questions]
            for chapter in bank.chapters
            if chapter.id
        ]
    return _table("Chapters, by difficulty", [*map(str, LEVELS), "none", "all"], rows)


def _topics(stats: Stats) -> str:
    if not stats.topics:
        return ""
    most = max(topic.all for topic in stats.topics) or 1
    covered = sum(1 for topic in stats.topics if topic.listed and topic.all)
    listed = sum(1 for topic in stats.topics if topic.listed)
    head = f"Topics ({covered} of {listed} with questions)" if listed else "Topics"
    rows = []
    for topic in stats.topics:
        remark = "not in deckpress.yaml" if listed and not topic.listed else "" if topic.all else "no question"
        rows.append([f"{'  ' * topic.depth}{topic.title or topic.id}", topic.all, f"{'█' * -(-_BAR * topic.all // most)} {remark}".strip()])
    return _table(head, ["questions", ""], rows)


def _balance(stats: Stats) -> str:
    letters = sorted({share.name for bank in stats.banks for share in bank.letters})
    rows = []
    for bank in stats.banks:
        by_name = {share.name: share for share in bank.letters}
        statements = bank.true + bank.false
        rows.append(
            [
                bank.id,
                *(_percent(by_name.get(letter)) for letter in letters),
                _percent(bank.longest),
                f"{bank.true} : {bank.false}" if statements else "-",
            ]
        )
    return _table("Balance: how often each letter and the longest option is right", [*letters, "longest", "true : false"], rows)


def _percent(share: Share | None) -> str:
    return f"{share.share:.0%}" if share is not None and share.of else "-"


def _lengths(stats: Stats) -> str:
    rows = [
        [name, spread["count"], f"{spread['median']:g}", spread["most"], spread["longest"]]
        for name, spread in stats.lengths.as_json().items()
    ]
    return _table("Widths, in columns", ["texts", "median", "9 of 10 up to", "longest"], rows)


def _gaps(stats: Stats) -> str:
    rows = [[bank.id, *(bank.gaps[gap] or "-" for gap in _GAPS)] for bank in stats.banks if any(bank.gaps.values())]
    return _table("To look at", list(_GAPS.values()), rows) if rows else ""


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Rows below their heads; numbers stand right, the first cell and bars left."""
    texts = [[title, *heads], *([str(cell) for cell in row] for row in rows)]
    last = len(heads) if heads[-1] == "" else -1
    widths = [max(_width(row[at]) for row in (texts[1:] if at == 0 else texts)) for at in range(len(heads) + 1)]
    lines = [click.style(title, bold=True)]
    for number, row in enumerate(texts):
        cells = ["" if number == 0 else row[0], *row[1:]]
        if number or any(heads):
            lines.append("  ".join(_padded(cell, widths[at], left=at in (0, last)) for at, cell in enumerate(cells)).rstrip())
    return "\n".join(lines)


def _padded(text: str, width: int, *, left: bool) -> str:
    pad = " " * (width - _width(text))
    return text + pad if left else pad + text


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
