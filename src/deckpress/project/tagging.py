"""The tags of banks, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deckpress.diagnostics import Report
from deckpress.errors import FindingsError
from deckpress.project.discover import find_banks
from deckpress.project.files import read_files
from deckpress.project.inspect import inspect_bank
from deckpress.tags import Expression, anki_search_for_tag, parse

__all__ = ["TagEntry", "TagTree", "count_tags"]


@dataclass(frozen=True, slots=True)
class TagEntry:
    """A tag, or a level above some. ``count`` is notes with it or one below it; ``search`` finds them in Anki; ``depth`` counts from 0."""

    tag: str
    count: int
    search: str

    @property
    def depth(self) -> int:
        """Levels above it."""
        return self.tag.count("::")

    @property
    def label(self) -> str:
        """The last level of its name."""
        return self.tag.rpartition("::")[2]


@dataclass(frozen=True, slots=True)
class TagTree:
    """``entries`` in the order of a tree; ``notes`` is how many were counted, ``search`` the expression as an Anki search."""

    entries: tuple[TagEntry, ...]
    notes: int
    search: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        tags = [{"tag": entry.tag, "notes": entry.count, "search": entry.search} for entry in self.entries]
        return {"notes": self.notes, "search": self.search, "tags": tags}


def count_tags(paths: Sequence[Path | str] = ("decks",), expression: str = "") -> TagTree:
    """Counts the tags of all notes of the banks, or of those that match a tag expression.

    Raises `UsageError`, `ExpressionError`, and `FindingsError` where a bank has errors.
    """
    chosen: Expression | None = parse(expression) if expression else None
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    notes = 0
    report = Report()
    for files in find_banks([Path(path) for path in paths]):
        data = read_files(files, report)
        found = inspect_bank(data, report) if data is not None else None
        for note in found.notes() if found is not None else ():
            if chosen is not None and not chosen.matches(note.tags):
                continue
            notes += 1
            levels = {level.casefold(): level for tag in note.tags for level in _levels(tag)}
            for key, level in levels.items():
                names.setdefault(key, level)
                counts[key] = counts.get(key, 0) + 1
    if report.errors:
        raise FindingsError("the banks have errors: their tags can't be counted", report)
    keys = sorted(counts, key=lambda key: key.split("::"))
    entries = tuple(TagEntry(names[key], counts[key], anki_search_for_tag(names[key])) for key in keys)
    return TagTree(entries, notes, chosen.to_anki() if chosen is not None else "")


def _levels(tag: str) -> list[str]:
    parts = tag.split("::")
    return ["::".join(parts[: end + 1]) for end in range(len(parts))]
