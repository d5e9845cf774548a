"""Automatic numbers (ECMA-376 part 1, 17.9): what stands in front of a numbered paragraph, counted as Word counts."""

from __future__ import annotations

import re
from typing import NamedTuple

from deckpress.readers.documents.containers.docx_names import attr, child, child_value, children, is_on, number, qualified
from deckpress.readers.documents.containers.docx_numerals import numeral
from deckpress.readers.documents.containers.docx_styles import Styles
from deckpress.readers.documents.containers.docx_symbols import BOXES, sign
from deckpress.readers.documents.containers.safe_xml import Element

__all__ = ["Label", "Numbering"]

_LEVELS = 9
_MOST_LINKS = 8
"""Links from a list to its style and on; Word follows one."""
_MOST_TEXT = 100
"""Characters of a level's text, and of a label."""
_PLACE = re.compile(r"%([1-9])")
_SUFFIXES = {"space": " ", "nothing": ""}


class Label(NamedTuple):
    """An automatic number with the white space behind it, or a bullet (empty text); ``level`` counts from 1."""

    text: str
    level: int


class _Level(NamedTuple):
    start: int = 1
    form: str = "decimal"
    digits: int = 0
    text: str = ""
    suffix: str = "\t"
    legal: bool = False
    restart: int = -1
    """The level (from 1) that makes this one start again; 0 for none, -1 for any higher one."""
    font: str = ""
    style: str = ""


class _Abstract(NamedTuple):
    levels: dict[int, _Level]
    link: str


class _Num(NamedTuple):
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """The lists of a document and how far each has counted. Ask once a paragraph, in document order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, _Abstract] = {}
        self._nums: dict[str, _Num] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._seen: set[str] = set()
        self._resolved: dict[str, tuple[str, dict[int, _Level]] | None] = {}
        for element in children(root, "w:abstractNum"):
            self._abstracts[attr(element, "w:abstractNumId")] = _Abstract(_levels(element), child_value(element, "w:numStyleLink"))
        for element in children(root, "w:num"):
            self._nums[attr(element, "w:numId")] = _read_num(element)

    def label(self, num_id: str, level: str) -> Label | None:
        """The label of the next paragraph of a list; None where it has none.

        ``level`` is a ``w:ilvl``, empty for 0, or ``style <id>`` for the level that belongs to a paragraph style.
        """
        if num_id not in self._resolved:
            self._resolved[num_id] = self._resolve(num_id)
        found = self._resolved[num_id]
        if found is None:
            return None
        abstract, levels = found
        index = self._index(level, levels)
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        self._count(counts, index, levels, num_id)
        return Label(_written(counts, index, levels)[:_MOST_TEXT], index + 1)

    def _resolve(self, num_id: str) -> tuple[str, dict[int, _Level]] | None:
        num = self._nums.get(num_id)
        overrides: dict[int, _Level] = {} if num is None else num.levels
        for _ in range(_MOST_LINKS):
            abstract = self._abstracts.get(num.abstract) if num else None
            if num is None or abstract is None:
                return None
            if abstract.levels or not abstract.link:
                return num.abstract, abstract.levels | overrides
            num = self._nums.get(self._styles.number_of(abstract.link))
        return None

    def _index(self, level: str, levels: dict[int, _Level]) -> int:
        if level.startswith("style "):
            style = level.removeprefix("style ")
            return next((index for index, found in levels.items() if found.style == style), 0)
        return max(0, min(_LEVELS - 1, number(level)))

    def _count(self, counts: list[int | None], index: int, levels: dict[int, _Level], num_id: str) -> None:
        starts = self._nums[num_id].starts
        if num_id not in self._seen:
            self._seen.add(num_id)
            for other in starts:
                counts[other] = None
        for higher in range(index):
            if counts[higher] is None:  # a level that was skipped counts as used
                counts[higher] = starts.get(higher, levels.get(higher, _Level()).start)
        before = counts[index]
        counts[index] = starts.get(index, levels.get(index, _Level()).start) if before is None else before + 1
        for lower in range(index + 1, _LEVELS):
            restart = levels.get(lower, _Level()).restart
            if restart < 0 or index < restart:
                counts[lower] = None


def _written(counts: list[int | None], index: int, levels: dict[int, _Level]) -> str:
    level = levels.get(index, _Level())
    if level.form == "bullet":
        shown = "".join(sign(character, level.font) for character in level.text)
        return shown + level.suffix if shown in BOXES else ""

    def place(match: re.Match[str]) -> str:
        other = int(match[1]) - 1
        count = counts[other]
        form = levels.get(other, _Level())
        if form.form == "none" or other > index:
            return ""
        written = numeral(form.start if count is None else count, "decimal" if level.legal else form.form)
        return written.zfill(form.digits)

    text = _PLACE.sub(place, level.text)
    return text + level.suffix if text else ""


def _levels(element: Element) -> dict[int, _Level]:
    found = {}
    for level in children(element, "w:lvl"):
        index = number(attr(level, "w:ilvl"), -1)
        if 0 <= index < _LEVELS:
            found[index] = _read_level(level)
    return found


def _read_level(element: Element) -> _Level:
    form, digits = "decimal", 0
    # Also inside mc:AlternateContent: a custom format such as "001, 002, 003, ...".
    for found in element.iter(*qualified("w:numFmt")):
        form = attr(found)
        if form == "custom":
            form, digits = "decimal", len(attr(found, "w:format").partition(",")[0].strip()[:9])
            break
    restart = child(element, "w:lvlRestart")
    fonts = child(child(element, "w:rPr"), "w:rFonts")
    return _Level(
        start=number(child_value(element, "w:start"), 0),
        form=form,
        digits=digits,
        text=child_value(element, "w:lvlText")[:_MOST_TEXT],
        suffix=_SUFFIXES.get(child_value(element, "w:suff"), "\t"),
        legal=is_on(child(element, "w:isLgl")),
        restart=-1 if restart is None else number(attr(restart), -1),
        font="" if fonts is None else attr(fonts, "w:ascii").lower(),
        style=child_value(element, "w:pStyle"),
    )


def _read_num(element: Element) -> _Num:
    levels: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for override in children(element, "w:lvlOverride"):
        index = number(attr(override, "w:ilvl"), -1)
        if not 0 <= index < _LEVELS:
            continue
        if (level := child(override, "w:lvl")) is not None:
            levels[index] = _read_level(level)
        start = child(override, "w:startOverride")
        if start is not None:
            starts[index] = number(attr(start))
    return _Num(child_value(element, "w:abstractNumId"), levels, starts)
