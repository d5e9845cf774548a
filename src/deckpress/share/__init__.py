"""A folder of decks on the local network, for phones: read-only, behind a secret address, with bounds to what a caller can ask for."""

from __future__ import annotations

from deckpress.share.network import Place, listen
from deckpress.share.qr import qr_lines
from deckpress.share.server import Limits, Served, Server
from deckpress.share.shelf import Shelf

__all__ = ["Limits", "Place", "Served", "Server", "Shelf", "listen", "qr_lines"]
