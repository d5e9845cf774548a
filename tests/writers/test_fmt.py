"""``fmt``: canonical order and layout, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from deckpress.writers import yaml_tree
from deckpress.writers.fmt import FormatRefused, format_bank
from deckpress.writers.yaml_bank import dump_bank

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load(text: str) -> Any:
    return yaml.load(text, LOADER)  # noqa: S506 - makes texts, lists and mappings only


CASES = {
    "a byte order mark": ("\ufefftitle: t", "title: t\n"),
    "odd characters": ('title: "a\\u2028\\x07\\uFEFFb"\nid: a\x85 b\n', 'id: a b\ntitle: "a\\L\\a\\uFEFFb"\n'),
}
TABLE = Path(__file__).with_name("fmt_cases.txt").read_text(encoding="utf-8")
for case in TABLE.removesuffix("\n").split("\n=== ")[1:]:
    title, _, pair = case.partition("\n")
    before, _, after = pair.partition(">>>\n")
    CASES[title] = (before, after + "\n")


@pytest.mark.parametrize("name", CASES)
def test_layout(name: str) -> None:
    text, expected = CASES[name]
    assert format_bank(text) == expected
    assert format_bank(expected) == expected


@pytest.mark.parametrize("name", CASES)
def test_layout_without_the_fast_parser(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "_LOADER", yaml.SafeLoader)
    text, expected = CASES[name]
    assert format_bank(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: t\r\nid: x\r\n", "id: x\r\ntitle: t\r\n"),
        ("title: |\r\n  a\r\n\r\n  b\r\nid: x # c\n", "id: x  # c\r\ntitle: |\r\n  a\r\n\r\n  b\r\n"),
        ("title: t\nid: x\r\n", "id: x\ntitle: t\n"),
        ("title: t\rid: x\r", "id: x\ntitle: t\n"),
    ],
)
def test_line_ends_stay_those_of_the_file(text: str, expected: str) -> None:
    assert format_bank(text) == expected
    assert format_bank(expected) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: &a t\nid: x\n", "b.yaml:1:8: not formatted: anchors (&name) are not kept: write the value out where it is needed"),
        ("title: &a t\nid: *a\n", "b.yaml:1:8: not formatted: anchors (&name) are not kept: write the value out where it is needed"),
        ("title: *a\n", "b.yaml:1:8: not formatted: aliases (*name) are not kept: write the value out"),
        ("客户: x\nid: !!str 1\n", "b.yaml:2:5: not formatted: tags (!name) are not kept"),
        ("tags: ! [a]\n", "b.yaml:1:7: not formatted: tags (!name) are not kept"),
        ("%YAML 1.1\n---\nid: x\n", "b.yaml:1:1: not formatted: directives (%YAML, %TAG) are not kept"),
        ("id: x\n---\nid: y\n", "b.yaml:2:1: not formatted: a bank is one YAML document, and here a second one starts"),
        ("- a\n", "b.yaml:1:1: not formatted: a bank is a mapping (lines of `key: value`), not a list"),
        ("text\n", "b.yaml:1:1: not formatted: a bank is a mapping (lines of `key: value`), not a text"),
        ("# only\n", "b.yaml:1:1: not formatted: a bank is a mapping (lines of `key: value`), and there is none"),
        ("", "b.yaml:1:1: not formatted: a bank is a mapping (lines of `key: value`), and there is none"),
        ("id: x\n? [a]\n: b\n", "b.yaml:2:3: not formatted: a key is a text, not a list or mapping"),
        ("id: x\n?\n: b\n", "b.yaml:2:2: not formatted: a key is missing before this colon"),
        ("id: x\ntitle: a: b\n", "b.yaml:2:9: not formatted: this is no valid YAML: mapping values are not allowed in this context"),
        ("id: 'x\n", "b.yaml:2:1: not formatted: this is no valid YAML: found unexpected end of stream"),
        ("id: x\x00\n", "b.yaml:1:6: not formatted: the character U+0000 may not stand in a YAML file"),
        ("id: \ud800\n", "b.yaml:1:5: not formatted: the character U+D800 may not stand in a YAML file"),
        ("id: " + "[" * 100_000, "b.yaml:1:68: not formatted: collections nest deeper than 64"),
        ("{a: " * 100_000, "b.yaml:1:257: not formatted: collections nest deeper than 64"),
    ],
)
def test_refused(text: str, message: str) -> None:
    with pytest.raises(FormatRefused) as refused:
        format_bank(text, "b.yaml")
    assert str(refused.value) == message


def test_the_deepest_that_is_taken() -> None:
    text = "id: " + "[" * 63 + "x" + "]" * 63 + "\n"
    assert load(format_bank(text)) == load(text)


def test_a_slip_of_the_layout_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# c\nid: x\ntitle: t\n"
    for slip, said in [
        ("id: x\ntitle: t\n", "would not hold the same comments"),
        ("# c\nid: x\ntitle: u\n", "would not hold the same texts"),
        ("# c\nid: [x\n", "would be no valid bank"),
    ]:
        monkeypatch.setattr("deckpress.writers.fmt.Layout.text", lambda *_, slip=slip: slip)
        with pytest.raises(FormatRefused, match=f"{said}; this is a bug, please report it"):
            format_bank(text)


NASTY = [
    *["", "No", "1.10", "~", "a: b", "a #b", "- a", "it's", "a\nb\n", "a\n\n", " a\nb"],
    *["客户：投诉", "a\tb", "a  \nb", "\u3000x", "{{c1::x}}", "-", "a, b", ":a"],
]
texts = (
    st.sampled_from(NASTY)
    | st.text("ab \n:#-'\"[]{},?|>&*!%\t客\x85\u2028", max_size=10)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
)
sides = st.lists(texts, min_size=2, max_size=2)
deep = st.recursive(texts, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2), max_leaves=5)
question = st.fixed_dictionaries(
    {"stem": texts},
    optional={
        "id": texts,
        "options": st.lists(texts | st.fixed_dictionaries({"note": texts, "text": texts}), max_size=3),
        "answer": texts | st.lists(texts, max_size=3),
        "pairs": st.lists(sides, max_size=2),
        "topics": st.lists(texts, max_size=3),
        "source": st.fixed_dictionaries({"page": texts, "file": texts}),
        "own": deep,
    },
)
chapter = st.fixed_dictionaries({"title": texts, "questions": st.lists(question, max_size=2)}, optional={"id": texts})
banks = st.fixed_dictionaries(
    {"questions": st.lists(question, max_size=3)},
    optional={"title": texts, "id": texts, "tags": st.lists(texts, max_size=3), "zebra": texts, "chapters": st.lists(chapter, max_size=2)},
)


@st.composite
def layouts(draw: st.DrawFn) -> tuple[Any, str]:
    """A bank and one of the many ways to write it."""
    bank = draw(banks)
    text = yaml.dump(
        bank, Dumper=yaml.SafeDumper, sort_keys=draw(st.booleans()), allow_unicode=draw(st.booleans()), indent=draw(st.integers(2, 5)),
        width=draw(st.sampled_from([8, 30, 1000])), default_style=draw(st.sampled_from([None, "'", '"', "|", ">"])),
        default_flow_style=draw(st.sampled_from([None, True, False])),
    )  # fmt: skip
    # What the dumper got wrong (it does for some blocks) is no bank to format.
    return bank, text if loads_as(text, bank) else dump_bank(bank)


def loads_as(text: str, bank: Any) -> bool:
    try:
        return bool(load(text) == bank)
    except yaml.YAMLError:
        return False


def commented(draw: Callable[[st.SearchStrategy[Any]], Any], bank: Any, text: str) -> tuple[str, list[str]]:
    """The text with comments on lines of their own and at the ends of lines, wherever YAML allows one."""
    added: list[str] = []
    lines = text.split("\n")
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        comment = f"# {len(added)}{draw(st.sampled_from([' note', ' - id: q', ': x', ' [', ' 客户', '#']))}"
        trial = list(lines)
        if draw(st.booleans()) and not any(lines[at].endswith(earlier) for earlier in added):
            trial[at] += "  " + comment
        else:
            blank = [""] * draw(st.integers(0, 1))
            trial[at:at] = [*blank, " " * draw(st.integers(0, 6)) + comment, *blank]
        if loads_as("\n".join(trial), bank):
            lines, added = trial, [*added, comment]
    return "\n".join(lines), added


@settings(max_examples=150, deadline=None)
@given(layouts(), st.data())
def test_any_layout_gives_the_same_bank_with_all_its_comments(layout: tuple[Any, str], data: st.DataObject) -> None:
    bank, text = layout
    text, comments = commented(data.draw, bank, text)
    result = format_bank(text)
    assert load(result) == bank
    for comment in comments:
        assert len(re.findall(rf"(?m)(?:^|\s){re.escape(comment)}$", result)) == 1
    assert format_bank(result) == result


@settings(max_examples=200, deadline=None)
@given(banks)
def test_a_bank_written_from_data_is_already_formatted(bank: dict[str, Any]) -> None:
    text = dump_bank(bank)
    assert format_bank(text) == text


@settings(max_examples=200, deadline=None)
@given(st.text("ab:# -\n\t'\"[]{},?|>&*!%+2\r\x85\u2028", max_size=40))
def test_any_text_is_formatted_or_refused(text: str) -> None:
    try:
        result = format_bank(text)
    except FormatRefused as refused:
        assert "bug" not in str(refused)  # noqa: PT017 - being refused is one of two good ends
    else:
        assert load(result) == load(text)
        assert format_bank(result) == result
