"""The preview in a real browser: the cards, both sides, keys, filters, changes, and that a hostile bank reaches nothing."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.anki.test_kinds import BANK, png
from tests.browsers import WAIT

from deckpress.notes.types import NoteType, NoteTypeName, note_type
from deckpress.project.preview import LivePreview, write_preview
from deckpress.project.preview_server import PreviewServer
from deckpress.writers.preview import data

if TYPE_CHECKING:
    from playwright.sync_api import FrameLocator, Page
    from tests.browsers import Heard
    from tests.conftest import Project

SHOWN = "html[data-state=shown]"
Serve = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves banks and gives the address."""
    running: list[PreviewServer] = []

    def start(*paths: Path, tags: str = "") -> str:
        live = LivePreview(paths, tags)
        live.check()
        server = PreviewServer(live, 0)
        running.append(server)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server.url

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector(SHOWN, state="attached")
    return page


def on(page: Page, device: str, at: int = 0) -> FrameLocator:
    """The card on a device."""
    return page.frame_locator(f".{device} iframe").nth(at)


def placed(page: Page, text: str | re.Pattern[str]) -> None:
    """Waits till the page says that it shows this card of so many."""
    from playwright.sync_api import expect

    expect(page.locator("#place")).to_have_text(text, timeout=WAIT)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def settled(page: Page) -> None:
    page.wait_for_selector(SHOWN, state="attached")


@pytest.fixture
def kinds(project: Project) -> Path:
    """A bank with every kind and an image."""
    project.write(png(), "images/logo.png")
    return project.write(BANK, "service.yaml")


@pytest.mark.parametrize("offline", [False, True], ids=["served", "offline"])
def test_a_card_is_drawn_on_phone_and_desktop_and_turns(
    page: Page, heard: Heard, serve: Serve, kinds: Path, tmp_path: Path, offline: bool
) -> None:
    if offline:
        write_preview([kinds], tmp_path / "out.html")
    opened(page, (tmp_path / "out.html").as_uri() if offline else serve(kinds))
    for device in ("phone", "desktop"):
        on(page, device).get_by_text("客户投诉时先做什么？").wait_for()
        assert on(page, device).get_by_text("先 倾听，再回应。").count() == 0
    assert page.evaluate("[...document.querySelectorAll('iframe')].map((frame) => frame.getAttribute('sandbox'))") == ["allow-scripts"] * 2
    press(page, "f")
    for device in ("phone", "desktop"):
        on(page, device).get_by_text("再回应").wait_for()
    press(page, "f")
    on(page, "phone").get_by_text("再回应").wait_for(state="detached")
    assert heard.errors == []
    assert all(url.startswith("file:") for url in heard.requests) == offline


def test_every_kind_is_shown_front_and_back_light_and_dark(page: Page, heard: Heard, serve: Serve, kinds: Path) -> None:
    opened(page, serve(kinds))
    press(page, "b", "d")
    count = page.locator("#place").inner_text().split("/")[1].strip()
    for _ in range(int(count)):
        settled(page)
        for device in ("phone", "desktop"):
            for side in (0, 1):
                body = on(page, device, side).locator("body.card.nightMode.night_mode")
                body.wait_for()
                assert body.inner_text().strip()
        press(page, "j")
    assert heard.errors == []


def test_a_choice_on_the_front_is_judged_on_the_back(page: Page, heard: Heard, serve: Serve, kinds: Path) -> None:
    opened(page, serve(kinds))
    on(page, "phone").get_by_role("button", name="争辩").click()
    for device in ("phone", "desktop"):
        on(page, device).locator(".back").wait_for()
    assert on(page, "phone").locator(".mine").count() == 1
    assert on(page, "desktop").locator(".mine").count() == 0
    press(page, "b")
    settled(page)
    front = on(page, "desktop", 0).locator(".options > li").all_inner_texts()
    back = on(page, "desktop", 1).locator(".options > li").all_inner_texts()
    assert [text.split()[0] for text in front] == [text.split()[0] for text in back]
    on(page, "desktop", 0).get_by_role("button", name="倾听").click()
    on(page, "desktop", 1).locator(".mine").wait_for()
    assert heard.errors == []


def test_the_clients_set_the_classes_that_a_style_counts_on(page: Page, serve: Serve, kinds: Path) -> None:
    opened(page, serve(kinds))
    assert on(page, "phone").locator("html").get_attribute("class") == "mobile android linux js"
    assert "card1" in (on(page, "phone").locator("body").get_attribute("class") or "").split()
    assert on(page, "phone").locator("html").evaluate("root => root.clientWidth") == 390
    press(page, "d")
    on(page, "desktop").locator("html.night-mode body.card.card1.nightMode.night_mode").wait_for()


def test_images_come_from_the_bank(page: Page, heard: Heard, serve: Serve, kinds: Path) -> None:
    opened(page, f"{serve(kinds)}#service%2Fparts%231")
    image = on(page, "phone").locator("img")
    image.wait_for()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    assert heard.errors == []


def test_images_are_in_the_offline_page(page: Page, heard: Heard, kinds: Path, tmp_path: Path) -> None:
    write_preview([kinds], tmp_path / "out.html")
    opened(page, (tmp_path / "out.html").as_uri() + "#service%2Fparts%231")
    assert on(page, "phone").locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    assert len(heard.requests) == 1
    assert heard.errors == []


def test_the_list_holds_few_rows_of_many_and_keys_walk_through_it(page: Page, serve: Serve, project: Project) -> None:
    path = project.questions([{"id": f"q{n}", "stem": f"question {n}", "answer": f"answer {n}"} for n in range(3000)])
    opened(page, serve(path))
    assert page.locator(".item").count() < 60
    press(page, "j", "j", "k", "ArrowDown", "ArrowRight", "ArrowLeft")
    on(page, "phone").get_by_text("question 2", exact=True).wait_for()
    assert page.locator(".item[aria-selected=true]").inner_text().startswith("3 ")
    page.locator("#list").evaluate("list => { list.scrollTop = list.scrollHeight; }")
    page.get_by_role("option", name="question 2999").click()
    on(page, "desktop").get_by_text("question 2999").wait_for()
    assert page.locator(".item").count() < 60


def test_search_and_tags_choose_cards(page: Page, serve: Serve, kinds: Path) -> None:
    opened(page, serve(kinds))
    press(page, "/")
    page.keyboard.type("sla 协议")
    placed(page, "1 / 1")
    on(page, "phone").get_by_text("什么是 SLA？").wait_for()
    page.fill("#search", "")
    page.fill("#tag-filter", "type::case and not retired")
    placed(page, re.compile("/ 3$"))
    page.fill("#tag-filter", "type::case and (")
    page.locator("#tag-problem").wait_for()
    assert page.locator("#tag-problem").inner_text().split("\n")[1:] == ["type::case and (", " " * 16 + "^"]
    page.fill("#tag-filter", "nothing")
    page.locator("#none").wait_for()
    press(page, "Escape")
    placed(page, "1 / 12")
    page.locator("#tag-problem").wait_for(state="hidden")


def test_the_same_search_works_offline(page: Page, kinds: Path, tmp_path: Path) -> None:
    write_preview([kinds], tmp_path / "out.html")
    opened(page, (tmp_path / "out.html").as_uri())
    page.fill("#search", "sla 协议")
    placed(page, "1 / 1")


def test_a_change_of_a_bank_reaches_the_page(page: Page, serve: Serve, project: Project) -> None:
    path = project.questions([{"id": "a", "stem": "old words", "answer": "x"}, {"id": "b", "stem": "second", "answer": "y"}])
    opened(page, serve(project.decks))
    on(page, "phone").get_by_text("old words").wait_for()
    project.questions([{"id": "new", "stem": "first now", "answer": "z"}, {"id": "a", "stem": "new words", "answer": "x"}])
    on(page, "phone").get_by_text("new words").wait_for()
    assert page.locator("#place").inner_text() == "2 / 2"
    project.questions([{"id": "one", "stem": "another bank", "answer": "1"}], "other.yaml", id="other", title="Other")
    placed(page, re.compile("/ 3$"))
    path.write_text("deckpress: 1\nid: bank\nquestions: [", "utf-8")
    page.locator(".item.error").first.wait_for()


FIRST, LAST = {"id": "a", "stem": "one that is fine", "answer": "x"}, {"id": "c", "stem": "quite another", "answer": "y"}


def test_an_error_stands_where_the_card_would_be(page: Page, serve: Serve, project: Project) -> None:
    bad = {"id": "bad", "stem": "which?", "options": ["a", "b"], "answer": "Z"}
    path = project.questions([FIRST, bad, LAST])
    opened(page, serve(path))
    assert [row.split("\n")[0] for row in page.locator(".item").all_inner_texts()] == ["1 short answer", "2 error", "3 short answer"]
    press(page, "j")
    finding = page.locator("#entry .finding")
    finding.wait_for()
    text = finding.inner_text()
    assert "answer-no-option" in text
    assert "bank.yaml:" in text
    assert "answer: Z" in text
    assert page.locator(".yaml .marked").inner_text().endswith("answer: Z\n")
    project.questions([FIRST, bad | {"answer": "A"}, LAST])
    on(page, "phone").get_by_text("which?").wait_for()


def test_the_yaml_of_a_card_is_shown_with_its_line(page: Page, serve: Serve, kinds: Path) -> None:
    opened(page, serve(kinds))
    line = next(number for number, text in enumerate(kinds.read_text("utf-8").splitlines(), 1) if "id: one" in text)
    assert page.locator("#where").inner_text().endswith(f"service.yaml:{line}")
    assert (page.locator("#editor").get_attribute("href") or "").endswith(f"/service.yaml:{line}")
    page.locator("#source summary").click()
    assert "stem: 客户投诉时先做什么？" in page.locator(".yaml").inner_text()


SHUT_IN = 'Blocked a frame with origin "null" from accessing a cross-origin frame.'
HOSTILE = (
    "<script>top.hacked=1</script>", "<img src=x onerror=top.hacked=1>", "</script><script>top.hacked=1</script>", "{{c1::x}}", "<!--",
    '" onload="top.hacked=1', "javascript:top.hacked=1", "[x](javascript:top.hacked=1)", "\u2028\u202e reversed", "<iframe srcdoc=x>",
)  # fmt: skip


@pytest.mark.parametrize("offline", [False, True], ids=["served", "offline"])
def test_nothing_of_a_hostile_bank_runs(page: Page, heard: Heard, serve: Serve, project: Project, tmp_path: Path, offline: bool) -> None:
    questions = [
        {"id": f"q{n}", "stem": text, "options": [text, "no"], "answer": "A", "explanation": text, "tags": [text], "topics": [text]}
        for n, text in enumerate(HOSTILE)
    ]
    path = project.questions(
        [*questions, {"id": "bad", "stem": "x", "answer": "y", "colour": "</script><b>"}], title="</title><script>top.hacked=1</script>"
    )
    if offline:
        write_preview([path], tmp_path / "out.html")
    opened(page, (tmp_path / "out.html").as_uri() if offline else serve(path))
    for _ in range(len(HOSTILE) + 1):
        settled(page)
        press(page, "f")
        settled(page)
        press(page, "j")
    assert page.evaluate("window.hacked") is None
    # Anki itself puts tags and deck names into templates as they are: what runs by that runs in the card's frame, and reaches nothing.
    assert {error.partition(":")[2].strip() for error in heard.errors} <= {SHUT_IN}
    assert page.locator("h1").inner_text() == "</title><script>top.hacked=1</script>"


SCRIPTED = """
const told = [];
try { sessionStorage.setItem("kept", (sessionStorage.getItem("kept") || "") + "x"); told.push(sessionStorage.getItem("kept")); }
catch (error) { told.push("no storage"); }
try { top.document.title; told.push("reaches the page"); } catch (error) { told.push("shut in"); }
document.querySelector("#told").textContent = told.join(", ");
fetch("/data").then((answer) => answer.text())
  .then(() => { document.querySelector("#told").textContent += ", reads the server"; }, () => 0);
document.querySelector("#turn").onclick = () => { if (window.pycmd) pycmd("ans"); else showAnswer(); };
"""


FRONT = '<p>{{Stem}}</p>{{type:Answer}}<button id="turn">turn</button><p id="told"></p><script>{const x = 1; SCRIPT}</script>'
BACK = '{{FrontSide}}<hr id=answer>{{Answer}} <a href="https://example.org/">out</a>'


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Note types whose template has a script that tries things."""

    def with_script(name: NoteTypeName) -> NoteType:
        return replace(note_type(name), front=FRONT.replace("SCRIPT", SCRIPTED), back=BACK)

    monkeypatch.setattr(data, "note_type", with_script)


@pytest.mark.usefixtures("scripted")
@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_a_cards_script_turns_it_keeps_its_storage_and_is_shut_in(page: Page, serve: Serve, project: Project, device: str) -> None:
    path = project.questions([{"id": "a", "stem": "question", "answer": "right <b>answer</b>"}], markup="plain")
    opened(page, serve(path))
    card = on(page, device)
    card.locator("#typeans").fill("wrong")
    card.locator("#turn").click()
    card.locator("hr#answer").wait_for()
    assert card.locator("#told").inner_text() == "xx, shut in"
    assert card.locator(".typeBad").first.inner_text() == "wrong"
    assert card.locator(".typeMissed").first.inner_text() == "right <b>answer</b>"
    before = page.url
    card.get_by_text("out").click()
    page.locator("#said a[href='https://example.org/']").wait_for()
    assert page.url == before


@pytest.mark.parametrize("width", [320, 390, 820, 1180])
def test_it_fits_narrow_screens(page: Page, serve: Serve, kinds: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    opened(page, serve(kinds))
    page.get_by_role("option").nth(2).click()
    settled(page)
    on(page, "phone").locator("body.card").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert on(page, "phone").locator("html").evaluate("root => root.scrollWidth <= root.clientWidth")
    if width < 820:
        page.get_by_role("button", name="卡片").click()
        page.get_by_role("option").first.wait_for()


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "预览"), ("zh-Hant", "預覽"), ("en", "Preview"), ("fr", "Preview")])
def test_it_speaks_the_banks_language(page: Page, serve: Serve, project: Project, language: str, word: str) -> None:
    opened(page, serve(project.questions([{"id": "a", "stem": "s", "answer": "x"}], language=language)))
    assert word in page.locator(".names p").inner_text()


def test_the_labels_of_a_card_can_be_seen_in_another_language(page: Page, serve: Serve, kinds: Path) -> None:
    opened(page, serve(kinds))
    on(page, "phone").locator("[lang=zh-CN]").first.wait_for()
    page.locator("#language").select_option("de")
    on(page, "phone").locator("[lang=de]").first.wait_for()
    assert on(page, "phone").locator("[lang=zh-CN]").count() == 0
