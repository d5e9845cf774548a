"""Comma, tab, semicolon or bar separated text → rows of cells.

Quotes are those of RFC 4180, read leniently: a quote opens a cell at its very beginning alone, and only where its partner stands at
the cell's end; any other quote is text. Rows may have different lengths. Also understood: the first line ``sep=;`` (Excel) and the
header of an Anki export (``#separator:tab``, ``#html:true``, ``#columns:…``; docs.ankiweb.net/importing/text-files.html).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from pathlib import PurePath
from typing import NamedTuple

from deckpress.diagnostics import Diagnostic
from deckpress.readers.documents.blocks import Cell, Document, Line
from deckpress.readers.documents.containers.cells import cell_lines
from deckpress.readers.documents.containers.encoding import decode
from deckpress.readers.documents.containers.text import clean
from deckpress.readers.documents.limits import MAX_LINE, MAX_LINES, DocumentError

__all__ = ["is_table", "read_csv"]

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_ROWS, _SAMPLE = 500, 256 * 1024
"""Rows and characters that the choice of the delimiter looks at."""
_LONGEST_QUOTED, _MOST_BREAKS = 100_000, 1_000
"""Characters and line breaks of a quoted cell (Excel's own limit is 32,767); beyond it the quote was never closed."""
_HEADINGS = frozenset({
    "题干", "题目", "问题", "试题", "题号", "序号", "题型", "类型", "答案", "正确答案", "参考答案", "标准答案", "解析", "答案解析",
    "试题解析", "选项", "章节", "知识点", "难度", "分值", "题目内容", "試題", "題目", "題幹", "問題", "選項", "解析說明", "正確答案",
    "題型", "難度", "章節", "question", "questions", "stem", "prompt", "front", "back", "answer", "answers", "correct", "option",
    "options", "choices", "explanation", "rationale", "type", "kind", "chapter", "topic", "difficulty", "points", "score", "id", "no",
    "no.", "number", "frage", "antwort", "pregunta", "respuesta", "réponse", "вопрос", "ответ", "正解", "解答", "選択肢", "문제",
    "정답",
})  # fmt: skip
_OPTION_HEADING = re.compile(r"(?:选项|選項|option|choice|answer)?[ _-]?[a-h1-8]", re.IGNORECASE)
_ANKI_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
_ANKI_HEADER = re.compile(
    "#(separator|html|tags|columns|notetype|deck|notetype column|deck column|tags column|guid column|if matches):(.*)"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_BREAKING_TAG = re.compile(r"<(?:br|/?div|/?p|/?li)\b[^<>]{0,200}>", re.IGNORECASE)


def read_csv(data: bytes, name: str, encoding: str = "") -> Document:
    """The cells of a delimited text, a line each (more where a cell has line feeds), in table 0; a line's number is its row from 1.

    Raises DocumentError where the text can't be decoded, or has rows or cells without end.
    """
    decoded = decode(data, name, encoding)
    document = Document(name=name, format="csv", unit="row", encoding=decoded.encoding, diagnostics=list(decoded.diagnostics))
    text = clean(decoded.text).replace("\r\n", "\n").replace("\r", "\n")
    preamble = _preamble(text)
    document.lines.extend(preamble.lines)
    delimiter = preamble.delimiter or _delimiter(text[preamble.end :], PurePath(name).suffix.lower()).delimiter
    for column, heading in enumerate(preamble.columns.split(delimiter) if preamble.columns else ()):
        document.lines.extend(cell_lines(heading, preamble.columns_row, Cell(0, 0, column, True)))
    rows = _Rows(text, delimiter, preamble.end)
    first = 1 if preamble.columns else 0
    for index, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            shown = _without_html(cell) if preamble.html else cell
            if len(shown) > MAX_LINE:
                raise DocumentError(f"{name}: row {index + 1} has a cell of more than {MAX_LINE // 2**20} million characters.\n  Split it.")
            document.lines.extend(cell_lines(shown, len(preamble.lines) + index + 1, Cell(0, first + index, column)))
        if len(document.lines) > MAX_LINES:
            raise DocumentError(f"{name}: more than {MAX_LINES:,} cells.\n  Split the file into parts and import each.")
    if rows.unclosed:
        document.diagnostics.append(_unclosed(name, rows.unclosed))
    return document


def is_table(text: str) -> bool:
    """Whether a text of unknown kind is a delimited table: rows of one length below a row of headings, or a header that says so."""
    preamble = _preamble(text)
    if preamble.delimiter:
        return True
    found = _delimiter(text, "")
    return found.share >= 0.9 and found.rows >= 3 and found.headings >= 2


def _unclosed(name: str, row: int) -> Diagnostic:
    return Diagnostic(
        code="unclosed-quote", severity="warning", message=f"row {row}: a quote opens a cell and is never closed", file=name,
        line=row, column=1, hint="the quote was read as text; check the rows behind it",
    )  # fmt: skip


@dataclass(slots=True)
class _Preamble:
    """What stands above the rows: ``end`` is the offset behind it."""

    lines: list[Line] = field(default_factory=list)
    delimiter: str = ""
    html: bool = False
    columns: str = ""
    columns_row: int = 0
    end: int = 0


def _preamble(text: str) -> _Preamble:
    found = _Preamble()
    line = text[: text.find("\n") if "\n" in text else len(text)]
    if re.fullmatch(r"sep=[^\w\s]|sep=\t", line.strip(" "), re.IGNORECASE):
        found.delimiter = line.strip(" ")[4]
        found.lines.append(Line(text=line, number=1, left_out="furniture"))
        found.end = len(line) + 1
        return found
    while header := _ANKI_HEADER.match(text, found.end):
        key, value = header[1], header[2]
        number = len(found.lines) + 1
        if key == "separator":
            found.delimiter = _ANKI_SEPARATORS.get(value.strip().lower(), value[:1])
        elif key == "columns":
            found.columns, found.columns_row = value, number
        found.html = found.html or (key == "html" and value.strip().lower() == "true")
        found.lines.append(Line(text="" if key == "columns" else header[0], number=number, left_out="furniture"))
        found.end = header.end() + 1
    return found


def _without_html(cell: str) -> str:
    if "<" in cell:
        cell = _TAG.sub("", _BREAKING_TAG.sub("\n", cell))
    return clean(unescape(cell)) if "&" in cell else cell


class _Choice(NamedTuple):
    """A delimiter; of the sample's ``rows`` the ``share`` of the commonest length, ``headings`` known in the first."""

    delimiter: str
    share: float
    rows: int
    headings: int


def _delimiter(text: str, suffix: str) -> _Choice:
    sample = text[:_SAMPLE]
    if len(sample) < len(text):
        sample = sample[: sample.rfind("\n") + 1] or sample
    best, best_score = _Choice("\t" if suffix == ".tsv" else ",", 0.0, 0, 0), 0.0
    for delimiter in _DELIMITERS:
        rows = [cells for cells in islice(_Rows(sample, delimiter), _SAMPLE_ROWS) if any(map(str.strip, cells))]
        if not rows:
            continue
        columns, times = max(Counter(map(len, rows)).items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        headings = sum(map(_is_heading, rows[0])) if len(rows[0]) > 1 else 0
        share = times / len(rows)
        score = share * min(columns, 8) + 2 * headings if columns > 1 else 0.0
        if suffix == ".tsv" and delimiter == "\t":
            score += 4 * share
        if score > best_score:
            best, best_score = _Choice(delimiter, share, len(rows), headings), score
    return best


def _is_heading(cell: str) -> bool:
    word = cell.strip().strip("*:：").lower()
    return word in _HEADINGS or (len(word) < 12 and bool(_OPTION_HEADING.fullmatch(word)))


class _Rows:
    """The rows of a text, each a list of its cells. ``unclosed`` is the first row with a quote that nothing closes, else 0."""

    def __init__(self, text: str, delimiter: str, start: int = 0) -> None:
        self.text, self.delimiter, self.at = text, delimiter, start
        self.unclosed = 0

    def __iter__(self) -> Iterator[list[str]]:
        text, number = self.text, 0
        while self.at < len(text):
            end = text.find("\n", self.at)
            end = len(text) if end < 0 else end
            number += 1
            if text.find('"', self.at, end) < 0:
                row = text[self.at : end].split(self.delimiter)
                self.at = end + 1
                yield row
            else:
                yield self._quoted_row(number, end)

    def _quoted_row(self, number: int, line_end: int) -> list[str]:
        """Reads a row with quotes in it. Linear: each search for a closing quote stops at the next single quote."""
        cells: list[str] = []
        while True:
            close = self._closing(number) if self.text.startswith('"', self.at) else -1
            if close >= 0:
                cells.append(self.text[self.at + 1 : close].replace('""', '"'))
                self.at = close + 1
                if self.at > line_end:
                    line_end = self.text.find("\n", self.at)
                    line_end = len(self.text) if line_end < 0 else line_end
            else:
                end = self.text.find(self.delimiter, self.at, line_end)
                end = line_end if end < 0 else end
                cells.append(self.text[self.at : end])
                self.at = end
            more = self.at < line_end
            self.at += 1
            if not more:
                return cells

    def _closing(self, number: int) -> int:
        """Where the quote at ``at`` is closed, before a delimiter or the line's end; -1 if it is text."""
        close = self.at + 1
        while True:
            close = self.text.find('"', close)
            if close < 0:
                self.unclosed = self.unclosed or number
                return -1
            if not self.text.startswith('"', close + 1):
                break
            close += 2
        if close + 1 < len(self.text) and self.text[close + 1] not in (self.delimiter, "\n"):
            return -1
        if close - self.at > _LONGEST_QUOTED or self.text.count("\n", self.at, close) > _MOST_BREAKS:
            self.unclosed = self.unclosed or number
            return -1
        return close
