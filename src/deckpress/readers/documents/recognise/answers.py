"""What an answer's text means, given the options and the kind of its question.

Reads option letters (of Latin, Greek, Russian, Japanese, Korean and other scripts), option texts, true and false, numbers of
options, and the parts of a fill-in's answer. It never guesses: what can be read two ways, or fits no option, has a ``doubt``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from deckpress.readers.documents.recognise.answer_blanks import split_blanks
from deckpress.readers.documents.recognise.answer_letters import LONGEST_VALUE, Head, letter_head, read_letters, read_truth, unlabelled
from deckpress.readers.documents.recognise.answer_match import key, match_labelled, match_options
from deckpress.readers.documents.recognise.answer_words import ALL_OF_THEM, LATIN, RUSSIAN_ONLY, SEPARATORS, SPACES, WRAPPING
from deckpress.readers.documents.recognise.result import FoundKind

__all__ = ["Answer", "match_options", "option_truths", "read_answer", "read_letters", "read_truth", "split_blanks"]

_LONGEST_WORD = 40
_LETTER_PAIRS = ({"t", "f"}, {"y", "n"}, {"v", "f"}, {"o", "x"})
_CYRILLIC = re.compile("[а-яА-Я]")
_GUESSABLE = 8
"""Letters up to H are an answer without options; T, X and Y say true or false there."""


class Answer(NamedTuple):
    """``choice``: option indices from 0, rising. Without options and kind, F is both a letter and false: both are set.

    ``text`` is the whole answer, trimmed; ``rest`` what follows the value (an explanation without its label, the option's text,
    a page); ``doubt`` why a person must look, or empty.
    """

    choice: tuple[int, ...] | None
    truth: bool | None
    text: str
    rest: str
    doubt: str


def read_answer(text: str, options: Sequence[str] = (), kind: FoundKind | None = None) -> Answer:
    """What ``text`` (without its label 答案) answers. Free text for the kinds that have no value (cloze, short, case)."""
    text = text.strip()
    if not text or (kind in {"cloze", "short", "case"} and not options):
        return Answer(None, None, text, "", "")
    if kind == "truefalse" or option_truths(options):
        answer = _truth_answer(text, options, certain=kind == "truefalse")
        if answer is not None:
            return answer
    if kind is None and not options:
        return _bare(text)
    return _choice_answer(text, options, kind)


def _bare(text: str) -> Answer:
    """An answer of which nothing is known: letters, true or false, or a text."""
    truth = read_truth(text)
    choice = read_letters(text)
    if choice is not None and choice[-1] < _GUESSABLE and not (text.isascii() and text.islower() and len(text) > 1):
        return Answer(choice, truth, text, "", "")
    if truth is None and (head := letter_head(text)) is not None and head.sure and head.choice[-1] < _GUESSABLE:
        return Answer(head.choice, None, text, unlabelled(head.rest), "")
    return Answer(None, truth, text, "", "")


# --- true and false


def option_truths(options: Sequence[str]) -> tuple[bool, bool] | None:
    """What two options say of which one is true, the other false (对, 错); None for others, so for the variables x and y."""
    if len(options) != 2 or any(len(option) > _LONGEST_WORD for option in options):
        return None
    letters = {option.strip().casefold() for option in options}
    if all(len(letter) == 1 and letter.isascii() for letter in letters) and letters not in _LETTER_PAIRS:
        return None
    first, second = read_truth(options[0]), read_truth(options[1])
    return None if first is None or second is None or first == second else (first, second)


def _truth_answer(text: str, options: Sequence[str], *, certain: bool) -> Answer | None:
    truths = option_truths(options)
    letters = read_letters(text)
    if truths and letters is not None and letters[-1] < 2:
        doubt = "two answers for a true/false question" if len(letters) > 1 else ""
        return Answer(letters, None if doubt else truths[letters[0]], text, "", doubt)
    truth, rest = _truth_head(text, certain=certain)
    doubt = ""
    if truth is None and truths and (head := letter_head(text)) is not None and head.choice in {(0,), (1,)}:
        truth, rest = truths[head.choice[0]], head.rest
    if truth is None and certain and not options:
        truth, doubt = _odd_truth(text, letters)
    if truth is None:
        return Answer(None, None, text, "", "answer is neither true nor false") if certain and not options else None
    choice = (truths.index(truth),) if truths else None
    return Answer(choice, truth, text, unlabelled(rest), doubt)


def _odd_truth(text: str, letters: tuple[int, ...] | None) -> tuple[bool | None, str]:
    if text in {"1", "0"}:
        return text == "1", ""
    if letters in {(0,), (1,)}:
        return letters == (0,), f"answer is the letter {LATIN[letters[0]]}, but there are no options"
    return None, ""


_TRUTH_WORD = re.compile(r"[\s(\[【（]*([^\W_]{1,16}|[^\w\s])\ufe0f?[\s)\]】）]*")


def _truth_head(text: str, *, certain: bool) -> tuple[bool | None, str]:
    """Truth and what follows: ``错，应为…``. A word before a mere space counts only in a true/false question ("No one …")."""
    whole = read_truth(text)
    if whole is not None:
        return whole, ""
    found = _TRUTH_WORD.match(text)
    if found is None:
        return None, ""
    word, rest = found[1], text[found.end() :]
    truth = read_truth(word)
    sign = not word.isalnum()
    closed = found[0].rstrip() != word or text[found.end(1) : found.end(1) + 1].isspace()
    if truth is None or not rest or not (sign or rest[0] in ",.;:。，；：、!！—-(（[【" or (certain and closed)):
        return None, ""
    return truth, rest.lstrip(SPACES + ",.;:。，；：、!！—-")


# --- choices


def _choice_answer(text: str, options: Sequence[str], kind: FoundKind | None) -> Answer:
    choice = read_letters(text)
    shortest = min(map(len, options), default=0)
    matched = match_options(text, options) if choice is None or shortest <= len(text) else None
    if choice is not None and (not options or choice[-1] < len(options) or matched is None):
        doubt = _letter_doubt(text, choice, options)
        if matched is not None and matched != choice:
            doubt = "answer is an option's letter and another option's text"
        return _checked(choice, text, "", doubt, kind, options)
    if matched is not None:
        numbered = _numbers(text, options)
        doubt = "answer is a number" if numbered is not None and numbered != matched else ""
        return _checked(matched, text, "", doubt, kind, options)
    if (everything := _everything(text, options)) is not None:
        return _checked(everything, text, "", "", kind, options)
    if (labelled := match_labelled(text, options)) is not None:
        return _checked(labelled, text, _after_letter(text), "", kind, options)
    if (head := letter_head(text)) is not None and not (head.lower and options and head.choice[-1] >= len(options)):
        return _headed(head, text, options, kind)
    if (numbers := _numbers(text, options)) is not None:
        return _checked(numbers, text, "", "answer is a number", kind, options)
    return Answer(None, None, text, "", "answer fits no option" if options else "answer is no option letter")


def _after_letter(text: str) -> str:
    head = letter_head(text)
    return head.rest if head is not None else text.lstrip(WRAPPING)[1:].lstrip(WRAPPING)


def _headed(head: Head, text: str, options: Sequence[str], kind: FoundKind | None) -> Answer:
    rest = unlabelled(head.rest)
    doubt = _letter_doubt(text, head.choice, options)
    named = match_options(rest, options)
    if not doubt and named is not None and named != head.choice:
        doubt = f"answer says {_spelled(head.choice)}, but its text is option {_spelled(named)}"
    if not doubt and not head.sure and named is None:
        doubt = "answer may be a letter or a text"
    return _checked(head.choice, text, rest, doubt, kind, options)


def _checked(choice: tuple[int, ...], text: str, rest: str, doubt: str, kind: FoundKind | None, options: Sequence[str]) -> Answer:
    if not doubt and options and choice[-1] >= len(options):
        doubt = f"answer letter {_spelled(choice[-1:])}, but there are {len(options)} options"
    if not doubt and kind == "single" and len(choice) > 1:
        doubt = f"single choice, but the answer is {_spelled(choice)}"
    truths = option_truths(options)
    truth = truths[choice[0]] if truths and len(choice) == 1 and choice[0] < 2 else None
    return Answer(choice, truth, text, rest, doubt)


def _spelled(choice: tuple[int, ...]) -> str:
    return "".join(LATIN[index] if index < len(LATIN) else f"({index + 1})" for index in choice)


def _letter_doubt(text: str, choice: tuple[int, ...], options: Sequence[str]) -> str:
    """A Cyrillic В or Е under Russian options is the third letter or the sixth there, the second or the fifth if it is Latin."""
    head = text[:LONGEST_VALUE].upper()
    if head.isascii() and "B" not in head and "E" not in head:
        return ""
    russian = any(_CYRILLIC.search(option, 0, 40) for option in options)
    if russian and RUSSIAN_ONLY.isdisjoint(head) and ("В" in head or "Е" in head) and choice != (0,):
        return f"answer letter {_spelled(choice)}: Latin, or Cyrillic in Russian order?"
    return ""


def _everything(text: str, options: Sequence[str]) -> tuple[int, ...] | None:
    """以上都对: the option that says so, else all of them."""
    if len(text) > 60 or len(options) < 2 or not ALL_OF_THEM.fullmatch(key(text)):
        return None
    saying = [index for index, option in enumerate(options) if len(option) <= 60 and ALL_OF_THEM.fullmatch(key(option))]
    return tuple(saying) if len(saying) == 1 else tuple(range(len(options)))


def _numbers(text: str, options: Sequence[str]) -> tuple[int, ...] | None:
    """``2,3``: numbers of options, counted from 1."""
    if not options or len(text) > LONGEST_VALUE:
        return None
    words = unicodedata.normalize("NFKC", text.strip(WRAPPING)).translate(SEPARATORS).split()
    if not words or not all(word.isascii() and word.isdigit() and len(word) < 3 for word in words):
        return None
    found = sorted({int(word) - 1 for word in words})
    return tuple(found) if found[0] >= 0 and found[-1] < len(options) and len(found) == len(words) else None
