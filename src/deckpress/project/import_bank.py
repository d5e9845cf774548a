"""What was recognised in one document or several → the data of one bank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from deckpress.project.import_ids import chapter_slugs, question_ids, question_key
from deckpress.project.import_question import clean_text, question_data
from deckpress.readers.documents.blocks import Document
from deckpress.readers.documents.reasons import reason_in
from deckpress.readers.documents.recognise.copies import core_text
from deckpress.readers.documents.recognise.result import Found, Reading
from deckpress.writers.yaml_stream import dump_large_bank

__all__ = ["Draft", "Entry", "Pictures", "Read", "draft_of", "dump_draft"]

Pictures = Mapping[str, str]
"""The path beside the bank of each picture of a document, by its name in the document."""
_LONGEST_TITLE = 200
# A heading that only says of which kind the questions below are.
_KIND_HEADING = re.compile(
    r"(?:单|單|多|不定)项?項?(?:选|選)|(?:选|選)(?:择|擇)(?:题|題)|判断|判斷|是非|(?:填空|填充)|(?:简|簡)答|(?:问|問)答|名(?:词|詞)解(?:释|釋)|(?:论|論)述"
    r"|案例(?:分析)?(?:题|題)|(?:true|false).{0,12}(?:true|false)|multiple.{0,3}choice|single.{0,3}choice|fill.{0,4}blank|short.{0,3}answer",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Read:
    """One document, what was recognised in it, and where its pictures went."""

    document: Document
    reading: Reading
    pictures: Pictures = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """A question on its way into a bank: ``chapter`` is a title, empty for none; ``data`` has every key in it."""

    found: Found
    key: str
    chapter: str
    data: dict[str, Any]


@dataclass(slots=True)
class Draft:
    """A bank to be written. ``head`` are its own keys; ``copies`` counts questions that stand twice, ``dropped`` those left out for it."""

    head: dict[str, Any]
    entries: list[Entry]
    copies: int = 0
    dropped: int = 0


def draft_of(reads: Sequence[Read], head: dict[str, Any], convert: Callable[[str], str], *, dedupe: bool = False) -> Draft:
    """The questions of all documents in order. ``convert`` is applied to every text; ``dedupe`` keeps one of identical copies."""
    language = str(head.get("language", "en"))
    found = [(read, question) for read in reads for question in read.reading.questions]
    keys = [question_key(question) for _, question in found]
    copies = len(keys) - len(set(keys))
    kept = _without_copies(found, keys) if dedupe and copies else list(range(len(found)))
    chapters = _chapters([found[index] for index in kept], len(reads) > 1)
    ids = question_ids([keys[index] for index in kept])
    entries = [
        Entry(found[index][1], keys[index], convert(chapter), _data(*found[index], identifier, convert, language))
        for index, chapter, identifier in zip(kept, chapters, ids, strict=True)
    ]
    if dedupe:
        _mark_conflicts(entries, language)
    return Draft(head, entries, copies, len(found) - len(kept))


def _data(read: Read, found: Found, identifier: str, convert: Callable[[str], str], language: str) -> dict[str, Any]:
    pictures = [read.pictures[name] for name in found.images if name in read.pictures]
    reviewed = found if len(pictures) == len(found.images) else replace(found, review=[*found.review, "a picture is missing"])
    data = {"id": identifier} | question_data(reviewed, pictures, convert, language)
    line = read.document.lines[found.line] if 0 <= found.line < len(read.document.lines) else None
    source: dict[str, Any] = {"file": clean_text(read.document.name) or "document"}
    if line is not None:
        source["line"] = line.number
        if line.page > 0:
            source["page"] = line.page
    return data | {"source": source}


def _chapters(found: Sequence[tuple[Read, Found]], several: bool) -> list[str]:
    """A chapter's title for each question; all empty where the document has no two.

    The title is the chapter that the document gives, else its outermost heading, unless that only names a kind of questions. Of several
    documents each is a chapter where it has none of its own.
    """
    titles = [clean_text(question.chapter)[:_LONGEST_TITLE].rstrip() or _top_heading(question) for _, question in found]
    if several:
        names = [clean_text(read.document.title) or _stem(read.document.name) for read, _ in found]
        return [title or name for title, name in zip(titles, names, strict=True)]
    given = any(clean_text(question.chapter) for _, question in found)
    return titles if given or len({title for title in titles if title}) > 1 else [""] * len(titles)


def _top_heading(found: Found) -> str:
    headings = (clean_text(heading.partition("\n")[0])[:_LONGEST_TITLE].rstrip() for heading in found.headings[:1])
    return next((heading for heading in headings if not _KIND_HEADING.search(heading)), "")


def _stem(name: str) -> str:
    return clean_text(name.rpartition(".")[0] or name) or "document"


def _answer_core(found: Found) -> tuple[str, ...]:
    """What an answer says, for comparison; empty where there is none."""
    answer = found.answer
    if isinstance(answer, (tuple, list)):
        return tuple(core_text(item) if isinstance(item, str) else str(item) for item in answer)
    parts = [core_text(part.answer) for part in found.parts if part.answer.strip()]
    return (*(() if answer is None else (core_text(str(answer)),)), *parts)


def _without_copies(found: Sequence[tuple[Read, Found]], keys: Sequence[str]) -> list[int]:
    """Indices of what stays of identical copies: for each different answer the one that explains most, none without an answer beside it."""
    groups: dict[str, dict[tuple[str, ...], int]] = {}
    for index, key in enumerate(keys):
        question = found[index][1]
        answers = groups.setdefault(key, {})
        best = answers.setdefault(_answer_core(question), index)
        if len(question.explanation) > len(found[best][1].explanation):
            answers[_answer_core(question)] = index
    for answers in groups.values():
        if len(answers) > 1:
            answers.pop((), None)
    return sorted(index for answers in groups.values() for index in answers.values())


def _mark_conflicts(entries: Sequence[Entry], language: str) -> None:
    counts = Counter(entry.key for entry in entries)
    for entry in entries:
        if counts[entry.key] > 1:
            reasons = [entry.data.get("review", ""), reason_in(language, "another copy of this question has a different answer")]
            entry.data["review"] = "; ".join(filter(None, reasons))


def dump_draft(draft: Draft) -> str:
    """The text of a new bank. Linear in its questions."""
    direct = [entry.data for entry in draft.entries if not entry.chapter]
    chapters: dict[str, list[dict[str, Any]]] = {}
    for entry in draft.entries:
        if entry.chapter:
            chapters.setdefault(entry.chapter, []).append(entry.data)
    slugs = chapter_slugs(chapters)
    named = [({"id": slugs[title], "title": title}, questions) for title, questions in chapters.items()]
    return dump_large_bank(draft.head, [*named, ({}, direct)])
