"""Edits of a bank's text: changed values and further questions put in, everything else left as a person wrote it.

Questions that change are written anew in canonical layout with their comments; the lines of all others are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence as AnySequence
from typing import Any

from deckpress.diagnostics import Report
from deckpress.readers.bank.raw import Raw, RawBank, load_raw
from deckpress.source import Source
from deckpress.writers.fmt import format_bank
from deckpress.writers.yaml_bank import dump_bank
from deckpress.writers.yaml_layout import Layout, Mapping, Scalar, Sequence, Slot, put_in_order
from deckpress.writers.yaml_stream import indented
from deckpress.writers.yaml_tree import FormatRefused, read_tree

__all__ = ["BankText", "Place"]

Place = tuple[tuple[str | int, ...], int]
"""A question: the place of its list as `RawBank` names it, and its number in it from 0."""
_ITEM = re.compile(r" *- +")
_FIRST_CHAPTER = re.compile(r"^chapters:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)- ", re.M)
_DEFAULT_INDENT = 2


class BankText:
    """A bank's text, the questions in it, and the edits to be made. Lines end with line feeds."""

    def __init__(self, source: Source, raw: RawBank) -> None:
        self.name = source.name
        self.text = source.text if source.text.endswith("\n") else source.text + "\n"
        self.raw = raw
        self._edits: list[tuple[int, int, int, str]] = []

    @classmethod
    def read(cls, source: Source, report: Report) -> BankText | None:
        """The bank of a text; None, and findings, where it is none. One whose questions can't be edited where they stand (flow style, keys
        below the questions) is brought into canonical layout first. Raises `FormatRefused` for one that can't be.
        """
        raw = load_raw(source, report)
        if raw is None or report.errors:
            return None
        if not _editable(source.text, raw):
            source = Source(source.name, format_bank(source.text, source.name))
            raw = load_raw(source, report)
        return cls(source, raw) if raw is not None else None

    def question(self, place: Place) -> Raw:
        """A question as it was read."""
        path, index = place
        return self.raw.questions[path][index]

    def change(self, place: Place, changes: AnyMapping[str, Any]) -> None:
        """Gives a question new values; None removes a key."""
        raw = self.question(place)
        end = self._content_end(raw)
        root = read_tree(Source(self.name, "questions:\n" + self.text[raw.start : end])).root
        listed = root.slots[0].value
        item = listed.slots[0].value if isinstance(listed, Sequence) else None
        if not isinstance(item, Mapping):
            raise AssertionError("a question is a mapping: `load_raw` and `_editable` saw to it")
        fresh = {slot.name: slot for slot in _slots({name: value for name, value in changes.items() if value is not None})}
        for slot in item.slots:
            if slot.name in fresh:
                slot.value = fresh.pop(slot.name).value
        item.slots = [slot for slot in item.slots if slot.name not in changes or changes[slot.name] is not None]
        item.slots += fresh.values()
        put_in_order(root)
        written = Layout().text(root, []).partition("\n")[2]
        self._edits.append((raw.start, end, 0, indented(written, self._indent(raw))))

    def add_question(self, data: AnyMapping[str, Any], place: Place, *, before: bool = False) -> None:
        """Puts a question below (or above) another one."""
        raw = self.question(place)
        written = indented(dump_bank({"questions": [data]}).partition("\n")[2], self._indent(raw))
        at = raw.start if before else self._content_end(raw)
        self._edits.append((at, at, 1, f"{written}\n" if before else f"\n{written}"))

    def add_chapters(self, chapters: AnySequence[AnyMapping[str, Any]], after: int | None) -> None:
        """Puts chapters below the one of that number, or behind everything in a bank that has none yet."""
        written = dump_bank({"chapters": chapters})
        number = self._filled_chapter(after) if after is not None else None
        if number is not None:
            at = self._content_end(self.raw.questions["chapters", number][-1])
            text = "\n" + indented(written.partition("\n")[2], self._chapter_indent())
        elif "chapters" in self.raw.head.data:
            raise FormatRefused(f"{self.name}: none of its chapters has a question: put one there, or remove 'chapters'")
        else:
            at, text = len(self.text), written
        self._edits.append((at, at, 2, text))

    def _filled_chapter(self, number: int) -> int | None:
        """The chapter with questions that is nearest to a number."""
        filled = [int(path[1]) for path, questions in self.raw.questions.items() if path and questions]
        return min(filled, key=lambda one: (abs(one - number), one), default=None)

    def add_direct(self, data: AnySequence[AnyMapping[str, Any]]) -> None:
        """Puts questions without a chapter behind everything, in a bank that has none yet."""
        self._edits.append((len(self.text), len(self.text), 3, dump_bank({"questions": data})))

    def result(self) -> str:
        """The text after all edits."""
        pieces: list[str] = []
        at = 0
        for start, end, _, text in sorted(self._edits, key=lambda edit: edit[:3]):  # stable: in the order they were made
            pieces += [self.text[at:start], text]
            at = end
        return "".join([*pieces, self.text[at:]])

    def _indent(self, raw: Raw) -> int:
        found = _ITEM.match(self.text, raw.start)
        return len(found[0]) - len(found[0].lstrip()) if found else _DEFAULT_INDENT

    def _chapter_indent(self) -> int:
        found = _FIRST_CHAPTER.search(self.text)
        return len(found[1]) if found else _DEFAULT_INDENT

    def _content_end(self, raw: Raw) -> int:
        """Where a question's own lines end: blank lines and comments below it belong to what follows."""
        indent = self._indent(raw)
        end = min(raw.end, len(self.text))
        while end > raw.start:
            start = self.text.rfind("\n", raw.start, end - 1) + 1
            line = self.text[start:end]
            words = line.strip()
            if start <= raw.start or (words and not (words.startswith("#") and len(line) - len(line.lstrip()) <= indent)):
                break
            end = start
        return end


def _editable(text: str, raw: RawBank) -> bool:
    """Whether each question begins on a line of its own with its dash, and nothing of its chapter stands below the questions."""
    for path, questions in raw.questions.items():
        for question in questions:
            start = question.start
            if (start and text[start - 1] != "\n") or not _ITEM.match(text, start) or not isinstance(question.data, dict):
                return False
        owner = raw.head.data["chapters"][path[1]] if path else None
        if owner is not None and list(owner)[-1:] != ["questions"]:
            return False
    return True


def _slots(values: dict[str, Any]) -> list[Slot]:
    """The values as nodes, typed and quoted as a new bank would have them."""
    if not values:
        return []
    kind = {"type": "truefalse"} if isinstance(values.get("answer"), bool) else {}
    tree = read_tree(Source("", dump_bank({"questions": [{**kind, **values}]})))
    listed = tree.root.slots[0].value
    item = listed.slots[0].value if isinstance(listed, Sequence) else Scalar("")
    return [slot for slot in item.slots if slot.name in values] if isinstance(item, Mapping) else []
