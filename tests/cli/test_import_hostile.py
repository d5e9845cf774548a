"""``deckpress import`` of files that mean harm, or are none: a clear refusal, nothing written; and of an import that is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.readers.documents.containers.docx_files import docx, p, zipped
from tests.readers.documents.containers.pdf_files import At, objects, text_pdf
from tests.readers.documents.containers.xlsx_files import rows, xlsx

from deckpress.cli import main
from deckpress.project.check import check
from deckpress.readers.documents.limits import MAX_FILE, MAX_LINE

DTD = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE a [<!ENTITY a '{}'>{}]><a>&i;</a>".format(
    "ha" * 10, "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
)
DEEP = "<w:sdt>" * 100_000 + p("x") + "</w:sdt>" * 100_000
WORD = docx(*(p(f"{n}. 水在几度开？") + p("A. 一百度") + p("B. 零度") for n in range(1, 40)))
SHEET = xlsx({"茶": rows(["题干", "答案"], *([f"第{n}杯茶用什么泡？", "热水"] for n in range(1, 40)))})
PDF = text_pdf([At(50, 700, "1. What do bees make?"), At(50, 680, "A. honey  B. bread")])
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
BOMB = b"<a>" + b" " * 4_000_000 + b"</a>"
TEXT = "1. 水在几度开？\nA. 一百度\nB. 零度\n答案：A\n2. 雪是什么颜色？\nA. 黑\nB. 白\n答案：B\n"

HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zip bomb in Word": ("tea.docx", lambda: zipped({"word/document.xml": BOMB})),
    "zip bomb in a part of Word": ("tea.docx", lambda: docx(p("1. a?"), parts={"styles.xml": BOMB})),
    "zip bomb in a sheet": ("tea.xlsx", lambda: xlsx({"a": rows(["a"]) + " " * 4_000_000})),
    "deep XML in Word": ("tea.docx", lambda: docx(DEEP)),
    "deep XML in a sheet": ("tea.xlsx", lambda: xlsx({"a": "<x>" * 100_000 + "</x>" * 100_000})),
    "deep XML without its end": ("tea.docx", lambda: zipped({"word/document.xml": "<a>" * 100_000})),
    "external entity in Word": ("tea.docx", lambda: zipped({"word/document.xml": DTD + "<a>&e;</a>"})),
    "external entity in a sheet": ("tea.xlsx", lambda: xlsx({"a": rows(["a"])}, more={"xl/sharedStrings.xml": DTD + "<sst>&e;</sst>"})),
    "growing entities in Word": ("tea.docx", lambda: zipped({"word/document.xml": LAUGHS})),
    "pages of a PDF in a loop": ("tea.pdf", lambda: objects([CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"])),
    "catalogue of a PDF in a loop": ("tea.pdf", lambda: objects([b"<< /Type /Catalog /Pages 1 0 R >>"])),
    "only the head of a PDF": ("tea.pdf", lambda: PDF[:20]),
    "half a Word file": ("tea.docx", lambda: WORD[: len(WORD) // 2]),
    "a Word file without its last bytes": ("tea.docx", lambda: WORD[:-30]),
    "half a sheet": ("tea.xlsx", lambda: SHEET[: len(SHEET) // 2]),
    "NULs": ("tea.txt", lambda: b"\0" * 100_000),
    "NULs in a text": ("tea.txt", lambda: TEXT.replace("水", "水\0").encode()),
    "NULs in a Word file": ("tea.docx", lambda: b"PK\3\4" + b"\0" * 1000),
    "nothing": ("tea.txt", lambda: b""),
    "nothing in a Word file": ("tea.docx", lambda: b""),
    "nothing in a PDF": ("tea.pdf", lambda: b""),
    "white space": ("tea.txt", lambda: b" \r\n\t\n" * 100),
    "the old Word format": ("tea.doc", lambda: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)),
    "a line that is too long": ("tea.txt", lambda: b"(" * (MAX_LINE + 1)),
    "a picture": ("tea.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
    "a program": ("tea.txt", lambda: b"\x7fELF" + bytes(range(256)) * 4),
    "a web page of brackets": ("tea.html", lambda: b"<html><body>" + b"<div>" * 20_000),
    "text without a question": ("tea.txt", lambda: b"(((((\n" * 100),
}  # fmt: skip

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in an empty folder: exit code, errors."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        return int(ended.value.code or 0), capfd.readouterr().err

    return command


def files() -> dict[str, bytes | None]:
    """All that lies in the folder, but what is larger than any test writes."""
    return {
        str(path): path.read_bytes() if path.is_file() and path.stat().st_size < MAX_FILE else None for path in sorted(Path().rglob("*"))
    }


def refused(run: Run, name: str) -> str:
    """Imports a file that can't be, or holds no question: an exit code that says so, a message that names it, and nothing written."""
    before = files()
    code, said = run("import", name)
    assert code in (1, 2)
    assert name in said
    assert "Traceback" not in said
    assert "bug" not in said
    assert "\n  " in said, "what to do next"
    assert files() == before
    return said


@pytest.mark.parametrize(("name", "data"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused(run: Run, name: str, data: Callable[[], bytes]) -> None:
    Path(name).write_bytes(data())
    assert "root:" not in refused(run, name)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
@pytest.mark.parametrize(("name", "data"), [("tea.docx", WORD), ("tea.xlsx", SHEET), ("tea.pdf", PDF)], ids=["Word", "sheet", "PDF"])
def test_a_file_cut_off_is_refused_or_makes_a_bank(run: Run, name: str, data: bytes, share: float) -> None:
    Path(name).write_bytes(data[: int(len(data) * share)])
    code, said = run("import", name)
    assert code in (0, 1)
    assert "Traceback" not in said
    assert Path("decks/tea.yaml").exists() == (code == 0)
    assert code == 1 or check(jobs=1).ok


def test_what_is_no_file_is_refused(run: Run) -> None:
    Path("folder.txt").mkdir()
    Path("nowhere.txt").symlink_to("missing.txt")
    Path("loop.txt").symlink_to("loop.txt")
    for name in ("folder.txt", "missing.txt", "nowhere.txt", "loop.txt", os.devnull):
        refused(run, name)


def test_a_huge_line_is_refused_by_its_size(run: Run) -> None:
    with Path("huge.txt").open("wb") as file:
        file.truncate(2**30)  # a file of NULs that takes no room
    assert "larger than" in refused(run, "huge.txt")


def test_one_hostile_file_hides_no_other(run: Run) -> None:
    Path("bomb.docx").write_bytes(zipped({"word/document.xml": BOMB}))
    Path("water.txt").write_text(TEXT, "utf-8")
    code, said = run("import", "bomb.docx", "water.txt")
    assert (code, said.count("bomb.docx")) == (1, 1)
    assert [path.name for path in Path("decks").glob("*.yaml")] == ["water.yaml"]
    assert check(jobs=1).questions == 2


@pytest.mark.parametrize(
    "debris", ["\x01\x1b[31m", "\ufeff", "\u202e", "\u2028", "\ufffe", "\U000e0041", "{{", "\x7f", "---\n", "&a *a !a"]
)
def test_debris_in_a_text_does_no_harm_to_the_bank(run: Run, debris: str) -> None:
    Path("tea.txt").write_text(TEXT.replace("水", f"水{debris}").replace("黑", f"黑{debris}"), "utf-8")
    code, said = run("import", "tea.txt", "--format", "text", "--report", "report.html")
    assert (code, "Traceback" in said) == (0, False)
    assert [finding.as_text() for finding in check(jobs=1).findings if finding.severity == "error"] == []
    assert run("import", "tea.txt", "--format", "text")[0] == 0


# ---- Killed ----

KILLED = """
import os, signal, sys
from pathlib import Path

method, left = sys.argv[1], int(sys.argv[2])
whole = getattr(Path, method)

def killed(path, argument):
    global left
    left -= 1
    if left:
        return whole(path, argument)
    if method == "write_bytes":
        whole(path, argument[: len(argument) // 2])
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

setattr(Path, method, killed)
from deckpress.cli import main
main(["import", "tea.txt"])
"""


@pytest.mark.parametrize("moment", [("write_bytes", 1), ("replace", 1), ("write_bytes", 2), ("replace", 2)], ids=str)
def test_an_import_that_is_killed_leaves_whole_files_and_can_be_repeated(run: Run, moment: tuple[str, int]) -> None:
    bank, document = Path("decks/tea.yaml"), Path("tea.txt")
    document.write_text(TEXT, "utf-8")
    run("import", "tea.txt")
    old = bank.read_bytes()
    document.write_text(TEXT.replace("黑", "灰") + "3. 茶用什么泡？\n答案：热水\n", "utf-8")
    command = [sys.executable, "-c", KILLED, *map(str, moment)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)  # noqa: S603 - ourselves
    assert done.returncode not in (0, 1, 2, 3)
    assert (bank.read_bytes() == old) == (moment[1] == 1), "the bank is written first, its record last"
    assert check(jobs=1).ok
    assert run("import", "tea.txt")[0] == 0
    repeated = bank.read_bytes()
    assert check(jobs=1).questions == 3
    bank.unlink()
    run("import", "tea.txt", "-q")
    assert b"review" not in repeated
    assert bank.read_text("utf-8").count("stem:") == repeated.decode().count("stem:") == 3
