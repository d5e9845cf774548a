"""``SHA256SUMS``: what a folder holds, and whether it holds just that."""

from __future__ import annotations

import os
from pathlib import Path

from deckpress.project.cache import file_digest

__all__ = ["SUMS", "is_whole", "unlisted", "write_sums"]

SUMS = "SHA256SUMS"
_LEFT_BEHIND = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def write_sums(folder: Path) -> None:
    """Writes ``SHA256SUMS`` over all other files of a folder, as ``sha256sum -c`` reads them."""
    lines = [f"{file_digest(folder / name)}  {name}" for name in _files(folder) if name != SUMS]
    (folder / SUMS).write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def is_whole(folder: Path) -> bool:
    """Whether a folder holds exactly the files of its ``SHA256SUMS``, each with its sum."""
    try:
        listed = _listed(folder)
        return _files(folder) == sorted([*listed, SUMS]) and all(file_digest(folder / name) == digest for name, digest in listed.items())
    except (OSError, ValueError):
        return False


def unlisted(folder: Path) -> list[str]:
    """The files, links and folders of a folder that its ``SHA256SUMS`` knows nothing of; folders end in ``/``. What file managers leave
    behind does not count. Raises `OSError`, and `ValueError` where the sums are no text."""
    listed = {SUMS, *_listed(folder)}
    parents = {parent.as_posix() for name in listed for parent in Path(name).parents}
    found: list[str] = []
    for root, folders, names in os.walk(folder):
        inside = Path(root).relative_to(folder)
        links = [name for name in (*folders, *names) if Path(root, name).is_symlink()]
        found += [(inside / name).as_posix() for name in names if (inside / name).as_posix() not in listed]
        found += [f"{(inside / name).as_posix()}/" for name in folders if (inside / name).as_posix() not in parents]
        found += [(inside / name).as_posix() for name in links]
        folders[:] = [name for name in folders if (inside / name).as_posix() in parents]
    return sorted({name for name in found if name.rpartition("/")[2] not in _LEFT_BEHIND})


def _listed(folder: Path) -> dict[str, str]:
    return {line[66:]: line[:64] for line in (folder / SUMS).read_text("utf-8").splitlines()}


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
