"""A whole bank: its keys, its chapters, and the rules that hold across questions (unique ids)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from deckpress.diagnostics import Report
from deckpress.model import Bank, Chapter, Markup, Question
from deckpress.readers.bank.fields import Fields
from deckpress.readers.bank.keys import BANK_KEYS, CHAPTER_KEYS
from deckpress.readers.bank.questions import read_question
from deckpress.readers.bank.raw import Path, Raw, RawBank, load_raw
from deckpress.source import Source, Span
from deckpress.tags import harmless_name

__all__ = ["FORMAT_VERSION", "read_anyway", "read_bank"]

FORMAT_VERSION = "1"
_MARKUPS = ("markdown", "plain")


def read_bank(sources: Sequence[Source], report: Report) -> Bank | None:
    """The bank that these texts hold, one or the parts of one in order; None where an error keeps it from being whole."""
    before = len(report.errors)
    bank = read_anyway(sources, report)
    return bank if len(report.errors) == before else None


def read_anyway(sources: Sequence[Source], report: Report) -> Bank | None:
    """As much of the bank as can be read, so that lint can look at it too; with errors in ``report`` it is for nothing else."""
    raws = [load_raw(source, report) for source in sources]
    found = [raw for raw in raws if raw is not None]
    if not found:
        return None
    reader = _Reader(report)
    for raw in found:
        reader.part(raw)
    return reader.bank(found)


class _Reader:
    """Gathers chapters and questions over the parts of a bank."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.chapters: list[Chapter] = []
        self.chapter_ids: dict[str, Span] = {}
        self.ids: dict[str, Question] = {}
        self.number = 0
        self.markup: Markup = "markdown"
        self.parts: list[str] = []

    def bank(self, raws: Sequence[RawBank]) -> Bank:
        """The bank's own keys, of its first part; later parts may leave them out or repeat them."""
        fields = Fields(raws[0].head, self.report)
        data = fields.raw.data
        identifier = fields.shaped("slug", data.get("id"), "id")
        if not data.get("id"):
            fields.error(
                "missing-id", "the bank has no id", hint="add 'id: …' with letters a-z, digits and '-'; it names the bank for ever"
            )
        title = fields.text(data.get("title"), "title")
        if not title.strip():
            fields.error("missing-title", "the bank has no title", hint="add 'title: …', the name that people see")
        deck = fields.text(data.get("deck"), "deck") or title
        if deck and not all(level.strip() for level in deck.split("::")):
            fields.error("bad-deck", f"the deck name '{deck[:60]}' has an empty level", "deck", hint="write 'Parent::Child'")
        if not self.number and not self.report.errors:
            fields.error("no-questions", "the bank has no questions", hint="add 'questions:' or 'chapters:' with questions in them")
        return Bank(
            id=identifier,
            title=title,
            language=fields.shaped("language", data.get("language"), "language") or "en",
            deck=harmless_name("::".join(level.strip() for level in deck.split("::"))),
            description=fields.text(data.get("description"), "description"),
            license=fields.text(data.get("license"), "license"),
            authors=fields.texts(data.get("authors"), "authors"),
            tags=fields.texts(data.get("tags"), "tags"),
            subdecks=bool(fields.boolean(data.get("subdecks"), "subdecks")),
            show_count=bool(fields.boolean(data.get("show_count"), "show_count")),
            lint=fields.reasons(data.get("lint"), "lint"),
            markup=self.markup,
            chapters=tuple(self.chapters),
            files=tuple(raw.head.source.name for raw in raws),
            parts=tuple(self.parts),
        )

    def part(self, raw: RawBank) -> None:
        """The chapters and questions of one file."""
        fields = Fields(raw.head, self.report)
        data = fields.raw.data
        if not data.keys() <= BANK_KEYS.keys():
            fields.keys(data, BANK_KEYS, "a bank")
        version = data.get("deckpress")
        if version != FORMAT_VERSION:
            if version is None:
                fields.error("missing-version", "the bank does not say its format version", hint="add 'deckpress: 1' as the first line")
            else:
                fields.error(
                    "unknown-version", f"format version {str(version)[:20]} is not known; this is {FORMAT_VERSION}", "deckpress",
                    hint="a newer deckpress may read it: pip install --upgrade deckpress",
                )  # fmt: skip
        markup = _markup(fields, data, "markdown")
        if not self.parts:
            self.markup = markup
        part = fields.shaped("number", data.get("part"), "part")
        if part and part in self.parts:
            fields.error(
                "duplicate-part", f"part {part} of the bank stands in another file already", "part", hint="number the parts 1, 2, 3 …"
            )
        self.parts.append(part)
        self._misplaced(fields, data, (), raw)
        direct = self.questions(raw.questions.get((), ()), markup)
        if direct:
            self.chapters.append(Chapter(id="", title="", markup=markup, questions=direct))
        for index, chapter in enumerate(fields.items(data.get("chapters"), "chapters")):
            self.chapter(fields, chapter, index, raw, markup)

    def _misplaced(self, fields: Fields, data: dict[str, Any], path: Path, raw: RawBank) -> None:
        if data.get("questions") and path not in raw.questions:
            fields.error("not-a-list", "'questions' must be a list", *path, "questions", hint="each question begins with '- '")

    def chapter(self, fields: Fields, data: Any, index: int, raw: RawBank, markup: Markup) -> None:
        at = ("chapters", index)
        if not isinstance(data, dict):
            fields.error("not-a-chapter", "a chapter is a mapping: '- id: …', 'title: …', 'questions: …'", *at)
            return
        fields.keys(data, CHAPTER_KEYS, "a chapter", *at)
        identifier = fields.shaped("name", data.get("id"), *at, "id")
        if not data.get("id"):
            fields.error("missing-id", "the chapter has no id", *at, hint=_FIX)
        elif identifier.casefold() in self.chapter_ids:
            line = self.chapter_ids[identifier.casefold()].position.line
            fields.error("duplicate-id", f"the chapter id '{identifier}' is taken (line {line})", *at, "id", hint="choose another")
        elif identifier:
            self.chapter_ids[identifier.casefold()] = fields.raw.span(*at, "id")
        own = cast(Markup, fields.choice(data.get("markup"), _MARKUPS, markup, *at, "markup"))
        self._misplaced(fields, data, at, raw)
        self.chapters.append(
            Chapter(
                id=identifier,
                title=fields.text(data.get("title"), *at, "title") or identifier,
                topics=fields.texts(data.get("topics"), *at, "topics"),
                context=fields.text(data.get("context"), *at, "context"),
                markup=own,
                questions=self.questions(raw.questions.get(at, ()), own),
            )
        )

    def questions(self, raws: Sequence[Raw], markup: Markup) -> tuple[Question, ...]:
        """The questions of one list, each checked against those before it."""
        out: list[Question] = []
        ids = self.ids
        for raw in raws:
            self.number += 1
            question = read_question(Fields(raw, self.report), markup, self.number)
            if question is None:
                continue
            identifier = question.id
            if not identifier:
                if not raw.data.get("id"):
                    Fields(raw, self.report).error("missing-id", "the question has no id", hint=_FIX)
            elif identifier in ids:
                first = ids[identifier].span
                Fields(raw, self.report).error(
                    "duplicate-id", f"the id '{identifier}' is taken by the question in {_place(first, raw)}", "id",
                    hint="give this one an id of its own, never used before",
                )  # fmt: skip
            else:
                ids[identifier] = question
            out.append(question)
        return tuple(out)


_FIX = "'deckpress check --fix' writes the missing ids into the file"


def _place(span: Span, raw: Raw) -> str:
    line = f"line {span.position.line}"
    return line if span.source is raw.source else f"{span.source.name}, {line}"


def _markup(fields: Fields, data: dict[str, Any], default: Markup) -> Markup:
    return cast(Markup, fields.choice(data.get("markup"), _MARKUPS, default, "markup"))
