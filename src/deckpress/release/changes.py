"""What a release changed against the one before: ``changes.json`` and ``CHANGES.md``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from deckpress.diff.compare import Difference, GroupChanges, compare
from deckpress.diff.render import DiffWords, group_lines, markdown_text
from deckpress.diff.snapshot import SideNote, Snapshot, side_note
from deckpress.engine.reading import PackageNote
from deckpress.notes.types import NOTE_TYPES, NoteTypeName, field_names
from deckpress.release.parts import Part, PartNote, release_tag
from deckpress.release.previous import Previous
from deckpress.release.words import PageWords
from deckpress.tags import anki_search_for_tag

__all__ = ["bank_search", "changes_json", "changes_markdown", "difference_of", "release_search", "retired_search"]

_TYPES: dict[str, NoteTypeName] = {name: name for name in NOTE_TYPES}


def difference_of(parts: Sequence[Part], reused: set[str], previous: Previous, version: str) -> Difference:
    """What the release before does not have, or has otherwise; banks in ``reused`` are known to be as they were."""
    groups: list[GroupChanges] = []
    for part in parts:
        if part.id in reused:
            groups.append(GroupChanges(part.id, part.title, unchanged=len(part.notes)))
            continue
        old, new = Snapshot(previous.version), Snapshot(version, titles={part.id: part.title})
        old.add(side_note(note) for note in previous.notes(part.id).values())
        new.add(_side(note) for note in part.notes)
        groups += compare(old, new).groups
    for bank in sorted(previous.manifest["banks"].keys() - {part.id for part in parts}):
        old = Snapshot(previous.version, titles={bank: str(previous.manifest["banks"][bank].get("title", bank))})
        old.add(side_note(note) for note in previous.notes(bank).values())
        groups += compare(old, Snapshot(version, titles=old.titles)).groups
    return Difference(previous.version, version, groups)


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


def changes_json(difference: Difference | None, version: str) -> str:
    """``changes.json``; without a release before ``previous`` is null and nothing is listed."""
    data: dict[str, Any] = {"schema": 1, "version": version, "previous": None, "counts": {}, "banks": []}
    if difference is not None:
        found = difference.as_json()
        searches = {"all": release_search(version), "retired": retired_search(version)}
        banks = [bank | {"search": bank_search(version, bank["id"])} for bank in found["banks"]]
        data |= {"previous": difference.old, "counts": found["counts"], "searches": searches, "banks": banks}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def changes_markdown(difference: Difference | None, title: str, version: str, totals: Mapping[str, int], words: PageWords) -> str:
    """``CHANGES.md``; ``totals`` counts ``notes`` and ``banks``."""
    text = words.texts
    lines = [f"# {markdown_text(title)} {version}", ""]
    if difference is None:
        lines += [text["first_release"].format(**totals), ""]
        return "\n".join(lines)
    lines += [text["against"].format(previous=difference.old), ""]
    if not difference:
        lines += [text["nothing_new"], ""]
        return "\n".join(lines)
    lines += [text["find_changes"], "", "```text", release_search(version), "```", ""]
    if difference.count("retired"):
        lines += [text["find_retired"], "", "```text", retired_search(version), "```", ""]
    for group in difference.changed_groups:
        lines += [f"## {markdown_text(group.title)}", "", f"`{bank_search(version, group.id)}`", "", *group_lines(group, diff_words(words))]
    return "\n".join(lines)


def diff_words(words: PageWords) -> DiffWords:
    """The words of the comparison in the language of the release."""
    text = words.texts
    return DiffWords(words.changes, text["nothing_new"], text["only_markup"], text["tags"], text["moved_from_to"], words.fields)
