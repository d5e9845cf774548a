"""Banks as a side of a comparison: the notes that a build would publish."""

from __future__ import annotations

from pathlib import Path

from deckpress.diagnostics import Report
from deckpress.diff.snapshot import Snapshot, side_note
from deckpress.engine.reading import PackageNote
from deckpress.errors import FindingsError
from deckpress.notes.build import Note
from deckpress.notes.types import field_names
from deckpress.project.discover import find_banks, report_shared, unique
from deckpress.project.files import read_files
from deckpress.project.inspect import inspect_bank
from deckpress.project.rows import chapter_decks

__all__ = ["bank_snapshot"]


def bank_snapshot(path: Path, name: str) -> Snapshot:
    """The notes of a bank or a folder of banks. Raises `FindingsError` where one has errors, `UsageError` where there is none."""
    report, snapshot = Report(), Snapshot(name)
    for files, first in unique(find_banks([path])):
        if first is not None:
            report_shared(files, first, report)
        data = read_files(files, report) if first is None else None
        found = inspect_bank(data, report) if data is not None else None
        if found is not None:
            decks = chapter_decks(found.bank)
            snapshot.titles[found.bank.id] = found.bank.title
            snapshot.add(side_note(_packed(note, decks[note.chapter])) for note in found.notes())
    if report.errors:
        raise FindingsError(f"{name} has errors: it can't be compared", report)
    return snapshot


def _packed(note: Note, deck: str) -> PackageNote:
    fields = dict(zip(field_names(note.note_type), note.fields, strict=True))
    return PackageNote(guid=note.guid, notetype=f"deckpress {note.note_type}", fields=fields, tags=note.tags, deck=deck, mod=0)
