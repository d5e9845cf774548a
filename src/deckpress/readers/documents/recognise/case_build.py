"""From the cut of a case to a question: its scenario, its tasks, and what answers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.body import read_body
from deckpress.readers.documents.recognise.case_answers import numbered, rubric_items
from deckpress.readers.documents.recognise.case_cuts import Cut, ranges
from deckpress.readers.documents.recognise.draft import Draft, Section
from deckpress.readers.documents.recognise.facts import Facts
from deckpress.readers.documents.recognise.result import PieceRole
from deckpress.readers.documents.recognise.strip import Place, Strip, join_wrapped

__all__ = ["Reader", "end_of"]


@dataclass(slots=True, frozen=True)
class Reader:
    """A document, and how its stretches are read as questions."""

    lines: Sequence[Line]
    facts: Sequence[Facts]
    wrap: int

    def strip(self, start: Place, end: Place) -> Strip:
        """The text from one place to another."""
        return Strip.cut(self.lines, self.facts, start, end)

    def inner(self, strip: Strip, start: int, end: int) -> tuple[Strip, int]:
        """The visible part of ``strip.text[start:end]`` as a strip of its own, and where it begins in the other."""
        text = strip.text[start:end]
        begin, stop = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
        if begin >= stop:
            return Strip("", "", [], [], []), start
        last = strip.place(stop - 1)
        return self.strip(strip.place(begin), Place(last.line, last.offset + 1)), begin

    def plain(self, strip: Strip, cut: Cut, section: Section) -> Draft | None:
        """The question of a cut without tasks, read as any other; None where there is nothing."""
        whole, start = self.inner(strip, cut.start, cut.end)
        if not whole.lines:
            return None
        draft = read_body(whole, max(0, cut.begin - start), self.lines, self.facts, section, wrap=self.wrap)
        return _named(draft, cut)

    def answered(self, strip: Strip, cut: Cut, section: Section) -> Draft:
        """The case of a cut with an answer below that no label announces."""
        whole, start = self.inner(strip, cut.start, cut.end)
        draft = _named(Draft(whole, whole.lines[0], section, kind="case"), cut)
        at = cut.answers - start
        head, begin = self._head(strip, cut, cut.answers, section)
        draft.stem, draft.points = head.stem, head.points
        draft.roles = [*_moved(head, begin - start), (at, len(whole.text), "answer")]
        draft.answer = join_wrapped(whole.text[at:], self.wrap).strip()
        return draft

    def case(self, strip: Strip, cut: Cut, section: Section) -> Draft | None:
        """The case of a cut with tasks; None where a task turns out to be a choice, or has no text."""
        whole, start = self.inner(strip, cut.start, cut.end)
        draft = _named(Draft(whole, whole.lines[0], section, kind="case"), cut)
        head, begin = self._head(strip, cut, cut.head, section)
        draft.stem, draft.points = head.stem, head.points
        draft.roles = [*_moved(head, begin - start), (cut.head - start, cut.tasks[0].start - start, "label")]
        tasks: list[Draft] = []
        own = replace(section, kind="case")
        for mark, end in ranges(cut):
            text, at = self.inner(strip, mark.start, end)
            task = read_body(text, mark.end - mark.start, self.lines, self.facts, own, wrap=self.wrap)
            if task.options or not task.stem.strip():
                return None
            tasks.append(task)
            draft.roles += [(a, b, "part" if role == "stem" else role) for a, b, role in _moved(task, at - start)]
        draft.parts = [_with_points(task) for task in tasks]
        draft.answer, draft.explanation = _joined([task.answer for task in tasks]), _joined([task.explanation for task in tasks]) or ""
        draft.rubric = rubric_items([item for task in tasks for item in task.rubric])
        if cut.answers >= 0:
            at = cut.answers - start
            draft.answer = join_wrapped(whole.text[at:], self.wrap).strip()
            draft.roles.append((at, len(whole.text), "answer"))
        return draft

    def _head(self, strip: Strip, cut: Cut, end: int, section: Section) -> tuple[Draft, int]:
        """The scenario as a question of its own, and where it begins in the strip."""
        text, begin = self.inner(strip, cut.start, end)
        at = max(0, cut.begin - begin)
        head = read_body(text, at, self.lines, self.facts, replace(section, kind="case"), wrap=self.wrap)
        if head.options or head.answer or head.explanation:  # "shop A … shop B" in a scenario
            head = Draft(text, head.line, section, stem=join_wrapped(text.text[at:], self.wrap).strip())
            head.roles = [(0, at, "label"), (at, len(text.text), "stem")]
        return head, begin


def end_of(strip: Strip) -> Place:
    """The place behind the last character of a strip that has one."""
    return Place(strip.lines[-1], strip.shifts[-1] + len(strip.text) - strip.starts[-1])


def _named(draft: Draft, cut: Cut) -> Draft:
    if cut.style and cut.style != "case" and cut.value:
        draft.number, draft.value, draft.style = str(cut.value), cut.value, cut.style.replace("cn.", "cn")
    return draft


def _moved(draft: Draft, by: int) -> list[tuple[int, int, PieceRole]]:
    return [(start + by, end + by, role) for start, end, role in draft.roles]


def _with_points(task: Draft) -> str:
    stem = task.stem.rstrip(";； ")
    return f"{stem}({task.points}分)" if task.points else stem


def _joined(texts: Sequence[str | None]) -> str | None:
    """One text for all tasks: the last one's where only that one has any, else each with the number of its task."""
    if not any(texts[:-1]):
        return texts[-1]
    return numbered([text or "" for text in texts])
