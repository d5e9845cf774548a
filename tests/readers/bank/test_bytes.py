"""A bank's file before it is YAML: encodings, emptiness, files that can't be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deckpress.diagnostics import Report
from deckpress.readers.bank import decode_bank, read_bytes
from deckpress.readers.text import MAX_BANK_BYTES

BANK = "deckpress: 1\ntitle: 客户服务\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "x.yaml: error empty-file: the file is empty\n  = begin with 'deckpress: 1'; 'deckpress new' writes a sample"),
        (b" \n\t\r\n", "x.yaml: error empty-file: the file is empty\n  = begin with 'deckpress: 1'; 'deckpress new' writes a sample"),
        (BANK.encode("utf-16"), "x.yaml: error not-utf-8: the file is UTF-16, a bank is UTF-8\n  = save it as UTF-8 in your editor"),
        (
            b"a: b\nc: x\xffy\n",
            "x.yaml:2:5: error not-utf-8: byte 0xFF at offset 9 is no UTF-8\n    c: x\ufffdy\n        ^\n  = save the file",
        ),
        (
            BANK.encode("gb18030"),
            (
                "x.yaml:2:8: error not-utf-8: byte 0xBF at offset 20 is no UTF-8\n    title: \ufffd\u037b\ufffd\ufffd\ufffd\ufffd\ufffd\n"
                "           ^\n  = it reads as GBK/GB18030: open it with that encoding in your editor and save it as UTF-8"
            ),
        ),
        (b"a: caf\xe9", "x.yaml:1:7: error not-utf-8: byte 0xE9 at offset 6 is no UTF-8\n    a: caf\ufffd\n          ^"),
        (b"\xed\xa0\x80", "x.yaml:1:1: error not-utf-8: byte 0xED at offset 0 is no UTF-8\n"),  # a surrogate is no character
    ],
)
def test_bytes_that_are_no_bank(data: bytes, said: str) -> None:
    report = Report()
    assert decode_bank(data, "x.yaml", report) is None
    (finding,) = report
    assert finding.as_text().startswith(said)


def test_windows_files_read_as_any_other() -> None:
    report = Report()
    source = decode_bank(b"\xef\xbb\xbf" + BANK.replace("\n", "\r\n").encode(), "x.yaml", report)
    assert source is not None
    assert source.text == BANK
    assert not report


def test_a_megabyte_of_wrong_bytes_is_named_in_a_line() -> None:
    report = Report()
    assert decode_bank(b"\xff" * 1_000_000, "x.yaml", report) is None
    (finding,) = report
    assert len(finding.as_text()) < 1_000


def test_a_file_past_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.touch()
    os.truncate(path, MAX_BANK_BYTES + 1)  # sparse: takes no room
    report = Report()
    assert read_bytes(path, "big.yaml", report) is None
    assert [finding.as_text() for finding in report] == [
        "big.yaml: error too-large: the file is larger than 256 MB\n  = split it into parts: 'part: 2'"
    ]


@pytest.mark.parametrize("kind", ["absent", "folder", "dangling"])
def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.yaml"
    if kind == "folder":
        path.mkdir()
    elif kind == "dangling":
        path.symlink_to(tmp_path / "gone.yaml")
    report = Report()
    assert read_bytes(path, "x.yaml", report) is None
    (finding,) = report
    assert finding.code == "unreadable"
