"""Makes the pictures in the README: ``python docs/make_pictures.py [--chromium PROGRAM]``.

A card: builds the bank of this repository, imports the deck into the real Anki, lets Anki render one card, and photographs its front and
back, side by side, with Chromium. A report: what recognition makes of the Word file that the README shows. Needs the extra ``verify``
and a Chromium or Chrome.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from deckpress.engine import ScratchCollection
from deckpress.project.build import build
from deckpress.readers.documents.blocks import Document, Line
from deckpress.readers.documents.recognise import recognise
from deckpress.writers.import_report import import_report

ROOT = Path(__file__).resolve().parent.parent
BANK = ROOT / "decks" / "customer-service-foundations.yaml"
QUESTION = "internal-customer-warehouse"
PICTURES = ROOT / "docs" / "pictures"
SIDE, HEIGHT = 372, 712
"""Width and height of one side, in CSS pixels."""
REPORT = (940, 540)
"""Width and height of the report, in CSS pixels."""
_DOCUMENT = re.compile(r"<!-- test: docx (\S+) -->\n```text\n(.*?)```", re.DOTALL)
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def main() -> None:
    """Writes the pictures; ends with a message where something is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--chromium", help="program to photograph with (default: the first one found)")
    chromium = parser.parse_args().chromium or next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if chromium is None:
        sys.exit("no Chromium found: name one with --chromium")
    with TemporaryDirectory() as name:
        _photograph(chromium, _card(Path(name)), Path(name, "card.html"), (2 * SIDE + 36, HEIGHT + 24))
        _photograph(chromium, _report(), Path(name, "report.html"), REPORT)


def _report() -> str:
    """The report on the README's Word file."""
    found = _DOCUMENT.search((ROOT / "README.md").read_text("utf-8"))
    if found is None:
        sys.exit("README.md shows no Word file")
    lines = [Line(text=text, number=number) for number, text in enumerate(found[2].splitlines(), 1)]
    document = Document(name=found[1], format="docx", unit="paragraph", lines=lines)
    return import_report(document, recognise(document), bank="decks/wetland.yaml", title=Path(found[1]).stem, language="zh-CN")


def _card(folder: Path) -> str:
    """Both sides of the card as one page."""
    bank = shutil.copytree(BANK.parent, folder / "decks") / BANK.name
    result = build([bank], folder / "build", locked=True)
    if not result.ok:
        sys.exit("\n".join(finding.as_text() for finding in result.banks[0].diagnostics))
    with ScratchCollection(folder) as scratch:
        scratch.import_package(folder / "build" / f"{result.banks[0].id}.apkg")
        [guid] = [note.guid for note in scratch.notes() if note.fields["ID"].endswith(f"/{QUESTION}")]
        drawn = scratch.render(scratch.cards(guid)[0])
    sides = "".join(_side(html, drawn.css) for html in (drawn.question, drawn.answer))
    style = (
        "body{margin:0;padding:12px;display:flex;gap:12px;background:#e9ebee}"
        f"iframe{{border:0;border-radius:14px;width:{SIDE}px;height:{HEIGHT}px;background:#fff}}"
    )
    return f'<!doctype html><meta charset="utf-8"><style>{style}</style>{sides}'


def _side(html: str, css: str) -> str:
    document = (
        f'<!doctype html><html class="mobile"><meta charset="utf-8"><style>body{{margin:20px}}{css}</style>'
        f'<body class="card card1"><div id="qa">{html}</div>'
    )
    return f'<iframe srcdoc="{escape(document)}"></iframe>'


def _photograph(chromium: str, html: str, page: Path, size: tuple[int, int]) -> None:
    """Writes the page, and its picture (``size`` in CSS pixels) under the same name."""
    page.write_text(html, "utf-8")
    picture = PICTURES / f"{page.stem}.png"
    picture.parent.mkdir(exist_ok=True)
    command = [
        chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1.5",
        f"--window-size={size[0]},{size[1]}", f"--screenshot={picture}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - a program that the caller chose
    print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
