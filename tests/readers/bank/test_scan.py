"""The line scanner takes a question exactly as the YAML parser would, or leaves it alone."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from deckpress.readers.bank.scan import scan_item

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
FRAGMENTS = [
    "id: x", "stem: y", "stem:", "- a", "- a: b", "-", "- ", "- - x", "options: [a, b]", "o: {a: b}", "k: |", "k: |-", "k: >", "k: |+",
    "k: |2", "- |", "- >-", "x", "'q'", "'q", "q'", '"', "# c", "a: 'it''s'", 'a: "b\\n"', "a: &x 1", "b: *x", "? k", ": v", "a: b: c",
    "a: b #c", "a:  b", "a: b ", "a : b", "[a,", "{a: b,", "c: d}", "---", "...", "parts:", "- stem: a", "questions:", "a: ''", "a: -",
    "a: - b", "a: ?b", "a: [x, y: z]", "a: [a::b, c d]", "a: {x: y, x: w}", "a: []", "a: [ a ]", "- 'x': y", "- a b: c", "a: b:c",
    "- http://x", "a: 'b' c", "a: !x b", "a: 是", "- 问: 答", "a: ~", "a:b", "a: b:", "a: |  ", "a: | #c", "", " ", "a: 'x' ",
    "a: {a:b: c}", "a: [a, -b]", "a: [a?b]", "a: [a|b]", "a: ,b", "a: b,c", "a: [a:b]", "a: ]", "a: [a]b", "a: [a#b]", "a: [a #b]",
]  # fmt: skip


@st.composite
def line_soups(draw: Any) -> str:
    lines = [
        " " * draw(st.sampled_from([0, 1, 2, 2, 2, 3, 4, 4, 6, 8])) + draw(st.sampled_from(FRAGMENTS))
        for _ in range(draw(st.integers(1, 8)))
    ]
    return "\n".join(lines)


def meaning(text: str) -> Any:
    """What PyYAML makes of a text; its exception where it refuses it."""
    try:
        return yaml.load(text, LOADER)  # noqa: S506 - the base loader makes texts, lists and mappings alone
    except (yaml.YAMLError, TypeError, ValueError) as error:
        return error


def scanned_as_parsed(text: str, indent: int) -> None:
    if any(character in text for character in "\t\r\x85\u2028\u2029\ufeff"):
        return  # `scan_item` is never given these
    found = scan_item(text, indent)
    if found is not None:
        assert meaning(text) == [found]


@settings(max_examples=200, deadline=None)
@given(line_soups(), st.sampled_from([0, 2, 4]))
def test_a_question_of_any_lines(text: str, indent: int) -> None:
    first, _, rest = text.partition("\n")
    below = "".join(f"\n{' ' * indent}{line}" for line in rest.split("\n")) if rest else ""
    item = f"{' ' * indent}- {first.lstrip(' ') or 'id: x'}{below}"
    scanned_as_parsed(item, indent)
    scanned_as_parsed(item + "\n", indent)


def test_the_usual_layout_is_taken() -> None:
    """Else the other tests here prove nothing."""
    text = "- id: x\n  stem: 问\n  options:\n    - a\n    - 'b'\n  answer: [A, B]\n  explanation: |\n    one\n\n    two\n"
    assert scan_item(text, 0) == meaning(text)[0]
