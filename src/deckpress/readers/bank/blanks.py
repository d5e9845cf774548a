"""The blanks of a fill-in: ``{{answer}}``, ``{{answer::hint}}``, ``{{c1::answer}}``, ``{{c1,2::answer::hint}}`` and ``____``.

An answer may hold ``::`` and ``}}``: braces inside it are counted, so that ``{{$\\frac{1}{\\sqrt{2}}$}}`` is one blank; code and
formulas are skipped; where several ``::`` remain, the last one divides answer and hint, and an empty hint
(``{{std::vector::}}``) says there is none.
A backslash before a brace or colon makes it text (in Markdown).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from deckpress.model import Blank

__all__ = ["MAX_BLANKS", "UNDERSCORES", "BlankProblem", "has_blanks", "number_blanks", "parse_blanks", "split_underscores"]

UNDERSCORES = re.compile(r"_{3,}|＿{2,}")
"""A run of underlines that asks for an answer."""
_OPEN = re.compile(r"\{\{(?:c(\d{1,4}(?:,\d{1,4})*)::)?")
_MARK = re.compile(r"\\[\\{}:`$]|`+|\$\$?|\{\{(?:c\d{1,4}(?:,\d{1,4})*::)?|[{}]|::")
_PLAIN_MARK = re.compile(r"\{\{(?:c\d{1,4}(?:,\d{1,4})*::)?|[{}]|::")
MAX_BLANKS = 500
"""Blanks in one question; Anki makes no more cards of a note."""
MAX_NESTING = 8
"""Blanks within blanks; Anki itself shows at most eight."""


class BlankProblem(ValueError):
    """A blank that does not close, is empty or lies too deep; ``offset`` counts characters of the text."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message, self.offset = message, offset


def has_blanks(text: str) -> bool:
    """Whether a stem asks to be filled in."""
    return "{{" in text or UNDERSCORES.search(text) is not None


@dataclass(slots=True)
class _Open:
    """A blank being read: its numbers as written, where it opens, its content so far; ``divider`` is the last ``::`` in that."""

    numbers: tuple[int, ...]
    at: int
    content: list[str | Blank] = field(default_factory=list)
    depth: int = 0
    divider: int = -1


def parse_blanks(text: str, *, plain: bool = False) -> tuple[str | Blank, ...]:
    """The text cut at its blanks; a blank without a number has none yet (see `number_blanks`). Raises `BlankProblem`."""
    mark = _PLAIN_MARK if plain else _MARK
    out: list[str | Blank] = []
    stack: list[_Open] = []
    at = literal = count = 0
    while match := mark.search(text, at):
        sign, start, at = match[0], match.start(), match.end()
        if sign.startswith("{{"):
            count += 1
            _append(stack[-1].content if stack else out, text[literal:start])
            stack.append(_opened(sign, start, count, len(stack)))
            literal = at
        elif sign[0] in "`$":
            at = _skip(text, sign, at)
        elif not stack or sign[0] == "\\":
            continue
        elif sign == "{":
            stack[-1].depth += 1
        elif sign == "}":
            top = stack[-1]
            if top.depth:
                top.depth -= 1
            elif text.startswith("}", at):
                at += 1
                _append(top.content, text[literal:start])
                literal = at
                stack.pop()
                _append(stack[-1].content if stack else out, _close(top))
        elif sign == "::" and not stack[-1].depth:
            top = stack[-1]
            _append(top.content, text[literal:start])
            literal = at
            top.divider = len(top.content)
            top.content.append("::")
    if stack:
        raise BlankProblem("this blank is never closed with '}}'", stack[-1].at)
    _append(out, text[literal:])
    return _merge(out)


def _opened(sign: str, start: int, count: int, depth: int) -> _Open:
    if count > MAX_BLANKS:
        raise BlankProblem(f"more than {MAX_BLANKS} blanks: split the question", start)
    if depth >= MAX_NESTING:
        raise BlankProblem(f"blanks are nested more than {MAX_NESTING} deep", start)
    numbers = sign[3:-2].split(",") if sign != "{{" else []
    return _Open(tuple(int(number) for number in numbers), start)


def _append(content: list[str | Blank], piece: str | Blank) -> None:
    if piece != "":
        content.append(piece)


def _merge(content: list[str | Blank]) -> tuple[str | Blank, ...]:
    merged: list[str | Blank] = []
    words: list[str] = []
    for piece in content:
        if isinstance(piece, str):
            words.append(piece)
            continue
        if words:
            merged.append("".join(words))
            words = []
        merged.append(piece)
    if words:
        merged.append("".join(words))
    return tuple(merged)


def _skip(text: str, sign: str, at: int) -> int:
    """The place after a code span or formula that opens with ``sign``; right after the sign where it closes nowhere."""
    end = text.find(sign, at)
    if end < 0 or "\n\n" in text[at:end]:
        return at
    if sign[0] == "$" and (end == at or text[at : at + 1].isspace()):
        return at
    if "{{" in text[at:end]:  # blanks inside code or a formula are blanks
        return at
    return end + len(sign)


def _close(top: _Open) -> Blank:
    hint = ""
    content = top.content
    if top.divider >= 0:
        after = content[top.divider + 1 :]
        if all(isinstance(piece, str) for piece in after):
            hint = "".join(piece for piece in after if isinstance(piece, str))
            content = content[: top.divider]
    merged = _merge(content)
    if not merged or (len(merged) == 1 and isinstance(merged[0], str) and not merged[0].strip()):
        raise BlankProblem("this blank has no answer in it", top.at)
    if 0 in top.numbers:
        raise BlankProblem("blanks are numbered from c1", top.at)
    return Blank(top.numbers, merged, hint)


def number_blanks(content: tuple[str | Blank, ...]) -> tuple[str | Blank, ...]:
    """Gives each blank without a number the lowest one not used, in the order of the text."""
    used: set[int] = set()
    _collect(content, used)
    free = (number for number in range(1, 20_000) if number not in used)

    def numbered(pieces: tuple[str | Blank, ...]) -> tuple[str | Blank, ...]:
        out: list[str | Blank] = []
        for piece in pieces:
            if isinstance(piece, str):
                out.append(piece)
                continue
            numbers = piece.numbers or (next(free),)
            out.append(Blank(numbers, numbered(piece.content), piece.hint))
        return tuple(out)

    return numbered(content)


def _collect(content: tuple[str | Blank, ...], used: set[int]) -> None:
    for piece in content:
        if isinstance(piece, Blank):
            used.update(piece.numbers)
            _collect(piece.content, used)


def split_underscores(text: str, answers: tuple[str, ...]) -> tuple[str | Blank, ...] | None:
    """The text with its underlines filled by the answers in order; None where their numbers differ."""
    pieces = UNDERSCORES.split(text)
    if len(pieces) - 1 != len(answers):
        return None
    out: list[str | Blank] = []
    for index, piece in enumerate(pieces):
        _append(out, piece)
        if index < len(answers):
            out.append(Blank((index + 1,), (answers[index],)))
    return tuple(out)
