"""A look at notes in Anki's own browser changes none of them: else no correction would reach whoever looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from tests.desktop.driver import not_installed

if TYPE_CHECKING:
    from tests.conftest import Project
    from tests.desktop.driver import Desktop

if reason := not_installed():
    pytest.skip(reason, allow_module_level=True)

QUESTIONS: list[dict[str, Any]] = [
    {"id": "quotes", "type": "short", "stem": 'What does "kiwi" mean?', "answer": "A bird & a < fruit >.\u00a0Yes."},
    {
        "id": "tags",
        "type": "short",
        "stem": "[sound:a.mp3] [latex]x[/latex] {{{{c1::x}}}} \\\\(y\\\\)",
        "answer": "`[anki:tts]`",
        "markup": "markdown",
    },
    {"id": "gaps", "stem": "Use {{std::vector::a::b}} or {{x}, y}}, and {{a:::hint:}}."},
    {
        "id": "blocks",
        "type": "short",
        "stem": '# Head\n\n- a\n- b\n\n> c\n\n| a | b |\n|:-:|--:|\n| "1" | 2 |',
        "answer": '```python\nprint("<b>")\n\n\nx\n```',
    },
    {"id": "formulas", "type": "short", "stem": "$a < b & c$ and $$\\frac{1}{2}$$", "answer": "$$\nx &= 1 \\\\\n$$"},
    {"id": "gap-formula", "stem": "$a^{ {{2}} } + b$ is {{c::what}} [link](https://a.b/c::d?e=1&f 'g \"h\"')."},
    {"id": "choice", "stem": 'Which "one"?', "options": ['"a"', "b  c", "*d*\ne"], "answer": "A", "explanation": "a\n\nb"},
    {"id": "picture", "type": "short", "stem": '![a "bar" <b> c::d](images/bar.svg)', "answer": "~~a~~ **b**中*c*"},
    {"id": "retired", "type": "short", "stem": "x", "answer": "y", "retired": 'says "z"', "hint": '"h"', "context": '"c"'},
]
BAR = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><rect width="90" height="40"/></svg>'


def test_a_look_changes_nothing(desktop: Desktop, new_project: Callable[[], Project]) -> None:
    project = new_project()
    project.write(BAR, "images/bar.svg")
    project.questions(QUESTIONS, id="looked", title="Looked at")
    changed = desktop.ask("look", package=str(project.release()), search='"ID:looked/*"')
    assert changed == []
    plain = new_project()
    plain.questions([question | {"markup": "plain"} for question in QUESTIONS if question["id"] != "picture"], id="plain", title="Plain")
    assert desktop.ask("look", package=str(plain.release()), search='"ID:plain/*"') == []
