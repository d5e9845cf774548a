"""The characters of a PDF page → runs: characters of one direction on one baseline, close together."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from deckpress.readers.documents.containers.pdf_characters import is_cjk, normalised

__all__ = ["Edges", "Look", "Reader", "Rule", "Run", "turned_back"]

_SPACE, _CJK_SPACE = (0.22, 0.07), (0.5, 0.3)
"""Gaps in parts of the line height from which two characters have a space between them: by our own judgement, and where the library
sees one as well. Chinese is set with thin gaps."""
_APART = 1.0
"""The gap from which they belong to different runs."""
_FAR = 100_000.0
"""Points; a page has 14,400 at most (PDF 1.7, annex C.2)."""
_DARK = 0x48
"""A colour whose red, green and blue are all below is black to the eye."""

Edges = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""


class Look(NamedTuple):
    """How a text object is drawn. ``colour`` is ``RRGGBB``, empty for black. ``turned`` is its direction: 0, 90, 180 or 270 degrees
    counter-clockwise, -1 for any other."""

    bold: bool
    italic: bool
    colour: str
    turned: int


@dataclass(slots=True)
class Run:
    """Characters on one baseline, close together: in points, from the lower left corner of the page held so that they are upright.

    ``lefts`` holds the left edge of each character, ``first`` the right edge of the first word, ``looks`` each `Look` with the offset
    where it begins.
    """

    left: float
    bottom: float
    right: float
    top: float
    text: str
    first: float
    lefts: list[float] = field(default_factory=list)
    looks: list[tuple[int, Look]] = field(default_factory=list)

    @property
    def height(self) -> float:
        """Of its line, in points."""
        return self.top - self.bottom


class Rule(NamedTuple):
    """A horizontal line on a page: an underline, a blank to fill in, the border of a table."""

    left: float
    right: float
    y: float


class Reader:
    """Gathers the characters of one page, in the order in which they are drawn, into runs."""

    def __init__(self, raw: Any, page: Any) -> None:
        self.raw, self.page = raw, page
        self._looks: dict[int | None, Look] = {}
        self._fonts: dict[str, tuple[bool, bool]] = {}

    def runs(self, count: int) -> list[Run]:
        """Those of the first ``count`` characters, in the order in which the page draws them."""
        raw, page = self.raw, self.page
        unicode_of, box_of, object_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetTextObject
        box = raw.FS_RECTF()
        place = ctypes.byref(box)
        runs: list[Run] = []
        run: Run | None = None
        spaced = False
        for index in range(count):
            code = unicode_of(page, index)
            if code in (10, 13, 32) and raw.FPDFText_IsGenerated(page, index) == 1:
                spaced = True  # the library's guess, which knows no columns: a hint to ours
                continue
            text = normalised(code)
            if not box_of(page, index, place):
                continue
            look = self._look(object_of(page, index))
            if not text or not all(-_FAR < edge < _FAR for edge in (box.left, box.bottom, box.right, box.top)):
                continue  # no text, or nowhere on any page
            edges = turned_back((box.left, box.bottom, box.right, box.top), look.turned)
            if run is None or not _joins(run, edges, look):
                run = Run(*edges, "", edges[2])
                runs.append(run)
            _add(run, edges, text, look, spaced)
            spaced = False
        return [run for run in runs if run.text.strip()]

    def _look(self, text_object: Any) -> Look:
        address = ctypes.cast(text_object, ctypes.c_void_p).value
        look = self._looks.get(address)
        if look is None:
            look = self._looks[address] = self._new_look(text_object) if address else Look(False, False, "", 0)
        return look

    def _new_look(self, text_object: Any) -> Look:
        raw = self.raw
        bold, italic = self._font(raw.FPDFTextObj_GetFont(text_object))
        mode = raw.FPDFTextObj_GetTextRenderMode(text_object)
        bold = bold or mode == raw.FPDF_TEXTRENDERMODE_FILL_STROKE  # how programs embolden a font that has no bold
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        colour = ""
        if raw.FPDFPageObj_GetFillColor(text_object, red, green, blue, alpha) and max(red.value, green.value, blue.value) >= _DARK:
            colour = f"{red.value:02X}{green.value:02X}{blue.value:02X}"
        matrix = raw.FS_MATRIX()
        turned = 0
        if raw.FPDFPageObj_GetMatrix(text_object, ctypes.byref(matrix)):
            turned = _angle(matrix.a, matrix.b)
        return Look(bold, italic, colour, turned)

    def _font(self, font: Any) -> tuple[bool, bool]:
        """Whether it is bold, and italic, as its name says."""
        buffer = ctypes.create_string_buffer(128)
        self.raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
        name = buffer.value.decode("utf-8", "replace").lower()
        if name not in self._fonts:
            # Not by its weight: for fonts that do not state it, the library makes one up.
            bold = any(word in name for word in ("bold", "heavy", "black", "demi"))
            self._fonts[name] = bold, "italic" in name or "oblique" in name
        return self._fonts[name]


def turned_back(edges: Edges, turned: int) -> Edges:
    """A box as it lies when the page is turned back by ``turned`` degrees."""
    left, bottom, right, top = edges
    if turned == 90:
        return bottom, -right, top, -left
    if turned == 180:
        return -right, -top, -left, -bottom
    if turned == 270:
        return -top, left, -bottom, right
    return edges


def _joins(run: Run, edges: Edges, look: Look) -> bool:
    """Whether a character goes on the run: on its baseline, neither far behind its end nor before it."""
    if look.turned != run.looks[-1][1].turned:
        return False
    left, bottom, _, top = edges
    height = max(run.top - run.bottom, top - bottom, 0.1)
    if min(top, run.top) - max(bottom, run.bottom) < 0.5 * min(top - bottom, run.height):
        return False
    return -0.5 * height < left - run.right < _APART * height


def _add(run: Run, edges: Edges, text: str, look: Look, spaced: bool) -> None:
    left, bottom, right, top = edges
    height = max(run.height, 0.1)
    if run.text and not run.text[-1].isspace() and not text.isspace():
        wide = is_cjk(run.text[-1]) or is_cjk(text)
        if left - run.right > (_CJK_SPACE if wide else _SPACE)[spaced] * height:
            run.text += " "
            run.lefts.append(run.right)
    if not run.looks or run.looks[-1][1] is not look:
        run.looks.append((len(run.text), look))
    ended = bool(run.text) and (run.text[-1].isspace() or is_cjk(run.text[-1]) or is_cjk(text) or run.first < run.right)
    run.text += text
    run.lefts += [left] * len(text)
    run.right = max(run.right, right)
    if not ended:
        run.first = run.right
    if not text.isspace():
        run.bottom, run.top = min(run.bottom, bottom), max(run.top, top)


def _angle(a: float, b: float) -> int:
    """The quarter that a text matrix turns by, in degrees; -1 if it is none (a watermark)."""
    if abs(b) < 0.05 * abs(a):
        return 0 if a > 0 else 180
    if abs(a) < 0.05 * abs(b):
        return 90 if b > 0 else 270
    return -1
