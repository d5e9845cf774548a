"""What each line offers: headings, labels, candidate numbers, the beginnings of options. Nothing is decided here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.shadow import shadow
from deckpress.readers.documents.recognise.words import (
    CHAPTER,
    CN_NUMBER,
    FURNITURE,
    KEY_HEADING,
    KIND_WORD,
    LABELS,
    NOISE_LINE,
    SECTION_NUMBER,
    cn_number,
    kind_of,
)

__all__ = ["Candidate", "Facts", "Heading", "Label", "LabelName", "read_heading", "scan"]

LabelName = Literal["answer", "own", "explanation", "rubric", "noise"]


class Label(NamedTuple):
    """A label ``shadow[start:end]`` of a line; the value begins at ``end``."""

    start: int
    end: int
    name: LabelName


class Heading(NamedTuple):
    """A heading ``shadow[start:end]``. ``sort``: a chapter, the kind of the questions below, a key of answers,
    the shared options or text of a group (questions ``first`` to ``last``, 0 where it does not say), or another title."""

    start: int
    end: int
    sort: Literal["chapter", "kind", "key", "title", "group"]
    kind: FoundKind | None
    level: int = 0
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class Candidate:
    """A number that may begin a question or a key's entry: ``text`` begins at ``end``."""

    line: int
    start: int
    end: int
    style: str
    value: int
    at_start: bool
    weight: float = 0.0
    prefix: str = ""


@dataclass(slots=True)
class Facts:
    """One line's shadow and what was seen in it. ``first`` is the offset of its first visible character, its length where blank."""

    shadow: str
    first: int
    heading: Heading | None = None
    inner: list[Heading] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    opens: bool = False
    """An option A begins here, or A and B stand in the line."""
    skip: tuple[int, int] = (0, 0)
    """A stretch that is no text of its line: a page mark, a torn digit."""
    joins: bool = False
    """The line goes on the word that the one above breaks off: a page mark stood between them."""
    picture: str = ""
    """Where the picture lies that the line shows (Markdown); the line counts as blank."""
    furniture: bool = False
    """The line belongs to the site or page; it counts as blank."""


_START = re.compile(
    rf"""\s*(?:[*★☆●■◆▲※•]\s*|-\s+)?
    (?P<lead>\(\s*[A-Za-z√×✓✗✔✘对错是否正误确\s]{{0,8}}\)\s*[.、]?\s*(?=[\d第]))?
    (?:
      第\s*(?P<ordinal>\d{{1,4}}|{CN_NUMBER})\s*[题道问](?!型)\s*[.、:)]?
    | (?:试题|题目|问题|例题|习题|題|题|问|pytanie|câu|item|ítem|frage\s*№|question|quest[aã]o|pregunta|frage|domanda|вопрос|задание|pytanie|vraag|soru|c[aâ]u|문제|문항|問題?|q|no\.|№|\#)\s*[\#:.]?\s*(?P<word>\d{{1,4}}|(?<=[题目问]){CN_NUMBER})(?![\d%])\s*(?:[.、:)\]]|(?=\s|$|[(\[【]))
    | \(\s*(?P<paren>\d{{1,4}})\s*\)\s*[.、:]?
    | [\[【]\s*(?P<bracket>\d{{1,4}})\s*[\]】]\s*[.、:]?
    | (?P<plain>\d{{1,4}})\s*(?P<mark>[.、)•・·]|[,，](?=\s*[^\d\s])|:(?=\s*[^\d\s]))(?!\d+\s*(?:分|%|pts|points))(?P<more>\d{{1,4}}[、.:](?!\d))?
    | (?P<alone>\d{{1,4}})\s*$
    | (?P<bare>\d{{1,4}})\s+(?=[^\s\d])
    | (?P<glued>\d{{1,3}})(?=[“《「\u4e00-\u9fff])(?![年月日个分点岁元次人名项条种类级号天章节题页万亿千百世周%])
    | (?P<chinese>{CN_NUMBER})\s*[、.。](?=.)
    | (?P<ring>[\u2474-\u249b])
    | (?P<code>(?-i:[A-Z]{{1,4}})-?\d[\dA-Z]{{0,5}})(?=\s*\(\s*[A-H]{{1,5}}\s*\)|\s*[.:]\s|\s*$)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?:(?<![0-9A-Za-z.,:/\\~^_=+*<>-])|(?<=[:案 ][A-Ha-h])|(?<=[A-H][A-H]))(?:(?P<plain>\d{1,4})\s{0,2}(?P<mark>[.、)•・·])(?!\d\d?(?!\d{2}|:))(?![a-z]{2,4}\b)|\((?P<paren>\d{1,4})\)|第\s?(?P<ordinal>\d{1,4})\s?题\s*[.、:]?|(?P<ring>[\u2474-\u249b])|(?<![\w])Q(?P<word>\d{1,4})[.:、]|(?:(?<![\u4e00-\u9fff])问题|题目|试题)\s?(?P<named>\d{1,3}|[一二三四五六七八九十百]{1,4})\s?[:、.])"
)
_OPTION_A = re.compile(r"\s*(?:[*•√✓✔-]\s*)?(?:[(\[【]\s*[Aa]\s*[)\]】]|[Aa]\s{0,2}[.、):,]|[Aa]\s+\S|A[^\x00-\x7f]|[Аа]\s?[.)]|[アァ㋐]\s*[.、):]|ㄱ\s*[.)]|가\s*[.)]|①|✓?\[[ xX]\])")
_A_THEN_B = re.compile(r"(?:^|[^A-Za-z])A[.、): ]?[^\n]{1,600}?[^A-Za-z]B[.、): ]?\S")
_STYLES = {".": "n.", "•": "n.", "・": "n.", "·": "n.", "、": "n.", ",": "n.", "，": "n.", ":": "n:", ")": "n)"}
_WEIGHTS = {"bare": -1.0, "glued": -1.0, "alone": -0.6, "n:": -0.8, "cn": -0.6, "code": 0.3, "word": 0.8}
_CLOSERS = re.compile(r"[:：】\]》]")
_BRACKETS = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>")
_TAIL = re.compile(r"\s*(?:部分|题目?|练习|类|共\s*\d+\s*[题道小个].*|每[题小空].*|本[大题].*|\d+\s*[题道].*|[:：、.。,—-]+|\s|questions?|section)*", re.IGNORECASE)
MAX_HEADING = 80


def scan(lines: Sequence[Line], taken: AbstractSet[int] = frozenset()) -> list[Facts]:
    """The facts of each line; those that the container left out have none but their shadow, ``taken`` ones (indices) are blank."""
    facts: list[Facts] = []
    above: Facts | None = None
    for index, line in enumerate(lines):
        if index in taken:
            facts.append(Facts("", 0))
            continue
        s = shadow(line.text)
        if line.role == "text" and not line.left_out and _PLAIN_OPTION.fullmatch(s):
            above = Facts(s, 0, opens=s[0] in "Aa(" and "A" in s[:3].upper())
            facts.append(above)
            continue
        stripped = s.lstrip()
        fact = Facts(s, len(s) - len(stripped))
        facts.append(fact)
        if stripped and len(stripped) < 320 and _is_furniture(s, above):
            fact.furniture, fact.first = True, len(s)
        elif stripped.startswith("![") and (picture := _PICTURE.fullmatch(stripped)) is not None:
            fact.picture, fact.first = picture[1], len(s)
        elif stripped and not line.left_out:
            _fill(fact, line, index)
        if stripped:
            above = fact
    _settle_lone_labels(facts)
    _mark_titles(facts, lines)
    _mend_torn(facts)
    _skip_page_marks(facts)
    return facts


_LONG = 150


def _skip_page_marks(facts: list[Facts]) -> None:
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
        second = _start_candidate(fact.shadow, c.line, c.end)
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


def _mend_torn(facts: list[Facts]) -> None:
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


_PLAIN_OPTION = re.compile(r"(?:[A-H]|\([A-H]\))[.、)]?(?![0-9A-Za-z])[^0-9:\]】》\n]{2,120}")
"""Most lines of most banks: an option with nothing else in it."""
_PICTURE = re.compile(r"!\[[^\[\]]{0,200}\]\(([^()\s]{1,300})[^()]{0,100}\)\s*")
_LISTED = re.compile(r"\s*[(（]?([A-H])[)）]?\s?[.、)）:]\s*(?=\S)")
_SCORE = re.compile(r"\s*\d{1,3}(?:\.\d{1,2})?\s*分\s*")


_FURNITURE_STARTS = frozenset("原文网用相最合下点展阅当举版上页本资立免温热猜返分扫关评第-cCsSrRlL©aApP=_*~—─·.")
_NOISE_STARTS = frozenset("展收查显隐纠笔评加AaRrDdSsHhVvMmNnPpFf")


def _is_furniture(s: str, above: Facts | None) -> bool:
    """A line of the site: known words alone on it, or somebody's score below their answer."""
    first = s.lstrip()[0]
    if first in _FURNITURE_STARTS and FURNITURE.fullmatch(s):
        return True
    if len(s) < 30 and first in _NOISE_STARTS and NOISE_LINE.fullmatch(s):
        return True
    if not first.isdecimal():
        return False
    answered = above is not None and (above.furniture or any(label.name in ("answer", "own") for label in above.labels))
    return answered and len(s) < 12 and _SCORE.fullmatch(s) is not None


def _settle_lone_labels(facts: list[Facts]) -> None:
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
    r"\s*(?:\(?\d{1,4}\)?\s*[.、):-]?\s*(?:[A-Ha-h]{1,8}(?![A-Za-z])|[√×✓✗✔✘]|[对错](?![\u4e00-\u9fff])|答案)|\d{1,4}\s*[-~至到]\s*\d{1,4}\s*[.:、]?\s*[A-H√×对错])"
)


def _fill(fact: Facts, line: Line, index: int) -> None:
    s, first = fact.shadow, fact.first
    if line.role == "code":
        return
    at = first
    if len(s) < 400:
        fact.heading = read_heading(s, line) if line.role == "heading" or _may_head(s, first) else None
        if fact.heading is not None:
            at = len(s) if fact.heading.sort == "chapter" else fact.heading.end
            if fact.heading.sort == "title":
                at = first
        elif (s[first] in _GROUP_STARTS or "题" in s or s[first].isascii()) and (group := _read_group(s)) is not None:
            fact.heading = group
    fact.labels = _labels(s, first)
    if fact.labels and fact.labels[0].start == first and fact.heading is not None and fact.heading.sort == "title":
        fact.heading = None  # "#### Answer: D"
    if fact.labels and fact.labels[0].start == first and fact.labels[0].name == "answer" and at == first:
        inner = _inner_heading(s, fact.labels[0].end)
        if inner is not None:
            fact.inner.append(Heading(first, fact.labels[0].end, "key", None))
            fact.inner.append(inner)
            at = inner.end
    start = _start_candidate(s, index, at)
    if start is not None:
        if line.role == "heading":
            start.style = f"h{start.style}"  # numbers inside the answer below are another run
        listed = _LISTED.match(s, start.end)
        if listed is not None and ord(listed[1]) - 64 == start.value:
            fact.skip = (start.start, start.end)  # "2. B、text": an option in an ordered list
            fact.opens = start.value == 1
            return
        fact.candidates.append(start)
        at = start.end
    if len(s) > 60:
        fact.inner += _inner_headings(s, at)
    if len(s) - at > 3:
        for candidate in _inline(s, index, at):
            if any(h.start <= candidate.start < h.end for h in fact.inner):
                continue
            heading = _heading_before(s, at, candidate.start)
            chapter = _INNER_CHAPTER.search(s, max(at, heading.start - 60), heading.start) if heading is not None else None
            if chapter is not None and heading is not None:
                fact.inner.append(Heading(chapter.start(1), heading.start, "chapter", None))
            if heading is not None and not any(h.start < heading.end and heading.start < h.end for h in fact.inner):
                fact.inner.append(heading)
            fact.candidates.append(candidate)
            at = candidate.end
        heading = _heading_before(s, at, len(s)) if fact.candidates and len(s) > 60 else None
        if heading is not None and not any(h.start < heading.end and heading.start < h.end for h in fact.inner):
            fact.inner.append(heading)
        fact.inner.sort(key=lambda h: h.start)
    c = s[first]
    fact.opens = line.role == "choice" or (c in "Aa([【*√✓✔•-АаアァㄱㄴＡ가①㋐" and _OPTION_A.match(s) is not None) or ("B" in s and "A" in s and _A_THEN_B.search(s[:2000]) is not None)


_SIGN = re.compile(r"[^\w\s(\[【《<〖:：,.，。、;\"'“‘_]{1,4}\s*(?=\w)")
"""An emoji or bullet before a label."""


def _labels(s: str, first: int) -> list[Label]:
    found: list[Label] = []
    sign = _SIGN.match(s, first)
    match = LABELS.match(s, sign.end() if sign is not None else first)
    if match is not None:
        found.append(Label(first, match.end(), _name(match)))
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


def _may_begin(s: str, begin: int) -> bool:
    """Whether a label may stand in a line: a Latin word behind a sentence's end only ("choose the correct option:" is none)."""
    if not ("a" <= s[begin].lower() <= "z"):
        return True
    before = s[max(0, begin - 3) : begin].rstrip()
    return not before or not before[-1].isalnum() or not before[-1].isascii()


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


_HEADING_STARTS = frozenset(
    "第项模单任专章情学〇零一二三四五六七八九十百两壹贰叁肆伍陆柒捌玖拾廿([【《<—–-#★●■◆▲※*不多复判正是对填完补最配选案材名术概解简问论辨分思综应计证设编程写作主面开实操策行讨改翻阅"
    "参标习试练测复自课业真各全部答○×複单穴空진빈선객서단주正誤事用記論제정"
)


def _may_head(s: str, first: int) -> bool:
    """Whether a line may be a heading: a cheap look at its first character."""
    c = s[first]
    if c.isdecimal():
        return "题" in s or "uestion" in s or "choice" in s.lower()
    return c in _HEADING_STARTS or c < "\u2e80"


def _inner_heading(s: str, at: int) -> Heading | None:
    """A heading of a kind that stands right behind ``at`` with entries behind it: ``答案:一、单选题:1、B``."""
    number = SECTION_NUMBER.match(s, at + len(s[at:]) - len(s[at:].lstrip()))
    begin = number.end() if number is not None else at
    kind = _kind_core(s[begin : begin + 60])
    return Heading(at, begin + kind[1], "kind", kind[0]) if kind is not None else None


_INNER = re.compile(rf"(?:(?<![^\s。.)）：:;；?？])|(?<=[A-Za-z]))(?P<number>第\s?{CN_NUMBER}\s?(?:部分|大题)\s?[:、.]?\s?|[(]?{CN_NUMBER}[)]?\s?[、.]\s?)")
_AFTER_KIND = re.compile(r"(?:\s?[(\[][^()\[\]]{0,160}[)\]])?\s?(?P<colon>[:：])?(?P<space>\s|$)?(?=(?P<next>\d|题目|第|$)?)")
_INNER_CHAPTER = re.compile(rf"(?:^|\s)((?:项目|模块|单元|任务|专题|第)\s?(?:\d{{1,2}}|{CN_NUMBER})\s?[章节篇]?\s[^\s。？?]{{2,30}})\s*$")


def _inner_headings(s: str, floor: int) -> list[Heading]:
    """Headings in the middle of a long line: ``… 三、案例分析(30分) …``, ``第三部分:解答题``, a chapter right before one."""
    found: list[Heading] = []
    for match in _INNER.finditer(s, floor):
        word = KIND_WORD.match(s, match.end())
        if word is None:
            continue
        after = _AFTER_KIND.match(s, word.end())
        kind = kind_of(word[0])
        if kind is None or after is None or not (after["colon"] or after["space"] is not None or after["next"] is not None or after.end() > word.end()):
            continue
        chapter = _INNER_CHAPTER.search(s, max(floor, match.start() - 60), match.start())
        if chapter is not None:
            found.append(Heading(chapter.start(1), match.start(), "chapter", None))
        found.append(Heading(match.start(), after.end(), "kind", kind))
    return found


_BEFORE_NUMBER = "题)】]:择断空答述释析项选" + "seno"


def _heading_before(s: str, floor: int, end: int) -> Heading | None:
    """A heading that ends right before ``end``: ``… 二、多选题(每题2分) 1.``."""
    text = s[max(floor, end - 200) : end].rstrip()
    if not text or text[-1] not in _BEFORE_NUMBER or end - floor < 3:
        return None
    shift = max(floor, end - 200)
    for word in KIND_WORD.finditer(text):
        if word.start() and text[word.start() - 1].isalnum() and not text[word.start() - 1] in "、.":
            continue
        core = _kind_core(text[word.start() :])
        if core is None or word.start() + core[1] < len(text):
            continue
        begin = _section_start(text, word.start())
        if begin < word.start() or text[-1] in ":)】]" or word.start() == 0 or end < len(s):
            return Heading(shift + begin, end, "kind", core[0])
    word = re.search(r"(?:^|[\s。;；])((?:参考|标准|正确)?答案(?:[及与和]解析)?|answers?(?: key)?)\s*[:：]?$", text, re.IGNORECASE)
    return Heading(shift + word.start(1), end, "key", None) if word is not None else None


def _section_start(text: str, at: int) -> int:
    """Where the number before a heading's word begins: the ``二、`` of ``二、多选题``."""
    for begin in range(max(0, at - 8), at):
        number = SECTION_NUMBER.match(text, begin)
        if number is not None and number.end() == at and (begin == 0 or not text[begin - 1].isalnum()):
            return begin
    return at


def _start_candidate(s: str, index: int, at: int) -> Candidate | None:
    match = _START.match(s, at)
    if match is None:
        return None
    value, style, prefix, weight = _number(match)
    if not value and style not in ("code", "n."):
        return None
    if style == "code" and sum(c.isdecimal() for c in match["code"]) < 2 and s[match.end() :].lstrip()[:1] != "(":
        return None
    end = match.end()
    if match["more"] is not None:  # "1、1、stem": a page's mark and a number, or the number twice
        end = match.start("more")
    return Candidate(index, at + len(s[at:]) - len(s[at:].lstrip()), end, style, value, True, weight, prefix)


def _number(match: re.Match[str]) -> tuple[int, str, str, float]:
    groups = match.groupdict()
    for name in ("ordinal", "named", "word", "paren", "bracket", "alone", "bare", "glued"):
        if groups.get(name):
            style = {"ordinal": "word", "named": "word", "paren": "(n)", "bracket": "[n]"}.get(name, name)
            return (int(groups[name]) if groups[name].isdecimal() else cn_number(groups[name])), style, "", _WEIGHTS.get(style, 0.0)
    if groups["plain"]:
        style = _STYLES[match["mark"]]
        return int(groups["plain"]), style, "", _WEIGHTS.get(style, 0.0)
    if groups.get("ring"):
        code = ord(match["ring"])
        return (code - 0x2473, "(n)", "", 0.0) if code < 0x2488 else (code - 0x2487, "n.", "", 0.0)
    if groups.get("chinese"):
        return cn_number(groups["chinese"]), "cn", "", _WEIGHTS["cn"]
    code_text = groups["code"]
    digits = re.search(r"\d+$", code_text)
    return (int(digits[0][-4:]) if digits else 0), "code", code_text[: digits.start()] if digits else code_text, _WEIGHTS["code"]


def _inline(s: str, index: int, start: int) -> list[Candidate]:
    found = []
    for match in _INLINE.finditer(s, start + 1):
        value, style, _, weight = _number(match)
        if value:
            found.append(Candidate(index, match.start(), match.end(), style, value, False, weight))
    return found


_RANGE = r"(?:第\s*)?(\d{1,4})\s*[-~—–至到]\s*(?:第\s*)?(\d{1,4})\s*(?:小?题)?"
_GROUP = re.compile(
    rf"\s*(?:[【\[(<]\s*{_RANGE}[^【】\[\]()<>]{{0,30}}[】\])>]\s*(?:$|[:：]|(?=\S))"
    rf"|{_RANGE}\s*(?:共用|题共用|题使用|题基于|为共用|题的备选)[^。]{{0,30}}[:：。]?\s*$"
    rf"|[^\d。]{{0,16}}(?:回答|完成|解答)\s*(?:下列|以下|下面|下述)?\s*{_RANGE}[^。]{{0,10}}[。.:：]?\s*$"
    r"|(?:the following|use this|questions?)[^.\n]{0,40}?(\d{1,4})\s*(?:-|to|through|and)\s*(\d{1,4})[^.\n]{0,60}[.:]?\s*$)",
    re.IGNORECASE,
)
_CONTEXT = re.compile(rf"\s*[【\[(]?(?:案例|材料|资料|病例|病历|背景资料|背景材料|阅读材料|共用题干|共同题干|综合案例|案例分析)\s*[】\])]?\s*[(]?\s*(?:\d{{1,2}}|{CN_NUMBER})?\s*[)]?\s*[】\])]?\s*[:：]\s*(?=\S|$)")


_GROUP_STARTS = frozenset("【[(<第案材资病背阅共综0123456789")


def _read_group(s: str) -> Heading | None:
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
        kind = _kind_core(rest) if rest else None
        if kind is not None:
            return Heading(first, first + len(text), "kind", kind[0], level)
        if not re.search(r"[。？?;；]|答案\s*[:：]", rest) and len(rest) <= 50:
            return Heading(first, end, "chapter", None, level)
        return None
    key = _key_core(core) if number is None or not number[0][0].isdecimal() else None  # "1、答案:" is an entry
    if key is not None:
        return Heading(first, first + len(text) - len(core) + key[1], "key", key[0], level)
    kind = _kind_core(core) if number is None or not number[0][0].isdecimal() or core[:1] not in "([【" else None  # "3. (单选题)" tags a question
    if kind is not None and (number is not None or len(core) <= 40 or level):
        return Heading(first, first + len(text) - len(core) + kind[1], "kind", kind[0], level)
    if level:
        return Heading(first, end, "title", None, level)
    return None


_TITLE_WORD = re.compile(
    r"题库|试题|试卷|习题|练习|真题|考试|测验|测试|模拟|复习|考题|作业|教案|讲义|制度|体系|方案|报告|论文|总结|资料|相关文档|最近下载|相关主题|版权|文档|\.(?:docx?|pdf|pptx?|xlsx?)\b|\b(?:quiz|exam|test bank|question bank|practice test|worksheet)\b",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(r"[。？?！!；;,，、:：]$|(?:是|的|有|为|了|在|于|和|或|[)\]】（(\[]|_)\s*$|_{2,}|\(\s*\)|^\s*[(\[【]?[A-Ha-h][)\]】.、:：\s]|^\s*[(\[]?\d{1,4}\s*[)\].、]")


def _mark_titles(facts: list[Facts], lines: Sequence[Line]) -> None:
    """Short lines between blank ones that name a paper, a bank or an article: a new document begins there."""
    for number, fact in enumerate(facts):
        s = fact.shadow.strip()
        if not 3 <= len(s) <= 42 or lines[number].role != "text" or fact.heading is not None or fact.inner or fact.labels or fact.candidates or fact.opens:
            continue
        if not _TITLE_WORD.search(s) or _NO_TITLE.search(s) or any(c in s for c in ",，。、;；?？!！“"):
            continue
        above = facts[number - 1] if number else None
        below = facts[number + 1] if number + 1 < len(facts) else None
        if (above is None or above.first >= len(above.shadow) or above.heading is not None) and (below is None or below.first >= len(below.shadow)):
            fact.heading = Heading(fact.first, fact.first + len(s), "title", None, 0)


def _kind_core(core: str) -> tuple[FoundKind, int] | None:
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
        if colon is None:
            return None
        kind = kind_of(word[0])
        return (kind, word.end() + colon.end()) if kind else None
    kind = kind_of(word[0])
    return (kind, len(core)) if kind else None


_ANSWER_BRACKET = re.compile(r"[(\[【]\s*(?:[A-Ha-h]{1,8}|[√×✓✗✔✘对错TF]|正确|错误)\s*[)\]】]")


def _key_core(core: str) -> tuple[FoundKind | None, int] | None:
    """A key's heading: ``参考答案``, ``选择题答案:``, ``Answer key``; its kind, and where it ends in ``core``."""
    if _ANSWER_BRACKET.search(core):
        return None  # "答案:(√)"
    bare = _BRACKETS.sub("", core).strip(" :：.—-=*#")
    if 0 < len(bare) <= 30:
        if KEY_HEADING.fullmatch(bare):
            bracket = core.find("(")
            return None, len(core) if bracket < 0 else len(core)
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
