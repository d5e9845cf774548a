"""An address as a QR code made of characters."""

from __future__ import annotations

from deckpress.errors import MissingLibrary

__all__ = ["qr_lines"]

_COLOURS, _PLAIN = "\x1b[38;5;231;48;5;16m", "\x1b[0m"
"""White blocks on black, of the part of the palette that no theme of a terminal changes."""


def qr_lines(text: str) -> str:
    """The QR code of ``text`` for a terminal: half blocks, black and white by ANSI codes, so that it can be scanned on light ones too.

    Raises `MissingLibrary` where ``segno`` is not installed.
    """
    try:
        import segno
    except ImportError as error:
        raise MissingLibrary("segno", "share", "a QR code in the terminal (--no-qr does without)") from error
    from io import StringIO

    out = StringIO()
    segno.make(text, error="l", micro=False).terminal(out, border=2, compact=True)
    return "\n".join(f"{_COLOURS}{line}{_PLAIN}" for line in out.getvalue().splitlines())
