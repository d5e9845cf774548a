"""Questions that share options, a text or one line of answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.options import find_options
from deckpress.readers.documents.recognise.result import PieceRole
from deckpress.readers.documents.recognise.strip import Strip, join_wrapped

__all__ = ["Shared", "read_shared", "settle_groups"]


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
    shared = Shared(strip, [join_wrapped(strip.text[s.begin : s.end], 1).strip() for s in spans], join_wrapped(strip.text[:begin], wrap).strip())
    shared.roles = [(0, begin, "context"), *((s.start, s.end, "option") for s in spans)]
    return shared


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
