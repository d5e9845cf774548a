"""``deckpress preview`` as a person runs it: what it prints, what it serves, how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from deckpress.cli import main

BANK = "deckpress: 1\nid: a\ntitle: Birds\nquestions:\n  - id: x\n    stem: Can it fly?\n    answer: It can\n"
BROKEN = BANK + "  - id: y\n    stem: Which?\n    options: [a, b]\n    answer: Z\n"


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bank in ``decks`` below the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    path = Path("decks/birds.yaml")
    path.write_text(BANK, "utf-8")
    return path


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(("preview", *arguments))
    sys.stdout.flush()
    out, err = capfd.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.mark.usefixtures("bank")
def test_html_is_one_file(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capfd, "--html", "out.html")
    assert (code, err) == (0, "")
    assert out.startswith("out.html: 1 bank, 1 card, ")
    assert "Can it fly?" in Path("out.html").read_text("utf-8")


def test_html_of_a_bank_with_errors_is_written_and_says_them(bank: Path, capfd: pytest.CaptureFixture[str]) -> None:
    bank.write_text(BROKEN, "utf-8")
    code, out, err = run(capfd, "decks", "--html", "out.html")
    assert code == 1
    assert "1 card, 1 error" in out
    assert "decks/birds.yaml:11:13: error answer-no-option" in err
    assert "the answer Z names no option" in Path("out.html").read_text("utf-8")


@pytest.mark.usefixtures("bank")
def test_what_is_off_is_said_before_anything_is_served(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capfd, "absent.yaml", "--no-open")
    assert (code, out) == (2, "")
    assert "absent.yaml: there is no such file or folder" in err
    assert run(capfd, "--no-open", "--tags", "a and")[0] == 2
    assert run(capfd, "--no-open", "--tags", " ")[0] == 2
    assert run(capfd, "--no-open", "--port", "70000")[0] == 2
    assert run(capfd, "--html", "no-such-folder/out.html")[0] == 4


@pytest.mark.usefixtures("bank")
def test_a_port_in_use_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = run(capfd, "--no-open", "--port", str(port))
    assert (code, out) == (4, "")
    assert f"port {port} is in use" in err
    assert "--port" in err


@pytest.mark.usefixtures("bank")
def test_it_serves_until_ctrl_c() -> None:
    command = [sys.executable, "-m", "deckpress", "preview", "--no-open", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own command
        assert process.stdout is not None
        address = process.stdout.readline().split()[0]
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
            assert "Can it fly?" in answer.read().decode()
        assert process.stdout.readline() == "1 bank, 1 card\n"
        if os.name == "nt":
            process.terminate()
            return
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out.strip(), err) == (0, "", "")
