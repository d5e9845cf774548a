"""What an import would change, told by comparing a package's notes with those in Anki: both bear their identity in the ID field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

from deckpress.ankiconnect.actions import RunningNote
from deckpress.ankiconnect.package import PackedNote
from deckpress.tags import tag_key

__all__ = ["RETIRED", "Plan", "make_plan"]

RETIRED = "retired"
_ANKIS_OWN = frozenset({"marked", "leech"})
_RELEASE = "release::"
"""A release tags what it brought: the same note from a build is without."""


@dataclass(slots=True)
class Plan:
    """IDs of notes, each in one list but for ``retired``.

    ``kept`` differ and are newer in Anki, where somebody edited them: Anki keeps them. ``gone`` are in Anki and no longer in the bank.
    ``retired`` are tagged so, in the package or in Anki.
    """

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)


def make_plan(packed: Iterable[PackedNote], running: Mapping[str, RunningNote]) -> Plan:
    """The plan of one package of a bank, all of whose notes in Anki are ``running``."""
    plan, seen = Plan(), set[str]()
    retired = {note.id for note in running.values() if is_retired(note)}
    for note in packed:
        seen.add(note.id)
        if is_retired(note):
            retired.add(note.id)
        old = running.get(note.id)
        if old is None:
            plan.new.append(note.id)
        elif _same(note, old):
            plan.unchanged.append(note.id)
        else:
            (plan.kept if old.mod >= note.mod else plan.changed).append(note.id)
    plan.gone = sorted(running.keys() - seen - retired)
    plan.retired = sorted(retired)
    return plan


def is_retired(note: PackedNote | RunningNote) -> bool:
    """Whether a note bears the tag ``retired``."""
    return any(tag_key(tag) == RETIRED for tag in note.tags)


def _same(note: PackedNote, old: RunningNote) -> bool:
    texts = {name: normalize("NFC", text) for name, text in note.fields.items()}
    return _keys(note.tags) == _keys(old.tags) and all(old.fields.get(name) == text for name, text in texts.items())


def _keys(tags: Iterable[str]) -> set[str]:
    return {key for key in map(tag_key, tags) if key not in _ANKIS_OWN and not key.startswith(_RELEASE)}
