"""The keys of the bank format: one table for the reader, the JSON Schema and the documentation.

A value's shape is one of: ``text`` (a scalar, as written), ``texts`` (a list of scalars, or one), ``number``, ``boolean``, ``slug``,
``name`` (a slug that may hold letters of any script), ``date``, ``lint`` (a mapping of rules to reasons), or the name of a structure that
its own reader knows.
"""

from __future__ import annotations

from dataclasses import dataclass

from deckpress.model import Kind

__all__ = [
    "BANK_KEYS", "CHAPTER_KEYS", "COMMON_KEYS", "KINDS", "KIND_KEYS", "OPTION_KEYS", "PART_KEYS", "QUESTION_KEYS", "RUBRIC_KEYS",
    "SOURCE_KEYS", "Key", "allowed_keys",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """One key: the shape of its value and what it means to people."""

    shape: str
    meaning: str


KINDS: tuple[Kind, ...] = ("single", "multiple", "truefalse", "cloze", "short", "case", "match", "order")

BANK_KEYS: dict[str, Key] = {
    "deckpress": Key("version", "Format version: 1."),
    "id": Key("slug", "The namespace of every question's identity. Never change it once published."),
    "part": Key("number", "Which part of a bank of several files this is, counted from 1."),
    "title": Key("text", "Shown to people; the default deck name."),
    "language": Key("language", "BCP 47 tag: chooses the cards' interface language and fonts."),
    "deck": Key("text", "Anki deck name, '::' between levels. Default: the title."),
    "description": Key("text", "Markdown, shown on Anki's deck page."),
    "license": Key("text", "The licence of the bank."),
    "authors": Key("texts", "Who wrote it."),
    "tags": Key("texts", "Tags added to every note."),
    "subdecks": Key("boolean", "true: one subdeck a chapter."),
    "show_count": Key("boolean", "true: multiple-choice cards say how many options are right."),
    "lint": Key("lint", "Rules of content turned off for the bank: 'rule: reason'."),
    "markup": Key("markup", "'markdown' (default) or 'plain': texts are no Markdown."),
    "chapters": Key("chapters", "Chapters, each with its questions."),
    "questions": Key("questions", "Questions of a bank without chapters."),
}

CHAPTER_KEYS: dict[str, Key] = {
    "id": Key("name", "Unique in the bank; part of the chapter tag."),
    "title": Key("text", "Shown to people."),
    "topics": Key("texts", "Topics added to each of its questions."),
    "context": Key("text", "An introduction shown above each of its questions."),
    "markup": Key("markup", "'markdown' or 'plain', for all texts of the chapter."),
    "questions": Key("questions", "The questions, in order."),
}

COMMON_KEYS: dict[str, Key] = {
    "id": Key("id", "Unique in the bank, never reused. 'deckpress check --fix' writes missing ones."),
    "type": Key("kind", "The kind of question; inferred when left out."),
    "stem": Key("text", "The question. Required."),
    "context": Key("text", "A text that it shares with others (a passage, a case), shown above the stem."),
    "answer": Key("answer", "The answer; its form depends on the kind."),
    "explanation": Key("text", "Shown after the answer."),
    "hint": Key("text", "Shown on demand before the answer."),
    "topics": Key("texts", "Topics, '::' for a hierarchy; added to the chapter's."),
    "tags": Key("texts", "Free tags."),
    "difficulty": Key("difficulty", "1 (easy) to 5."),
    "points": Key("number", "Points in an exam."),
    "source": Key("source", "Where it was imported from."),
    "review": Key("text", "Why a person must look at it."),
    "retired": Key("text", "Date or reason: kept for those who have it, marked on the card."),
    "lint": Key("lint", "Rules of content turned off for this question: 'rule: reason'."),
    "markup": Key("markup", "'markdown' or 'plain', for the texts of this question."),
}

_CHOICE_KEYS = {
    "options": Key("options", "The options, in order: A, B, C …"),
    "keep_order": Key("boolean", "true: the options are never shuffled."),
}
_TYPED = {"typed": Key("boolean", "true: the answer is typed in before the card is turned, and compared.")}
_RUBRIC = Key("rubric", "What a good answer contains, each with its points.")
KIND_KEYS: dict[Kind, dict[str, Key]] = {
    "single": _CHOICE_KEYS,
    "multiple": _CHOICE_KEYS,
    "truefalse": {},
    "cloze": _TYPED,
    "short": _TYPED,
    "case": {"parts": Key("parts", "The tasks of the case; each becomes a note."), "rubric": _RUBRIC},
    "match": {"pairs": Key("pairs", "[left, right] pairs.")},
    "order": {"items": Key("texts", "The items in their right order.")},
}
_WITHOUT_ANSWER: tuple[Kind, ...] = ("match", "order")

PART_KEYS: dict[str, Key] = {
    "id": Key("id", "Names the part in its note's identity; without it, its number does."),
    "stem": Key("text", "The task. Required."),
    "answer": Key("answer", "A text, or a list of points."),
    "rubric": _RUBRIC,
    "explanation": Key("text", "Shown after the answer."),
    "points": Key("number", "Points of this task."),
}
OPTION_KEYS: dict[str, Key] = {
    "text": Key("text", "The option."),
    "note": Key("text", "Why it is right or wrong; shown after answering."),
}
RUBRIC_KEYS: dict[str, Key] = {
    "text": Key("text", "What a good answer contains."),
    "points": Key("number", "What it is worth."),
}
SOURCE_KEYS: dict[str, Key] = {
    "file": Key("text", "Name of the document."),
    "line": Key("number", "Line of the document, counted from 1."),
    "page": Key("text", "Page of the document."),
}


def allowed_keys(kind: Kind) -> dict[str, Key]:
    """The keys that a question of this kind takes."""
    keys = COMMON_KEYS | KIND_KEYS[kind]
    return {name: key for name, key in keys.items() if name != "answer" or kind not in _WITHOUT_ANSWER}


QUESTION_KEYS: dict[str, Key] = COMMON_KEYS | {name: key for keys in KIND_KEYS.values() for name, key in keys.items()}
