"""What a text becomes: HTML, formulas, images; and what is refused."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckpress.markup import MAX_TEXT, MarkupError, MediaError, render, render_cloze, to_text
from deckpress.model import Blank, Markup

TABLE = (
    '<table><thead><tr><th>a</th><th style="text-align:center">b</th></tr></thead>'
    '<tbody><tr><td>1</td><td style="text-align:center">2</td></tr></tbody></table>'
)


def image(path: str) -> str:
    return path.replace("/", "-")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("", ""),
        ("客户投诉", "客户投诉"),
        ("*a* **b** ~~c~~ `d<e`", "<em>a</em> <strong>b</strong> <s>c</s> <code>d&lt;e</code>"),
        ("a\nb", "a<br>b"),
        ("a  \nb", "a<br>b"),
        ("a\n\nb", "<p>a</p><p>b</p>"),
        ("# a", "<h1>a</h1>"),
        ("- a\n- b\n  1. c", "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
        ("---", "---"),
        ("+", "+"),
        ("1.", "1."),
        ("[单选]: 哪个？", "[单选]: 哪个？"),
        ("```py\nx = 1\n\n  y\n```", "<pre><code>x = 1\n\n  y</code></pre>"),
        ("|a|b|\n|-|:-:|\n|1|2|", TABLE),
        ("[a](https://b.c/?d=1&e 't\"')", '<a href="https://b.c/?d=1&amp;e" title="t&quot;">a</a>'),
        ("<mailto:a@b.c>", '<a href="mailto:a@b.c">mailto:a@b.c</a>'),
        ("[*a*](page.html) [b](ftp://c) [d](javascript:e) [f](//g)", "<em>a</em> b d f"),
        ("<b>a</b> &lt; &copy; & \"", "&lt;b&gt;a&lt;/b&gt; &lt; © &amp; \""),
        ("List<String> a[i] {{x}}", "List&lt;String&gt; a[i] {{x}}"),
        ("cafe\u0301 e&#x301;", "café é"),
        ("**&#x338;a**", "<strong>\u034f\u0338a</strong>"),
        ("a\x00b\x1fc\r\nd", "abc<br>d"),
    ],
)  # fmt: skip
def test_markdown(source: str, html: str) -> None:
    assert render(source, markup="markdown") == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("$x^2$ 等于 4", r"\(x^2\) 等于 4"),
        ("若2$x$", r"若2\(x\)"),
        (r"$x$ ends in \ ".rstrip(), "\\(x\\) ends in \\"),
        ("$5 and $10", "$5 and $10"),
        ("$5和$10", "$5和$10"),
        ("$ x $", "$ x $"),
        (r"\$x$", "$x$"),
        ("`$x$`", "<code>$x$</code>"),
        ("$a < b & c$", r"\(a &lt;  b &amp;  c\)"),
        ("$50%$", r"\(50\%\)"),
        ("a $$x$$ b", r"a \[x\] b"),
        ("$$\nx\n+y\n$$", r"\[x +y\]"),
        ("a\n$$\nx\n$$", r"a<br>\[x\]"),
        (r"$\begin{matrix}1\\[2pt]2\end{matrix}$", r"\(\begin{matrix}1\\[2pt]2\end{matrix}\)"),
        ("$a\\\\)b$", r"\(a\\ )b\)"),
        (r"$\frac{1}{\sqrt{2}}$", r"\(\frac{1}{\sqrt{2}}\)"),
        ("$$sound:x]$$", r"\[ sound:x]\]"),
        ("$[latex]$", r"\([ latex]\)"),
        ("${{c1::x}}$", r"\({ {c1::x}}\)"),
    ],
)
def test_formulas(source: str, html: str) -> None:
    assert render(source, markup="markdown") == html


@pytest.mark.parametrize(
    "formula",
    [
    r"\href{javascript:alert(1)}{x}", r"\url{x}", r"\require{html}", r"\class{a}{x}", r"\style{color:red}{x}", r"\cssId{a}{x}",
    r"\data{a=b}{x}", r"\def\x{y}", r"\let\x\y", r"\newcommand{\x}{y}", r"\renewcommand*{\x}{y}", r"\newenvironment{x}{y}{z}",
    r"\csname href\endcsname", r"\includegraphics{x}", r"\mmlToken{mi}[href='x']{y}", r"\bbox[background:url(x)]{y}", r"\HTMLId{a}{x}",
    r"\DeclareMathOperator{\x}{y}", r"a \) b", r"\[x", r"{x", r"x}", r"}{", "x\\\\\\",
],
)  # fmt: skip
def test_a_formula_that_reaches_out_or_does_not_end_is_code(formula: str) -> None:
    html = render(f"$${formula}$$", markup="markdown")
    assert html.startswith("<code>")
    assert unescape(re.sub(r"<[^>]*>", "", html)).strip("$") == formula
    assert not re.search(r"\\[()\[\]]", html)


def test_newline_is_no_definition() -> None:
    assert render(r"$a\newline b$", markup="markdown") == r"\(a\newline b\)"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*a* _b_ `c` $d$ # e", "*a* _b_ `c` $d$ # e"),
        ("a\nb\n", "a<br>b"),
        ("1. a", "1. a"),
        ('<b> & "', '&lt;b&gt; &amp; "'),
        ("if x:\n    y  z", "if x:<br>&nbsp;&nbsp;&nbsp; y&nbsp; z"),
        (" a", "&nbsp;a"),
        ("\ta", "&nbsp;&nbsp;&nbsp; a"),
        ("&lt; ![a](b.png)", "&amp;lt; ![a](b.png)"),
        ("[sound:a.mp3] a[i]", "<span>[</span>sound:a.mp3] a[i]"),
        (r"\(x\)", r"\<span>(</span>x\<span>)</span>"),
        ("{{c1::x}} {{x}} {{C１::y}}", "<span>{</span>{c1::x}} {{x}} <span>{</span>{C１::y}}"),
    ],
)
def test_plain(source: str, html: str) -> None:
    assert render(source, markup="plain") == html
    shown = unescape(re.sub(r"<[^>]*>", "", html)).replace("\xa0", " ")
    assert shown == source.replace("\n", "").replace("\t", "    ")


def test_images_go_through_the_resolver() -> None:
    html = render('![a *b* "c"](pics/图%201.png "title") ![x](<y z.png>)', markup="markdown", media=image)
    assert html == '<img src="pics-图%201.png" alt="a b &quot;c&quot;"> <img src="y z.png" alt="x">'


@pytest.mark.parametrize(
    "path", ["https://a.b/c.png", "//a.b/c.png", "data:image/png;base64,AAAA", "file:///etc/passwd", "javascript:x", ""]
)
def test_an_image_that_is_no_file_is_an_error(path: str) -> None:
    with pytest.raises(MediaError):
        render(f"![a]({path})", markup="markdown", media=image)


def test_without_a_resolver_an_image_is_an_error_each_time() -> None:
    for _ in range(2):
        with pytest.raises(MediaError, match=r"a\.png"):
            render("![a](a.png)", markup="markdown")
    assert render("![a](a.png)", markup="markdown", media=image) == '<img src="a.png" alt="a">'


def test_the_resolver_s_refusal_is_passed_on() -> None:
    def absent(path: str) -> str:
        raise MediaError(f"no file {path}")

    with pytest.raises(MediaError, match=r"no file a\.png"):
        render("![a](a.png)", markup="markdown", media=absent)


@pytest.mark.parametrize("kind", ["markdown", "plain"])
def test_too_long(kind: Markup) -> None:
    with pytest.raises(MarkupError, match="too long"):
        render("a" * (MAX_TEXT + 1), markup=kind)
    with pytest.raises(MarkupError, match="too long"):
        render_cloze(["a", Blank((1,), ("b",), "h" * MAX_TEXT)], markup=kind)


@pytest.mark.parametrize("source", ["> " * 60 + "a", "- " * 60 + "a", ">" * 5000, "\n".join("  " * i + "- a" for i in range(60))])
def test_blocks_nested_too_deeply_are_an_error_not_a_loss(source: str) -> None:
    with pytest.raises(MarkupError, match="nested too deeply"):
        render(source, markup="markdown")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# A *b*\n\n- c\n- d", "A b c d"),
        ("$x^2$ & ![pic](a.png)", "x^2 & pic"),
        ("`\\(` <b>", "\\( <b>"),
    ],
)
def test_to_text(source: str, text: str) -> None:
    assert to_text(source, markup="markdown") == text
    assert to_text(source, markup="plain") == " ".join(source.split())


def test_escaping_is_undone_by_a_browser() -> None:
    assert unescape(render('<a> & "b"', markup="plain")) == '<a> & "b"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**注意：**内容", "<strong>注意：</strong>内容"),
        ("是**“时刻”**的", "是<strong>“时刻”</strong>的"),
        ("请看**（重点）**一段", "请看<strong>（重点）</strong>一段"),
        ("中文*强调*中文", "中文<em>强调</em>中文"),
        ("下_划_线", "下_划_线"),
        ('**"x"**y', '**"x"**y'),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_emphasis_works_beside_chinese_text(text: str, html: str) -> None:
    assert render(text, markup="markdown") == html


@given(st.sampled_from("aZ客é"), st.text(st.sampled_from('ab *_`~$[]()!<>&\\|-=+#1.:"客：，{}'), max_size=25))
def test_a_line_that_begins_with_a_letter_reads_the_same_as_a_block(letter: str, rest: str) -> None:
    line = (letter + rest).rstrip()
    try:
        alone = render(line, markup="markdown")
    except MediaError:
        return
    among = render(f"{line}\n\nx", markup="markdown")
    assert among == f"<p>{alone}</p><p>x</p>"
