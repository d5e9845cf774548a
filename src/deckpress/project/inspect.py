"""One bank read, linted and rendered, with everything that is wrong with it: what `check` shows and `build` begins with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from deckpress.diagnostics import Report
from deckpress.errors import FindingsError, UsageError
from deckpress.lint import Setting, lint_bank
from deckpress.lock import Lock, LockError, parse_lock
from deckpress.markup import MarkupError, MediaError
from deckpress.model import Bank, Case, Question
from deckpress.notes.anki import note_guid
from deckpress.notes.build import Note, build_notes, is_published, render_description
from deckpress.notes.media import MediaFolder
from deckpress.project.discover import BankFiles, find_banks, shown
from deckpress.project.files import BankBytes, read_files
from deckpress.readers.bank import decode_bank, read_anyway
from deckpress.source import Source, Span

__all__ = ["Inspection", "inspect_anyway", "inspect_bank", "load_bank", "notes_of", "render_all"]


@dataclass(slots=True)
class Inspection:
    """A bank without errors so far; rendering its notes may still find some."""

    bank: Bank
    lock: Lock
    report: Report
    include_unanswered: bool
    folders: list[MediaFolder]
    unanswered: list[str] = field(default_factory=list)
    _description: str | None = None

    def notes(self) -> Iterator[Note]:
        """The notes to publish, in bank order. Errors go to the report while they are made."""
        return build_notes(self.bank, self.folders, self.report, include_unanswered=self.include_unanswered)

    def description(self) -> str:
        """The deck description as HTML; empty, and an error, where it can't be rendered."""
        if self._description is None:
            self._description = self._render_description()
        return self._description

    def _render_description(self) -> str:
        try:
            return render_description(self.bank, self.folders[0])
        except (MediaError, MarkupError) as error:
            self.report.about_file("bad-description", "error", f"the description can't be shown: {error}", self.bank.files[0])
            return ""

    def media(self) -> dict[str, Path]:
        """The images that the notes made so far use: names in the package to files."""
        return {name: path for folder in self.folders for name, path in folder.files.items()}

    def image_hashes(self) -> dict[Path, str]:
        """The SHA-256 of each image as it was when it was read."""
        return {path: digest for folder in self.folders for path, digest in folder.hashes.items()}


def inspect_bank(data: BankBytes, report: Report, *, include_unanswered: bool = False, content: Setting | None = None) -> Inspection | None:
    """The bank of these bytes; None where it has errors, all of them in ``report``. With ``content`` its rules run too."""
    found = inspect_anyway(data, report, include_unanswered=include_unanswered, content=content)
    return found if not report.errors else None


def inspect_anyway(
    data: BankBytes, report: Report, *, include_unanswered: bool = False, content: Setting | None = None
) -> Inspection | None:
    """As much of a bank as can be read, errors or not; None where that is nothing. What has errors may be shown, but not built."""
    sources = [decode_bank(text, shown(path), report) for path, text in zip(data.files.files, data.texts, strict=True)]
    lock = _read_lock(data, report)
    whole = [source for source in sources if source is not None]
    bank = read_anyway(whole, report) if whole else None
    if bank is None:
        return None
    _check_first_lines(bank, data.files, report)
    if lock is not None:
        _check_id(bank, lock, data.files, report)
    lint_bank(bank, report, lock.published_cards() if lock is not None else {}, content)
    found = Inspection(bank, lock or Lock(), report, include_unanswered, [MediaFolder(path.parent) for path in data.files.files])
    wrong = {(finding.file, finding.line) for finding in report.errors}
    for question in bank.questions:
        if not wrong or not _touches(question, wrong):  # a question with an error is named already
            _name_unanswered(question, found)
    if report.errors:
        render_all(found)
    return found


def render_all(found: Inspection) -> None:
    """Renders what will not be built, for what that finds: absent images, formulas that can't be shown."""
    for _ in found.notes():
        pass
    found.description()


def _check_first_lines(bank: Bank, files: BankFiles, report: Report) -> None:
    """The bank must be what its first lines said it is, by which it was told apart from the others and found its lock."""
    if bank.id and ((files.id and bank.id != files.id) or any(bank.parts) != files.several):
        report.about_file(
            "unclear-id",
            "error",
            f"the bank's id '{bank.id}' (or its 'part') does not stand where it can be seen before the bank is read",
            files.name,
            "write 'id: …' (and 'part: …') without quotes, each on a line of its own at the top of the file",
        )


def _check_id(bank: Bank, lock: Lock, files: BankFiles, report: Report) -> None:
    """The bank must have the id under which it was published: with another one every note would be a new one, without its schedule."""
    entry = next((entry for entry in lock.entries.values() if not entry.retired), None)
    if entry is None or not bank.id:
        return
    question, _, part = entry.id.partition("#")
    if note_guid(bank.id, question, part, entry.type) != entry.guid:
        report.about_file(
            "bank-id-changed",
            "error",
            f"'{bank.id}' is not the id under which this bank was published: learners would get a second deck, without their schedules",
            files.name,
            f"put the old id back; if a new bank is what you want, remove {shown(files.lock)}",
        )


def _touches(question: Question, lines: set[tuple[str, int]]) -> bool:
    """Whether one of these lines, of a file each, is a question's."""
    source, start, end = question.span
    first, last = source.position(start).line, source.position(max(start, end - 1)).line
    return any((source.name, line) in lines for line in range(first, last + 1))


def _name_unanswered(question: Question, found: Inspection) -> None:
    """Says which questions, and which parts of cases, have no answer and stay out of the deck."""
    left_out: list[str] = []
    if not question.answered:
        found.unanswered.append(question.id)
        if not is_published(question, found.include_unanswered):
            left_out.append(f"'{question.id}'")
    elif isinstance(question, Case):
        keys = [part.key for part in question.parts if not (part.answer or part.rubric)]
        found.unanswered += [f"{question.id}#{key}" for key in keys]
        left_out += [f"part {key} of '{question.id}'" for key in keys if not found.include_unanswered]
    for name in left_out:
        found.report.warning(
            "unanswered",
            f"{name} has no answer: it is left out of the deck",
            question.span,
            "add 'answer: …'; 'build --include-unanswered' takes in all but choices, as cards to check oneself",
        )


def _inspect_file(path: Path | str, include_unanswered: bool) -> Inspection:
    banks = find_banks([Path(path)])
    if len(banks) != 1:
        raise UsageError(f"{shown(Path(path))} holds {len(banks)} banks: name one")
    [files] = banks
    report = Report()
    data = read_files(files, report)
    found = inspect_bank(data, report, include_unanswered=include_unanswered) if data is not None else None
    if found is None:
        raise FindingsError(f"{files.name} has errors", report)
    return found


def load_bank(path: Path | str) -> Bank:
    """The bank of a file (with its other parts, where it is one of several).

    Raises `FindingsError`, which holds everything that is wrong with it, and `UsageError` where there is no such bank.
    """
    return _inspect_file(path, include_unanswered=False).bank


def notes_of(path: Path | str, *, include_unanswered: bool = False) -> list[Note]:
    """The notes of a bank as they go into its package: fields as HTML, tags, card ordinals. Raises as `load_bank` does."""
    found = _inspect_file(path, include_unanswered)
    notes = list(found.notes())
    if found.report.errors:
        raise FindingsError(f"{found.bank.files[0]} has errors", found.report)
    return notes


def _read_lock(data: BankBytes, report: Report) -> Lock | None:
    name = shown(data.files.lock)
    try:
        text = data.lock.decode("utf-8")
    except UnicodeDecodeError:
        report.about_file("bad-lock", "error", "the lock is no UTF-8", name, "restore it: git checkout -- " + name)
        return None
    try:
        return parse_lock(text)
    except LockError as error:
        source = Source(name, text)
        start = sum(len(line) + 1 for line in text.split("\n")[: error.line - 1])
        hint = f"restore it (git checkout -- {name}), or delete the line: its note then counts as new"
        report.error("bad-lock", error.message, Span(source, start, start + 1), "" if "conflict" in error.message else hint)
        return None
