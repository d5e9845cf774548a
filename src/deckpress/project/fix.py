"""``check --fix``: missing ids written into the files, touching nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from deckpress.diagnostics import Report
from deckpress.lock import LockError, parse_lock
from deckpress.project.discover import BankFiles, shown
from deckpress.project.workspace import write_whole
from deckpress.readers.bank.raw import Raw, RawBank, load_raw
from deckpress.readers.text import read_bytes
from deckpress.source import Source, Span

__all__ = ["write_missing_ids"]

Edit = tuple[int, int, str]
"""Where a stretch of text begins and ends, and what to put in its place."""
_BOM = "\ufeff"


def write_missing_ids(files: BankFiles, report: Report) -> dict[str, int]:
    """Gives every question and chapter without an id one, in the files; how many, by file.

    A file that is no readable bank is left alone (`check` says what is wrong with it), and so is one whose ids can't be written without
    changing more, with a finding in ``report``. An id of the lock, once published, is not given again.
    """
    read: list[tuple[Source, RawBank]] = []
    for path in files.files:
        data = read_bytes(path, shown(path), Report())
        try:
            text = data.decode("utf-8") if data is not None else ""
        except UnicodeDecodeError:
            return {}
        findings = Report()
        source = Source(shown(path), text.removeprefix(_BOM))
        raw = load_raw(source, findings)
        if raw is None or findings.errors:
            return {}
        read.append((source, raw))
    taken = _published(files) | {_id(item.data) for _, raw in read for items in raw.questions.values() for item in items}
    chapters = {_id(chapter).casefold() for _, raw in read for chapter in _chapters(raw)}
    fixed: dict[str, int] = {}
    for path, (source, raw) in zip(files.files, read, strict=True):
        edits = _edits(raw, taken, chapters)
        text = source.text
        for start, end, words in sorted(edits, reverse=True):
            text = text[:start] + words + text[end:]
        if edits and not _same_but_for_ids(source, text, len(edits)):
            message = "the missing ids can't be written without changing more than the ids: the file is as it was"
            report.about_file("not-fixed", "error", message, shown(path), "write the ids by hand")
        elif edits:
            bom = _BOM if path.read_bytes().startswith(_BOM.encode()) else ""
            write_whole(path, bom + text)
            fixed[shown(path)] = len(edits)
    return fixed


def _id(data: Any) -> str:
    value = data.get("id") if isinstance(data, dict) else None
    return value if isinstance(value, str) else ""


def _chapters(raw: RawBank) -> list[Any]:
    chapters = raw.head.data.get("chapters")
    return chapters if isinstance(chapters, list) else []


def _published(files: BankFiles) -> set[str]:
    try:
        lock = parse_lock(files.lock.read_text("utf-8"))
    except (OSError, ValueError, LockError):  # no lock yet, or one that `check` complains about
        return set()
    return {entry.id.partition("#")[0] for entry in lock.entries.values()}


def _edits(raw: RawBank, taken: set[str], chapters: set[str]) -> list[Edit]:
    """What to put where."""
    edits: list[Edit] = []
    for index, chapter in enumerate(_chapters(raw)):
        if isinstance(chapter, dict) and chapter and not _id(chapter):
            edits.append(_edit(raw.head, ("chapters", index), chapter, _chapter_id(chapter, index, chapters)))
    nameless = [
        item for items in raw.questions.values() for item in items if isinstance(item.data, dict) and item.data and not _id(item.data)
    ]
    return edits + [_edit(item, (), item.data, _question_id(item.data, taken)) for item in nameless]


def _edit(raw: Raw, path: tuple[str | int, ...], data: dict[str, Any], name: str) -> Edit:
    text = raw.source.text
    if "id" in data:  # there, and empty
        key, value = raw.span(*path, "id", key=True), raw.span(*path, "id")
        if text[value.start : value.end] in ('""', "''"):
            return value.start, value.end, name
        colon = text.find(":", key.end, max(key.end, value.end))
        return (colon + 1, colon + 1, f" {name}") if colon >= 0 else (key.end, key.end, f": {name}")
    # Before the first key: the mapping itself may begin with an anchor.
    first = min((raw.span(*path, key, key=True) for key in data), key=lambda span: span.start)
    before = text[max(0, first.start - 3) : first.start]
    start = first.start - len(before) + before.rfind("? ") if before.endswith("? ") else first.start
    mapping = raw.span(*path)
    if "{" in text[mapping.start : start]:
        return start, start, f"id: {name}, "
    indent = Span(raw.source, start, start).position.column - 1
    line_break = "\r\n" if "\r\n" in text else "\n"
    return start, start, f"id: {name}{line_break}{' ' * indent}"


def _question_id(data: dict[str, Any], taken: set[str]) -> str:
    """An id from the question's words as they are now, so that two branches that add the same question agree; it stays when they change."""
    words = json.dumps(data, ensure_ascii=False, sort_keys=True)
    attempt = 0
    while True:
        name = "q-" + hashlib.sha256(f"{words}{attempt or ''}".encode()).hexdigest()[:8]
        if name not in taken:
            taken.add(name)
            return name
        attempt += 1


def _chapter_id(chapter: dict[str, Any], index: int, taken: set[str]) -> str:
    title = chapter.get("title")
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") if isinstance(title, str) and title.isascii() else ""
    base = words[:40] or f"chapter-{index + 1}"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name.casefold())
    return name


def _same_but_for_ids(source: Source, text: str, count: int) -> bool:
    """Whether the text after the edits holds everything it held, and the ids."""
    report = Report()
    before, after = load_raw(source, report), load_raw(Source(source.name, text), report)
    if before is None or after is None or report.errors:
        return False
    return _without_ids(before) == _without_ids(after) and _ids(after) - _ids(before) == count


def _without_ids(raw: RawBank) -> Any:
    def strip(data: Any) -> Any:
        return {key: value for key, value in data.items() if key != "id"} if isinstance(data, dict) else data

    head = {key: value for key, value in raw.head.data.items() if key not in ("chapters", "questions")}
    chapters = [strip({k: v for k, v in c.items() if k != "questions"} if isinstance(c, dict) else c) for c in _chapters(raw)]
    return head, chapters, [[strip(item.data) for item in items] for items in raw.questions.values()]


def _ids(raw: RawBank) -> int:
    return sum(bool(_id(chapter)) for chapter in _chapters(raw)) + sum(bool(_id(i.data)) for items in raw.questions.values() for i in items)
