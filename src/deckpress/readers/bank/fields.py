"""Typed reads of a bank's values. Each takes the raw value and its path, reports what is wrong with its place, and gives a usable value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from deckpress.diagnostics import Report
from deckpress.readers.bank.keys import BANK_KEYS, QUESTION_KEYS
from deckpress.readers.bank.raw import Raw

__all__ = ["FALSE_WORDS", "TRUE_WORDS", "Fields"]

TRUE_WORDS = frozenset({"true", "对", "對", "正确", "正確", "√", "t"})
FALSE_WORDS = frozenset({"false", "错", "錯", "错误", "錯誤", "×", "f"})
"""The words of the bank format for a boolean; a kind is inferred from these alone."""
_MORE_TRUE = TRUE_WORDS | {"yes", "y", "是", "✓", "✔", "☑", "v", "right"}
_MORE_FALSE = FALSE_WORDS | {"no", "n", "否", "✗", "✘", "x", "不对", "不正确", "wrong"}

_SLUG = re.compile(r"[a-z0-9-]+")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NAME = re.compile(r"\w[\w.\-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,4})?")
_SHAPES = {
    "slug": (_SLUG, "lower-case letters a-z, digits and '-'"),
    "id": (_ID, "letters A-Z, digits, '-', '_' and '.', beginning with a letter or digit"),
    "name": (_NAME, "letters, digits, '-', '_' and '.'"),
    "language": (_LANGUAGE, "a BCP 47 tag such as zh-CN or en"),
    "number": (_NUMBER, "a number such as 2 or 0.5"),
}
MAX_ID = 100
"""Longest identifier, in characters."""

_MEANT = {"tasks": "parts", "option": "options", "choices": "options", "question": "stem", "note": "explanation"}
"""Words that people write → the key that means it."""


class Fields:
    """Reads the values of one `Raw`, reporting into a `Report`."""

    __slots__ = ("raw", "report")

    def __init__(self, raw: Raw, report: Report) -> None:
        self.raw, self.report = raw, report

    def error(self, code: str, message: str, *path: str | int, key: bool = False, hint: str = "") -> None:
        """An error at the value at ``path``, or at its key."""
        self.report.error(code, message, self.raw.span(*path, key=key), hint)

    def warning(self, code: str, message: str, *path: str | int, key: bool = False, hint: str = "") -> None:
        """A warning at the value at ``path``, or at its key."""
        self.report.warning(code, message, self.raw.span(*path, key=key), hint)

    def keys(self, data: dict[str, Any], known: Iterable[str], owner: str, *path: str | int, elsewhere: Iterable[str] = ()) -> None:
        """Reports keys that are not ``known``; ``elsewhere`` are keys that other kinds take."""
        for name in data.keys() - set(known):
            at = (*path, name)
            if name in elsewhere:
                self.error("key-not-for-kind", f"{owner} takes no '{name}'", *at, key=True, hint=f"it takes: {', '.join(known)}")
                continue
            word = name.strip().lower()
            meant = _MEANT.get(word)
            near = [meant] if meant in QUESTION_KEYS and not owner.startswith("a bank") else get_close_matches(word, list(known), 1, 0.6)
            hint = f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(known)}"
            if not path and name in QUESTION_KEYS:
                hint = "a question's keys stand below its '- id: …', in the same column"
            elif name in BANK_KEYS and not owner.startswith("a bank"):
                hint = "that is a key of the bank: write it at the top of the file"
            elif name != name.strip():
                hint = "there is a blank that is no space before or behind it: remove it"
            self.error("unknown-key", f"{owner} has no key '{name}'", *at, key=True, hint=hint)

    def text(self, value: Any, *path: str | int) -> str:
        """A text, without trailing line breaks; empty where the value is none."""
        if type(value) is str:
            return value.rstrip() if value and value[-1].isspace() else value
        if value is not None:
            what = "a list" if isinstance(value, list) else "a mapping"
            self.error("not-a-text", f"'{path[-1]}' must be a text, not {what}", *path, hint=_quote_hint(value))
        return ""

    def texts(self, value: Any, *path: str | int) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        if value is None or value == "":
            return ()
        if type(value) is str:
            return (self.text(value, *path),)
        if not isinstance(value, list):
            self.error("not-a-list", f"'{path[-1]}' must be a list of texts", *path)
            return ()
        return tuple([self.text(item, *path, index) for index, item in enumerate(value)])

    def items(self, value: Any, *path: str | int) -> list[Any]:
        """A list of anything."""
        if value is None or value == "":
            return []
        if not isinstance(value, list):
            self.error("not-a-list", f"'{path[-1]}' must be a list: one item a line, each with '- ' before it", *path)
            return []
        return value

    def shaped(self, shape: str, value: Any, *path: str | int, code: str = "") -> str:
        """A text of a fixed shape (`slug`, `id`, `name`, `language`, `number`); empty where it has another."""
        text = self.text(value, *path)
        if not text:
            return ""
        pattern, words = _SHAPES[shape]
        if not pattern.fullmatch(text) or len(text) > MAX_ID:
            self.error(code or f"bad-{shape}", f"'{text[:40]}' is no {_NOUNS[shape]}", *path, hint=f"write {words}")
            return ""
        return text

    def boolean(self, value: Any, *path: str | int) -> bool | None:
        """true or false in any of the words people use; None where there is none."""
        written = self.text(value, *path).strip()
        word = written.casefold()
        if not word:
            return None
        if word in _MORE_TRUE:
            return True
        if word in _MORE_FALSE:
            return False
        self.error("not-a-boolean", f"'{written[:40]}' is neither true nor false", *path, hint="write true or false (or 对, 错, √, ×)")
        return None

    def reasons(self, value: Any, *path: str | int) -> tuple[tuple[str, str], ...]:
        """Rules turned off, each with its reason: a mapping of texts, none of them empty."""
        if value is None or value == "":
            return ()
        if not isinstance(value, dict):
            self.error("not-a-mapping", f"'{path[-1]}' must be a mapping: one 'rule: reason' a line", *path, hint=_REASON)
            return ()
        reasons = tuple((name, self.text(reason, *path, name).strip()) for name, reason in value.items())
        for name, reason in reasons:
            if not reason and isinstance(value[name], (str, type(None))):
                self.error("no-reason", f"the rule '{name}' is turned off without a reason", *path, name, key=True, hint=_REASON)
        return reasons

    def choice(self, value: Any, allowed: tuple[str, ...], default: str, *path: str | int) -> str:
        """One of a few words."""
        text = self.text(value, *path)
        if not text or text in allowed:
            return text or default
        near = get_close_matches(text, allowed, 1, 0.6)
        hint = f"did you mean '{near[0]}'?" if near else f"one of: {', '.join(allowed)}"
        self.error(f"unknown-{path[-1]}", f"'{text[:40]}' is no {path[-1]} that deckpress knows", *path, hint=hint)
        return default


_NOUNS = {"slug": "slug", "id": "id", "name": "id", "language": "language tag", "number": "number"}


_REASON = "write why, like: longest-answer: the law says it in these words"


def _quote_hint(value: Any) -> str:
    return "quote a text that begins with '{' or '['" if isinstance(value, (dict, list)) else ""
