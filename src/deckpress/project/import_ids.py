"""Names of what is imported: question, chapter and bank ids that a second import of the same document makes again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from unicodedata import normalize

from deckpress.readers.documents.recognise.copies import core_text
from deckpress.readers.documents.recognise.result import Found

__all__ = ["bank_slug", "chapter_slugs", "question_ids", "question_key"]

_NO_NAME = re.compile(r"[^\w]+")
_ASCII = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


def question_key(found: Found) -> str:
    """What makes a question this one, whatever its answer: its words, and those of its passage and tasks."""
    texts = [found.stem, *found.options, found.context, *(part.stem for part in found.parts)]
    return "\n".join(map(core_text, texts))


def question_ids(keys: Sequence[str]) -> list[str]:
    """An id for each question, ``q-`` and eight hexadecimal digits of its key; further copies get ``-2``, ``-3`` … in document order.

    Made before any conversion of the script, so that ``--simplified`` changes no id.
    """
    seen: dict[str, int] = {}
    ids: list[str] = []
    for key in keys:
        name = "q-" + sha256(key.encode("utf-8", "replace")).hexdigest()[:8]
        seen[name] = count = seen.get(name, 0) + 1
        ids.append(name if count == 1 else f"{name}-{count}")
    return ids


def chapter_slugs(titles: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """An id for each title, of its letters and digits in any script; none equals one ``taken``, in any case."""
    used = {name.casefold() for name in taken}
    slugs: dict[str, str] = {}
    for title in titles:
        base = _NO_NAME.sub("-", normalize("NFKC", title).lower())[:_LONGEST].strip("-_") or "chapter"
        name, number = base, 1
        while name.casefold() in used:
            number += 1
            name = f"{base}-{number}"
        used.add(name.casefold())
        slugs[title] = name
    return slugs


def bank_slug(name: str) -> str:
    """A bank id from a file's name without its ending: its ASCII words where they have three letters or more, else ``bank-`` and a hash."""
    slug = _ASCII.sub("-", normalize("NFKC", name).lower()).strip("-")[:_LONGEST].strip("-")
    if sum(character.isalpha() for character in slug) >= 3:
        return slug
    return "bank-" + sha256(normalize("NFC", name).encode("utf-8", "replace")).hexdigest()[:8]
