"""What an import would change, told by comparing a package's notes with those in Anki: both bear their identity in the ID field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from deckpress.ankiconnect.actions import RunningNote
from deckpress.ankiconnect.package import Key, PackedNote
from deckpress.tags import tag_key

__all__ = ["RETIRED", "Plan", "is_retired", "make_plan"]

RETIRED = "retired"
_COPY_LATER = 900_000
"""Milliseconds: a package's numbers lie 15 minutes before its notes were published, and Anki moves them a little where they are taken."""
_ANKIS_OWN = frozenset({"marked", "leech"})
_RELEASE = "release::"
"""A release tags what it brought: the same note from a build is without."""


@dataclass(slots=True)
class Plan:
    """IDs of notes, each in one list but for ``retired`` and ``replaced``.

    ``kept`` differ and are newer in Anki, where somebody edited them: Anki keeps them. ``gone`` are in Anki and no longer in the bank.
    ``retired`` are tagged so, in the package or in Anki; ``absent`` are those of the package that Anki does not hold.
    ``replaced`` are in Anki as a note of another type too, from before their question changed its kind.
    ``held`` are the notes in Anki that are retired or replaced.
    """

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    held: list[RunningNote] = field(default_factory=list)


def make_plan(
    packed: Sequence[PackedNote], running: Mapping[Key, RunningNote], *, but_retired: bool = False, imported: bool = False
) -> Plan:
    """The plan of one package of a bank, all of whose notes in Anki are ``running``.

    With ``but_retired`` the package's retired notes are left out of the import; with ``imported`` the import is over, and what differs
    still is ``kept``.
    """
    if but_retired:
        running = _without_copies(packed, running)
    plan, seen, brought = Plan(), set[Key](), set[str]()
    retired = {key for key, note in running.items() if is_retired(note)}
    for note in packed:
        brought.add(note.id)
        old = running.get(note.key) or running.get((note.id, ""))  # somebody has renamed fields
        seen.add(old.key if old else note.key)
        if is_retired(note):
            retired.add(old.key if old else note.key)
            if old is None:
                plan.absent.append(note.id)
                continue
            if but_retired:
                continue
        if old is None:
            plan.new.append(note.id)
        elif _same(note, old):
            plan.unchanged.append(note.id)
        elif imported or old.mod >= note.mod:
            plan.kept.append(note.id)
        else:
            plan.changed.append(note.id)
            if not is_retired(note):
                retired.discard(old.key)  # the import takes its tag away
    replaced = {key for key in running.keys() - seen - retired if key[0] in brought and key[1]}
    plan.gone = sorted({name for name, _ in running.keys() - seen - retired - replaced})
    plan.retired = sorted({name for name, _ in retired})
    plan.replaced = sorted({name for name, _ in replaced})
    plan.held = [note for key, note in running.items() if key in retired or key in replaced]
    return plan


def is_retired(note: PackedNote | RunningNote) -> bool:
    """Whether a note bears the tag ``retired``."""
    return any(tag_key(tag) == RETIRED for tag in note.tags)


def _without_copies(packed: Sequence[PackedNote], running: Mapping[Key, RunningNote]) -> dict[Key, RunningNote]:
    """Leaves out what stands in the place of a retired note that was deleted, but is a copy that somebody made of it: it is far younger."""
    youngest = {note.key: note.note + _COPY_LATER for note in packed if is_retired(note)}
    return {key: note for key, note in running.items() if note.note <= youngest.get(key, note.note)}


def _same(note: PackedNote, old: RunningNote) -> bool:
    texts = {name: normalize("NFC", text) for name, text in note.fields.items()}
    return _keys(note.tags) == _keys(old.tags) and all(old.fields.get(name) == text for name, text in texts.items())


def _keys(tags: Iterable[str]) -> set[str]:
    return {key for key in map(tag_key, tags) if key not in _ANKIS_OWN and not key.startswith(_RELEASE)}
