"""What the release before means for a bank: times that rise, tags of releases, and notes for questions that were deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from deckpress.engine.reading import PackageNote
from deckpress.lock import LockEntry, note_hash
from deckpress.notes.types import NOTE_TYPES, NoteTypeName, field_names
from deckpress.notes.words import words_for
from deckpress.release.parts import RELEASE_TAG, Part, PartNote
from deckpress.tags import dedupe_tags

__all__ = ["KEPT_RELEASES", "continue_from", "retired_note"]

KEPT_RELEASES = 3
"""How many releases a note remembers to have been changed by."""
_TYPES: dict[str, NoteTypeName] = {name: name for name in NOTE_TYPES}
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


def retired_note(part: Part, entry: LockEntry, before: PackageNote, mark: Mapping[str, Any]) -> PartNote | None:
    """The note that tells learners of a deleted question; ``before`` and ``mark`` are that note in the release before.

    Its texts are those of the release before, its card says since when it is retired, and it is tagged ``retired``. None where the
    package holds another type of note than the lock.
    """
    names = field_names(_TYPES[entry.type])
    if before.notetype != f"deckpress {entry.type}" or tuple(before.fields) != names:
        return None
    fields = dict(before.fields)
    tags = dedupe_tags([*(tag for tag in before.tags if not tag.startswith(f"{RELEASE_TAG}::")), "retired"])
    since = int(mark.get("retired") or entry.retired)
    if not mark.get("retired") and "retired" not in before.tags:
        day = datetime.fromtimestamp(since, timezone.utc).date().isoformat()
        text = words_for(fields["Language"]).retired.format(day)
        fields["Notice"] = f'<div class="retired">{text}</div>{fields["Notice"]}'
    joined, own = "\x1f".join(fields.values()), " ".join(tags)
    cards = tuple(number - 1 for number in entry.cards) if entry.type == "cloze" else (0,)
    deck = before.deck if before.deck in [name for name, _ in part.decks] else part.decks[0][0]
    return PartNote(
        key=entry.id, guid=entry.guid, type=entry.type, fields=joined, tags=own, cards=cards or (0,), deck=deck, added=entry.added,
        mod=since, hash=note_hash(joined, own), retired=since, sent=int(mark.get("sent", 0)) + 1,
    )  # fmt: skip
