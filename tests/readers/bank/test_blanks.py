"""The blanks of a fill-in: what is a blank, and that no text is lost or breaks the parser."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckpress.model import Blank
from deckpress.readers.bank.blanks import BlankProblem, has_blanks, number_blanks, parse_blanks, split_underscores

B = Blank


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("no blank", ("no blank",)),
        ("", ()),
        ("{{a}}", (B((), ("a",)),)),
        ("x {{a}} y", ("x ", B((), ("a",)), " y")),
        ("{{a::b}}", (B((), ("a",), "b"),)),
        ("{{c1::a}}", (B((1,), ("a",)),)),
        ("{{c12::a::b}}", (B((12,), ("a",), "b"),)),
        ("{{c1,2::a}}", (B((1, 2), ("a",)),)),
        ("{{std::vector::}}", (B((), ("std::vector",)),)),
        ("{{std::vector::type}}", (B((), ("std::vector",), "type"),)),
        ("{{a {b} c}}", (B((), ("a {b} c",)),)),
        (r"{{$\frac{1}{\sqrt{2}}$}}", (B((), (r"$\frac{1}{\sqrt{2}}$",)),)),
        ("{{c1::a {{c2::b}} c}}", (B((1,), ("a ", B((2,), ("b",)), " c")),)),
        ("{{`x::y`}}", (B((), ("`x::y`",)),)),
        ("{{a}}{{b}}", (B((), ("a",)), B((), ("b",)))),
        ("{{客户::提示}}", (B((), ("客户",), "提示"),)),
        ("}} {", ("}} {",)),
        ("a } b", ("a } b",)),
        ("{{c1::a}}}", (B((1,), ("a",)), "}")),
    ],
)
def test_what_is_a_blank(text: str, parsed: tuple[str | Blank, ...]) -> None:
    assert parse_blanks(text) == parsed


@pytest.mark.parametrize(
    ("text", "offset"),
    [("{{a", 0), ("x {{a}", 2), ("{{}}", 0), ("x {{ }}", 2), ("{{c0::a}}", 0), ("{{c1::}}", 0), ("{{a}} {{b", 6), ("{{" * 9, 16)],
)
def test_what_is_wrong_and_where(text: str, offset: int) -> None:
    with pytest.raises(BlankProblem) as caught:
        parse_blanks(text)
    assert caught.value.offset == offset


def test_numbers_fill_the_gaps_in_the_order_of_the_text() -> None:
    assert number_blanks(parse_blanks("{{a}} {{c2::b}} {{c}}")) == (B((1,), ("a",)), " ", B((2,), ("b",)), " ", B((3,), ("c",)))


@pytest.mark.parametrize(
    ("text", "answers", "content"),
    [
        ("a ___ b", ("x",), ("a ", B((1,), ("x",)), " b")),
        ("____ ＿＿", ("x", "y"), (B((1,), ("x",)), " ", B((2,), ("y",)))),
        ("a ___ b", (), None),
        ("a ___ b", ("x", "y"), None),
        ("a __ b", ("x",), None),
    ],
)
def test_underlines_take_the_answers_in_order(text: str, answers: tuple[str, ...], content: tuple[str | Blank, ...] | None) -> None:
    assert split_underscores(text, answers) == content


soup = st.lists(
    st.sampled_from(["{{", "}}", "{", "}", "::", ":", "c1", "{{c2::", "`", "``", "$", "$$", "\\", "\n\n", " ", "a", "客", "__", "0", ","]),
    max_size=40,
)


def spelled(content: tuple[str | Blank, ...]) -> str:
    """The texts of a parsed stem, in order, without any brace, number or divider of a blank."""
    return "".join(piece if isinstance(piece, str) else spelled(piece.content) + piece.hint for piece in content)


def parsed_or_refused(text: str, plain: bool) -> tuple[str | Blank, ...] | BlankProblem:
    try:
        return parse_blanks(text, plain=plain)
    except BlankProblem as problem:
        return problem


@given(soup, st.booleans())
def test_any_text_parses_or_is_refused_and_nothing_is_lost(pieces: list[str], plain: bool) -> None:
    text = "".join(pieces)
    parsed = parsed_or_refused(text, plain)
    if isinstance(parsed, BlankProblem):
        assert 0 <= parsed.offset <= len(text)
        return
    rest = iter(text)
    assert all(character in rest for character in spelled(parsed))  # in order
    outside = [piece for piece in parsed if isinstance(piece, str)]
    assert all(piece in text for piece in outside)
    if "{{" not in text:
        assert spelled(parsed) == text
        assert not has_blanks(text) or "___" in text


answer = st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1, max_size=10).filter(str.strip)


@given(st.lists(st.tuples(st.text("abc 客。", max_size=8), answer, st.one_of(st.just(""), answer)), max_size=6))
def test_written_blanks_read_back(parts: list[tuple[str, str, str]]) -> None:
    text = "".join(f"{before}{{{{{content}{'::' + hint if hint else ''}}}}}" for before, content, hint in parts)
    blanks = [piece for piece in parse_blanks(text) if isinstance(piece, Blank)]
    assert [(blank.content, blank.hint) for blank in blanks] == [((content,), hint) for _, content, hint in parts]


@pytest.mark.parametrize(
    "text",
    ["{{" * 200_000, "{{a}}" * 50_000, "`" * 200_000, "{{c1," * 50_000, "$a" * 100_000, "{{x}}" + "::" * 100_000, "{{" + "{" * 200_000,
     " ".join("`" * n for n in range(1, 700)) + "{{x}}", "{{c" + "1," * 100_000, "\\" * 200_000],
)  # fmt: skip
def test_hostile_texts_take_no_time(text: str) -> None:
    start = time.perf_counter()
    with suppress(BlankProblem):
        parse_blanks(text)
    assert time.perf_counter() - start < 3
