"""Tags that Anki would not keep are named once, at the place that uses them first."""

from __future__ import annotations

import pytest

from deckpress.diagnostics import Report
from deckpress.lint.tag_names import check_tags
from deckpress.readers.bank import read_bank
from deckpress.source import Source


def said(text: str) -> list[str]:
    report = Report()
    bank = read_bank([Source("x.yaml", f"deckpress: 1\nid: b\ntitle: t\n{text}")], report)
    assert bank is not None, [finding.as_text() for finding in report]
    check_tags(bank, report)
    return [f"{finding.line}:{finding.column} {finding.code} {finding.severity} {finding.hint}" for finding in report]


def one(tag: str) -> list[str]:
    return said(f"questions:\n  - id: q\n    stem: s\n    answer: a\n    tags: [{tag}]\n")


@pytest.mark.parametrize("tag", ["a", "客户", "a::b", "a-b", "marked::x", "C++", "a_b"])
def test_tags_that_stay(tag: str) -> None:
    assert one(tag) == []


@pytest.mark.parametrize(
    ("tag", "finding"),
    [
        ("a b", "changed-tag warning write 'a-b'"),
        ("客户\u3000投诉", "changed-tag warning write '客户-投诉'"),
        ("客户：：投诉", "changed-tag warning write '客户::投诉'"),
        ("a::::b", "changed-tag warning write 'a::b'"),
        ("'::a'", "changed-tag warning write 'a'"),
        ("cafe\u0301", "changed-tag warning write 'caf\u00e9'"),
        ("leech", "reserved-tag warning choose another name"),
        ("Marked", "reserved-tag warning choose another name"),
        ("none", "reserved-tag warning choose another name"),
        ("'::'", "empty-tag warning write letters or digits"),
    ],
)
def test_tags_that_do_not(tag: str, finding: str) -> None:
    (only,) = one(tag)
    place, _, rest = only.partition(" ")
    assert rest == finding
    assert place == f"8:{13 if tag[0] == chr(39) else 12}"


def test_each_tag_is_named_once() -> None:
    item = "  - id: q{0}\n    stem: s{0}\n    answer: a\n    tags: [a b, c d]\n"
    assert [line.partition(" ")[0] for line in said("questions:\n" + item.format(1) + item.format(2))] == ["8:12", "8:17"]


def test_the_place_is_the_tag_not_the_same_words_in_the_stem() -> None:
    assert said("questions:\n  - id: q\n    stem: a b c\n    answer: a\n    tags: [a b]\n") == ["8:12 changed-tag warning write 'a-b'"]


def test_tags_of_the_bank_and_topics_of_a_chapter_have_a_place() -> None:
    text = "tags: [x y]\nchapters:\n  - id: c\n    topics: [z w]\n    questions:\n      - {id: q, stem: s, answer: a}\n"
    assert [line.partition(" ")[0] for line in said(text)] == ["4:8", "7:14"]
