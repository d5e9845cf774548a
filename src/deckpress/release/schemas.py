"""The JSON Schemas of what a release tells programs, and what they say of data."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib import resources
from typing import Any

__all__ = ["manifest_problem", "release_schema"]

_TYPES: dict[str, tuple[type, str]] = {
    "object": (dict, "an object"), "array": (list, "a list"), "string": (str, "a text"), "integer": (int, "a whole number"),
    "null": (type(None), "null"),
}  # fmt: skip
_SHOWN = 40


def release_schema(name: str) -> dict[str, Any]:
    """The schema (draft 2020-12) of ``manifest`` or ``changes``, without the ending ``.json``."""
    schema: dict[str, Any] = json.loads(resources.files(__package__).joinpath(f"{name}.schema.json").read_text("utf-8"))
    return schema


def manifest_problem(data: Any) -> str:
    """The first place at which data does not fit the schema of a manifest, in words; empty where it fits."""
    schema = _manifest_schema()
    return _problem(data, schema, schema["$defs"]).removeprefix(".")


@lru_cache(maxsize=1)
def _manifest_schema() -> dict[str, Any]:
    return release_schema("manifest")


def _problem(value: Any, schema: dict[str, Any], shared: dict[str, Any]) -> str:
    """The part of JSON Schema that the manifest's uses; a test holds it to a whole validator."""
    if "$ref" in schema:
        schema = shared[schema["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in schema:
        found = [_problem(value, each, shared) for each in schema["anyOf"]]
        return found[0] if all(found) else ""
    if "type" in schema:
        kind, noun = _TYPES[schema["type"]]
        if type(value) is not kind:
            return f" is not {noun}"
    if "const" in schema and value != schema["const"]:
        return f" is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        return f" is none of {', '.join(schema['enum'])}"
    if isinstance(value, str):
        return "" if "pattern" not in schema or _pattern(schema["pattern"]).search(value) else " has another form"
    if isinstance(value, int):
        return "" if schema.get("minimum", value) <= value <= schema.get("maximum", value) else " is out of its range"
    if isinstance(value, list):
        return _problem_of_list(value, schema, shared)
    return _problem_of_object(value, schema, shared) if isinstance(value, dict) else ""


def _problem_of_list(value: list[Any], schema: dict[str, Any], shared: dict[str, Any]) -> str:
    if len(value) < schema.get("minItems", 0):
        return " is empty"
    for index, item in enumerate(value):
        if problem := _problem(item, schema["items"], shared):
            return f"[{index}]{problem}"
    return ""


def _problem_of_object(value: dict[str, Any], schema: dict[str, Any], shared: dict[str, Any]) -> str:
    for key in schema.get("required", ()):
        if key not in value:
            return f".{key} is missing"
    known, names, others = schema.get("properties", {}), schema.get("propertyNames"), schema.get("additionalProperties")
    for key, each in value.items():
        if names and _problem(key, names, shared):
            return f" has a key of another form: {key[:_SHOWN]!r}"
        place = known.get(key, others)
        if place and (problem := _problem(each, place, shared)):
            return f".{key}{problem}" if key in known else f"[{key[:_SHOWN]!r}]{problem}"
    return ""


@lru_cache(maxsize=32)
def _pattern(text: str) -> re.Pattern[str]:
    """A pattern of ECMAScript as one of Python: there ``$`` is the very end, and digits are 0 to 9."""
    return re.compile(f"{text[:-1]}\\Z" if text.endswith("$") else text, re.ASCII)
