"""The documentation holds: every example in it is run.

A page is a session in a folder of its own, worked through from top to bottom. What happens to a fenced block depends on its language:

- ``yaml`` must bear a comment above it: ``<!-- test: bank -->`` (a whole bank), ``chapters``, ``questions`` (lists that go into a bank),
  ``collection`` (a deckpress.yaml), ``sample`` (of a rule of lint: tests of the rule run it) or ``file PATH`` (written to the page's
  folder; a bank too). The real reader must find nothing, or exactly the codes named: ``<!-- test: questions; finds unanswered -->``.
- ``console`` bears ``<!-- test: run -->`` (``; exit 1`` where the last command fails, ``; date 2026-01-31`` for the day of the commit):
  its ``$`` lines, ``deckpress …`` and ``cd …``, are run and their output compared. ``…`` stands for anything in a
  line, or, alone, for any lines.
- ``python`` is executed, one page sharing its names; ``pycon`` is a doctest.
- ``diff`` bears ``<!-- test: edit PATH -->``: the file is edited, in which the lines without ``+`` stand exactly once.
- ``sh`` is for the reader's machine and not run, but its deckpress commands must exist. ``json`` must parse. ``text`` is only shown, or
  written to the page's folder, as it is (``<!-- test: file PATH -->``) or as the paragraphs of a Word file (``docx PATH``).

A table under ``<!-- test: searches -->`` maps tag expressions to Anki searches, and is compared as well.
"""

from __future__ import annotations

import doctest
import glob
import io
import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import textwrap
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import pytest
from tests.readers.documents.containers.docx_files import docx, p

import deckpress
from deckpress.cli import COMMANDS, cli, main
from deckpress.diagnostics import Report
from deckpress.lint import lint_bank
from deckpress.readers.bank import keys, read_bank
from deckpress.readers.collection import COLLECTION_KEYS, read_collection
from deckpress.source import Source
from deckpress.tags import parse

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
_FENCE = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1$", re.M | re.S)
_MARKER = re.compile(r"<!-- (test|ci): ?([^>]*?) -->\n\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block; ``marker`` is what the comment above it says."""

    place: str
    language: str
    text: str
    marker: str

    @property
    def task(self) -> tuple[str, str]:
        """The marker's first word and the rest of its first clause."""
        word, _, rest = self.marker.partition(";")[0].strip().partition(" ")
        return word, rest.strip()

    def clause(self, name: str) -> list[str]:
        """The words after ``name`` in a further clause of the marker."""
        clauses = [clause.split() for clause in self.marker.split(";")[1:]]
        return next((words[1:] for words in clauses if words[0] == name), [])


def blocks_of(page: Path) -> list[Block]:
    """The fenced blocks of a page in order."""
    text = page.read_text("utf-8")
    found = []
    for match in _FENCE.finditer(text):
        marker = _MARKER.search(text, 0, match.start())
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(f"{page.name}:{line}", match[2], match[3], marker[2] if marker else ""))
    return found


class Session:
    """One page being worked through, in the current folder."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"__name__": "docs"}

    def work(self, block: Block) -> None:
        """Does with a block what its language asks for."""
        match block.language:
            case "yaml":
                self.yaml(block)
            case "console":
                self.console(block)
            case "python":
                exec(compile(block.text, block.place, "exec"), self.names)  # noqa: S102 - our own documentation
            case "pycon":
                self.doctest(block)
            case "sh":
                for line in block.text.splitlines():
                    check_command(line, block.place)
            case "json":
                json.loads(block.text)
            case "diff":
                edit(block)
            case "text":
                if block.task[0] == "file":
                    write(block.task[1], block.text)
                elif block.task[0] == "docx":
                    Path(block.task[1]).write_bytes(docx(*map(p, block.text.splitlines())))
            case _:
                raise AssertionError(f"{block.place}: a block of the language '{block.language}'")

    def yaml(self, block: Block) -> None:
        """Reads a block as its marker says, and writes it if it is a file."""
        word, path = block.task
        if word == "sample":
            return  # of a rule, which tests of the rule run
        if word == "file":
            write(path, block.text)
            if "\npart: 2" in block.text:
                return  # no bank alone
            word = "collection" if path.endswith("deckpress.yaml") else word
        assert sorted(findings(word, block.text)) == sorted(block.clause("finds")), block.place

    def console(self, block: Block) -> None:
        """Runs the commands of a block and compares what they print."""
        assert block.task[0] == "run", f"{block.place}: a console block without a marker"
        steps = re.split(r"^\$ ", block.text, flags=re.M)
        assert steps[0] == "", f"{block.place}: output before the first command"
        code = 0
        for day in block.clause("date"):
            os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()))
        for step in steps[1:]:
            assert code == 0, f"{block.place}: a command before '{step}' failed"
            command, _, expected = step.partition("\n")
            printed, code = run(command)
            assert re.fullmatch(pattern(expected), printed), f"{block.place}: {command}\n--- expected\n{expected}\n--- printed\n{printed}"
        assert code == int((block.clause("exit") or ["0"])[0]), block.place
        if block.clause("date"):
            del os.environ["SOURCE_DATE_EPOCH"]

    def doctest(self, block: Block) -> None:
        """Runs a block as a doctest with the page's names."""
        test = doctest.DocTestParser().get_doctest(block.text, self.names, block.place, None, 0)
        out = io.StringIO()
        result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=out.write, clear_globs=False)
        self.names.update(test.globs)
        assert result.attempted, block.place
        assert not result.failed, out.getvalue()


def write(path: str, text: str) -> None:
    """Writes a block to the page's folder."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, "utf-8", newline="\n")


def edit(block: Block) -> None:
    """Edits a file as a diff says."""
    word, path = block.task
    assert word == "edit", f"{block.place}: a diff block without a marker"
    lines = block.text.splitlines(keepends=True)
    old, new = ("".join(line[1:] for line in lines if line[0] != sign) for sign in "+-")
    text = Path(path).read_text("utf-8")
    assert text.count(old) == 1, f"{block.place}: {path} holds this {text.count(old)} times:\n{old}\n--- it holds\n{text}"
    write(path, text.replace(old, new))


def run(command: str) -> tuple[str, int]:
    """What a command prints, both streams as they come, and its exit code."""
    words = shlex.split(command)
    if words[0] == "cd":
        os.chdir(words[1])
        return "", 0
    assert words[0] == "deckpress", f"'{command}' is not run in the documentation"
    arguments = [path for word in words[1:] for path in (sorted(glob.glob(word)) if "*" in word else [word])]  # noqa: PTH207 - as a shell does
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), pytest.raises(SystemExit) as end:
        main(arguments)
    assert isinstance(end.value.code, int)
    printed = "\n".join(line.rstrip() for line in out.getvalue().split("\n"))
    return printed.replace("\\", "/") if os.name == "nt" else printed, end.value.code


def pattern(expected: str) -> str:
    """The regular expression of an output as it stands in the documentation."""
    lines = re.escape("\n".join(line.rstrip() for line in expected.split("\n")))
    return re.sub("^…\\\\\n", "(?:.*\n)*", lines, flags=re.M).replace("…", ".*")


def findings(word: str, text: str) -> list[str]:
    """The codes of what the reader and lint find in a YAML example."""
    head = "deckpress: 1\nid: example\ntitle: Example\n"
    whole = {
        "bank": text,
        "file": text,
        "chapters": f"{head}chapters:\n{textwrap.indent(text, '  ')}",
        "questions": f"{head}questions:\n{textwrap.indent(text, '  ')}",
    }
    report = Report()
    if word == "collection":
        read_collection(Source("deckpress.yaml", text), report)
        return [finding.code for finding in report]
    assert word in whole, f"a yaml block needs a marker that says what it is, not '{word}'"
    bank = read_bank([Source("example.yaml", whole[word])], report)
    if bank is not None:
        lint_bank(bank, report)
    codes = [finding.code for finding in report]
    codes += ["unanswered" for question in (bank.questions if bank else ()) if not question.answered]
    return list(dict.fromkeys(codes))


def check_command(line: str, place: str) -> None:
    """Fails where a shell line calls a deckpress command or option that does not exist."""
    for part in re.split(r"&&|[;|]", line.partition("#")[0]):
        words = shlex.split(part)
        if not words or Path(words[0]).name != "deckpress":
            continue
        name = words[1]
        assert name in COMMANDS, f"{place}: there is no command '{name}'"
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        known = {option for parameter in command.params for option in parameter.opts}
        for word in words[2 : words.index("--") if "--" in words else None]:
            assert not word.startswith("-") or word.partition("=")[0] in known, f"{place}: {name} has no option '{word}'"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_example_of_a_page_holds(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    session = Session()
    for block in blocks_of(page):
        session.work(block)


def test_pages_hold_examples_of_every_sort() -> None:
    seen = {(page.name, block.language) for page in PAGES for block in blocks_of(page)}
    assert {("tutorial.md", "console"), ("bank-format.md", "yaml"), ("library.md", "pycon"), ("README.md", "sh")} <= seen


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = _FENCE.sub("", page.read_text("utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        assert file.exists(), f"{page.name}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.M)
            assert anchor in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}, f"{page.name}: {target}"


def test_the_command_reference_is_up_to_date() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_commands.py"))["commands_page"]()
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == made, "run: python docs/make_commands.py"


def test_the_page_on_rules_is_up_to_date() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_lint.py"))["lint_page"]()
    assert (ROOT / "docs" / "lint.md").read_text("utf-8") == made, "run: python docs/make_lint.py"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    section = (ROOT / "docs" / "commands.md").read_text("utf-8").partition(f"## deckpress {name}\n")[2].partition("\n## ")[0]
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert all(f"`{option}" in section for option in parameter.opts)
    assert f"`deckpress {name}`" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("## The bank", keys.BANK_KEYS),
        ("## Chapters", keys.CHAPTER_KEYS),
        ("## Questions", keys.COMMON_KEYS),
        ("### The kind", keys.KINDS),
        ("### `case`", keys.PART_KEYS),
        ("## The collection file", COLLECTION_KEYS),
    ],
)
def test_the_format_page_tells_every_key(heading: str, known: Any) -> None:
    after = (ROOT / "docs" / "bank-format.md").read_text("utf-8").partition(f"\n{heading}\n")[2]
    section = re.split(r"^##", after, maxsplit=1, flags=re.M)[0]
    first = [row.split("|")[1] for row in section.splitlines() if row.startswith("| `")]
    assert sorted(name for cell in first for name in re.findall(r"`(\w+)`", cell)) == sorted(known)


def test_the_library_page_tells_every_name() -> None:
    page = (ROOT / "docs" / "library.md").read_text("utf-8")
    assert [name for name in deckpress.__all__ if not name.startswith("_") and not re.search(rf"`{name}`|deckpress\.{name}\b", page)] == []


def test_the_page_on_recognition_names_real_modules() -> None:
    rows = re.findall(r"^\| \w+ \| (`.+?) \| ", (ROOT / "docs" / "recognition.md").read_text("utf-8"), re.M)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert len(rows) >= 10
    assert named <= {path.stem for path in (ROOT / "src" / "deckpress" / "readers" / "documents" / "recognise").glob("*.py")}


def test_the_searches_are_what_anki_gets() -> None:
    table = (ROOT / "docs" / "tags.md").read_text("utf-8").partition("<!-- test: searches -->\n")[2].partition("\n\n")[0]
    rows = [re.findall(r"`([^`]+)`", row) for row in table.splitlines() if row.startswith("| `")]
    assert len(rows) >= 5
    assert [[expression, parse(expression).to_anki()] for expression, _ in rows] == rows


def readme_command(name: str) -> str:
    """The one line of a marked block of the README."""
    [line] = [block.text.strip() for block in blocks_of(ROOT / "README.md") if block.marker == name]
    return line


@pytest.mark.parametrize(("name", "last"), [("build", ".venv/bin/deckpress build"), ("test", ".venv/bin/pytest")])
def test_the_readme_has_one_command_each(name: str, last: str) -> None:
    steps = [step.strip() for step in readme_command(name).split("&&")]
    assert steps[0] == "python3 -m venv .venv"
    assert steps[-1] == last
    for extra in re.findall(r"\[(\w+)\]", readme_command(name)):
        assert re.search(rf"^{extra} = \[", (ROOT / "pyproject.toml").read_text("utf-8"), re.M)


@pytest.mark.skipif(os.name == "nt" or shutil.which("bash") is None, reason="the script is for bash")
def test_ci_runs_the_commands_of_the_readme() -> None:
    printed = subprocess.run(["bash", str(ROOT / ".ci" / "run"), "--print"], capture_output=True, check=True, text=True, timeout=60)  # noqa: S603, S607
    assert printed.stdout.splitlines() == [readme_command("test"), readme_command("build")]


def test_the_readme_counts_the_projects_own_banks() -> None:
    stated = dict(re.findall(r"^\| `([\w-]+)` \| .* \| (\d+) \|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    banks = (read_bank([Source(path.name, path.read_text("utf-8"))], Report()) for path in (ROOT / "decks").glob("*.yaml"))
    assert stated == {bank.id: str(len(bank.questions)) for bank in banks if bank is not None}
