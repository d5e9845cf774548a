"""The word diff of two texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

__all__ = ["MAX_TOKENS", "Piece", "word_diff"]

MAX_TOKENS = 20_000
"""Longer texts are shown as replaced whole: comparing takes time by the product of both lengths."""
# A word of letters and digits, one sign of a script without blanks between words, a run of blanks, or any other sign.
_SIGN = re.compile(r"[぀-ヿ㐀-鿿豈-﫿𠀀-𲎯฀-๿]")
_TOKEN = re.compile(rf"{_SIGN.pattern}|[^\W_぀-ヿ㐀-鿿豈-﫿𠀀-𲎯฀-๿]+|\s+|.", re.S)


class Piece(NamedTuple):
    """A run of text that both sides have, or only one."""

    kind: Literal["same", "removed", "added"]
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in order: joined without the added ones they give ``old``, without the removed ones ``new``."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(before), len(after)) > MAX_TOKENS:
        return [Piece("same", old)] if old == new else _pieces([("removed", old), ("added", new)])
    from rapidfuzz.distance import Indel

    found: list[tuple[Literal["same", "removed", "added"], str]] = []
    for step in Indel.opcodes(before, after):
        gone, come = "".join(before[step.src_start : step.src_end]), "".join(after[step.dest_start : step.dest_end])
        if step.tag == "equal":
            found.append(("same", gone))
        else:
            found += [("removed", gone), ("added", come)]
    return _pieces(found)


def _pieces(found: list[tuple[Literal["same", "removed", "added"], str]]) -> list[Piece]:
    """Joined so that a change is read at once: one removed and one added run between two same ones, what joins two changes in both."""
    out: list[Piece] = []
    removed = added = ""
    for index, (kind, text) in enumerate(found):
        if kind == "removed":
            removed += text
        elif kind == "added":
            added += text
        elif _joins(text, removed, added, found[index + 1 : index + 3]):
            removed, added = removed + text, added + text
        else:
            out += _flushed(removed, added)
            removed = added = ""
            out.append(Piece("same", text))
    return [piece for piece in [*out, *_flushed(removed, added)] if piece.text]


def _joins(text: str, removed: str, added: str, after: Sequence[tuple[str, str]]) -> bool:
    """Whether what both sides have belongs to the change around it: a blank between two words that changed; a sign of a script without
    blanks that a word kept (顾客 for 客户)."""
    if not after or not (removed or added):
        return False
    if text.isspace():
        return bool(removed and added)
    gone, come = (part for _, part in after)
    return bool(_SIGN.fullmatch(text) and (removed or gone) and (added or come))


def _flushed(removed: str, added: str) -> list[Piece]:
    return [Piece("removed", removed), Piece("added", added)]
