"""Fill-ins as Anki draws them: the HTML of ``{{c1::answer::hint}}`` on the two sides of the card of one blank.

Follows Anki's own reading to the letter, quirks included, as the tests hold it against the real one: blanks in blanks, several numbers
in one, the first ``::`` of a text begins the hint, tags inside a formula go. Not read: picture masks (``image-occlusion``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["cloze_only", "draw_cloze", "strip_html"]

_TOKEN = re.compile(r"\{\{c([0-9,]+)::|\}\}")
_FORMULA = re.compile(r"(\\[(\[])(.*?)(\\[\])])", re.S)
_HTML = re.compile(r"<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>", re.S | re.I)
_MOST_OPEN = 10
"""Blanks in one another; Anki takes further openings for nothing."""
_NAMED = {'"': "&quot;", "&": "&amp;", "<": "&lt;", ">": "&gt;"}
_CODED = re.compile(r"[^0-9A-Za-z\u0100-\U0010ffff]")


@dataclass(slots=True)
class _Blank:
    """A blank; ``numbers`` as written."""

    numbers: str
    nodes: list[str | _Blank] = field(default_factory=list)
    hint: str | None = None

    def belongs_to(self, number: int) -> bool:
        return str(number) in [part.lstrip("0") for part in self.numbers.split(",")]

    def text(self) -> str:
        return "".join(node if isinstance(node, str) else node.text() for node in self.nodes)


def draw_cloze(text: str, number: int, *, question: bool) -> str:
    """A field on the card of blank ``number`` (from 1), its front with ``question``; empty where no such blank is in it."""
    found: list[_Blank] = []
    html = "".join(node if isinstance(node, str) else _draw(node, number, question, found) for node in _parse(text))
    return _FORMULA.sub(lambda formula: formula[1] + strip_html(formula[2]) + formula[3], html) if found else ""


def cloze_only(text: str, number: int, *, question: bool) -> str:
    """The answers of the blanks of a card, or their hints with ``question``, joined by ``, ``."""
    active = _active(_parse(text), number)
    return ", ".join((blank.hint or "...") if question else blank.text() for blank in active)


def strip_html(text: str) -> str:
    """A text without tags, comments, styles and scripts; entities stay."""
    return _HTML.sub("", text)


def _parse(text: str) -> list[str | _Blank]:
    out: list[str | _Blank] = []
    opened: list[_Blank] = []
    done = 0
    for token in _TOKEN.finditer(text):
        _text(text[done : token.start()], opened, out)
        done = token.end()
        if token[1] is not None:
            if len(opened) < _MOST_OPEN:
                opened.append(_Blank(token[1]))
        elif opened:
            blank = opened.pop()
            (opened[-1].nodes if opened else out).append(blank)
        else:
            out.append("}}")
    _text(text[done:], opened, out)
    return out


def _text(text: str, opened: list[_Blank], out: list[str | _Blank]) -> None:
    if not text:
        return
    if opened:
        text, colons, hint = text.partition("::")
        if colons:
            opened[-1].hint = hint
        opened[-1].nodes.append(text)
    else:
        out.append(text)


def _draw(blank: _Blank, number: int, question: bool, found: list[_Blank]) -> str:
    inner = "".join(node if isinstance(node, str) else _draw(node, number, question, found) for node in blank.nodes)
    if not blank.belongs_to(number):
        return f'<span class="cloze-inactive" data-ordinal="{blank.numbers}">{inner}</span>'
    found.append(blank)
    if question:
        hint = "..." if blank.hint is None else blank.hint
        return f'<span class="cloze" data-cloze="{_attribute(inner)}" data-ordinal="{blank.numbers}">[{hint}]</span>'
    return f'<span class="cloze" data-ordinal="{blank.numbers}">{inner}</span>'


def _active(nodes: list[str | _Blank], number: int) -> Iterator[_Blank]:
    for node in nodes:
        if isinstance(node, _Blank):
            if node.belongs_to(number):
                yield node
            yield from _active(node.nodes, number)


def _attribute(text: str) -> str:
    return _CODED.sub(lambda sign: _NAMED.get(sign[0]) or f"&#x{ord(sign[0]):02X};", text)
