"""What the report's script reads: the document and its questions as JSON.

Made line by line as text, because the data of a large document would take more memory than the document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.reasons import reason_in
from deckpress.readers.documents.recognise.result import Found, Piece, Reading
from deckpress.writers.import_report.counts import FATES, KINDS, ROLES, Summary, answered, line_fates

__all__ = ["data_parts"]

_ROLE_NUMBERS = {role: number for number, role in enumerate(ROLES)}
_FATE_NUMBERS = {fate: number for number, fate in enumerate(FATES)}
_MOST_NOTES = 200
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_NOT_IN_SCRIPT = re.compile("[<\u2028\u2029\ud800-\udfff]")


def data_parts(document: Document, reading: Reading, counts: Summary, words: dict[str, Any], language: str) -> Iterator[str]:
    """JSON for a script element, in parts: without a ``<`` that could end it, and without what UTF-8 can't hold.

    An object of ``words``, ``unit``, ``roles``, ``fates``, ``kinds``, ``counts``, ``notes``, ``lines`` (see `_lines`) and
    ``questions`` (see `_question`).
    """
    fixed = {
        "words": words,
        "unit": document.unit,
        "roles": ROLES,
        "fates": FATES,
        "kinds": KINDS,
        "counts": {"kinds": [asdict(kind) for kind in counts.kinds], "lines": counts.lines, "fates": list(counts.fates.values())},
        "notes": [finding.as_text() for finding in document.diagnostics[:_MOST_NOTES]],
    }
    yield _encode(fixed).removesuffix("}")
    yield ',"lines":['
    yield from _separated(_lines(document, reading))
    yield '],"questions":['
    yield from _separated(_question(question, language) for question in reading.questions)
    yield "]}"


def _encode(value: Any) -> str:
    return _NOT_IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", _ENCODER.encode(value))


def _separated(values: Iterator[Any]) -> Iterator[str]:
    for number, value in enumerate(values):
        yield ("," if number else "") + _encode(value)


def _lines(document: Document, reading: Reading) -> Iterator[list[Any] | int]:
    """``[number, page, fate, [role, question, text, …], extras]`` for a line, 0 for a blank one.

    Fate and roles are numbers, -1 for a text in no piece. The texts joined are the line: texts and not offsets, because a
    script counts in UTF-16 and we in characters.
    """
    pieces = sorted(reading.pieces)  # in order already, but for a recognition gone wrong
    most, at = len(reading.questions), 0
    for index, (line, fate) in enumerate(zip(document.lines, line_fates(reading, document), strict=True)):
        first = at = _skip(pieces, at, index - 1)
        at = _skip(pieces, at, index)
        if fate is None:
            yield 0
        else:
            segments = _segments(line.text, pieces[first:at], most)
            yield [line.number, line.page, _FATE_NUMBERS[fate], segments, _extras(line, document.unit)]


def _skip(pieces: list[Piece], at: int, line: int) -> int:
    """The number of the first piece from ``at`` on that lies behind a line."""
    while at < len(pieces) and pieces[at].line <= line:
        at += 1
    return at


def _segments(text: str, pieces: list[Piece], questions: int) -> list[int | str]:
    segments: list[int | str] = []
    done = 0
    for _, start, end, role, question in pieces:
        first = min(max(start, done), len(text))
        last = min(max(end, first), len(text))
        if first > done:
            segments += (-1, -1, text[done:first])
        if last > first:
            segments += (_ROLE_NUMBERS[role], question if 0 <= question < questions else -1, text[first:last])
        done = last
    if done < len(text):
        segments += (-1, -1, text[done:])
    return segments


def _extras(line: Line, unit: str) -> dict[str, Any]:
    """What a line has beside its text; a spreadsheet's cell names its column as the spreadsheet does."""
    extras: dict[str, Any] = {}
    if line.cell is not None and unit == "row":
        extras["column"] = _column(line.cell.column)
    if line.checked is not None:
        extras["checked"] = line.checked
    if line.role == "hidden":
        extras["hidden"] = True
    if line.images:
        extras["images"] = line.images
    return extras


def _column(number: int) -> str:
    letters = ""
    while number >= 0:
        number, letter = divmod(number, 26)
        letters, number = chr(ord("A") + letter) + letters, number - 1
    return letters


def _question(question: Found, language: str) -> dict[str, Any]:
    """A question's fields, those that hold something; ``right`` are option numbers, ``complete`` says that it is answered."""
    fields: dict[str, Any] = {
        "number": question.number,
        "options": question.options,
        "explanation": question.explanation,
        "context": question.context,
        "rubric": question.rubric,
        "parts": [asdict(part) for part in question.parts],
        "points": question.points,
        "difficulty": question.difficulty,
        "topics": question.topics,
        "path": list(dict.fromkeys(name for name in (question.chapter, *question.headings) if name)),
        "images": question.images,
        "review": [reason_in(language, reason) for reason in question.review],
        "complete": answered(question),
    }
    kept = {name: value for name, value in fields.items() if value}
    if isinstance(question.answer, tuple):
        kept["right"] = question.answer
    elif question.answer is not None:
        kept["answer"] = question.answer
    return {"kind": question.kind, "stem": question.stem, "line": question.line, **kept}
