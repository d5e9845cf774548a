"""Markdown → lines: a scanner of source lines, because a question bank's line structure says more than its paragraphs.

Read: headings (``#`` and underlined), fenced code, task lists, bullets, pipe tables, front matter, comments, block quotes,
emphasis and HTML tags within a line (`markdown_inline`). Not read: code by indentation (options are indented), emphasis over
several lines, reference links, footnotes. Pictures and links stay as they are written.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from deckpress.readers.documents.blocks import Cell, Document, Line, Role
from deckpress.readers.documents.containers.encoding import decode
from deckpress.readers.documents.containers.markdown_inline import inline
from deckpress.readers.documents.containers.text import split_lines

__all__ = ["read_markdown"]

_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[^\x00-\x7f])|$)")
_TIGHT_HEADING = re.compile(r" {0,3}(#{2,6})(?=[^#\s])")
_BULLET = re.compile(r"([ \t]*)([-*+])(?:[ \t]+|$)")
_ORDERED = re.compile(r"([ \t]*)(\d{1,9}[.)])[ \t]+")
_BOX = re.compile(r"\[([ xX✓✔√])\](?:[ \t\u3000]+|$)")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_NUMBERED = re.compile(r"\s*(?:[(（\[【]|[0-9A-Ha-h]{1,4}\s?[.．、)）:：]|第|答|解|Answer|Ans)")
_SUMMARY = re.compile(r"(<summary(?:\s[^<>]{0,100})?>)\s{0,9}([^<>*\s][^<>*]{0,300}?)\s{0,9}(</summary>)")
"""What a page shows of a folded stretch stands out like a heading."""
_YAML_LINE = re.compile(r"\s*$|\s*#|\s+\S|[\w\-. ]{1,60}:|- ")
_MOST_FRONT, _MOST_QUOTES, _LONGEST_TITLE = 200, 20, 100


def read_markdown(data: bytes, name: str, encoding: str = "") -> Document:
    """A Markdown document; a table's cells and the parts of a line with ``<br>`` share their source line's number.

    Raises DocumentError for what is no text, too long, or in an unknown ``encoding``.
    """
    decoded = decode(data, name, encoding)
    scanner = _Scanner(split_lines(decoded.text, name))
    scanner.scan()
    return Document(
        name=name, format="markdown", unit="line", lines=scanner.lines, title=scanner.title,
        encoding=decoded.encoding, diagnostics=decoded.diagnostics,
    )  # fmt: skip


class _Scanner:
    """Goes down the source lines; every ``_…`` method that returns a number took the lines before it, or none."""

    def __init__(self, rows: list[str]) -> None:
        self.rows = rows
        self.lines: list[Line] = []
        self.title = ""
        self.tables = 0
        self.indents: list[int] = []
        self.fences = [(at, found[1], not row[found.end() :].strip()) for at, row in enumerate(rows) if (found := _FENCE.match(row))]
        self.fence_at = {at: index for index, (at, _, _) in enumerate(self.fences)}
        self.unclosed: dict[str, int] = {}
        self.comment_ends = [at for at, row in enumerate(rows) if "-->" in row]

    def scan(self) -> None:
        at = self._front_matter()
        while at < len(self.rows):
            after = self._fenced(at) or self._comment(at) or self._table(at) or self._underlined(at)
            if not after:
                self._row(at)
            at = after or at + 1

    def _add(self, at: int, text: str, role: Role = "text", level: int = 0, checked: bool | None = None) -> None:
        if "<summary" in text:
            text = _SUMMARY.sub(r"\1**\2**\3", text)
        for part in inline(text):
            self.lines.append(Line(text=part.text, number=at + 1, role=role, level=level, checked=checked, marks=part.marks))

    def _aside(self, first: int, after: int) -> int:
        """Lines that are no content."""
        self.lines += [Line(text=self.rows[at], number=at + 1, left_out="furniture") for at in range(first, after)]
        return after

    def _front_matter(self) -> int:
        """YAML between ``---`` lines at the top, as site generators write it."""
        if not self.rows or self.rows[0].rstrip() != "---":
            return 0
        for at, row in enumerate(self.rows[1:_MOST_FRONT], 1):
            if row.rstrip() in ("---", "..."):
                return self._aside(0, at + 1) if at > 1 else 0
            if not _YAML_LINE.match(row):
                return 0
            if row.startswith("title:"):
                self.title = row[6:].strip().strip("\"'")
        return 0

    def _fenced(self, at: int) -> int:
        if at not in self.fence_at:
            return 0
        first = self.fence_at[at]
        fence = self.fences[first][1]
        sign, size = fence[0], len(fence)
        if size >= self.unclosed.get(sign, size + 1) or (sign == "`" and "`" in self.rows[at].split(fence, 1)[1]):
            return 0
        for end, other, bare in (self.fences[index] for index in range(first + 1, len(self.fences))):
            if bare and other[0] == sign and len(other) >= size:
                self._code(at, end)
                return end + 1
        self.unclosed[sign] = size  # nor will a longer one below find its end
        return 0

    def _code(self, first: int, last: int) -> None:
        indent = len(self.rows[first]) - len(self.rows[first].lstrip())
        self.lines.append(Line(text="", number=first + 1))
        for at in range(first + 1, last):
            row = self.rows[at]
            spaces = min(indent, len(row) - len(row.lstrip()))
            self.lines.append(Line(text=row[spaces:], number=at + 1, role="code"))
        self.lines.append(Line(text="", number=last + 1))

    def _comment(self, at: int) -> int:
        """A line that begins with a comment, and the lines down to its end; text behind it is read on."""
        if not self.rows[at].lstrip().startswith("<!--"):
            return 0
        index = bisect_left(self.comment_ends, at)
        if index == len(self.comment_ends):
            return 0
        end = self.comment_ends[index]
        inner, close, rest = self.rows[end].partition("-->")
        self._aside(at, end)
        self.lines.append(Line(text=inner + close, number=end + 1, left_out="furniture"))
        if rest.strip():
            self._add(end, rest)
        return end + 1

    def _table(self, at: int) -> int:
        rows = self.rows
        if "|" not in rows[at] or at + 1 >= len(rows) or not _is_separator(rows[at + 1]):
            return 0
        table, self.tables = self.tables, self.tables + 1
        self._cells(at, table, 0)
        after, count = at + 2, 1
        while after < len(rows) and "|" in rows[after]:
            self._cells(after, table, count)
            after, count = after + 1, count + 1
        return after

    def _cells(self, at: int, table: int, row: int) -> None:
        for column, text in enumerate(_split_cells(self.rows[at])):
            cell = Cell(table, row, column, row == 0)
            for part in inline(text):
                self.lines.append(Line(text=part.text, number=at + 1, cell=cell, marks=part.marks))

    def _underlined(self, at: int) -> int:
        """A heading with a line of ``=`` or ``-`` under it: one line alone, neither a question nor an option."""
        if at + 1 >= len(self.rows) or (at and self.rows[at - 1].strip()):
            return 0
        row, under = self.rows[at], self.rows[at + 1].strip()
        if len(under) < 2 or under.strip(under[0]) or under[0] not in "=-" or not row.strip() or len(row) > _LONGEST_TITLE:
            return 0
        if _NUMBERED.match(row) or _BULLET.match(row) or _HEADING.match(row) or row.lstrip().startswith((">", "|", "<")):
            return 0
        self._add(at, row.strip(), "heading", 1 if under[0] == "=" else 2)
        self.lines.append(Line(text="", number=at + 2))
        return at + 2

    def _row(self, at: int) -> None:
        row = self.rows[at]
        if not row.strip():
            self.lines.append(Line(text=row, number=at + 1))
            return
        for _ in range(_MOST_QUOTES):
            if not (found := _QUOTE.match(row)):
                break
            row = row[found.end() :]
        if _is_rule(row):
            self.lines.append(Line(text=row, number=at + 1, left_out="furniture"))
        elif found := _HEADING.match(row) or _TIGHT_HEADING.match(row):
            self.indents = []
            self._add(at, _heading_text(row[found.end() :]), "heading", len(found[1]))
        elif found := _BULLET.match(row):
            self._item(at, found, row[found.end() :], "item")
        elif found := _ORDERED.match(row):
            self._item(at, found, row, "text")
        else:
            self._boxed(at, row, "text", 0)

    def _item(self, at: int, found: re.Match[str], text: str, role: Role) -> None:
        indent = len(found[1].expandtabs(4))
        while self.indents and self.indents[-1] >= indent:
            self.indents.pop()
        self.indents.append(indent)
        if role == "text" and _BOX.match(text, found.end()):
            text = text[found.end() :]
        self._boxed(at, text, role, len(self.indents) if role == "item" else 0)

    def _boxed(self, at: int, text: str, role: Role, level: int) -> None:
        start = len(text) - len(text.lstrip())
        if found := _BOX.match(text, start):
            self._add(at, text[found.end() :], "choice", level, found[1] != " ")
        else:
            self._add(at, text, role, level)


def _heading_text(text: str) -> str:
    """Without the closing ``##``, which white space parts from the text."""
    text = text.strip()
    bare = text.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else text


def _is_rule(row: str) -> bool:
    """``---``, ``* * *``, ``___``; a longer run of underscores is a blank to fill in."""
    bare = row.replace(" ", "").replace("\t", "")
    if len(bare) < 3 or bare[0] not in "-*_" or bare.strip(bare[0]):
        return False
    return bare[0] != "_" or bare == "___"


def _is_separator(row: str) -> bool:
    """``| --- | :-: |``: the second row of a table."""
    bare = row.strip()
    if "|" not in bare or "-" not in bare or bare.strip("|-: \t"):
        return False
    parts = [part.strip() for part in bare.strip("|").split("|")]
    return all(part.strip(":") and not part.strip(":").strip("-") for part in parts)


def _split_cells(row: str) -> list[str]:
    r"""The cells of a table row; ``\|`` is a bar within one."""
    bare = row.strip().removeprefix("|")
    parts = re.split(r"(?<!\\)\|", bare)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [part.strip().replace("\\|", "|") for part in parts]
