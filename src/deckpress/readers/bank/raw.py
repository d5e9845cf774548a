"""A bank as plain data, each value's place found on demand.

Places are needed only where something is wrong, so they are not kept: `Raw.span` parses its piece of text again and walks to the value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from deckpress.diagnostics import Report
from deckpress.readers.bank.cut import Cut, cut
from deckpress.readers.bank.scan import scan_item
from deckpress.readers.bank.slips import find_slip, lost_comment
from deckpress.readers.bank.tree import MapNode, Node, ScalarNode, SeqNode, YamlProblem, compose, plain_data
from deckpress.source import Source, Span

__all__ = ["Raw", "RawBank", "load_raw"]

Path = tuple[str | int, ...]
Duplicate = tuple[Span, str, Span]


@dataclass(slots=True, eq=False)
class Raw:
    """A value of a bank: ``data`` is dict, list and str; its piece is ``text[start:end]``, its first character ``text[at]``."""

    source: Source
    start: int
    end: int
    data: Any
    at: int
    node: Node | None = None
    offset: Callable[[int], int] | None = None

    def span(self, *path: str | int, key: bool = False) -> Span:
        """The place of the value at ``path`` (keys and indices from 0), or of its key."""
        if self.node is None:
            node = compose(self.source.text[self.start : self.end])
            self.node = node.items[0] if isinstance(node, SeqNode) else node
            start = self.start
            self.offset = lambda at: start + at
        node = self.node
        name: ScalarNode | None = None
        for step in path:
            if isinstance(node, MapNode) and step in node.entries:
                name, node = node.entries[str(step)]
            elif isinstance(node, SeqNode) and isinstance(step, int) and step < len(node.items):
                name, node = None, node.items[step]
            else:
                break
        found = name if key and name is not None else node
        assert found is not None  # noqa: S101 - a Raw is made from text that composes to something
        return self.place(found)

    def place(self, node: Node) -> Span:
        """The place of a node of this value."""
        offset = self.offset or _same
        start = offset(node.start)
        end = max(start + 1, offset(node.end))
        if not isinstance(node, ScalarNode):  # point at where it begins, not at all of it
            line_end = self.source.text.find("\n", start)
            end = min(end, line_end if line_end > start else end)
        return Span(self.source, start, end)


def _same(at: int) -> int:
    return at


@dataclass(slots=True, eq=False)
class RawBank:
    """``head`` is all but the questions; ``questions`` maps the place of each list of them, ``("chapters", 2)`` or ``()``, to its items.

    ``comments`` are comments right behind a text, which their author may have meant to be a part of it.
    """

    head: Raw
    questions: dict[Path, list[Raw]]
    duplicates: list[Duplicate] = field(default_factory=list)
    comments: list[Span] = field(default_factory=list)


def load_raw(source: Source, report: Report) -> RawBank | None:
    """Reads a bank's text. Problems go to ``report``; None where nothing can be made of the text."""
    parts = cut(source.text)
    found = _load_cut(source, parts, None) if parts is not None else None
    if found is None:
        try:
            found = _load_whole(source, compose(source.text), report)
        except YamlProblem as problem:
            before = len(report)
            found = _load_cut(source, parts, report) if parts is not None else None
            if len(report) == before:
                found = None
                _report(problem, source, 0, report)
    if found is not None:
        for span in found.comments:
            words = source.text[span.start : span.start + 20].split("\n")[0]
            message = f"'{words}' is a comment here, and no part of the text before it"
            report.warning("comment-in-text", message, span, "quote the text if '#' belongs to it; a comment begins with '# '")
        for again, key, first in found.duplicates:
            report.error(
                "duplicate-key", f"the key '{key}' stands here a second time (first in line {first.position.line})", again,
                "keep one of the two: YAML readers silently drop the other",
            )  # fmt: skip
    return found


def _report(problem: YamlProblem, source: Source, base: int, report: Report) -> None:
    slip = find_slip(source, base + problem.start) if problem.code == "yaml-syntax" else None
    if slip is not None:
        report.error(problem.code, slip[1], slip[0], slip[2])
        return
    span = Span(source, min(base + problem.start, len(source.text)), base + problem.end)
    report.error(problem.code, problem.message, span, problem.hint)


def _load_cut(source: Source, parts: Cut, report: Report | None) -> RawBank | None:
    """The bank from its pieces; None where they don't stand alone.

    With a ``report``, pieces that are no YAML are reported and left out, so that everything else that is wrong shows as well.
    """
    try:
        node = compose(parts.skeleton, alone=True)
    except YamlProblem:
        return None
    if not isinstance(node, MapNode):
        return None
    head = Raw(source, 0, len(source.text), plain_data(node), 0, node, parts.offset)
    places = _question_places(node)
    if [parts.offset(key.start) for key, _ in places.values()] != [region.key for region in parts.regions]:
        return None
    found = RawBank(head, _listed(source, node, parts.offset), _duplicates(head, node), _comments(head, node, parts.skeleton))
    for path, region in zip(places, parts.regions, strict=True):
        raws = found.questions[path] = []
        for start, end in zip(region.items, region.items[1:], strict=False):
            data = scan_item(source.text[start:end], region.indent)
            at = start + region.indent + 2
            raw = Raw(source, start, end, data, at) if data is not None else _composed(source, start, end, report, found)
            if raw is not None:
                raws.append(raw)
            elif report is None:
                return None
    return found


def _composed(source: Source, start: int, end: int, report: Report | None, bank: RawBank) -> Raw | None:
    """One question by the YAML parser; None where it is no YAML by itself."""
    try:
        listed = compose(source.text[start:end], alone=True)
    except YamlProblem as problem:
        if report is not None and problem.code != "yaml-alias":  # its anchor may stand in another piece
            _report(problem, source, start, report)
        return None
    if not isinstance(listed, SeqNode) or len(listed.items) != 1:
        return None
    item = listed.items[0]
    raw = Raw(source, start, end, plain_data(item), start + item.start, item, lambda at: start + at)
    bank.duplicates += _duplicates(raw, item)
    bank.comments += _comments(raw, item, source.text[start:end])
    raw.node = raw.offset = None  # most are never asked for a place
    return raw


def _question_places(node: MapNode) -> dict[Path, tuple[ScalarNode, Node]]:
    """The empty ``questions`` keys of a skeleton in the order of the text."""
    found: dict[Path, tuple[ScalarNode, Node]] = {}
    for name, (key, value) in node.entries.items():
        if name == "questions":
            found[()] = (key, value)
        elif name == "chapters" and isinstance(value, SeqNode):
            for index, chapter in enumerate(value.items):
                if isinstance(chapter, MapNode) and "questions" in chapter.entries:
                    found["chapters", index] = chapter.entries["questions"]
    return {
        path: (key, value)
        for path, (key, value) in found.items()
        if isinstance(value, ScalarNode) and value.plain and value.start == value.end
    }


def _load_whole(source: Source, node: Node | None, report: Report) -> RawBank | None:
    if not isinstance(node, MapNode):
        what = "nothing" if node is None else "a list" if isinstance(node, SeqNode) else "a text"
        span = Span(source, 0 if node is None else node.start, 0 if node is None else node.start + 1)
        slip = find_slip(source, source.text.find("\n"))
        if slip is not None:
            report.error("not-a-bank", slip[1], slip[0], slip[2])
            return None
        report.error("not-a-bank", f"a bank is a mapping of keys like 'deckpress: 1'; this file holds {what}", span, _START)
        return None
    head = Raw(source, 0, len(source.text), plain_data(node), 0, node)
    return RawBank(head, _listed(source, node, _same), _duplicates(head, node), _comments(head, node, source.text))


def _listed(source: Source, node: MapNode, offset: Callable[[int], int]) -> dict[Path, list[Raw]]:
    """The questions that the parser has read already, by the place of their list."""
    questions: dict[Path, list[Raw]] = {}
    chapters = node.entries.get("chapters")
    owners: list[tuple[Path, Node]] = [((), node)]
    if chapters and isinstance(chapters[1], SeqNode):
        owners += [(("chapters", index), chapter) for index, chapter in enumerate(chapters[1].items)]
    for path, owner in owners:
        if isinstance(owner, MapNode) and "questions" in owner.entries:
            listed = owner.entries["questions"][1]
            if isinstance(listed, SeqNode):
                questions[path] = [
                    Raw(source, offset(item.start), offset(item.end), plain_data(item), offset(item.start), item, offset)
                    for item in listed.items
                ]
    return questions


_START = "start with 'deckpress: 1', 'id: …', 'title: …'; 'deckpress new' writes a sample"


def _collections(node: Node) -> list[MapNode | SeqNode]:
    """A node and all collections in it, each once."""
    found: list[MapNode | SeqNode] = []
    seen: set[int] = set()
    stack = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, ScalarNode) or id(top) in seen:
            continue
        seen.add(id(top))
        found.append(top)
        stack += [value for _, value in top.entries.values()] if isinstance(top, MapNode) else top.items
    return found


def _comments(raw: Raw, node: Node, text: str) -> list[Span]:
    """Comments right behind a plain text; ``text`` is what ``node`` was read from."""
    if "#" not in text:
        return []
    found: list[Span] = []
    for collection in _collections(node):
        values = [value for _, value in collection.entries.values()] if isinstance(collection, MapNode) else collection.items
        for value in values:
            place = lost_comment(text, value.end) if isinstance(value, ScalarNode) and value.plain and value.value else None
            if place is not None:
                found.append(raw.place(ScalarNode(*place, "", plain=True)))
    return found


def _duplicates(raw: Raw, node: Node) -> list[Duplicate]:
    """Keys that stand twice in one mapping: where again, which, where first."""
    return [
        (raw.place(again), again.value, raw.place(first))
        for mapping in _collections(node)
        if isinstance(mapping, MapNode)
        for again, first in mapping.duplicates
    ]
