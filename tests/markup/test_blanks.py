"""Fill-ins: blanks across Markdown, plain text and formulas."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckpress import markup
from deckpress.markup import MarkupError, cloze_numbers, render_cloze
from deckpress.model import Blank, Markup

BOTH: tuple[Markup, Markup] = ("markdown", "plain")


def image(path: str) -> str:
    return path.replace("/", "-")


def blank(content: str | Blank, number: int = 1, hint: str = "") -> Blank:
    return Blank((number,), (content,), hint)


@pytest.mark.parametrize(
    ("content", "html"),
    [
        (["a ", blank("b"), " c"], "a {{c1::b}} c"),
        ([blank("b", 1, "h")], "{{c1::b::h}}"),
        ([Blank((1, 2), ("b",))], "{{c1,2::b}}"),
        ([Blank((1,), ("a ", blank("b", 2, "h"), " c"))], "{{c1::a {{c2::b::h}} c}}"),
        ([blank("")], "{{c1::}}"),
        (["**", blank("bold"), " text**"], "<strong>{{c1::bold}} text</strong>"),
        ([blank("**bold**")], "{{c1::<strong>bold</strong>}}"),
        (["**a ", blank("b** c")], "<strong>a {{c1::b}}</strong>{{c1:: c}}"),
        (["a ", blank("**b", 1, "h"), " c**"], "a {{c1::<strong>b</strong>::h}}<strong> c</strong>"),
        (["a ", blank("b\n\nc"), " d"], "<p>a {{c1::b}}</p><p>{{c1::c}} d</p>"),
        (["- ", blank("a"), "\n- b"], "<ul><li>{{c1::a}}</li><li>b</li></ul>"),
        ([blank("- a")], "{{c1::- a}}"),
        ([blank("1. a"), "\n- b"], "<p>{{c1::1. a}}</p><ul><li>b</li></ul>"),
        (["|a|\n|-|\n|", blank("b"), "|"], "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>{{c1::b}}</td></tr></tbody></table>"),
        (["`f(", blank("x"), ")`"], "<code>f({{c1::x}})</code>"),
        (["```\n", blank("x"), " = 1\n```"], "<pre><code>{{c1::x}} = 1</code></pre>"),
        ([blank("std::vector", 1, "a::b")], "{{c1::std:<span>:</span>vector::a:<span>:</span>b}}"),
        ([blank("a:", 1, "h")], "{{c1::a<span>:</span>::h}}"),
        ([blank("{{x}}")], "{{c1::{{x<span>}</span><span>}</span>}}"),
        (["{{c2::x}} ", blank("{{c3::y")], "<span>{</span>{c2::x}} {{c1::{{c3:<span>:</span>y}}"),
        ([blank("x {{c2", 1, "h")], "{{c1::x <span>{</span>{c2::h}}"),
        ([blank("x", 1, "sound:a")], "{{c1::x::<span>s</span>ound:a}}"),
        ([blank("x", 1, "latex]")], "{{c1::x::<span>l</span>atex]}}"),
        ([blank("image-occlusion:rect:left=1")], "{{c1::<span>i</span>mage-occlusion:rect:left=1}}"),
        (["[so", blank("und:x"), "]"], "<span>[</span>so{{c1::und:x}}]"),
        ([r"\\", blank("(x")], r"\{{c1::<span>(</span>x}}"),
        (["$a+", blank("b"), "$"], r"\(a+{{c1::b}}\)"),
        (["$a+", blank("b", 1, "a $number$"), "$"], r"\(a+{{c1::b::\text{a number} }}\)"),
        ([blank(r"$\frac{1}{\sqrt{2}}$")], r"{{c1::\(\frac{1}{\sqrt{2} }\)}}"),
        ([r"$\frac{", blank(r"\frac{1}{2}"), "}{2}$"], r"\(\frac{{{c1::\frac{1}{2} }}}{2}\)"),
        (["$x^", blank("10"), "$"], r"\(x^{ {{c1::10}} }\)"),
        ([r"$\hr", blank("ef{x}{y}"), "$"], r"<code>$\hr{{c1::ef{x<span>}</span>{y<span>}</span>}}$</code>"),
        (["$a{", blank("b}"), "$"], "<code>$a{{{c1::b<span>}</span>}}$</code>"),
        (["$a", blank("b$ c")], "<code>$a{{c1::b$}}</code>{{c1:: c}}"),
        ([blank("![a](b.png)")], '{{c1::<img src="b.png" alt="a">}}'),
        (["[", blank("a"), "](https://b.c/", blank("d"), ")"], '<a href="https://b.c/d">{{c1::a}}</a>'),
        (["![", blank("a"), "](b.png) ", blank("c")], '<img src="b.png" alt="a"> {{c1::c}}'),
        (["[", blank("a](https://b.c/"), ") d"], '<a href="https://b.c/">{{c1::a}}</a>{{c1:: d}}'),
        ([blank("a", 1, "*h*")], "{{c1::a::<em>h</em>}}"),
    ],
)  # fmt: skip
def test_blanks(content: list[str | Blank], html: str) -> None:
    assert render_cloze(content, markup="markdown", media=image) == html


@pytest.mark.parametrize(
    ("content", "html"),
    [
        (["**", blank("a"), "**\nb"], "**{{c1::a}}**<br>b"),
        (["  a ", blank("<b> }}", 2, "<i>")], "&nbsp; a {{c2::&lt;b&gt; <span>}</span><span>}</span>::&lt;i&gt;}}"),
        (["$a+", blank("b"), "$"], "$a+{{c1::b}}$"),
    ],
)
def test_plain_blanks(content: list[str | Blank], html: str) -> None:
    assert render_cloze(content, markup="plain") == html


def test_cloze_numbers() -> None:
    assert cloze_numbers(["a", Blank((3, 1), ("b", blank("c", 12))), blank("d", 3)]) == (1, 3, 12)
    assert cloze_numbers(["a"]) == ()


PIECES = [
    *r"""*_`~$[]()<>!|#-+=:"'&;\{}/.1a中""", " ", "\n", "\t", "\u0301", "\u0338", "\ufdd0", "\x1f",
    "http://", "sound:", "latex]", "{{c1::", "}}", "\\(", "&#91;", "&lt;", "![", "](", "    ", "\n\n", "- ", "1. ", "> ", "\\href",
]  # fmt: skip
NASTY = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


CONTENTS = st.recursive(
    st.one_of(NASTY, st.text(max_size=8)),
    lambda inner: st.builds(
        lambda number, content, hint: Blank((number,), tuple(content), hint),
        st.integers(1, 4), st.lists(inner, min_size=1, max_size=3), st.one_of(st.just(""), NASTY),
    ),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(CONTENTS, max_size=4), st.sampled_from(BOTH))
def test_every_blank_opens_and_closes(content: list[str | Blank], kind: Markup) -> None:
    try:
        html = render_cloze(content, markup=kind, media=image)
    except MarkupError:
        return
    depth, found = 0, set()
    for part in re.findall(r"\{\{c([\d,]+)::|(\}\})", html):
        if part[0]:
            depth += 1
            found.add(int(part[0]))
        else:
            depth = max(0, depth - 1)  # braces of the text, outside of blanks
    assert depth == 0
    assert tuple(sorted(found)) == cloze_numbers(content)


TAME = st.one_of(
    st.text("a中 ：:1.-", max_size=5),
    st.builds(blank, st.text("ab:。", max_size=4), st.integers(1, 3), st.text("h:]", max_size=3)),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(TAME), st.sampled_from(BOTH))
def test_the_short_cut_for_blanks_changes_nothing(content: list[str | Blank], kind: Markup) -> None:
    assert render_cloze(content, markup=kind) == markup._render_cloze(content, kind, None)


@pytest.mark.parametrize(
    "content",
    [
        ["![", blank("a"), "](b.png)"],
        ["[a](https://b.c/", blank("d"), ")"],
        ["```", blank("py"), "\nx\n```"],
        ["|a|\n|-|\n|b|", blank("c"), "|"],
        [Blank((), ("a",))],
        [blank("a", 0)],
    ],
)
def test_a_blank_that_cannot_be_asked_for_is_an_error(content: list[str | Blank]) -> None:
    with pytest.raises(MarkupError, match="blank"):
        render_cloze(content, markup="markdown", media=image)


def test_blanks_nest_as_deep_as_anki_reads() -> None:
    nested = blank("x", 11)
    for number in range(10, 1, -1):
        nested = blank(nested, number)
    assert render_cloze([nested], markup="markdown").count("{{c") == 10
    with pytest.raises(MarkupError, match="nested too deeply"):
        render_cloze([blank(nested)], markup="markdown")
