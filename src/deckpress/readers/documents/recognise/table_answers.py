"""What the answer's cells of a row say, given the question's kind and options."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.recognise.answers import (
    Answer,
    match_options,
    option_truths,
    read_answer,
    read_letters,
    read_truth,
    split_blanks,
)
from deckpress.readers.documents.recognise.result import Found, FoundKind
from deckpress.readers.documents.recognise.table_data import listed_texts

__all__ = ["choose", "write"]

_UNDERSCORES = re.compile(r"_{2,}")
_BRACKETS = re.compile(r"[(（【\[][\s\u3000]{0,40}[)）】\]]")
_SHORTEST_EXPLANATION = 6
"""Characters behind an answer's value that explain it; less is a page or a slip."""
_LONGEST_NUMBERS = 100


def choose(found: Found, kind: FoundKind | None, texts: Sequence[str], right: tuple[int, ...], *, strict: bool, numbered: bool) -> None:
    """A question that is answered by its options, or by true and false. ``right``: the options that are marked beside them."""
    wanted = kind if kind != "single" or strict else None
    answer = _joined(found, texts, wanted)
    choice, doubt = answer.choice, answer.doubt
    if not texts and right:
        choice = right
    if numbered and doubt == "answer is a number" and choice == _as_numbers(answer.text):
        doubt = ""
    if kind == "truefalse" or (kind is None and option_truths(found.options) is not None):
        doubt = _set_truth(found, answer, choice, doubt)
    else:
        several = choice is not None and len(choice) > 1
        found.kind = "multiple" if kind == "multiple" or (several and not strict) else "single"
        found.answer = choice
        if choice is None and not found.options and answer.truth is not None:
            found.kind, found.answer = "truefalse", answer.truth
    _explain(found, answer)
    _note(found, doubt if texts else "")
    if "" in found.options:
        _note(found, "an option is empty")


def _joined(found: Found, texts: Sequence[str], wanted: FoundKind | None) -> Answer:
    """The answer of one cell, or of several: letters in each (A | C), or the letter and then its option's text."""
    if len(texts) < 2:
        return read_answer(texts[0] if texts else "", found.options, wanted)
    answers = [read_answer(text, found.options, wanted) for text in texts]
    if any(answer.choice is None for answer in answers):
        return next((answer for answer in answers if answer.choice is not None or answer.truth is not None), answers[0])
    choices = {answer.choice for answer in answers}
    if len(choices) == 1:
        return answers[0]
    text = ", ".join(texts)
    if len({read_letters(text) is None for text in texts}) > 1:
        return answers[0]._replace(text=text, doubt=f"two answers: {texts[0][:30]} and {texts[1][:30]}")
    union = sorted({index for answer in answers for index in answer.choice or ()})
    return Answer(tuple(union), None, text, "", answers[0].doubt)


def _as_numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(number) - 1 for number in re.findall(r"\d{1,2}", text[:_LONGEST_NUMBERS])))


def _set_truth(found: Found, answer: Answer, choice: tuple[int, ...] | None, doubt: str) -> str:
    found.kind = "truefalse"
    truths = [read_truth(option) for option in found.options]
    found.answer = answer.truth
    if answer.truth is None and answer.text == "2" and not found.options:
        found.answer, doubt = False, ""  # beside rows with 1: `table_codes` has it reviewed
        _note(found, "true or false as a number: 1 read as true, 2 as false")
    if answer.truth is None and choice is not None and len(choice) == 1 and choice[0] < len(truths):
        found.answer = truths[choice[0]]
    if None not in truths:
        found.options = []
    elif found.options:
        _note(found, "true or false, but with other options")
    return doubt


def write(found: Found, kind: FoundKind | None, texts: Sequence[str]) -> None:
    """A question that is answered in words; without a kind the blanks and the answer say which."""
    blanks = len(_UNDERSCORES.findall(found.stem)) or len(_BRACKETS.findall(found.stem))
    text = texts[0] if len(texts) == 1 else "\n".join(texts)
    answer = read_answer(text)
    if kind is None and not found.options and answer.truth is not None:
        found.kind, found.answer = "truefalse", answer.truth
    elif kind is None and answer.choice is not None and text:
        found.kind, found.answer = ("multiple" if len(answer.choice) > 1 else "single"), answer.choice
        _explain(found, answer)
        if len(found.options) < 2:
            _note(found, "no options found")
    elif kind == "cloze" or (kind is None and blanks and text):
        _fill(found, text)
    else:
        _write_freely(found, kind, text)
        return
    _note(found, "")


def _write_freely(found: Found, kind: FoundKind | None, text: str) -> None:
    found.kind = kind or "short"
    if len(found.options) > 1 and text and (named := read_answer(text, found.options)).choice is not None:
        found.kind, found.answer = ("multiple" if len(named.choice) > 1 else "single"), named.choice
        _note(found, "options in a question that is answered in words")
    else:
        found.answer = "\n".join(listed_texts(text)) or text or None
        _note(found, "" if text else "no answer found")


def _fill(found: Found, text: str) -> None:
    found.kind = "cloze"
    stem = found.stem.replace("＿", "_").replace("﹍", "_")
    pattern = _UNDERSCORES if _UNDERSCORES.search(stem) else _BRACKETS
    found.stem, blanks = pattern.subn("____", stem)
    if listed := listed_texts(text):
        parts = listed if len(listed) == blanks else ["；".join(listed)] if blanks < 2 else listed
    else:
        parts = split_blanks(text, blanks) if text else [option for option in found.options if option]
    if parts and not text:
        found.options = []
    found.answer = parts or None
    if parts and blanks != len(parts):
        _note(found, f"{blanks} blanks, but {len(parts)} answers" if blanks else "no blank in the stem")


def _explain(found: Found, answer: Answer) -> None:
    """What follows the answer's letter explains it, unless it repeats the option."""
    if found.explanation or len(answer.rest) < _SHORTEST_EXPLANATION:
        return
    named = match_options(answer.rest, found.options)
    if named is None and not any(option and answer.rest.startswith(option) for option in found.options):
        found.explanation = answer.rest


def _note(found: Found, doubt: str) -> None:
    """Adds why a person must look; without an answer, that too."""
    if doubt and doubt not in found.review:
        found.review.append(doubt)
    if found.answer is None and not doubt and "no answer found" not in found.review and not found.review:
        found.review.append("no answer found")
