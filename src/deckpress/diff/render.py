"""A comparison as text for a terminal and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from deckpress.diff.compare import KINDS, Change, Difference, FieldChange, GroupChanges, Kind, Renamed
from deckpress.diff.words import Piece
from deckpress.pages import visible

__all__ = ["ENGLISH", "DiffWords", "as_markdown", "as_text", "group_lines", "markdown_text", "renamed_lines", "shortened"]

_CONTEXT = 60
"""Signs of unchanged text kept on each side of a change; the rest is shown as an ellipsis."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_SIGNS: dict[Kind, str] = {"added": "+", "changed": "~", "moved": ">", "retired": "x", "removed": "-"}


class DiffWords(NamedTuple):
    """The words of a comparison in one language; ``moved`` holds two ``{}``; ``decks`` holds ``{names}``, each of which is ``was`` with
    ``{new}`` and ``{old}``, as ``title`` holds them; ``fields`` names fields whose own names are not enough."""

    kinds: dict[Kind, str]
    markup: str
    tags: str
    moved: str
    decks: str
    was: str
    title: str
    fields: Mapping[str, str] = MappingProxyType({})


ENGLISH = DiffWords(
    {"added": "added", "changed": "changed", "moved": "moved", "retired": "retired", "removed": "removed"},
    "the same text, shown in another way", "Tags", "from {} to {}",
    "The deck is now called {names}.", "{new} (was {old})", "The title is now {new} (was {old}).",
)  # fmt: skip


def as_text(difference: Difference, mark: Callable[[Piece], str] | None = None) -> str:
    """Lines for a terminal; ``mark`` shows a piece that changed (default: ``[-gone-]{+come+}``)."""
    show = mark or _bracketed
    if not difference:
        return f"{visible(difference.old)} → {visible(difference.new)}: nothing changed\n"
    lines = [f"{visible(difference.old)} → {visible(difference.new)}: {_counts(difference.count) or 'only names changed'}"]
    for group in difference.changed_groups:
        counts = _counts(lambda kind, group=group: len(group.of(kind)))  # type: ignore[misc]
        lines += ["", f"{visible(group.title or group.id)}: {f'{counts}, ' if counts else ''}{group.unchanged:,} unchanged"]
        lines += [f"  = {line}" for line in renamed_lines(group.renamed, ENGLISH, visible)]
        lines += [line for kind in KINDS for change in group.of(kind) for line in _text_lines(change, show)]
    return "\n".join(lines) + "\n"


def _counts(count: Callable[[Kind], int]) -> str:
    return ", ".join(f"{number:,} {ENGLISH.kinds[kind]}" for kind in KINDS if (number := count(kind)))


def _text_lines(change: Change, show: Callable[[Piece], str]) -> Iterator[str]:
    yield f"  {_SIGNS[change.kind]} {visible(change.key)}: {visible(change.title)}"
    if change.place:
        yield f"      moved {ENGLISH.moved.format(*(repr(visible(place)) for place in change.place))}"
    for each in change.fields:
        pieces = [Piece(piece.kind, visible(piece.text)) for piece in shortened(each)]
        text = "".join(map(show, pieces)) or f"({ENGLISH.markup})"
        yield f"      {visible(each.name)}: " + text.replace("\n", "\n        ")
    for tag, sign in [*((tag, "-") for tag in change.tags[0]), *((tag, "+") for tag in change.tags[1])]:
        yield f"      tag {sign}{visible(tag)}"


def _bracketed(piece: Piece) -> str:
    return {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}[piece.kind].format(piece.text)


def shortened(change: FieldChange) -> list[Piece]:
    """The pieces with long unchanged text cut to what stands beside a change."""
    out = []
    for index, piece in enumerate(change.pieces):
        text, first, last = piece.text, index == 0, index == len(change.pieces) - 1
        if piece.kind == "same" and len(text) > (1 if first or last else 2) * _CONTEXT + 10:
            text = ("" if first else text[:_CONTEXT]) + "…" + ("" if last else text[-_CONTEXT:])
        out.append(Piece(piece.kind, text))
    return out


def as_markdown(difference: Difference, words: DiffWords = ENGLISH) -> str:
    """A page in Markdown: gone words struck out, new ones bold."""
    lines = [f"# {markdown_text(difference.old)} → {markdown_text(difference.new)}", ""]
    if not difference:
        lines += ["Nothing changed.", ""]
    for group in difference.changed_groups:
        lines += [f"## {markdown_text(group.title or group.id)}", "", *group_lines(group, words)]
    return "\n".join(lines)


def group_lines(group: GroupChanges, words: DiffWords) -> list[str]:
    """The changes of one group: new names, then by kind, each under a heading of the third level, ended by an empty line."""
    lines = [line for name in renamed_lines(group.renamed, words, markdown_text) for line in (name, "")]
    for kind in KINDS:
        changes = group.of(kind)
        if changes:
            title = words.kinds[kind]
            lines += [f"### {title[0].upper()}{title[1:]}: {len(changes):,}", ""]
            lines += [line for change in changes for line in _note_lines(change, words)]
            lines.append("")
    return lines


def renamed_lines(names: Iterable[Renamed], words: DiffWords, shown: Callable[[str], str]) -> list[str]:
    """A sentence for new names of decks, one for a new title; ``shown`` makes names harmless."""
    decks = [words.was.format(old=shown(each.old), new=shown(each.new)) for each in names if each.what == "deck"]
    titles = [words.title.format(old=shown(each.old), new=shown(each.new)) for each in names if each.what == "title"]
    return [*([words.decks.format(names=", ".join(decks))] if decks else []), *titles]


def _note_lines(change: Change, words: DiffWords) -> Iterator[str]:
    """A note as an item of a list in Markdown."""
    yield f"- **{markdown_text(change.key)}**: {markdown_text(change.title)}"
    if change.place:
        yield f"  - {words.moved.format(*map(markdown_text, change.place))}"
    for each in change.fields:
        text = "".join(_marked(piece) for piece in shortened(each)) or f"*{words.markup}*"
        yield f"  - {markdown_text(words.fields.get(each.name, each.name))}: {text}"
    gone, come = change.tags
    if gone or come:
        shown = [*(f"~~{markdown_text(tag)}~~" for tag in gone), *(f"**{markdown_text(tag)}**" for tag in come)]
        yield f"  - {words.tags}: {' '.join(shown)}"


def _marked(piece: Piece) -> str:
    text, sign = piece.text, {"same": "", "removed": "~~", "added": "**"}[piece.kind]
    core = text.strip()
    if not sign or not core:
        return markdown_text(text)
    start = text.index(core)
    lines = [f"{sign}{markdown_text(line.strip())}{sign}" if line.strip() else "" for line in core.split("\n")]
    return markdown_text(text[:start]) + "<br>".join(lines) + markdown_text(text[start + len(core) :])


def markdown_text(text: str) -> str:
    """Text that Markdown shows as it is, on one line, and that names no user of a forge: an unseen space parts the sign from the name."""
    return _MENTION.sub("@\u200b", _SPECIAL.sub(r"\\\1", visible(text))).replace("\n", "<br>")
