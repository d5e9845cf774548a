"""A folder of decks on the local network, for phones: read-only, behind a secret address, with bounds to what a caller can ask for."""

from __future__ import annotations

from deckpress.share.network import Place, listen, room_for
from deckpress.share.qr import qr_lines, qr_width
from deckpress.share.receipts import Served
from deckpress.share.server import Limits, Server
from deckpress.share.shelf import Shelf

__all__ = ["Limits", "Place", "Served", "Server", "Shelf", "listen", "qr_lines", "qr_width", "room_for"]
