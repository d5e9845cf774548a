"""The vocabulary of cases: what opens a scenario, what announces its tasks, how tasks are numbered. Patterns run over shadows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from heapq import merge
from typing import Literal, NamedTuple

from deckpress.readers.documents.recognise.facts import Label
from deckpress.readers.documents.recognise.words import CN_NUMBER, IMPERATIVE, cn_number

__all__ = ["INSTRUCTION", "TERMS", "Token", "TokenSort", "announces", "asks", "has_scenario", "has_tasks", "introduces", "tokens"]

TokenSort = Literal["case", "tasks", "mark", "label"]


class Token(NamedTuple):
    """What a cut of cases goes by, ``shadow[start:end]``: the word of a scenario, the word above its tasks, a number, a label of an answer.

    ``value`` is the number of a mark or a scenario, 0 without one; ``style`` tells kinds of marks apart, and names a label.
    ``at_line``: nothing visible stands before it in its line.
    """

    start: int
    end: int
    sort: TokenSort
    style: str = ""
    value: int = 0
    at_line: bool = False


_POINTS = r"(?:[(] {0,2}(?:共|每小?题)?\d{1,3} {0,2}分? {0,2}[)])?"
_CLOSE = r" {0,4}[)\]】]? {0,4}"
_TASKS = re.compile(
    r"(?:(?:测试|考核|实训|工作|操作|训练|具体|学习)?任务|(?:思考|讨论|分析|案例|回答)?问题|(?:任务|作答|答题|考核|具体|操作|设计)?要求"
    r"|思考题|讨论题|设问"
    r"|(?<![a-z])(?:questions?(?: for discussion)?|discussion(?: questions)?|(?:your )?tasks?|requirements?|required"
    r"|preguntas|tareas|consignes|fragen|aufgaben|domande|perguntas)"
    rf"|вопросы|задания|問い|設問|질문|과제){_CLOSE}{_POINTS} {{0,2}}(?::|(?=\n|$))"
    r"|(?:请|试)?(?:根据|结合|阅读|分析)?(?:以上|上述|上面|该|本)?(?:材料|案例|资料|情景|情境|背景)?,?"
    rf"(?:请|并|试)?(?:回答|完成|思考|讨论|分析)(?:以下|下列|下面|如下)各?个?(?:问题|任务|小题){_POINTS} {{0,2}}(?:[:。.]|(?=\n|$))"
    r"|(?<![a-z])answer the (?:following )?questions(?: below)? {0,2}(?:[:.]|(?=\n|$))",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"(?:(?:背景|阅读|案例)?(?:材料|资料)|案例(?:背景|描述|介绍|内容)?|案情(?:介绍|简介)?|情[景境](?:描述)?|场景(?:描述)?"
    r"|(?<![a-z])(?:case(?: study)?|scenario))"
    rf" {{0,2}}(?P<value>(?:\d{{1,2}}|{CN_NUMBER}|[A-F])(?![A-Za-z\d]))?{_CLOSE}(?P<colon>[:.、])?",
    re.IGNORECASE,
)
_NAMED = (
    rf"(?P<name>第(?=.{{1,4}}[问题])|问题|任务|(?<![a-z])(?:task|question|q)) {{0,2}}(?P<of>\d{{1,2}}|{CN_NUMBER})[问题]? {{0,2}}[:.、)]"
)
_MARK = re.compile(
    rf"{_NAMED}|[(](?P<paren>\d{{1,2}}|(?-i:[a-h])|{CN_NUMBER})[)][.、:]?|(?P<ring>[\u2460-\u2473\u2474-\u2487])"
    rf"|(?<![\w.])(?P<plain>\d{{1,4}}|(?-i:[a-h]))(?P<sign>[.、)])(?!\d)|(?P<cn>{CN_NUMBER})[、.]",
    re.IGNORECASE,
)
_ENDERS = frozenset("\n。.!?;:,，；！？…”\"'’)）】]》 |")
_LEAD = frozenset(" *#>-_【[(")
INSTRUCTION = re.compile(
    r"每小?题|本大?题|共\s?\d+\s?[题分]|备选|(?:下列|下面|以下)[^。]{0,12}(?:题|案例|情[景境]|材料)|错选|多选|答题"
    r"|请(?:根据|结合|阅读|从)|要求\s?:|\beach question\b|\bfollowing (?:questions|cases|scenarios)\b",
    re.IGNORECASE,
)
"""What an instruction to the reader says, and a scenario doesn't."""
TERMS = re.compile(
    r"名词|术语|概念|用語|용어|\b(?:terms?|definitions?|glossary|vocabulary|key concepts|t[eé]rminos|begriffe)\b", re.IGNORECASE
)
"""A heading above terms to explain."""


def tokens(s: str, labels: Sequence[Label]) -> list[Token]:
    """What stands in a shadow, in order. Linear: each pattern begins with a visible character and looks a few characters ahead."""
    found = merge(_words(s, _CASE, "case"), _words(s, _TASKS, "tasks"), _marks(s), (Token(x.start, x.end, "label", x.name) for x in labels))
    return sorted(found, key=lambda token: token.start)


def _words(s: str, pattern: re.Pattern[str], sort: TokenSort) -> list[Token]:
    found = []
    for match in pattern.finditer(s):
        start, at_line = _begin(s, match.start())
        if start < 0:
            continue
        value = (match["value"] or "") if sort == "case" else ""
        closed = match["colon"] if sort == "case" else True
        ends = match.end() >= len(s) or s[match.end()] == "\n"
        if not closed and not (at_line and (ends or (value and _is_title(s, match.end())))):
            continue
        if sort == "case" and closed in (".", "、") and not value:
            continue
        if sort == "tasks" and ends and match[0].rstrip()[-1:] not in ":。." and not at_line:
            continue
        found.append(Token(start, match.end(), sort, "", _value(value), at_line))
    return found


_TITLE = re.compile(r" ?[^\n。,;?!.:]{0,24}(?:\n|$)")


def _is_title(s: str, at: int) -> bool:
    """Whether the rest of a line is a short name without marks: ``案例二 …``."""
    return s[at - 1 : at + 1].find(" ") >= 0 and _TITLE.match(s, at) is not None


def _marks(s: str) -> list[Token]:
    found = []
    for match in _MARK.finditer(s):
        start, at_line = _begin(s, match.start(), brackets=False)
        if start < 0:
            continue
        if match["name"]:
            token = Token(start, match.end(), "mark", f"{match['name'].lower()} n", _value(match["of"]), at_line)
        elif match["ring"]:
            code = ord(match["ring"])
            token = Token(start, match.end(), "mark", "①" if code < 0x2474 else "⑴", code - (0x245F if code < 0x2474 else 0x2473), at_line)
        else:
            text = match["paren"] or match["plain"] or match["cn"]
            sort = "n" if text.isdecimal() else "a" if text.isascii() else "cn"
            form = f"({sort})" if match["paren"] else f"{sort})" if match["sign"] == ")" else f"{sort}."
            token = Token(start, match.end(), "mark", form, _value(text), at_line)
        if token.value:
            found.append(token)
    return found


def _begin(s: str, at: int, *, brackets: bool = True) -> tuple[int, bool]:
    """Where a token at ``at`` begins with its opening bracket, -1 where it stands inside of words; whether it begins its line."""
    start = at
    if brackets and at and s[at - 1] in "【[(":
        start = at - 1
    back = start
    while back and start - back < 12 and s[back - 1] in _LEAD:
        back -= 1
    at_line = back == 0 or s[back - 1] == "\n"
    if at_line:
        return start, True
    return (start if s[start - 1] in _ENDERS else -1), False


def _value(text: str) -> int:
    if not text:
        return 0
    if text.isdecimal():
        return int(text)
    return ord(text.lower()) - 96 if text.isascii() else cn_number(text)


_BIDS = re.compile(
    r"\s*(?:请|试|简|分析|说明|论述|阐述|列举|列出|指出|判断|计算|设计|制定|拟定|提出|写出|撰写|编写|评价|比较|谈|如何|怎样|怎么|为什么"
    r"|什么|哪|是否|根据|结合|假如|假设|如果你|若你|概括|归纳|解释|描述|给出|完成|绘制|画出"
    r"|(?:what|which|who|whom|why|how|when|where|explain|describe|define|discuss|list|compare|name|state|identify|outline|summari[sz]e"
    r"|suggest|give|write|advise|analy[sz]e|recommend|propose|calculate|prepare|draw|design|evaluate|assess|justify|should|would|do|is|are)\b)",
    re.IGNORECASE,
)


def asks(s: str) -> bool:
    """Whether a shadow asks for something: a question mark at an end of a sentence, or words that demand at a beginning."""
    text = s.strip()[:600]
    if "?" in text:
        return True
    if len(text) <= 40 and IMPERATIVE.search(text) is not None:
        return True
    return any(_BIDS.match(part) is not None for part in re.split(r"[。!;\n:,.]", text))


def announces(s: str) -> bool:
    """Whether a shadow, a heading say, is nothing but the word above tasks: ``Questions:``, ``任务``."""
    match = _TASKS.match(s.strip())
    return match is not None and match.end() == len(s.strip())


def introduces(s: str) -> bool:
    """Whether a shadow, a heading say, begins with the word of a scenario: ``案例一 …``, ``Case study 2``."""
    return _CASE.match(s.lstrip(" #*【[(")) is not None


def has_scenario(s: str) -> bool:
    """Whether the word of a scenario stands in a shadow where it can open one."""
    return bool(_words(s, _CASE, "case"))


def has_tasks(s: str) -> bool:
    """Whether the word above tasks stands in a shadow where it can announce them."""
    return bool(_words(s, _TASKS, "tasks"))
