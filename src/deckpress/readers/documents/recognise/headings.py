"""Headings: of chapters, of kinds of questions, of keys, and of groups that share something."""

from __future__ import annotations

import re

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.facts import Heading
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.words import CHAPTER, CN_NUMBER, IMPERATIVE, KEY_HEADING, KIND_WORD, SECTION_NUMBER, kind_of

__all__ = ["GROUP_STARTS", "MAX_HEADING", "heading_at", "kind_core", "may_head", "read_group", "read_heading", "section_start"]

_BRACKETS = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>")
_TAIL = re.compile(
    r"\s*(?:部分|题目?|练习|类|共\s*\d+\s*[题道小个].*|每[题小空].*|本[大题].*|\d+\s*[题道].*|[:：、.。,?？—-]+|\s|questions?|section|fragen|aufgaben|preguntas|exercises?|items?|problems?)*",
    re.IGNORECASE,
)
MAX_HEADING = 80
_HEADING_STARTS = frozenset(
    "第项模单任专章情学〇零一二三四五六七八九十百两壹贰叁肆伍陆柒捌玖拾廿([【《<—–-#★●■◆▲※*不多复判正是对填完补最配选案材名术概"
    "解简问论辨分思综应计证设编程写作主面开实操策行讨改翻阅"
    "参标习试练测复自课业真各全部答○×複单穴空진빈선객서단주正誤事用記論제정"
)


def may_head(s: str, first: int) -> bool:
    """Whether a line may be a heading: a cheap look at its first character."""
    c = s[first]
    if c.isdecimal():
        return "题" in s or "uestion" in s or "choice" in s.lower()
    return c in _HEADING_STARTS or c < "\u2e80"


def heading_at(s: str, at: int) -> Heading | None:
    """A heading of a kind that stands right behind ``at`` with entries behind it: ``答案:一、单选题:1、B``."""
    number = SECTION_NUMBER.match(s, at + len(s[at:]) - len(s[at:].lstrip()))
    begin = number.end() if number is not None else at
    kind = kind_core(s[begin : begin + 60])
    return Heading(at, begin + kind[1], "kind", kind[0]) if kind is not None else None


def section_start(text: str, at: int) -> int:
    """Where the number before a heading's word begins: the ``二、`` of ``二、多选题``."""
    for begin in range(max(0, at - 8), at):
        number = SECTION_NUMBER.match(text, begin)
        if number is not None and number.end() == at and (begin == 0 or not text[begin - 1].isalnum()):
            return begin
    return at


_RANGE = r"(?:第\s*)?(\d{1,4})\s*[-~—–至到]\s*(?:第\s*)?(\d{1,4})\s*(?:小?题)?"
_GROUP = re.compile(
    rf"\s*(?:[【\[(<]\s*{_RANGE}[^【】\[\]()<>]{{0,30}}[】\])>]\s*(?:$|[:：]|(?=\S))"
    rf"|{_RANGE}\s*(?:共用|题共用|题使用|题基于|为共用|题的备选)[^。]{{0,30}}[:：。]?\s*$"
    rf"|[^\d。]{{0,16}}(?:回答|完成|解答)\s*(?:下列|以下|下面|下述)?\s*{_RANGE}[^。]{{0,10}}[。.:：]?\s*$"
    r"|(?:the following|use this|questions?)[^.\n]{0,40}?(\d{1,4})\s*(?:-|to|through|and)\s*(\d{1,4})[^.\n]{0,60}[.:]?\s*$)",
    re.IGNORECASE,
)
_CONTEXT = re.compile(
    rf"\s*[【\[(]?(?:案例|材料|资料|病例|病历|背景资料|背景材料|阅读材料|共用题干|共同题干|综合案例|案例分析)\s*[】\])]?\s*[(]?\s"
    rf"*(?:\d{{1,2}}|{CN_NUMBER})?\s*[)]?\s*[】\])]?\s*[:：]\s*(?=\S|$)"
)
GROUP_STARTS = frozenset("【[(<第案材资病背阅共综0123456789")


def read_group(s: str) -> Heading | None:
    """What introduces questions with shared options or a shared text: ``【41-43】``, ``(5~7题共用题干)``, ``案例:(一)…``."""
    match = _GROUP.match(s)
    if match is not None:
        numbers = [int(g) for g in match.groups() if g]
        if 1 <= numbers[1] - numbers[0] <= 40:
            return Heading(len(s) - len(s.lstrip()), match.end(), "group", None, 0, numbers[0], numbers[1])
        return None
    match = _CONTEXT.match(s)
    return Heading(len(s) - len(s.lstrip()), match.end(), "group", None) if match is not None else None


def read_heading(s: str, line: Line | None = None) -> Heading | None:
    """The heading that a whole line is, or that begins it with a colon or a bracket behind, or None."""
    text = s.strip()
    first = len(s) - len(s.lstrip())
    end = first + len(text)
    level = line.level if line is not None and line.role == "heading" else 0
    number = SECTION_NUMBER.match(text)
    core = text[number.end() :] if number is not None and number.end() < len(text) else text
    chapter = CHAPTER.match(text) if len(text) <= MAX_HEADING else None
    if chapter is not None:
        rest = text[chapter.end() :].strip(" :：.、—-")
        if KEY_HEADING.fullmatch(rest) or KEY_HEADING.fullmatch(_BRACKETS.sub("", rest).strip(" :：")):
            return Heading(first, end, "key", None, level)
        kind = kind_core(rest, numbered=True) if rest else None
        if kind is not None:
            return Heading(first, first + len(text), "kind", kind[0], level)
        if not re.search(r"[。？?;；]|答案\s*[:：]", rest) and len(rest) <= 50:
            return Heading(first, end, "chapter", None, level)
        return None
    key = _key_core(core) if number is None or not number[0][0].isdecimal() else None  # "1、答案:" is an entry
    if key is not None:
        return Heading(first, first + len(text) - len(core) + key[1], "key", key[0], level)
    worded = number is not None and number.end() > 0 and not number[0][0].isdecimal()
    kind = (
        kind_core(core, numbered=worded) if number is None or not number[0][0].isdecimal() or core[:1] not in "([【" else None
    )  # "3. (单选题)" tags a question
    if kind is None and worded:
        kind = _subject_core(core)
    if kind is not None and (number is not None or len(core) <= 40 or level):
        return Heading(first, first + len(text) - len(core) + kind[1], "kind", kind[0], level)
    return Heading(first, end, "title", kind_in_title(text), level) if level else None


def kind_in_title(text: str) -> FoundKind | None:
    """The one kind that a title names (``安全生产填空题``), None for none or several."""
    kinds = {kind_of(word[0]) for word in KIND_WORD.finditer(text) if word[0].endswith(("题", "填空", "判断", "简答"))}
    return kinds.pop() if len(kinds) == 1 and len(text) <= 30 else None


def kind_core(core: str, *, numbered: bool = False) -> tuple[FoundKind, int] | None:
    """The kind that ``core`` names as a heading, and where the heading ends in it."""
    opening = 1 if core[:1] in "【[《<(" else 0
    word = KIND_WORD.match(core, opening)
    if word is None:
        return None
    after = core[word.end() :]
    after_bare = _BRACKETS.sub("", after[1:] if opening and after[:1] in "】]》>)" else after)
    tail = _TAIL.match(after_bare)
    if tail is None or tail.end() < len(after_bare):
        colon = re.match(r"\s*(?:[(（][^()]*[)）])?\s*[:：]", after)
        if colon is None and numbered and re.match(r"\s*[.。]\s*\S", after):
            return _whole(word[0], core)  # "Part I. Multiple choice. Circle the letter of the best answer."
        if colon is None:
            return None
        kind = kind_of(word[0])
        return (kind, word.end() + colon.end()) if kind else None
    return _whole(word[0], core)


_SUBJECT = re.compile(r"[^\W\d_]{2,8}?(?=(?:不定项|单项?|多项?)?(?:选择|判断|填空|简答|问答|论述|计算|名词解释|案例分析)题)")


def _subject_core(core: str) -> tuple[FoundKind, int] | None:
    """The kind behind a subject: ``基础概念选择题``, as a numbered heading."""
    subject = _SUBJECT.match(core)
    if subject is None or IMPERATIVE.search(subject[0]):
        return None
    kind = kind_core(core[subject.end() :], numbered=True)
    return (kind[0], subject.end() + kind[1]) if kind is not None else None


def _whole(word: str, core: str) -> tuple[FoundKind, int] | None:
    kind = kind_of(word)
    return (kind, len(core)) if kind else None


_ANSWER_BRACKET = re.compile(r":\s*[(\[【][^)\]】]|[(\[【]\s*(?:[A-Ha-h]{1,8}|[√×✓✗✔✘对错TF]|正确|错误)\s*[)\]】]")


def _key_core(core: str) -> tuple[FoundKind | None, int] | None:
    """A key's heading: ``参考答案``, ``选择题答案:``, ``Answer key``; its kind, and where it ends in ``core``."""
    if _ANSWER_BRACKET.search(core):
        return None  # "答案:(√)", "答案:【text】"
    bare = _BRACKETS.sub("", core).strip(" :：.—-=*#")
    if 0 < len(bare) <= 30:
        if KEY_HEADING.fullmatch(bare):
            return None, len(core)
        word = KIND_WORD.match(bare)
        if word is not None and KEY_HEADING.fullmatch(bare[word.end() :].strip(" 的部分")):
            return kind_of(word[0]), len(core)
    colon = core.find(":")
    if 0 < colon <= 24:
        name = _BRACKETS.sub("", core[:colon]).strip()
        word = KIND_WORD.match(name)
        if word is not None and KEY_HEADING.fullmatch(name[word.end() :].strip()):
            return kind_of(word[0]), colon + 1
    return None
