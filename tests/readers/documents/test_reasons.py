"""Reasons to look at a question, in the language of those who look."""

from __future__ import annotations

import json
from pathlib import Path

from deckpress.readers.documents.reasons import reason_in

GOLDEN = Path(__file__).with_name("golden")


def test_every_reason_of_the_golden_documents_is_said_in_chinese() -> None:
    reasons = {
        reason
        for path in GOLDEN.glob("*/*.json")
        for question in json.loads(path.read_text("utf-8"))["questions"]
        for reason in question.get("review", ())
    }
    assert len(reasons) > 8
    for language in ("zh-CN", "zh-TW"):
        assert [reason for reason in sorted(reasons) if reason_in(language, reason) == reason] == []


def test_numbers_and_letters_stand_in_their_places() -> None:
    reason = "answer letter F, but there are 3 options"
    assert reason_in("zh-CN", reason) == "答案是 F，但只有 3 个选项"
    assert reason_in("zh-Hant-HK", reason) == "答案是 F，但只有 3 個選項"
    assert reason_in("de", reason) == reason
    assert reason_in("zh", "answer not understood: {0} {") == "看不懂的答案：{0} {"
    assert reason_in("zh", "something new") == "something new"
