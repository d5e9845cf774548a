"""Banks → a running Anki: built, compared, imported, looked at again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from deckpress.ankiconnect import RETIRED, Client, PackedNote, Plan, RunningAnki, is_retired, make_plan, read_package
from deckpress.diagnostics import Diagnostic, Report
from deckpress.project.build import build, current_time
from deckpress.project.discover import BankFiles, find_banks, report_shared, unique
from deckpress.project.files import read_files
from deckpress.project.inspect import inspect_bank
from deckpress.project.results import BuildOptions
from deckpress.project.rows import Rows, deck_rows
from deckpress.writers.apkg import write_package

__all__ = ["PushResult", "Retired", "push"]

Retired = Literal["keep", "suspend", "delete"]


@dataclass(slots=True, kw_only=True)
class PushResult:
    """What became, or would become, of one bank. ``plan`` is None where the bank has errors, or nothing to push.

    ``kept`` are IDs of notes that were to change and did not, because they are newer in Anki; ``missing`` of notes that did not arrive;
    ``replaced`` of notes with cards that still come up although their question has another note since it changed its kind.
    ``suspended`` counts cards, ``deleted`` notes. Of a dry run these are what would become.
    """

    name: str
    plan: Plan | None = None
    kept: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    suspended: int = 0
    deleted: int = 0
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the bank has no errors and all of it arrived."""
        return not self.missing and not any(finding.severity == "error" for finding in self.diagnostics)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packed:
    """A bank's package; ``files`` is None where there is none."""

    result: PushResult
    files: BankFiles | None = None
    bank: str = ""
    path: Path = Path()
    notes: Sequence[PackedNote] = ()


def push(
    paths: Sequence[Path],
    output: Path,
    client: Client,
    *,
    retired: Retired = "keep",
    dry_run: bool = False,
    told: Callable[[PushResult], None] | None = None,
) -> list[PushResult]:
    """Builds banks into ``output`` and imports each into the Anki behind ``client``; ``told`` is called with each result as it comes.

    A dry run writes no package and no lock and changes nothing in Anki. Nothing is built where Anki does not answer.
    Raises `AnkiConnectError` and what `build` raises.
    """
    find_banks(paths)  # a slip in the call needs no Anki to be told
    client.connect()
    anki = RunningAnki(client)
    results: list[PushResult] = []
    with _packages(paths, output, dry_run=dry_run) as packages:
        for packed in packages:
            if packed.bank:
                _push(packed, anki, retired, dry_run=dry_run)
            results.append(packed.result)
            if told:
                told(packed.result)
    return results


def _push(packed: _Packed, anki: RunningAnki, retired: Retired, *, dry_run: bool) -> None:
    result, deleting = packed.result, retired == "delete"
    plan = result.plan = make_plan(packed.notes, anki.notes(packed.bank), but_retired=deleting)
    result.kept = list(plan.kept)
    now = plan
    if not dry_run:
        _import(packed, anki, but_retired=deleting)
        now = make_plan(packed.notes, anki.notes(packed.bank), but_retired=deleting, imported=True)
        result.kept = now.kept
        plan.changed = [name for name in plan.changed if name not in set(now.kept)]
        result.missing = [*now.new, *([] if deleting else now.absent)]
    notes = [note for note in now.held if note.id not in set(result.missing)]  # what was not replaced after all stays
    cards = [card for note in notes for card in note.cards]
    match retired:
        case "suspend":
            result.suspended = len(anki.awake(cards)) if dry_run else anki.suspend(cards)
        case "delete":
            result.deleted = len(notes)
            if not dry_run:
                anki.delete([note.note for note in notes])
        case "keep":
            result.replaced = [note.id for note in notes if note.id in set(now.replaced) and anki.awake(note.cards)]


def _import(packed: _Packed, anki: RunningAnki, *, but_retired: bool) -> None:
    if not but_retired or not any(is_retired(note) for note in packed.notes):
        anki.import_package(packed.path)
    elif packed.files is not None and not all(is_retired(note) for note in packed.notes):
        with TemporaryDirectory(prefix="deckpress-") as folder:
            path = Path(folder, packed.path.name)
            _write(packed.files, Report(), path, f"not {RETIRED}")  # without what would be deleted again at once
            anki.import_package(path)


@contextmanager
def _packages(paths: Sequence[Path], output: Path, *, dry_run: bool) -> Iterator[Iterator[_Packed]]:
    if not dry_run:
        yield _built(paths, output)
        return
    with TemporaryDirectory(prefix="deckpress-") as folder:
        yield (_tried(files, first, Path(folder)) for files, first in unique(find_banks(paths)))


def _built(paths: Sequence[Path], output: Path) -> Iterator[_Packed]:
    files = {item.name: item for item in find_banks(paths)}
    for built in build(paths, output).banks:
        result = PushResult(name=built.name, diagnostics=list(built.diagnostics))
        if built.ok and built.output and built.notes:
            path = Path(built.output)
            yield _Packed(result=result, files=files[built.name], bank=built.id, path=path, notes=read_package(path))
        else:
            yield _Packed(result=result)


def _tried(files: BankFiles, first: BankFiles | None, folder: Path) -> _Packed:
    """A bank's package as a build would make it now, in a folder that goes away; the lock stays as it is."""
    report, result = Report(), PushResult(name=files.name)
    path = folder / "dry-run.apkg"
    if first is not None:
        report_shared(files, first, report)
    bank = _write(files, report, path) if first is None else ""
    result.diagnostics = list(report)
    return _Packed(result=result, files=files, bank=bank, path=path, notes=read_package(path) if bank else ())


def _write(files: BankFiles, report: Report, path: Path, tags: str = "") -> str:
    """Writes a bank's notes that match a tag expression, as they stand now, to ``path``; the bank's id, empty where there are none."""
    data = read_files(files, report)
    found = inspect_bank(data, report) if data is not None else None
    if found is None:
        return ""
    rows = Rows.of(found, BuildOptions(now=current_time(), tags=tags))
    info = write_package(path, deck_rows(found), rows, rows.media)
    return found.bank.id if info.notes and not report.errors else ""
