"""The pipeline that anybody would write first: PyYAML and genanki, a loop over the questions, `html.escape` and f-strings.

It fills the same note types and fields from the same banks as ``deckpress build``, but renders no Markdown, checks nothing, remembers
nothing and knows only the keys that the benchmark's banks use. ``build.py`` measures against it.

    python benchmarks/naive.py BANKS OUT [--all-at-once]
"""

from __future__ import annotations

import argparse
import random
import re
import zlib
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import genanki
import yaml

TAIL = ["Context", "Explanation", "Hint", "Chapter", "Meta", "Notice", "Flags", "Typed", "Language", "ID"]
TAIL += ["Spare 1", "Spare 2", "Spare 3", "Spare 4"]
FIELDS = {
    "choice": ["Stem", "Options", "Answer", "Key", "Notes", *TAIL],
    "cloze": ["Text", *TAIL],
    "basic": ["Stem", "Answer", "Rubric", *TAIL],
    "match": ["Stem", "Left", "Right", "Answer", "Key", *TAIL],
    "order": ["Stem", "Items", "Answer", "Key", *TAIL],
}
try:  # where deckpress is installed, its own lists: a field added there makes this script fail instead of compare something else
    from deckpress.notes.types import NOTE_TYPES, field_names
except ImportError:
    pass
else:
    FIELDS = {name: list(field_names(name)) for name in NOTE_TYPES}
HIDDEN = ("Answer", "Key", "Notes", "Rubric")  # not on the front
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BLANK = re.compile(r"\{\{(?:c(\d+)::)?([^{}]*)\}\}|____")


def _divs(fields: Iterable[str]) -> str:
    return "".join(f"<div>{{{{{field}}}}}</div>" for field in fields)


def _model(number: int, name: str) -> genanki.Model:
    own = [field for field in FIELDS[name] if field not in TAIL]
    front = "{{Context}}" + ("{{cloze:Text}}" if name == "cloze" else _divs(field for field in own if field not in HIDDEN))
    shown = [field for field in own if field in HIDDEN and field != "Key"]
    back = f"{front}<hr id=answer>{_divs([*shown, 'Explanation', 'Meta'])}"
    return genanki.Model(
        1_700_000_000 + number,
        f"naive {name}",
        fields=[{"name": field} for field in FIELDS[name]],
        templates=[{"name": "Card 1", "qfmt": front, "afmt": back}],
        model_type=genanki.Model.CLOZE if name == "cloze" else genanki.Model.FRONT_BACK,
    )


MODELS = {name: _model(number, name) for number, name in enumerate(FIELDS, 1)}


def kind_of(question: dict[str, Any]) -> str:
    """The question's kind, from its keys."""
    answer = question.get("answer")
    if "options" in question:
        return "single" if len(answer or "") == 1 else "multiple"
    for key, kind in (("parts", "case"), ("pairs", "match"), ("items", "order")):
        if key in question:
            return kind
    if isinstance(answer, bool):
        return "truefalse"
    return "cloze" if BLANK.search(question["stem"]) else "short"


def items(name: str, entries: Iterable[Any]) -> str:
    """An HTML list of texts."""
    return f'<ol class="{name}">' + "".join(f"<li>{escape(str(entry))}</li>" for entry in entries) + "</ol>"


def choice(question: dict[str, Any], language: str) -> list[str]:
    """The own fields of a choice note."""
    if isinstance(question["answer"], bool):
        words = ["对", "错"] if language.startswith("zh") else ["True", "False"]
        right = 0 if question["answer"] else 1
        return [escape(question["stem"]), items("options", words), words[right], LETTERS[right], ""]
    options = [option if isinstance(option, dict) else {"text": option} for option in question["options"]]
    notes = "".join(f'<li value="{n}">{escape(o["note"])}</li>' for n, o in enumerate(options, 1) if "note" in o)
    return [
        escape(question["stem"]),
        items("options", [option["text"] for option in options]),
        question["answer"],
        " ".join(question["answer"]),
        f'<ol class="notes">{notes}</ol>' if notes else "",
    ]


def cloze(question: dict[str, Any]) -> list[str]:
    """The own field of a cloze note; blanks without a number are counted."""
    answers = iter(question.get("answer") or ())
    count = 0

    def blank(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"{{{{c{found[1] or count}::{found[2] if found[2] is not None else escape(str(next(answers)))}}}}}"

    return [BLANK.sub(blank, escape(question["stem"]))]


def basic(stem: str, answer: Any, rubric: list[dict[str, Any]]) -> list[str]:
    """The own fields of a basic note."""
    shown = items("points", answer) if isinstance(answer, list) else escape(str(answer))
    criteria = "".join(f'<li>{escape(r["text"])} <span class="points">{r["points"]}</span></li>' for r in rubric)
    return [escape(stem), shown, f'<ul class="rubric">{criteria}</ul>' if rubric else ""]


def scrambled(entries: list[Any], key: str) -> tuple[list[Any], str]:
    """The entries in another order, the same each time, and the letter that each of them then has."""
    order = list(range(len(entries)))
    random.Random(key).shuffle(order)  # noqa: S311 - an order, no secret
    return [entries[i] for i in order], " ".join(LETTERS[order.index(i)] for i in range(len(entries)))


def match(question: dict[str, Any]) -> list[str]:
    """The own fields of a match note."""
    pairs = question["pairs"]
    right, key = scrambled([pair[1] for pair in pairs], question["id"])
    rows = "".join(f'<li><span class="l">{escape(a)}</span><span class="r">{escape(b)}</span></li>' for a, b in pairs)
    left = items("left", [pair[0] for pair in pairs])
    return [escape(question["stem"]), left, items("right", right), f'<ol class="pairs">{rows}</ol>', key]


def order(question: dict[str, Any]) -> list[str]:
    """The own fields of an order note."""
    shown, key = scrambled(question["items"], question["id"])
    return [escape(question["stem"]), items("items", shown), items("ordered", question["items"]), key]


def own_fields(kind: str, question: dict[str, Any], language: str) -> Iterator[tuple[str, list[str], str]]:
    """Note type, own fields and the context that the note adds, for each note of a question."""
    if kind in ("single", "multiple", "truefalse"):
        yield "choice", choice(question, language), ""
    elif kind == "cloze":
        yield "cloze", cloze(question), ""
    elif kind == "case":
        for part in question["parts"]:
            yield "basic", basic(part["stem"], part["answer"], part["rubric"]), escape(question["stem"])
    elif kind == "match":
        yield "match", match(question), ""
    elif kind == "order":
        yield "order", order(question), ""
    else:
        yield "basic", basic(question["stem"], question["answer"], []), ""


def notes(bank: dict[str, Any], chapter: dict[str, Any], question: dict[str, Any]) -> Iterator[genanki.Note]:
    """The notes of one question."""
    kind, level = kind_of(question), question["difficulty"]
    tags = {f"chapter::{bank['id']}::{chapter['id']}", f"type::{kind}", f"difficulty::{level}", *bank["tags"]}
    tags |= {f"topic::{topic}" for topic in [*chapter["topics"], *question["topics"]]}
    stars = f'<span class="difficulty" title="{level}/5">{"★" * level}{"☆" * (5 - level)}</span>'
    for number, (name, own, scenario) in enumerate(own_fields(kind, question, bank["language"]), 1):
        key = f"{bank['id']}/{question['id']}" + (f"#{number}" if kind == "case" else "")
        context = f'<div class="ctx">{scenario}</div>' if scenario else ""
        explanation, hint = escape(question.get("explanation", "")), escape(question.get("hint", ""))
        tail = [context, explanation, hint, escape(chapter["title"]), stars, "", kind, "", bank["language"], key, "", "", "", ""]
        yield genanki.Note(model=MODELS[name], fields=own + tail, tags=sorted(tags), guid=genanki.guid_for(bank["id"], key))


def load(path: Path) -> dict[str, Any]:
    """A bank as PyYAML gives it."""
    with path.open(encoding="utf-8") as file:
        bank: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return bank


def write(bank: dict[str, Any], path: Path) -> None:
    """Makes a bank's deck and writes its package."""
    deck = genanki.Deck(zlib.crc32(bank["id"].encode()) | 1 << 31, bank["title"])
    for chapter in bank["chapters"]:
        for question in chapter["questions"]:
            for note in notes(bank, chapter, question):
                deck.add_note(note)
    genanki.Package(deck).write_to_file(path)


def main() -> None:
    """Builds the banks of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("banks", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--all-at-once", action="store_true", help="load every bank, then write")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    paths = sorted(args.banks.glob("*.yaml"))
    if args.all_at_once:
        banks = [load(path) for path in paths]
        for path, bank in zip(paths, banks, strict=True):
            write(bank, args.out / f"{path.stem}.apkg")
    else:
        for path in paths:
            write(load(path), args.out / f"{path.stem}.apkg")


if __name__ == "__main__":
    main()
