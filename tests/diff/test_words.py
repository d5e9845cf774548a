"""The word diff: nothing is lost, and it is cut where people read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckpress.diff import words
from deckpress.diff.words import Piece, word_diff

texts = st.text(st.sampled_from("ab 。，客户\n.{}é"), max_size=60)


@given(texts, texts)
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
    assert all(piece.text for piece in pieces)
    assert (old == new) == all(piece.kind == "same" for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The kiwi is a brid.", "The kiwi is a bird.", ["The kiwi is a ", "-brid", "+bird", "."]),
        ("顾客情绪激动时", "顾客激动时", ["顾客", "-情绪", "激动时"]),
        ("one two three", "four five six", ["-one two three", "+four five six"]),
        ("a", "a", ["a"]),
        ("", "new", ["+new"]),
        ("尊重客户的意见", "尊重顾客的意见", ["尊重", "-客户", "+顾客", "的意见"]),
        ("可能", "能够", ["-可能", "+能够"]),
        ("我们会尽快回复您", "我们将尽快答复你", ["我们", "-会", "+将", "尽快", "-回复您", "+答复你"]),
        ("很好吗", "好", ["-很", "好", "-吗"]),
        ("a，b。c", "d，b！c", ["-a", "+d", "，b", "-。", "+！", "c"]),
    ],
)
def test_words_and_chinese_signs_are_what_changes(old: str, new: str, expected: list[str]) -> None:
    signs = {"same": "", "removed": "-", "added": "+"}
    assert [signs[piece.kind] + piece.text for piece in word_diff(old, new)] == expected


def test_a_text_too_long_to_compare_is_replaced_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MAX_TOKENS", 4)
    assert word_diff("a b c", "a b d") == [Piece("removed", "a b c"), Piece("added", "a b d")]
    assert word_diff("a b c", "a b c") == [Piece("same", "a b c")]
