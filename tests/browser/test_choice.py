"""Choices in a browser, built by deckpress and rendered by the real Anki: tapping, turning, what the back says, on every client."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.browser.clients import CLIENTS, Card, Client, ClientName, without_scripts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page
    from tests.browsers import Heard

OPTIONS = ["red", "green", "blue", "grey", "white"]
QUESTIONS = [
    {
        "id": "one", "stem": "Which colour has the sky?", "answer": "C", "explanation": "C, as A is for roses.",
        "options": ["red", {"text": "green", "note": "That is grass."}, "blue", "grey", "white"],
    },
    {"id": "many", "type": "multiple", "stem": "Which are no colours?", "options": OPTIONS, "answer": "DE"},
    {"id": "fixed", "stem": "How many?", "options": ["1", "2", "3", "4", "5"], "keep_order": "true", "answer": "B"},
    {"id": "truth", "stem": "Snow is white.", "answer": "true"},
    *({"id": f"more-{n}", "stem": f"Question {n}?", "options": OPTIONS, "answer": "A"} for n in range(5)),
]  # fmt: skip
Cards = dict[str, list[Card]]


@pytest.fixture(scope="module")
def cards(draw: Callable[..., Cards]) -> Cards:
    return draw(QUESTIONS, show_count="true")


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest, page: Page, heard: Heard) -> Client:
    name: ClientName = request.param
    return Client.open(name, page, heard)


@pytest.fixture
def desktop(page: Page, heard: Heard) -> Client:
    return Client.open("desktop", page, heard)


def texts(card: Locator) -> list[str]:
    """The options' texts from top to bottom, without what the back adds."""
    rows = card.locator(".options>li").all_inner_texts()
    return [row.split("\n")[0] for row in rows]


def test_a_tap_on_the_one_answer_turns_the_card_and_the_back_tells(cards: Cards, client: Client) -> None:
    front = client.show(cards["one"][0].front)
    shown = texts(front)
    assert sorted(shown) == sorted(OPTIONS)
    front.get_by_role("button", name="green").click()
    assert client.turned == 1
    back = client.show(cards["one"][0].back)
    assert texts(back) == shown
    if client.name == "no storage":  # nothing is known of the choice, but the order agrees
        assert back.locator(".verdict").count() == 0
    else:
        assert back.get_by_role("status").inner_text() == "Wrong"
        assert back.locator(".mine").inner_text().split("\n") == ["green", "That is grass.", "Your choice"]
    assert back.locator(".ok").inner_text().split("\n")[0] == "blue"
    assert client.heard.errors == []


def test_the_letters_of_the_back_are_those_that_the_explanation_names(cards: Cards, desktop: Client) -> None:
    desktop.show(cards["one"][0].front)
    back = desktop.show(cards["one"][0].back)
    letters = back.locator(".options>li").evaluate_all("rows => rows.map(row => getComputedStyle(row, '::before').content)")
    named = dict(zip(texts(back), letters, strict=True))
    assert named == {text: f'"{letter}"' for text, letter in zip(OPTIONS, "ABCDE", strict=True)}


def test_several_answers_are_chosen_then_submitted(cards: Cards, client: Client) -> None:
    front = client.show(cards["many"][0].front)
    assert front.locator(".kind").inner_text() == "Choose all that apply · Choose 2"
    for name in ("grey", "red", "green", "red"):
        front.get_by_role("checkbox", name=name).click()
    assert client.turned == 0
    assert [box.inner_text() for box in front.get_by_role("checkbox", checked=True).all()] == [
        text for text in texts(front) if text in ("grey", "green")
    ]
    front.get_by_role("button", name="Check").click()
    assert client.turned == 1
    back = client.show(cards["many"][0].back)
    if client.name != "no storage":
        assert back.get_by_role("status").inner_text() == "Partly right 1/2, ✗ 1"
        tags = {text: row.split("\n")[-1] for text, row in zip(texts(back), back.locator(".options>li").all_inner_texts(), strict=True)}
        assert tags == {"red": "red", "green": "Your choice", "blue": "blue", "grey": "Your choice", "white": "Missed"}


def test_options_that_must_not_move_do_not(cards: Cards, client: Client) -> None:
    assert texts(client.show(cards["fixed"][0].front)) == ["1", "2", "3", "4", "5"]
    assert texts(client.show(cards["truth"][0].front)) == ["True", "False"]


def test_other_options_are_shuffled(cards: Cards, desktop: Client) -> None:
    orders = {tuple(texts(desktop.show(cards[f"more-{n}"][0].front))) for n in range(5)}
    assert len(orders) > 1  # five in the bank's order have a chance of one in 120 to the fifth
    assert all(sorted(order) == sorted(OPTIONS) for order in orders)


def test_a_back_opened_alone_shows_the_right_answer_in_the_banks_order(cards: Cards, desktop: Client) -> None:
    back = desktop.show(cards["one"][0].back)
    assert texts(back) == OPTIONS
    assert back.locator(".ok").inner_text().split("\n") == ["blue", "Answer"]
    assert back.locator(".verdict, .mine").count() == 0


def test_the_next_card_knows_nothing_of_the_last_choice(cards: Cards, client: Client) -> None:
    client.show(cards["more-0"][0].front).get_by_role("button", name="blue").click()
    client.show(cards["more-0"][0].back)
    assert client.show(cards["more-1"][0].front).locator("[aria-pressed=true]").count() == 0
    assert client.show(cards["more-1"][0].back).locator(".mine, .verdict").count() == 0


def test_the_same_card_begins_anew_when_it_comes_again(cards: Cards, client: Client) -> None:
    client.show(cards["more-0"][0].front).get_by_role("button", name="blue").click()
    client.show(cards["more-0"][0].back)
    assert client.show(cards["more-0"][0].front).locator("[aria-pressed=true]").count() == 0
    assert client.show(cards["more-0"][0].back).locator(".mine, .verdict").count() == 0


def test_a_front_drawn_again_keeps_what_was_chosen(cards: Cards, desktop: Client) -> None:
    front = desktop.show(cards["many"][0].front)
    shown = texts(front)
    front.get_by_role("checkbox", name="white").click()
    again = desktop.show(cards["many"][0].front)
    assert texts(again) == shown
    assert again.get_by_role("checkbox", checked=True).all_inner_texts() == ["white"]


def test_keys_that_reach_a_card_choose(cards: Cards, desktop: Client) -> None:
    front = desktop.show(cards["many"][0].front)
    shown = texts(front)
    keyboard = desktop.page.keyboard
    keyboard.press("Alt+2")
    keyboard.press("j")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    keyboard.press("k")
    keyboard.press("ArrowDown")
    keyboard.press("x")
    assert front.get_by_role("checkbox", checked=True).all_inner_texts() == [shown[1], shown[2]]
    desktop.show(cards["one"][0].front)
    keyboard.press("Alt+1")
    assert desktop.turned == 1


def test_digits_space_and_enter_stay_ankis_own(cards: Cards, desktop: Client) -> None:
    desktop.show(cards["one"][0].front)
    desktop.page.evaluate("window.seen = []; window.addEventListener('keydown', event => seen.push(event.defaultPrevented))")
    for key in ("1", "2", "Enter", "Space", "e", "s"):
        desktop.page.keyboard.press(key)
    assert desktop.page.evaluate("seen") == [False] * 6
    assert desktop.turned == 0


@pytest.mark.parametrize("setting", ["turn", "shuffle"])
def test_a_setting_in_the_templates_head_is_obeyed(cards: Cards, desktop: Client, setting: str) -> None:
    card = cards["one"][0]
    front, back = (
        side._replace(html=side.html.replace(f'data-{setting}="on"', f'data-{setting}="off"')) for side in (card.front, card.back)
    )
    shown = desktop.show(front)
    shown.get_by_role("button", name="green").click()
    assert desktop.turned == (0 if setting == "turn" else 1)
    assert setting == "turn" or texts(shown) == OPTIONS
    assert desktop.show(back).get_by_role("status").inner_text() == "Wrong"


def test_a_thousand_cards_leave_nothing_behind(cards: Cards, desktop: Client) -> None:
    names = [f"more-{n}" for n in range(5)]
    desktop.show(cards[names[0]][0].front)
    before = desktop.listeners()
    for n in range(1000):
        card = cards[names[n % 5]][0]
        fresh = card._replace(
            front=card.front._replace(html=card.front.html.replace(f"bank/{names[n % 5]}", f"bank/{n}")),
            back=card.back._replace(html=card.back.html.replace(f"bank/{names[n % 5]}", f"bank/{n}")),
        )
        desktop.show(fresh.front)
        desktop.page.evaluate("document.querySelector('.opt').click()")
        desktop.show(fresh.back)
    assert desktop.turned == 1000
    assert desktop.listeners() == before
    assert desktop.page.evaluate("Object.keys(JSON.parse(sessionStorage.getItem('deckpress'))).length") <= 51
    assert desktop.page.evaluate("document.querySelectorAll('.dp').length") == 1
    assert desktop.heard.errors == []


FULL = """
for (let size = 4e6, n = 0; size >= 1; size >>= 1)
  try { for (;;) sessionStorage.setItem("x" + n++, "x".repeat(size)); } catch (error) {}
"""


def test_a_full_storage_forgets_nothing_while_the_page_lasts(cards: Cards, desktop: Client) -> None:
    desktop.page.evaluate(FULL)
    front = desktop.show(cards["one"][0].front)
    shown = texts(front)
    front.get_by_role("button", name="green").click()
    back = desktop.show(cards["one"][0].back)
    assert texts(back) == shown
    assert back.get_by_role("status").inner_text() == "Wrong"


@pytest.mark.parametrize("stored", ["[]", '"text"', "[1,2]", "5", "null", "{", '{"bank/one": 3}', '{"bank/one": {"picks": 3}}'])
def test_nonsense_in_the_storage_is_healed(cards: Cards, desktop: Client, stored: str) -> None:
    desktop.page.evaluate("text => sessionStorage.setItem('deckpress', text)", stored)
    desktop.show(cards["one"][0].front).get_by_role("button", name="blue").click()
    assert desktop.show(cards["one"][0].back).get_by_role("status").inner_text() == "Correct"
    assert desktop.heard.errors == []


def test_without_scripts_the_card_still_asks_and_answers(cards: Cards, browser: Browser) -> None:
    front = without_scripts(browser, cards["one"][0].front)
    back = without_scripts(browser, cards["one"][0].back)
    assert front.locator(".options>li").all_inner_texts() == OPTIONS
    assert "Answer" in back.locator(".answer h2").evaluate("heading => getComputedStyle(heading, '::before').content")
    assert back.locator(".answer .body").inner_text() == "C"
    assert back.locator(".ok").inner_text() == "blue"
    assert back.locator(".ok").evaluate("row => getComputedStyle(row, '::after').content") == '"✓"'
    assert back.get_by_text("C, as A is for roses.").is_visible()
    for page in (front, back):
        page.context.close()
