"""The same text as `dump_bank`, for a hundred thousand questions at once: each is written and forgotten, the ordinary ones by a short cut.

A question of one-line texts is most of an imported bank and needs no tree of nodes; any other goes through `dump_bank`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from deckpress.writers.yaml_bank import dump_bank
from deckpress.writers.yaml_layout import Scalar

__all__ = ["dump_large_bank", "indented"]

_INDENT = 2
"""Where `dump_bank` puts the questions of a bank without chapters."""
_CHAPTER_INDENT = 6
# Plain in YAML whatever follows, and no number, date or boolean to anybody: a Chinese character, and nothing that YAML reads as a sign.
_TAME_TEXT = r"[\u4e00-\u9fff][^\x00-\x1f\x7f-\x9f:#\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]*(?<!\s)"
# And an id that an import makes.
_TAME = re.compile(_TAME_TEXT + "|q-[0-9a-f]{8}").fullmatch
_WORD = 20
"""Characters of a text that comes back in question after question: a kind, a letter, the name of a document."""
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?").fullmatch
_NUMBERS = frozenset({"difficulty", "points"})
_LINE = re.compile(r"[^\n]*\n")
_KEYS = ("id", "type", "stem", "context", "options", "answer", "explanation", "difficulty", "points", "source", "review", "markup")
_RANK = {name: rank for rank, name in enumerate(_KEYS)}
"""The keys that the short cut knows, in the order of the format."""


def dump_large_bank(head: Mapping[str, Any], chapters: Sequence[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]) -> str:
    """A bank of these keys and chapters, each with its questions; one without keys holds questions without a chapter, and comes last.

    Raises as `dump_bank` does.
    """
    pieces = [dump_bank(head)]
    named = [(keys, questions) for keys, questions in chapters if keys]
    if named:
        pieces.append("chapters:\n")
    for number, (keys, questions) in enumerate(named):
        start = indented(dump_bank({"questions": [keys]}).partition("\n")[2], _INDENT)
        pieces += ["\n" if number else "", start, "    questions:\n"]
        pieces += _questions(questions, _CHAPTER_INDENT)
    direct = [question for keys, questions in chapters if not keys for question in questions]
    if direct:
        pieces += ["\n" if named else "", "questions:\n", *_questions(direct, _INDENT)]
    return "".join(pieces)


def indented(text: str, indent: int) -> str:
    """Lines that `dump_bank` wrote for a list of questions, with another indentation."""
    shift = indent - _INDENT
    if shift == 0:
        return text
    lines = _LINE.findall(text)
    return "".join([(" " * shift + line if shift > 0 else line[-shift:]) if line != "\n" else line for line in lines])


def _questions(questions: Iterable[Mapping[str, Any]], indent: int) -> Iterator[str]:
    first = True
    for question in questions:
        if not first:
            yield "\n"
        first = False
        yield _quick(question, " " * indent) or indented(dump_bank({"questions": [question]}).partition("\n")[2], indent)


def _quick(question: Mapping[str, Any], indent: str) -> str:
    """An ordinary question's lines; empty for one that is not."""
    if not question.keys() <= _RANK.keys() or (question.get("type") == "truefalse" and type(question.get("answer", True)) is not bool):
        return ""
    lines: list[str] = []
    for name in sorted(question, key=_RANK.__getitem__):
        value = question[name]
        if name in _NUMBERS and (type(value) is int or (type(value) is str and _NUMBER(value))):
            lines.append(f"{name}: {value}")
        elif type(value) is str and value and "\n" not in value:
            lines.append(f"{name}: {_inline(value)}")
        elif type(value) is bool and name == "answer":
            lines.append(f"{name}: {str(value).lower()}")
        elif name == "options" and type(value) is list and value and all(type(item) is str and item and "\n" not in item for item in value):
            lines.append("options:")
            lines += [f"  - {_inline(item)}" for item in value]
        elif name == "source" and type(value) is dict and _ordinary_source(value):
            lines.append("source:")
            lines += [f"  {key}: {_inline(item) if type(item) is str else item}" for key, item in value.items()]
        else:
            return ""
    return f"{indent}- " + f"\n{indent}  ".join(lines) + "\n"


def _inline(text: str) -> str:
    if _TAME(text):
        return text
    return _word(text) if len(text) <= _WORD else Scalar(text).inline()


@lru_cache(1000)
def _word(text: str) -> str:
    return Scalar(text).inline()


def _ordinary_source(source: Mapping[str, Any]) -> bool:
    keys = list(source)
    file = source.get("file")
    return (
        keys == ["file", "line", "page"][: len(keys)]
        and type(file) is str
        and file != ""
        and "\n" not in file
        and all(type(source[key]) is int for key in keys[1:])
    )
