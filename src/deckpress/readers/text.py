"""A bank's bytes → its text: UTF-8, nothing guessed, each wrong byte named with its place."""

from __future__ import annotations

import codecs
from pathlib import Path
from stat import S_ISREG

from deckpress.diagnostics import Report
from deckpress.source import Source, Span

__all__ = ["MAX_BANK_BYTES", "decode_bank", "read_bytes"]

MAX_BANK_BYTES = 256 * 1024 * 1024
"""Largest bank file read; a hundred thousand questions need 75 MB."""


def read_bytes(path: Path, name: str, report: Report) -> bytes | None:
    """A file's bytes; None, and a finding, where it can't be read."""
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            report.about_file("unreadable", "error", "this is no regular file", name, "a bank is a text file")
            return None
        if status.st_size > MAX_BANK_BYTES:
            limit = MAX_BANK_BYTES // 2**20
            report.about_file("too-large", "error", f"the file is larger than {limit} MB", name, "split it into parts: 'part: 2'")
            return None
        return path.read_bytes()
    except OSError as error:
        report.about_file("unreadable", "error", f"the file can't be read: {error.strerror or error}", name, "check its path and rights")
        return None


def decode_bank(data: bytes, name: str, report: Report) -> Source | None:
    """The text of a bank's bytes; None, and a finding, where they are no UTF-8 or hold nothing."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        report.about_file("not-utf-8", "error", "the file is UTF-16, a bank is UTF-8", name, "save it as UTF-8 in your editor")
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8")
        line_end = data.find(b"\n", error.start)
        rest = data[error.start : line_end if line_end >= 0 else error.start + 200][:200].decode("utf-8", "replace")
        source = Source(name, good + rest)
        byte = data[error.start]
        report.error(
            "not-utf-8", f"byte 0x{byte:02X} at offset {error.start} is no UTF-8", Span(source, len(good), len(good) + 1), _guess(data)
        )
        return None
    text = text.removeprefix("\ufeff")
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    if not text.strip():
        report.about_file("empty-file", "error", "the file is empty", name, "begin with 'deckpress: 1'; 'deckpress new' writes a sample")
        return None
    return Source(name, text)


def _guess(data: bytes) -> str:
    """What a person can do: the likely encoding, if the whole file reads in it."""
    if b"\0" in data[:400]:
        return "it looks like UTF-16: save it as UTF-8 in your editor"
    for encoding, people in (("gb18030", "GBK/GB18030"), ("big5", "Big5"), ("shift_jis", "Shift-JIS")):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return f"it reads as {people}: open it with that encoding in your editor and save it as UTF-8"
    return "save the file as UTF-8 in your editor"
