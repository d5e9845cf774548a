"""Helpers of the whole test suite: projects of banks in folders of their own, built at a time that a test chooses."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from tests.browsers import browser, heard, page  # noqa: F401 - fixtures

from deckpress.project.build import build
from deckpress.project.results import BuildResult
from deckpress.writers.yaml_bank import dump_bank

# In CI a property is tried with the same examples each time: what fails there fails for everybody, and not because of the dice.
hypothesis.settings.register_profile("ci", derandomize=True, database=None)
if os.environ.get("CI") == "true":
    hypothesis.settings.load_profile("ci")

RELEASED = 1_750_000_000
"""Unix seconds of a project's first release: in the past, so that what a learner does with the real clock comes later."""


class Project:
    """A folder with banks in ``decks/`` that are built into ``build/``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.decks, self.output = folder / "decks", folder / "build"
        self.decks.mkdir()
        self._releases = 0

    def write(self, bank: str | bytes | Mapping[str, Any], name: str = "bank.yaml") -> Path:
        """Writes a file below ``decks/``: a bank as YAML text or plain data, or the bytes of an image."""
        path = self.decks / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = bank if isinstance(bank, (str, bytes)) else dump_bank(bank)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def questions(self, questions: Sequence[Mapping[str, Any]], name: str = "bank.yaml", **keys: Any) -> Path:
        """Writes a bank ``bank`` of these questions; ``keys`` are further keys of the bank."""
        return self.write({"deckpress": 1, "id": "bank", "title": "Bank", "questions": list(questions)} | keys, name)

    def build(self, at: int = 0, **options: Any) -> BuildResult:
        """Builds all banks, ``at`` seconds after the first release; ``options`` are those of `deckpress.project.build.build`."""
        return build([self.decks], self.output, **({"now": RELEASED + at, "jobs": 1} | options))

    def release(self, at: int = 0, **options: Any) -> Path:
        """Builds without errors and keeps a copy of the one package, which later builds leave alone."""
        result = self.build(at, **options)
        assert [finding.as_text() for bank in result.banks for finding in bank.diagnostics if finding.severity == "error"] == []
        (package,) = {Path(bank.output) for bank in result.banks}
        self._releases += 1
        return Path(shutil.copy(package, self.folder / f"release-{self._releases}.apkg"))

    def lock(self, name: str = "bank.lock") -> str:
        """The text of a lock."""
        return (self.decks / name).read_text("utf-8")


@pytest.fixture(scope="session")
def new_project(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Project]:
    """Makes an empty project at each call."""
    return lambda: Project(tmp_path_factory.mktemp("project"))


@pytest.fixture
def project(new_project: Callable[[], Project]) -> Iterator[Project]:
    """An empty project, removed after the test."""
    made = new_project()
    yield made
    shutil.rmtree(made.folder, ignore_errors=True)


class _Words(HTMLParser):
    """Gathers texts; what stands on a line of its own is parted by a blank."""

    INLINE = frozenset({"a", "b", "code", "em", "i", "s", "span", "strong", "sub", "sup"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._script = False

    def handle_data(self, data: str) -> None:
        if not self._script:
            self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's signature
        self._script = tag == "script"
        self.texts.append("" if tag in self.INLINE else " ")

    def handle_endtag(self, tag: str) -> None:
        self._script = False
        self.texts.append("" if tag in self.INLINE else " ")


def _words(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.texts).split())


@pytest.fixture(scope="session")
def words() -> Callable[[str], str]:
    """A function: HTML to the text that it shows, white space collapsed."""
    return _words
