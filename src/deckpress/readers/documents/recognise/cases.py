"""Cases: a scenario with the tasks below it becomes one question, choice questions below a scenario get it as their context.

Where a heading says that cases stand below (``三、案例分析``, ``Case study``), the stretch is read anew as cases if a scenario in it belongs
to no question so far. Elsewhere it takes the words of both, ``背景资料: … 任务: (1) … (2) …``, or a numbered question whose text holds
``问题: (1) … (2) …``. Not read: tasks without numbers, tasks that count on from one scenario to the next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.case_answers import rubric_items
from deckpress.readers.documents.recognise.case_build import Reader, end_of
from deckpress.readers.documents.recognise.case_cuts import Cut, cut_cases
from deckpress.readers.documents.recognise.case_terms import settle_terms
from deckpress.readers.documents.recognise.case_words import INSTRUCTION, Token, announces, asks, introduces, tokens
from deckpress.readers.documents.recognise.draft import Draft, Section
from deckpress.readers.documents.recognise.groups import Shared
from deckpress.readers.documents.recognise.scan import Facts
from deckpress.readers.documents.recognise.segments import Segment
from deckpress.readers.documents.recognise.strip import Place, Strip

__all__ = ["settle_cases"]


@dataclass(slots=True)
class _Stretch:
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


def settle_cases(
    drafts: list[Draft], regions: Sequence[Sequence[Segment]], lines: Sequence[Line], facts: Sequence[Facts], wrap: int, *, groups: list[Shared]
) -> list[Draft]:
    """The questions in document order, cases put together. Changes ``groups``: their members are indices into the result. Linear."""
    reader = Reader(lines, facts, wrap)
    members = [[drafts[i] for i in group.members] for group in groups]
    drafts = sorted(drafts, key=_place)
    gone: set[int] = set()
    made: list[Draft] = []
    for stretch in _stretches(drafts, regions, groups, lines):
        cases = _cases_of(stretch, drafts, reader)
        if cases is not None:
            gone.update(cases[0])
            made += cases[1]
        elif stretch.strong and stretch.members:
            _share(stretch, drafts, groups, members, reader)
    kept = [_settle_one(draft, reader) for index, draft in enumerate(drafts) if index not in gone]
    replaced = {id(drafts[index]): new for index, new in zip((i for i in range(len(drafts)) if i not in gone), kept, strict=True)}
    result = sorted([*kept, *made], key=_place)
    settle_terms(result)
    positions = {id(draft): position for position, draft in enumerate(result)}
    for group, old in zip(groups, members, strict=True):
        group.members = [positions[id(replaced[id(draft)])] for draft in old if id(draft) in replaced]
    return result


def _place(draft: Draft) -> Place:
    return draft.strip.place(0) if draft.strip.lines else Place(draft.line, 0)


_Item = Segment | Shared | int


def _stretches(drafts: Sequence[Draft], regions: Sequence[Sequence[Segment]], groups: Sequence[Shared], lines: Sequence[Line]) -> list[_Stretch]:
    """The document between headings that are neither a group's nor the word above tasks."""
    items: list[tuple[Place, int, _Item]] = [(segment.start, 0, segment) for region in regions for segment in region]
    items += [(_place(draft), 2, index) for index, draft in enumerate(drafts) if draft.strip.lines]
    items += [(group.strip.place(0), 1, group) for group in groups if group.strip.lines]
    items.sort(key=lambda item: item[:2])
    found: list[_Stretch] = []
    open_: _Stretch | None = None
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
                open_ = _Stretch(section, place, place, strong=strong)
                found.append(open_)
                title = ""
            open_.sections.add(section.number)
        if open_ is not None:
            _add(open_, item, drafts)
    return found


def _add(stretch: _Stretch, item: _Item, drafts: Sequence[Draft]) -> None:
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


def _cases_of(stretch: _Stretch, drafts: Sequence[Draft], reader: Reader) -> tuple[list[int], list[Draft]] | None:
    """The questions of a stretch that give way to cases, and the cases; None where it stays as it is."""
    if not stretch.strong and not stretch.hinted and not _hinted(stretch, reader):
        return None
    strip = reader.strip(stretch.start, stretch.end)
    if not strip.lines:
        return None
    found = tokens(strip.shadow, strip.labels(reader.facts))
    starts = {_offset(strip, _place(drafts[i])): i for i in stretch.members}
    opened = Cut(0, 0) if stretch.strong else None
    stops: set[int] = set() if stretch.strong else {at for at, i in starts.items() if drafts[i].options or drafts[i].style not in ("(n)", "n.")}
    cuts = cut_cases(strip.shadow, found, strong=stretch.strong, opened=opened, paragraph=_paragraphs(strip), known=starts.keys(), stops=stops)
    taken = [cut for cut in cuts if cut.tasks or cut.answers >= 0]
    if stretch.strong and not stretch.members and not taken:
        taken = [cut for cut in cuts if _single(strip, cut)]
    if not taken or (stretch.strong and not _worth(stretch, drafts, cuts)):
        return None
    return _build(stretch, drafts, reader, strip, cuts if stretch.strong else [cut for cut in taken if cut.worded])
