"""Answers that are told by style alone: a red, bold, highlighted or underlined option."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from deckpress.readers.documents.blocks import Line, Style
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.strip import Strip

__all__ = ["read_styles", "styled_spans"]

_Key = tuple[Style, str]
_TELLING: frozenset[Style] = frozenset({"bold", "underline", "colour", "highlight", "italic"})


def read_styles(drafts: Sequence[Draft], lines: Sequence[Line]) -> None:
    """Ticks the options that one style sets apart, where that style does so in most of the questions without another answer."""
    if not any(line.marks for line in lines):
        return
    open_ones = [
        d for d in drafts if len(d.options) > 1 and len(d.option_spans) == len(d.options) and not d.ticked and not d.inline and not _said(d)
    ]
    told: dict[int, dict[_Key, tuple[int, ...]]] = {}
    votes: Counter[_Key] = Counter()
    for number, draft in enumerate(open_ones):
        told[number] = _set_apart(draft, lines)
        votes.update(told[number].keys())
    whole: dict[int, set[_Key]] = {}
    for number, draft in enumerate(open_ones):
        if (draft.kind or draft.section.kind) == "multiple" and not told[number]:
            whole[number] = _all_styled(draft, lines)
    for style, count in votes.most_common():
        if count < 2 and len(open_ones) > 3:
            continue
        if count < 0.5 * sum(1 for d in open_ones if not d.ticked):
            continue
        for number, draft in enumerate(open_ones):
            if not draft.ticked and style in told[number]:
                draft.ticked = told[number][style]
            elif not draft.ticked and style in whole.get(number, ()) and count >= 3:
                draft.ticked = tuple(range(len(draft.options)))


def _said(draft: Draft) -> bool:
    return bool(draft.answer and draft.answer.strip())


def _set_apart(draft: Draft, lines: Sequence[Line]) -> dict[_Key, tuple[int, ...]]:
    """For each style the options that have it, where some have and some have not."""
    having: dict[_Key, list[int]] = {}
    for i, (start, end) in enumerate(draft.option_spans):
        size = len(draft.strip.text[start:end].strip())
        for style, covered in _coverage(draft.strip, lines, start, end).items():
            if size and covered >= 0.5 * size:
                having.setdefault(style, []).append(i)
    return {style: tuple(options) for style, options in having.items() if len(options) < len(draft.options)}


def _all_styled(draft: Draft, lines: Sequence[Line]) -> set[_Key]:
    """The styles that every option has."""
    found: set[_Key] | None = None
    for start, end in draft.option_spans:
        size = len(draft.strip.text[start:end].strip())
        have = {style for style, covered in _coverage(draft.strip, lines, start, end).items() if covered >= 0.5 * size}
        found = have if found is None else found & have
    return found or set()


def _coverage(strip: Strip, lines: Sequence[Line], start: int, end: int) -> Counter[_Key]:
    covered: Counter[_Key] = Counter()
    for line, a, b in strip.spans(start, end):
        text = lines[line].text
        for mark in lines[line].marks:
            if mark.style in _TELLING:
                low, high = max(a, mark.start), min(b, mark.end)
                if low < high:
                    covered[mark.style, mark.value] += len(text[low:high].strip())
    return covered


def styled_spans(strip: Strip, lines: Sequence[Line], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of ``strip.text[start:end]`` that the strongest of the telling styles sets apart, not all of it."""
    spans: dict[Style, list[tuple[int, int]]] = {}
    row_of = {number: row for row, number in enumerate(strip.lines)}
    for line, a, b in strip.spans(start, end):
        row = row_of[line]
        offset = strip.starts[row] - strip.shifts[row]
        for mark in lines[line].marks:
            low, high = max(a, mark.start), min(b, mark.end)
            if mark.style in _TELLING and low < high and lines[line].text[low:high].strip():
                spans.setdefault(mark.style, []).append((offset + low, offset + high))
    total = len(strip.text[start:end].strip())
    for style in ("underline", "highlight", "colour", "bold"):
        found = spans.get(style, [])
        if found and sum(b - a for a, b in found) <= total - 2:
            yield from _merged(found, strip.text)
            return


def _merged(spans: list[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    start, end = spans[0]
    for a, b in spans[1:]:
        if not text[end:a].strip() and "\n" not in text[end:a]:
            end = b
        else:
            yield start, end
            start, end = a, b
    yield start, end
