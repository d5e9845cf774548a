"""Where to listen: the address of this machine that others on the local network reach, and a port."""

from __future__ import annotations

import errno
import importlib
import ipaddress
import os
import socket
from contextlib import suppress
from dataclasses import dataclass

from deckpress.errors import UnavailableError, UsageError

__all__ = ["DEFAULT_PORT", "Place", "lan_address", "listen", "room_for"]

DEFAULT_PORT = 9000
_WAITING = 512
"""Callers that the system lets wait at the door while all connections are taken (at most: systems have a limit of their own)."""
_FILES_BESIDE = 64
_ELSEWHERE = ("192.0.2.1", 9)
"""An address that exists nowhere (RFC 5737). Connecting a datagram socket to it sends nothing, but tells which way it would go."""
_NO_NETWORK = (
    "this computer has no address on a local network, so no phone can reach it.\n"
    "  Connect it to the same Wi-Fi as the phone (or open the phone's hotspot) and try again, or name its address: --bind ADDRESS"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A listening socket, and ``address``: what others write to reach it, with the port (``192.168.1.20:9000``)."""

    socket: socket.socket
    address: str
    alone: bool
    """Whether only this machine can reach it."""


def lan_address() -> str:
    """This machine's IPv4 address on the local network. Raises `UnavailableError` where it has none."""
    candidates: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):  # no route: a network without a gateway, or none
        probe.connect(_ELSEWHERE)
        candidates.append(probe.getsockname()[0])
    with suppress(OSError):  # the machine does not know its own name
        candidates += socket.gethostbyname_ex(socket.gethostname())[2]
    for candidate in candidates:
        address = ipaddress.ip_address(candidate)
        if not (address.is_loopback or address.is_unspecified or address.is_multicast):
            return candidate
    raise UnavailableError(_NO_NETWORK)


def room_for(connections: int) -> int:
    """How many connections this process may hold, at most ``connections``, each with a file; asks the system to allow so many files."""
    try:
        resource = importlib.import_module("resource")
    except ImportError:  # Windows, which has no such limit
        return connections
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * connections + _FILES_BESIDE
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return connections
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    except (OSError, ValueError):  # the system allows fewer than it says
        most = soft
    return max(1, min(connections, (most - _FILES_BESIDE) // 2))


def listen(bind: str = "", port: int | None = None) -> Place:
    """Opens a listening socket. ``bind`` is an address of this machine (default: `lan_address`), ``port`` 0 takes any free one.

    Without a port 9000 is tried, then any. Raises `UsageError` for what is no address, `UnavailableError` where the port is taken.
    """
    try:
        address = ipaddress.ip_address(bind.strip("[]") or lan_address())
    except ValueError:
        raise UsageError(f"--bind takes an address of this computer, such as 192.168.1.20, not '{bind[:80]}'") from None
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    try:
        opened = _open(family, str(address), DEFAULT_PORT if port is None else port)
    except OSError as error:
        if port is not None or error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise _refused(error, str(address), port) from error
        opened = _open(family, str(address), 0)
    reached = lan_address() if address.is_unspecified else str(address)
    name = f"[{reached}]" if ":" in reached else reached
    return Place(socket=opened, address=f"{name}:{opened.getsockname()[1]}", alone=address.is_loopback)


def _open(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((address, port))
        opened.listen(_WAITING)
    except BaseException:
        opened.close()
        raise
    return opened


def _refused(error: OSError, address: str, port: int | None) -> UnavailableError:
    match error.errno:
        case errno.EADDRINUSE:
            return UnavailableError(f"port {port} is taken by another program.\n  Choose another: --port 0 takes any free one")
        case errno.EACCES:
            return UnavailableError(f"port {port} may be opened by administrators alone.\n  Choose one from 1024 on, or leave --port out")
        case errno.EADDRNOTAVAIL:
            return UnavailableError(f"{address} is no address of this computer.\n  Leave --bind out, and deckpress finds it")
    return UnavailableError(f"can't listen on {address}, port {port or DEFAULT_PORT}: {error.strerror or error}")
