"""Entries of answer keys, and groups of them: the entries of one key below one heading."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.strip import Place

__all__ = ["Entry", "Group", "Keyed", "group_entries"]


@dataclass(slots=True)
class Entry:
    """One answer of a key. ``spans`` are where it stands: (line, start, end). ``used``: the draft that it answers, -1 for none.

    ``near`` is the line of the paper or chapter that the heading above it names, -1 for none. ``bare``: it had no number of its own,
    ``value`` is its place in the row.
    """

    value: int
    text: str
    explanation: str
    place: Place
    spans: list[tuple[int, int, int]]
    used: int = -1
    near: int = -1
    bare: bool = False


Keyed = tuple[Entry, int, FoundKind | None, str]
"""An entry, the number of its key, and the kind and chapter of the heading above it in the key."""


@dataclass(slots=True)
class Group:
    """Entries of one key below one heading, numbers rising."""

    key: int
    kind: FoundKind | None
    chapter: str
    entries: list[Entry] = field(default_factory=list)
    near: int = -1

    @property
    def bare(self) -> bool:
        """Whether the entries have no numbers of their own."""
        return self.entries[0].bare

    @property
    def place(self) -> Place:
        """Where the group begins."""
        return self.entries[0].place


def group_entries(entries: Sequence[Keyed]) -> list[Group]:
    """Entries of one key and heading whose numbers rise. ``entries`` are in document order; those of a table have a key below -1."""
    groups: list[Group] = []
    mark: Group | None = None
    heading: tuple[int, FoundKind | None, str, int] = (0, None, "", -1)
    for entry, key, kind, chapter in entries:
        if not entry.value and not entry.spans:
            mark = Group(key, kind, chapter, [], entry.near)
            continue
        if key < -1 and mark is not None:
            kind, chapter, near = mark.kind, mark.chapter, mark.near
            entry = replace(entry, near=near)
        else:
            mark = None
        last = groups[-1] if groups else None
        if not entry.text and entry.explanation and (answer := _answer(groups, entry)) is not None:
            answer.explanation = "\n".join(x for x in (answer.explanation, entry.explanation) if x)
            answer.spans += entry.spans
            continue
        ident = (key, kind, chapter, entry.near)
        if last is None or ident != heading or entry.value <= last.entries[-1].value:
            last = Group(key, kind, chapter, [], entry.near)
            heading = ident
            groups.append(last)
        last.entries.append(entry)
    return groups


def _answer(groups: Sequence[Group], note: Entry) -> Entry | None:
    """The answer, among the last groups, that an explanation standing for itself explains."""
    for group in reversed(groups[-3:]):
        at = bisect_left(group.entries, note.value, key=lambda entry: entry.value)
        if at < len(group.entries) and group.entries[at].value == note.value:
            return group.entries[at]
    return None
