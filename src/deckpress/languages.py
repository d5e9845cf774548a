"""Which words a reader gets, told by a BCP 47 tag."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["CHINESE", "words_language"]

CHINESE = frozenset({"zh-hans", "zh-hant"})

_TRADITIONAL = frozenset({"tw", "hk", "mo"})
"""The regions that write Traditional Chinese where no script is named."""


@lru_cache(maxsize=64)
def words_language(tag: str) -> str:
    """The name under which words are kept: ``zh-hans`` or ``zh-hant`` for Chinese, else the tag's language, as in ``en``, ``pt``.

    A script that is named counts before the region, so that ``zh-Hans-HK`` is ``zh-hans`` (RFC 5646, section 4.1).
    """
    main, *rest = tag.lower().split("-")
    if main != "zh":
        return main
    if "hans" in rest or "hant" in rest:
        return "zh-hans" if "hans" in rest else "zh-hant"
    return "zh-hans" if _TRADITIONAL.isdisjoint(rest) else "zh-hant"
