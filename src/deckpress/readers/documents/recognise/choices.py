"""The options of one question: found by their letters, by boxes, or as plain lines that an answer points at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.answer_letters import read_letters
from deckpress.readers.documents.recognise.answer_match import key
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.facts import Label
from deckpress.readers.documents.recognise.groups import last_option_end
from deckpress.readers.documents.recognise.options import OptionSpan, find_options, late_options
from deckpress.readers.documents.recognise.stems import LETTERS
from deckpress.readers.documents.recognise.strip import Strip, join_wrapped
from deckpress.readers.documents.recognise.ticks import TICK_END, TICK_START, read_ticks, without_second_letter

__all__ = ["choice_lines", "read_choices", "read_options"]


def choice_lines(strip: Strip, lines: Sequence[Line], at: int, end: int) -> list[OptionSpan]:
    """Options that the container knows (boxes, radio buttons), each with the code below it."""
    found: list[OptionSpan] = []
    for row, number in enumerate(strip.lines):
        begin = strip.starts[row]
        stop = strip.starts[row + 1] if row + 1 < len(strip.starts) else end
        if begin < at or begin >= end:
            continue
        if lines[number].role == "choice":
            found.append(OptionSpan(len(found), begin, begin, stop))
        elif found and lines[number].role == "code" and found[-1].end == begin:
            found[-1] = found[-1]._replace(end=stop)
    return found if len(found) >= 2 else []


_LETTER_ONLY = re.compile(r"\s*[(\[]?[A-Ha-h][)\].:、]?\s*\n")
_LETTER_MARK = re.compile(r"\s*[(\[]?([A-Ha-h])[)\].:、．]\s*")


def read_choices(draft: Draft, choices: list[OptionSpan], lines: Sequence[Line], labels: list[Label]) -> int:
    strip = draft.strip
    texts = []
    lettered = all(_LETTER_MARK.match(strip.shadow, c.begin, c.end) for c in choices)
    for choice in choices:
        match = _LETTER_ONLY.match(strip.shadow, choice.begin, choice.end)
        if match is None and lettered:
            match = _LETTER_MARK.match(strip.shadow, choice.begin, choice.end)
        begin = match.end() if match is not None and match.end() < choice.end else choice.begin
        texts.append(join_wrapped(strip.text[begin : choice.end], keep=True))
        draft.roles.append((choice.start, choice.end, "option"))
    draft.options = texts
    draft.option_spans = [(c.begin, c.end) for c in choices]
    draft.ticked = tuple(c.letter for c in choices if lines[strip.place(c.start).line].checked)
    end = choices[-1].end
    following = next((label.start for label in labels if label.start >= end), len(strip.text))
    rest = strip.text[end:following].strip()
    if rest:
        draft.explanation = rest
        draft.roles.append((end, following, "explanation"))
    return end


def read_options(draft: Draft, at: int, head_end: int, labels: list[Label], lines: Sequence[Line]) -> int:
    """Finds the options before the first label, or behind an answer that stands between stem and options; returns the stem's end."""
    strip = draft.strip
    digits = draft.section.kind in ("single", "multiple") or draft.kind in ("single", "multiple")
    spans = find_options(strip.shadow, at, head_end, digits=digits)
    if not spans and labels and labels[0].name == "answer":
        value_end = strip.shadow.find("\n", labels[0].end)
        if value_end >= 0:
            limit = labels[1].start if len(labels) > 1 else len(strip.text)
            spans = find_options(strip.shadow, value_end, limit, digits=digits)
            if spans and read_letters(strip.text[labels[0].end : value_end].strip()) is not None:
                _place_options(draft, spans)
                draft.answer = strip.text[labels[0].end : value_end].strip()
                draft.roles.append((labels[0].start, value_end, "answer"))
                draft.cut = (labels[0].start, value_end)
                del labels[0]
                return min(span.start for span in spans)
            spans = []
    if not spans:
        plain = _plain_options(draft, at, head_end, labels, lines)
        if plain:
            _place_options(draft, plain)
            return plain[0].start
        bracket = next(LETTERS.finditer(strip.shadow, at, head_end), None)
        late = late_options(strip.shadow, bracket.end(), head_end) if bracket is not None and digits else []
        if bracket is None or not late:
            return head_end
        draft.inline = bracket["v"]
        draft.options = [strip.text[span.begin : span.end].strip() for span in late]
        draft.roles += [(span.start, span.end, "option") for span in late]
        draft.review.append(f"the options before {chr(65 + late[0].letter)} are missing in the document")
        return late[0].start
    _place_options(draft, spans)
    return min(span.start for span in spans)


def _plain_options(draft: Draft, at: int, head_end: int, labels: Sequence[Label], lines: Sequence[Line]) -> list[OptionSpan]:
    """Options without letters: list items or lines below the stem, where an answer, a sign or the heading says that they are some."""
    strip = draft.strip
    rows = [r for r, start in enumerate(strip.starts) if at <= start < head_end or (r == 0 and at < strip.row_end(0))]
    if len(rows) < 3:
        return []
    body = rows[1:]
    items = [r for r in body if lines[strip.lines[r]].role == "item"]
    if len(items) >= 2 and items == list(range(items[0], items[0] + len(items))) and items[-1] == rows[-1]:
        body = items
    elif items:
        return []
    texts = [strip.text[strip.starts[r] : strip.row_end(r)].strip() for r in body]
    if not 2 <= len(texts) <= 8 or any(len(text) > 200 for text in texts):
        return []
    ticked = sum(bool(TICK_END.search(text) or TICK_START.match(text)) for text in texts)
    wanted = (draft.kind or draft.section.kind) in ("single", "multiple")
    value = strip.text[labels[0].end :].split("\n", 1)[0].strip() if labels and labels[0].name == "answer" else ""
    letters = read_letters(value) if value else None
    told = (letters is not None and max(letters) < len(texts)) or (bool(value) and key(value) in {key(text) for text in texts})
    if not (0 < ticked < len(texts) or (told and (wanted or bool(items) or letters is not None)) or (wanted and bool(items))):
        return []
    if len(texts) < 3 and not ticked and not items:
        return []
    return [OptionSpan(i, strip.starts[r], strip.starts[r], strip.row_end(r)) for i, r in enumerate(body)]


def _place_options(draft: Draft, spans: list[OptionSpan]) -> None:
    strip = draft.strip
    last = max(spans, key=lambda span: span.start)
    cut = min(_tail_of(strip, spans, last), last_option_end(strip, spans, last))
    texts = []
    for span in spans:
        end = cut if span is last else span.end
        text = join_wrapped(strip.text[span.begin : end], 1).strip(" \t\u00a0\u3000")
        texts.append(text)
        draft.roles.append((span.start, end, "option"))
    draft.options = without_second_letter(texts)
    read_ticks(draft)
    draft.option_spans = [(span.begin, cut if span is last else span.end) for span in spans]
    letters = [span.letter for span in sorted(spans, key=lambda span: span.start)]
    if letters != sorted(letters):
        draft.review.append("the options stand out of order in the document")
    rest = strip.text[cut : last.end].strip()
    if rest and strip.lines[_row(strip, cut)] - strip.lines[_row(strip, cut) - 1] <= 2 and len(rest) > 12 and not draft.explanation:
        draft.explanation = rest  # a text below the options without a label
        draft.roles.append((cut, last.end, "explanation"))
    if any(not text for text in texts):
        draft.review.append("an option is empty")


def _row(strip: Strip, offset: int) -> int:
    return bisect_right(strip.starts, offset) - 1


def _tail_of(strip: Strip, spans: list[OptionSpan], last: OptionSpan) -> int:
    """Where the last option ends: before a line behind a gap that no other option has."""
    rows = [i for i, start in enumerate(strip.starts) if last.begin < start < last.end]
    if not rows:
        return last.end
    ordered = sorted(spans, key=lambda span: span.start)
    gaps_elsewhere = any(
        strip.lines[i] - strip.lines[i - 1] > 1 for i, start in enumerate(strip.starts) if i and ordered[0].start <= start <= last.start
    )
    others = max((strip.shadow.count("\n", s.begin, s.end - 1) for s in ordered[:-1]), default=0)
    for count, row in enumerate(rows):
        gap = strip.lines[row] - strip.lines[row - 1] > 1
        if (gap and not gaps_elsewhere) or (gaps_elsewhere and gap and count >= others):
            return strip.starts[row]
    return last.end
