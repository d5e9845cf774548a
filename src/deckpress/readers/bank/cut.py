"""A bank's text cut at its questions, and the plain ones among them read without a YAML parser.

Most of a bank is questions written one way: ``key: text`` lines, short lists, literal blocks. `cut` finds the lists of
questions and takes them out of the text, so that the remaining *skeleton* (titles, chapters) is small; `scan_item` reads one
question of the common layout directly. Both may say "not this one" at any time, and never guess: what they don't take goes to
`tree.compose`, question by question, and if a piece does not parse alone, the text as a whole. So the outcome is that of the
YAML parser at a fraction of its time and memory (a property test holds the two together).

Why a cut is safe: a question's lines stand deeper than its ``-``. A quotation or bracket that crosses a cut leaves a piece that
ends in the middle of it, which is no YAML; an alias whose anchor stands in another piece is undefined. Either sends the whole text
to the parser. A ``questions:`` inside a block of text is no key of the skeleton, which the caller checks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

__all__ = ["Cut", "Region", "cut", "scan_item"]

_QUESTIONS = re.compile(r"^( *)(- +)?questions:[ ]*\n(?:[ ]*(?:#[^\n]*)?\n)*( *)- ", re.M)
_FOREIGN_BREAKS = re.compile("[\r\x85\u2028\u2029\ufeff]")


@dataclass(frozen=True, slots=True)
class Region:
    """One list of questions: ``key`` is the offset of its ``questions`` key, ``items`` the offsets of the items and of the end."""

    key: int
    indent: int
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """``skeleton`` is the text without the regions; ``offset`` maps a place in it back to the text."""

    skeleton: str
    regions: tuple[Region, ...]

    def offset(self, at: int) -> int:
        """The place in the whole text of a place in the skeleton."""
        for region in self.regions:
            start, end = region.items[0], region.items[-1]
            if at < start:
                break
            at += end - start
        return at


@lru_cache(maxsize=32)
def _patterns(indent: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    end = rf"^(?: {{0,{indent - 1}}}[^ \n#]| {{{indent}}}(?!- )[^ \n#])" if indent else r"^(?!- )[^ \n#]"
    return re.compile(end, re.M), re.compile(rf"^ {{{indent}}}- ", re.M)


def cut(text: str) -> Cut | None:
    """The text cut at its questions; None where it holds line breaks that only YAML knows."""
    if _FOREIGN_BREAKS.search(text):
        return None
    regions: list[Region] = []
    pieces: list[str] = []
    at = 0
    while match := _QUESTIONS.search(text, at):
        key_column = len(match[1]) + len(match[2] or "")
        indent = len(match[3])
        if indent < key_column:
            pieces.append(text[at : match.end()])
            at = match.end()
            continue
        ends, starts = _patterns(indent)
        first = match.start(3)
        stop = ends.search(text, first)
        end = stop.start() if stop else len(text)
        items = [found.start() for found in starts.finditer(text, first, end)]
        regions.append(Region(match.start() + key_column, indent, (*items, end)))
        pieces.append(text[at:first])
        at = end
    pieces.append(text[at:])
    return Cut("".join(pieces), tuple(regions))


# The first character of a plain scalar that needs no second look: no indicator, no white space.
_SAFE_FIRST = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]")
_FLOW_WORDS = re.compile(r"\[\w[\w.\-/]*(?:::[\w.\-/]+)*(?:, +\w[\w.\-/]*(?:::[\w.\-/]+)*)*\]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\t]")


def _scalar(text: str) -> str | None:
    """A scalar that ends with its line, or None where YAML's rules need the parser."""
    first = text[0]
    if first == "'":
        inner = text[1:-1]
        if len(text) < 2 or text[-1] != "'" or inner.replace("''", "").count("'"):
            return None
        return inner.replace("''", "'")
    if first == '"':
        inner = text[1:-1]
        return None if len(text) < 2 or text[-1] != '"' or '"' in inner or "\\" in inner else inner
    if not _SAFE_FIRST.match(first) or ": " in text or " #" in text or text[-1] in ": ":
        return None
    return text


def _block(lines: list[str], at: int, deeper: str, chomp: str) -> tuple[str | None, int]:
    """The literal block whose first line is ``lines[at]``: its text and the index of the line after it."""
    start = at
    while at < len(lines) and (not lines[at].strip(" ") or lines[at].startswith(deeper)):
        at += 1
    body = lines[start:at]
    if not body or not body[0].strip(" "):
        return None, at
    width = len(body[0]) - len(body[0].lstrip(" "))
    for line in body:
        if len(line) - len(line.lstrip(" ")) < width and line.strip(" "):
            return None, at
    text = "\n".join(line[width:] for line in body).rstrip("\n")
    if not text or text.endswith(" "):  # trailing lines of spaces: keep to the parser
        return None, at
    return (text if chomp == "-" else text + "\n"), at


def scan_item(text: str, indent: int) -> dict[str, Any] | None:
    """One question, ``- key: …`` at ``indent``, as plain data; None where it is written in any less common way."""
    if _CONTROL.search(text):
        return None
    lines = text.split("\n")
    pad, deeper = " " * (indent + 2), " " * (indent + 3)
    width = indent + 2
    lines[0] = f"{pad}{lines[0][width:]}"
    data: dict[str, Any] = {}
    items: list[str] | None = None
    item_indent = 0
    at, count = 0, len(lines)
    while at < count:
        line = lines[at]
        at += 1
        if not line.startswith(pad) or len(line) == width:
            if not line or line.isspace():
                continue
            return None
        if line[width] == " " or line[width] == "-":
            body = line.lstrip(" ")
            column = len(line) - len(body)
            if not body:
                continue
            if items is None or len(body) < 3 or body[:2] != "- ":
                return None
            if items and column != item_indent:
                return None
            item_indent = column
            value = _scalar(body[2:])
            # "- key: text" would be a mapping: _scalar refuses ': ', and a trailing colon
            if value is None:
                return None
            items.append(value)
            continue
        key, colon, rest = line[width:].partition(":")
        if not colon or not key.isidentifier() or key in data:
            return None
        items = None
        if not rest:
            data[key] = items = []
            continue
        if rest[0] != " ":
            return None
        rest = rest[1:]
        if rest in ("|", "|-"):
            value, at = _block(lines, at, deeper, rest)
            if value is None:
                return None
            if at == count and lines[-1]:
                return None  # the file ends within the block, without a line break
            data[key] = value
        elif not rest:
            return None
        elif rest[0] == "[":
            if not _FLOW_WORDS.fullmatch(rest):
                return None
            data[key] = [word.strip(" ") for word in rest[1:-1].split(",")]
        else:
            value = _scalar(rest)
            if value is None:
                return None
            data[key] = value
    if any(type(value) is list and not value for value in data.values()):
        return None  # a key without a value, or an empty list: the parser says which
    return data
