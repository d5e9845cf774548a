"""The release before: a folder, or an address from which its files are fetched, each held to what the manifest says of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from deckpress.engine.archive import BadPackageError
from deckpress.engine.reading import PackageNote, read_media, read_notes
from deckpress.errors import UnavailableError, UsageError
from deckpress.project.cache import file_hash
from deckpress.release.fetching import below, fetched, is_address
from deckpress.release.manifest import MANIFEST, parse_manifest

__all__ = ["Previous", "open_previous"]

_MAX_MANIFEST = 256 << 20


@dataclass(slots=True)
class Previous:
    """``manifest`` is checked data; ``digest`` the SHA-256 of its bytes. Packages are fetched into ``cache`` when they are asked for."""

    place: str
    manifest: dict[str, Any]
    digest: str
    cache: Path
    _notes: dict[str, dict[str, PackageNote]] = field(default_factory=dict)
    _fetching: Lock = field(default_factory=Lock)

    @property
    def version(self) -> str:
        """Its version."""
        return str(self.manifest["version"])

    def deck(self, kind: str, name: str) -> dict[str, Any] | None:
        """The manifest's entry of a deck."""
        return next((deck for deck in self.manifest["decks"] if deck["kind"] == kind and deck["id"] == name), None)

    def marks(self, bank: str) -> dict[str, Any]:
        """The fingerprints of a bank's notes by GUID."""
        return dict(self.manifest["banks"].get(bank, {}).get("notes", {}))

    def forgotten(self, bank: str) -> dict[str, int]:
        """The last times of the notes, by GUID, that it no longer sent out."""
        return dict(self.manifest["banks"].get(bank, {}).get("forgotten", {}))

    def package(self, deck: dict[str, Any]) -> Path:
        """The file of a deck, its bytes those of the manifest. Raises `UnavailableError` where they are not to be had."""
        if not is_address(self.place):
            path = Path(self.place, deck["file"])
        else:
            path = self.cache / f"{deck['sha256']}.apkg"
            with self._fetching:  # two decks may have the same bytes, and be asked for at once
                if file_hash(path) != deck["sha256"]:
                    path.write_bytes(fetched(below(self.place, deck["file"]), deck["size"]))
        if file_hash(path) != deck["sha256"]:
            raise UnavailableError(f"{deck['file']} of {self.place} is not what its manifest says: get that release again, whole")
        return path

    def notes(self, bank: str) -> dict[str, PackageNote]:
        """The notes of a bank by GUID; none where it had no such bank."""
        if bank not in self._notes:
            deck = self.deck("bank", bank)
            try:
                found = read_notes(self.package(deck)) if deck is not None else []
            except BadPackageError as bad:
                raise UnavailableError(f"{self.place}: {bad.message}") from bad
            self._notes[bank] = {note.guid: note for note in found}
        return self._notes[bank]

    def media(self, bank: str) -> dict[str, bytes]:
        """The media files of a bank's package."""
        deck = self.deck("bank", bank)
        return read_media(self.package(deck)) if deck is not None else {}


def open_previous(place: str, cache: Path) -> Previous:
    """The release in a folder or at an ``https`` address. Raises `UsageError` where there is none, `UnavailableError`
    without a connection."""
    if is_address(place):
        data = fetched(below(place, MANIFEST), _MAX_MANIFEST)
    else:
        path = Path(place, MANIFEST)
        if not path.is_file():
            raise UsageError(f"{place} holds no {MANIFEST}: it is no release.\n  For a first release leave --previous out")
        data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"the manifest of {place} is no UTF-8") from error
    return Previous(place, parse_manifest(text, f"{MANIFEST} of {place}"), hashlib.sha256(data).hexdigest(), cache)
