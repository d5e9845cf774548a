"""Makes the picture of a card in the README: ``python docs/make_pictures.py [--chromium PROGRAM]``.

Builds the bank of this repository, imports the deck into the real Anki, lets Anki render one card, and photographs its front and back,
side by side, with Chromium. Needs the extra ``verify`` and a Chromium or Chrome.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from deckpress.engine import ScratchCollection
from deckpress.project.build import build

ROOT = Path(__file__).resolve().parent.parent
BANK = ROOT / "decks" / "customer-service-foundations.yaml"
QUESTION = "internal-customer-warehouse"
PICTURE = ROOT / "docs" / "pictures" / "card.png"
SIDE, HEIGHT = 372, 712
"""Width and height of one side, in CSS pixels."""
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def main() -> None:
    """Writes the picture; ends with a message where something is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--chromium", help="program to photograph with (default: the first one found)")
    chromium = parser.parse_args().chromium or next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if chromium is None:
        sys.exit("no Chromium found: name one with --chromium")
    with TemporaryDirectory() as name:
        page = Path(name, "card.html")
        page.write_text(_page(Path(name)), "utf-8")
        _photograph(chromium, page, PICTURE)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size / 1000:.0f} kB")


def _page(folder: Path) -> str:
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


def _photograph(chromium: str, page: Path, picture: Path) -> None:
    width, height = 2 * SIDE + 36, HEIGHT + 24
    picture.parent.mkdir(exist_ok=True)
    command = [
        chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1.5",
        f"--window-size={width},{height}", f"--screenshot={picture}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - a program that the caller chose


if __name__ == "__main__":
    main()
