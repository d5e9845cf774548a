"""What the words and codes of a table's column of kinds mean: by the vocabulary, else by what the rows with a code have in common.

Exports of exam systems write the kind as a number (1, 2, 3) that no standard fixes. The rows show it: all answers true or false,
some answer of several letters, options in every row. A code that its rows do not explain stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deckpress.readers.documents.recognise.answers import read_letters, read_truth
from deckpress.readers.documents.recognise.result import FoundKind
from deckpress.readers.documents.recognise.table_layout import Layout
from deckpress.readers.documents.recognise.table_grid import Row
from deckpress.readers.documents.recognise.table_words import kind_named

__all__ = ["Kinds", "kinds_of"]

Kinds = Mapping[str, tuple[FoundKind | None, bool]]
"""By the cell's text: the kind, and whether it rules several answers out."""

_LONGEST_CODE = 12
_TRUTH_NUMBERS = ({"1", "0"}, {"1", "2"}, {"1"}, {"0"}, {"2"})


@dataclass(slots=True)
class _Use:
    """What the rows with one code hold."""

    rows: int = 0
    with_options: int = 0
    several: int = 0
    letters: int = 0
    truths: int = 0
    blanks: int = 0
    numbers: int = 0
    answers: int = 0
    values: set[str] | None = None


def kinds_of(rows: Iterable[tuple[Layout, Row]]) -> Kinds:
    """The kinds that the cells of the kinds' columns name. Linear in the rows."""
    kinds: dict[str, tuple[FoundKind | None, bool]] = {}
    uses: dict[str, _Use] = {}
    for layout, row in rows:
        text = next((row[place].text for place in layout.places("kind") if place in row), "")
        if not text:
            continue
        if text not in kinds:
            kinds[text] = kind_named(text)
        if kinds[text][0] is None and len(text) <= _LONGEST_CODE:
            _count(uses.setdefault(text, _Use(values=set())), layout, row)
    for text, use in uses.items():
        kinds[text] = (_inferred(use, [other for other in uses.values() if other is not use]), False)
    return kinds


def _count(use: _Use, layout: Layout, row: Row) -> None:
    use.rows += 1
    use.with_options += any(place in row for role in ("option", "options", "wrong") for place in layout.places(role))
    use.blanks += any("__" in row[place].text or "（" in row[place].text for place in layout.places("stem") if place in row)
    texts = [row[place].text for place in layout.places("answer") if place in row]
    if not texts:
        return
    use.answers += 1
    answer = texts[0] if len(texts) == 1 else "\n".join(texts)
    letters = read_letters(answer) if len(answer) <= 40 else None
    use.letters += letters is not None
    use.several += letters is not None and len(letters) > 1
    use.truths += len(answer) <= _LONGEST_CODE and read_truth(answer) is not None
    use.numbers += answer in {"0", "1", "2"}
    if use.values is not None and len(use.values) < 4:
        use.values.add(answer)


def _inferred(use: _Use, others: Sequence[_Use]) -> FoundKind | None:
    """The kind that nearly all rows of a code agree with."""
    if not use.answers:
        return None
    if use.with_options < 0.2 * use.rows:
        numbered = use.numbers == use.answers and use.values in _TRUTH_NUMBERS and any(o.with_options > 0.5 * o.rows for o in others)
        if use.truths == use.answers or numbered:
            return "truefalse"
        if use.letters < 0.5 * use.answers:
            return "cloze" if use.blanks > 0.8 * use.rows else "short"
        return None
    if use.with_options < 0.8 * use.rows or use.letters < 0.8 * use.answers:
        return None
    return "multiple" if use.several > 0.3 * use.answers else "single"
