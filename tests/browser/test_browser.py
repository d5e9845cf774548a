"""The browser that the other tests of this folder use: a page runs scripts, and what goes wrong in one is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browsers import Heard


def test_a_page_runs_scripts_and_its_errors_are_heard(page: Page, heard: Heard) -> None:
    page.set_content("<p>before</p><script>document.querySelector('p').textContent = 'after'; missing()</script>")
    assert page.inner_text("p") == "after"
    assert heard.errors == ["missing is not defined"]
    assert heard.requests == []
