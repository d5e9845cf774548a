"""Anki's clients, as far as a card can tell them apart: how a side is shown, and what is there to turn it with.

What each does is from its source and from measurements in the real one: the desktop shows all cards of a session in one page and runs
the scripts again; AnkiDroid's reviewer loads a new document for each side and keeps sessionStorage; where storage is forbidden,
reading ``sessionStorage`` throws.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page
    from tests.browsers import Heard

ORIGIN = "http://cards.test"
ClientName = Literal["desktop", "ankidroid", "no storage"]
CLIENTS: tuple[ClientName, ...] = ("desktop", "ankidroid", "no storage")
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="40"><rect width="900" height="40"/></svg>'

_COUNT_LISTENERS = """
window.listeners = 0;
const {addEventListener: on, removeEventListener: off} = Document.prototype;
Document.prototype.addEventListener = EventTarget.prototype.addEventListener = function (...all) {
  if (this === document || this === window) window.listeners++;
  return on.apply(this, all);
};
Document.prototype.removeEventListener = EventTarget.prototype.removeEventListener = function (...all) {
  if (this === document || this === window) window.listeners--;
  return off.apply(this, all);
};
"""
_NO_STORAGE = "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('forbidden', 'SecurityError'); }});"
_RUN = """html => {
  const qa = document.getElementById('qa');
  qa.innerHTML = html;
  for (const old of [...qa.querySelectorAll('script')]) {
    const script = document.createElement('script');
    script.text = old.textContent;
    old.replaceWith(script);
  }
}"""


class Side(NamedTuple):
    """One side of a card as Anki makes it."""

    html: str
    css: str


class Card(NamedTuple):
    """Both sides of a card."""

    front: Side
    back: Side


@dataclass
class Client:
    """A client that shows cards in a page. ``turned`` counts how often a card asked to be turned."""

    name: ClientName
    page: Page
    heard: Heard
    night: bool = False
    _document: str = field(default="", repr=False)

    @classmethod
    def open(cls, name: ClientName, page: Page, heard: Heard, night: bool = False) -> Client:
        """The client with an empty window."""
        client = cls(name, page, heard, night)
        page.route(f"{ORIGIN}/**", client._serve)
        page.add_init_script(_COUNT_LISTENERS)
        if name == "no storage":
            page.add_init_script(_NO_STORAGE)
        if name == "desktop":
            page.add_init_script("window.turned = 0; window.pycmd = command => { if (command === 'ans') window.turned++; };")
            client._load("")
        else:
            page.add_init_script("window.turned = 0; window.showAnswer = () => { window.turned++; };")
        return client

    def show(self, side: Side) -> Locator:
        """Shows a side of a card; returns the card."""
        if self.name == "desktop":
            self.page.evaluate("css => { document.getElementById('style').textContent = css; }", side.css)
            self.page.evaluate(_RUN, side.html)
        else:
            self._load(side.html, side.css)
        return self.page.locator(".dp")

    @property
    def turned(self) -> int:
        return int(self.page.evaluate("window.turned"))

    def listeners(self) -> int:
        """Listeners on the document and the window."""
        return int(self.page.evaluate("window.listeners"))

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def _load(self, html: str, css: str = "") -> None:
        kind = "linux chrome" if self.name == "desktop" else "mobile android linux js"
        night = " nightMode night_mode" if self.night else ""
        holder = "qa" if self.name == "desktop" else "content"
        buttons = "button{margin:13.3px 6.7px;padding:6px 12px}"  # Anki's own style
        self._document = (
            f'<!doctype html><html lang="en" class="{kind}"><meta charset="utf-8"><title>Anki</title>'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f'<style>body{{margin:20px}}{buttons}</style><style id="style">{css}</style>'
            f'<body class="card card1{night}"><main id="{holder}">{html}</main>'
        )
        self.page.goto(f"{ORIGIN}/card")

    def _serve(self, route: Any) -> None:
        if route.request.url.endswith("/card"):
            route.fulfill(body=self._document, content_type="text/html")
        elif route.request.url.endswith(".svg"):
            route.fulfill(body=PICTURE, content_type="image/svg+xml")
        else:
            route.fulfill(status=404)


def without_scripts(browser: Browser, side: Side) -> Page:
    """A page in which scripts are switched off, showing a side. The caller closes its context."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_content(f'<!doctype html><meta charset="utf-8"><style>{side.css}</style><body class="card">{side.html}')
    return page
