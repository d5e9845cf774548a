"""Parts → packages: one of a bank, one of all, one of a preset; the same notes in each."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deckpress.notes.types import NOTE_TYPES, content_hash, note_type
from deckpress.release.parts import Part, PartNote
from deckpress.tags import Expression
from deckpress.writers.apkg import DeckRow, NoteRow, PackageInfo, deck_id, write_package

__all__ = ["IMAGE", "RETIRED", "Selection", "counts", "inputs_of", "write_selection"]

RETIRED = "retired"
IMAGE = re.compile(r"dp-[0-9a-f]{20}\.[a-z]+")


@dataclass(slots=True)
class Selection:
    """Some notes of some parts, in their order. Retired ones with a GUID in ``kept`` count by their tags before: whoever took them must
    hear of it."""

    parts: Sequence[Part]
    expression: Expression | None = None
    kept: frozenset[str] = frozenset()

    def notes(self, part: Part) -> list[PartNote]:
        """Those of a part that are meant."""
        return [note for note in part.notes if self._means(note)]

    def _means(self, note: PartNote) -> bool:
        tags = note.tags.split()
        if self.expression is None or self.expression.matches(tags):
            return True
        return note.guid in self.kept and RETIRED in tags and self.expression.matches(tag for tag in tags if tag != RETIRED)

    def all_notes(self) -> Iterator[PartNote]:
        """All that are meant."""
        for part in self.parts:
            yield from self.notes(part)

    def rows(self) -> Iterator[NoteRow]:
        """The rows of the package; new cards come in this order."""
        due = 0
        for part in self.parts:
            for note in self.notes(part):
                due += 1
                yield NoteRow(note.cards, note.entry(), note.fields, " ".join(note.all_tags), deck_id(note.deck), due)

    def decks(self) -> list[DeckRow]:
        """The decks that hold notes, and the first of each bank, which bears its description."""
        used = {note.deck for note in self.all_notes()}
        pairs = {
            name: html
            for part in self.parts
            for name, html in part.decks
            if name in used or (name == part.decks[0][0] and self.notes(part))
        }
        return [DeckRow(id=deck_id(name), name=name, description=html) for name, html in pairs.items()]

    def media(self) -> dict[str, str]:
        """The images that they use: names to SHA-256."""
        used = {name for note in self.all_notes() if "<img " in note.fields for name in IMAGE.findall(note.fields)}
        used.update(name for deck in self.decks() for name in IMAGE.findall(deck.description))
        return {name: digest for part in self.parts for name, digest in part.media.items() if name in used}


def write_selection(selection: Selection, target: Path, media: Path) -> PackageInfo:
    """Writes the package; ``media`` is the folder of the images, under the names that notes know them by."""
    return write_package(target, selection.decks(), selection.rows(), lambda: {name: media / name for name in selection.media()})


def inputs_of(selection: Selection, tool: str) -> str:
    """A hash of all that a package is made from: notes, decks, images, note types, the version of deckpress."""
    digest = hashlib.sha256(f"{tool}\n".encode())
    for name in NOTE_TYPES:
        digest.update(f"{name} {note_type(name).mod} {content_hash(note_type(name))}\n".encode())
    digest.update(json.dumps([[deck.name, deck.description] for deck in selection.decks()]).encode())
    digest.update(json.dumps(sorted(selection.media().items())).encode())
    for note in selection.all_notes():
        line = [note.guid, note.type, note.fields, note.all_tags, note.cards, note.deck, note.added, note.mod]
        digest.update(json.dumps(line).encode() + b"\n")
    return digest.hexdigest()


def counts(selection: Selection) -> dict[str, Any]:
    """Notes and cards by kind, chapter, topic and difficulty, retired ones apart: what the manifest and the page tell of a deck.

    A topic counts what lies below it, as Anki's search for its tag does.
    """
    notes: Counter[str] = Counter()
    cards: Counter[str] = Counter()
    every = live = 0
    for note in selection.all_notes():
        every += 1
        own = note.tags.split()
        if RETIRED in own:
            continue
        live += 1
        for name in {name for tag in own for name in _levels(tag)}:
            notes[name] += 1
            cards[name] += len(note.cards)
    found = {tag: {"notes": notes[tag], "cards": cards[tag]} for tag in sorted(notes)}
    chapters = [(tag, title) for part in selection.parts for tag, title in part.chapters]
    return {
        "retired": every - live,
        "kinds": _below(found, "type"),
        "chapters": [{"tag": tag, "title": title, **found[tag]} for tag, title in chapters if tag in found],
        "topics": _below(found, "topic"),
        "difficulty": _below(found, "difficulty"),
    }


def _levels(tag: str) -> list[str]:
    """The tag and those above it."""
    return ["::".join(tag.split("::")[:depth]) for depth in range(1, tag.count("::") + 2)]


def _below(found: dict[str, dict[str, int]], root: str) -> dict[str, dict[str, int]]:
    return {tag.removeprefix(f"{root}::"): found[tag] for tag in found if tag.startswith(f"{root}::")}
