"""Labels: 答案:, 【解析】, Your answer: and their like, wherever they stand in a line."""

from __future__ import annotations

import re

from deckpress.readers.documents.recognise.facts import Label, LabelName
from deckpress.readers.documents.recognise.words import LABELS

__all__ = ["find_labels"]

_CLOSERS = re.compile(r"[:：】\]》]")
_SIGN = re.compile(r"[^\w\s(\[【《<〖:：,.，。、;\"'“‘_]{1,4}\s*(?:_{1,2}(?=[^\W_])|(?=\w))")
"""An emoji or bullet before a label."""


_SPACED = re.compile(
    r"(?:(?:正确|标准|参考|本题)?答案(?:[是为选]|应[是为选])?|正确选项[是为]?|(?:the )?(?:correct |right |best )?(?:answers?"
    r"|options?|choices?)(?: (?:is|are))?|ans|key|correct|gabarito"
    r"|解答|正解|正答|答え|정답|답"
    r"|respuesta(?: correcta)?(?: es)?|r[ée]ponse|antwort|l[oö]sung|risposte? corrett[ae]|ответ)"
    r"\s*(?:[.•–—-]\s*|\s)(?=[(\[【\"'‘“]?\s?(?:[A-Ha-h](?:\s?[,、&和]\s?[A-Ha-h]|[A-H]){0,7}|[√×✓✗✔✘]|对|错"
    r"|正确|错误|true|false|[TFVX]|[1-6]|[アイウエオカ①-⑧○〇])\s?[)\]】\"'’”]?\s*"
    r"(?:[.。,，;；]|$|because|since|as\b|\s-\s))"
    r"|(?:die richtige antwort ist|la respuesta correcta es|la r[ée]ponse correcte est|a resposta correta é|la risposta corretta è)"
    r"\s?(?=[\"'“‘„«]\s?\w{1,12}\s?[\"'”’“»])"
    r"|正确的?答案[是为]\s?(?=[\"'“‘](?:对|错|正确|错误|[A-H]{1,8})[\"'”’])",
    re.IGNORECASE,
)
"""A label without a colon: ``答案 A``, ``Ans. (a)``, ``The correct answer is B because …``; the value stands behind it."""


_SPACED_EXPLANATION = re.compile(r"(?:解説|해설|풀이)[ ]{1,4}(?=\S)")


def find_labels(s: str, first: int) -> list[Label]:
    found: list[Label] = []
    sign = _SIGN.match(s, first)
    match = LABELS.match(s, sign.end() if sign is not None else first)
    if match is not None:
        found.append(Label(first, match.end(), _name(match)))
    elif (spaced := _SPACED.match(s, sign.end() if sign is not None else first)) is not None:
        found.append(Label(first, spaced.end(), "answer"))
    elif (explained := _SPACED_EXPLANATION.match(s, first)) is not None:
        found.append(Label(first, explained.end(), "explanation"))
    last = found[-1].end if found else first
    for closer in _CLOSERS.finditer(s, last):
        at = closer.start()
        begin = _label_start(s, at, last)
        while begin is not None and begin < at:
            match = LABELS.match(s, begin) if _may_begin(s, begin) else None
            if match is not None and match.end() > at:
                found.append(Label(begin, match.end(), _name(match)))
                last = match.end()
                break
            begin += 1
            if begin > first and s[begin - 1].isascii() and s[begin - 1].isalpha() and s[begin].isascii():
                begin = next((i for i in range(begin, at) if not (s[i].isascii() and s[i].isalpha())), at)
    return found


_VALUED = re.compile(
    r"(?:Correct |Right )?(?:Answer|Ans|Key|Respuesta|R[ée]ponse|Antwort|L[öo]sung|Resposta|Risposta|Ответ)s?(?: ?[Cc]orr?ecta)?\s?:\s?"
    r"[(\[]?(?:[A-H](?:\s?,?\s?[A-H]){0,7}|True|False)(?![\w'])|(?:Explanation|Rationale|Explicaci[oó]n|Explication|Erkl[äa]rung)\s?:"
)
"""A label that says itself that it is one: capital letter, colon, and an answer behind it (``D. Never Answer: A Explanation: …``)."""


def _may_begin(s: str, begin: int) -> bool:
    """Whether a label may stand in a line: a Latin word behind a sentence's end only ("choose the correct option:" is none)."""
    if not ("a" <= s[begin].lower() <= "z"):
        return True
    before = s[max(0, begin - 3) : begin].rstrip()
    if not before or not before[-1].isalnum() or not before[-1].isascii():
        return True
    return s[begin].isupper() and s[begin - 1] == " " and _VALUED.match(s, begin) is not None


def _label_start(s: str, at: int, last: int) -> int | None:
    """Where a label that ends at ``at`` may begin at the earliest: its word, or its opening bracket."""
    if s[at] != ":":
        opening = {"】": "【", "]": "[", "》": "《"}[s[at]]
        begin = s.rfind(opening, max(last, at - 16), at)
        return begin if begin >= 0 else None
    if at == last or not (s[at - 1].isalnum() or s[at - 1] in " )"):
        return None
    return max(last, at - 24)


def _name(match: re.Match[str]) -> LabelName:
    return match.lastgroup  # type: ignore[return-value]  # the groups are named so
