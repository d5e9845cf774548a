"""What the preview's page reads: rows for its list, and for each row the card, or what is wrong where a card would be.

Light rows for all, heavy cards one by one: so a page of ten thousand cards opens at once.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from deckpress.diagnostics import Diagnostic
from deckpress.model import Bank
from deckpress.notes.build import Note
from deckpress.notes.types import NoteType, field_names, note_type
from deckpress.source import Span
from deckpress.writers.preview.cloze import draw_cloze, strip_html
from deckpress.writers.preview.places import Placed, place_findings
from deckpress.writers.preview.template import CardPlace, Piece, Template

__all__ = ["Preview", "PreviewBank", "encode"]

_MOST_TITLE, _MOST_LINES = 140, 80
"""Characters of a row's title; lines of a question's YAML."""
_SEVERITIES = ("note", "warning", "error")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_NOT_IN_SCRIPT = re.compile("[<\u2028\u2029\ud800-\udfff]")


@dataclass(slots=True, kw_only=True)
class PreviewBank:
    """A bank as far as it can be shown. ``bank`` is None where nothing of it can be read: then only ``findings`` are shown.

    ``decks`` names the deck of each chapter; ``notes`` are those without errors of their own; ``media`` maps names in the package to
    files; ``paths`` maps files as findings name them to where they lie.
    """

    name: str
    bank: Bank | None = None
    decks: Sequence[str] = ()
    notes: Sequence[Note] = ()
    findings: Sequence[Diagnostic] = ()
    media: dict[str, Path] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The bank's BCP 47 tag."""
        return self.bank.language if self.bank is not None else "en"


def encode(value: Any) -> str:
    """JSON that may stand in a script element: without ``<``, and without what UTF-8 can't hold."""
    return _NOT_IN_SCRIPT.sub(lambda sign: f"\\u{ord(sign[0]):04x}", _ENCODER.encode(value))


class Preview:
    """All that is shown of some banks. Rows are counted from 0; `head` tells of all, `card` of one."""

    def __init__(self, banks: Sequence[PreviewBank]) -> None:
        self.banks = banks
        self.media = {name: path for bank in banks for name, path in bank.media.items()}
        self.language = next((bank.language for bank in banks if bank.bank is not None), "en")
        self._rows: list[tuple[int, Placed]] = [(index, row) for index, bank in enumerate(banks) for row in place_findings(bank)]
        self._literals: dict[str, int] = {}
        self._styles: dict[str, int] = {}
        for name in dict.fromkeys(row.note.note_type for _, row in self._rows if row.note is not None):
            for literal in _template(note_type(name)).literals:
                self._literals.setdefault(literal, len(self._literals))
            self._styles.setdefault(note_type(name).css, len(self._styles))

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def cards(self) -> int:
        """The rows that are cards."""
        return sum(1 for _, row in self._rows if row.note is not None)

    def head(self, *, paths: bool) -> dict[str, Any]:
        """``banks``, ``chapters``, ``kinds``, ``tags``, ``sets`` (of tag numbers), ``files``, ``rows`` (see `_row`), ``literals`` and
        ``styles``; with ``paths`` also where each file lies, for links into an editor. Kinds, files and so on are numbers in ``rows``.
        """
        index = _Index()
        rows = [self._row(bank, row, index) for bank, row in self._rows]
        return {
            "banks": [_bank_facts(bank) for bank in self.banks],
            "rows": rows,
            "chapters": list(index.chapters),
            "kinds": list(index.kinds),
            "tags": list(index.tags),
            "sets": [list(numbers) for numbers in index.set_list],
            "files": list(index.files),
            "paths": [self._path(name) if paths else "" for name in index.files],
            "literals": list(self._literals),
            "styles": list(self._styles),
        }

    def _path(self, name: str) -> str:
        return next((bank.paths[name].absolute().as_posix() for bank in self.banks if name in bank.paths), "")

    def _row(self, number: int, row: Placed, index: _Index) -> list[Any]:
        """``[bank, chapter, kind, set, file, line, severity, key, card, cards, title]``.

        Chapter and kind are -1 for what is no card, the severity -1 for nothing to say; ``card`` is counted from 0.
        """
        worst = max((_SEVERITIES.index(finding.severity) for finding in row.findings), default=-1)
        file = index.number(index.files, row.file)
        note, bank = row.note, self.banks[number].bank
        if note is None or bank is None:
            return [number, -1, -1, index.set_of(()), file, row.line, worst, row.key, 0, 0, row.findings[0].message]
        chapter = index.number(index.chapters, bank.chapters[note.chapter].title)
        kind = index.number(index.kinds, note.question.kind)
        tags = index.set_of(note.tags)
        place = note.cards.index(row.ordinal)
        return [number, chapter, kind, tags, file, row.line, worst, note.key, place, len(note.cards), _title(note, row.ordinal)]

    def card(self, number: int) -> dict[str, Any]:
        """The card of a row. Raises `IndexError`.

        ``front`` and ``back`` are numbers: a literal's, from -1 down a value's, and ``[value]`` where the learner types it. ``values``;
        ``language``, the number of the value that is the field Language, or -1; ``style``; ``ordinal``. Also, and alone where there is no
        card: ``findings``, and ``source``, the question's YAML.
        """
        bank_number, row = self._rows[number]
        bank = self.banks[bank_number]
        out: dict[str, Any] = {"findings": [found.as_json() for found in row.findings], "source": _source(row.span)}
        note = row.note
        if note is None or bank.bank is None:
            return out
        place = CardPlace(ordinal=row.ordinal, deck=bank.decks[note.chapter], tags=note.tags, number=number + 1)
        sides = _template(note_type(note.note_type)).sides(dict(zip(field_names(note.note_type), note.fields, strict=True)), place)
        values: dict[tuple[str, bool], int] = {}
        out["front"], out["back"] = (self._numbers(side, values) for side in (sides.front, sides.back))
        out["values"] = [text for text, _ in values]
        out["language"] = next((at for at, (_, named) in enumerate(values) if named), -1)
        out["style"], out["ordinal"] = self._styles[note_type(note.note_type).css], row.ordinal
        return out

    def _numbers(self, pieces: Sequence[Piece], values: dict[tuple[str, bool], int]) -> list[Any]:
        """The pieces as numbers; a value is kept under its text and whether it is the field Language."""
        out: list[Any] = []
        for piece in pieces:
            if piece.sort == "template":
                out.append(self._literals[piece.text])
                continue
            value = values.setdefault((piece.text, piece.name == "Language"), len(values))
            out.append([value] if piece.sort == "typed" else -1 - value)
        return out

    def texts(self) -> Iterator[str]:
        """The words of each row, to search in."""
        for _, row in self._rows:
            if row.note is None:
                yield "\n".join(f"{finding.code} {finding.message}" for finding in row.findings)
            else:
                yield _words("\n".join(row.note.fields)).lower()


class _Index:
    """Texts that many rows share, by number."""

    def __init__(self) -> None:
        self.chapters: dict[str, int] = {}
        self.kinds: dict[str, int] = {}
        self.files: dict[str, int] = {}
        self.tags: dict[str, int] = {}
        self.sets: dict[tuple[str, ...], int] = {}
        self.set_list: list[tuple[int, ...]] = []

    def number(self, known: dict[str, int], text: str) -> int:
        return known.setdefault(text, len(known))

    def set_of(self, tags: tuple[str, ...]) -> int:
        found = self.sets.get(tags)
        if found is None:
            found = self.sets[tags] = len(self.set_list)
            self.set_list.append(tuple(self.number(self.tags, tag) for tag in tags))
        return found


@lru_cache(maxsize=64)
def _template(kind: NoteType) -> Template:
    return Template(kind.front, kind.back, fields=[name for name, _ in kind.fields], note_type=kind.name, cloze=kind.cloze)


def _title(note: Note, ordinal: int) -> str:
    """What a card asks, in one short line of text; its key where it asks with a picture alone."""
    asked = note.fields[0][:4000]
    if note_type(note.note_type).cloze:
        asked = draw_cloze(note.fields[0], ordinal + 1, question=True)
    return _words(asked)[:_MOST_TITLE] or note.key


def _words(text: str) -> str:
    if "<" in text or "&" in text:
        text = html.unescape(strip_html(text.replace("<li>", " <li>").replace("<p>", " <p>").replace("<br>", " ")))
    return " ".join(text.split())


def _bank_facts(bank: PreviewBank) -> dict[str, Any]:
    known = bank.bank
    name, title = (known.id, known.title) if known is not None else (bank.name, bank.name)
    return {"name": bank.name, "id": name, "title": title, "language": bank.language}


def _source(span: Span | None) -> dict[str, Any] | None:
    """The lines of a stretch: ``line`` is the number of the first, ``cut`` says that there are more."""
    if span is None:
        return None
    first = span.position.line
    text = span.source.text[span.source.line_start(first) : span.end].rstrip()
    lines = text.split("\n", _MOST_LINES)
    return {"line": first, "text": "\n".join(lines[:_MOST_LINES]), "cut": len(lines) > _MOST_LINES}
