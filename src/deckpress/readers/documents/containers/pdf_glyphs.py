"""PDF → the text and lines of its pages, by PDFium (BSD/Apache): the one place that knows the library.

Chosen over pdfminer.six and pypdf: ten times as fast, it reads more fonts and more broken files, and it tells where each character
stands. Built without its script engine and never asked for attachments or links, it runs and fetches nothing.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from deckpress.errors import MissingLibrary
from deckpress.readers.documents.containers.pdf_runs import Reader, Rule, Run, turned_back
from deckpress.readers.documents.limits import MAX_PAGES, DocumentError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage  # type: ignore[import-untyped]

__all__ = ["Page", "Pdf"]

_MOST_GLYPHS: Final = 200_000
"""Characters of a page that are read; a dense printed page has 10,000."""
_MOST_TOGETHER: Final = 8_000_000
"""Characters of all pages."""
_MOST_OBJECTS: Final = 20_000
"""Drawings of a page that are looked at."""
_THIN, _SHORTEST_RULE = 2.5, 5.0
"""Points: the height of a line at most, its length at least."""


@dataclass(slots=True)
class Page:
    """A page held so that most of its text is upright: its size in points, that text, and the text that then is not upright.

    ``rules`` are the thin horizontal lines on it. ``pictured``: no text is on it, but a picture. ``cut``: it has more text than is read.
    """

    number: int
    width: float
    height: float
    runs: list[Run]
    aslant: list[Run]
    rules: list[Rule]
    pictured: bool
    cut: bool


class Pdf:
    """An open PDF. Close it, or use it in a ``with``."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises DocumentError where ``data`` is no readable PDF, needs a password or has too many pages; MissingLibrary."""
        try:
            import pypdfium2
            import pypdfium2.raw  # type: ignore[import-untyped]
        except ImportError as error:
            raise MissingLibrary("pypdfium2", "documents", "reading PDF") from error
        self._library: ModuleType = pypdfium2
        self._raw: Any = pypdfium2.raw
        self.name = name
        try:
            self._pdf: PdfDocument = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise self._unreadable(error) from error
        self.count = len(self._pdf)
        if self.count > MAX_PAGES:
            self._pdf.close()
            raise DocumentError(f"{name}: the PDF has {self.count:,} pages, more than {MAX_PAGES:,}.\n  Split it and import each part.")

    def __enter__(self) -> Pdf:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    @property
    def title(self) -> str:
        """The title that the file's own description names; often empty or a leftover."""
        try:
            return str(self._pdf.get_metadata_value("Title"))
        except UnicodeDecodeError:
            return ""

    def pages(self) -> Iterator[Page | None]:
        """The pages in order; None for one that is damaged. Raises DocumentError where they have too much text together."""
        left = _MOST_TOGETHER
        for index in range(self.count):
            try:
                page = self._pdf[index]
                text = page.get_textpage()
            except self._library.PdfiumError:
                yield None
                continue
            left -= text.count_chars()
            if left < 0:
                raise DocumentError(f"{self.name}: the PDF has more than {_MOST_TOGETHER:,} characters.\n  Split it and import each part.")
            yield self._page(page, text, index + 1)
            text.close()
            page.close()

    def _page(self, page: PdfPage, text: PdfTextPage, number: int) -> Page:
        characters = text.count_chars()
        box = page.get_cropbox()
        runs = Reader(self._raw, text.raw).runs(min(characters, _MOST_GLYPHS))
        weight = Counter[int]()
        for run in runs:
            weight[run.looks[0][1].turned] += len(run.text)
        upright = max((0, 90, 180, 270), key=lambda turned: weight[turned])
        left, bottom, right, top = turned_back(box, upright)
        kept = [run for run in runs if run.looks[0][1].turned == upright]
        for run in kept:
            run.left, run.right, run.first = run.left - left, run.right - left, run.first - left
            run.bottom, run.top = run.bottom - bottom, run.top - bottom
            run.lefts = [edge - left for edge in run.lefts]
        aslant = [run for run in runs if run.looks[0][1].turned != upright]
        pictured = not runs and any(True for _ in page.get_objects([self._raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        rules = [Rule(first - left, last - left, y - bottom) for first, last, y in self._rules(page, upright)]
        return Page(number, right - left, top - bottom, kept, aslant, rules, pictured, characters > _MOST_GLYPHS)

    def _rules(self, page: PdfPage, upright: int) -> Iterator[tuple[float, float, float]]:
        raw = self._raw
        edges = [ctypes.c_float() for _ in range(4)]
        for index in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
            drawn = raw.FPDFPage_GetObject(page.raw, index)
            if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_PATH or not raw.FPDFPageObj_GetBounds(drawn, *edges):
                continue
            left, bottom, right, top = turned_back((edges[0].value, edges[1].value, edges[2].value, edges[3].value), upright)
            if top - bottom < _THIN and right - left > _SHORTEST_RULE:
                yield left, right, (top + bottom) / 2

    def _unreadable(self, error: Exception) -> DocumentError:
        if getattr(error, "err_code", None) == self._raw.FPDF_ERR_PASSWORD:
            return DocumentError(
                f"{self.name}: the PDF opens with a password only.\n  Open it in a viewer and print it to a PDF without one."
            )
        return DocumentError(
            f"{self.name}: the PDF is damaged or cut off, no page of it can be read.\n"
            "  Copy or download it again; if a viewer shows it, print it to a new PDF there."
        )
