"""The text of a PDF, taken out in a process of its own.

PDFium is a C library, and a small PDF can ask it for any amount of time and memory, which nothing can see from outside. In its own
process it has bounds (of memory where the system has them), and its crash is a refusal like any other.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import astuple, dataclass
from importlib.util import find_spec
from typing import Any, BinaryIO

from deckpress.errors import MissingLibrary
from deckpress.readers.documents.containers.pdf_glyphs import Page, Pdf
from deckpress.readers.documents.containers.pdf_runs import Look, Rule, Run
from deckpress.readers.documents.limits import DocumentError

__all__ = ["Extract", "extract", "extract_here", "work"]

_SECONDS, _SECONDS_A_MEGABYTE = 60, 5
_MEMORY = 2 * 2**30
"""Bytes of address space of the process, besides the file."""
_NO_MEMORY = (b"MemoryError", b"Cannot allocate memory", b"failed to map")
_BOOT = f"import sys; sys.path[:] = sys.argv[4:]; from {__name__} import work; work()"


@dataclass(slots=True)
class Extract:
    """``pages`` has None for a damaged one."""

    title: str
    pages: list[Page | None]


def extract(data: bytes, name: str) -> Extract:
    """What a PDF holds, read in another process.

    Raises DocumentError also where that takes too long or too much memory, MissingLibrary; RuntimeError where our own code fails there.
    """
    if find_spec("pypdfium2") is None:
        raise MissingLibrary("pypdfium2", "documents", "Reading PDF")
    seconds = _SECONDS + _SECONDS_A_MEGABYTE * len(data) // 2**20
    # Isolated, with our own path: a module that lies beside the document must not run.
    path = list(filter(os.path.isabs, sys.path))
    command = [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, name, str(seconds), str(_MEMORY + 4 * len(data)), *path]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own text
    except subprocess.TimeoutExpired as late:
        raise _gave_up(name, f"it takes more than {seconds} seconds") from late
    if done.returncode == 1 and not any(sign in done.stderr for sign in _NO_MEMORY):
        raise RuntimeError(f"reading a PDF failed:\n{done.stderr.decode('utf-8', 'replace')}")
    if done.returncode:
        raise _gave_up(name, "it breaks the PDF library or needs more memory than a document should")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise DocumentError(answer["error"])
    return Extract(answer["title"], [page and _page(page) for page in answer["pages"]])


def extract_here(data: bytes, name: str) -> Extract:
    """The same in this process, without its bounds: for PDFs of one's own."""
    with Pdf(data, name) as pdf:
        return Extract(pdf.title, list(pdf.pages()))


def work() -> None:
    """What the other process does: a PDF on its input → JSON on its output. Its arguments: name, seconds, bytes."""
    name, seconds, memory = sys.argv[1:4]
    _bound(int(seconds), int(memory))
    data = sys.stdin.buffer.read()
    try:
        taken = extract_here(data, name)
        answer: dict[str, Any] = {"title": taken.title, "pages": [page and astuple(page) for page in taken.pages]}
    except DocumentError as error:
        answer = {"error": str(error)}
    _write(sys.stdout.buffer, answer)


def _write(stream: BinaryIO, answer: dict[str, Any]) -> None:
    stream.write(json.dumps(answer, separators=(",", ":")).encode())


def _bound(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the time alone is bounded
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _page(values: list[Any]) -> Page:
    number, width, height, runs, aslant, rules, pictured, cut = values
    return Page(number, width, height, list(map(_run, runs)), list(map(_run, aslant)), [Rule(*rule) for rule in rules], pictured, cut)


def _run(values: list[Any]) -> Run:
    run = Run(*values)
    run.looks = [(start, Look(*look)) for start, look in values[-1]]
    return run


def _gave_up(name: str, why: str) -> DocumentError:
    return DocumentError(f"{name}: the PDF can't be read: {why}.\n  Open it in a viewer and print it to a new PDF, or split it.")
