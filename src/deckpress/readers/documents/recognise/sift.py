"""Runs of numbers that are no questions after all, and what a run's questions say about each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.words import IMPERATIVE

__all__ = ["lettered_runs", "runs_of", "sift", "truth_runs"]

_GAP = re.compile(r"_{2,}|[(（【\[][ \t\u00a0\u3000]*[)）】\]]")
_PLACEHOLDER = re.compile(r"\s*(?:选项|option|choice|answer)\s*[A-Ha-h\d一二三四]?\s*(?:内容|text)?[.…]*\s*", re.IGNORECASE)
_LETTER_TEXT = re.compile(r"\s*[A-H](?![A-Za-z])[\s.、:：]?\S")


def sift(drafts: Sequence[Draft]) -> list[bool]:
    """Whether each draft is a question. A run of numbered paragraphs without anything of a question is an article's list."""
    kept = [True] * len(drafts)
    for run in runs_of(drafts):
        strength = [_strength(drafts[i]) for i in run]
        if sum(strength) < 0.34 * len(run):
            for i in run:
                kept[i] = False
    for i, draft in enumerate(drafts):
        if draft.options and all(_PLACEHOLDER.fullmatch(option) for option in draft.options):
            kept[i] = False  # instructions show what a question looks like
        if kept[i] and not draft.stem.strip() and not draft.options and not draft.answer:
            kept[i] = False
    return kept


def runs_of(drafts: Sequence[Draft]) -> list[list[int]]:
    """Drafts of one section whose numbers rise."""
    runs: list[list[int]] = []
    for i, draft in enumerate(drafts):
        if not draft.style:
            continue  # found without a number, by evidence of its own
        last = drafts[runs[-1][-1]] if runs else None
        if (
            last is None
            or last.section.number != draft.section.number
            or (draft.value and draft.value <= last.value)
            or last.style != draft.style
        ):
            runs.append([])
        runs[-1].append(i)
    return runs


def _strength(draft: Draft) -> float:
    if len(draft.options) >= 2 or draft.kind is not None or draft.inline is not None or draft.rubric:
        return 1.0
    if draft.section.kind is not None or (draft.answer is not None and draft.answer.strip()):
        return 1.0
    stem = draft.stem
    if _GAP.search(stem) or stem.rstrip().endswith(("?", "？")):
        return 1.0
    return 0.6 if len(stem) < 120 and IMPERATIVE.search(stem) else 0.0


_SIGNS = frozenset("TFVXYN√×✓✗✔✘○◯⭕对错")


def truth_runs(drafts: Sequence[Draft]) -> None:
    """Where most questions of a run without options say true or false, the others do too: ``F`` is no letter there."""
    for run in runs_of(drafts):
        open_ones = [i for i in run if not drafts[i].options and drafts[i].kind is None and drafts[i].section.kind is None]
        said = [(drafts[i].answer or drafts[i].inline or "").strip().upper() for i in open_ones]
        signs = [text for text in said if text in _SIGNS or text in ("TRUE", "FALSE", "正确", "错误", "VERO", "FALSO")]
        if len(signs) >= 3 and len(signs) >= 0.6 * len(open_ones) and len(set(signs)) > 1:
            for i, text in zip(open_ones, said, strict=True):
                if not text or text in _SIGNS or text in signs:
                    drafts[i].kind = "truefalse"


def lettered_runs(drafts: Sequence[Draft]) -> None:
    """Marks as choices the questions of a run whose answers nearly all begin with a letter and a text (``D the option``)."""
    for run in runs_of(drafts):
        open_ones = [i for i in run if not drafts[i].options and drafts[i].kind is None and drafts[i].answer]
        lettered = [i for i in open_ones if _LETTER_TEXT.match(drafts[i].answer or "")]
        if (
            len(lettered) >= 3
            and len(lettered) >= 0.7 * len(open_ones)
            and len({(drafts[i].answer or ("")).strip()[0] for i in lettered}) > 1
        ):
            for i in lettered:
                drafts[i].kind = "single"
