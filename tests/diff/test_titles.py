"""The line that a note is known by."""

from __future__ import annotations

import pytest

from deckpress.diff.titles import note_title


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        (["An owl turns by {{c1::270}}°."], "An owl turns by [270]°."),
        (["{{c1::a::the hint}} and {{c2::b}}"], "[a] and [b]"),
        (["{{c1::outer {{c2::inner::h}} end::hint}} after"], "[outer [inner] end] after"),
        (["{{c1::a::hint {{c2::in it}} goes}} on"], "[a] on"),
        (["std::vector }} and {{c1::never closed"], "std::vector }} and {{c1::never closed"),
        (["std::vector }} {{c1::x}}"], "std::vector }} [x]"),
        (["{{c1,2::both::h}} and {{c10,11,12::more}}"], "[both] and [more]"),
        (['<img src="dp-0.svg" alt="an owl"> What is it?'], "[an owl] What is it?"),
        (['<img src="dp-0.svg"> What is it?'], "[…] What is it?"),
        (["<br>", "<p>second</p><p>line</p>"], "second line"),
        (["x" * 200], "x" * 99 + "…"),
        ([], ""),
    ],
)
def test_what_a_learner_reads(fields: list[str], title: str) -> None:
    assert note_title(fields) == title


def test_many_open_blanks_take_no_time() -> None:
    assert note_title(["{{c1::a::" * 200_000]).startswith("{{c1::a::")
