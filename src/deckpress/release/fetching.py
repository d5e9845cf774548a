"""Files of a published release, fetched over ``https``: every hop of the way, in bounded time and size."""

from __future__ import annotations

import http.client
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import IO, Any

from deckpress.errors import UnavailableError, UsageError

__all__ = ["below", "fetched", "is_address"]

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HERE = ("localhost", "127.0.0.1", "::1")
_SILENCE = 60
"""Seconds without an answer, or without data, after which a server is given up."""
_LONGEST = 30 * 60
_SLOWEST = 20_000
"""Bytes a second that a whole file must reach, and at least a tenth of it at any time after `_SILENCE`."""
_CHUNK = 1 << 20


def is_address(place: str) -> bool:
    """Whether a place is meant as an address; else it is a folder."""
    return bool(_ADDRESS.match(place))


def below(place: str, name: str) -> str:
    """The address of a file in a folder that has an address."""
    return f"{place.rstrip('/')}/{urllib.parse.quote(name)}"


def fetched(address: str, limit: int) -> bytes:
    """The bytes at an address, at most ``limit``. Raises `UsageError` for an address that is none, is not ``https`` or is answered with an
    error, `UnavailableError` where there is no connection or the server takes too long."""
    _check(address, address)
    longest = min(_LONGEST, _SILENCE + limit / _SLOWEST)
    answers: SimpleQueue[bytes | Exception] = SimpleQueue()
    opened = Event()

    def ask() -> None:
        try:
            answers.put(_read(address, limit, opened))
        except Exception as error:  # raised again below, where somebody waits
            answers.put(error)
        opened.set()

    # In a thread: a server could send a head, or what stands between two pieces, byte by byte for hours.
    Thread(target=ask, daemon=True).start()
    if not opened.wait(_SILENCE):
        raise UnavailableError(f"{address} does not answer within {_SILENCE} s. Try again later")
    try:
        answer = answers.get(timeout=longest)
    except Empty:
        raise UnavailableError(f"{address} has not come within {longest:.0f} s. Try again later") from None
    try:
        if isinstance(answer, Exception):
            raise answer
    except urllib.error.HTTPError as error:
        error.close()
        said = f"{address}: the server answers {error.code} {error.reason}"
        if error.code >= 500:
            raise UnavailableError(f"{said}. Try again later") from error
        hint = "\n  --previous takes the address of the folder. For the first release of all leave it out" if error.code == 404 else ""
        raise UsageError(f"{said}{hint}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UnavailableError(f"{address} can't be fetched: {error}") from error
    return answer


def _read(address: str, limit: int, opened: Event) -> bytes:
    """What `fetched` gives, without a bound on waiting; ``opened`` is set when the answer's head has come."""
    out = bytearray()
    with urllib.request.build_opener(_Redirects).open(address, timeout=_SILENCE) as answer:
        opened.set()
        started = time.monotonic()
        size = int(answer.headers.get("Content-Length") or -1)
        while len(out) != size and (data := answer.read1(_CHUNK)):
            out += data
            if len(out) > limit:
                raise UnavailableError(f"{address} is larger than its release says, or than {limit:,} bytes")
            taken = time.monotonic() - started
            if taken > _SILENCE and len(out) < taken * _SLOWEST / 10:
                raise UnavailableError(f"{address} comes too slowly: {len(out):,} bytes in {taken:.0f} s. Try again later")
    if len(out) < size:
        raise UnavailableError(f"{address} breaks off after {len(out):,} of {size:,} bytes. Try again later")
    return bytes(out)


def _check(address: str, before: str) -> None:
    """Raises `UsageError` for an address that is not to be called; ``before`` is the one that led to it."""
    try:
        parts = urllib.parse.urlsplit(address)
        host = parts.hostname or ""
        plain = parts.scheme == "http" and host in _HERE and before.lower().startswith("http:")
    except ValueError as error:
        raise UsageError(f"{address} is no address: {error}") from error
    if not host:
        raise UsageError(f"{address} is no address: it names no server, as https://example.org/decks/ does")
    if parts.scheme != "https" and not plain:
        told = address if address == before else f"{before} leads to {address}"
        raise UsageError(f"{told}: a release is only fetched over https")


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a server's word only to where one may go."""

    max_redirections = 5

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        try:
            _check(newurl, req.full_url)
        except UsageError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)
