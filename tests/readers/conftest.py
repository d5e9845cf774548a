"""``--accept`` rewrites the golden texts: ``pytest tests/readers/bank/test_golden.py -n0 --accept``, then read the difference."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the golden texts with what the reader says now")
