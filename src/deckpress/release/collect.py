"""A bank's files → the notes that a release would publish, before it is known what the release before held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deckpress.diagnostics import Diagnostic, Report
from deckpress.project.collector import without_gc
from deckpress.project.discover import BankFiles, report_shared
from deckpress.project.files import read_files
from deckpress.project.inspect import Inspection, inspect_bank
from deckpress.project.results import BuildOptions
from deckpress.project.rows import Rows, deck_rows, settle
from deckpress.release.parts import Part, PartNote
from deckpress.tags import tag_path

__all__ = ["Collected", "collect"]


@dataclass(slots=True, kw_only=True)
class Collected:
    """A bank as it was read: ``part`` is None where it has errors; ``gone`` says when notes left it, by GUID, as the lock knows;
    ``images`` maps names in the package to files."""

    name: str
    part: Part | None
    gone: dict[str, int]
    images: dict[str, Path]
    findings: list[Diagnostic]


def collect(index: int, files: BankFiles, first: BankFiles | None, now: int) -> Collected:
    """Reads the bank that is the ``index``-th of the release. Its lock must fit it, as in ``build --locked``: nothing is written."""
    report, collected = Report(), Collected(name=files.name, part=None, gone={}, images={}, findings=[])
    if first is not None:
        report_shared(files, first, report)
    with without_gc():
        data = read_files(files, report) if first is None else None
        found = inspect_bank(data, report) if data is not None else None
        if data is not None and found is not None:
            options = BuildOptions(now=now, locked=True)
            rows = Rows.of(found, options)
            part = _part(index, files.name, found, rows)
            settle(data, rows, options)
            collected.images = rows.media()
            collected.gone = {guid: entry.retired for guid, entry in rows.update.entries.items() if entry.retired}
            collected.part = part if not report.errors else None
    collected.findings = list(report)
    return collected


def _part(index: int, name: str, found: Inspection, rows: Rows) -> Part:
    bank, decks = found.bank, deck_rows(found)
    names = {deck.id: deck.name for deck in decks}
    notes = [
        PartNote(
            key=row.entry.id, guid=row.entry.guid, type=row.entry.type, fields=row.fields, tags=row.tags, cards=row.cards,
            deck=names[row.deck], added=row.entry.added, mod=row.entry.changed, hash=row.entry.hash,
        )
        for row in rows
    ]  # fmt: skip
    return Part(
        index=index, id=bank.id, name=name, title=bank.title, language=bank.language, notes=notes,
        decks=[(deck.name, deck.description) for deck in decks],
        chapters=_chapters(bank.id, [(chapter.id, chapter.title) for chapter in bank.chapters]),
    )  # fmt: skip


def _chapters(bank: str, chapters: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(tag_path("chapter", bank, chapter), title or chapter) for chapter, title in chapters if chapter]
