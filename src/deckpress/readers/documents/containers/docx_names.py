"""Names of WordprocessingML: the namespaces of the transitional and of the strict form (ECMA-376 parts 4 and 1) under one prefix."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from deckpress.readers.documents.containers.safe_xml import Element

__all__ = ["attr", "child", "child_value", "children", "is_on", "number", "qualified", "short"]

_OFFICE = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_NAMESPACES: dict[str, tuple[str, ...]] = {
    "w": (_OFFICE + "wordprocessingml/2006/main", _STRICT + "wordprocessingml/main"),
    "r": (_OFFICE + "officeDocument/2006/relationships", _STRICT + "officeDocument/relationships"),
    "a": (_OFFICE + "drawingml/2006/main", _STRICT + "drawingml/main"),
    "m": (_OFFICE + "officeDocument/2006/math", _STRICT + "officeDocument/math"),
    "mc": (_OFFICE + "markup-compatibility/2006",),
    "w14": ("http://schemas.microsoft.com/office/word/2010/wordml",),
    "v": ("urn:schemas-microsoft-com:vml",),
    "rel": (_OFFICE + "package/2006/relationships",),
    "dc": ("http://purl.org/dc/elements/1.1/",),
}
_PREFIXES = {uri: prefix for prefix, uris in _NAMESPACES.items() for uri in uris}


@lru_cache(4096)
def short(tag: str) -> str:
    """``w:p`` for ``{namespace}p``; the prefix is empty in a namespace that means nothing to us."""
    uri, _, local = tag.removeprefix("{").rpartition("}")
    return f"{_PREFIXES.get(uri, '')}:{local}"


@lru_cache(1024)
def qualified(name: str) -> tuple[str, ...]:
    """The tags that ``w:p`` stands for."""
    prefix, _, local = name.partition(":")
    return tuple(f"{{{uri}}}{local}" for uri in _NAMESPACES[prefix])


def attr(element: Element, name: str = "w:val") -> str:
    """An attribute's value, empty where it has none."""
    for key in qualified(name):
        value = element.get(key)
        if value is not None:
            return value
    return ""


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    if element is not None:
        tags = qualified(name)
        for inner in element:
            if inner.tag in tags:
                return inner
    return None


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of that name."""
    if element is not None:
        tags = qualified(name)
        yield from (inner for inner in element if inner.tag in tags)


def child_value(element: Element | None, name: str, key: str = "w:val") -> str:
    """An attribute of the first child of that name, empty where there is none."""
    found = child(element, name)
    return "" if found is None else attr(found, key)


def is_on(element: Element | None) -> bool:
    """A switch (ECMA-376 part 1, 22.9.2.7): there, and not said to be off."""
    return element is not None and attr(element).lower() not in ("0", "false", "off", "none")


def number(text: str, default: int = 0, most: int = 2**31) -> int:
    """A whole number as an attribute writes it, within ±``most``."""
    digits = text.strip()[:12]
    try:
        return max(-most, min(most, int(digits)))
    except ValueError:
        return default
