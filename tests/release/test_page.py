"""The download page: hostile texts, languages, what it says, and how it behaves in a browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.browsers import Heard
from tests.release.conftest import KIWI, OWL, TIT, Garden

from deckpress.diff.compare import Difference
from deckpress.release.page.page import download_page
from deckpress.release.page.parts import bar_chart
from deckpress.release.words import release_words

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EVIL = "<script>alert(1)</script>\"'&{{title}}\u202e"

ONE = {"notes": 1, "cards": 1}


def manifest(**changes: Any) -> dict[str, Any]:
    """A manifest as `assemble` makes it, of one bank and a preset."""

    def deck(kind: str, identifier: str, title: str) -> dict[str, Any]:
        return {
            "file": f"{identifier}.apkg", "kind": kind, "id": identifier, "title": title, "decks": [title], "search": f"deck:{identifier}",
            "size": 123_456, "sha256": "0" * 64, "content_hash": "", "inputs": "", "notes": 3, "cards": 4, "retired": 1,
            "kinds": {"single": ONE, "cloze": ONE}, "chapters": [{"tag": "chapter::b::c", "title": EVIL, "notes": 2, "cards": 2}],
            "topics": {"a": ONE | {"notes": 2}, "a::b": ONE}, "difficulty": {"1": ONE, "5": ONE, "99999999999": ONE},
        }  # fmt: skip

    return {
        "schema": 1, "version": "1.0", "previous": None, "date": "2026-01-01T00:00:00Z", "title": EVIL, "language": "en", "url": "",
        "tool": "1", "anki": "26.9",
        "decks": [deck("all", "all", EVIL), deck("bank", "b", EVIL), deck("bank", "c", "C"), deck("preset", "p", EVIL)],
        "banks": {"b": {}, "c": {}},
    } | changes  # fmt: skip


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def page(**changes: Any) -> str:
    data = manifest(**changes)
    return download_page(data, None, {"a": EVIL}, release_words(data["language"]))


def test_no_text_of_a_bank_is_read_as_html() -> None:
    text = page()
    parser = _Tags()
    parser.feed(text)
    assert [tag for tag, _ in parser.found].count("script") == 1
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert not [name for _, attributes in parser.found for name in attributes if name.startswith("on")]


def test_it_loads_nothing_from_elsewhere_and_runs_only_its_own_script() -> None:
    parser = _Tags()
    parser.feed(page(url="https://example.org/decks/"))
    loaded = [
        value
        for tag, attributes in parser.found
        for name, value in attributes.items()
        if name == "src" or (tag == "link" and name == "href")
    ]
    assert loaded == []
    [policy] = [attributes["content"] for tag, attributes in parser.found if "http-equiv" in attributes]
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Download"), ("zh-CN", "下载"), ("zh-TW", "下載"), ("zh-Hant-HK", "下載"), ("fr", "Download")]
)
def test_it_speaks_the_language_of_the_collection(language: str, word: str) -> None:
    text = page(language=language)
    assert f"<h2>{word}</h2>" in text
    assert f'<html lang="{language}">' in text


def test_a_qr_code_only_where_the_address_is_known() -> None:
    assert 'class="qr"' in page(url="https://example.org/decks/")
    assert 'class="qr"' not in page()


def test_topics_with_their_searches() -> None:
    rows = re.findall(r'class="name">([^<]*)</span><span class="n">([^<]*)<.*?data-copy="([^"]*)"', page())
    assert any(
        name.startswith("&lt;script") and row == ("2 questions", "tag:topic::a -tag:retired")
        for name, *rest in rows
        if (row := tuple(rest))
    )
    assert ("b", "1 question", "tag:topic::a::b -tag:retired") in rows


def test_nothing_new() -> None:
    data = manifest(previous="0.9")
    assert "No question has changed since 0.9." in download_page(data, Difference("0.9", "1.0", []), {}, release_words("en"))


def test_many_banks_are_folded_up() -> None:
    decks = manifest()["decks"]
    few, many = (page(decks=[decks[0], *[decks[1] | {"id": f"b{index}"} for index in range(count)]]) for count in (3, 40))
    assert "<h3>One by one" in few
    assert "<summary>One by one" in many


def test_every_bank_and_chapter_has_its_bar() -> None:
    whole, bank, *_ = manifest()["decks"]
    chapters = [{"tag": f"chapter::x::{index}", "title": f"Chapter {index}", "notes": 1, "cards": 1} for index in range(40)]
    banks = [bank | {"id": f"b{index}", "title": f"Bank {index}", "chapters": chapters} for index in range(35)]
    charts = page(decks=[whole, *banks]).partition('<section id="charts">')[2].partition("</section>")[0]
    labels = re.findall(r'<div class="row"><span><bdi>([^<]*)</bdi>', charts)
    assert {f"Bank {index}" for index in range(35)} <= set(labels)
    assert labels.count("Chapter 39") == 35
    assert re.findall(r"<summary>([^<]*)</summary>", charts) == [f"Bank {index}" for index in range(35)]
    one = page(decks=[whole, banks[0]]).partition('<section id="charts">')[2].partition("</section>")[0]
    assert "Chapter 39" in one
    assert "<details>" not in one


def test_a_name_that_no_file_can_bear_is_saved_under_its_title() -> None:
    def saved(title: str, name: str, file: str) -> str:
        whole, bank, _, preset = manifest()["decks"]
        decks = [whole, bank, preset | {"id": name, "title": title, "file": file}]
        found = re.findall(r'href="([^"]*)" download="([^"]*)"', page(decks=decks))
        assert found[:1] == [("all.apkg", "all.apkg")]
        assert found[-1][0] == file
        names = dict.fromkeys([file, found[-1][1]])
        assert f"<li>{' · '.join(names)}<br><code>" in page(decks=decks)
        return str(found[-1][1])

    hashed = "preset_72b70b2a9c88.apkg"
    assert saved("投诉处理冲刺", "冲刺", hashed) == "投诉处理冲刺.apkg"
    assert saved(" ../a\u202eb:c?\n<d>. ", "冲刺", hashed) == "ab c d.apkg"
    assert saved("x" * 500, "冲刺", hashed) == "x" * 60 + ".apkg"
    assert saved("..", "冲刺", hashed) == hashed
    assert saved("Hard ones", "hard", "preset_hard.apkg") == "preset_hard.apkg"


def test_a_chart_of_nothing_is_none() -> None:
    assert bar_chart("x", []) == bar_chart("x", [("a", 0)]) == ""


def test_without_scripts_there_is_no_button_that_does_nothing(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(page(), "utf-8")
    for scripts in (True, False):
        tab = browser.new_page(java_script_enabled=scripts)
        tab.goto((tmp_path / "index.html").as_uri())
        assert tab.locator("#download button[data-copy]").first.is_visible() == scripts
        assert tab.locator("#download .search code").first.is_visible()
        tab.close()


def test_in_a_browser_at_the_width_of_a_phone_and_of_a_desktop(garden: Garden, browser: Browser) -> None:
    garden.release()
    garden.birds([KIWI | {"stem": "The kiwi is a bird. " + "long" * 200}, TIT], title="Birds " + "x" * 120)
    assert garden.release(url="https://example.org/decks/").ok
    assert OWL["id"] in (garden.last / "CHANGES.md").read_text("utf-8")
    for width, dark in ((360, False), (1280, True)):
        tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light")
        heard = Heard()
        heard.listen(tab)
        tab.goto((garden.last / "index.html").as_uri())
        for details in tab.query_selector_all("details"):
            details.evaluate("each => each.open = true")
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        button = tab.query_selector("#news button[data-copy]")
        assert button is not None
        button.click()
        tab.locator("#news button[data-copy]", has_text="Copied").first.wait_for()
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 38
        assert heard.errors == []
        tab.close()
