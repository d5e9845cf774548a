"""Tasks and their answers: a model answer that is divided like the tasks goes to them piece by piece."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.recognise.result import FoundPart
from deckpress.readers.documents.recognise.shadow import shadow

__all__ = ["divide", "found_parts", "numbered", "rubric_items"]

_MARK = re.compile(
    r"[(](?P<paren>\d{1,2}|[a-h])[)][.、:]?|(?P<ring>[\u2460-\u2473\u2474-\u2487])"
    r"|(?<![\w.])(?P<plain>\d{1,2}|[a-h])(?P<sign>[.、)])(?!\d)"
    r"|(?P<named>(?:第(?=.[问题])|问题|任务|(?<![a-z])(?:task|question|q) ?)[\d一二三四五六七八九])[问题]?[.:、)]",
    re.IGNORECASE,
)
_ENDERS = '\n。.!?;:…)】”"'
_POINTS = re.compile(
    r"[(（]\s{0,4}(?:本小?题|共)?\s{0,4}(\d{1,3}(?:\.\d{1,2})?)\s{0,4}(?:分|points?|pts?|marks?)\s{0,4}[)）]", re.IGNORECASE
)
_AROUND = " \t\u00a0\u3000\n"


def numbered(texts: Sequence[str]) -> str:
    """Texts of tasks as one text that `divide` takes apart again: ``(1) …``, ``(2) …``, a line each; empty ones are left out."""
    return "\n".join(f"({number}) {text}" for number, text in enumerate(texts, 1) if text)


def divide(text: str, count: int) -> list[str]:
    """``count`` texts of one that is numbered 1 to ``count`` in one style from its beginning, else none. Linear.

    A number may be missing (its text is empty then). Numbers in the middle of a line count where they follow the end of a sentence.
    """
    s = shadow(text)
    style, expected = "", 1
    marks: list[tuple[int, int, int]] = []
    for match in _MARK.finditer(s):
        form, value = _form(match)
        if not marks and s[: match.start()].strip():
            return []
        if (style and form != style) or not _stands(s, match.start()):
            continue
        if value == 1 and marks:
            return []  # counts again: lists inside of the answers
        if expected <= value <= count and (value == expected or s[match.start() - 1 : match.start()] in ("\n", "")):
            style, expected = form, value + 1
            marks.append((value, match.start(), match.end()))
    if not marks or (count > 1 and len(marks) < 2 and marks[0][0] == 1):
        return []
    result = [""] * count
    for index, (value, _, end) in enumerate(marks):
        stop = marks[index + 1][1] if index + 1 < len(marks) else len(text)
        result[value - 1] = text[end:stop].strip(_AROUND)
    return result


def _form(match: re.Match[str]) -> tuple[str, int]:
    """A mark's style and value."""
    if match["named"]:
        last = match["named"][-1]
        return "named", int(last) if last.isdecimal() else "一二三四五六七八九".index(last) + 1
    if match["ring"]:
        code = ord(match["ring"])
        return ("①", code - 0x245F) if code < 0x2474 else ("⑴", code - 0x2473)
    text = match["paren"] or match["plain"]
    value = int(text) if text.isdecimal() else ord(text.lower()) - 96
    return f"{text.isdecimal()}{'(' if match['paren'] else match['sign']}", value


def _stands(s: str, at: int) -> bool:
    """Whether a mark begins a line or a sentence."""
    before = s[max(0, at - 6) : at].rstrip(" *")
    return not before or before[-1] in _ENDERS or (at > 5 and not before.strip())


def found_parts(tasks: Sequence[str], answer: str | None, explanation: str) -> tuple[list[FoundPart], str | None, str]:
    """The tasks of a case with what of its answer and explanation is theirs, and what remains of both for the case as a whole.

    Points at the end of a task, ``(10分)``, are taken from its text.
    """
    answers = divide(answer, len(tasks)) if answer and len(tasks) > 1 else []
    explanations = divide(explanation, len(tasks)) if explanation and len(tasks) > 1 else []
    parts = []
    for index, task in enumerate(tasks):
        points = next((m for m in _POINTS.finditer(task) if not task[m.end() :].strip(" 。.;；\n")), None)
        parts.append(
            FoundPart(
                stem=task[: points.start()].rstrip() if points is not None else task,
                answer=answers[index] if answers else "",
                explanation=explanations[index] if explanations else "",
                points=points[1] if points is not None else "",
            )
        )
    return parts, None if answers else answer, "" if explanations else explanation


def rubric_items(items: Sequence[str]) -> list[str]:
    """The criteria of a rubric, one each, their points kept, numbers that only count them and the marks between them taken away."""
    result: list[str] = []
    for item in items:
        s = shadow(item)
        starts = [m.start() for m in _MARK.finditer(s) if m.start() and _stands(s, m.start())]
        result += [item[a:b] for a, b in zip([0, *starts], [*starts, len(item)], strict=True)]
    result = [item.strip(f"{_AROUND};；,，") for item in result]
    result = [item for item in result if item]
    counted = [(m, _form(m)) for item in result if (m := _MARK.match(shadow(item))) is not None]
    if len(counted) == len(result) and [form[1] for _, form in counted] == list(range(1, len(result) + 1)):
        result = [item[match.end() :].strip(_AROUND) for item, (match, _) in zip(result, counted, strict=True)]
    return [item[:-1] if item.endswith((")。", "）。", ").")) else item for item in result if item]
