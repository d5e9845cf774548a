"""A side of a comparison: notes by identity, wherever they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from deckpress.engine.reading import PackageNote

__all__ = ["SideNote", "Snapshot", "side_note"]

_MACHINE = frozenset({"Key", "Flags", "Typed", "Language", "ID", "Spare 1", "Spare 2", "Spare 3", "Spare 4"})
"""Fields of deckpress's own note types that no learner reads."""
_OWN = "deckpress "


@dataclass(frozen=True, slots=True, kw_only=True)
class SideNote:
    """A note as it is compared. ``fields`` are HTML by name, without those that nobody reads; ``group`` is the bank, else the deck;
    ``key`` is what people know it by within the group: the question's id, else the GUID; ``chapter`` a title;
    ``hidden`` joins the fields that nobody reads; ``own`` says that deckpress made it."""

    guid: str
    group: str
    key: str
    notetype: str
    fields: dict[str, str]
    tags: tuple[str, ...]
    deck: str
    chapter: str = ""
    hidden: str = ""
    own: bool = False

    @property
    def retired(self) -> bool:
        """Whether learners are told that it is withdrawn."""
        return "retired" in self.tags


@dataclass(slots=True)
class Snapshot:
    """One side: ``name`` is how the caller named it, ``notes`` are by GUID, in their order; ``titles`` maps banks to their titles, where
    they are known."""

    name: str
    notes: dict[str, SideNote] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def add(self, notes: Iterable[SideNote]) -> None:
        """Takes in notes; the first of two with one GUID stays, as in Anki."""
        for note in notes:
            self.notes.setdefault(note.guid, note)


def side_note(note: PackageNote) -> SideNote:
    """A package's note as it is compared: deckpress's own by bank and question, others by deck and GUID."""
    own = note.notetype.startswith(_OWN) and "/" in note.fields.get("ID", "")
    group, _, key = note.fields["ID"].partition("/") if own else (note.deck, "", note.guid)
    fields = {name: text for name, text in note.fields.items() if not (own and name in _MACHINE)}
    chapter = fields.pop("Chapter", "") if own else ""
    return SideNote(
        guid=note.guid, group=group, key=key, notetype=note.notetype, fields=fields, deck=note.deck, chapter=chapter, own=own,
        hidden="\x1f".join(text for name, text in note.fields.items() if own and name in _MACHINE),
        tags=tuple(tag for tag in note.tags if not tag.startswith("release::")),
    )  # fmt: skip
