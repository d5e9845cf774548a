"""A preview follows its banks, shows what can't be a card, and serves this machine alone."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.anki.test_kinds import png

from deckpress.errors import ExpressionError, UnavailableError, UsageError
from deckpress.project.preview import LivePreview, write_preview
from deckpress.project.preview_server import PreviewServer

if TYPE_CHECKING:
    from tests.conftest import Project

ONE = {"id": "one", "stem": "first", "answer": "x"}
TWO = {"id": "two", "stem": "second thing", "answer": "y"}


def rows(live: LivePreview) -> list[str]:
    """Each row's title, that of a finding with its severity before it."""
    names = ("note", "warning", "error")
    return [(f"{names[row[6]]}: " if row[2] < 0 else "") + row[10] for row in live.preview.head(paths=False)["rows"]]


def watching(*paths: Path, tags: str = "") -> LivePreview:
    live = LivePreview(paths, tags)
    live.check()
    assert live.refresh()
    return live


def test_only_what_changes_is_read_again(project: Project) -> None:
    project.questions([ONE])
    other = project.questions([TWO], "other.yaml", id="other")
    live = watching(project.decks)
    before = live.preview.banks
    assert rows(live) == ["first", "second thing"]
    assert not live.refresh()
    (project.decks / "notes.txt").write_text("mine", "utf-8")
    assert not live.refresh()
    project.questions([ONE | {"stem": "first, mended"}])
    assert live.refresh()
    assert rows(live) == ["first, mended", "second thing"]
    assert live.preview.banks[1] is before[1]
    other.unlink()
    assert live.refresh()
    assert rows(live) == ["first, mended"]
    assert live.version == 3


def test_a_bank_that_comes_later_is_shown(project: Project) -> None:
    project.questions([ONE])
    live = watching(project.decks)
    project.questions([TWO], "deeper/more.yaml", id="more")
    assert live.refresh()
    assert rows(live) == ["first", "second thing"]


def test_banks_that_have_gone_are_an_error_until_they_are_back(project: Project) -> None:
    path = project.questions([ONE])
    live = watching(project.decks)
    path.unlink()
    assert live.refresh()
    assert rows(live)[0].startswith("error: no banks in ")
    shutil.rmtree(project.decks)
    assert live.refresh()
    assert "there is no such file or folder" in rows(live)[0]
    project.decks.mkdir()
    project.questions([ONE])
    assert live.refresh()
    assert rows(live) == ["first"]


def test_an_absent_image_is_an_error_till_it_comes(project: Project) -> None:
    path = project.questions([ONE, TWO | {"stem": "look: ![it](images/it.png)"}])
    live = watching(path)
    assert rows(live)[1].startswith("error: there is no image 'images/it.png'")
    project.write(png(), "images/it.png")
    assert live.refresh()
    assert rows(live) == ["first", "look:"]
    project.write(png(9), "images/it.png")
    [before] = live.preview.media
    assert live.refresh()
    assert [before] != list(live.preview.media)


def test_what_is_wrong_stands_where_its_card_would_be(project: Project) -> None:
    wrong = {"id": "wrong", "stem": "which one?", "options": ["a", "b"], "answer": "Z"}
    unanswered = {"id": "open", "stem": "and this?", "options": ["c", "d"]}
    path = project.questions([ONE, wrong, unanswered, TWO])
    live = watching(path)
    assert rows(live) == [
        "first", "error: the answer Z names no option", "warning: 'open' has no answer: it is left out of the deck", "second thing",
    ]  # fmt: skip
    card = live.preview.card(1)
    assert card["findings"][0]["code"] == "answer-no-option"
    assert card["source"]["text"].startswith("  - id: wrong")
    assert (live.counts().cards, live.counts().errors, live.counts().warnings) == (2, 1, 1)


def test_a_bank_that_is_no_yaml_shows_its_error_beside_the_others(project: Project) -> None:
    project.write("deckpress: 1\nquestions: [\n", "a.yaml")
    project.questions([ONE])
    shown = rows(watching(project.decks))
    assert shown[0].startswith("error: ")
    assert shown[-1] == "first"


def test_two_banks_with_one_id_and_a_broken_collection_file_are_said(project: Project) -> None:
    project.questions([ONE])
    project.questions([TWO], "twin.yaml")
    project.write("colour: red\n", "deckpress.yaml")
    shown = rows(watching(project.decks))
    assert shown[0] == "first"
    assert any("same id" in row for row in shown)
    assert any("colour" in row for row in shown)


def test_a_tag_expression_chooses_notes(project: Project) -> None:
    path = project.questions([ONE | {"tags": ["good"]}, TWO])
    assert rows(watching(path, tags="good")) == ["first"]
    with pytest.raises(ExpressionError):
        LivePreview([path], "good and").check()
    with pytest.raises(UsageError):
        LivePreview([project.decks / "absent.yaml"]).check()


def test_the_offline_page_tells_no_path_of_this_machine(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.questions([ONE, TWO | {"stem": "</script><script>alert(1)</script> \u2028"}])
    monkeypatch.chdir(project.folder)
    write_preview([Path("decks")], Path("out.html"))
    page = Path("out.html").read_text("utf-8")
    assert str(project.folder) not in page
    assert page.count("</script>") == page.count("<script")
    assert "alert(1)</" not in page


@pytest.fixture
def server(project: Project) -> Iterator[PreviewServer]:
    """A server of two cards and an image."""
    project.write(png(), "logo.png")
    project.questions([ONE | {"stem": "![logo](logo.png) first"}, TWO])
    opened = PreviewServer(LivePreview([project.decks]), 0)
    threading.Thread(target=opened.serve_forever, args=(0.02,), daemon=True).start()
    yield opened
    opened.shutdown()
    opened.server_close()


def ask(server: PreviewServer, path: str, method: str = "GET", host: str = "") -> tuple[int, bytes, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{server.server_port}")
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body, answer.headers


def data_of(server: PreviewServer, path: str) -> Any:
    status, body, _ = ask(server, path)
    assert status == 200, body
    return json.loads(body)


def test_it_serves_the_page_its_data_and_images(server: PreviewServer) -> None:
    status, page, headers = ask(server, "/")
    assert status == 200
    assert b"Content-Security-Policy" in page
    assert headers["X-Content-Type-Options"] == "nosniff"
    version = data_of(server, "/data")["version"]
    assert data_of(server, "/version") == {"version": version}
    assert "first" in data_of(server, f"/texts?v={version}")[0]
    card = data_of(server, f"/card?n=0&v={version}")
    image = next(word for value in card["values"] for word in value.split('"') if word.startswith("dp-"))
    status, body, headers = ask(server, f"/{image}")
    assert (status, body, headers["Content-Type"]) == (200, png(), "image/png")
    assert "sandbox" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}"])
def test_a_foreign_host_is_refused(server: PreviewServer, host: str) -> None:
    for path in ("/", "/data", "/version"):
        status, body, _ = ask(server, path, host=host.format(port=server.server_port))
        assert status == 421
        assert b"first" not in body
    assert ask(server, "/version", host=f"localhost:{server.server_port}")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"])
def test_only_get_is_answered(server: PreviewServer, method: str) -> None:
    assert ask(server, "/", method)[0] == 405


@pytest.mark.parametrize(
    "path",
    ["/logo.png", "/../bank.yaml", "/%2e%2e/bank.yaml", "//etc/passwd", "/bank.yaml", "/dp-00000000000000000000.png", "/page.js"],
)
def test_no_path_names_a_file(server: PreviewServer, path: str) -> None:
    assert ask(server, path)[0] == 404


@pytest.mark.parametrize("number", ["2", "-1", "x", "", "9" * 30, "１"])
def test_there_is_no_card_but_the_banks(server: PreviewServer, number: str) -> None:
    from urllib.parse import quote

    version = data_of(server, "/version")["version"]
    assert ask(server, f"/card?n={quote(number)}&v={version}")[0] == 404


def test_a_card_of_an_older_version_is_refused(server: PreviewServer) -> None:
    version = data_of(server, "/version")["version"]
    assert ask(server, f"/card?n=0&v={version - 1}")[0] == 409
    assert ask(server, "/texts?v=x")[0] == 409


def test_an_image_that_changed_since_is_not_served(server: PreviewServer, project: Project) -> None:
    data_of(server, "/version")
    [name] = server.live.preview.media
    project.write(png(7), "logo.png")
    assert server.image(name) is None


def test_a_port_in_use_is_said_unless_any_will_do(server: PreviewServer, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnavailableError, match=f"port {server.server_port} is in use"):
        PreviewServer(LivePreview([project.decks]), server.server_port)
    monkeypatch.setattr("deckpress.project.preview_server.DEFAULT_PORT", server.server_port)
    other = PreviewServer(LivePreview([project.decks]))
    assert other.server_port != server.server_port
    other.server_close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such addresses to try")
def test_it_listens_on_this_machine_alone(server: PreviewServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    with socket.socket() as other:
        other.settimeout(2)
        assert other.connect_ex(("127.0.0.2", server.server_port)) != 0
