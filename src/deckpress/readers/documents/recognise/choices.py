"""The options of one question: found by their letters, by boxes, or as plain lines that an answer points at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.answer_letters import read_letters
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.facts import Label
from deckpress.readers.documents.recognise.groups import last_option_end
from deckpress.readers.documents.recognise.option_letters import ROMAN_VALUE
from deckpress.readers.documents.recognise.options import OptionSpan, find_options, in_columns, late_options, roman_options
from deckpress.readers.documents.recognise.plain_options import plain_options
from deckpress.readers.documents.recognise.split import are_tasks
from deckpress.readers.documents.recognise.stems import LETTERS
from deckpress.readers.documents.recognise.strip import Strip, join_wrapped
from deckpress.readers.documents.recognise.ticks import read_ticks, without_brackets, without_second_letter

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
        texts.append(join_wrapped(strip.text[begin : choice.end], keep=True).strip(" \t\u00a0\u3000"))
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


_OPTIONS_WORD = re.compile(
    r"(?:(?<=\n)|(?<=\s)|(?<=[)?:。]))[【\[(]?(?:(?:备?选项|备选答案|答案选项|选择一项(?:或多项)?|select one(?: or more)?)[】\])]?\s?[:：]?"
    r"|(?:options?|choices|answer choices)[\])]?\s?:)\s*\Z",
    re.IGNORECASE,
)
_OF_OPTIONS_WORD = re.compile("[项案oO]")
"""One of these is in each of the words above."""


def read_options(draft: Draft, at: int, head_end: int, labels: list[Label], lines: Sequence[Line]) -> int:
    """Finds the options before the first label, or behind an answer that stands between stem and options; returns the stem's end."""
    end = _read_options(draft, at, head_end, labels, lines)
    tail = draft.strip.shadow[max(at, end - 40) : end]
    told = draft.options and _OF_OPTIONS_WORD.search(tail)
    word = _OPTIONS_WORD.search(draft.strip.shadow, max(at, end - 40), end) if told else None
    if word is None or not draft.strip.shadow[at : word.start()].strip():
        return end
    draft.roles.append((word.start(), end, "label"))
    return word.start()


def _read_options(draft: Draft, at: int, head_end: int, labels: list[Label], lines: Sequence[Line]) -> int:
    strip = draft.strip
    told = (draft.kind or draft.section.kind) in ("single", "multiple")
    spans = find_options(strip.shadow, at, head_end, digits=told)
    if not spans and (behind := _behind_answer(draft, labels, told)):
        return behind
    value = _first_value(strip, labels)
    if not spans and value.strip("() .").isdecimal():
        spans = _numbered(draft, at, head_end, int(value.strip("() .")))
    if not spans and draft.inline and draft.inline.strip().isdecimal():
        spans = _in_brackets(strip.shadow, at, head_end, int(draft.inline.strip()))
    if not spans and not told:
        spans = _roman(draft, at, head_end, value)
    if not told and not read_letters(value) and are_tasks(strip.shadow, at, spans):
        draft.kind = draft.kind or "case"
        draft.parts = [join_wrapped(strip.text[span.begin : span.end], 1).strip() for span in spans]
        draft.roles += [(span.start, span.end, "part") for span in spans]
        return spans[0].start
    spans = spans or plain_options(draft, at, head_end, value, lines)
    if not spans:
        return _late(draft, at, head_end) if told else head_end
    _place_options(draft, spans)
    return min(span.start for span in spans)


def _behind_answer(draft: Draft, labels: list[Label], digits: bool) -> int:
    """Options behind an answer that stands between them and the stem: where that answer begins, 0 without any."""
    strip = draft.strip
    value_end = strip.shadow.find("\n", labels[0].end) if labels and labels[0].name == "answer" else -1
    if value_end < 0:
        return 0
    answer = strip.text[labels[0].end : value_end].strip()
    spans = find_options(strip.shadow, value_end, labels[1].start if len(labels) > 1 else len(strip.text), digits=digits)
    if not spans or read_letters(answer) is None:
        return 0
    _place_options(draft, spans)
    draft.answer = answer
    draft.roles.append((labels[0].start, value_end, "answer"))
    draft.cut = (labels[0].start, value_end)
    del labels[0]
    return min(span.start for span in spans)


def _late(draft: Draft, at: int, head_end: int) -> int:
    """Options whose first letters are lost, behind an answer in brackets; returns the stem's end."""
    strip = draft.strip
    bracket = next(LETTERS.finditer(strip.shadow, at, head_end), None)
    late = late_options(strip.shadow, bracket.end(), head_end) if bracket is not None else []
    if bracket is None or not late:
        return head_end
    draft.inline = bracket["v"]
    draft.options = [strip.text[span.begin : span.end].strip() for span in late]
    draft.roles += [(span.start, span.end, "option") for span in late]
    draft.review.append(f"the options before {chr(65 + late[0].letter)} are missing in the document")
    return late[0].start


def _first_value(strip: Strip, labels: Sequence[Label]) -> str:
    """The first line of the answer that follows the options."""
    if not labels or labels[0].name != "answer":
        return ""
    end = strip.text.find("\n", labels[0].end)
    return strip.shadow[labels[0].end : end if end >= 0 else len(strip.text)].strip()


_COUNTS = re.compile(r"how many|how much|多少|几[个项条种]|сколько|combien|wie ?viele?|cu[aá]nt|quant[ioe]", re.IGNORECASE)


def _numbered(draft: Draft, at: int, end: int, answer: int) -> list[OptionSpan]:
    """Options 1) 2) 3), each at the beginning of a line, that the number of an answer points at; none where the stem asks for a number."""
    s = draft.strip.shadow
    spans = find_options(s, at, end, digits=True)
    if not 1 <= answer <= len(spans) or any(s[s.rfind("\n", at, span.start) + 1 : span.start].strip() for span in spans):
        return []
    if _COUNTS.search(s, at, spans[0].start):
        draft.review.append("the answer is a number: an option's, or how many there are")
        return []
    return spans


_BRACKETED_DIGIT = re.compile(r"[(]\s?([1-8])\s?[)]")


def _in_brackets(s: str, at: int, end: int, answer: int) -> list[OptionSpan]:
    """Options (1) (2) (3) in the stem's own lines, where a number before the question is the answer: ``( 2 ) 1. stem (1)a (2)b``."""
    marks: list[re.Match[str]] = []
    for match in _BRACKETED_DIGIT.finditer(s, at, end):
        if int(match[1]) == len(marks) + 1:
            marks.append(match)
    if len(marks) < 2 or answer > len(marks):
        return []
    ends = [*(mark.start() for mark in marks[1:]), end]
    return [OptionSpan(i, mark.start(), mark.end(), stop) for i, (mark, stop) in enumerate(zip(marks, ends, strict=True))]


_ORDERS = re.compile(
    r"\b(?:explain|describe|define|write|list|discuss|prove|calculate|compute|state|find|each|following terms)\b", re.IGNORECASE
)
_LONGEST_ROMAN = 80


def _roman(draft: Draft, at: int, end: int, value: str) -> list[OptionSpan]:
    """Options (i) (ii) (iii): where such a number answers, or below a question none of them asks more; else they are tasks."""
    s = draft.strip.shadow
    if "ii" not in s[at:end].lower():
        return []
    spans = roman_options(s, at, end)
    if not spans or ROMAN_VALUE.fullmatch(value):
        return spans
    stem = s[at : spans[0].start].rstrip()
    short = all(len(s[span.begin : span.end].strip()) <= _LONGEST_ROMAN and "?" not in s[span.begin : span.end] for span in spans)
    asks = stem.endswith(("?", ":", "_", ")")) and not _ORDERS.search(stem)
    return spans if short and asks and not value else []


def _place_options(draft: Draft, spans: list[OptionSpan]) -> None:
    strip = draft.strip
    last = max(spans, key=_start)
    cut = _end_of(strip, spans, last)
    texts = []
    for span in spans:
        end = cut if span is last else span.end
        text = join_wrapped(strip.text[span.begin : end], 1).strip(" \t\u00a0\u3000")
        texts.append(text)
        draft.roles.append((span.start, end, "option"))
    draft.options = without_brackets(without_second_letter(texts))
    leads = [strip.text[span.start : span.begin] for span in spans]
    plain = [_PLAIN_LEADS.get(lead) for lead in leads] == [span.letter for span in spans]
    read_ticks(draft, () if plain else leads)
    draft.option_spans = [(span.begin, cut if span is last else span.end) for span in spans]
    letters = [span.letter for span in sorted(spans, key=_start)]
    if not plain:
        draft.review += _letter_slips(strip.shadow, spans)
    if letters != sorted(letters) and not in_columns(strip.shadow, spans):
        draft.review.append("the options stand out of order in the document")
    rest = strip.text[cut : last.end].strip() if cut < last.end else ""
    near = rest and strip.lines[_row(strip, cut)] - strip.lines[_row(strip, cut) - 1] <= 2
    if near and len(rest) > _LONGEST_TAIL and not draft.explanation:
        draft.explanation = rest  # a text below the options without a label
        draft.roles.append((cut, last.end, "explanation"))
    if any(not text for text in texts):
        draft.review.append("an option is empty")


_start = attrgetter("start")
_PLAIN_LEADS = {f"{chr(65 + letter)}{mark}": letter for letter in range(8) for mark in ".、:)"}
"""What most options begin with: nothing is wrong with it, and it ticks none."""
_LONGEST_TAIL = 12
"""Characters below the last option that are too few for an explanation."""


def _end_of(strip: Strip, spans: list[OptionSpan], last: OptionSpan) -> int:
    """Where the last option ends, which what stands below it may seem to go on."""
    row = bisect_right(strip.starts, last.begin)
    if row == len(strip.starts) or strip.starts[row] >= last.end:
        return last.end  # it is one line
    cut = min(_tail_of(strip, spans, last), last_option_end(strip, spans, last))
    return last.end if _is_torn(strip, cut, last.end) else cut


def _is_torn(strip: Strip, cut: int, end: int) -> bool:
    """Whether the line below the last option is a piece of its last word: one to three characters, right below it."""
    rest = strip.text[cut:end].strip()
    row = _row(strip, cut)
    if not 0 < len(rest) <= 3 or rest.isascii() or strip.lines[row] - strip.lines[row - 1] != 1:
        return False
    return strip.text[cut - 2 : cut - 1].isalpha()


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


_WRITTEN = re.compile(r"[A-Za-z](?=[^A-Za-z]*$)")


def _letter_slips(s: str, spans: list[OptionSpan]) -> list[str]:
    """What a person must look at: letters that the document has lost or left out."""
    slips = []
    for span in spans:
        name = chr(65 + span.letter)
        written = _WRITTEN.search(s, span.start, span.begin)
        if span.start == span.end or (written is not None and ord(written[0].upper()) - 65 == span.letter + 1):
            slips.append(f"the option {name} is missing in the document")
        elif not s[span.start : span.begin].strip(" .、:)") and s[span.end - 1] == "\n":
            slips.append(f"the letter of option {name} is missing in the document")
    return slips
