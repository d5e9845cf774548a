"""Bars as inline SVG: lengths are percentages, so that a chart takes the width it has and its labels, which are HTML, keep their size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from deckpress.lint.measure import Share

__all__ = ["bar", "columns_chart", "legend", "letter_bars", "row", "stack"]

_TRACK = '<rect class="track" width="100%" height="100%" rx="3"/>'
Part = tuple[str, str, int]
"""A part of a stacked bar: its class, its name, how many."""


def row(name: str, chart: str, value: str, classes: str = "") -> str:
    """A line of a chart: name, bar, number. The last two are HTML."""
    return f'<div class="{f"row {classes}".strip()}"><span><bdi>{escape(name)}</bdi></span>{chart}<span>{value}</span></div>'


def legend(parts: Iterable[tuple[str, str]]) -> str:
    """Classes and their names."""
    return f'<ul class="legend">{"".join(f"<li><i class={chr(34)}{kind}{chr(34)}></i>{escape(name)}</li>" for kind, name in parts)}</ul>'


def stack(parts: Sequence[Part], whole: int, *, thin: bool = False) -> str:
    """A bar of several parts; ``whole`` is what the full width stands for."""
    shapes, at = [], 0.0
    for kind, name, count in parts:
        if count:
            width = 100 * count / max(whole, 1)
            shapes.append(_rect(at, width, f"part {kind}", f"{name}: {count}"))
            at += width
    return _svg("".join(shapes), ", ".join(f"{name} {count}" for _, name, count in parts if count), "thin" if thin else "")


def bar(value: int, whole: int, label: str) -> str:
    """A bar of one part, on its track."""
    return _svg(_TRACK + _rect(0, 100 * value / max(whole, 1), "one", label), label, "thin")


def letter_bars(shares: Sequence[Share]) -> str:
    """A bar for each letter, with a line where an even spread would end."""
    most = max([0.5, *(share.share for share in shares), *(share.expected / share.of for share in shares if share.of)])
    lines = []
    for share in shares:
        even = 100 * share.expected / max(share.of, 1) / most
        shapes = _TRACK + _rect(0, 100 * share.share / most, "one", f"{share.found} / {share.of}")
        shapes += f'<line class="even" x1="{even:.1f}%" x2="{even:.1f}%" y1="-2" y2="12"/>'
        chart = _svg(shapes, f"{share.name}: {share.share:.0%}", "thin")
        lines.append(f'<div class="letter"><span>{share.name}</span>{chart}<span>{share.share:.0%}</span></div>')
    return "".join(lines)


_BINS, _TOP, _FLOOR = 16, 6, 100
"""Columns of a histogram; where the highest begins and where all stand, in pixels from above."""


def columns_chart(widths: Sequence[int], label: str) -> str:
    """How often texts are how wide, in steps that end at round numbers; what is wider than 19 of 20 stands in the last one."""
    ordered = sorted(widths)
    step = _step(ordered[int(0.95 * (len(ordered) - 1))] / (_BINS - 1))
    counts = [0] * _BINS
    for width in ordered:
        counts[min(width // step, _BINS - 1)] += 1
    shapes = []
    for index, count in enumerate(counts):
        height = (_FLOOR - _TOP) * count / max(counts)
        to = f"{index * step}-{(index + 1) * step - 1}" if index < _BINS - 1 else f"{index * step}+"
        left = 100 * index / _BINS
        place = f'x="{left + 0.4:.2f}%" y="{_FLOOR - height:.1f}" width="{100 / _BINS - 0.8:.2f}%" height="{height:.1f}"'
        shapes.append(f'<rect class="one" {place} rx="2"><title>{to}: {count}</title></rect>')
        if index % 4 == 0:
            shapes.append(f'<text x="{left:.2f}%" y="{_FLOOR + 15}">{index * step}</text>')
    shapes.append(f'<line class="axis" x1="0" x2="100%" y1="{_FLOOR}" y2="{_FLOOR}"/>')
    return _svg("".join(shapes), label, "tall")


def _step(least: float) -> int:
    """The first round number that is not below: 1, 2, 5, 10, 20 …"""
    step = 1
    while step < least:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


def _rect(at: float, width: float, classes: str, title: str) -> str:
    return (
        f'<rect class="{classes}" x="{at:.2f}%" width="{max(width, 0):.2f}%" height="100%" rx="3"><title>{escape(title)}</title></rect>'
        if width
        else ""
    )


def _svg(shapes: str, label: str, classes: str = "") -> str:
    kind = f' class="{classes}"' if classes else ""
    return f'<svg{kind} role="img" aria-label="{escape(label)}">{shapes}</svg>'
