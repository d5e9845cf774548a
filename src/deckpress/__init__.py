"""deckpress turns question banks into Anki decks that people trust.

The library; the commands call nothing else. Everything here is imported on first use, so that ``import deckpress`` costs nothing:

    import deckpress

    bank = deckpress.load_bank("decks/sample.yaml")      # a Bank, or FindingsError with everything that is wrong
    result = deckpress.build(["decks"], "build")         # writes packages and locks
    deckpress.verify_package("build/sample.apkg").ok     # needs the extra 'verify'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deckpress.diagnostics import Diagnostic, Report
    from deckpress.diff.compare import Difference
    from deckpress.diff.sources import diff as diff_decks
    from deckpress.engine import VerifyResult, verify_package
    from deckpress.errors import DeckpressError, ExpressionError, FindingsError, MissingLibrary, UnavailableError, UsageError
    from deckpress.model import Bank, Chapter, Question
    from deckpress.project.build import build
    from deckpress.project.check import CheckResult, check
    from deckpress.project.importing import ImportResult, import_document
    from deckpress.project.inspect import load_bank, notes_of
    from deckpress.project.results import BankResult, BuildResult
    from deckpress.project.statistics import collection_stats, write_stats_page
    from deckpress.project.tagging import TagTree, count_tags
    from deckpress.readers.bank.schema import bank_schema
    from deckpress.release.run import ReleaseResult
    from deckpress.release.run import release as make_release
    from deckpress.stats import Stats
    from deckpress.tags import Expression
    from deckpress.tags import parse as parse_tags
    from deckpress.writers.fmt import format_bank
    from deckpress.writers.yaml_bank import dump_bank

_HOMES = {
    "Bank": "model",
    "BankResult": "project.results",
    "BuildResult": "project.results",
    "Chapter": "model",
    "CheckResult": "project.check",
    "DeckpressError": "errors",
    "Diagnostic": "diagnostics",
    "Difference": "diff.compare",
    "Expression": "tags",
    "ExpressionError": "errors",
    "FindingsError": "errors",
    "ImportResult": "project.importing",
    "MissingLibrary": "errors",
    "Question": "model",
    "ReleaseResult": "release.run",
    "Report": "diagnostics",
    "Stats": "stats",
    "TagTree": "project.tagging",
    "UnavailableError": "errors",
    "UsageError": "errors",
    "VerifyResult": "engine",
    "bank_schema": "readers.bank.schema",
    "build": "project.build",
    "check": "project.check",
    "collection_stats": "project.statistics",
    "count_tags": "project.tagging",
    "diff_decks": "diff.sources",
    "dump_bank": "writers.yaml_bank",
    "format_bank": "writers.fmt",
    "import_document": "project.importing",
    "make_release": "release.run",
    "load_bank": "project.inspect",
    "notes_of": "project.inspect",
    "parse_tags": "tags",
    "verify_package": "engine",
    "write_stats_page": "project.statistics",
}
_OTHER_NAMES = {"diff_decks": "diff", "make_release": "release", "parse_tags": "parse"}

__all__ = [
    "Bank", "BankResult", "BuildResult", "Chapter", "CheckResult", "DeckpressError", "Diagnostic", "Difference",
    "Expression", "ExpressionError", "FindingsError", "ImportResult", "MissingLibrary", "Question", "ReleaseResult",
    "Report", "Stats", "TagTree", "UnavailableError", "UsageError", "VerifyResult", "bank_schema", "build", "check",
    "collection_stats", "count_tags", "diff_decks", "dump_bank", "format_bank", "import_document", "load_bank",
    "make_release", "notes_of", "parse_tags", "verify_package", "write_stats_page",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'deckpress' has no attribute {name!r}")
    value = getattr(import_module(f"deckpress.{home}"), _OTHER_NAMES.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
