"""The line that people know a note by: the start of its first text, as a learner reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from deckpress.engine.resources import readable_text

__all__ = ["note_title"]

_LONGEST = 100
_BLANK = re.compile(r"\{\{c\d{1,4}(?:,\d{1,4})*::|\}\}|::")


def note_title(fields: Iterable[str]) -> str:
    """The first of the HTML texts that shows something, on one line: blanks by their answers and images by their descriptions, in
    brackets."""
    text = next(filter(None, (" ".join(_answered(readable_text(html, "alt")).split()) for html in fields)), "")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _answered(text: str) -> str:
    """The text with ``[answer]`` for each ``{{c1::answer::hint}}``, which may stand inside each other."""
    out: list[str] = []
    at = depth = hint = 0  # hint: how deep the blank lies whose hint is being read
    for found in _BLANK.finditer(text):
        sign = found[0]
        out.append("" if hint else text[at : found.start()])
        at = found.end()
        if sign[0] == "{":
            sign, depth = "[", depth + 1
        elif depth and sign == "}}":
            sign, hint, depth = "]", 0 if hint == depth else hint, depth - 1
        elif depth:
            sign, hint = "", hint or depth
        out.append("" if hint else sign)
    return text if depth else "".join([*out, text[at:]])
