"""Kills builds and releases at random moments (SIGKILL) and looks at what they leave: ``python benchmarks/kills.py [--kills 32]``.

A folder of banks is released; then a question changes. Each round begins with the old release and the old lock, runs `deckpress build`
or `deckpress release`, and kills it. After each kill the release folder must be the old one or the new one, each file with its sum; each
lock the old or the new one; each package in the build folder one that opens and holds what its lock says. A run is measured first; the
moments lie in all of it, but half of those of a release where the new folder is put in place. Needs the extra ``release`` and a POSIX
system.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from deckpress.engine.reading import read_notes

EPOCH = 1_750_000_000
BANK = "deckpress: 1\nid: {name}\ntitle: {name}\nquestions:\n{questions}"
QUESTION = "  - id: q{number}\n    stem: What is {number} in the bank {name}?\n    answer: {answer}\n"


def main() -> None:
    """Prints what was found after the kills; ends with 1 where something was broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=32)
    parser.add_argument("--banks", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        found = Rounds(Path(folder), options.banks, random.Random(options.seed)).run(options.kills)  # noqa: S311 - moments, no secrets
    for name, count in sorted(found.items()):
        print(f"{name}: {count}")
    sys.exit(1 if any("BROKEN" in name for name in found) else 0)


class Rounds:
    """The folder in which all happens; ``before`` and ``after`` keep what a whole run begins and ends with."""

    def __init__(self, folder: Path, banks: int, chance: random.Random) -> None:
        self.folder, self.banks, self.chance = folder, banks, chance
        self.work, self.before, self.after = folder / "work", folder / "before", folder / "after"
        self.lengths: dict[str, float] = {}

    def run(self, kills: int) -> Counter[str]:
        """``kills`` rounds, builds and releases in turn."""
        self.write("old")
        self.command("build", EPOCH, wait=True)
        self.command("release", EPOCH, wait=True)
        shutil.copytree(self.work, self.before)
        self.write("new")
        for name in ("build", "release"):
            started = time.monotonic()
            self.command(name, EPOCH + 86_400, wait=True)
            self.lengths[name] = time.monotonic() - started
        shutil.copytree(self.work, self.after)
        found: Counter[str] = Counter()
        for index in range(kills):
            found.update(self.round("release" if index % 2 else "build", late=index % 4 > 1))
        return found

    def write(self, answer: str) -> None:
        """Writes the banks; one question of each has this answer."""
        for number in range(self.banks):
            name = f"bank{number}"
            questions = "".join(QUESTION.format(number=n, name=name, answer=answer if n == 1 else "the same") for n in range(40))
            path = self.work / "decks" / f"{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(BANK.format(name=name, questions=questions), "utf-8")

    def command(self, name: str, epoch: int, *, wait: bool = False) -> subprocess.Popen[bytes]:
        """Starts a command in the working folder."""
        options = ["release", "--out", "out"] if name == "release" else ["build", "--no-cache"]
        if name == "release" and self.before.exists():
            options += ["--previous", str(self.before / "out")]
        env = os.environ | {"SOURCE_DATE_EPOCH": str(epoch), "PYTHONPATH": os.pathsep.join(sys.path)}
        process = subprocess.Popen(
            [sys.executable, "-m", "deckpress", *options], cwd=self.work, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if wait and process.wait():
            sys.exit(f"deckpress {name} failed")
        return process

    def round(self, name: str, *, late: bool) -> list[str]:
        """One run that is killed; what is found afterwards."""
        shutil.rmtree(self.work)
        shutil.copytree(self.after if name == "release" else self.before, self.work)
        if name == "release":
            shutil.rmtree(self.work / "out")
            shutil.copytree(self.before / "out", self.work / "out")
        else:
            self.write("new")
        process = self.command(name, EPOCH + 86_400)
        if late and name == "release":
            self.wait_for_the_exchange(process)
            time.sleep(self.chance.uniform(0, 0.03))
        else:
            time.sleep(self.lengths[name] * (self.chance.uniform(0.6, 1.05) if late else self.chance.uniform(0, 1)))
        process.send_signal(signal.SIGKILL)
        ended = process.wait() == 0
        return [f"{name}, ended before its kill" if ended else f"{name}, killed", *self.judged(name)]

    def wait_for_the_exchange(self, process: subprocess.Popen[bytes]) -> None:
        """Waits until the new folder lies ready, or the process has ended."""
        while process.poll() is None and not any(self.work.glob(f".deckpress/build-{process.pid}-*/release/SHA256SUMS")):
            time.sleep(0.001)

    def judged(self, name: str) -> list[str]:
        """What lies there now, in words."""
        if name == "release":
            return [f"release folder: {self.which('out')}", f"locks: {self.which('decks')}"]
        states = {self.which(f"decks/bank{number}.lock") for number in range(self.banks)}
        broken = "BROKEN" if any("BROKEN" in state for state in states) else "each old or new"
        for path in sorted((self.work / "build").glob("*.apkg")):
            if len(read_notes(path)) != 40 or "BROKEN" in self.which(f"build/{path.name}"):
                broken = "BROKEN"
        return [f"locks and packages of a build: {broken}"]

    def which(self, name: str) -> str:
        """Whether a file or folder is the old one or the new one."""
        now, old, new = (_bytes(folder / name) for folder in (self.work, self.before, self.after))
        return "new" if now == new else "old" if now == old else "BROKEN"


def _bytes(path: Path) -> dict[str, bytes]:
    if path.is_file():
        return {"": path.read_bytes()}
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in sorted(path.rglob("*")) if each.is_file()}


if __name__ == "__main__":
    main()
