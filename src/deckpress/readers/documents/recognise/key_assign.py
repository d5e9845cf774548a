"""A key's answers put into their questions, and compared with the answers that questions have already."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.recognise.answers import read_answer, read_letters, read_truth
from deckpress.readers.documents.recognise.draft import Draft
from deckpress.readers.documents.recognise.key_groups import Entry, Group

__all__ = ["agreement", "assign"]

_LETTER = re.compile(r"[A-Ha-h](?![A-Za-z])")
_MARKS = re.compile(r"[\W_]+")
_LABEL = re.compile(r"\s*(?:参考)?(?:答案?|解答?|answer)\s*[:：]\s*", re.IGNORECASE)


def agreement(drafts: Sequence[Draft], members: Sequence[int], group: Group) -> float:
    """How far a group says what the questions' own answers say: 1 for all of them, -2 for few, 0 where nothing can be compared."""
    by_number = {drafts[i].value: drafts[i] for i in members}
    pairs = [(draft, entry) for entry in group.entries if (draft := by_number.get(entry.value)) is not None and _own(draft)]
    same = [_agree(draft, entry.text) for draft, entry in pairs]
    if not same:
        return 0.0
    share = sum(same) / len(same)
    return 1.0 if share >= 0.8 else -2.0 if share < 0.4 else 0.0


def assign(drafts: Sequence[Draft], members: Sequence[int], group: Group, *, shifted: bool) -> None:
    """Gives each question its entry: the one with its number, or (``shifted``) the one in its place."""
    case = drafts[members[0]]
    if len(members) == 1 and not case.value and len(case.parts) > 1 and len(group.entries) > 1:
        _answer_tasks(case, members[0], group)
        return
    if shifted:
        for i, entry in zip(members, group.entries, strict=False):
            _settle(drafts[i], i, entry)
        return
    by_number: dict[int, list[int]] = {}
    for i in members:
        by_number.setdefault(drafts[i].value, []).append(i)
    for entry in group.entries:
        places = by_number.get(entry.value, [])
        letters = _LETTER.findall(entry.text) if len(places) > 1 else []
        if letters and len(letters) == len(places):
            for p, letter in zip(places, letters, strict=True):
                drafts[p].answer = drafts[p].answer or letter
            entry.used = places[0]
        elif places:
            i = next((p for p in places if drafts[p].answer is None), places[0])
            _settle(drafts[i], i, entry)


def _answer_tasks(case: Draft, index: int, group: Group) -> None:
    """A case without a number of its own: the entries are those of its tasks."""
    for entry in group.entries:
        entry.used = index
    if case.answer is None:
        case.answer = "\n".join(f"({entry.value}) {entry.text}" for entry in group.entries)
    told = "\n".join(f"({entry.value}) {entry.explanation}" for entry in group.entries if entry.explanation)
    case.explanation = "\n".join(x for x in (case.explanation, told) if x)


def _settle(draft: Draft, index: int, entry: Entry) -> None:
    entry.used = index
    text, explanation = _without_stem(entry.text, draft), entry.explanation
    if draft.options and "\n" in text:
        text, explanation = _split_choice(text, explanation, draft)
    if draft.answer is None:
        draft.answer = text  # an answer in the stem that differs is reviewed with the question
    elif not _agree(draft, text):
        draft.review.append(f"two answers: {_short(draft.answer)} and, in the key, {_short(text)}")
    if explanation and _bare(explanation) not in {_bare(option) for option in draft.options}:
        draft.explanation = "\n".join(x for x in (draft.explanation, explanation) if x)


def _without_stem(text: str, draft: Draft) -> str:
    """An entry's text without the question that it repeats."""
    first, _, more = text.partition("\n")
    if more.strip() and len(first) > 5 and _bare(first) == _bare(draft.stem):
        label = _LABEL.match(more)
        return more[label.end() :] if label is not None else more
    label = _LABEL.match(text)
    return text[label.end() :] if label is not None and label.end() < len(text) else text


def _split_choice(text: str, explanation: str, draft: Draft) -> tuple[str, str]:
    """The first line of a choice's answer, and what stands below it with the explanation."""
    first, _, more = text.partition("\n")
    if read_answer(first, draft.options).choice is None:
        return text, explanation
    return first, "\n".join(part for part in (more, explanation) if part)


def _own(draft: Draft) -> str:
    return (draft.answer if draft.answer is not None else draft.inline) or ""


def _agree(draft: Draft, text: str) -> bool:
    own = _own(draft)
    if own.strip() == text.strip() or _bare(own) == _bare(text) != "":
        return True
    if draft.options:
        one, other = read_answer(own, draft.options).choice, read_answer(text, draft.options).choice
        return one is not None and one == other
    for read in (read_letters, read_truth):
        if (value := read(own)) is not None and value == read(text):
            return True
    return bool(_bare(own)) and _bare(own) in _bare(text) and read_letters(own) is None


def _bare(text: str) -> str:
    return _MARKS.sub("", text).casefold()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 30 else text[:29] + "…"
