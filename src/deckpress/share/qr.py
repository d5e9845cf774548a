"""An address as a QR code made of characters."""

from __future__ import annotations

import re

from deckpress.errors import MissingLibrary

__all__ = ["qr_lines", "qr_width"]

_BORDER = 2
_CODES = re.compile(r"\x1b\[[0-9;]*m")
_WHITE, _BLACK = "\x1b[48;5;231m", "\x1b[48;5;16m"
_COLOURS, _PLAIN = "\x1b[38;5;231;48;5;16m", "\x1b[0m"
"""White blocks on black, of the part of the palette that no theme of a terminal changes."""


def qr_lines(text: str, encoding: str = "utf-8") -> str:
    """The QR code of ``text`` for a terminal, black and white by ANSI codes, so that it can be scanned on light ones too.

    Made of half blocks; where ``encoding`` has none, of coloured blanks, which takes twice the width and twice the height.
    Raises `MissingLibrary` where ``segno`` is not installed.
    """
    try:
        import segno
    except ImportError as error:
        raise MissingLibrary("segno", "share", "a QR code in the terminal (--no-qr does without)") from error
    from io import StringIO

    code = segno.make(text, error="l", micro=False)
    if not _has_blocks(encoding):
        return "\n".join("".join((_BLACK if dark else _WHITE) + "  " for dark in row) + _PLAIN for row in code.matrix_iter(border=_BORDER))
    out = StringIO()
    code.terminal(out, border=_BORDER, compact=True)
    return "\n".join(f"{_COLOURS}{line}{_PLAIN}" for line in out.getvalue().splitlines())


def qr_width(lines: str) -> int:
    """How many columns a code of `qr_lines` takes."""
    return len(_CODES.sub("", lines.partition("\n")[0]))


def _has_blocks(encoding: str) -> bool:
    try:
        "█▀▄".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
