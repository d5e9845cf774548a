"""Documents in English and other languages, one a layout, and every question that each holds.

``golden/en/NAME.txt|.md|.html`` are the documents, ``NAME.json`` what a careful reader finds. To accept a change (``--accept`` is of
``readers/bank/conftest.py``): ``pytest -n0 tests/readers/bank tests/readers/documents -k golden_en --accept``, then read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.readers.documents.golden import documents, expected, said

GOLDEN = Path(__file__).with_name("golden") / "en"
DOCUMENTS = documents(GOLDEN)


def test_there_are_golden_documents_and_no_stray_texts() -> None:
    assert DOCUMENTS
    assert sorted(GOLDEN.glob("*.json")) == [expected(document) for document in DOCUMENTS]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_what_is_found_in_a_document(document: Path, request: pytest.FixtureRequest) -> None:
    found = said(document)
    if request.config.getoption("--accept", default=False):
        expected(document).write_text(found, "utf-8", newline="\n")
    assert found == expected(document).read_text("utf-8")
