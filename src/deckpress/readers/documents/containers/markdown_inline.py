r"""A line of Markdown → its text as a reader sees it, and its styled stretches.

Emphasis follows https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis within one line, with two differences that
question banks need: Chinese punctuation beside ``**`` does not matter, and runs of underscores with nothing to emphasise are
blanks to fill in. Code spans (with their backticks), links, pictures, addresses, formulas and backslash escapes stay as written.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from deckpress.readers.documents.blocks import Mark
from deckpress.readers.documents.containers.html_rules import BREAKING, MARKING
from deckpress.readers.documents.containers.html_style import Look, look_of

__all__ = ["Styled", "inline"]


class Styled(NamedTuple):
    """A piece of a source line; ``marks`` lie in ``text``."""

    text: str
    marks: tuple[Mark, ...] = ()


class _Token(NamedTuple):
    """``kind``: text, code, run (of ``*``, ``_``, ``~~``, ``==``), tag, break."""

    kind: str
    text: str


_PLAIN = re.compile(r"[*_`<&]|~~|==")
_TOKEN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<tick>`+)"
    r"|(?P<run>\*+|_+|~~|==)"
    r"|(?P<formula>\$\$[^$]+\$\$|\$(?=\S)[^$]*(?<=\S)\$(?!\d))"
    r"|(?P<link>!?\[[^\[\]]*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+\"[^\"()]*\")?\))"
    r"|(?P<address><?https?://[!-)+-;=?-~]+>?)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<comment><!--[^<>]*-->)"
    r"|(?P<tag></?(?P<name>[A-Za-z][A-Za-z0-9]{0,9})(?:\s[^<>]{0,400})?/?>)"
)
_SILENT = {"a", "font", "span", "small", "big", "tt", "label"} | set(MARKING)
"""Tags that disappear; others in `BREAKING` part lines, any other is text (``List<String>``)."""
_MOST_TICKS = 64


def inline(text: str) -> list[Styled]:
    """The lines that a source line makes (several where ``<br>`` or a block's tag parts it), at least one."""
    if _PLAIN.search(text) is None:
        return [Styled(text)]
    tokens = _tokens(text)
    parts: list[Styled] = []
    start = 0
    for at, token in enumerate(tokens):
        if token.kind == "break":
            parts.append(_styled(tokens[start:at]))
            start = at + 1
    last = _styled(tokens[start:])
    if not parts:
        return [last]
    return [part for part in (*parts, last) if part.text.strip()] or [Styled("")]


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    ticks = _tick_runs(text)
    at = 0
    while found := _TOKEN.search(text, at):
        kind = found.lastgroup or ""
        kind = "tag" if found["tag"] else kind
        if found.start() > at:
            tokens.append(_Token("text", text[at : found.start()]))
        at = found.end()
        if kind == "tick":
            end = _closing(ticks, len(found[0]), at)
            tokens.append(_Token("code" if end else "text", text[found.start() : end or at]))
            at = end or at
        elif kind == "tag":
            tokens.append(_tag(found))
        elif kind == "entity":
            tokens.append(_Token("text", html.unescape(found[0])))
        elif kind != "comment":
            tokens.append(_Token("run" if kind == "run" else "text", found[0]))
    tokens.append(_Token("text", text[at:]))
    return tokens


def _tag(found: re.Match[str]) -> _Token:
    name = found["name"].lower()
    if name in _SILENT:
        return _Token("tag", found[0])
    return _Token("break" if name in BREAKING else "text", found[0])


def _tick_runs(text: str) -> dict[int, list[int]]:
    """Where runs of backticks end, by their length, the last first."""
    runs: dict[int, list[int]] = {}
    if "`" in text:
        for found in re.finditer("`+", text):
            runs.setdefault(len(found[0]), []).append(found.end())
        for ends in runs.values():
            ends.reverse()
    return runs


def _closing(runs: dict[int, list[int]], length: int, after: int) -> int:
    """Where the run of ``length`` backticks that closes a code span ends; 0 without one."""
    ends = runs.get(length, [])
    while ends and ends[-1] <= after:
        ends.pop()
    return ends[-1] if ends and length <= _MOST_TICKS else 0


class _Opener(NamedTuple):
    """A token that may begin a stretch, and how many of its characters are not used yet."""

    token: int
    left: int


class _Stretch(NamedTuple):
    """Tokens ``start`` (excluded) to ``end`` (excluded) look so."""

    start: int
    end: int
    look: Look


def _styled(tokens: list[_Token]) -> Styled:
    if all(token.kind == "text" for token in tokens):
        return Styled("".join(token.text for token in tokens))
    shown = [token.text if token.kind != "tag" else "" for token in tokens]
    stretches = [*_emphasis(tokens, shown), *_tagged(tokens)]
    stretches += [_Stretch(at - 1, at + 1, (("code", ""),)) for at, token in enumerate(tokens) if token.kind == "code"]
    offsets, size = [], 0
    for piece in shown:
        offsets.append(size)
        size += len(piece)
    marks = []
    for start, end, look in stretches:
        first = offsets[start] + len(shown[start]) if start >= 0 else 0
        last = offsets[end] if end < len(offsets) else size
        marks += [Mark(first, last, style, value) for style, value in look if last > first]
    return Styled("".join(shown), tuple(sorted(marks)))


def _emphasis(tokens: list[_Token], shown: list[str]) -> list[_Stretch]:
    """Pairs of runs; their characters are taken out of ``shown``."""
    stretches: list[_Stretch] = []
    openers: dict[str, list[_Opener]] = {}
    for at, token in enumerate(tokens):
        if token.kind != "run" or len(token.text) > (2 if token.text[0] in "_~=" else 3):
            continue
        before = tokens[at - 1].text[-1:] if at else ""
        after = tokens[at + 1].text[:1] if at + 1 < len(tokens) else ""
        sign, left = token.text[0], len(token.text)
        opens, closes = _sides(token.text, before, after)
        stack = openers.setdefault(sign, [])
        while closes and left and stack and (stack[-1].left <= left or stack[-1].left == 3):
            opener = stack.pop()
            used = min(left, opener.left)
            stretches.append(_Stretch(opener.token, at, _LOOKS[sign][used]))
            shown[opener.token] = shown[opener.token][: opener.left - used]
            left -= used
            if opener.left > used:
                stack.append(_Opener(opener.token, opener.left - used))
        shown[at] = sign * left
        if opens and left:
            stack.append(_Opener(at, left))
    return stretches


_BOLD: Look = (("bold", ""),)
_ITALIC: Look = (("italic", ""),)
_LOOKS: dict[str, tuple[Look, ...]] = {
    "*": ((), _ITALIC, _BOLD, _BOLD + _ITALIC), "_": ((), _ITALIC, _BOLD),
    "~": ((), (), (("strike", ""),)), "=": ((), (), (("highlight", ""),)),
}  # fmt: skip


def _sides(run: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a run can open and close emphasis between these characters."""
    open_side, close_side = bool(after.strip()), bool(before.strip())
    if run[0] == "_":  # a blank has a word, a full stop or a closing bracket behind it where emphasis has its text
        return (
            open_side and not before.isalnum() and (after.isalnum() or after in "“‘「《（([`*\\"),
            close_side and not after.isalnum() and (before.isalnum() or before in "”’」》）)]`*。！？.!?%"),
        )
    if run == "*":  # a product or a footnote inside a word of ASCII
        return open_side and not _is_word(before), close_side and not _is_word(after)
    if run[0] == "=":
        return open_side and not _is_word(before), close_side and not _is_word(after)
    return open_side, close_side


def _is_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == ")")


def _tagged(tokens: list[_Token]) -> list[_Stretch]:
    """Stretches between tags; one that is never closed reaches to the end of the line."""
    stretches: list[_Stretch] = []
    opened: dict[str, list[tuple[int, Look]]] = {}
    for at, token in enumerate(tokens):
        if token.kind != "tag":
            continue
        name = re.sub(r"[^a-z].*", "", token.text.lstrip("</").lower(), flags=re.DOTALL)
        if token.text.startswith("</"):
            if opened.get(name):
                start, look = opened[name].pop()
                stretches.append(_Stretch(start, at, look))
        elif look := _look(name, token.text):
            opened.setdefault(name, []).append((at, look))
    stretches += [_Stretch(start, len(tokens), look) for rest in opened.values() for start, look in rest]
    return stretches


_ATTRIBUTE = re.compile(r"\b(style|color|class)\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)


def _look(name: str, tag: str) -> Look:
    own: Look = ((MARKING[name], ""),) if name in MARKING else ()
    return own + look_of({found[1].lower(): found[2] or found[3] or found[4] or "" for found in _ATTRIBUTE.finditer(tag)})
