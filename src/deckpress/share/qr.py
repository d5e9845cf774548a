"""An address as a QR code made of characters."""

from __future__ import annotations

from deckpress.errors import MissingLibrary

__all__ = ["qr_lines"]


def qr_lines(text: str) -> str:
    """The QR code of ``text`` for a terminal: half blocks and ANSI colours, so that it can be scanned on dark and light ones.

    Raises `MissingLibrary` where ``segno`` is not installed.
    """
    try:
        import segno
    except ImportError as error:
        raise MissingLibrary("segno", "share", "a QR code in the terminal (--no-qr does without)") from error
    from io import StringIO

    out = StringIO()
    segno.make(text, error="l", micro=False).terminal(out, border=2, compact=True)
    return out.getvalue().rstrip("\n")
