"""YAML text → nodes with positions, every scalar the text that the author wrote.

PyYAML's C parser does the reading; we build the tree from its events ourselves, because its own composer recurses (a file of
a hundred thousand brackets ends the process), expands aliases without bound and keeps no trace of a duplicate key.

Supported: block and flow collections, all scalar styles, anchors and aliases within `MAX_ALIASED` nodes.
Refused, each with its place: several documents, tags other than ``!!str``, keys that are no scalars, nesting over `MAX_DEPTH`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

__all__ = ["MAX_ALIASED", "MAX_DEPTH", "MapNode", "Node", "ScalarNode", "SeqNode", "YamlProblem", "compose", "plain_data"]

MAX_DEPTH = 32
"""Deepest nesting taken; the bank format needs eight levels."""
MAX_ALIASED = 20_000
"""Nodes that all aliases of one text may stand for together."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x0d\x0e-\x1f\x7f\ufdd0-\ufdef\ud800-\udfff\ufffe\uffff]")
_LOADER = getattr(yaml, "CLoader", yaml.Loader)
_STR_TAG = "tag:yaml.org,2002:str"


class YamlProblem(Exception):
    """The text is no YAML that a bank may hold. ``start``/``end`` are character offsets into the text given to `compose`."""

    def __init__(self, code: str, message: str, start: int, end: int | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint
        self.start, self.end = start, start + 1 if end is None else end


@dataclass(slots=True, eq=False)
class ScalarNode:
    """A scalar: its text after YAML's own unquoting and folding."""

    start: int
    end: int
    value: str
    plain: bool
    size: int = 1


@dataclass(slots=True, eq=False)
class SeqNode:
    """A list."""

    start: int
    end: int = 0
    items: list[Node] = field(default_factory=list)
    size: int = 1
    flow: bool = False


@dataclass(slots=True, eq=False)
class MapNode:
    """A mapping: entries in the order written; ``duplicates`` are keys that were there already, with their place."""

    start: int
    end: int = 0
    entries: dict[str, tuple[ScalarNode, Node]] = field(default_factory=dict)
    duplicates: list[tuple[ScalarNode, ScalarNode]] = field(default_factory=list)
    size: int = 1
    flow: bool = False


Node = ScalarNode | SeqNode | MapNode


def compose(text: str, *, alone: bool = False) -> Node | None:
    """The one document of a text as nodes, or None where there is none. Raises `YamlProblem`.

    ``alone`` says that the text is a piece of a larger one: an alias in it may mean an anchor elsewhere, so it is a problem.
    """
    try:
        return _Composer(text, alone).document()
    except yaml.YAMLError as error:
        raise _syntax_problem(error, len(text)) from None


def _index(mark: Any) -> int:
    return int(mark.index)


class _Composer:
    """One pass over the parser's events with an explicit stack."""

    def __init__(self, text: str, alone: bool) -> None:
        self.alone = alone
        self.events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self.anchors: dict[str, Node | None] = {}
        self.aliased = 0

    def document(self) -> Node | None:
        """The root of the one document; None for a text without any."""
        root: Node | None = None
        documents = 0
        event: Any
        for event in self.events:
            kind = type(event)
            if kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise YamlProblem(
                        "yaml-documents", "a second YAML document starts here", event.start_mark.index,
                        event.end_mark.index, "a bank is one document: remove the '---' line",
                    )  # fmt: skip
            elif kind in (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent, yaml.AliasEvent):
                root = self.tree(event)
        return root

    def tree(self, event: Any) -> Node:
        root = self.node(event)
        stack: list[SeqNode | MapNode] = [] if isinstance(root, ScalarNode) else [root]
        anchored = [(event.anchor, root)] if stack else []
        key: ScalarNode | None = None
        keys: list[ScalarNode | None] = []
        while stack:
            event = next(self.events)
            top = stack[-1]
            if isinstance(event, yaml.CollectionEndEvent):
                top.end = _index(event.end_mark)
                self.close(*anchored.pop())
                stack.pop()
                if stack:
                    key = keys.pop()
                    stack[-1].size += top.size
                continue
            node = self.node(event)
            if isinstance(top, SeqNode):
                top.items.append(node)
            elif key is None:
                key = _key(node)
                continue
            else:
                _enter(top, key, node)
                key = None
            if isinstance(node, ScalarNode) or isinstance(event, yaml.AliasEvent):
                top.size += node.size
                continue
            if len(stack) >= MAX_DEPTH:
                raise YamlProblem("yaml-depth", f"nested more than {MAX_DEPTH} levels deep", node.start)
            stack.append(node)
            anchored.append((event.anchor, node))
            keys.append(key)
            key = None
        return root

    def node(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.AliasEvent):
            return self.alias(str(event.anchor), start, end)
        if event.tag not in (None, _STR_TAG, "!"):
            raise YamlProblem("yaml-tag", f"the YAML tag {event.tag[:40]} is not read", start, end, "remove the '!' tag, or quote the text")
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            plain = not event.style
            if not plain and (control := _CONTROL.search(event.value)):
                raise YamlProblem(
                    "control-character", f"the text holds the control character U+{ord(control[0]):04X}", start, end,
                    "remove it: no client shows it, and some break on it",
                )  # fmt: skip
            node = ScalarNode(start, end, event.value, plain)
            if event.anchor:
                self.anchors[event.anchor] = node
            return node
        node = SeqNode(start) if isinstance(event, yaml.SequenceStartEvent) else MapNode(start)
        node.flow = bool(event.flow_style)
        if event.anchor:
            self.anchors[event.anchor] = None  # open: an alias to it from within would never end
        return node

    def alias(self, name: str, start: int, end: int) -> Node:
        if self.alone:
            raise YamlProblem("yaml-alias", f"the alias *{name[:40]} may name an anchor outside of this piece", start, end)
        if name not in self.anchors:
            raise YamlProblem(
                "yaml-alias", f"the alias *{name[:40]} names no anchor above it", start, end, "quote the text if it begins with '*'"
            )
        node = self.anchors[name]
        if node is None:
            raise YamlProblem("yaml-alias", f"the alias *{name} stands inside what it names", start, end, "write the text out")
        self.aliased += node.size
        if self.aliased > MAX_ALIASED:
            raise YamlProblem(
                "yaml-alias", f"the aliases of this file stand for more than {MAX_ALIASED} values", start, end, "write the texts out"
            )
        return node

    def close(self, anchor: str | None, node: Node) -> None:
        if anchor:
            self.anchors[anchor] = node


def _key(node: Node) -> ScalarNode:
    if not isinstance(node, ScalarNode):
        hint = "quote a text that begins with '{' or '['"
        raise YamlProblem("yaml-key", "a key must be a word, not a list or mapping", node.start, hint=hint)
    return node


def _enter(mapping: MapNode, key: ScalarNode, node: Node) -> None:
    known = mapping.entries.get(key.value)
    if known is not None:
        mapping.duplicates.append((key, known[0]))
        return
    mapping.entries[key.value] = (key, node)


_HINTS = {
    "could not find expected ':'": "a key is followed by ':' and a space (the half-width colon, not '：'), or the line needs indenting",
    "mapping values are not allowed": "quote a text with ': ' in it; if this is a key, put it in the column of the other keys",
    "did not find expected key": "check the indentation and that no '- ' is missing; quote texts that begin with a quotation mark",
    "found character that cannot start any token": "indent with spaces, not tabs; quote texts that begin with @, % or `",
    "found a tab character": "indent with spaces, not tabs",
    "found unknown escape": "between double quotes a backslash begins an escape: use single quotes",
    "block sequence entries are not allowed": "put a list on lines of its own below the key; quote a text that begins with '- '",
    "did not find expected node content": "quote a text that begins with '[' or '{', or remove the comma too many",
    "found unexpected end of stream": "a quotation mark or bracket is never closed",
    "did not find expected ',' or": "a text that begins with '[' or '{' must be quoted",
    "found undefined tag handle": "quote a text that begins with '!'",
    "did not find expected alphabetic": "quote a text that begins with '*', '&' or '!'",
    "found undefined alias": "quote a text that begins with '*'",
    "did not find expected '-' indicator": "check the indentation: all items of a list stand in one column",
}


def _syntax_problem(error: yaml.YAMLError, length: int) -> YamlProblem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    context = getattr(error, "context", None)
    at = mark.index if mark else getattr(error, "position", 0)
    if not isinstance(at, int):
        at = 0
    hint = next((text for start, text in _HINTS.items() if problem.startswith(start)), "")
    message = f"{problem} ({context})" if context else str(problem)
    return YamlProblem("yaml-syntax", message, min(at, length), hint=hint)


def plain_data(node: Node) -> Any:
    """The node as dict, list and str. Depth is bounded by `compose`."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, SeqNode):
        return [plain_data(item) for item in node.items]
    return {key: plain_data(value) for key, (_, value) in node.entries.items()}
