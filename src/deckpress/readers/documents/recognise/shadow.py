"""The shadow of a text: of the same length, with one form for each mark, so that patterns are few and offsets are the text's own."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["cjk", "shadow", "width"]


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
    for code in (0x09, 0x0B, 0x0C, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000):
        table[code] = " "
    table |= {ord(c): "(" for c in "﹙〔⦅❨❪"} | {ord(c): ")" for c in "﹚〕⦆❩❫"}
    table |= {
        ord("［"): "[",
        ord("］"): "]",
        ord("｡"): "。",
        ord("﹒"): ".",
        ord("．"): ".",
        ord("﹑"): "、",
        ord("､"): "、",
        ord("∶"): ":",
        ord("︰"): ":",
    }
    table |= {ord(c): "_" for c in "＿﹍﹎﹏‗"}
    table |= {ord(c): "-" for c in "‐‑‒–−﹣"} | {ord("〜"): "~", ord("～"): "~", ord("∼"): "~"}
    table |= {ord("「"): "「", ord("『"): "『"}
    for code in (*range(0x2F00, 0x2FD6), *range(0x2E80, 0x2EF4)):  # radicals that PDFs hold in place of characters
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = plain
    # Traditional characters of the words that we look for, so that the vocabulary is written once.
    table |= dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True))
    return table


_TRADITIONAL = "題單項選擇斷對錯誤確參標準釋義簡論綜問難點學歷區範圍補層節頁總說頓應題"
_SIMPLIFIED = "题单项选择断对错误确参标准释义简论综问难点学历区范围补层节页总说顿应题"
_TABLE = _table()
_FOLDED = re.compile(f"[{re.escape(''.join(map(chr, _TABLE)))}]")


def shadow(text: str) -> str:
    """``text`` in its one form, character by character; a pinyin in brackets behind its character (``權(quán)``) is blank."""
    folded = text.translate(_TABLE) if _FOLDED.search(text) else text
    return _PINYIN.sub(_blank, folded) if ")" in folded and not text.isascii() else folded


_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\((?=[a-z]*[\u00e0-\u00fc\u0101-\u01dc])[a-z\u00e0-\u00fc\u0101-\u01dc]{1,6}\)")
"""With a tone mark, so that ``选择(a)`` stays."""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def cjk(character: str) -> bool:
    """Whether a character is written without spaces between words (Han, kana, their punctuation; not hangul)."""
    code = ord(character)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFFEF or 0x20000 <= code <= 0x3FFFF


def width(text: str) -> int:
    """Columns that a text takes in a fixed-width font: two for a wide character."""
    return len(text) if text.isascii() else len(text) + sum(map(cjk, text))
