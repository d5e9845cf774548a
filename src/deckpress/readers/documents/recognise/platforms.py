"""Pages of learning platforms pasted as text: lines around each question, and signs between its options that say which is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from deckpress.readers.documents.blocks import Line

__all__ = ["PLATFORM_LINE", "PLATFORM_STARTS", "read_platform"]

PLATFORM_LINE = re.compile(
    r"\s*(?:erreichte punkte [\d.,]{1,9} von [\d.,]{1,9}|frage markieren|fragetext"
    r"|(?:bitte )?w[äa]hlen sie (?:eine|eine oder mehrere) antwort(?:en)?|die antwort ist (?:richtig|falsch|teilweise richtig)\.?"
    r"|note de [\d.,]{1,9} sur [\d.,]{1,9}|marquer la question|texte de la question|veuillez choisir (?:une|au moins une) r[ée]ponse\.?"
    r"|(?:se )?punt[úu]a [\d.,]{1,9} sobre [\d.,]{1,9}|(?:desmarcar|marcar) (?:la )?pregunta|enunciado de la pregunta"
    r"|seleccione una(?: o m[áa]s(?: de una)?)?|(?:tu|su) respuesta es (?:in)?correcta\.?|votre r[ée]ponse est (?:in)?correcte\.?"
    r"|sua resposta est[áa] (?:in)?correta\.?|atingiu [\d.,]{1,9} de [\d.,]{1,9}|marcar quest[ãa]o|texto da quest[ãa]o"
    r"|escolha uma(?: ou mais)?(?: op[çc][ãa]o)?|баллов:? [\d.,]{1,9} из [\d.,]{1,9}|отметить вопрос|текст вопроса"
    r"|выберите (?:один|один или несколько) отв(?:ет|етов)|ваш ответ (?:верный|неправильный)\.?"
    r"|punteggio ottenuto [\d.,]{1,9} su [\d.,]{1,9}|contrassegna domanda|testo della domanda|scegli un'alternativa"
    r"|group of answer choices|[\d.]{1,6} ?/ ?[\d.]{1,6} ?(?:pts|points)|[\d.]{1,6} out of [\d.]{1,6} points?"
    r"|quiz score:? [\d.]{1,6} out of [\d.]{1,6}|本题总得分\s?:\s?[\d.]{1,6}\s?分|查看答案(?:与)?解析)\s*[:：]?\s*",
    re.IGNORECASE,
)
"""A line that a platform's page sets around each question, in the languages of its menus (fullmatch)."""
PLATFORM_STARTS = frozenset("ebfwdnmtvpdsaбовgc本查0123456789")

_NUMBER = re.compile(
    r"\s*(?:flag question:\s*)?question\s+\d{1,4}(?:\s+[\d.]{1,6}\s*(?:/\s*[\d.]{1,6}\s*)?(?:pts|points))?\s*", re.IGNORECASE
)
_FLAG = re.compile(r"\s*flag question:", re.IGNORECASE)
_RIGHT = frozenset({"correct!", "correct answer", "correct answers", "you answered correctly"})
_WRONG = frozenset({"you answered", "your answer"})
_CHOICES = frozenset({"group of answer choices", "answers:"})
_SELECTED = re.compile(r"\s*selected answers?\s*:\s*", re.IGNORECASE)
_INLINE_CHOICES = re.compile(r"\s*answers\s*:\s*(?:true|false)\s*", re.IGNORECASE)
_FULL = re.compile(r"\s*([\d.]{1,6}) out of ([\d.]{1,6}) points?\s*", re.IGNORECASE)
_MARKED = re.compile(r"\s*[(\[]?[a-hA-H]\s?[.)\]]\s?")
_LONGEST = 60
"""Characters of a line that may be one of these signs."""
_LONGEST_BLOCK = 200
"""Lines of a question."""
_MOST = 12
"""Options of a question."""


def read_platform(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines with the options of Canvas and Blackboard questions made known: each a choice, ticked where the page says so.

    The lines themselves where no sign of such a page stands in them. Texts stay as they are. Linear.
    """
    signs = {at for at, line in enumerate(lines) if 0 < len(line.text) < _LONGEST and _is_sign(line)}
    starts = [at for at, line in enumerate(lines) if len(line.text) < _LONGEST and _NUMBER.fullmatch(line.text)] if signs else []
    if not starts:
        return lines
    found = list(lines)
    for at, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if _FLAG.match(lines[at].text):
            found[at] = replace(lines[at], left_out="furniture")
        elif any(sign in signs for sign in range(at, end)):
            _read_block(found, at, min(end, at + _LONGEST_BLOCK))
    return found


def _is_sign(line: Line) -> bool:
    text = line.text.strip().lower()
    return (
        text in _RIGHT or text in _CHOICES or text in _WRONG or (text.startswith("selected answer") and _SELECTED.match(text) is not None)
    )


def _read_block(lines: list[Line], start: int, end: int) -> None:
    """Marks the options of one question, whose number stands in line ``start``."""
    rows = [at for at in range(start + 1, end) if lines[at].text.strip() and not PLATFORM_LINE.fullmatch(lines[at].text)]
    said = {at: lines[at].text.strip().lower() for at in rows}
    full = any((score := _FULL.fullmatch(lines[at].text)) and float_of(score[1]) == float_of(score[2]) > 0 for at in range(start + 1, end))
    first = _first_option(lines, start, rows, said)
    options = [at for at in rows if at >= first and said[at] not in _RIGHT | _WRONG | _CHOICES and not _SELECTED.match(lines[at].text)]
    if any(_INLINE_CHOICES.match(lines[at].text) for at in rows):
        for at in rows[1:]:  # "Answers: True" above "False": which is right, nothing says
            lines[at] = replace(lines[at], left_out="furniture")
        return
    if not 2 <= len(options) <= _MOST:
        return
    ticked = {at for before, at in pairwise(rows) if said[before] in _RIGHT}
    chosen = _selected(lines, rows) if full else ""
    for at in options:
        right = at in ticked or bool(chosen and _bare(lines[at].text) == chosen)
        lines[at] = replace(lines[at], role="choice", checked=right)
    for at in rows:
        if (
            said[at] in _RIGHT | _WRONG | _CHOICES
            or _SELECTED.match(lines[at].text)
            or (first > at > 0 and _follows_selected(lines, rows, at))
        ):
            lines[at] = replace(lines[at], left_out="furniture")


def float_of(text: str) -> float:
    """A score as a number, 0 for what is none."""
    return float(text) if text.count(".") < 2 and text.strip(".") else 0.0


def _first_option(lines: Sequence[Line], start: int, rows: Sequence[int], said: dict[int, str]) -> int:
    """The line from which on the lines of a block are options: behind ``Answers:``, or below the stem's paragraph."""
    opener = next((at for at in range(start + 1, rows[-1] + 1 if rows else start + 1) if lines[at].text.strip().lower() in _CHOICES), 0)
    if opener:
        return opener + 1
    gap = next((at for before, at in pairwise(rows) if at > before + 1), 0)
    sign = next((at for at in rows if said[at] in _RIGHT | _WRONG), 0)
    if not sign:
        return rows[-1] + 1 if rows else start
    return min(gap, sign) if gap else min(sign, rows[1] if len(rows) > 1 else sign)


def _selected(lines: Sequence[Line], rows: Sequence[int]) -> str:
    for at, below in zip(rows, [*rows[1:], -1], strict=True):
        found = _SELECTED.match(lines[at].text)
        if found is not None:
            rest = lines[at].text[found.end() :]
            return _bare(rest if rest.strip() or below < 0 else lines[below].text)
    return ""


def _follows_selected(lines: Sequence[Line], rows: Sequence[int], at: int) -> bool:
    """Whether a line is somebody's answer, below its label alone on the line above."""
    above = rows[rows.index(at) - 1] if rows.index(at) else at
    found = _SELECTED.match(lines[above].text) if above != at else None
    return found is not None and not lines[above].text[found.end() :].strip()


def _bare(text: str) -> str:
    mark = _MARKED.match(text)
    return " ".join((text[mark.end() :] if mark is not None else text).lower().split())
