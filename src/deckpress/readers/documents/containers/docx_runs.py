"""The content of a paragraph in the order of its text: runs, links, fields, formulas, pictures, text boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from deckpress.readers.documents.containers.docx_fields import Fields, shown
from deckpress.readers.documents.containers.docx_math import linear
from deckpress.readers.documents.containers.docx_names import attr, child, child_value, children, qualified, short
from deckpress.readers.documents.containers.docx_package import Part, Pictures
from deckpress.readers.documents.containers.docx_styles import PLAIN, Look, Styles, over, read_look
from deckpress.readers.documents.containers.docx_symbols import UNKNOWN, sign
from deckpress.readers.documents.containers.safe_xml import Element

__all__ = ["Inline", "Piece", "chosen"]

_DROPPED = frozenset({
    "w:pPr", "w:rPr", "w:del", "w:moveFrom", "w:delText", "w:delInstrText", "w:sdtPr", "w:sdtEndPr", "w:rt", "w:rubyPr", "w:smartTagPr",
    "w:customXmlPr", "w:fldData", "w:softHyphen", "w:commentReference", "w:annotationRef", "w:pgNum", "w:footnoteRef", "w:endnoteRef",
})  # fmt: skip
_CONTENT = tuple(tag for name in ("w:t", "w:sym", "w:txbxContent", "a:blip", "v:imagedata", "m:t", "w:tab") for tag in qualified(name))
_MOST_CHOICES = 4
"""mc:AlternateContent inside each other that we look into before we choose."""

Kind = Literal["text", "break", "page", "drawn page", "picture"]


class Piece(NamedTuple):
    """A stretch of a paragraph in one look. ``text`` is a picture's name of the kind ``picture``, empty of breaks.

    ``page`` is a break that the author made, ``drawn page`` one where Word last began a page by itself.
    """

    kind: Kind
    text: str = ""
    look: Look = PLAIN


def chosen(element: Element) -> Element | None:
    """The branch of an ``mc:AlternateContent`` to read: the Choice if it holds anything, else the Fallback; never both."""
    first, fallback = child(element, "mc:Choice"), child(element, "mc:Fallback")
    if first is None or fallback is None:
        return fallback if first is None else first
    if sum(1 for _ in element.iterancestors(*qualified("mc:AlternateContent"))) >= _MOST_CHOICES:
        return first
    return first if _holds(first) or not _holds(fallback) else fallback


def _holds(element: Element) -> bool:
    return next(element.iter(*_CONTENT), None) is not None


@dataclass(slots=True)
class Inline:
    """Reads paragraphs one after the other: fields stay open from one to the next.

    ``boxes`` are the ``w:txbxContent`` met since the caller last emptied it, ``notes`` the kind and id of each foot- and endnote
    that the text calls, with the number that it shows.
    """

    styles: Styles
    part: Part
    pictures: Pictures | None
    fields: Fields = field(default_factory=Fields)
    boxes: list[Element] = field(default_factory=list)
    notes: dict[tuple[str, str], int] = field(default_factory=dict)
    paragraph: int = 0
    _style: str = ""
    _pieces: list[Piece] = field(default_factory=list)

    def read(self, element: Element, style: str, number_: int) -> list[Piece]:
        """The pieces of a ``w:p`` in the paragraph style of that id, the paragraph of that number."""
        self._style, self.paragraph, self._pieces = style, number_, []
        self.fields.begin_paragraph()
        self._walk(element, self.styles.look(style, ""))
        self.fields.end_paragraph()
        return self._pieces

    def _walk(self, element: Element, look: Look) -> None:
        """Without recursion: elements nest as deep as a file likes."""
        open_: list[tuple[Iterator[Element], Look]] = [(iter(element), look)]
        while open_:
            inner = next(open_[-1][0], None)
            if inner is None:
                open_.pop()
                continue
            look, tag = open_[-1][1], short(inner.tag)
            if tag == "w:r":
                open_.append((iter(inner), self._run_look(inner)))
            elif tag in _LEAVES:
                _LEAVES[tag](self, inner, look)
            elif tag in _OPENED:
                open_.append((_OPENED[tag](self, inner, look), look))
            elif tag.startswith("w:") and tag not in _DROPPED:
                open_.append((iter(inner), look))

    def _run_look(self, run: Element) -> Look:
        properties = child(run, "w:rPr")
        base = self.styles.look(self._style, child_value(properties, "w:rStyle"))
        return over(base, read_look(properties))

    def _add(self, text: str, look: Look) -> None:
        if text and not self.fields.hidden:
            self._pieces.append(Piece("text", text, look))

    def _text(self, element: Element, look: Look) -> None:
        text = element.text or ""
        if "\n" in text or "\r" in text:  # a line feed in the XML is a space on the page
            kept = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
            text = text.translate(_LINE_FEEDS) if kept else " ".join(text.split())
        if look.font or _PRIVATE.search(text):
            text = "".join(sign(character, look.font or "") for character in text)
        self._add(text, look)

    def _symbol(self, element: Element, look: Look) -> None:
        code = attr(element, "w:char")
        try:
            character = chr(int(code, 16)) if len(code) <= 4 else UNKNOWN
        except ValueError:
            character = UNKNOWN
        self._add(UNKNOWN if "\ud800" <= character <= "\udfff" else sign(character, attr(element, "w:font").lower()), look)

    def _break(self, element: Element, look: Look) -> None:
        kind: Kind = "page" if attr(element, "w:type") == "page" else "break"
        self._pieces.append(Piece(kind, "", look))

    def _drawn_page(self, _element: Element, _look: Look) -> None:
        self._pieces.append(Piece("drawn page"))

    def _field_mark(self, element: Element, look: Look) -> None:
        self._add(self.fields.mark(element), look)

    def _instruction(self, element: Element, _look: Look) -> None:
        self.fields.instruct(element.text or "")

    def _simple_field(self, element: Element, look: Look) -> Iterator[Element]:
        if not _holds(element):
            self._add(shown(attr(element, "w:instr")), look)
        return iter(element)

    def _formula(self, element: Element, look: Look) -> None:
        self._add(linear(element), look)

    def _note(self, element: Element, look: Look) -> None:
        key = (short(element.tag), attr(element, "w:id"))
        self._add(f"[{self.notes.setdefault(key, len(self.notes) + 1)}]", look._replace(shift="superscript"))

    def _control(self, element: Element, look: Look) -> Iterator[Element]:
        """The content of a content control; a check box is written as its state, whatever sign the document draws."""
        box = child(child(element, "w:sdtPr"), "w14:checkbox")
        if box is None:
            return children(element, "w:sdtContent")
        state = child(box, "w14:checked")
        self._add("☑" if state is not None and attr(state, "w14:val").lower() in ("1", "true", "on") else "☐", look)
        return iter(())

    def _choice(self, element: Element, _look: Look) -> Iterator[Element]:
        branch = chosen(element)
        return iter(()) if branch is None else iter(branch)

    def _box(self, element: Element, _look: Look) -> None:
        if not self.fields.hidden:
            self.boxes.append(element)

    def _word_art(self, element: Element, look: Look) -> None:
        text = " ".join((element.get("string") or "").split())
        if text:
            self._pieces.append(Piece("break"))
            self._add(text, look)
            self._pieces.append(Piece("break"))

    def _picture(self, element: Element, look: Look) -> None:
        if self.pictures is None or self.fields.hidden:
            return
        found = attr(element, "r:embed") or attr(element, "r:id") or attr(element, "r:link")
        if found and (name := self.pictures.add(self.part.relations.get(found), self.paragraph)):
            self._pieces.append(Piece("picture", name, look))

    def _ruby(self, element: Element, _look: Look) -> Iterator[Element]:
        return children(element, "w:rubyBase")


_PRIVATE = re.compile("[\uf000-\uf0ff]")
_LINE_FEEDS = str.maketrans("\n\r", "  ")


def _drawing(self: Inline, element: Element, look: Look) -> None:
    """Pictures and text boxes, wherever a drawing nests them; what is in a box is read as paragraphs of its own."""
    open_ = [iter(element)]
    while open_:
        inner = next(open_[-1], None)
        if inner is None:
            open_.pop()
            continue
        tag = short(inner.tag)
        if tag in _IN_DRAWINGS:
            _IN_DRAWINGS[tag](self, inner, look)
        elif tag == "mc:AlternateContent":
            if (branch := chosen(inner)) is not None:
                open_.append(iter(branch))
        else:
            open_.append(iter(inner))


def _literal(text: str) -> Callable[[Inline, Element, Look], None]:
    return lambda self, _element, look: self._add(text, look)


_Leaf = Callable[[Inline, Element, Look], None]
_IN_DRAWINGS: dict[str, _Leaf] = {
    "a:blip": Inline._picture,
    "v:imagedata": Inline._picture,
    "w:txbxContent": Inline._box,
    "v:textpath": Inline._word_art,
}
_LEAVES: dict[str, _Leaf] = {
    "w:t": Inline._text,
    "w:tab": _literal("\t"),
    "w:ptab": _literal("\t"),
    "w:noBreakHyphen": _literal("-"),
    "w:sym": Inline._symbol,
    "w:br": Inline._break,
    "w:cr": Inline._break,
    "w:lastRenderedPageBreak": Inline._drawn_page,
    "w:fldChar": Inline._field_mark,
    "w:instrText": Inline._instruction,
    "m:oMath": Inline._formula,
    "w:footnoteReference": Inline._note,
    "w:endnoteReference": Inline._note,
    "w:drawing": _drawing,
    "w:pict": _drawing,
    "w:object": _drawing,
}
_OPENED: dict[str, Callable[[Inline, Element, Look], Iterator[Element]]] = {
    "w:sdt": Inline._control,
    "w:ruby": Inline._ruby,
    "w:fldSimple": Inline._simple_field,
    "mc:AlternateContent": Inline._choice,
    "m:oMathPara": lambda _self, element, _look: iter(element),
}
