"""Recognition: the lines of a document become questions. See `engine.recognise`."""

from deckpress.readers.documents.recognise.engine import recognise

__all__ = ["recognise"]
