"""One request to AnkiConnect and its answer, and what each failure means to the person in front of it.

Protocol (AnkiConnect's API version 6): a POST with ``{"action", "version", "params", "key"}`` as JSON, an answer ``{"result", "error"}``.
No proxy is asked, no redirect followed, and an answer is bounded in size and time.
"""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from deckpress.errors import UnavailableError, UsageError

__all__ = ["API_VERSION", "DEFAULT_URL", "AnkiConnectError", "Client", "RefusedActionError"]

DEFAULT_URL = "http://127.0.0.1:8765"
API_VERSION = 6
_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 60.0
_MOST_BYTES = 256 << 20
_ADD_ON = "2055492159"
_INSTALL = f"In Anki: Tools > Add-ons > Get Add-ons, code {_ADD_ON}, then start Anki again"
_SETTINGS = "its settings (in Anki: Tools > Add-ons > Config)"
_UPDATE = "In Anki: Tools > Add-ons > Check for Updates, then start Anki again"


class AnkiConnectError(UnavailableError):
    """The running Anki can't be reached, or does not let us in."""


class RefusedActionError(AnkiConnectError):
    """AnkiConnect answered an action with an error; ``reason`` is its own text."""

    def __init__(self, url: str, action: str, reason: str) -> None:
        super().__init__(
            f"AnkiConnect at {url} refused '{action}': {reason}.\n  Close all windows of Anki but the first, and try again. If it stays so,"
            f" update the add-on. {_UPDATE}"
        )
        self.action, self.reason = action, reason

    @property
    def unsupported(self) -> bool:
        """Whether this version of the add-on does not know the action."""
        return self.reason.startswith("unsupported action")


class Client:
    """Calls AnkiConnect at ``url``; ``key`` is its API key, empty where none is set. Raises `UsageError` for what is no such address."""

    def __init__(self, url: str = DEFAULT_URL, key: str = "") -> None:
        try:
            parts = urlsplit(url if "//" in url else f"http://{url}")
            self.host, self.port = parts.hostname or "", parts.port or 80
        except ValueError:
            parts, self.host = None, ""
        if parts is None or parts.scheme != "http" or not self.host or parts.username or parts.path.strip("/"):
            raise UsageError(f"--url takes the address of AnkiConnect, such as {DEFAULT_URL}, not '{url[:80]}'")
        name = f"[{self.host}]" if ":" in self.host else self.host
        self.url, self.key = f"http://{name}:{self.port}", key
        self._connected = False

    def connect(self) -> None:
        """Asks for permission and compares versions. Raises `AnkiConnectError` with what to do."""
        try:
            answer = self.call("requestPermission")
        except RefusedActionError as error:
            if error.unsupported:
                raise self._too_old("a version that asks no permission") from error
            raise
        if not isinstance(answer, dict) or "permission" not in answer:
            raise self._something_else("its answer to 'requestPermission' has no 'permission'")
        if answer["permission"] != "granted":
            raise AnkiConnectError(
                f"Anki at {self.url} refused permission.\n  Answer 'Yes' when it asks. If it no longer asks, empty"
                f" 'ignoreOriginList' in {_SETTINGS}"
            )
        version = answer.get("version")
        if not isinstance(version, int) or version < API_VERSION:
            raise self._too_old(f"API version {version!r}")
        if answer.get("requireApikey") and not self.key:
            raise self._wrong_key("asks for an API key")
        self._connected = True

    def call(self, action: str, seconds: float = _ANSWER_SECONDS, /, **params: Any) -> Any:
        """The result of an action. Raises `RefusedActionError` where AnkiConnect says no, `AnkiConnectError` where all else goes wrong."""
        request: dict[str, Any] = {"action": action, "version": API_VERSION, "params": params}
        if self.key:
            request["key"] = self.key
        text = self._post(action, json.dumps(request).encode(), seconds)
        try:
            answer = json.loads(text)
        except (ValueError, RecursionError):
            raise self._something_else("its answer is no JSON") from None
        if not isinstance(answer, dict) or not {"result", "error"} <= answer.keys():
            raise self._something_else("its answer has no 'result' and 'error'")
        error = answer["error"]
        if error is None:
            return answer["result"]
        reason = " ".join(str(error).split())[:300]
        if "api key must be provided" in reason:
            raise self._wrong_key("does not accept this API key" if self.key else "asks for an API key")
        if "collection is not available" in reason:
            raise AnkiConnectError("Anki is open, but no profile is.\n  Choose a profile in Anki, and try again")
        raise RefusedActionError(self.url, action, reason)

    def bad_answer(self, action: str) -> AnkiConnectError:
        """The error for a result of another shape than the add-on's documentation tells."""
        return self._something_else(f"its answer to '{action}' is not what AnkiConnect's documentation says")

    def _post(self, action: str, body: bytes, seconds: float) -> bytes:
        connection = HTTPConnection(self.host, self.port, timeout=_CONNECT_SECONDS)
        try:
            try:
                connection.connect()
            except OSError as error:
                raise (self._lost(action, error) if self._connected else self._nobody(error)) from error
            connection.sock.settimeout(seconds)
            connection.request("POST", "/", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read(_MOST_BYTES + 1)
        except TimeoutError as error:
            raise AnkiConnectError(
                f"Anki at {self.url} has not answered for {seconds:.0f} seconds.\n  Close the dialogs that are open in Anki, and try again"
            ) from error
        except (OSError, HTTPException) as error:
            if self._connected:
                raise self._lost(action, error) from error
            raise self._something_else(str(error) or type(error).__name__) from error
        finally:
            connection.close()
        if answer.status == 403:
            raise AnkiConnectError(f"AnkiConnect at {self.url} refused permission (403).\n  See 'webCorsOriginList' in {_SETTINGS}")
        if answer.status != 200:
            raise self._something_else(f"it answers with status {answer.status}")
        if len(text) > _MOST_BYTES:
            raise self._something_else("its answer has no end")
        return text

    def _lost(self, action: str, error: Exception) -> AnkiConnectError:
        return AnkiConnectError(
            f"Anki at {self.url} has gone away during '{action}': {_why(error)}.\n  Was it closed, or did it crash? Start it, wait until it"
            " shows the decks, and do this again: what has arrived stays, and nothing arrives twice"
        )

    def _nobody(self, error: OSError) -> AnkiConnectError:
        return AnkiConnectError(
            f"no Anki at {self.url}: {_why(error)}.\n  Is Anki open? Start it, and leave it open."
            f"\n  Is its add-on AnkiConnect there? {_INSTALL}"
        )

    def _something_else(self, what: str) -> AnkiConnectError:
        return AnkiConnectError(
            f"what answers at {self.url} is not AnkiConnect: {what}.\n  If another program has that port, end it, or give AnkiConnect"
            " another ('webBindPort' in its settings) and name it: --url http://127.0.0.1:PORT"
        )

    def _too_old(self, what: str) -> AnkiConnectError:
        return AnkiConnectError(f"AnkiConnect at {self.url} is too old: {what}, API version {API_VERSION} is needed.\n  {_UPDATE}")

    def _wrong_key(self, what: str) -> AnkiConnectError:
        return AnkiConnectError(
            f"AnkiConnect at {self.url} {what}.\n  The key stands as 'apiKey' in {_SETTINGS}: give it with --key,"
            " or in the environment variable DECKPRESS_ANKICONNECT_KEY"
        )


def _why(error: Exception) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
