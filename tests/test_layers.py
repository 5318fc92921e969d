"""Imports between packages point down, the command line holds no SQL, and files stay short."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = runpy.run_path(str(ROOT / "scripts" / "packages.py"))
ROW = {name: row for row, names in enumerate(PACKAGES["ORDER"]) for name in names}
LONGEST = 400


def test_every_package_has_its_row() -> None:
    assert PACKAGES["packages"]() - set(ROW) == set(), "give it a row in scripts/packages.py"


def test_no_import_points_up() -> None:
    """Imports inside functions and under TYPE_CHECKING count too."""
    up = [
        f"{file}:{line}: {source} imports {target}"
        for source, target, file, line in PACKAGES["imports"]()
        if ROW[source] >= ROW[target]
    ]
    assert up == []


def test_no_packages_import_each_other_in_a_circle() -> None:
    """Independent of the order: a package never reaches itself."""
    below: dict[str, set[str]] = {}
    for source, target in PACKAGES["arrows"]():
        below.setdefault(source, set()).add(target)

    def reached(name: str, seen: set[str]) -> set[str]:
        for target in below.get(name, set()) - seen:
            seen.add(target)
            reached(target, seen)
        return seen

    assert [name for name in sorted(below) if name in reached(name, set())] == []


def test_the_command_line_reaches_only_the_public_api() -> None:
    files = (ROOT / "causalkb" / "cli").rglob("*.py")
    inner = re.compile(r"\b(?:base|kb)\.(?:_session|store|indexes|encoder)\b")
    assert [p.name for p in files if inner.search(p.read_text(encoding="utf-8"))] == []


def test_the_command_line_holds_no_sql() -> None:
    files = (ROOT / "causalkb" / "cli").rglob("*.py")
    assert [p.name for p in files if ".execute(" in p.read_text(encoding="utf-8")] == []


def test_no_file_is_too_long() -> None:
    files = [p for part in ("causalkb", "tests") for p in (ROOT / part).rglob("*.py")]
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in files}
    assert len(files) > 100
    assert [f"{p.relative_to(ROOT)}: {n}" for p, n in lengths.items() if n > LONGEST] == []


def test_no_run_of_six_lines_stands_twice() -> None:
    # Lists of imported and of exported names may be alike: they say what a file uses.
    places: dict[tuple[str, ...], list[str]] = {}
    for path in [*ROOT.glob("causalkb/**/*.py"), *ROOT.glob("scripts/*.py")]:
        text = path.read_text(encoding="utf-8")
        listed = {
            number
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Import | ast.ImportFrom)
            or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
            for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
        }
        lines = [
            (number, line.strip())
            for number, line in enumerate(text.splitlines(), 1)
            if line.strip() and number not in listed
        ]
        for start in range(len(lines) - 5):
            run = lines[start : start + 6]
            key = tuple(line for _, line in run)
            places.setdefault(key, []).append(f"{path.relative_to(ROOT)}:{run[0][0]}")
    assert not {run: found for run, found in places.items() if len(found) > 1}
