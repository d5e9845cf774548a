"""Writes small .xlsx files: sheets of raw XML, or of plain values."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO

__all__ = ["cells", "package", "rows", "xlsx"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else None)
    return stream.getvalue()


def xlsx(
    sheets: Mapping[str, str],
    *,
    styles: str = "",
    shared: Sequence[str] = (),
    properties: str = "",
    states: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
    main: str = _MAIN,
    relations: str = _RELATIONS,
) -> bytes:
    """A workbook: each sheet's name and the XML in its ``worksheet``; ``styles`` is the XML in ``styleSheet``, ``shared`` are ``si``."""
    entries = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" r:id="r{at}" state="{(states or {}).get(name, "visible")}"/>'
        for at, name in enumerate(sheets, 1)
    )
    targets = "".join(
        f'<Relationship Id="r{at}" Type="{relations}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in range(1, len(sheets) + 1)
    )
    targets += f'<Relationship Id="s" Type="{relations}/styles" Target="styles.xml"/>'
    targets += f'<Relationship Id="t" Type="{relations}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    office = f'<Relationship Id="a" Type="{relations}/officeDocument" Target="xl/workbook.xml"/>'
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{office}</Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}">{properties}<sheets>{entries}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{targets}</Relationships>',
            "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{"".join(f"<si>{item}</si>" for item in shared)}</sst>',
            **{
                f"xl/worksheets/sheet{at}.xml": f'<worksheet xmlns="{main}" xmlns:r="{relations}">{xml}</worksheet>'
                for at, xml in enumerate(sheets.values(), 1)
            },
            **(more or {}),
        }
    )


def cells(*values: str) -> str:
    """Cells of text, without addresses."""
    return "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>' for value in values)


def rows(*values: Sequence[str]) -> str:
    """The data of a sheet of text."""
    return f"<sheetData>{''.join(f'<row>{cells(*row)}</row>' for row in values)}</sheetData>"
