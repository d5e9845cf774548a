"""One question of the common layout, read line by line without a YAML parser: block mappings and lists, ``|`` blocks, one-line scalars and
simple flow collections. `scan_item` takes that subset exactly as YAML means it and says None to everything else.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["scan_item"]

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@` \t\u3000\u00a0")
_ITEM = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^,\[\]{}:#?'\"\s]*(?:(?:::?| )[^,\[\]{}:#?'\"\s]+)*"
_FLOW_LIST = re.compile(rf"\[{_ITEM}(?:, {_ITEM})*\]").fullmatch
_FLOW_MAP = re.compile(rf"\{{\w{{1,100}}: {_ITEM}(?:, \w{{1,100}}: {_ITEM})*\}}").fullmatch
_MAX_FLOW = 2_000
_MAX_DEPTH = 8
_MAX_KEY = 100
"""YAML takes keys of up to 1,024 characters; those of the format are short."""


class _NotCommonError(Exception):
    """The text is of no common layout."""


def scan_item(text: str, indent: int) -> Any | None:
    """One question, ``- key: …`` with its dash at ``indent``, as plain data; None where it is written in any less common way.

    The caller sees to it that ``text`` holds no tab, no control character and no line break but the line feed.
    """
    lines = text.split("\n")
    while lines and not lines[-1]:
        lines.pop()
    inner = indent + 2
    lines[0] = f"{' ' * inner}{lines[0][inner:]}"
    try:
        return _Scan(lines, text.endswith("\n")).mapping(inner, 1) or None
    except _NotCommonError:
        return None


class _Scan:
    """Walks the lines of one question; ``at`` is the next line."""

    __slots__ = ("at", "count", "ended", "lines")

    def __init__(self, lines: list[str], ended: bool) -> None:
        self.lines, self.at, self.count, self.ended = lines, 0, len(lines), ended

    def mapping(self, indent: int, depth: int) -> dict[str, Any]:
        """The mapping whose keys stand at ``indent``; at depth 1 it must take all lines."""
        data: dict[str, Any] = {}
        lines, pad = self.lines, " " * indent
        while self.at < self.count:
            line = lines[self.at]
            if not line.startswith(pad) or line[indent : indent + 1] in (" ", ""):
                body = line.lstrip(" ")
                if not body:
                    self.at += 1
                    continue
                if depth == 1 or len(line) - len(body) > indent:
                    raise _NotCommonError
                return data
            key, colon, rest = line[indent:].partition(":")
            if not colon or not key.isidentifier() or key in data or len(key) > _MAX_KEY:
                raise _NotCommonError
            self.at += 1
            if not rest:
                data[key] = self.nested(indent, depth)
            elif rest[0] != " " or rest == " ":
                raise _NotCommonError
            else:
                data[key] = self.value(rest[1:], indent)
        return data

    def nested(self, indent: int, depth: int) -> Any:
        """The list or mapping below a key at ``indent``."""
        if depth >= _MAX_DEPTH:
            raise _NotCommonError
        while self.at < self.count:
            line = self.lines[self.at]
            body = line.lstrip(" ")
            if body:
                break
            self.at += 1
        else:
            raise _NotCommonError  # a key without a value: the parser says what that means
        column = len(line) - len(body)
        if body.startswith("- ") and column >= indent:
            return self.sequence(column, depth)
        if column > indent:
            return self.mapping(column, depth + 1)
        raise _NotCommonError

    def sequence(self, indent: int, depth: int) -> list[Any]:
        """The list whose dashes stand at ``indent``."""
        items: list[Any] = []
        lines, dash = self.lines, " " * indent + "- "
        inner = indent + 2
        while self.at < self.count:
            line = lines[self.at]
            if not line.startswith(dash):
                body = line.lstrip(" ")
                if not body:
                    self.at += 1
                    continue
                if len(line) - len(body) > indent:
                    raise _NotCommonError
                return items
            rest = line[inner:]
            key, colon, after = rest.partition(":")
            if colon and (not after or after[0] == " ") and key.isidentifier():
                lines[self.at] = f"{' ' * inner}{rest}"
                items.append(self.mapping(inner, depth + 2))
            else:
                self.at += 1
                items.append(self.value(rest, indent))
        return items

    def value(self, text: str, indent: int) -> Any:
        """A scalar or flow collection that ends with its line, or the literal block that begins here."""
        first = text[:1]
        if first not in _INDICATORS:
            if not text or ": " in text or " #" in text or text[-1] in ": " or first.isspace():
                raise _NotCommonError
            return text
        if text in ("|", "|-"):
            return self.block(indent, text == "|-")
        return _quoted(text) if first in "'\"" else _flow(text)

    def block(self, indent: int, strip: bool) -> str:
        """A literal block below a key or dash at ``indent``."""
        lines, start, at = self.lines, self.at, self.at
        deeper = " " * (indent + 1)
        while at < self.count and (lines[at].startswith(deeper) or not lines[at].strip(" ")):
            at += 1
        self.at = at
        body = lines[start:at]
        if not body or not body[0].strip(" ") or (at == self.count and not self.ended):
            raise _NotCommonError
        width = len(body[0]) - len(body[0].lstrip(" "))
        pad = " " * width
        if not all(line.startswith(pad) or not line.strip(" ") for line in body):
            raise _NotCommonError
        text = "\n".join([line[width:] for line in body]).rstrip("\n")
        if text[-1] == " ":  # lines of spaces at the end: keep to the parser
            raise _NotCommonError
        return text if strip else text + "\n"


def _quoted(text: str) -> str:
    inner, quote = text[1:-1], text[0]
    if len(text) > 1 and text[-1] == quote:
        if quote == "'" and "'" not in inner.replace("''", ""):
            return inner.replace("''", "'")
        if quote == '"' and '"' not in inner and "\\" not in inner:
            return inner
    raise _NotCommonError


def _flow(text: str) -> list[str] | dict[str, str]:
    if len(text) < _MAX_FLOW:
        if text[0] == "[" and _FLOW_LIST(text):
            return text[1:-1].split(", ")
        if text[0] == "{" and _FLOW_MAP(text):
            pairs = [entry.partition(": ") for entry in text[1:-1].split(", ")]
            data = {key: value for key, _, value in pairs}
            if len(data) == len(pairs):
                return data
    raise _NotCommonError
