"""Which versions releases get, and which are refused."""

from __future__ import annotations

import copy
from datetime import datetime, timezone
from pathlib import Path

import pytest
from tests.release.test_manifest import MANIFEST

from deckpress.errors import UsageError
from deckpress.release.previous import Previous
from deckpress.release.versions import version_of


def before(version: str, *, releases: tuple[str, ...] = (), previous: str | None = None) -> Previous:
    """A release of this version, with a note that these releases changed."""
    data = copy.deepcopy(MANIFEST) | {"version": version, "previous": previous}
    data["banks"]["b"]["notes"]["g"]["releases"] = list(releases)
    return Previous("somewhere", data, "", Path("nowhere"))


def at(day: str) -> int:
    return int(datetime.strptime(day, "%Y.%m.%d").replace(tzinfo=timezone.utc).timestamp())


@pytest.mark.parametrize(
    ("last", "releases", "day", "expected"),
    [
        ("2026.11.19", (), "2026.11.20", "2026.11.20"),
        ("2026.11.20", (), "2026.11.20", "2026.11.20.2"),
        ("2026.11.20.2", (), "2026.11.20", "2026.11.20.3"),
        ("2026.11.20.2", (), "2026.11.10", "2026.11.20.3"),  # the commit is older than the release before
        ("1.0", (), "2026.11.20", "2026.11.20"),
        ("1.0", ("2026.11.20", "2026.11.20.2"), "2026.11.20", "2026.11.20.3"),  # its tag is still on notes
    ],
)
def test_the_version_of_a_day(last: str, releases: tuple[str, ...], day: str, expected: str) -> None:
    assert version_of("", at(day), before(last, releases=releases)) == expected


def test_the_version_of_a_first_release() -> None:
    assert version_of("", at("2026.11.20"), None) == "2026.11.20"
    assert version_of("v1", at("2026.11.20"), None) == "v1"


@pytest.mark.parametrize("given", ["a..b", "a.lock", "1.lock"])
def test_what_git_refuses_as_a_tag(given: str) -> None:
    with pytest.raises(UsageError, match=f"'{given}': it becomes a tag, and git takes none"):
        version_of(given, 0, None)


@pytest.mark.parametrize("given", [".", "no good", "-1", "1.", "a\nb", "a\x1b[31m", "ü", "x" * 41])
def test_what_is_no_version(given: str) -> None:
    with pytest.raises(UsageError, match="at most 40 letters, digits, points and hyphens") as error:
        version_of(given, 0, None)
    assert str(error.value).isprintable(), "nothing reaches the terminal as it is"


@pytest.mark.parametrize("given", ["Exam-2", "exam-2", "EXAM-2", "Exam-1", "exam-1", "exam-0"])
def test_a_version_is_given_once_in_whatever_case(given: str) -> None:
    last = before("Exam-2", releases=("Exam-2", "exam-0"), previous="Exam-1")
    with pytest.raises(UsageError, match=r"(?i)there is a release exam-\d before this one already.*: give this one another --version"):
        version_of(given, 0, last)
    assert version_of("exam-3", 0, last) == "exam-3"
