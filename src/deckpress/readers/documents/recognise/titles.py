"""Titles without a mark: of a paper, a bank, an article, of the next copy of the same bank, of a stretch of questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.facts import Candidate, Facts, Heading
from deckpress.readers.documents.recognise.words import CN_NUMBER, KIND_WORD, cn_number, kind_of

__all__ = ["mark_copies", "mark_returns", "mark_series", "mark_titles"]

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

_KIND_TITLE = re.compile(r"(?:选择|判断|填空|简答|问答|单选|多选)题?(?:大全|汇总|集锦|练习|精选|及答案)?$")


def mark_titles(facts: list[Facts], lines: Sequence[Line]) -> None:
    """Short lines between blank ones that name a paper, a bank or an article: a new document begins there."""
    for number, fact in enumerate(facts):
        above = facts[number - 1] if number else None
        below = facts[number + 1] if number + 1 < len(facts) else None
        if above is not None and not _is_blank(above) and above.heading is None:
            continue
        if below is not None and not _is_blank(below) and not _begins(below):
            continue
        s = fact.shadow.strip()
        if not 3 <= len(s) <= 42 or not _is_free(fact, lines[number]):
            continue
        if not (_TITLE_WORD.search(s) or _KIND_TITLE.search(s)) or _NO_TITLE.search(s) or any(c in s for c in ",，。、;；?？!！“"):
            continue
        _mark(fact)


def _begins(fact: Facts) -> bool:
    """Whether a line begins with the number 1."""
    return bool(fact.candidates) and fact.candidates[0].at_start and fact.candidates[0].value == 1


def _is_free(fact: Facts, line: Line) -> bool:
    """Whether a visible line has nothing of a question or a heading about it."""
    busy = fact.heading is not None or fact.inner or fact.labels or fact.candidates or fact.opens
    return not busy and line.role == "text" and not _is_blank(fact)


def _may_title(fact: Facts, line: Line) -> bool:
    """Whether a line is free, or marked as a title already."""
    if fact.heading is None or fact.heading.sort != "title" or line.role != "text":
        return _is_free(fact, line)
    return not (fact.inner or fact.labels or fact.candidates or fact.opens)


def _is_blank(fact: Facts) -> bool:
    return fact.first >= len(fact.shadow)


def _mark(fact: Facts) -> None:
    s = fact.shadow.strip()
    kinds = {kind_of(word[0]) for word in KIND_WORD.finditer(s) if word[0].endswith("题")}
    fact.heading = Heading(fact.first, fact.first + len(s), "title", kinds.pop() if len(kinds) == 1 else None, 0)


_TOP = 12
"""Lines above the first question that may be a document's title."""
_ADDED = 12
"""Characters that a copy's title may have behind the first one's: ``(copy)``, ``（二）``."""


def mark_returns(facts: Sequence[Facts], lines: Sequence[Line]) -> None:
    """Lines from above the first question that come back right above a heading or a first question: the next bank or copy begins."""
    visible = [number for number, fact in enumerate(facts) if not _is_blank(fact) and not lines[number].left_out]
    top: set[str] = set()
    begin = next((i for i, number in enumerate(visible[:_TOP]) if not _may_title(facts[number], lines[number])), _TOP)
    for number in visible[:begin]:
        text = " ".join(facts[number].shadow.split())
        if 4 <= len(text) <= 60 and not text.endswith(("。", "；", ";", "：", ":", "？", "?", "，", ",")):
            top.add(text)
    if not top:
        return
    heads = {text[:4] for text in top}
    starts = {head[0] for head in heads}
    for above, number, following in zip(visible[begin:], visible[begin + 1 :], [*visible[begin + 2 :], -1], strict=False):
        fact = facts[number]
        if fact.shadow[fact.first] not in starts or len(fact.shadow) > 120 or not _is_free(fact, lines[number]):
            continue
        text = " ".join(fact.shadow.split())
        if text[:4] in heads and _resembles(text, top) and _opens_bank(facts, following, text in top, above + 1 < number):
            _mark(fact)


def _resembles(text: str, top: set[str]) -> bool:
    return text in top or any(text[:-n].rstrip() in top and text[-n] in " (（[【" for n in range(2, min(_ADDED, len(text) - 3)))


def _opens_bank(facts: Sequence[Facts], following: int, same: bool, behind_gap: bool) -> bool:
    """Whether a heading or a first question stands below a line; below the very title again other text of a title page may stand."""
    if following < 0:
        return False
    fact = facts[following]
    if fact.heading is not None or any(c.at_start and c.value == 1 for c in fact.candidates):
        return True
    return same and behind_gap


_SERIES = re.compile(rf"\s*第\s*(\d{{1,3}}|{CN_NUMBER})\s*([类组辑期批套关场站周天]|阶段|板块|大类|环节)\s*(?:[:：、.]|\s|$)")
_LONGEST_SERIES = 40


def mark_series(facts: Sequence[Facts], lines: Sequence[Line]) -> None:
    """``第一类：…``, ``第二类：…``, each right above a question's number: headings of stretches of questions."""
    found: dict[str, list[tuple[int, Facts]]] = {}
    for number, fact in enumerate(facts):
        if "第" not in fact.shadow:
            continue
        if len(fact.shadow) > _LONGEST_SERIES + fact.first or not _is_free(fact, lines[number]) or fact.shadow.endswith("。"):
            continue
        match = _SERIES.match(fact.shadow)
        if match is not None and _numbered_below(facts, number):
            value = int(match[1]) if match[1].isdecimal() else cn_number(match[1])
            found.setdefault(match[2], []).append((value or 0, fact))
    for members in found.values():
        if len(members) > 1 and all(b - a == 1 or b == 1 for (a, _), (b, _) in pairwise(members)):
            for _, fact in members:
                _mark(fact)


def _numbered_below(facts: Sequence[Facts], number: int) -> bool:
    below = next((f for f in facts[number + 1 : number + 4] if not _is_blank(f)), None)
    return below is not None and any(c.at_start for c in below.candidates)


_BEGINNING = 60
"""Characters of a question by which its copy is known."""
_COPY_GAIN = 3.0


def mark_copies(facts: Sequence[Facts]) -> None:
    """A first question that has stood in the document before begins a copy of its bank, whatever stands above it."""
    seen: set[str] = set()
    for fact in facts:
        first = fact.candidates[0] if len(fact.candidates) == 1 else None
        if first is None or first.value != 1 or not first.at_start:
            continue
        text = _beginning(facts, first)
        if text and text in seen:
            first.weight += _COPY_GAIN
        elif text:
            seen.add(text)


def _beginning(facts: Sequence[Facts], first: Candidate) -> str:
    """What a question begins with, if it seems to have options; else nothing."""
    text = facts[first.line].shadow[first.end : first.end + _BEGINNING]
    for fact in _below(facts, first.line):
        if fact.opens or fact.shadow.strip() in ("A", "a"):
            return "".join(text.split())
        text += "\n" + fact.shadow[:_BEGINNING]
    return ""


def _below(facts: Sequence[Facts], line: int) -> Iterator[Facts]:
    for fact in facts[line + 1 : line + 9]:
        if fact.candidates and fact.candidates[0].at_start:
            return
        if not _is_blank(fact):
            yield fact
