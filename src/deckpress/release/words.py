"""The words of the download page and of ``CHANGES.md``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from deckpress.diff.compare import Kind
from deckpress.pages import page_words

__all__ = ["PageWords", "release_words"]


@dataclass(frozen=True, slots=True)
class PageWords:
    """``texts`` by name, some with ``{…}``; ``kinds`` of question, ``changes`` by kind, ``fields`` of the cards,
    ``guides`` (``name``, ``steps``) for making a filtered deck in each client."""

    texts: dict[str, str]
    kinds: dict[str, str]
    changes: dict[Kind, str]
    fields: dict[str, str]
    guides: list[tuple[str, list[str]]]

    def plural(self, name: str, count: int) -> str:
        """``1 question``, ``2 questions``; ``name`` is without its s."""
        return self.texts[name] if count == 1 else self.texts[f"{name}s"].format(n=f"{count:,}")


@lru_cache(maxsize=8)
def release_words(language: str) -> PageWords:
    """The words for a BCP 47 tag: Chinese, simplified or traditional; English for every other."""
    data = page_words(__package__, language)
    guides = [(guide["name"], list(guide["steps"])) for guide in data["guides"]]
    return PageWords(data["texts"], data["kinds"], data["changes"], data["fields"], guides)
