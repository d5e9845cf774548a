"""Sections with Roman numbers: ``II. True or false?`` between numbered questions. They rise by one, or they are none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.facts import Facts, Heading
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.words import kind_of

__all__ = ["mark_roman_sections"]

_ROMANS = {text: number for number, text in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"), 1)}
_LINE = re.compile(r"\s{0,8}(?P<roman>I{1,3}|IV|VI{0,3}|IX|X)\s?[.)、:]\s{1,4}(?P<text>[^\W\d_][^\n]{3,140})")
_INSTRUCTS: tuple[tuple[re.Pattern[str], FoundKind | None], ...] = (
    (
        re.compile(r"\btrue\b.{0,12}\bfalse\b|\bT\b.{0,8}\bF\b|richtig.{0,12}falsch|vrai.{0,12}faux|verdadero.{0,12}falso", re.IGNORECASE),
        "truefalse",
    ),
    (re.compile(r"\b(?:choose|circle|select|tick)\b.{0,40}\b(?:option|answer|letter|one|alternative)", re.IGNORECASE), "single"),
    (re.compile(r"\bfill\b|missing word|gaps?\b|blanks?\b|erg[aä]nze|l[uü]cken|complet[ea]|compl[eé]te[rz]", re.IGNORECASE), "cloze"),
    (re.compile(r"\b(?:answer|explain|describe|define)\b|short answer|beantworte|r[eé]pond|responda", re.IGNORECASE), "short"),
)


def mark_roman_sections(facts: Sequence[Facts], lines: Sequence[Line]) -> None:
    """Marks lines ``I. …``, ``II. …`` as headings where each stands right above a numbered question."""
    found: list[tuple[Facts, re.Match[str]]] = []
    pending: tuple[Facts, re.Match[str]] | None = None
    for number, fact in enumerate(facts):
        if fact.first >= len(fact.shadow):
            continue
        if pending is not None and fact.candidates and fact.candidates[0].at_start:
            found.append(pending)
        pending = None
        plain = lines[number].role == "text" and not fact.labels and not fact.candidates
        if plain and (fact.heading is None or fact.heading.sort == "title") and fact.shadow[fact.first] in "IVX":
            match = _LINE.fullmatch(fact.shadow.rstrip())
            pending = (fact, match) if match is not None and _ROMANS[match["roman"]] == len(found) + 1 else None
    if len(found) < 2:
        return
    for fact, match in found:
        kind = kind_of(match["text"]) or next((kind for pattern, kind in _INSTRUCTS if pattern.search(match["text"])), None)
        fact.heading = Heading(fact.first, len(fact.shadow.rstrip()), "kind" if kind is not None else "title", kind, 2)
        fact.opens = False
