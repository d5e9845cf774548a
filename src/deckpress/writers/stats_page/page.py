"""The counts of a collection as one HTML page that works offline, from a file, without a script.

Texts of banks are escaped; a policy in the page allows its own style by its hash and nothing else.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any

from deckpress.pages import fill, page_file, page_words, policy, visible
from deckpress.stats import KINDS, LEVELS, BankStats, Stats
from deckpress.writers.stats_page.charts import bar, columns_chart, legend, letter_bars, row, stack

__all__ = ["stats_page"]

_DEEPEST = 3
"""Levels of topics that are moved in."""
Words = dict[str, Any]


def stats_page(stats: Stats) -> str:
    """The page, in the language of most questions: Chinese of either script, else English."""
    words = page_words(__package__, stats.language)
    style = page_file(__package__, "page.css")
    sections = (_banks, _levels, _chapters, _topics, _balance, _lengths, _gaps)
    texts = {
        "lang": words["lang"],
        "title": escape(visible(stats.title or words["report"])),
        "report": words["report"],
        "policy": policy(style),
        "style": style,
        "tiles": _tiles(stats, words),
        "sections": "\n".join(made for section in sections if (made := section(stats, words))),
    }
    return fill(page_file(__package__, "page.html"), texts)


def _tiles(stats: Stats, words: Words) -> str:
    tiles = [
        (f"{stats.questions:,}", words["questions"] if stats.questions != 1 else words["question"]),
        (f"{len(stats.banks):,}", words["banks"]),
    ]
    listed = [topic for topic in stats.topics if topic.listed]
    if listed:
        tiles.append((f"{sum(1 for topic in listed if topic.all)} / {len(listed)}", words["covered_tile"]))
    levels = [(level, sum(bank.levels[level] for bank in stats.banks)) for level in LEVELS]
    if any(count for _, count in levels):
        tiles.append((f"{sum(level * count for level, count in levels) / sum(count for _, count in levels):.1f}", words["mean_level"]))
    if stats.questions:
        tiles.append((f"{1 - sum(bank.gaps['unexplained'] for bank in stats.banks) / stats.questions:.0%}", words["explained"]))
    return "".join(f"<li><b>{value}</b>{escape(name)}</li>" for value, name in tiles)


def _section(title: str, note: str, body: str) -> str:
    said = f'<p class="note">{escape(note)}</p>' if note else ""
    return f"<section><h2>{escape(title)}</h2>{said}{body}</section>"


def _name(bank: BankStats) -> str:
    return visible(bank.title or bank.id)


def _banks(stats: Stats, words: Words) -> str:
    kinds = [kind for kind in KINDS if any(bank.kinds[kind] for bank in stats.banks)]
    most = max((bank.questions for bank in stats.banks), default=0)
    rows = [
        row(
            _name(bank),
            stack([(f"k-{kind}", words["kinds"][kind], bank.kinds[kind]) for kind in kinds], most),
            f"<strong>{bank.questions:,}</strong>",
        )
        for bank in stats.banks
    ]
    heads = [words["bank"], *(words["kinds"][kind] for kind in kinds), words["all"]]
    cells: list[list[str | int]] = [[_name(bank), *(bank.kinds[kind] for kind in kinds), bank.questions] for bank in stats.banks]
    cells.append([words["all"], *(sum(bank.kinds[kind] for bank in stats.banks) for kind in kinds), stats.questions])
    names = legend((f"k-{kind}", words["kinds"][kind]) for kind in kinds)
    body = f"{names}{_rows(rows)}{_table(heads, cells, words['table'])}"
    return _section(words["by_bank"], words["by_bank_note"], body)


def _table(heads: list[str], rows: list[list[str | int]], title: str) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row"><bdi>{escape(str(first))}</bdi></th>{"".join(f"<td>{cell:,}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<details><summary>{escape(title)}</summary><div class="wide">{table}</div></details>'


def _level_parts(counts: Counter[int], words: Words) -> list[tuple[str, str, int]]:
    known = [(f"l-{level}", words["level"].format(level), counts[level]) for level in LEVELS]
    return [*known, ("l-0", words["no_level"], counts[0])]


def _levels(stats: Stats, words: Words) -> str:
    rows = []
    for bank in stats.banks:
        known = sum(bank.levels[level] for level in LEVELS)
        mean = f"⌀ {sum(level * bank.levels[level] for level in LEVELS) / known:.1f}" if known else "–"
        rows.append(row(_name(bank), stack(_level_parts(bank.levels, words), bank.questions), mean))
    shown = [(kind, name) for kind, name, count in _level_parts(sum((bank.levels for bank in stats.banks), Counter[int]()), words) if count]
    return _section(words["by_level"], words["by_level_note"], f"{legend(shown)}{_rows(rows)}")


def _chapters(stats: Stats, words: Words) -> str:
    most = max((chapter.questions for bank in stats.banks for chapter in bank.chapters), default=0)
    rows: list[list[str]] = []
    for bank in stats.banks:
        if not any(chapter.id for chapter in bank.chapters):
            continue
        rows.append([row(_name(bank), "<span></span>", f"<strong>{bank.questions:,}</strong>", "group")])
        rows[-1] += [
            row(
                visible(chapter.title or chapter.id or "–"),
                stack(_level_parts(chapter.levels, words), most, thin=True),
                f"{chapter.questions:,}",
                "below d1",
            )
            for chapter in bank.chapters
        ]
    return _section(words["by_chapter"], words["by_chapter_note"], _sets(rows)) if rows else ""


def _topics(stats: Stats, words: Words) -> str:
    if not stats.topics:
        return ""
    listed = [topic for topic in stats.topics if topic.listed]
    most = max(topic.all for topic in stats.topics)
    rows: list[list[str]] = []
    for topic in stats.topics:
        name = visible(topic.title or topic.id)
        if listed and not topic.listed:
            name += f" ({words['unlisted']})"
        classes = "group" if not topic.depth else f"below d{min(topic.depth, _DEEPEST)}"
        chart = bar(topic.all, most, f"{visible(topic.id)}: {topic.all}")
        line = row(name, chart, f"{topic.all:,}" if topic.all else words["no_question"], classes + ("" if topic.all else " none"))
        if rows and topic.depth:
            rows[-1].append(line)
        else:
            rows.append([line])
    note = words["topics_note"]
    if listed:
        note = f"{words['covered'].format(sum(1 for topic in listed if topic.all), len(listed))} · {note}"
    return _section(words["topics"], note, _sets(rows))


def _sets(sets: list[list[str]]) -> str:
    """Rows that stay together, in two columns where there is room."""
    return f'<div class="sets">{"".join(_rows(rows, "rows set") for rows in sets)}</div>'


def _rows(rows: list[str], classes: str = "rows") -> str:
    return f'<div class="{classes}">{"".join(rows)}</div>'


def _balance(stats: Stats, words: Words) -> str:
    parts = []
    for title, note, attribute in ((words["letters"], words["letters_note"], "letters"), (words["several"], "", "several")):
        made = [
            f"<div><h4><bdi>{escape(_name(bank))}</bdi></h4>{letter_bars(getattr(bank, attribute))}</div>"
            for bank in stats.banks
            if getattr(bank, attribute)
        ]
        if made:
            said = f'<p class="note">{escape(note)}</p>' if note else ""
            parts.append(f'<h3>{escape(title)}</h3>{said}<div class="small">{"".join(made)}</div>')
    longest = [(bank, bank.longest) for bank in stats.banks if bank.longest]
    if longest:
        rows = [
            row(_name(bank), bar(share.found, share.of, f"{share.found} / {share.of}"), f"{share.share:.0%}") for bank, share in longest
        ]
        chance = sum(share.expected for _, share in longest) / sum(share.of for _, share in longest)
        title = f"{words['longest']} ({words['chance'].format(f'{chance:.0%}')})"
        parts.append(f"<h3>{escape(title)}</h3>{_rows(rows)}")
    stated = [bank for bank in stats.banks if bank.true + bank.false]
    if stated:
        rows = [
            row(
                _name(bank),
                stack([("t-true", words["true"], bank.true), ("t-false", words["false"], bank.false)], bank.true + bank.false),
                f"{bank.true} : {bank.false}",
            )
            for bank in stated
        ]
        names = legend([("t-true", words["true"]), ("t-false", words["false"])])
        parts.append(f"<h3>{escape(words['truefalse'])}</h3>{names}{_rows(rows)}")
    return _section(words["balance"], "", "".join(parts)) if parts else ""


def _lengths(stats: Stats, words: Words) -> str:
    lengths = stats.lengths
    made = []
    for name, spread in lengths.as_json().items():
        widths = getattr(lengths, name)
        if widths:
            chart = columns_chart(widths, f"{words[name]}: {words['median'].format(format(spread['median'], 'g'))}")
            figures = " · ".join(
                words[key].format(f"{spread[of]:g}") for key, of in (("median", "median"), ("most", "most"), ("longest_text", "longest"))
            )
            made.append(f'<div><h3>{escape(words[name])}</h3>{chart}<p class="figures">{escape(figures)}</p></div>')
    return _section(words["lengths"], words["lengths_note"], f'<div class="pair">{"".join(made)}</div>') if made else ""


def _gaps(stats: Stats, words: Words) -> str:
    names = [name for name in words["gap_names"] if any(bank.gaps[name] for bank in stats.banks)]
    if not names:
        return _section(words["gaps"], words["no_gaps"], "")
    most = max(sum(bank.gaps[name] for bank in stats.banks) for name in names)
    rows = []
    for name in names:
        count = sum(bank.gaps[name] for bank in stats.banks)
        rows.append(row(words["gap_names"][name], bar(count, most, f"{count}"), f"{count:,}", "group"))
        rows += [
            row(_name(bank), bar(bank.gaps[name], most, f"{bank.gaps[name]}"), f"{bank.gaps[name]:,}", "below d1")
            for bank in stats.banks
            if bank.gaps[name]
        ]
    return _section(words["gaps"], "", _rows(rows))
