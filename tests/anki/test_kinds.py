"""Every kind of question in the real Anki: the notes, fields, cards and tags that a bank becomes, and what a learner sees."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from deckpress.engine import Rendered, ScratchCollection, ScratchNote
from deckpress.project.tagging import count_tags

if TYPE_CHECKING:
    from tests.conftest import Project

Words = Callable[[str], str]
TAIL = [
    "Context", "Explanation", "Hint", "Chapter", "Meta", "Notice", "Flags", "Typed", "Language", "ID",
    "Spare 1", "Spare 2", "Spare 3", "Spare 4",
]  # fmt: skip

BANK = """\
deckpress: 1
id: service
title: 客户服务
language: zh-CN
deck: 客户服务::实务
description: |
  怎样**对待**客户。

  ![标志](images/logo.png)
license: CC-BY-4.0
authors: [甲, 乙]
tags: [客服]
chapters:
  - id: 投诉
    title: 投诉 & 处理
    topics: [投诉]
    context: 本章讲 *投诉*。
    questions:
      - id: one
        stem: 客户投诉时先做什么？
        options:
          - text: 倾听
            note: 先听完
          - {text: 争辩, note: 只会激化矛盾}
          - 挂断 <b>电话</b>
        answer: A
        explanation: 先 **倾听**，再回应。
        hint: 想想客户要什么
        difficulty: 3
        points: 2
        source: {file: 手册.docx, line: 7, page: 12}
        tags: [重点]
        topics: [沟通::倾听]
      - id: many
        stem: 哪些做法正确？
        options: [记录, 道歉, 推诿, 以上都对]
        answer: ABD
      - {id: right, stem: 客户永远值得尊重。, answer: 对}
      - {id: wrong, stem: 投诉可以不回复。, answer: false}
      - id: short-text
        stem: 什么是 SLA？
        context: 合同里写着 SLA。
        answer: 服务级别协议
      - id: short-points
        stem: 倾听的三步
        answer: [停下, 听完, 复述]
  - id: 流程
    title: 流程
    questions:
      - id: whole
        stem: 客户要求退款，你怎么办？
        answer: 核实后处理
        rubric: [{text: 核实, points: 2}, 致歉]
      - id: parts
        stem: 客户说 ![图](images/logo.png) 坏了。
        parts:
          - {stem: 先做什么？, answer: 致歉, points: 3, explanation: 情绪在先}
          - {id: then, stem: 再做什么？, answer: [核实, 换货], rubric: [{text: 核实, points: 1.5}]}
        explanation: 见手册。
        points: 5
      - id: pairs
        stem: 配对
        pairs: [[倾听, 理解], [道歉, 安抚], [记录, 追踪], [回访, 确认]]
      - id: steps
        stem: 排序
        items: [接听, 记录, 处理, 回访, 归档]
      - {id: old, stem: 旧规定？, answer: 已废止, retired: 2024-01-01, review: 核对 <来源>}
"""


def png(shade: int = 0) -> bytes:
    """A picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes([0, shade]))) + chunk(b"IEND", b"")


class Deck(NamedTuple):
    """A bank in Anki."""

    scratch: ScratchCollection
    project: Project

    def note(self, name: str, bank: str = "service") -> ScratchNote:
        """The note whose ID field names this question or part."""
        (found,) = [note for note in self.scratch.notes() if note.fields["ID"] == f"{bank}/{name}"]
        return found

    def sides(self, name: str, card: int = 0, bank: str = "service") -> Rendered:
        """The card of a note, drawn."""
        return self.scratch.render(self.scratch.cards(self.note(name, bank).guid)[card])


@pytest.fixture(scope="module")
def deck(new_project: Callable[[], Project]) -> Iterator[Deck]:
    """The bank above, built and imported."""
    project = new_project()
    project.write(BANK)
    project.write(png(), "images/logo.png")
    with ScratchCollection() as scratch:
        result = scratch.import_package(project.release())
        assert result.counts == {"new": 12}
        yield Deck(scratch, project)


@pytest.fixture
def scratch() -> Iterator[ScratchCollection]:
    """An empty collection."""
    with ScratchCollection() as opened:
        yield opened


KINDS = {
    "one": ("choice", ["Stem", "Options", "Answer", "Key", "Notes"], "single"),
    "many": ("choice", ["Stem", "Options", "Answer", "Key", "Notes"], "multiple keep-order"),
    "right": ("choice", ["Stem", "Options", "Answer", "Key", "Notes"], "truefalse"),
    "wrong": ("choice", ["Stem", "Options", "Answer", "Key", "Notes"], "truefalse"),
    "short-text": ("basic", ["Stem", "Answer", "Rubric"], "short"),
    "short-points": ("basic", ["Stem", "Answer", "Rubric"], "short"),
    "whole": ("basic", ["Stem", "Answer", "Rubric"], "case"),
    "parts#1": ("basic", ["Stem", "Answer", "Rubric"], "case"),
    "parts#then": ("basic", ["Stem", "Answer", "Rubric"], "case"),
    "pairs": ("match", ["Stem", "Left", "Right", "Answer", "Key"], "match"),
    "steps": ("order", ["Stem", "Items", "Answer", "Key"], "order"),
    "old": ("basic", ["Stem", "Answer", "Rubric"], "short"),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_question_is_a_note_of_its_kind(deck: Deck, name: str) -> None:
    kind, own, flags = KINDS[name]
    note = deck.note(name)
    assert (note.notetype, list(note.fields)) == (f"deckpress {kind}", own + TAIL)
    assert (note.fields["Flags"], note.fields["Language"], note.fields["Typed"]) == (flags, "zh-CN", "")
    assert [note.fields[f"Spare {number}"] for number in range(1, 5)] == [""] * 4
    assert len(deck.scratch.cards(note.guid)) == 1


def test_nothing_else_is_in_the_collection_and_nothing_is_wrong_with_it(deck: Deck) -> None:
    assert sorted(note.fields["ID"] for note in deck.scratch.notes()) == sorted(f"service/{name}" for name in KINDS)
    assert deck.scratch.decks() == {"Default": 0, "客户服务": 0, "客户服务::实务": 12}
    assert deck.scratch.check() == []


def test_new_cards_come_in_bank_order(deck: Deck) -> None:
    by_due = sorted(deck.scratch.notes(), key=lambda note: deck.scratch.cards(note.guid)[0].due)
    assert [note.fields["ID"].removeprefix("service/") for note in by_due] == list(KINDS)
    assert len({deck.scratch.cards(note.guid)[0].due for note in by_due}) == len(by_due)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        (
            "one",
            {
                "Stem": "客户投诉时先做什么？",
                "Options": '<ol class="options"><li class="ok">倾听</li><li>争辩</li><li>挂断 &lt;b&gt;电话&lt;/b&gt;</li></ol>',
                "Answer": "A",
                "Key": "A",
                "Notes": '<ol class="notes"><li value="1">先听完</li><li value="2">只会激化矛盾</li></ol>',
                "Context": '<div class="ctx">本章讲 <em>投诉</em>。</div>',
                "Explanation": "先 <strong>倾听</strong>，再回应。",
                "Hint": "想想客户要什么",
                "Chapter": "投诉 &amp; 处理",
                "Meta": '<span class="difficulty" title="3/5">★★★☆☆</span> <span class="points">2</span> '
                '<span class="source">手册.docx, 第 12 页</span>',
                "Notice": "",
            },
        ),
        ("many", {"Answer": "ABD", "Key": "A B D", "Notes": "", "Meta": "", "Explanation": "", "Hint": ""}),
        ("right", {"Options": '<ol class="options"><li class="ok">正确</li><li>错误</li></ol>', "Answer": "正确", "Key": "A"}),
        ("wrong", {"Options": '<ol class="options"><li>正确</li><li class="ok">错误</li></ol>', "Answer": "错误", "Key": "B"}),
        (
            "short-text",
            {
                "Answer": "服务级别协议",
                "Rubric": "",
                "Context": '<div class="ctx">本章讲 <em>投诉</em>。</div><div class="ctx">合同里写着 SLA。</div>',
            },
        ),
        ("short-points", {"Answer": '<ol class="points"><li>停下</li><li>听完</li><li>复述</li></ol>'}),
        (
            "whole",
            {
                "Stem": "客户要求退款，你怎么办？",
                "Answer": "核实后处理",
                "Rubric": '<ul class="rubric"><li>核实 <span class="points">2</span></li><li>致歉</li></ul>',
                "Context": "",
            },
        ),
        (
            "parts#1",
            {"Stem": "先做什么？", "Answer": "致歉", "Explanation": "情绪在先<hr>见手册。", "Meta": '<span class="points">3</span>'},
        ),
        (
            "parts#then",
            {
                "Stem": "再做什么？",
                "Answer": '<ol class="points"><li>核实</li><li>换货</li></ol>',
                "Rubric": '<ul class="rubric"><li>核实 <span class="points">1.5</span></li></ul>',
                "Explanation": "见手册。",
                "Meta": '<span class="points">5</span>',
            },
        ),
        (
            "old",
            {"Notice": '<div class="retired">此题已停用：2024-01-01</div><div class="review">此题待核对：核对 &lt;来源&gt;</div>'},
        ),
    ],
)
def test_the_fields_hold_what_the_templates_expect(deck: Deck, name: str, fields: dict[str, str]) -> None:
    note = deck.note(name)
    assert {field: note.fields[field] for field in fields} == fields


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("one", ("chapter::service::投诉", "difficulty::3", "topic::投诉", "topic::沟通::倾听", "type::single", "客服", "重点")),
        ("many", ("chapter::service::投诉", "topic::投诉", "type::multiple", "客服")),
        ("right", ("chapter::service::投诉", "topic::投诉", "type::truefalse", "客服")),
        ("parts#then", ("chapter::service::流程", "type::case", "客服")),
        ("old", ("chapter::service::流程", "retired", "review", "type::short", "客服")),
    ],
)
def test_the_tags(deck: Deck, name: str, tags: tuple[str, ...]) -> None:
    assert deck.note(name).tags == tags


def test_anki_finds_by_each_printed_search_as_many_notes_as_are_counted(deck: Deck) -> None:
    tree = count_tags([deck.project.decks])
    assert {"chapter", "chapter::service", "topic::沟通", "topic::沟通::倾听", "difficulty::3", "retired"} <= {e.tag for e in tree.entries}
    for entry in tree.entries:
        assert (entry.tag, len(deck.scratch.search(entry.search))) == (entry.tag, entry.count)
    of_notes = {tag.casefold() for note in deck.scratch.notes() for tag in note.tags}
    assert of_notes <= {entry.tag.casefold() for entry in tree.entries}


def test_the_search_of_an_expression_finds_what_it_counts(deck: Deck) -> None:
    tree = count_tags([deck.project.decks], "chapter::*::投诉 and not (type::truefalse or difficulty::3)")
    assert (tree.notes, len(deck.scratch.search(tree.search))) == (3, 3)


def test_the_description_of_the_deck(deck: Deck) -> None:
    shown = deck.scratch.col.decks.by_name("客户服务::实务")["desc"]
    assert "怎样<strong>对待</strong>客户。" in shown
    assert "<small>甲, 乙 · CC-BY-4.0</small>" in shown
    assert re.findall(r'src="([^"]+)"', shown) == sorted(deck.scratch.media())


def test_images_are_in_the_media_folder_under_a_name_of_their_content(deck: Deck) -> None:
    (name,) = deck.scratch.media()
    assert re.fullmatch(r"dp-[0-9a-f]{20}\.png", name)
    assert (Path(deck.scratch.col.media.dir()) / name).read_bytes() == png()
    assert f'<img src="{name}" alt="图">' in deck.note("parts#1").fields["Context"]
    assert deck.scratch.missing_media() == {}


# -- what a learner sees ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_both_sides_say_their_language_kind_and_question(deck: Deck, name: str, words: Words) -> None:
    kind, _, flags = KINDS[name]
    note = deck.note(name)
    for side, html in zip(("front", "back"), deck.sides(name), strict=False):
        assert f'<div class="dp {kind} {side} {flags}" lang="zh-CN" data-id="service/{name}"' in html
        assert words(note.fields["Stem"]) in words(html)
        assert "{{" not in html


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("one", ["先听完", "先 倾听", "手册.docx", "重点", "★"]),
        ("many", ["ABD"]),
        ("short-text", ["服务级别协议"]),
        ("short-points", ["停下", "听完", "复述"]),
        ("whole", ["核实后处理", "致歉"]),
        ("parts#1", ["致歉", "情绪在先", "见手册"]),
        ("parts#then", ["换货", "核实"]),
        ("pairs", ['class="pairs"']),
        ("steps", ['class="ordered"']),
        ("old", ["已废止"]),
    ],
)
def test_the_front_shows_no_answer_and_the_back_does(deck: Deck, name: str, hidden: list[str], words: Words) -> None:
    front, back, _ = deck.sides(name)
    for text in hidden:
        assert text not in front
        assert text not in words(front)
        assert text in back or text in words(back)


def test_the_front_of_a_choice_is_the_same_whatever_the_answer_is(project: Project, scratch: ScratchCollection, words: Words) -> None:
    question = {"stem": "Which one?", "options": ["x", "y"]}
    project.questions([{"id": "a", **question, "answer": "A"}, {"id": "b", **question, "answer": "B"}])
    scratch.import_package(project.release())
    fronts = {words(scratch.render(card_id).question) for (card_id,) in scratch.rows("select id from cards")}
    assert len(fronts) == 1


@pytest.mark.parametrize(("name", "right"), [("one", "A"), ("many", "ABD"), ("right", "A"), ("wrong", "B")])
def test_the_right_options_are_marked_on_the_back(deck: Deck, name: str, right: str) -> None:
    _, back, css = deck.sides(name)
    marked = [bool(mark) for mark in re.findall(r'<li( class="ok")?>', back[back.index('class="options"') :].split("</ol>")[0])]
    assert "".join(chr(65 + place) for place, mark in enumerate(marked) if mark) == right
    assert re.search(r'\.back \.rows \.ok\{[^}]*--mark:"✓"[^}]*font-weight', css)
    assert ".front" not in css


def test_hint_is_on_both_sides_and_folded(deck: Deck) -> None:
    for html in deck.sides("one")[:2]:
        assert re.search(r'<details class="hint" dir="auto">\s*<summary[^>]*></summary>\s*<div>想想客户要什么</div>', html)
    assert 'class="hint"' not in deck.sides("many").question


def test_notices_stand_on_both_sides(deck: Deck, words: Words) -> None:
    for html in deck.sides("old")[:2]:
        assert "此题已停用：2024-01-01" in words(html)
        assert "此题待核对：核对 <来源>" in words(html)


def test_the_scenario_stands_above_each_part(deck: Deck, words: Words) -> None:
    for name in ("parts#1", "parts#then"):
        for html in deck.sides(name)[:2]:
            assert "客户说 坏了。" in words(html)


# -- match and order: letters lead from the scrambled lists back to the right ones --------------------------------------------------------


def items(html: str) -> list[str]:
    """The items of a list."""
    return re.findall(r"<li[^>]*>(.*?)</li>", html, re.DOTALL)


def test_match_letters_name_each_partner(deck: Deck) -> None:
    fields = deck.note("pairs").fields
    left, right, key = items(fields["Left"]), items(fields["Right"]), fields["Key"].split()
    found = [(left[row], right[ord(letter) - 65]) for row, letter in enumerate(key)]
    assert found == [("倾听", "理解"), ("道歉", "安抚"), ("记录", "追踪"), ("回访", "确认")]
    assert re.findall(r'<span class="l">(.*?)</span><span class="r">(.*?)</span>', fields["Answer"]) == found
    assert right != [partner for _, partner in found]


def test_order_letters_name_the_right_order(deck: Deck) -> None:
    fields = deck.note("steps").fields
    shown, key = items(fields["Items"]), fields["Key"].split()
    assert [shown[ord(letter) - 65] for letter in key] == ["接听", "记录", "处理", "回访", "归档"] == items(fields["Answer"])
    assert shown != items(fields["Answer"])


@pytest.mark.parametrize("count", [2, 3, 26])
def test_letters_hold_for_any_number_of_items(project: Project, scratch: ScratchCollection, count: int) -> None:
    texts = [f"n{number}" for number in range(count)]
    project.questions(
        [{"id": f"order-{copy}", "stem": f"Sort {copy}", "items": texts} for copy in range(5)]
        + [{"id": f"match-{copy}", "stem": f"Match {copy}", "pairs": [[f"l{text}", text] for text in texts]} for copy in range(5)]
    )
    scratch.import_package(project.release())
    for note in scratch.notes():
        shown = items(note.fields["Right" if note.notetype.endswith("match") else "Items"])
        assert [shown[ord(letter) - 65] for letter in note.fields["Key"].split()] == texts
        assert shown != texts


# Each of these is a text that Markdown takes for something that shows nothing.
VANISHING = ["[单选]: 哪个正确？", "[A]: x", "[^1]: a", "<!-- a -->", "<b>", "#", "+", "-", "1.", ">", "\\", "$$", "![", "&nbsp;a"]


@pytest.mark.parametrize("text", VANISHING)
def test_no_text_vanishes_from_a_card(project: Project, scratch: ScratchCollection, words: Words, text: str) -> None:
    """It is shown, or it is an error."""
    project.questions([
        {"id": "choice", "stem": text, "options": [text, "other"], "answer": "A", "explanation": text, "hint": text},
        {"id": "short", "stem": text, "type": "short", "answer": [text, "other"]},
    ])  # fmt: skip
    (bank,) = project.build().banks
    if bank.ok:
        scratch.import_package(bank.output)
        choice, short = scratch.notes()
        fields = [choice.fields[name] for name in ("Stem", "Explanation", "Hint")] + [short.fields["Stem"]]
        shown = [words(html) for html in fields]
        shown += [words(note.fields[name].partition("<li>other")[0]) for note, name in ((choice, "Options"), (short, "Answer"))]
        assert "" not in shown


# -- fill-ins -----------------------------------------------------------------------------------------------------------------------------

# stem, answer list, markup → for each card its number, what the question shows and what the answer shows
CLOZES: dict[str, tuple[str, list[str], str, list[tuple[int, str, str]]]] = {
    "one card a number": (
        "{{c1::北京}} is north of {{c2::上海}}; {{c1::京}}", [], "markdown",
        [(1, "[...] is north of 上海; [...]", "北京 is north of 上海; 京"), (2, "北京 is north of [...]; 京", "北京 is north of 上海; 京")],
    ),
    "unnumbered blanks count themselves": (
        "{{a}} {{b::hint}} {{c}}", [], "markdown",
        [(1, "[...] b c", "a b c"), (2, "a [hint] c", "a b c"), (3, "a b [...]", "a b c")],
    ),
    "nested": (
        "{{c1::a {{c2::b}} c}}", [], "markdown",
        [(1, "[...]", "a b c"), (2, "a [...] c", "a b c")],
    ),
    "one blank on two cards": (
        "{{c1,2::a}} {{c2::b}}", [], "markdown",
        [(1, "[...] b", "a b"), (2, "[...] [...]", "a b")],
    ),
    "underlines": (
        "____ and ___", ["first", "second"], "markdown",
        [(1, "[...] and second", "first and second"), (2, "first and [...]", "first and second")],
    ),
    "colons and braces in listed answers": (
        "____ and ____ and ____", ["std::vector", "a}}b", "{{c1::x::y}}"], "plain",
        [
            (1, "[...] and a}}b and {{c1::x::y}}", "std::vector and a}}b and {{c1::x::y}}"),
            (2, "std::vector and [...] and {{c1::x::y}}", "std::vector and a}}b and {{c1::x::y}}"),
            (3, "std::vector and a}}b and [...]", "std::vector and a}}b and {{c1::x::y}}"),
        ],
    ),
    "braces of a formula": (
        r"Half: {{c1::$\frac{1}{\sqrt{2}}$}}, whole: {{c2::$1$}}", [], "markdown",
        [(1, r"Half: [...], whole: \(1\)", r"Half: \(\frac{1}{\sqrt{2} }\), whole: \(1\)"),
         (2, r"Half: \(\frac{1}{\sqrt{2} }\), whole: [...]", r"Half: \(\frac{1}{\sqrt{2} }\), whole: \(1\)")],
    ),
    "an empty hint at the end": (
        "{{std::vector::}} {{c2::std::map::a container}}", [], "markdown",
        [(1, "[...] std::map", "std::vector std::map"), (2, "std::vector [a container]", "std::vector std::map")],
    ),
    "markup in and around blanks": (
        "**bold {{c1::`x < y`}}**", [], "markdown",
        [(1, "bold [...]", "bold x < y")],
    ),
    "plain text is no markup": (
        "*a* {{c1::<b>_x_</b>}}", [], "plain",
        [(1, "*a* [...]", "*a* <b>_x_</b>")],
    ),
}  # fmt: skip


def stem_of(html: str, words: Words) -> str:
    """What a fill-in's text shows."""
    found = re.search(r'<div class="stem text"[^>]*>(.*?)</div>', html, re.DOTALL)
    assert found
    return words(found[1])


@pytest.mark.parametrize("name", CLOZES)
def test_a_fill_in_asks_for_each_number(project: Project, scratch: ScratchCollection, words: Words, name: str) -> None:
    stem, answers, markup, expected = CLOZES[name]
    project.questions([{"id": "q", "type": "cloze", "stem": stem, "markup": markup} | ({"answer": answers} if answers else {})])
    assert scratch.import_package(project.release()).counts == {"new": 1}
    (note,) = scratch.notes()
    assert list(note.fields) == ["Text", *TAIL]
    cards = scratch.cards(note.guid)
    sides = [scratch.render(card) for card in cards]
    shown = [(c.ord + 1, stem_of(s.question, words), stem_of(s.answer, words)) for c, s in zip(cards, sides, strict=True)]
    assert shown == expected
    assert scratch.check() == []


def test_the_cards_of_a_fill_in_come_together_and_in_place(project: Project, scratch: ScratchCollection) -> None:
    project.questions([
        {"id": "first", "stem": "First?", "answer": "a"},
        {"id": "gaps", "stem": "{{c1::x}} {{c2::y}} {{c3::z}}"},
        {"id": "last", "stem": "Last?", "answer": "b"},
    ])  # fmt: skip
    scratch.import_package(project.release())
    dues = {note.fields["ID"]: [card.due for card in scratch.cards(note.guid)] for note in scratch.notes()}
    assert len(dues["bank/gaps"]) == 3
    assert dues["bank/first"][0] < min(dues["bank/gaps"])
    assert max(dues["bank/gaps"]) < dues["bank/last"][0]


# -- what goes into a deck ----------------------------------------------------------------------------------------------------------------

UNANSWERED: list[dict[str, Any]] = [
    {"id": "known", "stem": "Known?", "answer": "yes, it is"},
    {"id": "single", "stem": "Which one?", "options": ["a", "b"]},
    {"id": "multiple", "type": "multiple", "stem": "Which ones?", "options": ["a", "b"]},
    {"id": "truefalse", "type": "truefalse", "stem": "Is it so?"},
    {"id": "short", "stem": "What is it?"},
    {"id": "cloze", "stem": "It is ____."},
    {"id": "case", "stem": "A scenario", "parts": [{"stem": "First task"}, {"stem": "Second task", "answer": "solved"}]},
]


def test_questions_without_an_answer_are_left_out_and_named(project: Project, scratch: ScratchCollection) -> None:
    project.questions(UNANSWERED)
    (bank,) = project.build().banks
    assert bank.unanswered == ["single", "multiple", "truefalse", "short", "cloze", "case#1"]
    named = [finding.message for finding in bank.diagnostics if finding.code == "unanswered"]
    assert [message.split("'")[1] for message in named] == ["single", "multiple", "truefalse", "short", "cloze", "case"]
    scratch.import_package(bank.output)
    assert [note.fields["ID"] for note in scratch.notes()] == ["bank/known", "bank/case#2"]


def test_unanswered_questions_can_be_cards_to_check_oneself_but_choices_never(
    project: Project, scratch: ScratchCollection, words: Words
) -> None:
    project.questions(UNANSWERED)
    scratch.import_package(project.release(include_unanswered=True))
    notes = {note.fields["ID"].removeprefix("bank/"): note for note in scratch.notes()}
    assert sorted(notes) == ["case#1", "case#2", "cloze", "known", "short"]
    for name, note in notes.items():
        (card,) = scratch.cards(note.guid)
        for html in scratch.render(card)[:2]:
            told = "The source gives no answer: check your own." in words(html)
            assert (name, told) == (name, name in {"case#1", "cloze", "short"})


def test_an_answer_that_comes_later_reaches_the_card_to_check_oneself(project: Project, scratch: ScratchCollection) -> None:
    project.questions(UNANSWERED)
    scratch.import_package(project.release(include_unanswered=True))
    project.questions([*UNANSWERED[:4], {"id": "short", "stem": "What is it?", "answer": "this"}, *UNANSWERED[5:]])
    assert scratch.import_package(project.release(60, include_unanswered=True)).counts == {"updated": 1, "duplicate": 4}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("type::single", ["one"]),
        ("chapter::*::投诉 and not topic::沟通", ["many", "right", "wrong", "short-text", "short-points"]),
        ("type::case or retired", ["whole", "parts#1", "parts#then", "old"]),
        ("not 客服", []),
    ],
)
def test_a_tag_expression_chooses_the_notes(project: Project, scratch: ScratchCollection, expression: str, expected: list[str]) -> None:
    project.write(BANK)
    project.write(png(), "images/logo.png")
    (bank,) = project.build(tags=expression).banks
    assert (bank.ok, bank.notes) == (True, len(expected))
    if expected:
        scratch.import_package(bank.output)
    assert [note.fields["ID"].removeprefix("service/") for note in scratch.notes()] == expected
    assert bool(bank.output) == bool(expected)


def test_chapters_can_be_subdecks(project: Project, scratch: ScratchCollection) -> None:
    chapters = [
        {"id": "a", "title": "First :: part", "questions": [{"id": "q1", "stem": "One?", "answer": "1"}]},
        {
            "id": "b",
            "title": "Second",
            "questions": [{"id": "q2", "stem": "Two?", "answer": "2"}, {"id": "q3", "stem": "Three?", "answer": "3"}],
        },
    ]
    project.write({"deckpress": 1, "id": "bank", "title": "Bank", "description": "All.", "subdecks": True, "chapters": chapters})
    scratch.import_package(project.release())
    counts = {name: count for name, count in scratch.decks().items() if count}
    assert list(counts.values()) == [1, 2]
    assert [name.count("::") for name in counts] == [1, 1]
    assert {name.split("::")[0] for name in counts} == {"Bank"}
    assert scratch.col.decks.by_name("Bank")["desc"] == "All."
    crumbs = [scratch.render(card).question for (card,) in scratch.rows("select id from cards order by due")]
    assert ["First" in crumbs[0], "Second" in crumbs[1], "Second" in crumbs[2]] == [True] * 3


def test_all_banks_in_one_package_keep_their_decks_order_and_media(project: Project, scratch: ScratchCollection) -> None:
    project.write(BANK)
    project.write(png(), "images/logo.png")
    project.questions([{"id": "q", "stem": "After ![all](x.png)?", "answer": "yes"}], "z.yaml", id="other", title="Other")
    project.write(png(9), "x.png")
    result = project.build(one_deck=True)
    assert result.ok
    assert scratch.import_package(result.package).counts == {"new": 13}
    assert {name: count for name, count in scratch.decks().items() if count} == {"Other": 1, "客户服务::实务": 12}
    assert len(scratch.media()) == 2
    assert scratch.missing_media() == {}
    last = max(scratch.notes(), key=lambda note: scratch.cards(note.guid)[0].due)
    assert last.fields["ID"] == "other/q"


def test_banks_published_at_the_same_moment_do_not_get_in_each_others_way(project: Project, scratch: ScratchCollection) -> None:
    for bank in ("a", "b", "c"):
        project.questions(
            [{"id": f"q{n}", "stem": f"Question {n}?", "answer": bank} for n in range(3)], f"{bank}.yaml", id=bank, title=bank
        )
    for built in project.build().banks:
        assert scratch.import_package(built.output).counts == {"new": 3}
    assert sorted(note.fields["Answer"] for note in scratch.notes()) == ["a"] * 3 + ["b"] * 3 + ["c"] * 3
    assert [count for count in scratch.decks().values() if count] == [3, 3, 3]


def test_a_bank_of_several_files_is_one_deck_in_the_order_of_their_names(project: Project, scratch: ScratchCollection) -> None:
    for part in (2, 1, 3):
        project.questions([{"id": f"q{part}", "stem": f"![p](pic{part}.png) Part {part}?", "answer": "yes"}], f"big/{part}.yaml", part=part)
        project.write(png(part), f"big/pic{part}.png")
    result = project.build()
    assert [Path(bank.name).name for bank in result.banks] == ["big"]
    assert [path.name for path in project.decks.rglob("*.lock")] == ["bank.lock"]
    assert scratch.import_package(result.banks[0].output).counts == {"new": 3}
    by_due = sorted(scratch.notes(), key=lambda note: scratch.cards(note.guid)[0].due)
    assert [note.fields["ID"] for note in by_due] == ["bank/q1", "bank/q2", "bank/q3"]
    assert (len(scratch.media()), scratch.missing_media()) == (3, {})


@pytest.mark.parametrize("text", ["No", "1.10", "08", "12:30", "2026-11-22", "0x1F", "~", "null", "1e3", "=", "yes", "+1", ".inf"])
def test_scalars_stay_as_the_author_wrote_them(project: Project, scratch: ScratchCollection, text: str) -> None:
    project.write(
        f"deckpress: 1\nid: bank\ntitle: {text}\nquestions:\n- id: a\n  stem: Which?\n  options: [{text}, other]\n  answer: A\n"
        f"- id: b\n  stem: What?\n  type: short\n  answer: {text}\n  tags: [{text}]\n"
    )
    scratch.import_package(project.release())
    choice, short = scratch.notes()
    assert items(choice.fields["Options"]) == [text, "other"]
    assert short.fields["Answer"] == text
    assert text in short.tags
    assert scratch.decks()[text] == 2
