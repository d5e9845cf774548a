"""The names, searches and expressions of `deckpress.tags` against the engine that must understand them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import genanki
import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from deckpress.tags import And, Expression, Not, Or, Tag, anki_search_for_tag, dedupe_tags, normalise_tag, parse, tag_path

WITH_ANKI = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=60)

# Letters whose case is told apart by few, signs with a meaning in searches, and what normalising takes away.
SIGNS = "abAB09äÄéßſKσςΣİıｱ中文投诉😀-_:：*\\\"'`()（）[]{}.,;!?+^$|%&<>#@~/=“”"
SIGNS += " \t\n\u3000\u00a0\u2028\u200b\ufeff\x00\x1f\x7f\u0301\u0316"
TEXTS = st.text(st.sampled_from(SIGNS), max_size=12)
NASTY = [
    "a", "a::b", "A::b::c", "ab", "a-b", "x::a", "a_b", "axb", "a*b", "a*", "*", "_", "\\", "a\\", "\\*", "a\\b",
    'a"b', '"', '""q""', "a'b", "don't", "(p)", "(p)::q", "a(b)c", "a(", "p)", "()", "（括号）", "-", "-a", "--",
    "a:b", "re:x", "re::x", "RE::x::y", "nc::é", "re", "rx", "none", "none::a", "nonesuch", "and", "or", "not",
    "tag:x", "deck:x", "is:new", "sw::x", "a.b", "a+", "a?", "[ab]", "{1}", "^a", "a$", "a|b", "a%b", "a&b", "&amp;",
    "<b>", "#a", "@a", "~a", "a,b", "a;b", "a/b", "中文", "中文::子", "投诉处理::升级", "“引号”", "注意：事项", "é",
    "É::x", "straße", "STRAẞE::x", "ς", "Σ::x", "İ", "i", "ı", "😀", "chapter::bank::01", "chapter::bank::011",
    "chapter::01", "type::case", "retired",
]  # fmt: skip


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    col = Collection(str(tmp_path_factory.mktemp("anki") / "collection.anki2"))
    yield col
    col.close()


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """``col`` with a note for each nasty tag, some with several and one with none; ``tags`` by note, as stored."""
    col = Collection(str(tmp_path_factory.mktemp("tagged") / "collection.anki2"))
    several = [NASTY[at : at + 5] for at in range(0, len(NASTY), 4)]
    notes = [add_note(col, tags) for tags in [[], *([tag] for tag in NASTY), *several]]
    yield SimpleNamespace(col=col, tags={note: stored_tags(col, note) for note in notes})
    col.close()


def add_note(col: Collection, tags: list[str]) -> int:
    note = col.new_note(col.models.by_name("Basic"))
    note["Front"] = "front"
    note.tags = tags
    col.add_note(note, 1)
    return int(note.id)


def stored_tags(col: Collection, note: int) -> list[str]:
    return list(col.get_note(note).tags)


def forget(col: Collection, note: int) -> None:
    """Takes the note away, and its tags with it: Anki would spell later tags like them."""
    col.remove_notes([note])
    col.tags.clear_unused_tags()


@WITH_ANKI
@given(st.lists(TEXTS, min_size=1, max_size=6))
@example(["b", "a", "B", "ä", "Ä::x", "_", "A-b", "A::b", "a_b", "Z", "^", "~", "中", "ß", "SS", "ſ", "0", "10", "9"])
@example(NASTY)
def test_anki_stores_normalised_tags_unchanged_and_in_our_order(collection: Collection, texts: list[str]) -> None:
    tags = dedupe_tags(map(normalise_tag, texts))
    note = add_note(collection, list(tags))
    # Where a tag's parent is on the note in another case, Anki spells the child like it.
    assert [tag.casefold() for tag in stored_tags(collection, note)] == [tag.casefold() for tag in tags]
    forget(collection, note)


@WITH_ANKI
@given(TEXTS.filter(normalise_tag))
@example("none")
@example("re::x")
@example("nc:x::y")
@example('a"b\\c*d_e')
def test_anki_stores_a_tag_unchanged_and_finds_the_note_by_it(collection: Collection, text: str) -> None:
    tag = normalise_tag(text)
    note = add_note(collection, [tag])
    assert stored_tags(collection, note) == [tag]
    assert list(collection.find_notes(anki_search_for_tag(tag))) == [note]
    forget(collection, note)


@WITH_ANKI
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_a_note_is_found_by_the_parents_of_its_tag(collection: Collection, parts: list[str]) -> None:
    note = add_note(collection, [tag_path("root", *parts)])
    assert list(collection.find_notes(anki_search_for_tag("root"))) == [note]
    assert list(collection.find_notes(anki_search_for_tag(tag_path("root", *parts[:-1])))) == [note]
    forget(collection, note)


def test_anki_merges_equal_tags_into_the_first_spelling(collection: Collection) -> None:
    tags = ["topic", "Topic", "ß", "SS", "Ä", "ä"]
    note = add_note(collection, tags)
    assert stored_tags(collection, note) == ["ß", "topic", "Ä"]
    assert dedupe_tags(tags) == ("ß", "topic", "Ä")
    forget(collection, note)


@pytest.mark.parametrize("tag", NASTY)
def test_each_tag_finds_itself_and_its_children_alone(tagged: SimpleNamespace, tag: str) -> None:
    assert found(tagged, anki_search_for_tag(tag)) == chosen(tagged, Tag((tag,)))
    assert chosen(tagged, Tag((tag,)))


@pytest.mark.parametrize(
    "text",
    [
        "*", "not *", "a", "not a", "a*", "*a", "*a*", "a::*", "*::*", "*::*::*", "a*b", "*::b", "x*a", "a_*", r"\**",
        r"*\**", r"\\*", '"a(*"', "re*x", "re::*", "n*", "none", "none*", "not none", "chapter::*::01*",
        "chapter::*1", "chapter*", "中*", "*子", "投诉*::*", "É", "strasse", "STRAẞE", "a and b", "a or none",
        "not (a or re)", "not not a", "(a or b) and not (c or A::B)", "a or x and not rx", '"(p)" or "or"', "*:x",
        "*:*", "a:*", "*_*", '*"*', "*'*",
    ],
)  # fmt: skip
def test_an_expression_chooses_the_notes_that_its_search_finds(tagged: SimpleNamespace, text: str) -> None:
    expression = parse(text)
    assert found(tagged, expression.to_anki()) == chosen(tagged, expression)


LEAVES = st.one_of(
    st.sampled_from([Tag((tag,)) for tag in NASTY]),
    st.sampled_from([tag.split("::")[0] for tag in NASTY]).map(lambda tag: Tag((tag, ""))),
    st.tuples(st.sampled_from(["", "a", "re", "中", "(", "chapter::"]), st.sampled_from(["", "b", "x", "::", '"', ":"])).map(Tag),
)
EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    LEAVES,
    lambda inner: (
        inner.map(Not) | st.lists(inner, min_size=2, max_size=3).map(lambda x: And(tuple(x)))
        | st.lists(inner, min_size=2, max_size=3).map(lambda x: Or(tuple(x)))
    ),
    max_leaves=8,
)  # fmt: skip


@settings(WITH_ANKI, max_examples=200)
@given(EXPRESSIONS)
def test_random_expressions_choose_the_notes_that_their_searches_find(tagged: SimpleNamespace, expression: Expression) -> None:
    assert found(tagged, expression.to_anki()) == chosen(tagged, expression)


@pytest.mark.parametrize("operator", [" or ", " and not "])
def test_anki_accepts_the_search_of_a_long_list(tagged: SimpleNamespace, operator: str) -> None:
    expression = parse("a" + "".join(f"{operator}t{n}" for n in range(1_500)))
    assert found(tagged, expression.to_anki()) == chosen(tagged, expression) == chosen(tagged, parse("a"))


def test_the_deepest_expression_has_a_search(tagged: SimpleNamespace) -> None:
    expression = parse("not (" * 25 + "a or b" + ")" * 25)
    assert found(tagged, expression.to_anki()) == chosen(tagged, expression)


def test_an_import_keeps_tags_but_the_reserved_ones(tmp_path: Path) -> None:
    model = genanki.Model(1, "M", fields=[{"name": "F"}], templates=[{"name": "C", "qfmt": "{{F}}", "afmt": "{{F}}"}])
    deck = genanki.Deck(2, "D")
    sent = [["marked"], ["Leech", "a"], ["marked::x"], ["none"], *([tag] for tag in NASTY if "<" not in tag)]
    for number, tags in enumerate(sent):
        deck.add_note(genanki.Note(model, [str(number)], tags=tags))
    genanki.Package(deck).write_to_file(tmp_path / "deck.apkg")
    col = Collection(str(tmp_path / "collection.anki2"))
    request = ImportAnkiPackageRequest(package_path=str(tmp_path / "deck.apkg"), options=ImportAnkiPackageOptions())
    col.import_anki_package(request)
    got: dict[str, Any] = {note.fields[0]: note.tags for note in map(col.get_note, col.find_notes("deck:D"))}
    col.close()
    kept = [[], ["a"], *sent[2:]]
    # Anki spells a tag as it first saw it or its parent in the collection: only the case may differ.
    assert [[tag.casefold() for tag in got[str(n)]] for n in range(len(sent))] == [[tag.casefold() for tag in tags] for tags in kept]


def found(tagged: SimpleNamespace, search: str) -> set[int]:
    return set(tagged.col.find_notes(search))


def chosen(tagged: SimpleNamespace, expression: Expression) -> set[int]:
    return {note for note, tags in tagged.tags.items() if expression.matches(tags)}
