"""``check --fix``: ids are written into the files, and nothing else changes."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from deckpress.project.build import build
from deckpress.project.check import CheckResult, check

HEAD = "deckpress: 1\nid: b\ntitle: t\n"


def fixed(path: Path) -> CheckResult:
    return check([path], fix=True, jobs=1)


def without_ids(data: Any) -> Any:
    """The data without ids of questions and chapters."""

    def questions(owner: dict[str, Any]) -> list[Any]:
        return [{k: v for k, v in q.items() if k != "id"} if isinstance(q, dict) else q for q in owner.get("questions") or []]

    chapters = [
        {k: v for k, v in c.items() if k not in ("id", "questions")} | {"questions": questions(c)} for c in data.get("chapters") or []
    ]
    return {k: v for k, v in data.items() if k not in ("chapters", "questions")}, chapters, questions(data)


def load(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - texts, lists and mappings alone


BANKS = {
    "block": f"{HEAD}questions:\n  - stem: a\n    answer: b\n\n  - stem: c  # why\n    answer: d\n",
    "no final line break": f"{HEAD}questions:\n  - stem: a\n    answer: b",
    "zero indent": f"{HEAD}questions:\n- stem: a\n  answer: b\n- id: x\n  stem: c\n  answer: d\n",
    "wide dash": f"{HEAD}questions:\n-   stem: a\n    answer: b\n",
    "dash alone": f"{HEAD}questions:\n  -\n    stem: a\n    answer: b\n",
    "comment after the dash": f"{HEAD}questions:\n  - # first\n    stem: a\n    answer: b\n",
    "comments": f"# top\n{HEAD}questions:\n  # one\n  - stem: a # s\n    # between\n    answer: b\n  # end\n",
    "flow": f"{HEAD}questions:\n  - {{stem: a, answer: b}}\n  - {{ stem: c, answer: d }}\n",
    "flow list": f"{HEAD}questions: [{{stem: a, answer: b}}, {{id: x, stem: c, answer: d}}]\n",
    "flow over lines": f"{HEAD}questions:\n  - {{\n    stem: a,\n    answer: b\n  }}\n",
    "all flow": "{deckpress: 1, id: b, title: t, questions: [{stem: a, answer: b}]}\n",
    "list with a comment": f"{HEAD}questions: # all\n  - stem: a\n    answer: b\n",
    "empty id": f"{HEAD}questions:\n  - id:\n    stem: a\n    answer: b\n  - stem: c\n    id:   # to do\n    answer: d\n",
    "empty id quoted": f"{HEAD}questions:\n  - id: ''\n    stem: a\n    answer: b\n  - id: \"\"\n    stem: c\n    answer: d\n",
    "empty id in flow": f"{HEAD}questions:\n  - {{id: , stem: a, answer: b}}\n  - {{stem: c, answer: d, id: ''}}\n",
    "id without a colon": f"{HEAD}questions:\n  - {{stem: a, answer: b, id}}\n",
    "explicit key": f"{HEAD}questions:\n  - ? stem\n    : a\n    answer: b\n",
    "quoted keys": f'{HEAD}questions:\n  - "stem": a\n    "answer": b\n',
    "anchor": f"{HEAD}questions:\n  - &a\n    stem: a\n    answer: b\n",
    "anchor in flow": f"{HEAD}questions:\n  - &a {{stem: a, answer: b}}\n",
    "chapters": (
        f"{HEAD}chapters:\n  - title: One two\n    questions:\n      - stem: a\n        answer: b\n  - title: 第二章\n    questions: []\n"
    ),
    "chapter of questions first": f"{HEAD}chapters:\n- questions:\n  - stem: a\n    answer: b\n  title: x\n",
    "chapter id empty": f"{HEAD}chapters:\n  - id:\n    questions:\n      - stem: a\n        answer: b\n",
    "chapters in flow": f"{HEAD}chapters: [{{title: A, questions: [{{stem: a, answer: b}}]}}]\n",
    "equal questions": f"{HEAD}questions:\n  - stem: a\n    answer: b\n  - stem: a\n    answer: b\n",
    "literal blocks": (
        f"{HEAD}questions:\n  - stem: |\n      questions:\n        - stem: x\n    answer: >-\n      b\n\n"
        "  - stem: c\n    answer: |+\n      d\n\n"
    ),
    "ids in texts": f"{HEAD}questions:\n  - stem: 'id:'\n    answer: 'id: x'\n",
    "chinese": f"{HEAD}questions:\n  - stem: 客户服务是什么？\n    answer: 帮助客户。\n",
}


@pytest.mark.parametrize("name", BANKS)
@pytest.mark.parametrize("form", ["unix", "windows", "byte order mark"])
def test_ids_and_nothing_else(tmp_path: Path, name: str, form: str) -> None:
    text = BANKS[name].replace("\n", "\r\n") if form == "windows" else BANKS[name]
    bank = tmp_path / "b.yaml"
    before = b"\xef\xbb\xbf" * (form == "byte order mark") + text.encode()
    bank.write_bytes(before)
    result = fixed(bank)
    after = bank.read_bytes()
    assert sum(result.fixed.values()) > 0
    assert not {finding.code for finding in result.findings} & {"missing-id", "duplicate-id", "bad-id", "bad-name"}
    assert result.ok
    assert without_ids(load(after.decode("utf-8-sig"))) == without_ids(load(before.decode("utf-8-sig")))
    rest = iter(after)
    assert all(byte in rest for byte in before.replace(b"''", b"").replace(b'""', b"")), "a byte of the author is gone"
    assert (b"\r\n" in after) is (form == "windows" and b"\n" in before)
    assert after.count(b"\n") == after.count(b"\r\n") or form != "windows"
    assert fixed(bank).fixed == {}
    assert bank.read_bytes() == after
    assert [path.name for path in tmp_path.iterdir()] == ["b.yaml"]


def test_one_mapping_under_two_names_is_explained(tmp_path: Path) -> None:
    """An alias stands for the same question twice: no two ids can be written into it."""
    bank = tmp_path / "b.yaml"
    bank.write_text(f"{HEAD}questions:\n  - &a {{stem: a, answer: b}}\n  - *a\n", "utf-8")
    before = bank.read_bytes()
    assert not fixed(bank).ok
    assert bank.read_bytes() == before


def test_a_chapter_gets_no_name_that_differs_in_case_alone(tmp_path: Path) -> None:
    bank = tmp_path / "b.yaml"
    question = "    questions:\n      - {{id: {0}, stem: what {0} is, answer: z}}\n"
    bank.write_text(f"{HEAD}chapters:\n  - id: Intro\n{question.format('a')}  - title: intro\n{question.format('b')}", "utf-8")
    result = fixed(bank)
    assert result.fixed
    assert [finding.code for finding in result.findings] == []


def test_an_id_of_the_lock_is_never_given_again(tmp_path: Path) -> None:
    bank = tmp_path / "b.yaml"
    bank.write_text(f"{HEAD}questions:\n  - stem: a\n    answer: b\n", "utf-8")
    fixed(bank)
    first = load(bank.read_text("utf-8"))["questions"][0]["id"]
    assert build([bank], tmp_path / "out", now=1, jobs=1).ok
    bank.write_text(f"{HEAD}questions:\n  - stem: a\n    answer: b\n", "utf-8")
    fixed(bank)
    assert load(bank.read_text("utf-8"))["questions"][0]["id"] != first


def test_ids_do_not_depend_on_place_or_order(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    a, b = "  - stem: a\n    answer: b\n", "  - stem: c\n    answer: d\n"
    one.write_text(f"{HEAD}questions:\n{a}{b}", "utf-8")
    other.write_text(f"{HEAD.replace('id: b', 'id: c')}questions:\n{b}{a}", "utf-8")
    fixed(one)
    fixed(other)
    ids = [{q["stem"]: q["id"] for q in load(path.read_text("utf-8"))["questions"]} for path in (one, other)]
    assert ids[0] == ids[1]


@pytest.mark.parametrize("broken", ["questions:\n  - stem: 'x\n", "title: again\nquestions:\n  - stem: a\n", "questions:\n  - stem: a\xff"])
def test_a_bank_that_cannot_be_read_is_left_alone(tmp_path: Path, broken: str) -> None:
    bank = tmp_path / "b.yaml"
    before = (HEAD + broken).encode("latin-1")
    bank.write_bytes(before)
    result = fixed(bank)
    assert (result.fixed, result.ok) == ({}, False)
    assert bank.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights and needs a privilege to make links")
def test_rights_and_links_stay(tmp_path: Path) -> None:
    bank, link = tmp_path / "real" / "b.yaml", tmp_path / "b.yaml"
    bank.parent.mkdir()
    bank.write_text(f"{HEAD}questions:\n  - stem: a\n    answer: b\n", "utf-8")
    bank.chmod(0o640)
    link.symlink_to(bank)
    assert fixed(link).fixed
    assert link.is_symlink()
    assert "id: q-" in bank.read_text("utf-8")
    assert stat.S_IMODE(bank.stat().st_mode) == 0o640


question = st.fixed_dictionaries(
    {
        "stem": st.text(alphabet="ab客: #'\"\n-{}[]", min_size=1).filter(str.strip),
        "answer": st.sampled_from(["x", "y\nz", "id: q", "客户"]),
    },
    optional={"id": st.sampled_from(["", "k1", "k2", "k3"])},
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(question, min_size=1, max_size=3), min_size=1, max_size=3),
    st.sampled_from([None, True, False]),
    st.sampled_from([2, 4]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_bank_keeps_its_data(
    tmp_path_factory: pytest.TempPathFactory, listed: list[Any], flow: bool | None, indent: int, end: str
) -> None:
    data = {"deckpress": "1", "id": "b", "title": "t", "chapters": [{"title": "same", "questions": questions} for questions in listed]}
    text = yaml.safe_dump(data, default_flow_style=flow, indent=indent, allow_unicode=True, sort_keys=False)
    bank = tmp_path_factory.mktemp("bank") / "b.yaml"
    bank.write_bytes(text.replace("\n", end).encode())
    result = fixed(bank)
    after = load(bank.read_bytes().decode())
    assert without_ids(after) == without_ids(load(text))
    assert "missing-id" not in {finding.code for finding in result.findings}
