"""Questions and answers that a mark opens: ``Q: … A: …``, ``问：… 答：…``, ``#Q …`` and ``^ …``, ``Question`` alone on its line."""

from __future__ import annotations

import re

from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.options import find_options
from deckpress.readers.documents.recognise.unnumbered_rows import MAX_LOOK, QUESTION_MARK, Claim, Proposal, Region

__all__ = ["read_pairs"]

_A_WORD = (
    "back|rückseite|背面|a|answers?|ans|答案?|回答|参考答案|antwort|respuesta|r[ée]ponse"
    "|risposta|resposta|ответ|答え|답변?|odpowied[zź]|antwoord|cevap"
)
_ANSWER_MARK = re.compile(
    rf"\s*(?:[-*•>]\s+)?(?:\*\*|__)?\s*(?:\^\s|[\[【(]?(?:{_A_WORD})[\]】)]?\s*(?:\*\*|__)?\s*(?::\s*(?:\*\*|__)?))",
    re.IGNORECASE,
)
_INSIDE = re.compile(rf"(?<=[\s?。.])(?:{_A_WORD})\s?:\s?", re.IGNORECASE)
_CARET = re.compile(r"\s*\^\s")


def read_pairs(region: Region) -> Proposal | None:
    """The pairs of a region: each from one question's mark to the next, where most have an answer (or options)."""
    rows = region.rows
    starts = [i for i, row in enumerate(rows) if row.role not in ("code", "cell") and QUESTION_MARK.match(row.shadow[:80]) is not None]
    if len(starts) < 2:
        return None
    claims = []
    answered = 0
    for number, start in enumerate(starts):
        end = _end(region, start, starts[number + 1] if number + 1 < len(starts) else len(rows))
        answer = _answer_row(region, start, end)
        answered += answer is not None
        claims.append(Claim(start, end, (answer,) if answer is not None else ()))
    if answered < 0.6 * len(claims):
        return None
    return Proposal([c for c in claims if c.splits or region.alone], 1.0, lambda claim: _build(region, claim))


def _end(region: Region, start: int, limit: int) -> int:
    """Up to the next question or heading."""
    return next((i for i in range(start + 1, limit) if region.rows[i].heading is not None), limit)


def _answer_row(region: Region, start: int, end: int) -> int | None:
    """The row in which the answer begins; the question's own, where both stand in one."""
    for index in range(start + 1, end):
        row = region.rows[index]
        mark = _ANSWER_MARK.match(row.shadow[:80])
        if mark is None and row.label != "answer":
            continue
        if index + 1 < end and _is_option_a(row.shadow) and re.match(r"\s*[Bb]\s?:", region.rows[index + 1].shadow) is not None:
            continue
        return index
    if any(region.rows[i].label is not None for i in range(start + 1, end)):
        return None
    return start if _INSIDE.search(region.rows[start].shadow[:MAX_LOOK]) is not None else None


def _is_option_a(s: str) -> bool:
    return re.match(r"\s*[Aa]\s?:", s) is not None


def _build(region: Region, claim: Claim) -> Draft | None:
    row = region.rows[claim.first]
    mark = QUESTION_MARK.match(row.shadow[:80])
    begin = mark.end() if mark is not None else 0
    if not claim.splits:
        draft = region.body(claim, begin=begin)
        return draft if draft.options else None
    at = claim.splits[0]
    if _CARET.match(region.rows[at].shadow) is not None:
        return _caret(region, claim, begin, at)
    if at == claim.first:
        inside = _INSIDE.search(row.shadow[:MAX_LOOK], begin)
        if inside is None:
            return None
        return _plain(region, claim, begin, inside.start(), inside.end())
    strip = region.strip(claim.first, claim.last)
    answer = _ANSWER_MARK.match(region.rows[at].shadow[:80])
    options = find_options(strip.shadow, begin, region.offset(strip, at))
    if answer is None or (options and region.rows[at].label is not None):
        return region.body(claim, begin=begin)
    return region.body(claim, begin=begin, answer=(at, answer.end()))


def _caret(region: Region, claim: Claim, begin: int, at: int) -> Draft:
    """A trivia file's question: the stem, ``^`` and the right option's text, ``A``, ``B`` … and the options."""
    answer_end = at + 1
    while answer_end < claim.last and not _OPTION.match(region.rows[answer_end].shadow):
        answer_end += 1
    draft = region.body(Claim(claim.first, answer_end), begin=begin, answer=(at, 2))
    strip = region.strip(claim.first, claim.last)
    draft.strip = strip
    options = find_options(strip.shadow, region.offset(strip, answer_end), len(strip.text)) if answer_end < claim.last else []
    stem_end = region.offset(strip, at)
    draft.options = [strip.text[o.begin : o.end].strip() for o in options]
    draft.option_spans = [(o.begin, o.end) for o in options]
    draft.stem, draft.stem_span = _joined(strip.text[begin:stem_end]), (begin, stem_end)
    answer_start, answer_stop = stem_end + 2, region.offset(strip, answer_end)
    draft.answer, draft.inline, draft.ticked, draft.points = strip.text[answer_start:answer_stop].strip(), None, (), ""
    draft.roles = [(0, begin, "label"), (begin, stem_end, "stem"), (stem_end, answer_stop, "answer")]
    draft.roles += [(o.start, o.end, "option") for o in options]
    return draft


_OPTION = re.compile(r"\s*[A-H][ .、)]")


def _joined(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def _plain(region: Region, claim: Claim, begin: int, stem_end: int, answer: int) -> Draft:
    """Question and answer in one row."""
    strip = region.strip(claim.first, claim.last)
    first = region.rows[claim.first]
    stem, text = strip.text[begin:stem_end].strip(), _joined(strip.text[answer:])
    return Draft(
        strip, first.line, first.section, stem=stem, stem_span=(begin, stem_end), answer=text,
        roles=[(0, begin, "label"), (begin, stem_end, "stem"), (stem_end, len(strip.text), "answer")],
    )  # fmt: skip
