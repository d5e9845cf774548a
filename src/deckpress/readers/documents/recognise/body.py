"""The inside of one question: number, label, stem, options, answer, explanation, rubric."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.answer_match import key
from deckpress.readers.documents.recognise.choices import choice_lines, read_choices, read_options
from deckpress.readers.documents.recognise.draft import Draft, Section
from deckpress.readers.documents.recognise.facts import Facts, Label
from deckpress.readers.documents.recognise.shadow import width
from deckpress.readers.documents.recognise.stems import BLANKS, read_stem, read_tags
from deckpress.readers.documents.recognise.strip import Strip, join_wrapped

__all__ = ["is_bold", "read_body"]

_WEAK = re.compile(
    r"[\s【\[《]*(?:说明|注解|依据|出处|分析|解释|点评|notes?|why|discussion|comments?|reason(?:ing)?|feedback"
    r"|解答|思路|点拨|justification)",
    re.IGNORECASE,
)


def read_body(
    strip: Strip, at: int, lines: Sequence[Line], facts: Sequence[Facts], section: Section, *, wrap: int = 0, lead: str = ("")
) -> Draft:
    """The question whose number ends at ``at`` in the strip. Nothing of it is lost: what has no role is added by the caller."""
    draft = Draft(strip, strip.place(min(at, max(0, len(strip.text) - 1))).line if strip.lines else 0, section)
    if at:
        draft.roles.append((0, at, "label"))
    if lead:
        draft.inline = lead
    at = read_tags(draft, at)
    labels = _valid_labels(strip, at, facts)
    head_end = labels[0].start if labels else len(strip.text)
    choices = choice_lines(strip, lines, at, len(strip.text))
    if choices:
        head_end = read_choices(draft, choices, lines, labels)
        stem_end = choices[0].start
    else:
        stem_end = read_options(draft, at, head_end, labels, lines)
    if not draft.options and not labels:
        stem_end = _read_free_answer(draft, at, stem_end, lines, wrap)
    read_stem(draft, at, stem_end, wrap, lines)
    _read_labels(draft, labels, lines, wrap)
    return draft


def _read_free_answer(draft: Draft, at: int, end: int, lines: Sequence[Line], wrap: int) -> int:
    """A question in its first line and an answer without a label below it; returns where the stem ends."""
    strip = draft.strip
    first = strip.shadow.find("\n", at + len(strip.shadow[at:]) - len(strip.shadow[at:].lstrip()))
    if first < 0 or first >= end or not strip.text[first:end].strip():
        return end
    kind = draft.kind or draft.section.kind
    head = lines[strip.place(at if at < len(strip.text) else 0).line]
    stem = strip.shadow[at:first].strip()
    heading = head.role == "heading" or is_bold(head)
    asks = kind in (None, "short") and (stem.endswith(("?", "？")) or kind == "short") and not BLANKS.search(stem)
    full = bool(wrap) and width(stem) >= wrap and not stem.endswith(("?", "？", "。"))
    if not (heading and kind in (None, "short", "case")) and (not asks or full):
        return end
    if _ON_CODE.search(stem):
        for row, number in enumerate(strip.lines):
            if strip.starts[row] == first + 1 and lines[number].role == "code" and strip.row_end(row) < end:
                first = strip.row_end(row)
    if not strip.text[first:end].strip():
        return end
    draft.answer = join_wrapped(_listed(strip, first, end, lines), wrap).strip()
    draft.roles.append((first, end, "answer"))
    return first


def _listed(strip: Strip, start: int, end: int, lines: Sequence[Line]) -> str:
    """A stretch of a strip with a dash before each item of a list, whose bullet the container has taken away."""
    pieces: list[str] = []
    at = start
    for row in range(bisect_right(strip.starts, start), bisect_left(strip.starts, end)):
        begin, number = strip.starts[row], strip.lines[row]
        if lines[number].role == "item" and not lines[number].label and not _OWN_MARK.match(strip.text, begin):
            pieces += [strip.text[at:begin], "- "]
            at = begin
    return "".join([*pieces, strip.text[at:end]])


_OWN_MARK = re.compile(r"\s*(?:[(\[]?(?:[A-Za-z]|\d{1,3})[)\].:、]|[-*•·])")


_ON_CODE = re.compile(r"代码|程序|语句|函数|下[面列]|以下|code|snippet|program|output|function|following|[:：]\s*$", re.IGNORECASE)


def is_bold(line: Line) -> bool:
    """Whether most of a line is written in bold."""
    size = len(line.text.strip())
    return size > 0 and sum(m.end - m.start for m in line.marks if m.style == "bold") >= 0.7 * size


def _valid_labels(strip: Strip, at: int, facts: Sequence[Facts]) -> list[Label]:
    valid: list[Label] = []
    answered = explained = False
    found = strip.labels(facts)
    last_answer = max((label.start for label in found if label.name == "answer"), default=-1)
    for label in found:
        if label.start < at:
            continue
        label = _with_bracket(strip, label)
        at_line = strip.line_start(label.start)
        text = strip.shadow[label.start : label.end]
        bracketed = text.lstrip()[:1] in "【[《〖"
        if label.name == "noise":
            if not (at_line or valid):
                continue
        elif _is_weak(text):
            if not bracketed and not (at_line and (answered or len(strip.starts) > 1)):
                continue
        elif label.name == "answer" and not at_line and not bracketed and explained:
            continue  # "…, so the answer: B" inside an explanation
        elif label.name == "answer" and answered and (explained or not at_line):
            continue
        if valid and label.name == valid[-1].name == "answer" and not strip.shadow[valid[-1].end : label.start].strip(" \n:：*"):
            valid[-1] = Label(valid[-1].start, label.end, "answer")  # "Answer" on its own line above "Correct answer: A"
            continue
        if label.name == "answer" and label.start < last_answer and _TO_FILL.match(strip.shadow, label.end):
            valid.append(label._replace(name="noise"))  # a line to write on; the answer follows
            continue
        answered = answered or label.name == "answer"
        explained = explained or label.name == "explanation"
        valid.append(label)
    return valid


def _with_bracket(strip: Strip, label: Label) -> Label:
    """A label with the bracket that stands around it and its value: ``(Answer: 4)``."""
    s = strip.shadow
    if s[max(0, label.start - 1) : label.start] != "(":
        return label
    value = s[label.end : label.end + _LONGEST_VALUE].partition("\n")[0]  # a line may hold a million labels
    return label._replace(start=label.start - 1) if value.rstrip(" .。").endswith(")") else label


_LONGEST_VALUE = 400
"""Characters of an answer in a bracket, at most."""


@lru_cache(1000)
def _is_weak(label: str) -> bool:
    """Whether a label's word is also a word of texts; a bank has the same few labels below each question."""
    return _WEAK.match(label) is not None


_TO_FILL = re.compile(r"\s*_{2,}[\s_]*(?:\n|$)|\s*_{2,}")


def _read_labels(draft: Draft, labels: list[Label], lines: Sequence[Line], wrap: int) -> None:
    strip = draft.strip
    for i, label in enumerate(labels):
        end = labels[i + 1].start if i + 1 < len(labels) else len(strip.text)
        value = strip.text[label.end : end]
        listed = _listed(strip, label.end, end, lines)
        if strip.shadow[label.start : label.start + 1] == "(" and (closed := strip.shadow.find(")", label.end, end)) >= 0:
            closing = strip.shadow.find("\n", label.end, end)
            closed = strip.shadow.rfind(")", label.end, closing if closing >= 0 else end)
            value = listed = strip.text[label.end : closed] + strip.text[closed + 1 : end]
        if label.name == "answer":
            _read_answer_value(draft, label, (value, listed), end, wrap)
        elif label.name == "explanation":
            text = join_wrapped(listed, wrap).strip()
            draft.explanation = "\n".join(x for x in (draft.explanation, text) if x)
            draft.roles.append((label.start, end, "explanation"))
        elif label.name == "rubric":
            draft.rubric += [x.strip() for x in re.split(r"[\n;；]", value) if x.strip()]
            draft.roles.append((label.start, end, "rubric"))
        else:
            _read_noise(draft, label, end)


def _read_noise(draft: Draft, label: Label, end: int) -> None:
    """What somebody else answered, a score, a difficulty: its own line, or all up to the next label."""
    strip = draft.strip
    line_end = strip.text.find("\n", label.end)
    if label.name == "noise" and 0 <= line_end < end and not draft.options:
        draft.roles.append((label.start, line_end, "label"))
        rest = strip.text[line_end:end].strip()
        if rest:
            draft.roles.append((line_end, end, "label"))
        return
    draft.roles.append((label.start, end, "label"))


def _read_answer_value(draft: Draft, label: Label, texts: tuple[str, str], end: int, wrap: int) -> None:
    value, listed = texts
    kind = draft.kind or draft.section.kind
    choice = bool(draft.options) or kind in ("single", "multiple", "truefalse")
    if draft.answer is not None:
        draft.explanation = "\n".join(x for x in (draft.explanation, value.strip()) if x)
        draft.roles.append((label.start, end, "explanation"))
        return
    if not choice:
        draft.answer = join_wrapped(listed, wrap).strip()
        draft.roles.append((label.start, end, "answer"))
        return
    lead = len(value) - len(value.lstrip())
    line_end = value.find("\n", lead)
    if line_end < 0:
        line_end = len(value)
    while line_end < len(value) and _is_option(draft, value[line_end + 1 :].split("\n", 1)[0]):
        following = value.find("\n", line_end + 1)
        line_end = following if following >= 0 else len(value)
    draft.answer = value[:line_end].strip()
    draft.roles.append((label.start, label.end + line_end, "answer"))
    rest = value[line_end:].strip()
    if rest:
        draft.roles.append((label.end + line_end, end, "explanation"))
        draft.explanation = "\n".join(x for x in (draft.explanation, join_wrapped(rest, wrap)) if x)


def _is_option(draft: Draft, line: str) -> bool:
    """Whether a line below an answer is the text of another option: several right options are given by their texts."""
    wanted = key(line)
    return bool(wanted) and any(key(option) == wanted for option in draft.options)
