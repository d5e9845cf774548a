"""A process of its own for Anki's native code, which a hostile package can crash, and with it the caller.

The request goes in through the standard input and the answer comes back in a file, both JSON: Anki prints.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["answer", "run_isolated"]

MEMORY = 4 << 30
"""Bytes of address space for the process, where the system knows such a limit."""

_BOOT = (
    "import importlib, json, sys; r = json.load(sys.stdin); sys.path[:] = r['sys.path'];"
    "importlib.import_module('deckpress.engine.' + r['module']).serve(r)"
)
_OUT_OF_MEMORY = 75


def run_isolated(request: dict[str, Any], folder: Path, timeout: float) -> tuple[dict[str, Any], tuple[str, str] | None]:
    """Runs ``serve`` of the module of the engine that the request names elsewhere; ``folder`` is its scratch space.

    The answer, or code and text of what went wrong.

    Raises `RuntimeError` with the traceback where our own code failed there.
    """
    file = folder / "answer.json"
    asked = request | {"sys.path": sys.path, "folder": str(folder), "answer": str(file)}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
            [sys.executable, "-I", "-X", "utf8", "-c", _BOOT], input=json.dumps(asked), capture_output=True, timeout=timeout,
            encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {}, ("engine-timeout", f"Anki did not finish with the package in {timeout:,.0f} s")
    if done.returncode == 0:
        return dict(json.loads(file.read_text("utf-8"))), None
    if done.returncode == _OUT_OF_MEMORY:
        return {}, ("engine-memory", f"the package needs more than {MEMORY >> 30} GiB of memory")
    if done.returncode == 1 and "PanicException" not in done.stderr[-2000:]:
        raise RuntimeError(f"the verification failed:\n{done.stderr}")
    return {}, ("engine-crashed", f"Anki crashed on the package (exit status {done.returncode})")


def answer(request: dict[str, Any], work: Callable[[dict[str, Any], Path], dict[str, Any]]) -> None:
    """The whole life of that process: ``work`` gets the request and the scratch folder."""
    _limit_memory()
    try:
        result = work(request, Path(request["folder"]))
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    Path(request["answer"]).write_text(json.dumps(result), "utf-8")


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    try:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (OSError, ValueError):  # macOS refuses it; the time limit holds there
        return
