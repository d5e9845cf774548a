"""What we take from genanki: GUIDs, note types and decks as Anki stores them, the tables of a collection. The one import of it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA
from genanki.util import BASE91_TABLE as _BASE91

from deckpress.notes.types import NoteType

__all__ = ["COLLECTION_ROW", "SCHEMA", "deck_record", "note_guid", "note_type_record"]

SCHEMA: str = APKG_SCHEMA
"""The SQL that makes an empty collection of schema 11, which every Anki since 2.1 imports."""
COLLECTION_ROW: str = APKG_COL
"""The SQL of its one row in ``col``."""


class _Model(genanki.Model):  # type: ignore[misc]
    """genanki computes ``req`` by rendering each template once a field; Anki computes its own on import."""

    _req = [[0, "any", [0]]]  # noqa: RUF012 - shadows a cached property of the library


def note_guid(bank: str, question: str, part: str, note_type: str) -> str:
    """The identity of a note, from bank id, question id, part and note type alone: what `genanki.guid_for` gives for the name that they
    make, computed in less than half its time (a test holds the two together)."""
    name = f"deckpress:{bank}/{question}#{part}:{note_type}" if part else f"deckpress:{bank}/{question}:{note_type}"
    number = int.from_bytes(sha256(name.encode()).digest()[:8], "big")
    digits = []
    while number:
        number, digit = divmod(number, 91)
        digits.append(_BASE91[digit])
    return "".join(reversed(digits))


def note_type_record(kind: NoteType, deck_id: int) -> dict[str, Any]:
    """A note type as the ``models`` column of ``col`` holds it, with a stable ``id`` on every field and template."""
    model = _Model(
        kind.id,
        kind.name,
        fields=[{"name": name, "id": number} for name, number in kind.fields],
        templates=[{"name": "Card", "qfmt": kind.front, "afmt": kind.back, "id": kind.template_id}],
        css=kind.css,
        model_type=genanki.Model.CLOZE if kind.cloze else genanki.Model.FRONT_BACK,
    )
    record: dict[str, Any] = model.to_json(kind.mod, deck_id)
    return record


def deck_record(deck_id: int, name: str, description: str, mod: int) -> dict[str, Any]:
    """A deck as the ``decks`` column of ``col`` holds it; ``description`` is HTML."""
    record: dict[str, Any] = genanki.Deck(deck_id, name, description).to_json()
    return record | {"mod": mod}


def column(records: dict[int, dict[str, Any]]) -> str:
    """Records by id as the JSON text of a column, always in the same order."""
    return json.dumps({str(number): records[number] for number in sorted(records)}, ensure_ascii=False, sort_keys=True)
