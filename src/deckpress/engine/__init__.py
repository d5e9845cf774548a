"""The real Anki, optional: proves packages in a scratch collection. Nothing else of deckpress imports ``anki``."""

from __future__ import annotations

from deckpress.engine.collection import ScratchCollection, Update, anki_version
from deckpress.engine.records import ImportResult, PackageRefusedError, Rendered, ScratchCard, ScratchNote
from deckpress.engine.update import verify_update
from deckpress.engine.verify import VerifyResult, verify_package

__all__ = [
    "ImportResult", "PackageRefusedError", "Rendered", "ScratchCard", "ScratchCollection", "ScratchNote", "Update", "VerifyResult",
    "anki_version", "verify_package", "verify_update",
]  # fmt: skip
