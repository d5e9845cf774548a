"""Places in a text, and the excerpt with its caret."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckpress.diagnostics import Diagnostic, Report
from deckpress.source import Source, Span


@given(st.text(alphabet="ab\n\r客", max_size=40), st.data())
def test_a_position_leads_back_to_its_place(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    line, column = Source("x", text).position(at)
    lines = text.split("\n")
    assert sum(len(other) + 1 for other in lines[: line - 1]) + column - 1 == at
    assert Source("x", text).line(line) == lines[line - 1].rstrip("\r")


def test_a_line_past_the_end_is_empty() -> None:
    assert [Source("x", "a\nb").line(number) for number in (1, 2, 3, 9)] == ["a", "b", "", ""]


@pytest.mark.parametrize(
    ("text", "marked", "excerpt"),
    [
        ("abc", "b", "abc\n ^"),
        ("a: 客户x", "客户", "a: 客户x\n   ^^^^"),
        ("客户: x", "x", "客户: x\n      ^"),
        ("\ta: x", "x", "\ta: x\n\t   ^"),
        ("Ｆ b", "b", "Ｆ b\n   ^"),
        ("a b\nc d", "d", "c d\n  ^"),
        ("ab\r\ncd", "ab", "ab\n^^"),
    ],
)
def test_a_caret_under_each_character(text: str, marked: str, excerpt: str) -> None:
    start = text.index(marked)
    assert Source("x", text).excerpt(start, start + len(marked)) == excerpt


def test_an_excerpt_of_a_long_line_shows_the_surroundings() -> None:
    text = "x" * 5_000 + "HERE" + "y" * 5_000
    line, carets = Source("x", text).excerpt(5_000, 5_004).split("\n")
    assert len(line) == 160
    assert line[carets.index("^") : carets.rindex("^") + 1] == "HERE"


def test_a_stretch_over_several_lines_marks_the_first() -> None:
    assert Source("x", "ab\ncd").excerpt(1, 5) == "ab\n ^"


def test_the_end_of_a_text_is_a_place() -> None:
    assert Source("x", "ab\n").excerpt(3, 4) == "\n^"
    assert Span(Source("x", "ab\n"), 3, 4).position == (2, 1)


def finding(**changes: str) -> Diagnostic:
    return Diagnostic(**({"code": "c", "severity": "error", "message": "m", "file": "f"} | changes))  # type: ignore[arg-type]


def test_a_finding_for_github_is_one_line_that_no_text_can_end() -> None:
    text = finding(message="100%\r\n::error::x", file="a,b:c.yaml", hint="do\nthis").as_github()
    assert text == "::error file=a%2Cb%3Ac.yaml,title=c::100%25%0D%0A::error::x%0Ado%0Athis"


def test_findings_come_in_the_order_of_the_text() -> None:
    source, report = Source("x", "a\nb\nc"), Report()
    report.warning("w", "second", Span(source, 2, 3))
    report.error("e", "third", Span(source, 4, 5))
    report.error("e", "first", Span(source, 0, 1), "hint")
    report.about_file("f", "note", "whole", "x")
    assert [found.message for found in report] == ["whole", "first", "second", "third"]
    assert [found.message for found in report.errors] == ["third", "first"]
    assert len(report) == 4
    assert list(report)[1].as_text() == "x:1:1: error e: first\n    a\n    ^\n  = hint"
    assert list(report)[1].as_json() == {
        "code": "e", "severity": "error", "message": "first", "file": "x", "line": 1, "column": 1, "end_column": 2,
        "excerpt": "a\n^", "hint": "hint",
    }  # fmt: skip
