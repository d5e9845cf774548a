"""Banks that somebody made to hurt: each ends soon, in findings that a person can read, never in a crash."""

from __future__ import annotations

import time

import pytest

from deckpress.diagnostics import Report
from deckpress.lint import lint_bank
from deckpress.readers.bank import decode_bank, read_bank

HEAD = "deckpress: 1\nid: b\ntitle: t\n"
SECONDS = 30.0  # quadratic work takes minutes; a busy machine takes some seconds


def item(*lines: str) -> str:
    return f"{HEAD}questions:\n  - id: q\n    stem: x\n" + "".join(f"    {line}\n" for line in lines)


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


HOSTILE: dict[str, tuple[str, str]] = {
    "aliases that explode": (HEAD + bomb(30), "yaml-alias"),
    "aliases that explode in every question": (
        f"{HEAD}questions:\n" + "".join(f"- id: q{n}\n  stem: &a [{'x,' * 100}]\n  answer: [{'*a,' * 190}]\n" for n in range(150)),
        "yaml-alias",
    ),
    "an alias to itself": (f"{HEAD}authors: &a [*a]\n", "yaml-alias"),
    "a tree of aliases to itself": (f"{HEAD}authors: &a {{x: *a}}\n", "yaml-alias"),
    "brackets without end": (f"{HEAD}questions: {'[' * 200_000}", "yaml-depth"),
    "braces without end": (f"{HEAD}questions: {'{a: ' * 100_000}", "yaml-depth"),
    "dashes without end": (f"{HEAD}questions:\n  {'- ' * 200_000}x\n", "yaml-depth"),
    "deeper and deeper": (HEAD + "".join(f"{' ' * n}a:\n" for n in range(1_500)), "yaml-depth"),
    "deep parts": (item(f"parts: [{{stem: {'[' * 40}{']' * 40}}}]"), "yaml-depth"),
    "brackets that close what is not open": (f"{HEAD}questions: {']' * 100_000}", "yaml-syntax"),
    "a quotation without end": (f"{HEAD}questions:\n- id: '" + "x\n  - id: y\n" * 50_000, "yaml-syntax"),
    "many documents": ("---\n" * 100_000, "yaml-documents"),
    "directives": ("%YAML 1.1\n" * 1_000, "yaml-syntax"),
    "a null character": (f"{HEAD}\0", "yaml-syntax"),
    "a null character in a text": (item("answer: a\0b"), "yaml-syntax"),
    "an escaped null character": (item('answer: "a\\0b"'), "control-character"),
    "an escaped escape character": (item('answer: "a\\eb"'), "control-character"),
    "an escaped surrogate": (item('answer: "a\\ud800b"'), "yaml-syntax"),
    "an escaped code point past the last": (item('answer: "\\U00110000"'), "yaml-syntax"),
    "a control character": (item("answer: a\x1bb"), "yaml-syntax"),
    "a delete character": (item("answer: a\x7fb"), "yaml-syntax"),
    "a noncharacter": (item("answer: a\uffffb"), "yaml-syntax"),
    "a key of a megabyte": (f"{HEAD}{'a' * 1_000_000}: x\n", "yaml-syntax"),
    "an id of ten thousand characters": (f"{HEAD}questions:\n- id: {'a' * 10_000}\n  stem: x\n", "bad-id"),
    "a huge number as points": (item("answer: y", f"points: {'9' * 10_000}"), "bad-number"),
    "a huge number as version": (HEAD.replace("1", "9" * 10_000), "unknown-version"),
    "many unknown keys": (HEAD + "".join(f"key{n}: 1\n" for n in range(20_000)), "unknown-key"),
    "many keys of a question": (item(*(f"key{n}: 1" for n in range(20_000))), "unknown-key"),
    "the same key over and over": (item(*["hint: x"] * 50_000), "duplicate-key"),
    "a hundred thousand options": (item(f"options: [{', '.join(f'o{n}' for n in range(100_000))}]", "answer: A"), "many-options"),
    "equal options over and over": (item(f"options: [{', '.join(['o'] * 20_000)}]", "answer: A"), "equal-options"),
    "empty options in one line": (item(f"options: [{', '.join(['{}'] * 20_000)}]", "answer: A"), "empty-option"),
    "many items": (item(f"items: [{', '.join(f'i{n}' for n in range(30_000))}]"), "many-options"),
    "many pairs": (item(f"pairs: [{', '.join(f'[l{n}, r]' for n in range(30_000))}]"), "many-options"),
    "the same answer over and over": (item("options: [x, y]", f"answer: {'A' * 20_000}"), "answer-twice"),
    "an answer that is nearly one": (item("options: [x, y]", f"answer: '{'A,  ' * 200_000}!'"), "answer-no-option"),
    "answers that name nothing": (item("options: [x, y]", f"answer: [{', '.join(['Z'] * 20_000)}]"), "answer-no-option"),
    "blanks in blanks": (item(f"context: '{'{{' * 100_000}'").replace("stem: x", f"stem: '{'{{' * 200_000}'"), "bad-blank"),
    "more blanks than numbers": (HEAD + "questions:\n- id: q\n  stem: '" + "{{a}} " * 10_001 + "'\n", "bad-blank"),
    "questions keys over and over": (HEAD + "questions:\n\n" * 30_000, "duplicate-key"),
    "questions keys in comments": (f"{HEAD}questions:\n" + "# questions:\n" * 200_000, "no-questions"),
    "a megabyte of spaces before a question": (f"{HEAD}questions:\n{' ' * 1_000_000}- id: a", "missing-stem"),
    "many questions without ids": (f"{HEAD}questions:\n" + "".join(f"- stem: question {n}\n" for n in range(20_000)), "missing-id"),
    "many questions of one id": (
        f"{HEAD}questions:\n" + "".join(f"- id: a\n  stem: question {n}\n" for n in range(20_000)), "duplicate-id",
    ),
    "a line of many wrong questions": (f"{HEAD}questions: [{', '.join(f'{{stem: x{n}}}' for n in range(10_000))}]\n", "missing-id"),
    "chapters without end": (f"{HEAD}chapters:\n" + "- id: c\n" * 20_000, "duplicate-id"),
    "many tags Anki changes": (item("answer: y", f"tags: [{', '.join(f'a  b{n}' for n in range(10_000))}]"), "changed-tag"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bank(name: str) -> None:
    text, code = HOSTILE[name]
    report = Report()
    start = time.perf_counter()
    source = decode_bank(text.encode(), "x.yaml", report)
    bank = None if source is None else read_bank([source], report)
    if bank is not None:
        lint_bank(bank, report)
    said = list(report)
    took = time.perf_counter() - start
    assert code in {finding.code for finding in said}
    assert all(len(finding.as_text()) < 2_000 for finding in said[:100])
    assert took < SECONDS, f"{took:.1f} s"


@pytest.mark.parametrize("character", ["x", "客", "[ ", "{", "- ", "'", '"', "# ", ": ", "&", "*", "!", "|", "\t", "\\", "_", "$", "`"])
def test_a_line_of_a_megabyte(character: str) -> None:
    line = character * (1_000_000 // len(character))
    for text in (HEAD + line, item(f"answer: {line}"), HEAD + f"questions:\n- id: q\n  stem: {line}\n  answer: y\n"):
        report = Report()
        start = time.perf_counter()
        source = decode_bank(text.encode(), "x.yaml", report)
        assert source is not None
        bank = read_bank([source], report)
        assert bank is not None or report.errors
        assert time.perf_counter() - start < SECONDS
        assert all(len(finding.as_text()) < 2_000 for finding in report)


def test_two_long_questions_that_differ_are_compared_in_time() -> None:
    one = "".join(chr(97 + (n * n + n // 7) % 23) for n in range(300_000))
    other = "".join("z" if n % 14 == 0 else character for n, character in enumerate(one))
    report = Report()
    source = decode_bank(f"{HEAD}questions:\n- {{id: a, stem: {one}}}\n- {{id: b, stem: {other}}}\n".encode(), "x.yaml", report)
    assert source is not None
    bank = read_bank([source], report)
    assert bank is not None
    start = time.perf_counter()
    lint_bank(bank, report)
    assert time.perf_counter() - start < SECONDS
