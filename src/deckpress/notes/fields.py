"""What stands in the fields: texts as HTML, lists of options, points and pairs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence

from deckpress.diagnostics import Report
from deckpress.markup import MarkupError, MediaError, MediaResolver, render, render_cloze
from deckpress.model import Blank, Cloze, Markup, Option, Question, Short
from deckpress.source import Span

__all__ = [
    "Texts", "answer_html", "context_block", "html_list", "option_list", "option_notes", "plain", "refers_to_others", "scrambled",
    "typed_answer",
]  # fmt: skip

_REFERS_TO_OTHERS = re.compile(
    r"(?:以上|上述|以下|前述)(?:选项|選項|各项|各項|说法|說法|答案|[二三四两]者)?(?:都|均|皆|全|无|無)|^(?:都|全)(?:对|對|错|錯|是|不是|正确|正確)$"
    r"|\b(?:all|none|any|both|neither) of (?:the (?:above|below|options)|these|them)\b",
    re.I | re.M,
)
_NAMES_OTHERS = re.compile(r"(?:[Bb]oth )?\(?[A-H]\)?(?:[、,，和与與及&]| and | or )\s*\(?[A-H]\b|(?=[A-H]{2})A?B?C?D?E?F?G?H?$")
_NAMES = frozenset("(ABCDEFGHb")
_TRIGGERS = ("以上", "上述", "以下", "前述", "都", "全", " of the")


def refers_to_others(options: Sequence[Option]) -> bool:
    """Whether an option speaks of the others ("all of the above", "A and C"): then their order matters."""
    texts = [option.text for option in options]
    joined = "\n".join(texts).lower()
    for trigger in _TRIGGERS:  # most options hold none, and looking for words is a tenth of the pattern's work
        if trigger in joined and _REFERS_TO_OTHERS.search(joined):
            return True
    return any(_NAMES_OTHERS.match(text) for text in texts if 0 < len(text) < 16 and text[0] in _NAMES)


class Texts:
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


def plain(text: str) -> str:
    return render(text, markup="plain")


def context_block(html: str) -> str:
    return f'<div class="ctx">{html}</div>'


def option_list(texts: Iterable[str], right: Collection[int]) -> str:
    items = [f'<li class="ok">{text}</li>' if index in right else f"<li>{text}</li>" for index, text in enumerate(texts)]
    return f'<ol class="options">{"".join(items)}</ol>'


def html_list(name: str, items: Sequence[str]) -> str:
    return f'<ol class="{name}"><li>{"</li><li>".join(items)}</li></ol>'


def answer_html(answer: tuple[str, ...], listed: bool, text: Texts) -> str:
    if not answer:
        return ""
    return html_list("points", [text(point) for point in answer]) if listed and len(answer) > 1 else text(answer[0])


def option_notes(options: tuple[Option, ...], text: Texts) -> str:
    notes = [f'<li value="{index}">{text(option.note)}</li>' for index, option in enumerate(options, 1) if option.note]
    return f'<ol class="notes">{"".join(notes)}</ol>' if notes else ""


def typed_answer(question: Question, text: Texts) -> str:
    """What is to be typed: for a short answer the text that Anki compares with, for a fill-in any word, as its gaps say it."""
    match question:
        case Short(typed=True) if question.answer:
            return text(question.answer[0])
        case Cloze(typed=True):
            return "yes"
        case _:
            return ""


def scrambled(seed: str, count: int) -> list[int]:
    """An order of ``count`` things that is never their own, the same in every build."""
    places = sorted(range(count), key=lambda index: hashlib.sha256(f"{seed}/{index}".encode()).digest())
    return [*places[1:], *places[:1]] if places == list(range(count)) else places
