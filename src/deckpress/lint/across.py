"""Questions of several banks that say nearly the same.

Every pair would be too many to compare. So each stem is drawn as a sketch: the smallest hashes of its runs of three characters, which alike
texts share (a bottom-k MinHash). Questions that share some hashes, or two that follow each other, are compared; hashes that many questions
have tell nothing and are left out. Time is linear in the number of questions.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import pairwise
from zlib import crc32

from rapidfuzz.fuzz import ratio
from rapidfuzz.utils import default_process

from deckpress.diagnostics import Diagnostic, Report
from deckpress.lint.duplicates import HINT, NEAR_DUPLICATE, SIMILAR, rest_of, same_rest
from deckpress.lint.measure import answer_text, words_of
from deckpress.lint.rules import live
from deckpress.model import Bank, Cloze, TrueFalse

__all__ = ["Print", "check_across", "prints_of"]

_RUN, _SKETCH, _CROWD, _SHARED = 3, 24, 40, 3
"""Characters of a run; hashes of a sketch; questions from which a hash tells nothing; hashes that two questions must share."""
_SHORTEST, _LONGEST = 8, 2_000
_ALIKE, _ALIKE_ANSWER = 72.0, 85.0
"""Likeness of stems and answers, 0 to 100, from which questions of one kind ask for the same fact."""
_ALIKE_STATEMENT = 85.0
"""The same of statements and fill-ins, which hold their answer."""
_Value = int | tuple[int, int]
_STATEMENTS = (TrueFalse.kind, Cloze.kind)


@dataclass(frozen=True, slots=True)
class Print:
    """What is compared of a question. ``place`` is a finding at it that says nothing yet; ``off`` says that it has a switch."""

    bank: str
    id: str
    kind: str
    stem: str
    rest: str
    answer: str
    sketch: tuple[int, ...]
    off: bool
    place: Diagnostic


def prints_of(bank: Bank) -> list[Print]:
    """The questions of a bank that can be compared with those of others."""
    found = []
    off = any(name == NEAR_DUPLICATE for name, _ in bank.lint)
    for question in live(bank):
        stem = default_process(words_of(question.content) if isinstance(question, Cloze) else question.stem)
        if not _SHORTEST <= len(stem) <= _LONGEST:
            continue
        report = Report()
        report.warning(NEAR_DUPLICATE, "", question.span, HINT)
        own = off or any(name == NEAR_DUPLICATE for name, _ in question.lint)
        answer = "" if isinstance(question, (TrueFalse, Cloze)) else default_process(answer_text(question)[:_LONGEST])
        rest = rest_of(question)[:_LONGEST]
        found.append(Print(bank.id, question.id, question.kind, stem, rest, answer, _sketch(stem), own, report.diagnostics[0]))
    return found


def _sketch(text: str) -> tuple[int, ...]:
    runs = {text[at : at + _RUN] for at in range(len(text) - _RUN + 1)}
    return tuple(nsmallest(_SKETCH, (crc32(run.encode()) for run in runs)))


def check_across(prints: Sequence[Print]) -> list[Diagnostic]:
    """A warning at each question that says nearly the same as an earlier one: of another bank, or in other words of its own."""
    buckets: defaultdict[_Value, list[int]] = defaultdict(list)
    findings = []
    for index, one in enumerate(prints):
        shared: Counter[int] = Counter()
        values: list[_Value] = [*one.sketch, *pairwise(one.sketch)]
        for value in values:
            bucket = buckets[value]
            if len(bucket) < _CROWD:
                for other in bucket:
                    shared[other] += _SHARED if isinstance(value, tuple) else 1
                bucket.append(index)
        near = sorted(other for other, count in shared.items() if count >= _SHARED)
        first = next((prints[other] for other in near if _same(prints[other], one)), None)
        if first is not None and not (first.off or one.off):
            where = f"{first.place.file}, line {first.place.line}"
            message = f"'{one.id}' says nearly the same as '{first.id}' ({where})"
            findings.append(replace(one.place, message=message))
    return findings


_TELLING = re.compile(
    r"\d+|[二三四五六七八九十百千不非无無没沒未否错錯误誤反]|第一|\b(?:not?|never|except|least|most|false|wrong|incorrect|without)\b"
    r"|(?<![a-z])[a-z](?![a-z])"
)


def _telling(text: str) -> list[str]:
    """The words that change what is asked, in whatever order; unlike for slips of the pen, 哪一项 is 哪项."""
    return sorted(_TELLING.findall(text))


def _same(first: Print, other: Print) -> bool:
    if first.kind != other.kind or _telling(first.stem) != _telling(other.stem):
        return False
    stems = ratio(first.stem, other.stem, score_cutoff=_ALIKE)
    if stems >= SIMILAR and same_rest(first.rest, other.rest):
        return first.bank != other.bank  # in one bank that is found anyway
    if other.kind in _STATEMENTS:
        return stems >= _ALIKE_STATEMENT
    return bool(other.answer) and stems >= _ALIKE and ratio(first.answer, other.answer, score_cutoff=_ALIKE_ANSWER) >= _ALIKE_ANSWER
