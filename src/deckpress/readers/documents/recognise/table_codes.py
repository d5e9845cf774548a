"""What the words and codes of a table's column of kinds mean: by the vocabulary, else by what the rows with a code have in common.

Exports of exam systems write the kind as a number (1, 2, 3) that no standard fixes. The rows show it: all answers true or false,
some answer of several letters, options in every row. A code that its rows do not explain stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from deckpress.readers.documents.recognise.answers import read_letters, read_truth
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.table_grid import Row
from deckpress.readers.documents.recognise.table_layout import Layout
from deckpress.readers.documents.recognise.table_words import kind_named

__all__ = ["NO_KIND", "Kind", "Kinds", "kinds_of"]


class Kind(NamedTuple):
    """``strict``: several answers are ruled out (单选, not 选择题). ``review``: how the answers were read, for a person to check."""

    kind: FoundKind | None
    strict: bool = False
    review: str = ""


NO_KIND = Kind(None)
Kinds = Mapping[str, Kind]
"""By the text of the cell in the column of kinds."""

_LONGEST = 12
"""Characters of a code, and of an answer that is true or false."""
_NUMBERED_TRUTH = "true or false as a number: 1 read as true, 2 as false"
_BLANK = re.compile(r"__|[(（]\s{0,40}[)）]")


@dataclass(slots=True)
class _Use:
    """How many of the rows with one code hold what; ``values`` are the first few different answers."""

    rows: int = 0
    with_options: int = 0
    answers: int = 0
    several: int = 0
    letters: int = 0
    truths: int = 0
    blanks: int = 0
    values: set[str] = field(default_factory=set)


def kinds_of(rows: Iterable[tuple[Layout, Row]]) -> Kinds:
    """The kinds that the cells of the kinds' columns name. Linear in the rows."""
    kinds: dict[str, Kind] = {}
    uses: dict[str, _Use] = {}
    for layout, row in rows:
        text = next((row[place].text for place in layout.places("kind") if place in row), "")
        if not text:
            continue
        if text not in kinds:
            kinds[text] = Kind(*kind_named(text))
        kind = kinds[text].kind
        if kind == "truefalse" or (kind is None and len(text) <= _LONGEST):
            _count(uses.setdefault(text, _Use()), layout, row)
    chooses = any(use.with_options > 0.5 * use.rows for use in uses.values())
    for text, use in uses.items():
        kind = kinds[text].kind or _inferred(use, chooses=chooses)
        kinds[text] = Kind(kind, False, _NUMBERED_TRUTH if kind == "truefalse" and "2" in use.values else "")
    return kinds


def _count(use: _Use, layout: Layout, row: Row) -> None:
    use.rows += 1
    use.with_options += any(place in row for role in ("option", "options", "wrong") for place in layout.places(role))
    use.blanks += any(_BLANK.search(row[place].text) is not None for place in layout.places("stem") if place in row)
    answer = "\n".join(row[place].text for place in layout.places("answer") if place in row)
    if not answer:
        return
    use.answers += 1
    letters = read_letters(answer) if len(answer) <= 40 else None
    use.letters += letters is not None
    use.several += letters is not None and len(letters) > 1
    use.truths += len(answer) <= _LONGEST and read_truth(answer) is not None
    if len(use.values) < 4:
        use.values.add(answer)


def _inferred(use: _Use, *, chooses: bool) -> FoundKind | None:
    """The kind that nearly all rows of a code agree with; ``chooses``: other codes have options, so this is not one of the choices."""
    if not use.answers:
        return None
    if use.with_options < 0.2 * use.rows:
        if use.truths == use.answers or (chooses and (use.values <= {"0", "1"} or use.values <= {"1", "2"})):
            return "truefalse"
        if use.letters < 0.5 * use.answers:
            return "cloze" if use.blanks > 0.8 * use.rows else "short"
        return None
    if use.with_options < 0.8 * use.rows or use.letters < 0.8 * use.answers:
        return None
    return "multiple" if use.several > 0.3 * use.answers else "single"
