"""From a bank that was read to the rows of a package, and to its lock: the part of a build that packages of one and of many banks share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from deckpress.diagnostics import Report
from deckpress.lock import LockUpdate, note_hash, parse_lock
from deckpress.model import Bank
from deckpress.project.discover import shown
from deckpress.project.files import BankBytes
from deckpress.project.inspect import Inspection
from deckpress.project.results import BankResult, BuildOptions
from deckpress.readers.text import read_bytes
from deckpress.tags import Expression, harmless_name, parse
from deckpress.writers.apkg import DeckRow, NoteRow, PackageInfo, deck_id

__all__ = ["Rows", "chapter_decks", "deck_rows", "fill", "settle", "why_empty"]


@dataclass(slots=True)
class Rows:
    """Makes a package's rows of a bank's notes while it keeps the lock and the counts.

    ``news`` are findings about what this build changes: unlike those of the bank's report, the next build does not repeat them.
    """

    found: Inspection
    update: LockUpdate
    expression: Expression | None
    kinds: Counter[str]
    images: set[str] = field(default_factory=set)
    news: Report = field(default_factory=Report)

    @classmethod
    def of(cls, found: Inspection, options: BuildOptions) -> Rows:
        """For one build of one bank."""
        return cls(found, found.lock.update(options.now), parse(options.tags) if options.tags else None, Counter())

    def __iter__(self) -> Iterator[NoteRow]:
        decks = [deck_id(name) for name in chapter_decks(self.found.bank)]
        seen: set[int] = set()
        for due, note in enumerate(self.found.notes(), 1):
            cards = tuple([ordinal + 1 for ordinal in note.cards]) if note.note_type == "cloze" else ()
            fields, tags = "\x1f".join(note.fields), " ".join(note.tags)
            entry = self.update.publish(note.key, note.guid, note.note_type, note_hash(fields, tags), cards)
            if self.expression is not None and not self.expression.matches(note.tags):
                continue
            if note.question.number not in seen:
                seen.add(note.question.number)
                self.kinds[note.question.kind] += 1
            if "<img " in fields:
                self.images.update(_IMAGE.findall(fields))
            yield NoteRow(note.cards, entry, fields, tags, decks[note.chapter], due)

    def media(self) -> dict[str, Path]:
        """The images of the notes made so far and of the description: names in the package to files."""
        used = self.images | set(_IMAGE.findall(self.found.description()))
        return {name: path for name, path in self.found.media().items() if name in used}


_IMAGE = re.compile(r"dp-[0-9a-f]{20}\.[a-z]+")


def chapter_decks(bank: Bank) -> list[str]:
    """The deck name of each chapter: the bank's, or a subdeck of it."""
    if not bank.subdecks:
        return [bank.deck] * len(bank.chapters)
    titles = [harmless_name(" ".join(chapter.title.replace("::", " ").split())) for chapter in bank.chapters]
    return [f"{bank.deck}::{title}" if title else bank.deck for title in titles]


def deck_rows(found: Inspection) -> list[DeckRow]:
    """The decks of a bank, its own first."""
    bank = found.bank
    description = found.description()
    names = dict.fromkeys([bank.deck, *chapter_decks(bank)])
    return [DeckRow(id=deck_id(name), name=name, description=description if name == bank.deck else "") for name in names]


def fill(result: BankResult, rows: Rows, info: PackageInfo) -> None:
    """Takes down what was built."""
    bank = rows.found.bank
    result.id, result.title, result.kinds, result.unanswered = bank.id, bank.title, dict(rows.kinds), rows.found.unanswered
    result.notes, result.cards, result.size, result.content_hash = info.notes, info.cards, info.size, info.content_hash


def settle(data: BankBytes, rows: Rows, options: BuildOptions) -> bytes:
    """The bytes of the lock after the build. A locked build that would change it gets an error."""
    update = rows.update
    text = update.finish().text().encode()
    _name_retired(rows)
    _name_reused(rows)
    if not data.lock and (old := _left_behind(data, rows)):
        rows.found.report.about_file(
            "lock-moved",
            "error",
            f"the bank has no lock, but {old} holds its notes: built so, every note would count as new and replace learners' own edits",
            rows.found.bank.files[0],
            f"rename it: git mv {old} {shown(data.files.lock)}",
        )
    if text == data.lock.replace(b"\r\n", b"\n"):
        text = data.lock  # checked out with the line ends of Windows
    if options.locked and text != data.lock:
        changes = update.changes
        counts = f"{len(changes.new)} new, {len(changes.changed)} changed, {len(changes.retired)} retired"
        if not changes:
            counts = "its lines are not in order, as after a merge"
        rows.found.report.about_file(
            "lock-outdated", "error", f"the lock does not fit the bank: {counts}", shown(data.files.lock),
            f"run 'deckpress build {data.files.name}' and commit the lock",
        )  # fmt: skip
    return text


def _name_retired(rows: Rows) -> None:
    """Says which published questions are gone or became notes of another type: their learners keep a card that nobody mends any more."""
    update = rows.update
    now = {entry.id: entry.type for entry in update.entries.values() if not entry.retired}
    for key in update.changes.retired:
        if key in now:
            message = f"'{key}' has changed its kind: learners get a new card ({now[key]}) and keep the old one, without its schedule"
            hint = "if that is no slip, all is well; else give it its old kind back"
        else:
            message = f"'{key}' has been published and is no longer in the deck: learners keep its card"
            hint = "'deckpress release' retires it there; to say why, put it back with 'retired: <why>'; a changed id is a new question"
        rows.news.about_file("no-longer-published", "warning", message, rows.found.bank.files[0], hint)


def _name_reused(rows: Rows) -> None:
    """Says which ids of questions long gone are back with other words: their learners' schedules would go on with a new question."""
    for key in rows.update.changes.reused:
        message = f"the id '{key}' belonged to a question that had left the bank, and is back with other words"
        hint = "if it is another question, give it an id of its own: who has the old one keeps its schedule"
        rows.news.about_file("id-reused", "warning", message, rows.found.bank.files[0], hint)


def _left_behind(data: BankBytes, rows: Rows) -> str:
    """The lock of no other bank that holds notes of this one, which was renamed, moved or cut into parts; empty where there is none."""
    folder = data.files.lock.parent
    own = {path.resolve() for path in data.files.files}
    for path in (*sorted(folder.glob("*.lock")), *sorted(folder.parent.glob("*.lock"))):
        banks = [bank for suffix in (".yaml", ".yml") if (bank := path.with_suffix(suffix)).exists()]
        if path == data.files.lock or any(bank.resolve() not in own for bank in banks):
            continue
        text = read_bytes(path, shown(path), Report())
        try:
            entries = parse_lock(text.decode("utf-8")).entries if text is not None else {}
        except ValueError:  # of another tool
            continue
        if not entries.keys().isdisjoint(rows.update.entries):
            return shown(path)
    return ""


def why_empty(options: BuildOptions) -> str:
    """Why a build has nothing to pack."""
    return f"no question matches {options.tags}" if options.tags else "the bank has no question with an answer"
