"""``manifest.json``: what a release holds, for programs. Its form is in ``manifest.schema.json`` and has a version; a reader refuses one
that it does not know."""

from __future__ import annotations

import json
import re
from typing import Any

from deckpress.errors import UsageError

__all__ = ["MANIFEST", "SCHEMA", "VERSION", "manifest_text", "parse_manifest"]

MANIFEST = "manifest.json"
SCHEMA = 1
VERSION = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,38}[0-9A-Za-z])?")
"""What a version may look like: it becomes a part of a tag, of a file name and of an address."""
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.apkg")
_SHA = re.compile(r"[0-9a-f]{64}")
_MAX_SIZE = 4 << 30


def manifest_text(data: dict[str, Any]) -> str:
    """The bytes of the file, as text."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def parse_manifest(text: str, name: str) -> dict[str, Any]:
    """A manifest as plain data whose used parts have the right types. Raises `UsageError` where it is none, or of a later version."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name} is no manifest of a release: {error}") from error
    if not isinstance(data, dict) or type(data.get("schema")) is not int:
        raise UsageError(f"{name} is no manifest of a release")
    if data["schema"] != SCHEMA:
        raise UsageError(f"{name} is of version {data['schema']}, this deckpress knows version {SCHEMA}: update deckpress")
    problem = _problem(data)
    if problem:
        raise UsageError(f"{name} is no manifest of a release: {problem}")
    return data


def _problem(data: dict[str, Any]) -> str:
    if not isinstance(data.get("version"), str) or not VERSION.fullmatch(data["version"]):
        return "its 'version' is none"
    if not all(isinstance(data.get(name), str) for name in ("title", "language", "date", "anki", "tool")):
        return "its title, language, date or versions are missing"
    decks, banks = data.get("decks"), data.get("banks")
    if not isinstance(decks, list) or not isinstance(banks, dict):
        return "it lists no decks or no banks"
    for deck in decks:
        if not isinstance(deck, dict) or not _good_deck(deck):
            return "one of its decks is none"
    for bank in banks.values():
        if not isinstance(bank, dict) or not isinstance(bank.get("notes"), dict) or not isinstance(bank.get("forgotten"), dict):
            return "one of its banks is none"
        if not all(type(mod) is int for mod in bank["forgotten"].values()) or not all(map(_good_mark, bank["notes"].values())):
            return "one of its notes is none"
    return ""


def _good_deck(deck: dict[str, Any]) -> bool:
    texts = ("file", "kind", "id", "title", "sha256", "content_hash", "inputs", "search")
    numbers = ("size", "notes", "cards")
    return (
        all(isinstance(deck.get(name), str) for name in texts)
        and all(type(deck.get(name)) is int and 0 <= deck[name] <= _MAX_SIZE for name in numbers)
        and bool(_FILE.fullmatch(deck["file"]) and _SHA.fullmatch(deck["sha256"]))
    )


def _good_mark(mark: object) -> bool:
    return (
        isinstance(mark, dict)
        and all(isinstance(mark.get(name), str) for name in ("key", "hash"))
        and all(type(mark.get(name, 0)) is int and 0 <= mark.get(name, 0) < 1 << 33 for name in ("mod", "added", "retired", "sent"))
        and isinstance(mark.get("releases"), list)
        and all(isinstance(version, str) and VERSION.fullmatch(version) for version in mark["releases"])
    )
