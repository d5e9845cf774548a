"""Small Chinese documents, each in a layout of its own, and every question that they hold. How to accept a change: see ``golden.py``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.documents.golden import golden_documents, stray_expectations, told

DOCUMENTS = golden_documents("zh")


def test_there_are_golden_documents_and_no_stray_expectations() -> None:
    assert DOCUMENTS
    assert stray_expectations(DOCUMENTS) == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_what_becomes_of_a_document(document: Path, request: pytest.FixtureRequest) -> None:
    said = told(document)
    golden = document.with_suffix(".json")
    if request.config.getoption("--accept", default=False):
        golden.write_text(said, "utf-8", newline="\n")
    assert said == golden.read_text("utf-8")
