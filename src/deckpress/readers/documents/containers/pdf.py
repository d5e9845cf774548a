"""PDF → lines, in reading order.

Read     text in one or two columns, also sideways; headers, footers, page numbers and watermarks (marked as furniture); which lines
         go on; bold, italic, coloured text; radicals and ligatures as the characters that they stand for.
Not read pictures (a page of nothing else is reported), form fields, attachments, scripts; ruled tables come row by row, as text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from deckpress.diagnostics import Diagnostic
from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.containers.pdf_characters import is_cjk
from deckpress.readers.documents.containers.pdf_furniture import furniture
from deckpress.readers.documents.containers.pdf_glyphs import Page
from deckpress.readers.documents.containers.pdf_layout import Row, in_columns, rows_of
from deckpress.readers.documents.containers.pdf_process import Extract, extract
from deckpress.readers.documents.containers.pdf_runs import Run
from deckpress.readers.documents.limits import MAX_LINES, DocumentError

__all__ = ["laid_out", "read_pdf"]

_PARAGRAPH = 0.9
"""The white space above a line, in line heights, from which a new paragraph begins."""
_MOST_NAMED = 20
"""Pages that a message names."""
_NEVER_FIRST = frozenset("）)】］]」』》〉，。、；：！？,;!?%”’")
"""What no paragraph begins with."""
_LEFTOVER = re.compile(
    r"microsoft |untitled|无标题|新建|幻灯片|powerpoint|\.(?:docx?|wps|indd|pdf|xlsx?|pptx?|qxd|tex|dvi|html?)$", re.IGNORECASE
)
"""Titles that a program made up."""


def read_pdf(data: bytes, name: str) -> Document:
    """The text of a PDF; a line's number counts over the document, from 1.

    Raises DocumentError where it is damaged, needs a password, has no text at all (a scan) or too much; MissingLibrary.
    """
    document = laid_out(extract(data, name), name)
    if b"%%EOF" not in data[-2048:]:
        document.diagnostics.append(_about(name, "cut-off", "the PDF ends early, its last pages may be missing", "download it again"))
    return document


def laid_out(taken: Extract, name: str) -> Document:
    """The pages of a PDF as lines. Raises DocumentError where there is nothing to read."""
    document = Document(name=name, format="pdf", unit="line", title=_title(taken.title))
    _check(taken.pages, document)
    _fill(document, [page for page in taken.pages if page])
    if len(document.lines) > MAX_LINES:
        raise DocumentError(f"{name}: more than {MAX_LINES:,} lines.\n  Split the file into parts and import each.")
    return document


def _title(title: str) -> str:
    title = " ".join(title.replace("\0", "").split())
    return "" if _LEFTOVER.search(title) or not any(map(str.isalpha, title)) or len(title) > 200 else title


def _check(pages: list[Page | None], document: Document) -> None:
    """What is wrong with the pages. Raises DocumentError where none has text."""
    name = document.name
    good = [page for page in pages if page]
    if not any(page.runs or page.aslant for page in good):
        if any(page.pictured for page in good):
            raise DocumentError(
                f"{name}: all pages are scanned pictures, there is no text in them.\n  Run OCR first (e.g. ocrmypdf) and import its result."
            )
        raise DocumentError(f"{name}: the PDF has no text.\n  If a viewer shows some, it is drawn: run OCR first (e.g. ocrmypdf).")
    for code, numbers, message, hint in (
        (
            "damaged-page",
            [at for at, page in enumerate(pages, 1) if not page],
            "damaged, not read",
            "print the PDF to a new one in a viewer",
        ),
        (
            "scanned-page",
            [page.number for page in good if page.pictured],
            "a scanned picture: no text in it",
            "run OCR first (e.g. ocrmypdf)",
        ),
        ("long-page", [page.number for page in good if page.cut], "longer than is read, its end is missing", "split it"),
    ):
        if numbers:
            shown = ", ".join(map(str, numbers[:_MOST_NAMED])) + (
                f" and {len(numbers) - _MOST_NAMED} more" if numbers[_MOST_NAMED:] else ""
            )
            kind = f"page {shown} is" if len(numbers) == 1 else f"{len(numbers)} pages ({shown}) are each"
            document.diagnostics.append(_about(name, code, f"{kind} {message}", hint))


def _about(name: str, code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code=code, severity="warning", message=message, file=name, hint=hint)


def _fill(document: Document, pages: list[Page]) -> None:
    all_rows = [rows_of(page) for page in pages]
    left_out = furniture(all_rows, [page.height for page in pages])
    flow: list[tuple[Row, Line, float]] = []
    ends: set[int] = set()
    for index, (page, rows) in enumerate(zip(pages, all_rows, strict=True)):
        body = [row for at, row in enumerate(rows) if (index, at) not in left_out]
        edge = body[0].top if body else 0.0
        aside = [row for at, row in enumerate(rows) if (index, at) in left_out]
        _add_aside(document, [row for row in aside if row.bottom >= edge])
        before: Row | None = None
        for row in in_columns(body, page.width):
            if before is not None and row.column == before.column and before.bottom - row.top > _PARAGRAPH * row.height:
                _add(document, "", page.number)
                ends.add(len(flow) - 1)
            text, marks = row.text_and_marks()
            line = _add(document, text, page.number)
            line.marks = marks
            flow.append((row, line, page.width))
            before = row
        _add_aside(document, [row for row in aside if row.bottom < edge])
        if page.aslant:
            _add(document, "".join(run.text for run in page.aslant), page.number).left_out = "furniture"
    _find_soft(flow)
    for at in ends:  # white space follows
        flow[at][1].soft = False


def _add(document: Document, text: str, page: int) -> Line:
    line = Line(text=text, number=len(document.lines) + 1, page=page)
    document.lines.append(line)
    return line


def _add_aside(document: Document, rows: list[Row]) -> None:
    for row in rows:
        _add(document, row.text_and_marks()[0], row.page).left_out = "furniture"


def _find_soft(flow: list[tuple[Row, Line, float]]) -> None:
    """A line goes on where the next one's first word would not have fitted behind it."""
    ends: dict[tuple[int, int], list[float]] = defaultdict(list)
    for row, _, width in flow:
        ends[row.column, round(width)].append(row.right)
    margins = {key: _margin(rights, key[1] if key[0] == 0 else 0) for key, rights in ends.items()}
    for (row, line, width), (after, _, _) in pairwise(flow):
        first = after.runs[0]
        line.soft = first.text[0] in _NEVER_FIRST or row.right + _needed(first) > margins[row.column, round(width)]
    if flow:
        flow[-1][1].soft = False


def _margin(rights: list[float], width: int) -> float:
    """Where the lines of a column end at most, but for two stray ones. A column in the full ``width`` of its page takes most of it."""
    rights = sorted(rights)
    return max(rights[-3 if len(rights) >= 20 else -1], 0.62 * width)


def _needed(run: Run) -> float:
    """The room for a run's first word behind a line; in Chinese a sign more, as some may not begin a line."""
    em = run.height
    return 2.0 * em if is_cjk(run.text.lstrip()[0]) else run.first - run.left + 0.2 * em
