"""Banks → packages and locks."""

from __future__ import annotations

import gc
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from deckpress.diagnostics import Report
from deckpress.lock import LockUpdate, note_hash
from deckpress.model import Bank
from deckpress.project.cache import Cache, file_hash, key_of
from deckpress.project.discover import BankFiles, find_banks, shown
from deckpress.project.inspect import BankBytes, Inspection, inspect_bank, read_files
from deckpress.project.pool import each, job_count
from deckpress.project.results import BankResult, BuildOptions, BuildResult
from deckpress.project.workspace import Workspace, write_whole
from deckpress.tags import Expression, parse
from deckpress.writers.apkg import DeckRow, NoteRow, PackageInfo, deck_id, write_package

__all__ = ["build", "current_time"]

Progress = Callable[[BankResult], None]


def current_time() -> int:
    """Unix seconds: ``SOURCE_DATE_EPOCH`` where it is set, as reproducible builds ask, else the clock."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given) if given.isdecimal() else int(time.time())


def build(
    paths: Sequence[Path | str] = ("decks",),
    output: Path | str = "build",
    *,
    tags: str = "",
    locked: bool = False,
    one_deck: bool = False,
    include_unanswered: bool = False,
    now: int | None = None,
    jobs: int | None = None,
    cache: bool = True,
    started: Callable[[int], None] | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Builds the banks of files and folders into ``output``, one ``.apkg`` a bank, and brings their locks up to date.

    ``tags`` is a tag expression: only notes that match it go into the packages. ``locked`` changes no lock and fails banks whose lock
    is out of date. ``one_deck`` writes one package with all banks. ``now`` is the time of the build in Unix seconds (default:
    ``SOURCE_DATE_EPOCH``, else the clock); ``jobs`` the number of processes; ``started`` is called with the number of banks,
    ``progress`` with each result as it comes.
    A bank with errors is not built and keeps its last package; the others are. Raises `UsageError`, and `ExpressionError` for ``tags``.
    """
    options = BuildOptions(now=current_time() if now is None else now, tags=tags, locked=locked, include_unanswered=include_unanswered)
    if tags:
        parse(tags)  # before any work is done
    banks = find_banks([Path(path) for path in paths])
    workspace = Workspace(Path(output))
    workspace.prepare()
    if started:
        started(len(banks))
    if one_deck:
        from deckpress.project.together import build_together

        return build_together(banks, workspace, options, progress)
    store = Cache(workspace.cache, cache)
    items = unique(banks)
    known = [reuse(files, options, store) if first is None else None for files, first in items]
    pending = [item for item, result in zip(items, known, strict=True) if result is None]
    count = job_count([files.files for files, _ in pending], jobs)
    built = each(partial(build_bank, workspace=workspace, options=options, cache=store), pending, count)
    results: list[BankResult] = []
    try:
        for result in known:
            results.append(next(built) if result is None else result)
            if progress:
                progress(results[-1])
    finally:
        workspace.clean()
    return BuildResult(results)


def reuse(files: BankFiles, options: BuildOptions, cache: Cache) -> BankResult | None:
    """The result of the last build, where nothing that went into it has changed since."""
    if not cache.has(files.name):
        return None
    data = read_files(files, Report())
    return cache.get(files.name, key_of(files.name, data.texts, data.lock, options)) if data is not None else None


def unique(banks: Sequence[BankFiles]) -> list[tuple[BankFiles, BankFiles | None]]:
    """Each bank with the earlier one whose id it takes, if there is one: two banks can't share one identity."""
    seen: dict[str, BankFiles] = {}
    out: list[tuple[BankFiles, BankFiles | None]] = []
    for bank in banks:
        first = seen.setdefault(bank.id, bank) if bank.id else bank
        out.append((bank, None if first is bank else first))
    return out


def build_bank(item: tuple[BankFiles, BankFiles | None], *, workspace: Workspace, options: BuildOptions, cache: Cache) -> BankResult:
    """One bank, from its bytes to its package and lock. Everything wrong with it is in the result."""
    files, first = item
    report = Report()
    result = BankResult(name=files.name)
    if first is not None:
        same_id(files, first, report)
    with without_gc():
        data = read_files(files, report) if first is None else None
        if data is not None:
            _build(data, report, result, workspace, options, cache)
    result.diagnostics = list(report)
    return result


def same_id(files: BankFiles, first: BankFiles, report: Report) -> None:
    """The finding that a bank bears the id of another."""
    report.about_file(
        "duplicate-bank", "error", f"this bank has the same id as {first.name}", files.name,
        "give it an id of its own; files of one bank lie in one folder and each say which 'part' they are",
    )  # fmt: skip


@contextmanager
def without_gc() -> Iterator[None]:
    """Parsing makes many objects and no cycles: the collector would walk them over and over."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@dataclass(slots=True)
class Rows:
    """Makes a package's rows of a bank's notes while it keeps the lock and the counts."""

    found: Inspection
    update: LockUpdate
    expression: Expression | None
    kinds: Counter[str]

    @classmethod
    def of(cls, found: Inspection, options: BuildOptions) -> Rows:
        """For one build of one bank."""
        return cls(found, found.lock.update(options.now), parse(options.tags) if options.tags else None, Counter())

    def __iter__(self) -> Iterator[NoteRow]:
        decks = [deck_id(name) for name in chapter_decks(self.found.bank)]
        seen: set[int] = set()
        for due, note in enumerate(self.found.notes(), 1):
            cards = tuple([ordinal + 1 for ordinal in note.cards]) if note.note_type == "cloze" else ()
            fields, tags = "\x1f".join(note.fields), " ".join(note.tags)
            entry = self.update.publish(note.key, note.guid, note.note_type, note_hash(fields, tags), cards)
            if self.expression is not None and not self.expression.matches(note.tags):
                continue
            if note.question.number not in seen:
                seen.add(note.question.number)
                self.kinds[note.question.kind] += 1
            yield NoteRow(note, entry, fields, tags, decks[note.chapter], due)


def chapter_decks(bank: Bank) -> list[str]:
    """The deck name of each chapter: the bank's, or a subdeck of it."""
    if not bank.subdecks:
        return [bank.deck] * len(bank.chapters)
    titles = [" ".join(chapter.title.replace("::", " ").split()) for chapter in bank.chapters]
    return [f"{bank.deck}::{title}" if title else bank.deck for title in titles]


def deck_rows(found: Inspection) -> list[DeckRow]:
    """The decks of a bank, its own first."""
    bank = found.bank
    description = found.description()
    names = dict.fromkeys([bank.deck, *chapter_decks(bank)])
    return [DeckRow(id=deck_id(name), name=name, description=description if name == bank.deck else "") for name in names]


def _build(data: BankBytes, report: Report, result: BankResult, workspace: Workspace, options: BuildOptions, cache: Cache) -> None:
    found = inspect_bank(data, report, include_unanswered=options.include_unanswered)
    if found is None:
        return
    rows = Rows.of(found, options)
    target = workspace.output / f"{found.bank.id}.apkg"
    with workspace.scratch() as folder:
        aside = folder / target.name
        info = write_package(aside, deck_rows(found), rows, found.media)
        fill(result, rows, info)
        lock = settle(data, rows, options)
        changes = rows.update.changes
        result.new, result.changed, result.retired = changes.new, changes.changed, changes.retired
        if not info.notes:
            report.about_file("empty-deck", "warning", f"no package: {_why_empty(options)}", result.name)
        if report.errors:
            return
        # The lock first: a build that is killed in between gives the same package again, from the same lock.
        if lock != data.lock:
            write_whole(data.files.lock, lock.decode())
        if info.notes:
            aside.replace(target)
            result.output = shown(target)
    result.diagnostics = list(report)
    inputs = [*found.media().values(), *([target] if info.notes else [])]
    key = key_of(data.files.name, data.texts, lock, options)
    cache.put(data.files.name, key, result, {path: file_hash(path) for path in inputs})


def _why_empty(options: BuildOptions) -> str:
    return f"no question matches {options.tags}" if options.tags else "the bank has no question with an answer"


def fill(result: BankResult, rows: Rows, info: PackageInfo) -> None:
    """Takes down what was built."""
    bank = rows.found.bank
    result.id, result.title, result.kinds, result.unanswered = bank.id, bank.title, dict(rows.kinds), rows.found.unanswered
    result.notes, result.cards, result.size, result.content_hash = info.notes, info.cards, info.size, info.content_hash


def settle(data: BankBytes, rows: Rows, options: BuildOptions) -> bytes:
    """The bytes of the lock after the build. A locked build that would change it gets an error."""
    update = rows.update
    text = update.finish().text().encode()
    if options.locked and text != data.lock:
        changes = update.changes
        counts = f"{len(changes.new)} new, {len(changes.changed)} changed, {len(changes.retired)} retired"
        if not changes:
            counts = "its lines are not in order, as after a merge"
        rows.found.report.about_file(
            "lock-outdated", "error", f"the lock does not fit the bank: {counts}", shown(data.files.lock),
            f"run 'deckpress build {data.files.name}' and commit the lock",
        )  # fmt: skip
    return text
