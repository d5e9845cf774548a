"""Every finding about a bank, word for word: place, message, source line, caret, hint.

``golden/*.yaml`` are banks, ``golden/*.txt`` what is said of each. To accept a change: see ``conftest.py``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import deckpress
from deckpress.diagnostics import Report
from deckpress.lint import lint_bank
from deckpress.readers.bank import decode_bank, read_bank

GOLDEN = Path(__file__).with_name("golden")
BANKS = sorted(GOLDEN.glob("*.yaml"))
SOURCE = Path(deckpress.__file__).parent
REPORTING = {"error", "warning", "about_file", "add", "YamlProblem"}
# About the bytes of a file, which git must not touch (tested in test_bytes.py), or about several files.
ABOUT_BYTES = {"duplicate-part", "not-utf-8", "empty-file", "too-large", "unreadable"}
OF_CONTENT = {"idle-switch"}  # said where rules of content run: tested in tests/lint
NAMED_BY_SHAPE = {"bad-slug", "bad-id", "bad-name", "bad-language", "bad-number", "unknown-type", "unknown-markup"}


def findings(bank: Path) -> Report:
    report = Report()
    source = decode_bank(bank.read_bytes(), bank.name, report)
    read = read_bank([source], report) if source is not None else None
    if read is not None:
        lint_bank(read, report)
    return report


def test_there_are_golden_banks_and_no_stray_texts() -> None:
    assert BANKS
    assert {text.stem for text in GOLDEN.glob("*.txt")} <= {bank.stem for bank in BANKS}


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.stem)
def test_what_is_said_of_a_bank(bank: Path, request: pytest.FixtureRequest) -> None:
    said = "".join(f"{finding.as_text()}\n" for finding in findings(bank))
    golden = bank.with_suffix(".txt")
    if request.config.getoption("--accept", default=False):
        golden.write_text(said, "utf-8", newline="\n")
    assert said == golden.read_text("utf-8")


def test_every_code_of_the_reader_and_the_lint_has_a_golden_bank() -> None:
    codes = set(_codes_in_source())
    assert len(codes) > 30  # else the search itself is broken
    said = {finding.code for bank in BANKS for finding in findings(bank)}
    assert (codes | NAMED_BY_SHAPE) - ABOUT_BYTES - OF_CONTENT - said == set()


def test_a_caret_stands_below_what_it_means() -> None:
    for bank in BANKS:
        for finding in findings(bank):
            if finding.excerpt and finding.code != "yaml-syntax":  # the YAML parser stops where it stops, at a tab or at the end
                line = bank.read_text("utf-8").split("\n")[finding.line - 1]
                assert line[finding.column - 1] != " ", finding.as_text()


def test_nothing_is_said_twice() -> None:
    for bank in BANKS:
        said = [finding.as_text() for finding in findings(bank)]
        assert len(said) == len(set(said)), bank.name


def test_each_bank_shows_the_code_that_it_is_named_after() -> None:
    for bank in BANKS:
        codes = {finding.code for finding in findings(bank)}
        assert bank.stem.partition(".")[0] in codes or bank.stem.startswith(("good", "all")), bank.name


def _codes_in_source() -> Iterator[str]:
    """The literal codes that the reader and the lint give to their reports."""
    for folder in ("readers/bank", "lint"):
        for path in sorted((SOURCE / folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                first = node.args[0]
                if name in REPORTING and isinstance(first, ast.Constant) and isinstance(first.value, str) and "-" in first.value:
                    yield first.value
