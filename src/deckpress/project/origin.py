"""Where this deckpress was installed from, as something that pip can install on another machine."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution

__all__ = ["requirement"]

_NAME = "deckpress[release]"
_COMMIT = re.compile(r"[0-9a-f]{40}")


def requirement() -> str:
    """``deckpress[release] @ git+https://…@<commit>`` or ``deckpress[release]==<version>``: exactly what is installed here.

    Empty where nobody else could install that: from a folder or an archive, or by a way that needs a key or a password. An installer
    writes down where it took a package from (PEP 610); where it wrote nothing, it was a package index.
    """
    try:
        installed = distribution("deckpress")
    except PackageNotFoundError:
        return ""
    text = installed.read_text("direct_url.json")
    if text is None:
        return f"{_NAME}=={installed.version}"
    origin = json.loads(text)
    address, commit = origin["url"], origin.get("vcs_info", {}).get("commit_id", "")
    if not re.fullmatch(r"https://[^\s@\"'#?]+", address) or not _COMMIT.fullmatch(commit):
        return ""
    return f"{_NAME} @ git+{address}@{commit}"
