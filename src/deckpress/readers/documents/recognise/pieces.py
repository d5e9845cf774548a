"""The ledger: every visible character of the document in exactly one piece."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from operator import itemgetter

from deckpress.readers.documents.blocks import Line
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.result import Piece, PieceRole

__all__ = ["Ledger"]


class Ledger:
    """Claims on stretches of lines. Where two overlap, the earlier claim holds; what nobody claims is left out with a reason."""

    def __init__(self, lines: Sequence[Line], furniture: AbstractSet[int] = frozenset(), articles: AbstractSet[int] = frozenset()) -> None:
        self._lines = lines
        self._articles = articles
        self._furniture = furniture
        self._claims: list[Piece] = []

    def add(self, line: int, start: int, end: int, role: PieceRole, question: int) -> None:
        """Claims ``lines[line].text[start:end]``."""
        if start < end:
            self._claims.append(Piece(line, start, end, role, question))

    def draft(self, index: int, draft: Draft) -> None:
        """Claims what a question has understood of its strip."""
        claims, spans = self._claims, draft.strip.spans
        for start, end, role in draft.roles:
            claims += [Piece(line, a, b, role, index) for line, a, b in spans(start, end)]

    def left_out(self, draft: Draft, why: PieceRole) -> None:
        """Claims a numbered paragraph that is no question."""
        for line, a, b in draft.strip.spans(0, len(draft.strip.text)):
            self.add(line, a, b, why, -1)

    def _default(self, number: int) -> PieceRole:
        """Why a line that nobody claims is left out."""
        if self._lines[number].left_out or number in self._furniture:
            return "furniture"
        return "article" if number in self._articles else "unrecognised"

    def pieces(self) -> list[Piece]:
        """The pieces in document order, without gaps but white space."""
        self._claims.sort(key=itemgetter(0, 1))  # stable: of claims at one place the earlier comes first
        result: list[Piece] = []
        claims, at = self._claims, 0
        for number, line in enumerate(self._lines):
            first = at
            while at < len(claims) and claims[at].line == number:
                at += 1
            text = line.text
            if text and not text.isspace():
                default = self._default(number)
                if at == first + 1 and claims[first].start <= len(text) - len(text.lstrip()) and claims[first].end >= len(text.rstrip()):
                    result.append(claims[first])
                else:
                    _settle(result, number, text, claims[first:at], default)
        return result


def _settle(result: list[Piece], number: int, text: str, claims: Sequence[Piece], default: PieceRole) -> None:
    at = 0
    for claim in claims:
        start = max(claim.start, at)
        if start >= claim.end:
            continue
        _fill(result, number, text, at, start, default)
        result.append(claim if start == claim.start else claim._replace(start=start))
        at = claim.end
    _fill(result, number, text, at, len(text), default)


def _fill(result: list[Piece], number: int, text: str, start: int, end: int, default: PieceRole) -> None:
    gap = text[start:end]
    stripped = gap.strip()
    if stripped:
        begin = start + len(gap) - len(gap.lstrip())
        result.append(Piece(number, begin, begin + len(stripped), default, -1))
