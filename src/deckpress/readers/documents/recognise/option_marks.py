"""Where options may begin in a text: marks A, B, C … of several scripts, and how much each looks like one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from deckpress.readers.documents.recognise.ticks import LINE_SIGNS

__all__ = ["DIGIT", "OTHER_ALPHABETS", "RING", "ROMAN", "Mark", "at_line_start", "option_marks", "other_marks"]


class Mark(NamedTuple):
    """A candidate mark ``text[start:end]``; ``letter`` counts from 0."""

    letter: int
    start: int
    end: int
    style: str
    weight: float


_MARK = re.compile(
    r"(?P<bracket>[(\[【]\s{0,2}(?P<b>[A-Za-z])\s{0,2}[)\]】]\s{0,2}[.、:]?)"
    r"|(?<![A-Za-z_'’(,→{=])(?P<p>(?<![0-9])[A-Za-z]|[A-H])\s{0,2}(?P<dot>[.、):•・·]|[,;](?![A-Z(]))"
    r"|(?<![\x21-\x28\x2a-\x3e\x40-\x5c\x5e-\x7e])(?P<s>[A-Z])(?=[ ]+\S)"
    r"|(?<![A-Za-z0-9_'’.+/=<>-])(?P<g>[A-Z])(?=[^\x00-\x7f])"
    r"|(?<![^\s])(?P<l>[A-H])(?= {0,9}\n)"
    r"|(?<![^\n])(?P<d>[A-H])-(?=[ ]?[^\s\d-])"
    r"|(?P<r>[A-H])\)(?=\S)"
    r"|(?<=[^\x00-\x7f])(?P<h>[A-H])-(?=[^\s-])"
    r"|(?<=[a-z])(?P<k>[B-H])[.、](?=[0-9\u3400-\u9fff])"
)
OTHER_ALPHABETS = (
    (re.compile(r"(?<![\w])(?P<a>[абвгдежзАБВГДЕЖЗ])\s?[.):]"), "абвгдежз"),
    (re.compile(r"(?<![\w])[(]?(?P<a>[アイウエオカキク㋐㋑㋒㋓㋔])\s?[.、)):．]?"), "アイウエオカキク"),
    (re.compile(r"(?<![\w])(?P<a>[ㄱㄴㄷㄹㅁㅂ])\s?[.)]"), "ㄱㄴㄷㄹㅁㅂ"),
    (re.compile(r"(?<![\w])(?P<a>[가나다라마바])\s?[.)]"), "가나다라마바"),
)
ROMAN = (
    re.compile(r"(?<![\w])[(]?(?P<a>i{1,3}|iv|vi{0,3}|I{1,3}|IV|VI{0,3})\s?[.)](?=\s{0,8}\S)"),
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii"),
)
RING = (re.compile(r"(?P<a>[①②③④⑤⑥⑦⑧])"), "①②③④⑤⑥⑦⑧")
DIGIT = (re.compile(r"(?<![^\s])\(?(?P<a>[1-8])\s?[.、)](?!\d)"), "12345678")
MAX_MARKS = 4000
"""Marks of one question that are looked at: more is no list of options but an attack."""


def option_marks(s: str, start: int, end: int) -> list[Mark]:
    """Every candidate mark of an option in ``s[start:end]``, in order."""
    marks: list[Mark] = []
    first = start
    while first < end and (s[first] == "\n" or s[first] in LINE_SIGNS):
        first += 1
    for match in _MARK.finditer(s, start, end):
        letter_text = (
            match["b"] or match["p"] or match["s"] or match["g"] or match["l"] or match["d"] or match["r"] or match["h"] or match["k"]
        )
        letter = ord(letter_text.upper()) - 65
        if letter > 11:
            continue
        at_line = at_line_start(s, match.start(), start)
        style, weight = _style_of(match)
        if match["p"] and match.start() > start and s[match.start() - 1].isdecimal():
            weight -= 0.7
        if at_line:
            weight += 0.6 if style == "space" and match.start() <= first else 2.0  # "A dog that …" begins a stem
        elif match.start() and s[match.start() - 1] in " \u3000":
            weight += 0.4
        marks.append(Mark(letter, match.start(), match.end(), style, weight))
        if len(marks) > MAX_MARKS:
            break
    return marks


def _style_of(match: re.Match[str]) -> tuple[str, float]:
    """How a mark is written, and how much that speaks for a mark."""
    if match["b"]:
        return "bracket", 1.5
    if match["p"]:
        weight = 0.8 if match["dot"] in ",;" else 1.5
        return ("dot" if match["dot"] in ".、•・·" else "mark"), weight - 0.5 * match["p"].islower()
    if match["s"]:
        return "space", 0.8
    if match["h"]:
        return "glued", 0.4  # "25次D-50次": a point that has been read as a dash
    if match["r"] or match["d"] or match["k"]:
        return "mark", 0.3  # "A)BoochB)UML", "A-Booch", "A.5kmB.9km"
    return ("dot", 0.8) if match["l"] else ("glued", 0.4)


def at_line_start(s: str, at: int, low: int) -> bool:
    """Whether nothing but signs stands before a place in its line."""
    at -= 1
    while at >= low and s[at] in LINE_SIGNS:
        at -= 1
    return at < low or s[at] == "\n"


def other_marks(s: str, start: int, end: int, pattern: re.Pattern[str], alphabet: Sequence[str]) -> list[Mark]:
    """The marks of another alphabet (or digits, Roman numbers) in ``s[start:end]``."""
    marks = []
    for match in pattern.finditer(s, start, end):
        sign = match["a"].lower()
        letter = alphabet.index(sign) if sign in alphabet else -1
        if letter >= 0:
            marks.append(Mark(letter, match.start(), match.end(), alphabet[0], 1.5 + 2.0 * at_line_start(s, match.start(), start)))
        if len(marks) > MAX_MARKS:
            break
    return marks
