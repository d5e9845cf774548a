"""The server: a thread a connection, each for one request. Who comes while all are taken waits; who takes too many is sent away."""

from __future__ import annotations

import secrets
import socket
import threading
import time
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
from deckpress.share.receipts import Receipts, Served
from deckpress.share.shelf import Shelf

__all__ = ["Limits", "Server"]

_ACCEPT_SECONDS = 0.1
"""How long a wait for callers may keep a Ctrl-C (on Windows) or `Server.stop` waiting."""
_FAREWELL_SECONDS = 2.0
_RETRY_SECONDS = "5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What callers can ask for. ``requests_each`` and ``connections_each`` are those of one address, ``requests_each`` in one run.

    While there are as many ``connections``, or ``strangers`` among them (who have not shown the secret yet), further callers wait. A
    stranger who keeps them waiting has ``stranger_seconds``. Callers above ``connections_each`` are told so, ``refusals`` of them at a
    time; more are just cut off.
    """

    head_bytes: int = 16_384
    head_seconds: float = 10.0
    idle_seconds: float = 30.0
    connections: int = 256
    connections_each: int = 8
    strangers: int = 64
    stranger_seconds: float = 1.0
    refusals: int = 32
    requests_each: int = 5_000
    callers: int = 1_000


@dataclass(slots=True, kw_only=True)
class _Visit:
    """An open connection; ``since`` in seconds of the monotonic clock."""

    caller: str
    since: float
    stranger: bool = True


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
        self._open: dict[socket.socket, _Visit] = {}
        self._refused: set[socket.socket] = set()
        self._requests: Counter[str] = Counter()
        self._receipts = Receipts()

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
            for connection in (*self._open, *self._refused):
                with suppress(OSError):  # it has just ended by itself
                    connection.shutdown(socket.SHUT_RDWR)
            self._left.wait_for(lambda: not self._open and not self._refused, _FAREWELL_SECONDS)  # what was sent to the end is still told

    def stop(self) -> None:
        """Makes `serve` return."""
        self._stopped.set()

    def serve(self) -> None:
        """Answers callers until `stop`, or KeyboardInterrupt."""
        listener = self.place.socket
        listener.settimeout(_ACCEPT_SECONDS)
        while not self._stopped.is_set():
            if not self._has_room():
                continue
            try:
                connection, peer = listener.accept()
            except TimeoutError:
                continue
            except OSError:  # the caller went away again, or no more files can be opened at this moment
                self._stopped.wait(_ACCEPT_SECONDS)
                continue
            self._receive(connection, str(peer[0]))

    def _has_room(self) -> bool:
        """Whether one more may come in. Where not, waits a moment for somebody to leave; callers wait in the queue of the system."""
        limits = self.limits
        with self._left:
            strangers = [(visit.since, connection) for connection, visit in self._open.items() if visit.stranger]
            if len(strangers) < limits.strangers and len(self._open) < limits.connections:
                return True
            since, longest = min(strangers, key=lambda each: each[0], default=(0.0, None))
            if longest and time.monotonic() - since > limits.stranger_seconds:
                with suppress(OSError):  # it has just ended by itself
                    longest.shutdown(socket.SHUT_RDWR)
            self._left.wait(_ACCEPT_SECONDS)
            return False

    def _receive(self, connection: socket.socket, caller: str) -> None:
        limits = self.limits
        with self._left:
            welcome = sum(visit.caller == caller for visit in self._open.values()) < limits.connections_each and (
                caller in self._requests or len(self._requests) < limits.callers
            )
            if welcome:
                self._requests[caller] += 1
                self._open[connection] = _Visit(caller=caller, since=time.monotonic())
            elif len(self._refused) < limits.refusals:
                self._refused.add(connection)
            else:
                connection.close()
                return
        try:
            threading.Thread(target=self._answer if welcome else self._refuse, args=(connection, caller), daemon=True).start()
        except RuntimeError:  # no more threads
            self._leave(connection)
            connection.close()

    def _refuse(self, connection: socket.socket, _: str) -> None:
        """Tells one who has too many connections already to come back."""
        connection.settimeout(_FAREWELL_SECONDS)
        with suppress(OSError):
            send_head(connection, 503, {"Content-Length": "0", "Retry-After": _RETRY_SECONDS})
        farewell(connection)
        self._leave(connection)

    def _leave(self, connection: socket.socket) -> None:
        with self._left:
            self._open.pop(connection, None)
            self._refused.discard(connection)
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
        with self._left:
            if visit := self._open.get(connection):
                visit.stranger = False
            self._left.notify_all()
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
                    self.told(self._receipts.served(caller, item, start, end, sent))
