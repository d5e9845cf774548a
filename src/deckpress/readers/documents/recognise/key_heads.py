"""Headings inside an answer key: a kind (``二、判断题:``), a bare ordinal (``二、1.√``), a chapter or paper named again (``Test 2``)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.facts import Facts, Heading
from deckpress.readers.documents.recognise.headings import read_heading
from deckpress.readers.documents.recognise.key_lexer import RANGE, Row, bare_values, starts
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.words import CHAPTER, CN_NUMBER, KEY_HEADING, KIND_WORD, cn_number, kind_of

__all__ = ["Head", "Namesakes", "heads_of", "key_heading", "ordinal_of"]


@dataclass(slots=True, frozen=True)
class Head:
    """A heading ``lines[line].text[start:end]`` inside a key. ``near``: the line above where the same chapter or paper is named, or -1."""

    line: int
    start: int
    end: int
    sort: Literal["key", "kind", "ordinal", "chapter", "title"]
    kind: FoundKind | None = None
    ordinal: int = 0
    text: str = ""
    near: int = -1
    level: int = 0

    @property
    def sectional(self) -> bool:
        """Whether a title names a section (``命令题答案``) and not a chapter or a paper."""
        return self.sort == "title" and normal(self.text).endswith("题")


_ORDINAL = re.compile(
    rf"\s{{0,9}}(?:第\s?(?P<a>{CN_NUMBER})\s?(?:大题|部分)|[(](?P<b>{CN_NUMBER})[)]|(?P<c>{CN_NUMBER})(?=\s?[、.:])"
    r"|(?P<d>I{1,3}|IV|VI{0,3}|IX|X)(?=\s?[.:)、]\s))"
    r"\s?[、.:]?\s{0,4}"
)
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ANSWERS = r"(?:的?(?:参考|标准|正确)?答案)?"
_AFTER = re.compile(rf"{_ANSWERS}\s{{0,3}}(?:[(\[][^()\[\]]{{0,60}}[)\]])?\s{{0,3}}{_ANSWERS}(?P<colon>\s{{0,3}}[:：.、])?\s{{0,4}}")
_KINDS = "单|多|不定|判断|填空|选择|简答|问答|名词|论述|案例|综合|计算|分析|改错|是非|配伍"
_INSIDE = re.compile(
    r"(?<=[\s。;；,，、.)】A-H√×✓✗✔✘对错])"
    rf"(?=(?:第\s?{CN_NUMBER}\s?(?:大题|部分)|[(]{CN_NUMBER}[)]|{CN_NUMBER}\s?[、.:])"
    rf"|(?:{_KINDS})[\u4e00-\u9fff]{{0,5}}\s{{0,2}}(?:\([^()]{{0,40}}\))?\s{{0,2}}[:：])"
)
"""Where in a line a heading may begin: behind an answer or a mark."""
_ENTRY_AHEAD = re.compile(r"(?:第\s?)?[(\[【]?\s?\d{1,4}\s?[)\]】]?\s?(?:题\s?)?[.、:：)=A-H√×对错-]|\d{1,4}\s{1,6}[A-Ha-h√×对错]")


def heads_of(row: Row, fact: Facts, line: Line, names: Namesakes) -> list[Head]:
    """The headings in a row of a key, in their order."""
    found: list[Head] = []
    first = _first_head(row, fact, line, names)
    at = 0
    if first is not None:
        found.append(first)
        at = first.end - row.start
    elif (own := _named(row, 0, inside=False)) is not None:
        found.append(own)
        at = own.end - row.start
    found += _inner_chapters(row, at + (not found), names)
    for match in _INSIDE.finditer(row.text, at + 1):
        inner = _named(row, match.start(), inside=True) if match.start() >= at else None
        if inner is not None:
            found.append(inner)
            at = inner.end - row.start
    return _with_inner(found, row, fact) if fact.inner else found


def _with_inner(found: list[Head], row: Row, fact: Facts) -> list[Head]:
    """The headings found here, and those found before where they leave room."""
    first = found[0].start if found and found[0].start == row.start else row.start - 1
    limit = row.start + len(row.text)
    merged: list[Head] = []
    for head in sorted([*found, *(_given(h, row, limit) for h in fact.inner if first < h.start < limit and h.sort != "group")], key=_place):
        if not merged or head.start >= merged[-1].end:
            merged.append(head)
    return merged


_CHAPTER_INSIDE = re.compile(
    r"(?<=[\s;；。.,，:：])(?:unit|chapter|test|part|section|lesson|module|set|exam|paper|unidad|cap[ií]tulo|tema|kapitel|单元|第\s?[\d一二三四五六七八九十]{1,3}\s?[章节单])"
    r"元?\s?(?:\d{1,3}|[IVX]{1,4}|[A-H])?\s?[:：.]\s{0,4}",
    re.IGNORECASE,
)


def _inner_chapters(row: Row, at: int, names: Namesakes) -> list[Head]:
    """Chapters named in the middle of a key's line, each with its entries behind: ``… 2.C UNIT 2: 1.B``."""
    found = []
    for match in _CHAPTER_INSIDE.finditer(row.text, at):
        said = match[0].strip(" :：.")
        near = names.find(said, row.line) if _opens(row.text, match.end()) else -1
        if near >= 0:
            found.append(Head(row.line, row.start + match.start(), row.start + match.end(), "chapter", text=said, near=near))
    return found


def _place(head: Head) -> tuple[int, int]:
    return head.start, -head.end


def _given(heading: Heading, row: Row, limit: int) -> Head:
    said = row.text[heading.start - row.start : heading.end - row.start].strip(" :：")
    sort = heading.sort if heading.sort != "group" else "title"
    return Head(row.line, heading.start, min(heading.end, limit), sort, heading.kind, ordinal_of(said), said)


def _first_head(row: Row, fact: Facts, line: Line, names: Namesakes) -> Head | None:
    text = row.text
    if len(text) < 400 and (named := names.prefix(row)) is not None:
        return named
    chapter = CHAPTER.match(text) if row.start <= fact.first and len(text) < 400 else None
    if chapter is not None and (cut := _cut_after(text, chapter.end())) is not None:
        near = names.find(text[: chapter.end()], row.line)
        return Head(row.line, row.start, row.start + cut, "chapter", text=text[:cut], near=near)
    visible = row.start + len(text) - len(text.lstrip())
    heading = next((h for h in (key_heading(fact, line), *fact.inner[:4]) if h is not None and row.start <= h.start <= visible), None)
    if heading is None or heading.sort == "group":
        return None
    if heading.sort == "title" and starts(row, further=False):
        return None  # the heading is an entry: "#### 1. …"
    end = heading.end
    said = text[heading.start - row.start : end - row.start].strip(" :：")
    ordinal = ordinal_of(said)
    if heading.sort == "kind" and (own := _named(row, 0, inside=False)) is not None:
        end = own.end
    near = names.find(said, row.line) if heading.sort in ("chapter", "title", "key") else -1
    level = line.level if line.role == "heading" else 0
    return Head(row.line, heading.start, end, heading.sort, heading.kind, ordinal, said, near, level)


def key_heading(fact: Facts, line: Line) -> Heading | None:
    """A line's heading; also one (``填空题答案:``) that was taken for the label of a single answer."""
    label = fact.labels[0] if fact.labels else None
    if fact.heading is not None or label is None or label.end < len(fact.shadow.rstrip()) or len(fact.shadow) > 80:
        return fact.heading
    found = read_heading(fact.shadow, line)
    return found if found is not None and found.sort == "key" else None


_CHAPTER_ENDS = re.compile(r"[^\d:：]{0,24}[:：]\s{0,4}|\s{0,4}(?:参考)?答案\s{0,4}|\s{1,4}")


def _cut_after(text: str, at: int) -> int | None:
    """Where the entries begin that stand in the line of a chapter's heading."""
    found = _CHAPTER_ENDS.match(text, at)
    return found.end() if found is not None and _opens(text, found.end()) else None


def _opens(text: str, at: int) -> bool:
    """Whether entries, a range or a row of values stand at a place."""
    rest = text[at : at + 600]
    return bool(_ENTRY_AHEAD.match(rest) or RANGE.match(rest) or (bare_values(rest.split("  ")[0]) if rest.strip() else False))


def _named(row: Row, at: int, *, inside: bool) -> Head | None:
    """``二、判断题:`` or ``二、`` at a place, with entries right behind."""
    text = row.text
    ordinal = _ORDINAL.match(text, at)
    begin = ordinal.end() if ordinal is not None else at + len(text[at : at + 40]) - len(text[at : at + 40].lstrip())
    word = KIND_WORD.match(text, begin)
    kind = kind_of(word[0]) if word is not None else None
    if ordinal is None and kind is None:
        return None
    end = word.end() if word is not None else begin
    after = _AFTER.match(text, end) if kind is not None else None
    if after is not None:
        if ordinal is None and not after["colon"] and inside:
            return None
        end = after.end()
    elif word is not None:
        return None
    last = len(text) - 1 - next((i for i, c in enumerate(reversed(text)) if not c.isspace()), len(text) - 1)
    if end > last:
        if kind is None or inside:
            return None
        end = len(text)
    elif not _opens(text, end):
        return None
    sort: Literal["kind", "ordinal"] = "kind" if kind else "ordinal"
    return Head(row.line, row.start + at, row.start + end, sort, kind, _value(ordinal), text[at:end].strip(" :："))


def _value(match: re.Match[str] | None) -> int:
    if match is None:
        return 0
    return _ROMANS.index(match["d"]) + 1 if match["d"] else cn_number(match["a"] or match["b"] or match["c"])


def ordinal_of(text: str) -> int:
    """The number of a section's heading: 2 for ``二、判断题``, else 0."""
    return _value(_ORDINAL.match(text))


_NOISE = re.compile(r"参考|标准|答案|解析|详解|及|和|与|的|answers?|keys?|solutions?|respuestas|l[oö]sungen|ответы|\W|_", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"第\s?(?P<a>\d{{1,3}}|{CN_NUMBER})\s?(?P<x>套|卷|章|节|单元|课|回|讲|编|篇|部分|次|期|组|周)"
    rf"|(?P<y>试卷|试题|模拟题?|测试题?|测验|练习题?|单元|专题|模块|项目|任务|卷|test|quiz|exam|paper|set|unit|lesson|chapter|section|part|module|week|practice|examen|cap[ií]tulo|unidad|tema|kapitel|глава|тест|вариант)\s?(?P<b>\d{{1,3}}|{CN_NUMBER}|[IVX]{{1,5}}\b|[A-H]\b)",
    re.IGNORECASE,
)
_LONGEST = 40


def normal(text: str) -> str:
    """A title without its ordinal, marks and the words for answers."""
    ordinal = _ORDINAL.match(text)
    return _NOISE.sub("", text[ordinal.end() :] if ordinal is not None and not ordinal["a"] else text).casefold()


def _number_key(text: str) -> str:
    match = _NUMBERED.search(text)
    if match is None:
        return ""
    digits = match["a"] or match["b"]
    value = str(int(digits)) if digits.isdecimal() else str(cn_number(digits) or digits.casefold())
    return f"{(match['x'] or match['y']).casefold().removesuffix('题')}#{value}"


class Namesakes:
    """Short lines of the document, so that a key's ``Test 2`` finds the test of that name."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self._lines: dict[str, list[int]] = {}
        self.floor = 0
        for number, fact in enumerate(facts):
            for text in _titles(fact):
                for key in {normal(text), _number_key(text)} - {""}:
                    known = self._lines.setdefault(key, [])
                    if not known or known[-1] != number:
                        known.append(number)

    def find(self, text: str, line: int) -> int:
        """The line above ``line`` that bears the name ``text``: the first after the last key, else the last one; -1 for none."""
        for key in (normal(text), _number_key(text)):
            known = self._lines.get(key, []) if key else []
            at = bisect_left(known, self.floor)
            if at < len(known) and known[at] < line:
                return known[at]
            at = bisect_left(known, line) - 1
            if at >= 0:
                return known[at]
        return -1

    def prefix(self, row: Row) -> Head | None:
        """The heading that a row is or begins with when a line above bears its name."""
        text = row.text.strip()
        colon = next((i for i, c in enumerate(text[:_LONGEST]) if c in ":："), -1)
        shift = len(row.text) - len(row.text.lstrip())
        if colon > 0 and (near := self._namesake(text[:colon], row.line)) >= 0 and _opens(text, _skip(text, colon + 1)):
            return Head(row.line, row.start, row.start + shift + colon + 1, "title", text=text[:colon], near=near)
        if not _opens(text, _skip(text, colon + 1)) and (near := self._namesake(text, row.line)) >= 0:
            return Head(row.line, row.start, row.start + len(row.text), "title", text=text, near=near)
        return None

    def _namesake(self, name: str, line: int) -> int:
        if not 2 <= len(name) <= _LONGEST or kind_of(name) is not None or KEY_HEADING.fullmatch(name):
            return -1
        return -1 if starts(Row(line, 0, name), further=False) or bare_values(name) else self.find(name, line)


def _skip(text: str, at: int) -> int:
    return at + len(text[at : at + 40]) - len(text[at : at + 40].lstrip())


def _titles(fact: Facts) -> Iterator[str]:
    if fact.heading is not None and fact.heading.sort in ("chapter", "title"):
        yield fact.shadow[fact.heading.start : fact.heading.end]
    elif not (fact.heading or fact.candidates or fact.opens or fact.labels or fact.furniture or len(fact.shadow) - fact.first > _LONGEST):
        text = fact.shadow.strip()
        if len(text) > 1 and _NUMBERED.search(text):
            yield text
    for heading in fact.inner:
        if heading.sort == "chapter":
            yield fact.shadow[heading.start : heading.end]
