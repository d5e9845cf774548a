"""Headings (or lines in bold) as questions, what stands below as their answers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from deckpress.readers.documents.recognise.draft import Draft, Section
from deckpress.readers.documents.recognise.unnumbered_rows import Claim, Proposal, Region, parents

__all__ = ["read_headings"]

_MAX_STEM = 300
_REVEAL = re.compile(
    r"\W{0,4}(?:(?:show|hide|reveal|view|see|click|toggle|expand)(?:\W[^.]{0,20}?(?:answers?|solutions?|details|more|here|reveal|expand|show))?"
    r"|details|solution|(?:点击|查看|展开|显示)[^。]{0,12}|solución|lösung|ответ)"
    r"\s*[:.…]?\s*$",
    re.IGNORECASE,
)
"""What hides an answer on its page: ``show``, ``Click to reveal``, ``查看答案``, alone on its line."""
_DEFINES = re.compile(
    r"\s*(?:[-*•+]\s+)?(?:\*\*)?(?:定义|释义|名词解释|解释|含义|概念|definition|meaning)(?:\*\*)?\s*:",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"谈一谈|说一说|想一想|试(?:述|说|论|析|比较|分析)|结合.{0,20}[谈说论析]"
    r"|的(?:区别|联系|关系|意义|作用|特点|特征|内容|原因|影响|条件|方法|步骤|异同|内涵|本质|含义|定义|概念|原则|功能|优缺点|流程|原理)"
    r"(?:[和与及、].{0,12})?$|\bvs\.?\s|\bdifferences? between\b"
)
_TASK = re.compile(
    r"\s*(?:create|write|implement|confirm|check|verify|find|delete|remove|update|deploy|run|calculate|compute|convert|draw|derive|prove|"
    r"show that|solve|determine|give|get|list|add|change|set up|configure|use|print|return|build|design|make|expose|label|annotate|scale|"
    r"sort|count|select|fix|complete|translate|evaluate|simplify|编写|实现|创建|设计|计算|求|证明|推导|画出|写出|给出|完成|查询|删除|修改|统计|配置|部署)",
    re.IGNORECASE,
)
_BANK_WORD = re.compile(
    r"面试|题库|习题|练习|问答|简答|论述|名词|复习题|考题|思考题|FAQ|常见问题|questions?\b|interview|quiz|exercises?\b|flash ?cards?|"
    r"Q\s?&\s?A|preguntas|fragen|вопрос",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Level:
    """The rows that stand as headings of one sort: ``level`` of the container, or 0 for lines in bold."""

    level: int
    members: list[int]


def read_headings(region: Region) -> Proposal | None:
    """The headings of the one level that ask, each with what stands below it up to the next heading."""
    best: Proposal | None = None
    for level in _levels(region):
        proposal = _proposal(region, level)
        if proposal is not None and (best is None or proposal.score > best.score):
            best = proposal
    return best


def _levels(region: Region) -> list[_Level]:
    members: dict[int, list[int]] = {}
    for index, row in enumerate(region.rows):
        if row.label is not None or len(row.shadow) > _MAX_STEM:
            continue
        if row.level:
            if row.heading is None or row.heading.sort in ("title", "group"):
                members.setdefault(row.level, []).append(index)
        elif row.bold and row.heading is None and row.role in ("text", "item"):
            members.setdefault(0, []).append(index)
    return [_Level(level, rows) for level, rows in members.items() if len(rows) >= 2]


def _proposal(region: Region, level: _Level) -> Proposal | None:
    ends = _ends(region, level)
    claims: list[Claim] = []
    total, sure = 0.0, 0
    inside = parents(region, level.members, level.level)
    for start in level.members:
        end = ends[start]
        answer = next((i for i in range(start + 1, min(end, start + 40)) if _opens_answer(region, i)), None)
        weight = _weight(region, start, end, answer, inside[start])
        if end - start < 2:
            weight = min(weight, 0.3)
        total += weight
        sure += weight >= 0.8
        named = weight == 0.0 and region.rows[start].shadow.isascii()  # "Description" among questions
        if (end - start >= 2 or weight >= 1.0) and not named:
            claims.append(Claim(start, end, (answer if answer is not None else start + 1,)))
    share = total / len(level.members) + _bonus(region, level)
    enough = 3 if region.alone else 4
    if share < (0.6 if region.alone else 0.85) or sure < 0.5 * len(level.members):
        return None
    if len(claims) < (2 if share >= 0.95 and region.alone else enough):
        return None
    if share < 0.7:
        claims = [claim for claim in claims if len(claims) >= 3 or region.asks(claim.first)]
    return Proposal(claims, 0.8, lambda claim: _build(region, claim, inside[claim.first]))


def _opens_answer(region: Region, index: int) -> bool:
    row = region.rows[index]
    return row.label == "answer" or (len(row.shadow) <= 60 and _REVEAL.match(row.shadow) is not None)


def _ends(region: Region, level: _Level) -> dict[int, int]:
    """Where the text below each member ends: at the next one, or at a heading of its level or above."""
    ends: dict[int, int] = {}
    members = set(level.members)
    limit = len(region.rows)
    for index in range(len(region.rows) - 1, -1, -1):
        row = region.rows[index]
        if index in members:
            ends[index] = limit
            limit = index
        elif (row.level and (not level.level or row.level <= level.level)) or (row.heading is not None and not row.level):
            limit = index
    return ends


def _weight(region: Region, start: int, end: int, answer: int | None, section: Section) -> float:
    """How surely a heading is a question: 1 by a question mark, a label below, a section of questions; less by its words."""
    shadow = region.rows[start].shadow
    if region.asks(start) >= 3 or answer is not None:
        return 1.0
    if section.kind in ("short", "case"):
        # "Definitions" heads a part of a licence, too
        return 1.0 if not section.text.isascii() or _BANK_WORD.search(section.text) is not None else 0.5
    if start + 1 < end and _DEFINES.match(region.rows[start + 1].shadow[:40]) is not None:
        return 1.0
    if region.asks(start) and not shadow.isascii():
        return 0.8
    if _ABOUT.search(shadow) is not None:
        return 0.8
    return 0.4 if region.asks(start) or _TASK.match(shadow) is not None else 0.0


def _bonus(region: Region, level: _Level) -> float:
    """What the document says of itself, and that it holds nothing but these headings and their texts."""
    bonus = 0.1 if level.members[0] == 0 and not level.level else 0.0
    head = [row.shadow[:80] for row in region.rows[:3] if row.heading is not None or row.gap] + list(region.rows[0].section.headings)
    return bonus + (0.2 if any(_BANK_WORD.search(text) for text in head) else 0.0)


def _build(region: Region, claim: Claim, section: Section) -> Draft | None:
    at = claim.splits[0]
    if at >= claim.last or region.rows[at].label == "answer":
        draft = region.body(claim, section=section)
    else:
        row = region.rows[at]
        mark = _REVEAL.match(row.shadow[:60])
        draft = region.body(claim, section=section, answer=(at, row.end - row.start if mark is not None else 0))
        if not draft.options and not draft.explanation:
            draft.answer = region.text(at + (mark is not None), claim.last)
    if not draft.options and at > claim.first + 1:
        _set_context(region, claim, draft, at)
    draft.stem = _bare(draft.stem)
    return draft


def _set_context(region: Region, claim: Claim, draft: Draft, at: int) -> None:
    """What stands between the heading that asks and the answer's label is the question's context."""
    begin, end = region.offset(draft.strip, claim.first + 1), region.offset(draft.strip, at)
    draft.stem = draft.strip.text[draft.stem_span[0] : begin].strip()
    draft.stem_span = (draft.stem_span[0], begin)
    draft.context = region.text(claim.first + 1, at)
    draft.roles = [role for role in draft.roles if role[2] != "stem"] + [(*draft.stem_span, "stem"), (begin, end, "context")]


def _bare(stem: str) -> str:
    """A stem without the stars around it and the picture signs behind it."""
    text = stem.strip()
    if text.startswith("**") and text.endswith("**") and len(text) > 4:
        text = text[2:-2].strip()
    end = len(text)
    while end and (unicodedata.category(text[end - 1]) in ("So", "Mn", "Cf", "Zs") or text[end - 1] == " "):
        end -= 1
    return text[:end] or stem
