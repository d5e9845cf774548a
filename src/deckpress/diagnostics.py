"""Findings as data. Readers and lint report into a `Report`; text, JSON and GitHub form are made here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from deckpress.source import Span

__all__ = ["Diagnostic", "Report", "Severity"]

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding. ``line`` and ``column`` count from 1, 0 where the whole file is meant; ``excerpt`` is the source line and its caret."""

    code: str
    severity: Severity
    message: str
    file: str
    line: int = 0
    column: int = 0
    end_column: int = 0
    excerpt: str = ""
    hint: str = ""

    def as_text(self) -> str:
        """``file:line:column: severity code: message``, the source line with a caret, and what to do."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        lines = [f"{place}: {self.severity} {self.code}: {self.message}"]
        lines += [f"    {line}" for line in self.excerpt.split("\n") if self.excerpt]
        if self.hint:
            lines.append(f"  = {self.hint}")
        return "\n".join(lines)

    def as_github(self) -> str:
        """A GitHub Actions workflow command, which annotates the line in a pull request."""
        level = {"error": "error", "warning": "warning", "note": "notice"}[self.severity]
        text = self.message + (f"\n{self.hint}" if self.hint else "")
        place = f"file={_property(self.file)}" + (f",line={self.line},col={self.column}" if self.line else "")
        return f"::{level} {place},title={_property(self.code)}::{_escape(text)}"

    def as_json(self) -> dict[str, Any]:
        """Plain data, every field."""
        return {name: getattr(self, name) for name in self.__slots__}


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


@dataclass(slots=True)
class Report:
    """All findings of one input, in the order found."""

    diagnostics: list[Diagnostic] = field(default_factory=list)

    def add(self, code: str, severity: Severity, message: str, span: Span, hint: str = "") -> None:
        """A finding at a place in a text."""
        source, start, end = span
        line, column = source.position(start)
        excerpt = source.excerpt(start, end)
        width = max(1, min(end - start, source.line_length(line) - column + 1))
        self.diagnostics.append(
            Diagnostic(
                code=code, severity=severity, message=message, file=source.name, line=line, column=column,
                end_column=column + width, excerpt=excerpt, hint=hint,
            )
        )  # fmt: skip

    def error(self, code: str, message: str, span: Span, hint: str = "") -> None:
        """Something that keeps the bank from being built."""
        self.add(code, "error", message, span, hint)

    def warning(self, code: str, message: str, span: Span, hint: str = "") -> None:
        """Something that a person should look at."""
        self.add(code, "warning", message, span, hint)

    def about_file(self, code: str, severity: Severity, message: str, file: str, hint: str = "") -> None:
        """A finding about a whole file: unreadable, empty, of no text."""
        self.diagnostics.append(Diagnostic(code=code, severity=severity, message=message, file=file, hint=hint))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Takes in findings made elsewhere."""
        self.diagnostics.extend(diagnostics)

    @property
    def errors(self) -> list[Diagnostic]:
        """The findings that stop a build."""
        return [d for d in self.diagnostics if d.severity == "error"]

    def __bool__(self) -> bool:
        return bool(self.diagnostics)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self.diagnostics, key=lambda d: (d.file, d.line, d.column)))

    def __len__(self) -> int:
        return len(self.diagnostics)
