"""Makes the pictures of the documentation: ``python docs/make_pictures.py [--chromium PROGRAM]``.

Cards: builds a bank of this repository, imports the deck into the real Anki, lets Anki render a card of each kind, answers it as a learner
would, and photographs front and back, light and dark: ``docs/pictures/<kind>-phone.png`` and ``-desktop.png``. ``card.png`` is the
README's. A report: what recognition makes of the Word file that the README shows. The page of a preview. Needs the extra ``dev`` and a
Chromium or Chrome.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Mapping
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from deckpress.engine import ScratchCollection
from deckpress.project.build import build
from deckpress.project.preview import write_preview
from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.recognise import recognise
from deckpress.writers.import_report import import_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame

ROOT = Path(__file__).resolve().parent.parent
BANK = ROOT / "decks" / "customer-service-foundations.yaml"
PICTURES = ROOT / "docs" / "pictures"
PHONE, DESKTOP = (372, 760), (760, 640)
"""Width and height of one side, in CSS pixels."""
REPORT = (940, 540)
"""Width and height of the report, in CSS pixels."""
PREVIEW = (1300, 800)
"""Width and height of the preview, in CSS pixels."""
_DOCUMENT = re.compile(r"<!-- test: docx (\S+) -->\n```text\n(.*?)```", re.DOTALL)
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
_FLIP = """() => {
  const qa = document.getElementById('qa');
  qa.innerHTML = document.getElementById('back').innerHTML;
  for (const old of qa.querySelectorAll('script')) {
    const script = document.createElement('script');
    script.text = old.textContent;
    old.replaceWith(script);
  }
}"""
"""Shows the back as the desktop does: in the same page, its scripts run again."""


class Shot(NamedTuple):
    """A question, and what a learner taps: how many options of the front (each second one, so that some are wrong), then of the back."""

    question: str
    front: tuple[int, ...] = ()
    back: tuple[int, ...] = ()


KINDS: Mapping[str, Shot] = {
    "single": Shot("internal-customer-warehouse", (1,)),
    "multiple": Shot("active-listening-behaviours", (0, 1, 2)),
    "truefalse": Shot("empathy-is-not-admission", (0,)),
    "cloze": Shot("empathy-three-elements", (0,)),
    "short": Shot("ihip-four-characteristics", (), (0, 0, 1)),
    "case": Shot("case-third-call-offline", (), (0, 1)),
    "match": Shot("ihip-management-responses", (0, 4, 1, 5, 2, 6, 3, 7)),
    "order": Shot("phone-call-order", (0, 2)),
}


def main() -> None:
    """Writes the pictures; ends with a message where something is missing."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--chromium", help="program to photograph with (default: the first one found)")
    chromium = parser.parse_args().chromium or next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if chromium is None:
        sys.exit("no Chromium found: name one with --chromium")
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        cards = _cards(Path(name))
        for kind, shot in KINDS.items():
            for device, size in (("phone", PHONE), ("desktop", DESKTOP)):
                _photograph(browser, f"{kind}-{device}", [(cards[kind], shot, night) for night in (False, True)], size)
        _photograph(browser, "card", [(cards["single"], KINDS["single"], False)], PHONE)
        page = browser.new_page(viewport={"width": REPORT[0], "height": REPORT[1]}, device_scale_factor=1.5)
        page.set_content(_report())
        page.screenshot(path=PICTURES / "report.png")
        _preview(browser, Path(name) / "preview.html")
        browser.close()


def _report() -> str:
    """The report on the README's Word file."""
    found = _DOCUMENT.search((ROOT / "README.md").read_text("utf-8"))
    if found is None:
        sys.exit("README.md shows no Word file")
    lines = [Line(text=text, number=number) for number, text in enumerate(found[2].splitlines(), 1)]
    document = Document(name=found[1], format="docx", unit="paragraph", lines=lines)
    return import_report(document, recognise(document), bank="decks/wetland.yaml", title=Path(found[1]).stem, language="zh-CN")


def _preview(browser: Browser, path: Path) -> None:
    """The page of a preview, with a question answered on the phone."""
    write_preview([BANK], path)
    page = browser.new_page(viewport={"width": PREVIEW[0], "height": PREVIEW[1]}, device_scale_factor=1.25)
    page.goto(f"{path.as_uri()}#{BANK.stem}%2F{KINDS['single'].question}")
    page.wait_for_selector("html[data-state=shown]", state="attached")
    page.frame_locator(".phone iframe").locator(".opt").nth(1).click()
    page.frame_locator(".phone iframe").locator(".back").wait_for()
    page.wait_for_selector("html[data-state=shown]", state="attached")
    page.screenshot(path=PICTURES / "preview.png")


def _cards(folder: Path) -> dict[str, tuple[str, str, str]]:
    """Front, back and style of a card of each kind."""
    bank = shutil.copytree(BANK.parent, folder / "decks") / BANK.name
    result = build([bank], folder / "build")
    if not result.ok:
        sys.exit("\n".join(finding.as_text() for finding in result.banks[0].diagnostics))
    found: dict[str, tuple[str, str, str]] = {}
    with ScratchCollection(folder) as scratch:
        scratch.import_package(folder / "build" / f"{result.banks[0].id}.apkg")
        for kind, shot in KINDS.items():
            [guid, *_] = [note.guid for note in scratch.notes() if re.search(rf"/{shot.question}(?:#|$)", note.fields["ID"])]
            drawn = scratch.render(scratch.cards(guid)[0])
            found[kind] = (drawn.question, drawn.answer, drawn.css)
    return found


def _photograph(browser: Browser, name: str, cards: list[tuple[tuple[str, str, str], Shot, bool]], size: tuple[int, int]) -> None:
    """A picture of fronts and backs side by side, one row a card."""
    frames = "".join(f'<iframe srcdoc="{escape(_document(*card, night=night))}"></iframe>' * 2 for card, _, night in cards)
    style = (
        f"body{{margin:0;padding:12px;display:grid;grid-template-columns:repeat(2,{size[0]}px);gap:12px;background:#9aa3ad}}"
        f"iframe{{border:0;border-radius:14px;width:{size[0]}px;height:{size[1]}px}}"
    )
    width, height = 2 * size[0] + 36, len(cards) * (size[1] + 12) + 12
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=1.25)
    page.set_content(f'<!doctype html><meta charset="utf-8"><style>{style}</style>{frames}')
    page.wait_for_load_state("networkidle")
    for place, frame in enumerate(page.frames[1:]):
        _play(frame, cards[place // 2][1], turn=place % 2 == 1)
    page.evaluate("document.activeElement.blur()")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    page.close()
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


def _document(front: str, back: str, css: str, *, night: bool) -> str:
    dark = " nightMode night_mode" if night else ""
    return (
        f'<!doctype html><html class="linux chrome"><meta charset="utf-8"><style>body{{margin:20px}}{css}</style>'
        f'<body class="card card1{dark}"><div id="qa">{front}</div><template id="back">{back}</template>'
    )


def _play(frame: Frame, shot: Shot, *, turn: bool) -> None:
    frame.evaluate("window.pycmd = () => {}")
    tap = "places => places.forEach(place => { const things = document.querySelectorAll('.opt, .gap'); things[place].click(); })"
    frame.evaluate(tap, list(shot.front))
    if turn:
        frame.evaluate(_FLIP)
        frame.evaluate(tap, list(shot.back))


if __name__ == "__main__":
    main()
