"""How a workbook shows its cells: number formats (ECMA-376 part 1, 18.8.30), fonts and fills."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import isfinite
from typing import Final, Literal, NamedTuple

from deckpress.readers.documents.blocks import Style
from deckpress.readers.documents.containers.safe_xml import Element

__all__ = ["CellStyle", "Look", "Styles", "font_looks", "local", "number_shown", "read_styles"]

_DATES: Final = {*range(14, 18), 22, *range(27, 32), 34, 35, 36, *range(50, 55), 57, 58}
_TIMES: Final = {18, 19, 20, 21, 32, 33, 45, 46, 47, 55, 56}
_BUILT_IN: Final = {1: "0", 2: "0.00", 9: "0%", 10: "0.00%"}
_LITERAL = re.compile(r'"[^"]{0,255}"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]{0,99}\]', re.IGNORECASE)
_INDEXED: Final = {
    2: "FF0000", 3: "00FF00", 4: "0000FF", 5: "FFFF00", 6: "FF00FF", 7: "00FFFF", 10: "FF0000", 11: "00FF00", 12: "0000FF",
    13: "FFFF00", 14: "FF00FF", 15: "00FFFF", 16: "800000", 17: "008000", 18: "000080", 20: "800080", 53: "993300",
}  # fmt: skip
"""The legacy palette (18.8.27), as far as it is in use."""
_DARK: Final = 0x48

Look = tuple[Style, str]
"""A style and its colour as ``RRGGBB``, else empty."""


class CellStyle(NamedTuple):
    """An entry of ``cellXfs``. ``kind`` says how a number is shown; ``shape`` is the format, for ``fixed``: ``0.00``, ``000``, ``0%``."""

    kind: Literal["general", "date", "time", "fixed"] = "general"
    shape: str = ""
    looks: tuple[Look, ...] = ()


@dataclass(slots=True)
class Styles:
    """``cells`` by the index that a cell names; ``theme`` the colours of the theme, in the order in which they are counted."""

    cells: list[CellStyle] = field(default_factory=list)
    theme: list[str] = field(default_factory=list)


def read_styles(root: Element | None, theme: Element | None) -> Styles:
    """The styles of a workbook from the roots of ``styles.xml`` and ``theme1.xml``."""
    styles = Styles(theme=_theme(theme) if theme is not None else [])
    if root is None:
        return styles
    sections = {local(section): list(section) for section in root}
    formats = {_int(entry.get("numFmtId")): entry.get("formatCode") or "" for entry in sections.get("numFmts", ())}
    fonts = [font_looks(font, styles) for font in sections.get("fonts", ())]
    fills = [_fill_looks(fill, styles) for fill in sections.get("fills", ())]
    for entry in sections.get("cellXfs", ()):
        looks = (*_at(fonts, entry.get("fontId")), *_at(fills, entry.get("fillId")))
        number = _int(entry.get("numFmtId"))
        styles.cells.append(_cell_style(number, formats.get(number, _BUILT_IN.get(number, "")), looks))
    return styles


def font_looks(font: Element, styles: Styles) -> tuple[Look, ...]:
    """What a ``font`` or a run's ``rPr`` does to text that a reader would notice."""
    looks: list[Look] = []
    plain: dict[str, Style] = {"b": "bold", "i": "italic", "strike": "strike"}
    for child in font:
        tag, value = local(child), child.get("val")
        if tag in plain and value not in ("0", "false"):
            looks.append((plain[tag], ""))
        elif tag == "u" and value != "none":
            looks.append(("underline", ""))
        elif tag == "vertAlign" and value in ("superscript", "subscript"):
            looks.append(("superscript" if value == "superscript" else "subscript", ""))
        elif tag == "color" and (colour := _colour(child, styles)) and max(bytes.fromhex(colour)) >= _DARK:
            looks.append(("colour", colour))
    return tuple(looks)


def number_shown(text: str, style: CellStyle, first_day: datetime) -> str:
    """A stored number as the sheet shows it; dates as ISO 8601. ``first_day`` is day 0."""
    try:
        value = float(text)
        if not isfinite(value) or "_" in text:  # which Python takes and Excel does not
            return text
        if style.kind == "date" and 0 <= value < 2_958_466:  # up to the year 9999
            moment = first_day + timedelta(seconds=round(value * 86_400))
            return f"{moment:%Y-%m-%d}" if value == int(value) else f"{moment:%Y-%m-%d %H:%M}"
        if style.kind == "time" and 0 <= value < 1000:
            minutes = round(value * 1440)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        if style.kind == "fixed":
            return _fixed(value, style.shape)
        return text if text.isdigit() and len(text) < 16 else f"{value:.15g}"
    except (ValueError, OverflowError):
        return text


def local(element: Element) -> str:
    """A tag without its namespace: strict and transitional files differ in it alone."""
    return element.tag.rpartition("}")[2]


def _fixed(value: float, shape: str) -> str:
    percent = shape.endswith("%")
    whole, _, decimals = shape.rstrip("%").partition(".")
    text = f"{value * 100 if percent else value:.{len(decimals)}f}"
    return text.zfill(len(whole) + (len(decimals) + 1 if decimals else 0)) + "%" * percent


def _cell_style(number: int, code: str, looks: tuple[Look, ...]) -> CellStyle:
    if number in _DATES:
        return CellStyle("date", "", looks)
    if number in _TIMES:
        return CellStyle("time", "", looks)
    bare = _LITERAL.sub("", code[:255].split(";", 1)[0]).strip().lower()
    if re.fullmatch(r"0{1,15}(?:\.0{1,15})?%?", bare):
        return CellStyle("fixed", bare, looks)
    if "general" in bare or "0" in bare or "#" in bare or "@" in bare:
        return CellStyle("general", "", looks)
    if "y" in bare or "d" in bare or ("m" in bare and "h" not in bare and "s" not in bare):
        return CellStyle("date", "", looks)
    return CellStyle("time" if "h" in bare or "s" in bare else "general", "", looks)


def _fill_looks(fill: Element, styles: Styles) -> tuple[Look, ...]:
    for pattern in fill:
        if local(pattern) != "patternFill" or pattern.get("patternType") in (None, "none"):
            continue
        for child in pattern:
            if local(child) == "fgColor" and (colour := _colour(child, styles)) and colour != "FFFFFF":
                return (("highlight", colour),)
    return ()


def _colour(element: Element, styles: Styles) -> str:
    rgb = (element.get("rgb") or "")[-6:].upper()
    if re.fullmatch(r"[0-9A-F]{6}", rgb):
        return rgb
    theme = element.get("theme")
    if theme is not None:  # 0 to 3 are the page's own black and white
        return styles.theme[_int(theme)] if 4 <= _int(theme) < len(styles.theme) else ""
    return _INDEXED.get(_int(element.get("indexed")), "")


def _theme(root: Element) -> list[str]:
    for scheme in root.iter("{*}clrScheme"):
        return [
            value if re.fullmatch(r"[0-9A-F]{6}", value := next((c.get("lastClr") or c.get("val") or "" for c in slot), "").upper()) else ""
            for slot in scheme
        ]
    return []


def _at(looks: list[tuple[Look, ...]], index: str | None) -> tuple[Look, ...]:
    place = _int(index)
    return looks[place] if 0 <= place < len(looks) else ()


def _int(text: str | None) -> int:
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else -1
