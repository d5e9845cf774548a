"""Fetching the release before: which addresses are called, wherever a server leads, and for how long."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deckpress.errors import UnavailableError, UsageError
from deckpress.release import fetching
from deckpress.release.fetching import fetched, is_address


class Server(BaseHTTPRequestHandler):
    """Answers by the path: ``/to/<address>`` leads on, the slow ones send a byte a time."""

    asked: list[str] = []  # noqa: RUF012 - of all handlers together
    stopped = threading.Event()

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        """The one method."""
        self.asked.append(self.path)
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path[4:])
            self.end_headers()
        elif self.path == "/slow-head":
            self._drip(b"X")
        elif self.path == "/short":
            self.send_response(200)
            self.send_header("Content-Length", "9")
            self.end_headers()
            self.wfile.write(b"data")
        elif self.path == "/slow-body":
            self.send_response(200)
            self.end_headers()
            self._drip(b"x")
        elif self.path == "/slow-chunk":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self._drip(b"0")
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"data")

    def _drip(self, data: bytes) -> None:
        for _ in range(400):
            if self.stopped.wait(0.05):
                return
            try:
                self.wfile.write(data)
            except OSError:
                return


@pytest.fixture
def place() -> Iterator[str]:
    """The address of a server on this computer."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    Server.asked.clear()
    Server.stopped.clear()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Server.stopped.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_file_also_where_the_server_leads_on(place: str) -> None:
    assert fetched(f"{place}/file", 10) == b"data"
    assert fetched(f"{place}/to//file", 10) == b"data"
    with pytest.raises(UnavailableError, match="larger than"):
        fetched(f"{place}/file", 3)
    with pytest.raises(UnavailableError, match="breaks off after 4 of 9 bytes"):
        fetched(f"{place}/short", 10)


@pytest.mark.parametrize("target", ["http://192.0.2.2/file", "ftp://127.0.0.1/file", "file:///etc/passwd", "http://example.org/x"])
def test_a_server_leads_nowhere_else(place: str, target: str) -> None:
    started = time.monotonic()
    with pytest.raises(UsageError, match=r"leads to .* only fetched over https|answers 302"):
        fetched(f"{place}/to/{target}", 10)
    assert time.monotonic() - started < 5
    assert len(Server.asked) == 1


def test_https_is_not_left_again(place: str) -> None:
    with pytest.raises(UsageError, match="leads to"):
        fetching._check(f"{place}/file", "https://example.org/file")  # no server with a certificate here


def test_a_circle_ends(place: str) -> None:
    with pytest.raises(UsageError, match="answers 302"):
        fetched(f"{place}/to/{place}/to/" * 9, 10)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("https://[bad/x", "is no address"),
        ("https://", "names no server"),
        ("https:///x", "names no server"),
        ("ftp://example.org/decks", "only fetched over https"),
        ("FILE:///etc", "names no server"),
        ("http://example.org", "only fetched over https"),
        ("HTTP://example.org", "only fetched over https"),
    ],
)
def test_addresses_that_are_not_called(address: str, message: str) -> None:
    assert is_address(address)
    with pytest.raises(UsageError, match=message):
        fetched(address, 10)


def test_what_is_an_address() -> None:
    assert is_address("HTTPS://example.org/decks")
    assert not any(map(is_address, ["build/release", "C:\\decks", "C:/decks", "./https:", ""]))


def test_capitals_are_an_address_too(place: str) -> None:
    assert fetched(f"HTTP{place[4:]}/file", 10) == b"data"


@pytest.mark.parametrize(
    ("path", "message"),
    [("slow-head", "does not answer within"), ("slow-body", "comes too slowly"), ("slow-chunk", "has not come within 2 s")],
)
def test_a_server_that_drips_is_given_up(place: str, monkeypatch: pytest.MonkeyPatch, path: str, message: str) -> None:
    monkeypatch.setattr(fetching, "_SILENCE", 0.4)
    monkeypatch.setattr(fetching, "_LONGEST", 2)
    started = time.monotonic()
    with pytest.raises(UnavailableError, match=message):
        fetched(f"{place}/{path}", 1 << 20)
    assert time.monotonic() - started < 5
