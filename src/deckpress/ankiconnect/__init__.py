"""A running Anki, through its add-on AnkiConnect: the only code of deckpress that calls somebody over the network."""

from __future__ import annotations

from deckpress.ankiconnect.actions import RunningAnki, RunningNote, StudyResult
from deckpress.ankiconnect.client import DEFAULT_URL, AnkiConnectError, Client, RefusedActionError
from deckpress.ankiconnect.package import PackedNote, read_package
from deckpress.ankiconnect.plan import RETIRED, Plan, is_retired, make_plan

__all__ = [
    "DEFAULT_URL", "RETIRED", "AnkiConnectError", "Client", "PackedNote", "Plan", "RefusedActionError", "RunningAnki", "RunningNote",
    "StudyResult", "is_retired", "make_plan", "read_package",
]  # fmt: skip
