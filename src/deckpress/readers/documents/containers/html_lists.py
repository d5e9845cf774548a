"""The numbers that a browser writes before the items of an ordered list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.containers.html_style import declarations

__all__ = ["ItemList", "integer", "is_marker", "label_of", "list_of", "own_mark", "renumber"]

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_STYLES = {
    "lower-latin": "lower-alpha", "upper-latin": "upper-alpha", "cjk-ideographic": "chinese", "simp-chinese-informal": "chinese",
    "trad-chinese-informal": "chinese", "cjk-decimal": "chinese", "japanese-informal": "chinese", "decimal-leading-zero": "decimal",
    "disc": "", "circle": "", "square": "", "none": "",
}  # fmt: skip
_KNOWN = {"decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman", "chinese"}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip  # noqa: E501
_MOST = 10**6
_NEAR = 3
"""Lines below an item's start among which its label stands."""
_OWN_MARK = re.compile(r"[(（\[【]?(?:\d{1,4}|[A-Za-z]|[ivxIVX]{1,6}|[一二三四五六七八九十]{1,3}|第\d{1,4}题)\s?[.．、)）\]】:：]|[①-⑳]")

_MARKER = re.compile(r"[（(\[]?(?:[A-Za-z]|\d{1,4}|[一二三四五六七八九十]{1,3}|[①-⑳])[)）\]]?\s?[.、．:：)）]?")


@dataclass(slots=True)
class ItemList:
    """An open list: ``style`` is empty where items carry no number. ``numbered`` are lines and their numbers, to count backwards."""

    style: str
    next: int = 1
    step: int = 1
    backwards: bool = False
    numbered: list[tuple[int, int]] = field(default_factory=list)


def list_of(name: str, attributes: Mapping[str, str]) -> ItemList:
    """The list that ``<ol>`` or ``<ul>`` opens."""
    given = declarations(attributes.get("style", ""))
    wanted = given.get("list-style-type", "") or given.get("list-style", "")
    style = "" if name != "ol" else _TYPES.get(attributes.get("type", "").strip(), "decimal")
    for word in wanted.split():
        word = _STYLES.get(word, word)
        style = word if word in _KNOWN or not word else style
    start = integer(attributes.get("start", ""))
    backwards = "reversed" in attributes
    return ItemList(style, 1 if start is None else start, -1 if backwards else 1, backwards and start is None)


def integer(text: str) -> int | None:
    """The whole number that an attribute says, if it is one of a sensible size."""
    text = text.strip()
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 7:
        return None
    return max(-_MOST, min(_MOST, int(text)))


def label_of(style: str, number: int) -> str:
    """``1. ``, ``a. ``, ``IV. ``, ``三、``: what a browser writes before the item; empty without a style."""
    if not style:
        return ""
    if style == "chinese":
        return f"{_chinese(number)}、"
    if style.endswith("alpha"):
        text = _letters(number)
    elif style.endswith("roman"):
        text = _roman(number)
    else:
        text = str(number)
    return f"{text.upper() if style.startswith('upper') else text}. "


def own_mark(text: str) -> bool:
    """Whether an item's text begins with a number or letter of its own, so that its page shows no other."""
    return _OWN_MARK.match(text) is not None


def is_marker(text: str) -> bool:
    """Whether a text is a number or letter and nothing else."""
    return _MARKER.fullmatch(text) is not None


def renumber(items: ItemList, lines: list[Line]) -> None:
    """Counts a list backwards that says no start: it ends with 1."""
    count = len(items.numbered)
    for rank, (at, number) in enumerate(items.numbered):
        old, label = label_of(items.style, number), label_of(items.style, count - rank)
        line = next((line for line in lines[at : at + _NEAR] if line.label == old and old), None)
        if line is None:
            continue
        shift = len(label) - len(line.label)
        line.text = label + line.text[len(line.label) :]
        line.label = label
        line.marks = tuple(mark._replace(start=mark.start + shift, end=mark.end + shift) for mark in line.marks)


def _letters(number: int) -> str:
    if number < 1:
        return str(number)
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")
