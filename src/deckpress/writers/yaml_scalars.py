"""One text as YAML: plain where that is safe, else quoted, or as a literal block.

"Safe" is said twice. `plain_holds` asks whether YAML reads the plain form back as the same characters.
`looks_typed` asks whether some YAML reader would make a number, date, boolean or null of it: deckpress
never does, but editors, linters and scripts do.

Everything here is linear in the length of the text.
"""

from __future__ import annotations

import re

__all__ = ["display_width", "literal_block", "looks_typed", "plain_holds", "plain_reads_well", "quoted"]

# What neither a plain scalar, nor single quotes, nor a block may hold: characters that YAML calls unprintable,
# the breaks that YAML 1.1 knows beside the line feed, and the byte order mark.
_NEEDS_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_FORBIDDEN_START = frozenset(",[]{}#&*!|>'\"%@`")
_FORBIDDEN_INSIDE = re.compile(r":(?:[ \t]|\Z)|[ \t]#")
_FLOW_INDICATORS = re.compile(r"[,\[\]{}?]")

_ESCAPES = {
    "\0": "\\0", "\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r",
    "\x1b": "\\e", '"': '\\"', "\\": "\\\\", "\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P",
}  # fmt: skip
_ESCAPED_IN_DOUBLE = re.compile('[\t\n"\\\\]|' + _NEEDS_ESCAPE.pattern)

# The types of YAML 1.1 (with its sexagesimal numbers, and y and n) and of the core schema of YAML 1.2.
_TYPED = re.compile(
    r"""
      ~ | null | Null | NULL | = | <<
    | y | Y | n | N | yes | Yes | YES | no | No | NO | true | True | TRUE | false | False | FALSE | on | On | ON | off | Off | OFF
    | [-+]? 0b [0-1_]+
    | 0o [0-7]+
    | [-+]? 0x [0-9a-fA-F_]+
    | [-+]? [0-9] [0-9_]*
    | [-+]? [1-9] [0-9_]* (?: :[0-5]?[0-9] )+
    | [-+]? (?: [0-9][0-9_]* (?: \.[0-9_]* )? | \.[0-9][0-9_]* ) (?: [eE][-+]?[0-9]+ )?
    | [-+]? \._+ (?: [eE][-+][0-9]+ )?
    | [-+]? [0-9][0-9_]* (?: :[0-5]?[0-9] )+ \.[0-9_]*
    | [-+]? \. (?: inf | Inf | INF ) | \. (?: nan | NaN | NAN )
    | [0-9]{4}-[0-9]{2}-[0-9]{2}
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} (?: [Tt] | [ \t]+ ) [0-9]{1,2}:[0-9]{2}:[0-9]{2} (?: \.[0-9]* )?
      (?: [ \t]* (?: Z | [-+][0-9]{1,2} (?: :[0-9]{2} )? ) )?
    """,
    re.VERBOSE,
)


def looks_typed(text: str) -> bool:
    """Whether a YAML reader would take the plain text for something other than a text; true of the empty one (null)."""
    return not text or _TYPED.fullmatch(text) is not None


def plain_holds(text: str, *, flow: bool = False) -> bool:
    """Whether the plain form reads back as the same characters, in a block or (``flow``) inside ``[]`` and ``{}``.

    The empty text does not count: it is a matter of layout whether nothing may stand there.
    """
    if not text or text[0] in _FORBIDDEN_START or text[0] in " \t" or text[-1] in " \t" or "\n" in text:
        return False
    if text[0] in "-?:" and (len(text) == 1 or text[1] in " \t"):
        return False
    if text[:3] in ("---", "...") and (len(text) == 3 or text[3] in " \t"):
        return False
    if _FORBIDDEN_INSIDE.search(text) or _NEEDS_ESCAPE.search(text):
        return False
    return not (flow and (text[0] == ":" or _FLOW_INDICATORS.search(text)))


def plain_reads_well(text: str) -> bool:
    """Whether the plain form is safe, stays a text for every reader, and hides nothing from people."""
    return plain_holds(text) and text[0] not in "?:" and "\t" not in text and text == text.strip() and not looks_typed(text)


def quoted(text: str) -> str:
    """The text in quotes on one line: single ones where they do, double ones where an apostrophe or an escape asks for them.

    Raises ValueError for a lone surrogate, which no UTF-8 file holds.
    """
    if _SURROGATE.search(text):
        raise ValueError(f"a text holds half a character (a lone surrogate): {text[:40]!a}")
    if _ESCAPED_IN_DOUBLE.search(text) is None:
        return f'"{text}"' if "'" in text else f"'{text}'"
    if "\n" in text or "\t" in text or _NEEDS_ESCAPE.search(text):
        return f'"{_ESCAPED_IN_DOUBLE.sub(_escape, text)}"'
    return "'" + text.replace("'", "''") + "'"


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    known = _ESCAPES.get(character)
    if known:
        return known
    code = ord(character)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}"


def literal_block(text: str) -> tuple[str, list[str]] | None:
    """The header (``|``, ``|-``, ``|+``, with ``2`` where the indentation must be said) and the lines, not yet indented.

    None where a literal block cannot hold the text, or would show nothing of it. After ``|+`` every blank line counts.
    """
    if not text.strip() or _NEEDS_ESCAPE.search(text):
        return None
    indicator = "2" if text[0] in " \t\n" else ""
    if not text.endswith("\n"):
        return f"|{indicator}-", text.split("\n")
    chomping = "+" if text.endswith("\n\n") else ""
    return f"|{indicator}{chomping}", text[:-1].split("\n")


def display_width(text: str) -> int:
    """Columns on a screen, near enough: two for what is written wide in East Asia.

    The same for every version of the Unicode tables, so that a layout that depends on it never flips.
    """
    return len(text) + sum(1 for c in text if c >= "\u1100")
