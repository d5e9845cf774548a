"""XML of untrusted files: no DTD, so no entities; no network; depth, text and memory bounded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any, Final, Literal, Protocol

from deckpress.errors import MissingLibrary
from deckpress.readers.documents.limits import DocumentError

__all__ = ["Element", "XmlStream", "check_prolog", "xml_root"]

_PROLOG = 1 << 16
"""Bytes of a part that hold what stands before its root element."""
_MOST_LIVE = 16 * 2**20
"""Bytes of XML that are kept as a tree at a time: the tree needs up to 50 times as much memory."""
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "windows-1252", "gb2312", "gbk", "gb18030"})
"""Office files are UTF-8 or UTF-16 (ECMA-376 part 2, 7.1.2); in the others ``<``, ``-`` and ``>`` are still what they look like."""
_DECLARED = re.compile(r"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._-]{1,40})""")
# libxml2's own limits stay on without huge_tree: 256 levels, 10 million characters of a text.
_SAFE: Final = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_comments": True, "remove_pis": True,
}  # fmt: skip


class Element(Protocol):
    """What we use of an lxml element, which has no types of its own. Comments and instructions never reach us."""

    @property
    def tag(self) -> str: ...
    @property
    def text(self) -> str | None: ...
    def get(self, key: str, /) -> str | None: ...
    def iter(self, *tags: str) -> Iterator[Element]: ...
    def itertext(self) -> Iterator[str]: ...
    def iterancestors(self, *tags: str) -> Iterator[Element]: ...
    def clear(self) -> None: ...
    def getparent(self) -> Element | None: ...
    def getprevious(self) -> Element | None: ...
    def remove(self, element: Element, /) -> None: ...
    def __iter__(self) -> Iterator[Element]: ...
    def __len__(self) -> int: ...


def xml_root(data: bytes, where: str) -> Element:
    """The root element. ``where`` names the part in a refusal: DocumentError where it is no XML or has a DOCTYPE."""
    etree = _lxml()
    check_prolog(data, where)
    try:
        root: Element = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise _broken(error, where) from error
    return root


class XmlStream:
    """The elements with one of ``tags`` as their bytes come in: ("start" or "end", element), in document order.

    Who iterates calls `forget` on what it is done with. Raises DocumentError where the bytes are no XML or have a DOCTYPE, or
    where more than 16 MB of them come between two calls of `forget`.
    """

    def __init__(self, chunks: Iterable[bytes], tags: Iterable[str], where: str) -> None:
        self._chunks, self._where, self._live = chunks, where, 0
        self._etree = _lxml()
        self._parser: Any = self._etree.XMLPullParser(events=("start", "end"), tag=tuple(tags), **_SAFE)

    def __iter__(self) -> Iterator[tuple[Literal["start", "end"], Element]]:
        begun = False
        try:
            for chunk in self._chunks:
                if not begun:
                    check_prolog(chunk, self._where)
                    begun = True
                self._live += len(chunk)
                if self._live > _MOST_LIVE:
                    size = f"{_MOST_LIVE // 2**20} MB"
                    raise DocumentError(f"{self._where}: one paragraph or table row is larger than {size}\n  split it into smaller ones")
                self._parser.feed(chunk)
                yield from self._parser.read_events()
            self._parser.close()
            yield from self._parser.read_events()
        except (self._etree.LxmlError, ValueError, LookupError) as error:
            raise _broken(error, self._where) from error

    def forget(self, element: Element) -> None:
        """Frees an element that has ended, and all before it in its parent."""
        element.clear()
        parent = element.getparent()
        while parent is not None and (before := element.getprevious()) is not None:
            parent.remove(before)
        self._live = 0


def check_prolog(data: bytes, where: str) -> None:
    """Looks at the beginning of an XML part. Raises DocumentError unless nothing but a declaration of a usual encoding, comments,
    instructions and white space stand before the root element."""
    head = data[:_PROLOG]
    encoding = _UTF16.get(head[:2], "latin-1")  # all that matters here is ASCII
    text = head.removeprefix(b"\xef\xbb\xbf").decode(encoding, "replace").lstrip("\ufeff")
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() not in _ENCODINGS:
        raise DocumentError(f"{where}: its encoding {declared[1]!r} is none of Office files\n  open it in its program and save it again")
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif text.startswith("<?", at):
            at = _after("?>", text, at)
        elif text.startswith("<!--", at):
            at = _after("-->", text, at)
        elif text.startswith("<!", at):
            raise DocumentError(f"{where}: it declares a DOCTYPE, which Office files never do\n  do not trust this file; save it again")
        elif text[at] == "<":
            return
        else:
            break
    raise _broken("no element in it", where)


def _after(end: str, text: str, at: int) -> int:
    found = text.find(end, at)
    return found + len(end) if found >= 0 else len(text)


def _lxml() -> ModuleType:
    try:
        from lxml import etree  # type: ignore[import-untyped]
    except ImportError as missing:
        raise MissingLibrary("lxml", "documents", "Reading Word and Excel files") from missing
    return etree  # type: ignore[no-any-return]


def _broken(error: Exception | str, where: str) -> DocumentError:
    return DocumentError(f"{where}: this is no proper XML ({error})\n  the file is damaged: open it in its program and save it again")
