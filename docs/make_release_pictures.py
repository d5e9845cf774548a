"""Makes the pictures of the download page: ``python docs/make_release_pictures.py [--chromium PROGRAM]``.

Releases the banks of this repository, corrects a question of one and deletes another, releases them again, and photographs the page of
the second release as a phone and a computer show it. Needs the extra ``release`` and a Chromium or Chrome.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from deckpress.project.build import build
from deckpress.release.run import release

ROOT = Path(__file__).resolve().parent.parent
BANK = ROOT / "decks" / "customer-service-foundations.yaml"
PICTURES = ROOT / "docs" / "pictures"
FIRST = 1_795_305_600
"""Unix seconds of the first of the two releases: 2026-11-22."""
ADDRESS = "https://example.org/decks/"
PHONE, DESKTOP = (390, 844), (1200, 1000)
"""Width and height of a phone's screen and of a window, in CSS pixels."""
SCREENS = ("", "#news", "#find")
"""Where the three screens of the phone begin."""
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def main() -> None:
    """Writes the pictures; ends with a message where something is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--chromium", help="program to photograph with (default: the first one found)")
    chromium = parser.parse_args().chromium or next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if chromium is None:
        sys.exit("no Chromium found: name one with --chromium")
    with TemporaryDirectory() as name:
        page = _download_page(Path(name, "download"))
        _photograph(chromium, _phones(page), Path(name, "download-phone.html"), (3 * PHONE[0] + 48, PHONE[1] + 24))
        _photograph(chromium, page, Path(name, "download-desktop.html"), DESKTOP)


def _download_page(folder: Path) -> str:
    """The page of the second release of the bank: one question corrected, one deleted, one new."""
    decks = Path(shutil.copytree(BANK.parent, folder / "decks"))
    os.environ["SOURCE_DATE_EPOCH"] = str(FIRST)
    build([decks], folder / "build", now=FIRST)
    release([decks], folder / "first", url=ADDRESS)
    edit_bank(decks / BANK.name)
    os.environ["SOURCE_DATE_EPOCH"] = str(FIRST + 86_400)
    build([decks], folder / "build", now=FIRST + 86_400)
    done = release([decks], folder / "second", previous=str(folder / "first"), url=ADDRESS)
    if not done.ok:
        sys.exit("\n".join(finding.as_text() for finding in done.findings))
    return (folder / "second" / "index.html").read_text("utf-8")


def edit_bank(path: Path) -> None:
    """Takes the last question out of a bank and corrects the first."""
    text = path.read_text("utf-8")
    head, _, last = text.rpartition("\n      - id: ")
    end = re.search(r"\n(?! {8}|\n)", last)
    text = head + (last[end.start() :] if end else "\n")
    path.write_text(re.sub(r"(explanation: )(\S)", r"\1简单地说，\2", text, count=1), "utf-8")


def _phones(page: str) -> str:
    """Three screens of a phone side by side: the top of the page, what is new, how to find and review."""
    frames = "".join(
        f'<iframe srcdoc="{escape(page.replace("<body", f"<body id=top{index}", 1))}"></iframe>' for index in range(len(SCREENS))
    )
    style = (
        "body{margin:0;padding:12px;display:flex;gap:12px;background:#c9ced6}"
        f"iframe{{border:0;border-radius:14px;width:{PHONE[0]}px;height:{PHONE[1]}px;background:#fff}}"
    )
    targets = ",".join(f'"{screen}"' for screen in SCREENS)
    script = (
        f"const targets=[{targets}];document.querySelectorAll('iframe').forEach((frame,index)=>frame.addEventListener('load',()=>{{"
        "const page=frame.contentDocument;"
        "if(targets[index])page.querySelector(targets[index]).scrollIntoView();}));"
    )
    return f'<!doctype html><meta charset="utf-8"><style>{style}</style>{frames}<script>{script}</script>'


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
