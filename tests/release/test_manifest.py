"""What a manifest may say, and which versions a release may have."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from deckpress.errors import UsageError
from deckpress.release.manifest import manifest_text, parse_manifest
from deckpress.release.schemas import release_schema

SHA = "0123456789abcdef" * 4
ONE = {"notes": 1, "cards": 1}
DECK: dict[str, Any] = {
    "file": "all_banks.apkg", "kind": "all", "id": "all", "title": "T", "decks": ["T"], "search": "deck:T", "size": 1, "sha256": SHA,
    "content_hash": SHA, "inputs": SHA, "notes": 1, "cards": 1, "retired": 0, "kinds": {"short": ONE},
    "chapters": [{"tag": "chapter::b", "title": "B", **ONE}], "topics": {}, "difficulty": {},
}  # fmt: skip
MARK: dict[str, Any] = {
    "key": "q", "hash": SHA[:32], "mod": 1_750_000_000, "added": 1_750_000_000, "releases": ["1.0"], "retired": 1, "sent": 1,
}  # fmt: skip
MANIFEST: dict[str, Any] = {
    "schema": 1, "version": "2.0", "previous": "1.0", "date": "2026-01-01T00:00:00Z", "title": "T", "language": "en", "url": "",
    "tool": "1", "anki": "1", "decks": [DECK], "collection": SHA,
    "banks": {"b": {"title": "B", "notes": {"g": MARK}, "forgotten": {"h": 1}}},
}  # fmt: skip
OTHERS: list[Any] = [None, True, -1, 1.5, 1 << 40, "", "x", "../x", "1..0", "a.lock", "Ü", [], [1], {}, {"B b": 1}, {"x": "y"}]


def changed(data: Any) -> Iterator[Any]:
    """The data with one value replaced by another, or left out, at each place."""
    for key in list(data.keys() if isinstance(data, dict) else range(len(data))):
        for other in OTHERS:
            new = copy.copy(data)
            new[key] = other
            yield new
        new = copy.copy(data)
        del new[key]
        yield new
        if isinstance(data[key], (dict, list)):
            for inner in changed(data[key]):
                new = copy.copy(data)
                new[key] = inner
                yield new


def test_the_reader_is_as_strict_as_the_schema() -> None:
    validator = Draft202012Validator(release_schema("manifest"))
    assert parse_manifest(manifest_text(MANIFEST), "m") == MANIFEST
    taken = refused = 0
    for data in changed(MANIFEST):
        text = json.dumps(data)
        if validator.is_valid(data) and data.get("schema") is not True:  # to the validator 1 is true
            assert parse_manifest(text, "m") == data
            taken += 1
        else:
            with pytest.raises(UsageError, match=r"^m is "):
                parse_manifest(text, "m")
            refused += 1
    assert (taken > 50, refused > 500) == (True, True)


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("banks", "b", "notes", "g", "mod"), None, r"banks\['b'\]\.notes\['g'\]\.mod is missing"),
        (("banks", "b", "notes", "g", "added"), None, r"banks\['b'\]\.notes\['g'\]\.added is missing"),
        (("banks", "b", "forgotten", "h"), 1 << 60, r"banks\['b'\]\.forgotten\['h'\] is out of its range"),
        (("banks", "../b"), {}, r"banks has a key of another form: '\.\./b'"),
        (("collection",), f"{SHA}\n", "collection has another form"),
        (("decks",), [], "decks is empty"),
        (("decks",), [DECK | {"kind": "other"}], r"decks\[0\]\.kind is none of all, bank, preset"),
        (("previous",), 1, "previous is not a text"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(place: tuple[str, ...], value: Any, message: str) -> None:
    data = copy.deepcopy(MANIFEST)
    inner = data
    for name in place[:-1]:
        inner = inner[name]
    if value is None:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    with pytest.raises(UsageError, match=f"^m is no manifest of a release: {message}$"):
        parse_manifest(json.dumps(data), "m")


def test_a_manifest_of_an_earlier_deckpress_lacks_the_hash_of_the_collection() -> None:
    data = {name: value for name, value in MANIFEST.items() if name != "collection"}
    assert parse_manifest(json.dumps(data), "m") == data


def test_a_bank_whose_id_begins_with_a_hyphen_can_be_released_again() -> None:
    data = MANIFEST | {"decks": [DECK, DECK | {"kind": "bank", "id": "-x", "file": "-x.apkg"}]}
    assert parse_manifest(json.dumps(data), "m") == data


@pytest.mark.parametrize("schema", ["2", "-1", "9" * 4000])
def test_another_version_is_refused_in_a_short_line(schema: str) -> None:
    with pytest.raises(UsageError, match=r"is of another version than 1.*: update deckpress") as error:
        parse_manifest(f'{{"schema": {schema}}}', "m")
    assert len(str(error.value)) < 200
