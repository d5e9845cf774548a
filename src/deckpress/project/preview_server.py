"""Serves a preview to the browsers of this machine. Reads, and nothing else: no request changes anything.

Bound to 127.0.0.1. A name in the Host header other than ours is refused, so that no web page can reach the banks by giving its own name
our address. Beside the page there are its data, and the banks' images under the hash of their content; no path of a request ever names
a file.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from time import monotonic
from urllib.parse import parse_qs, urlsplit

from deckpress.errors import UnavailableError
from deckpress.project.collector import without_gc
from deckpress.project.preview import LivePreview
from deckpress.writers.preview.data import encode
from deckpress.writers.preview.page import MEDIA_TYPES, served_page

__all__ = ["DEFAULT_PORT", "PreviewServer"]

DEFAULT_PORT = 8765
_LOOK_EVERY = 0.3
"""Seconds between two looks at the files, however many pages ask."""
_IDLE = 30
"""Seconds after which a silent connection is closed."""
_JSON, _HTML, _TEXT = "application/json", "text/html; charset=utf-8", "text/plain; charset=utf-8"
_IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""An SVG opened by itself is a document: it gets no script, no network, and no origin."""


class PreviewServer(ThreadingHTTPServer):
    """Serves one `LivePreview`. ``port`` None takes the usual one, or a free one where that is taken; 0 a free one.

    Raises `UnavailableError` where ``port`` is taken or not allowed.
    """

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would let two servers have one port

    def __init__(self, live: LivePreview, port: int | None = None) -> None:
        self.live = live
        self._lock = Lock()
        self._looked = 0.0
        self._served: dict[str, tuple[int, bytes]] = {}
        wanted = [DEFAULT_PORT, 0] if port is None else [port]
        for number in wanted:
            try:
                super().__init__(("127.0.0.1", number), _Handler)
                return
            except OSError as error:  # noqa: PERF203 - two at most
                if number == wanted[-1]:
                    raise UnavailableError(_why(error, number)) from error

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://127.0.0.1:{self.server_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """What the Host header of a browser of this machine says."""
        return frozenset(f"{name}:{self.server_port}" for name in ("127.0.0.1", "localhost"))

    def look(self) -> int:
        """Reads what has changed, if the last look is long enough ago; the version now."""
        with self._lock:
            if monotonic() - self._looked >= _LOOK_EVERY:
                with without_gc():
                    self.live.refresh()
                self._looked = monotonic()
            return self.live.version

    def page(self) -> bytes:
        """The page as it is just now."""
        self.look()
        return self._made("page", lambda: served_page(self.live.preview, self.live.version).encode())

    def head(self) -> bytes:
        """The rows of all cards, with the version that they belong to."""
        return self._made("head", lambda: encode(self.live.preview.head(paths=True) | {"version": self.live.version}).encode())

    def texts(self) -> bytes:
        """The words of each row."""
        return self._made("texts", lambda: encode(list(self.live.preview.texts())).encode())

    def card(self, number: int) -> bytes | None:
        """One row's card; None where there is no such row."""
        preview = self.live.preview
        return encode(preview.card(number)).encode() if 0 <= number < len(preview) else None

    def image(self, name: str) -> bytes | None:
        """The bytes of an image that a card shows; None where there is none, or it has changed since."""
        path = self.live.preview.media.get(name)
        try:
            data = path.read_bytes() if path is not None else b""
        except OSError:  # gone since
            return None
        return data if name.startswith(f"dp-{sha256(data).hexdigest()[:20]}.") else None

    def _made(self, name: str, make: Callable[[], bytes]) -> bytes:
        with self._lock, without_gc():
            version, data = self._served.get(name, (0, b""))
            if version != self.live.version:
                data = make()
                self._served[name] = (self.live.version, data)
            return data


def _why(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use.\n  Choose another with --port, or leave --port out: then a free one is taken"
    return f"can't listen on port {port}: {error.strerror or error}.\n  Choose another with --port"


class _Handler(BaseHTTPRequestHandler):
    """One request. Only GET exists; anything else is answered with 405."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version = "deckpress"
    sys_version = ""
    timeout = _IDLE

    def do_GET(self) -> None:
        if self.headers.get_all("Host", []) not in [[host] for host in self.server.hosts]:
            self._send(HTTPStatus.MISDIRECTED_REQUEST, _TEXT, f"This server answers to {self.server.url} only.\n".encode())
            return
        address = urlsplit(self.path)
        query = parse_qs(address.query)
        match address.path:
            case "/":
                self._send(HTTPStatus.OK, _HTML, self.server.page())
            case "/version":
                self._send(HTTPStatus.OK, _JSON, json.dumps({"version": self.server.look()}).encode())
            case "/data":
                self._send(HTTPStatus.OK, _JSON, self.server.head())
            case "/texts":
                self._send(HTTPStatus.OK, _JSON, self.server.texts()) if self._current(query) else self._outdated()
            case "/card":
                number = query.get("n", [""])[0]
                card = self.server.card(int(number)) if number.isascii() and number.isdecimal() and len(number) < 10 else None
                if not self._current(query):
                    self._outdated()
                else:
                    self._found(_JSON, card)
            case path:
                name = path.removeprefix("/")
                kind = MEDIA_TYPES.get(name.rpartition(".")[2])
                self._found(kind or _TEXT, self.server.image(name) if kind else None)

    def _current(self, query: dict[str, list[str]]) -> bool:
        return query.get("v", [""])[0] == str(self.server.live.version)

    def _outdated(self) -> None:
        self._send(HTTPStatus.CONFLICT, _TEXT, b"The banks have changed: ask for /data.\n")

    def _found(self, kind: str, data: bytes | None) -> None:
        if data is None:
            self._send(HTTPStatus.NOT_FOUND, _TEXT, b"There is no such thing here.\n")
        else:
            self._send(HTTPStatus.OK, kind, data)

    def _refuse(self) -> None:
        self.close_connection = True  # what it sends is not read
        self._send(HTTPStatus.METHOD_NOT_ALLOWED, _TEXT, b"Only GET.\n")

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_CONNECT = do_TRACE = _refuse  # noqa: N815 - the library's names

    def _send(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        with suppress(ConnectionError, TimeoutError):  # the browser has left
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "no-referrer")
            if kind.startswith("image/"):
                self.send_header("Content-Security-Policy", _IMAGE_POLICY)
            else:
                self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
                self.send_header("Cross-Origin-Resource-Policy", "same-origin")
            if status == HTTPStatus.METHOD_NOT_ALLOWED:
                self.send_header("Allow", "GET")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Says nothing: the page shows what is wrong."""
