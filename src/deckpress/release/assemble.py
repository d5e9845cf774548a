"""The second step of a release: parts and their packages become the folder."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deckpress.diagnostics import Diagnostic
from deckpress.diff.compare import Difference
from deckpress.project.together import PACKAGE_NAME
from deckpress.readers.collection import Collection
from deckpress.release.changes import changes_json, changes_markdown, difference_of
from deckpress.release.manifest import MANIFEST, SCHEMA, iso_date, manifest_text
from deckpress.release.packages import Selection, counts
from deckpress.release.page.page import download_page
from deckpress.release.parts import Part, joined_titles
from deckpress.release.retiring import all_forgotten
from deckpress.release.stage import BuiltDeck, Plan, preset_selection, prove_all, written_deck
from deckpress.release.sums import write_sums
from deckpress.release.words import release_words
from deckpress.tags import anki_search_for_tag, parse

__all__ = ["Assembled", "assemble", "collection_hash"]

_SAFE = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}")


@dataclass(slots=True)
class Assembled:
    """What a release became: the entries of the manifest, what changed (None for a first release), and what is wrong."""

    manifest: dict[str, Any]
    difference: Difference | None
    findings: list[Diagnostic] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether it may be shown."""
        return not any(finding.severity == "error" for finding in self.findings)


@dataclass(slots=True)
class _Deck:
    """A deck on its way into the manifest."""

    kind: str
    id: str
    title: str
    selection: Selection
    built: BuiltDeck
    search: str = ""


def _bank_search(part: Part) -> str:
    """The Anki search for the notes of a bank. By their tag: in a collection a deck may have another name, and cards another deck."""
    return anki_search_for_tag(f"chapter::{part.id}")


def collection_hash(collection: Collection) -> str:
    """A hash of what a release shows of the collection file: title, language, address, topics and presets in their order."""
    presets = [[name, preset.title, preset.tags] for name, preset in collection.presets.items()]
    told = [collection.title, collection.language, collection.url, list(collection.topics.items()), presets]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def assemble(
    parts: Sequence[tuple[Part, BuiltDeck]],
    collection: Collection,
    plan: Plan,
    folder: Path,
    media: Path,
    progress: Callable[[str], None] | None = None,
) -> Assembled:
    """Writes the rest of a release into ``folder``, which holds the banks' packages; ``media`` is the folder of the images.

    Packages of several banks are written and proved; then come manifest, changes, page and sums. Nothing is written after a finding.
    """
    everything = [part for part, _ in parts]
    decks = [_bank_deck(part, built) for part, built in parts]
    together, findings = _combined(everything, collection, plan, folder, media)
    findings += prove_all([(deck.built, folder / deck.built.file, deck.kind, deck.id) for deck in together], plan, progress)
    if any(finding.severity == "error" for finding in findings):
        return Assembled({}, None, findings)
    reused = {part.id for part, built in parts if built.reused}
    difference = None
    if plan.previous is not None:
        difference = difference_of(everything, reused, plan.previous, plan.version, _title(collection, everything))
    language = collection.language or everything[0].language
    manifest = _manifest([*together[:1], *decks, *together[1:]], everything, collection, language, plan)
    _write_texts(manifest, difference, collection, plan, folder)
    return Assembled(manifest, difference, findings)


def _bank_deck(part: Part, built: BuiltDeck) -> _Deck:
    return _Deck("bank", part.id, part.title, Selection([part]), built, _bank_search(part))


def _combined(parts: Sequence[Part], collection: Collection, plan: Plan, folder: Path, media: Path) -> tuple[list[_Deck], list[Diagnostic]]:
    """The package of all banks, then those of the presets."""
    selection, findings, decks = Selection(parts), [], []
    built = written_deck(selection, folder / PACKAGE_NAME, media, plan, "all", "all")
    title = _title(collection, parts)
    decks.append(_Deck("all", "all", title, selection, built, " or ".join(map(_bank_search, parts))))
    for name, preset in collection.presets.items():
        selection = preset_selection(parts, name, preset.tags, plan)
        if next(selection.all_notes(), None) is None:
            text = f"the preset '{name}' chooses no question: it is left out"
            findings.append(Diagnostic(code="empty-preset", severity="warning", message=text, file="deckpress.yaml"))
            continue
        built = written_deck(selection, folder / _preset_file(name), media, plan, "preset", name)
        decks.append(_Deck("preset", name, preset.title, selection, built, parse(preset.tags).to_anki()))
    return decks, findings


def _title(collection: Collection, parts: Sequence[Part]) -> str:
    """The collection's title, else those of its first banks."""
    return collection.title or joined_titles([part.title for part in parts if not part.vanished])


def _preset_file(name: str) -> str:
    """A file name that every server and file system takes; no bank's, as ids hold no underline."""
    short = name if _SAFE.fullmatch(name) else hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"preset_{short}.apkg"


def _manifest(decks: Sequence[_Deck], parts: Sequence[Part], collection: Collection, language: str, plan: Plan) -> dict[str, Any]:
    banks: dict[str, Any] = {
        part.id: {
            "title": part.title,
            "notes": {note.guid: note.mark() for note in sorted(part.notes, key=lambda note: (note.key, note.guid))},
            "forgotten": part.forgotten,
        }
        for part in parts
    }
    before = plan.previous.manifest["banks"] if plan.previous is not None else {}
    for bank in sorted(before.keys() - banks.keys()):  # whoever comes back must be later than what was sent
        if plan.previous is not None and (forgotten := all_forgotten(plan.previous, bank)):
            banks[bank] = {"title": before[bank]["title"], "notes": {}, "forgotten": forgotten}
    return {
        "schema": SCHEMA,
        "version": plan.version,
        "previous": plan.previous.version if plan.previous is not None else None,
        "date": iso_date(plan.date),
        "title": _title(collection, parts),
        "language": language,
        "url": collection.url,
        "tool": plan.tool,
        "anki": plan.anki,
        "decks": [_entry(deck) for deck in decks],
        "collection": collection_hash(collection),
        "banks": banks,
    }


def _entry(deck: _Deck) -> dict[str, Any]:
    built = deck.built
    names = list(dict.fromkeys(note.deck for note in deck.selection.all_notes()))
    return {
        "file": built.file, "kind": deck.kind, "id": deck.id, "title": deck.title, "decks": names, "search": deck.search,
        "size": built.size, "sha256": built.sha256, "content_hash": built.content_hash, "inputs": built.inputs,
        "notes": built.notes, "cards": built.cards, **counts(deck.selection),
    }  # fmt: skip


def _write_texts(manifest: dict[str, Any], difference: Difference | None, collection: Collection, plan: Plan, folder: Path) -> None:
    words = release_words(str(manifest["language"]))
    texts = {
        MANIFEST: manifest_text(manifest),
        "changes.json": changes_json(difference, plan.version),
        "CHANGES.md": changes_markdown(difference, manifest, words),
        "index.html": download_page(manifest, difference, collection.topics, words),
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8"))
    write_sums(folder)
