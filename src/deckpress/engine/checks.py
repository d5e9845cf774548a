"""The checks of an imported package: each a function that looks at the scratch collection and reports findings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from deckpress.diagnostics import Report, Severity
from deckpress.engine.collection import ScratchCollection
from deckpress.engine.package import Contents, NoteRow
from deckpress.engine.records import ImportResult, TemplateBrokenError
from deckpress.engine.resources import content, css_urls, is_remote, local_name, shows_something, urls, visible_text

__all__ = ["Checks"]

MAX_RENDERED = 5_000
MAX_TAGS = 2_000
MAX_TAG_WORK = 20_000_000
"""Tag searches times notes: Anki reads every note's tags for each search."""
CLOCK_SLACK = 300
"""Seconds by which clocks of two machines may differ."""

_LOADS = re.compile(r"src|href|url|import|data|poster|background|\[sound", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_FIELD_IN_ATTRIBUTE = re.compile(r"=[^<>{=]*\{\{")


class Checks:
    """All checks of one package, over one collection into which it has just been imported.

    Findings go to ``report``; ``rendered`` counts the cards that were drawn.
    """

    def __init__(self, scratch: ScratchCollection, contents: Contents, report: Report, file: str) -> None:
        self._scratch, self._contents, self._report, self._file = scratch, contents, report, file
        self._models = scratch.notetypes()
        self._far: set[str] = set()
        self.rendered = 0

    def run(self, rows: Sequence[NoteRow], path: str, now: float) -> None:
        """Every check, in an order in which none disturbs the next. ``now`` in Unix seconds."""
        self.counts()
        self.identities(rows, now)
        self.notes_without_cards()
        self.cards()
        self.media()
        self.offline()
        self.tags(rows)
        self.second_import(path)
        self.integrity()

    def counts(self) -> None:
        """As many notes and cards in Anki as the package's own tables list."""
        [(notes,)], [(cards,)] = (self._scratch.rows(f"select count() from {table}") for table in ("notes", "cards"))  # noqa: S608 - two constants
        for name, mine, theirs in (("notes", self._contents.notes, notes), ("cards", self._contents.cards, cards)):
            listed = len(mine) if isinstance(mine, list) else mine
            if listed is not None and listed != theirs:
                self._add(f"{name[:-1]}-count", "error", f"the package lists {listed:,} {name}, Anki imported {theirs:,}")

    def identities(self, rows: Sequence[NoteRow], now: float) -> None:
        """No GUID twice; no id and no change in the future."""
        seen: dict[str, int] = {}
        for row in rows:
            seen[row.guid] = seen.get(row.guid, 0) + 1
        self._list(
            "duplicate-guid", "error", [repr(guid) for guid, count in seen.items() if count > 1],
            "GUID", "shared by several notes (Anki adds each, and later updates reach only one)",
        )  # fmt: skip
        limit = now + CLOCK_SLACK
        self._list(
            "future-mod", "error", [repr(row.guid) for row in rows if row.mod > limit],
            "note", "changed in the future (a learner's own edits would look older)",
        )  # fmt: skip
        late = [repr(row.guid) for row in rows if row.id > limit * 1000]
        if late or self._contents.newest_card > limit * 1000:
            self._list("future-id", "error", late or ["a card"], "note", "with an id in the future, which Anki repairs or refuses")

    def notes_without_cards(self) -> None:
        """Each note has a card; one without is never shown to anybody."""
        rows = self._scratch.rows("select id from notes where id not in (select nid from cards) order by id")
        names = self._names(note_id for (note_id,) in rows)
        self._list(
            "no-card",
            "error",
            names,
            "note",
            "without any card, which nobody would ever see",
            "a cloze needs a blank, another note a front",
        )

    def cards(self) -> None:
        """No template error, no empty question, no answer that shows no more than its question."""
        rows = self._scratch.rows("select id, nid from cards order by id")
        chosen = _sample(rows, MAX_RENDERED)
        if len(chosen) < len(rows):
            self._add("sampled", "note", f"{len(chosen):,} of {len(rows):,} cards were drawn, evenly spread")
        broken: dict[str, list[int]] = {}
        remote: dict[str, list[int]] = {}
        blank, same = [], []
        field_loads = any(_FIELD_IN_ATTRIBUTE.search(t[side]) for m in self._models for t in m["tmpls"] for side in ("qfmt", "afmt"))
        for card_id, note_id in chosen:
            try:
                question, answer, empty = self._scratch.render_parts(card_id)
            except TemplateBrokenError as error:
                broken.setdefault(_plain(str(error)), []).append(note_id)
                continue
            if empty and "#front-of-card-is-blank" not in question:
                broken.setdefault(_plain(question), []).append(note_id)
            elif empty or not _shows(question):
                blank.append(note_id)
            elif _same(question, answer):
                same.append(note_id)
            if field_loads:
                for url in filter(is_remote, (*urls(question), *urls(answer))):
                    remote.setdefault(url, []).append(note_id)
        self.rendered = len(chosen)
        for text, notes in broken.items():
            self._list("template-error", "error", self._names(notes), "note", f"on which Anki shows an error (“{text[:300]}”)")
        self._list("blank-question", "error", self._names(blank), "note", "with a card whose question side is empty")
        self._list("same-sides", "error", self._names(same), "note", "with a card whose answer shows no more than its question")
        self._remote(remote)

    def media(self) -> None:
        """Each file that a note, template or style refers to is there; each file of the package is used."""
        present = self._scratch.media()
        for name, notes in sorted(self._scratch.missing_media().items()):
            if not is_remote(name):
                self._missing(name, self._names(notes), "note")
        loaded: dict[str, str] = {}
        for model in self._models:
            loaded |= {local_name(url): repr(model["name"]) for url in _model_urls(model)}
        for name, user in sorted(loaded.items()):
            if name and unicodedata.normalize("NFC", name) not in present:
                self._missing(name, [user], "note type", "template files reach Anki only if their name begins with '_'")
        absent = [repr(name) for name in self._contents.absent]
        self._list("missing-media", "error", absent, "media file", "listed in the package without its content")
        if self._contents.media is None:
            return
        templates = "".join(str(part) for model in self._models for part in (model["css"], model["tmpls"]))
        shipped = (name for name in self._contents.media if name not in self._contents.absent)
        unused = [name for name in shipped if (name not in present or name.startswith("_")) and not self._mentioned(name, templates)]
        names = [repr(name) for name in (*unused, *self._contents.stray)]
        self._list("unused-media", "warning", names, "file", "in the package that no note and no template uses")

    def offline(self) -> None:
        """Nothing on a card is loaded from another machine; links to click on are fine."""
        remote: dict[str, list[int]] = {}
        for note_id, fields in self._scratch.rows("select id, flds from notes order by id"):
            if _LOADS.search(fields):
                for url in filter(is_remote, urls(fields)):
                    remote.setdefault(url, []).append(note_id)
        self._remote(remote)
        for model in self._models:
            far = [repr(url[:200]) for url in dict.fromkeys(_model_urls(model)) if is_remote(url)]
            self._list("not-offline", "error", far, "address", f"from which note type {model['name']!r} loads (cards work offline)")

    def tags(self, rows: Sequence[NoteRow]) -> None:
        """Each note is found by each of its tags, as the package wrote them."""
        ids = {str(guid): note_id for note_id, guid in self._scratch.rows("select id, guid from notes order by id desc")}
        wanted: dict[str, set[int]] = {}
        for row in rows:
            for tag in filter(None, row.tags.split(" ")):
                if row.guid in ids:
                    wanted.setdefault(tag, set()).add(ids[row.guid])
        chosen = _sample(sorted(wanted), min(MAX_TAGS, max(50, MAX_TAG_WORK // max(1, len(rows)))))
        if len(chosen) < len(wanted):
            self._add("sampled", "note", f"{len(chosen):,} of {len(wanted):,} tags were searched for, evenly spread")
        lost = [repr(tag) for tag in chosen if wanted[tag] - self._scratch.ids_by_tag(tag)]
        self._list(
            "tag-not-found",
            "error",
            lost,
            "tag",
            "by which Anki's search does not find the notes that have it",
            "Anki changes or splits such a tag",
        )

    def second_import(self, path: str) -> None:
        """Importing the package again changes nothing."""
        before = self._state()
        again: ImportResult = self._scratch.import_package(path)
        changed = {name: count for name, count in again.counts.items() if name != "duplicate"}
        if changed or self._state() != before:
            what = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in changed.items()) or "cards or note types"
            self._add("not-idempotent", "error", f"importing the same package a second time changes the collection: {what}")

    def integrity(self) -> None:
        """Anki's own "Check Database" has nothing to say, apart from the notes without cards named above."""
        rows = self._scratch.rows("select id from notes where id not in (select nid from cards)")
        self._scratch.remove(note_id for (note_id,) in rows)
        for problem in self._scratch.check():
            self._add("integrity", "error", f'Anki\'s "Check Database" says: {problem}')

    def _state(self) -> tuple[Any, ...]:
        parts = (
            "select id, guid, mod, usn, tags from notes order by id", "select id, nid, did, ord, due from cards order by id",
            "select count() from notetypes", "select count() from decks",
        )  # fmt: skip
        return tuple(hash(tuple(map(tuple, self._scratch.rows(sql)))) for sql in parts)

    def _mentioned(self, name: str, templates: str) -> bool:
        return name in templates or bool(self._scratch.rows("select 1 from notes where instr(flds, ?) limit 1", name))

    def _names(self, note_ids: Iterable[int]) -> list[str]:
        """What people know notes by: their ID field where they have one, else the GUID; and the start of the first field."""
        lazily = dict.fromkeys(note_ids)
        names = [self._name(note_id) for note_id in list(lazily)[:_SHOWN]]
        return names + [""] * (len(lazily) - len(names))

    def _name(self, note_id: int) -> str:
        note = self._scratch.col.get_note(note_id)
        fields = dict(note.items())
        start = visible_text(note.fields[0][:2000])
        return (fields.get("ID") or repr(note.guid)) + (f" ({start[:40]}{'…' if len(start) > 40 else ''})" if start else "")

    def _missing(self, name: str, users: list[str], noun: str, hint: str = "") -> None:
        self._list("missing-media", "error", users, noun, f"that needs the file {name[:200]!r}, which the package does not bring", hint)

    def _remote(self, remote: dict[str, list[int]]) -> None:
        for url, notes in remote.items():
            if url not in self._far:
                self._far.add(url)
                self._list(
                    "not-offline", "error", self._names(notes), "note", f"that loads {url[:200]!r} from elsewhere (cards work offline)",
                    "save the file beside the bank and refer to it by its name",
                )  # fmt: skip

    def _list(self, code: str, severity: Severity, names: Sequence[str], noun: str, text: str, hint: str = "") -> None:
        """One finding about all ``names``, the first few of them named; none where there are none."""
        if names:
            plural = ("es" if noun.endswith("s") else "s") if len(names) > 1 else ""
            more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
            self._add(code, severity, f"{len(names):,} {noun}{plural} {text}: {', '.join(names[:_SHOWN])}{more}", hint)

    def _add(self, code: str, severity: Severity, message: str, hint: str = "") -> None:
        self._report.about_file(code, severity, message, self._file, hint)


_SHOWN = 5


def _sample(items: Sequence[Any], size: int) -> Sequence[Any]:
    """At most ``size`` items, evenly spread, the same ones each time."""
    return items if len(items) <= size else [items[i * len(items) // size] for i in range(size)]


def _plain(text: str) -> str:
    return visible_text(text).removesuffix("More information").strip()


def _strip(text: str) -> str:
    return "".join(_TAG.sub("", text).split())


def _shows(side: str) -> bool:
    lowered = side.lower()
    if "<style" not in lowered and "<script" not in lowered and "&" not in side and _strip(side):
        return True
    return shows_something(side)


def _same(question: str, answer: str) -> bool:
    return _strip(question) == _strip(answer) and content(question) == content(answer)


def _model_urls(model: dict[str, Any]) -> list[str]:
    found = list(css_urls(model["css"]))
    for template in model["tmpls"]:
        for side in ("qfmt", "afmt"):
            found += urls(template[side])
    return found
