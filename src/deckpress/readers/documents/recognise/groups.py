"""Questions that share options, a text or one line of answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.options import OptionSpan, find_options
from deckpress.readers.documents.recognise.result import PieceRole
from deckpress.readers.documents.recognise.shadow import width
from deckpress.readers.documents.recognise.strip import Strip, join_wrapped

__all__ = ["Shared", "adopt_children", "last_option_end", "read_shared", "settle_groups"]


@dataclass(slots=True)
class Shared:
    """What a group shares; ``roles`` are stretches of ``strip``. ``members`` are indices of drafts."""

    strip: Strip
    options: list[str] = field(default_factory=list)
    context: str = ""
    roles: list[tuple[int, int, PieceRole]] = field(default_factory=list)
    members: list[int] = field(default_factory=list)


def read_shared(strip: Strip, wrap: int) -> Shared:
    """The options and the text that stand below a group's heading."""
    spans = find_options(strip.shadow, 0, len(strip.text))
    begin = min((span.start for span in spans), default=len(strip.text))
    texts, ends, behind = [], [], len(strip.text)
    for span in spans:
        end = last_option_end(strip, spans, span)
        behind = end if end < span.end else behind
        ends.append(end)
        texts.append(join_wrapped(strip.text[span.begin : end], 1).strip())
    context = "\n".join(x for x in (join_wrapped(strip.text[:begin], wrap).strip(), join_wrapped(strip.text[behind:], wrap).strip()) if x)
    shared = Shared(strip, texts, context)
    shared.roles = [
        (0, begin, "context"),
        *((s.start, end, "option") for s, end in zip(spans, ends, strict=True)),
        (behind, len(strip.text), "context"),
    ]
    return shared


def last_option_end(strip: Strip, spans: Sequence[OptionSpan], span: OptionSpan) -> int:
    """Where an option ends: the last one (by place) before lines that no other option has, unless its line was full."""
    last = max(spans, key=lambda s: s.start)
    if span != last:
        return span.end
    others = max((strip.shadow.count("\n", s.begin, s.end - 1) for s in spans if s != last), default=0)
    rows = [row for row, start in enumerate(strip.starts) if last.begin < start < last.end]
    if others or not rows:
        return last.end
    widest = max(width(line) for line in strip.text.split("\n"))
    for row in rows:
        before = strip.text[strip.starts[row - 1] : strip.row_end(row - 1)]
        if width(before.strip()) < 0.8 * widest and strip.text[strip.starts[row] - 1] == "\n":
            return strip.starts[row]
    return last.end


_LETTER = re.compile(r"[A-Ha-h]")


def settle_groups(drafts: Sequence[Draft], groups: Sequence[Shared]) -> None:
    """Gives members the shared options and text, and deals out an answer line that holds one letter a member."""
    for group in groups:
        members = [drafts[i] for i in group.members]
        for draft in members:
            if group.context and not draft.context:
                draft.context = group.context
            if group.options and not draft.options:
                draft.options = list(group.options)
        if len(members) > 1 and all(m.answer is None and m.inline is None for m in members[:-1]) and members[-1].answer:
            letters = _LETTER.findall(members[-1].answer.upper().split("\n")[0])
            if len(letters) == len(members) and re.fullmatch(r"[\sA-Ha-h\d.,，、;；:：/|()（）-]+", members[-1].answer):
                for draft, letter in zip(members, letters, strict=True):
                    draft.answer = letter
                    draft.explanation = draft.explanation or members[-1].explanation


def adopt_children(drafts: list[Draft], groups: list[Shared]) -> list[Draft]:
    """Questions (1), (2) … with options below a numbered one without: that one is their shared text, its number theirs."""
    result: list[Draft] = []
    moved: dict[int, int] = {}
    before = len(groups)
    at = 0
    while at < len(drafts):
        parent = drafts[at]
        end = at + 1
        while end < len(drafts) and drafts[end].style == "(n)" and drafts[end].value == end - at and drafts[end].section is parent.section:
            end += 1
        children = drafts[at + 1 : end]
        fits = len(children) >= 2 and parent.style != "(n)" and not parent.options and not parent.answer and not parent.inline
        if fits and all(len(child.options) >= 2 for child in children):
            shared = Shared(parent.strip, [], parent.stem, [(0, len(parent.strip.text), "context")])
            for child in children:
                child.number = f"{parent.number} ({child.value})"
                child.value, child.style, child.context = parent.value, parent.style, parent.stem
                moved[at + 1 + len(shared.members)] = len(result) + len(shared.members)
                shared.members.append(len(result) + len(shared.members))
            groups.append(shared)
            result += children
        else:
            for i in range(at, end):
                moved[i] = len(result)
                result.append(drafts[i])
        at = end
    for group in groups[:before]:
        group.members = [moved[i] for i in group.members if i in moved]
    return result
