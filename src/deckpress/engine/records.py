"""Plain records of what Anki holds and does, and the two ways in which it says no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from deckpress.errors import DeckpressError

__all__ = [
    "OUTCOMES", "ImportResult", "PackageRefusedError", "Rendered", "RenderedParts", "ScratchCard", "ScratchNote", "TemplateBrokenError",
]  # fmt: skip

OUTCOMES = (
    "new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype", "missing_deck", "empty_first_field",
)  # fmt: skip


class PackageRefusedError(DeckpressError):
    """Anki would not import the package; the text is Anki's own."""


class TemplateBrokenError(DeckpressError):
    """Anki shows an error in place of the card; the text is Anki's own, as HTML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What an import did: for each outcome the ids of the notes, in the package's order.

    ``new`` and ``updated`` were written; ``duplicate`` were left as they are (the package's are no newer);
    ``conflicting`` were left because their note type has other fields here.
    """

    new: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()
    duplicate: tuple[int, ...] = ()
    conflicting: tuple[int, ...] = ()
    first_field_match: tuple[int, ...] = ()
    missing_notetype: tuple[int, ...] = ()
    missing_deck: tuple[int, ...] = ()
    empty_first_field: tuple[int, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Outcome → number of notes, without the outcomes that no note had."""
        return {name: len(ids) for name in OUTCOMES if (ids := getattr(self, name))}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScratchNote:
    """A note as it lies in the collection. ``fields`` in the order of the note type, values are HTML; ``mod`` in Unix seconds."""

    id: int
    guid: str
    notetype: str
    fields: dict[str, str]
    tags: tuple[str, ...]
    mod: int
    usn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScratchCard:
    """A card. ``ord`` counts templates (or clozes) from 0; ``due`` is a position for a new card (``queue`` 0), a day
    number for a review card; ``ivl`` in days, negative in seconds; ``flag`` from 0 (none) to 7."""

    id: int
    note_id: int
    ord: int
    deck: str
    type: int
    queue: int
    due: int
    ivl: int
    reps: int
    flag: int


class Rendered(NamedTuple):
    """The two sides of a card as a learner's browser gets them, and the note type's CSS."""

    question: str
    answer: str
    css: str


class RenderedParts(NamedTuple):
    """The two sides before sound and LaTeX tags are replaced; ``blank`` is Anki's own word that
    the front shows no field; its sentence about it then ends ``question``."""

    question: str
    answer: str
    blank: bool
