"""The parts of a Word file and how they point at each other (ECMA-376 part 2, 6.5), and its pictures."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import NamedTuple

from deckpress.diagnostics import Diagnostic
from deckpress.readers.documents.containers.archive import Archive
from deckpress.readers.documents.containers.docx_names import children
from deckpress.readers.documents.limits import MAX_IMAGE

__all__ = ["Package", "Part", "Pictures"]

_MOST_PLACES = 12
"""Paragraphs that a finding names."""
_NO_TITLES = frozenset(
    {"", "word document", "document", "untitled", "无标题", "未命名", "文档", "新建文档", "标题", "title", "模板", "template"}
)
_NO_TITLE_STARTS = ("microsoft word", "document1", "文档1", "新建 microsoft", "新建microsoft", "powerpoint", "http:", "https:", "file:")
_MOST_TITLE = 150


class Relation(NamedTuple):
    """Where a relationship points; ``kind`` is the last word of its type, ``target`` a part's name or an address outside."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the package and its relationships by id."""

    name: str
    relations: dict[str, Relation]

    def targets(self, kind: str) -> list[str]:
        """The parts that it points at as a ``kind`` (``styles``, ``header``), in order."""
        return [found.target for found in self.relations.values() if found.kind == kind and not found.external]


class Package:
    """A Word file as its parts."""

    def __init__(self, archive: Archive) -> None:
        """Raises DocumentError where the zip holds no Word document."""
        self.archive = archive
        self._root = self.part("")
        # Some programs forget the relationship: the name is always this one.
        main = next((name for name in [*self._root.targets("officeDocument"), "word/document.xml"] if name in archive), "")
        if not main:
            raise archive.error("this zip file is no Word document: it has no word/document.xml", "open it in Word and save it as .docx")
        self.main = self.part(main)

    def part(self, name: str) -> Part:
        """A part with its relationships; none where it has no ``.rels``."""
        folder, _, base = name.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self.archive:
            return Part(name, {})
        relations = {}
        for element in children(self.archive.xml(rels), "rel:Relationship"):
            kind, target = (element.get("Type") or "").rpartition("/")[2], (element.get("Target") or "")[:1000]
            external = element.get("TargetMode") == "External"
            relations[element.get("Id") or ""] = Relation(kind, target if external else posixpath.normpath(f"{folder}/{target}"
                                                          if not target.startswith("/") else target).lstrip("/"), external)  # fmt: skip
        return Part(name, relations)

    def find(self, kind: str) -> str:
        """The name of the main part's styles, numbering, footnotes …; empty where there is none."""
        folder = posixpath.dirname(self.main.name)
        return next((name for name in [*self.main.targets(kind), f"{folder}/{kind}.xml"] if name in self.archive), "")

    def title(self) -> str:
        """The title in the file's properties, empty where it is missing or a program's own."""
        core = next((name for name in [*self._root.targets("core-properties"), "docProps/core.xml"] if name in self.archive), "")
        if not core:
            return ""
        found = next(children(self.archive.xml(core), "dc:title"), None)
        title = " ".join((found.text or "").split()) if found is not None else ""
        plain = title.lower()
        return "" if len(title) > _MOST_TITLE or plain in _NO_TITLES or plain.startswith(_NO_TITLE_STARTS) else title


@dataclass(slots=True)
class Pictures:
    """Collects the pictures that the text shows, and those that it can't, by paragraph."""

    archive: Archive
    files: dict[str, bytes] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _refused: dict[str, list[int]] = field(default_factory=dict)

    def add(self, relation: Relation | None, paragraph: int) -> str:
        """The name under which `files` holds a picture; empty where it can't be shown, which becomes a finding."""
        if relation is None or (not relation.external and relation.target not in self.archive):
            return self._refuse("missing from the file", paragraph)
        if relation.external:
            return self._refuse("linked, not in the file, and nothing is fetched", paragraph)
        name = self._names.get(relation.target)
        if name is None:
            name = self._names[relation.target] = self._take(relation.target)
        return name if name in self.files else self._refuse(name, paragraph)

    def _take(self, part: str) -> str:
        data = b"".join(self.archive.chunks(part))
        if len(data) > MAX_IMAGE:
            return f"larger than {MAX_IMAGE // 2**20} MB"
        ending = _ending(data)
        if not ending:
            return f"of a kind that Anki does not show ({posixpath.splitext(part)[1][:8].lstrip('.') or 'unknown'})"
        name = f"image{len(self.files) + 1}.{ending}"
        self.files[name] = data
        return name

    def _refuse(self, why: str, paragraph: int) -> str:
        self._refused.setdefault(why, []).append(paragraph)
        return ""

    def findings(self) -> list[Diagnostic]:
        """A warning for each reason why pictures are left out, with the paragraphs they stand in."""
        return [
            Diagnostic(
                code="picture-left-out", severity="warning", file=self.archive.name,
                message=f"{_count(len(places))} {why}: paragraph {_places(places)}",
                hint="in Word: copy it, paste it as a PNG picture, save",
            )
            for why, places in self._refused.items()
        ]  # fmt: skip


def _count(pictures: int) -> str:
    return "1 picture is" if pictures == 1 else f"{pictures} pictures are"


def _places(paragraphs: list[int]) -> str:
    distinct = list(dict.fromkeys(paragraphs))
    return ", ".join(map(str, distinct[:_MOST_PLACES])) + (" …" if len(distinct) > _MOST_PLACES else "")


def _ending(data: bytes) -> str:
    """The file name's ending for a picture that browsers show, by its content; empty for others."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "svg" if head.startswith((b"<svg", b"<?xml")) and b"<svg" in head else ""
