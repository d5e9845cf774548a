"""`verify_package`: a good package verifies clean, each way to break one gives its finding and no other."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deckpress.engine import VerifyResult, verify_package
from deckpress.errors import MissingLibrary, UsageError

from .conftest import BACK, CLOZE, FRONT, Packages, model

NOW = 1_800_000_000.0
Make = Callable[[Packages], Path]


def check(path: Path) -> VerifyResult:
    return verify_package(path, now=NOW, isolated=False)


def codes(result: VerifyResult) -> list[str]:
    return [finding.code for finding in result.findings]


GOOD: dict[str, tuple[Make, tuple[int, int, int]]] = {
    "basic": (lambda p: p.make([("g1", "q", "a"), ("g2", "客户投诉?", "记录")]), (2, 2, 0)),
    "cloze": (lambda p: p.make([("g1", "{{c1::one}} and {{c2::two}}", "")], of=model(CLOZE, CLOZE, cloze=True)), (1, 2, 0)),
    "tags": (
        lambda p: p.make([("g1", "q", "a", ["chapter::客户::01", "a_b", "c*d", '"x"', "(p)", "back\\slash"]), ("g2", "q2", "a", ["A_B"])]),
        (2, 2, 0),
    ),
    "media": (
        lambda p: p.make(
            [("g1", '<img src="a b.png"> [sound:s.mp3]', "<img src=图.png>")],
            of=model(css=".card { background: url(_bg.png) }"),
            media={"a b.png": b"1", "s.mp3": b"2", "图.png": b"3", "_bg.png": b"4"},
        ),
        (1, 1, 4),
    ),
    "a link is no resource": (lambda p: p.make([("g1", 'see <a href="https://example.org">x</a>', "a")]), (1, 1, 0)),
    "a URL in a text": (lambda p: p.make([("g1", '&lt;img src="https://example.org/x"&gt;', "url(https://example.org)")]), (1, 1, 0)),
    "the answer is a picture": (lambda p: p.make([("g1", "q", "<img src=a.png>")], media={"a.png": b"1"}), (1, 1, 1)),
    "a template comment": (lambda p: p.make(of=model("{{Front}}<!-- https://example.org -->")), (1, 1, 0)),
    "the back marks by an attribute": (lambda p: p.make(of=model(back='<div data-key="{{Back}}">{{FrontSide}}</div>')), (1, 1, 0)),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_package_has_no_findings(name: str, packages: Packages) -> None:
    make, counts = GOOD[name]
    result = check(make(packages))
    assert result.findings == ()
    assert result.ok
    assert (result.notes, result.cards, result.media) == counts
    assert result.rendered == result.cards
    assert result.decks == ("Test::Deck",)


def image(source: str) -> Make:
    return lambda p: p.make([("g1", f"<img {source}> q", "a")])


def template(front: str = FRONT, back: str = BACK, css: str = "") -> Make:
    """Set after the package was made: genanki itself refuses some broken templates."""

    def make(packages: Packages) -> Path:
        def change(model: dict[str, Any]) -> None:
            model["tmpls"][0] |= {"qfmt": front, "afmt": back}
            model["css"] = css

        return packages.models(packages.make(), change)

    return make


def cloze(text: str) -> Callable[[Packages], Path]:
    return lambda p: p.make([("g1", text, "")], of=model(CLOZE, CLOZE, cloze=True))


STRAY_CARD = """insert into cards
    select id + 1, 7, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data from cards"""
BROKEN_CONTENT: dict[str, tuple[Make, str, str]] = {
    "cloze without a blank": (cloze("no blank"), "no-card", "'g1' (no blank)"),
    "guid twice": (lambda p: p.make([("g1", "q", "a"), ("g1", "q2", "a")]), "duplicate-guid", "1 GUID shared by several notes"),
    "picture missing": (image('src="nope.png"'), "missing-media", "'nope.png'"),
    "sound missing": (lambda p: p.make([("g1", "[sound:nope.mp3] q", "a")]), "missing-media", "'nope.mp3'"),
    "picture of the style missing": (template(css=".x{background:url('_no.png')}"), "missing-media", "type that needs the file '_no.png'"),
    "template picture without underscore": (
        lambda p: p.make(of=model(FRONT + "<img src=a.png>"), media={"a.png": b"1"}),
        "missing-media",
        "'a.png'",
    ),
    "remote picture": (image('src="https://example.org/x.png"'), "not-offline", "https://example.org/x.png"),
    "remote picture, no scheme": (image("src=//example.org/x.png"), "not-offline", "//example.org/x.png"),
    "remote picture, disguised": (image("SRC = ' h&#116;tps:\\\\example.org/x.png'"), "not-offline", "example.org"),
    "remote srcset": (image('srcset="data:, 1x, http://example.org/x.png 2x"'), "not-offline", "http://example.org/x.png"),
    "remote style attribute": (image('style="background:url(\\68ttps://example.org/x)"'), "not-offline", "https://example.org/x"),
    "remote sound": (lambda p: p.make([("g1", "[sound:https://example.org/x.mp3] q", "a")]), "not-offline", "x.mp3"),
    "remote import": (template(css='/* x */ @import "https://example.org/x.css";'), "not-offline", "https://example.org/x.css"),
    "remote script": (template(FRONT + '<script src="https://example.org/x.js"></script>'), "not-offline", "x.js"),
    "remote link element": (template(FRONT, "<link rel=x href=//example.org/x.css>" + BACK), "not-offline", "x.css"),
    "remote through a field": (
        lambda p: p.make([("g1", "q", "https://example.org/x.png")], of=model(FRONT, '{{Front}} <img src="{{Back}}">')),
        "not-offline",
        "https://example.org/x.png",
    ),
    "unknown field": (template("{{Nope}} {{Front}}"), "template-error", "there is no field called"),
    "unclosed section": (template("{{#Front}} {{Front}}"), "template-error", "“"),
    "card of a blank that is not there": (
        lambda p: p.sql(cloze("{{c1::x}} y")(p), "update cards set ord = 1"),
        "template-error",
        "No cloze",
    ),
    "blank question": (template("{{#Front}}<b></b>{{/Front}}"), "blank-question", "'g1' (question)"),
    "blank but for space": (lambda p: p.make([("g1", "<i>&nbsp;&#8195;</i>", "a")]), "blank-question", "'g1'"),
    "answer adds nothing": (template(back="{{FrontSide}}<hr id=answer><div class=x></div>"), "same-sides", "'g1' (question)"),
    "tag that Anki splits": (lambda p: p.make([("g1", "q", "a", ["a\u3000b"])]), "tag-not-found", "'a\\u3000b'"),
    "unused file": (lambda p: p.make(media={"x.png": b"1"}), "unused-media", "'x.png'"),
    "unused template file": (lambda p: p.make(media={"_x.png": b"1"}), "unused-media", "'_x.png'"),
    "stray entry": (lambda p: p.entry(p.make(), "77", lambda _: b"x"), "unused-media", "'77'"),
    "file listed only": (lambda p: p.entry(p.make(), "media", lambda _: b'{"0": "x.png"}'), "missing-media", "'x.png'"),
    "changed in the future": (lambda p: p.sql(p.make(), "update notes set mod = 1900000000"), "future-mod", "'g1'"),
    "made in the future": (
        lambda p: p.sql(p.make(), "update notes set id = 1900000000000", "update cards set nid = 1900000000000"),
        "future-id",
        "'g1'",
    ),
    "card in the future": (lambda p: p.sql(p.make(), "update cards set id = 1900000000000"), "future-id", "a card"),
    "card of a note that is not there": (
        lambda p: p.sql(p.make(), STRAY_CARD),
        "card-count",
        "the package lists 2 cards, Anki imported 1",
    ),
}


@pytest.mark.parametrize("name", BROKEN_CONTENT)
def test_a_broken_package_gives_its_finding(name: str, packages: Packages) -> None:
    make, code, text = BROKEN_CONTENT[name]
    path = make(packages)
    result = check(path)
    assert codes(result) == [code], [finding.as_text() for finding in result.findings]
    [finding] = result.findings
    assert text in finding.message
    assert finding.file == str(path)
    assert result.ok == (code == "unused-media")


@pytest.mark.parametrize("tag", ["none", "None", "re:a", "nc:a", "a::b", "a_b*", "-a", "or", "(a)"])
def test_a_tag_that_means_something_to_anki_s_search_is_found(packages: Packages, tag: str) -> None:
    result = check(packages.make([("g1", "q", "a", [tag]), ("g2", "r", "a")]))
    assert result.ok, [finding.as_text() for finding in result.findings]


@pytest.mark.parametrize("path", ["nowhere.apkg", "", ".", "x\0y"])
def test_no_such_file_is_a_usage_error(path: str) -> None:
    with pytest.raises(UsageError):
        verify_package(path)


def test_everything_wrong_is_said_at_once(packages: Packages) -> None:
    path = packages.make([("g1", "<img src=nope.png>", "a", ["a\u3000b"]), ("g1", "q", "<img src=//example.org/x>")], media={"x.png": b"1"})
    result = check(path)
    assert sorted(codes(result)) == ["duplicate-guid", "missing-media", "not-offline", "tag-not-found", "unused-media"]


def test_many_of_a_kind_are_one_finding(packages: Packages) -> None:
    path = packages.make([(f"g{i}", f"q{i}", "") for i in range(8)], of=model(back="{{FrontSide}}{{Back}}"))
    [finding] = check(path).findings
    assert finding.message.startswith("8 notes with a card whose answer shows no more than its question: 'g0' (q0), ")
    assert finding.message.endswith(" and 3 more")


def test_a_note_is_named_by_its_id_field(packages: Packages) -> None:
    def change(model: dict[str, Any]) -> None:
        model["flds"][1]["name"] = "ID"
        model["tmpls"][0]["afmt"] = "{{FrontSide}}"

    path = packages.models(packages.make([("g1", "客户<b>投诉</b>", "service/q-1")]), change)
    [finding] = check(path).findings
    assert finding.message.endswith(": service/q-1 (客户投诉)")


def test_large_decks_are_drawn_in_part_and_say_so(packages: Packages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckpress.engine.checks.MAX_RENDERED", 4)
    result = check(packages.make([(f"g{i}", f"q{i}", "a") for i in range(10)]))
    [finding] = result.findings
    assert (finding.code, finding.severity, finding.message) == ("sampled", "note", "4 of 10 cards were drawn, evenly spread")
    assert result.ok
    assert result.rendered == 4


def test_a_package_by_anki_itself(packages: Packages, tmp_path: Path) -> None:
    from anki.collection import DeckIdLimit, ExportAnkiPackageOptions  # the test is about the engine

    from deckpress.engine import ScratchCollection

    media = {"a.png": b"1" * 100}
    made = packages.make([("g1", "q <img src=a.png>", "a", ["x"]), ("g2", "r", "b")], media=media)
    for legacy in (True, False):
        path = tmp_path / f"{legacy}.apkg"
        with ScratchCollection() as scratch:
            scratch.import_package(made)
            options = ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=True, legacy=legacy)
            limit = DeckIdLimit(scratch.col.decks.id_for_name("Test::Deck"))
            scratch.col.export_anki_package(out_path=str(path), options=options, limit=limit)
        result = check(path)
        assert result.ok
        assert (result.notes, result.cards, result.media) == (2, 2, 1)
        # Without a library for zstd the newer format is imported and checked, only not compared.
        assert set(codes(result)) <= (set() if legacy else {"not-compared"})


def test_a_process_of_its_own_gives_the_same_result(packages: Packages) -> None:
    path = packages.make([("g1", "<img src=nope.png>", "客户"), ("g2", "q", "a")])
    here, there = check(path), verify_package(path, now=NOW)
    assert here == there
    assert codes(here) == ["missing-media"]
    assert VerifyResult.from_json(here.as_json()) == here


def test_what_crashes_anki_is_a_finding(packages: Packages) -> None:
    depth = 20_000
    path = template("{{#Front}}" * depth + FRONT + "{{/Front}}" * depth)(packages)
    result = verify_package(path, now=NOW)
    assert codes(result) == ["engine-crashed"]
    assert not result.ok


def test_what_takes_too_long_is_a_finding(packages: Packages) -> None:
    assert codes(verify_package(packages.make(), timeout=0.01)) == ["engine-timeout"]


def test_without_anki_the_error_says_what_to_install(packages: Packages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anki", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingLibrary, match=r"pip install 'deckpress\[verify\]'"):
        verify_package(packages.make())


def test_nothing_is_left_behind(packages: Packages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    good, bad = packages.make(name="good.apkg"), packages.entry(packages.make(), "0", lambda _: bytes(40 << 20))
    monkeypatch.setattr("tempfile.tempdir", str(place))
    for isolated in (True, False):
        verify_package(good, isolated=isolated)
        verify_package(bad, isolated=isolated)
    assert list(place.iterdir()) == []
