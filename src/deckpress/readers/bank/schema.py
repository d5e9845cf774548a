"""The JSON Schema of the bank format, made from the table of keys that the reader uses."""

from __future__ import annotations

from typing import Any

from deckpress.model import Kind
from deckpress.readers.bank.fields import MAX_ID
from deckpress.readers.bank.keys import (
    BANK_KEYS,
    CHAPTER_KEYS,
    KINDS,
    OPTION_KEYS,
    PART_KEYS,
    QUESTION_KEYS,
    RUBRIC_KEYS,
    SOURCE_KEYS,
    Key,
    allowed_keys,
)  # fmt: skip

__all__ = ["bank_schema"]

# Editors read YAML with its types, deckpress does not: a text may look like a number, a date or nothing at all.
_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_TEXTS: dict[str, Any] = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}


def _list_of(definition: str, minimum: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{definition}"}, "minItems": minimum}


_SHAPES: dict[str, dict[str, Any]] = {
    "version": {"enum": [1, "1"]},
    "text": _SCALAR,
    "texts": _TEXTS,
    "answer": _TEXTS,
    "number": {"type": ["number", "string"], "pattern": r"^\d+(\.\d+)?$", "minimum": 0},
    "boolean": {"type": ["boolean", "string"]},
    "difficulty": {"enum": [1, 2, 3, 4, 5, "1", "2", "3", "4", "5"]},
    "slug": {"type": ["string", "integer"], "pattern": "^[a-z0-9-]+$", "maxLength": MAX_ID},
    "id": {"type": ["string", "number"], "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$", "maxLength": MAX_ID},
    "name": {"type": ["string", "number"], "pattern": r"^[^\s:]+$", "maxLength": MAX_ID},
    "language": {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
    "markup": {"enum": ["markdown", "plain"]},
    "kind": {"enum": list(KINDS)},
    "chapters": _list_of("chapter"),
    "questions": _list_of("question"),
    "options": {"type": "array", "items": {"anyOf": [_SCALAR, {"$ref": "#/$defs/option"}]}, "minItems": 2, "maxItems": 26},
    "rubric": {"type": "array", "items": {"anyOf": [_SCALAR, {"$ref": "#/$defs/rubric"}]}},
    "parts": _list_of("part", 1),
    "pairs": {
        "type": "array",
        "items": {"anyOf": [{"type": "array", "items": _SCALAR, "minItems": 2, "maxItems": 2}, {"type": "object"}]},
        "minItems": 2,
    },
    "lint": {"type": ["object", "null"], "additionalProperties": {"$ref": "#/$defs/reason"}},
    "source": {"anyOf": [_SCALAR, {"$ref": "#/$defs/source"}]},
}


def _object(keys: dict[str, Key], required: list[str]) -> dict[str, Any]:
    properties = {name: {**_SHAPES[key.shape], "description": key.meaning} for name, key in keys.items()}
    if "lint" in properties:
        properties["lint"]["properties"] = _reasons()
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _reasons() -> dict[str, Any]:
    """The rules that editors may offer."""
    from deckpress.lint import RULES

    return {name: {"$ref": "#/$defs/reason", "description": f"Why it is meant so. {rule.summary}"} for name, rule in RULES.items()}


def _for_kind(kind: Kind) -> dict[str, Any]:
    """What holds once a question says its ``type``."""
    return {
        "if": {"properties": {"type": {"const": kind}}, "required": ["type"]},
        "then": {"propertyNames": {"enum": list(allowed_keys(kind))}},
    }


def bank_schema() -> dict[str, Any]:
    """The schema, draft 2020-12, as plain data."""
    question = _object(QUESTION_KEYS, ["stem"]) | {"allOf": [_for_kind(kind) for kind in KINDS]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "deckpress question bank",
        **_object(BANK_KEYS, ["deckpress", "id"]),
        "anyOf": [{"required": ["title"]}, {"required": ["part"]}],
        "$defs": {
            "chapter": _object(CHAPTER_KEYS, ["id"]),
            "question": question,
            "option": _object(OPTION_KEYS, ["text"]),
            "part": _object(PART_KEYS, ["stem"]),
            "rubric": _object(RUBRIC_KEYS, ["text"]),
            "source": _object(SOURCE_KEYS, []),
            "reason": {"type": ["string", "number", "boolean"], "pattern": r"\S"},
        },
    }
