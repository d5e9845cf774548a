"""A rule is turned off with a reason, in a question, a bank or the collection; the collection or the command turns all of them on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Project
from tests.lint.samples import codes, found

from deckpress.cli import main
from deckpress.diagnostics import Report
from deckpress.lint import RULES, Setting
from deckpress.project.check import check
from deckpress.readers.bank import read_bank
from deckpress.readers.collection import read_collection
from deckpress.source import Source
from deckpress.writers.fmt import format_bank

LONG = "- stem: 为什么？\n  answer: [一, 二, 三, 四, 五, 六]\n  explanation: 因为。\n"
TRUE = "".join(f"- {{stem: 第{n}条成立。, answer: true, explanation: 是。}}\n" for n in "一二三四五六七八")
OFF = "  lint:\n    long-answer: 考试要求一次背全\n"


def test_a_question_keeps_what_is_meant_so() -> None:
    assert codes(LONG) == ["long-answer"]
    assert codes(LONG + OFF) == []
    assert codes(LONG + OFF + LONG.replace("为什么", "凭什么")) == ["long-answer"]


def test_a_bank_keeps_what_is_meant_so() -> None:
    assert codes(f"lint: {{long-answer: 考试要求}}\nquestions:\n{LONG}") == []
    assert codes(TRUE) == ["truefalse-balance"]
    assert codes(f"lint: {{truefalse-balance: 法条原文}}\nquestions:\n{TRUE}") == []
    assert codes(LONG, setting=Setting(off={"long-answer": "我们的考试要求"})) == []


def test_a_switch_that_does_nothing_is_named() -> None:
    (finding,) = found(LONG.replace(", 六", "") + OFF)
    assert (finding.code, finding.severity, finding.line) == ("idle-switch", "note", 9)
    assert codes(LONG.replace(", 六", "") + OFF, setting=None) == []


def test_a_switch_for_no_rule_is_named() -> None:
    (finding,) = found(LONG + OFF + "    long-anwser: x\n", setting=None)
    assert (finding.code, finding.severity, finding.line) == ("unknown-rule", "warning", 10)
    assert finding.hint == "did you mean 'long-answer'?"
    assert codes(f"lint: {{nothing: x}}\nquestions:\n{LONG}", setting=None) == ["unknown-rule"]


def test_near_duplicates_are_left_alone_where_either_says_so() -> None:
    one, other = "- {stem: 客户投诉处理的第一步应当做什么？, answer: 听}", "- {stem: 客户投诉处理的第一步应该做什么？, answer: 听}"
    off = ", lint: {near-duplicate: 一题识别，一题回忆}}"
    assert codes(f"{one}\n{other}", setting=None) == ["near-duplicate"]
    assert codes(f"{one[:-1]}{off}\n{other}", setting=None) == []
    assert codes(f"{one}\n{other[:-1]}{off}", setting=None) == []


@pytest.mark.parametrize(
    ("lint", "code"), [("strict", "not-a-mapping"), ("[a]", "not-a-mapping"), ("{long-answer: }", "no-reason"), ("{a: [b]}", "not-a-text")]
)
def test_a_switch_needs_a_reason(lint: str, code: str) -> None:
    report = Report()
    text = f"deckpress: 1\nid: b\ntitle: t\nquestions:\n  - id: q\n    stem: x\n    lint: {lint}\n"
    assert read_bank([Source("b.yaml", text)], report) is None
    assert [(finding.code, finding.line) for finding in report] == [(code, 7)]


@pytest.mark.parametrize(
    ("lint", "off", "wrong"),
    [
        ("", None, []),
        ("lint: strict", {}, []),
        ("lint: {long-answer: 考试要求}", {"long-answer": "考试要求"}, []),
        ("lint: loud", {}, ["unknown-lint"]),
        ("lint: {long-answer: }", {"long-answer": ""}, ["no-reason"]),
        ("lint: [long-answer]", {}, ["not-a-mapping"]),
    ],
)
def test_what_a_collection_says(lint: str, off: dict[str, str] | None, wrong: list[str]) -> None:
    report = Report()
    collection = read_collection(Source("deckpress.yaml", f"title: t\n{lint}\n"), report)
    assert collection is not None
    assert collection.lint == off
    assert [finding.code for finding in report] == wrong


def test_fmt_keeps_switches_in_their_place() -> None:
    text = (
        "deckpress: 1\nid: b\nlint: {long-answer: why}\ntitle: t\nquestions:\n"
        "  - id: q\n    lint: # so\n      open-stem: a quotation\n    stem: x\n"
    )
    assert format_bank(text) == (
        "deckpress: 1\nid: b\ntitle: t\nlint:\n  long-answer: why\nquestions:\n"
        "  - id: q\n    stem: x\n    lint:  # so\n      open-stem: a quotation\n"
    )


def checked(project: Project, *, content: bool = False) -> list[str]:
    return [finding.code for finding in check([project.decks], content=content, jobs=1).findings]


def test_rules_of_content_run_where_the_collection_asks(project: Project) -> None:
    bank = {"id": "q", "stem": "为什么？", "answer": "因为如此。", "topics": ["投诉"]}
    project.questions([bank])
    assert checked(project) == []
    assert checked(project, content=True) == ["missing-explanation"]
    project.write("topics: {投訴: 投诉}\n", "deckpress.yaml")
    assert checked(project) == []
    assert checked(project, content=True) == ["missing-explanation", "unknown-topic"]
    project.write("lint: strict\ntopics: {投訴: 投诉}\n", "deckpress.yaml")
    assert checked(project) == ["missing-explanation", "unknown-topic"]
    project.write("lint: {missing-explanation: 另有讲义}\n", "deckpress.yaml")
    assert checked(project) == checked(project, content=True) == []


def test_the_collection_above_a_folder_counts(project: Project) -> None:
    path = project.questions([{"id": "q", "stem": "为什么？", "answer": "因为如此。"}], name="deep/deeper/bank.yaml")
    project.write("lint: strict\n", "deckpress.yaml")
    assert checked(project) == ["missing-explanation"]
    assert [finding.code for finding in check([path], jobs=1).findings] == []  # a file alone belongs to its folder's


def test_a_build_says_nothing_of_content(project: Project) -> None:
    project.questions([{"id": "q", "stem": "为什么？", "answer": "因为如此。"}])
    project.write("lint: strict\n", "deckpress.yaml")
    (built,) = project.build().banks
    assert built.diagnostics == []


def test_a_bank_with_errors_is_mended_first(project: Project) -> None:
    project.questions([{"id": "q", "stem": "为什么？", "answer": "因为如此。", "difficulty": "9"}])
    assert checked(project, content=True) == ["bad-difficulty"]


@pytest.fixture
def run(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in the project's folder: exit code, output, errors."""
    monkeypatch.chdir(project.folder)
    project.questions([{"id": "q", "stem": "客服必须道歉。", "answer": "false", "explanation": "不一定。"}])

    def command(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        return (int(ended.value.code or 0), *capsys.readouterr())

    return command


def test_the_exit_code_is_what_was_asked_for(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("check")[0] == 0
    code, out, err = run("check", "--content")
    assert (code, out) == (0, "1 bank, 1 question: 0 errors, 0 warnings, 1 note\n")
    assert "note absolute-word: '必须' tells that the statement is false" in err
    assert [run("check", "--content", "--fail-on", severity)[0] for severity in ("error", "warning", "note")] == [0, 0, 1]
    assert json.loads(run("check", "--content", "--format", "json")[1])[0]["code"] == "absolute-word"


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_explained(run: Callable[..., tuple[int, str, str]], name: str) -> None:
    code, out, _ = run("check", "--explain", name)
    assert code == 0
    assert out.startswith(f"{name} ({RULES[name].severity})\n")
    for words in ("Passes", "Fails", "lint:\n"):
        assert words in out


def test_a_rule_that_there_is_not(run: Callable[..., tuple[int, str, str]]) -> None:
    code, _, err = run("check", "--explain", "long-anser")
    assert code == 2
    assert "There is no rule 'long-anser': did you mean 'long-answer'?" in err


def test_the_banks_of_this_repository_have_every_rule_on() -> None:
    collection = (Path(__file__).parents[2] / "decks" / "deckpress.yaml").read_text("utf-8")
    assert "\nlint: strict\n" in collection
