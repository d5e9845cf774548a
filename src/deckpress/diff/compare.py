"""Two sides → what was added, changed, moved, retired and removed, group by group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from deckpress.diff.snapshot import SideNote, Snapshot
from deckpress.diff.words import Piece, word_diff
from deckpress.engine.resources import readable_text

__all__ = ["Change", "Difference", "FieldChange", "GroupChanges", "Kind", "compare"]

Kind = Literal["added", "changed", "moved", "retired", "removed"]
KINDS: tuple[Kind, ...] = ("added", "changed", "moved", "retired", "removed")
_TITLE = 100
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


@dataclass(slots=True)
class GroupChanges:
    """The changes of one bank (or deck, for a package of another tool)."""

    id: str
    title: str
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0

    def of(self, kind: Kind) -> list[Change]:
        """Those of a kind, in order."""
        return [change for change in self.changes if change.kind == kind]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        counts = {kind: len(self.of(kind)) for kind in KINDS}
        return {
            "id": self.id, "title": self.title, "counts": counts | {"unchanged": self.unchanged},
            "changes": [change.as_json() for change in self.changes],
        }  # fmt: skip


@dataclass(slots=True)
class Difference:
    """A whole comparison; ``groups`` without changes are left out of ``changed_groups``."""

    old: str
    new: str
    groups: list[GroupChanges]

    @property
    def changed_groups(self) -> list[GroupChanges]:
        """The groups in which something changed."""
        return [group for group in self.groups if group.changes]

    def __bool__(self) -> bool:
        return bool(self.changed_groups)

    def __iter__(self) -> Iterator[Change]:
        return (change for group in self.groups for change in group.changes)

    def count(self, kind: Kind) -> int:
        """How many notes changed in that way."""
        return sum(1 for change in self if change.kind == kind)

    def as_json(self) -> dict[str, Any]:
        """Plain data, with a version of its own."""
        counts = {kind: self.count(kind) for kind in KINDS}
        return {
            "schema": 1, "old": self.old, "new": self.new,
            "counts": counts | {"unchanged": sum(group.unchanged for group in self.groups)},
            "banks": [group.as_json() for group in self.changed_groups],
        }  # fmt: skip


def compare(old: Snapshot, new: Snapshot) -> Difference:
    """What ``new`` changed against ``old``: notes matched by GUID, as Anki does; in the new order, what is gone at the end."""
    titles = old.titles | new.titles
    groups: dict[str, GroupChanges] = {}

    def group_of(note: SideNote) -> GroupChanges:
        return groups.setdefault(note.group, GroupChanges(note.group, titles.get(note.group, note.deck or note.group)))

    for guid, note in new.notes.items():
        group = group_of(note)
        before = old.notes.get(guid)
        change = _added(note) if before is None else _changed(before, note)
        if change is None:
            group.unchanged += 1
        else:
            group.changes.append(change)
    for guid, note in old.notes.items():
        if guid not in new.notes:
            group_of(note).changes.append(Change(kind="removed", guid=guid, key=note.key, title=_title(note)))
    return Difference(old.name, new.name, list(groups.values()))


def _added(note: SideNote) -> Change:
    return Change(kind="added", guid=note.guid, key=note.key, title=_title(note))


def _changed(old: SideNote, new: SideNote) -> Change | None:
    names = dict.fromkeys([*new.fields, *old.fields])
    fields = [_field(name, old.fields.get(name, ""), new.fields.get(name, "")) for name in names]
    changed = tuple(each for each in fields if each is not None)
    gone = tuple(tag for tag in old.tags if tag not in new.tags)
    come = tuple(tag for tag in new.tags if tag not in old.tags)
    place = _place(old, new)
    if not (changed or gone or come or place or old.notetype != new.notetype or old.hidden != new.hidden):
        return None
    kind: Kind = "changed"
    if new.retired and not old.retired:
        kind = "retired"
    elif place and not changed and all(tag.startswith(_PLACE) for tag in (*gone, *come)):
        kind = "moved"
    return Change(kind=kind, guid=new.guid, key=new.key, title=_title(new), fields=changed, tags=(gone, come), place=place)


def _place(old: SideNote, new: SideNote) -> tuple[str, str] | None:
    if old.deck != new.deck and old.deck and new.deck:
        return old.deck, new.deck
    chapters = tuple([tag for tag in note.tags if tag.startswith(_PLACE)] for note in (old, new))
    if chapters[0] != chapters[1] or old.chapter != new.chapter:
        return readable_text(old.chapter) or " ".join(chapters[0]), readable_text(new.chapter) or " ".join(chapters[1])
    return None


def _field(name: str, old: str, new: str) -> FieldChange | None:
    if old == new:
        return None
    before, after = readable_text(old), readable_text(new)
    return FieldChange(name, tuple(word_diff(before, after)) if before != after else ())


def _title(note: SideNote) -> str:
    text = next(filter(None, (" ".join(readable_text(html).split()) for html in note.fields.values())), "")
    return text if len(text) <= _TITLE else f"{text[: _TITLE - 1]}…"
