"""The words of the download page and of ``CHANGES.md``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from deckpress.diff.compare import Kind

__all__ = ["PageWords", "page_words"]

_TRADITIONAL = {"hant", "tw", "hk", "mo"}


@dataclass(frozen=True, slots=True)
class PageWords:
    """``texts`` by name, some with ``{…}``; ``kinds`` of question, ``changes`` by kind, ``fields`` of the cards,
    ``guides`` (``name``, ``steps``) for making a filtered deck in each client."""

    language: str
    texts: dict[str, str]
    kinds: dict[str, str]
    changes: dict[Kind, str]
    fields: dict[str, str]
    guides: list[tuple[str, list[str]]]


@lru_cache(maxsize=8)
def page_words(language: str) -> PageWords:
    """The words for a BCP 47 tag: Chinese, simplified or traditional; English for every other."""
    main, *rest = language.lower().split("-")
    name = "en" if main != "zh" else "zh-TW" if _TRADITIONAL & set(rest) else "zh-CN"
    data = json.loads(resources.files(__package__).joinpath("words.json").read_text("utf-8"))[name]
    guides = [(guide["name"], list(guide["steps"])) for guide in data["guides"]]
    return PageWords(name, data["texts"], data["kinds"], data["changes"], data["fields"], guides)
