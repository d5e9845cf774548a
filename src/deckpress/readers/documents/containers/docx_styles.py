"""How text looks: run properties, and the styles that they come from (ECMA-376 part 1, 17.3.2 and 17.7).

A value is the direct one, else that of the character style, else of the paragraph style, else the document's default. Switches of
both styles cancel each other out (17.7.3). Table styles are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from deckpress.readers.documents.blocks import Style
from deckpress.readers.documents.containers.docx_names import attr, child, child_value, is_on, number, short
from deckpress.readers.documents.containers.safe_xml import Element

__all__ = ["PLAIN", "Look", "ParagraphStyle", "Styles", "marks_of", "over", "read_look", "shade_of"]

_MOST_PARENTS = 32
"""Styles on the way from one to its root; Word allows 11."""
_BLACK = 0x40
"""A colour with no channel above this is black to the eye."""
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_HEADING = re.compile(r"(?:heading|标题|標題|見出し|제목|titre|überschrift|título|заголовок) {0,2}([1-9])(?: char)?", re.IGNORECASE)
_TITLE = frozenset({"title", "标题", "標題"})
_HIGHLIGHTS = {
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF", "red": "FF0000",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0", "black": "000000",
}  # fmt: skip


class Look(NamedTuple):
    """Run properties; None where nothing is said. Colours are ``RRGGBB``, empty for the usual one; ``font`` is one of signs, or empty."""

    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    hidden: bool | None = None
    underline: bool | None = None
    colour: str | None = None
    highlight: str | None = None
    shade: str | None = None
    shift: str | None = None
    font: str | None = None


PLAIN = Look()
_TOGGLES = 4
"""The first fields of a `Look` are switches of 17.7.3."""


class ParagraphStyle(NamedTuple):
    """What paragraphs of a style have in common. ``outline`` counts from 1, 0 for running text. ``contents``: a line of the contents."""

    look: Look = PLAIN
    num_id: str = ""
    num_level: str = ""
    outline: int = 0
    shade: str = ""
    contents: bool = False


class _Style(NamedTuple):
    name: str
    parent: str
    look: Look
    properties: Element | None


def over(low: Look, high: Look) -> Look:
    """What ``high`` says, and ``low`` where it says nothing."""
    return low if high == PLAIN else Look._make(b if a is None else a for a, b in zip(high, low, strict=True))


def read_look(properties: Element | None) -> Look:
    """The look that a ``w:rPr`` gives."""
    if properties is None:
        return PLAIN
    found: dict[str, bool | str] = {}
    for element in properties:
        tag = short(element.tag)
        if tag in _SWITCHES:
            name = _SWITCHES[tag]
            found[name] = is_on(element) or (name == "strike" and found.get(name) is True)
        elif tag == "w:u":
            found["underline"] = attr(element) != "none"
        elif tag == "w:color":
            found["colour"] = _colour(element)
        elif tag == "w:highlight":
            found["highlight"] = _HIGHLIGHTS.get(attr(element), "")
        elif tag == "w:shd":
            found["shade"] = shade_of(element)
        elif tag == "w:vertAlign":
            found["shift"] = attr(element) if attr(element) in ("superscript", "subscript") else ""
        elif tag == "w:rFonts":
            found["font"] = _sign_font(element)
    return _look(tuple(found.items()))


_SWITCHES = {"w:b": "bold", "w:i": "italic", "w:strike": "strike", "w:dstrike": "strike", "w:vanish": "hidden"}


@lru_cache(1024)
def _look(found: tuple[tuple[str, bool | str], ...]) -> Look:
    return PLAIN._replace(**dict(found))  # type: ignore[arg-type] # the names and kinds that read_look chose


def _colour(element: Element) -> str:
    value = attr(element)
    if not _COLOUR.fullmatch(value) or attr(element, "w:themeColor") in ("text1", "dark1"):
        return ""
    return "" if max(bytes.fromhex(value)) <= _BLACK else value.upper()


def shade_of(element: Element | None) -> str:
    """The background of a ``w:shd``; empty for none and for white."""
    if element is None:
        return ""
    value = attr(element, "w:color" if attr(element) == "solid" else "w:fill")
    return value.upper() if _COLOUR.fullmatch(value) and value.upper() != "FFFFFF" else ""


def _sign_font(element: Element) -> str:
    name = (attr(element, "w:ascii") or attr(element, "w:hAnsi")).lower()
    return name if name.startswith(("wingdings", "webdings")) or name == "symbol" else ""


@lru_cache(4096)
def marks_of(look: Look) -> tuple[tuple[Style, str], ...]:
    """The styles that a reader sees, with their colours."""
    marks: list[tuple[Style, str]] = []
    if look.bold:
        marks.append(("bold", ""))
    if look.italic:
        marks.append(("italic", ""))
    if look.underline:
        marks.append(("underline", ""))
    if look.strike:
        marks.append(("strike", ""))
    if look.colour:
        marks.append(("colour", look.colour))
    if background := look.highlight or look.shade:
        marks.append(("highlight", background))
    if look.shift == "superscript":
        marks.append(("superscript", ""))
    if look.shift == "subscript":
        marks.append(("subscript", ""))
    return tuple(marks)


class Styles:
    """The styles of a document, resolved when they are first asked for."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._default, self._defaults = "", PLAIN
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        for element in root if root is not None else ():
            tag = short(element.tag)
            if tag == "w:style":
                self._add(element)
            elif tag == "w:docDefaults":
                self._defaults = read_look(child(child(element, "w:rPrDefault"), "w:rPr"))

    def _add(self, element: Element) -> None:
        identity = attr(element, "w:styleId")
        if attr(element, "w:type") == "paragraph" and attr(element, "w:default").lower() in ("1", "true", "on"):
            self._default = identity
        name, parent = child_value(element, "w:name"), child_value(element, "w:basedOn")
        self._styles[identity] = _Style(name, parent, read_look(child(element, "w:rPr")), child(element, "w:pPr"))

    def _line(self, identity: str) -> Iterator[tuple[str, _Style]]:
        """A style and what it is based on, nearest first. Bounded, so a circle ends too."""
        for _ in range(_MOST_PARENTS):
            style = self._styles.get(identity)
            if style is None:
                return
            yield identity, style
            identity = style.parent

    def number_of(self, identity: str) -> str:
        """The numId of a numbering style (17.9.21), empty where it has none."""
        return next((found for _, style in self._line(identity) if (found := _numbering(style.properties)[0])), "")

    def paragraph(self, identity: str) -> ParagraphStyle:
        """The paragraph style of that id; the default one for an unknown or empty id."""
        if identity not in self._styles:
            identity = self._default
        found = self._paragraphs.get(identity)
        if found is None:
            found = self._paragraphs[identity] = self._resolve(identity)
        return found

    def _resolve(self, identity: str) -> ParagraphStyle:
        look, num_id, level, outline, shade = PLAIN, "", "", None, None
        contents = False
        for current, style in self._line(identity):
            look = over(style.look, look)
            own_id, own_level = _numbering(style.properties)
            level = level or own_level
            if own_id and not num_id:
                num_id = own_id
                level = level or f"style {current}"
            outline = _outline(style) if outline is None else outline
            background = child(style.properties, "w:shd")
            shade = shade_of(background) if shade is None and background is not None else shade
            contents = contents or style.name.lower().startswith(("toc ", "table of "))
        return ParagraphStyle(look, num_id, level, outline or 0, shade or "", contents)

    def look(self, paragraph: str, run: str) -> Look:
        """The look of text in these paragraph and character styles (ids, empty for none)."""
        key = (paragraph, run)
        if key not in self._looks:
            low, high = self.paragraph(paragraph).look, PLAIN
            for _, style in self._line(run) if run else ():
                high = over(style.look, high)
            both = list(over(low, high))
            for index in range(_TOGGLES):
                if low[index] is not None and high[index] is not None:
                    both[index] = low[index] != high[index]
            self._looks[key] = over(self._defaults, Look._make(both))
        return self._looks[key]


def _numbering(properties: Element | None) -> tuple[str, str]:
    found = child(properties, "w:numPr")
    return child_value(found, "w:numId"), child_value(found, "w:ilvl")


def _outline(style: _Style) -> int | None:
    """The heading level that a style says, 0 for running text, None where it says nothing."""
    if level := child_value(style.properties, "w:outlineLvl"):
        return (number(level) + 1) % 10
    if heading := _HEADING.fullmatch(style.name):
        return int(heading[1])
    return 1 if style.name.lower() in _TITLE else None
