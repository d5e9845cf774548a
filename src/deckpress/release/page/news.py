"""The section that says what is new."""

from __future__ import annotations

from html import escape
from typing import Any

from deckpress.diff.compare import KINDS, Change, Difference, GroupChanges
from deckpress.diff.render import renamed_lines, shortened
from deckpress.release.changes import bank_search, diff_words, first_release, is_found, release_search, retired_search, returned_search
from deckpress.release.page.parts import copyable, shown_text
from deckpress.release.words import PageWords

__all__ = ["news"]

_SHOWN = 20
"""Changes of a bank on the page; all of them are in CHANGES.md."""


def news(manifest: dict[str, Any], difference: Difference | None, words: PageWords) -> str:
    """Counts, searches, and what changed in each bank."""
    text, version = words.texts, str(manifest["version"])
    if difference is None:
        return f"<p>{escape(first_release(manifest, words))}</p>"
    known = "against" if any(difference) else "nothing_new"
    out = [f"<p>{escape(text[known].format(previous=difference.old))}</p>"]
    if difference.renamed:
        old, new = map(shown_text, difference.renamed[1:])
        out.append(f"<p>{text['collection_renamed'].format(old=old, new=new)}</p>")
    chips = [
        f'<li class="{kind}"><b>{count:,}</b> {escape(words.changes[kind])}</li>' for kind in KINDS if (count := difference.count(kind))
    ]
    out.append(f'<ul class="chips">{"".join(chips)}</ul>' if chips else "")
    if is_found(difference):
        out.append(f"<p>{escape(text['find_changes'])}</p><p>{copyable(release_search(version), words)}</p>")
    if difference.count("retired"):
        out.append(f"<p>{escape(text['find_retired'])}</p><p>{copyable(retired_search(version), words)}</p>")
    if difference.returned:
        out.append(f"<p>{escape(text['find_returned'])}</p><p>{copyable(returned_search(version), words)}</p>")
    if difference.count("removed"):
        out.append(f"<p>{escape(text['removed_advice'])}</p>")
    groups = difference.changed_groups
    out += [_bank(group, version, words, opened=len(groups) == 1) for group in groups]
    if groups:
        out.append(f'<p><a href="CHANGES.md">{escape(text["all_changes"])}</a></p>')
    return "".join(out)


def _bank(group: GroupChanges, version: str, words: PageWords, *, opened: bool) -> str:
    listed = [change for kind in KINDS for change in group.of(kind)]
    items = "".join(_item(change, words) for change in listed[:_SHOWN])
    more = f"<p>{escape(words.texts['more'].format(n=len(listed) - _SHOWN))}</p>" if len(listed) > _SHOWN else ""
    count = f' <span class="n">{len(listed):,}</span>' if listed else ""
    names = "".join(f"<p>{line}</p>" for line in renamed_lines(group.renamed, diff_words(words), shown_text))
    search = f"<p>{copyable(bank_search(version, group.id), words)}</p>" if is_found(group.changes) else ""
    changes = f'<ul class="changes">{items}</ul>' if items else ""
    opening = f"<details{' open' if opened else ''}><summary>{shown_text(group.title)}{count}</summary>"
    return f"{opening}{names}{search}{changes}{more}</details>"


def _item(change: Change, words: PageWords) -> str:
    parts = [f'<li><span class="badge {change.kind}">{escape(words.changes[change.kind])}</span> {shown_text(change.title)}']
    if change.place:
        parts.append(f'<p class="field">{words.texts["moved_from_to"].format(*map(shown_text, change.place))}</p>')
    for each in change.fields:
        name = words.fields.get(each.name, each.name)
        tag = {"same": "span", "removed": "del", "added": "ins"}
        pieces = "".join(f"<{tag[piece.kind]}>{shown_text(piece.text)}</{tag[piece.kind]}>" for piece in shortened(each))
        parts.append(f'<p class="field"><b>{shown_text(name)}</b> {pieces or escape(words.texts["only_markup"])}</p>')
    gone, come = change.tags
    if gone or come:
        tags = [*(f"<del>{shown_text(tag)}</del>" for tag in gone), *(f"<ins>{shown_text(tag)}</ins>" for tag in come)]
        parts.append(f'<p class="field"><b>{escape(words.texts["tags"])}</b> {" ".join(tags)}</p>')
    return "".join([*parts, "</li>"])
