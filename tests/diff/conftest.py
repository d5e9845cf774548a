"""The real Anki as another program that writes packages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deckpress.engine import ScratchCollection


@pytest.fixture
def scratch_export() -> Callable[[Path, Path, bool], None]:
    """A function: imports a package and exports it again, in the older or the newer format."""

    def export(source: Path, target: Path, legacy: bool) -> None:
        collection: Any = pytest.importorskip("anki.collection")
        with ScratchCollection() as scratch:
            scratch.import_package(source)
            options = collection.ExportAnkiPackageOptions(with_scheduling=False, with_media=True, legacy=legacy)
            scratch.col.export_anki_package(out_path=str(target), options=options, limit=None)

    return export
