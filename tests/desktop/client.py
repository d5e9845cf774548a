"""Anki's desktop client without a screen, driven by lines of JSON: a program of its own, so that a crash of Qt ends only itself.

    python tests/desktop/client.py FOLDER SECONDS

``FOLDER`` is an empty folder for the profile; after ``SECONDS`` the program ends itself, whatever it does, and says where it stood.
Each line read from standard input is ``{"do": NAME, …}``, each line written is its answer: ``{"value": …}`` or ``{"error": TEXT}``.
The first line written says that the client has started. What Anki and Qt print goes to standard error.
"""

from __future__ import annotations

import faulthandler
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import anki.lang
import aqt
from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
from aqt.operations.note import update_note
from aqt.profiles import ProfileManager, VideoDriver
from aqt.webview import AnkiWebPage
from PyQt6 import QtTest
from PyQt6.QtCore import QPoint, Qt

MOUSE_AND_KEYS: Any = QtTest.QTest
"""Its type stubs take its functions for methods."""
WINDOW = (900, 1000)
"""Width and height of the main window in pixels."""
WAIT = 30.0
"""Seconds after which something that has not happened is an error: long, as machines are shared."""
ANSWER = 2.0
"""Seconds after which a page that was asked has probably given way to another, which never answers; it is asked again."""
PROFILE = "Test"
MIDDLE = """(() => {
  const thing = document.querySelectorAll(%s)[%d];
  if (!thing) return "not there";
  thing.scrollIntoView({block: "nearest", behavior: "instant"});
  const box = thing.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
  const there = document.elementFromPoint(x, y);
  return thing.contains(there) ? [x, y] : "covered by " + (there ? there.outerHTML.slice(0, 200) : "the edge of the window");
})()"""
"""Where the middle of a thing is, or why no mouse can reach it."""
DRAWN = "document.querySelectorAll('.rich-text-editable').length >= 15"
"""Whether the editor shows the fields of a note."""
CONSOLE: list[dict[str, Any]] = []
"""What pages wrote to their console, and errors that no script caught: ``page``, ``level``, ``text``, ``line``, ``source``."""


def _hear(page: Any, level: Any, text: str | None, line: int, source: str | None) -> None:
    name = level.name.removesuffix("MessageLevel").lower()
    CONSOLE.append({"page": page, "level": name, "text": text or "", "line": line, "source": source or ""})


class Client:
    """The running client. Its public methods are what a line of input may name in ``do``."""

    def __init__(self, folder: Path) -> None:
        anki.lang.set_lang("en")
        profiles = ProfileManager(ProfileManager.get_created_base_folder(str(folder)))
        profiles.setupMeta()
        profiles.create(PROFILE)
        profiles.meta["firstRun"] = False
        profiles.meta["defaultLang"] = "en"
        profiles.set_video_driver(VideoDriver.Software)
        profiles.set_update_check(False)
        profiles.set_check_for_addon_updates(False)
        profiles.openProfile(PROFILE)
        profiles.save()
        profiles.db.close()
        app = aqt._run(["anki", "-b", str(folder), "-p", PROFILE, "-l", "en"], exec=False)
        if app is None:
            raise RuntimeError("Anki handed over to another one that runs")
        self._app, self._window = app, aqt.mw
        self._until(lambda: self._window.col is not None and self._window.state == "deckBrowser", "Anki opens the profile")
        self.wait("document.querySelector('.deck')")  # Anki mistakes a page that is still loading for the next one
        self._window.resize(*WINDOW)

    def pump(self) -> None:
        """Lets Qt do what is due."""
        self._app.processEvents()

    def study(self, package: str, deck: str) -> None:
        """Imports a package, opens a deck and clicks on its "Study Now"."""
        collection = self._window.col
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions()))
        found = collection.decks.id_for_name(deck)
        if found is None:
            raise LookupError(f"the package brought no deck {deck!r}")
        collection.decks.select(found)
        self._window.moveToState("overview")
        self.wait(f"document.querySelector('#study') && document.body.innerText.includes({json.dumps(deck)})")
        self.wait("document.querySelector('[onclick*=opts]')", bar=True)
        self.click("#study")

    def look(self, package: str, search: str) -> list[list[str]]:
        """Imports a package and shows each note that the search finds in the editor of Anki's browser, as somebody does who looks through
        the cards. The fields that this changed: question, field, before, after."""
        collection = self._window.col
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions()))
        before = {found: collection.get_note(found).items() for found in collection.find_notes(search)}
        for found in before:
            self._look_at(found)
        return [
            [now["ID"], name, old, now[name]]
            for found, fields in before.items()
            for now in [collection.get_note(found)]
            for name, old in fields
            if now[name] != old
        ]

    def _look_at(self, note: Any) -> None:
        """Opens the browser for a note, anew for each: an editor that is open already writes only what somebody types."""
        browser = aqt.dialogs.open("Browser", self._window)
        browser.search_for(f"nid:{note}")
        browser.table.select_single_card(self._window.col.card_ids_of_note(note)[0])
        self._until(lambda: browser.editor.note is not None and browser.editor.note.id == note, "the browser shows the note")
        self._settle(browser.editor)
        browser.close()
        self._until(lambda: aqt.dialogs._dialogs["Browser"][1] is None, "the browser closes")

    def _settle(self, editor: Any) -> None:
        """Waits until the editor has drawn its fields and told Anki what it takes them to be."""
        drawn: list[bool] = []
        saved: list[bool] = []
        end = time.monotonic() + WAIT
        while True:
            drawn.clear()
            editor.web.evalWithCallback(DRAWN, drawn.append)
            self._until(lambda: bool(drawn), "the editor answers")
            if drawn[0] or time.monotonic() > end:
                break
        for field in range(len(editor.note.keys())):  # the cursor in a field is a look, too
            editor.web.eval(f"focusField({field})")
            for _ in range(15):
                self.pump()
                time.sleep(0.01)
        editor.call_after_note_saved(lambda: saved.append(True))
        self._until(lambda: bool(saved), "the editor saves")

    def state(self) -> dict[str, str | None]:
        """What the client shows: its ``screen``, the ``side`` of the card, and the ``note`` by its field ID."""
        reviewer = self._window.reviewer
        card = reviewer.card
        return {"screen": self._window.state, "side": reviewer.state, "note": card.note()["ID"] if card else None}

    def js(self, code: str, bar: bool = False) -> Any:
        """The value of JavaScript in the page of the card, or with ``bar`` in that of the buttons below it."""
        answers: list[Any] = []
        self._web(bar).evalWithCallback(code, answers.append)
        self._until(lambda: bool(answers), f"the page evaluates {code}")
        return answers[0]

    def wait(self, code: str, bar: bool = False) -> None:
        """Waits until JavaScript in the page gives something true."""
        self._until(lambda: self._holds(f"!!({code})", bar), f"in the page: {code}")

    def wait_state(self, **wanted: str) -> None:
        """Waits until `state` has these values."""
        self._until(lambda: wanted.items() <= self.state().items(), str(wanted))

    def click(self, selector: str, index: int = 0, bar: bool = False) -> None:
        """Presses and releases the mouse in the middle of what the selector finds."""
        web = self._web(bar)
        MOUSE_AND_KEYS.mouseClick(web.focusProxy(), Qt.MouseButton.LeftButton, pos=self._middle(selector, index, bar))
        self.pump()

    def drag(self, selector: str, to: str, index: int = 0, to_index: int = 0) -> None:
        """Drags with the mouse from the middle of one thing to the middle of another."""
        page = self._web(False).focusProxy()
        start, end = self._middle(selector, index, False), self._middle(to, to_index, False)
        MOUSE_AND_KEYS.mousePress(page, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 6):
            MOUSE_AND_KEYS.mouseMove(page, start + (end - start) * step / 5, delay=20)
            self.pump()
        MOUSE_AND_KEYS.mouseRelease(page, Qt.MouseButton.LeftButton, pos=end)
        self.pump()

    def keys(self, text: str) -> None:
        """Types into what has the focus in the page; ``\\n`` is the Enter key."""
        page = self._web(False).focusProxy()
        for letter in text:
            MOUSE_AND_KEYS.keyClick(page, Qt.Key.Key_Return if letter == "\n" else letter)
            self.pump()

    def edit(self, tag: str) -> None:
        """Gives the note a tag, as Anki's window "Edit" does: the client draws the card again."""
        note = self._window.reviewer.card.note()
        note.add_tag(tag)
        update_note(parent=self._window, note=note).run_in_background()

    def undo(self) -> None:
        """Takes back the last rating: the client shows that card again."""
        self._window.undo()

    def console(self) -> list[dict[str, Any]]:
        """What the page of the cards said so far; the list begins anew. Anki's own pages, such as its bar of buttons, are left out."""
        said = [
            {key: message[key] for key in message if key != "page"} for message in CONSOLE if message["page"] is self._window.web.page()
        ]
        CONSOLE.clear()
        return said

    def _holds(self, code: str, bar: bool) -> bool:
        """Whether JavaScript gives true; not so if the page goes before it answers."""
        answers: list[Any] = []
        self._web(bar).evalWithCallback(code, answers.append)
        end = time.monotonic() + ANSWER
        while not answers and time.monotonic() < end:
            self.pump()
        return answers == [True]

    def _web(self, bar: bool) -> Any:
        return self._window.bottomWeb if bar else self._window.reviewer.web

    def _middle(self, selector: str, index: int, bar: bool) -> QPoint:
        """Where in the web view the thing is, scrolled into view, once it lies open and still."""
        code = MIDDLE % (json.dumps(selector), index)
        before, found, end = None, self.js(code, bar), time.monotonic() + WAIT
        while found != before or not isinstance(found, list):
            if time.monotonic() > end:
                raise LookupError(f"{selector}[{index}] is {found}")
            before, found = found, self.js(code, bar)
        zoom = self._web(bar).zoomFactor()
        return QPoint(round(found[0] * zoom), round(found[1] * zoom))

    def _until(self, done: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + WAIT
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(f"not within {WAIT:.0f} s: {what}; Anki shows {self.state()}")
            self.pump()
            time.sleep(0.005)


def _lines(source: TextIO) -> queue.Queue[str]:
    """The lines of a stream as they come; an empty one at its end."""
    lines: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in source:
            lines.put(line)
        lines.put("")

    threading.Thread(target=read, daemon=True).start()
    return lines


def main() -> None:
    folder, seconds = Path(sys.argv[1]), float(sys.argv[2])
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    faulthandler.enable(sys.__stderr__)  # type: ignore[arg-type]
    faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__)  # type: ignore[arg-type]
    AnkiWebPage.javaScriptConsoleMessage = _hear
    client, orders = Client(folder), _lines(sys.stdin)

    def answer(**given: Any) -> None:
        print(json.dumps(given), file=answers, flush=True)

    answer(value="started")
    while True:
        client.pump()
        try:
            line = orders.get(timeout=0.01)
        except queue.Empty:
            continue
        if not line:
            os._exit(0)  # nothing of this profile is worth a tidy end
        order = json.loads(line)
        try:
            answer(value=getattr(client, order.pop("do"))(**order))
        except Exception as error:
            answer(error=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
