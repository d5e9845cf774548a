"""The options of a question: marks A, B, C … found in its text, chosen as one run."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from deckpress.readers.documents.recognise.option_marks import (
    DIGIT,
    OTHER_ALPHABETS,
    RING,
    ROMAN,
    Mark,
    at_line_start,
    option_marks,
    other_marks,
)
from deckpress.readers.documents.recognise.ticks import LINE_SIGNS, sign_start

__all__ = ["OptionSpan", "find_options", "in_columns", "late_options", "roman_options"]


class OptionSpan(NamedTuple):
    """An option: its mark ``text[start:begin]`` and its text ``text[begin:end]``. ``letter`` counts from 0."""

    letter: int
    start: int
    begin: int
    end: int


class _Chain(NamedTuple):
    score: float
    mark: Mark
    before: _Chain | None
    length: int


def find_options(s: str, start: int, end: int, *, digits: bool = False) -> list[OptionSpan]:
    """The options in ``s[start:end]`` (a shadow), in letter order; empty where there are none.

    ``digits``: 1) 2) 3) may be options, and (i) (ii) (iii).
    """
    plain = _one_a_line(s, start, end)
    if plain:
        return plain
    marks = option_marks(s, start, end)
    run = _best_run(marks)
    if len(run) < 2:
        run = _unlettered_first(s, start, marks) or run
    if len(run) < 2:
        for pattern, alphabet in (*OTHER_ALPHABETS, RING, *((DIGIT, ROMAN) if digits else ())):
            run = _best_run(other_marks(s, start, end, pattern, alphabet))
            if len(run) >= 2 and (alphabet[0] not in "①1i" or len(run) >= 3):
                break
            run = []
    else:
        run = _columns(s, marks, run) or _whole_set(s, end, marks, run)
    if len(run) == 2 and all(mark.style == "glued" and mark.weight < 2 for mark in run):
        return []  # "module A calls module B"
    if _are_gaps(s, start, run):
        return []
    return _spans(s, start, run, end) if len(run) >= 2 else []


def _are_gaps(s: str, start: int, run: list[Mark]) -> bool:
    """Whether letters in brackets are gaps of a text or a program, each inside a line of its own: ``x = ( a );``."""
    if not run or any(mark.style != "bracket" or at_line_start(s, mark.start, start) for mark in run):
        return False
    if not all(s[mark.start : mark.end].islower() for mark in run):
        return False
    return all("\n" in s[before.end : mark.start] for before, mark in pairwise(run)) and s[run[-1].end :][:1] not in ("", "\n")


_FIRST_LINE = re.compile(r"\n *A *[.、)]")
_OTHER_MARK = re.compile(r"(?<![A-Za-z])[A-Ha-h]\s?[.、):](?!\d)|[(\[【]\s?[A-Ha-h]\s?[)\]】]|\s[A-H]\s")


def _one_a_line(s: str, start: int, end: int) -> list[OptionSpan]:
    """Options as most banks have them, each on a line of its own with nothing in it that looks like another mark; else none."""
    first = _FIRST_LINE.search(s, start, end)
    if first is None or _OTHER_MARK.search(s, start, first.start()):
        return []
    spans: list[OptionSpan] = []
    at = first.start() + 1
    while at < end:
        stop = s.find("\n", at, end)
        stop = end if stop < 0 else stop
        begin = at
        while begin < stop and s[begin] == " ":
            begin += 1
        if s[begin : begin + 1] != chr(65 + len(spans)):
            return []
        mark = begin + 1
        while s[mark : mark + 1] == " ":
            mark += 1
        if mark >= stop or s[mark] not in ".、)" or _OTHER_MARK.search(s, mark + 1, stop):
            return []
        spans.append(OptionSpan(len(spans), begin, mark + 1, min(stop + 1, end)))
        at = stop + 1
    return spans if 3 <= len(spans) <= 8 else []


def roman_options(s: str, start: int, end: int) -> list[OptionSpan]:
    """Options (i) (ii) (iii) in ``s[start:end]``, at least three; empty where there are none."""
    run = _best_run(other_marks(s, start, end, *ROMAN))
    return _spans(s, start, run, end) if len(run) >= 3 else []


def _best_run(marks: list[Mark]) -> list[Mark]:
    """The best run A, B, C … of the marks; one that is complete ends where another A of its style begins (another question)."""
    best: dict[tuple[int, bool], _Chain] = {}
    for mark in marks:
        bracket = mark.style == "bracket"
        if mark.letter == 0:
            whole = max((c for c in best.values() if c.length >= 3 and c.score > 1.2 * c.length), key=lambda c: c.score, default=None)
            if whole is not None and mark.weight >= 2.5 and _first(whole).style == "mark" and _first(whole).weight < 1.3:
                whole = None  # "S(A, B, C)" in a stem
            if whole is not None and _first(whole).style == mark.style and mark.weight >= _first(whole).weight - 0.5:
                break
            chain: _Chain | None = _Chain(mark.weight, mark, None, 1)
        else:
            chain = max(
                (_extended(before, mark) for side in (False, True) if (before := best.get((mark.letter - 1, side))) is not None),
                key=lambda c: c.score,
                default=None,
            )
        known = best.get((mark.letter, bracket))
        if chain is not None and (known is None or chain.score >= known.score):
            best[mark.letter, bracket] = chain
    chosen = max(best.values(), key=lambda c: c.score if c.length > 1 else 0.0, default=None)
    run: list[Mark] = []
    while chosen is not None:
        run.append(chosen.mark)
        chosen = chosen.before
    run.reverse()
    return run


def _first(chain: _Chain) -> Mark:
    while chain.before is not None:
        chain = chain.before
    return chain.mark


def _extended(before: _Chain, mark: Mark) -> _Chain:
    last = before.mark
    gain = mark.weight + (1.0 if last.style == mark.style else 0.0) - (1.0 if mark.start - last.end > 800 else 0.0)
    if (last.style == "bracket") != (mark.style == "bracket"):
        gain -= 2.5  # "(A)" in a stem is its answer
    if last.weight >= 2.5 and mark.weight < 2.0 and last.style != mark.style:
        gain -= 2.0  # "E = …" inside an option, after lines that begin with A., B., C.
    if mark.start <= last.end:
        gain -= 3.0  # "A、B、C" are names in a text, "A B D" letters of an answer
    return _Chain(before.score + gain, mark, before, before.length + 1)


def _columns(s: str, marks: list[Mark], run: list[Mark]) -> list[Mark]:
    """The options of printed columns (``A … C …`` above ``B … D …``), read down or parted by wide gaps; empty without columns."""
    first = run[0]
    cells = [m for m in marks if m.start >= first.start and m.style == first.style and s[m.start - 1 : m.start] in ("", " ", "\n")]
    if not len(run) < len(cells) <= 12 or sorted(m.letter for m in cells) != list(range(len(cells))):
        return []
    parted = all(at_line_start(s, m.start, first.start) or s[m.start - 2 : m.start] == "  " for m in cells)
    return sorted(cells) if parted or _read_down(s, [(m.letter, m.start) for m in cells]) else []


def _read_down(s: str, cells: list[tuple[int, int]]) -> bool:
    """Whether letters, in the order of their places, are columns of several rows."""
    rows: list[list[int]] = []
    before = 0
    for letter, at in cells:
        if not rows or "\n" in s[before:at]:
            rows.append([])
        rows[-1].append(letter)
        before = at
    return len(rows) > 1 and all(letters == list(range(i, len(cells), len(rows))) for i, letters in enumerate(rows))


def in_columns(s: str, spans: list[OptionSpan]) -> bool:
    """Whether options out of order are printed columns, read down."""
    return _read_down(s, [(span.letter, span.begin) for span in sorted(spans, key=lambda span: span.start)])


def _whole_set(s: str, end: int, marks: list[Mark], run: list[Mark]) -> list[Mark]:
    """The run, or all strong marks of its style: each letter once in another order, one misprinted, or one lost."""
    first, style = run[0], run[0].style
    strong = [m for m in marks if m.start >= first.start and m.style == style and m.weight >= run[0].weight - 0.1]
    letters = [m.letter for m in strong]
    if len(strong) > len(run) and sorted(letters) == list(range(len(letters))):
        return sorted(strong)
    follows = len(strong) > len(run) and strong[: len(run)] == run
    if follows and letters[len(run) :] == list(range(len(run) + 1, len(strong) + 1)):
        lost = _lost_letter(s, end, strong, len(run))
        if lost is not None:
            return [*run, lost, *strong[len(run) :]]
        if len(strong) > len(run) + 1:
            return [*run, Mark(len(run), strong[len(run)].start, strong[len(run)].start, style, 0.0), *strong[len(run) :]]
    if len(strong) == len(run) + 1 and run[-1] in strong[:-1] and follows and strong[-1].letter != 0:
        return [*run, strong[-1]._replace(letter=run[-1].letter + 1)]  # A B C B: the last letter is a slip
    return run


def _lost_letter(s: str, end: int, marks: list[Mark], at: int) -> Mark | None:
    """The option without its letter in a line of its own before ``marks[at]``, where each other option is one line."""
    ends = [m.start for m in marks[1:]] + [end]
    texts = [s[m.end : stop].rstrip(LINE_SIGNS + "\n") for m, stop in zip(marks, ends, strict=True)]
    lines = [text.lstrip(" \n").count("\n") + 1 for text in texts]
    if lines[at - 1] != 2 or any(n > 1 for i, n in enumerate(lines[:-1]) if i != at - 1):
        return None
    before = texts[at - 1]
    begin = marks[at - 1].end + before.index("\n", len(before) - len(before.lstrip(" \n"))) + 1
    return Mark(at, begin, begin, marks[0].style, 0.0)


def _unlettered_first(s: str, start: int, marks: list[Mark]) -> list[Mark]:
    """B, C, D with a text before B in its line: that text is option A."""
    shifted = [m._replace(letter=m.letter - 1) for m in marks if m.letter > 0]
    run = _best_run(shifted)
    if len(run) < 2:
        return []
    line = s.rfind("\n", 0, run[0].start) + 1
    if not s[line : run[0].start].strip(LINE_SIGNS):
        line = _line_above(s, start, line)
    if line <= start or not s[line : run[0].start].strip():
        return []
    text = s[line : run[0].start]
    begin, first = (line + len(text) - len(text.lstrip(signs)) for signs in (" ", " .、:)"))
    return [Mark(0, begin, first, run[0].style, 0.0), *(m._replace(letter=m.letter + 1) for m in run)]


_STEM_ENDS = re.compile(r"[)\]】?:。_]\s*$")


def _line_above(s: str, start: int, line: int) -> int:
    """Where the line above ``line`` begins, if it stands between the end of a stem and option B; else -1."""
    above = s.rfind("\n", start, max(start, line - 1)) + 1
    return above if above > start and _STEM_ENDS.search(s, max(start, above - 12), above) else -1


_DASH = re.compile(r" {0,3}[-—]{1,2} {1,3}|—{1,2}")


def _spans(s: str, low: int, run: list[Mark], end: int) -> list[OptionSpan]:
    """The marks with the signs before them, and each one's text up to the next mark."""
    placed = sorted(run, key=lambda m: m.start)
    if all(m.style in ("space", "glued") for m in placed):
        dashes = [_DASH.match(s, m.end) for m in placed]
        if all(dashes):
            placed = [m._replace(end=dash.end()) for m, dash in zip(placed, dashes, strict=True) if dash is not None]
    starts: list[int] = []
    for m in placed:
        starts.append(sign_start(s, low, m.start, first=not starts) if m.start < m.end else m.start)
        low = max(low, m.end)
    ends = [*starts[1:], end]
    return sorted(OptionSpan(m.letter, at, m.end, stop) for m, at, stop in zip(placed, starts, ends, strict=True))


def late_options(s: str, start: int, end: int) -> list[OptionSpan]:
    """Options whose first letters the document has lost (``( ABCDEF ) D text E text``): at ``start``, in one run."""
    marks = [m for m in option_marks(s, start, end) if m.style in ("space", "dot", "mark")]
    run: list[Mark] = []
    for mark in marks:
        if not run and (mark.letter == 0 or s[start : mark.start].strip()):
            return []
        if not run or mark.letter == run[-1].letter + 1:
            run.append(mark)
    return _spans(s, start, run, end) if run else []
