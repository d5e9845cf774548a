"""The canonical order and layout of a bank: a tree of nodes to YAML text.

Two makers of trees stand on it: `yaml_bank` makes one from plain data, `fmt` from a file with its comments.

- Keys in the order of the format's description, unknown ones last, in the order given.
- Two spaces a level, list items two under their key, nothing folded.
- Short lists of names (topics, tags, authors, answers) and short pairs in one line, everything else in blocks.
- A blank line between chapters and between questions. Elsewhere only where a comment has one beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from deckpress.writers.yaml_scalars import display_width, literal_block, plain_holds, plain_reads_well, quoted

__all__ = ["MAX_DEPTH", "Collection", "Layout", "Mapping", "Node", "Scalar", "Sequence", "Slot", "Style", "child_context", "put_in_order"]

MAX_DEPTH = 64
"""How deep collections may nest, the outermost counted as 1."""

_ORDER = {
    "bank": (
        "deckpress", "id", "part", "title", "language", "deck", "description", "license", "authors", "tags", "subdecks",
        "show_count", "lint", "markup", "chapters", "questions",
    ),
    "chapter": ("id", "title", "topics", "tags", "context", "markup", "questions"),
    "question": (
        "id", "type", "stem", "context", "options", "pairs", "items", "answer", "parts", "rubric", "keep_order", "typed",
        "explanation", "hint", "topics", "tags", "difficulty", "points", "source", "review", "retired", "lint", "markup",
    ),
    "option": ("text", "note"),
    "part": ("id", "stem", "answer", "rubric", "explanation", "points"),
    "rubric": ("text", "points"),
    "source": ("file", "line", "page"),
}  # fmt: skip
_RANK = {context: {key: rank for rank, key in enumerate(keys)} for context, keys in _ORDER.items()}

_CHILDREN = {
    ("bank", "chapters"): "chapter", ("bank", "questions"): "question", ("chapter", "questions"): "question",
    ("question", "options"): "option", ("question", "pairs"): "pair", ("question", "parts"): "part",
    ("question", "rubric"): "rubric", ("part", "rubric"): "rubric", ("question", "source"): "source",
}  # fmt: skip

_SPACED = frozenset({"chapter", "question"})
_ONE_LINE = {"topics": 40, "tags": 40, "authors": 40, "answer": 16}  # key → widest item that may share a line
_PAIR_SIDE = 40
_LINE = 100
_LONGEST_KEY = 1000  # YAML: 1024 characters up to the colon, else it must be announced by "? "


class Style(Enum):
    """How a text stands, or stood, in a file."""

    AUTO = "as it reads best"
    PLAIN = "plain"
    QUOTED = "quoted"
    BLOCK = "block"


@dataclass(slots=True)
class Scalar:
    """A text. `Style.PLAIN` may be empty: nothing is written."""

    text: str
    style: Style = Style.AUTO

    def inline(self) -> str:
        """The text on one line, outside ``[]``."""
        if self.style is Style.PLAIN and (not self.text or plain_holds(self.text)):
            return self.text
        if self.style is Style.AUTO and plain_reads_well(self.text):
            return self.text
        return quoted(self.text)

    def block(self) -> tuple[str, list[str]] | None:
        """Header and lines of a literal block where the text is to have one."""
        if "\n" in self.text or self.style is Style.BLOCK:
            return literal_block(self.text)
        return None

    def inside_flow(self) -> str | None:
        """The text as it may stand between ``[`` and ``]``; None where it needs more room, or quotes for this place alone."""
        if not self.text or self.block() or "\n" in self.text:
            return None
        written = self.inline()
        return written if written[0] in "'\"" or plain_holds(written, flow=True) else None


@dataclass(slots=True)
class Slot:
    """A place in a collection: its key (None in a list) and value.

    ``before`` holds the comment lines above it, each from its ``#`` on, and ``""`` for a blank line beside one.
    ``trailing`` is the comment that ends its line, or empty.
    """

    value: Node
    key: Scalar | None = None
    before: list[str] = field(default_factory=list)
    trailing: str = ""

    @property
    def name(self) -> str:
        """The text of the key, empty in a list."""
        return self.key.text if self.key else ""


@dataclass(slots=True)
class Collection:
    """What lists and mappings share.

    ``after`` holds the comment lines below the last slot, like ``Slot.before``; ``column`` is where a block stood, from 0.
    """

    slots: list[Slot] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    column: int = -1


@dataclass(slots=True)
class Sequence(Collection):
    """A list."""


@dataclass(slots=True)
class Mapping(Collection):
    """Keys and values in the order given; every slot has a key."""


Node = Scalar | Sequence | Mapping


def child_context(context: str, key: str) -> str:
    """What stands under a key of a ``bank``, ``chapter``, ``question`` …: again such a name, or empty where the format knows none.

    That of a list is that of its items.
    """
    return _CHILDREN.get((context, key), "")


def put_in_order(node: Node, context: str = "bank") -> None:
    """Sorts the keys of the tree, in place. Keys of one rank (unknown ones, or the same one twice) keep their order.

    Comments that would come between a dash and what starts beside it go above the dash.
    """
    if isinstance(node, Scalar):
        return
    if isinstance(node, Mapping):
        ranks = _RANK.get(context, {})
        node.slots.sort(key=lambda slot: ranks.get(slot.name, len(ranks)))
        for slot in node.slots:
            put_in_order(slot.value, child_context(context, slot.name))
        return
    for slot in node.slots:
        put_in_order(slot.value, "" if isinstance(slot.value, Sequence) else context)  # the format knows no list of lists of questions
        if isinstance(slot.value, Collection) and slot.value.slots:
            if slot.trailing and (context != "pair" or isinstance(slot.value, Mapping)):  # a pair may yet become one line
                slot.before, slot.trailing = [*slot.before, slot.trailing], ""
            first = slot.value.slots[0]
            slot.before += first.before if slot.before or first.before[:1] != [""] else first.before[1:]
            first.before = []


class Layout:
    """Writes one tree, its keys in the order they have. ``text`` makes the whole file of it."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def text(self, root: Mapping, header: list[str]) -> str:
        """The file, with a line feed at its end. ``header`` are comment lines that stay above everything.

        Raises ValueError for a text that no file can hold (see `quoted`).
        """
        self._comments(header, "")
        if header and root.slots and root.slots[0].before:
            self._blank()
        if root.slots:
            self._mapping(root, "", "bank", None)
        else:
            self._lines.append("{}")
        self._comments(root.after, "")
        return "\n".join(self._lines) + "\n"

    def _mapping(self, node: Mapping, indent: str, context: str, lead: str | None) -> None:
        after_spaced = False
        for slot in node.slots:
            child = child_context(context, slot.name)
            if after_spaced:
                self._blank()
            after_spaced = child in _SPACED and isinstance(slot.value, Sequence) and bool(slot.value.slots)
            self._comments(slot.before, indent, opening=slot is node.slots[0] and bool(indent))
            start, key = indent if lead is None else lead, slot.key.inline() if slot.key else ""
            lead = None
            if len(key) > _LONGEST_KEY:
                self._lines.append(f"{start}? {key}")
                start, key = indent, ""
            one_line = _flow(slot.value, _ONE_LINE.get(slot.name, 0), len(indent) + display_width(key) + 2)
            self._value(slot, f"{start}{key}:", indent, child, one_line)
        if indent:  # those of the root come last of all
            self._comments(node.after, indent)

    def _sequence(self, node: Sequence, indent: str, context: str, lead: str | None) -> None:
        for slot in node.slots:
            first = slot is node.slots[0]
            if context in _SPACED and not first:
                self._blank()
            one_line = _flow(slot.value, _PAIR_SIDE if context == "pair" else 0, len(indent) + 2)
            beside = slot.value if one_line is None and not isinstance(slot.value, Scalar) else None
            self._comments([*slot.before, slot.trailing] if beside and slot.trailing else slot.before, indent, opening=first)
            start = (indent if lead is None else lead) + "-"
            lead = None
            if beside:
                self._collection(beside, indent + "  ", context, start + " ")
            else:
                self._value(slot, start, indent, context, one_line)
        self._comments(node.after, indent)

    def _collection(self, node: Sequence | Mapping, indent: str, context: str, lead: str | None) -> None:
        """``lead`` is what the first line starts with where that is a dash, None where it is the indentation."""
        if isinstance(node, Mapping):
            self._mapping(node, indent, context, lead)
        else:
            self._sequence(node, indent, context if lead is None else "", lead)

    def _value(self, slot: Slot, start: str, indent: str, context: str, one_line: str | None) -> None:
        """``start`` (a key and its colon, or a dash), the value, and the comment at the end of the line."""
        value, comment = slot.value, f"  {slot.trailing}" if slot.trailing else ""
        if one_line is not None:
            self._lines.append(f"{start} {one_line}{comment}")
        elif isinstance(value, Scalar):
            block = value.block()
            if block is None:
                self._lines.append(f"{start} {value.inline()}".rstrip(" ") + comment)
            else:
                self._lines.append(f"{start} {block[0]}{comment}")
                self._lines += [f"{indent}  {line}" if line else "" for line in block[1]]
        else:
            self._lines.append(f"{start}{comment}")
            self._collection(value, indent + "  ", context, None)

    def _comments(self, comments: list[str], indent: str, *, opening: bool = False) -> None:
        """Comment lines; ``opening``: right below their collection's key, where a blank line would only tear them off."""
        for i, comment in enumerate(comments):
            if comment:
                self._lines.append(indent + comment)
            elif i or not opening:
                self._blank()

    def _blank(self) -> None:
        """A blank line, where there is not one already: the last of a block text may be, and is content then."""
        if self._lines and self._lines[-1].strip():
            self._lines.append("")


def _flow(node: Node, widest: int, used: int) -> str | None:
    """The collection in one line: an empty one always, a list where all items are short and no comment stands among them.

    ``widest`` is the most columns an item may have (0: no list may), ``used`` what the line has already.
    """
    if isinstance(node, Scalar):
        return None
    if not node.slots:
        return "{}" if isinstance(node, Mapping) else "[]"
    if not widest or isinstance(node, Mapping) or node.after:
        return None
    written: list[str] = []
    for slot in node.slots:
        item = slot.value.inside_flow() if isinstance(slot.value, Scalar) and len(slot.value.text) <= widest else None
        if item is None or slot.before or slot.trailing or display_width(item) > widest:
            return None
        written.append(item)
        used += display_width(item) + 2
        if used > _LINE:
            return None
    return f"[{', '.join(written)}]"
