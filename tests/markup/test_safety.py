"""What a text must never become: live HTML, or a tag that Anki acts upon. The short cuts are held to the full renderer."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckpress import markup
from deckpress.markup import MediaError, render, render_cloze
from deckpress.model import Blank, Markup

BOTH: tuple[Markup, Markup] = ("markdown", "plain")
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}, "th": {"style"}, "td": {"style"}}
TAGS = {"a", "img", "br", "hr", "strong", "em", "s", "code", "span", *(f"h{level}" for level in range(1, 7))}
TAGS |= {"p", "pre", "blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
LIVE_TAG = re.compile(r"\[(?:sound:|/?anki:|type:|/?latex\]|/?\$\$?\])", re.IGNORECASE)


class Parsed(HTMLParser):
    """Elements, text, and every breach of the list of what may appear."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.breaches: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        self.breaches += [f"<{tag}> stays open" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.breaches.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, ()):
                self.breaches.append(f"{tag} {name}")
            if name == "href" and not re.match(r"(?:https?://|mailto:)", value or "", re.IGNORECASE):
                self.breaches.append(f"href {value}")
            if name == "style" and value not in ("text-align:left", "text-align:center", "text-align:right"):
                self.breaches.append(f"style {value}")
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.breaches.append(f"</{tag}> out of place")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.breaches.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.breaches.append(f"declaration {decl}")

    def handle_pi(self, data: str) -> None:
        self.breaches.append(f"instruction {data}")


def is_safe(html: str) -> bool:
    assert Parsed(html).breaches == [], html
    assert not LIVE_TAG.search(html), html
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", html), html
    assert unicodedata.is_normalized("NFC", html), html
    return True


def image(path: str) -> str:
    return path.replace("/", "-")


def valid(text: str, kind: Markup) -> bool:
    try:
        render(text, markup=kind, media=image)
    except MediaError:
        return False
    return True


def without_marks(html: str) -> str:
    """Cloze HTML as the browser gets it on a card that asks for nothing: answers in place."""
    html = re.sub(r"\{\{c[\d,]+::", "", html)
    return re.sub(r"::.*?\}\}|\}\}", "", html, flags=re.DOTALL)


TAG_TRICKS = [
    "[sound:a.mp3]", "[SOUND:a.mp3]", r"\[sound:a.mp3]", "&#91;sound:a.mp3]", "&lbrack;sound:a.mp3]", "`[sound:a.mp3]`",
    "[s\u200bound:a]", "[sound:a\nb]", "[[sound:a]]", "![[sound:a]](x.png)", "[x](https://a.b '[sound:a]')", "[sound:a](https://a.b)",
    "[x](https://a.b/[sound:a])", "[*sound*:a]", "[**sound**:a]", r"[so\und:a]", r"[s\ound:a]", "[sound&#58;a]", "[sound&colon;a]",
    "[&#115;ound:a]", "    [sound:a]", "[latex]x[/latex]", "[LaTeX]x[/LATEX]", "[$]x[/$]", "[$$]x[/$$]", r"[\$]x[/\$]",
    "[la\u0000tex]x[/latex]", "[so\x1fund:a]", "[so\ufdd0und:a]", "[so\ufdd0\ufde0und:a]", "[anki:tts lang=en_US]x[/anki:tts]",
    "[ANKI:play:q:0]", "[[type:Stem]]", "![a](<[sound:a]>)", "$[sound:a]$", r"$$\\[sound:a]$$", "$$latex]x[/latex]$$", "$x$[sound:a]",
    "|[sound:a]|\n|-|\n|[latex]|", "```\n[sound:a]\n```", "<[sound:a]>",
]  # fmt: skip


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("source", TAG_TRICKS)
def test_no_tag_of_anki_s_is_live(source: str, kind: Markup) -> None:
    assert is_safe(render(source, markup=kind, media=image))
    assert is_safe(without_marks(render_cloze([source, "\n\n", Blank((1,), (source,), source)], markup=kind, media=image)))


PAYLOADS = [
    "<script>alert(1)</script>", "<SCRIPT SRC=//x.y/z.js></SCRIPT>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>", "<body onload=alert(1)>", "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>", "<math><mtext><script>alert(1)</script>", "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>", "<video><source onerror=alert(1)>", "<style>@import 'x'</style>",
    "<link rel=stylesheet href=x>", "<meta http-equiv=refresh content=0>", "<base href=//x>", "<object data=x>", "<embed src=x>",
    "<form action=x><button>y", "<!--><script>alert(1)</script>-->", "<![CDATA[<script>alert(1)</script>]]>", "<?php x ?>",
    "<!DOCTYPE x>", "</span><script>x</script>", "\"><script>x</script>", "' onmouseover='x", "\" onmouseover=\"x",
    "<<script>x//<</script>", "<scr\x00ipt>x</script>", "<scr\x1fipt>x", "&lt;script&gt;x&lt;/script&gt;", "&#60;script&#62;x",
    "&#x3c;img src=x onerror=y&#x3e;", "&amp;lt;script&amp;gt;", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))", "[x](&#106;avascript:alert(1))", "[x](javascript&colon;alert(1))", "[x](\x01javascript:alert(1))",
    "[x](vbscript:x)", "[x](data:text/html,<script>x</script>)", "[x](file:///x)", "[x](https://a.b\" onclick=\"x)",
    "[x](<https://a.b\" onclick=\"x>)", "[x](https://a.b '\" onclick=\"x')", "[x](https:javascript:x)", "<javascript:alert(1)>",
    "<https://a.b\"onclick=x>", "[x]: javascript:alert(1)\n\n[x]", "[x][y]\n\n[y]: data:x", "![x\" onerror=\"y](z.png)",
    "![x](z.png\" onerror=\"y)", "![x](<z.png\" onerror=\"y>)", "![x](z.png '\" onerror=\"y')", "`<script>x</script>`",
    "```\n</code></pre><script>x\n```", "```\"><script>\nx\n```", "    <script>x</script>", "|<script>|\n|-|\n|<img src=x onerror=y>|",
    "|a|\n|:-\" onclick=x|\n|b|", "1<script>. x", "$<script>x</script>$", "$$</span><img src=x onerror=y>$$",
    r"$\href{javascript:x}{y}$", r"$\text{<img src=x onerror=y>}$", "$&lt;img src=x&gt;$", "**<b onclick=x>**", "<b\u0338>x",
    "# <h1 onclick=x>", "> <script>x", "- <script>x", "<a@b.c\" onclick=x>", "<div style=background:url(x)>", "\u2028<script>x",
    "\ufeff<script>x", "<script\n>x</script\n>", "<xss onpointerover=x>", "<\u017fcript>x", "\u226e\u0338script>", "<\ud800script>",
]  # fmt: skip


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("source", PAYLOADS)
def test_no_payload_is_live(source: str, kind: Markup) -> None:
    assert is_safe(render(source, markup=kind, media=image))
    assert is_safe(render(f"a {source}\n\nb", markup=kind, media=image))
    assert is_safe(without_marks(render_cloze(["a ", Blank((1,), (source,), source)], markup=kind, media=image)))


PIECES = [
    *r"""*_`~$[]()<>!|#-+=:"'&;\{}/.1a中""", " ", "\n", "\t", "\u0301", "\u0338", "\ufdd0", "\x1f",
    "http://", "sound:", "latex]", "{{c1::", "}}", "\\(", "&#91;", "&lt;", "![", "](", "    ", "\n\n", "- ", "1. ", "> ", "\\href",
]  # fmt: skip
NASTY = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


TEXTS = st.one_of(st.text(max_size=40), NASTY, st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(BOTH))
def test_any_text_is_safe(text: str, kind: Markup) -> None:
    if valid(text, kind):
        assert is_safe(render(text, markup=kind, media=image))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_plain_text_comes_back(text: str) -> None:
    text = re.sub("\xa0|[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]", "", text)
    html = render(text, markup="plain")
    assert Parsed(html.replace("&nbsp;", " ")).text.replace("\u034f\u0338", "\u0338") == unicodedata.normalize("NFC", text)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(BOTH))
def test_the_short_cuts_change_nothing(text: str, kind: Markup) -> None:
    if valid(text, kind):
        assert render(text, markup=kind, media=image) == markup._render(text, kind, image)


@settings(max_examples=200, deadline=None)
@given(st.text("ab中，。 .1-+=#>()<&\"'", max_size=12), st.sampled_from(BOTH))
def test_the_short_cuts_change_nothing_in_tame_texts(text: str, kind: Markup) -> None:
    assert render(text, markup=kind) == markup._render(text, kind, None)


@pytest.mark.parametrize(
    "unit", ["[", "![", "*", "**a*", "(", "`", "`a``", "$", "$$ ", "$x{", "[a](", "<", "&", "\\", "|", "{{c1,", "\\\\(", "_a ", "[[]]("]
)
def test_hostile_texts_are_rendered(unit: str) -> None:
    source = unit * (5_000 // len(unit))
    for kind in BOTH:
        assert is_safe(render(source, markup=kind))
