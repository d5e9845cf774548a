"""Markdown or plain text → safe HTML for the fields of a note. The one renderer.

No text reaches a card as live HTML, script, LaTeX, sound or cloze tag, whatever it contains; formulas (``$…$``) become MathJax's. Output
is in NFC, holds no control character but tab and newline, and may be put between any two tags.

Most texts of a bank hold no markup at all, so two patterns tell such a text from the others and it costs nothing more; Markdown's library
is loaded when the first text needs it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape

from deckpress.markup.cloze import finish, join, numbers
from deckpress.markup.contract import MAX_TEXT, MarkupError, MediaError, MediaResolver
from deckpress.markup.emitter import Emitter
from deckpress.markup.seal import clean, escape, guard_hint, plain, seal
from deckpress.model import Blank, Markup

__all__ = ["MAX_TEXT", "MarkupError", "MediaError", "MediaResolver", "cloze_numbers", "render", "render_cloze", "to_text"]

# Characters that mean nothing to Markdown, HTML, Anki or MathJax, and that NFC leaves alone in any company.
_TAME = (
    r"0-9A-Za-z,.;:?!'\"()/%=+\-@#^"
    r"\u00a1-\u00ac\u00ae-\u017e\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9\u0410-\u044f"  # Latin, Greek, Cyrillic letters
    r"\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2460-\u24ff"  # dashes and quotes, arrows, operators, circled digits
    r"\u3001-\u301f\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e"  # East Asian
)
# What opens a block at the start of a line, and space that Markdown trims.
_BLOCK = r"(?![-+=#> ]|\d{1,9}[.)](?: |\Z))"
_MARKDOWN_TAME = re.compile(rf"{_BLOCK}[{_TAME} ]+(?<! )").fullmatch
_PLAIN_TAME = re.compile(rf"(?! )[{_TAME}*_`~|$\] ]+").fullmatch
# Tame but for what escaping alone settles: angles and ampersands that begin no address and no entity.
_ESCAPABLE = re.compile(rf"{_BLOCK}(?:[{_TAME}> ]|&(?![A-Za-z#])|<(?![!-~]))+(?<! )").fullmatch

_SHORT = 1_000  # a longer text is neither looked at for its tameness nor kept
_BLOCK_END = re.compile(r"<(?:br|hr|/(?:p|h[1-6]|li|pre|blockquote|tr|t[dh]|ul|ol|table))>")
_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)">')
_ANY_TAG = re.compile(r"<[^>]*>")
_SHOWS = re.compile(r"<img |(?:^|>)[^<]*[^<\s]")
_MATH = re.compile(r"\\[(\[](.*?)\\[)\]]", re.DOTALL)


def render(text: str, *, markup: Markup, media: MediaResolver | None = None) -> str:
    """A text as HTML: bare inline HTML where it is one paragraph (or plain), blocks where it is several.

    ``media`` finds the images; without it none may stand in the text. Raises `MarkupError` for a text past a limit, `MediaError` for an
    image that cannot be packed.
    """
    if len(text) < _SHORT:
        if _MARKDOWN_TAME(text) if markup == "markdown" else _is_tame(text, markup):
            return text
        if "![" in text and markup == "markdown":
            return _render(text, markup, media)
        return _remembered(text, markup)
    return _render(text, markup, media)


def render_cloze(content: Sequence[str | Blank], *, markup: Markup, media: MediaResolver | None = None) -> str:
    """A text with blanks as Anki's cloze HTML, ``{{c1::answer::hint}}``; the numbers in it are `cloze_numbers`.

    The pieces are source text in ``markup``, and Markdown works across them. A hint is one line of it. Raises as `render` does, and
    `MarkupError` where a blank stands in a place that cannot be hidden.
    """
    return _tame_cloze(content, markup) or _render_cloze(content, markup, media)


def _render_cloze(content: Sequence[str | Blank], markup: Markup, media: MediaResolver | None) -> str:
    """What `render_cloze` does, without its short cut."""
    text, blanks = join(content)
    emitter = Emitter()
    if markup == "plain":
        emitter.html(plain(text))
    else:
        from deckpress.markup.markdown import write

        write(text, emitter, media)
    return finish(emitter, blanks, [_hint(blank.hint, markup, media) for blank in blanks])


def cloze_numbers(content: Sequence[str | Blank]) -> tuple[int, ...]:
    """The numbers of the cards that these blanks make, rising, each once."""
    return numbers(content)


def to_text(text: str, *, markup: Markup) -> str:
    """A text's words alone, in one line, for titles and lists: no markup, images as their descriptions, formulas as their TeX."""
    html = _render(text, markup, lambda path: path)
    html = _BLOCK_END.sub(" ", _IMAGE.sub(r"\1", html))
    return " ".join(unescape(_ANY_TAG.sub("", _MATH.sub(r"\1", html))).split())


@lru_cache(maxsize=2048)
def _remembered(text: str, markup: Markup) -> str:
    if markup == "markdown" and _ESCAPABLE(text):
        return escape(text)
    return _render(text, markup, None)


def _render(text: str, markup: Markup, media: MediaResolver | None) -> str:
    """What `render` does, without its short cuts."""
    if len(text) > MAX_TEXT:
        raise MarkupError(f"the text is too long: {len(text):,} characters, and at most {MAX_TEXT:,} can be rendered")
    text = clean(text)
    if markup == "plain":
        return seal(plain(text))
    from deckpress.markup.markdown import write

    emitter = Emitter()
    write(text, emitter, media)
    html = finish(emitter, (), ())
    # "+" or "1." alone is an empty list to Markdown, "---" a line, and to people an option.
    return html if _SHOWS.search(html) or not text.strip() else seal(plain(text))


def _is_tame(text: str, markup: Markup) -> bool:
    """Whether a short text is its own HTML."""
    if markup == "markdown":
        return _MARKDOWN_TAME(text) is not None
    return _PLAIN_TAME(text) is not None and "  " not in text


def _tame_cloze(content: Sequence[str | Blank], markup: Markup) -> str:
    """The cloze HTML of a short text without any markup, whose blanks hold no others; empty where it is none."""
    words: list[str] = []
    parts: list[str] = []
    for piece in content:
        if isinstance(piece, str):
            words.append(piece)
            parts.append(piece)
            continue
        if len(piece.content) != 1 or len(piece.numbers) != 1 or piece.numbers[0] < 1:
            return ""
        answer, hint = piece.content[0], piece.hint
        if not isinstance(answer, str) or not answer or ":" in answer:
            return ""
        if hint and not (hint.isalnum() and len(hint) < _SHORT and _is_tame(hint, markup)):
            return ""
        words.append(answer)
        parts.append(f"{{{{c{piece.numbers[0]}::{answer}::{hint}}}}}" if hint else f"{{{{c{piece.numbers[0]}::{answer}}}}}")
    text = "".join(words)
    return "".join(parts) if len(text) < _SHORT and _is_tame(text, markup) else ""


def _hint(hint: str, markup: Markup, media: MediaResolver | None) -> str:
    """A hint as guarded HTML."""
    if not hint:
        return ""
    if markup == "plain":
        return guard_hint(seal(plain(clean(hint))))
    if _MARKDOWN_TAME(hint):
        return guard_hint(hint)
    from deckpress.markup.markdown import write_inline

    emitter = Emitter()
    write_inline(clean(hint), emitter, media)
    return guard_hint(finish(emitter, (), ()))
