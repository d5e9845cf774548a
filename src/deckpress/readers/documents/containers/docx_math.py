"""Office Math (ECMA-376 part 1, 22.1) as one line of text: ``a/b``, ``x^2``, ``√(x+1)``."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from deckpress.readers.documents.containers.docx_names import attr, child, child_value, children, qualified, short
from deckpress.readers.documents.containers.safe_xml import Element

__all__ = ["linear"]


_MOST_DEPTH = 80
"""Elements inside each other that we follow; beyond, only the letters."""


def linear(formula: Element) -> str:
    """The text of an ``m:oMath``."""
    open_, depth = [formula], 0
    while open_ and depth < _MOST_DEPTH:
        open_, depth = [inner for element in open_ for inner in element], depth + 1
    if open_:
        return "".join(letters.text or "" for letters in formula.iter(*qualified("m:t")))
    return _inside(formula)


def _inside(element: Element) -> str:
    return "".join([_written(inner) for inner in element])


def _written(element: Element) -> str:
    tag = short(element.tag)
    if tag in ("m:t", "w:t"):
        return (element.text or "").replace("\n", " ").replace("\r", " ").replace("\t", " ")
    if tag.endswith("Pr") or tag in ("w:del", "w:moveFrom"):
        return ""
    return _FORMS[tag](element) if tag in _FORMS else _inside(element)


def _part(element: Element, name: str) -> str:
    found = child(element, name)
    return "" if found is None else _inside(found)


def _group(text: str) -> str:
    """In parentheses where it is more than one name or number."""
    closed = text[:1] in "([{" and text[-1:] in ")]}" and not any(sign in text[1:-1] for sign in "()[]{}")
    return text if text.isalnum() or len(text) < 2 or closed else f"({text})"


def _fraction(element: Element) -> str:
    above, below = _part(element, "m:num"), _part(element, "m:den")
    bar = child_value(child(element, "m:fPr"), "m:type", "m:val") != "noBar"
    return f"{_group(above)}/{_group(below)}" if bar else f"({above}; {below})"


def _scripts(element: Element) -> str:
    low, high = _part(element, "m:sub"), _part(element, "m:sup")
    return f"{_part(element, 'm:e')}{_script('_', low)}{_script('^', high)}"


def _script(sign: str, text: str) -> str:
    return sign + _group(text) if text.strip() else ""


def _before(element: Element) -> str:
    return f"{_script('_', _part(element, 'm:sub'))}{_script('^', _part(element, 'm:sup'))}{_part(element, 'm:e')}"


def _root(element: Element) -> str:
    degree = _part(element, "m:deg").strip()
    return f"{degree}√{_group(_part(element, 'm:e'))}"


def _operator(element: Element) -> str:
    sign = child(child(element, "m:naryPr"), "m:chr")
    limits = _script("_", _part(element, "m:sub")) + _script("^", _part(element, "m:sup"))
    body = _part(element, "m:e")
    return f"{'∫' if sign is None else attr(sign, 'm:val')}{limits}{' ' if limits else ''}{body}"


def _delimited(element: Element) -> str:
    properties = child(element, "m:dPr")
    signs = []
    for name, usual in (("m:begChr", "("), ("m:sepChr", "|"), ("m:endChr", ")")):
        found = child(properties, name)
        signs.append(usual if found is None else attr(found, "m:val"))
    return signs[0] + _joined(signs[1], children(element, "m:e")) + signs[2]


def _function(element: Element) -> str:
    argument = _part(element, "m:e")
    return f"{_part(element, 'm:fName')}{argument if argument[:1] in ('(', '[') else f' {argument}'}"


def _limit(element: Element) -> str:
    below = short(element.tag) == "m:limLow"
    return _part(element, "m:e") + _script("_" if below else "^", _part(element, "m:lim"))


def _accent(element: Element) -> str:
    found = child(child(element, "m:accPr"), "m:chr")
    return _part(element, "m:e") + ("\u0302" if found is None else attr(found, "m:val"))


def _matrix(element: Element) -> str:
    return "[" + "; ".join(_joined(", ", children(row, "m:e")) for row in children(element, "m:mr")) + "]"


def _joined(between: str, elements: Iterable[Element]) -> str:
    return between.join(_inside(element) for element in elements)


_FORMS: dict[str, Callable[[Element], str]] = {
    "m:f": _fraction,
    "m:sSub": _scripts,
    "m:sSup": _scripts,
    "m:sSubSup": _scripts,
    "m:sPre": _before,
    "m:rad": _root,
    "m:nary": _operator,
    "m:d": _delimited,
    "m:func": _function,
    "m:limLow": _limit,
    "m:limUpp": _limit,
    "m:acc": _accent,
    "m:m": _matrix,
    "m:eqArr": lambda element: _joined("; ", children(element, "m:e")),
}
