"""What an update does to a learner's collection: each release is imported into the real Anki with its default options."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deckpress.engine import ScratchCard, ScratchCollection, ScratchNote
from deckpress.notes.types import NoteType, NoteTypeName, note_type
from deckpress.writers import apkg

if TYPE_CHECKING:
    from tests.conftest import Project

DAY = 86_400
Bank = dict[str, Any]
Change = Callable[[Bank], object]


def bank() -> Bank:
    """Release 1: two chapters, every kind."""
    return {
        "deckpress": 1,
        "id": "bank",
        "title": "Service",
        "deck": "Work::Service",
        "chapters": [
            {
                "id": "basics",
                "title": "Basics",
                "questions": [
                    {"id": "single", "stem": "Which colour is the sky?", "options": ["red", "blue", "grean"], "answer": "B"},
                    {"id": "multiple", "stem": "Which are even?", "options": ["2", "3", "4"], "answer": "AC"},
                    {"id": "truefalse", "stem": "Water is wet.", "answer": True},
                    {"id": "short", "stem": "Who are you?", "answer": "me"},
                ],
            },
            {
                "id": "more",
                "title": "More",
                "questions": [
                    {"id": "cloze", "stem": "{{c1::Paris}} is in {{c2::France}}"},
                    {"id": "match", "stem": "Match", "pairs": [["a", "1"], ["b", "2"], ["c", "3"]]},
                    {"id": "order", "stem": "Sort", "items": ["one", "two", "three"]},
                    {"id": "case", "stem": "A scenario", "parts": [{"stem": "First?", "answer": "x"}, {"stem": "Then?", "answer": "y"}]},
                ],
            },
        ],
    }


KEYS = ["single", "multiple", "truefalse", "short", "cloze", "match", "order", "case#1", "case#2"]


def question(data: Bank, name: str) -> dict[str, Any]:
    """The question with this id."""
    return next(q for chapter in data["chapters"] for q in chapter["questions"] if q["id"] == name)


class Learner:
    """Somebody with Anki who imported release 1 of `bank` and studied it."""

    def __init__(self, project: Project, scratch: ScratchCollection) -> None:
        self.project, self.scratch = project, scratch
        self.bank = bank()
        self.project.write(self.bank)
        assert scratch.import_package(project.release()).counts == {"new": len(KEYS)}
        for index, (card,) in enumerate(scratch.rows("select id from cards order by due, ord")):
            scratch.answer(card, (4, 3, 1)[index % 3])
        self.settle()

    def settle(self) -> None:
        """Takes down how everything is now, after a synchronisation: usn 0 is what the server knows."""
        self.scratch.check()  # repairs what Anki's own scheduler leaves undone when a second ends while a card is answered
        for table in ("notes", "cards"):
            self.scratch.col.db.execute(f"update {table} set usn = 0")  # noqa: S608 - no value of a user
        self.notes = {self.key(note): note for note in self.scratch.notes()}
        self.cards = {key: self.scratch.cards(note.guid) for key, note in self.notes.items()}

    @staticmethod
    def key(note: ScratchNote) -> str:
        return note.fields["ID"].removeprefix("bank/")

    def now(self) -> dict[str, ScratchNote]:
        """The notes by question id (and part); of two for one question the newer."""
        return {self.key(note): note for note in self.scratch.notes()}

    def update(self, change: Change, at: int = DAY, **options: Any) -> dict[str, int]:
        """The author changes the bank and releases it; it is imported. What the import did."""
        change(self.bank)
        self.project.write(self.bank)
        return self.scratch.import_package(self.project.release(at, **options)).counts

    def untouched(self, *but: str) -> None:
        """All notes but these are as they were, and so is the schedule of every card."""
        found = self.now()
        assert {key: found[key] for key in self.notes if key not in but} == {k: n for k, n in self.notes.items() if k not in but}
        assert {key: self.scratch.cards(note.guid) for key, note in self.notes.items()} == self.cards
        known = {card.id for cards in self.cards.values() for card in cards}
        assert [card for (card,) in self.scratch.rows("select id from cards where usn <> 0") if card in known] == []
        assert self.scratch.check() == []


@pytest.fixture
def scratch() -> Iterator[ScratchCollection]:
    """An empty collection."""
    with ScratchCollection() as opened:
        yield opened


@pytest.fixture
def learner(project: Project, scratch: ScratchCollection) -> Learner:
    """A learner in the middle of release 1."""
    return Learner(project, scratch)


def fix_typo(data: Bank) -> None:
    question(data, "single")["options"][2] = "green"


# -- nothing that matters changed ---------------------------------------------------------------------------------------------------------


def reorder(data: Bank) -> None:
    data["chapters"].reverse()
    for chapter in data["chapters"]:
        chapter["questions"].reverse()


def rename_deck(data: Bank) -> None:
    data["deck"] = "Work::Customers"


def rename_bank(data: Bank) -> None:
    data["title"] = "Customer service"


def describe(data: Bank) -> None:
    data["description"] = "Now with a *description*."


@pytest.mark.parametrize("change", [lambda data: data, reorder, rename_bank, rename_deck, describe])
def test_these_change_no_note(learner: Learner, change: Change) -> None:
    before = learner.project.lock()
    assert learner.update(change) == {"duplicate": len(KEYS)}
    learner.untouched()
    assert learner.project.lock() == before


def test_the_same_release_again_does_nothing(learner: Learner) -> None:
    for at in (0, 1, DAY, 400 * DAY):
        assert learner.update(lambda data: data, at) == {"duplicate": len(KEYS)}
    learner.untouched()


def test_cards_stay_in_the_deck_that_they_were_in_and_new_ones_go_to_the_renamed(learner: Learner) -> None:
    def change(data: Bank) -> None:
        rename_deck(data)
        data["chapters"][0]["questions"].insert(0, {"id": "new", "stem": "A new one?", "answer": "yes"})

    assert learner.update(change) == {"new": 1, "duplicate": len(KEYS)}
    learner.untouched()
    assert {name: count for name, count in learner.scratch.decks().items() if count} == {"Work::Customers": 1, "Work::Service": 10}


def test_cards_stay_in_the_deck_into_which_a_learner_moved_them(learner: Learner) -> None:
    scratch = learner.scratch
    mine = scratch.col.decks.id("Mine")
    scratch.col.set_deck([card.id for cards in learner.cards.values() for card in cards], mine)
    learner.settle()
    assert learner.update(fix_typo) == {"updated": 1, "duplicate": len(KEYS) - 1}
    learner.untouched("single")
    assert scratch.decks()["Mine"] == 10


def test_a_new_description_arrives(learner: Learner) -> None:
    learner.update(describe)
    assert learner.scratch.col.decks.by_name("Work::Service")["desc"] == "Now with a <em>description</em>."


def test_a_renamed_file_is_not_silently_published_anew(learner: Learner) -> None:
    """Its lock has another name: with a new one every note would seem changed, and learners would lose their own tags."""
    (learner.project.decks / "bank.yaml").rename(learner.project.decks / "renamed.yaml")
    (built,) = learner.project.build(DAY).banks
    if built.ok and not built.diagnostics:
        assert learner.scratch.import_package(built.output).counts == {"duplicate": len(KEYS)}
        learner.untouched()


# -- one note changed ---------------------------------------------------------------------------------------------------------------------


def change_of(name: str, **keys: Any) -> Change:
    """A change of one question's keys."""
    return lambda data: question(data, name).update(keys)


CHANGES: dict[str, tuple[str, Change, dict[str, str]]] = {
    "typo": ("single", fix_typo, {"Options": '<ol class="options"><li>red</li><li class="ok">blue</li><li>green</li></ol>'}),
    "stem": ("short", change_of("short", stem="Who are you really?"), {"Stem": "Who are you really?"}),
    "answer": ("single", change_of("single", answer="A"), {"Answer": "A", "Key": "A"}),
    "option added": (
        "single",
        lambda data: question(data, "single")["options"].append("black"),
        {"Options": '<ol class="options"><li>red</li><li class="ok">blue</li><li>grean</li><li>black</li></ol>', "Key": "B"},
    ),
    "explanation": ("truefalse", change_of("truefalse", explanation="Ask a fish."), {"Explanation": "Ask a fish."}),
    "retired": ("short", change_of("short", retired="2025-06-16"), {"Notice": '<div class="retired">Retired: 2025-06-16</div>'}),
    "review": ("match", change_of("match", review="page 3"), {"Notice": '<div class="review">Under review: page 3</div>'}),
    "single becomes multiple": ("single", change_of("single", answer="AB"), {"Key": "A B", "Flags": "multiple"}),
    "multiple becomes single": ("multiple", change_of("multiple", answer="C"), {"Key": "C", "Flags": "single"}),
    "case part": ("case#2", lambda data: question(data, "case")["parts"][1].update(answer="z"), {"Answer": "z"}),
    "pair": ("match", lambda data: question(data, "match")["pairs"].append(["d", "4"]), {"Flags": "match"}),
    "item": ("order", lambda data: question(data, "order")["items"].append("four"), {"Flags": "order"}),
    "cloze text": ("cloze", change_of("cloze", stem="In {{c2::France}}: {{c1::Paris}}"), {"Text": "In {{c2::France}}: {{c1::Paris}}"}),
    "only a tag": ("short", change_of("short", tags=["important"]), {"Stem": "Who are you?"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_one_question_updates_its_note_in_place(learner: Learner, name: str) -> None:
    key, change, fields = CHANGES[name]
    assert learner.update(change) == {"updated": 1, "duplicate": len(KEYS) - 1}
    learner.untouched(key)
    old, new = learner.notes[key], learner.now()[key]
    assert (new.id, new.guid) == (old.id, old.guid)
    assert (new.fields, new.tags) != (old.fields, old.tags)
    assert {field: new.fields[field] for field in fields} == fields
    assert learner.update(lambda data: data, 2 * DAY) == {"duplicate": len(KEYS)}


def test_retiring_brings_the_tag(learner: Learner) -> None:
    learner.update(change_of("short", retired="2025-06-16"))
    assert learner.scratch.search("tag:retired") == [learner.notes["short"].guid]


def test_a_question_moved_to_another_chapter_keeps_its_note(learner: Learner) -> None:
    def move(data: Bank) -> None:
        first, second = data["chapters"]
        second["questions"].insert(0, first["questions"].pop(0))

    assert learner.update(move) == {"updated": 1, "duplicate": len(KEYS) - 1}
    learner.untouched("single")
    old, new = learner.notes["single"], learner.now()["single"]
    assert {name for name in new.fields if new.fields[name] != old.fields[name]} == {"Chapter"}
    assert (old.tags, new.tags) == (("chapter::bank::basics", "type::single"), ("chapter::bank::more", "type::single"))


def test_a_move_between_subdecks_keeps_the_note(project: Project, scratch: ScratchCollection) -> None:
    data = bank() | {"subdecks": True}
    project.write(data)
    scratch.import_package(project.release())
    first, second = data["chapters"]
    second["questions"].append(first["questions"].pop(0))
    project.write(data)
    assert scratch.import_package(project.release(DAY)).counts == {"updated": 1, "duplicate": len(KEYS) - 1}
    assert len(scratch.notes()) == len(KEYS)


def test_a_new_picture_under_the_same_name_arrives(project: Project, scratch: ScratchCollection) -> None:
    project.write("<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg")
    project.questions([{"id": "q", "stem": "![a](a.svg) What?", "answer": "yes"}, {"id": "r", "stem": "Other?", "answer": "no"}])
    scratch.import_package(project.release())
    project.write("<svg xmlns='http://www.w3.org/2000/svg'><circle r='1'/></svg>", "a.svg")
    assert scratch.import_package(project.release(DAY)).counts == {"updated": 1, "duplicate": 1}
    assert scratch.missing_media() == {}
    (name,) = [name for name in scratch.media() if name in scratch.notes()[0].fields["Stem"]]
    assert "circle" in Path(scratch.col.media.dir(), name).read_text("utf-8")


# -- what a learner made of their notes ---------------------------------------------------------------------------------------------------


def test_a_learners_own_edits_and_tags_of_other_notes_stay(learner: Learner) -> None:
    scratch = learner.scratch
    scratch.edit(learner.notes["short"].guid, "Explanation", "my own words")
    scratch.add_tag(learner.notes["truefalse"].guid, "mine")
    scratch.add_tag(learner.notes["cloze"].guid, "marked")
    learner.settle()
    assert learner.update(fix_typo) == {"updated": 1, "duplicate": len(KEYS) - 1}
    learner.untouched("single")
    found = learner.now()
    assert found["short"].fields["Explanation"] == "my own words"
    assert "mine" in found["truefalse"].tags
    assert "marked" in found["cloze"].tags


def test_flags_suspension_and_schedule_survive_an_update_of_the_note(learner: Learner) -> None:
    col = learner.scratch.col
    (card,) = learner.cards["single"]
    col.set_user_flag_for_cards(3, [card.id])
    col.sched.suspend_cards([card.id])
    learner.settle()
    assert learner.cards["single"][0].flag == 3
    assert learner.update(fix_typo) == {"updated": 1, "duplicate": len(KEYS) - 1}
    learner.untouched("single")
    assert learner.cards["single"][0].queue == -1
    assert learner.scratch.rows("select count() from revlog") == [[10]]


def test_a_deleted_note_comes_back_as_a_new_one_and_the_others_stay(learner: Learner) -> None:
    learner.scratch.remove([learner.notes["short"].id])
    assert learner.update(lambda data: data) == {"new": 1, "duplicate": len(KEYS) - 1}


# -- notes come and go --------------------------------------------------------------------------------------------------------------------


def entries(project: Project) -> dict[tuple[str, str], dict[str, Any]]:
    """The lines of the lock, by note and note type."""
    return {(entry["id"], entry["type"]): entry for entry in map(json.loads, project.lock().splitlines())}


def test_a_removed_question_stays_with_those_who_have_it(learner: Learner) -> None:
    assert learner.update(lambda data: data["chapters"][0]["questions"].pop(3)) == {"duplicate": len(KEYS) - 1}
    learner.untouched()
    assert [key for key, entry in entries(learner.project).items() if "retired" in entry] == [("short", "basic")]


def test_a_removed_question_that_comes_back_is_the_same_note(learner: Learner) -> None:
    taken: list[dict[str, Any]] = []
    learner.update(lambda data: taken.append(data["chapters"][0]["questions"].pop(3)))
    assert learner.update(lambda data: data["chapters"][0]["questions"].insert(0, *taken), 2 * DAY) == {"duplicate": len(KEYS)}
    learner.untouched()
    assert learner.update(change_of("short", answer="another"), 3 * DAY) == {"updated": 1, "duplicate": len(KEYS) - 1}
    assert [key for key, entry in entries(learner.project).items() if "retired" in entry] == []


def test_a_question_changed_while_it_was_away_arrives(learner: Learner) -> None:
    taken: list[dict[str, Any]] = []
    learner.update(lambda data: taken.append(data["chapters"][0]["questions"].pop(3)))
    taken[0]["answer"] = "changed meanwhile"
    assert learner.update(lambda data: data["chapters"][0]["questions"].append(taken[0]), 2 * DAY) == {
        "updated": 1, "duplicate": len(KEYS) - 1,
    }  # fmt: skip
    learner.untouched("short")


def test_a_new_question_in_the_middle_touches_no_other(learner: Learner) -> None:
    fresh = {"id": "fresh", "stem": "Something new?", "answer": "yes"}
    assert learner.update(lambda data: data["chapters"][0]["questions"].insert(1, fresh)) == {"new": 1, "duplicate": len(KEYS)}
    learner.untouched()


def test_another_kind_of_note_type_is_a_new_note_and_retires_the_old(learner: Learner) -> None:
    def become_short(data: Bank) -> None:
        asked = question(data, "single")
        del asked["options"]
        asked["answer"] = "blue"

    assert learner.update(become_short) == {"new": 1, "duplicate": len(KEYS) - 1}
    old = learner.notes["single"]
    assert learner.scratch.note(old.guid) == old
    assert learner.scratch.cards(old.guid) == learner.cards["single"]
    retired = {key: "retired" in entry for key, entry in entries(learner.project).items() if key[0] == "single"}
    assert retired == {("single", "choice"): True, ("single", "basic"): False}
    learner.bank = bank()
    assert learner.update(lambda data: data, 2 * DAY) == {"duplicate": len(KEYS)}
    retired = {key: "retired" in entry for key, entry in entries(learner.project).items() if key[0] == "single"}
    assert retired == {("single", "choice"): False, ("single", "basic"): True}


def test_a_part_added_to_a_case_is_one_new_note(learner: Learner) -> None:
    part = {"stem": "At last?", "answer": "z"}
    assert learner.update(lambda data: question(data, "case")["parts"].append(part)) == {"new": 1, "duplicate": len(KEYS)}
    learner.untouched()


def test_parts_with_ids_keep_their_notes_in_another_order(project: Project, scratch: ScratchCollection) -> None:
    parts = [{"id": name, "stem": f"Task {name}", "answer": name * 3} for name in ("a", "b", "c")]
    project.questions([{"id": "case", "stem": "Scenario", "parts": parts}])
    scratch.import_package(project.release())
    project.questions([{"id": "case", "stem": "Scenario", "parts": parts[::-1]}])
    assert scratch.import_package(project.release(DAY)).counts == {"duplicate": 3}


# -- blanks -------------------------------------------------------------------------------------------------------------------------------


def cards_of(learner: Learner, name: str = "cloze") -> list[ScratchCard]:
    """The cards of a note as they are now."""
    return learner.scratch.cards(learner.notes[name].guid)


def test_a_blank_added_is_a_card_added(learner: Learner) -> None:
    stem = "{{c1::Paris}} is in {{c2::France}}, in {{c3::Europe}}"
    assert learner.update(change_of("cloze", stem=stem)) == {"updated": 1, "duplicate": len(KEYS) - 1}
    first, second, third = cards_of(learner)
    assert [first, second] == learner.cards["cloze"]
    assert (third.ord, third.queue, third.reps) == (2, 0, 0)


def test_a_blank_removed_and_brought_back_keeps_every_schedule(learner: Learner, words: Callable[[str], str]) -> None:
    three = "{{c1::Paris}} is in {{c2::France}}, in {{c3::Europe}}"
    learner.update(change_of("cloze", stem=three))
    for card in cards_of(learner)[2:]:
        learner.scratch.answer(card, 4)
    learner.settle()
    gap = change_of("cloze", stem="{{c1::Paris}} is in France, in {{c3::Europe}}")
    assert learner.update(gap, 2 * DAY) == {"updated": 1, "duplicate": len(KEYS) - 1}
    learner.untouched("cloze")
    shown = [words(learner.scratch.render(card).question) for card in cards_of(learner)]
    assert "[...] is in France, in Europe" in shown[0]
    assert "Paris is in France, in [...]" in shown[2]
    assert learner.update(change_of("cloze", stem=three), 3 * DAY) == {"updated": 1, "duplicate": len(KEYS) - 1}
    learner.untouched("cloze")
    assert entries(learner.project)["cloze", "cloze"]["cards"] == [1, 2, 3]


# -- packages that share notes ------------------------------------------------------------------------------------------------------------


def test_packages_that_share_notes_make_no_duplicates(learner: Learner) -> None:
    scratch, project = learner.scratch, learner.project
    chosen = scratch.import_package(project.release(DAY, tags="type::single or type::case"))
    assert chosen.counts == {"duplicate": 3}
    together = project.build(2 * DAY, one_deck=True)
    assert scratch.import_package(together.package).counts == {"duplicate": len(KEYS)}
    learner.untouched()


@pytest.mark.parametrize("first", [{"tags": "type::single or type::cloze"}, {"one_deck": True}])
def test_a_package_with_a_choice_of_notes_can_come_first(project: Project, scratch: ScratchCollection, first: dict[str, Any]) -> None:
    data = bank()
    project.write(data)
    result = project.build(**first)
    scratch.import_package(result.package or result.banks[0].output)
    assert scratch.import_package(project.release(DAY)).counts.get("duplicate") == (2 if "tags" in first else len(KEYS))
    assert len(scratch.notes()) == len(KEYS)
    fix_typo(data)
    project.write(data)
    counts = scratch.import_package(project.release(2 * DAY)).counts
    assert counts == {"updated": 1, "duplicate": len(KEYS) - 1}


def test_a_choice_of_notes_retires_none_of_the_others(project: Project) -> None:
    project.write(bank())
    project.release()
    before = project.lock()
    (built,) = project.build(DAY, tags="type::single").banks
    assert (built.notes, built.retired, built.new, project.lock()) == (1, [], [], before)


# -- clocks -------------------------------------------------------------------------------------------------------------------------------


def test_a_fix_arrives_even_where_the_clock_ran_backwards(learner: Learner) -> None:
    assert learner.update(fix_typo) == {"updated": 1, "duplicate": len(KEYS) - 1}
    assert learner.update(change_of("single", stem="What colour is the sky?"), 10) == {"updated": 1, "duplicate": len(KEYS) - 1}
    assert learner.update(change_of("single", stem="What colour has the sky?"), 0) == {"updated": 1, "duplicate": len(KEYS) - 1}
    learner.untouched("single")
    assert learner.now()["single"].fields["Stem"] == "What colour has the sky?"


def test_two_fixes_within_one_second_both_arrive(learner: Learner) -> None:
    for stem in ("First try?", "Second try?", "Which colour is the sky?"):
        assert learner.update(change_of("single", stem=stem), DAY) == {"updated": 1, "duplicate": len(KEYS) - 1}
        assert learner.now()["single"].fields["Stem"] == stem


def test_a_change_taken_back_arrives_too(learner: Learner) -> None:
    learner.update(fix_typo)
    assert learner.update(change_of("single", options=["red", "blue", "grean"]), 2 * DAY) == {"updated": 1, "duplicate": len(KEYS) - 1}
    assert learner.now()["single"].fields == learner.notes["single"].fields


def test_releases_that_a_learner_skips_are_made_up_for(learner: Learner) -> None:
    fix_typo(learner.bank)
    learner.project.write(learner.bank)
    learner.project.release(DAY)
    assert learner.update(change_of("short", answer="you"), 2 * DAY) == {"updated": 2, "duplicate": len(KEYS) - 2}
    learner.untouched("single", "short")


def test_an_older_release_imported_late_changes_nothing(learner: Learner) -> None:
    old = learner.project.release()
    learner.update(fix_typo)
    learner.settle()
    assert learner.scratch.import_package(old).counts == {"duplicate": len(KEYS)}
    learner.untouched()


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_changes_leads_to_what_a_fresh_import_gives(project: Project, scratch: ScratchCollection, seed: int) -> None:
    """A learner who took some of the releases ends with the same notes as one who begins with the last."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    data = bank()
    project.write(data)
    scratch.import_package(project.release())
    package = None
    for release in range(1, 8):
        CHANGES[chance.choice(["typo", "stem", "answer", "single becomes multiple", "retired", "case part", "cloze text"])][1](data)
        chance.shuffle(data["chapters"])
        question(data, chance.choice(["short", "truefalse"]))["hint"] = f"hint {chance.randrange(3)}"
        project.write(deepcopy(data))
        package = project.release(chance.randrange(release * DAY))
        if chance.random() < 0.5:
            scratch.import_package(package)
    assert package
    scratch.import_package(package)
    with ScratchCollection() as fresh:
        fresh.import_package(package)
        assert contents(scratch) == contents(fresh)


def contents(scratch: ScratchCollection) -> dict[str, tuple[dict[str, str], tuple[str, ...], int]]:
    """What the notes of a collection say, and when they last changed."""
    return {note.guid: (note.fields, note.tags, note.mod) for note in scratch.notes()}


# -- note types ---------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def new_style(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes later builds use another style and template, changed at a time."""

    def change(mod: int) -> None:
        def changed(name: NoteTypeName) -> NoteType:
            kind = note_type(name)
            return replace(kind, css=kind.css + "\n.dp { color: teal }", front=kind.front + "<!-- new -->", mod=mod)

        monkeypatch.setattr(apkg, "note_type", changed)

    return change


def test_a_new_style_arrives_without_a_full_synchronisation_or_a_touched_note(learner: Learner, new_style: Callable[[int], None]) -> None:
    scratch = learner.scratch
    before = scratch.notetypes()
    schema = scratch.rows("select scm from col")
    new_style(max(kind["mod"] for kind in before) + 1)
    assert learner.update(lambda data: data, cache=False) == {"duplicate": len(KEYS)}
    learner.untouched()
    after = scratch.notetypes()
    assert [(kind["id"], kind["name"], len(kind["flds"])) for kind in after] == [
        (kind["id"], kind["name"], len(kind["flds"])) for kind in before
    ]
    assert all(kind["css"].endswith("teal }") and kind["tmpls"][0]["qfmt"].endswith("<!-- new -->") for kind in after)
    assert scratch.rows("select scm from col") == schema
    (card,) = learner.cards["single"]
    assert "<!-- new -->" in scratch.render(card).question


def test_a_style_that_is_no_newer_leaves_a_learners_own(learner: Learner, new_style: Callable[[int], None]) -> None:
    before = learner.scratch.notetypes()
    new_style(min(kind["mod"] for kind in before))
    learner.update(fix_typo, cache=False)
    assert [kind["css"] for kind in learner.scratch.notetypes()] == [kind["css"] for kind in before]


def test_note_types_keep_the_ids_of_their_fields_and_templates(learner: Learner) -> None:
    for kind in learner.scratch.notetypes():
        expected = note_type(kind["name"].removeprefix("deckpress "))
        assert kind["id"] == expected.id
        assert tuple((field["name"], field["id"]) for field in kind["flds"]) == expected.fields
        assert [template["id"] for template in kind["tmpls"]] == [expected.template_id]
