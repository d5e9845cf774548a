"""Options without letters: list items, lines below the stem, lines behind empty circles or boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.answer_match import key
from deckpress.readers.documents.recognise.answers import read_letters
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.options import OptionSpan
from deckpress.readers.documents.recognise.strip import Strip
from deckpress.readers.documents.recognise.ticks import TICK_END, TICK_START

__all__ = ["plain_options"]

_BOX = re.compile(r"\s*[○□◯☐◻●■◉](?=\s?[^\s\d√×])")


def _boxed(strip: Strip, rows: Sequence[int]) -> list[int]:
    """The last rows, where each begins with an empty circle or box."""
    first = next((at for at in range(len(rows), 0, -1) if not _BOX.match(strip.shadow, strip.starts[rows[at - 1]])), 0)
    return list(rows[first:]) if len(rows) - first >= 2 else []


_ROW_END = re.compile(r"[?:。_)\]】]\s*\Z")
_BULLET = re.compile(r"\s*(?:[-*+o]\s|[•·▪◦○□◯☐◻])\s*(?=\S)")
_BARE_LETTER = re.compile(r"\s*([A-Ha-h])(?:\s*[-.]\s*|\s*)(?=\S)")


def plain_options(draft: Draft, at: int, head_end: int, value: str, lines: Sequence[Line]) -> list[OptionSpan]:
    """Options without letters: list items or lines below the stem, where an answer, a sign or the heading says that they are some."""
    strip = draft.strip
    rows = [r for r, start in enumerate(strip.starts) if at <= start < head_end or (r == 0 and at < strip.row_end(0))]
    if len(rows) < 3:
        return []
    body = rows[1:]
    items = [r for r in body if lines[strip.lines[r]].role == "item"]
    boxed = [] if items else _boxed(strip, body)
    if len(items) >= 2 and items == list(range(items[0], items[0] + len(items))) and items[-1] == rows[-1]:
        body = items
    elif items:
        return []
    elif boxed:
        body = boxed
    else:
        ends = [r for r in rows[:-2] if _ROW_END.search(strip.shadow, strip.starts[r], strip.row_end(r))]
        body = [r for r in body if r > ends[-1]] if ends else body
    bounds = _text_bounds(strip, body)
    texts = [strip.text[begin:end].strip() for begin, end in bounds]
    if not 2 <= len(texts) <= 8 or any(len(text) > 200 for text in texts):
        return []
    asks = [text.endswith(("?", "？")) for text in texts]
    if (asks[-1] and not all(asks)) or not (boxed or _are_options(draft, texts, value, bool(items))):
        return []
    return [OptionSpan(i, strip.starts[r], begin, end) for i, (r, (begin, end)) in enumerate(zip(body, bounds, strict=True))]


def _are_options(draft: Draft, texts: list[str], value: str, items: bool) -> bool:
    ticked = sum(bool(TICK_END.search(text) or TICK_START.match(text)) for text in texts)
    if 0 < ticked < len(texts):
        return True
    wanted = (draft.kind or draft.section.kind) in ("single", "multiple")
    letters = read_letters(value) if value else None
    keys = {key(text) for text in texts}
    named = bool(value) and all(key(part) in keys for part in re.split(r"[;；|]", value) if part.strip())
    pointed = letters is not None and max(letters) < len(texts)
    return (pointed or named or (wanted and items)) and (items or len(texts) >= 3)


def _text_bounds(strip: Strip, rows: Sequence[int]) -> list[tuple[int, int]]:
    """Where the lines' texts begin and end, without the bullet that all have, or the letters A, B, C … in order without a mark."""
    bounds = [(strip.starts[r], strip.row_end(r)) for r in rows]
    bullets = [_BULLET.match(strip.shadow, begin, end) for begin, end in bounds]
    letters = [_BARE_LETTER.match(strip.shadow, begin, end) for begin, end in bounds]
    in_order = all(m is not None and ord(m[1].upper()) - 65 == i for i, m in enumerate(letters))
    for heads in (bullets,) if not in_order else (letters,):
        if len(heads) >= 2 and all(heads):
            return [(m.end(), end) for m, (_, end) in zip(heads, bounds, strict=True) if m is not None]
    return bounds
