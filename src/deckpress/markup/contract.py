"""What the renderer promises and refuses: its limits, its errors, and the look-up of images."""

from __future__ import annotations

from typing import Protocol

__all__ = ["MAX_DEPTH", "MAX_NESTING", "MAX_TEXT", "MarkupError", "MediaError", "MediaResolver"]

MAX_TEXT = 100_000
"""The longest text that is rendered, in characters."""

MAX_NESTING = 20
"""How deep Markdown's blocks may nest; a list in a list takes two."""

MAX_DEPTH = 10
"""How deep blanks may nest: Anki reads no deeper."""


class MarkupError(ValueError):
    """A text that cannot be rendered. The message says why, in words for its author."""


class MediaError(MarkupError):
    """An image that cannot be packed with the cards."""


class MediaResolver(Protocol):
    """Finds the images of a bank."""

    def __call__(self, path: str) -> str:
        """The file name in the package of the image at ``path`` (as written); raises `MediaError` where it is absent or forbidden."""
        ...  # pragma: no cover - a protocol has no body
