"""The page's tag filter means what `deckpress.tags` means: the same notes for the same expression, and the same words for a slip."""

from __future__ import annotations

import itertools
import random
import sys
from importlib import resources
from typing import TYPE_CHECKING, Any
from unicodedata import category

import pytest

from deckpress.errors import ExpressionError
from deckpress.pages import page_words
from deckpress.tags import normalise_tag, parse

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = [
    "topic::complaints", "topic::complaints::law", "Topic::Other", "type::case", "type::single", "retired", "客服", "客服::投诉",
    "ΣΊΣΥΦΟΣ", "straße", "STRASSE", "İstanbul", "ısı", "a*b", "a(b)", "back\\slash", "not", "x::y::z", "ﬅ", "Ǆ",
]  # fmt: skip
EXPRESSIONS = [
    "topic::complaints and not (type::case or retired)", "topic", "TOPIC::complaints", "topic::*law", "*s", "t*", "*", "**",
    "a\\*b", '"a(b)"', "'not'", "not not retired", "客服", "客服：：投诉", "（客服 or retired）", "σίσυφος", "σίσυφοσ", "strasse", "straße",
    "istanbul", "ISI", "ısı", "back\\\\slash", "x::y", "x y", "x y::", " ::x:: ", "type::case or type::single and retired",
    "(type::case or type::single) and retired", "not(retired)", "NOT retired AND Topic", "ﬆ", "ǆ", "a\u200bb", "", " ", "(", ")",
    "()", "a)", "(a", "a b", "a (b)", "a(b)", "a not b", "and", "a and", "or a", "not", '"a', "'", '"a"b', "a\\", "a\\b", '""',
    '"::"', "::", "a and and b", "(" * 51 + "a" + ")" * 51, "not " * 51 + "a", "((((a))",
]  # fmt: skip


@pytest.fixture
def filtering(page: Page) -> Page:
    """A page with nothing but the script that reads expressions."""
    page.set_content("<p></p>")
    script = resources.files("deckpress.writers.preview").joinpath("filter.js").read_text("utf-8")
    page.add_script_tag(content=script)
    return page


def in_page(page: Page, expressions: list[str], sets: list[list[str]]) -> list[Any]:
    """For each expression which of the sets it means, or the message and place of what is wrong with it."""
    words = page_words("deckpress.writers.preview", "en")["expression"]
    found: list[Any] = page.evaluate(
        """([expressions, sets, words]) => expressions.map((text) => {
          try { const holds = parseTags(text); return sets.map((tags) => holds(haystack(tags))); }
          catch (error) {
            if (!(error instanceof ExpressionError)) throw error;
            return [error.values.reduce((done, value) => done.replace("{}", () => value), words[error.code]), error.offset];
          }
        })""",
        [expressions, sets, words],
    )
    return found


def in_python(expression: str, sets: list[list[str]]) -> list[Any]:
    try:
        parsed = parse(expression)
    except ExpressionError as error:
        return [error.message, error.offset]
    return [parsed.matches(tags) for tags in sets]


def test_the_page_and_the_library_agree(filtering: Page) -> None:
    chance = random.Random(7)  # noqa: S311 - the same expressions each time
    pieces = [*TAGS[:9], "*", "and", "or", "not", "(", ")", " ", " ", '"', "'", "\\", "::", "：："]
    made = ["".join(chance.choices(pieces, k=chance.randint(1, 9))) for _ in range(400)]
    joined = [" ".join(chance.choices([*TAGS[:8], "and", "or", "not", "(", ")"], k=chance.randint(1, 9))) for _ in range(400)]
    sets = [[], *([tag] for tag in TAGS), *(list(pair) for pair in itertools.islice(itertools.combinations(TAGS, 2), 40))]
    expressions = [*EXPRESSIONS, *made, *joined]
    for expression, found in zip(expressions, in_page(filtering, expressions, sets), strict=True):
        assert found == in_python(expression, sets), expression


def test_letters_are_folded_alike(filtering: Page) -> None:
    letters = [chr(code) for code in range(0x80, 0x3000) if category(chr(code)) in ("Ll", "Lu", "Lt", "Lo", "Nd")]
    kept = [letter for letter in letters if normalise_tag(letter)]
    if sys.version_info < (3, 13):  # letters that this Python's Unicode does not know yet may have got a case since
        kept = [letter for letter in kept if not 0x1C80 <= ord(letter) <= 0x1C8F]
    lower = [letter.lower() for letter in kept if len(letter.lower()) == 1]
    found = in_page(filtering, [f'"{letter}"' for letter in lower], [[letter] for letter in lower[:1]])
    assert [answer[0] for answer in found] == [parse(f'"{letter}"').matches([lower[0]]) for letter in lower]
    pairs = [(letter, letter.upper()) for letter in kept] + [(letter, letter.lower()) for letter in kept]
    answers: list[bool] = filtering.evaluate('(pairs) => pairs.map(([one, other]) => parseTags(`"${one}"`)(haystack([other])))', pairs)
    wrong = [pair for pair, answer in zip(pairs, answers, strict=True) if parse(f'"{pair[0]}"').matches([pair[1]]) != answer]
    assert wrong == []
