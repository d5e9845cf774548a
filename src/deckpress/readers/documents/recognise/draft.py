"""A question while it is put together: what its text says, before keys are joined and its kind is settled."""

from __future__ import annotations

from dataclasses import dataclass, field

from deckpress.readers.documents.recognise.result import FoundKind, PieceRole
from deckpress.readers.documents.recognise.strip import Strip

__all__ = ["Draft", "Section"]


@dataclass(slots=True)
class Section:
    """What the headings above a question say. ``number`` tells sections apart, ``part`` the stretch between two answer keys."""

    number: int = 0
    kind: FoundKind | None = None
    chapter: str = ""
    headings: tuple[str, ...] = ()
    points: str = ""
    text: str = ""


@dataclass(slots=True)
class Draft:
    """One question's parts. Offsets are those of ``strip``; ``roles`` cover what has been understood of it.

    ``answer`` is the text of the answer as found (label taken away), ``inline`` an answer that stood in the stem,
    ``ticked`` the options that a box or a style marks. ``group`` names questions that share options, a context or an answer line.
    """

    strip: Strip
    line: int
    section: Section
    number: str = ""
    value: int = 0
    style: str = ""
    kind: FoundKind | None = None
    stem: str = ""
    stem_span: tuple[int, int] = (0, 0)
    options: list[str] = field(default_factory=list)
    option_spans: list[tuple[int, int]] = field(default_factory=list)
    answer: str | None = None
    inline: str | None = None
    blanks: list[str] = field(default_factory=list)
    ticked: tuple[int, ...] = ()
    explanation: str = ""
    rubric: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    context: str = ""
    points: str = ""
    difficulty: int = 0
    group: int = -1
    roles: list[tuple[int, int, PieceRole]] = field(default_factory=list)
    review: list[str] = field(default_factory=list)
    tail: int = -1
    """Offset from which the strip seems to belong to no question any more, -1 for nowhere."""
    images: list[str] = field(default_factory=list)
    cut: tuple[int, int] = (0, 0)
    """An answer between two stretches of the stem."""
