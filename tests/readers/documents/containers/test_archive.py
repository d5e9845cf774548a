"""Files that mean harm, or are none: a refusal that says what is wrong and what to do, within bounded time and memory."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from tests.readers.documents.containers.docx_files import docx, level, numbering, numbers, p, part, style, styles, table, zipped

from deckpress.readers.documents.containers import archive, safe_xml
from deckpress.readers.documents.containers.archive import Archive
from deckpress.readers.documents.containers.docx import read_docx
from deckpress.readers.documents.limits import DocumentError

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)
DTD = '<?xml version="1.0"?><!-- x --><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'


def with_document(xml: str | bytes) -> bytes:
    return zipped({"word/document.xml": xml})


def with_flag(data: bytes, flag: int) -> bytes:
    """The same zip with a general purpose flag set on every part, in both its headers (APPNOTE.TXT 4.3.7, 4.3.12)."""
    found = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            struct.pack_into("<H", found, at + offset, flag)
    return bytes(found)


def with_size(data: bytes, size: int) -> bytes:
    """The same zip that says its parts unpack to ``size`` bytes."""
    found, at = bytearray(data), -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        struct.pack_into("<I", found, at + 24, size)
    return bytes(found)


def with_method(method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as written:
        written.writestr("word/document.xml", "<a/>")
    return file.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "this is no Word file", "save it as .docx in Word"),
    "text": (lambda: "一、选择题".encode(), "this is no Word file", "save it as .docx"),
    "old": (lambda: OLE, "the old Word format (.doc)", "save it as .docx"),
    "encrypted": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "has a password", "open it in Word and save it without one"),
    "encrypted parts": (lambda: with_flag(docx(p("x")), 1), "has a password", "save it without one"),
    "cut off": (lambda: docx(p("x" * 5000))[:-300], "damaged or cut off", "copy it again"),
    "only a head": (lambda: b"PK\x03\x04", "damaged or cut off", "copy it again"),
    "another zip": (lambda: zipped({"photos/cat.txt": "cat"}), "no word/document.xml", "save it as .docx"),
    "too many parts": (lambda: docx(p("x")) + b"PK\x01\x02" * 10_001, "more than 10000 parts", "save it again"),
    "LZMA": (lambda: with_method(zipfile.ZIP_LZMA), "packed in a way that Office files never use", "save it again"),
    "bomb": (lambda: with_document(b"<a>" + b" " * 3_000_000 + b"</a>"), "unpacks to far more", "split it"),
    "lying bomb": (lambda: with_size(with_document(b"<a>" + b" " * 3_000_000 + b"</a>"), 3), "damaged", "copy it again"),
    "deep": (lambda: with_document("<a>" * 100_000), "no proper XML", "save it again"),
    "deep and whole": (lambda: docx("<w:sdt>" * 100_000 + p("x") + "</w:sdt>" * 100_000), "no proper XML", "save it again"),
    "entity": (lambda: with_document(DTD), "declares a DOCTYPE", "do not trust"),
    "entity in UTF-16": (lambda: with_document(DTD.replace("?>", ' encoding="UTF-16"?>').encode("utf-16")), "declares a DOCTYPE", "trust"),
    "entity in styles": (lambda: docx(p("x"), parts={"styles.xml": DTD}), "styles.xml: it declares a DOCTYPE", "do not trust"),
    "hidden in an encoding": (lambda: with_document('<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE a+AD4-<a/>'), "UTF-7", "save"),
    "no XML": (lambda: with_document("hello"), "no proper XML", "save it again"),
    "empty part": (lambda: with_document(""), "no proper XML", "save it again"),
    "NUL in XML": (lambda: with_document("<a>\0</a>"), "no proper XML", "save it again"),
    "cut in XML": (lambda: with_document("<a><b></b>"), "no proper XML", "save it again"),
    "surrogates": (lambda: with_document(b"<a>\xed\xa0\x80</a>"), "no proper XML", "save it again"),
    "only another file": (lambda: docx('<w:altChunk r:id="a"/>'), "another file inside it", "open it in Word"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "what", "hint"), REFUSED.values(), ids=REFUSED)
def test_refused_with_a_reason(make: Callable[[], bytes], what: str, hint: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        read_docx(make(), "bank.docx")
    message, _, advice = str(refusal.value).partition("\n  ")
    assert message.startswith("bank.docx: ")
    assert what in message
    assert hint in advice


def test_a_bomb_takes_no_memory() -> None:
    bomb = Archive(with_document(b"<a>" + b"<b/>" * 15_000_000), "bank.docx")
    tracemalloc.start()
    with pytest.raises(DocumentError, match="unpacks to far more"):
        bomb.check()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_one_unit_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "_MOST_LIVE", 300_000)
    monkeypatch.setattr(archive, "MAX_RATIO", 10_000)
    many = docx(*[p("一年有四季")] * 4_000, table(*["a|b"] * 4_000))
    assert len(read_docx(many, "bank.docx").lines) == 12_000
    with pytest.raises(DocumentError, match="one paragraph or table row is larger"):
        read_docx(docx(p(*["<w:r/>"] * 100_000)), "bank.docx")


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (p("x", properties="pStyle=a"), {"styles.xml": styles(style("a", parent="b"), style("b", parent="a"), style("c", parent="c"))}),
        (
            p("x", xml=numbers(1)),
            {
                "numbering.xml": numbering({1: '<w:numStyleLink w:val="a"/>', 2: '<w:numStyleLink w:val="b"/>'}),
                "styles.xml": styles(
                    style("a", kind="numbering", xml='<w:numPr><w:numId w:val="2"/></w:numPr>'),
                    style("b", kind="numbering", xml='<w:numPr><w:numId w:val="1"/></w:numPr>'),
                ),
            },
        ),
        (p("x", xml=numbers(1, 99999999999)), {"numbering.xml": numbering({1: level(99999999, "decimal", "%1")})}),
        (p("x", xml=numbers(1)), {"numbering.xml": numbering({1: '<w:lvl w:ilvl="x"/>'}, {1: (7, '<w:lvlOverride w:ilvl="-1"/>')})}),
        (p("x") + '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>', {}),
        (p("<w:r>" + '<w:fldChar w:fldCharType="begin"/>' * 1000 + "</w:r>") + p("x"), {}),
        (p("<w:r>" + '<w:fldChar w:fldCharType="end"/>' * 9 + "</w:r>", "<w:r><w:t>x</w:t></w:r>"), {}),
        (p("x", "<m:oMath>" + "<m:f><m:num>" * 110 + "</m:num></m:f>" * 110 + "</m:oMath>"), {}),
        (p("x") + "<w:tbl><w:tr><w:tc>" * 80 + "</w:tc></w:tr></w:tbl>" * 80, {}),
        (p("x"), {"footnotes.xml": part("footnotes", "")}),
    ],
)
def test_circles_and_nonsense_end(body: str, parts: dict[str, str]) -> None:
    assert "".join(line.text for line in read_docx(docx(body, parts=parts), "bank.docx").lines).strip() == "x"


def test_a_label_cannot_grow() -> None:
    lists = numbering({1: level(0, "upperLetter", "%1" * 5_000, start=700)})
    (line,) = read_docx(docx(p("x", xml=numbers(1)), parts={"numbering.xml": lists}), "bank.docx").lines
    assert len(line.text) <= 101


@pytest.mark.parametrize("name", ["word/document.xml", "Word\\Document.XML", "/word/document.xml"])
def test_parts_are_found_however_they_are_written(name: str) -> None:
    assert Archive(zipped({name: "<a/>"}), "bank.docx").read("word/document.xml") == b"<a/>"


def test_check_unpacks_every_part() -> None:
    Archive(docx(p("x")), "bank.xlsx", "Excel").check()
    with pytest.raises(DocumentError, match="save it again in Excel"):
        Archive(with_method(zipfile.ZIP_BZIP2), "bank.xlsx", "Excel").check()
    with pytest.raises(DocumentError, match="DOCTYPE"):
        Archive(zipped({"xl/sheet.xml": DTD}), "bank.xlsx", "Excel").check()
    with pytest.raises(DocumentError, match=r"old Excel format \(\.xls\)"):
        Archive(OLE, "bank.xls", "Excel")


def test_damage_anywhere_is_refused_or_read() -> None:
    lists = numbering({1: level(0, "decimal", "%1.")})
    data = docx(p("一"), table("a|b"), parts={"numbering.xml": lists, "styles.xml": styles(style("a"))})
    readings = []
    for at in range(0, len(data), 7):
        for damaged in (data[:at], data[:at] + b"\xff" + data[at + 1 :], data[:at] + b"\0\0" + data[at:]):
            with suppress(DocumentError):
                readings.append([line.text for line in read_docx(damaged, "bank.docx").lines])
    assert all(reading == ["一", "a", "b"] for reading in readings)


def test_a_size_that_is_too_large_does_no_harm() -> None:
    assert [line.text for line in read_docx(with_size(docx(p("x")), 2**31), "bank.docx").lines] == ["x"]
