"""Cards in Anki's own reviewer, played with the mouse and the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.desktop.conftest import Desktop

Study = Callable[..., None]
SINGLE = {"id": "single", "stem": "Which one?", "options": ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"], "answer": "B"}


def test_x(desktop: Desktop, study: Study) -> None:
    study([SINGLE])
    desktop.see("single", "front")
    print(desktop.ask("js", code="document.querySelector('#qa').outerHTML.slice(-1500)"))
    desktop.click(".options .opt", "gamma")
    desktop.see("single", "back")
    print(desktop.ask("js", code="document.querySelector('#qa').outerHTML"))
    assert 0
