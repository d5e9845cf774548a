"""Versions of releases: the day of the commit, or what somebody names; none twice, none that git or Anki would mistake."""

from __future__ import annotations

import re
from datetime import datetime, timezone

from deckpress.errors import UsageError
from deckpress.release.previous import Previous

__all__ = ["version_of"]

_SHOWN = 60
_VERSION = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,38}[0-9A-Za-z])?")
_DAY = re.compile(r"(\d{4}\.\d\d\.\d\d)(?:\.(\d{1,9}))?", re.ASCII)


def version_of(given: str, date: int, before: Previous | None) -> str:
    """The version of a release of this date (Unix seconds) over the one before. Raises `UsageError` for a ``given`` one that won't do.

    Without one it is the day, or, where the release before is of that day or a later one, the next of that one's day.
    """
    known = _known(before) if before is not None else {}
    if given:
        _check(given, known)
        return given
    day, number = datetime.fromtimestamp(date, timezone.utc).strftime("%Y.%m.%d"), 1
    last = _DAY.fullmatch(before.version) if before is not None else None
    if last is not None and last[1] >= day:
        day, number = last[1], int(last[2] or 1) + 1
    while (version := f"{day}.{number}" if number > 1 else day) in known:
        number += 1
    return version


def _known(before: Previous) -> dict[str, str]:
    """The versions that are still told of, by their small letters: Anki's tags know no other."""
    marks = (mark for bank in before.manifest["banks"].values() for mark in bank["notes"].values())
    versions = {version for mark in marks for version in mark["releases"]}
    versions.update(filter(None, (before.version, before.manifest["previous"])))
    return {version.lower(): version for version in versions}


def _check(given: str, known: dict[str, str]) -> None:
    shown = repr(given[:_SHOWN])
    if not _VERSION.fullmatch(given):
        raise UsageError(f"--version {shown}: at most 40 letters, digits, points and hyphens, as in 2026.11.22")
    if ".." in given or given.endswith(".lock"):
        raise UsageError(f"--version {shown}: it becomes a tag, and git takes none with '..' in it or '.lock' at its end")
    same = known.get(given.lower())
    if same is not None:
        case = "" if same == given else ", and Anki's tags know no capitals"
        raise UsageError(f"there is a release {same} before this one already{case}: give this one another --version")
