"""`verify_update`: proves that a package over the one before it gives learners the changes and takes nothing from them.

Codes of the findings, all errors: ``schedule-changed`` (a card that was there is not as it was), ``untouched-changed`` (a note that the
new package does not change is not as it was), ``change-not-taken`` (a note that it changes is not as the package has it), ``not-retired``,
``release-search`` (the search for the release's tag does not find exactly what it changed), ``update-refused``; and those of
`deckpress.engine.package` and `deckpress.engine.isolation`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from deckpress.diagnostics import Diagnostic, Report
from deckpress.engine.archive import BadPackageError
from deckpress.engine.collection import ScratchCollection, require_anki
from deckpress.engine.isolation import answer, run_isolated
from deckpress.engine.reading import PackageNote, read_notes
from deckpress.engine.records import PackageRefusedError

__all__ = ["verify_update"]

_STUDIED = 60
"""Cards that are studied between the two imports, evenly spread."""
_SHOWN = 5
_CARDS = "select id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data from cards order by id"


def verify_update(old: Path, new: Path, file: str, *, tag: str = "", timeout: float = 600.0) -> tuple[Diagnostic, ...]:
    """Imports ``old`` into a scratch collection, studies, imports ``new`` over it; what is wrong then, as findings about ``file``.

    ``tag`` is the tag that exactly the notes changed by ``new`` bear. Raises `MissingLibrary` where ``anki`` is not installed.
    """
    require_anki()
    with tempfile.TemporaryDirectory(prefix="deckpress-") as folder:
        request = {"module": "update", "old": str(old.resolve()), "new": str(new.resolve()), "file": file, "tag": tag}
        data, problem = run_isolated(request, Path(folder), timeout)
    if problem is not None:
        return (Diagnostic(code=problem[0], severity="error", message=f"as an update: {problem[1]}", file=file),)
    return tuple(Diagnostic(**finding) for finding in data["findings"])


def serve(request: dict[str, Any]) -> None:
    """What the isolated process runs."""
    answer(request, _verify)


def _verify(request: dict[str, Any], folder: Path) -> dict[str, Any]:
    report, file = Report(), str(request["file"])
    try:
        old, new = ({note.guid: note for note in read_notes(Path(request[side]))} for side in ("old", "new"))
        with ScratchCollection(folder) as scratch:
            scratch.import_package(request["old"])
            _study(scratch)
            cards, notes = scratch.rows(_CARDS), _notes(scratch)
            scratch.import_package(request["new"])
            _examine(_Update(report, file, old, new), scratch, cards, notes)
            if request["tag"]:
                _search(_Update(report, file, old, new), scratch, str(request["tag"]))
    except BadPackageError as bad:
        report.about_file(bad.code, "error", bad.message, file, bad.hint)
    except PackageRefusedError as refused:
        report.about_file("update-refused", "error", f"over the release before: {refused}", file)
    return {"findings": [finding.as_json() for finding in report]}


class _Update:
    """The two packages and where to say what is wrong."""

    def __init__(self, report: Report, file: str, old: dict[str, PackageNote], new: dict[str, PackageNote]) -> None:
        self.report, self.file, self.old, self.new = report, file, old, new

    def written(self) -> set[str]:
        """The GUIDs of what the new package adds or changes."""
        return {guid for guid, note in self.new.items() if guid not in self.old or note.mod > self.old[guid].mod}

    def say(self, code: str, guids: list[str], text: str, hint: str = "") -> None:
        """One finding about notes; none where there are none."""
        if guids:
            names = ", ".join(self._name(guid) for guid in guids[:_SHOWN]) + ("" if len(guids) <= _SHOWN else ", …")
            message = f"imported over the release before, {len(guids):,} note{'s' * (len(guids) > 1)} {text}: {names}"
            self.report.about_file(code, "error", message, self.file, hint)

    def _name(self, guid: str) -> str:
        note = self.new.get(guid) or self.old.get(guid)
        return (note.fields.get("ID") if note is not None else "") or repr(guid)


def _study(scratch: ScratchCollection) -> None:
    ids = [int(number) for (number,) in scratch.rows("select id from cards order by id")]
    chosen = ids if len(ids) <= _STUDIED else [ids[index * len(ids) // _STUDIED] for index in range(_STUDIED)]
    for index, number in enumerate(chosen):
        scratch.answer(number, 4 if index % 2 else 3)
    scratch.col.set_user_flag_for_cards(3, chosen[::5])
    scratch.col.sched.suspend_cards(chosen[::7])


def _notes(scratch: ScratchCollection) -> dict[str, tuple[int, str, str]]:
    """By GUID: time, tags and fields."""
    rows = scratch.rows("select guid, mod, tags, flds from notes")
    return {str(guid): (int(mod), str(tags), str(fields)) for guid, mod, tags, fields in rows}


def _examine(update: _Update, scratch: ScratchCollection, cards: list[Any], notes: dict[str, tuple[int, str, str]]) -> None:
    now, after = {row[0]: row for row in scratch.rows(_CARDS)}, _notes(scratch)
    owners = dict(scratch.rows("select id, guid from notes"))
    lost = [str(owners.get(row[1], "")) for row in cards if now.get(row[0]) != row]
    update.say("schedule-changed", list(dict.fromkeys(lost)), "lost or changed a schedule")
    later = update.written()
    touched = [guid for guid, note in notes.items() if guid not in later and after.get(guid) != note]
    update.say("untouched-changed", touched, "changed, though the package leaves it alone")
    hint = "the time of what changes must be later than in the release before"
    wrong = [guid for guid in sorted(later) if not _is(update.new[guid], after.get(guid))]
    update.say("change-not-taken", wrong, "did not become what the package holds", hint)
    stale = [guid for guid, note in update.new.items() if guid not in later and update.old[guid].fields != note.fields]
    update.say("change-not-taken", stale, "changed without a later time: Anki will not take it over", hint)
    retired = [guid for guid, note in update.new.items() if "retired" in note.tags and guid in after]
    update.say("not-retired", [guid for guid in retired if "retired" not in after[guid][1].split()], "not tagged as retired")


def _is(note: PackageNote, found: tuple[int, str, str] | None) -> bool:
    return found is not None and found[2] == "\x1f".join(note.fields.values()) and set(found[1].split()) == set(note.tags)


def _search(update: _Update, scratch: ScratchCollection, tag: str) -> None:
    owners = {int(number): str(guid) for number, guid in scratch.rows("select id, guid from notes")}
    found = {owners[number] for number in scratch.ids_by_tag(tag)}
    update.say("release-search", sorted(found ^ update.written()), f"found by {tag} without a change, or changed and not found")
