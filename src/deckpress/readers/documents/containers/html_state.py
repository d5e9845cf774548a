"""What an element hands down to the text within it: its look, whether it shows, what part of the page it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deckpress.readers.documents.containers.html_furniture import furniture_of
from deckpress.readers.documents.containers.html_rules import HEADINGS, MARKING, RENDERED, SKIPPED
from deckpress.readers.documents.containers.html_style import Look, background_of, declarations, is_hidden, look_of

__all__ = ["State", "inner_state"]

_PANELS = {"table", "tr", "tbody", "thead", "body", "html", "section", "main", "article"}
"""Elements whose background is the page's dress."""


@dataclass(frozen=True, slots=True)
class State:
    """What holds for the text within an element; ``furniture`` is the kind of part it is in, ``level`` that of a heading."""

    look: Look = ()
    hidden: bool = False
    skipped: bool = False
    pre: bool = False
    furniture: str = ""
    level: int = 0


def inner_state(state: State, name: str, attributes: Mapping[str, str], within_content: bool) -> State:
    """What holds within the element ``name`` that stands where ``state`` holds."""
    look = dict(state.look)
    if name in MARKING:
        look[MARKING[name]] = ""
    elif name == "summary":
        look["bold"] = ""  # what a page shows of a folded stretch stands out like a heading
    pre = state.pre or name in ("pre", "listing", "plaintext")
    skipped, hidden = state.skipped or name in SKIPPED, state.hidden
    if attributes:
        look.update(look_of(attributes))
        if "style" in attributes:
            pre = pre or declarations(attributes["style"]).get("white-space", "").startswith(("pre-wrap", "break-spaces"))
        if name not in _PANELS and (shade := background_of(attributes)):
            look["highlight"] = shade
        hidden = hidden or is_hidden(attributes)
        classes = attributes.get("class", "").lower()
        skipped = skipped or any(word in classes for word in RENDERED)
    furniture = state.furniture or furniture_of(name, attributes, within_content)
    return State(tuple(look.items()), hidden, skipped, pre, furniture, HEADINGS.get(name, state.level))
