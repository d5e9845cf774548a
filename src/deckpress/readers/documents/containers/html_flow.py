"""Text pieces → lines, the way a browser breaks them."""

from __future__ import annotations

from dataclasses import dataclass, field

from deckpress.readers.documents.blocks import Line, Mark
from deckpress.readers.documents.containers.html_fields import squeezed
from deckpress.readers.documents.containers.html_lists import own_mark
from deckpress.readers.documents.containers.html_state import State
from deckpress.readers.documents.containers.html_tables import Table
from deckpress.readers.documents.containers.text import clean
from deckpress.readers.documents.limits import MAX_LINE, MAX_LINES, DocumentError

__all__ = ["Flow"]


@dataclass(slots=True)
class _Pending:
    """A line in the making."""

    pieces: list[str] = field(default_factory=list)
    size: int = 0
    marks: list[Mark] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    number: int = 0
    state: State = field(default_factory=State)

    def add(self, text: str, state: State, number: int) -> None:
        text = clean(text)
        if not state.pre:
            text = squeezed(text)
            if text.startswith(" ") and (not self.pieces or self.pieces[-1].endswith(" ")):
                text = text[1:]
        if not text:
            return
        if not self.pieces:
            self.number, self.state = number, state
        self.pieces.append(text)
        end = self.size + len(text)
        for style, value in state.look:
            self._mark(Mark(self.size, end, style, value))
        self.size = end

    def _mark(self, new: Mark) -> None:
        for at in range(len(self.marks) - 1, max(-1, len(self.marks) - 10), -1):
            old = self.marks[at]
            if old.end == new.start and old[2:] == new[2:]:
                self.marks[at] = old._replace(end=new.end)
                return
        self.marks.append(new)


class Flow:
    """The lines so far, and what waits for the next one: the label of a list item, the tick of a box."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[Line] = []
        self.shown, self.veiled = _Pending(), _Pending()
        self.queue: list[Line] = []
        self.tables: list[Table] = []
        self.item: tuple[int, str] | None = None
        self.checked: bool | None = None

    def text(self, text: str, state: State, number: int) -> None:
        """Text within a line; in kept white space its line feeds break."""
        for count, row in enumerate(text.split("\n") if state.pre else (text,)):
            if count:
                self.flush(kept=True)
            (self.veiled if state.hidden else self.shown).add(row, state, number + count)

    def image(self, name: str, state: State, number: int) -> None:
        """A picture in the line."""
        pending = self.veiled if state.hidden else self.shown
        if not pending.pieces and not pending.images:
            pending.number, pending.state = number, state
        pending.images.append(name)

    def aside(self, line: Line) -> None:
        """A line of its own that belongs behind the line in the making, if there is one."""
        if self.shown.pieces or self.queue:
            self.queue.append(line)
        else:
            self._emit(line)

    def flush(self, *, kept: bool = False) -> bool:
        """Ends the line in the making; whether there was one. ``kept``: an empty line counts, too."""
        shown, self.shown = self.shown, _Pending()
        made = bool(shown.pieces or shown.images)
        if made:
            self._show(shown)
        elif kept and not self.veiled.pieces:
            self._emit(Line(text="", number=self.lines[-1].number if self.lines else 1, role="code"))
        if self.veiled.pieces:
            veiled, self.veiled = self.veiled, _Pending()
            line = _line(veiled)
            line.role = "hidden"
            if line.text:
                self._emit(line)
        queue, self.queue = self.queue, []
        for line in queue:
            self._emit(line)
        return made

    def blank(self, number: int) -> None:
        """An empty line, as between paragraphs; never two."""
        if self.lines and (self.lines[-1].text or self.lines[-1].images):
            self._emit(Line(text="", number=number))

    def pending_text(self) -> str:
        """What the line in the making says so far, at most some characters of it."""
        return "".join(self.shown.pieces[:20])[:100].strip()

    def _show(self, pending: _Pending) -> None:
        line = _line(pending)
        if not line.text and not line.images:
            return
        if self.item is not None and line.text:
            level, label = self.item
            self.item = None
            line.level = level
            line.role = "item"
            if label and not own_mark(line.text):
                line.label, line.text = label, label + line.text
                line.marks = tuple(mark._replace(start=mark.start + len(label), end=mark.end + len(label)) for mark in line.marks)
        if pending.state.pre:
            line.role = "code"
        if pending.state.level:
            line.role, line.level = "heading", pending.state.level
            self.checked = None  # a box above a heading is no option's
        elif self.checked is not None and line.text:
            line.role, line.checked = "choice", self.checked
            self.checked = None
        self._emit(line)

    def _emit(self, line: Line) -> None:
        if len(self.lines) >= MAX_LINES:
            raise DocumentError(f"{self.name}: the page has more than {MAX_LINES:,} lines.\n  Split it into parts and import each.")
        if len(line.text) > MAX_LINE:
            raise DocumentError(
                f"{self.name}:{line.number}: the line is longer than {MAX_LINE:,} characters.\n  Break it into lines and try again."
            )
        if self.tables and self.tables[-1].cell is not None:
            line.cell = self.tables[-1].cell
            self.tables[-1].lines.append(len(self.lines))
        self.lines.append(line)


def _line(pending: _Pending) -> Line:
    text = "".join(pending.pieces)
    if not pending.state.pre:
        text = text.rstrip(" ")
    marks = tuple(mark._replace(end=min(mark.end, len(text))) for mark in pending.marks if mark.start < len(text))
    return Line(
        text=text.replace("\n", " "), number=pending.number, marks=marks, images=tuple(pending.images), left_out=pending.state.furniture
    )
