"""All kinds on all sides: readable to everyone, in every language, whatever stands in the fields, without a request or an error."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.clients import CLIENTS, ORIGIN, Card, Client, ClientName

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browsers import Heard

Cards = dict[str, list[Card]]
LONG = "这是一个很长的选项，" * 200
TABLE = "| a | b |\n| --- | --- |\n| 1 | 2 |"
XSS = [
    "<script>hit()</script>", "</script><script>hit()</script>", "<img src=x onerror=hit()>", "<svg onload=hit()>",
    "\"><img src=x onerror=hit()>", "'-hit()-'", "</textarea><svg/onload=hit()>", "[x](javascript:hit())",
    "![x](javascript:hit())", "<iframe srcdoc='<script>parent.hit()</script>'></iframe>", "&lt;img src=x onerror=hit()&gt;",
    "<details open ontoggle=hit()>", "{{Stem}}", "`<img src=x onerror=hit()>`", "$</span><img src=x onerror=hit()>$", "${hit()}",
    "<style>@import 'http://evil.test/x.css'</style>", "<a href=javascript:hit()>x</a>", "\u2028</script>", "]]><script>hit()</script>",
]  # fmt: skip


def kinds(text: str, other: str = "other") -> list[dict[str, Any]]:
    """A question of each kind with a text in every field that takes one."""
    every = {"context": text, "explanation": text, "hint": text, "source": {"file": text, "page": text}}
    blank = re.sub(r"[{}]", "", text).replace("::", ": :")
    return [
        {"id": "single", "stem": text, "options": [{"text": text, "note": text}, other], "answer": "A", **every},
        {"id": "multiple", "type": "multiple", "stem": text, "options": [text, other, "third"], "answer": "AB", **every},
        {"id": "truefalse", "type": "truefalse", "stem": text, "answer": "true", **every},
        {"id": "cloze", "stem": f"x {{{{c1::{blank}}}}} {{{{c1::b}}}} {{{{c2::{blank}::{other}}}}}", **every},
        {"id": "short", "type": "short", "stem": text, "answer": [text, other], **every},
        {"id": "typed", "type": "short", "stem": text, "answer": text, "typed": "true", "review": text, **every},
        {"id": "case", "type": "case", "stem": text, "parts": [{"stem": text, "answer": text, "rubric": [text, other]}], **every},
        {"id": "match", "stem": text, "pairs": [[text, text], [other, "right"]], "explanation": text},
        {"id": "order", "stem": text, "items": [text, other, "third"], "explanation": text},
    ]


def play(client: Client, card: Card) -> None:
    """Shows both sides, and taps everything that can be tapped."""
    for side in card:
        client.show(side)
        client.page.evaluate(
            "document.querySelectorAll('details').forEach(one => { one.open = true; });"
            "document.querySelectorAll('.opt, .gap').forEach(one => one.click());"
        )


@pytest.fixture(params=CLIENTS[:2])
def client(request: pytest.FixtureRequest, page: Page, heard: Heard) -> Client:
    name: ClientName = request.param
    return Client.open(name, page, heard)


@pytest.fixture(scope="module")
def plain(draw: Callable[..., Cards]) -> Cards:
    return draw(kinds("How does it *work*?"))


def test_nothing_that_stands_in_a_field_is_run(draw: Callable[..., Cards], page: Page, heard: Heard) -> None:
    page.expose_function("hit", lambda *_: heard.errors.append("a text was run"))
    client = Client.open("desktop", page, heard)
    questions = []
    for n, text in enumerate(XSS):
        for markup in ("markdown", "plain"):
            if markup == "plain" or not text.startswith("!["):
                questions += [question | {"id": f"{question['id']}-{n}-{markup}", "markup": markup} for question in kinds(text)]
    names = {"title": XSS[0], "deck": f"Top::{XSS[0]}", "tags": [XSS[0], XSS[2].replace(" ", "/")], "subdecks": "true"}
    chapters = [{"id": "c", "title": XSS[1].replace("::", ""), "topics": [XSS[3].replace(" ", "/")], "questions": questions}]
    drawn = draw(None, **names, chapters=chapters)
    assert len(drawn) >= 9 * len(XSS)
    for card in (card for some in drawn.values() for card in some):
        play(client, card)
    page.wait_for_timeout(200)
    assert heard.errors == []
    assert {request for request in heard.requests if not request.startswith(f"{ORIGIN}/")} == set()
    assert {request.removeprefix(ORIGIN) for request in heard.requests} == {"/card"}


@pytest.mark.parametrize("night", [False, True])
def test_every_side_is_clean_for_people_who_hear_or_need_contrast(plain: Cards, page: Page, heard: Heard, night: bool) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the library axe-playwright-python is not installed").Axe()
    client = Client.open("desktop", page, heard, night=night)
    client._load("")
    for name, some in plain.items():
        for side in some[0]:
            client.show(side)
            for touched in (False, True):
                if touched:
                    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
                    page.evaluate("document.querySelector('.opt')?.click()")
                found = axe.run(page, context=".dp").response["violations"]
                assert [(name, one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_roles_and_names_of_a_choice(draw: Callable[..., Cards], page: Page, heard: Heard) -> None:
    cards = draw([
        {"id": "q", "type": "multiple", "stem": "Which?", "options": ["one", "two"], "answer": "A", "keep_order": "true", "hint": "Look."}
    ])  # fmt: skip
    client = Client.open("desktop", page, heard)
    front = client.show(cards["q"][0].front)
    front.get_by_role("checkbox", name="two").click()
    assert front.aria_snapshot().splitlines() == [
        "- paragraph: Choose all that apply", "- paragraph: Bank", "- text: Which?", "- list:", "  - listitem:", "    - text: A",
        '    - checkbox "one"', "  - listitem:", "    - text: B", '    - checkbox "two" [checked]', '- button "Check"', "- group: Hint",
    ]  # fmt: skip
    back = client.show(cards["q"][0].back).aria_snapshot()
    assert "- status: ✗ Wrong" in back
    assert re.search(r"- listitem: A one Missed ✓\n\s*- listitem: B two Your choice ✗", back)


LANGUAGES = {
    "zh-CN": ("回答正确", "你的选择", "PingFang SC"),
    "zh-TW": ("回答正確", "你的選擇", "PingFang TC"),
    "en": ("Correct", "Your choice", "Segoe UI"),
    "ja": ("正解", "自分の選択", "Hiragino Sans"),
    "ko": ("맞았습니다", "내 선택", "Apple SD Gothic Neo"),
    "es": ("Correcto", "Tu elección", "Roboto"),
    "de": ("Richtig", "Deine Wahl", "Roboto"),
    "fr": ("Juste", "Votre choix", "Roboto"),
    "ru": ("Верно", "Ваш выбор", "Roboto"),
    "pt-BR": ("Correto", "Sua escolha", "Roboto"),
    "zh-Hant-HK": ("回答正確", "你的選擇", "PingFang TC"),
    "xx": ("Correct", "Your choice", "Roboto"),
}


def test_the_interface_speaks_the_banks_language(draw: Callable[..., Cards], page: Page, heard: Heard) -> None:
    client = Client.open("desktop", page, heard)
    [card] = draw([{"id": "q", "stem": "?", "options": ["one", "two"], "answer": "A"}], language="zz")["q"]
    for language, (right, mine, font) in LANGUAGES.items():
        front, back = (side._replace(html=side.html.replace('lang="zz"', f'lang="{language}"')) for side in card)
        client.page.evaluate("sessionStorage.clear()")
        client.show(front).locator(".opt", has_text="one").click()
        shown = client.show(back)
        assert shown.get_by_role("status").inner_text() == right
        assert mine in shown.locator(".mine").inner_text()
        assert font in str(shown.evaluate("card => getComputedStyle(card).fontFamily"))
        assert all(label.strip() for label in shown.locator(".label").all_inner_texts())


ODD = [
    "quotes ' \" ` « ”", "braces {{x}} }} {{", "emoji 👩‍👩‍👧‍👦 🇨🇳", LONG, "x" * 2000, "![wide](images/wide.svg)",
    "```python\nfor word in 'a very long line of code that does not fit on any phone':\n    print(word)\n```", TABLE,
    "formula $\\frac{a}{b}$ and \\(x\\) and $$y$$", "שלום עולם, מה שלומך?", "مرحبا بالعالم (١٢٣)", "a\u202eb\u202c", "1 < 2 && 3 > 2",
]  # fmt: skip


@pytest.mark.parametrize("width", [320, 1280])
def test_odd_texts_fit_from_the_smallest_phone_to_a_desktop(draw: Callable[..., Cards], client: Client, width: int) -> None:
    client.page.set_viewport_size({"width": width, "height": 640})
    questions = [question | {"id": f"{question['id']}-{n}"} for n, text in enumerate(ODD) for question in kinds(text)]
    for question in questions:
        question.pop("source", None)
    for name, some in draw(questions).items():
        for card in some:
            for side in card:
                client.show(side)
                client.page.evaluate("document.querySelectorAll('.opt, .gap').forEach(one => one.click())")
                assert client.overflow() <= 0, name
    assert client.heard.errors == []


def test_twenty_six_options_have_twenty_six_letters(draw: Callable[..., Cards], page: Page, heard: Heard) -> None:
    options = [f"option {n}" for n in range(26)]
    cards = draw([{"id": "q", "stem": "Which?", "options": options, "answer": "Z"}])
    client = Client.open("desktop", page, heard)
    client.show(cards["q"][0].front).get_by_role("button", name="option 25", exact=True).click()
    back = client.show(cards["q"][0].back)
    assert back.get_by_role("status").inner_text() == "Correct"
    letters = back.locator(".options>li").evaluate_all("rows => rows.map(row => getComputedStyle(row, '::before').content)")
    assert sorted(letters) == [f'"{chr(65 + n)}"' for n in range(26)]


def test_a_right_to_left_text_is_laid_out_from_the_right(draw: Callable[..., Cards], page: Page, heard: Heard) -> None:
    cards = draw([{"id": "q", "stem": "ما لون السماء؟", "options": ["أحمر", "أزرق"], "answer": "B"}], language="ar")
    client = Client.open("desktop", page, heard)
    client.show(cards["q"][0].front).locator(".opt").first.click()
    back = client.show(cards["q"][0].back)
    assert back.locator(".stem").evaluate("stem => getComputedStyle(stem).direction") == "rtl"
    row = back.locator(".ok")
    assert row.evaluate("row => getComputedStyle(row).direction") == "rtl"
    assert row.evaluate("row => parseFloat(getComputedStyle(row, '::before').right)") < 40  # the letter stands on the right
