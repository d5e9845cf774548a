"""Documents and what recognition makes of them, in a form that a person can read: ``golden/zh/NAME.txt|.md|.html`` beside ``NAME.json``."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from deckpress.readers.documents.containers import read_bytes_document
from deckpress.readers.documents.recognise import recognise
from deckpress.readers.documents.recognise.result import LEFT_OUT, Found, Reading

__all__ = ["documents", "expected", "said"]

_FIELDS = ("explanation", "context", "rubric", "points", "chapter", "review")


def documents(folder: Path) -> list[Path]:
    """The documents of a folder, by name."""
    return sorted(path for path in folder.glob("*.*") if path.suffix != ".json")


def expected(document: Path) -> Path:
    """Where it is written down what a document holds."""
    return document.with_suffix(".json")


def said(document: Path) -> str:
    """What recognition makes of a document, as JSON: its questions without their empty fields, and how many lines it left out by reason."""
    reading = recognise(read_bytes_document(document.read_bytes(), document.name))
    plain = {"questions": [_question(found) for found in reading.questions], "left_out": _left_out(reading)}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _question(found: Found) -> dict[str, object]:
    """``answer`` as a person writes it: letters for a choice (``AC``), true or false, a list of texts for a cloze, else a text."""
    plain: dict[str, object] = {"kind": found.kind, "stem": found.stem}
    if found.options:
        plain["options"] = found.options
    if found.answer is not None:
        plain["answer"] = "".join(chr(65 + index) for index in found.answer) if isinstance(found.answer, tuple) else found.answer
    if found.parts:
        plain["parts"] = [{name: text for name in part.__slots__ if (text := getattr(part, name))} for part in found.parts]
    return plain | {name: value for name in _FIELDS if (value := getattr(found, name))}


def _left_out(reading: Reading) -> dict[str, int]:
    lines = {(piece.role, piece.line) for piece in reading.pieces if piece.role in LEFT_OUT}
    return dict(sorted(Counter(role for role, _ in lines).items()))
