"""Bytes in any encoding become the text that was meant, or a refusal that says what to do."""

from __future__ import annotations

import codecs

import pytest

from deckpress.readers.documents.containers.encoding import MOST_PLACES, decode
from deckpress.readers.documents.limits import DocumentError

CHINESE = "一、单选题\n1、煮面条时，水开之后应当先放入（  ）。\nA、面条  B、青菜  C、鸡蛋  D、盐\n答案：A\n解析：面条最难煮熟，要先放。\n"
TAIWAN = "一、選擇題\n1. 下列關於腳踏車保養的敘述，何者正確？\n(A)鏈條要上油 (B)輪胎不必打氣\n答案：A  範圍：1～5，①②③\n"
JAPANESE = "問1 カレーライスの作り方として正しいものはどれか。\nア 玉ねぎを最初に炒める\n正解：ア\n"
KOREAN = "1. 다음 중 김치를 담글 때 필요한 재료는 무엇인가?\n가. 배추 나. 설탕\n정답: 가\n"
RUSSIAN = "1. Какой инструмент нужен, чтобы забить гвоздь?\nА) молоток Б) пила\nОтвет: А\n"
FRENCH = "1. Où range-t-on les pêches après les courses ?\nRéponse : à la cave, l'été.\n"
POLISH = "1. Który składnik jest potrzebny do żurku?\nOdpowiedź: zakwas z mąki żytniej, z białą kiełbasą.\n"
ENGLISH = "1. What’s the “best” way to boil an egg – for five minutes?\n"


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        (CHINESE, "utf-8", "UTF-8"),
        (CHINESE, "utf-8-sig", "UTF-8"),
        (CHINESE, "utf-16", "UTF-16-LE"),
        (CHINESE, "utf-16-le", "UTF-16-LE"),
        (CHINESE, "utf-16-be", "UTF-16-BE"),
        (CHINESE, "utf-32", "UTF-32-LE"),
        (CHINESE, "gb18030", "GB18030"),
        (TAIWAN, "big5hkscs", "Big5"),
        (JAPANESE, "cp932", "Shift-JIS"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (JAPANESE, "iso2022_jp", "ISO2022-JP-2"),
        (KOREAN, "cp949", "EUC-KR"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "KOI8-R"),
        (FRENCH, "cp1252", "windows-1252"),
        (ENGLISH, "cp1252", "windows-1252"),
        (POLISH, "cp1250", "windows-1250"),
        ("plain\n", "ascii", "UTF-8"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str, shown: str) -> None:
    data = text.encode(encoding, "replace") if encoding != "big5hkscs" else text.replace("～", "∼").encode(encoding)
    decoded = decode(data, "bank.txt")
    assert (decoded.text, decoded.encoding, decoded.diagnostics) == (text, shown, [])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("煮面条时，水开之后先放入的是什么？", "gbk"),
        ("下列關於腳踏車保養的敘述，何者正確？", "big5hkscs"),
        ("正しいものはどれか。選択してください", "cp932"),
        ("다음 중 김치를 담글 때 필요한 것은?", "cp949"),
        ("Какой инструмент нужен, чтобы забить", "cp1251"),
    ],
)
def test_forty_bytes_are_enough(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert len(data) <= 40
    assert decode(data, "x").text == text


@pytest.mark.parametrize(("good", "encoding"), [(CHINESE * 3, "utf-8"), (CHINESE * 3, "gbk"), (TAIWAN * 3, "big5hkscs")])
def test_a_wrong_byte_is_named_with_its_place(good: str, encoding: str) -> None:
    lines = good.replace("～", "∼").encode(encoding).split(b"\n")
    lines[3] += b"\xff"
    decoded = decode(b"\n".join(lines), "bank.txt")
    assert decoded.text.replace("\ufffd", "") == good
    (finding,) = decoded.diagnostics
    assert (finding.code, finding.severity, finding.file, finding.line) == ("wrong-bytes", "warning", "bank.txt", 4)
    assert finding.column == decoded.text.split("\n")[3].index("\ufffd") + 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_cut_in_the_middle_of_a_character_stays_what_it_is(encoding: str) -> None:
    decoded = decode(CHINESE.encode(encoding)[:-2], "x")
    assert decoded.text.startswith(CHINESE[:-2])
    assert [d.code for d in decoded.diagnostics] == ["wrong-bytes"]


def test_many_wrong_places_end_in_a_count() -> None:
    decoded = decode((CHINESE * 50).encode().replace("A、".encode(), b"\xff, "), "x")
    assert len(decoded.diagnostics) == MOST_PLACES + 1
    assert "30 more places" in decoded.diagnostics[-1].message


def test_a_guess_says_so() -> None:
    decoded = decode(b"\x98\x99 \xd7", "x")
    assert decoded.diagnostics[0].code == "encoding-guessed"
    assert "--encoding" in decoded.diagnostics[0].hint


@pytest.mark.parametrize("name", ["gbk", "GB2312", "x-gbk", "cp936"])
def test_a_named_encoding_is_obeyed(name: str) -> None:
    assert decode("问：㐂怎么读？".encode("gb18030"), "x", name).text == "问：㐂怎么读？"
    assert decode("é".encode(), "x", "latin-1").text == "Ã©"


@pytest.mark.parametrize("name", ["utf-9", "base64", "zip", "rot13", "idna", "unicode_escape", "\0", "é" * 1000, "../x"])
def test_an_unknown_encoding_is_refused_with_sensible_ones(name: str) -> None:
    with pytest.raises(DocumentError, match=r"no encoding is called (?s:.)*gb18030"):
        decode(b"x", "x", name)


@pytest.mark.parametrize(
    ("data", "hint", "shown"),
    [
        (FRENCH.encode("cp1252"), "iso-8859-1", "windows-1252"),
        ("答".encode("gbk"), "gb2312", "GB18030"),
        (CHINESE.encode(), "gb2312", "UTF-8"),
        (CHINESE.encode("gbk"), "utf-8", "GB18030"),
        (CHINESE.encode("gbk"), "iso-8859-1", "GB18030"),
        (CHINESE.encode("gbk"), "no-such-thing", "GB18030"),
    ],
)
def test_what_a_document_says_of_itself_counts_where_its_bytes_agree(data: bytes, hint: str, shown: str) -> None:
    assert decode(data, "x", hint=hint).encoding == shown


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)) * 8, b"\1\2\3\4" * 9, b"text\0more", codecs.BOM_UTF8 + b"a\0"]
)
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match="looks like a binary file"):
        decode(data, "x.txt")


@pytest.mark.parametrize("data", [b"", b"\n \n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_empty_files_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match="the file is empty"):
        decode(data, "x.txt")


def test_every_line_end_becomes_a_line_feed() -> None:
    assert decode(b"a\r\nb\rc\nd", "x").text == "a\nb\nc\nd"
