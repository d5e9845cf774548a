"""Small Word files made of XML snippets: ``p(r("text", bold=True))``."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

__all__ = ["PNG", "docx", "level", "numbering", "numbers", "p", "part", "r", "style", "styles", "table", "zipped"]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
_OFFICE = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_NAMESPACES = {
    "w": "wordprocessingml/2006/main",
    "r": "officeDocument/2006/relationships",
    "a": "drawingml/2006/main",
    "m": "officeDocument/2006/math",
    "mc": "markup-compatibility/2006",
}
_HEAD = " ".join(f'xmlns:{prefix}="{_OFFICE}{path}"' for prefix, path in _NAMESPACES.items())
_HEAD += ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def r(text: str, properties: str = "") -> str:
    """A run; ``properties`` are words such as ``b u color=FF0000``, each a ``w:`` element with that value."""
    return f'<w:r>{_properties("rPr", properties)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, properties: str = "", xml: str = "") -> str:
    """A paragraph of runs, or of a text without markup; ``xml`` goes into its properties as it is."""
    runs = "".join(one if one.startswith("<") else r(one) for one in content)
    return f"<w:p>{_properties('pPr', properties, xml)}{runs}</w:p>"


def numbers(num_id: int, ilvl: int = 0) -> str:
    """The properties of a paragraph in a list, for the ``xml`` of `p` and `style`."""
    return f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num_id}"/></w:numPr>'


def table(*rows: str) -> str:
    """A table; cells of a row are separated by ``|``, a cell's paragraphs by ``/``. A cell that begins with ``<`` is XML."""
    cells = (["".join(map(p, cell.split("/"))) if cell[:1] != "<" else cell for cell in row.split("|")] for row in rows)
    return f"<w:tbl>{''.join('<w:tr>' + ''.join(f'<w:tc>{cell}</w:tc>' for cell in row) + '</w:tr>' for row in cells)}</w:tbl>"


def style(
    identity: str, name: str = "", parent: str = "", kind: str = "paragraph", run: str = "", xml: str = "", default: bool = False
) -> str:
    """A style; ``run`` are run properties as in `r`, ``xml`` goes into its paragraph properties."""
    based = f'<w:basedOn w:val="{parent}"/>' if parent else ""
    first = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}"{first} w:styleId="{identity}"><w:name w:val="{name or identity}"/>{based}'
        f"{_properties('pPr', '', xml)}{_properties('rPr', run)}</w:style>"
    )


def styles(*content: str) -> str:
    """A styles part."""
    return f"<w:styles {_HEAD}>{''.join(content)}</w:styles>"


def level(ilvl: int, form: str, text: str, start: int = 1, xml: str = "") -> str:
    """A level of a list."""
    return f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{xml}<w:lvlText w:val="{escape(text)}"/></w:lvl>'


def numbering(lists: Mapping[int, str], nums: Mapping[int, tuple[int, str]] | None = None) -> str:
    """A numbering part: levels by abstract list; lists (``w:num``) by id, each the abstract list and its overrides."""
    nums = {key: (key, "") for key in lists} if nums is None else nums
    return (
        f"<w:numbering {_HEAD}>"
        + "".join(f'<w:abstractNum w:abstractNumId="{key}">{levels}</w:abstractNum>' for key, levels in lists.items())
        + "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{extra}</w:num>' for key, (of, extra) in nums.items())
        + "</w:numbering>"
    )


def docx(*body: str, parts: Mapping[str, str | bytes] | None = None, relations: str = "", strict: bool = False) -> bytes:
    """A Word file. ``parts`` by name below ``word/``; ``relations`` such as ``rId1=image:media/a.png rId2=header:header1.xml``,
    a target with ``//`` lying outside."""
    document = f'<?xml version="1.0" encoding="UTF-8"?>\n<w:document {_HEAD}><w:body>{"".join(body)}</w:body></w:document>'
    found: dict[str, str | bytes] = {
        "_rels/.rels": _relations("r1=officeDocument:word/document.xml"),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(relations),
    }
    for name, part in (parts or {}).items():
        found[name.removeprefix("/") if name.startswith("/") else f"word/{name}"] = part
    if strict:
        found = {name: part if isinstance(part, bytes) else _as_strict(part) for name, part in found.items()}
    return zipped(found)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def part(root: str, content: str) -> str:
    """Any other part, such as ``footnotes`` or ``hdr``."""
    return f"<w:{root} {_HEAD}>{content}</w:{root}>"


def _properties(name: str, words: str, xml: str = "") -> str:
    elements = []
    for word in words.split():
        key, _, value = word.partition("=")
        elements.append(f'<w:{key} w:fill="{value}"/>' if key == "shd" else f'<w:{key} w:val="{value}"/>' if value else f"<w:{key}/>")
    return f"<w:{name}>{''.join(elements)}{xml}</w:{name}>" if elements or xml else ""


def _relations(words: str) -> str:
    found = []
    for word in words.split():
        identity, _, rest = word.partition("=")
        kind, _, target = rest.partition(":")
        mode = ' TargetMode="External"' if "//" in target else ""
        found.append(f'<Relationship Id="{identity}" Type="{_OFFICE}officeDocument/2006/relationships/{kind}" Target="{target}"{mode}/>')
    return f'<Relationships xmlns="{_OFFICE}package/2006/relationships">{"".join(found)}</Relationships>'


def _as_strict(part_: str) -> str:
    for path in _NAMESPACES.values():
        if path.startswith(("markup", "package")):
            continue
        first, _, rest = path.partition("/2006/")
        part_ = part_.replace(_OFFICE + path, f"{_STRICT}{first}/{rest}")
    return part_
