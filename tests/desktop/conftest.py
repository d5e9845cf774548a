"""Anki's own desktop client for tests: the fixture ``desktop``, one client for all tests of a file.

It needs the extra ``desktop`` and, on Linux, libraries of the system. Where they are not installed the tests are skipped, also in CI:
the client weighs 500 MB, and the tests in ``tests/browser`` play the same cards in a browser. A client that is installed and crashes or
hangs fails the tests.
"""

from __future__ import annotations

import types
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pytest
from tests.desktop.driver import Desktop, not_loadable

if TYPE_CHECKING:
    from tests.conftest import Project


@pytest.fixture(scope="module")
def desktop_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """The client with an empty profile."""
    folder = tmp_path_factory.mktemp("anki")
    if reason := not_loadable(folder):
        pytest.skip(reason)
    client = Desktop(folder)
    yield client
    client.close()


@pytest.fixture
def desktop(desktop_client: Desktop) -> Iterator[Desktop]:
    """The client. A test in which a page raises an error that it does not ask for has failed."""
    desktop_client.errors()
    yield desktop_client
    assert desktop_client.errors() == []


@pytest.fixture
def study(desktop: Desktop, new_project: Callable[[], Project]) -> Callable[..., None]:
    """A function: builds a bank of these questions (with files beside it, and keys of the bank), imports it and begins to study it."""

    def begin(questions: Sequence[Mapping[str, Any]], files: Mapping[str, bytes] = types.MappingProxyType({}), **keys: Any) -> None:
        project, name = new_project(), f"bank-{uuid.uuid4().hex[:8]}"
        for file, content in files.items():
            project.write(content, file)
        project.questions(questions, **({"id": name, "title": name} | keys))
        desktop.study(project, name)

    return begin
