"""Bank → notes. A pure function of the bank and its images; nothing here knows of clocks, locks or packages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from deckpress.diagnostics import Report
from deckpress.markup import MarkupError, MediaError, MediaResolver, cloze_numbers, render, render_cloze
from deckpress.model import (
    Bank,
    Blank,
    Case,
    Chapter,
    Cloze,
    Markup,
    Match,
    Multiple,
    Option,
    Order,
    Part,
    Question,
    Short,
    Single,
    TrueFalse,
)
from deckpress.notes.anki import note_guid
from deckpress.notes.types import NoteTypeName
from deckpress.notes.words import Words, words_for
from deckpress.source import Span
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
    small = " · ".join(_plain(text) for text in (", ".join(bank.authors), bank.license) if text)
    return "\n".join([*parts, *([f"<small>{small}</small>"] if small else [])])


_REFERS_TO_OTHERS = re.compile(
    r"(?:以上|上述|以下|前述)(?:选项|選項|各项|各項|说法|說法|答案|[二三四两]者)?(?:都|均|皆|全|无|無)|^(?:都|全)(?:对|對|错|錯|是|不是|正确|正確)$"
    r"|\b(?:all|none|any|both|neither) of (?:the (?:above|below|options)|these|them)\b",
    re.I | re.M,
)
_NAMES_OTHERS = re.compile(r"(?:[Bb]oth )?\(?[A-H]\)?(?:[、,，和与與及&]| and | or )\s*\(?[A-H]\b|(?=[A-H]{2})A?B?C?D?E?F?G?H?$")
_NAMES = frozenset("(ABCDEFGHb")
_TRIGGERS = ("以上", "上述", "以下", "前述", "都", "全", " of the")


def _refers_to_others(options: Sequence[Option]) -> bool:
    """Whether an option speaks of the others ("all of the above", "A and C"): then their order matters."""
    texts = [option.text for option in options]
    joined = "\n".join(texts).lower()
    for trigger in _TRIGGERS:  # most options hold none, and looking for words is a tenth of the pattern's work
        if trigger in joined and _REFERS_TO_OTHERS.search(joined):
            return True
    return any(_NAMES_OTHERS.match(text) for text in texts if 0 < len(text) < 16 and text[0] in _NAMES)


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
        self.title = _plain(chapter.title)
        where = ("chapter", bank.id, chapter.id) if chapter.id else ("chapter", bank.id)
        self.shared_tags = (tag_path(*where), *map(normalise_tag, bank.tags), *map(_topic_tag, chapter.topics))
        self.context = ""
        self._context_done = False

    def notes(self, question: Question, include_unanswered: bool) -> Iterator[Note]:
        """The notes of one question: one, or one a part of a case."""
        text = _Texts(question, self.media, self.report)
        if not self._context_done and self.chapter.context:
            self._context_done = True
            self.context = _context(_Texts(question, self.media, self.report, self.chapter.markup)(self.chapter.context))
        if isinstance(question, Case):
            for part in question.parts:
                if part.answer or part.rubric or include_unanswered:
                    yield self.case_part(question, part, text)
            return
        note_type, own, cards = self.own_fields(question, text)
        yield self.note(question, "", note_type, own, cards, text)

    def own_fields(self, question: Question, text: _Texts) -> tuple[NoteTypeName, tuple[str, ...], tuple[int, ...]]:
        """The note type, the fields before the common tail, and the card ordinals."""
        match question:
            case Single() | Multiple():
                letters = [_LETTERS[index] for index in question.answer]
                options = _options([text(option.text) for option in question.options], question.answer)
                own = (text(question.stem), options, "".join(letters), " ".join(letters), _option_notes(question.options, text))
                return "choice", own, (0,)
            case TrueFalse():
                words = self.words
                options = _options((words.true, words.false), (0 if question.answer else 1,))
                own = (text(question.stem), options, words.true if question.answer else words.false, "A" if question.answer else "B", "")
                return "choice", own, (0,)
            case Cloze():
                return "cloze", (text.cloze(question.content),), tuple(number - 1 for number in cloze_numbers(question.content))
            case Short():
                return "basic", (text(question.stem), _points(question.answer, question.listed, text), ""), (0,)
            case Match():
                return "match", self.match(question, text), (0,)
            case Order():
                return "order", self.order(question, text), (0,)
            case Case():
                raise AssertionError("a case is built part by part")

    def match(self, question: Match, text: _Texts) -> tuple[str, ...]:
        places = _scrambled(f"{self.bank.id}/{question.id}", len(question.pairs))
        lefts, rights = [text(left) for left, _ in question.pairs], [text(right) for _, right in question.pairs]
        pairs = [f'<li><span class="l">{a}</span><span class="r">{b}</span></li>' for a, b in zip(lefts, rights, strict=True)]
        return (
            text(question.stem),
            _list("left", lefts),
            _list("right", [rights[place] for place in places]),
            f'<ol class="pairs">{"".join(pairs)}</ol>',
            " ".join(_LETTERS[places.index(index)] for index in range(len(places))),
        )

    def order(self, question: Order, text: _Texts) -> tuple[str, ...]:
        places = _scrambled(f"{self.bank.id}/{question.id}", len(question.items))
        items = [text(item) for item in question.items]
        key = " ".join(_LETTERS[places.index(index)] for index in range(len(places)))
        return text(question.stem), _list("items", [items[place] for place in places]), _list("ordered", items), key

    def case_part(self, question: Case, part: Part, text: _Texts) -> Note:
        """A note for one task; the scenario stands above it, or is itself the task."""
        answer = _points(part.answer, len(part.answer) > 1, text)
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
        text: _Texts,
        part: Part | None = None,
    ) -> Note:
        """The note with its common tail and its tags."""
        context, explanation, points = self.context, question.explanation, question.points
        if question.context:
            context += _context(text(question.context))
        explained = text(explanation) if explanation else ""
        if part is not None and key:
            context += _context(text(question.stem))
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
                _flags(question),
                "",
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

    def meta(self, question: Question, points: str) -> str:
        level, source, out = question.difficulty, question.source, []
        if level:
            out.append(f'<span class="difficulty" title="{level}/5">{"★" * level}{"☆" * (5 - level)}</span>')
        if points:
            out.append(f'<span class="points">{points}</span>')
        # The line in a document shifts with every correction above it: shown, it would touch notes that did not change.
        if source and (source.file or source.page):
            page = self.words.page.format(_plain(source.page)) if source.page else ""
            out.append(f'<span class="source">{", ".join(filter(None, (_plain(source.file), page)))}</span>')
        return " ".join(out)

    def notice(self, question: Question, answered: bool) -> str:
        words, out = self.words, ""
        if question.retired:
            out += f'<div class="retired">{words.retired.format(_plain(question.retired))}</div>'
        if question.review:
            out += f'<div class="review">{words.review.format(_plain(question.review))}</div>'
        if not answered:
            out += f'<div class="unanswered">{words.unanswered}</div>'
        return out


class _Texts:
    """Renders the texts of one question; a text that can't be rendered is reported with its place and left empty."""

    __slots__ = ("markup", "media", "question", "report")

    def __init__(self, question: Question, media: MediaResolver | None, report: Report, markup: Markup | None = None) -> None:
        self.question, self.media, self.report = question, media, report
        self.markup: Markup = markup or question.markup

    def __call__(self, text: str) -> str:
        try:
            return render(text, markup=self.markup, media=self.find)
        except MarkupError as error:
            self.problem(error)
            return ""

    def cloze(self, content: tuple[str | Blank, ...]) -> str:
        try:
            return render_cloze(content, markup=self.markup, media=self.find)
        except MarkupError as error:
            self.problem(error)
            return ""

    def find(self, path: str) -> str:
        """The name in the package of an image; one that is absent is reported, and the next one looked for."""
        try:
            return self.media(path) if self.media is not None else ""
        except MediaError as error:
            self.problem(error)
            return path

    def problem(self, error: MarkupError) -> None:
        span = self.question.span
        named = re.search(r"'([^']+)'", str(error))
        at = span.source.text.find(named[1], span.start, span.end) if named else -1
        place = Span(span.source, at, at + len(named[1])) if named and at >= 0 else span
        line = place.position.line
        if any(known.message == str(error) and known.line == line for known in self.report.errors):
            return  # a scenario is rendered once a task
        if isinstance(error, MediaError):
            self.report.error("missing-image", str(error), place, "paths count from the bank's folder, with '/', and capitals matter")
        else:
            self.report.error("bad-markup", str(error), place, "mend the text, or write 'markup: plain' to show it as it is")


def _plain(text: str) -> str:
    return render(text, markup="plain")


def _context(html: str) -> str:
    return f'<div class="ctx">{html}</div>'


def _options(texts: Iterable[str], right: Collection[int]) -> str:
    items = [f'<li class="ok">{text}</li>' if index in right else f"<li>{text}</li>" for index, text in enumerate(texts)]
    return f'<ol class="options">{"".join(items)}</ol>'


def _list(name: str, items: Sequence[str]) -> str:
    return f'<ol class="{name}"><li>{"</li><li>".join(items)}</li></ol>'


def _points(answer: tuple[str, ...], listed: bool, text: _Texts) -> str:
    if not answer:
        return ""
    return _list("points", [text(point) for point in answer]) if listed and len(answer) > 1 else text(answer[0])


def _option_notes(options: tuple[Option, ...], text: _Texts) -> str:
    notes = [f'<li value="{index}">{text(option.note)}</li>' for index, option in enumerate(options, 1) if option.note]
    return f'<ol class="notes">{"".join(notes)}</ol>' if notes else ""


def _flags(question: Question) -> str:
    """The words of the Flags field."""
    if isinstance(question, (Single, Multiple)) and (question.keep_order or _refers_to_others(question.options)):
        return f"{question.kind} keep-order"
    return question.kind


def _scrambled(seed: str, count: int) -> list[int]:
    """An order of ``count`` things that is never their own, the same in every build."""
    places = sorted(range(count), key=lambda index: hashlib.sha256(f"{seed}/{index}".encode()).digest())
    return [*places[1:], *places[:1]] if places == list(range(count)) else places
