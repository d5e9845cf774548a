"""Fields (ECMA-376 part 1, 17.16): their result is text, their instruction is not, but for signs that only the instruction holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from deckpress.readers.documents.containers.docx_names import attr, child, is_on, number, qualified
from deckpress.readers.documents.containers.docx_symbols import sign
from deckpress.readers.documents.containers.safe_xml import Element

__all__ = ["Fields", "shown"]

_MOST_INSTRUCTION = 2_000
_MOST_FIELDS = 64
"""Fields inside each other; Word allows 20."""
_CIRCLES = frozenset("○〇◯⚪oO0")
_SWITCH = re.compile(r"\\[a-z]{1,4}\d{0,3}(?:\([^()]{0,40}\))?")


@dataclass(slots=True)
class _Field:
    instruction: list[str] = field(default_factory=list)
    length: int = 0
    box: str = ""
    in_result: bool = False
    contents: bool = False


class Fields:
    """The fields that are open, across runs and paragraphs."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self.in_contents = False
        """The paragraph holds a part of a table of contents."""

    @property
    def hidden(self) -> bool:
        """What comes now belongs to an instruction."""
        return bool(self._open) and any(not found.in_result for found in self._open)

    def begin_paragraph(self) -> None:
        """A paragraph begins: in a table of contents where one is still open."""
        self.in_contents = any(found.contents for found in self._open)

    def mark(self, element: Element) -> str:
        """Takes a ``w:fldChar``; the text that a field without a result stands for."""
        kind = attr(element, "w:fldCharType")
        if kind == "begin" and len(self._open) < _MOST_FIELDS:
            self._open.append(_Field(box=_check_box(element)))
        elif kind in ("separate", "end") and self._open:
            top = self._open[-1]
            text = ""
            if not top.in_result:
                instruction = "".join(top.instruction)
                top.in_result, top.contents = True, instruction.split()[:1] == ["TOC"]
                self.in_contents = self.in_contents or top.contents
                text = top.box or shown(instruction)
            if kind == "end":
                self._open.pop()
            return text if not self.hidden else ""
        return ""

    def instruct(self, text: str) -> None:
        """Takes a ``w:instrText``."""
        if self._open and self._open[-1].length < _MOST_INSTRUCTION:
            self._open[-1].instruction.append(text[:_MOST_INSTRUCTION])
            self._open[-1].length += len(text)

    def end_paragraph(self) -> None:
        """A field that is still at its instruction is broken: it must not swallow the rest of the document."""
        while self.hidden:
            self._open.pop()


def shown(instruction: str) -> str:
    """What an instruction shows that its result does not hold: ``EQ`` formulas and ``SYMBOL``; else empty."""
    words = instruction.split(None, 1)
    name, rest = (words[0].upper(), words[1] if len(words) > 1 else "") if words else ("", "")
    if name == "EQ":
        return _equation(rest[:_MOST_INSTRUCTION])
    return _symbol(rest) if name == "SYMBOL" else ""


def _symbol(text: str) -> str:
    words = text.replace('"', " ").split()
    if not words:
        return ""
    code = int(words[0], 16) if re.fullmatch(r"0[xX][0-9A-Fa-f]{1,4}", words[0]) else number(words[0])
    font = " ".join(words[words.index("\\f") + 1 :]).partition("\\")[0].strip().lower() if "\\f" in words else ""
    return sign(chr(code), font) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFF else ""


def _equation(text: str) -> str:
    r"""``\o\ac(○,1)`` → ①, ``\f(1,2)`` → 1/2, ``\r(3,x)`` → 3√x, ``\s\up5(2)`` → ^2; of others the arguments.

    From the innermost parentheses outwards, each once: the length is bounded.
    """
    stack: list[tuple[str, list[str]]] = [("", [""])]
    for piece in re.findall(r"\\[(),\\]|\\[a-zA-Z]+\d*|[(),;]|[^\\(),;]+|\\", text):
        name, parts = stack[-1]
        if piece == "(":
            stack.append(("", [""]) if not _switches(parts[-1]) else (_take_switches(parts), [""]))
        elif piece == ")" and len(stack) > 1:
            stack.pop()
            stack[-1][1][-1] += _formed(name, parts)
        elif piece in (",", ";") and len(stack) > 1:
            parts.append("")
        else:
            parts[-1] += piece[1:] if piece[0] == "\\" and piece[1:] in ("(", ")", ",", "\\") else piece
    return _SWITCH.sub("", "".join("".join(parts) for _, parts in stack)).strip()


def _switches(text: str) -> str:
    found = re.search(r"(?:\\[a-zA-Z]{1,3}\d{0,3}\s{0,3}){1,6}$", text[-60:])
    return found[0] if found else ""


def _take_switches(parts: list[str]) -> str:
    found = _switches(parts[-1])
    parts[-1] = parts[-1][: len(parts[-1]) - len(found)]
    return found.strip().lower()


def _formed(name: str, parts: list[str]) -> str:
    plain = [part.strip() for part in parts]
    if name.startswith("\\o") and len(plain) == 2 and plain[0] in _CIRCLES:
        return _circled(plain[1])
    if name.startswith("\\f") and len(plain) == 2:
        return "/".join(part if part.isalnum() else f"({part})" for part in plain)
    if name.startswith("\\r"):
        return f"{plain[0] if len(plain) > 1 else ''}√({plain[-1]})"
    if name.startswith("\\s"):
        return ("^" if "\\up" in name else "_" if "\\do" in name else "") + "".join(plain)
    if name.startswith("\\b"):
        return f"({','.join(plain)})"
    return "".join(plain) if name else f"({','.join(parts)})"


def _circled(text: str) -> str:
    value = number(text, -1) if text.isascii() and text.isdigit() else -1
    if 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if len(text) == 1 and "A" <= text <= "Z":
        return chr(0x24B6 + ord(text) - ord("A"))
    return chr(0x24D0 + ord(text) - ord("a")) if len(text) == 1 and "a" <= text <= "z" else f"({text})" if text else ""


def _check_box(element: Element) -> str:
    """☑ or ☐ for a check box of a form (17.16.7), else empty."""
    box = next(element.iter(*qualified("w:checkBox")), None)
    if box is None:
        return ""
    state = child(box, "w:checked")
    return "☑" if is_on(child(box, "w:default") if state is None else state) else "☐"
