"""A real browser for tests of pages: fixtures ``browser`` (one a session), ``page`` (a fresh one a test) and ``heard`` (what it said).

The browser is the Chromium or Chrome that the machine has; ``DECKPRESS_CHROMIUM`` names another. Where there is none the tests are
skipped with the reason, but in CI (``CI=true``) they fail: there, a test that did not run must not look like one that passed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType, Page

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_CHANNELS = ("chrome", "msedge")
"""Browsers that Playwright finds by name where they are installed, also on Windows and macOS."""
WINDOW = {"width": 1280, "height": 800}
"""Size of a page in CSS pixels, unless a test sets another with ``page.set_viewport_size``."""
WAIT = 20_000
"""Milliseconds after which a page that does not become as a test expects fails it: long, as machines are shared."""


@dataclass(slots=True)
class Heard:
    """What a page did: ``errors`` are console errors and uncaught exceptions, ``requests`` the addresses it asked for, in order.

    Addresses that hold their own content (``data:``, ``blob:``, ``about:``) are no requests.
    """

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Listens to a page, from now on."""
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._request(request.url))

    def _request(self, url: str) -> None:
        if not url.startswith(("data:", "blob:", "about:")):
            self.requests.append(url)


def _absent(reason: str) -> NoReturn:
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(f"{reason}: CI must run the tests that need a browser", pytrace=False)
    pytest.skip(f"{reason}: install Chromium, or name one in DECKPRESS_CHROMIUM")


def _launch(chromium: BrowserType) -> Browser:
    """The first browser that starts."""
    from playwright.sync_api import Error

    program = os.environ.get("DECKPRESS_CHROMIUM") or next(filter(None, map(shutil.which, _PROGRAMS)), None)
    ways: list[dict[str, Any]] = [{"executable_path": program}] if program else [{"channel": name} for name in _CHANNELS]
    failures = []
    for way in ways:
        try:
            return chromium.launch(**way, args=["--disable-dev-shm-usage", "--force-color-profile=srgb"])
        except Error as error:  # noqa: PERF203 - a browser a round
            failures.append(f"{next(iter(way.values()))}: {str(error).splitlines()[0]}")
    _absent("no browser starts (" + "; ".join(failures) + ")")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser, headless, one for all tests of a worker."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _absent("the library playwright is not installed")
    with sync_playwright() as playwright:
        opened = _launch(playwright.chromium)
        yield opened
        opened.close()


@pytest.fixture
def heard() -> Heard:
    """What the fixture ``page`` hears in this test."""
    return Heard()


@pytest.fixture
def page(browser: Browser, heard: Heard) -> Iterator[Page]:
    """An empty page in a profile of its own: no cookies, no storage, nothing of an earlier test. Light, without motion."""
    context = browser.new_context(viewport=WINDOW, color_scheme="light", reduced_motion="reduce", locale="en-US")  # type: ignore[arg-type]
    context.set_default_timeout(WAIT)
    opened = context.new_page()
    heard.listen(opened)
    yield opened
    context.close()
