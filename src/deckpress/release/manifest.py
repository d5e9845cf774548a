"""``manifest.json``: what a release holds, for programs. Its form is in ``manifest.schema.json`` and has a version; a reader refuses one
that it does not know."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

from deckpress.errors import UsageError
from deckpress.release.schemas import manifest_problem

__all__ = ["MANIFEST", "SCHEMA", "iso_date", "manifest_text", "parse_manifest"]

MANIFEST = "manifest.json"
SCHEMA = 1


def iso_date(seconds: int) -> str:
    """Unix seconds as the manifest writes them: ISO 8601, in UTC."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def manifest_text(data: dict[str, Any]) -> str:
    """The bytes of the file, as text."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def parse_manifest(text: str, name: str) -> dict[str, Any]:
    """A manifest as plain data that fits the schema. Raises `UsageError` where it is none, or of a later version."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name} is no manifest of a release: {error}") from error
    if not isinstance(data, dict) or type(data.get("schema")) is not int:
        raise UsageError(f"{name} is no manifest of a release: it has no 'schema'")
    if data["schema"] != SCHEMA:
        raise UsageError(f"{name} is of another version than {SCHEMA}, the one that this deckpress knows: update deckpress")
    problem = manifest_problem(data)
    if problem:
        raise UsageError(f"{name} is no manifest of a release: {problem}")
    return data
