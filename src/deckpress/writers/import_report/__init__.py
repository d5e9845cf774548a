"""What an import made of a document: counts for the terminal, and a page to go through the doubtful questions."""

from deckpress.writers.import_report.counts import Fate, KindCount, Summary, answered, line_fates, summary
from deckpress.writers.import_report.page import import_report

__all__ = ["Fate", "KindCount", "Summary", "answered", "import_report", "line_fates", "summary"]
