"""Brings an existing bank up to date with a document: ids stay, what people edited stays, nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deckpress.diagnostics import Report
from deckpress.project.import_bank import Draft, Entry
from deckpress.project.import_edit import BankText, Place
from deckpress.project.import_ids import chapter_slugs
from deckpress.project.import_match import Known, match_questions
from deckpress.project.import_merge import merge_question
from deckpress.project.import_record import Imported, canonical, digests
from deckpress.readers.bank.questions import infer_kind
from deckpress.source import Source

__all__ = ["Update", "update_bank"]


@dataclass(slots=True)
class Update:
    """A bank's new text and record, and what was done: ids of questions by what became of them.

    ``missing`` are questions that an earlier import of the same document brought and this one did not; ``deleted`` those that a person
    took out of the bank, which stay out.
    """

    text: str
    record: list[Imported]
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    matched: int = 0


@dataclass(frozen=True, slots=True)
class _Old:
    place: Place
    data: dict[str, Any]
    markup: str


def update_bank(
    source: Source, draft: Draft, record: Sequence[Imported], taken: frozenset[str], names: frozenset[str], report: Report
) -> Update | None:
    """The bank of ``source``, which has no errors, with the draft's questions in it; None, and findings, where it can't be read.

    ``record`` is that of the last import; ``taken`` are ids of the bank's other files; ``names`` are the documents' file names.
    Raises `FormatRefused` where the text can't be edited without losing something.
    """
    bank = BankText.read(source, report)
    return _Updater(bank, draft, record, taken, names).run() if bank is not None else None


class _Updater:
    def __init__(self, bank: BankText, draft: Draft, record: Sequence[Imported], taken: frozenset[str], names: frozenset[str]) -> None:
        self.bank, self.draft, self.names = bank, draft, names
        self.head: dict[str, Any] = bank.raw.head.data
        self.old = self._questions()
        self.taken = taken
        self.ids = {str(old.data.get("id", "")) for old in self.old} | taken
        self.record = record
        self.by_id = {line.id: line for line in record}
        self.update = Update(bank.text, [])

    def run(self) -> Update:
        new = [self._new_data(entry) for entry in self.draft.entries]
        olds = [self._known(old) for old in self.old]
        matches = match_questions([Known([data["id"]], data) for data in new], olds)
        lines: list[Imported] = []
        for index, (entry, data) in enumerate(zip(self.draft.entries, new, strict=True)):
            if index in matches:
                lines.append(self._merge(self.old[matches[index]], data, entry))
            else:
                lines.append(Imported(entry.data["id"], entry.data["id"], digests(data)))
        self._add(matches, lines)
        self.update.matched = len(matches)
        self._finish(matches, lines)
        return self.update

    def _questions(self) -> list[_Old]:
        default = _markup(self.head, "markdown")
        out: list[_Old] = []
        for path, raws in self.bank.raw.questions.items():
            owner = self.head["chapters"][path[1]] if path else {}
            markup = _markup(owner, default)
            for index, raw in enumerate(raws):
                data = canonical(raw.data)
                out.append(_Old((path, index), {"type": infer_kind(data), **data, "markup": _markup(data, markup)}, markup))
        return out

    def _known(self, old: _Old) -> Known:
        identifier = str(old.data.get("id", ""))
        line = self.by_id.get(identifier)
        return Known([line.key if line else "", identifier], old.data)

    @staticmethod
    def _new_data(entry: Entry) -> dict[str, Any]:
        data: dict[str, Any] = canonical(entry.data)
        return {"markup": "plain", **data}

    def _merge(self, old: _Old, new: dict[str, Any], entry: Entry) -> Imported:
        """Brings a question up to date; what the record is to hold of it."""
        identifier = str(old.data.get("id", ""))
        line = self.by_id.get(identifier)
        merged = merge_question(old.data, new, line.fields if line else None)
        if merged.changes:
            changes = {name: entry.data.get(name, value) if value is not None else None for name, value in merged.changes.items()}
            if "review" in changes:
                changes["review"] = merged.changes["review"]
            if "markup" in changes:
                changes["markup"] = None if new["markup"] == old.markup else new["markup"]
            self.bank.change(old.place, changes)
            self.update.changed.append(identifier)
        if merged.conflicts:
            self.update.conflicts.append(identifier)
        fields = digests(new)
        if line and "source" in line.fields and "source" not in merged.changes:
            fields["source"] = line.fields["source"]
        return Imported(identifier, entry.data["id"], fields)

    def _add(self, matches: Mapping[int, int], lines: list[Imported]) -> None:
        """Puts the questions that match none after the one before them in the document, or into their chapter."""
        gone = {line.key for line in self.record if line.id not in self.ids}
        homes = self._homes(matches)
        following = self._following(matches)
        fresh: dict[str, list[dict[str, Any]]] = {}
        after: dict[str, Place | None] = {}
        last: Place | None = None
        for index, entry in enumerate(self.draft.entries):
            if index in matches:
                last = self.old[matches[index]].place
                continue
            if entry.data["id"] in gone:
                self.update.deleted.append(entry.data["id"])
                continue
            data = self._named(entry, lines, index)
            path = homes.get(entry.chapter, last[0] if last and not entry.chapter else None)
            following_place = following[index]
            if path is None and not entry.chapter:
                path = following_place[0] if following_place else () if self.bank.raw.questions.get(()) else None
            if path is None:
                fresh.setdefault(entry.chapter, []).append(data)
                after.setdefault(entry.chapter, last)
            elif last and last[0] == path:
                self._put(data, last)
            elif following_place and following_place[0] == path:
                self._put(data, following_place, before=True)
            else:
                self._put(data, (path, len(self.bank.raw.questions[path]) - 1))
        self._add_chapters(fresh, after)

    def _named(self, entry: Entry, lines: list[Imported], index: int) -> dict[str, Any]:
        """The data of a question to be added, with an id that nothing has."""
        base = identifier = entry.data["id"]
        number = 1
        while identifier in self.ids:
            number += 1
            identifier = f"{base}-{number}"
        self.ids.add(identifier)
        self.update.added.append(identifier)
        lines[index] = Imported(identifier, base, lines[index].fields)
        return {**entry.data, "id": identifier}

    def _put(self, data: dict[str, Any], place: Place, *, before: bool = False) -> None:
        path = place[0]
        owner = self.head["chapters"][path[1]] if path else {}
        self.bank.add_question(_with_markup(data, _markup(owner, _markup(self.head, "markdown"))), place, before=before)

    def _add_chapters(self, fresh: Mapping[str, list[dict[str, Any]]], after: Mapping[str, Place | None]) -> None:
        default = _markup(self.head, "markdown")
        taken = [str(chapter.get("id", "")) for chapter in self.head.get("chapters") or [] if isinstance(chapter, dict)]
        slugs = chapter_slugs((title for title in fresh if title), [*taken, *self.taken])
        behind: dict[int | None, list[dict[str, Any]]] = {}
        for title, items in fresh.items():
            data = [_with_markup(item, default) for item in items]
            if title:
                place = after[title]
                number = int(place[0][1]) if place and place[0] else len(taken) - 1 if taken else None
                behind.setdefault(number, []).append({"id": slugs[title], "title": title, "questions": data})
            else:
                self.bank.add_direct(data)
        for number, chapters in behind.items():
            self.bank.add_chapters(chapters, number)

    def _homes(self, matches: Mapping[int, int]) -> dict[str, tuple[str | int, ...]]:
        """The list of questions that each chapter of the document is in the bank: by title, else by where its questions are."""
        homes: dict[str, tuple[str | int, ...]] = {}
        for index, entry in enumerate(self.draft.entries):
            if entry.chapter and index in matches:
                homes.setdefault(entry.chapter, self.old[matches[index]].place[0])
        for path in self.bank.raw.questions:
            owner = self.head["chapters"][path[1]] if path else {}
            if owner.get("title") and self.bank.raw.questions[path]:
                homes[str(owner["title"]).rstrip()] = path
        return homes

    def _following(self, matches: Mapping[int, int]) -> list[Place | None]:
        """For each question of the document the place of the next one that the bank has."""
        out: list[Place | None] = []
        place: Place | None = None
        for index in range(len(self.draft.entries) - 1, -1, -1):
            place = self.old[matches[index]].place if index in matches else place
            out.append(place)
        return out[::-1]

    def _finish(self, matches: Mapping[int, int], lines: list[Imported]) -> None:
        update = self.update
        matched = set(matches.values())
        for index, old in enumerate(self.old):
            identifier = str(old.data.get("id", ""))
            origin = old.data.get("source")
            if index not in matched and isinstance(origin, dict) and origin.get("file") in self.names:
                update.missing.append(identifier)
        gone = set(update.deleted)
        kept = [line for line in lines if line.id not in gone or line.id in self.ids]
        written = {line.id for line in kept}
        update.record = kept + [line for line in self.record if line.id not in written]
        if update.added or update.changed:
            update.text = self.bank.result()


def _markup(data: Mapping[str, Any], default: str) -> str:
    return str(data.get("markup") or default)


def _with_markup(data: dict[str, Any], default: str) -> dict[str, Any]:
    """The data as it stands below ``default``: a new question's texts are plain unless it says otherwise."""
    markup = _markup(data, "plain")
    rest = {name: value for name, value in data.items() if name != "markup"}
    return rest if markup == default else {**rest, "markup": markup}
