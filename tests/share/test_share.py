"""`deckpress share` over real sockets: what phones get, and what hostile callers don't."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

from deckpress.cli import share
from deckpress.errors import MissingLibrary, UnavailableError, UsageError
from deckpress.project.titles import package_title
from deckpress.share import Limits, Served, Server, Shelf, listen, qr_lines, qr_width, room_for, shelf

if TYPE_CHECKING:
    from tests.conftest import Project

DECK = bytes(range(256)) * 4000
NAME = "题库 a&b's.apkg"


class Guest:
    """Somebody on the network who knows the address."""

    def __init__(self, server: Server) -> None:
        self.parts = urlsplit(server.url)
        self.port = self.parts.port or 0

    def get(self, path: str = "", method: str = "GET", secret: str = "", **headers: str) -> tuple[HTTPResponse, bytes]:
        """Fetches a path below the secret."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"{secret or self.parts.path}{path}", headers=names)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer, data

    def raw(self, data: bytes) -> bytes:
        """What comes back to bytes of any kind."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(data)
            out = b""
            while more := connection.recv(65536):
                out += more
        return out


class Party:
    """A server in a thread, and what it told."""

    def __init__(self, folder: Path, limits: Limits | None = None, title: Callable[[Path], str] | None = None) -> None:
        self.told: list[Served] = []
        self.server = Server(Shelf(folder, title), listen("127.0.0.1", 0), self.told.append, limits)
        self.guest = Guest(self.server)
        self.thread = threading.Thread(target=self.server.serve)

    def __enter__(self) -> Party:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()
        self.thread.join(20)
        self.server.__exit__()
        assert not self.thread.is_alive()

    def settle(self) -> None:
        """Waits until the server has done with every caller."""
        while self.server._open:
            time.sleep(0.01)


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    """A folder of decks, with things beside them that are nobody's business."""
    folder = tmp_path / "decks"
    (folder / "sub").mkdir(parents=True)
    (folder / NAME).write_bytes(DECK)
    (folder / "birds.apkg").write_bytes(b"birds")
    (folder / "notes.txt").write_text("private")
    (folder / ".hidden.apkg").write_text("hidden")
    (folder / "sub" / "deep.apkg").write_text("deep")
    (tmp_path / "secret.apkg").write_text("outside")
    return folder


@pytest.fixture
def release(decks: Path) -> Path:
    """The same with a page of its own."""
    (decks / "index.html").write_text("<h1>Release</h1>")
    (decks / "manifest.json").write_text("{}")
    (decks / "SHA256SUMS").write_text("0  birds.apkg")
    return decks


@pytest.fixture
def party(decks: Path) -> Iterator[Party]:
    with Party(decks) as made:
        yield made


def test_a_phone_finds_the_decks_and_fetches_one(party: Party) -> None:
    answer, page = party.guest.get()
    assert answer.status == 200
    assert answer.getheader("Content-Type") == "text/html; charset=utf-8"
    text = page.decode()
    links = re.findall(r'href="([^"]+)"', text)
    assert links == ["birds.apkg", quote(NAME, safe="")]
    assert "题库 a&amp;b&#x27;s" in text
    assert 'name="viewport"' in text
    answer, data = party.guest.get(links[1])
    assert data == DECK
    assert answer.getheader("Content-Type") == "application/octet-stream"
    disposition = answer.getheader("Content-Disposition") or ""
    assert disposition.startswith('attachment; filename="')
    assert disposition.endswith(f"filename*=UTF-8''{quote(NAME, safe='')}")
    assert answer.getheader("Cache-Control") == "no-store"
    assert answer.getheader("Referrer-Policy") == "no-referrer"


def test_a_download_is_told_once_it_is_sent(party: Party) -> None:
    party.guest.get("birds.apkg")
    party.guest.get("birds.apkg", "HEAD")
    party.guest.get()
    party.settle()
    assert party.told == [Served(caller="127.0.0.1", name="birds.apkg", size=5, total=5, whole=True)]


def test_only_a_whole_file_is_a_download(party: Party) -> None:
    for asked in ("bytes=-5", "bytes=0-9", "bytes=5-", "bytes=-5", ""):
        party.guest.get(quote(NAME), **({"Range": asked} if asked else {}))
        party.settle()
    total = len(DECK)
    assert [(served.size, served.part, served.whole) for served in party.told] == [
        (5, True, False), (10, True, False), (total - 5, True, True), (5, True, False), (total, False, True),
    ]  # fmt: skip
    assert {(served.name, served.total, served.cut) for served in party.told} == {(NAME, total, False)}


def test_parts_of_different_versions_make_no_download(party: Party, decks: Path) -> None:
    party.guest.get("birds.apkg", Range="bytes=0-2")
    (decks / "birds.apkg").write_bytes(b"BIRDS")
    party.guest.get("birds.apkg", Range="bytes=3-4")
    party.settle()
    assert [served.whole for served in party.told] == [False, False]


def test_head_is_get_without_the_body(party: Party) -> None:
    got, _ = party.guest.get(quote(NAME))
    answer, data = party.guest.get(quote(NAME), "HEAD")
    assert (answer.status, data) == (200, b"")
    assert answer.getheader("Content-Length") == str(len(DECK))
    assert answer.getheaders() == got.getheaders()


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=0-9", 206, DECK[:10]),
        ("bytes=10-", 206, DECK[10:]),
        ("bytes=-3", 206, DECK[-3:]),
        ("bytes=5-99999999999", 206, DECK[5:]),
        ("bytes=-99999999999", 206, DECK),
        (f"bytes={len(DECK)}-", 416, b""),
        ("bytes=9-2", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=0-1,4-5", 200, DECK),
        ("bytes=-", 200, DECK),
        ("bytes=x", 200, DECK),
        ("lines=1-2", 200, DECK),
        ("bytes=1-" + "9" * 500, 200, DECK),
    ],
)
def test_an_interrupted_download_goes_on(party: Party, asked: str, status: int, content: bytes) -> None:
    answer, data = party.guest.get(quote(NAME), Range=asked)
    assert (answer.status, data) == (status, content)


def test_a_part_of_a_deck_that_has_changed_is_not_joined_to_the_old_one(party: Party, decks: Path) -> None:
    first, _ = party.guest.get(quote(NAME), Range="bytes=0-99")
    tag = first.getheader("ETag") or ""
    assert party.guest.get(quote(NAME), Range="bytes=100-", If_Range=tag)[0].status == 206
    (decks / NAME).write_bytes(b"another")
    answer, data = party.guest.get(quote(NAME), Range="bytes=100-", If_Range=tag)
    assert (answer.status, data) == (200, b"another")


OUTSIDE = [
    "notes.txt", ".hidden.apkg", "%2ehidden.apkg", "sub/deep.apkg", "sub/", "sub", "../secret.apkg", "..%2fsecret.apkg",
    "%2e%2e/secret.apkg", "sub/../../secret.apkg", "..\\secret.apkg", "%5c..%5csecret.apkg", "%2fetc%2fpasswd", "/etc/passwd",
    "//birds.apkg", "./birds.apkg", "birds.apkg/", "birds.apkg%00.apkg", "%00", "BIRDS.apkg", "birds.apkg.", "birds.apkg%20",
    "%ff.apkg", "link.apkg", "linked/deep.apkg", "pipe.apkg", "none.apkg", "%E2%80%AE.apkg", "a/" * 50, "x" * 1000, "index.html",
    "sub%2fdeep.apkg", "birds.apkg::$DATA", "%252e%252e/secret.apkg",
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("whole", [False, True])
def test_nothing_else_can_be_fetched(decks: Path, path: str, whole: bool) -> None:
    if hasattr(os, "mkfifo"):
        (decks / "link.apkg").symlink_to(decks.parent / "secret.apkg")
        (decks / "linked").symlink_to(decks.parent, target_is_directory=True)
        os.mkfifo(decks / "pipe.apkg")
    if whole:
        (decks / "index.html").write_text("page")
    with Party(decks) as party:
        reply = party.guest.raw(f"GET {party.guest.parts.path}{path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    own = whole and path in ("notes.txt", "sub/deep.apkg", "index.html", "sub%2fdeep.apkg")
    assert reply.startswith(b"HTTP/1.1 200 " if own else b"HTTP/1.1 404 "), reply[:200]
    assert not any(word in reply for word in (b"outside", b"hidden", b"root:"))


def test_a_release_is_served_as_it_is(release: Path) -> None:
    with Party(release) as party:
        answer, data = party.guest.get()
        assert (answer.status, data) == (200, b"<h1>Release</h1>")
        types = {name: party.guest.get(name)[0].getheader("Content-Type") for name in ("manifest.json", "SHA256SUMS", "birds.apkg")}
    assert types == {
        "manifest.json": "application/json", "SHA256SUMS": "text/plain; charset=utf-8", "birds.apkg": "application/octet-stream",
    }  # fmt: skip


@pytest.mark.parametrize("secret", ["/", "/x/", "/birds.apkg", "/é/", "//", "/favicon.ico", "/x?/"])
def test_without_the_secret_there_is_nothing(party: Party, secret: str) -> None:
    reply = party.guest.raw(f"GET {quote(secret, safe='/?')} HTTP/1.1\r\n\r\n".encode())
    assert reply.startswith(b"HTTP/1.1 404 ")
    assert b"birds" not in reply


@pytest.mark.parametrize(
    ("wished", "title", "language"),
    [
        *(("zh-CN,zh;q=0.9,en;q=0.8", "牌组", "zh-CN"), ("zh-Hant-TW,en;q=0.5", "牌組", "zh-TW"), ("en-US,zh;q=0.9", "Decks", "en")),
        *(("fr-FR,zh-HK;q=0.3", "牌組", "zh-TW"), ("en;q=0.2,zh;q=0.7", "牌组", "zh-CN"), ("fr", "Decks", "en")),
        *(("", "Decks", "en"), ("zh;q=x,*", "Decks", "en"), ("fr,zh;q=0", "Decks", "en"), (f"{'a,' * 2000}zh", "Decks", "en")),
    ],
)
def test_the_list_speaks_the_language_of_the_phone(party: Party, wished: str, title: str, language: str) -> None:
    answer, page = party.guest.get(Accept_Language=wished)
    assert answer.status == 200
    assert f'<html lang="{language}">' in page.decode()
    assert f"<h1>{title}</h1>" in page.decode()


def test_the_secret_without_a_slash_leads_to_the_page(party: Party) -> None:
    answer, _ = party.guest.get(secret=party.guest.parts.path.rstrip("/"))
    assert (answer.status, answer.getheader("Location")) == (301, party.guest.parts.path)


def test_every_run_has_a_secret_of_its_own(decks: Path) -> None:
    secrets = set()
    for _ in range(3):
        with Party(decks) as party:
            secrets.add(party.server.secret)
    assert len(secrets) == 3
    assert all(len(secret) >= 20 for secret in secrets)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"POST {} HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", 405),
        (b"PUT {} HTTP/1.1\r\n\r\n", 405),
        (b"DELETE {} HTTP/1.1\r\n\r\n", 405),
        (b"OPTIONS * HTTP/1.1\r\n\r\n", 405),
        (b"GET {} HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", 400),
        (b"GET {} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"GET {} HTTP/2.0\r\n\r\n", 505),
        (b"GET {}\r\n\r\n", 400),
        (b"get {} HTTP/1.1\r\n\r\n", 400),
        (b"GET http://elsewhere/ HTTP/1.1\r\n\r\n", 400),
        (b"GET {} HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET {} HTTP/1.1\r\n folded: x\r\n\r\n", 400),
        (b"GET {} HTTP/1.1\r\nA: b\nRange: bytes=0-1\r\n\r\n", 400),
        (b"GET {} HTTP/1.1\r\n" + b"A: b\r\n" * 100 + b"\r\n", 431),
        (b"GET {} HTTP/1.1\r\nA: " + b"b" * 20_000 + b"\r\n\r\n", 431),
        (b"GET /" + b"a" * 5_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET /" + b"a" * 20_000, 414),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"\r\n\r\n", 400),
    ],
)
def test_a_bad_request_is_answered_and_ended(party: Party, sent: bytes, status: int) -> None:
    reply = party.guest.raw(sent.replace(b"{}", party.guest.parts.path.encode()))
    assert reply.startswith(f"HTTP/1.1 {status} ".encode()), reply[:100]
    assert party.guest.get()[0].status == 200


def test_a_caller_that_says_nothing_is_let_go(decks: Path) -> None:
    with Party(decks, Limits(head_seconds=0.2)) as party:
        assert party.guest.raw(b"GET / HT").startswith(b"HTTP/1.1 408 ")
        assert party.guest.get()[0].status == 200


def test_one_caller_holds_few_connections(decks: Path) -> None:
    with Party(decks, Limits(connections_each=3)) as party:
        held = [socket.create_connection(("127.0.0.1", party.guest.port), timeout=20) for _ in range(3)]
        while len(party.server._open) < 3:
            time.sleep(0.01)
        reply = party.guest.raw(f"GET {party.guest.parts.path} HTTP/1.1\r\n\r\n".encode())
        assert reply.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
        assert b"\r\nRetry-After: 5\r\n" in reply
        for connection in held:
            connection.close()
        party.settle()
        assert party.guest.get()[0].status == 200


def test_a_browser_that_tries_https_first_is_answered_at_once(party: Party) -> None:
    hello = b"\x16\x03\x01\x06\xc0\x01\x00\x06\xbc\x03\x03" + bytes(range(128, 160))
    started = time.monotonic()
    assert party.guest.raw(hello).startswith(b"HTTP/1.1 400 ")
    assert time.monotonic() - started < 5


def fetch(party: Party, address: str, wanted: str, pause: float = 0.0) -> bytes:
    """What somebody at an address of their own gets, 64 kB at a time with pauses between."""
    with socket.create_connection(("127.0.0.1", party.guest.port), timeout=60, source_address=(address, 0)) as connection:
        connection.sendall(f"GET {party.guest.parts.path}{wanted} HTTP/1.1\r\n\r\n".encode())
        out = b""
        while more := connection.recv(65536):
            out += more
            time.sleep(pause)
        return out.partition(b"\r\n\r\n")[2]


elsewhere = pytest.mark.skipif(sys.platform != "linux", reason="other systems have one loopback address unless asked for more")


@elsewhere
def test_a_class_at_once_gets_its_decks_whole(decks: Path) -> None:
    with Party(decks, Limits(connections=6, strangers=3)) as party, ThreadPoolExecutor(40) as phones:
        got = list(phones.map(lambda place: fetch(party, f"127.0.1.{place}", quote(NAME), 0.005), range(1, 41)))
        party.settle()
        assert [len(data) for data in got] == [len(DECK)] * 40
        assert sum(served.whole for served in party.told) == 40


@elsewhere
def test_strangers_do_not_keep_those_with_the_secret_out(decks: Path) -> None:
    limits = Limits(connections=20, strangers=4, stranger_seconds=0.1, head_seconds=60)
    with Party(decks, limits) as party, ExitStack() as held:
        for place in range(1, 31):
            stranger = socket.create_connection(("127.0.0.1", party.guest.port), timeout=20, source_address=(f"127.0.2.{place}", 0))
            held.enter_context(stranger).sendall(b"GET /")
        started = time.monotonic()
        assert fetch(party, "127.0.3.1", "birds.apkg") == b"birds"
        assert time.monotonic() - started < 20


@elsewhere
def test_strangers_take_no_place_of_those_with_the_secret(decks: Path) -> None:
    with Party(decks, Limits(connections=20, strangers=2, stranger_seconds=60)) as party:
        with (decks / "large.apkg").open("wb") as file:
            file.truncate(64 << 20)
        held = [
            socket.create_connection(("127.0.0.1", party.guest.port), timeout=20, source_address=(f"127.0.4.{n}", 0)) for n in range(1, 9)
        ]
        for connection in held:  # they take a little and stay
            connection.sendall(f"GET {party.guest.parts.path}large.apkg HTTP/1.1\r\n\r\n".encode())
            assert connection.recv(12) == b"HTTP/1.1 200"
        assert fetch(party, "127.0.5.1", "birds.apkg") == b"birds"
        for connection in held:
            connection.close()


def test_room_is_asked_of_the_system() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (200, before[1]))
        assert room_for(256) == 256
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= 512
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_one_caller_asks_only_so_often(decks: Path) -> None:
    with Party(decks, Limits(requests_each=2)) as party:
        assert [party.guest.get()[0].status for _ in range(4)] == [200, 200, 429, 429]


def test_a_caller_who_leaves_in_the_middle_disturbs_nobody(party: Party, decks: Path) -> None:
    with (decks / "large.apkg").open("wb") as file:
        file.truncate(64 << 20)
    connection = socket.create_connection(("127.0.0.1", party.guest.port), timeout=20)
    connection.sendall(f"GET {party.guest.parts.path}large.apkg HTTP/1.1\r\n\r\n".encode())
    connection.recv(100)
    connection.close()
    assert party.guest.get("birds.apkg")[1] == b"birds"
    party.settle()
    [large] = [served for served in party.told if served.name == "large.apkg"]
    assert (large.total, large.cut, large.whole) == (64 << 20, True, False)
    assert large.size < large.total


def test_the_list_names_decks_as_anki_does(new_project: Callable[[], Project], decks: Path) -> None:
    made = new_project()
    made.questions([{"id": "a", "stem": "Is it?", "answer": True}], title="客服 & more", deck="Work::客服 & more")
    shutil.copy(made.release(), decks / "service-cn.apkg")
    with Party(decks, title=package_title) as party:
        for _ in range(2):
            page = party.guest.get()[1].decode()
            assert "<b>Work › 客服 &amp; more<small>service-cn.apkg</small></b>" in page
            assert "<b>birds</b>" in page  # no package: its file name does
        (decks / "service-cn.apkg").write_bytes(b"another")
        assert "<b>service-cn</b>" in party.guest.get()[1].decode()


def test_titles_are_read_once_and_for_a_moment_only(decks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def title(path: Path) -> str:
        asked.append(path.name)
        return path.name.upper()

    clock = iter(range(100))
    monkeypatch.setattr(shelf, "time", SimpleNamespace(monotonic=lambda: float(next(clock))))
    shelved = Shelf(decks, title)
    assert shelved.titles() == {"birds.apkg": "BIRDS.APKG"}
    assert shelved.titles() == shelved.titles() == {"birds.apkg": "BIRDS.APKG", NAME: NAME.upper()}
    assert asked == ["birds.apkg", NAME]


def test_a_folder_made_anew_is_served_anew(party: Party, decks: Path) -> None:
    decks.rename(decks.with_name("old"))
    assert party.guest.get("birds.apkg")[0].status == 404
    assert party.guest.get()[0].status == 404
    decks.mkdir()
    (decks / "fresh.apkg").write_bytes(b"fresh")
    assert party.guest.get("fresh.apkg")[1] == b"fresh"


def test_a_folder_without_decks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no \.apkg in it"):
        Shelf(tmp_path)
    with pytest.raises(UsageError, match=r"no such folder.*\n.*deckpress build"):
        Shelf(tmp_path / "none")


def test_a_port_that_is_taken_is_named() -> None:
    first = listen("127.0.0.1", 0)
    with first.socket:
        port = first.socket.getsockname()[1]
        with pytest.raises(UnavailableError, match=f"port {port} is taken.*\n.*--port 0"):
            listen("127.0.0.1", port)


def test_what_is_no_address_of_this_computer_is_refused() -> None:
    with pytest.raises(UsageError, match="not 'wifi'"):
        listen("wifi")
    with pytest.raises(UnavailableError, match=r"192\.0\.2\.7 is no address of this computer"):
        listen("192.0.2.7", 0)


def test_without_a_network_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoRoute(socket.socket):
        def connect(self, _: object) -> None:
            raise OSError("Network is unreachable")

    monkeypatch.setattr(socket, "socket", NoRoute)
    monkeypatch.setattr(socket, "gethostbyname_ex", lambda name: (name, [], ["127.0.1.1"]))
    with pytest.raises(UnavailableError, match="same Wi-Fi"):
        listen()


def test_the_code_in_the_terminal_is_that_of_the_address() -> None:
    import segno

    url = "http://192.168.1.20:9000/abcdefghijklmnopqrstuv/"
    shown = re.findall(r"^\x1b\[38;5;231;48;5;16m(.*)\x1b\[0m$", qr_lines(url), re.M)
    matrix = [list(row) for row in segno.make(url, error="l", micro=False).matrix_iter(border=2)]
    signs = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    assert len(shown) == -(-len(matrix) // 2)
    read = [list(row) for line in shown for row in zip(*(signs[sign] for sign in line), strict=True)]
    assert read[: len(matrix)] == matrix


def test_a_terminal_without_block_characters_gets_a_code_of_blanks() -> None:
    import segno

    url = "http://192.168.1.20:9000/abcdefghijklmnopqrstuv/"
    matrix = [list(row) for row in segno.make(url, error="l", micro=False).matrix_iter(border=2)]
    for encoding in ("gbk", "cp1252", "ascii", "no-such-encoding"):
        lines = qr_lines(url, encoding)
        assert lines.isascii()
        colours = [re.findall(r"\x1b\[48;5;(231|16)m  ", line) for line in lines.splitlines()]
        assert [[int(colour == "16") for colour in row] for row in colours] == matrix
        assert qr_width(lines) == 2 * len(matrix[0])
    assert qr_width(qr_lines(url, "cp437")) == len(matrix[0])


def test_a_code_that_finds_no_room_is_left_out_and_why_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(encoding="gbk"))
    monkeypatch.setenv("COLUMNS", "60")
    assert share._code("http://192.168.1.20:9000/abcdefghijklmnopqrstuv/").startswith("No QR code: it takes 66 columns here")
    monkeypatch.setenv("COLUMNS", "80")
    assert share._code("http://192.168.1.20:9000/abcdefghijklmnopqrstuv/").startswith("\x1b[48;5;231m  ")


@pytest.mark.parametrize(
    ("served", "text"),
    [
        ({"size": 1234, "whole": True}, "1,234 bytes"),
        ({"size": 5, "part": True}, "5 of 1,234 bytes, a part"),
        ({"size": 1000, "part": True, "whole": True}, "1,000 of 1,234 bytes, the rest"),
        ({"size": 1000, "cut": True}, "1,000 of 1,234 bytes, broken off"),
    ],
)
def test_a_line_tells_parts_from_downloads(served: dict[str, Any], text: str) -> None:
    assert share._amount(Served(caller="x", name="x", total=1234, **served)) == text


def test_without_the_library_it_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "segno", None)
    with pytest.raises(MissingLibrary, match=r"pip install 'deckpress\[share\]'"):
        qr_lines("x")


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
def test_ctrl_c_ends_the_command_well(decks: Path) -> None:
    arguments = [sys.executable, "-m", "deckpress", "share", str(decks), "--bind", "127.0.0.1", "--port", "0"]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own command
    assert process.stdout is not None
    lines: list[str] = []
    while not (lines and lines[-1].startswith("Ctrl-C")):
        lines.append(process.stdout.readline())
        assert lines[-1], lines
    url = next(line.strip() for line in lines if "http://" in line)
    parts = urlsplit(url)
    connection = HTTPConnection("127.0.0.1", parts.port or 0, timeout=20)
    connection.request("GET", f"{parts.path}birds.apkg")
    assert connection.getresponse().read() == b"birds"
    connection.close()
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    assert "birds.apkg  5 bytes" in out
    assert out.endswith("Ended: 1 download.\n")
