"""The five note types: their fields, card templates and the ids that never change.

`note_types.json` beside this file is what has been published: a fixed id for each note type, template and field (so that a
later rename is a clean in-place update in every collection) and ``mod``, the Unix time of the last change of its templates or
style, with the hash of what it was then (``content``). A test fails while the two differ; ``python -m deckpress.notes.types``
brings ``mod`` up to date.
A template is its file in ``templates/`` with the shared ``parts/`` in their places and the one script behind it: a media file would
stay as it was in every collection that has it.
Fields are only ever renamed, never added, removed or reordered: Anki would stop updating the notes people have. Hence the spare ones.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

__all__ = ["NOTE_TYPES", "TAIL", "NoteType", "NoteTypeName", "content_hash", "field_names", "note_type"]

NoteTypeName = Literal["choice", "cloze", "basic", "match", "order"]
NOTE_TYPES: tuple[NoteTypeName, ...] = ("choice", "cloze", "basic", "match", "order")

TAIL = (
    "Context", "Explanation", "Hint", "Chapter", "Meta", "Notice", "Flags", "Typed", "Language", "ID",
    "Spare 1", "Spare 2", "Spare 3", "Spare 4",
)  # fmt: skip
"""The fields that end every note type, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteType:
    """A note type as it goes into a package. ``fields`` pairs names with their ids, in order; ``mod`` is Unix seconds."""

    name: str
    id: int
    template_id: int
    fields: tuple[tuple[str, int], ...]
    front: str
    back: str
    css: str
    cloze: bool
    mod: int


@lru_cache(maxsize=1)
def _published() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resources.files(__package__).joinpath("note_types.json").read_text("utf-8"))
    return data


def field_names(name: NoteTypeName) -> tuple[str, ...]:
    """The names of a note type's fields, in order."""
    return tuple(_published()[name]["fields"])


_PART = re.compile(r"^( *)<!-- part: (\w+)(?: (\w+))? -->$", re.MULTILINE)
"""A line of a template in whose place a part stands; the word behind the name takes the place of ``@`` in the part."""


def _part(found: re.Match[str]) -> str:
    indent, name, attribute = found.groups()
    text = _file(f"parts/{name}.html").replace(" @>", f" {attribute}>" if attribute else ">")
    return "\n".join(indent + line for line in text.splitlines())


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(f"templates/{name}").read_text("utf-8").replace("\r\n", "\n").strip()


@lru_cache(maxsize=8)
def note_type(name: NoteTypeName) -> NoteType:
    """A note type with its templates."""
    script = f"<script>\n{_file('card.js')}\n</script>"
    front, back = (f"{_PART.sub(_part, _file(f'{name}-{side}.html'))}\n{script}" for side in ("front", "back"))
    published = _published()[name]
    return NoteType(
        name=f"deckpress {name}",
        id=published["id"],
        template_id=published["template"],
        fields=tuple(published["fields"].items()),
        front=front,
        back=back,
        css=_file("style.css"),
        cloze=name == "cloze",
        mod=published["mod"],
    )


def content_hash(kind: NoteType) -> str:
    """A hash of all that a learner's client takes over when a note type is updated."""
    parts = (kind.name, kind.front, kind.back, kind.css, *(name for name, _ in kind.fields))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _main() -> None:
    """Writes the hashes of the templates as they are now, and a new ``mod`` where they changed."""
    import time
    from pathlib import Path

    path = Path(__file__).with_name("note_types.json")
    data = json.loads(path.read_text("utf-8"))
    for name in NOTE_TYPES:
        fresh = content_hash(note_type(name))
        if data[name]["content"] != fresh:
            data[name] |= {"content": fresh, "mod": max(int(time.time()), data[name]["mod"] + 1)}
            print(f"deckpress {name}: changed")
    path.write_text(json.dumps(data, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    _main()
