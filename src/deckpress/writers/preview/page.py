"""The preview as one HTML page: served, with cards fetched as they are shown, or whole in one file that works offline.

The page's own script puts texts of banks into text nodes only. A card is HTML with scripts: it is drawn in a sandboxed frame of an origin
of its own, which reaches neither the page nor, but for the bank's images, the server. A policy keeps both from the network; it has to
allow inline scripts, which the cards' templates bring.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Sequence
from typing import Any

from deckpress.pages import fill, page_file, page_words
from deckpress.writers.preview.data import Preview, encode

__all__ = ["MEDIA_TYPES", "offline_page", "served_page"]

MEDIA_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "svg": "image/svg+xml",
}
"""The type of an image by the ending of its name in the package."""
_SCRIPTS = ("filter.js", "list.js", "frames.js", "stage.js", "page.js", "controls.js")
_CHUNK = 100
"""Cards in one script element of an offline page, which is parsed when one of them is shown."""
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src {images}; connect-src {connect}; "
    "base-uri 'none'; form-action 'none'"
)


def served_page(preview: Preview, version: int) -> str:
    """The page for a browser on this machine: it asks the server for cards, and for changes."""
    return "".join(_page(preview, {"mode": "server", "version": version}, paths=True, cards=()))


def offline_page(preview: Preview) -> str:
    """The page with all cards and images in it. Raises `OSError` where an image has gone since it was looked up."""
    images = {name: _data_address(name, path.read_bytes()) for name, path in sorted(preview.media.items())}
    extra = {"mode": "file", "version": 0, "chunk": _CHUNK, "images": images}
    return "".join(_page(preview, extra, paths=False, cards=_chunks(preview)))


def _page(preview: Preview, extra: dict[str, Any], *, paths: bool, cards: Sequence[str] | Iterator[str]) -> Iterator[str]:
    words = page_words(__package__, preview.language)
    served = extra["mode"] == "server"
    titles = " · ".join(bank.bank.title if bank.bank is not None else bank.name for bank in preview.banks[:3])
    texts = {
        **{key: html.escape(word) for key, word in words.items() if isinstance(word, str)},
        "title": html.escape(titles or words["preview"]),
        "policy": _POLICY.format(images="data: 'self'" if served else "data:", connect="'self'" if served else "'none'"),
        "style": _own("page.css"),
        "frame_style": _own("frame.css"),
        "frame_script": _own("frame.js"),
        "script": "\n".join([page_file("deckpress.writers", "elements.js"), *map(_own, _SCRIPTS)]),
        "data": encode(preview.head(paths=paths) | extra | {"words": words}),
    }
    before, after = (fill(half, texts) for half in _own("page.html").split("{{cards}}"))
    yield before
    yield from cards
    yield after


def _chunks(preview: Preview) -> Iterator[str]:
    for first in range(0, len(preview), _CHUNK):
        cards = [preview.card(number) for number in range(first, min(first + _CHUNK, len(preview)))]
        yield f'<script type="application/json" id="cards-{first // _CHUNK}">{encode(cards)}</script>\n'


def _data_address(name: str, data: bytes) -> str:
    return f"data:{MEDIA_TYPES[name.rpartition('.')[2]]};base64,{base64.b64encode(data).decode()}"


def _own(name: str) -> str:
    return page_file(__package__, name)
