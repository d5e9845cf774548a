"""Measures ``deckpress preview`` in a real browser: how long until the first card of a large bank stands there, and how its list scrolls.

The browser is open already, as a user's is. Served: from the start of the command to the first card drawn on phone and desktop.
Offline: from opening the file of ``--html``. Scrolling: the time between frames while the whole list runs past.

    python benchmarks/preview.py [--questions 10000] [--runs 5] [--chromium PROGRAM]
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).resolve().parent
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
_DECKPRESS = (sys.executable, "-m", "deckpress", "preview")
_SCROLL = """async () => {
  const pane = document.getElementById("list"), end = pane.scrollHeight - pane.clientHeight, frames = [];
  let before = await new Promise(requestAnimationFrame);
  for (let step = 1; step <= 240; step += 1) {
    pane.scrollTop = end * step / 240;
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - before);
    before = now;
  }
  return frames;
}"""
_FLING = _SCROLL.replace("end * step / 240", "step * 60")


def served(page: Page, path: Path) -> tuple[float, float]:
    """Seconds from the start of the command, and from opening its address, to the first card. The page stays on it."""
    started = time.perf_counter()
    with subprocess.Popen([*_DECKPRESS, str(path), "--no-open", "--port", "0"], stdout=subprocess.PIPE, text=True) as server:
        try:
            address = next(word for line in server.stdout or () for word in line.split() if word.startswith("http://"))
            opened = time.perf_counter()
            page.goto(address, wait_until="commit")
            page.wait_for_selector("html[data-state=shown]", state="attached")
            done = time.perf_counter()
            return done - started, done - opened
        finally:
            server.terminate()


def offline(page: Page, path: Path) -> float:
    """Seconds from opening a file to its first card."""
    started = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector("html[data-state=shown]", state="attached")
    return time.perf_counter() - started


def scrolled(page: Page, script: str) -> str:
    """Milliseconds between frames: the median, the 95th of 100, the longest."""
    frames = sorted(page.evaluate(script))
    return f"{statistics.median(frames):.0f} / {frames[int(len(frames) * 0.95)]:.0f} / {frames[-1]:.0f} ms"


def measure(browser: Browser, folder: Path, questions: int, runs: int) -> Iterator[str]:
    """The lines of the report."""
    made = [sys.executable, str(HERE / "banks.py"), str(folder), "--banks", "1", "--questions", str(questions), "--seed", "1"]
    subprocess.run(made, check=True, capture_output=True)
    [path] = folder.glob("*.yaml")
    html = folder / "preview.html"
    page = browser.new_page(viewport={"width": 1360, "height": 900})
    times = [served(page, path) for _ in range(runs)]
    started = time.perf_counter()
    subprocess.run([*_DECKPRESS, str(path), "--html", str(html)], check=True, capture_output=True)
    written = time.perf_counter() - started
    opened = [offline(page, html) for _ in range(runs)]
    rows = page.evaluate("document.querySelectorAll('.item').length")
    cards = page.evaluate("data.rows.length")
    yield f"{questions} questions, {path.stat().st_size / 1e6:.1f} MB; {cards} cards, {rows} rows in the page."
    yield f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}, Chromium {browser.version}."
    yield "\n| | median (range) of seconds |\n| --- | --- |"
    yield f"| served: from the start of the command to the first card | {_spread([whole for whole, _ in times])} |"
    yield f"| served: from opening the address to the first card | {_spread([own for _, own in times])} |"
    yield f"| `--html`: writing the file, {html.stat().st_size / 1e6:.1f} MB | {written:.2f} |"
    yield f"| `--html`: from opening the file to the first card | {_spread(opened)} |"
    fling, whole_list = scrolled(page, _FLING), scrolled(page, _SCROLL)
    yield f"\nBetween frames (median / 95 % / longest): {fling} at 60 px a frame, {whole_list} over the whole list."


def _spread(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.2f} ({min(times):.2f}–{max(times):.2f})"


def main() -> None:
    """Prints the report."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--chromium", help="browser to measure in (default: the first one found)")
    options = parser.parse_args()
    program = options.chromium or next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        sys.exit("no Chromium found: name one with --chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        for line in measure(browser, Path(name), options.questions, options.runs):
            print(line)
        browser.close()


if __name__ == "__main__":
    main()
