"""``release``: banks → a folder that can be published as it is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version as installed_version
from pathlib import Path

from deckpress.diagnostics import Diagnostic, Report
from deckpress.diff.compare import Difference
from deckpress.diff.revisions import commit_time
from deckpress.engine import anki_version
from deckpress.errors import UsageError
from deckpress.project.build import LAST_TIME, current_time
from deckpress.project.collection import load_collection
from deckpress.project.discover import BankFiles, find_banks, shown, unique
from deckpress.project.workspace import Workspace
from deckpress.readers.collection import Collection
from deckpress.release import shards
from deckpress.release.assemble import assemble
from deckpress.release.collect import collect
from deckpress.release.packages import Selection
from deckpress.release.parts import Part
from deckpress.release.previous import Previous, open_previous
from deckpress.release.publish import is_whole, publish, recover
from deckpress.release.stage import BuiltDeck, Plan, built_part, prove_all, written_deck
from deckpress.release.versions import version_of
from deckpress.tags import parse

__all__ = ["ReleaseResult", "release"]

Progress = Callable[[str], None]
_STAGED = "release"


@dataclass(slots=True, kw_only=True)
class ReleaseResult:
    """What became of a release. ``output`` is empty where nothing was written: findings, or nothing new (``unchanged``).

    ``difference`` is None for a first release and for a shard; ``decks`` counts packages, ``reused`` those of the release before.
    """

    version: str
    output: str = ""
    previous: str = ""
    unchanged: bool = False
    decks: int = 0
    reused: int = 0
    notes: int = 0
    difference: Difference | None = None
    findings: list[Diagnostic] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not any(finding.severity == "error" for finding in self.findings)


def release(
    paths: Sequence[Path | str] = ("decks",),
    output: Path | str = "build/release",
    *,
    version: str = "",
    previous: str = "",
    forget_after: int = 0,
    if_changed: bool = False,
    shard: str = "",
    join: Sequence[Path | str] = (),
    url: str = "",
    progress: Progress | None = None,
) -> ReleaseResult:
    """Builds, proves and writes a release; the folder appears whole, or the one that was there stays.

    ``version`` is by default the day of ``SOURCE_DATE_EPOCH``, else of the commit; ``previous`` is the folder or address of the release
    before; ``forget_after`` drops deleted questions after so many releases (0: never); ``if_changed`` writes nothing where nothing differs
    from the release before; ``shard`` (``2/4``) builds a part for ``join``; ``url`` is where the page will be. Raises `UsageError`,
    `UnavailableError` for a release before that can't be fetched, `MissingLibrary` without the real Anki.
    """
    number = shards.parse_shard(shard) if shard else (1, 1)
    anki = anki_version()
    target = Path(os.path.realpath(output))
    target.parent.mkdir(parents=True, exist_ok=True)
    workspace = Workspace(target.parent)
    workspace.prepare()
    aside = workspace.private / f"replaced-{target.name}"
    recover(target, aside)
    with workspace.scratch() as folder:
        before = open_previous(previous, _folder(folder / "fetched")) if previous else None
        staged = _folder(folder / _STAGED)
        if join:
            work = _Work.of_shards([Path(path) for path in join], before, anki, folder, staged)
        else:
            plan = _plan(paths, version, before, anki, forget_after)
            work = _Work.of_banks([Path(path) for path in paths], number, plan, folder, staged, url, progress)
        result = ReleaseResult(version=work.plan.version, previous=before.version if before else "", findings=work.findings)
        if result.ok and if_changed and not shard and work.is_unchanged():
            result.unchanged = True
        elif result.ok and work.finish(number if shard else None, staged, result, progress):
            if not _same(staged, target):
                publish(staged, target, aside)
            result.output = shown(Path(output))
    return result


def _plan(paths: Sequence[Path | str], version: str, before: Previous | None, anki: str, forget_after: int) -> Plan:
    date = _date(paths)
    tool = installed_version("deckpress")
    return Plan(version=version_of(version, date, before), date=date, tool=tool, anki=anki, previous=before, forget_after=forget_after)


@dataclass(slots=True)
class _Work:
    """The first step done: parts with their packages in the staged folder."""

    plan: Plan
    collection: Collection
    banks: list[str]
    parts: list[tuple[Part, BuiltDeck]]
    media: Path
    findings: list[Diagnostic]

    @classmethod
    def of_banks(
        cls, paths: list[Path], number: tuple[int, int], plan: Plan, folder: Path, staged: Path, url: str, progress: Progress | None
    ) -> _Work:
        """Builds and proves the banks of this shard."""
        report = Report()
        banks = unique(find_banks(paths))
        collection = _collection(paths, report)
        collection.url = url or collection.url
        mine = [(index, *item) for index, item in enumerate(banks) if index % number[1] == number[0] - 1]
        work = cls(plan, collection, [files.name for files, _ in banks], [], _folder(folder / "media"), list(report))
        for index, files, first in mine:
            work._add(index, files, first, staged)
            if progress:
                progress(files.name)
        if not any(finding.severity == "error" for finding in work.findings):
            work.findings += prove_all([(built, staged / built.file, "bank", part.id) for part, built in work.parts], plan, progress)
        return work

    def _add(self, index: int, files: BankFiles, first: BankFiles | None, staged: Path) -> None:
        collected = collect(index, files, first, self.plan.date)
        self.findings += collected.findings
        part = collected.part
        if part is not None:
            built_part(collected, part, self.plan, self.media)
            if not part.notes:
                text = "the bank has no question with an answer: it can't be released"
                self.findings.append(Diagnostic(code="empty-deck", severity="error", message=text, file=files.name))
                return
            self.parts.append((part, written_deck(Selection([part]), staged / f"{part.id}.apkg", self.media, self.plan, "bank", part.id)))

    @classmethod
    def of_shards(cls, folders: list[Path], before: Previous | None, anki: str, folder: Path, staged: Path) -> _Work:
        """Takes over what the shards have built."""
        entries, common = shards.join_shards(folders)
        if common["previous"] != (before.digest if before is not None else ""):
            raise UsageError("the shards were built over another release than --previous names: give both steps the same")
        if common["anki"] != anki or common["tool"] != installed_version("deckpress"):
            raise UsageError(f"the shards were built with deckpress {common['tool']} and Anki {common['anki']}, this is another one")
        plan = Plan(
            version=common["version"], date=common["date"], tool=common["tool"], anki=anki, previous=before,
            forget_after=common["forget_after"],
        )  # fmt: skip
        for _, built, place in entries:
            shutil.copyfile(place / built.file, staged / built.file)
        shards.gather_media(sorted({place for _, _, place in entries}), folder / "media")
        parts = [(part, built) for part, built, _ in entries]
        return cls(plan, shards.collection_of(common["collection"]), common["banks"], parts, folder / "media", [])

    def finish(self, shard: tuple[int, int] | None, staged: Path, result: ReleaseResult, progress: Progress | None) -> bool:
        """The second step: the rest of the staged folder, as a shard or as a release; whether it may be shown."""
        result.reused = sum(1 for _, built in self.parts if built.reused)
        if shard is not None:
            shutil.copytree(self.media, staged / "media", dirs_exist_ok=True)
            shards.write_shard(shard, self.parts, self.plan, self.collection, self.banks, staged)
            result.decks, result.notes = len(self.parts), sum(len(part.notes) for part, _ in self.parts)
            return True
        done = assemble(self.parts, self.collection, self.plan, staged, self.media, progress)
        result.findings += done.findings
        result.difference = done.difference
        if done.ok:
            result.decks, result.notes = len(done.manifest["decks"]), done.manifest["decks"][0]["notes"]
        return done.ok

    def is_unchanged(self) -> bool:
        """Whether learners would get what they have: every bank as before, the same presets, the same titles."""
        before = self.plan.previous
        if before is None or not all(built.reused for _, built in self.parts):
            return False
        decks = before.manifest["decks"]
        banks = [(deck["id"], deck["title"]) for deck in decks if deck["kind"] == "bank"]
        presets = {deck["id"]: (deck["title"], deck["search"]) for deck in decks if deck["kind"] == "preset"}
        parts = [part for part, _ in self.parts]
        here = {
            name: (preset.title, expression.to_anki())
            for name, preset in self.collection.presets.items()
            if any(Selection(parts, expression := parse(preset.tags)).all_notes())
        }
        return banks == [(part.id, part.title) for part in parts] and presets == here


def _collection(paths: Sequence[Path], report: Report) -> Collection:
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    found = [collection for folder in folders if (collection := load_collection(folder, report)) is not None]
    return found[0] if found else Collection()


def _date(paths: Sequence[Path | str]) -> int:
    """``SOURCE_DATE_EPOCH``, else the time of the commit that holds the banks."""
    if os.environ.get("SOURCE_DATE_EPOCH", "").strip():
        return current_time()
    first = Path(next(iter(paths), "decks"))
    found = commit_time(first if first.is_dir() else first.parent) if first.exists() else 0
    if not 0 < found < LAST_TIME:
        raise UsageError(
            "a release takes its date from the commit, and there is none here.\n"
            "  Commit the banks, or set SOURCE_DATE_EPOCH to Unix seconds"
        )
    return found


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same release: then what is there stays, times of files included."""
    sums = [folder / "SHA256SUMS" for folder in (one, other)]
    return sums[1].is_file() and sums[0].read_bytes() == sums[1].read_bytes() and is_whole(other)
