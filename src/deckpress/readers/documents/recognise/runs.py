"""Which numbers begin questions, which entries of an answer key, and which neither: a global choice.

A beam search over the candidates in document order. A state is the number that each of the two runs (questions, key) has reached; equal
states are merged and the best kept, so the search is linear in the document. What speaks for a reading: numbers that rise by one in one
style, options and blanks and answers behind a question's number, letters alone behind a key's number, the headings between them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, NamedTuple

from deckpress.readers.documents.recognise.facts import Candidate, Facts, Label
from deckpress.readers.documents.recognise.words import IMPERATIVE, KIND_LABEL, kind_of

__all__ = ["Choice", "choose_runs"]

Choice = Literal["question", "key", "none"]

_BEAM = 8
_WIDTH = 9.0
"""How far below the best a reading may lie and still be followed."""
_BLANK = re.compile(
    r"\(\s*(?:[A-Ha-h](?:[\s,、]{0,2}[A-Ha-h]){0,7}|[√×✓✗✔✘对错TFX])?\s*\)|_{2,}|\(\s{0,40}\)|【\s*[A-H]*\s*】"
    r"|\[\s*[A-H]*\s*\]"
)
_KEY_VALUE = re.compile(
    r"\s*[:：.、]?\s*(?:(?:答案?\s*[:：]?\s*)?[(\[【]?\s*(?:[A-Ha-h](?:\s{0,2}[,，、;；/]?\s{0,2}[A-Ha-h]){0,9}"
    r"|[√×✓✗✔✘对错]|正确|错误|[TFYNX]|true|false)\s*[)\]】]?)\s*[;；,，、.。]?\s*$",
    re.IGNORECASE,
)
_KEY_BEGINS = re.compile(
    r"\s*[:：.、]?\s*[(\[【]?\s*(?:[A-H]{1,8}(?![A-Za-z])|[√×✓✗✔✘]|对(?![\u4e00-\u9fff])|错(?![\u4e00-\u9fff])"
    r"|正确(?![\u4e00-\u9fff])|错误(?![\u4e00-\u9fff]))\s*[)\]】]?"
)
_LISTED_OPTION = re.compile(r"\s*[(（]?[A-H][)）]?\s?[.、)）:]\s*\S")
"""An option as an item of a numbered list: ``1. A、text``."""
_LABEL_NEXT = re.compile(r"\s*(?:[\u4e00-\u9fff]{0,4})?$")
_TRUTH_END = re.compile(r"[(\[]\s*(?:[√×✓✗✔✘对错TFX]|正确|错误)\s*[)\]]\s*[。.]?\s*$")


@dataclass(slots=True)
class _Evidence:
    question: float
    key: float
    gate: int
    kind_known: bool


_CHAPTER, _KIND, _KEY, _TITLE, _ANSWERS, _LABEL = 1, 2, 4, 8, 16, 32
_HEADINGS = _CHAPTER | _KIND | _TITLE


class _State(NamedTuple):
    mode: int  # 0 questions, 1 key
    style: str
    value: int
    prefix: str
    key_style: str
    key_value: int
    nested: bool = False
    skipped: int = 0
    """The value of the number of the questions' style that was passed over last: a list inside an answer counts on."""


class _Path(NamedTuple):
    score: float
    state: _State
    choice: Choice
    before: _Path | None


def choose_runs(candidates: Sequence[Candidate], facts: Sequence[Facts]) -> list[Choice]:
    """What each candidate begins. Pure; linear in the number of candidates and lines."""
    weighed = _evidence(candidates, facts)
    start = _State(0, "", 0, "", "", 0)
    beam: list[_Path] = [_Path(0.0, start, "none", None)]
    for candidate, evidence in zip(candidates, weighed, strict=True):
        beam = _step(beam, candidate, evidence)
    best: _Path | None = beam[0]
    choices: list[Choice] = []
    while best is not None and best.before is not None:
        choices.append(best.choice)
        best = best.before
    choices.reverse()
    return choices


def _step(beam: list[_Path], c: Candidate, e: _Evidence) -> list[_Path]:
    merged: dict[_State, _Path] = {}
    skips = (-0.25, -0.08) if c.at_start else (-0.02, -0.02)
    for path in beam:
        score, state, _, _ = path
        if e.gate & _KEY:
            state = state._replace(mode=1, key_value=0)
        elif e.gate & (_CHAPTER | _KIND) and state.mode == 1:
            state = state._replace(key_value=0)
        passed = state
        if c.at_start and c.style == state.style and (c.value == 1 or c.value == state.skipped + 1):
            passed = state._replace(skipped=c.value)
        skip = 0.0 if passed is not state and state.value else skips[state.mode]
        _keep(merged, _Path(score + skip, passed, "none", path))
        if e.question > -2.5:
            gain = _question_step(state, c, e)
            nested = _restarts(state, c, e) or _lists_on(state, c, e) or (state.nested and not e.gate & _HEADINGS)
            _keep(merged, _Path(score + gain, _State(0, c.style, c.value, c.prefix, state.key_style, 0, nested), "question", path))
        if e.key > -2.5:
            gain = _key_step(state, c, e)
            _keep(merged, _Path(score + gain, _State(1, state.style, state.value, state.prefix, c.style, c.value), "key", path))
    paths = sorted(merged.values(), key=_score, reverse=True)
    worst = paths[0].score - _WIDTH
    return [path for path in paths[:_BEAM] if path.score > worst]


_score = attrgetter("score")


def _keep(merged: dict[_State, _Path], path: _Path) -> None:
    known = merged.get(path.state)
    if known is None or path.score > known.score:
        merged[path.state] = path


def _continuity(value: int, last: int, same_style: bool, heading: bool) -> float:
    if not last:
        return 0.0 if value == 1 else (-0.4 if heading else -0.8)
    step = value - last
    if step == 1:
        return 0.7 if same_style else -0.4
    if value == 1:
        return -0.3 if heading else -2.2
    if 2 <= step <= 5:
        return (-0.8 if same_style else -2.0) - 0.1 * step
    if step == 0:
        return -1.2
    if -3 <= step < 0:
        return -2.5
    return -2.0 if heading else -3.0


def _restarts(state: _State, c: Candidate, e: _Evidence) -> bool:
    """Whether a new count begins without a heading that would say why."""
    return bool(state.value) and c.value == 1 and not e.gate & _HEADINGS


def _lists_on(state: _State, c: Candidate, e: _Evidence) -> bool:
    """Whether a number goes on a list that has been passed over: ``1. 2. 3.`` inside an answer."""
    return bool(state.skipped) and c.value == state.skipped + 1 and c.style == state.style and not e.gate & _HEADINGS


def _question_step(state: _State, c: Candidate, e: _Evidence) -> float:
    heading = bool(e.gate & _HEADINGS)
    same = c.style == state.style or (c.style in ("glued", "bare", "n:") and c.value == state.value + 1 and e.question > 0.5)
    if c.style == "code":
        gain = (1.0 if same else -0.5) if c.value == state.value + 1 or c.prefix != state.prefix else -0.8
    else:
        gain = _continuity(c.value, state.value, same, heading)
    if not same and state.style and not heading:
        gain -= 1.0
    if e.kind_known and (
        e.gate & _KIND
        or (
            state.mode == 0 and (same or not state.style) and not state.nested and not _restarts(state, c, e) and not _lists_on(state, c, e)
        )
    ):
        gain += 1.3
    if c.value == 1 and e.gate & _LABEL and not heading:
        gain -= 1.5  # a list inside an answer
    if _lists_on(state, c, e):
        gain -= 2.0
    if state.mode == 1:
        gain -= 0.8 if heading else 1.6
        if c.value == 1 and state.key_value:
            gain += 1.0
    return gain + e.question


def _key_step(state: _State, c: Candidate, e: _Evidence) -> float:
    heading = bool(e.gate & (_CHAPTER | _KIND | _KEY | _TITLE))
    gain = _continuity(c.value, state.key_value, c.style == state.key_style, heading)
    if state.mode == 0:
        gain -= 2.2 if not e.gate & _ANSWERS else 1.2
    else:
        gain += 1.2
    return gain + e.key


def _evidence(candidates: Sequence[Candidate], facts: Sequence[Facts]) -> list[_Evidence]:
    gates = _Gates(facts)
    result = []
    count = len(candidates)
    previous = (-1, 0)
    for i, c in enumerate(candidates):
        follower = candidates[i + 1] if i + 1 < count else None
        gate = gates.between(previous, (c.line, c.start))
        result.append(_weigh(c, follower, facts, gate, gates.kind_at(c.line)))
        previous = (c.line, c.end)
    return result


class _Gates:
    """The headings between two places."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self.bits: list[int] = []
        self.at: list[tuple[int, int]] = []
        self.kinds: list[tuple[int, bool]] = []
        for number, fact in enumerate(facts):
            for heading in ([fact.heading] if fact.heading else []) + fact.inner:
                if heading.sort == "title" and fact.candidates and fact.candidates[0].at_start:
                    continue  # "### 4. What is …": a numbered question of its own
                self.at.append((number, heading.start))
                self.bits.append({"chapter": _CHAPTER, "kind": _KIND, "key": _KEY, "title": _TITLE, "group": _TITLE}[heading.sort])
                if heading.sort in ("kind", "key") or heading.kind is not None:
                    self.kinds.append((number, heading.sort != "key"))
            for label in fact.labels:
                if label.name in ("answer", "rubric", "explanation"):
                    self.at.append((number, label.start))
                    alone = label.name == "answer" and label.start == fact.first and label.end >= len(fact.shadow.rstrip())
                    self.bits.append(_LABEL | _ANSWERS if alone else _LABEL)
        self.cursor = 0
        self.kind_cursor = 0
        self.known = False

    def between(self, start: tuple[int, int], end: tuple[int, int]) -> int:
        """The bits of the headings from one place to a later one; places must rise from call to call."""
        bits = 0
        while self.cursor < len(self.at) and self.at[self.cursor] < end:
            if self.at[self.cursor] >= start or self.at[self.cursor][0] >= start[0]:
                bits |= self.bits[self.cursor]
            self.cursor += 1
        return bits

    def kind_at(self, line: int) -> bool:
        """Whether the last heading above a line names a kind of questions; lines must rise from call to call."""
        while self.kind_cursor < len(self.kinds) and self.kinds[self.kind_cursor][0] <= line:
            self.known = self.kinds[self.kind_cursor][1]
            self.kind_cursor += 1
        return self.known


def _weigh(c: Candidate, follower: Candidate | None, facts: Sequence[Facts], gate: int, kind_known: bool) -> _Evidence:
    fact = facts[c.line]
    s = fact.shadow
    same_line = follower is not None and follower.line == c.line
    end = follower.start if same_line and follower is not None else len(s)
    text = s[c.end : min(end, c.end + 600)]
    stripped = text.strip()
    question = -1.4 + c.weight + (0.5 if c.at_start else -0.6)
    key = -1.6 + (0.0 if c.at_start else 0.2)
    if gate & _KEY:
        key += 1.6
    if _LISTED_OPTION.match(text):
        question -= 2.5
    value = _KEY_VALUE.match(text) if stripped and c.style != "code" else None
    label = _label_in(fact.labels, c.end, end)
    if value is not None:
        question -= 3.0
        key += 3.4
    elif not stripped:
        question -= 0.6 if c.style != "alone" else 0.0
    else:
        if _KEY_BEGINS.match(text) and len(stripped) > 3:
            key += 0.6
        question += min(0.4, 0.05 * len(stripped))
        if _BLANK.search(text):
            question += 1.5
        if IMPERATIVE.search(text):
            question += 0.9
        tag = KIND_LABEL.search(text[:30])
        if tag is not None and kind_of(tag["kind"]):
            question += 2.0
    if label is not None and label.name in ("answer", "explanation", "rubric"):
        between = s[c.end : label.start].strip()
        if len(between) <= 4 and label.name == "answer":
            question -= 3.0
            key += 2.6
        else:
            question += 2.0
    question += _below(c, follower, facts, same_line)
    if (not same_line and _opens(text)) or (same_line and _opens(text)):
        question += 2.5
    return _Evidence(question, key, gate, kind_known)


def _label_in(labels: Sequence[Label], start: int, end: int) -> Label | None:
    """The first label that begins in a stretch of its line."""
    at = bisect_left(labels, start, key=attrgetter("start")) if labels else 0
    return labels[at] if at < len(labels) and labels[at].start < end else None


_OPENS = re.compile(
    r"(?:^|[^A-Za-z])A(?:[.、):]|\s|[^\x00-\x7f])[^\n]{0,400}?[^A-Za-z]B(?:[.、):]|\s|[^\x00-\x7f])|(?:^|\s)a[.、)][^\n]{1,300}?"
    r"\sb[.、)]"
)


def _opens(text: str) -> bool:
    return _OPENS.search(text) is not None


def _below(c: Candidate, follower: Candidate | None, facts: Sequence[Facts], same_line: bool) -> float:
    """What the lines below a candidate, up to the next one, say for a question."""
    if same_line:
        return 0.0
    last = follower.line if follower is not None else len(facts)
    gain = 0.0
    options = labels = 0
    for number in range(c.line + 1, min(last + (0 if follower is None or follower.at_start else 1), c.line + 40)):
        below = facts[number]
        if below.heading is not None and below.heading.sort in ("kind", "key", "chapter"):
            break
        if below.opens and not options:
            options = 1
            gain += 2.5
        if not labels:
            for label in below.labels:
                if label.start == below.first and label.name in ("answer", "explanation", "rubric"):
                    labels = 1
                    gain += 1.8
                    break
        if options and labels:
            break
    return gain
