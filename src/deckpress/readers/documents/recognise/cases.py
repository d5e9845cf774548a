"""Cases: a scenario with the tasks below it becomes one question, choice questions below a scenario get it as their context.

Where a heading says that cases stand below (``三、案例分析``, ``Case study``), the stretch is read anew as cases if a scenario in it
belongs to no question so far. Elsewhere it takes the words for both, ``背景资料: … 任务: (1) … (2) …``, or a numbered question whose
text holds ``问题: (1) … (2) …``. Not read: tasks without numbers, tasks that count on from one scenario to the next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.case_answers import rubric_items
from deckpress.readers.documents.recognise.case_build import Reader, end_of
from deckpress.readers.documents.recognise.case_cuts import Cut, cut_cases
from deckpress.readers.documents.recognise.case_stretches import Stretch, place_of, stretches, texts_of
from deckpress.readers.documents.recognise.case_tails import take_tail
from deckpress.readers.documents.recognise.case_terms import settle_terms
from deckpress.readers.documents.recognise.case_words import INSTRUCTION, asks, has_scenario, has_tasks, tokens
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.facts import Facts
from deckpress.readers.documents.recognise.groups import Shared
from deckpress.readers.documents.recognise.segments import Segment
from deckpress.readers.documents.recognise.strip import Place, Strip, join_wrapped

__all__ = ["settle_cases"]


def settle_cases(
    drafts: list[Draft],
    regions: Sequence[Sequence[Segment]],
    lines: Sequence[Line],
    facts: Sequence[Facts],
    wrap: int,
    *,
    groups: list[Shared],
) -> list[Draft]:
    """The questions in document order, cases put together. Changes ``groups``: their members are indices into the result. Linear."""
    reader = Reader(lines, facts, wrap)
    members = [[drafts[i] for i in group.members] for group in groups]
    drafts = sorted(drafts, key=place_of)
    gone: set[int] = set()
    made: list[Draft] = []
    for stretch in stretches(drafts, regions, groups, lines):
        cases = _cases_of(stretch, drafts, reader)
        if cases is not None:
            gone.update(cases[0])
            made += cases[1]
        elif stretch.strong and stretch.members:
            _share(stretch, drafts, groups, members, reader)
    kept = [_settle_one(draft, reader) for index, draft in enumerate(drafts) if index not in gone]
    replaced = {id(drafts[index]): new for index, new in zip((i for i in range(len(drafts)) if i not in gone), kept, strict=True)}
    made += [case for draft in kept if (case := take_tail(draft, reader)) is not None]
    result = sorted([*kept, *made], key=place_of)
    settle_terms(result)
    positions = {id(draft): position for position, draft in enumerate(result)}
    for group, old in zip(groups, members, strict=True):
        group.members = [positions[id(replaced[id(draft)])] for draft in old if id(draft) in replaced]
    return result


def _cases_of(stretch: Stretch, drafts: Sequence[Draft], reader: Reader) -> tuple[list[int], list[Draft]] | None:
    """The questions of a stretch that give way to cases, and the cases; None where it stays as it is."""
    if not stretch.strong and not stretch.hinted and not any(has_scenario(s) for s in texts_of(stretch, reader.facts)):
        return None
    strip = reader.strip(stretch.start, stretch.end)
    if not strip.lines:
        return None
    found = tokens(strip.shadow, strip.labels(reader.facts))
    starts = {_offset(strip, place_of(drafts[i])): i for i in stretch.members}
    opened = Cut(0, 0) if stretch.strong else None
    stops = () if stretch.strong else _stops(starts, drafts)
    cuts = cut_cases(
        strip.shadow, found, strong=stretch.strong, opened=opened, paragraph=_paragraphs(strip), known=starts.keys(), stops=stops
    )
    if not stretch.strong:
        cuts = [cut for cut in cuts if cut.tasks and cut.worded]
    elif not stretch.members and not any(cut.tasks or cut.answers >= 0 for cut in cuts):
        cuts = [cut for cut in cuts if _is_whole(strip, cut)]
    elif not _is_gain(starts, drafts, cuts):
        return None
    taken = [i for at, i in starts.items() if _cut_at(cuts, at) is not None]
    if not cuts or any(_is_choice(strip, drafts[i], cuts) for i in taken):
        return None
    made = _build(stretch, reader, strip, cuts)
    if made is None:
        return None
    _empty(stretch.groups, made)
    return taken, made


def _offset(strip: Strip, place: Place) -> int:
    """Where a place of the document lies in a strip."""
    row = max(0, bisect_right(strip.lines, place.line) - 1)
    return strip.starts[row] + max(0, place.offset - strip.shifts[row])


def _stops(starts: dict[int, int], drafts: Sequence[Draft]) -> list[int]:
    """Where questions begin that count on from none before."""
    found = []
    before: Draft | None = None
    for at in sorted(starts):
        draft = drafts[starts[at]]
        if draft.options or before is None or draft.style != before.style or draft.value != before.value + 1:
            found.append(at)
        before = draft
    return found


_MOST_ROWS = 60


def _paragraphs(strip: Strip) -> Callable[[int], int]:
    def start_of(offset: int) -> int:
        """Where the paragraph around an offset begins: below a blank line, a few dozen lines above at most."""
        row = bisect_right(strip.starts, offset) - 1
        first = max(0, row - _MOST_ROWS)
        while row > first and strip.lines[row] - strip.lines[row - 1] <= 1:
            row -= 1
        return strip.starts[row]

    return start_of


_LEAST_WHOLE = 40


def _is_whole(strip: Strip, cut: Cut) -> bool:
    """Whether a text below a heading of cases is one case without numbers: long, and it asks."""
    text = strip.shadow[cut.begin : cut.end].strip()
    return len(text) >= _LEAST_WHOLE and (cut.labelled or "?" in text[-200:]) and asks(text[-200:])


def _is_gain(starts: dict[int, int], drafts: Sequence[Draft], cuts: Sequence[Cut]) -> bool:
    """Whether the cuts tell more than the questions as read so far, and swallow none of them."""
    if not any(cut.tasks or cut.answers >= 0 for cut in cuts):
        return False
    begun = {cut.start for cut in cuts}
    numbered = {at for at, i in starts.items() if drafts[i].style}
    if numbered == {cut.start for cut in cuts if cut.value and cut.style != "case"} and len(numbered) == len(cuts):
        return False
    begun |= {task.start for cut in cuts for task in cut.tasks}
    return all(at in begun or ((cut := _cut_at(cuts, at)) is not None and 0 <= cut.answers <= at) for at in numbered)


def _is_choice(strip: Strip, draft: Draft, cuts: Sequence[Cut]) -> bool:
    """Whether a question has options that are not themselves the tasks ``①``, ``(a)`` of a case."""
    if not draft.options:
        return False
    at = min((_offset(strip, draft.strip.place(begin)) for begin, _ in draft.option_spans), default=-1)
    cut = _cut_at(cuts, at)
    if cut is None:
        return True
    ringed = any("\u2460" <= c <= "\u2487" for c in strip.shadow[max(0, at - 3) : at + 1])
    if ringed and 0 <= cut.answers <= at:
        return False  # a list inside an answer
    return not (cut.tasks and cut.worded and cut.tasks[0].start <= at <= cut.tasks[0].end + 4)


def _cut_at(cuts: Sequence[Cut], at: int) -> Cut | None:
    """The cut that holds an offset; cuts rise."""
    index = bisect_right(cuts, at, key=lambda cut: cut.start) - 1
    return cuts[index] if index >= 0 and at < cuts[index].end else None


def _build(stretch: Stretch, reader: Reader, strip: Strip, cuts: Sequence[Cut]) -> list[Draft] | None:
    made: list[Draft] = []
    for cut in cuts:
        if cut.tasks:
            case = reader.case(strip, cut, stretch.section)
            if case is None:
                return None
            made.append(case)
        elif cut.answers >= 0:
            made.append(reader.answered(strip, cut, stretch.section))
        elif (cut.value and cut.labelled) or _is_whole(strip, cut):
            draft = reader.plain(strip, cut, stretch.section)
            made += [draft] if draft is not None else []
    return made


def _empty(groups: Sequence[Shared], made: Sequence[Draft]) -> None:
    """The texts of groups that have become scenarios belong to their cases alone."""
    starts = [place_of(draft) for draft in made]
    for group in groups:
        index = bisect_right(starts, group.strip.place(0)) - 1
        if index >= 0 and group.strip.place(0) < end_of(made[index].strip):
            group.roles, group.options, group.context = [], [], ""


_LEAST_CONTEXT = 25
_MAX_OWN = 100


def _share(stretch: Stretch, drafts: Sequence[Draft], groups: list[Shared], members: list[list[Draft]], reader: Reader) -> None:
    """Makes the scenario above the questions of a stretch their context."""
    own = [drafts[i] for i in stretch.members]
    first = min(place_of(draft) for draft in own)
    strip = reader.strip(stretch.start, first)
    text = strip.shadow.strip()
    grouped = {id(draft) for group in members for draft in group}
    if len(text) < _LEAST_CONTEXT or (len(text) < 160 and INSTRUCTION.search(text)) or any(id(draft) in grouped for draft in own):
        return
    if any(not draft.options and len(draft.stem) > _MAX_OWN for draft in own):
        return
    groups.append(Shared(strip, [], join_wrapped(strip.text, reader.wrap).strip(), [(0, len(strip.text), "context")]))
    members.append(own)


def _settle_one(draft: Draft, reader: Reader) -> Draft:
    """A question, its tasks told apart from its scenario where it has any."""
    draft.rubric = rubric_items(draft.rubric) if draft.rubric else draft.rubric
    kind = draft.kind or draft.section.kind
    told = draft.inline or draft.ticked or draft.blanks or (draft.options and kind not in ("short", "case"))
    if kind not in (None, "short", "case") or told or not draft.strip.lines or (kind != "case" and not has_tasks(draft.strip.shadow)):
        return draft
    at = draft.roles[0][1] if draft.roles and draft.roles[0][0] == 0 and draft.roles[0][2] == "label" else 0
    strip = draft.strip
    found = [token for token in tokens(strip.shadow, strip.labels(reader.facts)) if token.start >= at]
    opened = Cut(0, at, style="own", value=draft.value)
    cuts = cut_cases(strip.shadow, found, strong=kind == "case", opened=opened, paragraph=_paragraphs(strip), known=frozenset(), stops=())
    if len(cuts) != 1 or not cuts[0].tasks or len(cuts[0].tasks) < _LEAST_TASKS or _is_choice(strip, draft, cuts):
        return draft
    case = reader.case(strip, cuts[0], draft.section)
    if case is None:
        return draft
    case.number, case.value, case.style, case.context = draft.number, draft.value, draft.style, draft.context
    case.points, case.difficulty, case.group = case.points or draft.points, draft.difficulty, draft.group
    case.images, case.line = draft.images, draft.line
    return case


_LEAST_TASKS = 2
