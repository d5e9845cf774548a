"""Imports point one way, without cycles, and each library of others is imported in one place."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import deckpress

ROOT = Path(deckpress.__file__).parent
MODULES = {
    path: ".".join(("deckpress", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
    for path in sorted(ROOT.rglob("*.py"))
}
LAYERS: tuple[tuple[str, ...], ...] = (
    ("source", "errors", "languages"),
    ("diagnostics",),
    ("model",),
    ("tags", "markup", "pages"),
    ("notes", "lint", "readers", "lock", "stats"),
    ("writers",),
    ("engine", "ankiconnect", "share"),
    ("project",),
    ("diff",),
    ("release",),
    ("cli",),
)
"""The lowest first: a module imports what lies below it, or its own part."""
SIDEWAYS = {("errors", "source")}
THIRD_PARTY = {
    "click": ("deckpress.cli",),
    "yaml": ("deckpress.readers.bank", "deckpress.writers.yaml"),
    "genanki": ("deckpress.notes.anki",),
    "markdown_it": ("deckpress.markup",),
    "mdit_py_plugins": ("deckpress.markup",),
    "rapidfuzz": ("deckpress.lint", "deckpress.diff.words"),
    "anki": ("deckpress.engine",),
    "lxml": ("deckpress.readers.documents.containers.safe_xml",),
    "opencc": ("deckpress.project.importing",),
    "segno": ("deckpress.release.page", "deckpress.share.qr"),
    "pypdfium2": ("deckpress.readers.documents.containers.pdf_glyphs",),
}
TYPING_ONLY = {"typing_extensions"}


def imports(path: Path, at_run_time: bool = False) -> Iterator[str]:
    """The full names of what a module imports; with ``at_run_time`` without what only type checkers see."""
    for node in _walk(ast.parse(path.read_text("utf-8")), at_run_time):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES.values() else str(node.module)


def _walk(node: ast.AST, at_run_time: bool) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if at_run_time and isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            continue
        yield from _walk(child, at_run_time)


def part(module: str) -> str:
    """The part of deckpress that a module belongs to; empty for ``deckpress`` itself and ``deckpress.__main__``."""
    name = module.split(".")[1] if "." in module else ""
    return "" if name == "__main__" else name


def layer(name: str) -> int:
    return next(height for height, names in enumerate(LAYERS) if name in names)


def test_every_part_has_its_layer() -> None:
    assert MODULES
    known = {name for names in LAYERS for name in names} | {""}
    assert {part(module) for module in MODULES.values()} <= known


@pytest.mark.parametrize(
    "path", [path for path, module in MODULES.items() if part(module)], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_imports_point_down(path: Path) -> None:
    own = part(MODULES[path])
    for name in imports(path, at_run_time=True):
        other = part(name)
        if name.split(".")[0] == "deckpress" and other and other != own and (own, other) not in SIDEWAYS:
            assert layer(other) < layer(own) or (layer(other) == layer(own) and own != "model"), f"{MODULES[path]} imports {name}"


def test_there_is_no_cycle() -> None:
    graph = {
        module: {name for name in imports(path, at_run_time=True) if name in MODULES.values()} - {module}
        for path, module in MODULES.items()
    }
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join((*trail[trail.index(module) :], module))
        if module not in done:
            for other in sorted(graph[module]):
                if not module.startswith(f"{other}."):  # a package's own front gathers its modules
                    visit(other, (*trail, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_there_is_no_cycle_between_parts() -> None:
    edges = {
        (part(module), part(name))
        for path, module in MODULES.items()
        for name in imports(path, at_run_time=True)
        if name.startswith("deckpress")
    }
    edges = {(one, other) for one, other in edges if one and other and one != other}
    assert not {(one, other) for one, other in edges if (other, one) in edges}


def test_each_library_is_imported_in_its_place() -> None:
    used: dict[str, set[str]] = {}
    for path, module in MODULES.items():
        for name in imports(path):
            top = name.split(".")[0]
            if top not in sys.stdlib_module_names and top not in ("deckpress", "__future__") and top not in TYPING_ONLY:
                used.setdefault(top, set()).add(module)
    assert used.keys() <= THIRD_PARTY.keys()
    for library, modules in used.items():
        assert all(module.startswith(THIRD_PARTY[library]) for module in modules), f"{library} is imported in {sorted(modules)}"
