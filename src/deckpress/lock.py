"""The lock beside a bank: what was published when.

JSON Lines, sorted by id, one line a note, so that two branches merge. A line:

    {"id":"q-1","guid":"…","type":"choice","hash":"…","changed":1764000000,"added":1763000000}

``id`` is the question's id, with ``#part`` for a part of a case; ``hash`` that of the rendered fields and tags; ``changed`` the Unix time
of the build that first saw that hash, which becomes the note's ``mod``: Anki takes over a note whose ``mod`` rose, and leaves alone
one whose ``mod`` did not. ``retired`` is when the note left the bank; ``cards`` are the cloze numbers ever published.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from hashlib import blake2b

__all__ = ["Changes", "Lock", "LockEntry", "LockError", "LockUpdate", "note_hash", "parse_lock"]


class LockError(ValueError):
    """The text is no lock; ``line`` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message, self.line = message, line


@dataclass(slots=True, kw_only=True)
class LockEntry:
    """One line. Times are Unix seconds; ``retired`` is 0 for a note that is in the bank."""

    id: str
    guid: str
    type: str
    hash: str
    changed: int
    added: int
    retired: int = 0
    cards: tuple[int, ...] = ()

    def line(self) -> str:
        """The entry as it stands in the file, without the line break."""
        text = (
            f'{{"id":"{self.id}","guid":{json.dumps(self.guid)},"type":"{self.type}","hash":"{self.hash}",'
            f'"changed":{self.changed},"added":{self.added}'
        )
        if self.retired:
            text += f',"retired":{self.retired}'
        if self.cards:
            text += f',"cards":[{",".join(map(str, self.cards))}]'
        return text + "}"


@dataclass(slots=True)
class Changes:
    """Keys of the notes that a build adds, changes and retires; ``reused`` are those that were retired and come back changed."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.retired)


@dataclass(slots=True)
class Lock:
    """The entries of a lock by GUID."""

    entries: dict[str, LockEntry] = field(default_factory=dict)

    def published_cards(self) -> dict[str, tuple[int, ...]]:
        """The cloze numbers ever published, by note key."""
        return {entry.id: entry.cards for entry in self.entries.values() if entry.cards}

    def update(self, now: int) -> LockUpdate:
        """Begins a build at ``now`` (Unix seconds); this lock stays as it is."""
        return LockUpdate(self, now)

    def text(self) -> str:
        """The lock as it stands in the file."""
        lines = [entry.line() for entry in sorted(self.entries.values(), key=lambda entry: (entry.id, entry.type))]
        return "\n".join(lines) + "\n" if lines else ""


class LockUpdate:
    """The lock during one build: each note that is published is told to `publish`, then `finish` retires the others.

    A changed note's time always rises, even where a clock ran ahead; every other note keeps its line.
    """

    def __init__(self, before: Lock, now: int) -> None:
        self.before, self.now = before, now
        self.entries: dict[str, LockEntry] = {}
        self.changes = Changes()

    def publish(self, key: str, guid: str, note_type: str, digest: str, cards: tuple[int, ...] = ()) -> LockEntry:
        """A note's entry, new or brought up to date; ``cards`` are cloze numbers from 1. Raises `KeyError` for a GUID told twice."""
        if guid in self.entries:
            raise KeyError(guid)
        old, now = self.before.entries.get(guid), self.now
        if old is None:
            entry = LockEntry(id=key, guid=guid, type=note_type, hash=digest, changed=now, added=now, cards=cards)
            self.changes.new.append(key)
        elif old.hash == digest and not old.retired and cards == old.cards:
            entry = old
        else:
            cards = tuple(sorted({*old.cards, *cards}))
            if old.hash != digest:
                self.changes.changed.append(key)
                if old.retired:
                    self.changes.reused.append(key)
                old = replace(old, hash=digest, changed=max(now, old.changed + 1))
            elif old.retired:
                self.changes.new.append(key)
            entry = replace(old, retired=0, cards=cards)
        self.entries[guid] = entry
        return entry

    def finish(self) -> Lock:
        """The lock after the build."""
        for guid, old in self.before.entries.items():
            if guid not in self.entries:
                if not old.retired:
                    self.changes.retired.append(old.id)
                    old = replace(old, retired=max(self.now, old.changed))
                self.entries[guid] = old
        return Lock(self.entries)


def note_hash(fields: str, tags: str) -> str:
    """The hash of what a learner sees of a note: its fields joined by U+001F, its tags joined by spaces."""
    return blake2b(f"{fields}\x1e{tags}".encode(), digest_size=16).hexdigest()


_WORD = re.compile(r"[A-Za-z0-9._#-]{1,250}")
_GUID = re.compile(r"[!-~]{1,100}")
_INTS = ("changed", "added", "retired")
_TEXTS = ("id", "guid", "type", "hash")
_MAX_TIME = 1 << 33


def parse_lock(text: str) -> Lock:
    """The lock of a file's text. Of two lines for one note (a merge kept both) the later one counts. Raises `LockError`."""
    entries: dict[str, LockEntry] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            raise LockError("a merge conflict is open here: keep the lines of both sides, remove the markers", number)
        entry = _entry(line, number)
        known = entries.get(entry.guid)
        entries[entry.guid] = entry if known is None else _merged(known, entry)
    return Lock(entries)


def _merged(one: LockEntry, other: LockEntry) -> LockEntry:
    """What two branches know of one note: the later state, and all cards that either has published. The same in any order."""
    later = max(one, other, key=lambda entry: (entry.changed, -entry.retired, entry.hash, entry.id, entry.type))
    return replace(later, added=min(one.added, other.added), cards=tuple(sorted({*one.cards, *other.cards})))


def _entry(line: str, number: int) -> LockEntry:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise LockError("this line is no JSON", number) from None
    if not isinstance(data, dict) or not all(isinstance(data.get(name), str) and data[name] for name in _TEXTS):
        raise LockError("this line is no entry of a lock", number)
    if not all(_WORD.fullmatch(data[name]) for name in ("id", "type", "hash")) or not _GUID.fullmatch(data["guid"]):
        raise LockError("this line is no entry of a lock", number)
    times = [data.get(name, 0) for name in _INTS]
    cards = data.get("cards", [])
    if not all(type(time) is int and 0 <= time < _MAX_TIME for time in times) or not isinstance(cards, list):
        raise LockError("this line holds a time that is none", number)
    if not all(type(card) is int and 0 < card < 10_000 for card in cards):
        raise LockError("this line holds a card number that is none", number)
    return LockEntry(
        id=data["id"], guid=data["guid"], type=data["type"], hash=data["hash"],
        changed=times[0], added=times[1], retired=times[2], cards=tuple(cards),
    )  # fmt: skip
