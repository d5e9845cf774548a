"""The JSON Schemas of what a release tells programs."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

__all__ = ["release_schema"]


def release_schema(name: str) -> dict[str, Any]:
    """The schema (draft 2020-12) of ``manifest`` or ``changes``, without the ending ``.json``."""
    schema: dict[str, Any] = json.loads(resources.files(__package__).joinpath(f"{name}.schema.json").read_text("utf-8"))
    return schema
