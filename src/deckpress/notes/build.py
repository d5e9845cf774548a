"""Bank → notes. A pure function of the bank and its images; nothing here knows of clocks, locks or packages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from deckpress.diagnostics import Report
from deckpress.markup import MediaResolver, cloze_numbers, render
from deckpress.model import (
    Bank,
    Case,
    Chapter,
    Cloze,
    Match,
    Multiple,
    Order,
    Part,
    Question,
    Short,
    Single,
    TrueFalse,
)
from deckpress.notes.anki import note_guid
from deckpress.notes.fields import (
    Texts,
    answer_html,
    context_block,
    html_list,
    option_list,
    option_notes,
    plain,
    refers_to_others,
    scrambled,
    typed_answer,
)
from deckpress.notes.types import NoteTypeName
from deckpress.notes.words import Words, words_for
from deckpress.tags import dedupe_tags, normalise_tag, tag_path

__all__ = ["Note", "build_notes", "is_published", "render_description"]


@dataclass(slots=True, eq=False)
class Note:
    """A note: ``key`` names it in the lock (``question`` or ``question#part``), ``cards`` are ordinals from 0, ``chapter`` an index."""

    key: str
    guid: str
    note_type: NoteTypeName
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[int, ...]
    chapter: int
    question: Question


def is_published(question: Question, include_unanswered: bool) -> bool:
    """Whether a question goes into decks. Choices without an answer never do: there would be nothing to check oneself against."""
    return question.answered or (include_unanswered and not isinstance(question, (Single, Multiple, TrueFalse)))


def build_notes(bank: Bank, media: Sequence[MediaResolver], report: Report, *, include_unanswered: bool = False) -> Iterator[Note]:
    """The bank's notes in bank order. ``media`` finds the images of each of its files; what is wrong with a text goes to ``report``."""
    resolvers = dict(zip(bank.files, media, strict=True))
    for index, chapter in enumerate(bank.chapters):
        builder = _Builder(bank, chapter, index, report)
        for question in chapter.questions:
            if is_published(question, include_unanswered):
                builder.media = resolvers[question.span.source.name]
                yield from builder.notes(question, include_unanswered)


def render_description(bank: Bank, media: MediaResolver) -> str:
    """The deck description as HTML: the bank's own, its authors and licence."""
    parts = [render(bank.description, markup=bank.markup, media=media)] if bank.description else []
    small = " · ".join(plain(text) for text in (", ".join(bank.authors), bank.license) if text)
    return "\n".join([*parts, *([f"<small>{small}</small>"] if small else [])])


_LETTERS = tuple(chr(65 + index) for index in range(26))
_EMPTY_SPARES = ("", "", "", "")


@lru_cache(maxsize=65536)
def _tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    return dedupe_tags(tags)


@lru_cache(maxsize=4096)
def _topic_tag(topic: str) -> str:
    return tag_path("topic", topic)


class _Builder:
    """Notes of one chapter."""

    def __init__(self, bank: Bank, chapter: Chapter, index: int, report: Report) -> None:
        self.bank, self.chapter, self.index, self.report = bank, chapter, index, report
        self.words: Words = words_for(bank.language)
        self.media: MediaResolver | None = None
        self.title = plain(chapter.title)
        where = ("chapter", bank.id, chapter.id) if chapter.id else ("chapter", bank.id)
        self.shared_tags = (tag_path(*where), *map(normalise_tag, bank.tags), *map(_topic_tag, chapter.topics))
        self.context = ""
        self._context_done = False

    def notes(self, question: Question, include_unanswered: bool) -> Iterator[Note]:
        """The notes of one question: one, or one a part of a case."""
        text = Texts(question, self.media, self.report)
        if not self._context_done and self.chapter.context:
            self._context_done = True
            self.context = context_block(Texts(question, self.media, self.report, self.chapter.markup)(self.chapter.context))
        if isinstance(question, Case):
            for part in question.parts:
                if part.answer or part.rubric or include_unanswered:
                    yield self.case_part(question, part, text)
            return
        note_type, own, cards = self.own_fields(question, text)
        yield self.note(question, "", note_type, own, cards, text)

    def own_fields(self, question: Question, text: Texts) -> tuple[NoteTypeName, tuple[str, ...], tuple[int, ...]]:
        """The note type, the fields before the common tail, and the card ordinals."""
        match question:
            case Single() | Multiple():
                letters = [_LETTERS[index] for index in question.answer]
                options = option_list([text(option.text) for option in question.options], question.answer)
                own = (text(question.stem), options, "".join(letters), " ".join(letters), option_notes(question.options, text))
                return "choice", own, (0,)
            case TrueFalse():
                words = self.words
                options = option_list((words.true, words.false), (0 if question.answer else 1,))
                own = (text(question.stem), options, words.true if question.answer else words.false, "A" if question.answer else "B", "")
                return "choice", own, (0,)
            case Cloze():
                return "cloze", (text.cloze(question.content),), tuple(number - 1 for number in cloze_numbers(question.content))
            case Short():
                return "basic", (text(question.stem), answer_html(question.answer, question.listed, text), ""), (0,)
            case Match():
                return "match", self.match(question, text), (0,)
            case Order():
                return "order", self.order(question, text), (0,)
            case Case():
                raise AssertionError("a case is built part by part")

    def match(self, question: Match, text: Texts) -> tuple[str, ...]:
        places = scrambled(f"{self.bank.id}/{question.id}", len(question.pairs))
        lefts, rights = [text(left) for left, _ in question.pairs], [text(right) for _, right in question.pairs]
        pairs = [f'<li><span class="l">{a}</span><span class="r">{b}</span></li>' for a, b in zip(lefts, rights, strict=True)]
        return (
            text(question.stem),
            html_list("left", lefts),
            html_list("right", [rights[place] for place in places]),
            f'<ol class="pairs">{"".join(pairs)}</ol>',
            " ".join(_LETTERS[places.index(index)] for index in range(len(places))),
        )

    def order(self, question: Order, text: Texts) -> tuple[str, ...]:
        places = scrambled(f"{self.bank.id}/{question.id}", len(question.items))
        items = [text(item) for item in question.items]
        key = " ".join(_LETTERS[places.index(index)] for index in range(len(places)))
        return text(question.stem), html_list("items", [items[place] for place in places]), html_list("ordered", items), key

    def case_part(self, question: Case, part: Part, text: Texts) -> Note:
        """A note for one task; the scenario stands above it, or is itself the task."""
        answer = answer_html(part.answer, len(part.answer) > 1, text)
        items = "".join(
            f"<li>{text(item.text)}" + (f' <span class="points">{item.points}</span></li>' if item.points else "</li>")
            for item in part.rubric
        )
        own = (text(question.stem if question.whole else part.stem), answer, f'<ul class="rubric">{items}</ul>' if items else "")
        return self.note(question, "" if question.whole else part.key, "basic", own, (0,), text, part)

    def note(
        self,
        question: Question,
        key: str,
        note_type: NoteTypeName,
        own: tuple[str, ...],
        cards: tuple[int, ...],
        text: Texts,
        part: Part | None = None,
    ) -> Note:
        """The note with its common tail and its tags."""
        context, explanation, points = self.context, question.explanation, question.points
        if question.context:
            context += context_block(text(question.context))
        explained = text(explanation) if explanation else ""
        if part is not None and key:
            context += context_block(text(question.stem))
            if part.explanation:
                explained = f"{text(part.explanation)}{f'<hr>{explained}' if explained else ''}"
            points = part.points or points
        name = f"{self.bank.id}/{question.id}" + (f"#{key}" if key else "")
        answered = question.answered and (part is None or bool(part.answer or part.rubric))
        return Note(
            key=f"{question.id}#{key}" if key else question.id,
            guid=note_guid(self.bank.id, question.id, key, note_type),
            note_type=note_type,
            fields=(
                *own,
                context,
                explained,
                text(question.hint) if question.hint else "",
                self.title,
                self.meta(question, points) if question.difficulty or points or question.source else "",
                "" if answered and not question.retired and not question.review else self.notice(question, answered),
                self.flags(question),
                typed_answer(question, text),
                self.bank.language,
                name,
                *_EMPTY_SPARES,
            ),
            tags=self.tags(question),
            cards=cards,
            chapter=self.index,
            question=question,
        )

    def tags(self, question: Question) -> tuple[str, ...]:
        tags = (*self.shared_tags, f"type::{question.kind}", *map(_topic_tag, question.topics))
        if question.difficulty:
            tags += (f"difficulty::{question.difficulty}",)
        if question.tags:
            tags += tuple(map(normalise_tag, question.tags))
        if question.retired:
            tags += ("retired",)
        if question.review:
            tags += ("review",)
        return _tags(tags)

    def flags(self, question: Question) -> str:
        """The words of the Flags field: classes of the card."""
        flags: str = question.kind
        if isinstance(question, (Single, Multiple)) and (question.keep_order or refers_to_others(question.options)):
            flags += " keep-order"
        if self.bank.show_count and isinstance(question, Multiple):
            flags += f" want-{len(question.answer)}"
        return flags

    def meta(self, question: Question, points: str) -> str:
        level, source, out = question.difficulty, question.source, []
        if level:
            out.append(f'<span class="difficulty" title="{level}/5">{"★" * level}{"☆" * (5 - level)}</span>')
        if points:
            out.append(f'<span class="points">{points}</span>')
        # The line in a document shifts with every correction above it: shown, it would touch notes that did not change.
        if source and (source.file or source.page):
            page = self.words.page.format(plain(source.page)) if source.page else ""
            out.append(f'<span class="source">{", ".join(filter(None, (plain(source.file), page)))}</span>')
        return " ".join(out)

    def notice(self, question: Question, answered: bool) -> str:
        words, out = self.words, ""
        if question.retired:
            out += f'<div class="retired">{words.retired.format(plain(question.retired))}</div>'
        if question.review:
            out += f'<div class="review">{words.review.format(plain(question.review))}</div>'
        if not answered:
            out += f'<div class="unanswered">{words.unanswered}</div>'
        return out
