"""Measures ``deckpress import``: how much of real documents it gets right, and how its time and memory grow.

    python benchmarks/importing.py quality FOLDER [--write FILE]
    python benchmarks/importing.py speed [--runs 3] [--write FILE]

``quality`` wants a folder with documents ``documents/NN_NAME.EXT``, labels made by hand ``gold/NN.json``, and the ``score.py`` that
compares a bank with them. ``speed`` makes its own documents. ``--write`` puts the result between the file's markers
``<!-- quality -->`` and ``<!-- /quality -->`` (or ``speed``) instead of printing it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import runpy
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

TIMEOUT = 600  # seconds for one import
GOALS = {"perfect": 0.97, "precision": 0.98}  # for each document
AVERAGE_F1, SURE_WRONG = 0.98, 0.01
SECONDS, MEMORY = 20.0, 1.0  # GB of 10⁹ bytes; for the largest text bank
SIZES = (10, 1_000, 10_000, 100_000)  # questions of the text banks; the first shows what starting alone takes
CHAPTER = 100  # questions of a chapter in them
HOSTILE = ("(", "1.", "A", " ", "第", "A. ", "1. ", "答案：", "____", "1、B ")  # what a line of 1 MB repeats
SHARES = ("found", "precision", "type", "options", "answer", "perfect", "F1", "sure_wrong")
BRIEF = re.compile(r"(.{0,44}[^,:;\s]|[^,:;]+)(?=[,:;] |$).*")  # the first clauses of a text, as many as fit

Questions = list[dict[str, Any]]


class Run(NamedTuple):
    """One import: seconds of the clock and the processor, peak memory in MiB (0 where the system does not tell), both streams."""

    seconds: float
    processor: float
    memory: float
    code: int
    printed: str


class Scorer(NamedTuple):
    """The functions of a ``score.py``; the questions of a bank have ``sure``, false where they carry ``review``."""

    bank_questions: Callable[[Path], Questions]
    unique: Callable[[Questions], Questions]
    score: Callable[[Questions, Questions], tuple[dict[str, float], list[str]]]


class Row(NamedTuple):
    """What became of one document: the scorer's figures, how many questions are sure and how many to review, why there are none."""

    name: str
    sort: str
    figures: dict[str, float]
    sure: int
    review: int
    seconds: float
    failure: str = ""


def run(command: Sequence[str]) -> Run:
    """Runs a command. Raises SystemExit where it takes too long."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        processor, memory = _wait(process, start + TIMEOUT)
        seconds = time.perf_counter() - start
        output.seek(0)
        return Run(seconds, processor, memory, process.returncode, output.read().decode("utf-8", "replace"))


def _wait(process: subprocess.Popen[bytes], deadline: float) -> tuple[float, float]:
    """Waits for a process to end; its seconds of processor and its peak RSS in MiB, 0 where the system does not tell."""
    if sys.platform == "win32":
        process.wait(TIMEOUT)
        return 0.0, 0.0
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
        if time.perf_counter() > deadline:
            process.kill()
            raise SystemExit(f"not done after {TIMEOUT} s: {process.args!r}")
        time.sleep(0.005)


def quality(folder: Path, deckpress: Sequence[str]) -> Iterator[str]:
    """Imports and scores every labelled document of a folder; the Markdown lines of the result."""
    names = runpy.run_path(str(folder / "score.py"))
    scorer = Scorer(*(names[name] for name in Scorer._fields))
    sorts = _sorts(folder / "README.md")
    rows: list[Row] = []
    for gold in sorted((folder / "gold").glob("*.json")):
        document = next((folder / "documents").glob(f"{gold.stem}_*"), None)
        if document is None:
            raise SystemExit(f"{gold}: no document {gold.stem}_* in {folder / 'documents'}")
        rows.append(_import_one(document, gold, scorer, deckpress, sorts.get(gold.stem, "")))
        print(f"{rows[-1].name}: F1 {rows[-1].figures['F1']:.3f}, {rows[-1].seconds:.1f} s {rows[-1].failure}", file=sys.stderr)
    if not rows:
        raise SystemExit(f"{folder / 'gold'} holds no labels")
    yield from _quality_table(rows)
    yield from _quality_goals(rows)


def _import_one(document: Path, gold: Path, scorer: Scorer, deckpress: Sequence[str], sort: str) -> Row:
    labels: Questions = json.loads(gold.read_text("utf-8"))["questions"]
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        bank = Path(name, "bank.yaml")
        done = run([*deckpress, "import", str(document), "-o", str(bank), "--id", f"bank-{gold.stem}"])
        found = scorer.bank_questions(bank) if bank.exists() else []
    figures, _ = scorer.score(labels, found)
    sure = sum(question["sure"] for question in scorer.unique(found))
    failure = "" if found else (done.printed.strip().splitlines() or ["no output"])[-1]
    review = sum(not question["sure"] for question in found)
    return Row(f"{gold.stem} {_container(document)}", sort, figures, sure, review, done.seconds, failure)


def _container(document: Path) -> str:
    """What sort of file it is: its ending, and the encoding of a text that is not UTF-8."""
    data, sort = document.read_bytes(), document.suffix[1:]
    encodings = {"utf-8": "", "gb18030": " GBK", "big5": " Big5", "cp932": " Shift-JIS"} if b"\0" not in data else {}
    for encoding, name in encodings.items():
        with suppress(UnicodeDecodeError):
            data.decode(encoding)
            return sort + name
    return sort


def _sorts(readme: Path) -> dict[str, str]:
    """What each document is, by number, from rows such as ``| 59, 60 | the same pool as text and PDF |`` of a README; cut short."""
    rows = re.findall(r"^\| *([\d, ]+?) *\| *([^|\n]+?) *\|$", readme.read_text("utf-8"), re.MULTILINE) if readme.exists() else []
    return {number.strip(): BRIEF.sub(r"\1", text) for numbers, text in rows for number in numbers.split(",")}


def _quality_table(rows: Sequence[Row]) -> Iterator[str]:
    heads = ("document", "", "questions", "found", "precision", "kind", "options", "answer", "perfect", "F1", "wrong among the sure")
    yield from _head(*heads, "to review", "seconds")
    for row in rows:
        shares = " | ".join(f"{row.figures[name]:.3f}" for name in SHARES)
        yield f"| {row.name} | {row.sort} | {row.figures['gold']:,} | {shares} | {row.review:,} | {row.seconds:.1f} |"
    shares = " | ".join(f"{statistics.fmean(row.figures[name] for row in rows):.3f}" for name in SHARES)
    total, review, seconds = (sum(numbers) for numbers in zip(*((r.figures["gold"], r.review, r.seconds) for r in rows), strict=True))
    yield f"| average; sums | | {total:,} | {shares} | {review:,} | {seconds:.1f} |"
    yield ""
    if failures := [f"- {row.name} gave no bank: {row.failure}" for row in rows if row.failure]:
        yield from [*failures, ""]


def _quality_goals(rows: Sequence[Row]) -> Iterator[str]:
    """Which goals hold. The sure and wrong are counted over all documents together."""
    yield from _head("goal", "holds", "")
    for name, goal in GOALS.items():
        below = [row for row in rows if row.figures[name] < goal]
        told = "; ".join([f"{len(rows) - len(below)} of {len(rows)}", *(f"{row.name} {row.figures[name]:.3f}" for row in below)])
        yield f"| {name} ≥ {goal} on every document | {_holds(not below)} | {told} |"
    f1 = statistics.fmean(row.figures["F1"] for row in rows)
    yield f"| average F1 ≥ {AVERAGE_F1} | {_holds(f1 >= AVERAGE_F1)} | {f1:.4f} |"
    sure, wrong = sum(row.sure for row in rows), sum(round(row.figures["sure_wrong"] * row.sure) for row in rows)
    share = wrong / sure if sure else 1.0
    yield f"| wrong among the sure < {SURE_WRONG:.0%} | {_holds(share < SURE_WRONG)} | {wrong:,} of {sure:,}, {share:.2%} |"


def _head(*names: str) -> tuple[str, str]:
    """The first two lines of a table."""
    return f"| {' | '.join(names)} |", "|" + " --- |" * len(names)


def _holds(good: bool) -> str:
    return "yes" if good else "**no**"


def speed(deckpress: Sequence[str], runs: int, sizes: Sequence[int] = SIZES) -> Iterator[str]:
    """Imports text banks that grow, and hostile lines; the Markdown lines of the result."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        yield from _growth(Path(name), deckpress, runs, sizes)
        yield ""
        yield from _hostile(Path(name), deckpress, runs)


def bank_text(count: int) -> Iterator[str]:
    """A bank as people write it, chapter by chapter: choices, true or false, about 100 bytes of UTF-8 a question. Line by line."""
    birds, things = ("苍鹭", "雨燕", "戴胜", "白鹡鸰", "红隼"), ("芦苇", "湿泥", "细枝", "苔藓", "羽毛", "蛛丝", "干草")
    for index in range(count):
        chapter, place = divmod(index, CHAPTER)
        if place == 0:
            yield f"第{chapter + 1}章 第{chapter + 1}片湿地\n\n一、单项选择题\n"
        elif place == CHAPTER * 8 // 10:
            yield "二、判断题\n"
        bird = birds[index % len(birds)]
        if place >= CHAPTER * 8 // 10:
            yield f"{place + 1}. 在{index}号观察点，{bird}用{things[index % 7]}筑巢，每年只繁殖一次。（{'√×'[index % 2]}）\n"
            continue
        yield f"{place + 1}. {index}号巢里的{bird}主要用什么材料筑巢？\n"
        yield "".join(f"{letter}. {things[(index + offset) % 7]}\n" for offset, letter in enumerate("ABCD"))
        yield f"答案：{'ABCD'[index * 7 % 4]}\n"


def _growth(folder: Path, deckpress: Sequence[str], runs: int, sizes: Sequence[int]) -> Iterator[str]:
    yield from _head("questions", "MB", "seconds, median (range)", "processor", "questions a second", "peak memory", "× the row above")
    processors: list[float] = []
    for size in sizes:
        document = folder / f"bank{size}.txt"
        with document.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(bank_text(size))
        done = [_measured(deckpress, document, f"{size} questions") for _ in range(runs)]
        seconds, processor, memory = _middle(done)
        processors.append(processor)
        span = f"{seconds:.2f} ({min(one.seconds for one in done):.2f}–{max(one.seconds for one in done):.2f})"
        speeds = f"{processor:.2f} | {size / seconds:,.0f} | {memory:.0f} MiB"
        yield f"| {size:,} | {document.stat().st_size / 1e6:.1f} | {span} | {speeds} | {_growth_of(processors[0], *processors[1:][-2:])} |"
    yield f"\nThe last column compares processor time, without that of {sizes[0]} questions: starting Python, loading libraries.\n"
    gigabytes = memory * 2**20 / 1e9
    yield from _head("goal", "holds", "")
    yield f"| {sizes[-1]:,} questions in under {SECONDS:.0f} s | {_holds(seconds < SECONDS)} | {seconds:.1f} s |"
    yield f"| in under {MEMORY:.0f} GB | {_holds(gigabytes < MEMORY)} | {gigabytes:.2f} GB |"


def _hostile(folder: Path, deckpress: Sequence[str], runs: int) -> Iterator[str]:
    yield from _head("a line of 1 MB of", "seconds, median", "processor", "peak memory", "× a line half as long")
    for text in HOSTILE:
        middles = []
        for size in (0, 500_000, 1_000_000):
            document = folder / "hostile.txt"
            line = text * (size // len(text.encode()))
            document.write_text("".join(bank_text(5)) + line + "\n" + "".join(bank_text(5)), "utf-8", newline="\n")
            middles.append(_middle([_measured(deckpress, document) for _ in range(runs)]))
        seconds, processor, memory = middles[-1]
        growth = _growth_of(*(middle[1] for middle in middles))
        yield f"| `{text * 3}…` | {seconds:.2f} | {processor:.2f} | {memory:.0f} MiB | {growth} |"


def _middle(done: Sequence[Run]) -> tuple[float, float, float]:
    """Medians of the seconds of clock and processor; the largest peak of memory."""
    return statistics.median(r.seconds for r in done), statistics.median(r.processor for r in done), max(r.memory for r in done)


def _growth_of(start: float, smaller: float = 0.0, larger: float = 0.0) -> str:
    """How many times as long the larger takes, without the start; a dash where that is too little to say."""
    return f"{(larger - start) / (smaller - start):.1f}" if larger and smaller - start > 0.05 else "–"


def _measured(deckpress: Sequence[str], document: Path, wanted: str = "") -> Run:
    """One import into a new bank. Raises SystemExit where the import fails, or does not find what it should: its time says nothing."""
    with tempfile.TemporaryDirectory(dir=document.parent) as name:
        done = run([*deckpress, "import", str(document), "-o", str(Path(name, "bank.yaml")), "--id", "bank"])
    told = done.printed.partition("\n")[0].partition(": ")[2].replace(",", "")
    if done.code not in (0, 1) or (wanted and told != wanted):
        raise SystemExit(f"exit code {done.code}, wanted {wanted or 'an end'}:\n{done.printed[-3000:]}")
    print(f"{document.name}: {done.seconds:.2f} s, {done.memory:.0f} MiB", file=sys.stderr)
    return done


def put(path: Path, part: str, text: str) -> None:
    """Puts a text between the markers of a part in a file. Raises SystemExit where the file has not exactly one such pair."""
    marked = re.compile(rf"(<!-- {part} -->\n).*?(<!-- /{part} -->)", re.DOTALL)
    page, count = marked.subn(lambda match: f"{match[1]}{text}\n{match[2]}", path.read_text("utf-8"))
    if count != 1:
        raise SystemExit(f"{path} has {count} pairs of the markers <!-- {part} --> and <!-- /{part} -->, not one")
    path.write_text(page, "utf-8", newline="\n")


def main() -> None:
    """Measures, then prints or writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=("quality", "speed"))
    parser.add_argument("folder", nargs="?", type=Path, help="for quality: documents/, gold/ and score.py")
    parser.add_argument("--runs", type=int, default=3, help="for speed: imports of each document")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the result between this file's markers")
    parser.add_argument("--deckpress", metavar="CMD", help="command to measure (default: this Python, -m deckpress)")
    args = parser.parse_args()
    if args.runs < 1 or (args.part == "quality") != (args.folder is not None):
        parser.error("quality needs FOLDER, speed needs none; runs are at least 1")
    deckpress = shlex.split(args.deckpress) if args.deckpress else [sys.executable, "-m", "deckpress"]
    busy = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""  # other work on the machine tells in seconds
    machine = f"{os.cpu_count()} cores{busy}, {platform.platform()}, Python {platform.python_version()}"
    lines = list(quality(args.folder, deckpress) if args.part == "quality" else speed(deckpress, args.runs))
    command = "quality FOLDER" if args.part == "quality" else f"speed --runs {args.runs}"
    text = "\n".join([f"`python benchmarks/importing.py {command}`; {machine}", "", *lines])
    if args.write:
        put(args.write, args.part, text)
    else:
        print(text)


if __name__ == "__main__":
    main()
