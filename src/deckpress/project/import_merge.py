"""An existing bank and a second import: what changes, by three-way comparison of each question's values.

The base is the record of the last import (`deckpress.project.import_record`). What only the document changed is taken over; what only a
person changed stays; where both changed, the person's stays and ``review`` says what the document has now. Nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deckpress.project.import_question import clean_text
from deckpress.project.import_record import canonical, digest

__all__ = ["Merged", "merge_question"]

_BODY = ("type", "stem", "context", "options", "answer", "parts", "rubric", "explanation", "markup")
"""What changes together where a question becomes one of another kind, or of another markup."""
_TOGETHER = {"single": ("options", "answer"), "multiple": ("options", "answer"), "cloze": ("stem", "answer")}
"""Values that mean something only together: a letter and what it stands for."""
_FIELDS = (*_BODY, "topics", "difficulty", "points", "source", "review")
_SILENT = frozenset({"type", "source", "review", "markup", "topics", "difficulty"})
"""Without a record, a difference in these is no news."""
_KIND_KEYS = frozenset({"keep_order", "typed", "pairs", "items"})
"""What a person may have added to a question that one of another kind does not take."""
_SHOWN = 120


@dataclass(slots=True)
class Merged:
    """``changes`` are new values by key, None to remove one; ``conflicts`` names the keys that both sides changed."""

    changes: dict[str, Any] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)


def merge_question(old: Mapping[str, Any], new: Mapping[str, Any], base: Mapping[str, str] | None) -> Merged:
    """What an import changes in a question. ``old`` is the bank's and ``new`` the document's, both canonical and with their ``type`` and
    ``markup``; ``base`` has the digests of what the last import gave, None where that is not known. Where only its place in the document
    changed, the question stays as it is.
    """
    merged = Merged()
    if all(old.get(name) == new.get(name) for name in _FIELDS):
        return merged
    for unit in _units(old, new):
        if all(old.get(name) == new.get(name) for name in unit):
            continue
        if unit == _BODY and old.get("type") != new.get("type") and not _KIND_KEYS.isdisjoint(old):
            merged.conflicts += [name for name in unit if old.get(name) != new.get(name)]
        elif base is None:
            _unknown(unit, old, new, merged)
        elif not _changed(unit, old, base):
            merged.changes.update({name: new.get(name) for name in unit if old.get(name) != new.get(name)})
        elif _changed(unit, new, base):
            merged.conflicts += [name for name in unit if old.get(name) != new.get(name)]
    _review(old, new, merged)
    if merged.changes.keys() == {"source"} and _file(old) == _file(new):
        merged.changes.clear()  # a line put in above would change every question below it
    return merged


def _file(data: Mapping[str, Any]) -> Any:
    source = data.get("source")
    return source.get("file") if isinstance(source, dict) else source


def _units(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, ...]]:
    kind = new.get("type", "")
    same = old.get("type") == kind and old.get("markup") == new.get("markup")
    together = _TOGETHER.get(kind, ()) if same else _BODY
    return [together, *((name,) for name in _FIELDS if name not in together)]


def _changed(unit: tuple[str, ...], data: Mapping[str, Any], base: Mapping[str, str]) -> bool:
    return any((digest(data[name]) if name in data else None) != base.get(name) for name in unit)


def _unknown(unit: tuple[str, ...], old: Mapping[str, Any], new: Mapping[str, Any], merged: Merged) -> None:
    """Without a base, what the bank has counts as a person's; what it lacks is added."""
    differing = [name for name in unit if old.get(name) != new.get(name) and name in new]
    if not any(name in old for name in differing) and old.get("markup") == new.get("markup"):
        merged.changes.update({name: new[name] for name in differing if name not in _SILENT})
    else:
        merged.conflicts += [name for name in differing if name not in _SILENT]


def _review(old: Mapping[str, Any], new: Mapping[str, Any], merged: Merged) -> None:
    """Says in ``review`` what the document has now where the bank keeps something else."""
    names = [name for name in merged.conflicts if name not in ("type", "markup", "source", "review")]
    reasons = [f"the document now has {name}: {_shown(new.get(name))}" for name in names]
    if "review" in merged.conflicts:
        reasons = [str(new.get("review", "")), *reasons]
    kept = str(merged.changes.get("review", old.get("review")) or "")
    added = [reason for reason in reasons if reason and reason not in kept]
    if added:
        merged.changes["review"] = "; ".join(filter(None, [kept, *added]))


def _shown(value: Any) -> str:
    """A value in a few words."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        value = list(value.values())
    text = " / ".join(map(_shown, value)) if isinstance(value, list) else str(canonical(value))
    text = " ".join(clean_text(text).split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + " …"
