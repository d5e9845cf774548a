"""Drives ``client.py`` from a test: starts it, gives it orders, and fails the test where it errs, crashes or hangs."""

from __future__ import annotations

import importlib.util
import json
import os
import queue
import subprocess
import sys
import threading
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Project

PROGRAM = Path(__file__).with_name("client.py")
SECONDS = 600
"""The client ends itself after this time, whatever happens."""
PATIENCE = 90
"""Seconds to wait for one answer."""
NEEDS = "import aqt.webview, PyQt6.QtTest, PyQt6.QtWebEngineWidgets"
SKIPPED = "so nothing is studied in Anki's desktop client, here as in CI: see CONTRIBUTING.md"
_END = ""


def _environment(folder: Path) -> dict[str, str]:
    """No screen, no graphics card, no home but the folder, and no meeting with an Anki that runs already."""
    homes = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
    return os.environ | {name: str(folder) for name in homes} | {
        "ANKI_SINGLE_INSTANCE_KEY": f"deckpress-{uuid.uuid4()}",
        "ANKI_SOFTWAREOPENGL": "1",
        "PYTHONPATH": "",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",  # it needs rights that containers and root have not
        "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip


def not_installed() -> str:
    """The reason to skip these tests; empty where the client is installed."""
    names = ("aqt", "PyQt6", "PyQt6.QtWebEngineWidgets")
    missing = next((name for name in names if importlib.util.find_spec(name) is None), "")
    return f"{missing} is not installed, {SKIPPED}" if missing else ""


def not_loadable(folder: Path) -> str:
    """The reason to skip these tests where the client is installed, but libraries of the system are missing; else empty."""
    probe = subprocess.run(  # noqa: S603 - this Python
        [sys.executable, "-c", NEEDS], capture_output=True, text=True, errors="replace", timeout=PATIENCE, env=_environment(folder)
    )
    last = (probe.stderr.strip().splitlines() or [f"exit code {probe.returncode}"])[-1]
    if probe.returncode and not last.startswith(("ImportError", "ModuleNotFoundError")):
        pytest.fail(f"Anki's desktop client is installed, but crashes when it is loaded:\n{probe.stderr}", pytrace=False)
    return f"Anki's desktop client can't be loaded ({last}), {SKIPPED}" if probe.returncode else ""


class Desktop:
    """A client in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._log: deque[str] = deque(maxlen=60)
        self._answers: queue.Queue[str] = queue.Queue()
        self._process = subprocess.Popen(  # noqa: S603 - this Python, a file of ours
            [sys.executable, str(PROGRAM), str(folder), str(SECONDS)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", errors="replace", bufsize=1, env=_environment(folder),
        )  # fmt: skip
        self._readers = [
            threading.Thread(target=self._read, args=(self._process.stdout, self._answers.put), daemon=True),
            threading.Thread(target=self._read, args=(self._process.stderr, self._log.append), daemon=True),
        ]
        for reader in self._readers:
            reader.start()
        self._answer("start")

    def ask(self, do: str, **what: Any) -> Any:
        """Has the client do something, see the methods of ``Client`` in ``client.py``; fails the test where it can't."""
        try:
            assert self._process.stdin
            self._process.stdin.write(json.dumps({"do": do} | what) + "\n")
            self._process.stdin.flush()
        except OSError:
            self._lost(f"was gone before: {do}")
        return self._answer(f"{do} {what}")

    def study(self, project: Project, deck: str) -> None:
        """Builds the project's banks, imports the package and begins to study the deck ``deck``."""
        self.ask("study", package=str(project.release()), deck=deck)

    def see(self, question: str, side: str) -> None:
        """Waits for a side, "front" or "back", of the card of a question: in Anki and in the page, after the card's script."""
        self.ask("wait_state", screen="review", side={"front": "question", "back": "answer"}[side])
        self.ask("wait", code=f"document.querySelectorAll('.dp').length === 1 && document.querySelector("
                 f"'.dp.{side}[data-js][data-id$=\"/{question}\"]')")  # fmt: skip

    def all(self, selector: str, value: str = "element.innerText.trim()") -> list[Any]:
        """A value of each thing that the selector finds in the card: its text, unless other JavaScript is given."""
        found = self.ask("js", code=f"[...document.querySelectorAll('#qa {selector}')].map(element => {value})")
        assert isinstance(found, list), found
        return found

    def becomes(self, selector: str, wanted: Sequence[Any], value: str = "element.innerText.trim()") -> None:
        """Waits until `all` gives this: the page hears of the mouse later than the test goes on, and then things move."""
        found = f"JSON.stringify([...document.querySelectorAll({json.dumps(f'#qa {selector}')})].map(element => {value}))"
        self.ask("wait", code=f"{found} === JSON.stringify({json.dumps(list(wanted))})")

    def click(self, selector: str, text: str = "") -> None:
        """Clicks with the mouse on the one thing that the selector finds in the card, or the one of them with this text."""
        self.ask("click", selector=f"#qa {selector}", index=self._place(selector, text))

    def click_each(self, selector: str) -> None:
        """Clicks on each thing that the selector finds in the card, from the first to the last."""
        for index in range(len(self.all(selector))):
            self.ask("click", selector=f"#qa {selector}", index=index)

    def drag(self, selector: str, index: int, to: str, to_index: int) -> None:
        self.ask("drag", selector=f"#qa {selector}", index=index, to=f"#qa {to}", to_index=to_index)

    def keys(self, text: str) -> None:
        """Types into what has the focus; ``\\n`` is the Enter key."""
        self.ask("keys", text=text)

    def turn(self) -> None:
        """Clicks Anki's own button "Show Answer"."""
        self.ask("wait", code="document.querySelector('#ansbut')", bar=True)
        self.ask("click", selector="#ansbut", bar=True)

    def rate(self, ease: int) -> None:
        """Clicks one of Anki's four buttons below an answer: 1 (Again) to 4 (Easy)."""
        self.ask("wait", code=f"document.querySelector('[data-ease=\"{ease}\"]')", bar=True)
        self.ask("click", selector=f'[data-ease="{ease}"]', bar=True)

    def errors(self) -> list[str]:
        """Errors in the page of the cards since the last call."""
        return [f"{said['text']} ({said['source']}:{said['line']})" for said in self.ask("console") if said["level"] == "error"]

    def close(self) -> None:
        """Ends the client; the other way of ending is a failure."""
        self._process.kill()
        self._process.wait()
        for reader in self._readers:
            reader.join()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream
            stream.close()

    def _place(self, selector: str, text: str) -> int:
        texts = self.all(selector)
        places = [place for place, found in enumerate(texts) if found == text or not text]
        assert len(places) == 1, f"{selector} {text!r} in {texts}"
        return places[0]

    def _read(self, stream: IO[str], take: Callable[[str], None]) -> None:
        for line in stream:
            take(line)
        if stream is self._process.stdout:
            take(_END)

    def _answer(self, order: str) -> Any:
        try:
            line = self._answers.get(timeout=PATIENCE)
        except queue.Empty:
            self._lost(f"gave no answer within {PATIENCE} s: {order}")
        if line == _END:
            self._answers.put(_END)  # for whoever asks next
            self._lost(f"ended with {self._process.wait()}: {order}")
        answer = json.loads(line)
        if "error" in answer:
            pytest.fail(f"{order}: {answer['error']}\n{''.join(self._log)}", pytrace=False)
        return answer["value"]

    def _lost(self, why: str) -> Any:
        self._process.kill()
        pytest.fail(f"Anki's desktop client {why}\n{''.join(self._log)}", pytrace=False)
