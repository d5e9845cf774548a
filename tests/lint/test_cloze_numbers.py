"""Gaps in cloze numbers: a slip in a new question, a duty in a published one."""

from __future__ import annotations

import pytest

from deckpress.diagnostics import Report
from deckpress.lint import lint_bank
from deckpress.readers.bank import read_bank
from deckpress.source import Source


def said(stem: str, published: dict[str, tuple[int, ...]]) -> list[str]:
    report = Report()
    bank = read_bank([Source("x.yaml", f"deckpress: 1\nid: b\ntitle: t\nquestions:\n  - id: q\n    stem: '{stem}'\n")], report)
    assert bank is not None
    lint_bank(bank, report, published)
    return [finding.message for finding in report]


@pytest.mark.parametrize(
    ("stem", "published", "skipped"),
    [
        ("{{c1::a}} {{c2::b}}", {}, ""),
        ("{{a}} {{b}}", {}, ""),
        ("{{c2::a}} {{b}}", {}, ""),
        ("{{c1,2::a}}", {}, ""),
        ("{{c1::a {{c2::b}}}}", {}, ""),
        ("{{c2::a}}", {}, "c1"),
        ("{{c1::a}} {{c3::b}}", {}, "c2"),
        ("{{c1::a}} {{c3::b}}", {"q": (1, 2, 3)}, ""),
        ("{{c1::a}} {{c3::b}}", {"q": (2,)}, ""),
        ("{{c1::a}} {{c4::b}}", {"q": (1, 2)}, "c3"),
        ("{{c1::a}} {{c3::b}}", {"other": (1, 2, 3)}, "c2"),
        ("{{c9::a}}", {}, "c1, c2, c3, c4, c5"),
        ("{{c9999::a}}", {}, "c1, c2, c3, c4, c5"),
    ],
)
def test_a_gap(stem: str, published: dict[str, tuple[int, ...]], skipped: str) -> None:
    assert said(stem, published) == ([f"the blanks of 'q' skip {skipped}"] if skipped else [])
