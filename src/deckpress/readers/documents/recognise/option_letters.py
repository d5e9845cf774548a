"""Answers in the marks that the document gives its options: Cyrillic letters, digits, Roman numbers."""

from __future__ import annotations

import re

from deckpress.readers.documents.recognise.answer_match import key
from deckpress.readers.documents.recognise.draft import Draft

__all__ = ["ROMAN_VALUE", "in_latin"]

ROMAN_VALUE = re.compile(r"[(\[]?\s?(?P<v>i{1,3}|iv|vi{0,3})\s?[)\].]{0,2}", re.IGNORECASE)
"""An answer that is the number of an option (i) (ii) (iii)."""
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
_RING = "①②③④⑤⑥⑦⑧"
_OWN_MARKS = (
    ("абвгдежз", re.compile(r"\s*\(?((?:[абвгдежз]|[АБВГДЕЖЗ]+)(?:\s*[,;]\s*[абвгдежзАБВГДЕЖЗ])*)(?!\w)")),
    ("12345678", re.compile(r"\s*\(?([1-8](?:\s*[,;]\s*[1-8])*)[).]?\s*\Z")),
)


def in_latin(draft: Draft, answer: str) -> str:
    """An answer in the letters A, B, C …, where the document marks its options with Cyrillic letters or digits; else as it is."""
    starts = [start for start, _, role in draft.roles if role == "option"]
    marks = [draft.strip.shadow[start:begin].lower() for start, (begin, _) in zip(starts, draft.option_spans, strict=False)]
    roman = ROMAN_VALUE.fullmatch(answer.strip().lower())
    if roman is not None and marks and all(i < len(_ROMANS) and mark.strip("(). ") == _ROMANS[i] for i, mark in enumerate(marks)):
        return chr(65 + _ROMANS.index(roman["v"]))
    for alphabet, letters in _OWN_MARKS:
        if not marks or not all(
            i < len(alphabet) and (alphabet[i] in mark or (alphabet[0] == "1" and _RING[i] in mark)) for i, mark in enumerate(marks)
        ):
            continue
        found = letters.match(answer)
        if found is None or any(key(option) == key(answer) for option in draft.options):
            return answer
        latin = "".join(chr(65 + place) if (place := alphabet.find(c)) >= 0 else c for c in found[1].lower())
        return answer[: found.start(1)] + latin + answer[found.end(1) :]
    return answer
