"""Card templates as Anki fills them in.

Read: fields, ``{{#Field}}`` and ``{{^Field}}`` sections, ``{{FrontSide}}``, comments, the filters ``text``, ``cloze``, ``cloze-only``,
``hint`` and ``type`` (also ``type:cloze`` and ``type:nc``), the special fields Tags, Type, Deck, Subdeck, Card, CardFlag and CardID, and
``c1``, ``c2``, … of fill-ins. Filters that Anki doesn't know do nothing, as there. Not read, and refused: ``furigana``, ``kana``,
``kanji``, ``tts``, other delimiters than braces.

A side is a list of pieces, so that a page of ten thousand cards holds what all share (templates with their script) once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from zlib import crc32

from deckpress.writers.preview.cloze import cloze_only, draw_cloze, strip_html

__all__ = ["CardPlace", "Piece", "Sides", "Template", "TemplateError", "html_of"]

_TAG = re.compile(r"<!--.*?-->|\{\{(.*?)\}\}", re.S)
_EMPTY = re.compile(r"(?:[ \t\n\r\f\v]|</?(?:br|div) ?/?>)*", re.I)
_NUMBERED = re.compile(r"c[1-9][0-9]*")
_SPECIAL = frozenset({"Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID", "FrontSide"})
_REFUSED = frozenset({"furigana", "kana", "kanji", "tts"})


class TemplateError(ValueError):
    """A template that Anki refuses, or that the preview can't fill in."""


class Piece(NamedTuple):
    """A part of a side. ``template``: as it stands there. ``field``: from the note, through its filters. ``typed``: where the learner
    types; ``text`` is the right answer. ``name`` is the field's, empty for a template's."""

    sort: Literal["template", "field", "typed"]
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a card."""

    front: list[Piece]
    back: list[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlace:
    """What the special fields tell of a card: ``ordinal`` from 0, ``deck`` with ``::`` between its levels, a number of its own."""

    ordinal: int
    deck: str
    tags: Sequence[str]
    number: int


class _Field(NamedTuple):
    name: str
    filters: tuple[str, ...]
    """The outermost first, as written."""


class _Section(NamedTuple):
    name: str
    negated: bool
    nodes: list[_Node]


_Node = str | _Field | _Section


class Template:
    """The templates of a note type, read once. ``literals`` are all texts that may come as pieces of the sort ``template``."""

    def __init__(self, front: str, back: str, *, fields: Sequence[str], note_type: str, cloze: bool, card: str = "Card") -> None:
        self.note_type, self.cloze, self.card = note_type, cloze, card
        self.fields = frozenset(fields)
        self._front, self._back = _read(front), _read(back)
        for name, filters in (*_names(self._front), *_names(self._back)):
            if name not in self.fields | _SPECIAL and not (cloze and _NUMBERED.fullmatch(name)):
                raise TemplateError(f"{note_type}: the template names the field '{name}', which the note type does not have")
            if refused := _REFUSED.intersection(part.split(" ")[0] for part in filters):
                raise TemplateError(f"{note_type}: the preview can't draw the filter '{min(refused)}'")

    @property
    def literals(self) -> list[str]:
        """Every text of the templates, in order."""
        return [*_literals(self._front), *_literals(self._back)]

    def sides(self, fields: Mapping[str, str], place: CardPlace) -> Sides:
        """A card drawn: ``fields`` are the note's, as HTML, by name."""
        values = {
            **fields,
            "Tags": " ".join(place.tags),
            "Type": self.note_type,
            "Deck": place.deck,
            "Subdeck": place.deck.rpartition("::")[2],
            "Card": self.card,
            "CardFlag": "flag0",
            "CardID": str(place.number),
        }
        if self.cloze:
            values[f"c{place.ordinal + 1}"] = "1"
        front = list(_Filler(values, place.ordinal + 1, None).fill(self._front))
        return Sides(front, list(_Filler(values, place.ordinal + 1, front).fill(self._back)))


def html_of(pieces: Sequence[Piece]) -> str:
    """A side as Anki's backend gives it: where the learner types stands ``[[type:Field]]``."""
    return "".join(f"[[type:{piece.name}]]" if piece.sort == "typed" else piece.text for piece in pieces)


class _Filler:
    """Fills in one side; ``front`` is None for the front itself."""

    def __init__(self, values: Mapping[str, str], number: int, front: list[Piece] | None) -> None:
        self.values, self.number, self.front = values, number, front

    def fill(self, nodes: list[_Node]) -> Iterator[Piece]:
        for node in nodes:
            if isinstance(node, str):
                yield Piece("template", node)
            elif isinstance(node, _Section):
                if _is_empty(self.values.get(node.name, "")) == node.negated:
                    yield from self.fill(node.nodes)
            elif node.name == "FrontSide":
                yield from self.front or ()
            else:
                yield self.piece(node)

    def piece(self, node: _Field) -> Piece:
        text, sort = self.values.get(node.name, ""), node.filters[:1]
        if sort == ("type",):
            return Piece("typed", self.expected(text, node.filters[1:]), ":".join((*node.filters[1:2], node.name)))
        for name in reversed(node.filters):
            text = self.filtered(name, text, node.name)
        return Piece("field", text, node.name)

    def expected(self, text: str, filters: tuple[str, ...]) -> str:
        """What the learner has to type."""
        return strip_html(cloze_only(text, self.number, question=False) if filters[:1] == ("cloze",) else text)

    def filtered(self, name: str, text: str, field: str) -> str:
        match name:
            case "text":
                return strip_html(text)
            case "cloze":
                return draw_cloze(text, self.number, question=self.front is None)
            case "cloze-only":
                return cloze_only(text, self.number, question=self.front is None)
            case "hint":
                return _hint(text, field)
        return text


def _hint(text: str, field: str) -> str:
    if not text.strip():
        return text
    mark = f"hint{crc32(f'{field}/{text}'.encode()):08x}"
    return (
        '\n<a class=hint href="#"\n'
        f"onclick=\"this.style.display='none';\ndocument.getElementById('{mark}').style.display='block';\nreturn false;\" "
        "draggable=false>\n"
        f'{field}</a>\n<div id="{mark}" class=hint style="display: none">{text}</div>\n'
    )


def _is_empty(text: str) -> bool:
    return _EMPTY.fullmatch(text) is not None


def _read(text: str) -> list[_Node]:
    """A template as a tree. Raises `TemplateError` where its sections don't fit into one another."""
    top: list[_Node] = []
    opened: list[_Section] = []
    done = 0
    for tag in _TAG.finditer(text):
        nodes = opened[-1].nodes if opened else top
        if tag[1] is None:  # a comment; nothing in it is filled in
            continue
        if tag.start() > done:
            nodes.append(text[done : tag.start()])
        done = tag.end()
        name = tag[1].lstrip("{").strip()
        if name[:1] in ("#", "^"):
            section = _Section(name[1:].strip(), name[0] == "^", [])
            nodes.append(section)
            opened.append(section)
        elif name[:1] == "/":
            if not opened or opened[-1].name != name[1:].strip():
                raise TemplateError(f"the template closes '{name[1:].strip()}', which is not open")
            opened.pop()
        else:
            *filters, field = name.split(":")
            nodes.append(_Field(field, tuple(filters)))
    if opened:
        raise TemplateError(f"the template never closes '{opened[-1].name}'")
    if done < len(text):
        top.append(text[done:])
    return top


def _names(nodes: list[_Node]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in nodes:
        if isinstance(node, _Section):
            yield node.name, ()
            yield from _names(node.nodes)
        elif isinstance(node, _Field):
            yield node.name, node.filters


def _literals(nodes: list[_Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, _Section):
            yield from _literals(node.nodes)
