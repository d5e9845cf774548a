"""Writes HTML in which elements and blanks nest, however they overlapped in the source.

A blank that crosses the edge of an element (``**a {{b** c}}``, or an answer of two paragraphs) is closed at the edge and opened again
behind it: two clozes of one number, which Anki hides and shows together.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from deckpress.markup.seal import CLOSE, FORMULA, MARK, OPEN, escape, in_blank, index_of, mark
from deckpress.markup.tex import typeset

__all__ = ["Emitter"]


class _Entry(NamedTuple):
    kind: Literal["block", "inline", "blank"]
    start: str
    end: str
    number: int = -1


class Emitter:
    """Takes blocks, inline elements and text with marks, in order; `finish` gives the HTML, still with marks.

    ``shown`` holds the indices of the blanks that are in the HTML, ``formulas`` the formulas by index.
    """

    def __init__(self) -> None:
        self.shown: set[int] = set()
        self.formulas: list[str] = []
        self._out: list[str] = []
        self._stack: list[_Entry] = []
        # Inline elements and blanks that are open but not yet (or no longer) written: they wait for content.
        self._pending: list[_Entry] = []
        self._blanks = 0

    def block_open(self, start: str, end: str) -> None:
        """Open a block."""
        self._suspend()
        self._out.append(start)
        self._stack.append(_Entry("block", start, end))

    def block_close(self) -> None:
        """Close the innermost block."""
        self._suspend()
        self._out.append(self._stack.pop().end)

    def block(self, html: str) -> None:
        """A block without content."""
        self._suspend()
        self._out.append(html)

    def inline_open(self, start: str, end: str) -> None:
        """Open an inline element."""
        self._pending.append(_Entry("inline", start, end))

    def inline_close(self) -> None:
        """Close the innermost inline element."""
        for at in range(len(self._pending) - 1, -1, -1):
            if self._pending[at].kind == "inline":
                del self._pending[at]
                return
        blanks = []
        while (entry := self._pop()).kind != "inline":
            blanks.append(entry)
        self._pending[:0] = blanks[::-1]

    def html(self, html: str) -> None:
        """Escaped text with marks."""
        at = 0
        for found in MARK.finditer(html):
            self._content(html[at : found.start()])
            if found[1] == OPEN:
                self._open_blank(index_of(found))
            else:
                self._close_blank(index_of(found))
            at = found.end()
        self._content(html[at:])

    def formula(self, source: str, *, display: bool) -> None:
        """A formula; one that must not be rendered is shown as code."""
        opened = {index_of(found) for found in MARK.finditer(source) if found[1] == OPEN}
        html = typeset(source, display=display, cloze=bool(opened or self._blanks))
        if html is None:
            self.inline_open("<code>", "</code>")
            self.html(escape(f"$${source}$$" if display else f"${source}$"))
            self.inline_close()
            return
        self.shown |= opened
        self.formulas.append(html)
        self._content(mark(FORMULA, len(self.formulas) - 1))

    def finish(self) -> str:
        """Close what is open; the HTML."""
        while self._stack:
            self._pop()
        return "".join(self._out)

    def _content(self, html: str) -> None:
        if not html:
            return
        self._flush()
        self._out.append(in_blank(html) if self._blanks else html)

    def _flush(self) -> None:
        for entry in self._pending:
            self._out.append(entry.start)
            self._stack.append(entry)
            if entry.kind == "blank":
                self.shown.add(entry.number)
        self._pending.clear()

    def _pop(self) -> _Entry:
        entry = self._stack.pop()
        self._out.append(entry.end)
        return entry

    def _suspend(self) -> None:
        """Close what is open within the innermost block, to open it again with the next content."""
        waiting = []
        while self._stack and self._stack[-1].kind != "block":
            waiting.append(self._pop())
        self._pending[:0] = waiting[::-1]

    def _open_blank(self, index: int) -> None:
        self._pending.append(_Entry("blank", mark(OPEN, index), mark(CLOSE, index), index))
        self._blanks += 1

    def _close_blank(self, index: int) -> None:
        if index not in self.shown and any(entry.number == index for entry in self._pending):
            self._flush()  # nothing in it is visible; its card must be there all the same
        for at, entry in enumerate(self._pending):
            if entry.number == index:
                self._forget(at)
                return
        if all(entry.number != index for entry in self._stack):
            return
        elements = []
        while (entry := self._pop()).number != index:
            if entry.kind == "blank":  # its own end was lost, in an address for instance
                self._blanks -= 1
            else:
                elements.append(entry)
        self._blanks -= 1
        self._pending[:0] = elements[::-1]

    def _forget(self, at: int) -> None:
        """Drop a waiting blank, and those in it."""
        kept = [entry for entry in self._pending[at:] if entry.kind != "blank"]
        self._blanks -= len(self._pending) - at - len(kept)
        self._pending[at:] = kept
