"""Choice questions: options, and an answer that names some of them by letter."""

from __future__ import annotations

import re
from typing import Any

from deckpress.model import Multiple, Option, Single, TrueFalse
from deckpress.readers.bank.fields import Fields
from deckpress.readers.bank.keys import OPTION_KEYS

__all__ = ["MAX_OPTIONS", "count_answers", "read_multiple", "read_single", "read_truefalse"]

MAX_OPTIONS = 26
"""Letters reach from A to Z."""
_LETTERS = re.compile(r"[A-Z](?:[\s,、，;；/]*[A-Z])*")
_FULL_WIDTH = str.maketrans({chr(0xFF21 + i): chr(65 + i) for i in range(26)} | {chr(0xFF41 + i): chr(97 + i) for i in range(26)})


_LETTERED = re.compile(r"[(（]?([A-Za-zＡ-Ｚａ-ｚ])[)）.．、:：]")


def _check_letters(fields: Fields, texts: list[str]) -> None:
    """Options copied with their letters would show them twice."""
    letters = [found[1].translate(_FULL_WIDTH).upper() if (found := _LETTERED.match(text)) else "" for text in texts]
    if letters == [chr(65 + index) for index in range(len(texts))]:
        hint = "take the letters out: cards draw their own"
        fields.warning("lettered-options", "the options bear their letters in the text", "options", 0, hint=hint)


def count_answers(answer: Any, options: Any) -> int:
    """How many options an answer names, as far as can be seen before both are checked."""
    if isinstance(answer, list):
        return len(answer)
    if type(answer) is not str or (len(answer) > 1 and isinstance(options, list) and answer.strip() in _texts(options)):
        return 1
    return len(option_letters(answer) or ())


def _texts(options: list[Any]) -> set[str]:
    values = [value.get("text") if isinstance(value, dict) else value for value in options]
    return {value.strip() for value in values if isinstance(value, str)}


def option_letters(answer: str) -> list[str] | None:
    """The option letters of an answer, upper case; None where it is none."""
    text = answer.strip().translate(_FULL_WIDTH).upper()
    if len(text) == 1:
        return [text] if "A" <= text <= "Z" else None
    if not _LETTERS.fullmatch(text):
        return None
    return [c for c in text if "A" <= c <= "Z"]


def _options(fields: Fields, data: dict[str, Any]) -> tuple[Option, ...]:
    options: list[Option] = []
    seen: dict[str, int] = {}
    values = fields.items(data.get("options"), "options")
    if 2 <= len(values) <= MAX_OPTIONS and all(type(value) is str for value in values):
        trimmed = [value.strip() for value in values]
        if trimmed == values and "" not in trimmed and len(set(trimmed)) == len(trimmed):
            if trimmed[0][0] in "AaＡ(（":
                _check_letters(fields, trimmed)
            return tuple([Option(value) for value in trimmed])  # nothing else to complain about
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
            fields.error("empty-option", f"option {option_letter(index)} is empty", "options", index, hint="write it, or remove it")
        elif (first := seen.setdefault(option.text.strip(), index)) != index:
            fields.error(
                "equal-options", f"option {option_letter(index)} is the same as option {option_letter(first)}", "options", index,
                hint="one of the two must differ: a learner can't choose between them",
            )  # fmt: skip
    if len(options) < 2 and ("options" not in data or isinstance(data["options"], list) or not data["options"]):
        place = ("options",) if "options" in data else ("stem",)
        wide = any("，" in option.text or "、" in option.text for option in options)
        hint = (
            "between options stands a half-width ',', or each has a line of its own" if wide else "write one option a line, each with '- '"
        )
        message = f"a choice question needs two options or more, this one has {len(options)}"
        fields.error("few-options", message, *place, key=True, hint=hint)
    if len(options) > MAX_OPTIONS:
        fields.error("many-options", f"{len(options)} options: letters reach from A to Z", "options", key=True)
    return tuple(options)


def option_letter(index: int) -> str:
    return chr(65 + index) if index < MAX_OPTIONS else str(index + 1)


def _choice_answer(fields: Fields, data: dict[str, Any], options: tuple[Option, ...]) -> tuple[int, ...]:
    """The right options' indices, rising; empty where the bank gives none."""
    value = data.get("answer")
    if value is None or value == "" or value == []:
        return ()
    if type(value) is str and len(value) == 1 and 0 <= (index := ord(value) - 65) < len(options):
        return (index,)
    if not options:
        return ()  # which is reported already
    words = fields.texts(value, "answer") if isinstance(value, list) else (fields.text(value, "answer"),)
    found: set[int] = set()
    texts = {option.text.strip(): index for index, option in enumerate(options)}
    for position, word in enumerate(words):
        place = ("answer", position) if isinstance(value, list) else ("answer",)
        letters = option_letters(word)
        if (letters is None or len(word) > 1) and word.strip() in texts:
            found.add(texts[word.strip()])
            continue
        if letters is None:
            fields.error("answer-no-option", f"the answer '{word[:40]}' names no option", *place, hint=_hint(len(options)))
            continue
        for letter in letters[: MAX_OPTIONS + 1]:
            index = ord(letter) - 65
            if index >= len(options):
                fields.error("answer-no-option", f"the answer {letter} names no option", *place, hint=_hint(len(options)))
            elif index in found:
                fields.error("answer-twice", f"the answer names option {letter} twice", *place, hint="name each right option once")
            found.add(index)
    return tuple(sorted(index for index in found if index < len(options)))


def _hint(count: int) -> str:
    return f"the options are A to {option_letter(count - 1)}; write letters, like 'B' or 'ABD'" if count else "the question has no options"


def read_single(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Single:
    options = _options(fields, data)
    answer = _choice_answer(fields, data, options)
    if len(answer) > 1:
        fields.error(
            "single-two-answers", f"a single-choice question has {len(answer)} answers", "answer",
            hint="keep one letter, or write 'type: multiple'",
        )  # fmt: skip
    return Single(**common, options=options, answer=answer, keep_order=_keep_order(fields, data), answered=bool(answer))


def read_multiple(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> Multiple:
    options = _options(fields, data)
    answer = _choice_answer(fields, data, options)
    return Multiple(**common, options=options, answer=answer, keep_order=_keep_order(fields, data), answered=bool(answer))


def _keep_order(fields: Fields, data: dict[str, Any]) -> bool:
    return bool(fields.boolean(data["keep_order"], "keep_order")) if "keep_order" in data else False


def read_truefalse(fields: Fields, data: dict[str, Any], common: dict[str, Any]) -> TrueFalse:
    answer = fields.boolean(data.get("answer"), "answer")
    return TrueFalse(**common, answer=answer, answered=answer is not None)
