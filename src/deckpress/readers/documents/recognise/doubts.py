"""What a question's neighbours say against it: gaps in the numbers, an odd count of options, a text that is cut off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.result import Found
from deckpress.readers.documents.recognise.sift import runs_of
from deckpress.readers.documents.recognise.words import LABELS

__all__ = ["mark_doubts"]

_REGULAR = 8
"""A run of at least so many questions shows what is usual in it."""
_END = re.compile(r"[。.？?！!；;)）】\]」”\"'：:…]\s*$")
_INNER_OPTIONS = re.compile(r"(?:^|\s)[A]\s?[.、)．][^\n]{1,200}?\s[B]\s?[.、)．]")
_LETTER_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff]) {1,8}([A-H]) {0,8}(?=[\u3400-\u9fff])")
"""A letter alone between two Chinese words: an option's, or a name's (``维生素 C 含量``)."""


def mark_doubts(drafts: Sequence[Draft], questions: Sequence[Found]) -> None:
    """Adds to ``review`` of the questions (one a draft, in the same order) what does not fit their run."""
    for run in runs_of(drafts):
        _mark_numbers(drafts, questions, run)
        _mark_options(questions, run)
    for question in questions:
        _mark_text(question)
    if questions:
        _mark_end(drafts[-1], questions)


def _mark_numbers(drafts: Sequence[Draft], questions: Sequence[Found], run: Sequence[int]) -> None:
    for before, after in pairwise(run):
        step = drafts[after].value - drafts[before].value
        if step == 2:
            questions[after].review.append(f"number {drafts[before].value + 1} is missing before this question")
        elif step > 2:
            questions[after].review.append(
                f"numbers {drafts[before].value + 1} to {drafts[after].value - 1} are missing before this question"
            )


def _mark_options(questions: Sequence[Found], run: Sequence[int]) -> None:
    choices = [i for i in run if questions[i].kind in ("single", "multiple") and questions[i].options]
    if len(choices) < _REGULAR:
        return
    usual, count = Counter(len(questions[i].options) for i in choices).most_common(1)[0]
    if count < 0.9 * len(choices):
        return
    for i in choices:
        here = len(questions[i].options)
        if here < usual:
            questions[i].review.append(f"{here} options, where the others have {usual}")


def _mark_text(question: Found) -> None:
    if question.kind in ("single", "multiple", "truefalse") and _INNER_OPTIONS.search(question.stem):
        question.review.append("there seem to be options in the question's text")
    if any(_holds_options(option) for option in question.options):
        question.review.append("there seem to be further options in an option's text")
    label = LABELS.search(question.stem, 1) if len(question.stem) < 4000 and ("答案" in question.stem or "nswer" in question.stem) else None
    if label is not None and label.lastgroup == "answer" and question.stem[label.start() - 1] in " \n。？?)）":
        question.review.append("there seems to be an answer in the question's text")


def _holds_options(option: str) -> bool:
    letters = _LETTER_BETWEEN.findall(option) if " " in option else []
    return any(ord(after) == ord(before) + 1 for before, after in pairwise(letters))


def _mark_end(last: Draft, questions: Sequence[Found]) -> None:
    """The last question of a document that ends in mid-sentence."""
    question = questions[-1]
    text = last.strip.text.rstrip()
    if not text or not last.style:
        return
    unanswered = question.answer is None and any(q.answer is not None for q in questions)
    if unanswered and question.kind in ("single", "multiple") and len(question.options) < 2:
        question.review.append("the document ends in this question")
    elif unanswered and not _END.search(text):
        question.review.append("the document may end in this question")
