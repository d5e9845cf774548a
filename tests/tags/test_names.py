from __future__ import annotations

from unicodedata import is_normalized

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deckpress.tags import RESERVED_TAGS, dedupe_tags, is_reserved, normalise_tag, tag_key, tag_path

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from(":：*-_ \t\n\u3000\u00a0\u200b\ufeff\u0301\u0316e")), max_size=60)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("complaints", "complaints"),
        ("topic::complaints", "topic::complaints"),
        ("投诉处理", "投诉处理"),
        ("two words", "two-words"),
        ("a<b>c", "a＜b＞c"),
        ("  two \t\r\n words  ", "two-words"),
        ("投诉\u3000处理", "投诉-处理"),
        ("a\u00a0b\u2003c\u2028d", "a-b-c-d"),
        ("a :: b c ::\u3000d", "a::b-c::d"),
        ("a - b", "a---b"),
        ("-a-", "-a-"),
        ("客服：：投诉", "客服::投诉"),
        ("a：:b:：c", "a::b::c"),
        ("注意：事项", "注意：事项"),
        ("注意：", "注意"),
        (":a: ：", "a"),
        ("a:b", "a:b"),
        ("::a", "a"),
        ("a::", "a"),
        ("a::::b", "a::b"),
        ("a:::b", "a::b"),
        ("a:: ::b", "a::b"),
        ("a::\u200b::b", "a::b"),
        ("e\u0301", "é"),
        ("e\u200d\u0301", "é"),
        ("\ufeffa\u200bb\x00c\x7f\x9f", "abc"),
        ("a\x1fb", "a-b"),
        ("a\ud800b", "ab"),
        ('say "hi" “you”', "say-hi-“you”"),
        ('a:":b', "a::b"),
        ('"', ""),
        ("a\\b*c_d,(e)", "a\\b*c_d,(e)"),
        ("", ""),
        (" \u3000\n", ""),
        ("::：：:", ""),
        ("\u200b\u2060", ""),
    ],
)
def test_a_name_becomes_what_anki_would_keep(text: str, tag: str) -> None:
    assert normalise_tag(text) == tag


@given(TEXTS)
@example("\u0344" * 40)
@example("a" + "\u0301\u0316" * 40)
@example(" :\u0301")
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_tag(text)
    assert normalise_tag(once) == once


@given(TEXTS)
def test_nothing_is_left_that_anki_would_change(text: str) -> None:
    tag = normalise_tag(text)
    assert is_normalized("NFC", tag)
    assert not any(c.isspace() for c in tag)
    assert ":::" not in tag
    assert not tag or all(tag.split("::"))
    assert not tag.startswith(":")
    assert not tag.endswith(":")


@given(TEXTS)
def test_stars_stay_where_they_are(text: str) -> None:
    """The parser of expressions counts on it to tell wildcards from literal stars."""
    assert normalise_tag(text).count("*") == text.count("*")


def test_an_endless_run_of_marks_is_cut_in_linear_time() -> None:
    assert normalise_tag("x" + "\u0316\u0301" * 200_000 + "y") == "x" + "\u0316" * 15 + "\u0301" * 15 + "y"


def test_long_names_take_linear_time() -> None:
    assert normalise_tag(" " * 500_000 + "a" + "：" * 500_000 + "b" + "\u3000:" * 500_000) == "a::b"


@pytest.mark.parametrize(
    ("parts", "tag"),
    [
        (("topic", "a b"), "topic::a-b"),
        (("topic", "a::b"), "topic::a::b"),
        (("topic", "a：：b"), "topic::a::b"),
        (("topic", ""), "topic"),
        (("topic", " ", "x"), "topic::x"),
        (("topic:", ":a"), "topic::a"),
        (("chapter", "客服", "投诉 处理"), "chapter::客服::投诉-处理"),
        (("", ""), ""),
        ((), ""),
    ],
)
def test_parts_make_one_path(parts: tuple[str, ...], tag: str) -> None:
    assert tag_path(*parts) == tag


@given(st.lists(TEXTS, max_size=4))
def test_a_path_of_names_is_the_path_of_normalised_names(parts: list[str]) -> None:
    assert tag_path(*parts) == tag_path(*map(normalise_tag, parts))


@pytest.mark.parametrize(
    ("tag", "reserved"),
    [("marked", True), ("Leech", True), ("NONE", True), ("marked::x", False), ("x::leech", False), ("nonesuch", False), ("", False)],
)
def test_reserved_names(tag: str, reserved: bool) -> None:
    assert is_reserved(tag) is reserved


def test_every_reserved_name_says_why() -> None:
    assert {name: name in why for name, why in RESERVED_TAGS.items()} == dict.fromkeys(["marked", "leech", "none"], True)


@pytest.mark.parametrize(
    ("tags", "kept"),
    [
        ([], ()),
        ([""], ()),
        (["b", "a"], ("a", "b")),
        (["Topic", "topic", "TOPIC"], ("Topic",)),
        (["topic", "Topic"], ("topic",)),
        (["b", "A", "C", "a::x", "a-b", "a_b", "Z"], ("A", "a-b", "a::x", "a_b", "b", "C", "Z")),
        (["straße", "STRASSE"], ("straße",)),
        (["投诉", "a", "Ä", "é"], ("a", "Ä", "é", "投诉")),
    ],
)
def test_tags_come_once_and_in_order(tags: list[str], kept: tuple[str, ...]) -> None:
    assert dedupe_tags(tags) == kept


@given(st.lists(TEXTS.map(normalise_tag)))
def test_deduping_keeps_every_tag_in_some_spelling(tags: list[str]) -> None:
    kept = dedupe_tags(tags)
    assert {tag_key(tag) for tag in kept} == {tag_key(tag) for tag in tags if tag}
    assert set(kept) <= set(tags)
    assert dedupe_tags(kept) == kept
