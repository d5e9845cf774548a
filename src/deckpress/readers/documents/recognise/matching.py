"""Matching questions: two columns, the left one numbered, the right one lettered; each left item becomes a choice among the right ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deckpress.readers.documents.recognise.draft import Draft

__all__ = ["settle_matching"]

_PAIR = re.compile(r"(?P<left>\S[^\n]{0,200}?)[ ]{2,60}(?P<mark>[(]?(?P<letter>[A-Za-z])\s?[.)、:])\s{0,4}(?P<right>\S[^\n]{0,300})")
_FURTHER = re.compile(r"\n[ ]*(?P<mark>[(]?(?P<letter>[A-Za-z])\s?[.)、:])\s{0,4}(?P<right>\S[^\n]{0,300})")
_MATCHES = re.compile(
    r"\bmatch(?:ing)?\b|连线|匹配|配对|对应连接|zuordn|zuordnen|associe[rz]|reliez|relacion[ae]|empareja|associe|abbina|сопостав|соотнес|соответстви|짝짓|線で結",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    r"\n[ ]*(?:column|list|group|set|spalte|columna|coluna|colonne|столбец|第?[二右2B]?[栏列])\s?(?:B|II|2|Б|二|右)?\s?[:：]?[ ]*\n?\s*\Z",
    re.IGNORECASE,
)
_LEAST = 3
_MOST = 20


class _Row(NamedTuple):
    """Offsets in a draft's strip: the left item, the letter's mark, the right item."""

    left: tuple[int, int]
    mark: int
    right: tuple[int, int]
    letter: int


def settle_matching(drafts: Sequence[Draft]) -> None:
    """Gives the questions of each matching list all its right items as options, and marks for review what only says that it is one."""
    for run in _runs(drafts):
        if not (_settle_rows(run) or _settle_below(run)):
            said = f"{run[0].section.text} {' '.join(run[0].section.headings)}"
            if _MATCHES.search(said) and not any(draft.options for draft in run):
                for draft in run:
                    draft.review.append("a matching question: its two columns are not told apart")


def _runs(drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Questions of one section whose numbers rise by one."""
    run: list[Draft] = []
    for draft in drafts:
        follows = run and draft.section is run[-1].section and draft.style == run[-1].style and draft.value == run[-1].value + 1
        if not follows:
            if len(run) >= _LEAST:
                yield run
            run = []
        run.append(draft)
    if len(run) >= _LEAST:
        yield run


def _settle_rows(run: Sequence[Draft]) -> bool:
    """``1. term    b. meaning``: the columns side by side."""
    stretch: list[tuple[Draft, list[_Row]]] = []
    letters = 0
    for draft in run:
        rows = [] if draft.options or draft.blanks or letters >= _MOST else _rows(draft, letters)
        if not rows:
            break
        letters += len(rows)
        stretch.append((draft, rows))
    if len(stretch) < _LEAST:
        return False
    options = [draft.strip.text[slice(*row.right)].strip() for draft, rows in stretch for row in rows]
    for draft, rows in stretch:
        _place(draft, rows, options)
    return True


def _rows(draft: Draft, letters: int) -> list[_Row]:
    """The row that begins a draft, and the rows below it that go on with the right column alone."""
    s = draft.strip.shadow
    begin = draft.stem_span[0]
    pair = _PAIR.match(s, begin + len(s[begin : begin + 80]) - len(s[begin : begin + 80].lstrip()))
    if pair is None or _index(pair) != letters:
        return []
    rows = [_Row(pair.span("left"), pair.start("mark"), pair.span("right"), letters)]
    at = pair.end()
    while (further := _FURTHER.match(s, at)) is not None and _index(further) == letters + len(rows):
        rows.append(_Row((0, 0), further.start("mark"), further.span("right"), letters + len(rows)))
        at = further.end()
    return rows if not s[at : draft.stem_span[1]].strip() else []


def _index(match: re.Match[str]) -> int:
    return ord(match["letter"].upper()) - 65


def _place(draft: Draft, rows: Sequence[_Row], options: list[str]) -> None:
    left = rows[0].left
    draft.stem, draft.kind, draft.options = draft.strip.text[slice(*left)].strip(), "single", list(options)
    draft.stem_span = left
    draft.roles = [role for role in draft.roles if role[2] != "stem" and role[0] < left[0]] + [(*left, "stem")]
    draft.roles += [(row.mark, row.right[1], "option") for row in rows]


def _settle_below(run: Sequence[Draft]) -> bool:
    """The right column below the left one: the options of its last item are those of all."""
    last = run[-1]
    if len(last.options) < len(run) or any(d.options or d.inline or d.blanks or d.answer or len(d.stem) > 120 for d in run[:-1]):
        return False
    column = _COLUMN.search(last.stem)
    said = f"{last.section.text} {' '.join(last.section.headings)}"
    if column is None and not _MATCHES.search(said):
        return False
    if column is not None:
        last.stem = last.stem[: column.start()].strip()
    for draft in run[:-1]:
        draft.options, draft.kind = list(last.options), "single"
    return True
