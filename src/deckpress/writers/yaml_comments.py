"""The comments of a YAML file: finding them between the texts, and sorting out what each belongs to.

- At the end of a line: to what the line ends with.
- On a line of its own: to the next key or item, unless it is indented deeper than that: then it ends the collection above.
- Above the first key of the file: to the file, up to the last blank line there, and to the last ``yaml-language-server`` line.
- Below everything, not indented: to the end of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from deckpress.writers.yaml_layout import Collection

__all__ = ["Comment", "as_lines", "block_header_comment", "comments_between", "give_to_ended", "split_header"]

_COMMENT = re.compile("#[^\n\x85\u2028\u2029]*")
_BLOCK_HEADER = re.compile("[|>][-+0-9]*[ \t]*")
_MODELINE = re.compile(r"#\s*yaml-language-server:")


@dataclass(slots=True)
class Comment:
    """A comment from its ``#`` on.

    ``line_start`` is the offset of its line, ``alone`` whether nothing else is on it, ``column`` (from 0) where the line's
    content starts. The blanks say whether the lines above and below are blank.
    """

    text: str
    line_start: int
    alone: bool
    column: int
    blank_above: bool
    blank_below: bool


def comments_between(text: str, start: int, end: int) -> list[Comment]:
    """The comments in a stretch that holds only them, white space and indicators."""
    found: list[Comment] = []
    at = text.find("#", start, end)
    while at >= 0:
        match = _COMMENT.match(text, at)
        stop = match.end() if match else end
        found.append(_comment(text, at, stop))
        at = text.find("#", stop, end)
    return found


def _comment(text: str, at: int, end: int) -> Comment:
    line_start = text.rfind("\n", 0, at) + 1
    before = text[line_start:at]
    indentation = len(before) - len(before.lstrip())
    line_above = text[text.rfind("\n", 0, max(0, line_start - 1)) + 1 : max(0, line_start - 1)]
    end_below = text.find("\n", end + 1)
    line_below = text[end + 1 : end_below if end_below >= 0 else len(text)]
    return Comment(
        text=text[at:end].rstrip(),
        line_start=line_start,
        alone=indentation == len(before),
        column=indentation,
        blank_above=line_start > 0 and indentation == len(before) and not line_above.strip(),
        blank_below=not line_below.strip(),
    )


def block_header_comment(text: str, start: int) -> str:
    """The comment behind the ``|`` or ``>`` at ``start``, or nothing."""
    header = _BLOCK_HEADER.match(text, start)
    found = _COMMENT.match(text, header.end()) if header else None
    return found.group().rstrip() if found else ""


def give_to_ended(comments: list[Comment], ended: list[Collection], column: int) -> list[Comment]:
    """Gives the comments that are indented deeper than what follows (``column``) to the collections that just ended.

    ``ended`` has the inner ones first. Returns the other comments: once one belongs to what follows, so do all below it.
    """
    first = 0
    for i, comment in enumerate(comments):
        while first < len(ended) and ended[first].column > comment.column:
            first += 1
        if comment.column <= column or first == len(ended):
            return comments[i:]
        ended[first].after += as_lines([comment])
    return []


def split_header(lines: list[str]) -> tuple[list[str], list[str]]:
    """What of the lines above the first key (as from `as_lines`) belongs to the file, and what to the key."""
    if lines[:1] == [""]:
        lines = lines[1:]
    cut = max((i + 1 for i, line in enumerate(lines) if not line), default=len(lines))
    modeline = max((i + 1 for i, line in enumerate(lines) if _MODELINE.match(line)), default=0)
    cut = max(cut, modeline)
    return lines[:cut], lines[cut:]


def as_lines(comments: list[Comment], *, followed: bool = False) -> list[str]:
    """The texts, with ``""`` for a blank line beside one; below the last one only where something follows."""
    lines: list[str] = []
    for comment in comments:
        lines += ["", comment.text] if comment.blank_above else [comment.text]
    if followed and comments and comments[-1].blank_below:
        lines.append("")
    return lines
