"""Banks that are renamed, cut into parts or lose questions, and images: what a build says and never does silently."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from deckpress.markup import MediaError
from deckpress.notes.media import MediaFolder
from deckpress.project.build import build
from deckpress.project.results import BuildResult

SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"


def bank(*questions: str, name: str = "b", **keys: str) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in keys.items())
    listed = questions or ("{id: q1, stem: what is one, answer: it is one}", "{id: q2, stem: name a colour, answer: red}")
    return f"deckpress: 1\nid: {name}\ntitle: t\n{head}questions:\n" + "".join(f"  - {question}\n" for question in listed)


@pytest.fixture
def decks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "decks"
    folder.mkdir()
    return folder


def codes(result: BuildResult) -> set[str]:
    return {finding.code for one in result.banks for finding in one.diagnostics}


def test_a_bank_cut_into_parts_does_not_lose_its_lock_silently(decks: Path) -> None:
    (decks / "cs.yaml").write_text(bank(name="customer-service"), "utf-8")
    assert build(now=1_750_000_000).ok
    (decks / "cs.yaml").write_text(bank(name="customer-service", part="1"), "utf-8")
    (decks / "cs-2.yaml").write_text(bank("{id: q3, stem: name a bird, answer: owl}", name="customer-service", part="2"), "utf-8")
    result = build(now=1_750_000_060)
    assert codes(result) == {"lock-moved"}
    (decks / "cs.lock").rename(decks / "customer-service.lock")
    result = build(now=1_750_000_060)
    assert (result.ok, result.banks[0].new, result.banks[0].changed) == (True, ["q3"], [])


def test_a_bank_moved_into_a_folder_of_parts_does_not_lose_its_lock_silently(decks: Path) -> None:
    (decks / "cs.yaml").write_text(bank(), "utf-8")
    assert build(now=1_750_000_000).ok
    (decks / "cs.yaml").unlink()
    (decks / "cs").mkdir()
    (decks / "cs" / "1.yaml").write_text(bank(part="1"), "utf-8")
    assert codes(build(now=1_750_000_060)) == {"lock-moved"}


def test_a_renamed_file_keeps_the_lock_that_bears_the_bank_id(decks: Path) -> None:
    (decks / "b.yaml").write_text(bank(), "utf-8")
    assert build(now=1_750_000_000).ok
    (decks / "b.yaml").rename(decks / "other.yaml")
    result = build(now=1_750_000_060)
    assert (result.ok, result.banks[0].new, sorted(path.name for path in decks.iterdir())) == (True, [], ["b.lock", "other.yaml"])


def test_a_question_that_goes_or_changes_its_kind_is_named(decks: Path) -> None:
    (decks / "b.yaml").write_text(bank(), "utf-8")
    assert build(now=1_750_000_000).ok
    (decks / "b.yaml").write_text(bank("{id: q1, stem: 'one is {{one}}'}"), "utf-8")
    result = build(now=1_750_000_060)
    messages = " ".join(finding.message for finding in result.banks[0].diagnostics)
    assert codes(result) == {"no-longer-published"}
    assert "'q1' has changed its kind" in messages
    assert "'q2' has been published and is no longer in the deck" in messages
    again, anew = build(now=1_750_000_120), build(now=1_750_000_120, cache=False)
    assert ([one.reused for one in again.banks], codes(again), codes(anew)) == ([True], set(), set())


def test_a_build_that_packs_nothing_says_so_each_time_as_things_are(decks: Path) -> None:
    (decks / "b.yaml").write_text(bank(), "utf-8")
    assert build().ok
    said = [build(tags="nope").banks[0].diagnostics[0].message]
    Path("build/b.apkg").unlink()
    said.append(build(tags="nope").banks[0].diagnostics[0].message)
    assert ["earlier build" in message for message in said] == [True, False]


def test_an_id_of_a_question_long_gone_is_not_given_to_another_silently(decks: Path) -> None:
    (decks / "b.yaml").write_text(bank(), "utf-8")
    assert build(now=1_750_000_000).ok
    (decks / "b.yaml").write_text(bank("{id: q2, stem: name a colour, answer: red}"), "utf-8")
    assert build(now=1_750_000_060).ok
    (decks / "b.yaml").write_text(bank("{id: q2, stem: name a colour, answer: red}", "{id: q1, stem: name a river, answer: Nile}"), "utf-8")
    assert codes(build(now=1_750_000_120)) == {"id-reused"}


def test_a_lock_that_links_to_nowhere_makes_no_file_there(decks: Path) -> None:
    (decks / "b.yaml").write_text(bank(), "utf-8")
    elsewhere = decks.parent / "elsewhere.lock"
    (decks / "b.lock").symlink_to(elsewhere)
    assert build(now=1_750_000_000).ok
    assert not elsewhere.exists()


def test_a_chosen_part_of_a_bank_carries_only_its_own_images(decks: Path) -> None:
    for name in ("one", "two"):
        (decks / f"{name}.svg").write_text(SVG.replace("/>", f" id='{name}'/>"), "utf-8")
    (decks / "b.yaml").write_text(
        bank("{id: q1, stem: '![a](one.svg)', answer: x, tags: [a]}", "{id: q2, stem: '![b](two.svg)', answer: y, tags: [b]}"), "utf-8"
    )
    assert build(tags="b").ok
    with zipfile.ZipFile("build/b.apkg") as package:
        assert sorted(package.namelist()) == ["0", "collection.anki2", "media"]
        assert b"two" in package.read("0")


def test_an_image_that_cannot_be_read_stops_no_other_bank(decks: Path) -> None:
    (decks / "folder.png").mkdir()
    (decks / "a.yaml").write_text(bank("{id: q1, stem: '![a](folder.png) ![b](absent.png)', answer: x}", name="a"), "utf-8")
    (decks / "b.yaml").write_text(bank(name="b"), "utf-8")
    result = build()
    assert [one.ok for one in result.banks] == [False, True]
    assert len([finding for finding in result.banks[0].diagnostics if finding.code == "missing-image"]) == 2


def test_a_package_that_cannot_be_replaced_stops_no_other_bank(decks: Path) -> None:
    for name in ("a", "b"):
        (decks / f"{name}.yaml").write_text(bank(name=name), "utf-8")
    Path("build/a.apkg/x").mkdir(parents=True)
    result = build()
    assert [one.ok for one in result.banks] == [False, True]
    assert codes(result) == {"not-written"}


@pytest.mark.parametrize("data", [b"<!-- x -->" * 200_000, b" " * 2_000_000, b"<!--" * 500_000, b"<?xml" * 500_000])
def test_what_looks_like_an_svg_for_megabytes_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.svg").write_bytes(data)
    with pytest.raises(MediaError, match="no image"):
        MediaFolder(tmp_path)("x.svg")


@pytest.mark.parametrize("before", ["", "\ufeff", "<?xml version='1.0'?>\n<!-- a --><!-- b -->\n<!DOCTYPE svg>\n", " \n"])
def test_an_svg_is_known_by_its_content(tmp_path: Path, before: str) -> None:
    (tmp_path / "x.bin").write_text(before + SVG, "utf-8")
    assert MediaFolder(tmp_path)("x.bin").endswith(".svg")


def test_one_package_says_which_bank_gave_nothing(decks: Path) -> None:
    (decks / "a.yaml").write_text(bank("{id: q1, stem: what is one, answer: it is one, tags: [x]}", name="a"), "utf-8")
    (decks / "b.yaml").write_text(bank(name="b"), "utf-8")
    result = build(one_deck=True, tags="x")
    assert (result.package, codes(result)) == ("build/all_banks.apkg", {"empty-deck"})
    assert (decks / "b.lock").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_end_with_the_process_they_work_for(decks: Path) -> None:
    for index in range(6):
        listed = [f"{{id: q{n}, stem: 'question {index} {n} {n * n}', answer: 'x{n}'}}" for n in range(4_000)]
        (decks / f"b{index}.yaml").write_text(bank(*listed, name=f"b{index}"), "utf-8")
    with subprocess.Popen([sys.executable, "-m", "deckpress", "build", "--jobs", "3"], start_new_session=True) as child:
        while child.poll() is None and len(group(child.pid)) < 4:
            time.sleep(0.01)
        child.send_signal(signal.SIGKILL)
    for _ in range(100):
        if not group(child.pid):
            return
        time.sleep(0.1)
    raise AssertionError(f"still there: {group(child.pid)}")


def group(leader: int) -> list[int]:
    """The processes of a session that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = path.read_text("utf-8").rpartition(")")[2].split()[:4]
        except OSError:  # it ended just now
            continue
        if int(session) == leader and state != "Z":
            found.append(int(path.parent.name))
    assert os.getpid() not in found
    return found
