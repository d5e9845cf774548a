"""The other kinds in a browser: gaps, points to recall, rubrics, pairs, orders, typed answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.browser.clients import CLIENTS, Card, Client, ClientName, without_scripts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page
    from tests.browsers import Heard

QUESTIONS = [
    {"id": "gaps", "stem": "{{c1::Oslo}} is in {{c1::Norway::land}}, {{c2::Paris}} in France, with {{c2::**two** million}} people."},
    {"id": "signs", "stem": "A ____ is ____, see ____ and ____", "answer": ["set", "{1, 2}", "std::vector", "note:"]},
    {"id": "inside", "stem": "{{c1::outer {{c2::inner}} end}} and {{c3::other}}"},
    {"id": "typed-gap", "stem": "Press {{Escape}} to leave.", "typed": "true"},
    {"id": "typed", "type": "short", "stem": "Who wrote it?", "answer": "Jane *Austen*", "typed": "true", "explanation": "In 1813."},
    {"id": "points", "type": "short", "stem": "Name three.", "answer": ["first", "second", "third"], "explanation": "There are more."},
    {
        "id": "case", "type": "case", "stem": "A guest waits.",
        "parts": [
            {"stem": "What first?", "rubric": [{"text": "greets", "points": "2"}, {"text": "asks", "points": "1.5"}, {"text": "smiles"}]},
        ],
    },
    {"id": "pairs", "stem": "Match.", "pairs": [["one", "eins"], ["two", "zwei"], ["three", "drei"]]},
    {"id": "twins", "stem": "Match.", "pairs": [["hen", "two legs"], ["goose", "two legs"], ["cat", "![four](images/wide.svg)"]]},
    {"id": "order", "stem": "Sort.", "items": ["first", "second", "third", "fourth"]},
    {"id": "order-2", "stem": "Sort two.", "items": ["before", "after"]},
]  # fmt: skip
Cards = dict[str, list[Card]]


@pytest.fixture(scope="module")
def cards(draw: Callable[..., Cards]) -> Cards:
    return draw(QUESTIONS)


@pytest.fixture(params=CLIENTS[:2])
def client(request: pytest.FixtureRequest, page: Page, heard: Heard) -> Client:
    name: ClientName = request.param
    return Client.open(name, page, heard)


@pytest.fixture
def desktop(page: Page, heard: Heard) -> Client:
    return Client.open("desktop", page, heard)


def colour(gap: Locator) -> str:
    return str(gap.evaluate("gap => getComputedStyle(gap).color"))


def seen(part: Locator) -> bool:
    """Whether people see it: Playwright takes what a closed <details> holds for visible."""
    return bool(part.evaluate("part => part.checkVisibility({contentVisibilityAuto: true}) && !part.closest('details:not([open])')"))


def test_gaps_of_other_cards_are_covered_till_tapped(cards: Cards, desktop: Client) -> None:
    front = desktop.show(cards["gaps"][0].front)
    paris, people = front.locator(".cloze-inactive").all()
    assert colour(paris) == colour(people) == "rgba(0, 0, 0, 0)"
    assert (paris.get_attribute("aria-label"), paris.get_attribute("aria-expanded")) == ("Show", "false")
    paris.click()
    assert colour(paris) != "rgba(0, 0, 0, 0)"
    assert (paris.get_attribute("aria-label"), paris.get_attribute("aria-expanded")) == ("Paris", "true")
    assert colour(people.locator("strong")) == "rgba(0, 0, 0, 0)"
    back = desktop.show(cards["gaps"][0].back)
    assert [colour(gap) == "rgba(0, 0, 0, 0)" for gap in back.locator(".cloze-inactive").all()] == [False, False]


def test_a_gap_whose_signs_are_kept_apart_is_covered(cards: Cards, desktop: Client) -> None:
    front = desktop.show(cards["signs"][0].front)
    gaps = front.locator(".cloze-inactive").all()
    assert [gap.inner_text() for gap in gaps] == ["{1, 2}", "std::vector", "note:"]
    assert {colour(gap) for gap in gaps} == {"rgba(0, 0, 0, 0)"}
    assert {colour(inside) for inside in front.locator(".cloze-inactive span").all()} == {"rgba(0, 0, 0, 0)"}


def test_of_several_gaps_on_a_card_each_shows_its_own_answer(cards: Cards, desktop: Client) -> None:
    front = desktop.show(cards["gaps"][1].front)
    paris, people = front.locator(".cloze").all()
    people.click()
    assert (paris.inner_text(), people.inner_html()) == ("[...]", "<strong>two</strong> million")
    people.click()
    assert people.inner_text() == "[...]"


def test_a_gap_within_a_gap_is_never_covered(cards: Cards, desktop: Client) -> None:
    front = desktop.show(cards["inside"][1].front)
    assert "outer" in front.locator(".stem").inner_text()
    assert [gap.inner_text() for gap in front.locator(".gap").all()] == ["other"]


@pytest.mark.parametrize("name", ["typed", "typed-gap"])
def test_a_typed_answer_asks_anki_for_its_line(cards: Cards, name: str) -> None:
    card = cards[name][0]
    for side in card:
        assert side.html.count("[[type:") == 1
    assert "[[type:" not in cards["points"][0].front.html + cards["gaps"][0].front.html


def test_points_are_shown_one_by_one_and_counted(cards: Cards, client: Client) -> None:
    client.show(cards["points"][0].front)
    back = client.show(cards["points"][0].back)
    answer = back.locator(".answer")
    status = answer.get_by_role("status")
    assert [answer.get_by_text(word).is_visible() for word in ("first", "second", "third")] == [False] * 3
    assert status.inner_text() == "Recalled 0/3"
    second = answer.locator("button").nth(1)
    second.click()
    assert [answer.get_by_text(word).is_visible() for word in ("first", "second", "third")] == [False, True, False]
    second.click()
    assert status.inner_text() == "Recalled 1/3"
    answer.get_by_role("button", name="Show all").click()
    assert [answer.get_by_text(word).is_visible() for word in ("first", "second", "third")] == [True] * 3
    assert status.inner_text() == "Recalled 1/3"
    assert not answer.get_by_role("button", name="Show all").is_visible()
    assert not seen(back.get_by_text("There are more."))
    back.get_by_text("Explanation").click()
    assert seen(back.get_by_text("There are more."))
    again = client.show(cards["points"][0].front)
    assert again.count() == 1
    assert client.show(cards["points"][0].back).get_by_role("status").inner_text() == "Recalled 0/3"


def test_a_rubric_adds_up(cards: Cards, client: Client) -> None:
    front = client.show(cards["case#1"][0].front)
    assert seen(front.get_by_text("A guest waits."))
    back = client.show(cards["case#1"][0].back)
    assert not seen(back.get_by_text("A guest waits."))  # folded away
    back.get_by_role("checkbox", name="greets").click()
    back.get_by_role("checkbox", name="asks").click()
    assert back.get_by_role("status").inner_text() == "Score 3.5/4.5"
    back.get_by_role("checkbox", name="greets").click()
    assert back.get_by_role("status").inner_text() == "Score 1.5/4.5"


def test_pairs_are_made_by_taps_and_judged(cards: Cards, client: Client) -> None:
    front = client.show(cards["pairs"][0].front)
    left, right = front.locator(".left"), front.locator(".right")

    def pair(a: str, b: str) -> None:
        left.locator("button", has_text=a).click()
        right.locator("button", has_text=b).click()

    pair("one", "zwei")
    pair("two", "eins")
    right.locator("button", has_text="drei").click()
    left.locator("button", has_text="three").click()
    pair("one", "eins")  # moves it from "two"
    assert left.locator(".slot").all_inner_texts() == ["eins", "", "drei"]
    front.get_by_role("button", name="Check").click()
    assert client.turned == 1
    back = client.show(cards["pairs"][0].back)
    assert back.get_by_role("status").inner_text() == "Partly right 2/3"
    assert [row.split("\n") for row in back.locator(".pairs>li").all_inner_texts()] == [
        ["one", "eins"], ["two", "zwei", "Your choice: –"], ["three", "drei"],
    ]  # fmt: skip


def test_a_pair_is_taken_back_by_two_taps(cards: Cards, desktop: Client) -> None:
    front = desktop.show(cards["pairs"][0].front)
    row = front.locator(".left button", has_text="one")
    row.click()
    front.locator(".right button", has_text="eins").click()
    row.click()
    row.click()
    assert front.locator(".left .slot").all_inner_texts() == ["", "", ""]


def test_equal_sides_are_both_right_and_pictures_are_shown(cards: Cards, desktop: Client) -> None:
    front = desktop.show(cards["twins"][0].front)
    left, right = front.locator(".left .opt"), front.locator(".right .opt")
    first, second = right.filter(has_text="two legs").all()
    for row, side in ((left.nth(0), second), (left.nth(1), first), (left.nth(2), right.filter(has_not_text="two legs"))):
        row.click()
        side.click()
    assert left.nth(2).locator(".slot img").count() == 1
    assert desktop.show(cards["twins"][0].back).get_by_role("status").inner_text() == "Correct 3/3"


def test_a_tap_that_trembles_is_a_tap(cards: Cards, desktop: Client) -> None:
    grip = desktop.show(cards["order"][0].front).locator(".grip").first
    box = grip.bounding_box()
    assert box
    mouse = desktop.page.mouse
    mouse.move(box["x"] + 5, box["y"] + 5)
    mouse.down()
    mouse.move(box["x"] + 7, box["y"] + 6)
    mouse.up()
    assert desktop.page.locator(".opt[aria-pressed=true]").count() == 1


def test_a_rubric_that_became_shorter_still_adds_up(cards: Cards, desktop: Client) -> None:
    desktop.show(cards["case#1"][0].front)
    card = cards["case#1"][0].back
    back = desktop.show(card)
    for box in back.get_by_role("checkbox").all():
        box.click()
    again = desktop.show(card._replace(html=card.html.replace("<li>smiles</li>", "")))
    assert again.get_by_role("status").inner_text() == "Score 3.5/3.5"
    assert desktop.heard.errors == []


def bring(front: Locator, wanted: list[str], drag: bool = False) -> None:
    """Puts the items into an order, one after the other, by taps or by their grips."""
    for place, text in enumerate(wanted):
        item, target = front.locator(".items .opt", has_text=text), front.locator(".items .opt").nth(place)
        if drag:
            item.locator(".grip").drag_to(target, target_position={"x": 30, "y": 8})
        else:
            item.click()
            target.click()


@pytest.mark.parametrize("drag", [False, True])
def test_an_order_is_made_by_taps_or_by_dragging(cards: Cards, client: Client, drag: bool) -> None:
    front = client.show(cards["order"][0].front)
    items = front.locator(".items .opt")
    assert items.all_inner_texts() != ["first", "second", "third", "fourth"]
    wanted = ["first", "third", "second", "fourth"]
    bring(front, wanted, drag)
    assert items.all_inner_texts() == wanted
    front.get_by_role("button", name="Check").click()
    back = client.show(cards["order"][0].back)
    assert back.get_by_role("status").inner_text() == "Partly right 2/4"
    assert [row.split("\n") for row in back.locator(".ordered>li").all_inner_texts()] == [
        ["first"], ["second", "Your choice: 3"], ["third", "Your choice: 2"], ["fourth"],
    ]  # fmt: skip


def test_an_order_is_made_with_keys_alone(cards: Cards, desktop: Client) -> None:
    front = desktop.show(cards["order-2"][0].front)
    assert front.locator(".items .opt").all_inner_texts() == ["after", "before"]  # never solved already
    for key in ("j", "x", "j", "x"):
        desktop.page.keyboard.press(key)
    assert front.locator(".items .opt").all_inner_texts() == ["before", "after"]
    assert desktop.show(cards["order-2"][0].back).get_by_role("status").inner_text() == "Correct 2/2"


def test_without_scripts_every_answer_can_be_read(cards: Cards, browser: Browser) -> None:
    for name, shown in (("points", "second"), ("case#1", "asks"), ("pairs", "zwei"), ("order", "third"), ("gaps", "Oslo")):
        page = without_scripts(browser, cards[name][0].back)
        assert page.get_by_text(shown).last.is_visible(), name
        page.context.close()
