"""What the release before means for a bank: times that rise, tags of releases, and notes for questions that were deleted."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime, timezone
from itertools import takewhile
from typing import Any

from deckpress.diagnostics import Diagnostic
from deckpress.engine.reading import PackageNote
from deckpress.lock import note_hash
from deckpress.notes.types import NOTE_TYPES, NoteTypeName, field_names
from deckpress.notes.words import words_for
from deckpress.release.parts import RELEASE_TAG, Part, PartNote
from deckpress.release.previous import Previous
from deckpress.tags import dedupe_tags

__all__ = ["KEPT_RELEASES", "all_forgotten", "bank_gone", "continue_from", "retired_notes", "vanished_banks", "vanished_part"]

KEPT_RELEASES = 3
"""How many releases a note remembers to have been changed by."""
_TYPES: dict[str, NoteTypeName] = {name: name for name in NOTE_TYPES}
_OWN = "deckpress "
_BLANK = re.compile(r"\{\{c(\d{1,4}(?:,\d{1,4})*)::", re.ASCII)
Marks = Mapping[str, Mapping[str, Any]]


def continue_from(part: Part, marks: Marks, forgotten: Mapping[str, int], version: str) -> None:
    """Gives the notes of a part their times and release tags; ``marks`` are the fingerprints of the release before, by GUID.

    What differs from it gets a later time than it had there, whatever the lock says, and the tag of this release. What does not
    differ keeps time and tags: Anki then leaves it alone.
    """
    for note in part.notes:
        note.releases = (version,)
        mark = marks.get(note.guid)
        if mark is not None:
            before = tuple(mark["releases"])
            same = mark["hash"] == note.hash
            note.releases = before if same else tuple(dict.fromkeys([version, *before]))[:KEPT_RELEASES]
            note.mod = mark["mod"] if same else max(note.mod, mark["mod"] + 1)
            note.added = mark["added"]
        elif note.guid in forgotten:
            note.mod = max(note.mod, forgotten[note.guid] + 1)
    here = {note.guid for note in part.notes}
    part.forgotten = {guid: forgotten[guid] for guid in sorted(forgotten) if guid not in here}


def retired_notes(part: Part, gone: Mapping[str, int], previous: Previous, date: int) -> list[tuple[str, PartNote | None]]:
    """The notes that the release before has of a bank and ``part`` has not, by GUID: as they tell learners of deleted questions.

    ``gone`` are the times at which the lock says that notes left; for others it is ``date``. None where the release before holds
    something else than its manifest says.
    """
    marks, here = previous.marks(part.id), {note.guid for note in part.notes}
    since = {guid: int(mark.get("retired") or gone.get(guid) or date) for guid, mark in marks.items() if guid not in here}
    held = previous.notes(part.id) if since else {}
    ordered = sorted(since, key=lambda guid: (since[guid], marks[guid]["key"], guid))
    return [(guid, retired_note(part, held[guid], marks[guid], since[guid]) if guid in held else None) for guid in ordered]


def retired_note(part: Part, before: PackageNote, mark: Mapping[str, Any], since: int) -> PartNote | None:
    """The note that tells learners of a deleted question; ``before`` and ``mark`` are that note in the release before.

    Its texts and cards are those of the release before, its card says since when it is retired, and it is tagged ``retired``. None where
    it is of no type of ours.
    """
    kind = _TYPES.get(before.notetype.removeprefix(_OWN))
    if kind is None or not before.notetype.startswith(_OWN) or tuple(before.fields) != field_names(kind):
        return None
    fields = dict(before.fields)
    tags = dedupe_tags([*(tag for tag in before.tags if not tag.startswith(f"{RELEASE_TAG}::")), "retired"])
    if not mark.get("retired") and "retired" not in before.tags:
        day = datetime.fromtimestamp(since, timezone.utc).date().isoformat()
        text = words_for(fields["Language"]).retired.format(day)
        fields["Notice"] = f'<div class="retired">{text}</div>{fields["Notice"]}'
    joined, own = "\x1f".join(fields.values()), " ".join(tags)
    # Those that its text has now, not all that it ever had: a card without its blank is none.
    found = _BLANK.findall(fields["Text"]) if kind == "cloze" else ["1"]
    numbers = sorted({int(number) for listed in found for number in listed.split(",")})
    deck = before.deck if before.deck in [name for name, _ in part.decks] else part.decks[0][0]
    return PartNote(
        key=mark["key"], guid=before.guid, type=kind, fields=joined, tags=own, cards=tuple(number - 1 for number in numbers) or (0,),
        deck=deck, added=mark["added"], mod=since, hash=note_hash(joined, own), retired=since, sent=int(mark.get("sent", 0)) + 1,
    )  # fmt: skip


def vanished_banks(previous: Previous, banks: Collection[str]) -> list[str]:
    """The ids of banks with questions in the release before that are not among ``banks``, sorted."""
    return sorted(bank for bank, held in previous.manifest["banks"].items() if held["notes"] and bank not in banks)


def vanished_part(index: int, bank: str, previous: Previous) -> Part:
    """A bank that is there no more, as the release before knows it, still without notes."""
    deck = previous.deck("bank", bank)
    names = [name.split("::") for name in deck["decks"]] if deck is not None else []
    root = "::".join(level for level, *_ in takewhile(lambda levels: len(set(levels)) == 1, zip(*names, strict=False)))
    title = str(previous.manifest["banks"][bank]["title"])
    decks = dict.fromkeys([root or title or bank, *("::".join(name) for name in names)])
    return Part(
        index=index, id=bank, name=bank, title=title, language=previous.manifest["language"], decks=[(name, "") for name in decks],
        chapters=[], vanished=True,
    )  # fmt: skip


def bank_gone(part: Part, previous: Previous) -> Diagnostic | None:
    """The warning that a bank is there no more; None where the release before said so already."""
    marks = previous.marks(part.id)
    count = sum(1 for note in part.notes if not marks[note.guid].get("retired"))
    if not count:
        return None
    questions = "its question goes" if count == 1 else f"its {count:,} questions go"
    return Diagnostic(
        code="bank-gone", severity="warning", file=f"{part.id}.apkg",
        message=f"no bank has the id '{part.id}' any more, the release before had it: {questions} out as retired",
        hint=f"if it was renamed, or its id changed, write 'id: {part.id}' again; if it lies elsewhere, name its folder too",
    )  # fmt: skip


def all_forgotten(previous: Previous, bank: str) -> dict[str, int]:
    """What is known of a bank that sends out nothing any more: the last times of its notes, by GUID."""
    times = previous.forgotten(bank) | {guid: int(mark["mod"]) for guid, mark in previous.marks(bank).items()}
    return dict(sorted(times.items()))
