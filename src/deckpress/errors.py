"""Every exception that deckpress raises on purpose.

    DeckpressError            base; ``exit_code`` says how a command ends
    ├── UsageError            2  the call itself is off: no such file, an option that fits no value
    ├── FindingsError         1  the input has errors; they are in ``report``, with their places
    ├── ExpressionError       2  a tag expression that does not parse; its text shows the caret
    └── UnavailableError     4  this machine lacks something
        └── MissingLibrary    4  an optional library; names the command that installs it

Exit codes: 0 fine, 1 findings, 2 usage, 3 a bug of ours, 4 environment, 130 interrupted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckpress.source import Source

if TYPE_CHECKING:
    from deckpress.diagnostics import Report

__all__ = ["DeckpressError", "ExpressionError", "FindingsError", "MissingLibrary", "UnavailableError", "UsageError"]


class DeckpressError(Exception):
    """Base of all. The text is meant for people: what, where, why, what to do next."""

    exit_code = 1


class UsageError(DeckpressError):
    """The call itself is off."""

    exit_code = 2


class FindingsError(DeckpressError):
    """The input has errors, all of them in ``report``."""

    exit_code = 1

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


class ExpressionError(UsageError):
    """A tag expression that does not parse; ``offset`` counts characters from the start of ``expression``."""

    def __init__(self, message: str, expression: str, offset: int) -> None:
        self.message, self.expression, self.offset = message, expression, offset
        excerpt = Source("", expression).excerpt(offset, offset + 1).replace("\n", "\n  ")
        super().__init__(f"tag expression: {message}\n  {excerpt}")


class UnavailableError(DeckpressError):
    """This machine lacks something that the call needs."""

    exit_code = 4


class MissingLibrary(UnavailableError):
    """An optional library is not installed."""

    def __init__(self, library: str, extra: str, purpose: str) -> None:
        install = f"pip install 'deckpress[{extra}]', or '.[{extra}]' in a copy of its repository"
        super().__init__(f"{purpose} needs the library {library!r}.\n  Install it: {install}")
        self.library, self.extra = library, extra
