"""Signs beside options: bullets and boxes before their letters, ticks that tell which is right, letters written twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.recognise.draft import Draft

__all__ = ["LINE_SIGNS", "TICK_END", "TICK_START", "read_ticks", "sign_start", "without_brackets", "without_second_letter"]

LINE_SIGNS = " *•·▪◦+-√✓✔✅☑🗸★☆○◯●◉□■☐◻×✗✘✕❌\ufe0f"
"""What may stand between the beginning of a line and an option's letter."""
_SIGN = re.compile(
    r"(?:[•·▪◦+>-] {0,3})?(?:\*{1,2}|[√✓✔✅☑🗸★☆○◯●◉□■☐◻×✗✘✕❌]\ufe0f?|\[[ xX√✓*]?\]|(?:option|choice|选项)(?= )|选项)? {0,3}\Z",
    re.IGNORECASE,
)
_INNER_SIGN = re.compile(r"(?:(?<=\s)(?:\*{1,2}|[√✓✔✅☑🗸★]\ufe0f?)|[○◯●◉□■☐◻])\Z")
_LONGEST_SIGN = 16


def sign_start(s: str, low: int, at: int, *, first: bool = False) -> int:
    """Where the sign before an option's letter at ``at`` begins, ``at`` without one: it belongs to this option, not to the one above.

    ``low`` is where the text of the option above begins, or (``first``) the text of the question.
    """
    begin = max(low, at - _LONGEST_SIGN)
    sign = _SIGN.search(s, begin, at)
    if sign is not None and sign.start() < at:
        line = sign.start()
        while line > begin and s[line - 1] == " ":
            line -= 1
        if line == 0 or s[line - 1] == "\n" or (first and line == low):
            return sign.start()
    inner = _INNER_SIGN.search(s, begin, at)
    return inner.start() if inner is not None and s[low : inner.start()].strip() else at


def _without(text: str, sign: re.Match[str] | None, at_end: bool) -> str:
    if sign is None:
        return text
    return (text[: sign.start()] if at_end else text[sign.end() :]).strip()


_SECOND = re.compile(r"\s*[(（\[【]?([A-Ha-hＡ-Ｈ])[)）\]】]?\s?[.．、:：)）]\s*")


def without_second_letter(texts: list[str]) -> list[str]:
    """``A、A.text`` in each option: the letter was written twice."""
    if texts and _SECOND.match(texts[0]) is None:
        return texts
    second = [_SECOND.match(text) for text in texts]
    if all(m is not None and ord(m[1].upper()) - 65 in (i, i + 0xFF21 - 65) for i, m in enumerate(second)):
        return [text[m.end() :] for text, m in zip(texts, second, strict=True) if m is not None]
    return texts


TICK_END = re.compile(
    r"\s*(?:[【(（\[]?\s*此项为?本?\s*题?的?正\s*确\s*答\s*案\s*[】)）\]]?|[(（【\[]\s*(?:正确(?:答案|选项)?"
    r"|right|correct(?: answer)?|richtig|vrai|correcta?|答案|√|✓|✔|对)\s*[)）】\]]|[√✓✔✅☑🗸★]\ufe0f?|(?<=\S)\s*\*{1,2}"
    r"|(?:←|<--+|<==+)\s*(?:正确|答案|对|correct|right|answer|this|√|✓)?.{0,8}(?<![A-H]))\s*$",
    re.IGNORECASE,
)
TICK_START = re.compile(r"\s*(?:[√✓✔✅☑🗸★]\ufe0f?|\*{1,2}(?=\S)|\[[xX√✓]\])\s*")
_TICK_SIGNS = re.compile(r"[√✓✔✅☑🗸★*←]|<[-=]|正|right|correct|richtig|vrai|答案|对[)）】\]]|\[[xX]\]", re.IGNORECASE)
_UNTICKED = re.compile(r"\s*(?:[✗✘❌☐□○×✕]\ufe0f?|\[\s?\])\s*")
_TICKED_LEAD = re.compile(r"\s*(?:[•·▪◦+>-]\s*)?(?:[√✓✔✅☑🗸★*●◉■]|\[[xX√✓*]\])")


def read_ticks(draft: Draft, leads: Sequence[str] = ()) -> None:
    """The options that a sign beside them marks as right; the signs are taken away. ``leads`` is what stands before each text."""
    ticked = tuple(i for i, lead in enumerate(leads) if _TICKED_LEAD.match(lead))
    if 0 < len(ticked) < len(leads):
        draft.ticked = ticked
        draft.options = [
            text.removesuffix("**").rstrip() if "**" in lead else text for text, lead in zip(draft.options, leads, strict=True)
        ]
        return
    if not _TICK_SIGNS.search("\n".join(draft.options)):  # no sign holds a line feed
        return
    ended = [TICK_END.search(text) for text in draft.options]
    begun = [TICK_START.match(text) for text in draft.options]
    for found, at_end in ((ended, True), (begun, False)):
        ticked = tuple(i for i, m in enumerate(found) if m is not None)
        texts = [_without(text, m, at_end) for text, m in zip(draft.options, found, strict=True)]
        if all(draft.options) and not all(texts):
            return  # the signs are the options: "A. √  B. ×"
        if ticked and len(ticked) < len(found):
            draft.options = texts
            draft.ticked = ticked
            break
    draft.options = [_UNTICKED.sub("", text, count=1) if draft.ticked and _UNTICKED.match(text) else text for text in draft.options]


_BRACKETED = re.compile(r"【([^【】]+)】")


def without_brackets(texts: list[str]) -> list[str]:
    """``A：【text】`` in each option: the brackets are the page's."""
    if len(texts) < 2 or not texts[0].startswith("【"):
        return texts
    inner = [_BRACKETED.fullmatch(text) for text in texts]
    if all(m is not None and m[1].strip() for m in inner):
        return [m[1].strip() for m in inner if m is not None]
    return texts
