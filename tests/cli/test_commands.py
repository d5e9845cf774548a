"""The commands as a person runs them: what they print, where, and how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import pytest

import deckpress
from deckpress.cli import COMMANDS, main

BANK = "deckpress: 1\nid: a\ntitle: t\nquestions:\n  - id: x\n    stem: 什么是服务？\n    answer: 帮助客户\n    topics: [客户::服务]\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with one good bank in ``decks``."""
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    Path("decks/a.yaml").write_text(BANK, "utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path, capfd: pytest.CaptureFixture[str]) -> object:
    """Runs a command in this process: exit code, output, errors."""
    assert folder == Path.cwd()

    def command(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return int(ended.value.code or 0), out, err

    return command


class Run:
    """The shape of what the `run` fixture gives."""

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, output, errors."""
        raise NotImplementedError


def break_bank() -> None:
    Path("decks/a.yaml").write_text(BANK + "  - stem: y\n    anser: z\n", "utf-8")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["build"], 0),
        (["check"], 0),
        (["tags"], 0),
        (["schema"], 0),
        (["schema", "manifest"], 0),
        (["fmt"], 0),
        (["--help"], 0),
        (["--version"], 0),
        (["check", "-h"], 0),
        (["build", "gone"], 2),
        (["check", "gone.yaml"], 2),
        (["tags", "gone"], 2),
        (["fmt", "gone"], 2),
        (["bild"], 2),
        (["build", "--lokced"], 2),
        (["check", "--format", "xml"], 2),
        (["build", "--jobs", "0"], 2),
        (["build", "--tags", "a and"], 2),
        (["tags", "--tags", "("], 2),
        (["build", "-o", "decks/a.yaml"], 2),
        (["build", "-o", "decks/a.yaml/x"], 4),
        (["verify"], 2),
        (["schema", "x"], 2),
        (["new", "decks"], 2),
        (["build", "--tags", "type::none"], 0),
        (["build", "--locked"], 1),
    ],
)
def test_how_a_command_ends(run: Run, arguments: list[str], code: int) -> None:
    ended, out, err = run(*arguments)
    assert ended == code, err
    assert "Traceback" not in err
    assert bool(err) is (code != 0) or arguments[-1] == "type::none"
    assert out or code or arguments == ["fmt"]


@pytest.mark.parametrize("command", ["build", "check", "tags"])
def test_a_bank_with_errors_ends_in_one(run: Run, command: str) -> None:
    break_bank()
    code, out, err = run(command)
    assert code == 1
    assert "decks/a.yaml:9:5: error missing-id: the question has no id\n" in err
    assert "error unknown-key: a short question has no key 'anser'\n        anser: z\n        ^^^^^\n  = did you mean 'answer'?\n" in err
    assert "Traceback" not in err
    assert (out == "") is (command == "tags")


def test_warnings_do_not_fail(run: Run) -> None:
    Path("decks/a.yaml").write_text(BANK + "  - id: y\n    stem: 没有答案\n", "utf-8")
    code, out, err = run("check")
    assert (code, out) == (0, "1 bank, 2 questions: 0 errors, 1 warning\n")
    assert err.startswith("decks/a.yaml:9:")
    assert "warning unanswered: 'y' has no answer" in err


@pytest.mark.parametrize(("typed", "meant"), [("bild", "build"), ("chek", "check"), ("shcema", "schema")])
def test_a_mistyped_command_is_guessed(run: Run, typed: str, meant: str) -> None:
    assert f"There is no command '{typed}'. Did you mean '{meant}'?" in run(typed)[2]


def test_an_unknown_command_names_those_there_are(run: Run) -> None:
    assert f"There is no command 'qqq'. Commands: {', '.join(COMMANDS)}." in run("qqq")[2]


def test_a_mistyped_option_is_guessed(run: Run) -> None:
    assert "--locked" in run("build", "--lokced")[2]


def test_every_command_has_its_help(run: Run) -> None:
    listed = run("--help")[1]
    for name, words in COMMANDS.items():
        assert name in listed
        assert words.split(".")[0].split(",")[0] in listed
        assert run(name, "--help")[1].startswith(f"Usage: deckpress {name}")


def test_a_bad_expression_shows_its_place(run: Run) -> None:
    assert run("build", "--tags", "topic::客户 and")[2].splitlines()[1:] == ["  topic::客户 and", "                 ^"]


def fails(error: BaseException) -> object:
    def failing(*_: object, **__: object) -> NoReturn:
        raise error

    return failing


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "deckpress: interrupted; each deck and lock is the old or the new one, whole"),
        (
            RuntimeError("oops"),
            3,
            "deckpress: this is a bug in deckpress. Please report it with the lines above and the bank that caused it.",
        ),
        (AssertionError("oops"), 3, "deckpress: this is a bug"),
        (PermissionError(13, "Permission denied", "x.yaml"), 4, "deckpress: x.yaml: Permission denied"),
        (OSError(28, "No space left on device", "build/x"), 4, "deckpress: build/x: No space left on device"),
        (OSError(28, "No space left on device"), 4, "deckpress: No space left on device"),
    ],
)
def test_what_goes_wrong_below(run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str) -> None:
    monkeypatch.setattr("deckpress.project.check.check", fails(error))
    ended, out, err = run("check")
    assert (ended, out) == (code, "")
    assert said in err
    assert ("Traceback" in err) is (code == 3)


def test_findings_as_json(run: Run) -> None:
    break_bank()
    code, out, err = run("check", "--format", "json")
    findings = json.loads(out)
    assert (code, err) == (1, "")
    assert [(found["code"], found["severity"], found["file"], found["line"]) for found in findings] == [
        ("missing-id", "error", "decks/a.yaml", 9),
        ("unknown-key", "error", "decks/a.yaml", 10),
    ]
    assert findings[1] == findings[1] | {
        "column": 5,
        "end_column": 10,
        "hint": "did you mean 'answer'?",
        "excerpt": "    anser: z\n    ^^^^^",
    }
    Path("decks/a.yaml").write_text(BANK, "utf-8")
    assert run("check", "--format", "json") == (0, "[]\n", "")
    assert json.loads(run("check", "--format", "json", "--fix")[1]) == []


def test_findings_for_github(run: Run) -> None:
    break_bank()
    code, out, _ = run("check", "--format", "github")
    assert code == 1
    assert out.splitlines() == [
        (
            "::error file=decks/a.yaml,line=9,col=5,title=missing-id::the question has no id%0A"
            "'deckpress check --fix' writes the missing ids into the file"
        ),
        "::error file=decks/a.yaml,line=10,col=5,title=unknown-key::a short question has no key 'anser'%0Adid you mean 'answer'?",
    ]


def test_fixing_says_what_it_wrote(run: Run) -> None:
    Path("decks/a.yaml").write_text(BANK + "  - stem: y\n    answer: z\n", "utf-8")
    assert run("check", "--fix") == (0, "decks/a.yaml: 1 id written\n1 bank, 2 questions: nothing to complain about\n", "")
    assert run("check", "--fix") == (0, "1 bank, 2 questions: nothing to complain about\n", "")


def test_formatting_and_its_check(run: Run) -> None:
    Path("decks/a.yaml").write_text(BANK.replace("deckpress: 1\nid: a\n", "id: a\ndeckpress: 1\n"), "utf-8")
    before = Path("decks/a.yaml").read_bytes()
    assert run("fmt", "--check") == (1, "decks/a.yaml: would change\n", "")
    assert Path("decks/a.yaml").read_bytes() == before
    assert run("fmt") == (0, "decks/a.yaml: formatted\n", "")
    assert run("fmt", "--check") == (0, "", "")


def test_a_line_a_bank_and_no_bar_where_nobody_looks(run: Run) -> None:
    code, out, err = run("build")
    assert (code, err) == (0, "")
    assert out.startswith("build/a.apkg: 1 question (1 short), 1 card, ")
    assert out.endswith("; 1 new\n")
    assert run("build")[1].endswith("; unchanged\n")
    assert run("build", "-q") == (0, "", "")


def test_paths_with_spaces_and_of_any_script(run: Run) -> None:
    target = Path("我的 题库")
    target.mkdir()
    Path("decks/a.yaml").rename(target / "客户 服务.yaml")
    code, out, err = run("build", str(target), "-o", "输 出")
    assert (code, err) == (0, "")
    assert out.startswith("输 出/a.apkg: ")
    assert len(list(target.glob("*.lock"))) == 1
    (target / "客户 服务.yaml").write_text("x: 'y", "utf-8")
    assert "我的 题库/客户 服务.yaml:1:" in run("check", str(target))[2]


def test_the_tag_tree(run: Run) -> None:
    code, out, err = run("tags")
    assert (code, err) == (0, "")
    assert "tag:topic::客户" in out
    tree = json.loads(run("tags", "--format", "json")[1])
    assert tree["notes"] == 1
    assert {"topic", "topic::客户", "topic::客户::服务", "type", "type::short"} <= {tag["tag"] for tag in tree["tags"]}
    assert "\nAnki search: tag:type::short" in run("tags", "--tags", "type::short")[1]


def process(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    """The command in a process of its own, as from a shell."""
    environment = {**os.environ, "PYTHONPATH": str(Path(deckpress.__file__).parent.parent), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "deckpress", *arguments]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload,no-any-return]  # noqa: S603


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", [["schema"], ["tags"], ["check", "--format", "json"], ["--help"], ["build"]])
def test_a_reader_that_goes_away_is_no_error(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with process(*arguments, stdout=writing) as started:
        os.close(writing)
        _, err = started.communicate(timeout=30)
    assert (started.returncode, err) == (0, b"")


@pytest.mark.usefixtures("folder")
@pytest.mark.skipif(os.name == "nt", reason="a shell of Windows can't close a stream")
def test_a_closed_output_is_no_bug() -> None:
    command = f"'{sys.executable}' -m deckpress build >&-"
    done = subprocess.run(["/bin/sh", "-c", command], stderr=subprocess.PIPE, timeout=30, check=False)  # noqa: S603
    assert b"Traceback" not in done.stderr
    assert done.returncode != 3


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing on Windows")
def test_ctrl_c_leaves_the_last_good_outputs(folder: Path) -> None:
    with process("build", stdout=subprocess.PIPE) as first:
        first.communicate(timeout=30)
    package, lock = Path("build/a.apkg"), Path("decks/a.lock")
    before = package.read_bytes(), lock.read_bytes()
    questions = "".join(f"  - id: q{n}\n    stem: 第 {n} 题问的是什么？\n    answer: 答案 {n}\n" for n in range(60_000))
    Path("decks/a.yaml").write_text(BANK + questions, "utf-8")
    # A process started in the background is told to ignore Ctrl-C, and hands that on.
    heed = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731 - said once
    with process("build", stdout=subprocess.PIPE, preexec_fn=heed) as started:
        deadline = time.monotonic() + 20
        while not list((folder / "build" / ".deckpress").glob("build-*")) and time.monotonic() < deadline:
            time.sleep(0.01)
        started.send_signal(signal.SIGINT)
        _, err = started.communicate(timeout=30)
    said = "deckpress: interrupted; each deck and lock is the old or the new one, whole"
    assert (started.returncode, err.decode().strip()) == (130, said)
    assert (package.read_bytes(), lock.read_bytes()) == before
    assert not list((folder / "build" / ".deckpress").glob("build-*"))
    assert sorted(path.name for path in Path("decks").iterdir()) == ["a.lock", "a.yaml"]


def test_a_console_of_another_encoding(folder: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    Path("decks/a.yaml").write_text(BANK + "    完全: 1\n", "utf-8")
    command = [sys.executable, "-m", "deckpress", "check"]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, timeout=30, check=False)  # noqa: S603
    assert (done.returncode, b"Traceback" in done.stderr) == (1, False)
