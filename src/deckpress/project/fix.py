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
from deckpress.readers.bank.raw import RawBank, load_raw
from deckpress.source import Source, Span

__all__ = ["write_missing_ids"]


def write_missing_ids(files: BankFiles) -> dict[str, int]:
    """Gives every question and chapter without an id one, in the files; how many, by file.

    A file that is no readable bank is left alone (`check` says what is wrong with it). An id of the lock, once published, is not
    given again.
    """
    read: list[tuple[Source, RawBank]] = []
    for path in files.files:
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return {}
        report = Report()
        source = Source(shown(path), text)
        raw = load_raw(source, report)
        if raw is None or report.errors:
            return {}
        read.append((source, raw))
    taken = _published(files) | {str(_id(item.data)) for _, raw in read for items in raw.questions.values() for item in items}
    chapters = {str(_id(chapter)) for _, raw in read for chapter in _chapters(raw)}
    fixed: dict[str, int] = {}
    for path, (source, raw) in zip(files.files, read, strict=True):
        edits = _edits(raw, taken, chapters)
        if not edits:
            continue
        text = source.text
        for at, addition in sorted(edits, reverse=True):
            text = text[:at] + addition + text[at:]
        _prove(source, text, len(edits))
        write_whole(path, text)
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


def _edits(raw: RawBank, taken: set[str], chapters: set[str]) -> list[tuple[int, str]]:
    """What to insert where, as offsets into the file's text."""
    edits: list[tuple[int, str]] = []
    for index, chapter in enumerate(_chapters(raw)):
        if isinstance(chapter, dict) and chapter and not _id(chapter):
            name = _chapter_id(chapter, index, chapters)
            edits.append(_insertion(raw.head.span("chapters", index), raw.head.span("chapters", index, "id"), chapter, name))
    nameless = [
        item for items in raw.questions.values() for item in items if isinstance(item.data, dict) and item.data and not _id(item.data)
    ]
    edits += [_insertion(item.span(), item.span("id"), item.data, _question_id(item.data, taken)) for item in nameless]
    return edits


def _insertion(mapping: Span, value: Span, data: dict[str, Any], name: str) -> tuple[int, str]:
    text = mapping.source.text
    if "id" in data:  # 'id:' with nothing behind it
        colon = text.rfind(":", mapping.start, value.start + 1)
        return colon + 1, f" {name}"
    if text[mapping.start] == "{":
        return mapping.start + 1, f"id: {name}, "
    indent = mapping.position.column - 1
    line_break = "\r\n" if "\r\n" in text else "\n"
    return mapping.start, f"id: {name}{line_break}{' ' * indent}"


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
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name)
    return name


def _prove(source: Source, text: str, count: int) -> None:
    """The text after the edits holds everything it held, and the ids. Raises `AssertionError` otherwise, before anything is written."""
    before, after = load_raw(source, Report()), load_raw(Source(source.name, text), Report())
    if before is None or after is None or _without_ids(before) != _without_ids(after) or _ids(after) - _ids(before) != count:
        raise AssertionError(f"{source.name}: writing the ids would change more than the ids")


def _without_ids(raw: RawBank) -> Any:
    def strip(data: Any) -> Any:
        return {key: value for key, value in data.items() if key != "id"} if isinstance(data, dict) else data

    head = {key: value for key, value in raw.head.data.items() if key not in ("chapters", "questions")}
    chapters = [strip({k: v for k, v in c.items() if k != "questions"} if isinstance(c, dict) else c) for c in _chapters(raw)]
    return head, chapters, [[strip(item.data) for item in items] for items in raw.questions.values()]


def _ids(raw: RawBank) -> int:
    return sum(bool(_id(chapter)) for chapter in _chapters(raw)) + sum(bool(_id(i.data)) for items in raw.questions.values() for i in items)
