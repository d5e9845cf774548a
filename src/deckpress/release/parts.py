"""A bank on its way into a release: plain data, the same whether it comes from this machine or from another shard."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from deckpress.errors import UsageError
from deckpress.lock import LockEntry, note_hash
from deckpress.tags import dedupe_tags

__all__ = ["RELEASE_TAG", "Part", "PartNote", "joined_titles", "release_tag"]

RELEASE_TAG = "release"


def release_tag(version: str) -> str:
    """The tag of what a release added or changed."""
    return f"{RELEASE_TAG}::{version}"


def joined_titles(titles: Sequence[str]) -> str:
    """The title of a collection that has none of its own: those of its first banks."""
    return ", ".join(titles[:3]) + ("…" if len(titles) > 3 else "")


@dataclass(slots=True, kw_only=True)
class PartNote:
    """A note: ``fields`` joined by U+001F, ``tags`` of its own joined by blanks, ``cards`` ordinals from 0, ``deck`` a name.

    ``hash`` is that of fields and own tags, ``mod`` and ``added`` Unix seconds; ``releases`` are the last versions that changed it,
    the newest first. A question deleted from its bank has ``retired``, when that was, and ``sent``, in how many releases it went out since.
    """

    key: str
    guid: str
    type: str
    fields: str
    tags: str
    cards: tuple[int, ...]
    deck: str
    added: int
    mod: int
    hash: str
    releases: tuple[str, ...] = ()
    retired: int = 0
    sent: int = 0

    @property
    def all_tags(self) -> tuple[str, ...]:
        """Its tags in Anki's order, those of releases among them."""
        return dedupe_tags([*self.tags.split(), *map(release_tag, self.releases)])

    def entry(self) -> LockEntry:
        """What a package's writer wants to know of it."""
        digest = note_hash(self.fields, " ".join(self.all_tags))
        return LockEntry(id=self.key, guid=self.guid, type=self.type, hash=digest, changed=self.mod, added=self.added)

    def mark(self) -> dict[str, Any]:
        """Its fingerprint, as the manifest holds it."""
        mark: dict[str, Any] = {"key": self.key, "hash": self.hash, "mod": self.mod, "added": self.added, "releases": list(self.releases)}
        return mark | ({"retired": self.retired, "sent": self.sent} if self.retired else {})


@dataclass(slots=True, kw_only=True)
class Part:
    """A bank: ``decks`` pairs names with descriptions (HTML), its own first; ``chapters`` pairs tags with titles, in the bank's order;
    ``media`` maps names in the package to SHA-256; ``forgotten`` are the last times, by GUID, of notes that are
    sent out no more; ``vanished`` says that the bank is gone and all its notes are retired."""

    index: int
    id: str
    name: str
    title: str
    language: str
    decks: list[tuple[str, str]]
    chapters: list[tuple[str, str]]
    notes: list[PartNote] = field(default_factory=list)
    media: dict[str, str] = field(default_factory=dict)
    forgotten: dict[str, int] = field(default_factory=dict)
    vanished: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Part:
        """The inverse of `as_json`. Raises `UsageError` for what is no part."""
        try:
            notes = [PartNote(**(note | {"cards": tuple(note["cards"]), "releases": tuple(note["releases"])})) for note in data["notes"]]
            pairs = {name: [(str(one), str(other)) for one, other in data[name]] for name in ("decks", "chapters")}
            return cls(**(data | pairs | {"notes": notes}))
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(f"this is no part of a release: {error}") from error

    def save(self, path: Path) -> None:
        """Writes it to a file."""
        path.write_text(json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True) + "\n", "utf-8", newline="\n")
