"""The order of the packages, top first, and the imports between them as the code has them."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "causalkb"

# Top first. A package imports packages of rows below its own, never of its row or above.
ORDER: tuple[tuple[str, ...], ...] = (
    ("cli",),
    ("mcp",),
    ("knowledge_base",),
    ("knowledge_base_rivals",),
    ("open_knowledge_base",),
    ("site",),
    ("collections",),
    ("probe",),
    ("doctor",),
    ("session",),
    ("report",),
    ("lint",),
    ("compete", "explanations"),
    ("candidates",),
    ("evidence",),
    ("archive",),
    ("ingest",),
    ("online",),
    ("formats",),
    ("search",),
    ("wording", "language_models"),
    ("store",),
    ("identifiers",),
    ("records",),
    ("files",),
    ("errors",),
    ("paths", "vocabulary", "sentences", "text", "garbage"),
    ("lazy",),
)
LEAVES = frozenset(
    {
        *("records", "identifiers", "paths", "files", "vocabulary", "sentences", "text"),
        *("errors", "garbage", "lazy"),
    }
)
"""What every package may use; the drawing shows them as one."""

Import = tuple[str, str, str, int]
"""Package that imports, package that is imported, file, line."""


def package_of(module: str) -> str | None:
    """Return the top-level package of a module: ``store`` of ``causalkb.store.works``."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "causalkb" else None


def imported_modules(path: Path) -> list[tuple[str, int]]:
    """Return the names that a file imports with their lines, those for types included."""
    found = []
    here = ["causalkb", *path.relative_to(SOURCE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            if module == "causalkb":
                found += [(f"causalkb.{alias.name}", node.lineno) for alias in node.names]
            else:
                found.append((module, node.lineno))
    return found


def packages() -> set[str]:
    """Return the top-level packages and modules of causalkb."""
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    return folders | {path.stem for path in SOURCE.glob("*.py") if path.stem[0] != "_"}


def imports() -> list[Import]:
    """Return every import of one top-level package by another."""
    found = []
    names = packages()
    for path in sorted(SOURCE.rglob("*.py")):
        inside = path.relative_to(SOURCE)
        if inside.as_posix() in ("__init__.py", "__main__.py"):
            continue
        package = inside.parts[0].removesuffix(".py")
        for module, line in imported_modules(path):
            target = package_of(module)
            if target is None or target not in names or target == package:
                continue
            found.append((package, target, path.relative_to(ROOT).as_posix(), line))
    return found


def arrows() -> set[tuple[str, str]]:
    """Return the pairs of packages with an import between them."""
    return {(source, target) for source, target, _, _ in imports()}
