"""What a rule of content is, what it finds, and how its text is read from its docstring."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from inspect import cleandoc
from textwrap import dedent

from deckpress.diagnostics import Severity
from deckpress.model import Bank, Question
from deckpress.source import Span

__all__ = ["Finding", "Rule", "Sample", "Setting", "live"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule found: at a question, or in the bank as a whole where there is none.

    ``word`` is what to point at in the question's text; ``span`` is the place where that is none of the question's.
    """

    message: str
    hint: str
    question: Question | None = None
    word: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What the collection says to the rules: its topics (None where it names none), and the rules turned off, each with the reason."""

    topics: Mapping[str, str] | None = None
    off: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample of a rule: ``text`` is YAML, a list of questions or further keys of a bank; ``remark`` says what is special about it."""

    passes: bool
    text: str
    remark: str = ""


_SAMPLE = re.compile(r"^(Passes|Fails)(?:, ([^\n]+))?:\n\n((?:(?: {4}[^\n]*)?\n)+)", re.M)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of content. Its docstring is its documentation: a sentence, paragraphs, then samples below ``Passes:`` and ``Fails:``.

    ``always`` says that it is no matter of taste and runs without being asked for, ``of_bank`` that it looks at a bank as a whole.
    """

    name: str
    severity: Severity
    check: Callable[[Bank, Setting], Iterator[Finding]]
    always: bool = False
    of_bank: bool = False

    @property
    def summary(self) -> str:
        """What it finds, in one sentence."""
        return self._text().partition("\n")[0]

    @property
    def description(self) -> str:
        """Why, and from which limits on, in paragraphs of one line each."""
        body = _SAMPLE.sub("", self._text()).partition("\n")[2]
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in body.strip().split("\n\n"))

    @property
    def samples(self) -> list[Sample]:
        """Its samples in order."""
        found = _SAMPLE.finditer(self._text())
        return [Sample(match[1] == "Passes", dedent(match[3]).strip("\n") + "\n", match[2] or "") for match in found]

    def _text(self) -> str:
        return cleandoc(self.check.__doc__ or "") + "\n"


def live(bank: Bank) -> list[Question]:
    """The questions that learners still get."""
    return [question for question in bank.questions if not question.retired]
