"""Shards: some banks of a release, built and proved on a machine of their own, and joined afterwards to the same bytes.

A shard is a folder with ``shard.json``, ``parts/`` (one JSON a bank), ``media/`` and the banks' packages.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from deckpress.errors import UsageError
from deckpress.project.cache import file_hash
from deckpress.project.discover import shown
from deckpress.readers.collection import Collection, Preset
from deckpress.release.parts import Part
from deckpress.release.stage import BuiltDeck, Plan
from deckpress.release.sums import write_sums

__all__ = ["SHARD", "collection_of", "gather_media", "join_shards", "parse_shard", "read_shard", "write_shard"]

SHARD = "shard.json"
_SCHEMA = 1


def parse_shard(text: str) -> tuple[int, int]:
    """``2/4`` → (2, 4). Raises `UsageError`."""
    number, slash, count = text.partition("/")
    if not (slash and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count) <= 1000):
        raise UsageError(f"--shard {text}: write i/n, as in 2/4 for the second of four")
    return int(number), int(count)


def _common(plan: Plan, collection: Collection, banks: Sequence[str]) -> dict[str, Any]:
    """What all shards of one release agree on."""
    previous = plan.previous.digest if plan.previous is not None else ""
    return {
        "schema": _SCHEMA, "version": plan.version, "date": plan.date, "tool": plan.tool, "anki": plan.anki, "previous": previous,
        "forget_after": plan.forget_after, "collection": asdict(collection), "banks": list(banks),
    }  # fmt: skip


def write_shard(
    shard: tuple[int, int], parts: Sequence[tuple[Part, BuiltDeck]], plan: Plan, collection: Collection, banks: Sequence[str], folder: Path
) -> None:
    """Writes the shard into a folder that holds the packages and ``media/`` already; ``banks`` names all that are there."""
    (folder / "parts").mkdir(exist_ok=True)
    for part, _ in parts:
        part.save(folder / "parts" / f"{part.id}.json")
    decks = {part.id: built.as_json() for part, built in parts}
    data = {"shard": list(shard), "decks": decks, "common": _common(plan, collection, banks)}
    (folder / SHARD).write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
    write_sums(folder)


def join_shards(folders: Sequence[Path]) -> tuple[list[tuple[Part, BuiltDeck, Path]], dict[str, Any]]:
    """The parts of all shards in their order, each with the folder of its shard, and what the shards agree on.

    Raises `UsageError` where one is missing or damaged, or they belong to different releases.
    """
    found = sorted({path.parent for folder in folders for path in [*folder.glob(SHARD), *folder.glob(f"*/{SHARD}")]})
    if not found:
        raise UsageError(f"no {SHARD} in {', '.join(map(shown, folders))}: name the folders that 'release --shard' wrote")
    shards = [(folder, read_shard(folder / SHARD)) for folder in found]
    first = shards[0][1]
    for folder, data in shards:
        if data["common"] != first["common"]:
            raise UsageError(f"{shown(folder)} belongs to another release than {shown(found[0])}: build all shards from the same commit")
    here, count = sorted(data["shard"][0] for _, data in shards), first["shard"][1]
    if here != list(range(1, count + 1)):
        raise UsageError(f"of {count} shards these are here: {', '.join(map(str, here))}")
    parts = [entry for folder, data in shards for entry in _parts(folder, data)]
    parts.sort(key=lambda entry: entry[0].index)
    there = sum(1 for part, _, _ in parts if not part.vanished)
    if there != len(first["common"]["banks"]):
        raise UsageError(f"the shards hold {there} of {len(first['common']['banks'])} banks")
    return parts, dict(first["common"])


def collection_of(data: dict[str, Any]) -> Collection:
    """The collection that a shard remembers."""
    return Collection(**(data | {"presets": {name: Preset(**preset) for name, preset in data["presets"].items()}}))


def gather_media(folders: Sequence[Path], target: Path) -> None:
    """Copies the images of all shards to one folder."""
    target.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        for path in sorted((folder / "media").glob("dp-*")):
            shutil.copyfile(path, target / path.name)


def _parts(folder: Path, data: dict[str, Any]) -> list[tuple[Part, BuiltDeck, Path]]:
    out = []
    for name, deck in data["decks"].items():
        try:
            built = BuiltDeck(**deck)
        except TypeError as error:
            raise UsageError(f"{shown(folder)}: {SHARD} is damaged: get it again") from error
        if built.file != f"{name}.apkg" or Path(built.file).name != built.file or file_hash(folder / built.file) != built.sha256:
            raise UsageError(f"{shown(folder)}: {built.file} is not what the shard says: get it again")
        part = Part.from_json(_json(folder / "parts" / f"{name}.json"))
        out.append((part, built, folder))
    return out


def read_shard(path: Path) -> dict[str, Any]:
    """The data of ``shard.json``. Raises `UsageError` where it is none."""
    data = _json(path)
    common = data.get("common")
    place = data.get("shard")
    sound = isinstance(place, list) and len(place) == 2 and all(type(number) is int for number in place)
    if not sound or not isinstance(common, dict) or common.get("schema") != _SCHEMA or not isinstance(data.get("decks"), dict):
        raise UsageError(f"{shown(path)} is of another version of deckpress")
    return data


def _json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{shown(path)} can't be read: {error}") from error
    if not isinstance(data, dict):
        raise UsageError(f"{shown(path)} is no part of a release")
    return data
