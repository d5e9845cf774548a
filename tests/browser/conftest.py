"""Cards for the tests in a browser, whose fixtures are in ``tests/browsers.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.clients import PICTURE, Card, Side

from deckpress.engine import ScratchCollection

if TYPE_CHECKING:
    from tests.conftest import Project


@pytest.fixture(scope="session")
def draw(new_project: Callable[[], Project], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, list[Card]]]:
    """A function: questions (and keys of their bank) to their cards, built by deckpress and rendered by the real Anki."""

    def cards(questions: Sequence[Mapping[str, Any]] | None, **keys: Any) -> dict[str, list[Card]]:
        project = new_project()
        project.write(PICTURE, "images/wide.svg")
        project.questions(questions, **keys) if questions else project.write({"deckpress": 1, "id": "bank", **keys})
        found: dict[str, list[Card]] = {}
        with ScratchCollection(tmp_path_factory.mktemp("anki")) as scratch:
            scratch.import_package(project.release())
            for note in scratch.notes():
                drawn = [scratch.render(card) for card in scratch.cards(note.guid)]
                name = note.fields["ID"].partition("/")[2]
                found[name] = [Card(Side(one.question, one.css), Side(one.answer, one.css)) for one in drawn]
        return found

    return cards
