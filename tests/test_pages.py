"""The words of all pages, and in which language a reader gets them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import deckpress
from deckpress.languages import words_language
from deckpress.pages import fill, visible

ROOT = Path(deckpress.__file__).parent
WORDS = sorted(ROOT.rglob("words.json"))


def shape(words: Any) -> Any:
    """The keys of words and the gaps in them; names of keys and of fields on cards differ between languages."""
    if isinstance(words, dict):
        return {key: shape(value) for key, value in words.items() if key not in ("keys", "fields")}
    if isinstance(words, list):
        return [shape(each) for each in words]
    return sorted(re.findall(r"\{\w*\}", words)) if isinstance(words, str) else type(words).__name__


def steps(words: Any) -> Any:
    """The same words without how many steps a guide has, which a language may tell in fewer."""
    return {key: value for key, value in words.items() if key != "guides"}


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.parent.name)
def test_every_language_has_the_same_words(path: Path) -> None:
    languages = json.loads(path.read_text("utf-8"))
    assert set(languages) == {"en", "zh-hans", "zh-hant"}
    for words in languages.values():
        assert shape(steps(words)) == shape(steps(languages["en"]))
        assert [guide.keys() for guide in words.get("guides", [])] == [guide.keys() for guide in languages["en"].get("guides", [])]


def test_there_are_words_to_look_at() -> None:
    assert len(WORDS) >= 4


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        *(("zh", "zh-hans"), ("zh-CN", "zh-hans"), ("zh-SG", "zh-hans"), ("zh-Hans-TW", "zh-hans"), ("zh-Hans-HK", "zh-hans")),
        *(("zh-TW", "zh-hant"), ("ZH-hk", "zh-hant"), ("zh-MO", "zh-hant"), ("zh-Hant", "zh-hant"), ("zh-Hant-CN", "zh-hant")),
        *(("pt-BR", "pt"), ("en", "en"), ("", "")),
    ],
)
def test_a_script_counts_before_a_region(tag: str, words: str) -> None:
    assert words_language(tag) == words


def test_values_are_not_filled_in_again() -> None:
    assert fill("{{a}} {{b}} {c}", {"a": "{{b}}", "b": "2"}) == "{{b}} 2 {c}"


def test_signs_that_turn_the_text_are_shown() -> None:
    assert visible("a\u202eb\n\ufeff") == "a⟨U+202E⟩b\n⟨U+FEFF⟩"
