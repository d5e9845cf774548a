"""A throw-away collection of the real Anki.

`ScratchCollection` is what `deckpress verify` and the tests look at packages with. It needs no screen and no profile,
and leaves nothing behind. Works with ``anki`` 25.2 to 26.9; the library is imported when a collection is opened.

Private calls of Anki that are used, because no public one does it: ``models._clear_cache`` (else templates are stale
after an import) and ``_backend.render_existing_card`` (the public one turns template errors into card text).
"""

from __future__ import annotations

import contextlib
import importlib
import io
import tempfile
from collections.abc import Iterable, Iterator
from importlib import util
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from deckpress.engine.records import (
    OUTCOMES,
    ImportResult,
    PackageRefusedError,
    Rendered,
    RenderedParts,
    ScratchCard,
    ScratchNote,
    TemplateBrokenError,
)  # fmt: skip
from deckpress.errors import MissingLibrary, UsageError

__all__ = ["ScratchCollection", "Update", "anki_version", "require_anki"]

Update = Literal["if_newer", "always", "never"]
_HELP = "https://docs.ankiweb.net/templates/errors.html#"
_UPDATES: dict[Update, int] = {"if_newer": 0, "always": 1, "never": 2}


def require_anki() -> None:
    """Raises `MissingLibrary` where the ``anki`` library is not installed; imports nothing."""
    if util.find_spec("anki") is None:
        raise MissingLibrary("anki", "verify", "deckpress verify")


def _anki(module: str) -> Any:
    try:
        # The collection comes first: other modules of the library cannot be imported before it.
        importlib.import_module("anki.collection")
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingLibrary("anki", "verify", "deckpress verify") from error


def anki_version() -> str:
    """The version of the installed library. Raises `MissingLibrary`."""
    return str(_anki("anki.buildinfo").version)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    # Some versions print a stack trace whenever a call takes longer than 0.2 s.
    with contextlib.redirect_stdout(io.StringIO()):
        yield


class ScratchCollection:
    """A fresh collection in a temporary folder (or below ``folder``), removed when the ``with`` block ends.

    ``col`` is Anki's own collection, for what this class has no method for. Methods that take a GUID raise `LookupError`
    where no note has it. Raises `MissingLibrary` on entry where ``anki`` is not installed.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._parent = folder
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.col: Any = None

    def __enter__(self) -> ScratchCollection:
        opener = _anki("anki.collection").Collection
        self._folder = tempfile.TemporaryDirectory(prefix="deckpress-", dir=self._parent)
        try:
            with _quiet():
                self.col = opener(str(Path(self._folder.name) / "scratch.anki2"))
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            with _quiet():
                self.col.close()
        finally:
            if self._folder is not None:
                self._folder.cleanup()

    def import_package(self, path: str | Path, *, update: Update = "if_newer") -> ImportResult:
        """Imports an .apkg as Anki's dialog does with its default options; ``update`` is its "Update notes".

        Raises `PackageRefusedError` with Anki's reason, `UsageError` where there is no such file.
        """
        if not Path(path).is_file():
            raise UsageError(f"no such file: {path}")
        module, errors = _anki("anki.collection"), _anki("anki.errors")
        options = module.ImportAnkiPackageOptions(update_notes=_UPDATES[update])
        request = module.ImportAnkiPackageRequest(package_path=str(Path(path).resolve()), options=options)
        try:
            with _quiet():
                log = self.col.import_anki_package(request).log
        except (errors.AnkiException, errors.DBError) as error:
            raise PackageRefusedError(f"Anki refuses the package: {error}") from error
        finally:
            self.col.models._clear_cache()
        return ImportResult(**{name: tuple(int(note.id.nid) for note in getattr(log, name)) for name in OUTCOMES})

    def rows(self, sql: str, *values: object) -> list[Any]:
        """The rows of a query on the collection's database, as lists."""
        with _quiet():
            return list(self.col.db.all(sql, *values))

    def notes(self) -> list[ScratchNote]:
        """All notes, by id."""
        return [self._note(note_id) for (note_id,) in self.rows("select id from notes order by id")]

    def note(self, guid: str) -> ScratchNote:
        """The note with this GUID (the oldest, where a broken package brought several)."""
        return self._note(self._id(guid))

    def cards(self, guid: str) -> list[ScratchCard]:
        """The cards of a note, by template."""
        ids = self.rows("select id from cards where nid = ? order by ord", self._id(guid))
        return [self._card(card_id) for (card_id,) in ids]

    def search(self, text: str) -> list[str]:
        """The GUIDs of the notes that Anki's browser finds for ``text``, by note id. Raises `UsageError` on a bad search."""
        try:
            with _quiet():
                ids = sorted(self.col.find_notes(text))
        except _anki("anki.errors").SearchError as error:
            raise UsageError(f"Anki does not understand the search {text!r}: {error}") from error
        return [self.col.get_note(note_id).guid for note_id in ids]

    def ids_by_tag(self, tag: str) -> set[int]:
        """The ids of the notes that Anki finds by a tag, which it takes literally; children of the tag count too."""
        with _quiet():
            if tag == "none":  # in this spelling Anki takes it for "no tags"
                return set(self.col.find_notes("tag:None"))
            node = _anki("anki.collection").SearchNode(tag=tag)
            return set(self.col.find_notes(self.col.build_search_string(node)))

    def render(self, card: ScratchCard | int) -> Rendered:
        """Both sides of a card, as a learner gets them; a broken template gives Anki's error text, as there."""
        with _quiet():
            output = self.col.get_card(card if isinstance(card, int) else card.id).render_output()
        return Rendered(output.question_text, output.answer_text, output.css)

    def render_parts(self, card_id: int) -> RenderedParts:
        """Both sides of a card before sound and LaTeX are replaced. Raises `TemplateBrokenError`."""
        try:
            out = self.col._backend.render_existing_card(card_id=card_id, browser=False, partial_render=False)
        except _anki("anki.errors").AnkiException as error:
            raise TemplateBrokenError(str(error)) from error
        question, answer = ("".join(node.text for node in nodes) for nodes in (out.question_nodes, out.answer_nodes))
        # Anki adds what is wrong as a part of its own; only newer versions have the flag as well.
        told = len(out.question_nodes) > 1 and _HELP in out.question_nodes[-1].text
        return RenderedParts(question, answer, told or bool(getattr(out, "is_empty", False)))

    def decks(self) -> dict[str, int]:
        """Deck name → number of cards that lie in it (not in its subdecks); all decks, by name."""
        counts = dict(self.rows("select did, count() from cards group by did"))
        return {deck.name: counts.get(deck.id, 0) for deck in sorted(self.col.decks.all_names_and_ids(), key=_name)}

    def notetypes(self) -> list[dict[str, Any]]:
        """The note types that notes use, as Anki's own dictionaries (``name``, ``flds``, ``tmpls``, ``css``), by id."""
        used = self.rows("select distinct mid from notes order by mid")
        return [dict(model) for (model_id,) in used if (model := self.col.models.get(model_id)) is not None]

    def media(self) -> set[str]:
        """The names of the files in the media folder."""
        return {path.name for path in Path(self.col.media.dir()).iterdir() if path.is_file()}

    def missing_media(self) -> dict[str, list[int]]:
        """File name → ids of some notes that refer to it, for each file that Anki's "Check Media" finds missing."""
        with _quiet():
            report = self.col.media.check()
        names, notes = list(report.missing), [self.col.get_note(note_id) for note_id in report.missing_media_notes]
        texts = {note.id: note.joined_fields() for note in notes}
        return {name: [note_id for note_id, text in texts.items() if name in text] for name in names}

    def check(self) -> list[str]:
        """Runs Anki's "Check Database", which also repairs; the problems it names, none where all is well."""
        with _quiet():
            text, fine = self.col.fix_integrity()
        return [] if fine else [line for line in str(text).split("\n")[:-1] if line] or [str(text)]

    def answer(self, card: ScratchCard | int, ease: Literal[1, 2, 3, 4]) -> ScratchCard:
        """Studies a card with the real scheduler: 1 again, 2 hard, 3 good, 4 easy. The card as it is afterwards."""
        found = self.col.get_card(card if isinstance(card, int) else card.id)
        found.start_timer()
        self.col.sched.answerCard(found, ease)
        return self._card(found.id)

    def edit(self, guid: str, field: str, text: str) -> None:
        """Overwrites a field, as a user does in the browser. Raises `KeyError` where the note has no such field."""
        note = self.col.get_note(self._id(guid))
        note[field] = text
        self.col.update_note(note)

    def add_tag(self, guid: str, tag: str) -> None:
        """Adds a tag, as a user does in the browser."""
        self.col.tags.bulk_add([self._id(guid)], tag)

    def remove(self, note_ids: Iterable[int]) -> None:
        """Deletes notes and their cards."""
        self.col.remove_notes(list(note_ids))

    def _id(self, guid: str) -> int:
        rows = self.rows("select id from notes where guid = ? order by id limit 1", guid)
        if not rows:
            raise LookupError(f"no note has the GUID {guid!r}")
        return int(rows[0][0])

    def _note(self, note_id: int) -> ScratchNote:
        note = self.col.get_note(note_id)
        return ScratchNote(
            id=note.id, guid=note.guid, notetype=str(note.note_type()["name"]), fields=dict(note.items()), tags=tuple(note.tags),
            mod=note.mod, usn=note.usn,
        )  # fmt: skip

    def _card(self, card_id: int) -> ScratchCard:
        card = self.col.get_card(card_id)
        return ScratchCard(
            id=card.id, note_id=card.nid, ord=card.ord, deck=str(self.col.decks.name(card.did)), type=int(card.type),
            queue=int(card.queue), due=card.due, ivl=card.ivl, reps=card.reps, flag=card.user_flag(),
        )  # fmt: skip


def _name(deck: Any) -> str:
    return str(deck.name)
