"""Runs a workflow's own steps: its ``run:`` lines, read from the file, in scratch clones, with artifacts as files.

Expressions (``${{ … }}``) and conditions are evaluated over a table; a name that is not in it fails the test. Of ``uses:`` steps artifacts
are handed from job to job, and Pages, attestations and failures of both are played. ``gh`` is a stand-in that keeps releases in a
folder, ``pip`` only writes down what it was to install, ``deckpress`` is the one under test.
"""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}", re.S)
_TOKEN = re.compile(r"'[^']*'|[A-Za-z_][\w.-]*(?:\(\))?|&&|\|\||!=|!")
_PYTHON = {"&&": " and ", "||": " or ", "!": " not ", "true": "True", "false": "False"}
_GH = """#!{python}
import json, os, shutil, subprocess, sys
from pathlib import Path
store, listed, notes = (Path(os.environ["FAKE_GH"], name) for name in ("releases", "listed", "notes"))
command, rest = sys.argv[1:3], sys.argv[3:]
assert os.environ["GH_TOKEN"] and os.environ["GH_REPO"] == "me/decks"
if command == ["release", "list"]:
    assert rest[:3] == ["--exclude-drafts", "--limit", "1000"]
    assert rest[3:] == ["--json", "publishedAt,tagName", "--jq", r'.[] | "\\(.publishedAt) \\(.tagName)"']
    found = [json.loads(path.read_text("utf-8")) for path in listed.iterdir()]
    for each in sorted(found, key=lambda each: each["createdAt"], reverse=True):
        if not each["draft"]:
            print(each["publishedAt"], each["tagName"])
elif command == ["release", "download"]:
    assert rest[1] == "--dir"
    shutil.copytree(store / rest[0], rest[2])
elif command == ["release", "create"]:
    tag, options = rest[0], dict(zip(rest[1:7:2], rest[2:8:2]))
    assert list(options) == ["--title", "--notes-file", "--target"]
    (store / tag).mkdir()
    for name in rest[7:]:
        shutil.copy(name, store / tag)
    shutil.copy(options["--notes-file"], notes / (tag + ".md"))
    now = "2025-06-%02dT02:17:00Z" % (1 + len(list(listed.iterdir())))
    data = dict(tagName=tag, createdAt=now, publishedAt=now, draft=False, commit=options["--target"])
    (listed / tag).write_text(json.dumps(data), "utf-8")
elif command == ["api", "repos/me/decks"]:
    assert rest == ["--jq", ".private"]
    print(os.environ["FAKE_PRIVATE"])
elif command[0] == "api" and command[1].startswith("repos/me/decks/commits/"):
    assert rest == ["--jq", ".commit.tree.sha"]
    name = command[1].removeprefix("repos/me/decks/commits/")
    if name.startswith("tags/"):
        name = json.loads((listed / name.removeprefix("tags/")).read_text("utf-8"))["commit"]
    sys.exit(subprocess.run(["git", "-C", os.environ["FAKE_REPOSITORY"], "rev-parse", name + "^{{tree}}"]).returncode)
else:
    sys.exit(f"gh {{sys.argv[1:]}}")
"""
_PIP = """#!{python}
import os, sys
assert sys.argv[1] == "install" and len(sys.argv) == 3, sys.argv
with open(os.environ["FAKE_PIP"], "a", encoding="utf-8") as log:
    print(sys.argv[2], file=log)
"""


@dataclass(slots=True)
class Runner:
    """Runs jobs for a repository, on GitHub ``me/decks``; ``folder`` takes clones, artifacts and releases.

    ``failing`` are actions whose steps fail. ``log`` holds what each script printed, ``attested`` the files of the last attestation.
    """

    repository: Path
    folder: Path
    private: bool = False
    failing: set[str] = field(default_factory=set)
    env: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    attested: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        tools = self.folder / "tools"
        for path in (tools, self.releases, self.folder / "listed", self.folder / "notes", self.folder / "temp"):
            path.mkdir(parents=True)
        scripts = {
            "gh": _GH.format(python=sys.executable),
            "pip": _PIP.format(python=sys.executable),
            **dict.fromkeys(["python", "python3"], f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'),
            "deckpress": f'#!/bin/sh\nexec "{sys.executable}" -m deckpress "$@"\n',
        }
        for name, text in scripts.items():
            (tools / name).write_text(text, "utf-8")
            (tools / name).chmod(0o755)
        self.env = {
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": os.pathsep.join(sys.path), "HOME": str(self.folder),
            "FAKE_GH": str(self.folder), "FAKE_REPOSITORY": str(self.repository), "FAKE_PIP": str(self.folder / "pip.log"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"), "GITHUB_REPOSITORY": "me/decks", "GITHUB_REPOSITORY_OWNER": "me",
            "RUNNER_TEMP": str(self.folder / "temp"),
        }  # fmt: skip

    @property
    def releases(self) -> Path:
        """Where the stand-in for GitHub keeps the files of its releases."""
        return self.folder / "releases"

    @property
    def pages(self) -> Path:
        """What lies on Pages."""
        return self.folder / "pages"

    @property
    def installed(self) -> list[str]:
        """What pip was to install."""
        return (self.folder / "pip.log").read_text("utf-8").splitlines()

    def published(self, tag: str, **changes: Any) -> None:
        """Makes an entry of GitHub's list of releases, or changes one."""
        path = self.folder / "listed" / tag
        entry = json.loads(path.read_text("utf-8")) if path.exists() else {"tagName": tag, "draft": False}
        path.write_text(json.dumps(entry | changes), "utf-8")

    def run(self, workflow: Mapping[str, Any], shards: Sequence[int] = (1,), event: str = "schedule", ref: str = "main") -> dict[str, Any]:
        """Runs the jobs of a workflow in order; the outputs of each that was not skipped. Elsewhere than on Linux it skips the test."""
        if sys.platform != "linux":
            pytest.skip("the workflow runs on Linux")
        shutil.rmtree(self.folder / "artifacts", ignore_errors=True)
        (self.folder / "artifacts").mkdir()
        commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=self.repository, capture_output=True, text=True, check=True)  # noqa: S607
        context = {
            "github.token": "token", "github.repository": "me/decks", "github.sha": commit.stdout.strip(), "github.event_name": event,
            "github.ref_name": ref,
        }  # fmt: skip
        if event != "schedule":  # whose payload is not documented
            context["github.event.repository.default_branch"] = "main"
        outputs: dict[str, Any] = {}
        needed: dict[str, str] = {}
        for name, job in workflow["jobs"].items():
            needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
            known = context | {key: value for need in needs for key, value in needed.items() if key.startswith(f"needs.{need}.")}
            condition = job.get("if", "true")
            met = "cancelled()" in condition or all(known[f"needs.{need}.result"] == "success" for need in needs)
            declared = job.get("outputs", {})
            if met and _holds(condition, known):
                for shard in shards if "strategy" in job else [0]:
                    found = self.job(job, known | {"matrix.shard": str(shard), "strategy.job-total": str(len(shards))}, workflow["env"])
                outputs[name] = {key: filled(text, found) for key, text in declared.items()}
            needed[f"needs.{name}.result"] = "success" if name in outputs else "skipped"
            needed |= {f"needs.{name}.outputs.{key}": outputs.get(name, {}).get(key, "") for key in declared}
        return outputs

    def job(self, job: Mapping[str, Any], known: Mapping[str, str], env: Mapping[str, str]) -> dict[str, str]:
        """Runs the steps of a job, in a fresh clone if it asks for one; what is known afterwards."""
        place = self.folder / "work"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        return self.steps(job["steps"], place, dict(known), env)

    def steps(self, steps: list[dict[str, Any]], place: Path, table: dict[str, str], env: Mapping[str, str]) -> dict[str, str]:
        """Runs steps in a folder; the table with their outputs and outcomes."""
        for step in steps:
            outcome = "skipped"
            if _holds(step.get("if", "true"), table):
                options = {key: filled(str(value), table) for key, value in step.get("with", {}).items()}
                outcome = "success"
                if "uses" in step:
                    outcome = self.action(step["uses"].partition("@")[0], options, place)
                else:
                    assert "${{" not in step["run"], "an expression in a script may run what a stranger wrote"
                    variables = {key: filled(str(value), table) for key, value in {**env, **step.get("env", {})}.items()}
                    table |= self.script(step, place, variables)
                if outcome == "failure" and not step.get("continue-on-error"):
                    raise AssertionError(f"{step} failed")
            table[f"steps.{step.get('id')}.outcome"] = outcome
        return table

    def action(self, name: str, options: Mapping[str, str], place: Path) -> str:
        """Plays a step that uses an action; its outcome."""
        artifacts = self.folder / "artifacts"
        if name in self.failing:
            return "failure"
        match name:
            case "actions/checkout":
                subprocess.run(["git", "clone", "-q", str(self.repository), str(place)], check=True)  # noqa: S603, S607
            case "actions/upload-artifact":
                shutil.copytree(place / options["path"], artifacts / options["name"])
            case "actions/upload-pages-artifact":
                shutil.copytree(place / options["path"], artifacts / "github-pages")
            case "actions/download-artifact" if "name" in options:
                shutil.copytree(artifacts / options["name"], place / options["path"])
            case "actions/download-artifact":
                found = [path for path in sorted(artifacts.iterdir()) if fnmatch.fnmatch(path.name, options["pattern"])]
                for path in found:  # a single one gets no folder of its own
                    shutil.copytree(path, place / options["path"] / (path.name if len(found) > 1 else ""))
            case "actions/attest":
                self.attested = sorted(path.name for path in place.glob(options["subject-path"]))
            case "actions/deploy-pages":
                shutil.rmtree(self.pages, ignore_errors=True)
                shutil.copytree(artifacts / "github-pages", self.pages)
            case _:
                assert name == "actions/setup-python"
        return "success"

    def script(self, step: Mapping[str, Any], place: Path, env: Mapping[str, str]) -> dict[str, str]:
        """Runs one script; its outputs."""
        output = self.folder / "outputs"
        output.write_text("", "utf-8")
        done = subprocess.run(  # noqa: S603 - the workflow of this repository
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],  # noqa: S607
            cwd=place, env={**self.env, **env, "GITHUB_OUTPUT": str(output), "FAKE_PRIVATE": str(self.private).lower()},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.log.append(done.stdout)
        if done.returncode:
            raise AssertionError(f"{step.get('name')}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        lines = [line.partition("=") for line in output.read_text("utf-8").splitlines()]
        return {f"steps.{step.get('id')}.outputs.{key}": value for key, _, value in lines}


def evaluated(expression: str, table: Mapping[str, str]) -> Any:
    """The value of an expression of GitHub's, which has the operators and the truth of Python's under other names."""

    def in_python(found: re.Match[str]) -> str:
        word = found[0]
        if word == "cancelled()":
            return "False"
        if word in _PYTHON or not word[0].isalpha():
            return _PYTHON.get(word, word)
        return repr(table.get(word, "") if word.startswith("github.event.") else table[word])

    return eval(_TOKEN.sub(in_python, expression).strip(), {"__builtins__": {}})  # noqa: S307 - the workflow of this repository


def filled(text: str, table: Mapping[str, str]) -> str:
    """A text with the values of its expressions."""
    return _EXPRESSION.sub(lambda found: str(evaluated(found[1], table)), text)


def _holds(condition: str, table: Mapping[str, str]) -> bool:
    return bool(evaluated(_EXPRESSION.sub(r"\1", condition), table))
