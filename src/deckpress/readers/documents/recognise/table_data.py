"""Cells that hold a program's data: options as JSON, answers as a list of texts. They are read, never evaluated."""

from __future__ import annotations

import json
import re

from deckpress.readers.documents.recognise.answer_match import quoted_strings

__all__ = ["listed_options", "listed_texts"]

_LONGEST = 200_000
"""Characters of a cell that is read as JSON."""
_MOST = 26
_TEXT_NAMES = ("content", "text", "value", "title", "label", "name", "option", "answer", "body", "desc")
_RIGHT_NAMES = frozenset({"iscorrect", "correct", "isright", "right", "isanswer", "istrue", "isrightanswer", "checked"})
_LETTER = re.compile(r"[A-Za-z]|\d{1,2}")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrt]))")
_CONTROL = {"n": "\n", "r": "\n", "t": "\t"}


def listed_options(text: str) -> tuple[list[str], tuple[int, ...]] | None:
    """The options of a JSON list of objects or texts, or of an object by letters, and those that it calls right; None for other text."""
    if text[:1] not in {"[", "{"} or text[-1:] not in {"]", "}"} or len(text) > _LONGEST:
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(data, dict):
        listed = next((value for value in data.values() if isinstance(value, list)), None)
        lettered = sorted((name, value) for name, value in data.items() if _LETTER.fullmatch(name) and isinstance(value, str | int | float))
        data = listed if listed is not None and not lettered else [value for _, value in lettered]
    if not isinstance(data, list) or not 2 <= len(data) <= _MOST:
        return None
    texts = [_option(item) for item in data]
    if any(option is None for option in texts):
        return None
    right = tuple(index for index, item in enumerate(data) if isinstance(item, dict) and _is_right(item))
    return [option for option in texts if option is not None], right if len(right) < len(data) else ()


def _option(item: object) -> str | None:
    """An option's text: itself, or the field of an object whose name says that it is the content."""
    if isinstance(item, dict):
        fields = [(str(name).casefold(), value) for name, value in item.items() if isinstance(value, str | int | float)]
        fields = [(name, value) for name, value in fields if not isinstance(value, bool)]
        item = next((value for wanted in _TEXT_NAMES for name, value in fields if name.endswith(wanted)), None)
    if isinstance(item, bool) or not isinstance(item, str | int | float):
        return None
    return _sane(str(item).strip())


def _sane(text: str) -> str:
    """The text without halves of a pair that JSON can spell (``\\ud800``) and no file can hold."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _is_right(item: dict[object, object]) -> bool:
    values = [value for name, value in item.items() if str(name).casefold().replace("_", "") in _RIGHT_NAMES]
    return any(value in (True, 1, "1", "true", "True", "Y") for value in values)


def listed_texts(text: str) -> list[str]:
    """The texts of a list such as ``['a', 'b']``, written by Python or as JSON; empty for other text."""
    if text[:1] != "[" or text[-1:] != "]" or len(text) > _LONGEST:
        return []
    return [_sane(_ESCAPE.sub(_escaped, found)).strip() for found in quoted_strings(text)]


def _escaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROL[found[3]]
