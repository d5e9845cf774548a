"""The language of a bank from its texts: enough to choose the words and fonts of the cards, no more."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["language_of"]

_SAMPLE = 200_000
"""Characters looked at."""
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30fa]"), 0.05),
    ("ko", re.compile("[\uac00-\ud7a3]"), 0.2),
    ("zh", re.compile("[\u4e00-\u9fff]"), 0.1),
    ("ru", re.compile("[\u0400-\u04ff]"), 0.4),
)
"""Scripts that tell a language, and the share of a text's letters from which they do; the first that fits counts."""
_LETTER = re.compile(r"[^\W\d_]")
_PAIRS = (
    "這这個个們们來来時时會会說说國国學学對对過过還还後后為为與与發发經经現现開开關关問问題题選选擇择應应當当員员業业務务產产動动場场"
    "處处電电話话車车東东點点實实際际體体確确認认無无從从兩两將将據据條条種种類类機机門门間间長长見见書书寫写讀读聽听買买賣卖錢钱錯错"
)
_TRADITIONAL, _SIMPLIFIED = frozenset(_PAIRS[::2]), frozenset(_PAIRS[1::2])
"""Frequent characters that only one of the two ways of writing Chinese has."""
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {
    "en": frozenset({"the", "of", "and", "is", "to", "which", "what", "are", "for", "with", "that", "when", "how", "following", "not"}),
    "de": frozenset({"der", "die", "das", "und", "ist", "was", "welche", "nicht", "ein", "eine", "wie", "wird", "von", "mit", "für"}),
    "fr": frozenset({"le", "les", "des", "est", "une", "quelle", "quel", "dans", "pour", "et", "du", "qui", "sont", "pas", "il"}),
    "es": frozenset({"el", "los", "las", "es", "una", "cuál", "qué", "para", "y", "del", "son", "por", "con", "se", "cuando"}),
    "pt": frozenset({"o", "os", "as", "é", "uma", "qual", "que", "para", "e", "do", "da", "são", "não", "em", "um"}),
}


def language_of(texts: Iterable[str]) -> str:
    """A BCP 47 tag: ``zh-CN``, ``zh-TW``, ``ja``, ``ko``, ``ru``, ``de``, ``fr``, ``es``, ``pt``, and ``en`` where nothing speaks for
    another.
    """
    sample = _sample(texts)
    letters = len(_LETTER.findall(sample)) or 1
    for language, pattern, share in _SCRIPTS:
        if len(pattern.findall(sample)) >= share * letters:
            return _chinese(sample) if language == "zh" else language
    return _european(sample)


def _sample(texts: Iterable[str]) -> str:
    pieces: list[str] = []
    size = 0
    for text in texts:
        pieces.append(text[:2_000])
        size += len(pieces[-1])
        if size > _SAMPLE:
            break
    return "\n".join(pieces)


def _chinese(sample: str) -> str:
    traditional = sum(character in _TRADITIONAL for character in sample)
    return "zh-TW" if traditional > sum(character in _SIMPLIFIED for character in sample) else "zh-CN"


def _european(sample: str) -> str:
    words = _WORD.findall(sample.lower())
    counts = {language: sum(word in common for word in words) for language, common in _COMMON.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] > counts["en"] else "en"
