"""The server: a thread a connection, few of them, each for one request."""

from __future__ import annotations

import secrets
import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from deckpress.share.http import (
    RefusedError,
    Request,
    byte_range,
    farewell,
    item_headers,
    read_request,
    send_file,
    send_head,
)
from deckpress.share.network import Place
from deckpress.share.shelf import Shelf

__all__ = ["Limits", "Served", "Server"]

_ACCEPT_SECONDS = 0.1
"""How long a wait for callers may keep a Ctrl-C (on Windows) or `Server.stop` waiting."""
_FAREWELL_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What callers can ask for. ``requests_each`` and ``connections_each`` are those of one address, ``requests_each`` in one run."""

    head_bytes: int = 16_384
    head_seconds: float = 10.0
    idle_seconds: float = 30.0
    connections: int = 32
    connections_each: int = 8
    requests_each: int = 5_000
    callers: int = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A file that a caller has fetched: ``size`` counts the bytes sent, ``whole`` says whether the caller has the end of the file now."""

    caller: str
    name: str
    size: int
    whole: bool


class Server:
    """Serves a `Shelf` at a `Place` below a secret that is new in each run. ``told`` hears of each download, from other threads.

    Use ``with``: leaving it closes the socket and every connection.
    """

    def __init__(self, shelf: Shelf, place: Place, told: Callable[[Served], None], limits: Limits | None = None) -> None:
        self.shelf, self.place, self.told = shelf, place, told
        self.limits = limits or Limits()
        self.secret = secrets.token_urlsafe(16)
        self._stopped = threading.Event()
        self._left = threading.Condition()
        self._open: dict[socket.socket, str] = {}
        self._requests: Counter[str] = Counter()

    @property
    def url(self) -> str:
        """The address to open, secret included."""
        return f"http://{self.place.address}/{self.secret}/"

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.place.socket.close()
        with self._left:
            for connection in self._open:
                with suppress(OSError):  # it has just ended by itself
                    connection.shutdown(socket.SHUT_RDWR)
            self._left.wait_for(lambda: not self._open, _FAREWELL_SECONDS)  # what was sent to the end is still told

    def stop(self) -> None:
        """Makes `serve` return."""
        self._stopped.set()

    def serve(self) -> None:
        """Answers callers until `stop`, or KeyboardInterrupt."""
        listener = self.place.socket
        listener.settimeout(_ACCEPT_SECONDS)
        while not self._stopped.is_set():
            try:
                connection, peer = listener.accept()
            except TimeoutError:
                continue
            except OSError:  # the caller went away again, or no more files can be opened at this moment
                self._stopped.wait(_ACCEPT_SECONDS)
                continue
            caller = str(peer[0])
            if not self._admit(connection, caller):
                connection.close()
                continue
            try:
                threading.Thread(target=self._answer, args=(connection, caller), daemon=True).start()
            except RuntimeError:  # no more threads
                self._leave(connection)
                connection.close()

    def _admit(self, connection: socket.socket, caller: str) -> bool:
        limits = self.limits
        with self._left:
            if len(self._open) >= limits.connections or list(self._open.values()).count(caller) >= limits.connections_each:
                return False
            if caller not in self._requests and len(self._requests) >= limits.callers:
                return False
            self._requests[caller] += 1
            self._open[connection] = caller
            return True

    def _leave(self, connection: socket.socket) -> None:
        with self._left:
            self._open.pop(connection, None)
            self._left.notify_all()

    def _answer(self, connection: socket.socket, caller: str) -> None:
        try:
            self._converse(connection, caller)
        except OSError:  # the caller went away or stopped taking what it had asked for
            pass
        finally:
            farewell(connection)
            self._leave(connection)

    def _converse(self, connection: socket.socket, caller: str) -> None:
        limits = self.limits
        try:
            if self._requests[caller] > limits.requests_each:
                raise RefusedError(429)
            request = read_request(connection, limits.head_bytes, limits.head_seconds)
            connection.settimeout(limits.idle_seconds)
            self._deliver(connection, caller, request)
        except RefusedError as refused:
            connection.settimeout(limits.idle_seconds)
            headers = {"Content-Length": "0"} | ({"Allow": "GET, HEAD"} if refused.status == 405 else {})
            send_head(connection, refused.status, headers)

    def _deliver(self, connection: socket.socket, caller: str, request: Request) -> None:
        secret, slash, path = request.target[1:].partition("/")
        if not secrets.compare_digest(secret.encode(), self.secret.encode()):
            raise RefusedError(404)
        if not slash:
            send_head(connection, 301, {"Location": f"/{self.secret}/", "Content-Length": "0"})
            return
        item = self.shelf.get(path, request.headers.get("accept-language", ""))
        if item is None:
            raise RefusedError(404)
        with item.file:
            span = byte_range(request, item)
            send_head(connection, 206 if span else 200, item_headers(item, span))
            if request.method == "GET":
                start, end = span or (0, item.size)
                sent = send_file(connection, item.file, start, end)
                if item.download:
                    whole = end == item.size and sent == end - start
                    self.told(Served(caller=caller, name=item.name, size=sent, whole=whole))
