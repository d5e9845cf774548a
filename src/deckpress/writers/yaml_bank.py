"""A bank as YAML from plain data: what importers write, and what a person can go on editing.

Order and layout are those of `deckpress.writers.yaml_layout`, so `deckpress fmt` has nothing to change afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from typing import Any

from deckpress.writers.yaml_layout import (
    MAX_DEPTH,
    Layout,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Slot,
    Style,
    child_context,
    put_in_order,
)

__all__ = ["dump_bank"]

# Where the format itself asks for a number or a boolean, a text that is one stands without quotes.
_TYPED_KEYS = {
    "bank": frozenset({"deckpress", "part", "subdecks", "show_count"}),
    "question": frozenset({"difficulty", "points", "keep_order", "typed"}),
    "part": frozenset({"points"}),
    "rubric": frozenset({"points"}),
    "source": frozenset({"line", "page"}),
}
_NUMBER_OR_BOOLEAN = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?|true|false")


def dump_bank(data: AnyMapping[str, Any]) -> str:
    """A bank, given as mappings, lists and texts, in the canonical layout; it ends with a line feed.

    Every text comes back as the same text from any YAML reader: one that looks like a number, date, boolean or null is
    quoted, except as the value of a key that asks for a number or boolean (``points``, ``keep_order``, the ``answer`` of a
    ``type: truefalse`` …). ``True`` and ``3`` are written as such. The data are not changed.

    Raises TypeError for any other value or key, ValueError for a text that no UTF-8 file can hold and for collections
    nested deeper than 64.
    """
    root = _node(data, "bank", 1)
    if not isinstance(root, Mapping):
        raise TypeError(f"a bank is a mapping, not {type(data).__name__}")
    put_in_order(root)
    return Layout().text(root, [])


def _node(value: Any, context: str, depth: int) -> Node:
    if isinstance(value, str):
        return Scalar(str.__str__(value))  # the plain text of a str enumeration too
    if isinstance(value, bool):
        return Scalar("true" if value else "false", Style.PLAIN)
    if isinstance(value, int):
        return Scalar(str(int(value)), Style.PLAIN)
    if depth > MAX_DEPTH:
        raise ValueError(f"collections nest deeper than {MAX_DEPTH}")
    if isinstance(value, AnyMapping):
        return Mapping([_entry(key, item, value, context, depth) for key, item in value.items()])
    if isinstance(value, (list, tuple)):
        return Sequence([Slot(_node(item, "" if isinstance(item, (list, tuple)) else context, depth + 1)) for item in value])
    raise TypeError(f"a bank holds texts, lists and mappings, not {type(value).__name__}")


def _entry(key: Any, value: Any, owner: AnyMapping[str, Any], context: str, depth: int) -> Slot:
    if not isinstance(key, str):
        raise TypeError(f"a key is a text, not {type(key).__name__}")
    node = _node(value, child_context(context, key), depth + 1)
    typed = _is_typed(key, owner, context) and isinstance(value, str) and _NUMBER_OR_BOOLEAN.fullmatch(value)
    if isinstance(node, Scalar) and typed:
        node.style = Style.PLAIN
    return Slot(node, key=Scalar(key))


def _is_typed(key: str, owner: AnyMapping[str, Any], context: str) -> bool:
    if context == "question" and key == "answer":
        return owner.get("type") == "truefalse"
    return key in _TYPED_KEYS.get(context, ())
