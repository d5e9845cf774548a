"""Tags: their names as Anki stores them, and expressions that choose notes by them."""

from __future__ import annotations

from deckpress.tags.expression import And, Expression, Not, Or, Tag
from deckpress.tags.names import RESERVED_TAGS, dedupe_tags, harmless_name, is_reserved, normalise_tag, tag_key, tag_path
from deckpress.tags.parser import parse
from deckpress.tags.search import anki_search_for_tag

__all__ = [
    "RESERVED_TAGS", "And", "Expression", "Not", "Or", "Tag", "anki_search_for_tag", "dedupe_tags", "harmless_name", "is_reserved",
    "normalise_tag", "parse", "tag_key", "tag_path",
]  # fmt: skip
