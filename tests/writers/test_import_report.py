"""The report of an import: counts that add up to the document, and a page in which no text of a document can do harm."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from importlib import resources
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckpress.diagnostics import Diagnostic
from deckpress.readers.documents.blocks import Cell, Document, Line, Unit
from deckpress.readers.documents.recognise.result import LEFT_OUT, Found, FoundKind, FoundPart, Piece, PieceRole, Reading
from deckpress.writers.import_report import Fate, answered, import_report, line_fates, summary

ROLES: tuple[PieceRole, ...] = get_args(PieceRole)
Segment = tuple[PieceRole, str, int]


def read(*lines: list[Segment], questions: list[Found] | None = None, unit: Unit = "line") -> tuple[Document, Reading]:
    """A document of lines given as their pieces: role, text, question."""
    document, reading = Document(name="园艺.txt", format="text", unit=unit), Reading(questions=questions or [])
    for number, segments in enumerate(lines):
        at = 0
        for role, text, question in segments:
            reading.pieces.append(Piece(number, at, at + len(text), role, question))
            at += len(text)
        document.lines.append(Line(text="".join(text for _, text, _ in segments), number=number + 1))
    return document, reading


def garden() -> tuple[Document, Reading]:
    """Two questions with all that stands around them."""
    questions = [
        Found(
            kind="single", stem="薄荷喜欢什么样的土？", options=["干土", "湿润的土"], answer=(1,), number="1", line=2, chapter="第一章 香草"
        ),
        Found(kind="truefalse", stem="Basil likes frost.", number="2", line=4, review=["no answer found"]),
    ]
    return read(
        [("furniture", "园艺小报 第 1 页", -1)],
        [("heading", "第一章 香草", -1)],
        [("label", "1. ", 0), ("stem", "薄荷喜欢什么样的土？", 0)],
        [("label", "A. ", 0), ("option", "干土 ", 0), ("label", "B. ", 0), ("option", "湿润的土", 0)],
        [("label", "2. ", 1), ("stem", "Basil likes frost.", 1)],
        [],
        [("article", "今年春天雨水很多。", -1)],
        [("key", "答案: 1. B", 0), ("unrecognised", " ◆◆", -1)],
        questions=questions,
    )


class Page(HTMLParser):
    """A page as a browser takes it apart: its elements, and the text of each script, style and noscript."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style", "title", "h1", "pre"):
            self.open = dict(attrs).get("id") or tag
        elif tag == "bdi" and self.open != "h1":
            self.open = "bdi"

    def handle_data(self, data: str) -> None:
        self.texts[self.open] = self.texts.get(self.open, "") + data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 # the base class names it
        self.open = ""

    @property
    def data(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.texts["data"])
        return loaded


def page(document: Document, reading: Reading, language: str = "en", title: str = "Herbs") -> Page:
    return Page(import_report(document, reading, bank="decks/herbs.yaml", title=title, language=language))


# ---- The counts ----


def test_summary_of_a_small_document() -> None:
    document, reading = garden()
    counts = summary(reading, document)
    assert [(kind.kind, kind.found, kind.answered, kind.review) for kind in counts.kinds] == [("single", 1, 1, 0), ("truefalse", 1, 0, 1)]
    assert (counts.found, counts.answered, counts.review) == (2, 1, 1)
    assert counts.lines == 7
    assert counts.fates == {"question": 3, "heading": 1, "key": 1, "unrecognised": 0, "article": 1, "furniture": 1}
    assert counts.left_out == {"article": 1, "furniture": 1}
    assert counts.used == pytest.approx(5 / 7)


def test_an_empty_document_is_used_whole() -> None:
    counts = summary(Reading(), Document(name="a.txt", format="text", unit="line"))
    assert (counts.lines, counts.kinds, counts.left_out, counts.used) == (0, (), {}, 1.0)


@pytest.mark.parametrize(
    ("segments", "fate"),
    [
        ([("stem", "a", 0), ("option", "b", 0)], "question"),
        ([("heading", "a", -1), ("label", "b", 0)], "question"),
        ([("key", "a", 0), ("heading", "b", -1)], "heading"),
        ([("furniture", "a", -1), ("key", "b", 0)], "key"),
        ([("furniture", "a", -1), ("article", "b", -1)], "article"),
        ([("article", "a", -1), ("unrecognised", "b", -1)], "unrecognised"),
        ([("stem", "  ", 0), ("article", "b", -1)], "article"),
        ([("stem", "　 ", 0)], None),
        ([], None),
    ],
)
def test_a_line_has_the_fate_of_its_most_important_piece(segments: list[Segment], fate: Fate | None) -> None:
    document, reading = read(segments)
    assert line_fates(reading, document) == [fate]


def test_a_line_that_no_piece_covers_is_unrecognised() -> None:
    document, _ = read([("stem", "a", 0)])
    assert line_fates(Reading(), document) == ["unrecognised"]


@pytest.mark.parametrize(
    ("question", "complete"),
    [
        (Found(kind="single", stem="", line=0, answer=(0,)), True),
        (Found(kind="single", stem="", line=0, answer=()), False),
        (Found(kind="single", stem="", line=0), False),
        (Found(kind="truefalse", stem="", line=0, answer=False), True),
        (Found(kind="cloze", stem="", line=0, answer=["a", "b"]), True),
        (Found(kind="cloze", stem="", line=0, answer=["a", " "]), False),
        (Found(kind="cloze", stem="", line=0, answer=[]), False),
        (Found(kind="short", stem="", line=0, answer="a"), True),
        (Found(kind="short", stem="", line=0, answer="\n"), False),
        (Found(kind="case", stem="", line=0, parts=[FoundPart(stem="", answer="a"), FoundPart(stem="", answer="b")]), True),
        (Found(kind="case", stem="", line=0, parts=[FoundPart(stem="", answer="a"), FoundPart(stem="")]), False),
        (Found(kind="case", stem="", line=0, answer="a", parts=[FoundPart(stem="")]), True),
    ],
)
def test_answered_means_nothing_is_missing(question: Found, complete: bool) -> None:
    assert answered(question) is complete


texts = st.text(st.sampled_from("ab 　\t\n<&/é题𠮷\u202e\x00\ud800"), max_size=12)
pieces = st.builds(Piece, *[st.integers(-2, 9)] * 3, st.sampled_from(ROLES), st.integers(-2, 4))
kinds: st.SearchStrategy[FoundKind] = st.sampled_from(get_args(FoundKind))


@settings(max_examples=100, deadline=None)
@given(st.lists(texts, max_size=8), st.lists(pieces, max_size=20), st.lists(kinds, max_size=3))
def test_the_counts_add_up_and_the_page_holds_every_character(lines: list[str], parts: list[Piece], found: list[FoundKind]) -> None:
    document = Document(name="a.txt", format="text", unit="line")
    document.lines = [Line(text=text, number=number) for number, text in enumerate(lines, 1)]
    reading = Reading(questions=[Found(kind=kind, stem="?", line=0) for kind in found], pieces=parts)
    counts = summary(reading, document)
    assert sum(counts.fates.values()) == counts.lines == sum(1 for text in lines if text.strip())
    assert sum(counts.left_out.values()) == sum(counts.fates[fate] for fate in counts.fates if fate in LEFT_OUT)
    assert counts.found == len(found)
    data = json.loads(import_report(document, reading, bank="", title="").split('id="data">')[1].split("</script>")[0])
    shown = [line and "".join(line[3][2::3]) for line in data["lines"]]
    assert shown == [text if text.strip() else 0 for text in lines]
    assert [line and data["fates"][line[2]] for line in data["lines"]] == [fate or 0 for fate in line_fates(reading, document)]
    assert all(-1 <= number < len(found) for line in data["lines"] if line for number in line[3][1::3])


# ---- The page ----


def test_the_page_holds_the_document_beside_its_questions() -> None:
    data = page(*garden()).data
    assert data["lines"][2] == [3, 0, 0, [ROLES.index("label"), 0, "1. ", ROLES.index("stem"), 0, "薄荷喜欢什么样的土？"], {}]
    assert data["lines"][5] == 0
    assert data["questions"] == [
        {
            "kind": "single", "stem": "薄荷喜欢什么样的土？", "line": 2, "number": "1", "options": ["干土", "湿润的土"],
            "path": ["第一章 香草"], "complete": True, "right": [1],
        },
        {"kind": "truefalse", "stem": "Basil likes frost.", "line": 4, "number": "2", "review": ["no answer found"]},
    ]  # fmt: skip
    assert data["counts"] == {
        "kinds": [
            {"kind": "single", "found": 1, "answered": 1, "review": 0},
            {"kind": "truefalse", "found": 1, "answered": 0, "review": 1},
        ],
        "lines": 7,
        "fates": [3, 1, 1, 0, 1, 1],
    }


def test_a_line_says_what_stands_beside_its_text() -> None:
    document = Document(name="a.xlsx", format="xlsx", unit="row", images={"leaf.png": b""})
    document.diagnostics = [Diagnostic(code="picture", severity="warning", message="unknown kind", file="a.xlsx")]
    document.lines = [
        Line(text="a", number=3, page=2, cell=Cell(0, 2, 27), images=("leaf.png",)),
        Line(text="b", number=3, checked=False, role="hidden"),
    ]
    data = page(document, Reading()).data
    assert [line[4] for line in data["lines"]] == [{"column": "AB", "images": ["leaf.png"]}, {"checked": False, "hidden": True}]
    assert data["lines"][0][:2] == [3, 2]
    assert data["notes"] == ["a.xlsx: warning picture: unknown kind"]


def test_an_answer_of_false_is_an_answer() -> None:
    document, _ = garden()
    (question,) = page(document, Reading(questions=[Found(kind="truefalse", stem="?", answer=False, line=0)])).data["questions"]
    assert (question["answer"], question["complete"]) == (False, True)


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]></style></title><img src=x onerror=alert(1)>",
        "{{title}} {{data}} {{script}} {{nothing}}",
        '"><b onclick="x">',
        "&lt;b&gt;&amp;",
        "\u202eabc\u2066",
        "\x00\x07\x1b[31m\r\x85\u2028\u2029\ufeff",
        "\ud800 alone \udfff",
        "\\u003c\\",
    ],
)
def test_hostile_text_stays_text(text: str) -> None:
    question = Found(
        kind="case", stem=text, options=[text], answer=text, explanation=text, context=text, rubric=[text], line=0, number=text,
        parts=[FoundPart(stem=text, answer=text)], topics=[text], chapter=text, images=[text], review=[text], points=text,
    )  # fmt: skip
    document, reading = read([("stem", text, 0)], questions=[question])
    document.name = text
    report = import_report(document, reading, bank=text, title=text, language=text)
    report.encode("utf-8")
    hostile, harmless = Page(report), page(*garden())
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in harmless.elements]
    assert [set(attributes) for _, attributes in hostile.elements] == [set(attributes) for _, attributes in harmless.elements]
    assert "\u202e" not in hostile.texts["h1"] + hostile.texts["title"] + hostile.texts["bdi"]
    data = hostile.data
    assert data["lines"][0][3][2] == text
    assert data["questions"][0]["stem"] == data["questions"][0]["parts"][0]["answer"] == text


def test_the_page_allows_its_own_script_and_style_alone() -> None:
    report = page(*garden())
    (policy,) = [attributes["content"] for _, attributes in report.elements if attributes.get("http-equiv")]
    sources = {name: base64.b64encode(hashlib.sha256(report.texts[name].encode()).digest()).decode() for name in ("style", "script")}
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{sources['style']}'; script-src 'sha256-{sources['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )
    for tag, attributes in report.elements:
        assert not attributes.keys() & {"src", "style", "action"}, tag
        assert not [name for name in attributes if name.startswith("on")], tag
        assert (attributes.get("href") or "#").startswith("#")
        assert tag not in ("link", "img", "iframe", "form")
    assert not re.search(r"https?:|url\(|@import|innerHTML|eval\(", report.texts["style"] + report.texts["script"])


@pytest.mark.parametrize(
    ("language", "interface", "word"),
    [
        ("zh-CN", "zh-CN", "导入报告"),
        ("zh", "zh-CN", "导入报告"),
        ("ZH-TW", "zh-TW", "匯入報告"),
        ("en", "en", "Import report"),
        ("", "en", "Import report"),
        ("ja", "en", "Import report"),
    ],
)
def test_the_page_speaks_chinese_of_a_chinese_document(language: str, interface: str, word: str) -> None:
    report = page(*garden(), language=language)
    assert report.elements[0] == ("html", {"lang": interface})
    assert report.texts["title"] == f"Herbs · {word}"
    assert {attributes["lang"] for _, attributes in report.elements[1:] if "lang" in attributes} == {language}


def test_without_script_the_page_shows_the_counts() -> None:
    assert page(*garden()).texts["pre"].splitlines() == [
        "Single choice: found 1, answered 1, to review 0",
        "True or false: found 1, answered 0, to review 1",
        "",
        "Lines that are not blank: 7",
        "Question: 3",
        "Heading: 1",
        "Answer key: 1",
        "Unrecognised: 0",
        "Article: 1",
        "Furniture: 1",
    ]


def test_each_language_has_every_word_that_the_page_asks_for() -> None:
    files = resources.files("deckpress.writers.import_report")
    words: dict[str, dict[str, Any]] = json.loads(files.joinpath("words.json").read_text("utf-8"))
    scripts = "".join(files.joinpath(name).read_text("utf-8") for name in ("views.js", "overview.js", "sides.js", "page.js"))
    asked = set(re.findall(r"\bwords\.(\w+)", scripts)) - {"none"} | set(get_args(Unit))
    for language in words.values():
        assert asked <= language.keys()
        assert tuple(language["roles"]) == ROLES
        assert tuple(language["fates"]) == get_args(Fate)
        assert tuple(language["kinds"]) == get_args(FoundKind)
        signs = [sign for sign, _ in language["roles"].values()]
        assert len(set(signs)) == len(signs), "colour is never the only sign"


def test_the_same_reading_gives_the_same_page() -> None:
    first, second = (import_report(*garden(), bank="a.yaml", title="a") for _ in range(2))
    assert first == second


def test_pieces_out_of_order_overlapping_backwards_or_outside_lose_and_double_nothing() -> None:
    document = Document(name="a.txt", format="text", unit="line", lines=[Line(text="abcdef", number=1)])
    keys = [Piece(line, start, end, "key") for line, start, end in ((0, 2, 3), (0, 3, 1), (0, -5, 0), (7, 0, 1), (-1, 0, 1))]
    reading = Reading(pieces=[*keys, Piece(0, 4, 9, "article"), Piece(0, 1, 3, "heading")])
    segments = page(document, reading).data["lines"][0][3]
    assert segments == [-1, -1, "a", ROLES.index("heading"), -1, "bc", -1, -1, "d", ROLES.index("article"), -1, "ef"]


@pytest.mark.parametrize("line", ["((((((((", "1.1.1.1.", "AAAAAAAA", "        ", "<<<<<<<<", "\ud800\u2028"])
def test_a_line_of_a_megabyte_cut_into_many_pieces(line: str) -> None:
    text = (line * (2**20 // len(line)))[: 2**20 - 1] + "."
    document = Document(name="a.txt", format="text", unit="line", lines=[Line(text=text, number=1)])
    reading = Reading(
        questions=[Found(kind="short", stem=text, line=0)],
        pieces=[Piece(0, at, at + 64, "stem", 0) for at in range(0, len(text), 64)],
    )
    data = page(document, reading, title=text).data
    assert "".join(data["lines"][0][3][2::3]) == text == data["questions"][0]["stem"]
