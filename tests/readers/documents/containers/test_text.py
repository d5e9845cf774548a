"""Plain text as lines."""

from __future__ import annotations

import pytest

from deckpress.readers.documents.containers import text as module
from deckpress.readers.documents.containers.text import read_text
from deckpress.readers.documents.limits import DocumentError


def lines(text: str) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in read_text(text.encode("utf-8", "surrogatepass"), "bank.txt").lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb", [(1, "a"), (2, "b")]),
        ("a\r\n\r\nb\rc\n", [(1, "a"), (2, ""), (3, "b"), (4, "c")]),
        ("a\u2028b\nc", [(1, "a"), (1, "b"), (2, "c")]),
        ("\u3000 题\u00a0目\t\n", [(1, "\u3000 题\u00a0目\t")]),
        ("题\u200b目\ufeff：\u2060软\u00ad件\u200e", [(1, "题目：软件")]),
        ("a\u200db\u200c c", [(1, "ab c")]),
        ("👩\u200d🍳 烤面包", [(1, "👩\u200d🍳 烤面包")]),
        ("می\u200cخواهم", [(1, "می\u200cخواهم")]),
        ("a\x07b\x1b\x7f\x9f", [(1, "ab")]),
    ],
)
def test_lines_are_what_a_reader_sees(text: str, expected: list[tuple[int, str]]) -> None:
    assert lines(text) == expected


def test_a_form_feed_turns_the_page() -> None:
    document = read_text("甲\n乙\f丙\n丁".encode(), "x")
    assert [(line.text, line.number, line.page) for line in document.lines] == [("甲", 1, 1), ("乙", 2, 1), ("丙", 2, 2), ("丁", 3, 2)]


def test_a_text_without_form_feeds_has_no_pages() -> None:
    document = read_text("答案：A".encode("gbk"), "bank.txt")
    assert (document.name, document.format, document.unit, document.encoding) == ("bank.txt", "text", "line", "GB18030")
    assert document.lines[0].page == 0


@pytest.mark.parametrize(("limit", "data"), [("MAX_LINE", b"a\n" + b"x" * 99), ("MAX_LINES", b"x\n" * 99)])
def test_what_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch, limit: str, data: bytes) -> None:
    monkeypatch.setattr(module, limit, 50)
    with pytest.raises(DocumentError, match=r"x\.txt(?s:.)*(Break|Split)"):
        read_text(data, "x.txt")


@pytest.mark.parametrize("piece", ["(((((", "1.1.1.1.", "AAAA", "    ", "\u200d\u200c", "\u2028" + "a" * 50, "\f" + "a" * 50, "\xff"])
def test_a_line_of_a_megabyte_is_read(piece: str) -> None:
    text = piece * (10**6 // len(piece)) + "x"
    assert read_text(text.encode(), "x").lines[-1].text.endswith("x")
