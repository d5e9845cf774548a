"""What the last import wrote, kept beside the bank: so the next one can tell what a person has edited since.

``NAME.import.jsonl`` belongs to ``NAME.yaml`` and is to be committed with it. Each line is a JSON object about a question: its ``id`` in
the bank, its ``key`` (the id that its wording in the document makes), and a digest of every value that the import gave it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from deckpress.errors import DeckpressError
from deckpress.project.discover import shown

__all__ = ["Imported", "canonical", "digests", "dump_record", "read_record", "record_path"]


@dataclass(frozen=True, slots=True)
class Imported:
    """A question as the last import left it."""

    id: str
    key: str
    fields: dict[str, str] = field(default_factory=dict)


def record_path(bank: Path) -> Path:
    """Where the record of a bank file lies."""
    return bank.with_name(f"{bank.stem}.import.jsonl")


def canonical(value: Any) -> Any:
    """A value as it is read back from a bank: every scalar a text, without white space at its end."""
    if isinstance(value, str):
        return value.rstrip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return [canonical(item) for item in value]
    if isinstance(value, dict):
        return {key: canonical(item) for key, item in value.items()}
    return str(value)


def digest(value: Any) -> str:
    """Eight hexadecimal digits of a canonical value."""
    if not isinstance(value, str):
        return _of_text(_encode(value))
    return _of_word(value) if len(value) <= _WORD else _of_text(value)


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_WORD = 12
"""Characters of a value that comes back in question after question: a kind, a letter."""


def _of_text(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()


@lru_cache(1000)
def _of_word(text: str) -> str:
    return _of_text(text)


def digests(data: dict[str, Any]) -> dict[str, str]:
    """The digest of each of a question's canonical values but its id."""
    return {name: digest(value) for name, value in data.items() if name != "id"}


def dump_record(lines: Iterable[Imported]) -> str:
    """The record's text, a line each."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return "".join([encode({"id": line.id, "key": line.key, **line.fields}) + "\n" for line in lines])


def read_record(bank: Path) -> list[Imported]:
    """The record of a bank; empty where there is none. Raises `DeckpressError` for one that is none."""
    path = record_path(bank)
    if not path.exists():
        return []
    out: list[Imported] = []
    try:
        for line in path.read_text("utf-8").splitlines():
            data = json.loads(line)
            out.append(Imported(data.pop("id"), data.pop("key"), {str(name): str(value) for name, value in data.items()}))
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        message = f"{shown(path)}, line {len(out) + 1}, is no record of an import: nothing was written."
        hint = f"restore it (git checkout -- {shown(path)}), or delete it: what differs then counts as edited"
        raise DeckpressError(f"{message}\n  {hint}") from None
    return out
