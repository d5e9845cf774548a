"""What a page layout did to the lines: page marks, torn digits, labels alone."""

from __future__ import annotations

import re
from collections import Counter

from deckpress.readers.documents.recognise.facts import Candidate, Facts, Label
from deckpress.readers.documents.recognise.numbers import start_candidate

__all__ = ["label_numbered_answers", "mend_misread", "mend_torn", "settle_lone_labels", "skip_page_marks"]

_LONG = 150


def skip_page_marks(facts: list[Facts]) -> None:
    """In a text of few long lines (a page each), the numbers 1, 2, 3 that begin the lines count pages and cut words apart."""
    rows = [f for f in facts if f.first < len(f.shadow)]
    long = [f for f in rows if len(f.shadow) > _LONG]
    if not long:
        return
    expected = 1
    marked = []
    for fact in rows:
        c = fact.candidates[0] if fact.candidates else None
        if c is not None and c.at_start and c.style == "n." and c.value == expected:
            marked.append((fact, c))
            expected += 1
    if len(marked) < 2 or sum(len(f.shadow) > _LONG for f, _ in marked) < 0.6 * len(marked):
        return
    if sum(_holds_several(f) for f, _ in marked) < 0.6 * len(marked):
        return
    for fact, c in marked:
        second = start_candidate(fact.shadow, c.line, c.end)
        fact.skip, fact.joins = (c.start, c.end), True
        del fact.candidates[0]
        if second is not None and not any(other.start == second.start for other in fact.candidates):
            fact.candidates.insert(0, second)


def _holds_several(fact: Facts) -> bool:
    return sum(not c.at_start and c.style == "n." for c in fact.candidates) >= 2


def _swap_torn(facts: list[Facts], number: int, above: Facts | None) -> None:
    """``.stem`` above a lone ``1`` and options: the page layout has set the number below its point."""
    fact = facts[number]
    lone = fact.candidates[0] if len(fact.candidates) == 1 and fact.candidates[0].style == "alone" else None
    if lone is None or above is None or above.candidates or above.shadow[above.first] not in ".、":
        return
    below = next((f for f in facts[number + 1 : number + 4] if f.first < len(f.shadow)), None)
    if below is not None and below.opens:
        line = next(i for i in range(number - 1, -1, -1) if facts[i] is above)
        above.candidates.append(Candidate(line, above.first, above.first + 1, "n.", lone.value, True))
        fact.candidates.clear()
        fact.skip = (fact.first, len(fact.shadow))


def mend_torn(facts: list[Facts]) -> None:
    """Numbers below ``【47-49】`` whose first digit a page layout has torn off (``7.``) get it back; a lone ``0.`` is no number."""
    first = last = 0
    left = 0
    above: Facts | None = None
    for number, fact in enumerate(facts):
        if fact.first >= len(fact.shadow):
            continue
        _swap_torn(facts, number, above)
        above = fact
        if fact.heading is not None:
            first, last = (fact.heading.first, fact.heading.last) if fact.heading.sort == "group" else (0, 0)
            left = 60
        left -= 1
        if not fact.candidates:
            continue
        c = fact.candidates[0]
        if c.at_start and last > 9 and left > 0 and c.value < 10:
            if c.style in ("n.", "n)"):
                whole = next((n for n in range(first, last + 1) if n % 10 == c.value), 0)
                c.value = whole or c.value
            elif c.style == "alone":
                fact.skip = (fact.first, len(fact.shadow))
                fact.candidates.clear()
                continue
        if not c.value and c.style != "code":
            del fact.candidates[0]


def settle_lone_labels(facts: list[Facts]) -> None:
    """``答案:`` alone on a line heads a key where entries or a kind's heading follow; else it belongs to one question."""
    for number, fact in enumerate(facts):
        heading = fact.heading
        if heading is None or heading.sort != "key" or not fact.labels or fact.labels[0].end < len(fact.shadow.rstrip()):
            continue
        below = next((f for f in facts[number + 1 : number + 4] if f.first < len(f.shadow)), None)
        if below is None or not (_heads(below) or _KEY_ROW.match(below.shadow)):
            fact.heading = None


def _heads(fact: Facts) -> bool:
    return fact.heading is not None and fact.heading.sort == "kind"


_KEY_ROW = re.compile(
    r"\s*(?:(?:第|题目?|问题|问|试题|Q|No\.?)?\s*\(?\d{1,4}\)?\s*[题问]?\s*[.、):-]?\s*(?:[A-Ha-h]{1,8}(?![A-Za-z])|[アイウエオ①-⑧√×✓✗✔✘]|[对错](?![\u4e00-\u9fff])|答案)"
    r"|\d{1,4}\s*[-~至到]\s*\d{1,4}\s*[.:、]?\s*[A-H√×对错])"
)


_VERDICTS = frozenset({"正确", "错误", "回答正确", "回答错误", "答对", "答错"})


def _tag_kinds(facts: list[Facts]) -> None:
    """``【单选题】 (2分)`` below a number alone on its line is the question's kind and no heading; somebody's verdict no text of it."""
    above: Facts | None = None
    tagged = []
    for number, fact in enumerate(facts):
        if fact.furniture and above is not None and fact.shadow.lstrip().startswith("本题总得分") and above.shadow.strip() in _VERDICTS:
            above.furniture, above.first = True, len(above.shadow)
            above.candidates.clear()
        if fact.first >= len(fact.shadow):
            continue
        alone = above is not None and bool(above.candidates) and above.candidates[0].style == "alone"
        heading = fact.heading
        if alone and heading is not None and heading.sort == "kind" and fact.shadow[fact.first] in "【[(":
            tagged.append((number, fact))
        above = fact
    for _, fact in tagged if len(tagged) > 1 else ():
        fact.heading = None


def number_kind_lines(facts: list[Facts]) -> None:
    """``1、单选题:`` above each question, its number rising from one to the next, is a question's number and no heading."""
    _tag_kinds(facts)
    lines = []
    for number, fact in enumerate(facts):
        heading = fact.heading
        if heading is not None and heading.sort == "kind" and fact.shadow[fact.first].isdecimal():
            candidate = start_candidate(fact.shadow, number, 0)
            if candidate is not None:
                lines.append((fact, candidate))
    if len(lines) < 3 or [c.value for _, c in lines[:3]] != [lines[0][1].value + i for i in range(3)]:
        return
    others = sum(1 for f in facts for c in f.candidates if c.at_start and c.style == lines[0][1].style)
    if others > len(lines):
        return
    for fact, candidate in lines:
        fact.heading = None
        fact.candidates.insert(0, candidate)


_OPENER = re.compile(r"\s*[(\[【]\s?([^\W\d_]{2,12})")
_MISREAD = re.compile(r"\s{0,8}((?![A-H][.、)])[0-9A-Za-zÍÌíì|]{1,4})\s?[.、)]\s?(?=\S)")
_LOOKS_LIKE = {
    **dict.fromkeys("iIlíìÍÌ|", "1"),
    "n": "11",
    "o": "0",
    "O": "0",
    "g": "9",
    "q": "9",
    "z": "2",
    "Z": "2",
    "S": "5",
    "s": "5",
    "B": "8",
    "b": "6",
}
"""Digits that a character reader takes for letters."""
_MISREAD_STARTS = frozenset("0123456789") | (frozenset(_LOOKS_LIKE) - {"B"})
_OFTEN = 4


def mend_misread(facts: list[Facts]) -> None:
    """Numbers whose digits a character reader took for letters (``l2.``, ``io.``) count on from the number before them.

    A letter among digits says so itself. Letters alone do where the texts of most numbers begin with the same bracket
    (``(ENEM …)``) and theirs does too; numbers of another form before that bracket are of the same run.
    """
    usual, opener = _usual_opener(facts)
    value = 0
    for number, fact in enumerate(facts):
        s = fact.shadow
        if fact.furniture or fact.first >= len(s):
            continue
        known = fact.candidates[0] if fact.candidates and fact.candidates[0].at_start else None
        if known is not None:
            if opener and known.style == "n." and known.value == value + 1 and _opens_with(s, known.end, opener):
                known.style = usual
            if known.style == usual or not opener:
                value = known.value
            continue
        found = _MISREAD.match(s) if s[fact.first] in _MISREAD_STARTS else None
        if found is None:
            continue
        digits = "".join(c if c.isdecimal() else _LOOKS_LIKE.get(c, "x") for c in found[1])
        told = bool(opener) and _opens_with(s, found.end(), opener)
        mixed = any(c.isdecimal() for c in found[1]) and not found[1].isdecimal()
        if digits != str(value + 1) or not (told or (mixed and value > 1)):
            continue
        value += 1
        fact.candidates.insert(
            0, Candidate(number, fact.first, found.end(1) + 1, usual if told else "n.", value, True, 0.0 if told else -0.3)
        )


def _usual_opener(facts: list[Facts]) -> tuple[str, str]:
    """The usual style of the numbers, and the word in the bracket behind most of them; empty where they share none."""
    seen: Counter[str] = Counter()
    styles: dict[str, Counter[str]] = {}
    numbers = 0
    for fact in facts:
        if fact.candidates and fact.candidates[0].at_start:
            c = fact.candidates[0]
            numbers += 1
            opener = _OPENER.match(fact.shadow, c.end)
            if opener is not None:
                seen[opener[1]] += 1
                styles.setdefault(opener[1], Counter())[c.style] += 1
    if not seen:
        return "", ""
    word, count = seen.most_common(1)[0]
    return (styles[word].most_common(1)[0][0], word) if count >= _OFTEN and 2 * count > numbers else ("", "")


def _opens_with(s: str, at: int, word: str) -> bool:
    opener = _OPENER.match(s, at)
    return opener is not None and opener[1] == word


_ANSWER_NUMBER = re.compile(r"\s{0,8}(?:\*\*)?(?:A|Ans(?:wer)?|答|答案)\s?\.?\s?(\d{1,4})\s?[.:、)]\s{0,4}(?=\S)")
_QUESTION_NUMBER = re.compile(r"\s{0,8}(?:\*\*)?(?:Q|Question|问)\s?\.?\s?\d{1,4}\s?[.:、)]", re.IGNORECASE)


def label_numbered_answers(facts: list[Facts]) -> None:
    """``A1. …`` below ``Q1. …`` is the answer to it and no number of its own."""
    value = 0
    for fact in facts:
        if fact.first >= len(fact.shadow):
            continue
        found = _ANSWER_NUMBER.match(fact.shadow) if fact.shadow[fact.first] in "A答*" else None
        if found is not None and value and int(found[1]) == value:
            fact.labels = [Label(fact.first, found.end(), "answer"), *(label for label in fact.labels if label.start >= found.end())]
            fact.candidates = [c for c in fact.candidates if c.start >= found.end()]
            fact.opens = False
        elif fact.candidates and fact.candidates[0].at_start:
            asked = fact.candidates[0].style in ("word", "hword", "code") and _QUESTION_NUMBER.match(fact.shadow)
            value = fact.candidates[0].value if asked else value
