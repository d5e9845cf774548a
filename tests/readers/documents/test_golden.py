"""Documents, one a layout, and every question that each holds.

``golden/zh`` are Chinese, ``golden/en`` in English and other languages: ``NAME.txt|.md|.html``, and ``NAME.json``, what a careful reader
finds. To accept a change: ``pytest tests/readers/documents/test_golden.py --accept``, then read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.readers.documents.golden import documents, expected, said

GOLDEN = Path(__file__).with_name("golden")
FOLDERS = [GOLDEN / "zh", GOLDEN / "en"]
DOCUMENTS = [document for folder in FOLDERS for document in documents(folder)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_there_are_golden_documents_and_no_stray_texts(folder: Path) -> None:
    assert documents(folder)
    assert sorted(folder.glob("*.json")) == [expected(document) for document in documents(folder)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: f"{document.parent.name}/{document.name}")
def test_what_is_found_in_a_document(document: Path, request: pytest.FixtureRequest) -> None:
    found = said(document)
    if request.config.getoption("--accept", default=False):
        expected(document).write_text(found, "utf-8", newline="\n")
    assert found == expected(document).read_text("utf-8")
