"""What kind of document some bytes are: by content first, by the file's name where the content leaves it open."""

from __future__ import annotations

import re
from pathlib import PurePath

from deckpress.readers.documents.blocks import Format
from deckpress.readers.documents.containers.csv_file import is_table
from deckpress.readers.documents.containers.encoding import decode
from deckpress.readers.documents.containers.mhtml import is_mhtml
from deckpress.readers.documents.limits import DocumentError

__all__ = ["detect", "named"]

_HEAD = 64 * 1024
"""Bytes of a text that are looked at."""

_SUFFIXES: dict[str, Format] = {
    ".txt": "text", ".text": "text",
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mht": "html", ".mhtml": "html",
    ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".doc": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx",
    ".csv": "csv", ".tsv": "csv", ".tab": "csv",
}  # fmt: skip

_AS_DOCX, _AS_XLSX = "Open it in Word or WPS and save it as .docx", "Open it in Excel or WPS and save it as .xlsx"
_AS_PDF, _UNPACK = "Save or print it as .pdf", "Unpack it and import the documents in it"
_OCR = "Recognise its text first (OCR), for instance with ocrmypdf, and import the result"

_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"{\\rtf", "an RTF document", _AS_DOCX),
    (0, b"\x1f\x8b", "a gzip archive", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (0, b"BZh", "a bzip2 archive", _UNPACK),
    (0, b"\xfd7zXZ\0", "an xz archive", _UNPACK),
    (0, b"\x89PNG\r\n", "a picture (PNG)", _OCR),
    (0, b"\xff\xd8\xff", "a picture (JPEG)", _OCR),
    (0, b"GIF8", "a picture (GIF)", _OCR),
    (8, b"WEBPVP8", "a picture (WebP)", _OCR),
    (0, b"II*\0", "a picture (TIFF)", _OCR),
    (0, b"MM\0*", "a picture (TIFF)", _OCR),
    (4, b"ftypheic", "a picture (HEIC)", _OCR),
    (0, b"AT&TFORM", "a DjVu scan", _OCR),
    (4, b"ftyp", "a video or sound file", "Import its text"),
    (0, b"CAJ\0", "a CAJ document", _AS_PDF),
    (0, b"KDH ", "a KDH document", _AS_PDF),
    (60, b"BOOKMOBI", "a Kindle book", "Convert it to .docx or .html, for instance with Calibre"),
    (0, b"SQLite format 3\0", "an SQLite database", "Export its table as .csv"),
    (0, b"\x7fELF", "a program", "Name a document"),
)
"""Offset, bytes, what that is, what to do."""

_ZIPPED: tuple[tuple[bytes, str, str], ...] = (
    (b"word/document", "docx", ""),
    (b"xl/workbook.xml", "xlsx", ""),
    (b"xl/workbook.bin", "a binary Excel workbook (.xlsb)", _AS_XLSX),
    (b"ppt/presentation.xml", "a PowerPoint presentation", _AS_PDF),
    (b"collection.anki2", "an Anki deck", "It is a deck already: import it in Anki"),
    (b"Index/Document.iwa", "an Apple iWork document", "Open it in Pages or Numbers and export it as .docx or .xlsx"),
)
"""A member's name, the format or what that is, what to do."""

_OPEN_DOCUMENT: tuple[tuple[bytes, str, str], ...] = (
    (b"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument sheet (.ods)", "Open it in LibreOffice and save it as .xlsx"),
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)", "Open it in LibreOffice and save it as .docx"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file", "Open it in LibreOffice and save it as .pdf"),
    (b"application/epub+zip", "an EPUB book", "Convert it to .docx or .html, for instance with Calibre"),
)
"""The ``mimetype`` member, stored first and unpacked (ODF 1.2 part 3, 3.3; EPUB OCF 3.3)."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "an Office document with a password", "Open it with the password and save it without one"),
    ("WordDocument", "an old Word document (.doc)", _AS_DOCX),
    ("Workbook", "an old Excel workbook (.xls)", _AS_XLSX),
    ("PowerPoint Document", "an old PowerPoint presentation (.ppt)", _AS_PDF),
    ("Book", "an old Excel workbook (.xls)", _AS_XLSX),
)
"""Stream names in the directory of a compound file (MS-CFB 2.6.1: UTF-16)."""

_OFFICE_XML = (
    ('progid="Word.Document"', "a Word document as flat XML", _AS_DOCX),
    ("<pkg:package", "a Word document as flat XML", _AS_DOCX),
    ('progid="Excel.Sheet"', "an Excel workbook as flat XML", _AS_XLSX),
)

_PAGE = re.compile(
    r"\s{0,999}(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!--[^>]{0,999}-->\s{0,99}){0,9}<(?:!doctype\s{1,9}html|html\b)", re.IGNORECASE
)
_TAG_FIRST = re.compile(r"\s{0,999}<(?:!--|/?[a-z][a-z0-9]{0,15}[\s/>])", re.IGNORECASE)
_CLOSING = re.compile(r"</(?:p|div|span|table|tr|td|th|li|ul|ol|h[1-6]|head|body|form|section|article|script|style|a|b)>", re.IGNORECASE)

_MARKDOWN_SIGNS = (
    (re.compile(r"^#{1,6} \S", re.MULTILINE), 2),
    (re.compile(r"^[ \t]{0,8}[-*+] \[[ xX]\] \S", re.MULTILINE), 2),
    (re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE), 2),
    (re.compile(r"^\|(?: {0,3}:?-{3,50}:? {0,3}\|){2,50}[ \t]{0,9}$", re.MULTILINE), 1),
    (re.compile(r"\*\*[^*\n]{1,200}\*\*"), 3),
)
"""A sign of Markdown, and how often it must occur to count."""


def detect(data: bytes, name: str, encoding: str = "") -> Format:
    """The format of a document, from its bytes and then its name.

    Raises DocumentError for a kind of file that is not read, with what to do about it.
    """
    known = _binary(data, name)
    if known:
        return known
    if is_mhtml(data):
        return "html"
    return _textual(decode(_head(data), name, encoding).text, name)


def named(name: str) -> Format | None:
    """The format that a file's name promises."""
    return _SUFFIXES.get(PurePath(name).suffix.lower())


def _binary(data: bytes, name: str) -> Format | None:
    if b"%PDF-" in data[:1024]:  # junk before it is allowed: PDF 1.7, appendix H, note 13
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    if data.startswith(_OLE):
        for stream, kind, advice in _OLE_STREAMS:
            if stream.encode("utf-16-le") in data:
                raise _refused(name, kind, advice)
        raise _refused(name, "an old Office document", _AS_DOCX)
    for offset, magic, kind, advice in _MAGIC:
        if data.startswith(magic, offset):
            raise _refused(name, kind, advice)
    return None


def _zipped(data: bytes, name: str) -> Format:
    for mimetype, kind, advice in _OPEN_DOCUMENT:
        if mimetype in data[:200]:
            raise _refused(name, kind, advice)
    # The directory is a zip's last part, so the last place is the document's own, not that of a document embedded in it.
    place, kind, advice = max((data.rfind(member), kind, advice) for member, kind, advice in _ZIPPED)
    if place < 0:
        raise _refused(name, "a zip archive", _UNPACK)
    if kind == "docx":
        return "docx"
    if kind == "xlsx":
        return "xlsx"
    raise _refused(name, kind, advice)


def _head(data: bytes) -> bytes:
    """The beginning of a text, cut at a line's end where that is safe."""
    head = data[:_HEAD]
    if len(head) == len(data) or b"\0" in head:
        return head
    return head[: head.rfind(b"\n") + 1] or head


def _textual(text: str, name: str) -> Format:
    for sign, kind, advice in _OFFICE_XML:
        if sign in text[:4096]:
            raise _refused(name, kind, advice)
    promised = named(name)
    if _PAGE.match(text):
        return "html"
    if _TAG_FIRST.match(text) and promised != "markdown" and len(_CLOSING.findall(text)) >= 3:
        return "html"
    if promised == "html" and _CLOSING.search(text):
        return "html"
    if promised in ("markdown", "csv"):
        return promised
    if is_table(text):
        return "csv"
    if sum(_occurs(sign, text, times) for sign, times in _MARKDOWN_SIGNS) >= 2:
        return "markdown"
    return "text"


def _occurs(sign: re.Pattern[str], text: str, times: int) -> bool:
    return sum(1 for _, _ in zip(sign.finditer(text), range(times), strict=False)) == times


def _refused(name: str, kind: str, advice: str) -> DocumentError:
    return DocumentError(f"{name}: this is {kind}, which is not read.\n  {advice}.")
