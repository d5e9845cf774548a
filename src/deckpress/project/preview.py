"""Banks as they are just now, to look at: read again when they change, shown as far as they can be read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deckpress.diagnostics import Report
from deckpress.errors import DeckpressError
from deckpress.project.collection import check_collections
from deckpress.project.collector import without_gc
from deckpress.project.discover import BankFiles, find_banks, report_shared, shown, unique
from deckpress.project.files import read_files
from deckpress.project.inspect import inspect_anyway
from deckpress.project.rows import chapter_decks
from deckpress.project.workspace import write_whole
from deckpress.tags import Expression, parse
from deckpress.writers.preview.data import Preview, PreviewBank
from deckpress.writers.preview.page import offline_page

__all__ = ["LivePreview", "PreviewCounts", "write_preview"]

_State = tuple[tuple[str, int, int], ...]
"""Names, times of change (nanoseconds) and sizes of files; -1 for what is not there."""


@dataclass(frozen=True, slots=True)
class PreviewCounts:
    """What a preview shows: ``errors`` and ``warnings`` are findings."""

    banks: int
    cards: int
    errors: int
    warnings: int


@dataclass(slots=True)
class _Known:
    """A bank as it was read, and what it was read from."""

    bank: PreviewBank
    watched: frozenset[Path]
    state: _State


@dataclass(slots=True)
class LivePreview:
    """The banks of some paths, which `refresh` reads again where they changed.

    ``tags`` is a tag expression: only notes that match it are shown. ``version`` grows with every change.
    """

    paths: Sequence[Path]
    tags: str = ""
    include_unanswered: bool = False
    version: int = 0
    preview: Preview = field(default_factory=lambda: Preview(()))
    _known: dict[tuple[Path, ...], _Known] = field(default_factory=dict)
    _state: _State | None = None

    def check(self) -> None:
        """Raises `UsageError` where there are no banks, and `ExpressionError`; reads nothing."""
        find_banks(self.paths)
        if self.tags:
            parse(self.tags)

    def refresh(self) -> bool:
        """Reads what is new or has changed since the last time; whether anything has.

        A bank or folder that has gone is shown as what that is: an error.
        """
        state = _state_of(self._watched())
        if state == self._state:
            return False
        self._state = state
        try:
            banks = find_banks(self.paths)
        except DeckpressError as error:
            report = Report()
            report.about_file("no-bank", "error", str(error), shown(self.paths[0]))
            self._show([PreviewBank(name=shown(self.paths[0]), findings=list(report))])
            return True
        expression = parse(self.tags) if self.tags else None
        known: dict[tuple[Path, ...], _Known] = {}
        for files, first in unique(banks):
            old = self._known.get(files.files)
            fresh = old is not None and first is None and old.state == _state_of(old.watched)
            known[files.files] = old if old is not None and fresh else _read(files, first, expression, self.include_unanswered)
        self._known = known
        self._state = _state_of(self._watched())
        shown_banks = [entry.bank for entry in known.values()]
        if collections := check_collections(self.paths):
            shown_banks.append(PreviewBank(name=collections[0].file, findings=collections))
        if len(shown_banks) == len(self.preview.banks) and all(map(_same, shown_banks, self.preview.banks)):
            return False  # another file of the folder has changed
        self._show(shown_banks)
        return True

    def _show(self, banks: Sequence[PreviewBank]) -> None:
        self.preview = Preview(banks)
        self.version += 1

    def _watched(self) -> Iterator[Path]:
        """All files that the next reading could read, and all folders in which new ones could appear."""
        for path in self.paths:
            yield path
            if path.is_dir():
                for root, folders, names in os.walk(path):
                    folders[:] = sorted(name for name in folders if not name.startswith("."))
                    yield Path(root)
                    yield from (Path(root, name) for name in names if name.lower().endswith((".yaml", ".yml", ".lock")))
            else:
                yield path.parent
        for entry in self._known.values():
            yield from entry.watched

    def counts(self) -> PreviewCounts:
        """What is shown."""
        findings = [finding for bank in self.preview.banks for finding in bank.findings]
        severities = [finding.severity for finding in findings]
        return PreviewCounts(len(self.preview.banks), self.preview.cards, severities.count("error"), severities.count("warning"))


def write_preview(paths: Sequence[Path], target: Path, *, tags: str = "", include_unanswered: bool = False) -> LivePreview:
    """Writes the page to one file that works offline. Raises `UsageError`, `ExpressionError`, and `OSError` where it can't be written."""
    live = LivePreview(paths, tags, include_unanswered)
    live.check()
    live.refresh()
    with without_gc():
        page = offline_page(live.preview)
    write_whole(target, page)
    return live


def _read(files: BankFiles, first: BankFiles | None, expression: Expression | None, include_unanswered: bool) -> _Known:
    report = Report()
    if first is not None:
        report_shared(files, first, report)
    state_before = _state_of(_sources(files))
    bank = PreviewBank(name=files.name, paths={shown(path): path for path in files.files})
    watched = frozenset(_sources(files))
    with without_gc():
        data = read_files(files, report) if first is None else None
        found = inspect_anyway(data, report, include_unanswered=include_unanswered) if data is not None else None
        if found is not None:
            notes = [note for note in found.notes() if expression is None or expression.matches(note.tags)]
            found.description()
            bank.bank, bank.notes, bank.decks, bank.media = found.bank, notes, chapter_decks(found.bank), found.media()
            watched |= frozenset(bank.media.values())
    bank.findings = list(report)
    if any(finding.code == "missing-image" for finding in bank.findings):  # it may come
        watched |= frozenset(folder for path in files.files for folder in _folders(path.parent))
    images = watched.difference(_sources(files))
    return _Known(bank, watched, tuple(sorted({*state_before, *_state_of(images)})))


def _same(one: PreviewBank, other: PreviewBank) -> bool:
    """Whether two banks are one reading, or say the same where nothing could be read."""
    return one is other or (one.bank is other.bank is None and one.findings == other.findings)


def _sources(files: BankFiles) -> list[Path]:
    return [*files.files, files.lock]


def _folders(folder: Path) -> Iterator[Path]:
    for root, folders, _ in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield Path(root)


def _state_of(paths: Sequence[Path] | Iterator[Path] | frozenset[Path]) -> _State:
    return tuple(sorted({_file_state(path) for path in paths}))


def _file_state(path: Path) -> tuple[str, int, int]:
    try:
        state = path.stat()
    except OSError:
        return str(path), -1, -1
    return str(path), state.st_mtime_ns, state.st_size
