"""What every HTML page is made of: its files, its words, texts that can do no harm, the policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from deckpress.languages import words_language

__all__ = ["file_size", "fill", "page_file", "page_words", "policy", "visible"]

_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@lru_cache(maxsize=64)
def page_file(package: str, name: str) -> str:
    """A text file that lies beside the modules of a package, with LF ends."""
    return resources.files(package).joinpath(name).read_text("utf-8").replace("\r\n", "\n")


@lru_cache(maxsize=16)
def page_words(package: str, language: str) -> dict[str, Any]:
    """The words of a package's ``words.json`` for a BCP 47 tag; English where there are none. Not to be changed."""
    offered: dict[str, dict[str, Any]] = json.loads(page_file(package, "words.json"))
    return offered.get(words_language(language), offered["en"])


def fill(template: str, values: Mapping[str, str]) -> str:
    """A template with each ``{{name}}`` replaced, in one go: what a value holds is left alone. Raises `KeyError` for an unknown name."""
    return _PLACEHOLDER.sub(lambda match: values[match[1]], template)


def file_size(size: int) -> str:
    """A number of bytes for people."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000)):,} kB" if size else "0 kB"
    return f"{size / 1e6:.1f} MB"


def policy(style: str, script: str = "") -> str:
    """The Content-Security-Policy of a page that allows its own style and script, by their hash, and nothing else."""
    scripts = f"script-src {_hash(script)}; " if script else ""
    return f"default-src 'none'; style-src {_hash(style)}; {scripts}base-uri 'none'; form-action 'none'"


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def visible(text: str) -> str:
    """A text with the signs shown that have no shape of their own: some turn the text around them."""
    return _UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)
