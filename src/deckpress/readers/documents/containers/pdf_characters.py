"""Single characters as PDF fonts name them → the characters that people type."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from unicodedata import normalize

__all__ = ["is_cjk", "normalised"]

_RADICALS: Final = dict(
    zip(
        # Radicals with an equal unified ideograph and no decomposition (Unicode: EquivalentUnifiedIdeograph.txt).
        "\u2e81\u2e84\u2e85\u2e8b\u2e8e\u2e92\u2e96\u2e97\u2e98\u2e9d\u2e9f\u2ea0\u2ea1\u2ea3\u2ea9\u2eab\u2eac\u2ead\u2eb6\u2ebc"
        "\u2ec1\u2ec4\u2ec5\u2ec6\u2ec9\u2ecb\u2ed0\u2ed1\u2ed3\u2ed4\u2ed8\u2ed9\u2eda\u2edb\u2edc\u2ee0\u2ee2\u2ee3\u2ee4"
        "\u2ee5\u2ee6\u2ee7\u2ee8\u2ee9\u2eea\u2eeb\u2eec\u2eed\u2eee\u2eef\u2ef0\u2ef1\u2ef2\u2ef3"
        "\u2e89\u2e99\u2ea8\u2eb0\u2eb9\u2ebe\u2ec2\u2ec8\u2ecc\u2ecf\u2ed6\u2ed7\u2edd",
        "厂乚亻㔾兀巳忄㣺扌月母民氵灬王目示礻羊月虎西见角贝车钅長长门青韦页风飞饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
        "刂攵犭纟耂艹衤讠辶阝阝雨食",
        strict=True,
    )
)
_SYMBOLS: Final = {
    "\uf0b7": "•", "\uf06c": "●", "\uf06e": "■", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0fb": "✗", "\uf0fe": "☑", "\uf0fd": "☒",
    "\uf0a8": "☐", "\uf06f": "☐", "\uf0a3": "☐", "\uf052": "☑", "\uf054": "☒",
}  # fmt: skip
"""Wingdings and Symbol as fonts without names put them into the private use area."""


@lru_cache(maxsize=65536)
def normalised(code: int) -> str:
    """The text of a code point: radicals as ideographs, ligatures as letters, symbol fonts' ticks; empty for a control character."""
    if code == 2:  # PDFium's sign for a hyphen at a line's end
        return "-"
    if code < 32 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in (0xAD, 0xFFFE, 0xFFFF, 0x200B, 0xFEFF) or code > 0x10FFFF:
        return "\t" if code == 9 else ""
    character = chr(code)
    if 0x2E80 <= code < 0x2FE0:
        return _RADICALS.get(character) or normalize("NFKC", character)
    if 0xFB00 <= code < 0xFB07:
        return normalize("NFKC", character)
    return _SYMBOLS.get(character, character)


def is_cjk(character: str) -> bool:
    """Whether a character is set on the square of Chinese, Japanese and Korean print, between which lines break anywhere."""
    return (
        "\u2e80" <= character < "\ua000"
        or "\uac00" <= character < "\ufb00"
        or "\uff00" <= character < "\uffef"
        or character >= "\U00020000"
    )
