"""Questions without numbers: the layouts that are read, and the texts in which there is nothing to find."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.readers.documents.recognise.unnumbered_layouts import NOTHING, OPTIONS, TEXTS, Expected

from deckpress.readers.documents.blocks import Line, Mark
from deckpress.readers.documents.containers import read_document
from deckpress.readers.documents.recognise.draft import Draft, Section
from deckpress.readers.documents.recognise.facts import Facts
from deckpress.readers.documents.recognise.finish import finish
from deckpress.readers.documents.recognise.result import Found
from deckpress.readers.documents.recognise.scan import scan
from deckpress.readers.documents.recognise.segments import Segment, segments
from deckpress.readers.documents.recognise.shadow import shadow
from deckpress.readers.documents.recognise.strip import Place
from deckpress.readers.documents.recognise.unnumbered import outdoes, read_alone, read_region


def drafts_of(lines: Sequence[Line], *, alone: bool) -> list[Draft]:
    facts = scan(lines)
    return read_region(list(segments(lines, facts, [])), lines, facts, 0, alone=alone)


def read(folder: Path, name: str, text: str, *, alone: bool = True) -> list[Found]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [finish(draft) for draft in drafts_of(read_document(path).lines, alone=alone)]


def shown(found: Sequence[Found]) -> list[Expected]:
    return [(q.kind, q.stem, q.options, q.answer) for q in found]


@pytest.mark.parametrize("case", OPTIONS)
def test_questions_with_options(case: str, tmp_path: Path) -> None:
    name, text, expected = OPTIONS[case]
    found = read(tmp_path, name, text)
    assert [(k, s, [] if k == "truefalse" else o, a) for k, s, o, a in shown(found)] == expected


@pytest.mark.parametrize("case", TEXTS)
def test_questions_with_texts(case: str, tmp_path: Path) -> None:
    name, text, expected = TEXTS[case]
    assert shown(read(tmp_path, name, text)) == expected


def test_a_heading_that_asks_stands_in_the_section_above_it(tmp_path: Path) -> None:
    text = (
        "# Baking\n\n## Dough\n\n### What is yeast?\n\nA fungus.\n\n### Why does it rise?\n\nGas.\n\n"
        "## Oven\n\n### How hot is it?\n\nVery.\n"
    )
    assert [q.headings for q in read(tmp_path, "a.md", text)] == [
        ("Baking", "Dough"),
        ("Baking", "Dough"),
        ("Baking", "Oven"),
    ]


def test_what_stands_before_a_hidden_solution_is_context(tmp_path: Path) -> None:
    name, text, _ = TEXTS["tasks with a hidden solution"]
    assert [q.context for q in read(tmp_path, name, text)] == ["", "By price.", ""]


def test_an_answer_below_a_question_in_a_numbered_document_is_found(tmp_path: Path) -> None:
    name, text, expected = OPTIONS["blank lines between"]
    assert shown(read(tmp_path, name, text, alone=False)) == expected


def test_tabs_between_stem_options_source_and_letter(tmp_path: Path) -> None:
    rows = [
        ("Which animal barks?", "Cat", "Dog", "Cow", "paper 1", "B"),
        ("Which fruit is yellow?", "Cherry", "Plum", "Banana", "paper 2", "C"),
    ]
    rows.append(("Which picture shows a hen?", "", "", "", "paper 2", "A"))
    found = read(tmp_path, "a.txt", "\n".join("\t".join(row) for row in rows))
    assert [(q.stem, q.options, q.answer) for q in found] == [
        (rows[0][0], ["Cat", "Dog", "Cow"], (1,)),
        (rows[1][0], ["Cherry", "Plum", "Banana"], (2,)),
        (rows[2][0], [], (0,)),
    ]


def test_an_option_marked_by_colour() -> None:
    def lines(stem: str, right: str, *others: str) -> list[Line]:
        marks = (Mark(0, len(right), "highlight", "FFFF00"),)
        items = [Line(text=right, number=1, role="item", level=1, marks=marks)]
        return [
            Line(text="", number=1),
            Line(text=stem, number=1),
            *items,
            *(Line(text=o, number=1, role="item", level=1) for o in others),
        ]

    found = [
        finish(d)
        for d in drafts_of(lines("Which animal barks?", "Dog", "Cat") + lines("Which fruit is yellow?", "Banana", "Plum"), alone=True)
    ]
    assert [(q.stem, q.options, q.answer) for q in found] == [
        ("Which animal barks?", ["Dog", "Cat"], (0,)),
        ("Which fruit is yellow?", ["Banana", "Plum"], (0,)),
    ]


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("case", NOTHING)
def test_texts_without_questions(case: str, alone: bool, tmp_path: Path) -> None:
    assert read(tmp_path, *NOTHING[case], alone=alone) == []


def test_lines_in_turn_say_nothing_beside_numbered_questions(tmp_path: Path) -> None:
    name, text, _ = TEXTS["lines in turn below titles"]
    assert read(tmp_path, name, text, alone=False) == []


def test_no_lines_hold_no_questions() -> None:
    assert drafts_of([], alone=True) == []
    assert drafts_of([Line(text="  ", number=1)], alone=True) == []


@pytest.mark.parametrize("case", [*OPTIONS, *TEXTS])
def test_roles_lie_in_the_strip_and_a_line_belongs_to_one_question(case: str, tmp_path: Path) -> None:
    name, text, _ = (OPTIONS | TEXTS)[case]
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    drafts = drafts_of(read_document(path).lines, alone=True)
    claimed = [number for draft in drafts for number in draft.strip.lines]
    assert len(claimed) == len(set(claimed))
    assert claimed == sorted(claimed)
    assert all(0 <= start <= end <= len(draft.strip.text) for draft in drafts for start, end, _ in draft.roles)


def test_a_document_of_few_numbers_is_better_read_without_them(tmp_path: Path) -> None:
    name, text, _ = TEXTS["bold lines with numbers in an answer"]
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    lines = read_document(path).lines
    alone = read_alone(lines, scan(lines), 0)
    assert outdoes(alone, alone[:1])
    assert not outdoes(alone, alone)
    assert not outdoes([], alone)


def plain(texts: Sequence[str]) -> list[Draft]:
    """The region that some lines are, without the notes of a scan."""
    lines = [Line(text=text, number=i + 1) for i, text in enumerate(texts)]
    facts = [Facts(s := shadow(text), len(s) - len(s.lstrip())) for text in texts]
    whole = Segment("text", Place(0, 0), Place(len(lines), 0), Section())
    return read_region([whole], lines, facts, 0, alone=True)


UNITS = [
    "(",
    "1.1.",
    "A",
    "A.",
    "A.x B.y ",
    " ",
    "**",
    "_",
    "✅",
    "Q:",
    "?",
    ":",
    "\t",
    "a;",
    "- ",
    "( )",
    "[x]",
    "^ ",
    "术语：",
    "\0",
    "\ud800",
]


@pytest.mark.parametrize("unit", UNITS)
def test_a_hostile_line_takes_no_time(unit: str) -> None:
    begun = time.perf_counter()
    plain([unit * (1_000_000 // len(unit))] * 2)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("line", ["((((", "A.x A.x", "**a** **b**", "Q: a?", "- x", "A", "#Q", "a\tb\tc\tA"])
def test_many_hostile_lines_take_time_by_their_number_alone(line: str) -> None:
    begun = time.perf_counter()
    plain([line] * 4000)
    assert time.perf_counter() - begun < 5


def test_codes_that_rise_are_numbers_and_lines_across_the_page_separate(tmp_path: Path) -> None:
    text = "".join(f"P{n}. Which animal barks {n} times?\n\nA) Cat\n\nB) Dog\n\nC) Cow\n\nAnswer: B\n\n---\n\n" for n in (1, 2, 3))
    found = read(tmp_path, "a.txt", text)
    assert [(q.number, q.stem, q.options[-1], q.answer) for q in found] == [
        (str(n), f"Which animal barks {n} times?", "Cow", (1,)) for n in (1, 2, 3)
    ]
