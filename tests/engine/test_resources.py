"""What a card loads and shows, seen as a browser sees it, in time that grows no faster than the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckpress.engine.resources import content, css_urls, is_remote, local_name, scan, shows_something, urls, visible_text

URLS = [
    ("<img src=a.png>", ["a.png"]),
    ("<IMG alt='x>y' SRC = \"a b.png\"/>", ["a b.png"]),
    ("<img src=a.png?x=1&amp;y=2>", ["a.png?x=1&y=2"]),
    ("<img/src='a'/alt=b>", ["a"]),
    ("<img src=a", []),
    ("<!-- <img src=a> --> <!doctype x> <? src=a ?>", []),
    ("<script>'<img src=a>'</script><img src=b>", ["b"]),
    ("<textarea><img src=a></textarea >", []),
    ("<a href=x><link href=y><base href=z><image xlink:href=w>", ["y", "z", "w"]),
    ("<object data=x></object><div data=y>", ["x"]),
    ("<video poster=p><source src=s>", ["p", "s"]),
    ("<img srcset='a 1x, b.png 2x,c'>", ["a", "b.png", "c"]),
    ("<img srcset='data:image/png;base64,//8A 1x, b'>", ["data:image/png;base64,//8A", "b"]),
    ("<p style='background: url( \"a\" )'>", ["a"]),
    ("<style>@import 'a'; x { y: url(b) } </style>", ["a", "b"]),
    ("[sound:a.mp3] [sound:b", ["a.mp3"]),
    ("&lt;img src=a&gt; 1 < 2 <3 src=x>", []),
]


@pytest.mark.parametrize(("html", "expected"), URLS)
def test_addresses_that_html_loads(html: str, expected: list[str]) -> None:
    assert list(urls(html)) == expected


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { b: url(x.png) }", ["x.png"]),
        ("a { b: URL( 'x (1).png' ) }", ["x (1).png"]),
        ("/* url(x) */ a { b: url(/**/y) }", ["y"]),
        ("a { b: \\75rl(x) }", ["x"]),
        ("@import url(x); @import 'y';", ["x", "y"]),
        ("a { b: url() } /* url(x)", []),
        ("@font-face { src: local(x), url('_f.woff2') format('woff2') }", ["_f.woff2"]),
    ],
)
def test_addresses_that_css_loads(css: str, expected: list[str]) -> None:
    assert list(css_urls(css)) == expected


@pytest.mark.parametrize(
    ("url", "remote", "local"),
    [
        ("a.png", False, "a.png"),
        ("a%20b.png?x#y", False, "a b.png"),
        ("#icon", False, ""),
        ("data:image/png;base64,AA//", False, ""),
        ("{{Picture}}", False, ""),
        ("http://x", True, ""),
        ("HTTPS:x", True, ""),
        (" h\nttps://x", True, ""),
        ("//x/y", True, ""),
        ("\\\\x\\y", True, ""),
        ("/\t/x", True, ""),
        ("file:///etc/passwd", True, ""),
    ],
)
def test_where_an_address_leads(url: str, remote: bool, local: str) -> None:
    assert is_remote(url) == remote
    assert local_name(url) == local


@pytest.mark.parametrize(
    ("html", "shows"),
    [
        ("", False),
        (" <div>&nbsp;<br></div><!-- x --><style>x</style><script>x</script>", False),
        ("<b>x</b>", True),
        ("<img>", True),
        ("&lt;", True),
    ],
)
def test_whether_a_side_shows_something(html: str, shows: bool) -> None:
    assert shows_something(html) == shows


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a <b>b</b>", "a\n<b>b</b><hr id=answer><br>", True),
        ("a", "a<div class=x><p></p></div>", True),
        ("a", "a<div class=x>b</div>", False),
        ("a", "a<img src=x>", False),
        ("<i class=x>a</i>", "<i class=y>a</i>", False),
        ("a", "a<script>x</script>", False),
    ],
)
def test_whether_two_sides_look_the_same(one: str, other: str, same: bool) -> None:
    assert (content(one) == content(other)) == same


def test_the_text_of_a_side() -> None:
    assert visible_text("<p>客户<b>投诉</b></p><p>a &amp;\n b</p><style>c</style>") == "客户投诉 a & b"


@given(st.text(alphabet="<>/!-=\"' abcimgs&;[]:\\\n", max_size=80))
def test_no_text_is_too_odd(text: str) -> None:
    shown = "".join(token.text for token in scan(text) if token.kind == "text")
    assert "<img" not in text or "<img" not in shown
    assert list(urls(f"{text}'\"--></script></style></textarea></title>><img src=last>"))[-1] == "last"


HOSTILE = [
    "<", "<a ", '<a b="', "<a b='", "<!--", "<!", "</", "<script>", "<style>", "[sound:", "url(", 'url("', "/*", "@import ", "\\",
    "<a =", "= {", "&#", "<a\n/", "a,",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_take_linear_time(piece: str) -> None:
    """A quadratic step anywhere would take hours with a text of this length."""
    text = piece * (200_000 // len(piece))
    assert len(content(text)) <= len(text)
    assert sum(1 for _ in urls(text)) <= len(text)
    assert sum(1 for _ in urls(f"<img srcset='{text}'>")) <= len(text)
    assert sum(1 for _ in css_urls(text + " " * 100_000)) <= len(text)
