"""Tags that Anki would change or drop, and what becomes of them."""

from __future__ import annotations

import re
from functools import lru_cache

from deckpress.diagnostics import Report
from deckpress.model import Bank
from deckpress.source import Span
from deckpress.tags import RESERVED_TAGS, is_reserved, normalise_tag, tag_key

__all__ = ["above", "check_tags", "tag_place"]


@lru_cache(maxsize=4096)
def _verdict(tag: str) -> tuple[str, str, str] | None:
    """Code, message and hint of a tag that does not stay as it is."""
    becomes = normalise_tag(tag)
    if not becomes:
        return "empty-tag", f"nothing is left of the tag '{tag}' in Anki", "write letters or digits"
    if is_reserved(becomes):
        return "reserved-tag", f"'{tag}' is a tag of Anki's own: {RESERVED_TAGS[tag_key(becomes)]}", "choose another name"
    if becomes != tag:
        return "changed-tag", f"Anki can't keep the tag '{tag}': on the cards it is '{becomes}'", f"write '{becomes}'"
    return None


def check_tags(bank: Bank, report: Report) -> None:
    """Reports each such tag once, at the first place that uses it."""
    seen: set[str] = set()

    def look(tags: tuple[str, ...], span: Span | None) -> None:
        for tag in tags:
            verdict = _verdict(tag) if tag not in seen else None
            seen.add(tag)
            if verdict is None:
                continue
            code, message, hint = verdict
            place = tag_place(tag, span) if span is not None else None
            if place is None:
                report.about_file(code, "warning", message, bank.files[0], hint)
            else:
                report.warning(code, message, place, hint)

    questions = bank.questions
    look(bank.tags, above(questions[0].span, 0) if questions else None)
    end = 0
    for chapter in bank.chapters:
        listed = chapter.questions
        if listed:
            look(chapter.topics, above(listed[0].span, end))
            end = listed[-1].span.end
        for question in listed:
            if question.topics or question.tags:
                look(question.topics + question.tags, question.span)


_KEY = re.compile(r"^[ \t]*(?:- +)?(?:topics|tags) *:", re.M)


def above(span: Span, start: int) -> Span:
    """What stands above a question, from ``start`` on."""
    return Span(span.source, start if start < span.start else 0, span.start)


def tag_place(tag: str, span: Span) -> Span | None:
    """Where a tag stands as one, not as words of a text."""
    source, start, end = span
    key = _KEY.search(source.text, source.text.rfind("\n", 0, start) + 1, end) or re.compile("topics|tags").search(source.text, start, end)
    at = source.text.find(tag, key.end(), end) if key else -1
    return Span(source, at, at + len(tag)) if at >= 0 else None
