"""Measures ``deckpress build`` against ``naive.py`` on the same banks: wall time and peak memory, side by side in one run.

The first round measures memory and warms the disk cache: a sampler follows the process tree and would take time from the
processes it watches. The rounds after it measure time, with nothing else going on, every variant in turn (A B C, A B C, …).

    python benchmarks/build.py [--banks 100] [--questions 1000] [--runs 3] [--one-bank N] [--deckpress CMD]
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shlex
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

try:
    import resource
except ImportError:  # Windows has no such module: no memory figures there
    resource = None  # type: ignore[assignment]

HERE = Path(__file__).resolve().parent
INTERVAL = 0.02  # seconds between two looks at the process tree
EDITED = re.compile(rb"^( +explanation: [^\n\"|]*?)(?: \(revision \d+\))?$", re.MULTILINE)


@dataclass
class Variant:
    """One of the things compared, and what was measured: seconds by timed run; MiB, 0 where unknown."""

    name: str
    command: list[str]
    out: Path
    prepare: Callable[[], None]
    seconds: list[float] = field(default_factory=list)
    largest: float = 0.0
    tree: float = 0.0


class Sampler(threading.Thread):
    """Watches a process and its descendants; ``peak`` is the largest sum of their PSS seen, in MiB (Linux only, else 0)."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.peak, self.done = root, 0.0, threading.Event()

    def run(self) -> None:
        """Looks until told to stop."""
        while not self.done.wait(INTERVAL):
            self.peak = max(self.peak, sum(map(_pss, _tree(self.root))))


def _tree(root: int) -> list[int]:
    """A process and its living descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = entry.read_text(errors="replace").rpartition(")")[2].split()[1]
        except OSError:  # it ended in between
            continue
        children.setdefault(int(parent), []).append(int(entry.parent.name))
    found = [root]
    for process in found:
        found += children.get(process, [])
    return found


def _pss(process: int) -> float:
    """A process's proportional share of memory in MiB; 0 where it has ended or the system does not tell."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _wait(process: subprocess.Popen[bytes]) -> float:
    """Waits for a process; the peak RSS in MiB of the largest process in its tree, 0 where the system does not tell."""
    if resource is None:
        process.wait()
        return 0.0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)


def measure(variant: Variant, environment: dict[str, str], sampled: bool) -> None:
    """Runs a variant once. Raises SystemExit with its output where it fails: a failure is no measurement."""
    variant.prepare()
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(variant.command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=environment)
        try:
            sampler = Sampler(process.pid) if sampled else None
            if sampler:
                sampler.start()
            largest = _wait(process)
            seconds = time.perf_counter() - start
        except BaseException:
            process.kill()
            raise
        if sampler:
            sampler.done.set()
            sampler.join()
            variant.tree = sampler.peak
        else:
            variant.seconds.append(seconds)
        variant.largest = max(variant.largest, largest)
        if process.returncode:
            output.seek(0)
            text = output.read().decode(errors="replace")[-4000:]
            raise SystemExit(f"{variant.name}: exit code {process.returncode}\n{shlex.join(variant.command)}\n{text}")
    print(f"{variant.name}: {seconds:.2f} s{' (memory round)' if sampled else ''}", file=sys.stderr, flush=True)


def contents(folder: Path) -> tuple[int, int, int]:
    """Packages, notes and cards in a folder of ``.apkg`` files."""
    packages = sorted(folder.rglob("*.apkg"))
    notes = cards = 0
    with tempfile.TemporaryDirectory() as scratch:
        for package in packages:
            with zipfile.ZipFile(package) as archive:
                database = Path(archive.extract("collection.anki2", scratch))
            connection = sqlite3.connect(database)
            notes += connection.execute("select count(*) from notes").fetchone()[0]
            cards += connection.execute("select count(*) from cards").fetchone()[0]
            connection.close()
    return len(packages), notes, cards


class Workplace:
    """The temporary folder of a benchmark: the banks, the outputs, and whatever a build leaves behind."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.banks, self.home = folder, folder / "banks", folder / "home"
        self.naive, self.built = folder / "naive", folder / "built"
        self.revision = 0

    def environment(self) -> dict[str, str]:
        """The environment of the measured processes: the user's caches are neither read nor touched, bytecode is kept as for any user."""
        homes = ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA")
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return inherited | dict.fromkeys(homes, str(self.home))

    def forget_naive(self) -> None:
        """No output of the naive pipeline."""
        shutil.rmtree(self.naive, ignore_errors=True)

    def forget_built(self) -> None:
        """No output, cache or lock: nothing but the banks as they were made, but for the edited one."""
        for folder in (self.built, self.home):
            shutil.rmtree(folder, ignore_errors=True)
        self.home.mkdir()
        for path in self.banks.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.suffix != ".yaml":
                path.unlink()

    def keep(self) -> None:
        """Everything stays as the last build left it."""

    def edit(self) -> None:
        """Rewords one question of the bank in the middle."""
        self.revision += 1
        banks = sorted(self.banks.glob("*.yaml"))
        path = banks[len(banks) // 2]
        text, count = EDITED.subn(rb"\1 (revision %d)" % self.revision, path.read_bytes(), count=1)
        if not count:
            raise SystemExit(f"{path}: no explanation to edit")
        path.write_bytes(text)


def variants(place: Workplace, deckpress: list[str]) -> list[Variant]:
    """What is compared; the first two are what the others are measured against."""
    naive = [sys.executable, str(HERE / "naive.py"), str(place.banks), str(place.naive)]
    build = [*deckpress, "build", str(place.banks), "-o", str(place.built)]
    return [
        Variant("naive, bank by bank", naive, place.naive, place.forget_naive),
        Variant("naive, all at once", [*naive, "--all-at-once"], place.naive, place.forget_naive),
        Variant("deckpress build, cold", build, place.built, place.forget_built),
        Variant("deckpress build, nothing changed", build, place.built, place.keep),
        Variant("deckpress build, one question changed", build, place.built, place.edit),
    ]


def run(place: Workplace, compared: list[Variant], runs: int) -> tuple[int, int, int]:
    """Measures all; packages, notes and cards of each variant. Raises SystemExit where the variants do not make the same."""
    made: dict[str, tuple[int, int, int]] = {}
    for round_ in range(runs + 1):
        for variant in compared:
            measure(variant, place.environment(), sampled=not round_)
            if not round_:
                made[variant.name] = contents(variant.out)
    if len(set(made.values())) > 1:
        lines = (f"  {name}: {p} packages, {n} notes, {c} cards" for name, (p, n, c) in made.items())
        raise SystemExit("the variants made different decks, their times say nothing:\n" + "\n".join(lines))
    return made[compared[0].name]


def _share(value: float, base: float) -> str:
    return f"{value / base:.2f}" if value and base else "–"


def table(compared: list[Variant]) -> Iterable[str]:
    """The lines of the Markdown table. Speed is against the first variant, memory (PSS) against each of the first two."""
    base, whole = compared[:2]
    middle = statistics.median(base.seconds)
    yield "| | seconds, median (range) | speed | largest process, RSS | process tree, PSS | of bank by bank's | of all at once's |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for v in compared:
        seconds = statistics.median(v.seconds)
        span = f"{seconds:.2f} ({min(v.seconds):.2f}–{max(v.seconds):.2f})"
        largest, tree = (f"{size:.0f} MiB" if size else "–" for size in (v.largest, v.tree))
        shares = f"{_share(v.tree, base.tree)} | {_share(v.tree, whole.tree)}"
        yield f"| {v.name} | {span} | {middle / seconds:.1f}× | {largest} | {tree} | {shares} |"


def main() -> None:
    """Makes banks, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--banks", type=int, default=100)
    parser.add_argument("--questions", type=int, default=1000, help="questions a bank")
    parser.add_argument("--one-bank", type=int, metavar="N", help="one bank of N questions instead")
    parser.add_argument("--runs", type=int, default=3, help="timed rounds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--deckpress", metavar="CMD", help="command to measure (default: this Python, -m deckpress)")
    args = parser.parse_args()
    banks, questions = (1, args.one_bank) if args.one_bank else (args.banks, args.questions)
    if min(banks, questions, args.runs) < 1:
        parser.error("banks, questions and runs are at least 1")
    deckpress = shlex.split(args.deckpress) if args.deckpress else [sys.executable, "-m", "deckpress"]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        place = Workplace(Path(folder))
        # In a process of its own: a child's peak memory counts from its parent's size, so this process stays small.
        numbers = ["--banks", str(banks), "--questions", str(questions), "--seed", str(args.seed)]
        subprocess.run([sys.executable, str(HERE / "banks.py"), str(place.banks), *numbers], check=True)
        size = sum(path.stat().st_size for path in place.banks.iterdir())
        compared = variants(place, deckpress)
        packages, notes, cards = run(place, compared, args.runs)
    print(f"`python benchmarks/build.py {shlex.join(sys.argv[1:])}`\n")
    print(f"{banks} bank(s) of {questions} questions, {size / 1e6:.1f} MB; {packages} package(s), {notes} notes, {cards} cards each.")
    machine = f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}"
    print(f"{machine}; {args.runs} timed round(s) after one for memory.\n")
    print("\n".join(table(compared)))


if __name__ == "__main__":
    main()
