"""Writes small PDFs (PDF 1.7, ISO 32000-1): text at places, in Helvetica or in Chinese without an embedded font."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["At", "objects", "pdf", "text_pdf"]

WIDTH, HEIGHT = 595, 842


class At(NamedTuple):
    """Text at a place in points from the lower left corner. ``extra`` is put before it: ``1 0 0 rg`` for red."""

    x: float
    y: float
    text: str
    size: float = 10.0
    font: str = ""
    extra: str = ""


FONTS = """/Font << /H << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>
/B << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>
/C << /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [
<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500]
/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>
/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800
/Descent -200 /CapHeight 700 /StemV 80 >> >> ] >> >>"""


def objects(bodies: Sequence[bytes], root: int = 1, trailer: str = "") -> bytes:
    """A file of these objects, numbered from 1."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += f"trailer << /Size {len(bodies) + 1} /Root {root} 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return data


def stream(content: bytes, keys: str = "") -> bytes:
    return f"<< /Length {len(content)} {keys} >>\nstream\n".encode() + content + b"\nendstream"


def pdf(contents: Iterable[bytes], *, title: str = "", page_keys: str = "", box: str = f"0 0 {WIDTH} {HEIGHT}", keys: str = "") -> bytes:
    """A file with a page for each content stream; ``keys`` go into its stream's dictionary."""
    streams = list(contents)
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(streams)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Title <FEFF%s> >>" % title.encode("utf-16-be").hex().encode(),
    ]
    for index, content in enumerate(streams):
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {5 + 2 * index} 0 R /Resources << {FONTS} >> {page_keys} >>".encode()
        )
        bodies.append(stream(content, keys))
    return objects(bodies, trailer="/Info 3 0 R")


def content(texts: Iterable[At], drawing: str = "") -> bytes:
    """A content stream that draws the texts."""
    parts = [drawing]
    for at in texts:
        if at.text.isascii():
            font, shown = at.font or "H", "(" + at.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"
        else:
            font, shown = at.font or "C", f"<{at.text.encode('utf-16-be').hex()}>"
        parts.append(f"q {at.extra} BT /{font} {at.size} Tf {at.x} {at.y} Td {shown} Tj ET Q")
    return "\n".join(parts).encode()


def text_pdf(*pages: Iterable[At], title: str = "", drawing: str = "", page_keys: str = "") -> bytes:
    """A file with these texts on its pages."""
    return pdf([content(page, drawing) for page in pages], title=title, page_keys=page_keys)
