"""Packages made by genanki, and ways to break them."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import genanki
import pytest

RELEASED = 1_700_000_000.0
FRONT, BACK = "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"
CLOZE = "{{cloze:Front}}"


def model(front: str = FRONT, back: str = BACK, css: str = "", cloze: bool = False) -> genanki.Model:
    """A note type of two fields."""
    return genanki.Model(
        1_607_392_319 + cloze,
        "Test cloze" if cloze else "Test basic",  # names of stock note types would be changed on import
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[{"name": "Card", "qfmt": front, "afmt": back}],
        css=css,
        model_type=genanki.Model.CLOZE if cloze else genanki.Model.FRONT_BACK,
    )


class Packages:
    """Writes packages to a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(
        self,
        notes: Iterable[Sequence[Any]] = (("g1", "question", "answer"),),
        *,
        of: genanki.Model | None = None,
        media: Mapping[str, bytes] | None = None,
        timestamp: float = RELEASED,
        name: str = "deck.apkg",
    ) -> Path:
        """``notes`` are (guid, front, back[, tags]); all in the deck "Test::Deck"."""
        of = of or model()
        deck = genanki.Deck(1_700_000_001, "Test::Deck")
        for guid, front, back, *tags in notes:
            deck.add_note(genanki.Note(of, [front, back], guid=guid, tags=tags[0] if tags else []))
        files = []
        for file, data in (media or {}).items():
            (self.folder / file).write_bytes(data)
            files.append(str(self.folder / file))
        path = self.folder / name
        genanki.Package(deck, media_files=files).write_to_file(str(path), timestamp=timestamp)
        return path

    def sql(self, path: Path, *statements: str) -> Path:
        """Runs SQL in the package's database."""

        def change(data: bytes) -> bytes:
            file = self.folder / "patched.db"
            file.write_bytes(data)
            connection = sqlite3.connect(file)
            for statement in statements:
                connection.execute(statement)
            connection.commit()
            connection.close()
            return file.read_bytes()

        return self.entry(path, "collection.anki2", change)

    def models(self, path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
        """Changes the note types in the package's database."""

        def patch(data: bytes) -> bytes:
            file = self.folder / "patched.db"
            file.write_bytes(data)
            connection = sqlite3.connect(file)
            [(text,)] = connection.execute("select models from col").fetchall()
            models = json.loads(text)
            for each in models.values():
                change(each)
            connection.execute("update col set models = ?", (json.dumps(models),))
            connection.commit()
            connection.close()
            return file.read_bytes()

        return self.entry(path, "collection.anki2", patch)

    def entry(self, path: Path, name: str, change: Callable[[bytes], bytes | None]) -> Path:
        """Changes one file of the package (from nothing, where there is none); None removes it."""
        with zipfile.ZipFile(path) as archive:
            files = {each: archive.read(each) for each in archive.namelist()}
        data = change(files.pop(name, b""))
        if data is not None:
            files[name] = data
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for each, content in files.items():
                archive.writestr(each, content)
        return path


@pytest.fixture
def packages(tmp_path: Path) -> Packages:
    """A factory of packages in a folder of the test's own."""
    return Packages(tmp_path)
