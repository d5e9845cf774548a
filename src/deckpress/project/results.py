"""What a build says of each bank, as plain data that also goes through the cache and between processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from deckpress.diagnostics import Diagnostic

__all__ = ["BankResult", "BuildOptions", "BuildResult"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """How to build. ``tags`` is a tag expression, ``now`` Unix seconds; ``locked`` fails a build that would change a lock."""

    now: int
    tags: str = ""
    locked: bool = False
    include_unanswered: bool = False


@dataclass(slots=True, kw_only=True)
class BankResult:
    """One bank. ``output`` is empty where nothing was written: errors (see ``diagnostics``), or nothing to write.

    ``kinds`` counts the questions in the deck by kind; ``new``, ``changed`` and ``retired`` are note keys, compared with the lock;
    ``content_hash`` is the same on any machine; ``reused`` says that the package was there already, unchanged.
    """

    name: str
    id: str = ""
    title: str = ""
    output: str = ""
    kinds: dict[str, int] = field(default_factory=dict)
    notes: int = 0
    cards: int = 0
    size: int = 0
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    content_hash: str = ""
    reused: bool = False
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the bank has no errors."""
        return not any(finding.severity == "error" for finding in self.diagnostics)

    def as_json(self) -> dict[str, Any]:
        """Plain data, every field."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "diagnostics"}
        return plain | {"diagnostics": [finding.as_json() for finding in self.diagnostics]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> BankResult:
        """The result that `as_json` gave."""
        findings = [Diagnostic(**finding) for finding in data["diagnostics"]]
        return cls(**(data | {"diagnostics": findings}))


@dataclass(slots=True)
class BuildResult:
    """A whole build, a result a bank in the order of the arguments. ``package`` is the file of all banks together, if one was asked for."""

    banks: list[BankResult]
    package: str = ""

    @property
    def ok(self) -> bool:
        """Whether every bank was without errors."""
        return all(bank.ok for bank in self.banks)
