"""Runs a workflow's own steps: its ``run:`` lines, read from the file, in scratch clones, with artifacts as files.

Expressions (``${{ … }}``) are looked up in a table; one that is not in it fails the test. ``uses:`` steps do nothing, but that artifacts
are handed from job to job. ``gh`` is a stand-in that keeps releases in a folder, ``pip`` does nothing, ``deckpress`` is the one under test.
"""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_GH = """#!{python}
import json, os, shutil, sys
from pathlib import Path
store = Path(os.environ["FAKE_GH"])
command, rest = sys.argv[1:3], sys.argv[3:]
if command == ["release", "list"]:
    assert rest[:-1] == ["--exclude-drafts", "--limit", "100", "--json", "tagName", "--jq"]
    assert rest[-1] == '[.[].tagName | select(startswith("decks-"))][0] // ""'
    tags = sorted((path for path in store.iterdir() if path.name.startswith("decks-")), key=lambda path: path.stat().st_mtime_ns)
    print(tags[-1].name if tags else "")
elif command == ["release", "download"]:
    assert rest[1] == "--dir"
    shutil.copytree(store / rest[0], rest[2])
elif command == ["release", "create"]:
    tag, options = rest[0], dict(zip(rest[1:7:2], rest[2:8:2]))
    assert list(options) == ["--title", "--notes-file", "--target"]
    (store / tag).mkdir()
    for name in rest[7:]:
        shutil.copy(name, store / tag)
    (store / "notes").mkdir(exist_ok=True)
    shutil.copy(options["--notes-file"], store / "notes" / (tag + ".md"))
else:
    sys.exit(f"gh {{sys.argv[1:]}}")
"""


@dataclass(slots=True)
class Runner:
    """Runs jobs for a repository; ``folder`` takes clones, artifacts and releases."""

    repository: Path
    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        tools = self.folder / "tools"
        tools.mkdir(parents=True)
        self.releases.mkdir()
        scripts = {
            "gh": _GH.format(python=sys.executable),
            "pip": "#!/bin/sh\nexit 0\n",
            "python": f'#!/bin/sh\nexec "{sys.executable}" "$@"\n',
            "deckpress": f'#!/bin/sh\nexec "{sys.executable}" -m deckpress "$@"\n',
        }
        for name, text in scripts.items():
            (tools / name).write_text(text, "utf-8")
            (tools / name).chmod(0o755)
        self.env = {
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "FAKE_GH": str(self.releases), "PYTHONPATH": os.pathsep.join(sys.path),
            "HOME": str(self.folder), "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
        }  # fmt: skip

    @property
    def releases(self) -> Path:
        """Where the stand-in for GitHub keeps its releases."""
        return self.folder / "releases"

    def night(self, workflow: Mapping[str, Any], shards: list[int]) -> dict[str, dict[str, str]]:
        """Runs the jobs of a workflow in order, as of a schedule; the outputs of each step with an id, by job and step."""
        outputs: dict[str, dict[str, str]] = {}
        shutil.rmtree(self.folder / "artifacts", ignore_errors=True)
        shared = dict(workflow.get("env", {}))
        for name, job in workflow["jobs"].items():
            known = {"github.event_name": "schedule"} | {
                f"needs.{job_}.outputs.{key}": value for job_, each in outputs.items() for key, value in each.items()
            }
            if not _holds(job.get("if", "'a' == 'a'"), known):
                continue
            for shard in shards if "strategy" in job else [0]:
                known |= {"matrix.shard": str(shard), "strategy.job-total": str(len(shards))}
                found = self.job(job, known, shared)
            outputs[name] = {key: _filled(text, found) for key, text in job.get("outputs", {}).items()}
        return outputs

    def job(self, job: Mapping[str, Any], known: Mapping[str, str], env: Mapping[str, str]) -> dict[str, str]:
        """Runs the steps of a job in a fresh clone; what is known afterwards."""
        place = self.folder / "work"
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run(["git", "clone", "-q", str(self.repository), str(place)], check=True)  # noqa: S603, S607
        table = {
            "github.token": "token", "github.repository": "me/decks", "github.repository_owner": "me", "github.sha": "HEAD",
            "github.event.repository.name": "decks", "github.ref": "refs/heads/main", **known,
        }  # fmt: skip
        return self.steps(job["steps"], place, table, env)

    def steps(self, steps: list[dict[str, Any]], place: Path, table: dict[str, str], env: Mapping[str, str]) -> dict[str, str]:
        """Runs steps in a folder; the table with their outputs."""
        for step in steps:
            if not _holds(step.get("if", "'a' == 'a'"), table):
                continue
            options = {key: _filled(str(value), table) for key, value in step.get("with", {}).items()}
            action = step.get("uses", "").partition("@")[0]
            if action == "actions/upload-artifact":
                shutil.copytree(place / options["path"], self.folder / "artifacts" / options["name"])
            elif action == "actions/download-artifact":
                for path in sorted((self.folder / "artifacts").iterdir()):
                    if fnmatch.fnmatch(path.name, options["pattern"]):
                        shutil.copytree(path, place / options["path"] / path.name)
            elif "run" in step:
                assert "${{" not in step["run"], "an expression in a script may run what a stranger wrote"
                table |= self.script(
                    step, place, {key: _filled(str(value), table) for key, value in {**env, **step.get("env", {})}.items()}
                )
        return table

    def script(self, step: Mapping[str, Any], place: Path, env: Mapping[str, str]) -> dict[str, str]:
        """Runs one script; its outputs."""
        output = place / ".outputs"
        output.write_text("", "utf-8")
        done = subprocess.run(  # noqa: S603 - the workflow of this repository
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],  # noqa: S607
            cwd=place, env={**self.env, **env, "GITHUB_OUTPUT": str(output)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.log.append(done.stdout)
        if done.returncode:
            raise AssertionError(f"{step.get('name')}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        lines = [line.partition("=") for line in output.read_text("utf-8").splitlines()]
        return {f"steps.{step.get('id')}.outputs.{key}": value for key, _, value in lines}


def _filled(text: str, table: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: table[found[1]], text)


def _holds(condition: str, table: Mapping[str, str]) -> bool:
    """Whether a condition of comparisons joined by ``||`` holds."""
    found = []
    for part in condition.split("||"):
        left, _, right = part.strip().partition(" == ")
        found.append((left.strip("'") if left.startswith("'") else table.get(left, "")) == right.strip("'"))
    return any(found)
