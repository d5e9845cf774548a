"""Options of a table: several in one cell, with letters of their own, and the right one marked beside or by style."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.readers.documents.recognise.table_data import listed_texts

__all__ = ["is_flagged", "is_unflagged", "options_in_stem", "own_letters_off", "split_options", "starred"]

_LETTERS = "ABCDEFGHIJKLMNOP"
_OWN_LETTER = re.compile(r"[(（\[]?\s?([A-Pa-pＡ-Ｐ])\s?[)）\]]?\s?[.、．:：)）\]]?\s{0,9}")
_MARK = re.compile(r"(?<![A-Za-z0-9])[(（\[]?([A-PＡ-Ｐ])\s?[.、．:：)）\]]")
_SPLITTERS = tuple(map(re.compile, (r"\n", r"\$;\$", "┋", "&&", "@@", r"\|\|", r"\|", r"\t", "[；;]", "###?")))
_TRUE_WORDS = "1 1.0 √ ✓ ✔ ☑ ✅ * x yes y true t 是 对 正确 right correct 100 100% ● ■ ○ ja 正解"
_TRUE = frozenset(_TRUE_WORDS.split())
_FALSE_WORDS = "0 0.0 × ✗ ✘ ❌ n no false f 否 错 错误 wrong incorrect 0% nein falsch - /"
_FALSE = frozenset(_FALSE_WORDS.split())
_STARS = frozenset("*√✓✔)）")
_STAR = re.compile(
    r"(?:\*|√|✓|✔)\s{0,3}(?P<after>\S.*)|(?P<before>.*\S)\s{0,3}(?:\*|√|✓|✔|[(（](?:正确|正确答案|√|correct)[)）])",
    re.DOTALL | re.IGNORECASE,
)


def split_options(text: str) -> list[str]:
    """The options in one cell: by their letters A, B, C in a row, else by the first separator that is there; without letters."""
    if len(listed := listed_texts(text)) > 1:
        return own_letters_off(listed)
    lettered = _by_letters(text)
    if lettered:
        return lettered
    for splitter in _SPLITTERS:
        parts = [part.strip() for part in splitter.split(text)]
        parts = [part for part in parts if part]
        if len(parts) > 1:
            return own_letters_off(parts)
    return own_letters_off([text.strip()])


def options_in_stem(text: str) -> tuple[str, list[str]] | None:
    """A stem and the options A, B … that stand behind it in its own cell; None where it has none."""
    first = next((mark for mark in _MARK.finditer(text) if _plain(mark[1]) == "A" and _parted(text, mark.start())), None)
    if first is None or not (stem := text[: first.start()].strip()):
        return None
    options = _by_letters(text[first.start() :])
    return (stem, options) if len(options) > 1 and all(options) else None


def _parted(text: str, at: int) -> bool:
    return at > 0 and (text[at - 1].isspace() or text[at - 1] in ")）?？。:：、_")


def _by_letters(text: str) -> list[str]:
    marks: list[re.Match[str]] = []
    for mark in _MARK.finditer(text):
        if len(marks) < len(_LETTERS) and _plain(mark[1]) == _LETTERS[len(marks)] and (marks or not text[: mark.start()].strip()):
            marks.append(mark)
    if len(marks) < 2:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    parts = (text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True))
    return [part.rstrip(";；|┋").rstrip() for part in parts]


def _plain(letter: str) -> str:
    return chr(ord(letter) - 0xFEE0) if letter > "z" else letter.upper()


def own_letters_off(options: Sequence[str]) -> list[str]:
    """The options without the letters A, B, C that all of them begin with; as they are if one has none or another."""
    for alphabet in _ALPHABETS:
        if len(options) > 1 and all(_begins(option, alphabet[i : i + 1]) for i, option in enumerate(options)):
            return [_OTHER_MARK.sub("", option, count=1).strip() for option in options]
    bare = []
    for index, option in enumerate(options):
        mark = _OWN_LETTER.match(option)
        parted = mark is not None and len(mark[0]) > 1 and not mark[0].isspace()
        if option and (mark is None or not parted or index >= len(_LETTERS) or _plain(mark[1]) != _LETTERS[index]):
            return list(options)
        bare.append(option[mark.end() :].strip() if option and mark else option)
    return bare if any(bare) else list(options)


_ALPHABETS = ("абвгдежз", "アイウエオカキク", "①②③④⑤⑥⑦⑧", "12345678")
_OTHER_MARK = re.compile(
    r"\s{0,9}[(（]?(?P<letter>[абвгдежзАБВГДЕЖЗアイウエオカキク1-8])\s?[.．、)）:](?!\d)\s{0,9}|\s{0,9}(?P<ring>[①-⑧])\s{0,9}"
)


def _begins(option: str, letter: str) -> bool:
    mark = _OTHER_MARK.match(option)
    return mark is not None and bool(letter) and (mark["letter"] or mark["ring"]).lower() == letter and mark.end() < len(option)


def is_flagged(text: str) -> bool:
    """Whether a cell beside an option says that it is right."""
    return text.strip().rstrip("。.").casefold() in _TRUE


def is_unflagged(text: str) -> bool:
    """Whether a cell beside an option says that it is wrong."""
    return text.strip().rstrip("。.").casefold() in _FALSE


def starred(options: Sequence[str]) -> tuple[list[str], tuple[int, ...]]:
    """Options without the star or tick beside the right ones, and which had one; none where all have."""
    starry = [(index, option) for index, option in enumerate(options) if option and (option[0] in _STARS or option[-1] in _STARS)]
    found = {index: mark["after"] or mark["before"] for index, option in starry if (mark := _STAR.fullmatch(option)) is not None}
    if not 0 < len(found) < len(options):
        return list(options), ()
    return [found.get(index, option).strip() for index, option in enumerate(options)], tuple(sorted(found))
