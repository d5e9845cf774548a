"""The kinds that are no choices: fill-in, short answer, case, match, order."""

from __future__ import annotations

import re
from typing import Any

from deckpress.model import Blank, Case, Cloze, Match, Order, Part, RubricItem, Short
from deckpress.readers.bank.blanks import MAX_BLANKS, UNDERSCORES, BlankProblem, number_blanks, parse_blanks, split_underscores
from deckpress.readers.bank.choices import MAX_OPTIONS
from deckpress.readers.bank.fields import Fields
from deckpress.readers.bank.keys import PART_KEYS, RUBRIC_KEYS

__all__ = ["read_case", "read_cloze", "read_match", "read_order", "read_short"]

_NUMBER = re.compile(r"\{\{\s*[cCｃＣ]\s?(\d{1,3})\s*[:：]\s?[:：]?")
"""``{{c1::``, and what is meant for it: ``{{c1:``, ``{{C1::``, ``{{ c1：：``."""


def read_cloze(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Cloze:
    stem = common["stem"]
    answers = fields.texts(data.get("answer"), "answer")
    runs = len(UNDERSCORES.findall(stem))
    if runs > MAX_BLANKS:
        fields.error("bad-blank", f"more than {MAX_BLANKS} blanks", "stem", hint="split the question")
        return Cloze(**common, content=(stem,))
    content: tuple[str | Blank, ...] = (stem,)
    answered = True
    if "{{" in stem:
        try:
            content = number_blanks(parse_blanks(stem, plain=common["markup"] == "plain"))
        except BlankProblem as problem:
            excerpt = stem[problem.offset : problem.offset + 20]
            fields.error("bad-blank", f"{problem.message}: {excerpt}", "stem", hint="write {{answer}}, {{answer::hint}} or {{c1::answer}}")
        if slip := next((found for found in _NUMBER.finditer(stem) if found[0] != f"{{{{c{found[1]}::"), None):
            hint = f"write {{{{c{slip[1]}::…}}}} with two half-width colons"
            fields.warning("blank-number", f"the number of this blank is taken for its answer: {slip[0]}", "stem", hint=hint)
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
    return Cloze(**common, content=content, answered=answered, typed=_typed(fields, data))


def _answer_points(fields: Fields, value: Any, *path: str | int) -> tuple[str, ...]:
    points = fields.texts(value, *path)
    for index, point in enumerate(points):
        if not point.strip():
            fields.error("empty-answer", "an answer is empty", *path, *((index,) if isinstance(value, list) else ()))
    return points


def read_short(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Short:
    if "｛｛" in common["stem"]:
        fields.warning("full-width-braces", "'｛｛' makes no blank", "stem", hint="write {{answer}} with half-width braces")
    value = data.get("answer")
    answer = _answer_points(fields, value, "answer")
    typed = _typed(fields, data)
    if typed and len(answer) > 1:
        fields.error(
            "typed-list", f"{len(answer)} points can't be typed in one line", "typed", key=True,
            hint="write one text as the answer, or remove 'typed'",
        )  # fmt: skip
    return Short(**common, answer=answer, listed=isinstance(value, list), answered=bool(answer), typed=typed)


def _typed(fields: Fields, data: dict[str, Any]) -> bool:
    return bool(fields.boolean(data["typed"], "typed")) if "typed" in data else False


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


def read_case(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Case:
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


def read_match(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Match:
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
    seen: set[str] = set()
    for index, left in enumerate(left.strip() for left, _ in pairs):
        if left in seen:
            fields.error("equal-options", f"the left side '{left[:30]}' stands twice", "pairs", index)
        seen.add(left)
    listed = data.get("pairs")
    _at_least_two(fields, data, "pairs", len(listed) if isinstance(listed, list) else 0)
    return Match(**common, pairs=tuple(pairs))


def read_order(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Order:
    items = fields.texts(data.get("items"), "items")
    seen: set[str] = set()
    for index, item in enumerate(items):
        if not item.strip():
            fields.error("empty-option", f"item {index + 1} is empty", "items", index)
        elif item in seen:
            fields.error("equal-options", f"item {index + 1} stands above already", "items", index)
        seen.add(item)
    _at_least_two(fields, data, "items", len(items))
    return Order(**common, items=items)


def _at_least_two(fields: Fields, data: dict[str, Any], name: str, count: int) -> None:
    if count < 2:
        place = (name,) if name in data else ("stem",)
        message = f"'{name}' needs two entries or more, this question has {count}"
        fields.error("few-options", message, *place, key=True, hint="write one a line, each with '- '")
    elif count > MAX_OPTIONS:
        fields.error("many-options", f"'{name}' has {count} entries: letters reach from A to Z", name, key=True)
