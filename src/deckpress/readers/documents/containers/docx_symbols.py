"""Signs of the fonts Wingdings, Webdings and Symbol in Unicode: the boxes, ticks, arrows and letters that question banks use."""

from __future__ import annotations

__all__ = ["BOXES", "UNKNOWN", "sign"]

BOXES = frozenset("☐☑☒✓✔✗✘☒□■")
"""Signs that mean ticked or not."""
UNKNOWN = "\ufffd"

_WINGDINGS = {
    0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐", 0x73: "⬧", 0x74: "⧫",
    0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x78: "☒", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "☐", 0xAB: "★",
    0xD5: "⌫", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x80 + digit: "⓪①②③④⑤⑥⑦⑧⑨⑩"[digit] for digit in range(11)},
    **{0x8B + digit: "⓿❶❷❸❹❺❻❼❽❾❿"[digit] for digit in range(11)},
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x55: "⊗", 0x56: "⊗", 0x97: "●", 0x98: "●", 0x9E: "●",
    0xA0: "■", 0xA2: "■", 0xA3: "☐", 0xA4: "☐", 0xA5: "☐",
}  # fmt: skip
_WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "✗", 0x3D: "●"}
# The encoding of Symbol (Adobe's symbol.txt), from 0x21 on; a space where a sign is of no use in text.
_SYMBOL_LOW = "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_ αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_SYMBOL_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…  ↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
_SYMBOL = {0x21 + index: character for index, character in enumerate(_SYMBOL_LOW)} | {
    0xA0 + index: character for index, character in enumerate(_SYMBOL_HIGH)
}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "webdings": _WEBDINGS, "symbol": _SYMBOL}


def sign(character: str, font: str) -> str:
    """What a character of a font (its name in lower case) looks like, in Unicode.

    Symbol fonts lie at U+F000 too. `UNKNOWN` for a sign of theirs that we have no character for; the character itself in other fonts.
    """
    code = ord(character)
    private = 0xF000 <= code <= 0xF0FF
    table = _FONTS.get(font)
    if table is None:
        if not private:
            return character
        if font:
            return chr(code - 0xF000) if 0xF021 <= code <= 0xF07E else UNKNOWN
        table = _WINGDINGS  # a symbol without its font: most are of this one
    if code > 0xFF and not private:
        return character
    code &= 0xFF
    if code <= 0x20:
        return " "
    return table.get(code, UNKNOWN)
