"""One question: plain data → the model. Everything wrong with it is reported, with its place; None where nothing can be made of it."""

from __future__ import annotations

import re
from typing import Any, cast

from deckpress.model import (
    Blank,
    Case,
    Cloze,
    ImportedFrom,
    Kind,
    Markup,
    Match,
    Multiple,
    Option,
    Order,
    Part,
    Question,
    RubricItem,
    Short,
    Single,
    TrueFalse,
)  # fmt: skip
from deckpress.readers.bank.blanks import UNDERSCORES, BlankProblem, has_blanks, number_blanks, parse_blanks, split_underscores
from deckpress.readers.bank.fields import FALSE_WORDS, TRUE_WORDS, Fields
from deckpress.readers.bank.keys import (
    COMMON_KEYS,
    KINDS,
    OPTION_KEYS,
    PART_KEYS,
    QUESTION_KEYS,
    RUBRIC_KEYS,
    SOURCE_KEYS,
    allowed_keys,
)  # fmt: skip
from deckpress.source import Span

__all__ = ["infer_kind", "read_question"]

MAX_OPTIONS = 26
_LETTERS = re.compile(r"[A-Z](?:[\s,、，;；/]*[A-Z])*")
_ALLOWED = {kind: allowed_keys(kind) for kind in KINDS}
_COMMON = frozenset(COMMON_KEYS)
_FULL_WIDTH = str.maketrans({chr(0xFF21 + i): chr(65 + i) for i in range(26)} | {chr(0xFF41 + i): chr(97 + i) for i in range(26)})
_MARKUPS = ("markdown", "plain")


def infer_kind(data: dict[str, Any]) -> Kind:
    """The kind of a question that does not say it."""
    if "options" in data:
        return "multiple" if _count_letters(data.get("answer")) > 1 else "single"
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


_BOOLEANS = TRUE_WORDS | FALSE_WORDS


def _count_letters(answer: Any) -> int:
    if isinstance(answer, list):
        return len(answer)
    letters = _letters(answer) if type(answer) is str else None
    return len(letters) if letters else 0


def _letters(answer: str) -> list[str] | None:
    """The option letters of an answer, upper case; None where it is none."""
    text = answer.strip().translate(_FULL_WIDTH).upper()
    if len(text) == 1:
        return [text] if "A" <= text <= "Z" else None
    if not _LETTERS.fullmatch(text):
        return None
    return [c for c in text if "A" <= c <= "Z"]


def read_question(fields: Fields, markup: Markup, number: int) -> Question | None:
    """The question that ``fields.raw`` holds; ``markup`` is its chapter's, ``number`` counts the bank's questions from 1."""
    data = fields.raw.data
    if type(data) is not dict:
        fields.error("not-a-question", "a question is a mapping of keys like 'stem: …'", hint="write '- id: …' and, below it, 'stem: …'")
        return None
    if "type" in data:
        kind = cast(Kind, fields.choice(data["type"], KINDS, "", "type"))
        if not kind:
            return None
    else:
        kind = infer_kind(data)
    allowed = _ALLOWED[kind]
    if not data.keys() <= allowed.keys():
        fields.keys(data, allowed, f"a {kind} question", elsewhere=QUESTION_KEYS)
    errors = len(fields.report.diagnostics)
    common = _common(fields, data, markup, number)
    question = _READERS[kind](fields, data, common)
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
    out["span"] = Span(raw.source, raw.start, raw.end)
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
            fields.error("bad-difficulty", f"the difficulty '{level[:20]}' is not 1, 2, 3, 4 or 5", name)
        return int(level) if level in _LEVELS else 0
    if name == "points":
        return fields.shaped("number", value, name)
    if name == "markup":
        return fields.choice(value, _MARKUPS, markup, name)
    return _imported_from(fields, value)


_TEXTS = frozenset({"context", "explanation", "hint", "review", "retired"})
_LISTS = frozenset({"topics", "tags"})
_OTHERS = frozenset({"difficulty", "points", "markup", "source"})
_LEVELS = frozenset("12345")


def _imported_from(fields: Fields, value: Any) -> ImportedFrom | None:
    if value in ("", None):
        return None
    if not isinstance(value, dict):
        return ImportedFrom(file=fields.text(value, "source"))
    fields.keys(value, SOURCE_KEYS, "a source", "source")
    return ImportedFrom(**{name: fields.text(value[name], "source", name) for name in SOURCE_KEYS if name in value})


def _options(fields: Fields, data: dict[str, Any]) -> tuple[Option, ...]:
    options: list[Option] = []
    seen: dict[str, int] = {}
    values = fields.items(data.get("options"), "options")
    if 2 <= len(values) <= MAX_OPTIONS and all(type(value) is str for value in values):
        trimmed = [value.strip() for value in values]
        if trimmed == values and "" not in trimmed and len(set(trimmed)) == len(trimmed):
            return tuple([Option(value) for value in trimmed])  # nothing to complain about
    for index, value in enumerate(values):
        if type(value) is dict:
            fields.keys(value, OPTION_KEYS, "an option", "options", index)
            option = Option(
                fields.text(value.get("text"), "options", index, "text"), fields.text(value.get("note"), "options", index, "note")
            )
        else:
            option = Option(fields.text(value, "options", index))
        options.append(option)
        if not option.text.strip():
            fields.error("empty-option", f"option {_letter(index)} is empty", "options", index, hint="write it, or remove it")
        elif (first := seen.setdefault(option.text.strip(), index)) != index:
            fields.error(
                "equal-options", f"option {_letter(index)} is the same as option {_letter(first)}", "options", index,
                hint="one of the two must differ: a learner can't choose between them",
            )  # fmt: skip
    if len(options) < 2 and ("options" not in data or isinstance(data["options"], list) or not data["options"]):
        place = ("options",) if "options" in data else ("stem",)
        fields.error("few-options", f"a choice question needs two options or more, this one has {len(options)}", *place, key=True)
    if len(options) > MAX_OPTIONS:
        fields.error("many-options", f"{len(options)} options: letters reach from A to Z", "options", key=True)
    return tuple(options)


def _letter(index: int) -> str:
    return chr(65 + index) if index < MAX_OPTIONS else str(index + 1)


def _choice_answer(fields: Fields, data: dict[str, Any], options: tuple[Option, ...]) -> tuple[int, ...]:
    """The right options' indices, rising; empty where the bank gives none."""
    value = data.get("answer")
    if value is None or value == "" or value == []:
        return ()
    if type(value) is str and len(value) == 1 and 0 <= (index := ord(value) - 65) < len(options):
        return (index,)
    words = fields.texts(value, "answer") if isinstance(value, list) else (fields.text(value, "answer"),)
    found: set[int] = set()
    texts = {option.text.strip(): index for index, option in enumerate(options)}
    for position, word in enumerate(words):
        place = ("answer", position) if isinstance(value, list) else ("answer",)
        letters = _letters(word)
        if letters is None or (len(letters) > len(options) and word.strip() in texts):
            if word.strip() in texts:
                found.add(texts[word.strip()])
            else:
                fields.error("answer-no-option", f"the answer '{word[:40]}' names no option", *place, hint=_letters_hint(len(options)))
            continue
        for letter in letters:
            index = ord(letter) - 65
            if index >= len(options):
                fields.error("answer-no-option", f"the answer {letter} names no option", *place, hint=_letters_hint(len(options)))
            elif index in found:
                fields.error("answer-twice", f"the answer names option {letter} twice", *place)
            found.add(index)
    return tuple(sorted(index for index in found if index < len(options)))


def _letters_hint(count: int) -> str:
    return f"the options are A to {_letter(count - 1)}; write letters, like 'B' or 'ABD'" if count else "the question has no options"


def _single(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Single:
    options = _options(fields, data)
    answer = _choice_answer(fields, data, options)
    if len(answer) > 1:
        fields.error(
            "single-two-answers", f"a single-choice question has {len(answer)} answers", "answer",
            hint="keep one letter, or write 'type: multiple'",
        )  # fmt: skip
    return Single(**common, options=options, answer=answer, keep_order=_keep_order(fields, data), answered=bool(answer))


def _multiple(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Multiple:
    options = _options(fields, data)
    answer = _choice_answer(fields, data, options)
    return Multiple(**common, options=options, answer=answer, keep_order=_keep_order(fields, data), answered=bool(answer))


def _keep_order(fields: Fields, data: dict[str, Any]) -> bool:
    return bool(fields.boolean(data["keep_order"], "keep_order")) if "keep_order" in data else False


def _truefalse(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> TrueFalse:
    answer = fields.boolean(data.get("answer"), "answer")
    return TrueFalse(**common, answer=answer, answered=answer is not None)


def _cloze(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Cloze:
    stem = common["stem"]
    answers = fields.texts(data.get("answer"), "answer")
    runs = len(UNDERSCORES.findall(stem))
    content: tuple[str | Blank, ...] = (stem,)
    answered = True
    if "{{" in stem:
        try:
            content = number_blanks(parse_blanks(stem, plain=common["markup"] == "plain"))
        except BlankProblem as problem:
            excerpt = stem[problem.offset : problem.offset + 20]
            fields.error("bad-blank", f"{problem.message}: {excerpt}", "stem", hint="write {{answer}}, {{answer::hint}} or {{c1::answer}}")
        if answers:
            fields.error("blank-mismatch", "the blanks of the stem hold their answers already", "answer", key=True, hint="remove 'answer'")
    elif not runs:
        fields.error(
            "blank-mismatch", "a fill-in needs a blank in its stem", "stem",
            hint="write {{answer}}, or ____ with 'answer: […]', or another 'type'",
        )  # fmt: skip
    elif not answers:
        answered = False
        content = split_underscores(stem, ("…",) * runs) or content
    else:
        split = split_underscores(stem, answers)
        if split is None:
            fields.error(
                "blank-mismatch", f"the stem has {runs} blank{'s' * (runs > 1)}, the answer {len(answers)}", "answer",
                hint="one answer a blank, in order: answer: [first, second]; or write 'type: short'",
            )  # fmt: skip
        for index, answer in enumerate(answers):
            if not answer.strip():
                fields.error("empty-answer", f"answer {index + 1} is empty", "answer", index)
        content = split or content
    return Cloze(**common, content=content, answered=answered)


def _answer_points(fields: Fields, value: Any, *path: str | int) -> tuple[str, ...]:
    points = fields.texts(value, *path)
    for index, point in enumerate(points):
        if not point.strip():
            fields.error("empty-answer", "an answer is empty", *path, *((index,) if isinstance(value, list) else ()))
    return points


def _short(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Short:
    value = data.get("answer")
    answer = _answer_points(fields, value, "answer")
    return Short(**common, answer=answer, listed=isinstance(value, list), answered=bool(answer))


def _rubric(fields: Fields, value: Any, *path: str | int) -> tuple[RubricItem, ...]:
    out = []
    for index, item in enumerate(fields.items(value, *path)):
        if isinstance(item, dict):
            fields.keys(item, RUBRIC_KEYS, "a rubric item", *path, index)
            text = fields.text(item.get("text"), *path, index, "text")
            points = fields.shaped("number", item.get("points"), *path, index, "points")
        else:
            text, points = fields.text(item, *path, index), ""
        if not text.strip():
            fields.error("empty-rubric", "a rubric item has no text", *path, index, hint="write {text: …, points: …}")
        out.append(RubricItem(text, points))
    return tuple(out)


def _case(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Case:
    if "parts" not in data:
        answer = _answer_points(fields, data.get("answer"), "answer")
        part = Part(key="1", stem="", answer=answer, rubric=_rubric(fields, data.get("rubric"), "rubric"))
        return Case(**common, parts=(part,), whole=True, answered=bool(answer or part.rubric))
    for name in ("answer", "rubric"):
        if name in data:
            hint = "move it into the part it belongs to"
            fields.error("answer-beside-parts", f"'{name}' stands beside 'parts'", name, key=True, hint=hint)
    parts: list[Part] = []
    keys: dict[str, int] = {}
    values = fields.items(data["parts"], "parts")
    for index, value in enumerate(values):
        read = _part(fields, value, index)
        if read is None:
            continue
        if keys.setdefault(read.key, index) != index:
            fields.error("duplicate-id", f"the part id '{read.key}' is taken by part {keys[read.key] + 1}", "parts", index)
        parts.append(read)
    if not values:
        fields.error("no-parts", "the case has no parts", "parts", key=True, hint="add '- stem: …' below 'parts', or remove 'parts'")
    return Case(**common, parts=tuple(parts), answered=any(part.answer or part.rubric for part in parts))


def _part(fields: Fields, value: Any, index: int) -> Part | None:
    at = ("parts", index)
    if not isinstance(value, dict):
        fields.error("not-a-part", "a part is a mapping: '- stem: …', 'answer: …'", *at)
        return None
    fields.keys(value, PART_KEYS, "a part", *at)
    stem = fields.text(value.get("stem"), *at, "stem")
    if not stem.strip():
        fields.error("missing-stem", f"part {index + 1} has no stem", *at, hint="add 'stem: …', the task")
    return Part(
        key=fields.shaped("id", value.get("id"), *at, "id") or str(index + 1),
        stem=stem,
        answer=_answer_points(fields, value.get("answer"), *at, "answer"),
        rubric=_rubric(fields, value.get("rubric"), *at, "rubric"),
        explanation=fields.text(value.get("explanation"), *at, "explanation"),
        points=fields.shaped("number", value.get("points"), *at, "points"),
    )


def _match(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Match:
    pairs: list[tuple[str, str]] = []
    for index, value in enumerate(fields.items(data.get("pairs"), "pairs")):
        if isinstance(value, dict) and len(value) == 1:  # 'left: right', as people write it
            value = list(next(iter(value.items())))
        if not isinstance(value, list) or len(value) != 2:
            fields.error("bad-pair", f"pair {index + 1} is not two texts", "pairs", index, hint="write - [left, right]")
            continue
        left, right = fields.text(value[0], "pairs", index, 0), fields.text(value[1], "pairs", index, 1)
        if not left.strip() or not right.strip():
            fields.error("bad-pair", f"one side of pair {index + 1} is empty", "pairs", index)
        pairs.append((left, right))
    lefts = [left.strip() for left, _ in pairs]
    for index, left in enumerate(lefts):
        if left in lefts[:index]:
            fields.error("equal-options", f"the left side '{left[:30]}' stands twice", "pairs", index)
    _at_least_two(fields, data, "pairs", len(pairs))
    return Match(**common, pairs=tuple(pairs))


def _order(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Order:
    items = fields.texts(data.get("items"), "items")
    for index, item in enumerate(items):
        if not item.strip():
            fields.error("empty-option", f"item {index + 1} is empty", "items", index)
        elif item in items[:index]:
            fields.error("equal-options", f"item {index + 1} stands above already", "items", index)
    _at_least_two(fields, data, "items", len(items))
    return Order(**common, items=items)


def _at_least_two(fields: Fields, data: dict[str, Any], name: str, count: int) -> None:
    if count < 2:
        place = (name,) if name in data else ("stem",)
        fields.error("few-options", f"'{name}' needs two entries or more, this question has {count}", *place, key=True)
    elif count > MAX_OPTIONS:
        fields.error("many-options", f"'{name}' has {count} entries: letters reach from A to Z", name, key=True)


_READERS: dict[Kind, Any] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "cloze": _cloze,
    "short": _short,
    "case": _case,
    "match": _match,
    "order": _order,
}
