"""How much of a hostile document we are willing to unpack. Every container reader keeps to these."""

from __future__ import annotations

from deckpress.errors import DeckpressError

__all__ = ["MAX_FILE", "MAX_IMAGE", "MAX_LINE", "MAX_LINES", "MAX_PAGES", "MAX_RATIO", "MAX_UNPACKED", "DocumentError"]

MAX_FILE = 256 * 2**20
"""Bytes of a document file."""
MAX_UNPACKED = 512 * 2**20
"""Bytes that all parts of a zip container may unpack to together."""
MAX_RATIO = 200
"""How many times larger than packed a part may be (parts over 1 MiB)."""
MAX_LINE = 4 * 2**20
"""Characters of one line."""
MAX_LINES = 5_000_000
"""Lines of a document."""
MAX_PAGES = 5_000
"""Pages of a PDF."""
MAX_IMAGE = 32 * 2**20
"""Bytes of one picture."""


class DocumentError(DeckpressError):
    """A document that can't be read: what, where, why, what to do next. Nothing was written."""
