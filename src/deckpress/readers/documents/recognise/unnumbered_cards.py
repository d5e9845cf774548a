"""Lines with fields: cards (front, back), records (stem, options, answer letter), terms with their explanations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.unnumbered_rows import MAX_LOOK, Claim, Proposal, Region

__all__ = ["read_cards", "read_records", "read_terms"]

_SEPARATORS = ("\t", " | ", "::", ";", "；", " – ", " — ", " = ", " - ", " → ")
_DASHES = _SEPARATORS[-5:]
"""Signs that stand in texts, too: cards only where every line has just one, between short words."""
_LONGEST_WORD = 60
_HEADER = re.compile(
    r"\s*(?:fronts?|back|questions?|answers?|terms?|definitions?|tags?|正面|背面|问题|题目|答案|术语|解释|标签)\s*$",
    re.IGNORECASE,
)


def read_cards(region: Region) -> Proposal | None:
    """Cards, one a line: two or three fields with one separator all through."""
    rows = [i for i, row in enumerate(region.rows) if row.heading is None and row.role not in ("code", "cell")]
    if len(rows) < (5 if region.alone else 8):
        return None
    for separator in _SEPARATORS if region.alone else ("\t",):
        claims = _cards(region, rows, separator)
        if claims:
            return Proposal(claims, 0.9, partial(_card, region, separator))
    return None


def _cards(region: Region, rows: Sequence[int], separator: str) -> list[Claim]:
    fields = {i: _fields(region, i, separator) for i in rows}
    sizes = Counter(len(field) for field in fields.values())
    size, count = sizes.most_common(1)[0]
    if size not in (2, 3) or count < 0.9 * len(rows):
        return []
    good = [i for i in rows if len(fields[i]) == size and fields[i][0].strip() and fields[i][1].strip()]
    cards = [i for i in good if not all(_HEADER.match(field) for field in fields[i])]
    numbers = sum(fields[i][1].strip().isdecimal() for i in cards)
    prose = sum(len(fields[i][0]) > 300 for i in cards)
    asking = sum(region.asks(i) > 0 or fields[i][0].strip().endswith("?") for i in cards)
    if separator in _DASHES and not _are_words(fields, cards, rows):
        return []
    if len(cards) < 0.85 * len(rows) or (numbers > 0.5 * len(cards) and asking < 0.5 * len(cards)) or prose > 0.2 * len(cards):
        return []
    return [Claim(i, i + 1) for i in cards]


def _are_words(fields: dict[int, list[str]], cards: Sequence[int], rows: Sequence[int]) -> bool:
    """Whether lines are the words of a vocabulary: ``fog – Nebel``."""
    short = sum(len(fields[i][0]) <= _LONGEST_WORD and len(fields[i][1]) <= 2 * _LONGEST_WORD for i in cards)
    fronts = {fields[i][0].strip() for i in cards}
    return short == len(cards) >= 0.95 * len(rows) and all(len(fields[i]) == 2 for i in cards) and len(fronts) >= 0.95 * len(cards)


def _fields(region: Region, index: int, separator: str) -> list[str]:
    row = region.rows[index]
    text = region.lines[row.line].text[row.start : row.end]
    return text.strip(" \t" if separator != "\t" else " ").split(separator, 12) if len(text) <= MAX_LOOK else [text]


def _card(region: Region, separator: str, claim: Claim) -> Draft:
    strip = region.strip(claim.first, claim.last)
    row = region.rows[claim.first]
    first = strip.text.index(separator)
    begin = first + len(separator)
    second = strip.text.find(separator, begin)
    end = second if second >= 0 else len(strip.text)
    return Draft(
        strip, row.line, row.section, stem=strip.text[:first].strip(), stem_span=(0, first), answer=strip.text[begin:end].strip(),
        roles=[(0, first, "stem"), (first, end, "answer"), (end, len(strip.text), "label")],
    )  # fmt: skip


class _Layout(NamedTuple):
    """The columns of records: how many fields, which holds the stem, the options (from, to), the answer."""

    size: int
    stem: int
    options: tuple[int, int]
    answer: int


_LETTERS = re.compile(r"\s*([A-Ha-h](?:[,、 ]?[A-Ha-h]){0,7})\s*")


def read_records(region: Region) -> Proposal | None:
    """Lines of four and more fields between tabs, one of them the answer's letter: a table without its lines."""
    rows = [i for i, row in enumerate(region.rows) if row.role not in ("code", "cell") and "\t" in region.lines[row.line].text]
    if len(rows) < 3:
        return None
    fields = {i: region.lines[region.rows[i].line].text[:MAX_LOOK].split("\t") for i in rows}
    layout = _layout(list(fields.values()))
    if layout is None:
        return None
    same = [i for i in rows if len(fields[i]) == layout.size]
    claims = [Claim(i, i + 1) for i in same if _LETTERS.fullmatch(fields[i][layout.answer]) and fields[i][layout.stem].strip()]
    return Proposal(claims, 1.0, lambda claim: _record(region, claim, layout)) if len(claims) >= 3 else None


def _layout(records: Sequence[Sequence[str]]) -> _Layout | None:
    size, count = Counter(map(len, records)).most_common(1)[0]
    same = [record for record in records if len(record) == size]
    if size < 4 or count < 0.6 * len(records):
        return None
    lettered = [sum(_LETTERS.fullmatch(record[column]) is not None for record in same) for column in range(size)]
    answer = max(range(size), key=lambda column: (lettered[column], column))
    if lettered[answer] < 0.8 * len(same):
        return None
    lengths = [sum(len(record[column]) for record in same) if column != answer else -1 for column in range(size)]
    stem = lengths.index(max(lengths))
    letters = {ord(c) - 65 for record in same for c in record[answer].upper() if "A" <= c <= "H"}
    behind = (answer if answer > stem else size) - stem - 1
    if behind < 2:
        return None
    return _Layout(size, stem, (stem + 1, stem + 1 + min(behind, max(letters, default=3) + 1)), answer)


def _record(region: Region, claim: Claim, layout: _Layout) -> Draft:
    strip = region.strip(claim.first, claim.last)
    row = region.rows[claim.first]
    fields = strip.text.split("\t")
    ends = list(accumulate((len(field) + 1 for field in fields), initial=0))
    spans = [(ends[i], ends[i + 1] - 1) for i in range(len(fields))]
    draft = Draft(strip, row.line, row.section, stem=fields[layout.stem].strip(), stem_span=spans[layout.stem])
    draft.answer = fields[layout.answer].strip()
    draft.roles = [(0, ends[layout.stem], "label"), (*spans[layout.stem], "stem")] if layout.stem else [(*spans[0], "stem")]
    options = range(*layout.options)
    if any(fields[i].strip() for i in options):
        draft.options = [fields[i].strip() for i in options]
        draft.option_spans = [spans[i] for i in options]
        draft.roles += [(*spans[i], "option") for i in options]
        while draft.options and not draft.options[-1]:
            draft.options.pop()
            draft.option_spans.pop()
    claimed = {layout.stem, layout.answer, *options} | set(range(layout.stem))
    draft.roles += [(*spans[i], "label") for i in range(len(fields)) if i not in claimed]
    draft.roles.append((*spans[layout.answer], "answer"))
    draft.roles.sort()
    return draft


_TERM = re.compile(
    r"\s*(?:[-*+•·●]\s+)?(?:\*\*|__)?(?P<term>[^:。.!?\n*]{1,60}?)\s?(?:\*\*|__)?\s?(?::|—{1,2}|\s[-–]\s)(?:\*\*|__)?(?=\s?\S)"
)
_GLOSSARY = re.compile(
    r"名词|术语|概念|词汇|glossar|vocabular|terminolog|key terms|definitions|glos[as]ari|begriffe|lexique|vokabel"
    r"|wortschatz|vocabul|словар|термин|生词|单词|词语|用语|単語|용어|단어|\bterms\b",
    re.IGNORECASE,
)


def read_terms(region: Region) -> Proposal | None:
    """``term: explanation`` a line, below a heading that speaks of terms, or all through a document of nothing else."""
    rows = region.rows
    plain = [i for i, row in enumerate(rows) if row.heading is None]
    said = {i for i in plain if any(map(_GLOSSARY.search, (rows[i].section.text, *rows[i].section.headings[-2:])))}
    if not said and region.alone and plain and _titles_glossary(rows[plain[0]].shadow):
        said = set(plain[1:])
    starts = [i for i in plain if rows[i].role in ("text", "item") and rows[i].label is None and _term(rows[i].shadow)]
    told = [i for i in starts if i in said]
    if told and len(told) >= 0.5 * len(said):
        starts = told
    elif not region.alone or len(starts) < 8 or len(starts) < 0.95 * len(plain) or not _even(region, starts):
        return None
    if len(starts) < 2:
        return None
    claims = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(rows)
        end = next((i for i in range(start + 1, end) if rows[i].heading is not None or (i not in said and told)), end)
        claims.append(Claim(start, end))
    return Proposal(claims, 0.7, lambda claim: _explained(region, claim))


def _titles_glossary(s: str) -> bool:
    return len(s.strip()) <= _LONGEST_WORD and _GLOSSARY.search(s) is not None and not _term(s)


def _term(s: str) -> bool:
    found = _TERM.match(s[:160]) if len(s) <= MAX_LOOK else None
    return found is not None and len(s.strip()) - found.end() >= 4 and len(found["term"].split()) <= 6


def _even(region: Region, starts: Sequence[int]) -> bool:
    """Whether the terms are all different and the explanations longer than they are."""
    terms = [_TERM.match(region.rows[i].shadow[:160]) for i in starts]
    names = {found["term"] for found in terms if found is not None}
    rooms = [(len(region.rows[i].shadow) - found.end(), len(found["term"])) for i, found in zip(starts, terms, strict=True) if found]
    longer = sum(room > max(12, 2 * size) for room, size in rooms)
    return len(names) == len(starts) and longer >= 0.9 * len(starts)


def _explained(region: Region, claim: Claim) -> Draft | None:
    strip = region.strip(claim.first, claim.last)
    row = region.rows[claim.first]
    found = _TERM.match(strip.shadow[:160])
    if found is None:
        return None
    a, b = found.span("term")
    text = "\n".join(line.strip() for line in strip.text[found.end() :].split("\n")).strip()
    return Draft(
        strip, row.line, row.section, kind="short", stem=strip.text[a:b].strip(), stem_span=(a, b), answer=text,
        roles=[(0, a, "label"), (a, b, "stem"), (b, len(strip.text), "answer")],
    )  # fmt: skip
