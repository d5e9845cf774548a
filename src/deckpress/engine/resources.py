"""What a piece of HTML or CSS shows, and which files it loads: enough of a browser's view to judge a card.

The scanner reads each character a bounded number of times, whatever the text: card fields are hostile input.
Not seen: what a script loads, and documents inside ``srcdoc``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

__all__ = ["Token", "content", "css_urls", "is_remote", "local_name", "readable_text", "scan", "shows_something", "urls", "visible_text"]


class Token(NamedTuple):
    """``kind`` is ``text``, ``start``, ``end`` or ``raw`` (the inside of a script, a style sheet and the like).

    ``name`` is the element's, lower case; ``text`` is decoded; ``attributes`` have lower-case names and decoded values.
    """

    kind: str
    name: str = ""
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?""")
_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "textarea", "title")}
_INLINE = frozenset({"a", "b", "code", "del", "em", "i", "mark", "rp", "rt", "ruby", "s", "small", "span", "strong", "sub", "sup", "u"})
_SHOWS = frozenset({"audio", "button", "canvas", "embed", "iframe", "img", "input", "object", "select", "svg", "textarea", "video"})
_ALWAYS = frozenset({"src", "srcset", "imagesrcset", "poster", "background"})
_BY_ELEMENT = {
    "object": {"data"}, "link": {"href"}, "base": {"href"}, "use": {"href", "xlink:href"}, "image": {"href", "xlink:href"},
    "feimage": {"href", "xlink:href"}, "script": {"href", "xlink:href"},
}  # fmt: skip
_SOUND = re.compile(r"\[sound:([^\[\]]*)\]", re.IGNORECASE)
_CANDIDATE = re.compile(r"[\s,]*([^\s,]\S*)[^,]*")
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_CSS_URL = re.compile(
    r"""\b(?:url|src|image-set)\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^"'()\s]*))|@import\s*(?:"([^"\n]*)"|'([^'\n]*)')""",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_INSIDE = frozenset({"data", "blob", "about", "javascript"})


def scan(html: str) -> Iterator[Token]:
    """The tokens of a text, as a browser would cut it; never fails, an unfinished tag at the end is dropped."""
    at, size = 0, len(html)
    while at < size:
        opening = html.find("<", at)
        if opening < 0:
            opening = size
        if opening > at:
            yield Token("text", text=unescape(html[at:opening]))
        if opening == size:
            return
        closing = html.startswith("</", opening)
        name = _NAME.match(html, opening + 1 + closing)
        if name:
            attributes, at = _attributes(html, name.end())
            if at > size:
                return
            element = name.group().lower()
            yield Token("end" if closing else "start", element, attributes=attributes)
            if not closing and element in _RAW:
                end = _RAW[element].search(html, at)
                stop = end.start() if end else size
                yield Token("raw", element, html[at:stop])
                at = stop
        elif closing or html.startswith(("<!", "<?"), opening):
            comment = html.startswith("<!--", opening)
            mark = "-->" if comment else ">"
            end_at = html.find(mark, opening + (4 if comment else 2))
            at = size if end_at < 0 else end_at + len(mark)
        else:
            yield Token("text", text="<")
            at = opening + 1


def _attributes(html: str, at: int) -> tuple[tuple[tuple[str, str], ...], int]:
    found = []
    while match := _ATTRIBUTE.match(html, at):
        name, double, single, bare = match.groups()
        found.append((name.lower(), unescape(double or single or bare or "")))
        at = match.end()
    end = html.find(">", at)
    return tuple(found), len(html) + 1 if end < 0 else end + 1


def visible_text(html: str) -> str:
    """The text that a card shows, white space collapsed."""
    return " ".join("".join(_as_text(token) for token in scan(html)).split())


def readable_text(html: str, image: str = "src") -> str:
    """The text of a field with its blocks on lines of their own, and images by an attribute: the name of their file, or ``alt``."""
    parts: list[str] = []
    for token in scan(html):
        if token.kind == "text":
            parts.append(_SPACE.sub(" ", token.text))
        elif token.name == "img" and token.kind == "start":
            parts.append(f"[{dict(token.attributes).get(image, '') or '…'}]")
        elif token.name not in _INLINE:
            parts.append("\n")
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _as_text(token: Token) -> str:
    if token.kind == "text":
        return token.text
    return "" if token.name in _INLINE else " "


def content(html: str) -> tuple[Token, ...]:
    """What a side is made of: texts, scripts, and elements that are not empty; rules and line breaks left out.

    Two sides that are equal by this look the same.
    """
    kept: list[Token] = []
    for token in scan(html):
        if token.kind == "end":
            if kept and kept[-1].kind == "start" and kept[-1].name == token.name and token.name not in _SHOWS:
                kept.pop()
        elif token.kind == "text":
            text = " ".join(token.text.split())
            if text:
                kept.append(Token("text", text=text))
        elif token.name not in ("hr", "br"):
            kept.append(token)
    return tuple(kept)


def shows_something(html: str) -> bool:
    """Whether a learner sees or hears anything: a text, a picture, a control, a sound."""
    return any(
        (token.kind == "text" and bool(token.text.strip())) or (token.kind == "start" and token.name in _SHOWS) for token in scan(html)
    )


def urls(html: str) -> Iterator[str]:
    """Every address from which the HTML itself loads something, as written; links to click on are none."""
    for token in scan(html):
        if token.kind == "text":
            yield from _SOUND.findall(token.text)
        elif token.kind == "raw" and token.name == "style":
            yield from css_urls(token.text)
        for name, value in token.attributes:
            if name == "style":
                yield from css_urls(value)
            elif name in ("srcset", "imagesrcset"):
                yield from _srcset(value)
            elif name in _ALWAYS or name in _BY_ELEMENT.get(token.name, ()):
                yield value


def _srcset(value: str) -> Iterator[str]:
    """The addresses of ``url size, url size, …``: an address may hold commas (``data:``), but neither begins nor ends with one."""
    at = 0
    while match := _CANDIDATE.match(value, at):
        url = match.group(1)
        yield url.rstrip(",")
        at = match.end(1) if url.endswith(",") else match.end()


def css_urls(css: str) -> Iterator[str]:
    """Every address that a style sheet loads."""
    plain = _CSS_ESCAPE.sub(_unescape_css, _without_comments(css))
    for match in _CSS_URL.finditer(plain):
        yield from filter(None, match.groups())


def _unescape_css(match: re.Match[str]) -> str:
    number, plain = match.groups()
    if number is None:
        return str(plain)
    code = int(number, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _without_comments(css: str) -> str:
    kept, at = [], 0
    while (opening := css.find("/*", at)) >= 0:
        kept.append(css[at:opening])
        closing = css.find("*/", opening + 2)
        if closing < 0:
            return "".join(kept)
        at = closing + 2
    kept.append(css[at:])
    return "".join(kept)


def _clean(url: str) -> str:
    return "".join(c for c in url if c > " ").replace("\\", "/")


def is_remote(url: str) -> bool:
    """Whether the address leads out of the package: another host, or a scheme that is not inside the page."""
    cleaned = _clean(url)
    scheme = _SCHEME.match(cleaned)
    return cleaned.startswith("//") or (scheme is not None and scheme.group()[:-1].lower() not in _INSIDE)


def local_name(url: str) -> str:
    """The media file that an address names; empty where it names none (a fragment, ``data:``, another host, a template field)."""
    if "{{" in url or is_remote(url) or _SCHEME.match(_clean(url)):
        return ""
    return unquote(re.split(r"[?#]", url.strip(), maxsplit=1)[0])
