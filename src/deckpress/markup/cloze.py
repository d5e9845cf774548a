"""Fill-ins: a text with blanks → Anki's cloze HTML.

The pieces are joined into one text in which marks stand for the blanks' edges, that text is rendered, and the marks become
``{{c1::``, ``::hint`` and ``}}``. So Markdown works across blanks, and nothing in a text can pass for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from re import Match

from deckpress.markup.contract import MAX_DEPTH, MAX_TEXT, MarkupError
from deckpress.markup.emitter import Emitter
from deckpress.markup.seal import CLOSE, FORMULA, MARK, OPEN, clean, index_of, mark, seal
from deckpress.markup.tex import hint_text
from deckpress.model import Blank

__all__ = ["finish", "join", "numbers"]


def join(content: Sequence[str | Blank]) -> tuple[str, list[Blank]]:
    """One clean text with marks, and the blanks by index. Raises `MarkupError` past a limit."""
    parts: list[str] = []
    blanks: list[Blank] = []
    depth = 0
    waiting: list[str | Blank | int] = [*content[::-1]]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, int):
            parts.append(mark(CLOSE, piece))
            depth -= 1
        elif isinstance(piece, Blank):
            depth += 1
            if not piece.numbers or min(piece.numbers) < 1:
                raise MarkupError("a blank must belong to a card: its number counts from 1")
            if depth > MAX_DEPTH:
                raise MarkupError(f"blanks are nested too deeply: Anki reads at most {MAX_DEPTH} in one another")
            parts.append(mark(OPEN, len(blanks)))
            waiting.append(len(blanks))
            waiting.extend(piece.content[::-1])
            blanks.append(piece)
        else:
            parts.append(clean(piece))
    if sum(map(len, parts)) + sum(len(blank.hint) for blank in blanks) > MAX_TEXT:
        raise MarkupError(f"the text is too long: over {MAX_TEXT:,} characters")
    return "".join(parts), blanks


def numbers(content: Sequence[str | Blank]) -> tuple[int, ...]:
    """The numbers of all blanks, those in blanks too, rising, each once."""
    found: set[int] = set()
    waiting = list(content)
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, Blank):
            found.update(piece.numbers)
            waiting.extend(piece.content)
    return tuple(sorted(found))


def finish(emitter: Emitter, blanks: Sequence[Blank], hints: Sequence[str]) -> str:
    """The emitter's HTML, sealed, with Anki's braces for the marks.

    ``hints`` are the blanks' hints as guarded HTML. Raises `MarkupError` where a card would be left without its blank.
    """
    html = seal(emitter.finish())
    shown = {number for index in emitter.shown for number in blanks[index].numbers}
    lost = set(numbers(blanks)) - shown
    if lost:
        raise MarkupError(
            f"the blank of card {min(lost)} stands where nothing can be hidden: "
            "in the address or description of a link or an image, past the last column of a table, or beside a code block's language"
        )

    def braces(found: Match[str], hint: str) -> str:
        if found[1] == OPEN:
            return f"{{{{c{','.join(map(str, blanks[index_of(found)].numbers))}::"
        return f"::{hint}}}}}" if hint else "}}"

    def in_text(found: Match[str]) -> str:
        if found[1] == FORMULA:
            return MARK.sub(in_formula, emitter.formulas[index_of(found)])
        return braces(found, hints[index_of(found)])

    def in_formula(found: Match[str]) -> str:
        return braces(found, hint_text(blanks[index_of(found)].hint))

    # The one kind of answer that Anki would draw as a picture's mask, with attributes made of its text.
    return MARK.sub(in_text, html).replace("::image-occlusion:", "::<span>i</span>mage-occlusion:")
