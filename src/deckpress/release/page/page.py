"""``index.html``: what there is to download, what is new, how to find and review by tag.

One file, nothing is loaded from elsewhere. A policy in the page allows its own style and script by their hash and nothing else. Colours
and fonts are those of the cards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from deckpress.diff.compare import Difference
from deckpress.errors import MissingLibrary
from deckpress.notes.types import note_type
from deckpress.pages import file_size, fill, page_file, policy
from deckpress.release.live import live
from deckpress.release.page.finding import filtered_decks, tag_tree
from deckpress.release.page.news import news
from deckpress.release.page.parts import LEVELS, bar_chart, by_count, copyable, live_search, saved_name, shown_text
from deckpress.release.words import PageWords

__all__ = ["download_page"]

_VARIABLES = re.compile(r"([^{}]+)\{((?:\s*--[a-z-]+:[^;{}]+;?)+)\s*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_MANY = 12
"""Banks from which on their decks are folded up."""


def download_page(manifest: dict[str, Any], difference: Difference | None, topics: Mapping[str, str], words: PageWords) -> str:
    """The page of a release, from its manifest; ``topics`` maps topics to titles. Raises `MissingLibrary` where a QR code is to be drawn
    without the library for it."""
    text = words.texts
    style, script = f"{_colours()}\n{page_file(__package__, 'page.css').strip()}", page_file(__package__, "page.js").strip()
    sections = [
        _section("download", text["download"], _downloads(manifest, words)),
        _section("news", text["news"], news(manifest, difference, words)),
        _section("find", text["find"], f"<p>{escape(text['find_why'])}</p>{tag_tree(manifest, topics, words)}{filtered_decks(words)}"),
        _section("charts", text["charts"], _charts(manifest, words)),
        _section("phone", text["phone"], _phone(str(manifest.get("url") or ""), words)),
        _section("check", text["check"], _checksums(manifest, words)),
    ]
    values = {
        "language": escape(str(manifest["language"])),
        "title": shown_text(str(manifest["title"])),
        "facts": _facts(manifest, words),
        "sections": "".join(sections),
        "made_by": escape(text["made_by"].format(tool=manifest["tool"])),
        "copied": escape(text["copied"]),
        "policy": policy(style, script),
        "style": style,
        "script": script,
    }
    return fill(page_file(__package__, "page.html"), values)


def _section(name: str, title: str, inner: str) -> str:
    return f'<section id="{name}"><h2>{escape(title)}</h2>{inner}</section>' if inner else ""


def _facts(manifest: dict[str, Any], words: PageWords) -> str:
    whole, text = manifest["decks"][0], words.texts
    facts = [text["version"].format(version=manifest["version"]), *_counts(whole, words)]
    if whole["retired"]:
        facts.append(text["retired"].format(n=whole["retired"]))
    proved = text["proved" if manifest["previous"] else "proved_first"].format(anki=manifest["anki"])
    return f'<p class="facts">{" · ".join(map(escape, facts))}</p><p class="proved">{escape(proved)}</p>'


def _downloads(manifest: dict[str, Any], words: PageWords) -> str:
    text = words.texts
    whole, *rest = manifest["decks"]
    banks = [deck for deck in rest if deck["kind"] == "bank"]
    presets = [deck for deck in rest if deck["kind"] == "preset"]
    out = [f'<div class="decks">{_deck(whole, words, text["all"] if len(banks) > 1 else whole["title"], main=True)}</div>']
    if presets:
        cards = "".join(_deck(deck, words, searchable=True) for deck in presets)
        out.append(f'<h3>{escape(text["presets"])}</h3><p>{escape(text["presets_why"])}</p><div class="decks">{cards}</div>')
    if len(banks) > 1:
        cards = f'<div class="decks">{"".join(_deck(deck, words) for deck in banks)}</div>'
        title = f'{escape(text["banks"])} <span class="n">{words.plural("deck", len(banks))}</span>'
        many = len(banks) > _MANY
        out.append(f"<details><summary>{title}</summary>{cards}</details>" if many else f"<h3>{title}</h3>{cards}")
    return f"<p>{escape(text['how_to_import'])}</p>{''.join(out)}"


def _deck(deck: dict[str, Any], words: PageWords, title: str = "", *, main: bool = False, searchable: bool = False) -> str:
    told = "".join(f"<li>{escape(words.kinds.get(kind, kind))} {count:,}</li>" for kind, count in by_count(deck["kinds"]))
    file = escape(deck["file"])
    search = copyable(live_search(deck["search"]), words) if searchable else ""
    name = shown_text(saved_name(deck))
    facts = " · ".join([*_counts(deck, words), file_size(deck["size"])])
    return (
        f'<article class="deck{" main" if main else ""}"><h4>{shown_text(title or deck["title"])}</h4>'
        f'<p class="n">{facts}</p><ul class="kinds">{told}</ul>{search}'
        f'<a class="get" href="{file}" download="{name}">{escape(words.texts["get"])}<span> {name}</span></a></article>'
    )


def _counts(deck: dict[str, Any], words: PageWords) -> list[str]:
    counts = live(deck)
    if not counts.notes:  # a bank that is gone
        return [words.texts["retired"].format(n=deck["retired"])]
    return [words.plural("question", counts.notes), words.plural("card", counts.cards)]


def _charts(manifest: dict[str, Any], words: PageWords) -> str:
    whole = manifest["decks"][0]
    kinds = [(words.kinds.get(kind, kind), count) for kind, count in by_count(whole["kinds"])]
    levels = [
        ("★" * int(level) + "☆" * (5 - int(level)), found["notes"]) for level, found in whole["difficulty"].items() if level in LEVELS
    ]
    text = words.texts
    banks = [deck for deck in manifest["decks"] if deck["kind"] == "bank" and live(deck).notes]
    charts = [bar_chart(text["by_kind"], kinds), bar_chart(text["by_difficulty"], levels)]
    if len(banks) == 1:
        return _together([*charts, bar_chart(text["chapters"], _chapters(banks[0]))])
    charts.append(bar_chart(text["by_bank"], [(bank["title"], live(bank).notes) for bank in banks]))
    chapters = "".join(map(_bank_chart, banks))
    return _together(charts) + (f"<h3>{escape(text['chapters'])}</h3>{chapters}" if chapters else "")


def _together(charts: Sequence[str]) -> str:
    return f'<div class="charts">{"".join(charts)}</div>' if any(charts) else ""


def _chapters(bank: dict[str, Any]) -> list[tuple[str, int]]:
    return [(chapter["title"], chapter["notes"]) for chapter in bank["chapters"]]


def _bank_chart(bank: dict[str, Any]) -> str:
    rows = _chapters(bank)
    return f"<details><summary>{shown_text(bank['title'])}</summary>{bar_chart('', rows)}</details>" if rows else ""


def _phone(url: str, words: PageWords) -> str:
    if not url:
        return ""
    try:
        import segno
    except ImportError as error:
        raise MissingLibrary("segno", "release", "a QR code on the download page") from error
    code = segno.make(url, error="m", micro=False)
    drawn = code.svg_inline(scale=4, border=2, dark="#000", light="#fff", svgclass="qr", omitsize=True)
    return f'<div class="phone">{drawn}<p>{escape(words.texts["phone_why"])}<br><a href="{escape(url)}">{shown_text(url)}</a></p></div>'


def _checksums(manifest: dict[str, Any], words: PageWords) -> str:
    names = [" · ".join(map(shown_text, dict.fromkeys([deck["file"], saved_name(deck)]))) for deck in manifest["decks"]]
    rows = "".join(f"<li>{name}<br><code>{deck['sha256']}</code></li>" for name, deck in zip(names, manifest["decks"], strict=True))
    links = " · ".join(f'<a href="{name}">{name}</a>' for name in ("SHA256SUMS", "manifest.json", "changes.json", "CHANGES.md"))
    return (
        f'<details><summary>{escape(words.texts["check_why"])}</summary><ul class="sums">{rows}</ul></details>'
        f"<p>{escape(words.texts['files'])}: {links}</p>"
    )


@lru_cache(maxsize=1)
def _colours() -> str:
    """The colours of the cards: their variables by day, and by night for whoever's system asks for that."""
    css = _COMMENT.sub("", note_type("choice").css)
    day = night = ""
    for selector, body in _VARIABLES.findall(css):
        if selector.strip() == ":root" and not day:
            day = body.strip()
        elif "ight" in selector and ".dp" not in selector and not night:
            night = body.strip()
    return f":root{{{day}}}" + (f"@media (prefers-color-scheme:dark){{:root{{{night}}}}}" if night else "")
