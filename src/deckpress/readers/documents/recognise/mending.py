"""What a page layout or a web site did to the lines: furniture, page marks, torn digits, titles without a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.facts import Candidate, Facts, Heading
from deckpress.readers.documents.recognise.numbers import start_candidate
from deckpress.readers.documents.recognise.words import FURNITURE, KIND_WORD, NOISE_LINE, kind_of

__all__ = ["is_furniture", "mark_titles", "mend_torn", "settle_lone_labels", "skip_page_marks"]

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


_SCORE = re.compile(r"\s*\d{1,3}(?:\.\d{1,2})?\s*分\s*")
_FURNITURE_STARTS = frozenset("原文网用相最合下点展阅当举版上页本资立免温热猜返分扫关评第-cCsSrRlL©aApP=_*~—─·.")
_NOISE_STARTS = frozenset("选请试未已标获QqOoCcEeYy展收查显隐纠笔评加AaRrDdSsHhVvMmNnPpFf")


def is_furniture(s: str, above: Facts | None) -> bool:
    """A line of the site: known words alone on it, or somebody's score below their answer."""
    first = s.lstrip()[0]
    if first in _FURNITURE_STARTS and FURNITURE.fullmatch(s):
        return True
    if len(s) < 44 and first in _NOISE_STARTS and NOISE_LINE.fullmatch(s):
        return True
    if not first.isdecimal():
        return False
    answered = above is not None and (above.furniture or any(label.name in ("answer", "own") for label in above.labels))
    return answered and len(s) < 12 and _SCORE.fullmatch(s) is not None


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
    r"\s*(?:\(?\d{1,4}\)?\s*[.、):-]?\s*(?:[A-Ha-h]{1,8}(?![A-Za-z])|[√×✓✗✔✘]|[对错](?![\u4e00-\u9fff])|答案)"
    r"|\d{1,4}\s*[-~至到]\s*\d{1,4}\s*[.:、]?\s*[A-H√×对错])"
)
_TITLE_WORD = re.compile(
    r"题库|试题|试卷|习题|练习|真题|考试|测验|测试|模拟|复习|考题|作业|教案|讲义|制度|体系|方案|报告|论文|总结"
    r"|资料|相关文档|最近下载|相关主题|版权|文档|\.(?:docx?|pdf|pptx?|xlsx?)\b|\b(?:quiz|exam|test bank|question bank"
    r"|practice test|worksheet)\b",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"[。？?！!；;,，、:：]$|(?:是|的|有|为|了|在|于|和|或|[)\]】（(\[]|_)\s*$|_{2,}|\(\s*\)|^\s*[(\[【]?[A-Ha-h][)\]】.、:：\s]"
    r"|^\s*[(\[]?\d{1,4}\s*[)\].、]"
)


def number_kind_lines(facts: list[Facts]) -> None:
    """``1、单选题:`` above each question, its number rising from one to the next, is a question's number and no heading."""
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


def mark_titles(facts: list[Facts], lines: Sequence[Line]) -> None:
    """Short lines between blank ones that name a paper, a bank or an article: a new document begins there."""
    for number, fact in enumerate(facts):
        s = fact.shadow.strip()
        if (
            not 3 <= len(s) <= 42
            or lines[number].role != "text"
            or fact.heading is not None
            or fact.inner
            or fact.labels
            or fact.candidates
            or fact.opens
        ):
            continue
        if not _TITLE_WORD.search(s) or _NO_TITLE.search(s) or any(c in s for c in ",，。、;；?？!！“"):
            continue
        above = facts[number - 1] if number else None
        below = facts[number + 1] if number + 1 < len(facts) else None
        kinds = {kind_of(word[0]) for word in KIND_WORD.finditer(s) if word[0].endswith("题")}
        if (above is None or above.first >= len(above.shadow) or above.heading is not None) and (
            below is None or below.first >= len(below.shadow)
        ):
            fact.heading = Heading(fact.first, fact.first + len(s), "title", kinds.pop() if len(kinds) == 1 else None, 0)
