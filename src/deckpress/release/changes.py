"""What a release changed against the one before: ``changes.json`` and ``CHANGES.md``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from deckpress.diff.compare import Change, Difference, GroupChanges, Renamed, compare
from deckpress.diff.render import DiffWords, group_lines, markdown_text
from deckpress.diff.snapshot import SideNote, Snapshot, side_note
from deckpress.engine.reading import PackageNote
from deckpress.notes.types import NOTE_TYPES, NoteTypeName, field_names
from deckpress.release.live import live
from deckpress.release.parts import Part, PartNote, joined_titles, release_tag
from deckpress.release.previous import Previous
from deckpress.release.words import PageWords
from deckpress.tags import anki_search_for_tag

__all__ = [
    "bank_search", "changes_json", "changes_markdown", "diff_words", "difference_of", "first_release", "is_found", "release_search",
    "retired_search", "returned_search",
]  # fmt: skip

_TYPES: dict[str, NoteTypeName] = {name: name for name in NOTE_TYPES}


def difference_of(parts: Sequence[Part], reused: set[str], previous: Previous, version: str, title: str) -> Difference:
    """What the release before does not have, or has otherwise; banks in ``reused`` are known to be as they were; ``title`` is that of
    the collection."""
    groups: list[GroupChanges] = []
    titles = {bank: str(entry.get("title", bank)) for bank, entry in previous.manifest["banks"].items()}
    for part in parts:
        if part.id in reused:
            before = titles.get(part.id, part.title)
            renamed = [Renamed("title", before, part.title)] if before != part.title else []
            groups.append(GroupChanges(part.id, part.title, unchanged=len(part.notes), renamed=renamed))
            continue
        old, new = Snapshot(previous.version, titles=titles), Snapshot(version, titles={part.id: part.title})
        old.add(side_note(note) for note in previous.notes(part.id).values())
        new.add(_side(note) for note in part.notes)
        groups += compare(old, new, decks=False).groups
    for bank in sorted(titles.keys() - {part.id for part in parts}):
        old = Snapshot(previous.version, titles=titles)
        old.add(side_note(note) for note in previous.notes(bank).values())
        groups += compare(old, Snapshot(version, titles=titles)).groups
    new_title = _new_title(previous, title, [part.title for part in parts if not part.vanished])
    forgotten = {guid for part in parts for guid in previous.forgotten(part.id)}
    return Difference(previous.version, version, groups, new_title, forgotten)


def _new_title(previous: Previous, title: str, banks: Sequence[str]) -> Renamed | None:
    """The collection's new title; none where both are made of the banks' titles, which are told of themselves."""
    before = str(previous.manifest["title"])
    old = [deck for deck in previous.manifest["decks"] if deck["kind"] == "bank"]
    live = [deck for deck in old if deck["notes"] > deck["retired"]]  # a bank that was gone gave no name
    made = before in [joined_titles([str(deck["title"]) for deck in decks]) for decks in (old, live)] and title == joined_titles(banks)
    return Renamed("title", before, title) if before != title and not made else None


def _side(note: PartNote) -> SideNote:
    names = field_names(_TYPES[note.type])
    fields = dict(zip(names, note.fields.split("\x1f"), strict=True))
    packed = PackageNote(
        guid=note.guid, notetype=f"deckpress {note.type}", fields=fields, tags=note.all_tags, deck=note.deck, mod=note.mod
    )  # fmt: skip
    return side_note(packed)


def release_search(version: str) -> str:
    """The Anki search for all that a release added, changed or retired."""
    return anki_search_for_tag(release_tag(version))


def bank_search(version: str, bank: str) -> str:
    """The same for one bank."""
    return f"{release_search(version)} {anki_search_for_tag(f'chapter::{bank}')}"


def retired_search(version: str) -> str:
    """The Anki search for what a release retired."""
    return f"{release_search(version)} tag:retired"


def returned_search(version: str) -> str:
    """The Anki search for what a release brought back, where a learner suspended it."""
    return f"{release_search(version)} is:suspended -tag:retired"


def changes_json(difference: Difference | None, version: str) -> str:
    """``changes.json``; without a release before ``previous`` is null and nothing is listed."""
    data: dict[str, Any] = {"schema": 1, "version": version, "previous": None, "counts": {}, "banks": []}
    if difference is not None:
        found = difference.as_json()
        searches = {"all": release_search(version), "retired": retired_search(version), "returned": returned_search(version)}
        banks = [bank | {"search": bank_search(version, bank["id"])} for bank in found["banks"]]
        renamed = {"renamed": found["renamed"]} if "renamed" in found else {}
        data |= {"previous": difference.old, "counts": found["counts"], "searches": searches, **renamed, "banks": banks}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def changes_markdown(difference: Difference | None, manifest: dict[str, Any], words: PageWords) -> str:
    """``CHANGES.md`` of the release that a manifest tells of."""
    text, version = words.texts, str(manifest["version"])
    lines = [f"# {markdown_text(str(manifest['title']))} {version}", ""]
    if difference is None:
        lines += [first_release(manifest, words), ""]
        return "\n".join(lines)
    known = "against" if any(difference) else "nothing_new"
    lines += [text[known].format(previous=difference.old), ""]
    if difference.renamed:
        old, new = map(markdown_text, difference.renamed[1:])
        lines += [text["collection_renamed"].format(old=old, new=new), ""]
    if is_found(difference):
        lines += [text["find_changes"], "", "```text", release_search(version), "```", ""]
    if difference.count("retired"):
        lines += [text["find_retired"], "", "```text", retired_search(version), "```", ""]
    if difference.returned:
        lines += [text["find_returned"], "", "```text", returned_search(version), "```", ""]
    if difference.count("removed"):
        lines += [text["removed_advice"], ""]
    for group in difference.changed_groups:
        search = [f"`{bank_search(version, group.id)}`", ""] if is_found(group.changes) else []
        lines += [f"## {markdown_text(group.title)}", "", *search, *group_lines(group, diff_words(words))]
    return "\n".join(lines)


def first_release(manifest: dict[str, Any], words: PageWords) -> str:
    """What is said of a release without one before."""
    questions = words.plural("question", live(manifest["decks"][0]).notes)
    return words.texts["first_release"].format(questions=questions, banks=words.plural("question_bank", len(manifest["banks"])))


def is_found(changes: Iterable[Change]) -> bool:
    """Whether the search for a release finds any of its changes: notes that are no longer sent out are not tagged any more."""
    return any(change.kind != "removed" for change in changes)


def diff_words(words: PageWords) -> DiffWords:
    """The words of the comparison in the language of the release."""
    text = words.texts
    return DiffWords(
        words.changes, text["only_markup"], text["tags"], text["moved_from_to"], text["deck_renamed"], text["was"],
        text["bank_renamed"], words.fields,
    )  # fmt: skip
