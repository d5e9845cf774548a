"""Automatic numbers as Word writes them: the number formats of ECMA-376 part 1, 17.18.59."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["numeral"]

_MOST = 32_767
"""Word counts no further."""
_MOST_LETTERS = 780
"""Word writes 30 letters at most: ``zzz…``."""
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
    (4, "IV"), (1, "I"),
)  # fmt: skip
_SIMPLIFIED, _LEGAL, _LEGAL_TRADITIONAL = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_GANADA, _CHOSUNG = "가나다라마바사아자차카타파하", "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_HEBREW, _ARABIC = "אבגדהוזחטיכלמנסעפצקרשת", "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"


def numeral(value: int, form: str) -> str:
    """``value`` in a number format such as ``upperLetter``. Decimal where the format is not known or ends before ``value``."""
    if not 0 <= value <= _MOST:
        return str(value)
    written = _FORMS[form](value) if form in _FORMS else ""
    return written or str(value)


def _letters(alphabet: str) -> Callable[[int], str]:
    """a … z, aa, bb: the letter repeated."""
    return lambda value: alphabet[(value - 1) % len(alphabet)] * ((value - 1) // len(alphabet) + 1) if 0 < value <= _MOST_LETTERS else ""


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)] if value else ""


def _row(first: int, count: int, zero: str = "") -> Callable[[int], str]:
    """Signs that follow each other in Unicode, from 1."""
    return lambda value: chr(first + value - 1) if 0 < value <= count else zero if not value else ""


def _roman(value: int) -> str:
    if value > 3999:
        return ""
    signs = []
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        signs.append(sign * count)
    return "".join(signs)


def _digits(signs: str) -> Callable[[int], str]:
    """Each decimal digit by its sign: 一〇二."""
    return lambda value: "".join(signs[int(digit)] for digit in str(value))


def _counting(digits: str, units: str, zero: str = "", bare: str = "first ten") -> Callable[[int], str]:
    """十二, 一百零三: digits and units; ``units`` are those of 10, 100, 1000, 10000. ``zero`` stands for a gap of units.

    ``bare`` says which unit goes without its 一: the ``first ten``, ``every`` one up to 1000, or none.
    """

    def written(value: int) -> str:
        if value >= 10_000:
            high, low = divmod(value, 10_000)
            return written(high) + units[3] + (zero if 0 < low < 1000 else "") + (written(low) if low else "")
        signs: list[str] = []
        gap = False
        for power in (3, 2, 1, 0):
            digit = value // 10**power % 10
            if not digit:
                gap = bool(signs)
                continue
            if gap:
                signs.append(zero)
            gap = False
            one = digit == 1 and power and (bare == "every" or (bare == "first ten" and power == 1 and not signs))
            signs.append(("" if one else digits[digit]) + (units[power - 1] if power else ""))
        return "".join(signs) or digits[0]

    return written


def _chinese_counting(value: int) -> str:
    """十二, but digit by digit from 100 on: 一〇二 (chineseCounting)."""
    return _COUNTING(value) if value < 100 else _digits("○" + _SIMPLIFIED[1:])(value)


def _circled(value: int) -> str:
    for first, last, start in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= value <= last:
            return chr(start + value - first)
    return "⓪" if not value else ""


_COUNTING = _counting(_SIMPLIFIED, "十百千万")
_THOUSAND = _counting("零" + _SIMPLIFIED[1:], "十百千万", "零")
_TAIWANESE = _counting("零" + _SIMPLIFIED[1:], "十百千萬", "零")
_JAPANESE = _counting(_SIMPLIFIED, "十百千万", bare="every")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_FULL_WIDTH = _digits("０１２３４５６７８９")

_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _FULL_WIDTH,
    "decimalFullWidth2": _FULL_WIDTH,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _row(0x2474, 20),
    "decimalEnclosedFullstop": _row(0x2488, 20),
    "numberInDash": lambda value: f"- {value} -",
    "ordinal": lambda value: str(value) + ("th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")),
    "lowerLetter": _letters(_LATIN),
    "upperLetter": _letters(_LATIN.upper()),
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperRoman": _roman,
    "russianLower": _letters(_RUSSIAN),
    "russianUpper": _letters(_RUSSIAN.upper()),
    "chineseCounting": _chinese_counting,
    "chineseCountingThousand": _THOUSAND,
    "chineseLegalSimplified": _counting(_LEGAL, "拾佰仟万", "零", bare=""),
    "ideographLegalTraditional": _counting(_LEGAL_TRADITIONAL, "拾佰仟萬", "零", bare=""),
    "taiwaneseCounting": lambda value: _TAIWANESE(value) if value < 100 else _digits("○" + _SIMPLIFIED[1:])(value),
    "taiwaneseCountingThousand": _TAIWANESE,
    "taiwaneseDigital": _digits("○" + _SIMPLIFIED[1:]),
    "japaneseCounting": _JAPANESE,
    "japaneseLegal": _counting(_LEGAL_TRADITIONAL, "拾百阡萬", "", bare=""),
    "japaneseDigitalTenThousand": _digits(_SIMPLIFIED),
    "ideographDigital": _digits(_SIMPLIFIED),
    "ideographEnclosedCircle": _row(0x3280, 10),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda value: _cycle(_STEMS)(value) + _cycle(_BRANCHES)(value),
    "ganada": _letters(_GANADA),
    "chosung": _letters(_CHOSUNG),
    "aiueoFullWidth": _cycle(_AIUEO),
    "irohaFullWidth": _cycle(_IROHA),
    "hebrew2": _letters(_HEBREW),
    "arabicAlpha": _letters(_ARABIC),
}
