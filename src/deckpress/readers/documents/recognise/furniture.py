"""Lines of the page or the site, not of the document: page numbers, running titles, platform debris, advertisements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.facts import Facts
from deckpress.readers.documents.recognise.platforms import PLATFORM_LINE, PLATFORM_STARTS
from deckpress.readers.documents.recognise.shadow import cjk, width

__all__ = ["heads_links", "is_furniture", "mark_running_lines"]

_NOISE_LINE = re.compile(
    r"\s*(?:选项|(?:请)?选择一项(?:或多项)?|select one(?: or more)?|options|choose one|试题正文|question text"
    r"|(?:未|已)标记|标记试题|flag question|remove flag|获得\s*[\d.]+\s*分中的\s*[\d.]+\s*分|mark(?:ed)? [\d.]+ out of [\d.]+"
    r"|your answer is (?:in|partially )?correct\.?|end of (?:the )?(?:question )?(?:paper|exam(?:ination)?|test)|试[卷题]结束"
    r"|展开解析|收起解析|查看解析|AI讲解|AI解析|查看答案|显示答案|隐藏答案|纠错|收藏|笔记|评论|加入错题本"
    r"|[上下]一[题页]|交卷|提交(?:答案|试卷)|(?:题目|试题)报错|(?:完成|结束)回顾"
    r"|report(?: (?:content )?errors?)?|discuss|(?:show|hide|view|reveal) (?:answer|solution|suggested answer|discussion)"
    r"|mark for review|next(?: page| question)?|previous(?: page| question)?|flag|finish review|back to (?:top|quiz|course|index)"
    r"|submit quiz|not (?:yet )?answered|most voted|\d{1,5}\s*votes?|upvoted \d{1,5} times?)\s*[:：]?\s*",
    re.IGNORECASE,
)
"""A line that a learning platform's page sets around each question (fullmatch)."""
_PAGE = r"(?:page|p[aá]gina|pagina|seite|strona|стр(?:аница|\.)?|sayfa)\s*\d{1,4}(?:\s*(?:of|/|von|de|di|sur|из|z|van)\s*\d{1,4})?"
_CN_PAGE = r"第\s*\d{1,4}\s*[页頁](?:\s*[/／,，(（]?\s*共\s*\d{1,4}\s*[页頁]\s*[)）]?)?"
_FURNITURE = re.compile(
    r"\s*(?:原创力文档|(?:文档|网友|用户)?评论\s*\(\d+\)|相关(?:文档|主题|推荐|阅读|资源|搜索|文章|试题).{0,10}"
    r"|最近下载|文本预览|合集下载|下载(?:文档|资源|本文|原文|后?查看).{0,16}|点击(?:查看|下载|展开).{0,16}"
    r"|展开(?:阅读)?全文|阅读全文|当前位置\s*[:：].{0,80}|举报|版权(?:说明|声明|所有|提示).{0,300}|上传人\s*[:：].{0,120}"
    r"|页数\s*[:：].{0,60}|(?:本文档|本资源)由.{0,200}|立即下载|免费下载|资源描述|温馨提示.{0,120}|热门(?:推荐"
    r"|文章|标签).{0,20}|猜你喜欢|上一篇.{0,60}|下一篇.{0,60}|返回(?:首页|顶部|目录)|分享到.{0,30}|请?扫码.{0,30}"
    r"|关注.{0,12}公众号.{0,30}|微信(?:公众号|搜索|扫码|扫一扫).{0,30}|本站广告.{0,30}|更多.{0,6}(?:题库|试题|资料|真题).{0,40}"
    r"|(?:https?://|www\.)[\x21-\x7e]{3,200}|cookie(?:s)? (?:policy|settings).{0,60}|share this.{0,40}|related (?:documents"
    r"|posts|articles).{0,20}|leave a comment.{0,20}|©.{0,80}|all rights reserved.{0,40}"
    rf"|{_CN_PAGE}|[-—–]\s?\d{{1,4}}\s?[-—–]|{_PAGE}|[-=_*~—─·.]{{5,}}|[~=]{{2,}}|-{{3,}})\s*",
    re.IGNORECASE,
)
"""A line of the site or the page, not of the document (fullmatch)."""
_NAVIGATION = re.compile(r"\s*(?:back|home|close|check|submit|continue|menu|返回|提交|关闭|继续)\s*", re.IGNORECASE)
"""Buttons that might as well be words of a question: only behind an answer (fullmatch)."""
_ADVERTISES = re.compile(
    r"(?:\b(?:full|complete|latest)\s+(?:\w{1,12}\s+)?(?:version|set|exam|dumps?|bank|collection)\b|\d{1,2}\s?% off"
    r"|更多(?:题库|试题|资料|题目|真题)"
    r"|免费(?:下载|领取)|加(?:微信|QQ)群?)",
    re.IGNORECASE,
)
_SCORE = re.compile(r"\s*\d{1,3}(?:\.\d{1,2})?\s*分\s*")
_FURNITURE_STARTS = frozenset("原文网用相最合下点展阅当举版上页本资立免温热猜返分扫关微更评第-—–cCsSrRlL©aApPhHwWСстТ=_*~─·.")
_NOISE_STARTS = frozenset("选请试题提交完结未已标获上下QqOoCcEeYyBbUu展收查显隐纠笔评加报AaRrDdSsHhVvMmNnPpFf")


def is_furniture(s: str, above: Facts | None) -> bool:
    """A line of the site: known words alone on it, an advertisement, or somebody's score below their answer."""
    first = s.lstrip()[0]
    if first in _FURNITURE_STARTS and _FURNITURE.fullmatch(s):
        return True
    if len(s) < 44 and (first in _NOISE_STARTS or (first.isdecimal() and "vote" in s.lower())) and _NOISE_LINE.fullmatch(s):
        return True
    if len(s) < 80 and first.lower() in PLATFORM_STARTS and PLATFORM_LINE.fullmatch(s):
        return True
    if len(s) < 160 and ("www." in s or "://" in s) and _ADVERTISES.search(s) and not _LETTERED.match(s):
        return not first.isdecimal()
    answered = above is not None and (above.furniture or any(label.name in ("answer", "own") for label in above.labels))
    return answered and len(s) < 12 and (_SCORE if first.isdecimal() else _NAVIGATION).fullmatch(s) is not None


_LETTERED = re.compile(r"\s*[(\[]?[A-Ha-hА-Еа-е][)\]]?\s?[.、):]")
_LINKS = re.compile(
    r"\s*(?:相关(?:文档|主题|推荐|阅读|资源|搜索|文章|试题)|热门(?:推荐|文章|标签)|猜你喜欢|最近下载"
    r"|related (?:documents|posts|articles)).{0,20}",
    re.IGNORECASE,
)


def heads_links(s: str) -> bool:
    """Whether a line of the site stands above a list of links to other pages."""
    return _LINKS.fullmatch(s) is not None


_DIGITS = re.compile(r"\d+")
_PAGE_MARK = re.compile(rf"\s*(?:{_PAGE}|{_CN_PAGE}|[-—–]\s?\d{{1,4}}\s?[-—–]|\d{{1,4}}\s*/\s*\d{{1,4}})\s*", re.IGNORECASE)
_PAGE_AT_END = re.compile(rf"(?:\s{{3}}|\t|\|)\s*(?:{_PAGE}|{_CN_PAGE})\s*", re.IGNORECASE)
_PAGE_AT_START = re.compile(rf"\s*(?:{_PAGE}|{_CN_PAGE})\s*(?:\s{{3}}|\t|\|)", re.IGNORECASE)
_LONE = re.compile(r"\s*\d{1,4}\s*")
_LONGEST, _SHORTEST = 160, 4
_SHORTEST_TITLE = 10
"""Columns of a running title that nothing but its return gives away."""
_SHORTEST_PAGE = 8
"""Visible lines from one such title to the next."""
_MARGIN = 12
"""Columns by which a page number alone on its line is set in."""


@dataclass(slots=True)
class _Rows:
    """The visible lines, by their indices, and what each is for a page."""

    facts: Sequence[Facts]
    lines: Sequence[Line]
    at: list[int] = field(default_factory=list)
    marks: set[int] = field(default_factory=set)
    """Positions in ``at`` of page marks."""
    lone: dict[int, int] = field(default_factory=dict)
    """Positions in ``at`` of numbers alone in the middle or on the right of the page."""


def mark_running_lines(facts: Sequence[Facts], lines: Sequence[Line]) -> None:
    """Running titles and page numbers count as blank: lines that come back at page marks, or between the halves of other lines.

    A line is the same when only its numbers differ. What reads as a question, an option or an answer never is one.
    """
    rows = _rows(facts, lines)
    for position in [p for p, number in enumerate(rows.at) if _ends_page(facts[number])]:
        _leave_out(facts[rows.at[position]])
        rows.marks.add(position)
    repeated = _repeated(rows)
    found = [places for places in repeated if _runs(rows, places)]
    for places in found:
        for place in places:
            _leave_out(facts[rows.at[place]])
    beside = {place + step for places in found for place in places for step in (-1, 1)}
    _leave_out_lone(rows, beside)


def _rows(facts: Sequence[Facts], lines: Sequence[Line]) -> _Rows:
    rows = _Rows(facts, lines)
    for number, fact in enumerate(facts):
        s = fact.shadow
        if not s or s.isspace() or lines[number].left_out or lines[number].role == "code":
            continue
        position = len(rows.at)
        rows.at.append(number)
        if len(s) > _LONGEST:
            continue
        if fact.furniture and _PAGE_MARK.fullmatch(s):
            rows.marks.add(position)
        elif fact.first >= _MARGIN and fact.first < len(s) and _LONE.fullmatch(s):
            rows.lone[position] = int(s)
    return rows


def _ends_page(fact: Facts) -> bool:
    """``Driver theory    Page 2``: a page number at the end or beginning of a title, away from it."""
    s = fact.shadow
    if fact.first >= len(s) or len(s) > _LONGEST or _DIGITS.search(s[:14] + s[-14:]) is None or _says_something(fact):
        return False
    tail = max(0, len(s.rstrip()) - 40)
    found = next((m for m in _PAGE_AT_END.finditer(s, tail) if m.end() == len(s)), None)
    return found is not None or _PAGE_AT_START.match(s) is not None


def _says_something(fact: Facts) -> bool:
    """Whether a line seems to be of a question: its number, option or answer, or a heading that rules what is below it."""
    if fact.opens or fact.labels or (fact.candidates and any(c.style != "alone" for c in fact.candidates)):
        return True
    if _LETTERED.match(fact.shadow):
        return True
    return fact.heading is not None and fact.heading.sort in ("kind", "key", "group")


_SENTENCE = re.compile(r"[。？?！!；;]\s*$|_{2,}|\(\s*\)")


def _repeated(rows: _Rows) -> list[list[int]]:
    """The positions of the lines that come back, numbers aside."""
    places: dict[str, list[int]] = {}
    for position, number in enumerate(rows.at):
        fact = rows.facts[number]
        s = fact.shadow
        if fact.first >= len(s) or len(s) > _LONGEST or _says_something(fact):
            continue
        if position in rows.lone or rows.lines[number].role not in ("text", "heading"):
            continue
        text = " ".join(s.split())
        if len(text) < _SHORTEST or _SENTENCE.search(text):
            continue
        places.setdefault(_DIGITS.sub("#", text), []).append(position)
    return [found for found in places.values() if len(found) >= 2]


def _runs(rows: _Rows, places: Sequence[int]) -> bool:
    """Whether a line that comes back belongs to the page."""
    count = len(places)
    marked = sum(_at_mark(rows, place) for place in places)
    if marked >= 2 and marked >= 0.6 * (count - 1):
        return True
    if count < 3 or min(b - a for a, b in pairwise(places)) < _SHORTEST_PAGE or width(_text(rows, places[0])) < _SHORTEST_TITLE:
        return False
    if len({_text(rows, place - 1) for place in places}) < count or len({_text(rows, place + 1) for place in places}) < count:
        return False
    return sum(_splits(rows, place) for place in places) >= max(2, 0.4 * count) or _regular(places)


def _at_mark(rows: _Rows, place: int) -> bool:
    """Whether a page mark, a page's beginning, or a number in the page's margin stands beside a line."""
    if any(p in rows.marks or p in rows.lone for p in (place - 1, place + 1)):
        return True
    page = rows.lines[rows.at[place]].page
    return place > 0 and rows.lines[rows.at[place - 1]].page != page and page > 1


def _text(rows: _Rows, place: int) -> str:
    return rows.facts[rows.at[place]].shadow.strip() if 0 <= place < len(rows.at) else f"#{place}"


def _splits(rows: _Rows, place: int) -> bool:
    """Whether a line stands between an option and the next, or between the halves of a sentence."""
    above, below = _text(rows, place - 1), _text(rows, place + 1)
    first, second = _LETTERED.match(above), _LETTERED.match(below)
    if second is not None:
        a, b = (ord(m[0].strip(" ([\t")[0]) if m is not None else 0 for m in (first, second))
        return b == a + 1
    last, own = above[-1:], _text(rows, place)[:1]
    return len(above) >= 20 and not own.islower() and ((cjk(last) and cjk(below[:1])) or (last.islower() and below[:1].islower()))


def _regular(places: Sequence[int]) -> bool:
    """Whether a line comes back after about as many lines each time, as on pages of one length."""
    gaps = [b - a for a, b in pairwise(places[1:])]
    return len(gaps) >= 3 and min(gaps) >= 20 and max(gaps) - min(gaps) <= 0.2 * max(gaps)


def _leave_out_lone(rows: _Rows, beside: set[int]) -> None:
    """Numbers alone in the margin that rise by one from page to page, or stand beside a running title."""
    values = list(rows.lone.values())
    rising = len(values) >= 2 and all(b - a == 1 for a, b in pairwise(values))
    for position in rows.lone:
        if position in beside or (rising and _apart(rows, position)):
            _leave_out(rows.facts[rows.at[position]])


def _apart(rows: _Rows, position: int) -> bool:
    """Whether a blank line stands above a number and below it, or the page's end."""
    number = rows.at[position]
    before = number == 0 or not rows.lines[number - 1].text.strip()
    after = number + 1 >= len(rows.lines) or not rows.lines[number + 1].text.strip()
    return before and after


def _leave_out(fact: Facts) -> None:
    fact.furniture, fact.first = True, len(fact.shadow)
    fact.heading = None
    fact.opens = False
    fact.candidates.clear()
    fact.inner.clear()
    fact.labels.clear()
