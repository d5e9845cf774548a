"""Slips that YAML reports far from where they are, or not at all: they are looked for in the text itself."""

from __future__ import annotations

import re

from deckpress.readers.bank.keys import BANK_KEYS, CHAPTER_KEYS, OPTION_KEYS, PART_KEYS, QUESTION_KEYS, RUBRIC_KEYS, SOURCE_KEYS
from deckpress.source import Source, Span

__all__ = ["Slip", "find_slip", "lost_comment"]

Slip = tuple[Span, str, str]
"""Where it is, what it is, and what to do."""

_KEYS = {*BANK_KEYS, *CHAPTER_KEYS, *QUESTION_KEYS, *PART_KEYS, *OPTION_KEYS, *RUBRIC_KEYS, *SOURCE_KEYS}
_KEY = re.compile(r"[ \t]*(?:-[ \t]*)?([A-Za-z_]{2,20})(：|:)(?=([^\n]?))")
_BLANKS = re.compile(r"[ \t]*([\u3000\u00a0\u2002-\u200b\u202f]+)[ \t\u3000\u00a0]*\S")
_DASH = re.compile(r"[ \t]*(-)[A-Za-z_]{2,20}:")
_COMMENT = re.compile(r"[ \t]+(#[^\s#][^\n]*)")
_LINES_BEFORE = 3


def find_slip(source: Source, at: int) -> Slip | None:
    """What a syntax error at ``at`` most likely comes from: a slip in its line or in one of the few above it; the nearest counts."""
    line = source.position(min(at, len(source.text))).line
    for number in range(line, max(0, line - _LINES_BEFORE), -1):
        start, length = source.line_start(number), source.line_length(number)
        found = _slip_in(source, start, source.text[start : start + min(length, 400)])
        if found is not None:
            return found
    return None


def _slip_in(source: Source, start: int, text: str) -> Slip | None:
    if blanks := _BLANKS.match(text):
        code = f"U+{ord(blanks[1][0]):04X}"
        span = Span(source, start + blanks.start(1), start + blanks.end(1))
        return span, f"this line is indented with blanks that are no spaces ({code})", "indent with the space bar, in half-width mode"
    if dash := _DASH.match(text):
        return Span(source, start + dash.start(1), start + dash.end(1)), "there is no space after '-'", "write '- ' before the first key"
    key = _KEY.match(text)
    if key is None or key[1].lower() not in _KEYS:
        return None
    span = Span(source, start + key.start(2), start + key.end(2))
    if key[2] == "：":
        return span, f"a full-width colon follows '{key[1]}'", f"write '{key[1]}: …' with the half-width ':' and a space"
    if key[3] and not key[3].isspace():
        return span, f"there is no space after '{key[1]}:'", f"write '{key[1]}: …'"
    return None


def lost_comment(text: str, end: int) -> tuple[int, int] | None:
    """The comment that stands right after a plain text and looks like a part of it, ``#3``; ``end`` is where the text ends."""
    found = _COMMENT.match(text, end)
    return (found.start(1), found.end(1)) if found else None
