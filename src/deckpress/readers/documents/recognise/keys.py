"""Answer keys: their entries read, and joined to the questions that they answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.answers import read_letters, read_truth
from deckpress.readers.documents.recognise.segments import Segment
from deckpress.readers.documents.recognise.strip import Place, Strip, join_wrapped
from deckpress.readers.documents.recognise.words import LABELS

__all__ = ["Entry", "Group", "Keyed", "group_entries", "join_keys", "read_entry", "read_key_text", "read_rows"]


@dataclass(slots=True)
class Entry:
    """One answer of a key. ``spans`` are where it stands: (line, start, end)."""

    value: int
    text: str
    explanation: str
    place: Place
    spans: list[tuple[int, int, int]]
    used: int = -1


@dataclass(slots=True)
class Group:
    """Entries of one key below one heading, numbers rising."""

    key: int
    kind: FoundKind | None
    chapter: str
    entries: list[Entry] = field(default_factory=list)


_RANGE = re.compile(r"(?<!\d)(\d{1,4})\s{0,3}(?:[-~—–～至到]|\.{2,3})+\s{0,3}(\d{1,4})\s{0,3}[)\]】]?\s{0,3}[题]?\s{0,3}[.、:：)]?\s{0,3}(?P<v>[A-Ha-h√×✓✗✔✘对错TFXYN](?:[\s,，、;；/|.]{0,6}[A-Ha-h√×✓✗✔✘对错TFXYN]){0,400})")
_PAIR = re.compile(r"(?<![\d.])[(（\[]?(\d{1,4})[)）\]]?\s{0,3}[.、:：)\-]?\s{0,3}(?P<v>(?:[A-Ha-h](?:[,，、]?[A-Ha-h]){0,8}(?![A-Za-z])|[√×✓✗✔✘TFX]|[对错](?![\u4e00-\u9fff])|正确|错误))")
_ROW = re.compile(r"[A-H√×✓✗✔✘对错](?:[\s,，、;；.]{0,6}[A-H√×✓✗✔✘对错]){2,400}")


def read_rows(text: str, place: Place, span: tuple[int, int, int]) -> list[Entry]:
    """The entries of a row such as ``1-5 ABCDA 6-10 BBCDA``, ``1B 2D``, or bare letters ``ABCDA BBCDA`` counted from 1."""
    entries: list[Entry] = []
    taken = 0
    for match in _RANGE.finditer(text):
        first, last = int(match[1]), int(match[2])
        values = _values(match["v"], last - first + 1)
        if values is not None:
            line, shift, _ = span
            for i, value in enumerate(values):
                entries.append(Entry(first + i, value, "", place, [(line, shift + match.start(), shift + match.end())] if i == 0 else []))
            taken += match.end() - match.start()
    if not entries:
        pairs = list(_PAIR.finditer(text))
        if len(pairs) >= 2 or (pairs and pairs[0].end() - pairs[0].start() >= len(text.strip()) - 2):
            line, shift, _ = span
            entries = [Entry(int(m[1]), m["v"], "", place, [(line, shift + m.start(), shift + m.end())]) for m in pairs]
    return entries


def bare_row(text: str) -> list[str]:
    """The letters of a row without numbers (``ABCDA BBCDA``), or none."""
    match = _ROW.fullmatch(text.strip())
    return re.findall(r"[A-H√×✓✗✔✘对错]", match[0]) if match is not None else []


def _values(text: str, count: int) -> list[str] | None:
    parts = [part for part in re.split(r"[\s,，、;；/|.]+", text) if part]
    if len(parts) == count:
        return parts
    letters = re.findall(r"[A-Ha-h√×✓✗✔✘对错TFXYN]", text)
    return letters if len(letters) == count else None


Keyed = tuple[Entry, int, FoundKind | None, str]
"""An entry, the number of its key, and the kind and chapter of the heading above it in the key."""


def read_entry(segment: Segment, strip: Strip, wrap: int) -> Entry:
    """The entry of a key that begins with a chosen number."""
    c = segment.candidate
    assert c is not None
    s = strip.shadow
    at = c.end - c.start
    label = LABELS.match(s, at + len(s[at:]) - len(s[at:].lstrip(" \n")))
    named = _NAMED.match(s, at)
    if label is not None and label.lastgroup == "answer":
        at = label.end()
    elif named is not None:
        at = named.end()
    text, explanation = strip.text[at:], ""
    split = _EXPLAINED.search(s, at)
    if split is not None:
        explanation = join_wrapped(strip.text[split.end(1) :], wrap).strip()
        text = strip.text[at : split.start(1)]
    return Entry(c.value, join_wrapped(text, wrap).strip(), explanation, segment.start, list(strip.spans(0, len(strip.text))))


_NAMED = re.compile(r"\s*[\u4e00-\u9fff]{0,4}答案\s*[:：]")
_EXPLAINED = re.compile(r"(?:(?<=[\s。;；.])|(?<=\n))([【\[(]?(?:答案|试题)?(?:解析|解释|explanation|rationale)[】\])]?\s*[:：]|[【\[]解析[】\]])", re.IGNORECASE)


def read_key_text(segment: Segment, strip: Strip) -> list[Keyed]:
    """The entries of a key's text that has no chosen numbers: rows of ranges, of pairs, of bare letters."""
    found: list[Entry] = []
    bare: list[tuple[str, tuple[int, int, int]]] = []
    for row, number in enumerate(strip.lines):
        text = strip.shadow[strip.starts[row] : strip.row_end(row)]
        span = (number, strip.shifts[row], strip.shifts[row] + len(text))
        entries = read_rows(text, strip.place(strip.starts[row]), span)
        found += entries
        if not entries:
            bare += [(value, span) for value in bare_row(text)]
    if not found and len(bare) >= 2:
        place = segment.start
        found = [Entry(i + 1, value, "", place, [span]) for i, (value, span) in enumerate(bare)]
    return [(entry, segment.key, segment.key_kind, segment.key_chapter) for entry in found]


def group_entries(entries: Sequence[Keyed]) -> list[Group]:
    """Entries of one key and heading whose numbers rise."""
    groups: list[Group] = []
    for entry, key, kind, chapter in entries:
        last = groups[-1] if groups else None
        if last is None or last.key != key or last.kind != kind or last.chapter != chapter or entry.value <= last.entries[-1].value:
            last = Group(key, kind, chapter)
            groups.append(last)
        last.entries.append(entry)
    return groups


def join_keys(drafts: Sequence[Draft], groups: Sequence[Group]) -> None:
    """Gives each question the answer that its key holds. Changes drafts and entries; linear but for runs that look alike."""
    runs = _runs(drafts)
    free = [run for run in runs if any(drafts[i].answer is None and drafts[i].inline is None for i in run)]
    used: set[int] = set()
    for group in groups:
        best, best_score = -1, 0.0
        for order, run in enumerate(free):
            if drafts[run[0]].line > group.entries[0].place.line:
                break
            score = _fit(drafts, run, group) - (3.0 if order in used else 0.0)
            if order not in used and best >= 0 and score <= best_score + 1e-9:
                continue
            if score > best_score:
                best, best_score = order, score
        if best >= 0:
            used.add(best)
            _assign(drafts, free[best], group)


def _runs(drafts: Sequence[Draft]) -> list[list[int]]:
    runs: list[list[int]] = []
    for i, draft in enumerate(drafts):
        if not draft.value:
            continue
        last = drafts[runs[-1][-1]] if runs else None
        if last is None or last.section.number != draft.section.number or draft.value < last.value:
            runs.append([])
        runs[-1].append(i)
    return runs


def _fit(drafts: Sequence[Draft], run: Sequence[int], group: Group) -> float:
    numbers = {drafts[i].value for i in run if drafts[i].answer is None and drafts[i].inline is None}
    entries = {entry.value for entry in group.entries}
    common = len(numbers & entries)
    if not common:
        return 0.0
    score = 2.0 * common / max(len(numbers), len(entries)) + 0.5 * common / len(entries)
    section = drafts[run[0]].section
    if group.kind is not None and section.kind is not None:
        score += 1.5 if group.kind == section.kind else -1.0
    chapter = section.chapter
    if chapter and group.chapter:
        score += 1.0 if _same_chapter(chapter, group.chapter) else -0.5
    nature, wanted = _nature([entry.text for entry in group.entries]), _wanted(drafts, run)
    if nature and wanted:
        score += 0.6 if nature == wanted else -2.0
    return score if score > 0.9 else 0.0


def _same_chapter(one: str, other: str) -> bool:
    first, second = re.search(r"\d+|[一二三四五六七八九十百]+", one), re.search(r"\d+|[一二三四五六七八九十百]+", other)
    if first is None or second is None:
        return False
    from deckpress.readers.documents.recognise.words import cn_number

    def value(text: str) -> int:
        return int(text) if text.isdecimal() else cn_number(text)

    return value(first[0]) == value(second[0])


def _nature(texts: Sequence[str]) -> str:
    letters = sum(read_letters(text) is not None for text in texts)
    truths = sum(read_truth(text) is not None for text in texts)
    if truths > 0.8 * len(texts):
        return "truth" if truths > letters else "letters" if letters > truths else "truth"
    if letters > 0.7 * len(texts):
        return "letters"
    return "text" if letters + truths < 0.3 * len(texts) else ""


def _wanted(drafts: Sequence[Draft], run: Sequence[int]) -> str:
    with_options = sum(bool(drafts[i].options) for i in run)
    if with_options > len(run) / 2:
        return "letters"
    kind = drafts[run[0]].section.kind
    if kind in ("single", "multiple"):
        return "letters"
    if kind == "truefalse":
        return "truth"
    return "text" if kind in ("cloze", "short", "case") else ""


def _assign(drafts: Sequence[Draft], run: Sequence[int], group: Group) -> None:
    by_number: dict[int, list[int]] = {}
    for i in run:
        by_number.setdefault(drafts[i].value, []).append(i)
    for entry in group.entries:
        places = by_number.get(entry.value)
        if not places:
            continue
        letters = re.findall(r"[A-Ha-h](?![A-Za-z])", entry.text) if len(places) > 1 else []
        if letters and len(letters) == len(places):
            for p, letter in zip(places, letters, strict=True):
                drafts[p].answer = drafts[p].answer or letter
            entry.used = places[0]
            continue
        i = next((p for p in places if drafts[p].answer is None), places[0])
        draft = drafts[i]
        entry.used = i
        if draft.answer is None:
            draft.answer = entry.text
        elif draft.answer.strip() != entry.text.strip():
            draft.review.append(f"two answers: {_short(draft.answer)} and, in the key, {_short(entry.text)}")
        if entry.explanation:
            draft.explanation = "\n".join(x for x in (draft.explanation, entry.explanation) if x)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 30 else text[:29] + "…"
