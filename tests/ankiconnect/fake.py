"""An AnkiConnect that behaves as the add-on's documentation says, before a scratch collection of the real Anki.

Answers are ``{"result", "error"}``; an unknown action is an error ``unsupported action``; with a key set every action but
``requestPermission`` needs it; ``importPackage`` takes a path of Anki's machine. `FakeAnkiConnect.asked` records the actions.
"""

# ruff: noqa: N802, N803 - the names are the add-on's

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from deckpress.engine import ScratchCollection

ActionError = RuntimeError
"""What an action raises to be answered with an error."""


class FakeAnkiConnect:
    """Listens on a free port. The attributes are the settings of the add-on, and what is out of order with it."""

    def __init__(self, scratch: ScratchCollection) -> None:
        self.scratch = scratch
        self.asked: list[str] = []
        self.browsed: list[str] = []
        self.key: str | None = None
        self.version = 6
        self.permission = "granted"
        self.tells_mod = False
        self.reads_files = True
        self.imports = True
        self.import_error = ""
        self.dies_at = ""
        self.lacks: set[str] = {"createFilteredDeck"}
        self.raw: Callable[[], tuple[int, bytes]] | None = None
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if fake.dies_at and json.loads(body)["action"] == fake.dies_at:
                    self.close_connection = True
                    return
                status, answer = fake.raw() if fake.raw else (200, json.dumps(fake.answer(json.loads(body))).encode())
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))

    def __enter__(self) -> FakeAnkiConnect:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to one request."""
        name = request["action"]
        self.asked.append(name)
        try:
            if self.key is not None and request.get("key") != self.key and name != "requestPermission":
                raise ActionError("valid api key must be provided")
            action = getattr(self, f"do_{name}", None)
            if action is None or name in self.lacks:
                raise ActionError("unsupported action")
            return {"result": action(**request.get("params", {})), "error": None}
        except Exception as error:  # as the add-on does
            return {"result": None, "error": str(error)}

    def do_requestPermission(self) -> dict[str, Any]:
        if self.permission != "granted":
            return {"permission": self.permission}
        return {"permission": "granted", "requireApikey": self.key is not None, "version": self.version}

    def do_findNotes(self, query: str) -> list[int]:
        return [int(number) for number in self.scratch.col.find_notes(query)]

    def do_findCards(self, query: str) -> list[int]:
        return [int(number) for number in self.scratch.col.find_cards(query)]

    def do_notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:
        known = {number for (number,) in self.scratch.rows("select id from notes")}
        return [self._info(number) if number in known else {} for number in notes]

    def _info(self, number: int) -> dict[str, Any]:
        note = self.scratch.col.get_note(number)
        info = {
            "noteId": note.id,
            "modelName": note.note_type()["name"],
            "tags": list(note.tags),
            "fields": {name: {"value": value, "order": order} for order, (name, value) in enumerate(note.items())},
            "cards": [card.id for card in note.cards()],
        }
        return info | {"profile": "User 1", "mod": note.mod} if self.tells_mod else info

    def do_importPackage(self, path: str) -> bool:
        if not self.reads_files and not Path(path).is_relative_to(self.scratch.col.media.dir()):
            raise ActionError(f"[Errno 2] No such file or directory: '{path}'")
        if self.import_error:
            raise ActionError(self.import_error)
        if self.imports:
            self.scratch.import_package(path)
        return True

    def do_areSuspended(self, cards: list[int]) -> list[bool | None]:
        queues = dict(self.scratch.rows("select id, queue from cards"))
        return [queues[card] == -1 if card in queues else None for card in cards]

    def do_suspend(self, cards: list[int]) -> bool:
        return bool(self.scratch.col.sched.suspend_cards(cards).count)

    def do_deleteNotes(self, notes: list[int]) -> None:
        self.scratch.remove(notes)

    def do_guiBrowse(self, query: str) -> list[int]:
        self.browsed.append(query)
        return self.do_findCards(query)

    def do_getMediaDirPath(self) -> str:
        return str(self.scratch.col.media.dir())

    def do_storeMediaFile(self, filename: str, data: str) -> str:
        (Path(self.do_getMediaDirPath()) / filename).write_bytes(base64.b64decode(data))
        return filename

    def do_deleteMediaFile(self, filename: str) -> None:
        (Path(self.do_getMediaDirPath()) / filename).unlink()

    def do_createFilteredDeck(
        self,
        newDeckName: str,
        searchQuery: str,
        gatherCount: int,
        reschedule: bool,
        sortOrder: int,
        createEmpty: bool,
    ) -> int | bool:
        """Not of AnkiConnect itself, but of relatives."""
        assert (sortOrder, createEmpty) == (0, False)
        decks = self.scratch.col.decks
        if decks.by_name(newDeckName):
            return False
        number = int(decks.new_filtered(newDeckName))
        deck = decks.get(number)
        deck["terms"], deck["resched"] = [[searchQuery, gatherCount, sortOrder]], reschedule
        decks.save(deck)
        self.scratch.col.sched.rebuild_filtered_deck(number)
        return number
