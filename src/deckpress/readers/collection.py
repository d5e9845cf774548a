"""``decks/deckpress.yaml``: what the banks of a folder share.

Read: ``deckpress`` (format version), ``id``, ``title``, ``language``, ``url``, ``topics`` (``id: title``), ``presets``
(``name: {title, tags}``) and ``lint`` (``strict``, or ``rule: reason`` for those that are off).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from deckpress.diagnostics import Report
from deckpress.errors import ExpressionError
from deckpress.readers.bank.fields import Fields
from deckpress.readers.bank.raw import load_raw
from deckpress.source import Source
from deckpress.tags import normalise_tag, parse

__all__ = ["COLLECTION_KEYS", "Collection", "Preset", "read_collection"]

COLLECTION_KEYS = ("deckpress", "id", "title", "language", "url", "topics", "presets", "lint")
_URL = re.compile(r"https?://[!-~]{1,500}")
_PRESET_KEYS = ("title", "tags")


@dataclass(frozen=True, slots=True)
class Preset:
    """A part of the collection that somebody may want alone; ``tags`` is a tag expression."""

    title: str
    tags: str


@dataclass(slots=True)
class Collection:
    """What the banks share; ``language`` is that of the download page, ``url`` where that is published; ``topics`` maps ids to titles,
    ``presets`` names to what they choose.

    ``lint`` is None where rules of content are not asked for, else those that are turned off, each with the reason.
    """

    id: str = ""
    title: str = ""
    language: str = ""
    url: str = ""
    topics: dict[str, str] = field(default_factory=dict)
    presets: dict[str, Preset] = field(default_factory=dict)
    lint: dict[str, str] | None = None


def read_collection(source: Source, report: Report) -> Collection | None:
    """The collection of a file's text; None where it can't be read. What is wrong goes to ``report``."""
    raw = load_raw(source, report)
    if raw is None:
        return None
    fields = Fields(raw.head, report)
    data = raw.head.data
    fields.keys(data, COLLECTION_KEYS, "a collection")
    collection = Collection(id=fields.shaped("slug", data.get("id"), "id"), title=fields.text(data.get("title"), "title"))
    collection.language = fields.shaped("language", data.get("language"), "language")
    collection.url = _url(fields, data)
    for name, value in _mapping(fields, data, "topics").items():
        if normalise_tag(name) != name:
            fields.warning(
                "changed-tag", f"Anki can't keep the topic '{name}'", "topics", name, key=True, hint=f"write '{normalise_tag(name)}'"
            )
        collection.topics[name] = fields.text(value, "topics", name)
    for name, value in _mapping(fields, data, "presets").items():
        preset = _preset(fields, name, value)
        if preset is not None:
            collection.presets[name] = preset
    collection.lint = _lint(fields, data.get("lint"))
    return collection


def _url(fields: Fields, data: dict[str, Any]) -> str:
    text = fields.text(data.get("url"), "url")
    if text and not _URL.fullmatch(text):
        fields.error("bad-url", "'url' must be the address of the download page", "url", hint="such as https://example.org/decks/")
        return ""
    return text


def _lint(fields: Fields, value: Any) -> dict[str, str] | None:
    if isinstance(value, str) and value:
        if value != "strict":
            hint = "write 'lint: strict', or below 'lint:' one 'rule: reason' a line for those that are to be off"
            fields.error("unknown-lint", f"'{value[:40]}' says nothing about rules of content", "lint", hint=hint)
        return {}
    return dict(fields.reasons(value, "lint")) if value else None


def _mapping(fields: Fields, data: dict[str, Any], name: str) -> dict[str, Any]:
    value = data.get(name)
    if value in (None, ""):
        return {}
    if not isinstance(value, dict):
        fields.error("not-a-mapping", f"'{name}' must be a mapping: one '{name[:-1]}: …' a line", name)
        return {}
    return value


def _preset(fields: Fields, name: str, value: Any) -> Preset | None:
    if not isinstance(value, dict):
        fields.error("not-a-mapping", f"the preset '{name}' must say 'title: …' and 'tags: …'", "presets", name)
        return None
    fields.keys(value, _PRESET_KEYS, "a preset", "presets", name)
    expression = fields.text(value.get("tags"), "presets", name, "tags")
    try:
        parse(expression)
    except ExpressionError as error:
        where = f": {expression[: error.offset]}▲{expression[error.offset :]}" if expression else ""
        fields.error(
            "bad-expression", f"{error.message}{where}", "presets", name, "tags", hint="a tag expression, like: topic::a and not type::case"
        )
        return None
    return Preset(fields.text(value.get("title"), "presets", name, "title") or name, expression)
