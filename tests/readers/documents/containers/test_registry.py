"""Which reader reads a file: by its content, then by its name; what is not read, and what to do then."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from tests.readers.documents.containers.pdf_files import At, text_pdf
from tests.readers.documents.containers.xlsx_files import package, rows, xlsx

from deckpress.errors import UsageError
from deckpress.readers.documents import containers
from deckpress.readers.documents.blocks import Format
from deckpress.readers.documents.containers import FORMATS, detect, read_bytes_document, read_document
from deckpress.readers.documents.limits import DocumentError

PDF = text_pdf([At(72, 700, "1. Tea or milk?")])
XLSX = xlsx({"Sheet1": rows(["题干", "答案"])})
PAGE = b"<!DOCTYPE html><html><body><p>1. Tea or milk?</p></body></html>"
TEXT = "1. 茶还是奶？\nA. 茶\nB. 奶\n答案：A\n".encode()
TABLE = "题干,选项A,答案\n茶还是奶？,茶,A\n锅还是碗？,锅,A\n".encode()
MARKDOWN = b"# Drinks\n\n## Hot\n\n- [ ] Milk\n- [x] Tea\n"
SAVED = b"""From: <Saved by a browser>
MIME-Version: 1.0
Content-Type: multipart/related; boundary="----x"

------x
Content-Type: image/png

no page
------x
Content-Type: text/html; charset=gbk
Content-Transfer-Encoding: quoted-printable

<html><body><p>1. =B2=E8?</p></body></html>
------x--
"""
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def test_every_format_has_a_reader() -> None:
    assert set(FORMATS) == set(get_args(Format))


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (PDF, "a.pdf", "pdf"), (PDF, "a.txt", "pdf"), (b"\r\njunk\n" + PDF, "a", "pdf"),
        (XLSX, "a.xlsx", "xlsx"), (XLSX, "a.docx", "xlsx"), (package({"word/document.xml": "<a/>"}), "a", "docx"),
        (package({"word/document2.xml": "<a/>", "word/embeddings/a.xlsx": XLSX}), "a.xlsx", "docx"),
        (PAGE, "a.html", "html"), (PAGE, "a.docx", "html"), (PAGE, "a.txt", "html"), (PAGE, "a.md", "html"),
        (b"\xef\xbb\xbf\n<html xmlns:o='x'>", "a.doc", "html"), (b"<?xml version='1.0'?>\n<html>", "a", "html"),
        (b"<div><p>a</p><p>b</p></div>", "a.xls", "html"), (b"<p>a</p>\n<p>b</p>", "a.htm", "html"), (SAVED, "a.doc", "html"),
        (TEXT, "a.txt", "text"), (TEXT, "a", "text"), (TEXT, "a.docx", "text"), (TEXT, "a.html", "text"), (TEXT, "a.md", "markdown"),
        (b"1. What does <div> do?\n<b> or </b>, </p>, </td>", "a.txt", "text"), (b"<details>\n</p></p></p>", "a.md", "markdown"),
        (MARKDOWN, "a.md", "markdown"), (MARKDOWN, "a.txt", "markdown"), (b"# One heading\n\n1. Tea?\n", "a.txt", "text"),
        (TABLE, "a.csv", "csv"), (TABLE, "a.txt", "csv"), (TABLE.replace(b",", b"\t"), "a", "csv"), (TEXT, "a.tsv", "csv"),
        (utf16("\ufeff题干,答案,解析\n茶,A,略\n奶,B,略\n"), "a.txt", "csv"), ("题干,答案,解析\n茶,好,略\n".encode("gbk"), "A.CSV", "csv"),
    ],
)  # fmt: skip
def test_the_format_is_found(data: bytes, name: str, found: Format) -> None:
    assert detect(data, name) == found


@pytest.mark.parametrize(
    ("data", "kind", "advice"),
    [
        (OLE + utf16("WordDocument"), r"old Word document \(.doc\)", ".docx"), (OLE + utf16("Workbook"), "old Excel", ".xlsx"),
        (OLE + utf16("EncryptedPackage"), "password", "without"), (OLE, "old Office", ".docx"), (b"{\\rtf1", "RTF", ".docx"),
        (package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument sheet", ".xlsx"),
        (package({"mimetype": "application/epub+zip"}), "EPUB", "Calibre"), (package({"ppt/presentation.xml": ""}), "PowerPoint", ".pdf"),
        (package({"xl/workbook.bin": ""}), ".xlsb", ".xlsx"), (package({"collection.anki21": ""}), "Anki deck", "Anki"),
        (package({"a.txt": ""}), "zip archive", "Unpack"), (b"\x1f\x8b\x08", "gzip", "Unpack"), (b"Rar!\x1a\x07\x01", "RAR", "Unpack"),
        (b"7z\xbc\xaf\x27\x1c", "7z", "Unpack"), (b"\x89PNG\r\n\x1a\n", "picture", "ocrmypdf"),
        (b"\xff\xd8\xff\xe0", "picture", "ocrmypdf"),
        (b"<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?>", "flat XML", ".docx"),
        (b"CAJ\0", "CAJ", ".pdf"), (b"\x7fELF", "program", "document"),
    ],
)  # fmt: skip
def test_other_kinds_are_named(data: bytes, kind: str, advice: str) -> None:
    with pytest.raises(DocumentError, match=kind) as refusal:
        read_bytes_document(data, "a.docx")
    assert str(refusal.value).startswith("a.docx: ")
    assert advice in str(refusal.value).split("\n")[1]


def test_a_wrong_name_is_noted() -> None:
    document = read_bytes_document(PAGE, "export.docx")
    assert [(d.code, d.severity, d.message) for d in document.diagnostics] == [
        ("other-kind", "note", "the file is named .docx but holds html: read as html")
    ]
    assert not read_bytes_document(TEXT, "a.txt").diagnostics


def test_a_saved_page_is_read() -> None:
    assert [line.text for line in read_bytes_document(SAVED, "bank.mht").lines if line.text.strip()] == ["1. 茶?"]


@pytest.mark.parametrize("end", [b"", b"------x\nContent-Type: image/png\n\nx", b"\n--" * 20_000])
def test_a_saved_page_without_a_page_is_refused(end: bytes) -> None:
    with pytest.raises(DocumentError, match=r"saved page|parts"):
        read_bytes_document(SAVED[: SAVED.index(b"------x")] + end, "bank.mht")


@pytest.mark.parametrize(("format_", "lines"), [("text", TEXT.count(b"\n")), ("auto", TEXT.count(b"\n")), ("csv", 4)])
def test_a_named_format_is_obeyed(format_: Format, lines: int) -> None:
    assert len(read_bytes_document(TEXT, "a.txt", format=format_).lines) == lines


@pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\0\0\0"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"a\.txt: the file is empty"):
        read_bytes_document(data, "a.txt")


def test_reads_a_file(tmp_path: Path) -> None:
    path = tmp_path / "题库.txt"
    path.write_bytes("1. 茶还是奶？".encode("gb18030"))
    document = read_document(path, encoding="gbk")
    assert (document.name, document.lines[0].text) == ("题库.txt", "1. 茶还是奶？")


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    cases = {tmp_path: "folder", tmp_path / "none": "no such file", tmp_path / "pipe": "no regular", Path("a\0b"): "can't be read"}
    for path, said in cases.items():
        with pytest.raises(UsageError, match=said):
            read_document(path)


def test_a_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_FILE", 8)
    path = tmp_path / "a.txt"
    path.write_bytes(b"123456789")
    with pytest.raises(DocumentError, match=r"a\.txt: the file is larger"):
        read_document(path)
    with pytest.raises(DocumentError, match=r"a\.txt: the file is larger"):
        read_bytes_document(b"123456789", "a.txt")


def test_no_library_is_imported_before_it_is_needed() -> None:
    code = "import sys, deckpress.readers.documents.containers as c; c.detect(b'1. Tea?', 'a.txt'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603 # our own
    assert not {"lxml", "pypdfium2", "selectolax", "charset_normalizer"} & set(loaded)


@pytest.mark.parametrize("text", ["(((((", "1.1.1.1.", "AAAA", "   ", "<", "<!--", "<p", "#", "**a", "|-", ",", "-", '"', "\n"])
def test_long_texts_take_no_long_time(text: str) -> None:
    data = (text * (1_000_000 // len(text))).encode()
    for start in (b"a", b"<a ", b"<!--", b"<?xml ", b"# "):
        detect(start + data, "a")
