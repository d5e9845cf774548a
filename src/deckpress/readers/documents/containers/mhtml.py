"""A web page saved as one file (RFC 2557): what many sites deliver as a "Word document"."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import Message

from deckpress.readers.documents.limits import DocumentError

__all__ = ["is_mhtml", "page_of"]

_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_PAGE = re.compile(rb"^Content-Type:[ \t]*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)
_HEAD = 4096
_MOST_PARTS = 10_000


def is_mhtml(data: bytes) -> bool:
    """Whether the bytes begin with the header of a saved page."""
    head = data[:_HEAD]
    return bool(_VERSION.search(head) and _PAGE.search(head))


def page_of(data: bytes, name: str) -> tuple[bytes, str]:
    """The HTML of the saved page, and the encoding that its header declares (else empty). Raises DocumentError where it holds none."""
    if data.count(b"\n--") > _MOST_PARTS:
        raise DocumentError(f"{name}: the saved page has more than {_MOST_PARTS} parts.\n  Save it again as .html.")
    message = message_from_bytes(data, policy=policy.compat32)
    pending = [message]
    while pending:
        part = pending.pop()
        children = part.get_payload() if part.is_multipart() else None
        if isinstance(children, list):
            pending.extend(child for child in reversed(children) if isinstance(child, Message))
        elif part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                return page, str(part.get_content_charset() or "")
    raise DocumentError(f"{name}: the saved page holds no HTML.\n  Open it in a browser and save it as .html.")
