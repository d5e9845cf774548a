"""Parts the answer of a fill-in by its blanks."""

from __future__ import annotations

import re
import unicodedata

from deckpress.readers.documents.recognise.answer_match import quoted_strings

__all__ = ["split_blanks"]


_MARKED = (
    re.compile(r"[(（]\s{0,9}(\d{1,2})\s{0,9}[)）]"),
    re.compile(r"([①-⑳])"),
    re.compile(r"第\s{0,9}([一二三四五六七八九十]|\d{1,2})\s{0,9}[空处處格]\s{0,9}[:：、.]?"),
    re.compile(r"(?<![\d.])(\d{1,2})\s{0,9}[.、．:：)）](?!\d)"),
)
_NUMERALS = "一二三四五六七八九十"
_LONGEST = 20_000
"""Characters; a longer text answers no blanks."""
_SPACE = r"(?<![A-Za-zÀ-ӿ])\s(?![A-Za-zÀ-ӿ])"
"""Parts no words of a language that writes spaces."""
_SPLITTERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\n",
        "┋",
        r"\|\|",
        r"\$+;?\$*",
        "[#@&]{2,3}",
        "[；;]",
        r"\t",
        r"\|",
        "、",
        r"\s{2,}",
        r"，|,(?!\d{3})",
        "[/／]",
        _SPACE,
    )
)
_STRONG = 7
"""So many of the splitters part answers also where their number is not that of the blanks."""


def split_blanks(text: str, blanks: int) -> list[str]:
    """The answers of a fill-in with ``blanks`` blanks. One blank (or none) takes the whole text, alternatives and all.

    Of all ways to part the text the first that gives ``blanks`` parts is taken; if none does, the first that surely separates,
    so that the caller sees another number of parts; else the text is one part.
    """
    text = text.strip()
    if blanks <= 1 or len(text) > _LONGEST:
        return [text] if text else []
    fallback = quoted_strings(text) if text[:1] == "[" and text[-1:] == "]" else []
    if len(fallback) == blanks:
        return fallback
    for mark in _MARKED:
        parts = _marked_parts(text, mark)
        if len(parts) == blanks:
            return parts
        fallback = fallback or parts
    for index, splitter in enumerate(_SPLITTERS):
        parts = [part.strip() for whole in fallback or [text] for part in splitter.split(whole)]
        while parts and not parts[-1]:
            parts.pop()
        if len(parts) == blanks and all(parts):
            return parts
        if index < _STRONG and len(parts) > 1 and not fallback:
            fallback = [part for part in parts if part]
    return fallback or ([text] if text else [])


def _marked_parts(text: str, mark: re.Pattern[str]) -> list[str]:
    """The texts behind the marks 1, 2, 3 … that begin the text; none if the marks don't run so."""
    places: list[re.Match[str]] = []
    for found in mark.finditer(text):
        if _number(found[1]) == len(places) + 1:
            places.append(found)
    if len(places) < 2 or text[: places[0].start()].strip():
        return []
    ends = [*(place.start() for place in places[1:]), len(text)]
    parts = [text[place.end() : end].strip().rstrip(";；,，、").rstrip() for place, end in zip(places, ends, strict=True)]
    return parts if all(parts) else []


def _number(sign: str) -> int:
    if sign in _NUMERALS:
        return _NUMERALS.index(sign) + 1
    return int(unicodedata.normalize("NFKC", sign))
