"""What deckpress does in a running Anki, in AnkiConnect's documented actions.

``requestPermission``, ``findNotes``, ``notesInfo``, ``importPackage``, ``areSuspended``, ``suspend``, ``deleteNotes``, ``findCards`` and
``guiBrowse`` are those of AnkiConnect itself. ``getMediaDirPath``, ``storeMediaFile`` and ``deleteMediaFile`` carry a package to an Anki
that can't read our files: in a sandbox, on the other side of WSL. ``createFilteredDeck`` only some relatives of the add-on have.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deckpress.ankiconnect.client import AnkiConnectError, Client, RefusedActionError
from deckpress.ankiconnect.package import Key, kind_of

__all__ = ["RunningAnki", "RunningNote", "StudyResult"]

_BATCH = 500
_IMPORT_SECONDS = 1800.0
_CARRIED = "_deckpress-push.apkg"
_MOST_CARRIED = 200 << 20
_OURS = frozenset({"ID", "Flags", "Notice"})
"""Fields that tell a note of ours from another that happens to have a field called ID."""
_OUT_OF_REACH = ("no such file", "permission denied", "access is denied", "cannot find", "errno 2", "errno 13")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningNote:
    """A note in the running Anki: ``id`` is its ID field, ``note`` Anki's number; ``mod`` is 0 where the add-on does not tell it."""

    id: str
    note: int
    fields: dict[str, str]
    tags: tuple[str, ...]
    cards: tuple[int, ...]
    mod: int = 0

    @property
    def key(self) -> Key:
        """ID and kind."""
        return self.id, kind_of(self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyResult:
    """``cards`` match the search; ``made`` says whether there is a filtered deck of them now, or Anki's browser shows them."""

    cards: int
    made: bool


class RunningAnki:
    """An Anki with AnkiConnect. All methods raise `AnkiConnectError`."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def notes(self, bank: str) -> dict[Key, RunningNote]:
        """The notes of a bank by ID and kind; where somebody copied a note, the oldest."""
        numbers = self._numbers("findNotes", query=f'"ID:{bank}/*"')
        notes: dict[Key, RunningNote] = {}
        for batch in _batches(sorted(numbers)):
            for info in self._list("notesInfo", notes=batch):
                note = self._note(info)
                if note is not None and note.id.startswith(f"{bank}/"):
                    notes.setdefault(note.key, note)
        return notes

    def import_package(self, path: Path) -> None:
        """Imports a package."""
        try:
            self._import(path.resolve().as_posix())
        except RefusedActionError as error:
            if not any(words in error.reason.lower() for words in _OUT_OF_REACH):
                raise _not_imported(path, error.reason) from error
            self._carry(path, error)

    def suspend(self, cards: Sequence[int]) -> int:
        """Suspends cards; the number of those that were not suspended yet."""
        count = 0
        for batch in _batches(cards):
            waiting = self.awake(batch)
            if waiting:
                self.client.call("suspend", cards=waiting)
                if self.awake(waiting):
                    raise AnkiConnectError(
                        "AnkiConnect did not suspend the cards.\n  Close all windows of Anki but the first, and push again"
                    )
            count += len(waiting)
        return count

    def delete(self, notes: Sequence[int]) -> None:
        """Deletes notes with their cards."""
        for batch in _batches(notes):
            self.client.call("deleteNotes", notes=batch)

    def study(self, search: str, name: str, limit: int, *, reschedule: bool) -> StudyResult:
        """Makes a filtered deck of a search; where the add-on can't, shows its cards in Anki's browser. Without cards it does nothing."""
        cards = len(self._numbers("findCards", query=search))
        if not cards:
            return StudyResult(cards=0, made=False)
        try:
            made = self.client.call(
                "createFilteredDeck", newDeckName=name, searchQuery=search, gatherCount=limit, reschedule=reschedule, sortOrder=0,
                createEmpty=False,
            )  # fmt: skip
        except RefusedActionError as error:
            if not error.unsupported:
                raise
            self.client.call("guiBrowse", query=search)
            return StudyResult(cards=cards, made=False)
        if made is False:
            raise AnkiConnectError(f"Anki has a deck '{name}' already.\n  Open it there and choose Rebuild, or name another one: --name")
        return StudyResult(cards=cards, made=True)

    def awake(self, cards: Sequence[int]) -> list[int]:
        """Those of the cards that are not suspended."""
        found: list[int] = []
        for batch in _batches(cards):
            answers = self._list("areSuspended", cards=batch)
            if len(answers) != len(batch):
                raise self.client.bad_answer("areSuspended")
            found += [card for card, suspended in zip(batch, answers, strict=True) if suspended is False]
        return found

    def _import(self, path: str) -> None:
        if self.client.call("importPackage", _IMPORT_SECONDS, path=path) is not True:
            raise _not_imported(path, "it did not say why")

    def _carry(self, path: Path, refused: RefusedActionError) -> None:
        """Hands the package over in Anki's media folder, which has a path on Anki's side, and clears it away again."""
        if path.stat().st_size > _MOST_CARRIED:
            raise AnkiConnectError(
                f"Anki can't read {path}: {refused.reason}.\n  Put it where Anki can, and import it there: File > Import"
            )
        folder = self.client.call("getMediaDirPath")
        data = base64.b64encode(path.read_bytes()).decode()
        self.client.call("storeMediaFile", _IMPORT_SECONDS, filename=_CARRIED, data=data)
        try:
            self._import(f"{folder}/{_CARRIED}")
        except RefusedActionError as error:
            raise _not_imported(path, error.reason) from error
        finally:
            self.client.call("deleteMediaFile", filename=_CARRIED)

    def _list(self, action: str, **params: Any) -> list[Any]:
        answer = self.client.call(action, **params)
        if not isinstance(answer, list):
            raise self.client.bad_answer(action)
        return answer

    def _numbers(self, action: str, **params: Any) -> list[int]:
        numbers = self._list(action, **params)
        if not all(type(number) is int for number in numbers):
            raise self.client.bad_answer(action)
        return numbers

    def _note(self, info: Any) -> RunningNote | None:
        """A note of `notesInfo`; None for one that was deleted meanwhile, or is none of ours."""
        if info == {}:
            return None
        try:
            fields = {str(name): str(field["value"]) for name, field in info["fields"].items()}
            if not fields.keys() >= _OURS:
                return None
            mod = info.get("mod", 0)
            return RunningNote(
                id=fields["ID"], note=int(info["noteId"]), fields=fields, tags=tuple(map(str, info["tags"])),
                cards=tuple(map(int, info["cards"])), mod=mod if type(mod) is int else 0,
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise self.client.bad_answer("notesInfo") from error


def _not_imported(path: Path | str, reason: str) -> AnkiConnectError:
    return AnkiConnectError(
        f"Anki did not import {path}: {reason}.\n  Close the other windows of Anki, see that its disk is not full, and push again. If it"
        " stays so, start Anki again, or import the deck by hand: File > Import"
    )


def _batches(items: Sequence[int]) -> Iterator[list[int]]:
    return (list(items[at : at + _BATCH]) for at in range(0, len(items), _BATCH))
