"""What a collection holds: counts that add up, topics without questions too, and a page that needs nothing and lets nothing in."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Project

from deckpress.cli import main
from deckpress.errors import FindingsError
from deckpress.project.statistics import collection_stats, write_stats_page
from deckpress.stats import Stats
from deckpress.writers.stats_page import stats_page


def choice(name: str, answer: str, **keys: Any) -> dict[str, Any]:
    return {"id": name, "stem": f"哪一项是{name}？", "options": ["甲", "乙", "丙的说法很长", "丁"], "answer": answer} | keys


CHAPTERS = [
    {
        "id": "one",
        "title": "投诉",
        "topics": ["complaints"],
        "questions": [
            choice("a", "C", difficulty=1, explanation="因为。"),
            choice("b", "A", difficulty=5, topics=["complaints::law", "extra"]),
            choice("c", "AB", topics=["complaints"]),
            choice("old", "A", retired="2026"),
        ],
    },
    {
        "id": "two",
        "title": "沟通",
        "questions": [
            {"id": "t", "stem": "先听后说。", "answer": "true", "difficulty": 2},
            {"id": "f", "stem": "先说后听。", "answer": "false", "difficulty": 2, "review": "对吗？"},
            {"id": "s", "stem": "为什么先听？"},
        ],
    },
]
TOPICS = "title: 客服题库\ntopics:\n  complaints: 投诉\n  complaints::law: 法规\n  complaints::empty: 空专题\n  phone: 电话\n"


@pytest.fixture
def counted(project: Project) -> Stats:
    """Two banks and their topics."""
    project.write({"deckpress": 1, "id": "b-one", "title": "第一库", "language": "zh-CN", "chapters": CHAPTERS}, "one.yaml")
    english = [{"id": "e", "stem": "Why?", "answer": "Because.", "topics": ["complaints::law"]}]
    project.write({"deckpress": 1, "id": "b-two", "title": "Second", "language": "en", "questions": english}, "two.yaml")
    project.write(TOPICS, "deckpress.yaml")
    return collection_stats([project.decks])


def test_questions_by_bank_chapter_kind_and_difficulty(counted: Stats) -> None:
    first, second = counted.banks
    assert (counted.title, counted.language, counted.questions) == ("客服题库", "zh-CN", 7)
    assert dict(first.kinds) == {"single": 2, "multiple": 1, "truefalse": 2, "short": 1}
    assert [(chapter.title, chapter.questions) for chapter in first.chapters] == [("投诉", 3), ("沟通", 3)]
    assert [dict(chapter.levels) for chapter in first.chapters] == [{1: 1, 5: 1, 0: 1}, {2: 2, 0: 1}]
    assert (second.questions, second.language) == (1, "en")


def test_topics_with_and_without_questions(counted: Stats) -> None:
    assert [(topic.id, topic.own, topic.all, topic.listed) for topic in counted.topics] == [
        ("complaints", 3, 4, True),
        ("complaints::law", 2, 2, True),
        ("complaints::empty", 0, 0, True),
        ("phone", 0, 0, True),
        ("extra", 1, 1, False),
    ]
    assert [topic.depth for topic in counted.topics] == [0, 1, 1, 0, 0]


def test_balance_length_and_what_is_missing(counted: Stats) -> None:
    first = counted.banks[0]
    assert [(share.name, share.found, share.of) for share in first.letters] == [("A", 1, 2), ("B", 0, 2), ("C", 1, 2), ("D", 0, 2)]
    assert [(share.name, share.found) for share in first.several] == [("A", 1), ("B", 1), ("C", 0), ("D", 0)]
    assert first.longest is not None
    assert (first.longest.found, first.longest.of, first.longest.expected) == (1, 2, 0.5)
    assert (first.true, first.false) == (1, 1)
    assert dict(first.gaps) == {"unanswered": 1, "unexplained": 4, "unlevelled": 2, "untopical": 3, "review": 1, "retired": 1}
    assert counted.lengths.as_json()["explanation"] == {"count": 1, "median": 6, "most": 6, "longest": 6}
    assert counted.lengths.as_json()["stem"]["longest"] == 12


def test_a_bank_with_errors_is_not_counted(project: Project) -> None:
    project.questions([choice("a", "Q")])
    with pytest.raises(FindingsError, match="can't be counted"):
        collection_stats([project.decks])


class Page(HTMLParser):
    """A page's tags, its attributes that could fetch or run something, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.dangerous: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.dangerous += [pair for pair in attrs if pair[0] in ("src", "href", "style", "srcset", "action") or pair[0].startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_needs_nothing_and_runs_nothing(counted: Stats) -> None:
    text = stats_page(counted)
    page = Page(text)
    assert "script" not in page.tags
    assert page.dangerous == []
    assert "http:" not in text
    assert "https:" not in text
    style = re.search(r"<style>(.*?)</style>", text, re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text
    assert "prefers-color-scheme: dark" in style[1]


def test_every_chart_is_whole(counted: Stats) -> None:
    charts = re.findall(r"<svg.*?</svg>", stats_page(counted), re.S)
    assert len(charts) > 15
    for chart in charts:
        root = ET.fromstring(chart)  # noqa: S314 - our own
        assert root.get("role") == "img"
        ends = [float(rect.get("x", "0").rstrip("%")) + float(rect.get("width", "0").rstrip("%")) for rect in root.iter("rect")]
        assert all(0 <= end <= 100.1 for end in ends)


def test_parts_of_a_bar_are_in_proportion(counted: Stats) -> None:
    text = stats_page(counted)
    widths = re.findall(r'class="part k-(\w+)" x="([\d.]+)%" width="([\d.]+)%"', text)
    assert widths[:4] == [
        ("single", "0.00", "33.33"),
        ("multiple", "33.33", "16.67"),
        ("truefalse", "50.00", "33.33"),
        ("short", "83.33", "16.67"),
    ]


@pytest.mark.parametrize(
    ("language", "lang", "words"),
    [
        ("zh-CN", "zh-CN", ("统计", "专题", "暂无题目", "判断题")),
        ("zh-TW", "zh-TW", ("統計", "專題", "尚無題目", "是非題")),
        ("zh-Hant-HK", "zh-TW", ("統計",)),
        ("en", "en", ("Statistics", "Topics", "no question", "True or false")),
        ("fr", "en", ("Statistics",)),
    ],
)
def test_the_page_speaks_the_language_of_the_collection(counted: Stats, language: str, lang: str, words: tuple[str, ...]) -> None:
    counted.language = language
    text = stats_page(counted)
    assert f'<html lang="{lang}">' in text
    for word in words:
        assert word in Page(text).words


def test_hostile_titles_are_shown_as_they_are(project: Project) -> None:
    evil = "</style><script>alert(1)</script>{{style}}\u202e\"'"
    bank = {
        "deckpress": 1,
        "id": "b",
        "title": evil,
        "chapters": [{"id": "c", "title": evil, "questions": [choice("a", "A", topics=[evil])]}],
    }
    project.write(bank)
    text = stats_page(collection_stats([project.decks]))
    page = Page(text)
    assert "script" not in page.tags
    assert "⟨U+202E⟩" in text
    assert "\u202e" not in text
    assert "<script>alert(1)</script>{{style}}" in page.words


def test_an_empty_chapter_and_a_bank_of_one_question(project: Project) -> None:
    project.questions([{"id": "q", "stem": "x?", "answer": "y"}])
    assert "1</b>question<" in stats_page(collection_stats([project.decks]))


@pytest.fixture
def run(
    project: Project, counted: Stats, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Runs the command in the project's folder: exit code and output."""
    assert counted.questions
    monkeypatch.chdir(project.folder)

    def command(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(("stats", *arguments))
        return int(ended.value.code or 0), capsys.readouterr().out

    return command


def test_tables_in_the_terminal(run: Callable[..., tuple[int, str]]) -> None:
    code, out = run()
    assert code == 0
    assert "b-one       2         1    2      1    6\n" in out
    assert "all         2         1    2      2    7\n" in out
    assert "  投诉  1  0  0  0  1     1    3\n" in out
    assert "Topics (2 of 4 with questions)" in out
    assert re.search(r"^  空专题 +0  no question$", out, re.M)
    assert re.search(r"^extra +1  █+ not in deckpress\.yaml$", out, re.M)
    assert re.search(r"^b-one +50% +0% +50% +0% +50% +1 : 1$", out, re.M)


def test_one_bank_alone_and_as_data(run: Callable[..., tuple[int, str]]) -> None:
    code, out = run("decks/two.yaml", "--format", "json")
    data = json.loads(out)
    assert (code, data["questions"], data["title"], data["language"]) == (0, 1, "客服题库", "en")
    assert data["banks"][0]["kinds"]["short"] == 1
    assert [topic["all"] for topic in data["topics"]] == [1, 1, 0, 0]


def test_the_page_is_written_whole(run: Callable[..., tuple[int, str]], project: Project) -> None:
    assert run("--html", "out/stats.html") == (0, "out/stats.html: 2 banks, 7 questions\n")
    first = Path("out/stats.html").read_bytes()
    write_stats_page(collection_stats([project.decks]), "out/stats.html")
    assert Path("out/stats.html").read_bytes() == first
    assert [path.name for path in Path("out").iterdir()] == ["stats.html"]
