"""All rules of content, by name. The one place to add a rule to."""

from __future__ import annotations

from deckpress.lint.choices import answer_balance, answer_in_stem, longest_answer, often_longest
from deckpress.lint.duplicates import NEAR_DUPLICATE, near_duplicate
from deckpress.lint.rules import Rule
from deckpress.lint.statements import absolute_word, truefalse_balance
from deckpress.lint.vocabulary import mixed_script, unknown_topic
from deckpress.lint.wording import long_answer, missing_explanation, mixed_punctuation, open_stem

__all__ = ["RULES"]

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("absolute-word", "note", absolute_word),
        Rule("answer-balance", "warning", answer_balance, of_bank=True),
        Rule("answer-in-stem", "warning", answer_in_stem),
        Rule("long-answer", "warning", long_answer),
        Rule("longest-answer", "warning", longest_answer),
        Rule("missing-explanation", "note", missing_explanation),
        Rule("mixed-punctuation", "note", mixed_punctuation),
        Rule("mixed-script", "warning", mixed_script),
        Rule(NEAR_DUPLICATE, "warning", near_duplicate, always=True),
        Rule("often-longest", "warning", often_longest, of_bank=True),
        Rule("open-stem", "warning", open_stem),
        Rule("truefalse-balance", "warning", truefalse_balance, of_bank=True),
        Rule("unknown-topic", "warning", unknown_topic),
    )
}
