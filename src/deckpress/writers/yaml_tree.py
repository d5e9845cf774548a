"""A YAML file as a tree of nodes that keeps its comments, and how each text was written.

What it takes: one document whose root is a mapping. What it refuses, with the place: anchors, aliases, tags, directives, further
documents, keys that are collections or nothing, collections nested deeper than `MAX_DEPTH`, and whatever is no YAML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from deckpress.errors import DeckpressError
from deckpress.source import Source
from deckpress.writers.yaml_comments import (
    Comment,
    as_lines,
    block_header_comment,
    comments_between,
    give_to_ended,
    split_header,
)
from deckpress.writers.yaml_layout import MAX_DEPTH, Collection, Mapping, Node, Scalar, Sequence, Slot, Style

__all__ = ["FormatRefused", "Tree", "read_tree"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STYLES = {"'": Style.QUOTED, '"': Style.QUOTED, "|": Style.BLOCK, ">": Style.BLOCK}
_NOT_IN_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class FormatRefused(DeckpressError):
    """The file cannot be formatted, or not without losing something; the text says where and why. It is to be left as it is."""


@dataclass(slots=True)
class Tree:
    """``header`` are the comment lines above everything, ``comments`` all comments of the file in its order."""

    root: Mapping
    header: list[str]
    comments: list[str]


def read_tree(source: Source) -> Tree:
    """The tree of a text whose lines end with line feeds, without a byte order mark. Raises `FormatRefused`."""
    reader = _Reader(source)
    bad = _NOT_IN_YAML.search(source.text)
    if bad:
        reader.refuse(f"the character U+{ord(bad.group()):04X} may not stand in a YAML file", bad.start())
    try:
        for event in yaml.parse(source.text, Loader=_LOADER):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reader.refuse(f"this is no valid YAML: {error.problem or error.context}", mark.index if mark else 0)
    return reader.tree()


@dataclass(slots=True)
class _Open:
    """A collection being read, the slot that holds it, and in a mapping the slot that waits for its value."""

    node: Sequence | Mapping
    owner: Slot | None
    flow: bool
    waiting: Slot | None = None


@dataclass(slots=True)
class _Reader:
    """Takes the parser's events one by one; `tree` gives what they made.

    ``_last`` is the slot that the last text or bracket belongs to and ``_last_end`` the offset behind that; ``_seen`` the offset
    up to which comments were looked for. ``_ended`` are the block collections that ended since, inner ones first, and
    ``_pending`` the comments that wait for what follows them.
    """

    source: Source
    _root: Mapping | None = None
    _header: list[str] = field(default_factory=list)
    _comments: list[str] = field(default_factory=list)
    _documents: int = 0
    _stack: list[_Open] = field(default_factory=list)
    _last: Slot | None = None
    _last_end: int = 0
    _seen: int = 0
    _ended: list[Collection] = field(default_factory=list)
    _pending: list[Comment] = field(default_factory=list)

    def refuse(self, why: str, offset: int) -> NoReturn:
        line, column = self.source.position(max(0, min(offset, len(self.source.text))))
        raise FormatRefused(f"{self.source.name}:{line}:{column}: not formatted: {why}")

    def tree(self) -> Tree:
        if self._root is None:
            self.refuse("a bank is a mapping (lines of `key: value`), and there is none", 0)
        return Tree(self._root, self._header, self._comments)

    def take(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        for comment in comments_between(self.source.text, self._seen, start):
            self._comments.append(comment.text)
            self._take_comment(comment)
        self._seen = max(self._seen, start, end)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, start)
            self._last_end = end
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event, start)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end(start, end)
        elif isinstance(event, yaml.AliasEvent):
            self.refuse("aliases (*name) are not kept: write the value out", start)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event, start)
        elif isinstance(event, yaml.StreamEndEvent) and self._root is not None:
            self._root.after += as_lines(give_to_ended(self._pending, self._ended, 0))

    def _document(self, event: Any, start: int) -> None:
        self._documents += 1
        if self._documents > 1:
            self.refuse("a bank is one YAML document, and here a second one starts", start)
        if event.version or event.tags:
            self.refuse("directives (%YAML, %TAG) are not kept", start)

    def _check_node(self, event: Any, start: int) -> None:
        if event.anchor is not None:
            self.refuse("anchors (&name) are not kept: write the value out where it is needed", start)
        if event.tag is not None:
            self.refuse("tags (!name) are not kept", start)

    def _scalar(self, event: Any, start: int) -> None:
        self._check_node(event, start)
        scalar = Scalar(event.value, _STYLES.get(event.style or "", Style.PLAIN))
        in_block = scalar.style is Style.BLOCK
        if not self._stack:
            self.refuse("a bank is a mapping (lines of `key: value`), not a text", start)
        top = self._stack[-1]
        is_key = isinstance(top.node, Mapping) and top.waiting is None
        slot = self._key(scalar, top, start) if is_key else self._place(scalar, start)
        self._begin(slot)
        self._last = slot
        comment = block_header_comment(self.source.text, start) if in_block else ""
        if comment:
            self._comments.append(comment)
            _trail(slot, comment)

    def _key(self, scalar: Scalar, top: _Open, start: int) -> Slot:
        if scalar.style is not Style.PLAIN:
            scalar.style = Style.AUTO
        elif not scalar.text:
            self.refuse("a key is missing before this colon", start)
        slot = top.waiting = Slot(Scalar("", Style.PLAIN), key=scalar)
        top.node.slots.append(slot)
        return slot

    def _start(self, event: Any, start: int) -> None:
        self._check_node(event, start)
        if len(self._stack) >= MAX_DEPTH:
            self.refuse(f"collections nest deeper than {MAX_DEPTH}", start)
        node: Sequence | Mapping = Mapping() if isinstance(event, yaml.MappingStartEvent) else Sequence()
        flow = bool(event.flow_style)
        node.column = -1 if flow else event.start_mark.column
        owner: Slot | None = None
        if self._stack:
            in_list = isinstance(self._stack[-1].node, Sequence)
            owner = self._place(node, start)
            if flow or in_list:  # else the comments above it are those of its first slot
                self._begin(owner)
        elif isinstance(node, Mapping):
            self._root = node
            if flow:
                self._header, self._pending = as_lines(self._pending, followed=True), []
        else:
            self.refuse("a bank is a mapping (lines of `key: value`), not a list", start)
        self._stack.append(_Open(node, owner, flow))
        if flow:
            self._last, self._last_end = owner, event.end_mark.index

    def _place(self, node: Node, start: int) -> Slot:
        """Puts a value into the innermost open collection."""
        top = self._stack[-1]
        if isinstance(top.node, Sequence):
            slot = Slot(node)
            top.node.slots.append(slot)
            return slot
        if top.waiting is None:
            self.refuse("a key is a text, not a list or mapping", start)
        slot, top.waiting = top.waiting, None
        slot.value = node
        return slot

    def _end(self, start: int, end: int) -> None:
        done = self._stack.pop()
        if not done.flow:
            self._ended.append(done.node)
            return
        lines = as_lines(self._pending)
        self._pending = []
        if done.node.slots or done.owner is None:
            done.node.after += lines
        else:  # an empty one stays on one line, so they go above it
            done.owner.before += lines
        if end > start:  # a lone `a: b` between brackets ends without one
            self._last, self._last_end = done.owner, end

    def _take_comment(self, comment: Comment) -> None:
        # Beside a dash alone it belongs to the item that the dash begins.
        if self._last is not None and not comment.alone and comment.line_start < self._last_end:
            _trail(self._last, comment.text)
        else:
            self._pending.append(comment)

    def _begin(self, slot: Slot) -> None:
        """A slot, or its value, begins: the comments above it are its own."""
        pending, ended = self._pending, self._ended
        if ended:
            self._ended = []
        if not pending:
            return
        self._pending = []
        if len(self._stack) == 1 and self._last is None and not self._header:
            self._header, above = split_header(as_lines(pending, followed=True))
            slot.before += above
            return
        if ended:
            pending = give_to_ended(pending, ended, self._stack[-1].node.column)
        slot.before += as_lines(pending, followed=True)


def _trail(slot: Slot, comment: str) -> None:
    if slot.trailing:
        slot.before.append(slot.trailing)
    slot.trailing = comment
