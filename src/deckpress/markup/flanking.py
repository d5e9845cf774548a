"""Emphasis beside Chinese, Japanese and Korean text.

CommonMark decides by the spaces around ``**`` whether it opens or closes, and these scripts put none: ``**注意：**内容`` would not be bold.
The rule here is that of the "markdown-cjk-friendly" specification: a neighbour of these scripts counts like a space would, and their
punctuation like a letter. Everything else is CommonMark's own.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

__all__ = ["use_cjk_emphasis"]

_RANGES = (
    (0x1100, 0x11FF), (0x2E80, 0x9FFF), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF01, 0xFFEE),
    (0x20000, 0x3FFFF),
)  # fmt: skip


def _is_cjk(character: str) -> bool:
    code = ord(character)
    return code >= 0x1100 and any(first <= code <= last for first, last in _RANGES)


class _State(StateInline):
    """Scans delimiters by the rule above."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - the library's names
        """Whether the run of markers at ``start`` may open and close emphasis, and its length."""
        scanned = super().scanDelims(start, canSplitWord)
        after = start + scanned.length
        last = self.src[start - 1] if start > 0 else " "
        following = self.src[after] if after < self.posMax else " "
        cjk_last, cjk_next = _is_cjk(last), _is_cjk(following)
        if not canSplitWord or not (cjk_last or cjk_next):
            return scanned
        opens = not isWhiteSpace(ord(following)) and (cjk_next or not _is_punctuation(following) or cjk_last)
        closes = not isWhiteSpace(ord(last)) and (cjk_last or not _is_punctuation(last) or cjk_next)
        return Scanned(scanned.can_open or opens, scanned.can_close or closes, scanned.length)


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


class _Parser(ParserInline):
    """The library's parser with the state above."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Pushes the inline tokens of ``src`` onto ``tokens``."""
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def use_cjk_emphasis(parser: MarkdownIt) -> None:
    """Gives a parser this rule; its other rules stay as they are."""
    inline = _Parser()
    inline.ruler, inline.ruler2 = parser.inline.ruler, parser.inline.ruler2
    parser.inline = inline
