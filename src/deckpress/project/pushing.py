"""Banks → a running Anki: built, compared, imported, looked at again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from deckpress.ankiconnect import Client, PackedNote, Plan, RunningAnki, make_plan, read_package
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

    ``kept`` are IDs of notes that were to change and did not, because they are newer in Anki; ``missing`` of notes that did not arrive.
    ``suspended`` counts cards, ``deleted`` notes.
    """

    name: str
    plan: Plan | None = None
    kept: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    suspended: int = 0
    deleted: int = 0
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the bank has no errors and all of it arrived."""
        return not self.missing and not any(finding.severity == "error" for finding in self.diagnostics)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packed:
    result: PushResult
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
    result = packed.result
    before = anki.notes(packed.bank)
    plan = result.plan = make_plan(packed.notes, before)
    result.kept = list(plan.kept)
    if retired == "delete":
        plan.new = [name for name in plan.new if name not in set(plan.retired)]
    if dry_run:
        return
    anki.import_package(packed.path)
    after = anki.notes(packed.bank)
    now = make_plan(packed.notes, after)
    result.kept = sorted({*now.changed, *now.kept})
    plan.changed = [name for name in plan.changed if name not in set(result.kept)]
    result.missing = now.new
    notes = [after[name] for name in now.retired if name in after]
    match retired:
        case "suspend":
            result.suspended = anki.suspend([card for note in notes for card in note.cards])
        case "delete":
            anki.delete([note.note for note in notes])
            result.deleted = len(before.keys() & {note.id for note in notes})  # a retired note that only came with this import is no news
        case "keep":
            pass


@contextmanager
def _packages(paths: Sequence[Path], output: Path, *, dry_run: bool) -> Iterator[Iterator[_Packed]]:
    if not dry_run:
        yield _built(paths, output)
        return
    with TemporaryDirectory(prefix="deckpress-") as folder:
        now = current_time()
        yield (_tried(item, Path(folder), now) for item in unique(find_banks(paths)))


def _built(paths: Sequence[Path], output: Path) -> Iterator[_Packed]:
    for built in build(paths, output).banks:
        result = PushResult(name=built.name, diagnostics=list(built.diagnostics))
        if built.ok and built.output and built.notes:
            path = Path(built.output)
            yield _Packed(result=result, bank=built.id, path=path, notes=read_package(path))
        else:
            yield _Packed(result=result)


def _tried(item: tuple[BankFiles, BankFiles | None], folder: Path, now: int) -> _Packed:
    """A bank's package as a build would make it now, in a folder that goes away; the lock stays as it is."""
    files, first = item
    report, result = Report(), PushResult(name=files.name)
    if first is not None:
        report_shared(files, first, report)
    data = read_files(files, report) if first is None else None
    found = inspect_bank(data, report) if data is not None else None
    bank, path, notes = "", folder / "dry-run.apkg", list[PackedNote]()
    if found is not None:
        rows = Rows.of(found, BuildOptions(now=now))
        info = write_package(path, deck_rows(found), rows, rows.media)
        if info.notes and not report.errors:
            bank, notes = found.bank.id, read_package(path)
    result.diagnostics = list(report)
    return _Packed(result=result, bank=bank, path=path, notes=notes)
