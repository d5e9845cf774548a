"""Answer keys: their entries read and grouped. `key_regions` finds where keys stand, `key_join` gives the questions their answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckpress.readers.documents.recognise.key_groups import Entry, Group, Keyed, group_entries
from deckpress.readers.documents.recognise.key_join import join_keys
from deckpress.readers.documents.recognise.key_lexer import EXPLAINS, RANGE, VALUE, Row, bare_values, row_values, starts
from deckpress.readers.documents.recognise.segments import Segment
from deckpress.readers.documents.recognise.strip import Place, Strip, join_wrapped
from deckpress.readers.documents.recognise.words import LABELS

__all__ = ["Entry", "Group", "Keyed", "group_entries", "join_keys", "read_entry", "read_key_text", "read_rows"]

_NAMED = re.compile(r"\s{0,9}[\u4e00-\u9fff]{0,4}答案\s{0,4}[:：]")
_EXPLAINED = re.compile(
    r"(?:(?<=[\s。;；.,，、)）A-H√×✓✗✔✘对错])|^)"
    r"([【\[(]?(?:答案|试题)?(?:解析|详解|解释|理由|explanation|rationale|reason)[】\])]?[ ]{0,4}[:：]"
    r"|[【\[](?:答案|试题)?(?:解析|详解)[】\]])",
    re.IGNORECASE,
)
_VALUE_HEAD = re.compile(rf"\s{{0,9}}(?P<value>[(\[【]?\s?{VALUE}\s?[)\]】]?)(?P<rest>.*)", re.DOTALL)
_BRACKETED = re.compile(r"\s{0,4}[.。,，]?\s{0,4}[(]([^()]{1,400}(?:\([^()]{0,200}\)[^()]{0,400}){0,5})[)]\s{0,4}[.。;；,，]?\s{0,4}")
_REASON = re.compile(r"\s{0,4}(?:[.。,，;；:]?\s?[-—–]{1,2}\s|[。;；:]\s?|[.,，]\s?(?=(?:因为|because|since|应)))(?=\S)", re.IGNORECASE)
_NEXT_SECTION = re.compile(r"\n\s{0,4}(?:[IVX]{1,4}|[一二三四五六七八九十]{1,3})\s?[.、)]\s{0,4}\Z")
"""The number of the key's next section, below an entry."""
_ENDS = " \t\u3000.。;；,，、|*"


def read_entry(segment: Segment, strip: Strip, wrap: int) -> Entry:
    """The entry of a key that begins with a chosen number; ``wrap`` as in `join_wrapped`."""
    c = segment.begun
    s = strip.shadow
    at = max(0, c.end - strip.shifts[0]) if strip.shifts else 0  # a page mark may be cut off
    label = LABELS.match(s, at + len(s[at:]) - len(s[at:].lstrip(" \n")))
    named = _NAMED.match(s, at)
    if label is not None and label.lastgroup == "answer":
        at = label.end()
    elif named is not None:
        at = named.end()
    end, begin = (at, at) if c.prefix == EXPLAINS else _parts(s, at)
    ordinal = _NEXT_SECTION.search(s, max(at, end - 12), end)
    if ordinal is not None and end == begin:
        end = begin = ordinal.start()
        explanation_from = len(s)
    else:
        explanation_from = begin
    text, explanation = strip.text[at:end].strip(), join_wrapped(strip.text[explanation_from:], wrap).strip()
    if begin - end == 1 and s[end] == "(":  # a reason in brackets
        explanation = explanation.rstrip(_ENDS)[:-1]
    spans = list(strip.spans(0, len(strip.text)))
    return Entry(c.value, join_wrapped(text, wrap).strip(), explanation, segment.start, spans, near=segment.key_near)


def _parts(s: str, at: int) -> tuple[int, int]:
    """Where an answer's text ends and its explanation begins in ``s``, from ``at`` on."""
    split = _EXPLAINED.search(s, at)
    limit = split.start(1) if split is not None else len(s)
    head = _VALUE_HEAD.match(s[at:limit])
    if head is None:
        return (split.start(1), split.end(1)) if split is not None else (limit, limit)
    end = at + head.end("value")
    rest = head["rest"]
    if split is not None and not rest.strip(_ENDS + "\n"):
        return end, split.end(1)
    bracket = _BRACKETED.fullmatch(rest)
    if bracket is not None and not bracket[1].strip().isdecimal():
        return end + bracket.start(1) - 1, end + bracket.start(1)
    reason = _REASON.match(rest)
    if reason is not None:
        return end, end + reason.end()
    first, _, more = rest.partition("\n")
    if more.strip() and not first.strip(_ENDS):
        return end, end + len(first)
    return (split.start(1), split.end(1)) if split is not None else (limit, limit)


def read_key_text(segment: Segment, strip: Strip) -> list[Keyed]:
    """The entries of a key's text without chosen numbers: rows of ranges, of pairs, of bare letters. A heading without a text of its own
    gives one entry numbered 0 without a place: what it says holds for the table below it."""
    found: list[Entry] = []
    bare: list[tuple[str, tuple[int, int, int]]] = []
    several = segment.key_kind == "multiple"
    count = segment.key_count if len(strip.lines) == 1 else 0
    rows = [(n, strip.shifts[i], strip.shadow[strip.starts[i] : strip.row_end(i)]) for i, n in enumerate(strip.lines)]
    for number, shift, text in rows:
        entries = read_rows(text, Place(number, shift), (number, shift, shift + len(text)))
        found += entries
        if not entries:
            bare += [(value, (number, shift, shift + len(text))) for value in bare_values(text, count, several)]
    if not found and len(bare) >= 2:
        found = [Entry(i + 1, value, "", segment.start, [span], bare=True) for i, (value, span) in enumerate(bare)]
    if not found and segment.key >= 0:
        found = [Entry(0, "", "", segment.start, [])]
    for entry in found:
        entry.near = segment.key_near
    return [(entry, segment.key, segment.key_kind, segment.key_chapter) for entry in found]


def read_rows(text: str, place: Place, span: tuple[int, int, int]) -> list[Entry]:
    """The entries of a row such as ``1-5 ABCDA 6-10 BBCDA`` or ``1B 2D``. ``span``: the line, and where the row stands in it."""
    return list(_ranges(text, place, span)) or list(_pairs(text, place, span))


def _ranges(text: str, place: Place, span: tuple[int, int, int]) -> Iterator[Entry]:
    line, shift, _ = span
    for match in RANGE.finditer(text):
        for i, value in enumerate(row_values(match)):
            yield Entry(int(match[1]) + i, value, "", place, [(line, shift + match.start(), shift + match.end())] if i == 0 else [])


def _pairs(text: str, place: Place, span: tuple[int, int, int]) -> Iterator[Entry]:
    line, shift, _ = span
    found = [start for start in starts(Row(line, 0, text), further=False) if start.value]
    for start, end in zip(found, [*(s.start for s in found[1:]), len(text)], strict=False):
        yield Entry(start.number, text[start.end : end].strip(_ENDS), "", place, [(line, shift + start.start, shift + end)])
