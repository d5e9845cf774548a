"""Two sides → what was added, changed, moved, retired and removed, group by group."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from deckpress.diff.snapshot import SideNote, Snapshot
from deckpress.diff.titles import note_title
from deckpress.diff.words import Piece, word_diff
from deckpress.engine.resources import readable_text

__all__ = ["KINDS", "Change", "Difference", "FieldChange", "GroupChanges", "Kind", "Renamed", "compare"]

Kind = Literal["added", "changed", "moved", "retired", "removed"]
KINDS: tuple[Kind, ...] = ("added", "changed", "moved", "retired", "removed")
_PLACE = "chapter::"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What changed in a field: ``pieces`` of its text; none where only its markup differs."""

    name: str
    pieces: tuple[Piece, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"field": self.name, "pieces": [[piece.kind, piece.text] for piece in self.pieces]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One note. ``title`` is the start of its first text; ``place`` is old and new chapter or deck, where it moved;
    ``tags`` are those gone and those come."""

    kind: Kind
    guid: str
    key: str
    title: str
    fields: tuple[FieldChange, ...] = ()
    tags: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    place: tuple[str, str] | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain data; what does not apply is left out."""
        data: dict[str, Any] = {"kind": self.kind, "key": self.key, "guid": self.guid, "title": self.title}
        if self.fields:
            data["fields"] = [each.as_json() for each in self.fields]
        if any(self.tags):
            data["tags"] = {"removed": list(self.tags[0]), "added": list(self.tags[1])}
        if self.place:
            data["moved"] = {"from": self.place[0], "to": self.place[1]}
        return data


class Renamed(NamedTuple):
    """A new name of a bank's deck, or of the bank or the collection (``title``). It changes no note: Anki leaves cards where they are."""

    what: Literal["deck", "title"]
    old: str
    new: str

    def as_json(self) -> dict[str, str]:
        """Plain data."""
        return {"what": self.what, "from": self.old, "to": self.new}


@dataclass(slots=True)
class GroupChanges:
    """The changes of one bank (or deck, for a package of another tool)."""

    id: str
    title: str
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    renamed: list[Renamed] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Change]:
        """Those of a kind, in order."""
        return [change for change in self.changes if change.kind == kind]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        counts = {kind: len(self.of(kind)) for kind in KINDS}
        data: dict[str, Any] = {"id": self.id, "title": self.title, "counts": counts | {"unchanged": self.unchanged}}
        if self.renamed:
            data["renamed"] = [each.as_json() for each in self.renamed]
        return data | {"changes": [change.as_json() for change in self.changes]}


@dataclass(slots=True)
class Difference:
    """A whole comparison; ``groups`` without changes are left out of ``changed_groups``; ``renamed`` is a new title of the collection,
    ``forgotten`` are the GUIDs of notes that were retired long ago."""

    old: str
    new: str
    groups: list[GroupChanges]
    renamed: Renamed | None = None
    forgotten: AbstractSet[str] = frozenset()

    @property
    def changed_groups(self) -> list[GroupChanges]:
        """The groups in which something changed, if only a name."""
        return [group for group in self.groups if group.changes or group.renamed]

    def __bool__(self) -> bool:
        return bool(self.changed_groups or self.renamed)

    def __iter__(self) -> Iterator[Change]:
        return (change for group in self.groups for change in group.changes)

    @property
    def returned(self) -> list[Change]:
        """The notes that were retired and are so no more."""
        return [
            change
            for change in self
            if (change.kind == "changed" and "retired" in change.tags[0]) or (change.kind == "added" and change.guid in self.forgotten)
        ]

    def count(self, kind: Kind) -> int:
        """How many notes changed in that way."""
        return sum(1 for change in self if change.kind == kind)

    def as_json(self) -> dict[str, Any]:
        """Plain data, with a version of its own."""
        counts = {kind: self.count(kind) for kind in KINDS}
        data: dict[str, Any] = {
            "schema": 1, "old": self.old, "new": self.new,
            "counts": counts | {"unchanged": sum(group.unchanged for group in self.groups)},
        }  # fmt: skip
        if self.renamed:
            data["renamed"] = self.renamed.as_json()
        return data | {"banks": [group.as_json() for group in self.changed_groups]}


def compare(old: Snapshot, new: Snapshot, *, decks: bool = True) -> Difference:
    """What ``new`` changed against ``old``: notes matched by GUID, as Anki does; in the new order, what is gone at the end.

    Without ``decks`` no note of deckpress has moved by its deck alone: on import Anki leaves cards in the decks where they are.
    """
    groups: dict[str, GroupChanges] = {}
    renamed = _renamed_decks(old, new, every=not decks)

    def group_of(note: SideNote) -> GroupChanges:
        if note.group not in groups:
            names = _renamed(note.group, renamed.get(note.group, {}), old, new)
            title = new.titles.get(note.group) or next((each.new for each in names), "") or old.titles.get(note.group)
            groups[note.group] = GroupChanges(note.group, title or note.deck or note.group, renamed=names)
        return groups[note.group]

    for guid, note in new.notes.items():
        group = group_of(note)
        before = old.notes.get(guid)
        by_deck = not note.own or (decks and before is not None and (before.deck, note.deck) not in renamed.get(note.group, {}))
        change = _added(note) if before is None else _changed(before, note, by_deck=by_deck)
        if change is None:
            group.unchanged += 1
        else:
            group.changes.append(change)
    for guid, note in old.notes.items():
        if guid not in new.notes:
            group_of(note).changes.append(Change(kind="removed", guid=guid, key=note.key, title=_title(note)))
    return Difference(old.name, new.name, list(groups.values()))


def _added(note: SideNote) -> Change:
    return Change(kind="retired" if note.retired else "added", guid=note.guid, key=note.key, title=_title(note))


def _changed(old: SideNote, new: SideNote, *, by_deck: bool) -> Change | None:
    names = dict.fromkeys([*new.fields, *old.fields])
    fields = [_field(name, old.fields.get(name, ""), new.fields.get(name, "")) for name in names]
    changed = tuple(each for each in fields if each is not None)
    gone = tuple(tag for tag in old.tags if tag not in new.tags)
    come = tuple(tag for tag in new.tags if tag not in old.tags)
    place = (_chapters(old, new) if new.own else None) or (_decks(old, new) if by_deck else None)
    if not (changed or gone or come or place or old.notetype != new.notetype or old.hidden != new.hidden):
        return None
    kind: Kind = "changed"
    if new.retired and not old.retired:
        kind = "retired"
    elif place and not changed and all(tag.startswith(_PLACE) for tag in (*gone, *come)):
        kind = "moved"
    return Change(kind=kind, guid=new.guid, key=new.key, title=_title(new), fields=changed, tags=(gone, come), place=place)


def _title(note: SideNote) -> str:
    return note_title(note.fields.values())


def _chapters(old: SideNote, new: SideNote) -> tuple[str, str] | None:
    """The chapters between which a note moved."""
    before, after = (" ".join(tag for tag in note.tags if tag.startswith(_PLACE)) for note in (old, new))
    if before == after and old.chapter == new.chapter:
        return None
    return readable_text(old.chapter) or before, readable_text(new.chapter) or after


def _decks(old: SideNote, new: SideNote) -> tuple[str, str] | None:
    """The decks between which a note moved."""
    return (old.deck, new.deck) if old.deck != new.deck and old.deck and new.deck else None


def _renamed_decks(old: Snapshot, new: Snapshot, *, every: bool) -> dict[str, dict[tuple[str, str], None]]:
    """The decks of each bank that bear another name: old and new one. Unless ``every`` other deck counts, all notes of the old one must
    be in the new one: somebody may have moved a few by hand."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    homes: dict[tuple[str, str], set[str]] = {}
    for guid, note in new.notes.items():
        before = old.notes.get(guid)
        if before is not None and note.own and before.own and not note.retired and not _chapters(before, note):
            homes.setdefault((note.group, before.deck), set()).add(note.deck)
            if _decks(before, note):
                found.setdefault(note.group, {})[before.deck, note.deck] = None
    if every:
        return found
    return {group: {pair: None for pair in pairs if len(homes[group, pair[0]]) == 1} for group, pairs in found.items()}


def _renamed(group: str, decks: Collection[tuple[str, str]], old: Snapshot, new: Snapshot) -> list[Renamed]:
    """What is to be told of a bank's names: its decks (one line for subdecks that all lie in one), and its title where that is not the
    same."""
    together = {_without_common_end(*pair) for pair in decks}
    names = together if len(together) == 1 < len(decks) else decks
    title = (old.titles.get(group, ""), new.titles.get(group, ""))
    out = [Renamed("deck", *pair) for pair in names]
    if all(title) and title[0] != title[1] and title not in names:
        out.append(Renamed("title", *title))
    return out


def _without_common_end(old: str, new: str) -> tuple[str, str]:
    before, after = old.split("::"), new.split("::")
    while len(before) > 1 and len(after) > 1 and before[-1] == after[-1]:
        before.pop()
        after.pop()
    return "::".join(before), "::".join(after)


def _field(name: str, old: str, new: str) -> FieldChange | None:
    if old == new:
        return None
    before, after = readable_text(old), readable_text(new)
    return FieldChange(name, tuple(word_diff(before, after)) if before != after else ())
