"""The document between headings, as far as cases are concerned: what is no question yet, and the questions there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.case_build import end_of
from deckpress.readers.documents.recognise.case_words import announces, introduces
from deckpress.readers.documents.recognise.draft import Draft, Section
from deckpress.readers.documents.recognise.facts import Facts
from deckpress.readers.documents.recognise.groups import Shared
from deckpress.readers.documents.recognise.segments import Segment
from deckpress.readers.documents.recognise.strip import Place

__all__ = ["Stretch", "place_of", "stretches", "texts_of"]


@dataclass(slots=True)
class Stretch:
    """What stands between two headings: texts that belong to no question, questions (indices), texts of groups."""

    section: Section
    start: Place
    end: Place
    sections: set[int] = field(default_factory=set)
    texts: list[Segment] = field(default_factory=list)
    members: list[int] = field(default_factory=list)
    groups: list[Shared] = field(default_factory=list)
    strong: bool = False
    """A heading says that cases stand here."""
    hinted: bool = False
    """The word of a scenario stands outside of questions."""


def place_of(draft: Draft) -> Place:
    """Where a question begins."""
    return draft.strip.place(0) if draft.strip.lines else Place(draft.line, 0)


_Item = Segment | Shared | int


def stretches(
    drafts: Sequence[Draft], regions: Sequence[Sequence[Segment]], groups: Sequence[Shared], lines: Sequence[Line]
) -> list[Stretch]:
    """The document between headings that are neither a group's nor the word above tasks."""
    items: list[tuple[Place, int, _Item]] = [(segment.start, 0, segment) for region in regions for segment in region]
    items += [(place_of(draft), 2, index) for index, draft in enumerate(drafts) if draft.strip.lines]
    items += [(group.strip.place(0), 1, group) for group in groups if group.strip.lines]
    items.sort(key=lambda item: item[:2])
    found: list[Stretch] = []
    open_: Stretch | None = None
    title = ""
    for place, _, item in items:
        if isinstance(item, Segment) and item.heading is not None:
            text = lines[place.line].text[item.heading.start : item.heading.end]
            if item.heading.sort == "group":
                if open_ is not None:
                    open_.hinted = True
                continue
            if open_ is None or not announces(text):
                title, open_ = text, None
            continue
        section = item.section if isinstance(item, Segment) else drafts[item].section if isinstance(item, int) else None
        if section is not None and (open_ is None or section.number not in open_.sections):
            if open_ is None or not announces(section.text):
                strong = section.kind == "case" or introduces(title)
                open_ = Stretch(section, place, place, strong=strong)
                found.append(open_)
                title = ""
            open_.sections.add(section.number)
        if open_ is not None:
            _add(open_, item, drafts)
    return found


def _add(stretch: Stretch, item: _Item, drafts: Sequence[Draft]) -> None:
    if isinstance(item, Segment):
        stretch.texts.append(item)
        stretch.end = max(stretch.end, item.end)
    elif isinstance(item, Shared):
        stretch.groups.append(item)
        stretch.hinted = True
        stretch.end = max(stretch.end, end_of(item.strip))
    else:
        stretch.members.append(item)
        stretch.end = max(stretch.end, end_of(drafts[item].strip))


def texts_of(stretch: Stretch, facts: Sequence[Facts]) -> Iterator[str]:
    """The shadows of the lines of a stretch that belong to no question."""
    for segment in stretch.texts:
        for number in range(segment.start.line, min(segment.end.line + 1, len(facts))):
            low = segment.start.offset if number == segment.start.line else 0
            yield facts[number].shadow[low : segment.end.offset if number == segment.end.line else None]
