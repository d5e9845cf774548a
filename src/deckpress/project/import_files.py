"""The files of an import: the bank that is there already, its record, and the pictures beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from deckpress.diagnostics import Diagnostic, Report
from deckpress.errors import DeckpressError, FindingsError
from deckpress.markup import MediaError
from deckpress.model import Bank
from deckpress.notes.media import MediaFolder
from deckpress.project.discover import find_banks, shown
from deckpress.project.import_bank import Draft, Read
from deckpress.project.import_record import Imported, canonical, digests, dump_record, read_record, record_path
from deckpress.project.import_update import Update, update_bank
from deckpress.project.workspace import write_bytes_whole, write_whole
from deckpress.readers.bank import decode_bank, read_bank
from deckpress.readers.text import read_bytes
from deckpress.source import Source

__all__ = ["OldBank", "first_record", "open_bank", "write_pictures"]


@dataclass(frozen=True, slots=True)
class OldBank:
    """A bank that an import is to update: ``sources`` are all of its files, ``source`` the one that is written.

    ``elsewhere`` are the ids of the questions and chapters in the other files.
    """

    path: Path
    id: str
    title: str
    language: str
    elsewhere: frozenset[str]
    source: Source
    sources: Sequence[Source]
    windows: bool
    mark: str

    def update(self, draft: Draft, names: frozenset[str]) -> Update:
        """The bank with the questions of documents of these names. Raises `FindingsError`, `FormatRefused`."""
        report = Report()
        update = update_bank(self.source, draft, read_record(self.path), self.elsewhere, names, report)
        if update is None:
            raise _refused(self.path, report)
        if update.text != self.source.text:
            sources = [Source(source.name, update.text) if source is self.source else source for source in self.sources]
            if read_bank(sources, report) is None:
                message = f"{shown(self.path)}: not updated: the result would have errors; this is a bug, please report it"
                raise FindingsError(message, report)
        return update

    def write(self, update: Update) -> bool:
        """Writes what differs; whether the bank did. The record goes last: without it the next import only asks more."""
        changed = bool(update.added or update.changed)
        if changed:
            text = update.text.replace("\n", "\r\n") if self.windows else update.text
            write_whole(self.path, self.mark + text)
        record = dump_record(update.record)
        path = record_path(self.path)
        if not path.exists() or path.read_text("utf-8") != record:
            write_whole(path, record)
        return changed


def open_bank(path: Path) -> OldBank | None:
    """The bank of a file; None where there is none yet. Raises `FindingsError` for a file that is no bank, or has errors."""
    if not path.exists():
        return None
    report = Report()
    [files] = find_banks([path])
    data = [read_bytes(file, shown(file), report) for file in files.files]
    sources = [decode_bank(text, shown(file), report) for file, text in zip(files.files, data, strict=True) if text is not None]
    whole = [source for source in sources if source is not None]
    bank = read_bank(whole, report) if len(whole) == len(files.files) else None
    if bank is None:
        raise _refused(path, report)
    number = [file.resolve() for file in files.files].index(path.resolve())
    raw = data[number] or b""
    return OldBank(
        path=path,
        id=bank.id,
        title=bank.title,
        language=bank.language,
        elsewhere=_names_elsewhere(bank, whole[number]),
        source=whole[number],
        sources=whole,
        windows=b"\r\n" in raw,
        mark="\ufeff" if raw.startswith(b"\xef\xbb\xbf") else "",
    )


def _names_elsewhere(bank: Bank, source: Source) -> frozenset[str]:
    others = [chapter for chapter in bank.chapters if chapter.questions and chapter.questions[0].span.source is not source]
    return frozenset(name for chapter in others for name in (chapter.id, *(question.id for question in chapter.questions)))


def _refused(path: Path, report: Report) -> DeckpressError:
    hint = "mend it, or name another file with -o; nothing was written"
    return FindingsError(f"{shown(path)} is there already, and is no bank without errors\n  {hint}", report)


def first_record(draft: Draft) -> list[Imported]:
    """The record of a bank that was not there before."""
    return [Imported(entry.data["id"], entry.data["id"], digests({"markup": "plain", **canonical(entry.data)})) for entry in draft.entries]


def write_pictures(read: Read, bank: Path, identifier: str, findings: list[Diagnostic]) -> dict[str, str]:
    """Writes the pictures of the questions beside the bank, each under the hash of its bytes; their paths from there, by name.

    One that the cards can't show is not kept, and a finding.
    """
    used = {name for question in read.reading.questions for name in question.images}
    paths: dict[str, str] = {}
    for name in sorted(used & read.document.images.keys()):
        data = read.document.images[name]
        path = f"images/{identifier}/{sha256(data).hexdigest()[:16]}.{name.rpartition('.')[2].lower()}"
        place = bank.parent / path
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            write_bytes_whole(place, data)
        try:
            MediaFolder(bank.parent)(path)
        except MediaError as error:
            place.unlink()
            hint = "put it into the bank by hand, as PNG or JPEG"
            findings.append(
                Diagnostic(code="left-out-picture", severity="warning", message=f"{name}: {error}", file=read.document.name, hint=hint)
            )
        else:
            paths[name] = path
    return paths
