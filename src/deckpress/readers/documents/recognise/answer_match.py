"""Finds the options that an answer names by their texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.recognise.answer_words import LATIN, fold

__all__ = ["key", "match_labelled", "match_options", "quoted_strings"]

_IGNORED = re.compile(r"[^\w+\-*/%&#@!\\<>=^~|$√×÷±≤≥≠°]+|_+")
"""All but letters, digits and the signs that tell formulas apart."""
_JOINTS = re.compile(r"[┋;；,，、\t\n|]+")
_QUOTE = re.compile("[\"']")
_LONGEST = 20_000
"""Characters of an answer that may be options' texts."""
_MOST_PARTS = 400
"""Of an answer; joining them again is quadratic in their number."""
_CUT = ("…", "...", "。。。")
_SHORTEST_START = 4
"""Characters of a cut text that its option must begin with."""


def key(text: str) -> str:
    """A text without width, case, spaces and punctuation; two texts with one key read alike. Linear."""
    folded = fold(text)
    return _IGNORED.sub("", folded) or "".join(folded.split())


def match_options(text: str, options: Sequence[str]) -> tuple[int, ...] | None:
    """The options whose texts ``text`` gives: one, or several joined by ┋ ; ， 、 tab or line feed, or as a list ``['a', 'b']``.

    Compared without width, case, punctuation and spaces. A text cut with … fits the one option that begins so. None if any part
    fits no option or several. Linear in the text and the options.
    """
    text = text.strip()
    if not text or not options:
        return None
    if len(text) > _LONGEST:
        return None
    keys = [key(option[:_LONGEST]) for option in options]
    if text[0] == "[" and text[-1] == "]":
        quoted = quoted_strings(text)
        if quoted:
            return _all_of([_one(part, options, keys) for part in quoted])
    one = _one(text, options, keys)
    return (one,) if one is not None else _several(text, options, keys)


def match_labelled(text: str, options: Sequence[str]) -> tuple[int, ...] | None:
    """The options of a text that repeats them with their letters: ``A、red C、blue``."""
    if len(text) > _LONGEST:
        return None
    labelled = [LATIN[index].lower() + key(option[:_LONGEST]) for index, option in enumerate(options[: len(LATIN)]) if option.strip()]
    if len(labelled) != len(options):
        return None
    whole, at = key(text), 0
    found: list[int] = []
    while at < len(whole) and len(found) <= len(options):
        fitting = [index for index, start in enumerate(labelled) if whole.startswith(start, at)]
        if not fitting:
            return None
        longest = max(fitting, key=lambda index: len(labelled[index]))
        found.append(longest)
        at += len(labelled[longest])
    return _all_of(found)


def _one(text: str, options: Sequence[str], keys: Sequence[str]) -> int | None:
    """The one option that reads like ``text``; of options with one key the one that is spelled so."""
    if text.rstrip().endswith(_CUT):
        start = key(text.rstrip().rstrip("….。"))
        found = [index for index, whole in enumerate(keys) if whole.startswith(start)] if len(start) >= _SHORTEST_START else []
        return found[0] if len(found) == 1 else None
    wanted = key(text)
    found = [index for index, whole in enumerate(keys) if whole == wanted]
    if len(found) > 1:
        found = [index for index in found if options[index].strip() == text.strip()]
    return found[0] if len(found) == 1 else None


def _several(text: str, options: Sequence[str], keys: Sequence[str]) -> tuple[int, ...] | None:
    """Parts in a row; an option that has a joint in its own text takes several of them."""
    parts = [part for part in _JOINTS.split(text) if part.strip()]
    most = max(len(_JOINTS.findall(option[:_LONGEST])) for option in options) + 1
    if not 2 <= len(parts) <= _MOST_PARTS:
        return None
    places = {whole: index for index, whole in enumerate(keys)}
    if len(places) < len(keys):
        return None
    longest = max(map(len, keys))
    folded = [key(part) for part in parts]
    found: list[int | None] = []
    at = 0
    while at < len(folded):
        joined, best, end = "", None, at
        for last in range(at, min(at + most, len(folded))):
            joined += folded[last]
            if len(joined) > longest:
                break
            if joined in places:
                best, end = places[joined], last + 1
        if best is None:
            return None
        found.append(best)
        at = end
    return _all_of(found)


def _all_of(found: Sequence[int | None]) -> tuple[int, ...] | None:
    indices = [index for index in found if index is not None]
    return tuple(sorted(indices)) if len(set(indices)) == len(found) > 0 else None


def quoted_strings(text: str) -> list[str]:
    """The strings of a Python or JSON list; stops at a quote that is never closed."""
    strings, at = [], 0
    while (found := _QUOTE.search(text, at)) is not None:
        closing = found.end()
        while closing < len(text) and text[closing] != found[0]:
            closing += 2 if text[closing] == "\\" else 1
        if closing >= len(text):
            break
        strings.append(text[found.end() : closing].replace("\\" + found[0], found[0]))
        at = closing + 1
    return strings
