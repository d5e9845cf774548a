"""What a package is called: by its decks, as Anki will show them."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from deckpress.engine.archive import BadPackageError
from deckpress.engine.reading import read_deck_names
from deckpress.errors import MissingLibrary

__all__ = ["package_title"]

_MOST_BYTES = 32 << 20
_MOST_NAMED = 3
_LONGEST = 160


def package_title(path: Path) -> str:
    """The deck that all cards of a package lie in or below, else its first decks; empty where the package is too large or can't be read."""
    try:
        names = [name.split("::") for name in read_deck_names(path, _MOST_BYTES)]
    except (BadPackageError, MissingLibrary, OSError):
        return ""
    shared = [level[0] for level in takewhile(lambda level: len(set(level)) == 1, zip(*names, strict=False))]
    if shared:
        title = " › ".join(shared)
    else:
        roots = list(dict.fromkeys(name[0] for name in names))
        title = ", ".join(roots[:_MOST_NAMED]) + (", …" if len(roots) > _MOST_NAMED else "")
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST]}…"
