"""Headings in the middle of long lines: a whole paper in one paragraph."""

from __future__ import annotations

import re

from deckpress.readers.documents.recognise.facts import Heading
from deckpress.readers.documents.recognise.headings import kind_core, section_start
from deckpress.readers.documents.recognise.words import CN_NUMBER, KIND_WORD, kind_of

__all__ = ["INNER_CHAPTER", "heading_before", "inner_headings"]

_INNER = re.compile(
    rf"(?:(?<![^\s。.)）：:;；?？])|(?<=[A-Za-z]))(?P<number>第\s?{CN_NUMBER}\s?(?:部分|大题)\s?[:、.]?\s?|[(]?{CN_NUMBER}[)]?\s?[、.]\s?)"
)
_AFTER_KIND = re.compile(r"(?:\s?[(\[][^()\[\]]{0,160}[)\]])?\s?(?P<colon>[:：])?(?P<space>\s|$)?(?=(?P<next>\d|题目|第|$)?)")
INNER_CHAPTER = re.compile(rf"(?:^|\s)((?:项目|模块|单元|任务|专题|第)\s?(?:\d{{1,2}}|{CN_NUMBER})\s?[章节篇]?\s[^\s。？?]{{2,30}})\s*$")


def inner_headings(s: str, floor: int) -> list[Heading]:
    """Headings in the middle of a long line: ``… 三、案例分析(30分) …``, ``第三部分:解答题``, a chapter right before one."""
    found: list[Heading] = []
    for match in _INNER.finditer(s, floor):
        word = KIND_WORD.match(s, match.end())
        if word is None:
            continue
        after = _AFTER_KIND.match(s, word.end())
        kind = kind_of(word[0])
        if (
            kind is None
            or after is None
            or not (after["colon"] or after["space"] is not None or after["next"] is not None or after.end() > word.end())
        ):
            continue
        chapter = INNER_CHAPTER.search(s, max(floor, match.start() - 60), match.start())
        if chapter is not None:
            found.append(Heading(chapter.start(1), match.start(), "chapter", None))
        found.append(Heading(match.start(), after.end(), "kind", kind))
    return found


_BEFORE_NUMBER = "题)】]:择断空答述释析项选" + "seno"


def heading_before(s: str, floor: int, end: int) -> Heading | None:
    """A heading that ends right before ``end``: ``… 二、多选题(每题2分) 1.``."""
    text = s[max(floor, end - 200) : end].rstrip()
    if not text or text[-1] not in _BEFORE_NUMBER or end - floor < 3:
        return None
    shift = max(floor, end - 200)
    for word in KIND_WORD.finditer(text):
        if word.start() and text[word.start() - 1].isalnum() and text[word.start() - 1] not in "、.":
            continue
        core = kind_core(text[word.start() :])
        if core is None or word.start() + core[1] < len(text):
            continue
        begin = section_start(text, word.start())
        if begin < word.start() or text[-1] in ":)】]" or word.start() == 0 or end < len(s):
            return Heading(shift + begin, end, "kind", core[0])
    key = re.search(r"(?:^|[\s。;；])((?:参考|标准|正确)?答案(?:[及与和]解析)?|answers?(?: key)?)\s*[:：]?$", text, re.IGNORECASE)
    return Heading(shift + key.start(1), end, "key", None) if key is not None else None
