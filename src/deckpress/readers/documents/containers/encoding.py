"""A document's bytes → its text, whatever their encoding; wrong bytes are named with their place, none is dropped in silence.

In this order: a byte order mark, the encoding that the caller names, UTF-16 without a mark, UTF-8 (also with some wrong bytes),
the document's own word (``hint``), the encoding whose text looks most like a language (`encoding_guess`).
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from deckpress.diagnostics import Diagnostic, Report
from deckpress.readers.documents.containers.encoding_guess import guess, looks_like_text, sample
from deckpress.readers.documents.limits import MAX_FILE, DocumentError
from deckpress.source import Source, Span

__all__ = ["MOST_PLACES", "Decoded", "decode"]

MOST_PLACES = 20
"""Places of wrong bytes named one by one; the rest is a count."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's: first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CODECS = {
    "ascii": "cp1252", "us-ascii": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252",
    "ansi": "cp1252", "windows-31j": "cp932", "shift-jis": "cp932", "shiftjis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030", "windows-936": "gb18030", "euc-cn": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cp950": "big5hkscs", "big5-tw": "big5hkscs", "x-x-big5": "big5hkscs",
    "euc-jp": "euc_jis_2004", "eucjp": "euc_jis_2004", "euc-kr": "cp949", "euckr": "cp949", "ks-c-5601-1987": "cp949", "uhc": "cp949",
    "koi8": "koi8_r", "utf8": "utf-8", "unicode": "utf-16",
}  # fmt: skip
"""Names people and pages use → the codec that reads at least as much (https://encoding.spec.whatwg.org/#names-and-labels)."""
_SHOWN = {
    "gb18030": "GB18030", "big5hkscs": "Big5", "cp932": "Shift-JIS", "euc_jis_2004": "EUC-JP", "cp949": "EUC-KR", "koi8_r": "KOI8-R",
    "cp1252": "windows-1252", "cp1251": "windows-1251", "cp1250": "windows-1250", "cp1253": "windows-1253", "cp1254": "windows-1254",
    "cp1255": "windows-1255", "cp1256": "windows-1256", "cp874": "windows-874", "cp866": "CP866",
}  # fmt: skip
_NO_TEXT = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs", "oem"}
"""Python's codecs that are no encoding of documents, or that a machine's settings decide."""
_SENSIBLE = "utf-8, utf-16, gb18030, gbk, big5, shift_jis, euc-jp, euc-kr, windows-1251, koi8-r, windows-1252"
_BIG5_AS_WRITTEN = {"∼": "～", "•": "‧", "､": "﹑"}
"""Where Python's Big5-HKSCS differs from what Windows and browsers read (A1E3, A145, A14E)."""
_FEW_CONTROLS = 8
_WRONG = re.compile("\ufffd+")


class Decoded(NamedTuple):
    """``text`` has line feeds alone as line ends and no byte order mark; ``encoding`` is a name for people."""

    text: str
    encoding: str
    diagnostics: list[Diagnostic]


def decode(data: bytes, name: str, encoding: str = "", hint: str = "") -> Decoded:
    """The text of ``data``. ``name`` is the file's name in messages.

    ``encoding`` is obeyed, ``hint`` (what the document says of itself) is used where the bytes agree with it.
    Raises DocumentError for an empty, oversized or binary file and for an unknown ``encoding``.
    """
    if len(data) > MAX_FILE:
        raise DocumentError(f"{name}: the file is larger than {MAX_FILE // 2**20} MB.\n  Split it into parts and import each.")
    report = Report()
    marked = next(((mark, codec) for mark, codec in _MARKS if data.startswith(mark)), None)
    if encoding:
        codec = _named(encoding, name)
        body = data.removeprefix(marked[0]) if marked and marked[1].startswith(codec[:6]) else data
    elif marked:
        body, codec = data.removeprefix(marked[0]), marked[1]
    else:
        body, codec = data, _detect(data, name, hint, report)
    text = _decoded(body, codec)
    if "\0" in text:
        raise _binary(name)
    if not text or text.isspace():
        raise DocumentError(f"{name}: the file is empty.\n  Check that it was saved or downloaded whole.")
    shown = _SHOWN.get(codec, codec.upper().replace("_", "-"))
    _report_wrong_bytes(text, name, shown, report)
    return Decoded(text, shown, report.diagnostics)


def _decoded(data: bytes, codec: str) -> str:
    text = data.decode(codec, "replace")
    if codec == "big5hkscs":
        for wrong, right in _BIG5_AS_WRITTEN.items():
            text = text.replace(wrong, right)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff")


def _detect(data: bytes, name: str, hint: str, report: Report) -> str:
    if b"\0" in data:
        return _wide(data, name)
    if _is_binary(data):
        raise _binary(name)
    if data.isascii():
        return "iso2022_jp_2" if b"\x1b$" in data else "utf-8"
    if _is_utf8(data):
        return "utf-8"
    own = _hinted(data, hint)
    if own:
        return own
    codec, sure = guess(data)
    if not sure:
        shown = _SHOWN.get(codec, codec)
        report.about_file(
            "encoding-guessed",
            "warning",
            f"the encoding is a guess: {shown}",
            name,
            f"if the text looks wrong, name it: --encoding ({_SENSIBLE})",
        )
    return codec


def _is_utf8(data: bytes) -> bool:
    """Whether it is UTF-8, but for some wrong bytes: text in another encoding hardly ever holds a right sequence."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        part = sample(data)
        text = part.decode("utf-8", "replace")
        wrong = text.count("\ufffd")
        right = sum(not character.isascii() for character in text) - wrong
        return right > 2 * wrong
    return True


def _wide(data: bytes, name: str) -> str:
    """UTF-16 without a mark: its text is plausible in one byte order only."""
    part = data[: 2**16 & ~1]
    for codec in ("utf-16-le", "utf-16-be"):
        if looks_like_text(part.decode(codec, "replace")):
            return codec
    raise _binary(name)


def _is_binary(data: bytes) -> bool:
    head = data[: 2**14]
    controls = len(head) - len(head.translate(None, bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1a\x1b")))
    return controls > _FEW_CONTROLS and controls * 50 > len(head)


def _binary(name: str) -> DocumentError:
    return DocumentError(
        f"{name}: this looks like a binary file, not like text: it holds NULs or control characters.\n"
        "  If it is a text, save it again as UTF-8 in the program that made it; if not, name its format with --format."
    )


def _named(encoding: str, name: str) -> str:
    """The codec of an encoding that a person named."""
    label = encoding.strip().lower().replace("_", "-")
    codec = _CODECS.get(label, label)
    try:
        found = codecs.lookup(codec).name
        b"x".decode(found, "replace")  # refuses codecs that are no text encodings: zip, base64
    except (LookupError, ValueError):
        found = ""
    if not found or found.replace("_", "-") in _NO_TEXT:
        raise DocumentError(f"{name}: no encoding is called {encoding!r}.\n  Sensible ones: {_SENSIBLE}.")
    return codec if codec in _SHOWN else found


def _hinted(data: bytes, hint: str) -> str:
    """The codec that the document names, if all its bytes are right in it; empty else."""
    if not hint:
        return ""
    try:
        codec = _named(hint, "")
        data.decode(codec)
    except (DocumentError, UnicodeDecodeError):
        return ""
    # nearly all bytes are right in a one-byte encoding: that proves nothing
    return "" if codec.startswith(("utf-16", "utf-32")) or (_one_byte(codec) and guess(data)[0] in _MANY_BYTES) else codec


_MANY_BYTES = {"gb18030", "big5hkscs", "cp932", "euc_jis_2004", "cp949"}


def _one_byte(codec: str) -> bool:
    return codec not in _MANY_BYTES and codec != "utf-8"


def _report_wrong_bytes(text: str, name: str, shown: str, report: Report) -> None:
    if "\ufffd" not in text:
        return
    source, hint = Source(name, text), "correct these places in the original, or name another encoding: --encoding"
    count = 0
    for count, place in enumerate(_WRONG.finditer(text), 1):
        if count <= MOST_PLACES:
            report.warning("wrong-bytes", f"what stands here is no {shown}: it reads as \ufffd", Span(source, *place.span()), hint)
    if count > MOST_PLACES:
        report.about_file("wrong-bytes", "warning", f"{count - MOST_PLACES} more places are no {shown}", name, hint)
