"""``release``: banks → a folder that can be published as it is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version as installed_version
from importlib.util import find_spec
from pathlib import Path

from deckpress.diagnostics import Diagnostic
from deckpress.diff.compare import Difference
from deckpress.diff.revisions import commit_time, git
from deckpress.engine import anki_version
from deckpress.errors import MissingLibrary, UsageError
from deckpress.project.build import LAST_TIME, current_time
from deckpress.project.discover import find_banks, shown, unique
from deckpress.project.workspace import Workspace
from deckpress.release import shards
from deckpress.release.assemble import assemble
from deckpress.release.manifest import MANIFEST, iso_date, parse_manifest
from deckpress.release.previous import Previous, open_previous
from deckpress.release.publish import publish, recover, refuse_foreign
from deckpress.release.stage import Plan
from deckpress.release.sums import SUMS, is_whole
from deckpress.release.versions import version_of
from deckpress.release.work import BankWork, Progress, ShardWork, Work

__all__ = ["ReleaseResult", "release"]

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
    from the release before; ``shard`` (``2/4``) builds a part for ``join``; ``url`` is where the page will be. Raises `UsageError`, before
    anything is written, `UnavailableError` for a release before that can't be fetched, `MissingLibrary` without the real Anki.
    """
    number = shards.parse_shard(shard) if shard else (1, 1)
    try:
        anki = anki_version()
    except MissingLibrary as error:
        raise MissingLibrary(error.library, "release", "deckpress release") from error
    target = Path(os.path.realpath(output))
    workspace = Workspace(target.parent)
    recover(target, workspace)
    refuse_foreign(target)
    before = open_previous(previous, workspace.private / f"{workspace.prefix}fetched") if previous else None
    work: Work
    if join:
        work = ShardWork.of([Path(path) for path in join], before, anki)
    else:
        work = _bank_work([Path(path) for path in paths], number, version, before, anki, forget_after, url)
    if work.collection.url and not shard and find_spec("segno") is None:
        raise MissingLibrary("segno", "release", "a QR code on the download page")
    unfollowed = before is None and not shard and (target / MANIFEST).is_file()
    if unfollowed and not _may_be_the_same(target, work.plan):
        raise _unfollowed(target)
    workspace.prepare()
    try:
        with workspace.scratch() as folder:
            if before is not None:
                _folder(before.cache)
            staged, media = _folder(folder / _STAGED), _folder(folder / "media")
            work.gather(staged, media, progress)
            result = ReleaseResult(version=work.plan.version, previous=before.version if before else "", findings=work.findings)
            if work.ok and if_changed and not shard and work.is_unchanged():
                result.unchanged = True
            elif work.ok and _finish(work, number if shard else None, staged, media, result, progress):
                if not _same(staged, target):
                    if unfollowed:
                        raise _unfollowed(target)
                    publish(staged, target, workspace, before.digest if before is not None and Path(previous).resolve() == target else "")
                result.output = shown(Path(output))
    finally:
        workspace.clean()
    return result


def _bank_work(
    paths: Sequence[Path], shard: tuple[int, int], version: str, before: Previous | None, anki: str, forget_after: int, url: str
) -> BankWork:
    banks = unique(find_banks(paths))  # first: that there are none is said before their commit is missed
    date, findings = _date(paths)
    plan = Plan(
        version=version_of(version, date, before), date=date, tool=installed_version("deckpress"), anki=anki, previous=before,
        forget_after=forget_after,
    )  # fmt: skip
    work = BankWork.of(paths, banks, shard, plan, url)
    work.findings += findings
    return work


def _finish(work: Work, shard: tuple[int, int] | None, staged: Path, media: Path, result: ReleaseResult, progress: Progress | None) -> bool:
    """The second step: the rest of the staged folder, as a shard or as a release; whether it may be shown."""
    result.reused = sum(1 for _, built in work.parts if built.reused)
    if shard is not None:
        if any(media.iterdir()):
            shutil.copytree(media, staged / "media")
        shards.write_shard(shard, work.parts, work.plan, work.collection, work.banks, staged)
        result.decks, result.notes = len(work.parts), sum(len(part.notes) for part, _ in work.parts)
        return True
    done = assemble(work.parts, work.collection, work.plan, staged, media, progress)
    result.findings += done.findings
    result.difference = done.difference
    if done.ok:
        result.decks, result.notes = len(done.manifest["decks"]), done.manifest["decks"][0]["notes"]
    return done.ok


def _date(paths: Sequence[Path]) -> tuple[int, list[Diagnostic]]:
    """``SOURCE_DATE_EPOCH``, else the time of the commit that holds the banks, with a note where they are not as they were committed."""
    if os.environ.get("SOURCE_DATE_EPOCH", "").strip():
        return current_time(), []
    first = next(iter(paths), Path("decks"))
    folder = first if first.is_dir() else first.parent
    found = commit_time(folder) if first.exists() else 0
    if not 0 < found < LAST_TIME:
        raise UsageError(
            "a release takes its date from the commit, and there is none here.\n"
            "  Commit the banks, or set SOURCE_DATE_EPOCH to Unix seconds"
        )
    if not git(folder, "status", "--porcelain", "--", "."):
        return found, []
    text, hint = "this is not as it was committed, and the release bears the date of the commit", "commit first: one commit, one release"
    return found, [Diagnostic(code="uncommitted", severity="note", message=text, file=shown(folder), hint=hint)]


def _may_be_the_same(target: Path, plan: Plan) -> bool:
    """Whether the release in a folder may be this one, made again."""
    held = parse_manifest((target / MANIFEST).read_text("utf-8"), MANIFEST)
    return bool(held["version"] == plan.version and held["date"] == iso_date(plan.date) and held["previous"] is None)


def _unfollowed(target: Path) -> UsageError:
    return UsageError(
        f"{shown(target)} holds another release, and no --previous is given: what was deleted since would not be retired.\n"
        f"  Give --previous {shown(target)}, or another folder as --out"
    )


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same release: then what is there stays, times of files included."""
    sums = [folder / SUMS for folder in (one, other)]
    return sums[1].is_file() and sums[0].read_bytes() == sums[1].read_bytes() and is_whole(other)
