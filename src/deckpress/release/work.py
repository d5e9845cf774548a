"""The first step of a release: banks, or shards of them, become parts with their packages in a staged folder."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version as installed_version
from pathlib import Path

from deckpress.diagnostics import Diagnostic, Report
from deckpress.errors import UsageError
from deckpress.project.collection import load_collection
from deckpress.project.discover import COLLECTION_FILE, BankFiles, find_banks
from deckpress.readers.collection import Collection
from deckpress.release import shards
from deckpress.release.assemble import collection_hash
from deckpress.release.collect import collect
from deckpress.release.packages import Selection
from deckpress.release.parts import Part
from deckpress.release.previous import Previous
from deckpress.release.retiring import bank_gone, vanished_banks, vanished_part
from deckpress.release.stage import BuiltDeck, Plan, built_part, prove_all, written_deck

__all__ = ["BankWork", "Progress", "ShardWork", "Work"]

Progress = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Work(ABC):
    """What is to be done, then what was done: `gather` fills ``parts``. ``banks`` are the names of all banks that are there."""

    plan: Plan
    collection: Collection
    banks: list[str]
    parts: list[tuple[Part, BuiltDeck]] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)

    @abstractmethod
    def gather(self, staged: Path, media: Path, progress: Progress | None) -> None:
        """Puts the banks' packages into ``staged`` and their images into ``media``; what is wrong goes to ``findings``."""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong so far."""
        return not any(finding.severity == "error" for finding in self.findings)

    def is_unchanged(self) -> bool:
        """Whether learners would get what they have: every bank as before, and what the collection file says, too."""
        before = self.plan.previous
        if before is None or not all(built.reused for _, built in self.parts):
            return False
        banks = [(deck["id"], deck["title"]) for deck in before.manifest["decks"] if deck["kind"] == "bank"]
        here = [(part.id, part.title) for part, _ in self.parts]
        return sorted(banks) == sorted(here) and before.manifest.get("collection") == collection_hash(self.collection)


@dataclass(slots=True, kw_only=True)
class BankWork(Work):
    """Banks to be built and proved: those of one shard, each with its place among all and the earlier one whose identity it takes;
    ``vanished`` are the places and ids of banks that only the release before has."""

    mine: list[tuple[int, BankFiles, BankFiles | None]]
    vanished: list[tuple[int, str]]

    @classmethod
    def of(
        cls, paths: Sequence[Path], banks: Sequence[tuple[BankFiles, BankFiles | None]], shard: tuple[int, int], plan: Plan, url: str
    ) -> BankWork:
        """The work of a shard (1, 1: all of it) on the ``banks`` of ``paths``. Raises `UsageError` where not all of them were named."""
        report = Report()
        collection = _collection(paths, report)
        collection.url = url or collection.url
        gone = vanished_banks(plan.previous, {files.id for files, _ in banks}) if plan.previous is not None else []
        _refuse_left_out(paths, gone)
        number, count = shard
        mine = [(index, *item) for index, item in enumerate(banks) if index % count == number - 1]
        vanished = [(index, bank) for index, bank in enumerate(gone, len(banks)) if index % count == number - 1]
        names = [files.name for files, _ in banks]
        return cls(plan=plan, collection=collection, banks=names, findings=list(report), mine=mine, vanished=vanished)

    def gather(self, staged: Path, media: Path, progress: Progress | None) -> None:
        """Builds the banks, and proves them if all could be built."""
        for index, files, first in self.mine:
            self._build(index, files, first, staged, media)
            if progress:
                progress(files.name)
        if self.ok:
            for index, bank in self.vanished:
                self._retire(index, bank, staged, media)
            self.findings += prove_all([(built, staged / built.file, "bank", part.id) for part, built in self.parts], self.plan, progress)

    def _build(self, index: int, files: BankFiles, first: BankFiles | None, staged: Path, media: Path) -> None:
        collected = collect(index, files, first, self.plan.date)
        self.findings += collected.findings
        part = collected.part
        if part is not None:
            built_part(part, self.plan, media, collected.gone, collected.images)
            if self.plan.previous is None and collected.gone:
                count, hint = len(collected.gone), "if they were in a release, name it with --previous: their texts are there"
                text = f"the lock knows of {count:,} deleted question{'s' * (count > 1)}, not sent out as retired in a first release"
                self.findings.append(Diagnostic(code="not-retired", severity="warning", message=text, file=files.name, hint=hint))
            if not part.notes:
                text = "the bank has no question with an answer: it can't be released"
                self.findings.append(Diagnostic(code="empty-deck", severity="error", message=text, file=files.name))
                return
            self._write(part, staged, media)

    def _retire(self, index: int, bank: str, staged: Path, media: Path) -> None:
        """A bank that is gone goes out with retired notes, as long as there is one."""
        if self.plan.previous is None:
            return
        part = vanished_part(index, bank, self.plan.previous)
        built_part(part, self.plan, media, {}, {})
        finding = bank_gone(part, self.plan.previous)
        self.findings += [finding] if finding is not None else []
        if part.notes:
            self._write(part, staged, media)

    def _write(self, part: Part, staged: Path, media: Path) -> None:
        self.parts.append((part, written_deck(Selection([part]), staged / f"{part.id}.apkg", media, self.plan, "bank", part.id)))


@dataclass(slots=True, kw_only=True)
class ShardWork(Work):
    """Shards to be joined: parts, each with its package and the folder of its shard."""

    entries: list[tuple[Part, BuiltDeck, Path]]

    @classmethod
    def of(cls, folders: Sequence[Path], before: Previous | None, anki: str) -> ShardWork:
        """Reads the shards. Raises `UsageError` where they don't make one release, over ``before``, with these versions."""
        entries, common = shards.join_shards(folders)
        if common["previous"] != (before.digest if before is not None else ""):
            raise UsageError("the shards were built over another release than --previous names: give both steps the same")
        if common["anki"] != anki or common["tool"] != installed_version("deckpress"):
            raise UsageError(f"the shards were built with deckpress {common['tool']} and Anki {common['anki']}, this is another one")
        plan = Plan(
            version=common["version"], date=common["date"], tool=common["tool"], anki=anki, previous=before,
            forget_after=common["forget_after"],
        )  # fmt: skip
        return cls(plan=plan, collection=shards.collection_of(common["collection"]), banks=common["banks"], entries=entries)

    def gather(self, staged: Path, media: Path, progress: Progress | None) -> None:  # noqa: ARG002 - there is nothing slow
        """Takes over what the shards have built."""
        for _, built, place in self.entries:
            shutil.copyfile(place / built.file, staged / built.file)
        shards.gather_media(sorted({place for _, _, place in self.entries}), media)
        self.parts = [(part, built) for part, built, _ in self.entries]


def _refuse_left_out(paths: Sequence[Path], gone: Sequence[str]) -> None:
    """Raises `UsageError` where a bank that counts as gone lies beside those that were named: it was forgotten, not deleted."""
    folders = {path.parent for path in paths if path.is_file() or (path.parent / COLLECTION_FILE).is_file()}
    beside = find_banks(sorted(folders)) if gone and folders else []
    left_out = [files.name for files in beside if files.id in gone]
    if left_out:
        raise UsageError(
            f"{', '.join(left_out)}: the release before holds this bank, and it is not among those named for this one.\n"
            "  Its questions would go out as retired: name the folder, or all banks"
        )


def _collection(paths: Sequence[Path], report: Report) -> Collection:
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    found = [collection for folder in folders if (collection := load_collection(folder, report)) is not None]
    return found[0] if found else Collection()
