"""Mutation test: does some test fail when one thing in the code is changed?

usage: python scripts/mutate.py [--sample 400] [--seed 1] [--minutes 120] [--jobs 2]

A sample of mutants over the packages that judge (lint, wording, evidence, ingest). Which tests call
which function is recorded once (build/mutation/calls.json; --record does it anew). Each mutant runs
in a process of its own, with the tests that call the changed function, the quickest first; the
files on disk are never changed. A mutant is killed if a test fails or takes far too long.
Strings are not changed: what messages say is the matter of snapshots.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FrameType

ROOT = Path(__file__).parent.parent
PACKAGES = ("lint", "wording", "evidence", "ingest")
TESTS = ("tests/evidence", "tests/ingest", "tests/cli", "tests/report", "tests/test_docs.py")
CALLS = ROOT / "build" / "mutation" / "calls.json"

_COMPARE: dict[type, type] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_ARITHMETIC: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}


@dataclass(frozen=True)
class Mutant:
    """One change: the file, the line, the function around it (0 for none), and both texts."""

    file: str
    line: int
    function: int
    before: str
    after: str
    code: CodeType


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in the place of a node."""
    new = copy.deepcopy(node)
    if isinstance(new, ast.Compare) and type(new.ops[0]) in _COMPARE:
        new.ops[0] = _COMPARE[type(new.ops[0])]()
        yield new
    elif isinstance(new, ast.BoolOp):
        new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
        yield new
    elif isinstance(new, ast.UnaryOp) and isinstance(new.op, ast.Not):
        yield new.operand
    elif isinstance(new, (ast.BinOp, ast.AugAssign)) and type(new.op) in _ARITHMETIC:
        new.op = _ARITHMETIC[type(new.op)]()
        yield new
    elif isinstance(new, (ast.If, ast.IfExp)) and isinstance(new.test, (ast.Name, ast.Call)):
        new.test = ast.UnaryOp(ast.Not(), new.test)
        yield new
    elif isinstance(new, ast.Constant) and isinstance(new.value, (bool, int, float)):
        new.value = not new.value if isinstance(new.value, bool) else new.value + 1
        yield new
    elif isinstance(new, ast.Call) and isinstance(new.func, ast.Name) and new.func.id in _NAMES:
        new.func.id = _NAMES[new.func.id]
        yield new
    elif isinstance(new, ast.Return) and new.value and not isinstance(new.value, ast.Constant):
        new.value = ast.Constant(None)
        yield new
    elif isinstance(new, ast.Expr) and isinstance(new.value, (ast.Call, ast.Yield, ast.YieldFrom)):
        yield ast.Pass()
    elif isinstance(new, (ast.Break, ast.Continue)):
        yield ast.Continue() if isinstance(new, ast.Break) else ast.Break()


def places(tree: ast.AST, function: int = 0) -> Iterator[tuple[ast.AST, str, int | None, int]]:
    """Yield (parent, field, position in it, line of the function around it) of every node."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "bases") or (
            isinstance(tree, ast.If) and ast.unparse(tree.test) == "TYPE_CHECKING"
        ):
            continue
        for n, child in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(child, ast.AST):
                continue
            yield tree, name, n if isinstance(value, list) else None, function
            inside = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) and not function
            yield from places(child, _first_line(child) if inside else function)


def _first_line(function: ast.AST) -> int:
    """Return the line that its code object names: the first decorator's, if it has one."""
    decorators = getattr(function, "decorator_list", [])
    return int((decorators[0] if decorators else function).lineno)


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for parent, name, n, function in list(places(tree)):
        value = getattr(parent, name)
        node = value if n is None else value[n]
        for new in changed(node):
            line = getattr(node, "lineno", 0)
            ast.copy_location(new, node)
            ast.fix_missing_locations(new)
            before, after = ast.unparse(node), ast.unparse(new)
            _put(parent, name, n, new)
            try:
                code = compile(tree, str(path), "exec")
            except (SyntaxError, ValueError):
                continue  # such as "continue" outside a loop
            finally:
                _put(parent, name, n, node)
            yield Mutant(str(path.relative_to(ROOT)), line, function, before, after, code)


def _put(parent: ast.AST, name: str, n: int | None, node: ast.AST) -> None:
    if n is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[n] = node


class Recorder:
    """A pytest plugin that notes which functions each test calls, and how long it takes."""

    def __init__(self) -> None:
        self.calls: dict[str, set[str]] = {}
        self.shared: dict[str, set[str]] = {}
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()
        self._now: set[str] = set()
        self._prefixes = tuple(str(ROOT / "causalkb" / name) + os.sep for name in PACKAGES)

    def _profile(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(self._prefixes):
            self._now.add(f"{Path(code.co_filename).relative_to(ROOT)}:{code.co_firstlineno}")

    def pytest_runtest_logreport(self, report: object) -> None:
        """Add up the times of set-up, call and tear-down; note what fails without a mutant."""
        nodeid: str = report.nodeid  # type: ignore[attr-defined]
        if report.failed:  # type: ignore[attr-defined]
            self.failed.add(nodeid)
        self.seconds[nodeid] = self.seconds.get(nodeid, 0.0) + report.duration  # type: ignore[attr-defined]

    def pytest_runtest_setup(self, item: object) -> None:
        """Begin to record; what fixtures call counts for all tests of the file."""
        self._now = self.shared.setdefault(item.nodeid.split("::")[0], set())  # type: ignore[attr-defined]
        sys.setprofile(self._profile)

    def pytest_runtest_call(self, item: object) -> None:
        """Record the test itself."""
        self._now = self.calls.setdefault(item.nodeid, set())  # type: ignore[attr-defined]

    def pytest_runtest_teardown(self) -> None:
        """End."""
        sys.setprofile(None)

    def write(self) -> None:
        """Write what was recorded."""
        CALLS.parent.mkdir(parents=True, exist_ok=True)
        found = {
            test: sorted(calls | self.shared.get(test.split("::")[0], set()))
            for test, calls in self.calls.items()
            if test not in self.failed
        }
        CALLS.write_text(json.dumps({"calls": found, "seconds": self.seconds}))


class Only:
    """A pytest plugin that keeps some of the tests that were collected, in a given order."""

    def __init__(self, wanted: list[str]) -> None:
        self._rank = {nodeid: n for n, nodeid in enumerate(wanted)}

    def pytest_collection_modifyitems(self, items: list[object]) -> None:
        """Drop the others."""
        kept = [item for item in items if item.nodeid in self._rank]  # type: ignore[attr-defined]
        items[:] = sorted(kept, key=lambda item: self._rank[item.nodeid])  # type: ignore[attr-defined]


class Loader(SourceFileLoader):
    """Loads a module from the code of a mutant."""

    code: CodeType

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002
        """Return the mutant."""
        return self.code


class Finder(MetaPathFinder):
    """Finds the module that a mutant is of."""

    def __init__(self, mutant: Mutant) -> None:
        self._name = mutant.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self._mutant = mutant

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Return the mutant for its module."""
        if fullname != self._name:
            return None
        path = str(ROOT / self._mutant.file)
        loader = Loader(fullname, path)
        loader.code = self._mutant.code
        return spec_from_file_location(fullname, path, loader=loader)


def start(mutant: Mutant | None, tests: list[str], plugin: object) -> int:
    """Run tests in a child process, silently, and return its id."""
    child = os.fork()
    if child:
        return child
    import pytest

    if mutant is not None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        sys.meta_path.insert(0, Finder(mutant))
    files = list(dict.fromkeys(test.split("::")[0] for test in tests))
    options = ["-q", "-n", "0", "-p", "no:cacheprovider"]
    options += ["-x"] if mutant else ["--continue-on-collection-errors"]
    code = 70
    try:
        code = int(pytest.main([*options, *files], plugins=[plugin]))
        if isinstance(plugin, Recorder):
            plugin.write()
    finally:
        os._exit(code)


def tests_for(mutant: Mutant, recorded: dict[str, dict[str, object]], budget: float) -> list[str]:
    """Return the tests that call the function of a mutant, quickest first, within the budget."""
    calls: dict[str, list[str]] = recorded["calls"]  # type: ignore[assignment]
    seconds: dict[str, float] = recorded["seconds"]  # type: ignore[assignment]
    # A constant may serve the whole package.
    mark = f"{mutant.file}:{mutant.function}" if mutant.function else str(Path(mutant.file).parent)
    hit = [t for t, made in calls.items() if any(_of(one, mark) for one in made)]
    if not hit and mutant.function:  # called while its module is imported
        return tests_for(replace(mutant, function=0), recorded, budget)
    chosen, total = [], 0.0
    for test in sorted(hit, key=lambda one: seconds.get(one, 0.0)):
        total += seconds.get(test, 0.0)
        if chosen and total > budget:
            break
        chosen.append(test)
    return chosen


def _of(called: str, mark: str) -> bool:
    return called == mark if ":" in mark else called.startswith(mark)


def run(
    chosen: list[Mutant],
    recorded: dict[str, dict[str, object]],
    jobs: int,
    budget: float,
    until: float,
) -> None:
    """Run the mutants, a few at a time; print each survivor, and the score."""
    waiting, running, killed, survived = list(reversed(chosen)), {}, 0, 0
    while waiting or running:
        while waiting and len(running) < jobs and time.monotonic() < until:
            mutant = waiting.pop()
            tests = tests_for(mutant, recorded, budget)
            if tests:
                running[start(mutant, tests, Only(tests))] = (mutant, time.monotonic())
            else:
                survived += 1
                _tell(mutant, "  (no test calls it)")
        if not running:
            break
        for late, (_, began) in running.items():
            if time.monotonic() - began > 5 * budget + 60:
                os.kill(late, 9)
        child, status = os.waitpid(-1, os.WNOHANG)
        if child == 0:
            time.sleep(0.05)
            continue
        mutant, _ = running.pop(child)
        if os.waitstatus_to_exitcode(status) == 0:
            survived += 1
            _tell(mutant)
        else:
            killed += 1
    total = killed + survived
    print(f"{killed} of {total} mutants killed ({killed / max(1, total):.0%})")
    if total < len(chosen):
        print(f"time ran out: {len(chosen) - total} of the sample were not tried")


def _tell(mutant: Mutant, why: str = "") -> None:
    before, after = (text.splitlines()[0][:90] for text in (mutant.before, mutant.after))
    print(f"survived: {mutant.file}:{mutant.line}: {before}  →  {after}{why}", flush=True)


def main() -> None:
    """Record if need be, sample, run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=120)
    # The slowest tests of a mutant are left out.
    parser.add_argument("--budget", type=float, default=40, help="seconds of tests for a mutant")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--packages", nargs="*", default=PACKAGES)
    parser.add_argument("--tests", nargs="*", default=TESTS)
    given = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    if given.record or not CALLS.exists():
        os.waitpid(start(None, list(given.tests), Recorder()), 0)
    recorded = json.loads(CALLS.read_text())
    files = [p for name in given.packages for p in sorted((ROOT / "causalkb" / name).rglob("*.py"))]
    every = [mutant for path in files for mutant in mutants(path)]
    chosen = random.Random(given.seed).sample(every, min(given.sample, len(every)))
    print(f"{len(chosen)} of {len(every)} mutants of {len(files)} files", flush=True)
    until = time.monotonic() + 60 * given.minutes
    run(chosen, recorded, given.jobs, given.budget, until)


if __name__ == "__main__":
    main()
