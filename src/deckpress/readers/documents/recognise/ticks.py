"""Signs beside options that tell which is right, and letters written twice."""

from __future__ import annotations

import re

from deckpress.readers.documents.recognise.draft import Draft

__all__ = ["TICK_END", "TICK_START", "read_ticks", "without_second_letter"]


def _without(text: str, sign: re.Match[str] | None, at_end: bool) -> str:
    if sign is None:
        return text
    return (text[: sign.start()] if at_end else text[sign.end() :]).strip()


_SECOND = re.compile(r"\s*[(（\[【]?([A-Ha-hＡ-Ｈ])[)）\]】]?\s?[.．、:：)）]\s*")


def without_second_letter(texts: list[str]) -> list[str]:
    """``A、A.text`` in each option: the letter was written twice."""
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


def read_ticks(draft: Draft) -> None:
    """The options that a sign beside them marks as right; the signs are taken away."""
    if not any(_TICK_SIGNS.search(text) for text in draft.options):
        return
    ended = [TICK_END.search(text) for text in draft.options]
    begun = [TICK_START.match(text) for text in draft.options]
    for found, at_end in ((ended, True), (begun, False)):
        ticked = tuple(i for i, m in enumerate(found) if m is not None)
        if ticked and len(ticked) < len(found):
            draft.options = [_without(text, m, at_end) for text, m in zip(draft.options, found, strict=True)]
            draft.ticked = ticked
            break
    draft.options = [_UNTICKED.sub("", text, count=1) if draft.ticked and _UNTICKED.match(text) else text for text in draft.options]
