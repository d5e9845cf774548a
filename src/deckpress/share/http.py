"""As much of HTTP/1.1 as a read-only folder needs: one request a connection, GET and HEAD, one byte range.

Every other thing that a caller sends is answered with the status that says so, and nothing is kept open for it.
"""

from __future__ import annotations

import re
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import IO
from urllib.parse import quote

from deckpress.share.shelf import Item

__all__ = ["RefusedError", "Request", "byte_range", "farewell", "item_headers", "read_request", "send_file", "send_head"]

STATUS = {
    200: "OK", 206: "Partial Content", 301: "Moved Permanently", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 414: "URI Too Long", 416: "Range Not Satisfiable", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 503: "Service Unavailable", 505: "HTTP Version Not Supported",
}  # fmt: skip
_LONGEST_TARGET = 4096
_MOST_HEADERS = 64
_LINE = re.compile(rb"([A-Z]{1,20}) ([!-~]+) HTTP/(\d)\.(\d)")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~\x80-\xff]*?)[ \t]*")
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_CHUNK = 1 << 16
"""Small: each must be taken within the idle time, also by one of a hundred phones on a slow network."""
_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class RefusedError(Exception):
    """A request that is answered with ``status`` and no more."""

    def __init__(self, status: int) -> None:
        super().__init__(STATUS[status])
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """``target`` is the path as it came, without the query; header names are in small letters."""

    method: str
    target: str
    headers: dict[str, str]


def read_request(connection: socket.socket, most_bytes: int, seconds: float) -> Request:
    """Reads one request's head within ``seconds``. Raises `RefusedError`, `ConnectionError` where the caller goes away."""
    deadline = time.monotonic() + seconds
    data = b""
    while (end := data.find(b"\r\n\r\n")) < 0:
        left = deadline - time.monotonic()
        if left <= 0:
            raise RefusedError(408)
        connection.settimeout(left)
        try:
            more = connection.recv(4096)
        except TimeoutError:
            raise RefusedError(408) from None
        if not more:
            raise ConnectionResetError
        data += more
        if not data[:1].isupper():  # a browser that tries https first (0x16) would wait for an answer in TLS: no head would ever end
            raise RefusedError(400)
        if len(data) > most_bytes:
            raise RefusedError(414 if b"\r\n" not in data else 431)
    return _parse(data[:end])


def _parse(head: bytes) -> Request:
    first, *lines = head.split(b"\r\n")
    found = _LINE.fullmatch(first)
    if found is None:
        raise RefusedError(400)
    method, target, major, _ = found.groups()
    if major != b"1":
        raise RefusedError(505)
    if len(target) > _LONGEST_TARGET:
        raise RefusedError(414)
    if len(lines) > _MOST_HEADERS:
        raise RefusedError(431)
    headers: dict[str, str] = {}
    for line in lines:
        pair = _HEADER.fullmatch(line)
        if pair is None:
            raise RefusedError(400)
        headers.setdefault(pair[1].decode().lower(), pair[2].decode("latin-1"))
    if method not in (b"GET", b"HEAD"):
        raise RefusedError(405)
    if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers or not target.startswith(b"/"):
        raise RefusedError(400)
    return Request(method=method.decode(), target=target.decode().partition("?")[0], headers=headers)


def byte_range(request: Request, item: Item) -> tuple[int, int] | None:
    """The range asked for as (start, end), end not included; None for the whole. Raises `RefusedError` 416 where it lies outside."""
    found = _RANGE.fullmatch(request.headers.get("range", ""))
    if found is None or not item.tag or (request.headers.get("if-range", item.tag) != item.tag):
        return None  # of several ranges, or of a file that has changed since, the whole is the right answer
    first, last = found.groups()
    if not first and not last:
        return None
    start = int(first) if first else max(0, item.size - int(last))
    end = min(item.size, int(last) + 1) if first and last else item.size
    if start >= item.size or (first and last and int(last) < start) or (not first and not int(last)):
        raise RefusedError(416)
    return start, end


def item_headers(item: Item, span: tuple[int, int] | None) -> dict[str, str]:
    """The headers of an answer that brings an item, or a part of it."""
    start, end = span or (0, item.size)
    headers = {"Content-Type": item.type, "Content-Length": str(end - start)}
    if item.tag:
        headers |= {"ETag": item.tag, "Accept-Ranges": "bytes"}
    if span:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{item.size}"
    if item.download:
        plain = "".join(c if (c.isascii() and c.isalnum()) or c in "-_. " else "_" for c in item.name)
        headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(item.name, safe='')}"
    if item.own_page:
        headers["Content-Security-Policy"] = _PAGE_POLICY
    return headers


def send_head(connection: socket.socket, status: int, headers: dict[str, str]) -> None:
    """Sends an answer's head. Addresses are secret: nothing is cached, nobody is told where a visitor came from."""
    common = {
        "Connection": "close", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "DENY",
    }  # fmt: skip
    lines = [f"HTTP/1.1 {status} {STATUS[status]}", *(f"{name}: {value}" for name, value in (headers | common).items())]
    connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))


def send_file(connection: socket.socket, file: IO[bytes], start: int, end: int) -> int:
    """Sends bytes of a file, at the pace of the caller; the number sent, fewer where the caller left or the file became shorter."""
    file.seek(start)
    at = start
    with suppress(OSError):
        while at < end and (data := file.read(min(_CHUNK, end - at))):
            connection.sendall(data)
            at += len(data)
    return at - start


def farewell(connection: socket.socket) -> None:
    """Ends a connection so that the answer arrives: a socket closed with unread bytes in it would take the answer back."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(0.5)
        for _ in range(16):
            if not connection.recv(4096):
                break
    connection.close()
