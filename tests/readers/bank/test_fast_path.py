"""The reader's short cuts give what the YAML parser gives, whatever the layout.

Banks are written the way people and programs write them, often badly: PyYAML's own loader says what each text means.
"""

from __future__ import annotations

import copy
from typing import Any, TypeVar

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from deckpress.diagnostics import Report
from deckpress.readers.bank.raw import RawBank, load_raw
from deckpress.readers.bank.scan import scan_item
from deckpress.source import Source

Choice = TypeVar("Choice")
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
ONLY_OURS = {"yaml-tag", "yaml-depth", "yaml-alias", "yaml-key", "yaml-documents", "duplicate-key", "control-character"}
"""What the bank format refuses and PyYAML takes."""
PLAIN = [
    "No",
    "1.10",
    "08",
    "2026-11-22",
    "0x1F",
    "~",
    "12:30",
    "1e3",
    "null",
    "选项：甲",
    "a",
    "it's",
    "x::y",
    "a, b",
    'say "a"',
    "a#b",
    "-1",
    "a\\",
]
TEXTS = [
    "No", "1.10", "08", "2026-11-22", "0x1F", "~", "12:30", "1e3", "null", "a: b", "a #b", "#x", "- x", "questions:", "- id: x", "---",
    "...", "it's", '"q"', "a:", "[x]", "{a: b}", "*a", "&a", "!t", "|", ">", "%d", "@x", " lead", "trail ", "a\nb", "a\n\nb\n", "\na",
    "  a\nb", "选项：甲", "\u3000全", "\u00a0x", "a, b", "x::y", "{{c1::a}}", "", "?", ": x", "a\\", "\t", "a\tb", "\U0001f600", "\x85",
    "\u2028", "\ufeff", "questions:\n- id: x\n", "a\n---\nb", "k: v\n- id: q", "k:\n  questions:\n    - id: q\n",
]  # fmt: skip
plain_texts = st.sampled_from(PLAIN)
texts = plain_texts | st.sampled_from(TEXTS) | st.text(alphabet=st.sampled_from("ab :#-'\"\n,[]{}&*|>!%@`?\\是，0"), max_size=12)


def meaning(text: str) -> Any:
    """What PyYAML makes of a text; an exception of its own where it refuses it."""
    try:
        return yaml.load(text, LOADER)  # noqa: S506 - the base loader makes texts, lists and mappings alone
    except (yaml.YAMLError, TypeError, ValueError) as error:
        return error


def put_together(raw: RawBank) -> Any:
    """The data of a bank from its head and its questions, which must be told apart the same way every time."""
    data = copy.deepcopy(raw.head.data)
    owners: dict[tuple[str | int, ...], Any] = {(): data}
    if isinstance(data.get("chapters"), list):
        owners |= {("chapters", index): chapter for index, chapter in enumerate(data["chapters"])}
    for path, owner in owners.items():
        if path in raw.questions:
            owner["questions"] = [item.data for item in raw.questions[path]]
        elif isinstance(owner, dict) and isinstance(owner.get("questions"), list):
            raise AssertionError(f"the questions at {path} are not among the questions")
    return data


def same_as_the_parser(text: str) -> None:
    report = Report()
    raw = load_raw(Source("x.yaml", text), report)
    expected = meaning(text)
    codes = {finding.code for finding in report.errors}
    if isinstance(expected, yaml.YAMLError) and "duplicate anchor" in str(expected):
        return  # PyYAML alone forbids to use a name again: YAML allows it
    if not codes:
        assert raw is not None
        assert not isinstance(expected, Exception), f"taken, but no YAML: {expected}"
        assert put_together(raw) == expected
    elif isinstance(expected, dict):
        assert codes & ONLY_OURS, f"refused, but YAML: {report.errors[0].as_text()}"


class Writer:
    """Writes values by hand, badly."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw

    def pick(self, *choices: Choice) -> Choice:
        chosen: Choice = self.draw(st.sampled_from(choices))
        return chosen

    def sober(self) -> bool:
        """Nearly always true: a bank of many mistakes says little."""
        return self.pick(*[True] * 19, False)

    def scalar(self, indent: int) -> str:
        """What follows a colon or a dash at ``indent``."""
        text: str = self.draw(texts)
        if self.pick(*[True] * 7, False):
            text = text.replace("\t", " ").replace("\x85", "\n")
        style = self.pick("plain", "plain", "single", "double", "|", "|-", "|+", ">", ">-", "below")
        if style in ("plain", "below") and text not in PLAIN and self.sober():
            text = self.draw(plain_texts)
        if style == "plain":
            return " " + text.replace("\n", " ")
        if style == "single":
            return " '" + text.replace("'", "''").replace("\n", "\n\n" + " " * (indent + self.pick(0, 1, 3))) + "'"
        if style == "double":
            return ' "' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        pad = " " * (indent + self.pick(1, 2, 2, 4))
        if style == "below":
            return "\n" + "\n".join(pad + line for line in text.split("\n"))
        blank = self.pick(pad, "", " ")
        lines = [pad + line if line else blank for line in text.split("\n")]
        return f" {style}{self.pick('', '', ' ', ' # c')}\n" + "\n".join(lines) + self.pick("", "\n", "\n\n", "\n" + pad)

    def question(self, indent: int, depth: int = 0) -> str:
        dash = "-" + " " * self.pick(1, 1, 1, 1, 3)
        column = indent + len(dash)
        pad, out = " " * column, []
        keys = self.draw(st.permutations(["id", "stem", "options", "answer", "parts", "tags", "问", "x y", "questions", "hint"]))
        for key in keys[: self.pick(1, 2, 3, 4)]:
            if key in ("options", "tags", "parts", "questions"):
                out.append(f"{pad}{key}:{self.collection(column, depth)}")
            else:
                anchor = self.pick(*[""] * 30, " &a", " &b")
                out.append(f"{pad}{key}:{anchor}{self.scalar(column)}" if self.pick(*range(30)) else f"{pad}{key}: *a")
            if not self.pick(*range(6)):
                out.append(self.pick("", "# c", f"{pad}# c", "   ", "  # questions:"))
        text = "\n".join(out)
        return " " * indent + ("-\n" + text if not self.pick(*range(12)) else dash + text[column:])

    def in_flow(self) -> str:
        text: str = self.draw(texts)
        safe = text in PLAIN and "," not in text
        return text.replace("\n", " ") if safe or not self.sober() else "'" + text.replace("'", "''").replace("\n", " ") + "'"

    def collection(self, column: int, depth: int) -> str:
        form = self.pick("block", "zero", "flow", "mapping", "none", "nested")
        values = range(self.pick(1, 2, 3))
        if form == "flow":
            return " [" + self.pick(", ", ",", " , ").join(self.in_flow() for _ in values) + "]"
        if form == "none" or (form == "nested" and depth > 1):
            return self.pick("", " ", " # c", " []", " {}")
        if form == "mapping":
            return "\n" + "\n".join(f"{' ' * (column + 2)}k{index}:{self.scalar(column + 2)}" for index in values)
        inner = column + (0 if form == "zero" else self.pick(1, 2, 2, 4))
        if form == "nested":
            return "\n" + "\n".join(self.question(inner, depth + 1) for _ in values)
        return "\n" + "\n".join(f"{' ' * inner}-{self.scalar(inner)}" for _ in values)

    def questions(self, column: int) -> list[str]:
        head = f"{' ' * column}questions:{self.pick('', '', '', ' ', ' # c')}"
        inner = column + self.pick(0, 1, 2, 2, 4)
        between = self.pick([], [], [""], ["# c"])
        return [head, *between, *[self.question(inner) for _ in range(self.pick(1, 2, 3))]]

    def chapter(self, indent: int) -> str:
        body = [f"{' ' * (indent + 2)}id: c{self.pick('', ' # c')}", *self.questions(indent + 2)]
        if self.pick(True, False):
            body = [*body[1:], body[0]]
        if not self.pick(*range(3)):
            body.append(f"{' ' * (indent + 2)}title:{self.scalar(indent + 2)}")
        return " " * indent + "- " + "\n".join(body)[indent + 2 :]

    def bank(self) -> str:
        out = ["deckpress: 1", "id: b"]
        if not self.pick(*range(4)):
            out.append(f"title:{self.pick('', ' &a')}{self.scalar(0)}")
        if not self.pick(*range(4)):
            out.append("description: |\n  questions:\n  - id: x\n    stem: y")
        if self.pick(True, False):
            out += self.questions(0)
        if self.pick(True, False):
            indent = self.pick(0, 2)
            out += ["chapters:", *[self.chapter(indent) for _ in range(self.pick(1, 2, 3))]]
        out.append("" if self.sober() else self.pick("tags: [a, b]", "tags: *a", " ''", " ~", "---", "...", " # c", "\t", " |", " x"))
        text = "\n".join(out) + self.pick("\n", "\n", "", "\n\n", "\n  ")
        return text.replace("\n", "\r\n") if not self.pick(*range(15)) else text


banks_by_hand = st.composite(lambda draw: Writer(draw).bank())()
questions_by_hand = st.composite(lambda draw: Writer(draw).question(0))()
value = st.recursive(texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6)
questions = st.lists(
    st.dictionaries(st.sampled_from(["id", "stem", "options", "answer", "x y", "问", "questions"]), value, min_size=1), max_size=3
)


@st.composite
def dumped_banks(draw: Any) -> str:
    """Banks as programs write them."""
    data: dict[str, Any] = {"deckpress": "1", "id": "b", "title": draw(texts)}
    if draw(st.booleans()):
        data["questions"] = draw(questions)
    if draw(st.booleans()):
        data["chapters"] = [{"id": "c", "questions": listed} for listed in draw(st.lists(questions, max_size=3))]
    text: str = yaml.safe_dump(
        data,
        allow_unicode=draw(st.booleans()),
        default_flow_style=draw(st.sampled_from([False, False, None, True])),
        width=draw(st.sampled_from([20, 80, 100_000])),
        indent=draw(st.sampled_from([2, 2, 3, 4])),
        sort_keys=draw(st.booleans()),
        default_style=draw(st.sampled_from([None, None, None, "'", '"', "|", ">"])),
        explicit_start=draw(st.sampled_from([False, False, True])),
    )
    return text


@settings(max_examples=150, deadline=None)
@given(banks_by_hand)
def test_a_bank_written_by_hand(text: str) -> None:
    same_as_the_parser(text)


@settings(max_examples=100, deadline=None)
@given(dumped_banks())
def test_a_bank_written_by_a_program(text: str) -> None:
    same_as_the_parser(text)


def scanned_as_parsed(text: str, indent: int) -> None:
    if any(character in text for character in "\t\r\x85\u2028\u2029\ufeff"):
        return  # `scan_item` is never given these
    found = scan_item(text, indent)
    if found is not None:
        assert meaning(text) == [found]


@settings(max_examples=100, deadline=None)
@given(questions_by_hand)
def test_a_question_written_by_hand(text: str) -> None:
    if text.startswith("- ") and not text[2:3].isspace():
        scanned_as_parsed(text + "\n", 0)


HEAD = "deckpress: 1\nid: b\n"
ONE = "  - id: x\n    stem: y\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}questions: # all of them\n{ONE}",
        f"{HEAD}questions: [{{id: x, stem: y}}]\n",
        f"{HEAD}questions:\n  -\n    id: x\n  -\n    id: y\n",
        f"{HEAD}chapters:\n  - id: a\n    questions:\n      - id: x\n  - id: b\n    questions: # more\n      - id: y\n",
        f"{HEAD}chapters:\n- questions:\n  - id: x\n  id: a\n",
        f"{HEAD}chapters: [{{id: a, questions: [{{id: x}}]}}]\n",
        "{deckpress: 1, id: b, questions: [{id: x, stem: y}]}",
        f"{HEAD}description: |\n  questions:\n{ONE}questions:\n{ONE}",
        f"{HEAD}description: |\n  questions:\n{ONE}",
        f"{HEAD}questions:\n{ONE} ''\n",
        f'{HEAD}questions:\n{ONE} ""\n',
        f"{HEAD}questions:\n{ONE} &a\n",
        f"{HEAD}questions:\n{ONE} |\n",
        f"{HEAD}questions:\n{ONE} z\n",
        f"{HEAD}questions:\n{ONE}  z: y\n",
        f"{HEAD}questions:\n{ONE}...\n",
        f"{HEAD}questions:\n{ONE}---\n",
        f'{HEAD}questions:\n  - id: x\n    stem: "a\n  - id: y\n    stem: b"\n',
        f"{HEAD}questions:\n  - id: x\n    options: [a,\n  - b]\n",
        f"{HEAD}questions:\n  - id: x\n    stem: |\n     a\n      b\n\n\n  - id: y\n    stem: |+\n      a\n\n\n",
        f"{HEAD}questions:\n  - id: x\n    stem: |2\n        a\n",
        f"{HEAD}questions:\n  - stem: &s y\n  - stem: *s\n",
        f"{HEAD}title: &s y\nquestions:\n  - stem: *s\n",
        f"{HEAD}questions:\n  - stem: &s y\ntitle: *s\n",
        f"{HEAD}questions:\n  - id: x\n    {'k' * 1100}: y\n",
        f"{HEAD}questions:\n  - id: x\n    {'k' * 900}: y\n",
        f"{HEAD}questions:\n  - id: x\n    a: {{{'k' * 1100}: y}}\n",
        f"{HEAD}questions:\n  - id: x\n    stem: y\n# c\n  # c\n      # c\n  - id: y\n",
        f"{HEAD}questions:\n\n\n  # c\n\n{ONE}\n\n",
        f"{HEAD}questions:\n  - \n{ONE}",
        f"{HEAD}questions:\n{ONE}  - \n\n",
        f"{HEAD}questions:\nid2: y\n",
        f"{HEAD}questions:\n  questions:\n{ONE}",
        f"{HEAD}extra:\n  questions:\n    - id: x\nquestions:\n{ONE}",
        f"{HEAD}questions:\n{ONE}questions:\n{ONE}",
        f"---\n{HEAD}questions:\n{ONE}",
        f"%YAML 1.1\n---\n{HEAD}questions:\n{ONE}",
    ],
)
def test_layouts_with_a_catch(text: str) -> None:
    same_as_the_parser(text)
    same_as_the_parser(text.replace("\n", "\r\n"))


def test_a_name_used_again_means_what_stands_last_above() -> None:
    """PyYAML refuses it, YAML does not: an alias means the nearest anchor above it."""
    raw = load_raw(Source("x.yaml", f"{HEAD}title: &a one\nquestions:\n  - id: x\n    stem: &a two\ndescription: *a\n"), Report())
    assert raw is None or raw.head.data["description"] == "two"
