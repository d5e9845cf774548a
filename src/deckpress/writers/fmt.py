"""``deckpress fmt``: a bank in canonical order and layout, its comments and every text kept.

The layout is that of `deckpress.writers.yaml_layout`; where comments go is told in `deckpress.writers.yaml_comments`. A plain text
stays plain and a quoted one quoted, with the same characters; one of several lines becomes a literal block where that can hold
it. Whatever would be lost is a reason to refuse: the result is read back and compared before anybody gets it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from deckpress.source import Source
from deckpress.writers.yaml_comments import split_header
from deckpress.writers.yaml_layout import Layout, Mapping, Node, Scalar, Style, put_in_order
from deckpress.writers.yaml_scalars import looks_typed
from deckpress.writers.yaml_tree import FormatRefused, Tree, read_tree

__all__ = ["FormatRefused", "format_bank"]


def format_bank(text: str, name: str = "<bank>") -> str:
    """The bank in canonical order and layout; formatting that again changes nothing.

    Lines end as the first line of ``text`` does (line feed, or carriage return and line feed); a byte order mark is dropped.
    ``name`` is what messages call the file. Time is linear in the length of the text, but for the sorting of keys.

    Raises `FormatRefused`, whose text says where and why, for invalid YAML and for what the bank format has no use for:
    anchors, aliases, tags, directives, several documents, a root that is no mapping, collections nested deeper than 64.
    """
    windows = text.find("\r\n") == text.find("\n") - 1 and "\r\n" in text
    source = Source(name, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    tree = read_tree(source)
    before = _content(tree)
    put_in_order(tree.root)
    _settle_header(tree)
    result = Layout().text(tree.root, tree.header)
    _compare(before, result, name)
    return result.replace("\n", "\r\n") if windows else result


def _settle_header(tree: Tree) -> None:
    """Another key may have come first: what stands above it now is divided as it will be when the result is read."""
    first = tree.root.slots[0] if tree.root.slots else None
    if first and first.before:
        above = [*tree.header, "", *first.before] if tree.header else first.before
        tree.header, first.before = split_header(above)


def _compare(before: tuple[Any, Counter[str]], result: str, name: str) -> None:
    bug = "this is a bug, please report it"
    try:
        after = _content(read_tree(Source(name, result)))
    except FormatRefused as error:
        raise FormatRefused(f"{name}: not formatted: the result would be no valid bank; {bug} ({error})") from error
    if after[0] != before[0]:
        raise FormatRefused(f"{name}: not formatted: the result would not hold the same texts; {bug}")
    if after[1] != before[1]:
        raise FormatRefused(f"{name}: not formatted: the result would not hold the same comments; {bug}")


def _content(tree: Tree) -> tuple[Any, Counter[str]]:
    """What must not change: the data, without the order of keys, and the comments, without their places."""
    return _data(tree.root), Counter(tree.comments)


def _data(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text, node.style is Style.PLAIN and looks_typed(node.text)
    if isinstance(node, Mapping):
        return "mapping", sorted(((slot.name, _data(slot.value)) for slot in node.slots), key=lambda pair: pair[0])
    return "sequence", [_data(slot.value) for slot in node.slots]
