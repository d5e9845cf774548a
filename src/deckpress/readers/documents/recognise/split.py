"""One number, several questions: sub-questions (1) (2) with options of their own, or a question whose number was lost."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.recognise.facts import Facts, Label
from deckpress.readers.documents.recognise.options import OptionSpan, find_options
from deckpress.readers.documents.recognise.segments import Segment
from deckpress.readers.documents.recognise.strip import Place, Strip

__all__ = ["are_tasks", "split_question"]

_SUB = re.compile(r"(?:(?<=\n)|(?<=\s)|^)[(](\d{1,2})[)]\s*")
_FIRST = re.compile(r"(?<![A-Za-z])[Aa](?=[.、)）:：，,\]】\s]?[\s\S])(?![A-Za-z])(?!\s*(?:\n|$))")
"""What may be the first of several options: ``A`` by itself, not at the end of a line."""
_Cut = tuple[Place, Place, int, str]
"""Start, end, how many characters of number stand before the stem, and the text that it shares with others."""


def split_question(strip: Strip, at: int, segment: Segment, facts: Sequence[Facts]) -> list[_Cut]:
    """The questions in a segment's strip, whose number ends at ``at``: usually the one."""
    whole: list[_Cut] = [(segment.start, segment.end, at, "")]
    s = strip.shadow
    if s.count("A", at) + s.count("a", at) < 2 or len(_FIRST.findall(s, at)) < 2:
        return whole
    return _sub_questions(strip, at, segment) or _lost_numbers(strip, at, segment, facts) or whole


def _sub_questions(strip: Strip, at: int, segment: Segment) -> list[_Cut]:
    s = strip.shadow
    marks: list[re.Match[str]] = []
    for match in _SUB.finditer(s, at):
        if int(match[1]) == len(marks) + 1:
            marks.append(match)
    if len(marks) < 2:
        return []
    ends = [m.start() for m in marks[1:]] + [len(s)]
    if not all(len(find_options(s, m.end(), end)) >= 2 for m, end in zip(marks, ends, strict=True)):
        return []
    if len(find_options(s, at, marks[0].start())) >= 2:
        return []
    context = " ".join(strip.text[at : marks[0].start()].split())
    cuts = []
    for i, (mark, end) in enumerate(zip(marks, ends, strict=True)):
        start = segment.start if i == 0 else strip.place(mark.start())
        stop = strip.place(end) if end < len(s) else segment.end
        cuts.append((start, stop, mark.end() if i == 0 else mark.end() - mark.start(), context))
    return cuts


def _lost_numbers(strip: Strip, at: int, segment: Segment, facts: Sequence[Facts]) -> list[_Cut]:
    s = strip.shadow
    labels = [label for label in strip.labels(facts) if label.name in ("answer", "explanation") and strip.line_start(label.start)]
    cuts: list[_Cut] = []
    start, begin, number = segment.start, at, at
    while True:
        spans = find_options(s, begin, len(s))
        if len(spans) < 3:
            break
        last = max(spans, key=lambda span: span.start)
        again = find_options(s, last.begin, len(s))
        place = _boundary(s, last, again)
        if place < 0 or _is_explained(labels, last.begin, again[1].start):
            break
        cuts.append((start, strip.place(place), number, ""))
        start, begin, number = strip.place(place), place, 0
    if not cuts:
        return []
    return [*cuts, (start, segment.end, number, "")]


def _is_explained(labels: Sequence[Label], last: int, again: int) -> bool:
    """Whether letters A, B … stand in an explanation that goes through the options: behind a label, and no answer of their own follows."""
    between = [label for label in labels if last < label.start < again]
    behind = sum(label.name == "answer" for label in labels if label.start >= again)
    own = any(label.name == "answer" for label in between)
    return bool(between) and behind < (1 if own else 2)


_STEM_END = re.compile(r"[(（\[]\s*[A-H\s]*[)）\]]|[?？:：]\s*$")


def _boundary(s: str, last: OptionSpan, again: list[OptionSpan]) -> int:
    """Where the text between an option and the next run of options becomes a stem, -1 for nowhere."""
    if len(again) < 2 or again[0].start <= last.begin or any(not s[o.begin : o.end].strip(" ,、;；.\n") for o in again):
        return -1
    text = s[last.begin : again[0].start]
    if not text.strip() or not _STEM_END.search(text):
        return -1
    line = text.find("\n")
    if line >= 0 and text[line:].strip():
        return last.begin + line + 1
    for stop in ("。", ";", "；", "  ", ". "):
        at = text.rfind(stop, 0, max(0, len(text.rstrip()) - 4))
        if at >= 0 and len(text[at + len(stop) :].strip()) >= 6:
            return last.begin + at + len(stop)
    return -1


_ASKS = re.compile(
    r"\s*(?:calculate|compute|explain|describe|name|list|state|find|show|prove|draw|sketch|discuss|compare|give|write|determine|define"
    r"|evaluate|estimate|derive|identify|outline|suggest|justify|how|what|when|where|which|who|why"
    r"|计算|求|试?说明|试?述|简述|列出|写出|解释|分析|比较|指出|证明|画出|为什么|如何|怎样)(?![a-z])",
    re.IGNORECASE,
)
_STATEMENT = re.compile(r"[.。;；!](?:\s*[(\[【][^()\[\]【】\n]{1,24}[)\]】])?\s*\Z")
_PICKS = re.compile(r"\b(?:choose|pick|select|circle|tick|mark the|correct|best|which)\b|选|下列|正确的是", re.IGNORECASE)
_MARKED_SMALL = re.compile(r"[(]?[a-h]\s?[.)]\s*\Z")


def are_tasks(s: str, at: int, spans: Sequence[OptionSpan]) -> bool:
    """Whether what looks like options are the tasks of a written exam: ``(a) Calculate … (b) How many …?`` below a statement."""
    if not spans or not _STATEMENT.search(s, max(at, spans[0].start - 40), spans[0].start) or _PICKS.search(s, at, spans[0].start):
        return False
    return all(
        _MARKED_SMALL.match(s, span.start, span.begin) and (_ASKS.match(s, span.begin, span.end) or "?" in s[span.begin : span.end])
        for span in spans
    )
