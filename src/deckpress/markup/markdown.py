"""Markdown → HTML, token by token: only what is written here can reach a card.

CommonMark without HTML, with tables, ``~~strikethrough~~`` and ``$formulas$``. A line break in a paragraph is one on the card.
A link stays one where it leads to the web or to a mail address. An image comes with the package or is an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from deckpress.markup.contract import MAX_NESTING, MarkupError, MediaError, MediaResolver
from deckpress.markup.emitter import Emitter
from deckpress.markup.flanking import use_cjk_emphasis
from deckpress.markup.seal import address, attribute, escape, unmarked

__all__ = ["write", "write_inline"]

_LIVE = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+:|//|\\\\", re.IGNORECASE)
_ALIGNMENTS = frozenset(f"text-align:{side}" for side in ("left", "center", "right"))
_INNER = r"[^$\\]*(?:\\.[^$\\]*)*"
_DOLLARS = re.compile(rf"\$\$((?:{_INNER}\$(?!\$))*{_INNER})\$\$", re.DOTALL)
_DOLLAR = re.compile(rf"\$({_INNER})\$(?![0-9])", re.DOTALL)


def write(text: str, emitter: Emitter, media: MediaResolver | None) -> None:
    """Clean Markdown, with marks, into the emitter: one paragraph as its bare content, anything else as blocks.

    Raises `MarkupError` where it nests too deeply, `MediaError` for an image that is not to be had.
    """
    # A line that begins with a letter opens no block, and the half of the parser that looks for blocks is most of its time.
    if text[:1].isalpha() and "\n" not in text and not text[-1].isspace():
        write_inline(text, emitter, media)
        return
    tokens = _parser().parse(text)
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        tokens = tokens[1:2]
    for token in tokens:
        _block(token, emitter, media)


def write_inline(text: str, emitter: Emitter, media: MediaResolver | None) -> None:
    """The same for a text that has no blocks: one paragraph, whatever it looks like."""
    for token in _parser().parseInline(text):
        _block(token, emitter, media)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"]).disable("reference")
    use_cjk_emphasis(parser)
    parser.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False)
    parser.inline.ruler.at("math_inline", _inline_math)
    # Every address is kept as written up to here: `_link` and `_image` decide.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


def _inline_math(state: StateInline, silent: bool) -> bool:
    """``$…$`` by pandoc's rules, so that ``$5 and $10`` is none; ``$$…$$`` within a paragraph.

    The plugin's own rule looks at the end of the text where it means what is before its start.
    """
    if state.src[state.pos] != "$":
        return False
    found = _DOLLARS.match(state.src, state.pos, state.posMax)
    kind = "math_inline_double"
    if found is None or not found[1].strip():
        found, kind = _DOLLAR.match(state.src, state.pos, state.posMax), "math_inline"
        if found is None or not found[1] or found[1][0].isspace() or found[1][-1].isspace():
            return False
    if not silent:
        state.push(kind, "math", 0).content = found[1]
    state.pos = found.end()
    return True


def _block(token: Token, emitter: Emitter, media: MediaResolver | None) -> None:
    if token.hidden:  # the paragraphs of a tight list
        return
    if token.type == "inline":
        for child in token.children or ():
            _inline(child, emitter, media)
    elif token.nesting == 1:
        if token.type in ("blockquote_open", "list_item_open") and token.level >= MAX_NESTING - 1:
            raise MarkupError(f"lists and quotes are nested too deeply: Markdown's blocks may nest {MAX_NESTING} deep")
        emitter.block_open(f"<{token.tag}{_block_attributes(token)}>", f"</{token.tag}>")
    elif token.nesting == -1:
        emitter.block_close()
    elif token.type == "hr":
        emitter.block("<hr>")
    elif token.type == "math_block":
        emitter.formula(token.content, display=True)
    else:  # fence, code_block
        emitter.block_open("<pre><code>", "</code></pre>")
        emitter.html(escape(token.content.rstrip("\n")))
        emitter.block_close()


def _block_attributes(token: Token) -> str:
    style, start = token.attrGet("style"), token.attrGet("start")
    if style in _ALIGNMENTS:
        return f' style="{style}"'
    return f' start="{int(start)}"' if start is not None else ""


def _inline(token: Token, emitter: Emitter, media: MediaResolver | None) -> None:
    match token.type:
        case "softbreak" | "hardbreak":
            emitter.html("<br>")
        case "code_inline":
            emitter.inline_open("<code>", "</code>")
            emitter.html(escape(token.content))
            emitter.inline_close()
        case "math_inline" | "math_inline_double":
            emitter.formula(token.content, display=token.type != "math_inline")
        case "strong_open" | "em_open" | "s_open":
            emitter.inline_open(f"<{token.tag}>", f"</{token.tag}>")
        case "link_open":
            emitter.inline_open(*_link(token))
        case "strong_close" | "em_close" | "s_close" | "link_close":
            emitter.inline_close()
        case "image":
            emitter.html(_image(token, media))
        case _:  # text
            emitter.html(escape(token.content))


def _link(token: Token) -> tuple[str, str]:
    """The tags of a link, both empty where it must not be one."""
    url = unmarked(str(token.attrGet("href") or ""))
    if not _LIVE.match(url):
        return "", ""
    title = token.attrGet("title")
    rest = f' title="{attribute(str(title))}"' if title else ""
    return f'<a href="{address(normalizeLink(url))}"{rest}>', "</a>"


def _image(token: Token, media: MediaResolver | None) -> str:
    path = unmarked(str(token.attrGet("src") or ""))
    if _REMOTE.match(path):
        raise MediaError(f"the image {path[:80]!r} is not a file: cards work offline: save the image beside the bank")
    if not path:
        raise MediaError("an image without a path: name a file beside the bank, ![description](picture.png)")
    if media is None:
        raise MediaError(f"no image can stand here: {path[:80]!r}")
    return f'<img src="{attribute(media(path))}" alt="{attribute(_words(token.children or ()))}">'


def _words(tokens: Sequence[Token]) -> str:
    """The bare text of inline tokens."""
    parts: list[str] = []
    waiting = list(tokens)[::-1]
    while waiting:
        token = waiting.pop()
        if token.type == "image":
            waiting.extend((token.children or ())[::-1])
        else:
            parts.append(" " if token.type in ("softbreak", "hardbreak") else token.content)
    return "".join(parts)
