"""Option letters, and words and signs for true and false, as values by themselves and at the start of an answer."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

from deckpress.readers.documents.recognise.answer_words import (
    ALPHABETS,
    EXPLANATION_LABEL,
    JOINING,
    LATIN,
    LEAD,
    LOOK_ALIKES,
    RUSSIAN,
    RUSSIAN_ONLY,
    SEPARATORS,
    TRUTH,
    TRUTH_FRAME,
    WRAPPING,
    fold,
)

__all__ = ["LONGEST_VALUE", "Head", "letter_head", "read_letters", "read_truth", "unlabelled"]

LONGEST_VALUE = 200
"""Characters that a list of letters can take; longer texts are no letters."""


_KNOWN = frozenset("".join((LATIN, RUSSIAN, *ALPHABETS)))


def read_letters(text: str) -> tuple[int, ...] | None:
    """Option indices of a text that is nothing but option letters (``A,B、D``, ``(C)``, ``a c``, ``ア``, ``①``), else None."""
    text = text.strip(WRAPPING)
    if len(text) == 1 and "A" <= text <= "Z":
        return (ord(text) - ord("A"),)
    if not text or len(text) > LONGEST_VALUE:
        return None
    circled = _circled(text)
    if circled is not None:
        return circled
    if len(text) < 5 and text in _ROMAN:
        return (_ROMAN[text],)
    text = unicodedata.normalize("NFKC", text).translate(SEPARATORS)
    if RUSSIAN_ONLY.isdisjoint(text.upper()):
        text = text.translate(LOOK_ALIKES)
    for ending in ("选项", "選項", "项", "項"):
        text = text.removesuffix(ending)
    tokens = text.split()
    if not tokens or tokens[0][0].upper() not in _KNOWN:
        return None
    middle = [token for token in tokens[1:-1] if not _joins(token, tokens)]
    tokens = [*tokens[:1], *middle, *tokens[1:][-1:]]
    if not all(_plausible(token) for token in tokens):
        return None
    return _indices("".join(tokens).upper())


_ROMAN = {text: index for index, text in enumerate(("ii", "iii", "iv"), 1)} | {"vi": 5, "vii": 6, "viii": 7}
"""Numbers of options (i) (ii) (iii) that are no letters."""


def _joins(word: str, words: list[str]) -> bool:
    return word.upper() in JOINING or (word == "e" and words[0].isupper())


def _plausible(token: str) -> bool:
    """No word of a language: one letter, capitals to H, rising letters to L, lower case rising to H; no word of kana or Hangul."""
    if len(token) == 1:
        return True
    if not token.isalpha() or len(token) > len(LATIN):
        return False
    if not token.isascii():
        letters = token.upper()
        runs = ([alphabet.find(letter) for letter in letters] for alphabet in (RUSSIAN, *ALPHABETS))
        return not _SYLLABLES.search(token) and any(_rising(run) for run in runs)
    if token.isupper():
        return max(token) <= "H" or (max(token) <= "L" and list(token) == sorted(token))
    return token.islower() and max(token) <= "h" and list(token) == sorted(token)


def _rising(places: list[int]) -> bool:
    return places[0] >= 0 and all(before < after for before, after in pairwise(places))


def _circled(text: str) -> tuple[int, ...] | None:
    """``①③``: numbers that only options have."""
    found = []
    for sign in text.translate(SEPARATORS):
        if "①" <= sign <= "⑳":
            found.append(ord(sign) - ord("①"))
        elif not sign.isspace():
            return None
    return tuple(sorted(found)) if len(set(found)) == len(found) > 0 else None


def _indices(letters: str) -> tuple[int, ...] | None:
    """Indices of capitals that all come from one script, each once; None otherwise."""
    for alphabet in (LATIN, RUSSIAN, *ALPHABETS):
        if letters[0] in alphabet:
            found = [alphabet.find(letter) for letter in letters]
            return tuple(sorted(found)) if min(found) >= 0 and len(set(found)) == len(found) else None
    return None


_SYLLABLES = re.compile("[ぁ-ヿ가-힣]")


def read_truth(text: str) -> bool | None:
    """What a text says that is nothing but a word or sign for true or false (``√``, ``错误。``, ``(T)``, ``Верно``), else None."""
    text = text.strip(WRAPPING)
    if not text or len(text) > 40:
        return None
    folded = fold(text).strip(WRAPPING)
    truth = TRUTH.get(folded)
    if truth is None and (framed := TRUTH_FRAME.fullmatch(folded)) is not None:
        return TRUTH.get(framed[1]) if len(framed[1]) > 1 or not framed[1].isascii() else None
    return truth


# --- letters with something behind


class Head(NamedTuple):
    """Letters at the start. ``sure`` where a sign parts them from the rest, not a mere space; ``lower``: written small."""

    choice: tuple[int, ...]
    rest: str
    sure: bool
    lower: bool


_OPENING = re.compile(r"[\s(\[【《「“\"'*_`]{0,9}")
_RUN = re.compile(r"[A-Za-zА-Яа-яΑ-Ωα-ωア-コ가-힣ᄀ-ᄒא-ת①-⑳甲乙丙丁戊己]{1,12}(?![^\W\u2e80-\uffff]|['’+\-=])")
_BETWEEN = re.compile(r"[ ,、;/&+|和与及)\]】(\[【]{1,4}")
_GAP = re.compile(r"[\s)\]】》」”\"'*_`.:,;。、：，；\-—]{0,9}")
_PAGE = re.compile(r"[(（{\[]?\s?(?:第\s?\d{1,5}\s?[页頁]|[Pp]{1,2}\.?\s?\d|\d{1,5}\s?[页頁])")
_MOST_RUNS = 12


def letter_head(text: str) -> Head | None:
    """The letters that ``text`` begins with; None where they may be a word of it."""
    lead = LEAD.match(text)
    head = _letter_head_at(text, lead.end()) if lead else None
    return head or _letter_head_at(text, 0)


def _letter_head_at(text: str, start: int) -> Head | None:
    folded = "".join(_fold_sign(sign) for sign in text[start : start + LONGEST_VALUE])
    found = _letters_at(folded, _end(_OPENING, folded, 0))
    if found is None:
        return None
    choice, begin, end = found
    after = _end(_GAP, folded, end)
    gap, rest = folded[end:after], text[start + after :].strip()
    bracketed = rest[:1] in {"(", "（", "[", "【", "{", ""}
    labelled = EXPLANATION_LABEL.match(rest) is not None
    if not gap and not bracketed and not labelled:
        return None
    lower = folded[begin:end].islower() and folded[begin:end].isascii()
    if lower and (not gap.strip() or (gap == "." and re.match("[A-Za-z]", folded[after:]))):
        return None  # "a lot", "a.m."
    marked = bool(gap.strip()) or bracketed or labelled or _PAGE.match(rest) is not None
    return Head(choice, rest, marked or rest[0] >= "\u2e80", lower)


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def _letters_at(folded: str, begin: int) -> tuple[tuple[int, ...], int, int] | None:
    """The longest row of letters from ``begin``, its start and its end: the second word of "A, Because" is none."""
    best, at = None, begin
    for _ in range(_MOST_RUNS):
        run = _RUN.match(folded, at)
        if run is None:
            break
        choice = read_letters(folded[begin : run.end()])
        if choice is not None:
            best = choice, begin, run.end()
        between = _BETWEEN.match(folded, run.end())
        if between is None:
            break
        at = between.end()
    return best


def _fold_sign(sign: str) -> str:
    """One sign for one sign, so that places stay; circled numbers stay themselves."""
    if "①" <= sign <= "⑳":
        return sign
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) == 1 else sign


def unlabelled(rest: str) -> str:
    """An explanation without its label."""
    rest = rest.strip()
    label = EXPLANATION_LABEL.match(rest)
    return rest[label.end() :].strip() if label else rest
