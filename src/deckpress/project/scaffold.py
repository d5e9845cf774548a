"""``deckpress new``: a folder with a sample bank, its lock, and what a repository of banks needs.

The files lie in ``sample/`` beside this module, a leading dot written ``dot-``: packaging tools and git have ways of their own with those.
The lock is made by a real build, so that ``build --locked`` holds from the first minute. The nightly workflow installs the deckpress
that made the project.
"""

from __future__ import annotations

import json
from contextlib import suppress
from importlib import resources
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from deckpress.errors import UsageError
from deckpress.project.build import build

__all__ = ["SAMPLE_FILES", "WORKFLOW", "make_project"]

SAMPLE_FILES = (
    "README.md",
    "decks/deckpress.yaml",
    "decks/sample.yaml",
    "decks/images/triangle.svg",
    "dot-gitattributes",
    "dot-github/workflows/nightly.yml",
    "dot-gitignore",
)
"""The files of a new project as they lie in ``sample/``."""
WORKFLOW = ".github/workflows/nightly.yml"
"""The workflow of a new project."""
_LOCK = "decks/sample.lock"
_INSTALLED = '  DECKPRESS: ""\n'


def make_project(folder: Path, requirement: str) -> list[str]:
    """Makes a project in ``folder``, which must not exist yet or be empty; the files made, as paths that begin with ``folder``.

    ``requirement`` is what its workflow installs; with an empty one the workflow stops and asks for it. Whole or not at all: what goes
    wrong half-way leaves no file and no folder behind. Raises `UsageError` where ``folder`` is a file or holds something, `OSError` where
    it can't be written.
    """
    _refuse_taken(folder)
    made = _missing_folders(folder)
    placed: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".deckpress-", dir=folder) as name:
            staged = Path(name, "project")
            _write_files(staged, requirement)
            _write_lock(staged, Path(name, "build"))
            for child in sorted(staged.iterdir()):
                placed.append(folder / child.name)
                child.rename(placed[-1])
    except BaseException:
        _take_back(placed, made)
        raise
    return sorted((folder / _shipped_as(name)).as_posix() for name in (*SAMPLE_FILES, _LOCK))


def _refuse_taken(folder: Path) -> None:
    if folder.is_dir():
        if any(folder.iterdir()):
            raise UsageError(f"{folder} is not empty: a new project needs a folder of its own.\n  Name one that does not exist yet")
    elif folder.exists() or folder.is_symlink():
        raise UsageError(f"{folder} is a file.\n  Name a folder that does not exist yet")


def _missing_folders(folder: Path) -> list[Path]:
    """The folders that have to be made, the innermost first."""
    return [path for path in (folder, *folder.parents) if not path.exists()]


def _shipped_as(name: str) -> Path:
    """The path in the project of a sample file."""
    return Path(*(part.replace("dot-", ".", 1) if part.startswith("dot-") else part for part in name.split("/")))


def _write_files(folder: Path, requirement: str) -> None:
    sample = resources.files(__package__).joinpath("sample")
    for name in SAMPLE_FILES:
        text = sample.joinpath(name).read_text("utf-8").replace("\r\n", "\n")
        path = folder / _shipped_as(name)
        if _shipped_as(name) == Path(WORKFLOW):
            text = text.replace(_INSTALLED, f"  DECKPRESS: {json.dumps(requirement)}\n")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)


def _write_lock(folder: Path, output: Path) -> None:
    """Builds the sample bank, which writes its lock beside it; the package is thrown away."""
    result = build([folder / "decks"], output, jobs=1, cache=False)
    if not result.ok:
        findings = "\n".join(finding.as_text() for bank in result.banks for finding in bank.diagnostics)
        raise AssertionError(f"the sample bank does not build:\n{findings}")


def _take_back(placed: list[Path], made: list[Path]) -> None:
    for path in placed:
        if path.is_dir():
            rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    for folder in made:
        with suppress(OSError):  # somebody else put something into it, or it was never made
            folder.rmdir()
