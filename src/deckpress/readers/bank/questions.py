"""One question: plain data → the model. Everything wrong with it is reported, with its place; None where nothing can be made of it."""

from __future__ import annotations

from typing import Any, cast

from deckpress.model import ImportedFrom, Kind, Markup, Question
from deckpress.readers.bank.blanks import has_blanks
from deckpress.readers.bank.choices import count_answers, read_multiple, read_single, read_truefalse
from deckpress.readers.bank.fields import FALSE_WORDS, TRUE_WORDS, Fields
from deckpress.readers.bank.keys import KINDS, QUESTION_KEYS, SOURCE_KEYS, allowed_keys
from deckpress.readers.bank.kinds import read_case, read_cloze, read_match, read_order, read_short
from deckpress.source import Span

__all__ = ["infer_kind", "read_question"]

_ALLOWED = {kind: allowed_keys(kind) for kind in KINDS}
_MARKUPS = ("markdown", "plain")
_BOOLEANS = TRUE_WORDS | FALSE_WORDS


def infer_kind(data: dict[str, Any]) -> Kind:
    """The kind of a question that does not say it."""
    if "options" in data:
        return "multiple" if count_answers(data.get("answer"), data["options"]) > 1 else "single"
    if "pairs" in data:
        return "match"
    if "items" in data:
        return "order"
    if "parts" in data or "rubric" in data:
        return "case"
    answer = data.get("answer")
    if type(answer) is str and answer.strip().casefold() in _BOOLEANS:
        return "truefalse"
    stem = data.get("stem")
    if type(stem) is str and has_blanks(stem):
        return "cloze"
    return "short"


def read_question(fields: Fields, markup: Markup, number: int) -> Question | None:
    """The question that ``fields.raw`` holds; ``markup`` is its chapter's, ``number`` counts the bank's questions from 1."""
    data = fields.raw.data
    if type(data) is not dict:
        fields.error("not-a-question", "a question is a mapping of keys like 'stem: …'", hint="write '- id: …' and, below it, 'stem: …'")
        return None
    named = fields.choice(data["type"], KINDS, "", "type") if "type" in data else ""
    kind = cast(Kind, named) if named else infer_kind(data)
    allowed = _ALLOWED[kind]
    if not data.keys() <= allowed.keys():
        fields.keys(data, allowed, f"a {kind} question", elsewhere=QUESTION_KEYS)
    errors = len(fields.report.diagnostics)
    common = _common(fields, data, markup, number)
    waits = kind in ("single", "multiple") and "options" not in data and bool(common.get("review"))
    question = (read_short if waits else _READERS[kind])(fields, data, common)  # options to come: till then its answer is a text
    stem = common["stem"]
    if not stem.strip():
        if "stem" in data:
            fields.error("empty-stem", "the stem is empty", "stem", key=True, hint="write the question")
        else:
            fields.error("missing-stem", "the question has no stem", hint="add 'stem: …', the question itself")
    return question if len(fields.report.diagnostics) == errors or stem else None


def _common(fields: Fields, data: dict[str, Any], markup: Markup, number: int) -> dict[str, Any]:
    """The keys that all kinds share, as arguments of the model's classes."""
    text = fields.text
    out: dict[str, Any] = {"stem": text(data.get("stem"), "stem"), "number": number, "markup": markup}
    raw = fields.raw
    out["span"] = Span(raw.source, raw.at, raw.end)
    out["id"] = fields.shaped("id", data["id"], "id") if "id" in data else ""
    for name, value in data.items():
        if name in _TEXTS:
            out[name] = text(value, name)
        elif name in _LISTS:
            out[name] = fields.texts(value, name)
        elif name in _OTHERS:
            out[name] = _other(fields, name, value, markup)
    return out


def _other(fields: Fields, name: str, value: Any, markup: Markup) -> Any:
    """The value of a common key that is neither a text nor a list of texts."""
    if name == "difficulty":
        level = fields.text(value, name)
        if level and level not in _LEVELS:
            hint = "1 is easy, 5 is hard"
            fields.error("bad-difficulty", f"the difficulty '{level[:20]}' is not 1, 2, 3, 4 or 5", name, hint=hint)
        return int(level) if level in _LEVELS else 0
    if name == "points":
        return fields.shaped("number", value, name)
    if name == "markup":
        return fields.choice(value, _MARKUPS, markup, name)
    if name == "lint":
        return fields.reasons(value, name)
    return _imported_from(fields, value)


_TEXTS = frozenset({"context", "explanation", "hint", "review", "retired"})
_LISTS = frozenset({"topics", "tags"})
_OTHERS = frozenset({"difficulty", "points", "markup", "source", "lint"})
_LEVELS = frozenset("12345")


def _imported_from(fields: Fields, value: Any) -> ImportedFrom | None:
    if value in ("", None):
        return None
    if not isinstance(value, dict):
        return ImportedFrom(file=fields.text(value, "source"))
    fields.keys(value, SOURCE_KEYS, "a source", "source")
    return ImportedFrom(**{name: fields.text(value[name], "source", name) for name in SOURCE_KEYS if name in value})


_READERS: dict[Kind, Any] = {
    "single": read_single,
    "multiple": read_multiple,
    "truefalse": read_truefalse,
    "cloze": read_cloze,
    "short": read_short,
    "case": read_case,
    "match": read_match,
    "order": read_order,
}
