"""Tables of a page: which hold data, which only arrange the page.

A data table has two or more filled cells in two or more rows, and short cells. In any other the cells are plain lines, but a
cell that is only a number or letter (``1.``, ``A.``) goes before the text of the next one, as one sees it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from deckpress.readers.documents.blocks import Cell, Line
from deckpress.readers.documents.containers.html_lists import integer, is_marker

__all__ = ["Table", "settle"]

_WIDEST, _TALLEST = 100, 65534
"""https://html.spec.whatwg.org/multipage/tables.html caps at 1,000 columns; no question bank has a hundred."""
_MOST_LINES = 12
_SHORT = 4


@dataclass(slots=True)
class Table:
    """An open table: where the next cell stands, which columns a cell above still covers, and which lines are in it."""

    number: int
    row: int = -1
    column: int = 0
    cell: Cell | None = None
    covered: dict[int, int] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    holds_table: bool = False

    def open_row(self) -> None:
        """``<tr>``"""
        self.row += 1
        self.column = 0
        self.covered = {column: rows - 1 for column, rows in self.covered.items() if rows > 1}

    def open_cell(self, attributes: Mapping[str, str], header: bool) -> None:
        """``<td>`` or ``<th>``"""
        if self.row < 0:
            self.open_row()
        while self.column in self.covered:
            self.column += 1
        self.cell = Cell(self.number, self.row, self.column, header)
        wide = min(max(integer(attributes.get("colspan", "")) or 1, 1), _WIDEST)
        tall = min(max(integer(attributes.get("rowspan", "")) or 1, 1), _TALLEST)
        if tall > 1 and len(self.covered) < _WIDEST:
            self.covered.update(dict.fromkeys(range(self.column, self.column + wide), tall))
        self.column += wide


def settle(table: Table, lines: list[Line], outer: Cell | None) -> bool:
    """Decides at the end of a table whether it holds data; if not, its lines become lines of the cell around it, or of none.

    Lines that a table without data does not need get no text and ``left_out`` "empty", for the caller to drop.
    """
    cells: dict[tuple[int, int], list[int]] = {}
    for at in table.lines:
        cell = lines[at].cell
        if cell is not None and lines[at].role != "hidden":
            cells.setdefault((cell.row, cell.column), []).append(at)
    if not table.holds_table and _is_data(cells, lines):
        return True
    _join_markers(cells, lines)
    for at in table.lines:
        lines[at].cell = outer
        if not lines[at].text:
            lines[at].left_out = "empty"
    return False


def _is_data(cells: dict[tuple[int, int], list[int]], lines: list[Line]) -> bool:
    filled: dict[int, int] = {}
    for (row, _), members in cells.items():
        if len(members) > _MOST_LINES or any(lines[at].role in ("choice", "heading") for at in members):
            return False
        filled[row] = filled.get(row, 0) + any(lines[at].text.strip() for at in members)
    return sum(count > 1 for count in filled.values()) > 1 and not _is_list(cells, lines)


def _is_list(cells: dict[tuple[int, int], list[int]], lines: list[Line]) -> bool:
    """Whether the first of two columns holds numbers or letters only, and the second their texts: not a key."""
    if max(column for _, column in cells) > 1:
        return False
    firsts = [lines[members[0]].text.strip() for (_, column), members in cells.items() if column == 0]
    others = [len(lines[members[0]].text) for (_, column), members in cells.items() if column == 1]
    return all(not text or is_marker(text) for text in firsts) and sum(others) > _SHORT * len(others)


def _join_markers(cells: dict[tuple[int, int], list[int]], lines: list[Line]) -> None:
    before: tuple[int, int] | None = None
    for (row, _), members in cells.items():
        first = lines[members[0]]
        if before is not None and before[0] == row and first.text:
            marker = lines[before[1]]
            shift = len(marker.text) + 1
            first.marks = marker.marks + tuple(mark._replace(start=mark.start + shift, end=mark.end + shift) for mark in first.marks)
            first.text, first.label = f"{marker.text} {first.text}", ""
            first.images = marker.images + first.images
            if marker.role == "choice":
                first.role, first.checked = marker.role, marker.checked
            marker.text = ""
        before = (row, members[0]) if len(members) == 1 and is_marker(first.text.strip()) else None
