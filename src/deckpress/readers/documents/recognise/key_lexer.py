"""An answer key's text: where its entries begin, whether a mere value (letters, true or false) follows a number, rows of values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["EXPLAINS", "RANGE", "VALUE", "Row", "Start", "bare_values", "chain", "is_rows", "row_values", "starts"]

EXPLAINS = "explains"
"""The prefix of a candidate that begins no answer but the explanation of one that stands elsewhere in the key."""
_SIGN = "√×✓✗✔✘☑☒✅❌⭕"
_WORD = r"正确|错误|对(?!错)|错|是|否|[Tt]rue|[Ff]alse|TRUE|FALSE|[TFYNX](?![A-Za-z])|верно|неверно"
_LATIN = r"[A-H](?:[ ]{0,3}[,，、;；/|]?[ ]{0,3}[A-H]){0,9}(?![A-Za-z'’])"
_LOWER = r"[a-h](?:[ ]?[,，、/][ ]?[a-h]|[b-h]){0,7}(?![A-Za-z'’])"
_CYRILLIC = r"[А-Е](?:[ ]?,?[ ]?[А-Е]){0,5}(?![А-Яа-яё])|[а-е](?:,[ ]?[а-е]){0,5}(?![А-Яа-яё])"
_KANA = (
    r"[アイウエオカキク](?![ァ-ヶー])|[①②③④⑤⑥⑦⑧](?![\w①-⑧])|[가나다라마](?![가-힣])|[(]?(?:i{1,3}|iv|vi{0,3})[)]|(?:ii|iii|iv)(?![\w.)])"
)
VALUE = (
    rf"(?:[{_SIGN}]\ufe0f?|(?:{_KANA})|(?:{_LATIN}|{_LOWER}|{_CYRILLIC}|{_WORD})(?![\u4e00-\u9fff]|[ ]{{1,3}}[a-zà-ÿа-я])"
    rf"|(?:{_LATIN}|{_WORD})(?=[ ]?(?:解析|答案|详解|解释|理由|因为|正确|错误)))"
)
"""Option letters or a verdict, with no word's letters behind them."""
_LABEL = r"(?:[【\[(]?[ ]?(?:正确|参考|标准)?(?:答案|答)[ ]?[】\])]?[ ]?[:：]?[ ]{0,2}|[Aa]nswer[ ]?[:：][ ]?)?"
_ENTRY = re.compile(
    rf"(?P<lead>第|Q|q|P|№|No\.|#)?[ ]?(?P<open>[(\[【])?[ ]?(?P<n>\d{{1,4}})[ ]?(?P<close>[)\]】])?(?:小?题|问)?[ ]{{0,3}}"
    rf"(?:(?P<mark>[.、:：)=])[ ]{{0,3}}|(?P<dash>[-~—→]{{1,2}})[ ]{{0,2}}|(?P<gap>[ ]{{0,6}}))"
    rf"(?P<value>{_LABEL}[(\[【]?[ ]?(?:{VALUE})(?:[ ]?[)\]】])?)"
)
"""A number with a mere value behind it."""
_NUMBER = re.compile(
    r"[ ]*(?:[*●•■-][ ]{1,9})?(?P<lead>第|Q|q|№|No\.|#)?[ ]?(?P<open>[(\[【])?[ ]?(?P<n>\d{1,4})[ ]?(?P<close>[)\]】])?(?:小?题|问)?[ ]?"
    r"(?P<mark>[.、:：)](?!\d))?[ ]{0,6}"
)
"""The number at the beginning of a line."""
_FURTHER = re.compile(r"(?<=[\s;；。,，、|])(?P<n>\d{1,4})[ ]?(?P<mark>[.、)])(?![\d])[ ]{0,3}(?=\S)")
_TICK = rf"(?:[A-Ha-hTFXYN{_SIGN}对错]|正确|错误)"
RANGE = re.compile(
    r"(?<![\d.])(?:第[ ]?)?(\d{1,4})[ ]{0,3}(?:题)?(?:[-~—–～至到]|\.{2,3}){1,3}[ ]{0,3}(?:第[ ]?)?(\d{1,4})[ ]{0,3}"
    r"[)\]】]?[ ]{0,3}(?:小?题|问)?[ ]{0,3}[.、:：)]{0,2}[ ]{0,3}"
    rf"(?P<v>{_TICK}(?:[\s,，、;；/|.]{{0,6}}{_TICK}){{0,999}})(?![A-Za-z\u4e00-\u9fff])"
)
"""``1-5 ABCDA``: numbers and as many values."""
_BARE = re.compile(rf"[ ]*(?:(?:[A-H{_SIGN}]|[对错])[ ,，、;；.|/]{{0,6}}){{2,999}}")
_BARE_LOWER = re.compile(r"[ ]*(?:[a-h][ ,，、;；|/]{0,6}){3,999}")
_ONE = re.compile(rf"正确|错误|[A-Ha-hTFXYN{_SIGN}对错]")
_GAPS = re.compile(r"[\s,，、;；。.|/*]*")


class Row(NamedTuple):
    """``text``: a visible stretch of a line's shadow that begins at ``start`` of the line with index ``line``."""

    line: int
    start: int
    text: str


class Start(NamedTuple):
    """A number that may begin an entry: it stands at ``start`` of the line, its text at ``end``. ``value``: a mere value follows."""

    line: int
    start: int
    end: int
    number: int
    style: str
    value: bool
    first: bool


def is_rows(text: str) -> bool:
    """Whether a line is nothing but ranges with their values."""
    rest = RANGE.sub(lambda m: "" if row_values(m) else m[0], text)
    return rest != text and len(rest.strip(" ,，、;；。.|*题第")) <= 4


def row_values(match: re.Match[str]) -> list[str]:
    """The values of a `RANGE`, one a number, or none where their count is another."""
    count = int(match[2]) - int(match[1]) + 1
    parts = [part for part in re.split(r"[\s,，、;；/|.]+", match["v"]) if part]
    if len(parts) == count:
        return parts
    single = _ONE.findall(match["v"])
    return single if len(single) == count else []


def bare_values(text: str, count: int = 0, several: bool = False) -> list[str]:
    """The values of a row without numbers: ``ABCDA BBCDA`` letter by letter; ``AB、BCD`` word by word.

    Which of them decides ``count``, the number of questions (0: unknown), or that questions have ``several`` right answers.
    """
    text = text.strip()
    if len(text) > 5_000 or not (_BARE.fullmatch(text) or _BARE_LOWER.fullmatch(text)):
        return []
    single = _ONE.findall(text)
    words = [word for word in re.split(r"[\s,，、;；/|.]+", text) if word]
    if count in (len(single), len(words)):
        return single if count == len(single) else words
    rising = all(word == "".join(sorted(set(word))) and word.isascii() for word in words)
    return words if len(words) > 1 and rising and (several or len({len(word) for word in words}) > 2) else single


def starts(row: Row, further: bool) -> list[Start]:
    """Where entries may begin in a line. ``further``: also at numbers inside the line that no mere value follows (fill-ins)."""
    text = row.text
    head = _NUMBER.match(text)
    if head is not None and not _numbers(head, text):
        head = None
    found: list[Start] = []
    first: Start | None = None
    at = 0
    for match in _ENTRY.finditer(text):
        if first is None and not (_GAPS.fullmatch(text, 0, match.start()) if match.start() < 200 else False):
            if head is None:
                break
            first = _first(row, head)
            at = head.end()
        last = found[-1].number if found else (first.number if first is not None else None)
        if last is not None and not _follows(text, match, at, last, dense=bool(found)):
            continue
        if not (match["mark"] or match["dash"] or match["close"] or match["gap"] or _GLUE.match(match["value"])):
            continue
        begin = row.start + match.start() + len(match[0]) - len(match[0].lstrip())
        at_start = not found and first is None
        found.append(Start(row.line, begin, row.start + match.start("value"), int(match["n"]), _style(match), True, at_start))
        first = first or found[0]
        at = match.end()
    if first is None and head is not None:
        first = _first(row, head)
    if first is None or first.value:
        return found
    return [first, *(list(_further(row, first)) if further and not found else found)]


def _first(row: Row, head: re.Match[str]) -> Start:
    begin = next(i for i in (head.start("lead"), head.start("open"), head.start("n")) if i >= 0)
    return Start(row.line, row.start + begin, row.start + head.end(), int(head["n"]), _style(head), False, True)


def _numbers(head: re.Match[str], text: str) -> bool:
    """Whether the digits at a line's beginning number it: a mark, brackets, 第…题, or nothing else on the line."""
    return bool(head["mark"] or (head["open"] and head["close"]) or head["lead"]) or head.end() >= len(text.rstrip())


def _follows(text: str, match: re.Match[str], at: int, last: int, *, dense: bool) -> bool:
    begin = match.start()
    if dense and begin - at < 200 and _GAPS.fullmatch(text, at, begin):
        return True
    return int(match["n"]) == last + 1 and (text[begin - 1] in " 。;；)】|" or match[0][0] == " ")


_GLUE = re.compile(rf"[A-H{_SIGN}对错]|[a-h]$")


def _further(row: Row, first: Start) -> Iterator[Start]:
    yield from ()
    last = first.number
    for match in _FURTHER.finditer(row.text, first.end - row.start):
        if int(match["n"]) == last + 1:
            last += 1
            yield Start(row.line, row.start + match.start(), row.start + match.end(), last, first.style, False, False)


def _style(match: re.Match[str]) -> str:
    if match["lead"]:
        return "word"
    if match["open"] and match["close"]:
        return "(n)"
    mark = (match["mark"] or "").replace("、", ".").replace("：", ":")
    return f"n{mark or (')' if match['close'] else '')}"


class _Chain:
    """Which starts count on: a list inside an answer begins at 1 again and counts for itself."""

    def __init__(self, found: Sequence[Start], limit: int) -> None:
        self.limit = limit
        self.last = {(start.style, start.number): i for i, start in enumerate(found)}
        self.style = ""
        self.number = 0
        self.inner = 0
        self.inner_style = ""
        self.plain = False

    def takes(self, index: int, start: Start) -> bool:
        number = start.number
        if not self.style:
            return self._take(start)
        if start.style != self.style:
            if start.value and number == self.number + 1 and not self.inner:
                return self._take(start)
            return self._nest(start)
        if self.inner and self.inner_style == start.style and number == self.inner + 1:
            if start.value and number == self.number + 1:
                return self._take(start)
            later = self.last.get((start.style, self.number + 1), -1) > index
            if number != self.number + 1 or later or self._full():
                return self._nest(start)
        if number == self.number + 1 and not self._full():
            return self._take(start)
        if number == 1 and not start.value and not (self.plain and start.first and not self.inner):
            return self._nest(start) if start.first else False
        if (start.value and self.number < number) or number == 1:
            return self._take(start)
        return self.number < number <= max(self.limit, 0) and not self.inner and start.first and self._take(start)

    def _full(self) -> bool:
        return 0 < self.limit <= self.number

    def _take(self, start: Start) -> bool:
        self.style, self.number, self.inner, self.inner_style, self.plain = start.style, start.number, 0, "", start.value
        return True

    def _nest(self, start: Start) -> bool:
        if start.number in (1, self.inner + 1):
            self.inner, self.inner_style = start.number, start.style
        return False


def chain(found: Sequence[Start], limit: int) -> list[Start]:
    """The starts that begin entries. ``limit``: the highest number among the questions that are asked for, 0 if unknown."""
    if all(start.value for start in found) and len({start.number for start in found}) == len(found):
        return list(found)  # in columns, perhaps
    state = _Chain(found, limit)
    return [start for index, start in enumerate(found) if state.takes(index, start)]
