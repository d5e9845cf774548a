"""From a draft to a question: its kind settled, its answer understood, and what a person must look at."""

from __future__ import annotations

import re

from deckpress.readers.documents.recognise.answer_match import key
from deckpress.readers.documents.recognise.answers import Answer, read_answer, read_letters, read_truth, split_blanks
from deckpress.readers.documents.recognise.case_answers import found_parts
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.option_letters import in_latin
from deckpress.readers.documents.recognise.result import Found, FoundKind
from deckpress.readers.documents.recognise.shadow import shadow

__all__ = ["finish"]

_BLANK = re.compile(r"_{2,}(?:[ \t]*_+)*|[(（\[【][ \t\u00a0\u3000]{0,60}[)）\]】]")
_GAP = re.compile(r"_{2,}(?:[ \t]*_+)*|(?<![A-Za-z0-9_\])])[(（][ \t\u00a0\u3000]{0,60}[)）]|【[ \t\u00a0\u3000]{0,60}】|…{3,}|\.{6,}")
_GLUED = re.compile(r"\s*([A-H]{1,6})(?![A-Za-z])[\s.、:：]*(?=[^\s]|$)")
_TRUTH_HEAD = re.compile(
    r"\s*[(（\[【]?\s*([√×✓✗✔✘]|正确|错误|对|错|[TF](?![A-Za-z])|true|false|vero|falso|wahr|falsch|richtig"
    r"|vrai|faux|verdadero|verdadeiro|correcto|incorrecto)\s*[)）\]】]?\s*",
    re.IGNORECASE,
)


def finish(draft: Draft) -> Found:
    """The question that a draft has become."""
    options = draft.options
    texts = draft.answer if draft.answer is not None else draft.inline
    if texts and len(texts) < 80:
        texts = texts.strip("`* ")
    if texts and options and not _PLAIN.fullmatch(texts):
        texts = in_latin(draft, texts)
    kind = _kind(draft, texts)
    found = Found(
        kind=kind,
        stem=draft.stem,
        explanation=draft.explanation,
        context=draft.context,
        rubric=draft.rubric,
        points=draft.points or draft.section.points,
        difficulty=draft.difficulty,
        chapter=draft.section.chapter,
        headings=draft.section.headings,
        number=draft.number,
        line=draft.line,
        images=draft.images,
        review=list(draft.review),
    )
    if kind in ("single", "multiple"):
        _finish_choice(draft, found, options, texts)
    elif kind == "truefalse":
        _finish_truth(draft, found, texts)
    elif kind == "cloze":
        _finish_cloze(draft, found, texts)
    else:
        found.answer = texts.strip() if texts and texts.strip() else None
        found.parts, found.answer, found.explanation = found_parts(draft.parts, found.answer, found.explanation)
        if options:
            found.stem = "\n".join([found.stem, *options])
        if found.answer is None and not any(part.answer for part in found.parts):
            found.review.append("no answer found")
    if not found.stem.strip():
        found.review.append("the question has no text")
    return found


_TRUTHS = frozenset(
    {
        "对",
        "错",
        "正确",
        "错误",
        "是",
        "否",
        "√",
        "×",
        "true",
        "false",
        "t",
        "f",
        "vrai",
        "faux",
        "verdadero",
        "falso",
        "cierto",
        "vero",
        "richtig",
        "falsch",
        "verdadeiro",
        "верно",
        "неверно",
        "正しい",
        "誤り",
        "○",
        "o",
        "x",
        "对的",
        "错的",
        "正确的",
        "错误的",
    }
)


def truth_of(text: str) -> bool | None:
    """True or false, whatever signs and debris (``錯(cuò)誤``) the document writes them with."""
    text = shadow(text).replace(" ", "").strip(".。的()（）:：\ufe0f")
    if text in ("✅", "☑", "⭕", "✔"):
        return True
    if text in ("❌", "❎", "☒", "✖"):
        return False
    return read_truth(text)


def _is_truth_pair(options: list[str]) -> bool:
    return (
        len(options) == 2
        and all(shadow(option).replace(" ", "").strip(".。").lower() in _TRUTHS for option in options)
        and {truth_of(o) for o in options} == {True, False}
    )


def _kind(draft: Draft, answer: str | None) -> FoundKind:
    """The kind that options, label, heading and answer make of a question, in this order of weight."""
    if _is_truth_pair(draft.options):
        return "truefalse"
    if len(draft.options) >= 2:
        return _choice_kind(draft, answer)
    if draft.kind is not None:
        return draft.kind
    if draft.section.kind is not None:
        return _kind_below(draft.section.kind, answer)
    return _kind_by_answer(draft, answer)


def _choice_kind(draft: Draft, answer: str | None) -> FoundKind:
    wanted = draft.kind or draft.section.kind
    if wanted == "multiple":
        return "multiple"
    result = _read_choice(answer, draft.options, "multiple")
    letters = result.choice if result is not None else None
    return "multiple" if len(letters or draft.ticked) > 1 else "single"


def _kind_below(heading: FoundKind, answer: str | None) -> FoundKind:
    """The kind of a question without options and label below a kind's heading."""
    if heading not in ("single", "multiple") or not answer:
        return heading
    letters = read_letters(answer)
    if letters:
        return "multiple" if heading == "multiple" or len(letters) > 1 else "single"
    return "truefalse" if truth_of(answer) is not None else heading


def _kind_by_answer(draft: Draft, answer: str | None) -> FoundKind:
    letters = read_letters(answer) if answer else None
    if answer and letters is None and (truth_of(answer) is not None or _TRUTH_SIGN.match(answer)):
        return "truefalse"
    if answer and letters and truth_of(answer) is not None and answer not in "ABCDEF":
        return "truefalse"
    if letters and answer and answer.strip(" ()（）.。").isupper():
        return "multiple" if len(letters) > 1 else "single"
    if draft.blanks or _GAP.search(draft.stem):
        return "single" if letters else "cloze"
    return "case" if draft.parts or draft.rubric else "short"


_TRUTH_SIGN = re.compile(r"\s*[(（\[【]?\s*[√×✓✗✔✘]")
_PLAIN = re.compile("[A-H]{1,8}")


def _read_choice(answer: str | None, options: list[str], kind: FoundKind | None) -> Answer | None:
    """What a choice question's answer says; letters alone, as most are, need no further thought."""
    if not answer or not answer.strip():
        return None
    if _PLAIN.fullmatch(answer) and (len(answer) == 1 or kind == "multiple"):
        choice = tuple(sorted({ord(c) - 65 for c in answer}))
        if choice[-1] < len(options) and answer not in options:
            return Answer(choice, None, answer, "", "")
    return read_answer(answer, options, kind)


def _finish_choice(draft: Draft, found: Found, options: list[str], answer: str | None) -> None:
    found.options = options
    result = _read_choice(answer, options, found.kind)
    if result is not None and result.choice is None and answer is not None and (head := _GLUED.match(answer)) is not None:
        result = result._replace(choice=read_letters(head[1]), rest=answer[head.end() :].strip(), doubt="")
    if result is not None and result.choice is not None:
        _take_choice(draft, found, result)
    elif draft.ticked:
        found.answer = draft.ticked
    elif answer and answer.strip():
        found.review.append(f"answer not understood: {' '.join(answer.split())[:60]}")
    else:
        found.review.append("no answer found")
    _check_choice(draft, found, options)


def _take_choice(draft: Draft, found: Found, result: Answer) -> None:
    found.answer = result.choice
    if result.doubt and not (result.doubt == "answer is a number" and _by_digits(draft)):
        found.review.append(result.doubt)
    if draft.ticked and draft.ticked != result.choice:
        found.review.append("the marked option and the answer disagree")
    rest = key(result.rest) if result.rest else ""
    for option in found.options if rest else ():  # "A) tripod  B) cable": the options' texts again
        rest = rest.replace(key(option), "", 1)
    if len(rest) > 2 * len(result.choice or ()) and not found.explanation:
        found.explanation = result.rest


_DIGIT_MARK = re.compile(r"(?<![0-9])[1-9]\s?[.、):)]?\s*$")


def _by_digits(draft: Draft) -> bool:
    """Whether the options are numbered 1, 2, 3 in the document, so that an answer of a number means one of them."""
    s = draft.strip.shadow
    return bool(draft.option_spans) and all(_DIGIT_MARK.search(s, max(0, begin - 5), begin) for begin, _ in draft.option_spans)


def _check_choice(draft: Draft, found: Found, options: list[str]) -> None:
    answer = found.answer
    if not options:
        found.review.append("the document gives no options")
    if not isinstance(answer, tuple):
        return
    if found.kind == "single" and len(answer) > 1:
        found.kind = "multiple"
    inline = read_letters(draft.inline) if draft.inline and draft.answer and options else None
    if inline and inline != answer:
        found.review.append("the answer in the question and the one below disagree")
    if options and max(answer) >= len(options) and not any("answer letter" in reason for reason in found.review):
        found.review.append(f"answer letter {chr(65 + max(answer))}, but there are {len(options)} options")


def _finish_truth(draft: Draft, found: Found, answer: str | None) -> None:
    truth: bool | None = None
    if draft.options:
        result = read_answer(answer, draft.options, "truefalse") if answer else None
        truth = result.truth if result is not None else None
        if truth is None and draft.ticked:
            truth = truth_of(draft.options[draft.ticked[0]])
        letters = read_letters(answer) if truth is None and answer else None
        if letters is not None and len(letters) == 1 and letters[0] < len(draft.options):
            truth = truth_of(draft.options[letters[0]])
    elif answer and answer.strip():
        truth = truth_of(answer)
        result = read_answer("" if truth is not None else answer, (), "truefalse")
        truth = result.truth if truth is None else truth
        head = _TRUTH_HEAD.match(answer) if truth is None else None
        if head is not None:
            truth = read_truth(head[1])
            result = result._replace(rest=answer[head.end() :].strip(" ,，。:：;；"))
        if result.rest and not found.explanation:
            found.explanation = result.rest
    found.answer = truth
    if truth is None:
        found.review.append(f"answer not understood: {' '.join(answer.split())[:60]}" if answer and answer.strip() else "no answer found")


def _finish_cloze(draft: Draft, found: Found, answer: str | None) -> None:
    stem, count = _GAP.subn("____", found.stem)
    found.stem = stem
    if answer and answer.strip():
        found.answer = [_unwrapped(text) for text in _numbered_lines(answer) or split_blanks(_unwrapped(answer), max(1, count))]
    elif draft.blanks:
        found.answer = list(draft.blanks)
    if not found.answer:
        found.answer = None
        found.review.append("no answer found")
    elif count and isinstance(found.answer, list) and count != len(found.answer):
        found.review.append(f"{count} blanks, but {len(found.answer)} answers")
    elif not count:
        found.review.append("no blank in the text")


_LINE_NUMBER = re.compile(r"^\s*[(（]?(\d{1,2})[)）]\s*", re.MULTILINE)


def _numbered_lines(text: str) -> list[str]:
    """The answers of lines ``(1) …``, ``(2) …`` that begin with 1 and rise by one, else none."""
    marks = list(_LINE_NUMBER.finditer(text))
    if not marks or marks[0].start() or [int(m[1]) for m in marks] != list(range(1, len(marks) + 1)):
        return []
    ends = [m.start() for m in marks[1:]] + [len(text)]
    return [text[m.end() : end].strip() for m, end in zip(marks, ends, strict=True)]


def _unwrapped(text: str) -> str:
    """An answer without the bracket that stands around the whole of it."""
    text = text.strip()
    inner = text[1:-1]
    whole = len(text) > 2 and text[0] + text[-1] in ("【】", "[]") and not any(c in "【】[]" for c in inner)
    return inner.strip() if whole else text
