"""Cards in Anki's own reviewer, played with the mouse and the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.desktop.driver import not_installed

if TYPE_CHECKING:
    from tests.desktop.driver import Desktop

if reason := not_installed():
    pytest.skip(reason, allow_module_level=True)

Study = Callable[..., None]
SINGLE = {"id": "single", "stem": "Which one?", "options": ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"], "answer": "B"}
MULTIPLE = {"id": "multiple", "stem": "Which ones?", "options": ["one", "two", "three", "four", "five"], "answer": "ACE"}
CLOZE = {"id": "gaps", "stem": "{{c1::Oslo}} is in {{c1::Norway::land}}, {{c2::Paris}} in France."}
MATCH = {"id": "pairs", "stem": "Match.", "pairs": [["one", "eins"], ["two", "zwei"], ["three", "drei"]]}
ORDER = {"id": "order", "stem": "Sort.", "items": ["first", "second", "third", "fourth"]}
TYPED = {"id": "typed", "type": "short", "stem": "Who wrote it?", "answer": "Jane Austen", "typed": "true"}
MIXED = [
    SINGLE | {"hint": "It has a **tail**.", "explanation": "So it *is*.", "context": "A text above."},
    {"id": "truefalse", "stem": "Is $e^{i\\pi} + 1 = 0$?", "answer": "true"},
    MULTIPLE | {"options": [{"text": "one", "note": "Yes."}, {"text": "two", "note": "No."}, "three", "four", "five"]},
    CLOZE,
    {"id": "typed-gap", "stem": "Press {{Escape}} to leave.", "typed": "true"},
    TYPED,
    {"id": "points", "type": "short", "stem": "Name three.", "answer": ["first", "second", "third"]},
    {"id": "case", "stem": "A guest waits.", "parts": [{"id": "part", "stem": "Now?", "rubric": [{"text": "greets", "points": "2"}]}]},
    MATCH,
    ORDER,
    {"id": "picture", "type": "short", "stem": "![a bar](images/bar.svg)", "answer": "```python\nprint('<b>')\n```"},
]
ROUND = ["single", "truefalse", "multiple", "gaps", "typed-gap", "typed", "points", "case#part", "pairs", "order", "picture", "gaps"]
"""The cards in Anki's order: a note's second card comes after the first ones of all notes."""
BAR = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><rect width="90" height="40"/></svg>'
EASY, AGAIN = 4, 1
OWN_TEXT = "element.firstChild.textContent.trim()"
CHECKED = 'element.getAttribute("aria-checked")'
LOOKS = "['color', 'backgroundColor', 'border', 'fontWeight', 'opacity'].map(part => getComputedStyle(element)[part]).join()"
PRESSED = 'element.getAttribute("aria-pressed")'


def test_a_click_on_an_option_turns_the_card(desktop: Desktop, study: Study) -> None:
    study([SINGLE])
    desktop.see("single", "front")
    front = desktop.all(".options .opt")
    assert sorted(front) == sorted(SINGLE["options"])
    assert desktop.all(".options .opt", "element.tagName + element.type") == ["BUTTONbutton"] * 6
    desktop.click(".options .opt", "gamma")
    desktop.see("single", "back")
    assert desktop.all(".options > li", OWN_TEXT) == front
    assert desktop.all(".verdict") == ["Wrong"]
    assert desktop.all(".mine", OWN_TEXT) == ["gamma"]
    assert desktop.all(".options > .ok", OWN_TEXT) == ["beta"]


def test_the_right_option_is_called_right(desktop: Desktop, study: Study) -> None:
    study([SINGLE])
    desktop.see("single", "front")
    desktop.click(".options .opt", "beta")
    desktop.see("single", "back")
    assert desktop.all(".verdict") == ["Correct"]
    assert desktop.all(".mine", OWN_TEXT) == ["beta"]


def test_the_next_card_shows_nothing_of_the_last(desktop: Desktop, study: Study) -> None:
    study([SINGLE, SINGLE | {"id": "next", "stem": "And now?"}])
    desktop.see("single", "front")
    desktop.click(".options .opt", "gamma")
    desktop.see("single", "back")
    desktop.rate(EASY)
    desktop.see("next", "front")
    assert desktop.all(".options .opt", PRESSED) == ["false"] * 6
    assert desktop.all(".verdict, .mine, .off, .tag") == []
    assert [len(set(desktop.all(part, LOOKS))) for part in (".options > li", ".options .opt")] == [1, 1]
    desktop.turn()
    desktop.see("next", "back")
    assert desktop.all(".verdict, .mine") == []


def test_a_card_that_comes_again_comes_fresh(desktop: Desktop, study: Study) -> None:
    study([SINGLE])
    desktop.see("single", "front")
    desktop.click(".options .opt", "gamma")
    desktop.see("single", "back")
    desktop.rate(AGAIN)
    desktop.see("single", "front")
    assert desktop.all(".options .opt", PRESSED) == ["false"] * 6
    front = desktop.all(".options .opt")
    desktop.click(".options .opt", "beta")
    desktop.see("single", "back")
    assert desktop.all(".verdict") == ["Correct"]
    assert desktop.all(".options > li", OWN_TEXT) == front


def test_a_rating_that_is_undone_brings_the_card_back_fresh(desktop: Desktop, study: Study) -> None:
    study([SINGLE, SINGLE | {"id": "next"}])
    desktop.see("single", "front")
    desktop.click(".options .opt", "gamma")
    desktop.see("single", "back")
    desktop.rate(EASY)
    desktop.see("next", "front")
    desktop.ask("undo")
    desktop.see("single", "front")
    assert desktop.all(".options .opt", PRESSED) == ["false"] * 6
    desktop.click(".options .opt", "beta")
    desktop.see("single", "back")
    assert desktop.all(".verdict") == ["Correct"]


def test_an_edit_of_the_note_while_its_back_is_shown_keeps_choice_and_order(desktop: Desktop, study: Study) -> None:
    study([SINGLE])
    desktop.see("single", "front")
    desktop.click(".options .opt", "gamma")
    desktop.see("single", "back")
    order = desktop.all(".options > li", OWN_TEXT)
    desktop.ask("edit", tag="mine")
    desktop.ask("wait", code="document.querySelector('.tags').innerText.includes('mine')")
    desktop.see("single", "back")
    assert desktop.all(".options > li", OWN_TEXT) == order
    assert (desktop.all(".verdict"), desktop.all(".mine", OWN_TEXT)) == (["Wrong"], ["gamma"])


def test_several_options_are_chosen_and_handed_in(desktop: Desktop, study: Study) -> None:
    study([MULTIPLE])
    desktop.see("multiple", "front")
    front = desktop.all(".options .opt")
    for option in ("one", "two", "four", "two", "five"):
        desktop.click(".options .opt", option)
    ticked = dict(zip(front, desktop.all(".options .opt", CHECKED), strict=True))
    assert {option for option, on in ticked.items() if on == "true"} == {"one", "four", "five"}
    desktop.see("multiple", "front")
    desktop.click(".go", "Check")
    desktop.see("multiple", "back")
    assert desktop.all(".options > li", OWN_TEXT) == front
    assert set(desktop.all(".mine", OWN_TEXT)) == {"one", "four", "five"}
    assert desktop.all(".verdict") == ["Partly right 2/3, ✗ 1"]


def test_gaps(desktop: Desktop, study: Study) -> None:
    study([CLOZE])
    desktop.see("gaps", "front")
    assert desktop.all(".cloze:not(.dp)") == ["[...]", "[land]"]
    desktop.click(".cloze-inactive")
    desktop.becomes(".cloze-inactive", ["Paristrue"], "element.ariaLabel + element.ariaExpanded")
    desktop.click(".cloze:not(.dp)", "[land]")
    desktop.becomes(".cloze:not(.dp)", ["[...]", "Norway"])
    desktop.turn()
    desktop.see("gaps", "back")
    assert desktop.all(".cloze:not(.dp)") == ["Oslo", "Norway"]
    desktop.rate(EASY)
    desktop.see("gaps", "front")
    assert desktop.all(".cloze:not(.dp)") == ["[...]"]
    assert desktop.all(".cloze-inactive", "element.ariaExpanded") == ["false", "false"]


def test_pairs_are_tapped_and_dragged(desktop: Desktop, study: Study) -> None:
    study([MATCH])
    desktop.see("pairs", "front")
    right = desktop.all(".right > li", OWN_TEXT + ".split(/\\s/)[0]")
    for left, slots in enumerate((["eins", "", ""], ["eins", "drei", ""])):
        desktop.ask("click", selector="#qa .left .opt", index=left)
        desktop.ask("click", selector="#qa .right .opt", index=right.index(slots[left]))
        desktop.becomes(".slot", slots)
    desktop.drag(".left .opt > .grip", 2, ".right .opt", right.index("zwei"))
    desktop.becomes(".slot", ["eins", "drei", "zwei"])
    desktop.click(".go", "Check")
    desktop.see("pairs", "back")
    assert desktop.all(".verdict") == ["Partly right 1/3"]
    assert desktop.all(".pairs .tag") == ["Your choice: drei", "Your choice: zwei"]


def test_items_are_put_in_order(desktop: Desktop, study: Study) -> None:
    study([ORDER])
    desktop.see("order", "front")
    for place, item in enumerate(ORDER["items"]):
        items = desktop.all(".items .opt")
        if items[place] != item:
            desktop.click(".items .opt", item)
            desktop.click(".items .opt", items[place])
            desktop.becomes(".items .opt", [*items[:place], item, *(other for other in items[place:] if other != item)])
    assert desktop.all(".items .opt") == ORDER["items"]
    desktop.drag(".items .grip", 0, ".items .opt", 1)
    desktop.becomes(".items .opt", ["second", "first", "third", "fourth"])
    desktop.click(".go", "Check")
    desktop.see("order", "back")
    assert desktop.all(".verdict") == ["Partly right 2/4"]


@pytest.mark.parametrize(("typed", "mark"), [("Jane Austen", "typeGood"), ("Jane Eyre", "typeBad")])
def test_an_answer_is_typed_into_anki_s_own_line(desktop: Desktop, study: Study, typed: str, mark: str) -> None:
    study([TYPED])
    desktop.see("typed", "front")
    desktop.ask("wait", code="document.activeElement.id === 'typeans'")
    assert desktop.all(".typed #typeans", "element.type") == ["text"]
    desktop.keys(f"{typed}\n")
    desktop.see("typed", "back")
    assert desktop.all(f"code#typeans .{mark}")
    assert bool(desktop.all("code#typeans .typeBad")) is (mark == "typeBad")


def test_a_round_through_all_kinds_raises_no_error(desktop: Desktop, study: Study) -> None:
    """Each card is played with all that it has to click on; the fixture ``desktop`` asserts that no page complained."""
    study(MIXED, files={"images/bar.svg": BAR})
    for name in ROUND:
        desktop.see(name, "front")
        desktop.click_each("summary")
        desktop.click_each(":is(.gap, .left .opt, .right .opt, .items .opt)")
        if name in ("single", "truefalse"):
            desktop.ask("click", selector="#qa .options .opt")
        else:
            desktop.click_each(".options .opt")
            desktop.turn()
        desktop.see(name, "back")
        desktop.click_each(":is(.points .opt, .rubric .opt)")
        assert desktop.all("#answer, .answer, .scoring"), name
        desktop.rate(EASY)
    desktop.ask("wait_state", screen="overview")


def test_an_error_of_a_page_would_be_heard(desktop: Desktop, study: Study) -> None:
    study([SINGLE])
    desktop.see("single", "front")
    desktop.ask("js", code="setTimeout(() => { throw new Error('on purpose'); }); Promise.reject(new Error('in a promise')); 1")
    desktop.ask("js", code="setTimeout(() => { window.later = true; }, 50); 1")
    desktop.ask("wait", code="window.later")
    assert sorted(error.partition(" (http")[0] for error in desktop.errors()) == [
        "Uncaught (in promise) Error: in a promise",
        "Uncaught Error: on purpose",
    ]
