"""From lines to questions: the steps of recognition in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.recognise.body import read_body
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.finish import finish
from deckpress.readers.documents.recognise.keys import Entry, group_entries, join_keys, read_rows
from deckpress.readers.documents.recognise.pieces import Ledger
from deckpress.readers.documents.recognise.result import FoundKind, Reading
from deckpress.readers.documents.recognise.runs import choose_runs
from deckpress.readers.documents.recognise.scan import Facts, scan
from deckpress.readers.documents.recognise.segments import Segment, segments
from deckpress.readers.documents.recognise.strip import Strip, join_wrapped
from deckpress.readers.documents.recognise.words import LABELS

__all__ = ["recognise"]


def recognise(document: Document) -> Reading:
    """The questions of a document, and what became of each of its lines. Pure; linear in the document."""
    lines = document.lines
    facts = scan(lines)
    ledger = Ledger(lines)
    drafts, entries = _read(lines, facts, ledger)
    groups = group_entries(entries)
    join_keys(drafts, groups)
    for index, draft in enumerate(drafts):
        ledger.draft(index, draft)
    for group in groups:
        for entry in group.entries:
            for line, start, end in entry.spans:
                ledger.add(line, start, end, "key", entry.used)
    return Reading([finish(draft) for draft in drafts], ledger.pieces())


def _read(lines: Sequence[Line], facts: Sequence[Facts], ledger: Ledger) -> tuple[list[Draft], list[tuple[Entry, int, FoundKind | None, str]]]:
    candidates = [candidate for fact in facts for candidate in fact.candidates]
    chosen = list(zip(candidates, choose_runs(candidates, facts), strict=True))
    wrap = _wrap(lines)
    drafts: list[Draft] = []
    entries: list[tuple[Entry, int, FoundKind | None, str]] = []
    for segment in segments(lines, facts, chosen):
        strip = Strip.cut(lines, facts, segment.start, segment.end)
        if segment.sort == "heading":
            for line, start, end in strip.spans(0, len(strip.text)):
                ledger.add(line, start, end, "heading", -1)
        elif segment.sort == "question":
            drafts.append(_question(segment, strip, lines, facts, wrap))
        elif segment.sort == "entry":
            entries.append((_entry(segment, strip, wrap), segment.key, segment.key_kind, segment.key_chapter))
        elif segment.key >= 0:
            for row, number in enumerate(strip.lines):
                stop = strip.starts[row + 1] - 1 if row + 1 < len(strip.starts) else len(strip.shadow)
                text = strip.shadow[strip.starts[row] : stop]
                rows = read_rows(text, strip.place(strip.starts[row]), (number, strip.shifts[row], 0))
                entries += [(entry, segment.key, segment.key_kind, segment.key_chapter) for entry in rows]
    return drafts, entries


def _question(segment: Segment, strip: Strip, lines: Sequence[Line], facts: Sequence[Facts], wrap: int) -> Draft:
    c = segment.candidate
    assert c is not None
    at = c.end - c.start
    lead = re.match(r"\s*\(\s*([A-Za-z√×✓✗✔✘对错是否正误确\s]{1,8})\)\s*[.、]?\s*(?=[\d第])", strip.shadow[:at])
    draft = read_body(strip, at, lines, facts, segment.section, wrap=wrap, lead=lead[1].strip() if lead else "")
    draft.number, draft.value, draft.style = str(c.value), c.value, c.style
    return draft


def _entry(segment: Segment, strip: Strip, wrap: int) -> Entry:
    c = segment.candidate
    assert c is not None
    at = c.end - c.start
    label = LABELS.match(strip.shadow, at + len(strip.shadow[at:]) - len(strip.shadow[at:].lstrip(" \n")))
    tag = re.compile(r"\s*[\u4e00-\u9fff]{0,4}答案\s*[:：]").match(strip.shadow, at)
    if label is not None and label.lastgroup == "answer":
        at = label.end()
    elif tag is not None:
        at = tag.end()
    text, explanation = strip.text[at:], ""
    split = re.search(r"(?:^|[\s。;；])([【\[]?(?:答案|试题)?解析[】\]]?\s*[:：]|[【\[]解析[】\]])", strip.shadow[at:])
    if split is not None:
        explanation = join_wrapped(text[split.end(1) :], wrap).strip()
        text = text[: split.start(1)]
    return Entry(c.value, join_wrapped(text, wrap).strip(), explanation, segment.start, list(strip.spans(0, len(strip.text))))


def _wrap(lines: Sequence[Line]) -> int:
    """The columns at which the document breaks its lines, 0 where it does not seem to."""
    counts: dict[int, int] = {}
    total = 0
    for line in lines:
        text = line.text.strip()
        if text and not line.left_out:
            total += 1
            size = len(text) if text.isascii() else len(text.encode("gb18030", "replace"))
            counts[size] = counts.get(size, 0) + 1
    if total < 20:
        return 0
    best = 0
    for size in sorted(counts, reverse=True):
        near = sum(counts.get(size - d, 0) for d in range(5))
        if size >= 40 and near >= max(4, 0.05 * total):
            longer = sum(count for other, count in counts.items() if other > size + 2)
            best = size - 5 if longer < 0.02 * total else 0
            break
    return best
