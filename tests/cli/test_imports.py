"""``deckpress --help`` answers at once: libraries are loaded where they are used."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("genanki", "yaml", "markdown_it", "anki", "rapidfuzz", "sqlite3", "multiprocessing", "hypothesis")


@pytest.mark.parametrize("statement", ["import deckpress.cli", "import deckpress", "import deckpress.errors"])
def test_importing_the_commands_loads_no_heavy_library(statement: str) -> None:
    code = f"import sys; {statement}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)  # noqa: S603
    assert done.stdout.strip() == ""
