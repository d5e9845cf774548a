"""The section that says how to find and review by tag: a tree of tags with their searches, and how to make a filtered deck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from deckpress.release.live import live
from deckpress.release.page.parts import LEVELS, by_count, copyable, live_search, shown_text
from deckpress.release.words import PageWords
from deckpress.tags import anki_search_for_tag

__all__ = ["filtered_decks", "tag_tree"]


def tag_tree(manifest: dict[str, Any], topics: Mapping[str, str], words: PageWords) -> str:
    """Chapters bank by bank, topics with their levels, kinds, difficulty: each with notes and search. Retired questions are in neither."""
    whole = manifest["decks"][0]
    banks = [deck for deck in manifest["decks"] if deck["kind"] == "bank" and live(deck).notes]
    kinds = [(words.kinds.get(kind, kind), f"type::{kind}", count) for kind, count in by_count(whole["kinds"])]
    levels = [
        ("★" * int(level) if level in LEVELS else level, f"difficulty::{level}", found["notes"])
        for level, found in whole["difficulty"].items()
    ]
    return "".join(
        [
            _group(words.texts["chapters"], "".join(_bank(deck, words, single=len(banks) == 1) for deck in banks), opened=True),
            _group(words.texts["topics"], _topics(whole["topics"], topics, words)),
            _group(words.texts["by_kind"], _rows(kinds, words)),
            _group(words.texts["by_difficulty"], _rows(levels, words)),
        ]
    )


def _group(title: str, inner: str, *, opened: bool = False) -> str:
    return f"<details{' open' if opened else ''}><summary>{escape(title)}</summary>{inner}</details>" if inner else ""


def _bank(deck: dict[str, Any], words: PageWords, *, single: bool) -> str:
    rows = [_row(words.texts["whole_deck"], live(deck).notes, deck["search"], words)]
    rows += [_row(chapter["title"], chapter["notes"], anki_search_for_tag(chapter["tag"]), words) for chapter in deck["chapters"]]
    listed = f'<ul class="tree">{"".join(rows)}</ul>'
    if single:
        return listed
    return f'<details class="inner"><summary>{shown_text(deck["title"])}</summary>{listed}</details>'


def _topics(counts: Mapping[str, Mapping[str, int]], titles: Mapping[str, str], words: PageWords) -> str:
    rows = []
    for topic, found in sorted(counts.items(), key=lambda item: item[0].split("::")):
        title = titles.get(topic) or topic.rpartition("::")[2]
        rows.append(_row(title, found["notes"], anki_search_for_tag(f"topic::{topic}"), words, depth=topic.count("::")))
    return f'<ul class="tree">{"".join(rows)}</ul>' if rows else ""


def _rows(rows: Sequence[tuple[str, str, int]], words: PageWords) -> str:
    items = [_row(title, count, anki_search_for_tag(tag), words) for title, tag, count in rows]
    return f'<ul class="tree">{"".join(items)}</ul>' if items else ""


def _row(title: str, count: int, search: str, words: PageWords, depth: int = 0) -> str:
    return (
        f'<li class="depth{min(depth, 4)}"><span class="name">{shown_text(title)}</span>'
        f'<span class="n">{words.plural("question", count)}</span>{copyable(live_search(search), words)}</li>'
    )


def filtered_decks(words: PageWords) -> str:
    """How to make a filtered deck, client by client."""
    guides = "".join(
        f"<details><summary>{escape(name)}</summary><ol>{''.join(f'<li>{escape(step)}</li>' for step in steps)}</ol></details>"
        for name, steps in words.guides
    )
    return f"<h3>{escape(words.texts['filtered'])}</h3><p>{escape(words.texts['filtered_why'])}</p>{guides}"
