"""Bar charts as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from unicodedata import east_asian_width

from deckpress.release.page.parts import shown_text

__all__ = ["bar_chart"]

_WIDTH, _ROW, _BAR = 320, 38, 9
_UNITS = 40
"""The width of a label, in units of half a Chinese sign."""


def bar_chart(title: str, rows: Sequence[tuple[str, int]]) -> str:
    """A chart of horizontal bars: a label and a count each; empty where there is nothing to show."""
    most = max((count for _, count in rows), default=0)
    if not most:
        return ""
    height = _ROW * len(rows)
    parts = [f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">']
    for index, (label, count) in enumerate(rows):
        top = index * _ROW
        length = max(2.0, _WIDTH * count / most)
        parts.append(
            f"<g><title>{shown_text(label)}: {count:,}</title>"
            f'<text x="0" y="{top + 14}">{shown_text(_cut(label))}</text>'
            f'<text class="count" x="{_WIDTH}" y="{top + 14}" text-anchor="end">{count:,}</text>'
            f'<rect class="rail" x="0" y="{top + 20}" width="{_WIDTH}" height="{_BAR}" rx="4"/>'
            f'<rect class="bar" x="0" y="{top + 20}" width="{length:.1f}" height="{_BAR}" rx="4"/></g>'
        )
    return f'<figure class="chart"><figcaption>{escape(title)}</figcaption>{"".join(parts)}</svg></figure>'


def _cut(label: str) -> str:
    """The label as far as it fits beside its count."""
    units, out = 0, ""
    for sign in label:
        units += 2 if east_asian_width(sign) in "WF" else 1
        if units > _UNITS:
            return f"{out}…"
        out += sign
    return out
