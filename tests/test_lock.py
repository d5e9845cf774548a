"""The lock: what it keeps from build to build, and what it makes of lines that a merge or a hand left."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckpress.lock import Lock, LockEntry, LockError, note_hash, parse_lock

identifiers = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}(#[A-Za-z0-9._-]{1,5})?", fullmatch=True)
times = st.integers(0, 2**33 - 1)
guids = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=12)  # what genanki makes


@st.composite
def entries(draw: st.DrawFn) -> LockEntry:
    return LockEntry(
        id=draw(identifiers),
        guid=draw(guids),
        type=draw(st.sampled_from(["choice", "cloze", "basic"])),
        hash=draw(st.sampled_from(["a1", "b2"])),
        changed=draw(times),
        added=draw(times),
        retired=draw(st.one_of(st.just(0), times)),
        cards=tuple(draw(st.lists(st.integers(1, 9_999), max_size=4))),
    )


locks = st.lists(entries(), max_size=8, unique_by=lambda entry: entry.guid).map(
    lambda listed: Lock({entry.guid: entry for entry in listed})
)


@given(locks)
def test_what_is_written_reads_back(lock: Lock) -> None:
    text = lock.text()
    assert parse_lock(text) == lock
    assert all(json.loads(line) for line in text.splitlines())
    assert parse_lock(text.replace("\n", "\r\n")) == lock


@given(locks, st.randoms())
def test_the_order_of_lines_means_nothing(lock: Lock, chooser: st.DataObject) -> None:
    lines = lock.text().splitlines()
    chooser.shuffle(lines)  # type: ignore[attr-defined]
    assert parse_lock("\n\n".join(lines)) == lock


def line(**changes: object) -> str:
    data: dict[str, object] = {"id": "q", "guid": "g", "type": "basic", "hash": "h", "changed": 5, "added": 1}
    return json.dumps(data | changes, ensure_ascii=False)


@pytest.mark.parametrize(("identifier", "kind"), [('a"b', "basic"), ("a\nb", "basic"), ("a\\", "basic"), ("客", "basic"), ("q", 'x"y')])
def test_a_lock_that_parses_can_be_written(identifier: str, kind: str) -> None:
    try:
        lock = parse_lock(line(id=identifier, type=kind))
    except LockError:
        return  # refusing it is as good
    assert parse_lock(lock.text()) == lock


@pytest.mark.parametrize("text", ['{"id":"\\ud800","guid":"g","type":"t","hash":"h"}', '{"id":"q","guid":"\\ud800","type":"t","hash":"h"}'])
def test_a_lock_of_half_characters_is_refused_or_can_be_saved(text: str) -> None:
    try:
        lock = parse_lock(text)
    except LockError:
        return
    assert parse_lock(lock.text().encode().decode()) == lock


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "this line is no JSON"),
        ("[" * 100_000, "this line is no JSON"),
        ('{"changed":' + "9" * 5_000 + "}", "this line is no"),
        ("[1]", "this line is no entry of a lock"),
        ("1", "this line is no entry of a lock"),
        ("{}", "this line is no entry of a lock"),
        (line(id=""), "this line is no entry of a lock"),
        (line(id=5), "this line is no entry of a lock"),
        (line(guid=None), "this line is no entry of a lock"),
        (line(changed="5"), "this line holds a time that is none"),
        (line(changed=True), "this line holds a time that is none"),
        (line(changed=-1), "this line holds a time that is none"),
        (line(changed=1.5), "this line holds a time that is none"),
        (line(added=2**63), "this line holds a time that is none"),
        (line(cards=[0]), "this line holds a card number that is none"),
        (line(cards=[True]), "this line holds a card number that is none"),
        (line(cards=["1"]), "this line holds a card number that is none"),
        (line(cards=[10_000]), "this line holds a card number that is none"),
        (line(cards=5), "this line holds"),
        ("<<<<<<< ours", "a merge conflict is open here"),
        ("=======", "a merge conflict is open here"),
        (">>>>>>> theirs", "a merge conflict is open here"),
        ("||||||| base", "a merge conflict is open here"),
    ],
)
def test_a_line_that_is_none(text: str, message: str) -> None:
    with pytest.raises(LockError, match=message) as caught:
        parse_lock(f"{line()}\n\n{text}\n{line(guid='h')}\n")
    assert caught.value.line == 3


def test_of_two_lines_for_one_note_the_later_counts() -> None:
    ours, theirs = line(hash="old", changed=5), line(hash="new", changed=9)
    for text in (f"{ours}\n{theirs}", f"{theirs}\n{ours}"):
        assert parse_lock(text).entries["g"].hash == "new"


def test_two_lines_of_one_time_give_the_same_in_any_order() -> None:
    ours, theirs = line(hash="a"), line(hash="b")
    assert parse_lock(f"{ours}\n{theirs}") == parse_lock(f"{theirs}\n{ours}")


def test_a_merge_keeps_the_cards_of_both_sides() -> None:
    lock = parse_lock(f"{line(cards=[1, 2, 3], changed=5)}\n{line(cards=[1, 4], changed=9)}\n")
    assert set(lock.published_cards()["q"]) == {1, 2, 3, 4}


def build(lock: Lock, now: int, *notes: tuple[str, str]) -> tuple[Lock, tuple[list[str], list[str], list[str]]]:
    """The lock after a build at ``now`` of notes (key, hash), and what was new, changed and retired."""
    update = lock.update(now)
    for key, digest in notes:
        update.publish(key, f"guid-{key}", "basic", digest)
    after = update.finish()
    return after, (update.changes.new, update.changes.changed, update.changes.retired)


def test_an_unchanged_note_keeps_its_line() -> None:
    first, changes = build(Lock(), 100, ("a", "h"), ("b", "h"))
    assert changes == (["a", "b"], [], [])
    second, changes = build(first, 999, ("b", "h"), ("a", "h"))
    assert changes == ([], [], [])
    assert second.text() == first.text()


def test_a_change_always_rises_even_where_the_clock_went_back() -> None:
    lock, _ = build(Lock(), 100, ("a", "1"))
    seen = [lock.entries["guid-a"].changed]
    for now, digest in ((50, "2"), (50, "3"), (0, "1"), (101, "2"), (500, "3")):
        lock, changes = build(lock, now, ("a", digest))
        assert changes == ([], ["a"], [])
        seen.append(lock.entries["guid-a"].changed)
    assert seen == sorted(set(seen))
    assert seen[-1] == 500
    assert lock.entries["guid-a"].added == 100


def test_a_note_that_leaves_is_kept_as_retired_and_may_return() -> None:
    lock, _ = build(Lock(), 100, ("a", "1"))
    gone, changes = build(lock, 200)
    assert changes == ([], [], ["a"])
    assert gone.entries["guid-a"].retired == 200
    still, changes = build(gone, 300)
    assert changes == ([], [], [])
    assert still.text() == gone.text()
    back, changes = build(still, 400, ("a", "1"))
    assert changes[0] == ["a"]
    assert back.entries["guid-a"].retired == 0
    assert back.entries["guid-a"].added == 100


def test_a_note_that_retires_while_the_clock_is_behind_never_retires_before_it_changed() -> None:
    lock, _ = build(Lock(), 100, ("a", "1"))
    gone, _ = build(lock, 5)
    assert gone.entries["guid-a"].retired >= 100


def test_published_cards_never_shrink() -> None:
    lock = Lock()
    for cards in ((1, 2, 3), (1,), (1, 4)):
        update = lock.update(1)
        update.publish("q", "g", "cloze", str(cards), cards)
        lock = update.finish()
    assert lock.published_cards() == {"q": (1, 2, 3, 4)}


def test_one_guid_cannot_be_told_twice() -> None:
    update = Lock().update(1)
    update.publish("a", "g", "basic", "h")
    with pytest.raises(KeyError):
        update.publish("b", "g", "basic", "h")


def test_a_build_leaves_the_lock_it_began_with_alone() -> None:
    lock, _ = build(Lock(), 100, ("a", "1"), ("b", "1"))
    before = lock.text()
    build(lock, 200, ("a", "2"))
    assert lock.text() == before


def test_the_hash_tells_fields_from_tags() -> None:
    assert len({note_hash("a\x1fb", "c"), note_hash("a", "b c"), note_hash("a\x1fb c", ""), note_hash("ab", "c")}) == 4
