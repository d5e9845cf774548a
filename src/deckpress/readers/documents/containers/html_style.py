"""What the attributes of an HTML element say of the look of its text: marks, hidden or not, kept white space.

Only what stands on the element itself counts (``style``, ``color``, ``class``): style sheets are not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from deckpress.readers.documents.blocks import Style

__all__ = ["Look", "background_of", "colour", "declarations", "is_hidden", "look_of"]

Look = tuple[tuple[Style, str], ...]
"""Styles with their colour, as in `Mark`."""

_LONGEST = 4000
"""Characters of an attribute that are looked at."""
_NAMES = {
    "red": "FF0000", "crimson": "DC143C", "darkred": "8B0000", "firebrick": "B22222", "tomato": "FF6347", "orangered": "FF4500",
    "orange": "FFA500", "darkorange": "FF8C00", "gold": "FFD700", "yellow": "FFFF00", "green": "008000", "lime": "00FF00",
    "limegreen": "32CD32", "forestgreen": "228B22", "darkgreen": "006400", "lightgreen": "90EE90", "seagreen": "2E8B57", "teal": "008080",
    "blue": "0000FF", "darkblue": "00008B", "navy": "000080", "royalblue": "4169E1", "dodgerblue": "1E90FF", "skyblue": "87CEEB",
    "lightblue": "ADD8E6", "cyan": "00FFFF", "aqua": "00FFFF", "purple": "800080", "magenta": "FF00FF", "fuchsia": "FF00FF",
    "violet": "EE82EE", "pink": "FFC0CB", "hotpink": "FF69B4", "deeppink": "FF1493", "brown": "A52A2A", "maroon": "800000",
    "olive": "808000", "indigo": "4B0082",
}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b")
_RGB = re.compile(r"rgba?\(\s{0,9}(\d{1,3})\s{0,9}[,\s]\s{0,9}(\d{1,3})\s{0,9}[,\s]\s{0,9}(\d{1,3})\s{0,9}(?:[,/]\s{0,9}([\d.]{1,9}))?")
_NEAR_BLACK, _GREY = 0x55, 24
_RIGHT = re.compile(
    r"(?:^|\s)(?:is[-_]?|option[-_]|choice[-_]|answer[-_])?(?:correct|right)(?:[-_]?(?:answer|option|choice|item))?(?:\s|$)"
    r"|(?:^|\s)(?:answer[-_]?right|true[-_]?answer|answer[-_]?true|rightanswer)(?:\s|$)"
)
_WHOLE_QUESTION = re.compile(r"(?:^|\s)(?:que|question|quiz|col|float|pull|align|text)\b")


def declarations(style: str) -> dict[str, str]:
    """The properties of a ``style`` attribute, in small letters."""
    pairs = (part.partition(":") for part in style[:_LONGEST].lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}


def colour(value: str) -> str:
    """``RRGGBB``; empty for a colour that marks nothing (black, grey, white, transparent) or an unknown one."""
    value = value.strip().lower()
    if found := _HEX.search(value):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    elif found := _RGB.search(value):
        if found[4] and not found[4].strip("0."):
            return ""
        digits = "".join(f"{min(int(part), 255):02x}" for part in found.groups()[:3])
    else:
        digits = next((_NAMES[word] for word in value.split() if word in _NAMES), "000000")
    parts = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    return "" if max(parts) <= _NEAR_BLACK or max(parts) - min(parts) <= _GREY else digits.upper()


def look_of(attributes: Mapping[str, str]) -> Look:
    """The marks that ``style``, ``color`` and ``class`` make; the background is `background_of`."""
    look: list[tuple[Style, str]] = []
    if style := attributes.get("style"):
        look += _styled(declarations(style))
    if shade := colour(attributes.get("color", "")):
        look.append(("colour", shade))
    classes = attributes.get("class", "")[:_LONGEST].lower()
    if classes and _RIGHT.search(classes) and not _WHOLE_QUESTION.search(classes):
        look.append(("highlight", ""))
    return tuple(look)


def _styled(given: dict[str, str]) -> list[tuple[Style, str]]:
    look: list[tuple[Style, str]] = []
    weight = given.get("font-weight", "")
    if weight in ("bold", "bolder") or (weight.isdecimal() and int(weight[:4]) >= 600):
        look.append(("bold", ""))
    if given.get("font-style", "") in ("italic", "oblique"):
        look.append(("italic", ""))
    lines = given.get("text-decoration", "") + given.get("text-decoration-line", "")
    if "underline" in lines:
        look.append(("underline", ""))
    if "line-through" in lines:
        look.append(("strike", ""))
    raised = given.get("vertical-align", "")
    if raised in ("super", "sub"):
        look.append(("superscript" if raised == "super" else "subscript", ""))
    if shade := colour(given.get("color", "")):
        look.append(("colour", shade))
    return look


def background_of(attributes: Mapping[str, str]) -> str:
    """The colour behind an element's text as ``RRGGBB``, empty if it marks nothing."""
    if "style" not in attributes and "bgcolor" not in attributes:
        return ""
    given = declarations(attributes.get("style", ""))
    return colour(given.get("background-color", "") or given.get("background", "")) or colour(attributes.get("bgcolor", ""))


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether the element is not shown until a script does so."""
    if "hidden" in attributes and attributes["hidden"].lower() != "false":
        return True
    if attributes.get("aria-hidden", "").strip().lower() == "true":
        return True
    if "style" not in attributes:
        return False
    given = declarations(attributes["style"])
    return given.get("display") == "none" or given.get("visibility") in ("hidden", "collapse")
