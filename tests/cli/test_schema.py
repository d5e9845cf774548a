"""``deckpress schema``: what editors check banks with says what the reader says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import deckpress
from deckpress.cli.schema import command
from deckpress.diagnostics import Report
from deckpress.readers.bank import read_bank
from deckpress.source import Source

REPOSITORY = Path(__file__).parents[2]
SAMPLE = Path(deckpress.__file__).parent / "project" / "sample" / "decks" / "sample.yaml"
BANKS = [path for path in sorted((REPOSITORY / "decks").glob("*.yaml")) if path.name != "deckpress.yaml"]
HEAD = "deckpress: 1\nid: b\ntitle: t\n"


class Editor(yaml.SafeLoader):
    """YAML as editors read it: JSON's types, dates as texts."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in listed if not tag.endswith("timestamp")]
    for first, listed in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    """The schema as the command prints it."""
    from click.testing import CliRunner

    result = CliRunner().invoke(command, [], standalone_mode=False)
    schema = json.loads(result.output)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def complaints(validator: Draft202012Validator, text: str) -> list[str]:
    return [error.message for error in validator.iter_errors(yaml.load(text, Editor))]  # noqa: S506 - a safe loader


def test_there_are_banks() -> None:
    assert BANKS


@pytest.mark.parametrize("path", [*BANKS, SAMPLE], ids=lambda path: path.name)
def test_it_accepts_the_banks_of_this_repository(validator: Draft202012Validator, path: Path) -> None:
    assert complaints(validator, path.read_text("utf-8")) == []


def item(*lines: str) -> str:
    return f"{HEAD}questions:\n  - id: q\n    stem: x\n" + "".join(f"    {line}\n" for line in lines)


GOOD = [
    item("answer: 08"),
    item("answer: 2026-11-22"),
    item("answer: ~"),
    item("answer: No"),
    item("answer: 1.10"),
    item("answer: [1, null, yes]"),
    item("answer: true"),
    item("options: [1, null, {text: No, note: 1.5}]", "answer: A"),
    item("options: [a, b]", "answer: [A, B]"),
    item("pairs: [[1, 2], [a, b]]"),
    item("pairs: [{a: b}, {c: d}]"),
    item("items: [1, 2]"),
    item("parts: [{stem: a, answer: [1]}]"),
    item("rubric: [a, {text: b, points: 0.5}]"),
    item("difficulty: 3", "points: 2"),
    item("source: {file: a, line: 3, page: 4}"),
    item("source: a.docx"),
    item("retired: 2026-11-22"),
    item("retired: true"),
    item("tags: x"),
    item("markup: plain"),
    item("keep_order: yes", "options: [a, b]"),
    HEAD + "part: 1\nquestions: []\nchapters:\n  - {id: 第一章, topics: x, questions: []}\n",
    item("answer: x").replace("id: q", "id: 08"),
    item("answer: x").replace("id: q", "id: 1.5"),
    item("answer: x").replace("title: t", "title: 2026"),
    item("answer: x").replace("id: b\n", "id: 2026\n"),
    item("answer:"),
    item("hint:", "explanation:"),
    item("lint: {long-answer: a law in full, no-such-rule: 3}"),
    item("lint:"),
    HEAD + "lint: {answer-balance: true}\nquestions:\n  - {id: a, stem: b}\n",
    HEAD + "tags:\nquestions:\n  - {id: a, stem: b}\n",
]


@pytest.mark.parametrize("text", GOOD)
def test_it_accepts_what_the_reader_accepts(validator: Draft202012Validator, text: str) -> None:
    report = Report()
    read_bank([Source("x", text)], report)
    assert [finding.code for finding in report if finding.code != "no-questions"] == []
    assert complaints(validator, text) == []


BAD = [
    HEAD + "titel: x\n",
    item("anser: x"),
    item("difficulty: 6"),
    item("type: quiz"),
    item("type: short", "options: [a, b]"),
    item("options: [a]"),
    item("points: many", "answer: x"),
    item("type: match", "pairs: [[a, b], [c, d]]", "answer: x"),
    item("markup: html"),
    item("options: [{text: a, why: b}, c]"),
    item("parts: [{stem: a, hint: b}]"),
    item("parts: []"),
    item("rubric: [{txt: a}]"),
    item("source: {document: a}"),
    item("answer: {a: b}"),
    item("tags: {a: b}"),
    item("pairs: [[a], [b, c]]"),
    item("explanation: [a]"),
    item("lint: strict"),
    item("lint: [long-answer]"),
    item("lint: {long-answer: }"),
    item("lint: {long-answer: [a]}"),
    HEAD + "lint: {answer-balance: '  '}\nquestions:\n  - {id: a, stem: b}\n",
    "id: b\ntitle: t\n",
    "deckpress: 2\nid: b\ntitle: t\n",
    HEAD.replace("id: b", "id: B C"),
    HEAD + "language: 中文\n",
    HEAD + "chapters:\n  - {id: c, titel: x}\n",
    HEAD + "chapters:\n  - {title: x}\n",
    HEAD + "questions:\n  - {id: q}\n",
    item("answer: x").replace("id: q", "id: 第一"),
    "[]",
    "text",
]


@pytest.mark.parametrize("text", BAD)
def test_it_refuses_what_the_reader_refuses(validator: Draft202012Validator, text: str) -> None:
    report = Report()
    read_bank([Source("x", text)], report)
    assert [finding for finding in report.errors if finding.code != "no-questions"]
    assert complaints(validator, text)


def test_every_key_says_what_it_means(validator: Draft202012Validator) -> None:
    def keys(schema: dict[str, Any]) -> list[dict[str, Any]]:
        return list(schema.get("properties", {}).values()) + [key for inner in schema.get("$defs", {}).values() for key in keys(inner)]

    described = keys(validator.schema)
    assert len(described) > 40
    assert all(len(key["description"]) > 5 for key in described)
