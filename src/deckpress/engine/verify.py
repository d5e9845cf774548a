"""`verify_package`: proves a package in the real Anki.

Codes of the findings (errors, but where said):

- the file: ``empty-file``, ``not-a-package``, ``truncated``, ``damaged``, ``zip-bomb``, ``too-large``, ``encrypted``,
  ``compression``, ``duplicate-entry``, ``unknown-version``, ``no-database``, ``wrong-database``, ``no-media-map``,
  ``media-name``; each stops the verification before Anki sees the file
- the import: ``import-refused``, ``note-count``, ``card-count``, ``not-idempotent``, ``integrity``,
  ``engine-crashed``, ``engine-timeout``, ``engine-memory``
- the notes: ``duplicate-guid``, ``no-card``, ``future-mod``, ``future-id``, ``tag-not-found``
- the cards: ``template-error``, ``blank-question``, ``same-sides``, ``missing-media``, ``not-offline``
- ``unused-media`` (warning), ``sampled`` and ``not-compared`` (notes: what was not looked at, and why)
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deckpress.diagnostics import Diagnostic, Report
from deckpress.engine.archive import BadPackageError
from deckpress.engine.checks import Checks
from deckpress.engine.collection import ScratchCollection, anki_version, require_anki
from deckpress.engine.isolation import answer, run_isolated
from deckpress.engine.package import Contents, note_rows, read_contents
from deckpress.engine.records import PackageRefusedError
from deckpress.errors import UsageError

__all__ = ["VerifyResult", "verify_package"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyResult:
    """What the real Anki made of a package.

    ``notes``, ``cards`` and ``media`` count what lies in the collection after the import (0 where there was none);
    ``decks`` are the names of the decks that hold cards; ``rendered`` is the number of cards that were drawn.
    """

    file: str
    anki_version: str
    notes: int = 0
    cards: int = 0
    media: int = 0
    rendered: int = 0
    decks: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """No finding is an error."""
        return not any(finding.severity == "error" for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """Plain data: every field, and ``ok``."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return plain | {"decks": list(self.decks), "findings": [f.as_json() for f in self.findings], "ok": self.ok}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> VerifyResult:
        """The inverse of `as_json`."""
        plain = {name: value for name, value in data.items() if name != "ok"}
        findings = tuple(Diagnostic(**finding) for finding in data["findings"])
        return cls(**plain | {"decks": tuple(data["decks"]), "findings": findings})


def verify_package(path: str | Path, *, now: float | None = None, isolated: bool = True, timeout: float = 600.0) -> VerifyResult:
    """Imports a package into a scratch collection of the real Anki and checks it; every problem is a finding.

    ``now`` (Unix seconds, default: the clock) decides what lies in the future. ``isolated`` runs Anki in a process of
    its own, with a memory limit and at most ``timeout`` seconds: Anki's native code can be made to crash, and a crash
    then is a finding. Without it the call is faster by the start of a process; only for packages that you made.

    Raises `UsageError` where there is no such file, `MissingLibrary` where ``anki`` is not installed.
    """
    file = str(path)
    try:
        if not Path(path).is_file():
            raise UsageError(f"no such file: {file}")
        Path(path).open("rb").close()
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {file!r}: {error}") from error
    require_anki()
    moment = time.time() if now is None else now
    request = {"module": "verify", "path": str(Path(path).resolve()), "file": file, "now": moment}
    with tempfile.TemporaryDirectory(prefix="deckpress-") as folder:
        if not isolated:
            return _verify(Path(path), file, moment, Path(folder))
        data, problem = run_isolated(request, Path(folder), timeout)
    if problem is None:
        return VerifyResult.from_json(data)
    finding = Diagnostic(code=problem[0], severity="error", message=problem[1], file=file, hint="Anki itself would fail on it too")
    return VerifyResult(file=file, anki_version=anki_version(), findings=(finding,))


def serve(request: dict[str, Any]) -> None:
    """What the isolated process runs."""
    answer(request, lambda r, folder: _verify(Path(r["path"]), r["file"], r["now"], folder).as_json())


def _verify(path: Path, file: str, now: float, folder: Path) -> VerifyResult:
    report = Report()
    try:
        contents = read_contents(path, folder)
        with ScratchCollection(folder) as scratch:
            scratch.import_package(path)
            return _examine(scratch, contents, report, path, file, now)
    except BadPackageError as bad:
        report.about_file(bad.code, "error", bad.message, file, bad.hint)
    except PackageRefusedError as refused:
        report.about_file("import-refused", "error", str(refused), file)
    return VerifyResult(file=file, anki_version=anki_version(), findings=tuple(report.diagnostics))


def _examine(scratch: ScratchCollection, contents: Contents, report: Report, path: Path, file: str, now: float) -> VerifyResult:
    if contents.notes is None:
        text = "the package is zstd-compressed: its own tables were not compared with what Anki imported"
        report.about_file(
            "not-compared", "note", text, file, "pip install 'deckpress[zstd]', or export with support for older Anki versions"
        )
    [(notes,)], [(cards,)] = scratch.rows("select count() from notes"), scratch.rows("select count() from cards")
    media = len(scratch.media())
    decks = tuple(name for name, count in scratch.decks().items() if count)
    checks = Checks(scratch, contents, report, file)
    rows = note_rows(scratch.rows) if contents.notes is None else contents.notes
    checks.run(rows, str(path), now)
    return VerifyResult(
        file=file, anki_version=anki_version(), notes=notes, cards=cards, media=media, rendered=checks.rendered, decks=decks,
        findings=tuple(report.diagnostics),
    )  # fmt: skip
