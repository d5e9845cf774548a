"""``deckpress import``, and ``deckpress build`` of a document, as a person runs them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deckpress.cli import main

DOCUMENT = """\
第一章 厨房

一、单选题
1. 锅里的油着火了，先做什么？
A. 泼水  B. 盖上锅盖  C. 端出去
答案：B
2. 切菜的板用什么洗？
A. 热水  B. 沙子  C. 糖
答案：A

第二章 阳台

二、判断题
1. 花盆要放稳。（√）
2. 夏天中午浇水最好。（×）
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in a folder with one document: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    Path("home.txt").write_text(DOCUMENT, "utf-8")

    def command(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return int(ended.value.code or 0), out, err

    return command


def test_a_document_becomes_a_bank_and_a_deck(run: Run) -> None:
    code, out, err = run("import", "home.txt")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "decks/home.yaml: 4 questions"
    assert "  all               4         4          0\n" in out
    assert "--id SLUG chooses another" in out
    assert out.endswith("Next:\n  deckpress check decks/home.yaml\n  deckpress build decks/home.yaml\n")
    assert run("check") == (0, "1 bank, 4 questions: nothing to complain about\n", "")
    assert run("build")[0] == 0
    code, out, _ = run("import", "home.txt", "-q")
    assert (code, out) == (0, "")


def test_a_second_import_says_what_it_did(run: Run) -> None:
    run("import", "home.txt")
    Path("home.txt").write_text(DOCUMENT.replace("1. 花盆要放稳。（√）\n2. 夏", "1. 夏").replace("用什么洗", "要用什么来洗"), "utf-8")
    code, out, _ = run("import", "home.txt")
    assert code == 0
    assert out.startswith("decks/home.yaml: 3 questions, 0 new, 1 changed\n")
    assert "1 question no longer in the document: kept (q-" in out
    assert "--id" not in out


def test_a_document_that_is_strange_to_the_bank(run: Run) -> None:
    run("import", "home.txt", "-o", "one.yaml")
    Path("other.txt").write_text("1. 海水是什么味道？\n答案：咸的。\n2. 雪是什么颜色？\n答案：白的。\n", "utf-8")
    assert "name another bank with -o" in run("import", "other.txt", "-o", "one.yaml")[1]


def test_several_documents(run: Run) -> None:
    Path("sea.txt").write_text("1. 海水是什么味道？\n答案：咸的。\n2. 雪是什么颜色？\n答案：白的。\n", "utf-8")
    assert run("import", "home.txt", "sea.txt", "-q")[0] == 0
    assert sorted(path.name for path in Path("decks").glob("*.yaml")) == ["home.yaml", "sea.yaml"]
    assert run("import", "home.txt", "sea.txt", "-o", "all.yaml", "--id", "all", "--report", "report.html")[0] == 0
    assert [path.exists() for path in map(Path, ("report.html", "report-2.html"))] == [True, True]
    text = Path("all.yaml").read_text("utf-8")
    assert "file: home.txt" in text
    assert "file: sea.txt" in text
    assert "title: sea\n" in text
    assert run("check", "all.yaml")[0] == 0


def test_no_question_is_an_answer_too(run: Run) -> None:
    Path("letter.txt").write_text("Dear all,\n\nthe office is closed on Monday.\n", "utf-8")
    code, out, err = run("import", "letter.txt", "--report", "report.html")
    assert (code, out) == (1, "")
    assert "letter.txt: no question was found in 2 lines; no bank was written" in err
    assert "Report: report.html" in err
    assert Path("report.html").exists()
    assert not Path("decks").exists()
    code, _, err = run("build", "letter.txt")
    assert code == 1
    assert "no question was found in letter.txt" in err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("home.txt", "--id", "Not A Slug"), 2, "may hold lower-case letters"),
        (("home.txt", "-o", "bank.json"), 2, "write -o bank.yaml"),
        (("nothing.txt",), 2, "there is no such file"),
        (("home.txt", "home.txt", "--title", "Two"), 2, "are for one bank"),
        (("home.txt", "-o", "broken.yaml"), 1, "broken.yaml is there already"),
        ((), 2, "Missing argument"),
    ],
)
def test_what_is_refused(run: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    Path("broken.yaml").write_text("some: thing\n", "utf-8")
    ended, out, err = run("import", *arguments)
    assert (ended, out) == (code, "")
    assert words in err
    assert Path("broken.yaml").read_text("utf-8") == "some: thing\n"
    assert not Path("decks").exists()


def test_a_document_is_built_and_built_again(run: Run) -> None:
    code, out, _ = run("build", "home.txt")
    assert code == 0
    assert out.startswith("build/home.yaml: 4 questions, 0 to review\nbuild/home.apkg: 4 questions")
    assert "4 new" in out
    assert "unchanged" in run("build", "home.txt")[1]
    Path("home.txt").write_text(DOCUMENT.replace("用什么洗", "要用什么来洗"), "utf-8")
    assert "1 changed" in run("build", "home.txt")[1]


def test_documents_of_one_name_are_not_mixed_up(run: Run) -> None:
    Path("home.md").write_text(DOCUMENT, "utf-8")
    code, _, err = run("build", "home.txt", "home.md")
    assert code == 2
    assert "the same bank as another document" in err


def test_a_document_that_cannot_be_read_hides_no_other(run: Run) -> None:
    Path("empty.docx").write_bytes(b"PK\x03\x04 cut off")
    code, out, err = run("import", "empty.docx", "home.txt")
    assert code == 1
    assert "empty.docx" in err
    assert "decks/home.yaml: 4 questions" in out


def test_copies_are_told(run: Run) -> None:
    Path("home.txt").write_text(DOCUMENT + DOCUMENT.replace("第一章", "第三章").replace("第二章", "第四章"), "utf-8")
    assert "Copies of other questions: 4; --dedupe keeps one of each" in run("import", "home.txt")[1]
    assert "Copies left out: 4" in run("import", "home.txt", "-o", "other.yaml", "--dedupe")[1]
