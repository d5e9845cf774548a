"""Tag names as Anki stores them.

A name that left `normalise_tag` is kept by Anki character for character. Anki itself splits tags at spaces and at U+3000, removes
other control characters, makes ``blank`` of an empty component and stores NFC; it compares tags by Unicode's full case folding.
Before 24.11 it removed ``"`` as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from unicodedata import category, combining, normalize

__all__ = ["RESERVED_TAGS", "dedupe_tags", "harmless_name", "is_reserved", "normalise_tag", "tag_key", "tag_path"]

RESERVED_TAGS: Mapping[str, str] = MappingProxyType({
    "marked": "Anki removes the tag 'marked' when it imports a deck",
    "leech": "Anki removes the tag 'leech' when it imports a deck",
    "none": "in Anki, tag:none finds the notes without any tag",
})  # fmt: skip
"""Names with a meaning of their own in Anki (in any case, children not meant), and why to avoid each."""

_PLAIN = re.compile(r"[A-Za-z0-9_-]+(?:::[A-Za-z0-9_-]+)*")
_SEPARATOR = re.compile("[:：]{2,}")
_HARMLESS_NAME = str.maketrans("<>", "＜＞")
_HARMLESS = str.maketrans({'"': None, "<": "＜", ">": "＞"})
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
# Unicode's own limit for text that is safe to stream. Sorting a run of marks takes quadratic time, so an endless one is cut.
_MOST_MARKS = 30


def normalise_tag(text: str) -> str:
    """The name under which Anki stores ``text`` as a tag, or "" where nothing of it is left. Idempotent.

    NFC; each run of white space becomes one ``-``, at the ends of a component nothing; ``"``, control and format characters go; ``<`` and
    ``>`` become full-width, for Anki puts tags on cards as live HTML;
    two or more colons, full-width ones too, separate components; empty components go, and so do colons at the ends of one.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = text.translate(_HARMLESS)
    if not text.isprintable():  # true of most white space as well
        text = "".join(c for c in text if c.isspace() or category(c) not in _INVISIBLE)
    text = _few_marks(normalize("NFC", _few_marks(text)))
    components = (" ".join(part.split()).strip(" :：").replace(" ", "-") for part in _SEPARATOR.split(text))
    return "::".join(filter(None, components))


def harmless_name(text: str) -> str:
    """A deck's name with full-width ``<`` and ``>``: Anki puts names of decks, like tags, on cards as live HTML."""
    return text.translate(_HARMLESS_NAME)


def tag_path(*parts: str) -> str:
    """One hierarchical name of ``parts``, each normalised; a ``::`` inside a part stays a level. "" where nothing is left."""
    return normalise_tag("::".join(parts))


def is_reserved(tag: str) -> bool:
    """Whether Anki gives the name a meaning of its own; `RESERVED_TAGS` says which."""
    return tag_key(tag) in RESERVED_TAGS


def tag_key(tag: str) -> str:
    """What Anki compares: two tags with the same key are one tag to it, spelled as it saw it first."""
    return tag.casefold()


def dedupe_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Normalised ``tags`` in the order in which Anki stores them, each key once in its first spelling, "" left out."""
    spelling: dict[str, str] = {}
    for tag in tags:
        if tag:
            spelling.setdefault(tag_key(tag), tag)
    return tuple(spelling[key] for key in sorted(spelling))


def _few_marks(text: str) -> str:
    """``text`` without the combining marks past the thirtieth in a row."""
    if len(text) <= _MOST_MARKS:
        return text
    kept, run = [], 0
    for character in text:
        run = run + 1 if combining(character) else 0
        if run <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
