"""The first step of a release: a bank becomes a part with its package, which the real Anki has taken."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from deckpress.diagnostics import Diagnostic
from deckpress.engine import verify_package, verify_update
from deckpress.engine.archive import BadPackageError
from deckpress.engine.reading import read_notes
from deckpress.errors import UnavailableError
from deckpress.project.cache import file_hash
from deckpress.release.packages import IMAGE, RETIRED, Selection, inputs_of, write_selection
from deckpress.release.parts import Part, release_tag
from deckpress.release.previous import Previous
from deckpress.release.retiring import continue_from, retired_notes
from deckpress.tags import parse

__all__ = ["BuiltDeck", "Plan", "built_part", "preset_selection", "prove_all", "written_deck"]

_PROVERS = 2
"""Collections of the real Anki that work side by side: each takes a processor and some hundred megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What holds for the whole release. ``date`` is Unix seconds; ``tool`` and ``anki`` are versions; ``forget_after`` 0 forgets
    nothing."""

    version: str
    date: int
    tool: str
    anki: str
    previous: Previous | None
    forget_after: int = 0


@dataclass(slots=True, kw_only=True)
class BuiltDeck:
    """A package as the manifest tells of it, before it is known what lies in it; ``reused`` says that it is the release before's."""

    file: str
    size: int
    sha256: str
    content_hash: str
    inputs: str
    notes: int
    cards: int
    reused: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def built_part(part: Part, plan: Plan, media: Path, gone: Mapping[str, int], images: Mapping[str, Path]) -> None:
    """Brings a part to what this release publishes: retired notes, times, tags; its images are copied to ``media``.

    ``gone`` are times by GUID and ``images`` files by name, as in `Collected`.
    """
    previous = plan.previous
    if previous is not None:
        marks, forgotten = previous.marks(part.id), previous.forgotten(part.id)
        for guid, note in retired_notes(part, gone, previous, plan.date):
            if note is None or (plan.forget_after and note.sent > plan.forget_after):
                forgotten[guid] = int(marks[guid]["mod"])
            else:
                part.notes.append(note)
        continue_from(part, marks, forgotten, plan.version)
    _take_images(part, plan, media, images)


def _take_images(part: Part, plan: Plan, media: Path, images: Mapping[str, Path]) -> None:
    media.mkdir(parents=True, exist_ok=True)
    for name, path in sorted(images.items()):
        data = path.read_bytes()
        part.media[name] = hashlib.sha256(data).hexdigest()
        (media / name).write_bytes(data)
    missing = {name for note in part.notes if note.retired for name in IMAGE.findall(note.fields)} - part.media.keys()
    if missing and plan.previous is not None:
        old = plan.previous.media(part.id)
        for name in sorted(missing & old.keys()):
            part.media[name] = hashlib.sha256(old[name]).hexdigest()
            (media / name).write_bytes(old[name])


def preset_selection(parts: Sequence[Part], name: str, tags: str, plan: Plan) -> Selection:
    """What a preset with this tag expression chooses. Retired questions that it sent before stay in it, though it says ``not retired``."""
    selection, previous = Selection(parts, parse(tags)), plan.previous
    before = previous.deck("preset", name) if previous is not None else None
    if previous is None or before is None:
        return selection
    retired = frozenset(note.guid for part in parts for note in part.notes if RETIRED in note.tags.split())
    left_out = {note.guid for note in Selection(parts, selection.expression, retired).all_notes()}
    left_out -= {note.guid for note in selection.all_notes()}
    if left_out:
        try:
            selection.kept = frozenset(left_out & {note.guid for note in read_notes(previous.package(before))})
        except BadPackageError as bad:
            raise UnavailableError(f"{previous.place}: {bad.message}") from bad
    return selection


def written_deck(selection: Selection, target: Path, media: Path, plan: Plan, kind: str, name: str) -> BuiltDeck:
    """Writes the package of a selection, or takes it from the release before where it was made from the same."""
    inputs = inputs_of(selection, plan.tool)
    before = plan.previous.deck(kind, name) if plan.previous is not None else None
    if plan.previous is not None and before is not None and before["inputs"] == inputs:
        shutil.copyfile(plan.previous.package(before), target)
        return BuiltDeck(
            file=target.name, inputs=inputs, reused=True,
            **{key: before[key] for key in ("size", "sha256", "content_hash", "notes", "cards")},
        )  # fmt: skip
    info = write_selection(selection, target, media)
    return BuiltDeck(
        file=target.name, size=info.size, sha256=file_hash(target), content_hash=info.content_hash, inputs=inputs, notes=info.notes,
        cards=info.cards,
    )  # fmt: skip


def prove_all(
    decks: Sequence[tuple[BuiltDeck, Path, str, str]], plan: Plan, progress: Callable[[str], None] | None = None
) -> list[Diagnostic]:
    """Imports each package into the real Anki: into an empty collection, and over that of the release before. What is wrong.

    ``decks`` are a deck, its file, its kind and its name. A package that the release before proved in the same Anki is not proved again.
    """
    known = plan.previous is not None and plan.previous.manifest["anki"] == plan.anki
    todo = [deck for deck in decks if not (known and deck[0].reused)]
    if not todo:
        return []
    with ThreadPoolExecutor(_PROVERS) as executor:
        findings: list[Diagnostic] = []
        for (deck, *_), found in zip(todo, executor.map(lambda item: _prove(item[0], item[1], item[2], item[3], plan), todo), strict=True):
            findings += found
            if progress:
                progress(deck.file)
    return findings


def _prove(deck: BuiltDeck, path: Path, kind: str, name: str, plan: Plan) -> list[Diagnostic]:
    result = verify_package(path, now=max(time.time(), plan.date))
    findings = [_named(finding, deck.file) for finding in result.findings if finding.severity == "error"]
    before = plan.previous.deck(kind, name) if plan.previous is not None else None
    if plan.previous is not None and before is not None and not findings:
        findings += verify_update(plan.previous.package(before), path, deck.file, tag=release_tag(plan.version) if kind != "preset" else "")
    return findings


def _named(finding: Diagnostic, file: str) -> Diagnostic:
    return Diagnostic(code=finding.code, severity=finding.severity, message=finding.message, file=file, hint=finding.hint)
