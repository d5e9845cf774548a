"""Banks written from plain data: every text comes back, and people like to read the file."""

from __future__ import annotations

import enum
import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from deckpress.writers.yaml_bank import dump_bank
from deckpress.writers.yaml_scalars import looks_typed, plain_holds

C_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

NASTY = [
    *["", " ", "\n", "\n\n", "\t", "a\n", "a\n\n", "\na", "\n a", " a\nb", "\ta\nb", "a\n b\n", "a \n", "a\n "],
    *["a\n  \n", "  \na", "a\n\n\nb", "# a\nb", "a\n# b", "a\n---\nb", "a\n...", "|\na"],
    *["a: b", "a:", ":a", ": a", "a #b", "#a", "a# b", "- a", "-", "-a", "--- a", "---", "...", "...a", "? a", "?", "?a", "a?"],
    *["!x", "&x", "*x", "%x", "@x", "`x", "|", ">", "[a", "a]", "{{c1::x}}", "a, b", "communication::listening"],
    *["'", '"', "it's", 'say "x"', "'\"", "\\", "a\\n", "a\tb", "\\'\t", "x'y\\"],
    *["No", "yes", "y", "true", "~", "null", "=", "<<", "08", "1.10", "0x1F", "0o17", "1e3", "1_000", "12:30", "2026-11-22"],
    *[".5", ".inf", "+1", "a\x85b", "\x85", "a\u2028b", "a\u2029\nb", "a\rb", "a\r\nb", "\x00", "\x07a", "\x7f", "\x9f", "\ufeff"],
    *[
        "a\ufeff",
        "\ufffe",
        "\U0001f600",
        "\U0001f469\u200d\U0001f527",
        "客户",
        "客户：投诉",
        "\u3000客户",
        "客户\u3000",
        "\xa0a",
        "a\u200bb",
    ],
]

KEYS = """
id title language authors tags topics stem context options pairs items answer parts rubric text note explanation
source file questions chapters
"""

texts = (
    st.sampled_from(NASTY)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    | st.text(" \n\ta:#-'\"\\[]{},?|>&*!%@`\r\x85\u2028客", max_size=12)
)
known_keys = st.sampled_from(KEYS.split())
data = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(known_keys | texts, inner, max_size=4), max_leaves=20
)
banks = st.dictionaries(known_keys | texts, data, max_size=6)


@settings(max_examples=150, deadline=None)
@given(banks)
def test_every_text_comes_back(bank: dict[str, Any]) -> None:
    text = dump_bank(bank)
    assert yaml.load(text, C_LOADER) == bank  # noqa: S506 - both loaders make texts, lists and mappings only
    assert yaml.load(text, yaml.BaseLoader) == bank  # noqa: S506
    assert yaml.safe_load(text) == bank  # a text is a text for readers that know numbers and dates, too


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("place", ["value", "item", "short list", "key", "nested item", "last"])
def test_a_text_that_yaml_could_misread(text: str, place: str) -> None:
    with_text: dict[str, dict[str, Any]] = {
        "value": {"title": text, "description": "x"},
        "item": {"questions": [{"options": [text, "x", text]}]},
        "short list": {"tags": ["a", text, "b"]},
        "key": {text: "x", "y": {text: [text]}},
        "nested item": {"x": [[text, [text]], "y"]},
        "last": {"questions": [{"stem": text}, {"stem": text}]},
    }
    assert yaml.safe_load(dump_bank(with_text[place])) == with_text[place]


# YAML 1.2.2, 10.3.2
CORE_SCHEMA = re.compile(
    r"~|null|Null|NULL||true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN"
)


@settings(max_examples=300, deadline=None)
@given(st.text("+-.0123456789:_eExXobTZ ~nulyesofaitr<=", max_size=14) | st.from_regex(r"\A[-+]?[0-9._:eE]{1,9}\Z"))
def test_whatever_a_yaml_reader_would_type_is_known(text: str) -> None:
    node = yaml.compose(text, yaml.SafeLoader) if plain_holds(text) else None
    if isinstance(node, yaml.ScalarNode) and node.tag != "tag:yaml.org,2002:str":
        assert looks_typed(text)
    if CORE_SCHEMA.fullmatch(text):
        assert looks_typed(text)


@pytest.mark.parametrize("text", ["a", "-", "3-5", "1.2.3", "2 h", "12:60", "对", "A", "1a", "0x", "2026-11", "...", "e3", "Nope", "1 000"])
def test_what_no_reader_types_needs_no_quotes_for_that(text: str) -> None:
    assert not looks_typed(text)


def test_layout() -> None:
    bank = {
        "questions": [],
        "extra": {"b": "1", "a": "x"},
        "title": "客户服务: 实务",
        "deckpress": 1,
        "chapters": [
            {
                "questions": [
                    {
                        "answer": "B",
                        "stem": "Which one?\n\n- the first\n- the second",
                        "options": ["No", {"note": "why", "text": "1.10"}, "it's"],
                        "type": "single",
                        "id": "q1",
                        "points": "2.5",
                        "tags": ["exam", "2026"],
                        "source": {"page": "12", "line": 3, "file": "a.docx"},
                    },
                    {"pairs": [["left", "right"], ["much longer than what fits beside another", "short"]], "id": "q2", "keep_order": True},
                    {"id": "q3", "type": "truefalse", "answer": "true", "stem": "true", "topics": ["service::needs", "质量"]},
                    {"id": "q4", "answer": ["a short one", "one that is a good deal longer"], "rubric": [{"points": "1", "text": "2"}]},
                ],
                "title": "One",
                "id": "one",
            },
            {"id": "two", "questions": [{"id": "q5", "answer": "true", "difficulty": "hard"}]},
        ],
        "id": "bank",
        "authors": ["Wang, Li", "张三"],
    }
    assert dump_bank(bank) == (
        """\
deckpress: 1
id: bank
title: '客户服务: 实务'
authors:
  - Wang, Li
  - 张三
chapters:
  - id: one
    title: One
    questions:
      - id: q1
        type: single
        stem: |-
          Which one?

          - the first
          - the second
        options:
          - 'No'
          - text: '1.10'
            note: why
          - it's
        answer: B
        tags: [exam, '2026']
        points: 2.5
        source:
          file: a.docx
          line: 3
          page: 12

      - id: q2
        pairs:
          - [left, right]
          - - much longer than what fits beside another
            - short
        keep_order: true

      - id: q3
        type: truefalse
        stem: 'true'
        answer: true
        topics: [service::needs, 质量]

      - id: q4
        answer:
          - a short one
          - one that is a good deal longer
        rubric:
          - text: '2'
            points: 1

  - id: two
    questions:
      - id: q5
        answer: 'true'
        difficulty: hard

questions: []
extra:
  b: '1'
  a: x
"""
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("one line", "one line"),
        ('it\'s: "x"', "'it''s: \"x\"'"),
        ("it's: x", '"it\'s: x"'),
        ("two\nlines", "|-\n  two\n  lines"),
        ("two\nlines\n", "|\n  two\n  lines"),
        ("two\nlines\n\n", "|+\n  two\n  lines\n"),
        ("  code\nx", "|2-\n    code\n  x"),
        ("hard  \nbreak", "|-\n  hard  \n  break"),
        ("\n", '"\\n"'),
        ("a\tb", '"a\\tb"'),
        ("a\x85b\x00", '"a\\Nb\\0"'),
        ("\ufeff", '"\\uFEFF"'),
        ("x" * 5000, "x" * 5000),
        ("", "''"),
    ],
)
def test_the_style_of_a_text(text: str, written: str) -> None:
    assert dump_bank({"title": text}) == f"title: {written}\n"


def test_a_blank_line_that_counts_is_the_only_one_between_questions() -> None:
    bank = {"questions": [{"stem": "a\n\n"}, {"stem": "b"}]}
    assert dump_bank(bank) == "questions:\n  - stem: |+\n      a\n\n  - stem: b\n"


def test_a_key_too_long_for_one_line_with_its_colon() -> None:
    bank = {"k" * 2000: {"a: b" * 500: ["x"]}, "z": [{"k" * 1500: "v", "l": "w"}]}
    assert yaml.safe_load(dump_bank(bank)) == bank


def test_an_empty_bank() -> None:
    assert dump_bank({}) == "{}\n"


class Colour(str, enum.Enum):
    RED = "red"


def test_a_text_enumeration_is_its_text() -> None:
    assert dump_bank({"title": Colour.RED}) == "title: red\n"


@pytest.mark.parametrize(
    ("bank", "error", "message"),
    [
        ({"a": None}, TypeError, "not NoneType"),
        ({"a": [1.5]}, TypeError, "not float"),
        ({1: "a"}, TypeError, "a key is a text, not int"),
        (["a"], TypeError, "a bank is a mapping, not list"),
        ({"a": "\ud800"}, ValueError, "lone surrogate"),
    ],
)
def test_what_no_bank_holds(bank: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        dump_bank(bank)


def test_a_bank_that_holds_itself() -> None:
    bank: dict[str, Any] = {}
    bank["a"] = [bank]
    with pytest.raises(ValueError, match="deeper than 64"):
        dump_bank(bank)
