"""Formulas: TeX as the author wrote it → the source of a MathJax formula, or a refusal.

Refused are formulas that reach out of themselves (links, styles, attributes, definitions that outlive the card), that MathJax would not
see the end of, or that fall apart when a blank in them is hidden. They are shown as code.
"""

from __future__ import annotations

import re

from deckpress.markup.seal import CLOSE, OPEN, clean, escape, unmarked

__all__ = ["hint_text", "typeset"]

# Lower case; `_reaches_out` compares without regard to case.
_FORBIDDEN = frozenset(
    {"href", "url", "require", "class", "style", "cssid", "bbox", "mmltoken", "toggle", "mathtip", "texttip", "includegraphics"}
    | {"def", "gdef", "edef", "xdef", "let", "futurelet", "global", "csname", "endcsname", "catcode", "definecolor"}
    | {"input", "include", "special", "immediate", "write", "read", "openin", "openout", "setoptions", "begingroup", "endgroup"}
    | {"usetagform", "mathtoolsset"}
)
_FAMILIES = re.compile(r"html|css|data|xml|mml|new(?!line\Z)|renew|provide|declare|autoload")
_MACRO = re.compile(r"\\(?:([A-Za-z@]+)|.)", re.DOTALL)
_TOKEN = re.compile(r"[\ufdd0-\ufdd1][\ufde0-\ufdef]+|\\(?:[A-Za-z]+|.)?|[{}%<&\[]", re.DOTALL)
_TAG = re.compile(r"\s*(?:sound:|/?anki:|type:|/?latex\]|/?\$)", re.IGNORECASE)
_CLOZE = re.compile(r"\{(?=\{c)", re.IGNORECASE)
_BRACES = re.compile(rf"\}}(?=[}}{CLOSE}])")
_COLONS = re.compile(rf":(?=[:{CLOSE}])")
_TAKES_ARGUMENT = re.compile(r"(?:[\^_]|\\[A-Za-z]+)\s*\Z")
_NO_HINT = re.compile(r"[\\{}$%#&^_~<>\"\[\]\s]+")


def typeset(source: str, *, display: bool, cloze: bool) -> str | None:
    """The formula in MathJax's delimiters, as HTML; None where it must not be one.

    ``source`` may hold the marks of blanks, which stay. ``cloze`` says that it stands in a blank or holds one: no ``}}`` and no
    ``::`` may be left then.
    """
    source = " ".join(source.split())
    if not unmarked(source) or _reaches_out(unmarked(source)):
        return None
    body = _body(source)
    if body is None:
        return None
    body = _CLOZE.sub("{ ", escape(body).replace("&lt;", "&lt; ").replace("&amp;", "&amp; "))
    if cloze:
        body = _COLONS.sub(": ", _BRACES.sub("} ", body))
    if not display:
        return rf"\({body}\)"
    # `\[sound:x]` would be a sound to Anki.
    return rf"\[{' ' if _TAG.match(unmarked(body)) else ''}{body}\]"


def hint_text(hint: str) -> str:
    """A hint as TeX for the inside of a formula: its words alone."""
    words = _COLONS.sub(": ", escape(_NO_HINT.sub(" ", clean(hint)).strip()))
    return rf"\text{{{words}}} " if words else ""


def _reaches_out(source: str) -> bool:
    names = (found[1].lower() for found in _MACRO.finditer(source) if found[1])
    return any(name in _FORBIDDEN or _FAMILIES.match(name) for name in names)


def _body(source: str) -> str | None:
    """The formula piece by piece: braces and blanks must nest, and nothing may look like the end of the formula."""
    out: list[str] = []
    at = depth = 0
    blanks: list[tuple[str, int, bool]] = []
    for found in _TOKEN.finditer(source):
        before, piece, at = source[at : found.start()], found[0], found.end()
        out.append(before)
        if piece in (r"\(", r"\)", r"\[", r"\]", "\\") or (piece[0] == "\\" and piece[1] in (OPEN, CLOSE)):
            return None
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth -= 1
            if depth < (blanks[-1][1] if blanks else 0):
                return None
        elif piece[0] == OPEN:
            argument = bool(_TAKES_ARGUMENT.search(source[max(0, found.start() - 40) : found.start()]))
            blanks.append((piece[1:], depth, argument))
            piece = "{ " + piece if argument else piece
        elif piece[0] == CLOSE:
            if not blanks or blanks[-1][:2] != (piece[1:], depth):
                return None
            piece += " }" if blanks.pop()[2] else ""
        else:
            piece = _disarmed(piece, source, at)
        out.append(piece)
    out.append(source[at:])
    return None if depth or blanks else "".join(out)


def _disarmed(piece: str, source: str, at: int) -> str:
    """A piece that ends at ``at``, changed where Anki would act upon it together with what follows."""
    if piece == "%":  # a comment in TeX: `$50%$` would lose its sign
        return r"\%"
    if piece not in ("[", r"\\"):
        return piece
    following = unmarked(source[at : at + 200])
    looks_live = _TAG.match(following) is not None if piece == "[" else following[:1] in ("(", ")", "]")
    return f"{piece} " if looks_live else piece
