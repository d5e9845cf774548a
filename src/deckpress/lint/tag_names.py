"""Tags that Anki would change or drop, and what becomes of them."""

from __future__ import annotations

import re
from functools import lru_cache

from deckpress.diagnostics import Report
from deckpress.model import Bank
from deckpress.source import Span
from deckpress.tags import RESERVED_TAGS, is_reserved, normalise_tag, tag_key

__all__ = ["check_tags"]


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

    def look(tags: tuple[str, ...], at: Span | None) -> None:
        for tag in tags:
            if tag in seen:
                continue
            seen.add(tag)
            verdict = _verdict(tag)
            if verdict is None:
                continue
            code, message, hint = verdict
            if at is None:
                report.about_file(code, "warning", message, bank.files[0], hint)
                continue
            found = re.search(re.escape(tag), at.source.text[at.start : at.end])
            place = Span(at.source, at.start + found.start(), at.start + found.end()) if found else at
            report.warning(code, message, place, hint)

    look(bank.tags, None)
    for chapter in bank.chapters:
        look(chapter.topics, None)
        for question in chapter.questions:
            if question.topics or question.tags:
                look(question.topics + question.tags, question.span)
