"""From documents to a bank file: what ``deckpress import`` does, and ``deckpress build FILE.docx`` before it builds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from deckpress.diagnostics import Diagnostic
from deckpress.errors import DeckpressError, MissingLibrary, UsageError
from deckpress.project.collector import without_gc
from deckpress.project.discover import shown
from deckpress.project.import_bank import Draft, Read, draft_of, dump_draft
from deckpress.project.import_files import OldBank, first_record, open_bank, write_pictures
from deckpress.project.import_ids import bank_slug
from deckpress.project.import_language import language_of
from deckpress.project.import_question import clean_text
from deckpress.project.import_record import dump_record, record_path
from deckpress.project.workspace import write_whole
from deckpress.readers.documents.blocks import Document

__all__ = ["DOCUMENT_SUFFIXES", "DocumentFormat", "ImportResult", "Script", "import_document", "import_for_build"]

DOCUMENT_SUFFIXES = frozenset(
    {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".mht", ".mhtml", ".docx", ".pdf", ".xlsx", ".csv", ".tsv"}
)
"""The endings of files that ``deckpress build`` takes for documents."""
DocumentFormat = Literal["auto", "text", "markdown", "html", "docx", "pdf", "xlsx", "csv"]
Script = Literal["", "simplified", "traditional"]


@dataclass(slots=True, kw_only=True)
class ImportResult:
    """What an import made. ``bank`` is the file, ``id`` its bank id.

    ``found``, ``answered`` and ``review`` count questions by kind; ``left_out`` counts the lines that are in no question, heading or
    answer key, by reason, ``lines`` all that are not blank. ``findings`` are what the readers of the documents have to say.
    ``chosen`` says that the id was made from a file's name. ``copies`` are questions that stand twice, ``dropped`` those left out for it.
    ``updated`` says that the bank was there already; then ``matched`` counts the questions that it had, and lists of ids say what became
    of others: ``added``, ``changed``, ``conflicts`` (changed here and in the document: marked `review`), ``missing`` (no longer in the
    document, and kept) and ``deleted`` (taken out of the bank by a person, and not put back).
    ``written`` is false where nothing was found, or where the bank was up to date.
    """

    bank: Path
    id: str
    title: str = ""
    language: str = "en"
    chosen: bool = False
    found: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    review: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    copies: int = 0
    dropped: int = 0
    findings: list[Diagnostic] = field(default_factory=list)
    written: bool = False
    updated: bool = False
    matched: int = 0
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)

    @property
    def questions(self) -> int:
        """How many questions were found."""
        return sum(self.found.values())


def import_document(
    paths: Path | str | Sequence[Path | str],
    output: Path | str | None = None,
    *,
    format: DocumentFormat = "auto",  # noqa: A002 - the name of the option
    encoding: str = "",
    title: str = "",
    id: str = "",  # noqa: A002 - the key of the bank
    report: Path | str | None = None,
    script: Script = "",
    dedupe: bool = False,
) -> ImportResult:
    """Reads a document, or several, into one bank file.

    ``output`` is the bank (default: ``decks/<id>.yaml``); ``format`` and ``encoding`` overrule what the content says. ``report`` is a
    page to write that shows what became of every line. ``script`` converts Chinese texts. ``dedupe`` keeps one of identical copies.
    Where no question is found, nothing is written but the report.

    Raises `UsageError`, `DocumentError` for a document that can't be read, `FindingsError` for a bank that is there and has errors,
    `MissingLibrary`.
    """
    files = [Path(paths)] if isinstance(paths, (Path, str)) else [Path(path) for path in paths]
    result = _start(files, None if output is None else Path(output), id)
    old = _old_bank(result)
    convert = _converter(script)
    with without_gc():  # all that is read is let go of in there: else the collector would walk it
        reads = _read(files, format, encoding, result, pieces=report is not None)
        result.title = convert(clean_text(title) or _title(reads[0].document, files[0]))
        if any(read.reading.questions for read in reads):
            _write(reads, result, old, convert, dedupe=dedupe)
        if report is not None:
            _write_reports(reads, result, Path(report))
        del reads
    return result


def _read(files: Sequence[Path], form: DocumentFormat, encoding: str, result: ImportResult, *, pieces: bool) -> list[Read]:
    """The documents and what was recognised in them; what became of their lines goes into the ``result``.

    Without ``pieces`` the readings have none: a report needs them, the bank doesn't, and they are a tenth of the memory.
    """
    from deckpress.readers.documents.containers import read_document
    from deckpress.readers.documents.recognise import recognise
    from deckpress.writers.import_report import summary

    documents = [read_document(file, format=form, encoding=encoding) for file in files]
    reads = [Read(document, recognise(document)) for document in documents]
    for read in reads:
        counts = summary(read.reading, read.document)
        result.lines += counts.lines
        result.left_out.update(counts.left_out)
        result.findings += read.document.diagnostics
        if not pieces:
            read.reading.pieces.clear()
    return reads


def import_for_build(paths: Sequence[Path], output: Path) -> tuple[list[Path], list[ImportResult]]:
    """The paths of a build with each document among them replaced by its bank, and what the imports made.

    The bank of a document lies in ``output``, named after it; one that is there already is brought up to date, so that ids and lock live
    on. Raises as `import_document` does, `UsageError` for two documents with one name, `DeckpressError` where a document holds no question.
    """
    results: list[ImportResult] = []
    banks: list[Path] = []
    for path in paths:
        if path.suffix.lower() not in DOCUMENT_SUFFIXES or not path.is_file():
            banks.append(path)
            continue
        bank = output / f"{bank_slug(path.stem)}.yaml"
        if bank in banks:
            raise UsageError(f"{shown(path)} would go into the same bank as another document, {shown(bank)}.\n  rename one of them")
        result = import_document(path, bank)
        if not result.questions:
            message = f"no question was found in {shown(path)} ({result.lines:,} lines)"
            raise DeckpressError(f"{message}.\n  'deckpress import {shown(path)} --report report.html' shows what was read")
        results.append(result)
        banks.append(bank)
    return banks, results


def _start(files: Sequence[Path], output: Path | None, identifier: str) -> ImportResult:
    if not files:
        raise UsageError("no document: name a file to import")
    for file in files:
        if not file.exists():
            raise UsageError(f"{shown(file)}: there is no such file.\n  check the path")
    name = identifier or bank_slug(output.stem if output else files[0].stem)
    if name != bank_slug(name) and not (identifier and _is_slug(identifier)):
        raise UsageError(f"the bank id '{identifier[:40]}' may hold lower-case letters, digits and '-' alone")
    if output is not None and output.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(f"{shown(output)} is no bank: banks are .yaml files.\n  write -o {shown(output.with_suffix('.yaml'))}")
    return ImportResult(bank=output or Path("decks", f"{name}.yaml"), id=name, chosen=not identifier)


def _is_slug(name: str) -> bool:
    return 0 < len(name) <= 100 and not name.strip("abcdefghijklmnopqrstuvwxyz0123456789-")


def _title(document: Document, file: Path) -> str:
    title = clean_text(document.title.partition("\n")[0])
    return title if 2 <= len(title) <= 100 else clean_text(file.stem) or "Questions"


def _converter(script: Script) -> Callable[[str], str]:
    if not script:
        return str
    try:
        from opencc import OpenCC
    except ImportError:
        raise MissingLibrary("opencc", "documents", "converting between Chinese scripts") from None
    convert: Callable[[str], str] = OpenCC("t2s" if script == "simplified" else "s2t").convert
    return lambda text: text if text.isascii() else convert(text)


def _old_bank(result: ImportResult) -> OldBank | None:
    """The bank that is there already, before any work is done."""
    old = open_bank(result.bank)
    if old is not None:
        if result.id != old.id and not result.chosen:
            hint = "leave --id out, or write to another file with -o"
            raise UsageError(f"{shown(result.bank)} has the id '{old.id}', not '{result.id}'.\n  {hint}")
        result.id, result.chosen, result.updated = old.id, False, True
    return old


def _write(reads: Sequence[Read], result: ImportResult, old: OldBank | None, convert: Callable[[str], str], *, dedupe: bool) -> None:
    result.language = language_of(convert(question.stem) for read in reads for question in read.reading.questions)
    head = {"deckpress": 1, "id": result.id, "title": result.title, "language": result.language, "markup": "plain"}
    if old is not None:
        result.title, result.language = old.title, old.language
    result.bank.parent.mkdir(parents=True, exist_ok=True)
    placed = [Read(read.document, read.reading, write_pictures(read, result.bank, result.id, result.findings)) for read in reads]
    draft = draft_of(placed, head, convert, dedupe=dedupe)
    _count_questions(draft, result)
    if old is None:
        write_whole(result.bank, dump_draft(draft))
        write_whole(record_path(result.bank), dump_record(first_record(draft)))
        result.written, result.added = True, [entry.data["id"] for entry in draft.entries]
        return
    update = old.update(draft, frozenset(read.document.name for read in reads))
    result.written = old.write(update)
    result.matched = update.matched
    result.added, result.changed, result.conflicts = update.added, update.changed, update.conflicts
    result.missing, result.deleted = update.missing, update.deleted


def _count_questions(draft: Draft, result: ImportResult) -> None:
    result.copies, result.dropped = draft.copies, draft.dropped
    for entry in draft.entries:
        data = entry.data
        result.found[data["type"]] += 1
        if "review" in data:
            result.review[data["type"]] += 1
        if "answer" in data or "rubric" in data or any("answer" in part for part in data.get("parts", ())):
            result.answered[data["type"]] += 1


def _write_reports(reads: Sequence[Read], result: ImportResult, report: Path) -> None:
    """A page a document: the first under the name given, further ones with a number."""
    from deckpress.writers.import_report import import_report

    report.parent.mkdir(parents=True, exist_ok=True)
    for number, read in enumerate(reads, 1):
        page = import_report(read.document, read.reading, bank=shown(result.bank), title=result.title, language=result.language)
        path = report if number == 1 else report.with_name(f"{report.stem}-{number}{report.suffix}")
        write_whole(path, page)
        result.reports.append(path)
