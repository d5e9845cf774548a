"""Text → HTML that neither a browser, nor Anki, nor MathJax mistakes for anything but text.

Three readers look at a field, one after the other. Anki cuts its *source* at cloze marks, sound, speech and LaTeX tags. The browser reads
HTML. MathJax then reads the *decoded* text, a run of adjacent text nodes at a time. An element around one character of a mark or a
delimiter stops all three. An entity would stop Anki too, but only until somebody looks at the note in Anki's editor: that writes each
field anew as a browser spells HTML, and a note that is spelt otherwise counts as edited by its learner from then on, so that no correction
reaches it any more. So everything here is spelt that way: ``&amp;``, ``&lt;``, ``&gt;`` and ``&nbsp;`` are the only entities in a text,
with ``&quot;`` in attributes (HTML standard, section "serializing HTML fragments").

Within this package a blank or a formula is a *mark*: a noncharacter for its kind and its index in hexadecimal digits that are
noncharacters too. Markdown takes them for letters; they are dropped from every text that comes in, so none can be forged.
"""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

__all__ = [
    "CLOSE", "FORMULA", "MARK", "OPEN",
    "address", "attribute", "clean", "escape", "guard_hint", "in_blank", "index_of", "mark", "plain", "seal", "unmarked",
]  # fmt: skip

OPEN, CLOSE, FORMULA = "\ufdd0", "\ufdd1", "\ufdd2"
MARK = re.compile("([\ufdd0-\ufdd2])([\ufde0-\ufdef]+)")
_DIGITS = {ord(digit): 0xFDE0 + value for value, digit in enumerate("0123456789abcdef")}
_VALUES = {value: chr(key) for key, value in _DIGITS.items()}

_M = "[\ufdd0-\ufdef]*"
_MARKS = re.compile("[\ufdd0-\ufdef]+")
_BREAKS = re.compile("\r\n?|[\v\f\x85]")
# C0 and C1 controls (0x1F would part the fields of a note), noncharacters, and surrogates, which UTF-8 cannot hold.
_DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_DROPPED_BUT_MARKS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def _across_marks(word: str) -> str:
    return _M.join(re.escape(character) for character in word)


_TAG = "(?:" + "|".join(map(_across_marks, ("sound:", "anki:", "/anki:", "type:", "latex]", "/latex]", "$]", "/$]", "$$]", "/$$]"))) + ")"
_BRACKET = re.compile(rf"\[(?={_M}{_TAG})", re.IGNORECASE)
_DELIMITER = re.compile(rf"(\\{_M})([()\[\]])")
# The last alternative: a blank that ends here, whose hint brings the colons.
_CLOZE = re.compile(rf"\{{(?=\{{c[\d,]+(?:::|{CLOSE}))", re.IGNORECASE)
_IN_BLANK = re.compile(r"<[^>]*>|(?<=:):|:\Z|\}")
# Where the ">" of a tag may come to stand before it: at the start of a text, and behind signs that are put into elements.
_OVERLAY = re.compile("(^|[\n\ufdd0-\ufdef\\\\()\\[\\]{}:])\u0338")
_IN_ATTRIBUTE = re.compile(rf"\[(?={_TAG})|\{{(?=\{{)|(?<=\}})\}}|(?<=:):|[<>\\]", re.IGNORECASE)
_WIDE = {sign: chr(ord(sign) + 0xFEE0) for sign in "[{}:<>\\"}
_COLONS = re.compile(r"(?<=:):")
_SPACES = re.compile(r"^ | {2,}", re.MULTILINE)


def clean(text: str) -> str:
    """The text in NFC, its line breaks as ``\\n``, without control characters (``\\t`` stays) and noncharacters."""
    if text.isascii() and text.isprintable():
        return text
    text = _DROPPED.sub("", _BREAKS.sub("\n", text))
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def mark(kind: str, index: int) -> str:
    """The mark of a kind (`OPEN`, `CLOSE`, `FORMULA`) and index; `MARK` finds it, with the kind as group 1."""
    return kind + f"{index:x}".translate(_DIGITS)


def index_of(found: re.Match[str]) -> int:
    """The index in a mark that `MARK` found."""
    return int(found[2].translate(_VALUES), 16)


def unmarked(text: str) -> str:
    """The text without its marks."""
    return _MARKS.sub("", text)


def escape(text: str) -> str:
    """Text → HTML for the space between two tags, up to what `seal` does; marks stay."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if text.isascii():
        return text
    # NFC, which Anki applies to whole fields, melts a solidus overlay with the ">" of the tag before it; a grapheme joiner parts them.
    return _OVERLAY.sub("\\1\u034f\u0338", normalize("NFC", text)).replace("\u00a0", "&nbsp;")


def attribute(text: str) -> str:
    """Text → HTML for an attribute's value within double quotes; marks and control characters go.

    No element can stand there: signs that Anki would act upon, or that browsers spell differently, become full-width.
    """
    text = _IN_ATTRIBUTE.sub(lambda found: _WIDE[found[0]], _DROPPED.sub("", text))
    return normalize("NFC", text).replace("&", "&amp;").replace('"', "&quot;").replace("\u00a0", "&nbsp;")


def address(url: str) -> str:
    """A percent-encoded address → HTML for an attribute's value within double quotes."""
    return attribute(_COLONS.sub("%3A", url))


def plain(text: str) -> str:
    """Clean plain text → HTML: nothing is interpreted, line breaks and runs of spaces stay visible; marks stay."""
    text = escape(text.expandtabs(4).strip("\n"))
    text = _SPACES.sub(lambda run: "&nbsp;" * (len(run[0]) - 1) + " " if len(run[0]) > 1 else "&nbsp;", text)
    return text.replace("\n", "<br>")


def in_blank(html: str) -> str:
    """HTML for the inside of a blank or its hint: no ``::``, no colon at the end, no closing brace."""
    return _IN_BLANK.sub(lambda found: found[0] if found[0][0] == "<" else f"<span>{found[0]}</span>", html)


def seal(html: str) -> str:
    """HTML with marks, in NFC, with everything disarmed that Anki or MathJax would act upon. Formulas are marks at this point."""
    html = _DROPPED_BUT_MARKS.sub("", html)
    if not is_normalized("NFC", html):
        html = normalize("NFC", html)
    if "[" in html:
        html = _BRACKET.sub("<span>[</span>", html)
    if "\\" in html:
        html = _DELIMITER.sub(r"\1<span>\2</span>", html)
    if "{{" in html:
        html = _CLOZE.sub("<span>{</span>", html)
    return html


def guard_hint(html: str) -> str:
    """A hint's sealed HTML, safe between the brackets that Anki puts around it."""
    html = in_blank(html)
    if _BRACKET.match("[" + html):
        html = f"<span>{html[0]}</span>{html[1:]}"
    return html[:-1] + r"<span>\</span>" if html.endswith("\\") else html
