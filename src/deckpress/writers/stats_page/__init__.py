"""What a collection holds, as a page with charts."""

from deckpress.writers.stats_page.page import stats_page

__all__ = ["stats_page"]
