"""What was built from what, so that an unchanged bank costs a few hashes.

An entry holds for exactly the bytes it names: the bank's files, its lock, its images, the options, the code of deckpress and the package
in the output folder. Whatever differs is built again; an entry that is damaged counts as none.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from deckpress.project.results import BankResult, BuildOptions

__all__ = ["Cache", "file_digest", "file_hash", "key_of"]


_LIBRARIES = ("genanki", "markdown_it", "mdit_py_plugins", "rapidfuzz", "yaml")


@lru_cache(maxsize=1)
def _code() -> bytes:
    """What deckpress and the libraries whose output goes into packages are just now: the size and time of its files and of
    their packages.

    A bank built by other code is built again; so is one after a fresh install, which costs nothing but time.
    """
    from importlib.util import find_spec

    root = Path(__file__).parent.parent
    files = [path for path in root.rglob("*") if path.suffix in (".py", ".html", ".css", ".js", ".json")]
    specs = (find_spec(name) for name in _LIBRARIES)
    files += [Path(spec.origin) for spec in specs if spec is not None and spec.origin]
    states = sorted((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files)
    return hashlib.sha256(f"{sys.version_info}\n{states}".encode()).digest()


def key_of(name: str, texts: Iterable[bytes], lock: bytes, options: BuildOptions) -> str:
    """The key of a bank's bytes under these options; the time of the build is none of them."""
    digest = hashlib.sha256(_code())
    digest.update(f"{name}\0{options.tags}\0{options.include_unanswered}\0".encode())
    for text in (*texts, lock):
        digest.update(len(text).to_bytes(8, "big"))
        digest.update(text)
    return digest.hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file, however large. Raises `OSError`."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            digest.update(data)
    return digest.hexdigest()


def file_hash(path: Path) -> str:
    """SHA-256 of a file; empty where it can't be read."""
    try:
        return file_digest(path)
    except OSError:
        return ""


_NO_CHANGES: dict[str, list[str]] = {"new": [], "changed": [], "retired": []}


def _text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Cache:
    """Entries in a folder, one a bank."""

    def __init__(self, folder: Path, enabled: bool = True) -> None:
        self.folder, self.enabled = folder, enabled

    def _path(self, name: str) -> Path:
        return self.folder / f"{hashlib.sha256(name.encode()).hexdigest()[:24]}.json"

    def has(self, name: str) -> bool:
        """Whether there is an entry for a bank at all."""
        return self.enabled and self._path(name).is_file()

    def get(self, name: str, key: str) -> BankResult | None:
        """The result of the build with this key, if its package and images are still the ones it made and used."""
        try:
            digest, _, text = self._path(name).read_text("utf-8").partition("\n")
            if digest != _text_hash(text):
                return None
            entry: dict[str, Any] = json.loads(text)
            if entry["key"] != key or any(file_hash(Path(path)) != digest for path, digest in entry["files"].items()):
                return None
            result = BankResult.from_json(entry["result"])
        except (OSError, ValueError, KeyError, TypeError):  # absent, or of another version
            return None
        result.reused = True
        return result

    def put(self, name: str, key: str, result: BankResult, files: Mapping[Path, str]) -> None:
        """Remembers a result; ``files`` are the package and the images with their hashes."""
        from deckpress.project.workspace import write_whole

        if self.enabled:
            entry = {"key": key, "files": {str(path): digest for path, digest in files.items()}, "result": result.as_json() | _NO_CHANGES}
            text = json.dumps(entry, ensure_ascii=False)
            write_whole(self._path(name), f"{_text_hash(text)}\n{text}")
