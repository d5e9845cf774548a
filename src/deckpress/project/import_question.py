"""One recognised question → its entry in a bank, in a form that `deckpress check` takes.

A question that is not what its kind asks for (one option, two equal options, more blanks than answers) is written as ``short``, its
options as lines of the stem: nothing of it is lost, the rest of the bank still builds, and ``review`` says why a person must look.
A choice whose options the document does not print keeps its kind: with ``review``, a bank takes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from deckpress.markup import MAX_TEXT
from deckpress.readers.bank.blanks import MAX_BLANKS, UNDERSCORES
from deckpress.readers.bank.choices import MAX_OPTIONS
from deckpress.readers.documents.reasons import reason_in
from deckpress.readers.documents.recognise.result import Found, FoundPart
from deckpress.tags import is_reserved, normalise_tag

__all__ = ["clean_text", "escape_markdown", "question_data"]

# What a bank's YAML may not hold, in quotes or out of them, and what the cards would drop.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ud800-\udfff\ufeff\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,4})?")
_SIGN = re.compile(r"_{3,}|[\\`*_{}\[\]<>~$&|]")
# What begins a heading, a list or a line at the start of a line, and indentation, which makes code.
_LINE_START = re.compile(r"^(?:([ \t]+)|(?=[#+=-])|([0-9]{1,9})(?=[.)]))", re.M)
_CUT = "a text is too long for a card, and cut"
_LONGEST = MAX_TEXT // 2 - 500
"""Escaped for Markdown a text may be twice as long."""
Text = Callable[[str], str]


def clean_text(text: str) -> str:
    """The text as a bank can hold it: no control characters, no half characters, no white space around it."""
    if text and _CONTROL.search(text):
        text = _CONTROL.sub("", _BREAKS.sub("\n", text))
    return text.strip()


def escape_markdown(text: str, *, blanks: bool = False) -> str:
    """The text as Markdown that shows just these characters; with ``blanks``, runs of underlines stay what they are to a fill-in."""

    def escaped(found: re.Match[str]) -> str:
        return found[0] if blanks and len(found[0]) > 1 else "".join(f"\\{character}" for character in found[0])

    return _LINE_START.sub(lambda found: "\u00a0" * len(found[1]) if found[1] else f"{found[2] or ''}\\", _SIGN.sub(escaped, text))


def question_data(found: Found, pictures: list[str], convert: Text, language: str = "en") -> dict[str, Any]:
    """The question's keys but ``id`` and ``source``. ``pictures`` are paths beside the bank, shown below the stem; ``convert`` is
    applied to every text (the conversion between scripts). ``review`` is in the ``language`` of the bank, where it is known.

    A question with pictures, or with ``{{`` in a fill-in, is written in Markdown with all its text escaped; the others are plain.
    """
    return _Writer(found, pictures, convert, language).data()


class _Writer:
    """Writes one question; ``review`` gathers why a person must look at it."""

    def __init__(self, found: Found, pictures: list[str], convert: Text, language: str) -> None:
        self.found, self.pictures, self.language = found, pictures, language
        self.markdown = bool(pictures) or (found.kind == "cloze" and "{{" in found.stem)
        self.convert = convert
        self.review = [reason for reason in dict.fromkeys(convert(clean_text(reason)) for reason in found.review) if reason]
        self.doubted = bool(self.review)
        self.notes: list[str] = []

    def text(self, text: str, *, blanks: bool = False) -> str:
        text = self.convert(clean_text(text))
        if len(text) > _LONGEST:
            self.doubt(_CUT, news=True)
            text = text[:_LONGEST].rstrip() + " …"
        return escape_markdown(text, blanks=blanks) if self.markdown else text

    def _joined(self, lines: list[str]) -> str:
        text = "\n".join(filter(None, lines))
        if len(text) > 2 * _LONGEST:
            self.doubt(_CUT, news=True)
            text = text[: 2 * _LONGEST].rstrip("\\") + " …"
        return text

    def doubt(self, reason: str, *, news: bool = False) -> None:
        """Adds a reason; where recognition gave one already, only if it is ``news``."""
        if reason not in self.review and (news or not self.doubted):
            self.review.append(reason)

    def data(self) -> dict[str, Any]:
        found = self.found
        stem = self.text(found.stem, blanks=found.kind == "cloze")
        if found.kind == "cloze" and not found.options:
            stem = self._with_blanks(stem)
        options = [self.text(option) for option in found.options]
        if "" in options and len(options) > 1:
            self.doubt(f"option {_letter(options.index(''))} has no text")
            options = [option or "…" for option in options]
        kind = self._kind(stem, options)
        data: dict[str, Any] = {"type": kind, "stem": stem}
        if kind in ("single", "multiple") and options:
            data["options"] = options
            self._choice(data)
        else:
            lines = [stem, *(f"{_letter(index)}. {option}" for index, option in enumerate(options))]
            data["stem"] = self._joined(lines)
            self._other(data, options)
        if not data["stem"] and not self.pictures:
            data["stem"] = self.text(found.number) or "…"
            self.doubt("the question has no text")
        data["stem"] = "\n\n".join(filter(None, [data["stem"], *(f"![]({path})" for path in self.pictures)]))
        self._common(data)
        return data

    def _kind(self, stem: str, options: list[str]) -> str:
        found = self.found
        match found.kind:
            case "single" | "multiple":
                if not options:
                    self.doubt("a choice without options")
                    return found.kind
                if not 2 <= len(options) <= MAX_OPTIONS:
                    self.doubt(f"a choice with {len(options)} option{'s' * (len(options) != 1)}")
                elif len(set(options)) < len(options):
                    self.doubt("two options are the same")
                else:
                    return "multiple" if self._count() > 1 else found.kind
                return "short"
            case "cloze":
                return self._cloze_kind(stem)
            case "truefalse":
                return "truefalse" if found.answer is None or isinstance(found.answer, bool) else "short"
            case _:
                return "case" if found.parts or found.rubric else found.kind

    def _with_blanks(self, stem: str) -> str:
        """The stem of a fill-in with a blank for each answer: those that the document asks for without drawing one stand behind it."""
        answer = self.found.answer
        answers = answer if isinstance(answer, list) else []
        blanks = len(UNDERSCORES.findall(stem))
        if not blanks < len(answers) <= MAX_BLANKS or not all(clean_text(text) for text in answers):
            return stem
        if blanks or not stem.endswith(("?", "？", ":", "：")):
            self.doubt(f"{blanks} blank{'s' * (blanks != 1)}, {len(answers)} answer{'s' * (len(answers) != 1)}")
        return " ".join([stem, *["____"] * (len(answers) - blanks)])

    def _count(self) -> int:
        return len(self.found.answer) if isinstance(self.found.answer, tuple) else 0

    def _cloze_kind(self, stem: str) -> str:
        answer = self.found.answer
        blanks = len(UNDERSCORES.findall(stem))
        if answer is None and 0 < blanks <= MAX_BLANKS and not self.found.options:
            return "cloze"
        answers = answer if isinstance(answer, list) else []
        if self.found.options or blanks > MAX_BLANKS:
            self.doubt("a fill-in that can't be written as one")
        elif blanks != len(answers):
            self.doubt(f"{blanks} blank{'s' * (blanks != 1)}, {len(answers)} answer{'s' * (len(answers) != 1)}")
        elif all(clean_text(text) for text in answers) and blanks:
            return "cloze"
        else:
            self.doubt("a blank has no answer")
        return "short"

    def _choice(self, data: dict[str, Any]) -> None:
        answer = self.found.answer
        if not isinstance(answer, tuple):
            if answer is not None:
                self._note_answer(answer)
            return
        options = data["options"]
        letters = [_letter(index) for index in sorted(set(answer)) if 0 <= index < len(options)]
        if len(letters) < len(answer):
            self.doubt("the answer names an option that is not there")
        if letters:
            joined = "".join(letters)
            data["answer"] = letters if len(letters) > 1 and joined in options else joined

    def _note_answer(self, answer: Any) -> None:
        """An answer of another form than the kind's stays readable."""
        text = "; ".join(answer) if isinstance(answer, list) else str(answer).lower() if isinstance(answer, bool) else str(answer)
        self.notes.append(text)
        self.doubt("the answer is no letter of an option")

    def _other(self, data: dict[str, Any], options: list[str]) -> None:
        answer = self.found.answer
        kind = data["type"]
        if kind == "case" and self.found.parts:
            data["parts"] = [self._part(part, index) for index, part in enumerate(self.found.parts)]
            rubric = self._rubric()
            if rubric:
                data["parts"][-1]["rubric"] = rubric
            if isinstance(answer, str) and clean_text(answer):
                self.notes.append(answer)
            return
        if isinstance(answer, bool):
            data["answer"] = answer if kind == "truefalse" else str(answer).lower()
        elif isinstance(answer, tuple):
            named = [f"{_letter(index)}. {options[index]}" if 0 <= index < len(options) else _letter(index) for index in answer]
            if named:
                data["answer"] = named[0] if len(named) == 1 else named
        elif isinstance(answer, list):
            texts = [text for text in map(self.text, answer) if text]
            if texts:
                data["answer"] = texts
        elif answer is not None and clean_text(answer):
            data["answer"] = self.text(answer)
        if kind == "case" and (rubric := self._rubric()):
            data["rubric"] = rubric

    def _part(self, part: FoundPart, index: int) -> dict[str, Any]:
        out: dict[str, Any] = {"stem": self.text(part.stem) or str(index + 1)}
        for name, text in (("answer", part.answer), ("explanation", part.explanation)):
            if clean_text(text):
                out[name] = self.text(text)
        self._points(out, part.points)
        return out

    def _rubric(self) -> list[str]:
        return [text for text in map(self.text, self.found.rubric) if text]

    def _points(self, data: dict[str, Any], points: str) -> None:
        if not points:
            return
        if _NUMBER.fullmatch(points):
            data["points"] = points
        elif points.strip():
            self.doubt(f"points: {clean_text(points)}", news=True)

    def _common(self, data: dict[str, Any]) -> None:
        found = self.found
        if clean_text(found.context):
            data["context"] = self.text(found.context)
        lines = [*map(self.text, self.notes), self.text(found.explanation)]
        if explanation := self._joined(lines if data["type"] == "case" else [*lines, *self._rubric()]):
            data["explanation"] = explanation
        topics = [tag for tag in dict.fromkeys(normalise_tag(clean_text(topic)) for topic in found.topics) if tag and not is_reserved(tag)]
        if topics:
            data["topics"] = topics
        if 1 <= found.difficulty <= 5:
            data["difficulty"] = found.difficulty
        self._points(data, found.points)
        if self.review:
            data["review"] = "; ".join(reason_in(self.language, reason) for reason in self.review if reason)
        if self.markdown:
            data["markup"] = "markdown"


def _letter(index: int) -> str:
    return chr(65 + index) if 0 <= index < MAX_OPTIONS else str(index + 1)
